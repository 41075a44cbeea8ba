"""One thread in plain sentences."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.report.build import NOW, ZONE, verdict
from watcher.core.model import ActionKind, State, Verdict
from watcher.report import story

HOUR = timedelta(hours=1)


def next_step(told: Verdict, mode: str = "draft", made: Mapping[ActionKind, bool] | None = None) -> str:
    return story.next_step(told, zone=ZONE, now=NOW, mode=mode, overdue_limit=timedelta(days=30), made=made or {})


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_headline_and_a_next_step(state: State) -> None:
    for due_in in (None, HOUR, -HOUR):
        told = verdict(state=state, due_in=due_in)
        for text in (story.headline(told, zone=ZONE, now=NOW), next_step(told)):
            assert text.endswith(".")
            assert not text.endswith("..")
            assert text[0].isupper()


def test_the_headline_names_who_answered_and_when_it_falls_due() -> None:
    answered = verdict(state=State.ANSWERED, answered_by="anna@acme.example")
    assert story.headline(answered, zone=ZONE, now=NOW) == "It is answered by anna@acme.example."
    due = verdict(state=State.DUE, due_in=timedelta(days=-1))
    assert story.headline(due, zone=ZONE, now=NOW) == "A follow-up has been due since Mon 23 Nov 13:00 (yesterday)."
    drafted = replace(due, state=State.DRAFTED)
    told = "A follow-up has been due since Mon 23 Nov 13:00 (yesterday); its draft lies in Drafts."
    assert story.headline(drafted, zone=ZONE, now=NOW) == told
    waiting = verdict(due_in=timedelta(days=3))
    assert (
        story.headline(waiting, zone=ZONE, now=NOW)
        == "It waits for an answer; a follow-up is due Fri 27 Nov 13:00 (in 3 days)."
    )


def test_what_comes_next_depends_on_the_mode() -> None:
    due = verdict(state=State.DUE, due_in=-HOUR)
    assert next_step(due, "preview") == "The next pass only shows that it is due (mode: preview)."
    assert next_step(due, "mark") == "The next pass marks it as due."
    assert next_step(due, "draft") == "The next pass marks it as due and drafts a follow-up."
    waiting = verdict(due_in=HOUR)
    assert (
        next_step(waiting)
        == "Unless an answer comes first, the first pass after Tue 24 Nov 14:00 marks it as due and drafts a follow-up."
    )


def test_what_was_made_once_is_not_announced_again() -> None:
    due = verdict(state=State.DUE, due_in=-HOUR)
    mark, draft = ActionKind.MARK, ActionKind.DRAFT
    assert next_step(due, "mark", {mark: True}) == "Its mark stays until you write again or an answer comes."
    assert next_step(due, "draft", {mark: True}) == "The next pass drafts a follow-up."
    assert (
        next_step(due, "draft", {mark: True, draft: False})
        == "Its mark stays until you write again or an answer comes; what you took back or deleted is not made again for this deadline."
    )
    for mode in ("mark", "draft"):
        told = next_step(due, mode, {mark: False, draft: False})
        assert told == "Nothing: what you took back or deleted is not made again for this deadline."


def test_a_hold_says_why_nothing_is_done() -> None:
    assert (
        next_step(verdict(state=State.DUE, due_in=-HOUR, hold="perhaps answered, in Junk."))
        == "Nothing is done to it: perhaps answered, in Junk."
    )
    assert (
        next_step(verdict(state=State.DUE, due_in=-HOUR, hold_draft="a draft is there"))
        == "The next pass marks it as due; no draft: a draft is there."
    )


def test_the_messages_are_told_in_the_order_of_time() -> None:
    told = verdict()
    backwards = replace(told, messages=told.messages[::-1])
    assert story.messages(backwards, zone=ZONE, now=NOW) == [
        ("Sat 21 Nov 13:00", "you wrote"),
        ("Sat 21 Nov 13:01", "an acknowledgement came (automatic)"),
    ]


def test_a_thank_you_is_told_until_its_time_is_over() -> None:
    told = replace(verdict(), thank_you_from=NOW - HOUR, thank_you_until=NOW + HOUR)
    assert (
        story.thank_you(told, zone=ZONE, now=NOW)
        == "A thank-you is wanted between Tue 24 Nov 12:00 and Tue 24 Nov 14:00."
    )
    assert story.thank_you(told, zone=ZONE, now=NOW + 2 * HOUR) == ""
    assert story.thank_you(verdict(), zone=ZONE, now=NOW) == ""


def test_what_was_done_is_told_with_its_folder() -> None:
    assert story.carried(ActionKind.MARK, ["Sent"], "keyword") == "It marked your message in Sent as due (keyword)."
    assert story.carried(ActionKind.DRAFT, [], "") == "It put a follow-up in Drafts."
    assert story.carried(ActionKind.THANK_YOU, ["Utkast"], "") == "It put a thank-you in Utkast."
