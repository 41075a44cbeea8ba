"""The whole demo over a socket: what the passes make of the mailbox, and what the mailbox looks like afterwards."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest

from tests.demo import altering, judged
from tests.demo.test_states import EXPECTED
from watcher.core.model import Action, ActionKind, Scenario, State
from watcher.demo import mailbox, run, server

A_TUESDAY = datetime(2026, 11, 24, 10, tzinfo=judged.STOCKHOLM)
MARK = "follow-up-due"
HELD = ("granit", "opal", "clinic")  # overdue for too long, a draft of the user's, perhaps answered
SAID = {
    "petra": (State.DISMISSED, Scenario.NETWORKING),
    "tax": (State.SNOOZED, Scenario.GENERAL),
    "dentist": (State.ANSWERED, Scenario.GENERAL),
    "wester": (State.WAITING, Scenario.JOB_APPLICATION),
}


def expected() -> dict[str, tuple[State, Scenario]]:
    """The states after the passes: what is due has its draft, and the user's word holds."""
    drafted = {
        key: (State.DRAFTED, scenario)
        for key, (state, scenario) in EXPECTED.items()
        if state is State.DUE and key not in HELD
    }
    return {**EXPECTED, **drafted, **SAID}


@pytest.fixture(scope="module")
def shown() -> Iterator[run.Demo]:
    """Run the demo once for the tests that only look at it."""
    with run.opened(now=A_TUESDAY) as demo:
        yield demo


def states(demo: run.Demo) -> dict[str, tuple[State, Scenario]]:
    return {key: (demo.verdict(key).state, demo.verdict(key).scenario) for key in EXPECTED}


def looks(demo: run.Demo) -> list[server.Held]:
    """All of the mailbox, to the last flag."""
    return demo.server.held()


def kinds(actions: Sequence[Action], demo: run.Demo, key: str) -> list[ActionKind]:
    ids = {demo.verdict(key).thread_id}
    return sorted(action.kind for action in actions if action.thread_id in ids)


def test_every_state_and_every_scenario_is_there_each_with_its_reasons(shown: run.Demo) -> None:
    assert {verdict.state for verdict in shown.outcome.verdicts} == set(State)
    assert {verdict.scenario for verdict in shown.outcome.verdicts} == set(Scenario)
    assert all(reason.text.strip() for verdict in shown.outcome.verdicts for reason in verdict.reasons)
    assert all(verdict.reasons for verdict in shown.outcome.verdicts)


def test_the_threads_stand_where_the_mail_the_passes_and_the_user_put_them(shown: run.Demo) -> None:
    assert states(shown) == expected()
    assert len(shown.outcome.verdicts) == len(EXPECTED)


def test_both_passes_read_everything_and_did_what_they_wanted(shown: run.Demo) -> None:
    for outcome in (shown.first, shown.outcome):
        assert (outcome.complete, outcome.executed, outcome.incomplete) == (True, True, ())


def test_some_drafts_are_from_the_first_pass_and_some_from_the_last(shown: run.Demo) -> None:
    assert kinds(shown.first.actions, shown, "fjord") == [ActionKind.DRAFT, ActionKind.MARK]
    assert kinds(shown.outcome.actions, shown, "fjord") == []
    assert kinds(shown.first.actions, shown, "nordic-grid") == []
    assert kinds(shown.outcome.actions, shown, "nordic-grid") == [ActionKind.DRAFT, ActionKind.MARK]


def test_an_answer_that_came_after_the_draft_takes_mark_and_draft_away(shown: run.Demo) -> None:
    assert kinds(shown.first.actions, shown, "hamn") == [ActionKind.DRAFT, ActionKind.MARK]
    assert kinds(shown.outcome.actions, shown, "hamn") == [ActionKind.UNMARK, ActionKind.WITHDRAW]
    assert shown.verdict("hamn").answered_by == "lena.sandstrom@hamnkraft.example"


def test_the_call_gets_its_thank_you(shown: run.Demo) -> None:
    assert kinds(shown.outcome.actions, shown, "tern") == [ActionKind.THANK_YOU]
    assert shown.verdict("tern").state is State.WAITING


def test_the_mark_lies_on_the_last_own_message_of_what_is_due_and_on_nothing_else(shown: run.Demo) -> None:
    marked = {held.raw for held in looks(shown) if MARK in held.flags}
    due = {key for key, (state, _) in expected().items() if state is State.DRAFTED} | {"opal"}
    own = {letter.message_id: letter for letter in shown.letters}
    assert marked == {own[shown.verdict(key).message_id].raw for key in due}


def test_every_draft_answers_the_last_own_message_of_a_thread_that_is_due(shown: run.Demo) -> None:
    answered = {draft.verdict.message_id for draft in shown.drafts()}
    drafted = {key for key, (state, _) in expected().items() if state is State.DRAFTED}
    assert answered == {shown.verdict(key).message_id for key in (*drafted, "tern")}
    for draft in shown.drafts():
        assert draft.to
        assert draft.text.strip()


def test_the_draft_comes_from_the_address_that_wrote_to_them(shown: run.Demo) -> None:
    by_key = {shown.verdict(key).message_id: key for key in EXPECTED}
    senders = {by_key[draft.verdict.message_id]: draft.sender for draft in shown.drafts()}
    assert mailbox.ALIAS in senders["bakery"]
    assert mailbox.ADDRESS in senders["nordic-grid"]


def test_the_draft_speaks_the_language_of_the_thread(shown: run.Demo) -> None:
    texts = {draft.verdict.thread_id: draft.text for draft in shown.drafts()}
    assert texts[shown.verdict("fjord").thread_id].startswith("Hej")
    assert not texts[shown.verdict("nordic-grid").thread_id].startswith("Hej")


def test_the_example_is_a_follow_up_of_the_last_pass(shown: run.Demo) -> None:
    example = shown.example()
    assert example is not None
    assert example.verdict.state is State.DRAFTED
    assert ActionKind.DRAFT in [
        action.kind for action in shown.outcome.actions if action.thread_id == example.verdict.thread_id
    ]


def test_no_mail_is_lost_changed_or_read(shown: run.Demo) -> None:
    """Each letter lies where it was delivered, byte for byte, seen only if it was seen before."""
    held = {(each.folder, each.raw): each for each in looks(shown)}
    for letter in shown.letters:
        assert ("\\seen" in held[letter.folder, letter.raw].flags) == ("\\Seen" in letter.flags), letter.key


def test_a_second_pass_does_nothing_and_leaves_the_mailbox_as_it_is(shown: run.Demo) -> None:
    before = looks(shown)
    again = shown.scan()
    assert again.actions == ()
    assert looks(shown) == before
    assert {verdict.thread_id: verdict.state for verdict in again.verdicts} == {
        verdict.thread_id: verdict.state for verdict in shown.outcome.verdicts
    }


def test_an_answer_delivered_now_takes_mark_and_draft_away_in_the_next_pass() -> None:
    with run.opened(now=A_TUESDAY) as demo:
        asked = demo.verdict("nordic-grid")
        answer = (
            "From: Karin Bergström <karin.bergstrom@nordicgrid.example>\r\nTo: alex@lind.example\r\nSubject: Re: Application\r\n"
            f"Date: Tue, 24 Nov 2026 10:20:00 +0100\r\nMessage-ID: <answer@nordicgrid.example>\r\nIn-Reply-To: {asked.message_id}\r\n\r\n"
            "Dear Alex, yes, let us meet.\r\n"
        )
        demo.server.deliver("INBOX", answer.encode(), received_at=A_TUESDAY + timedelta(minutes=20))
        outcome = demo.scan(A_TUESDAY + timedelta(minutes=30))
        assert kinds(outcome.actions, demo, "nordic-grid") == [ActionKind.UNMARK, ActionKind.WITHDRAW]
        assert demo.verdict("nordic-grid").state is State.ANSWERED
        assert asked.message_id not in {draft.verdict.message_id for draft in demo.drafts()}


def test_changed_mail_and_other_wishes_change_the_states_of_their_threads_alone() -> None:
    changes = {
        "opal": (altering.dropping(-1), State.DRAFTED),  # no draft of the user's
        "petra": (altering.left_alone, State.DRAFTED),  # the mark not taken off
        "tax": (altering.left_alone, State.DRAFTED),
        "hamn": (altering.dropping(-1), State.DRAFTED),  # no answer
        "saffron": (altering.rewording(-1, "{-2b by}", "{+2b by}"), State.PROMISED),
        "clinic": (altering.setting(-1, folder="INBOX"), State.ANSWERED),  # not in Junk
        "mistral": (altering.dropping(-1), State.WAITING),  # no bounce
    }
    assert all(expected()[key][0] is not state for key, (_, state) in changes.items())
    changed = altering.mail({key: change for key, (change, _) in changes.items()})
    with run.opened(now=A_TUESDAY, conversations=changed) as demo:
        found = {key: state for key, (state, _) in states(demo).items()}
    usual = {key: state for key, (state, _) in expected().items()}
    assert found == {**usual, **{key: state for key, (_, state) in changes.items()}}


@pytest.mark.parametrize("now", ["2026-11-29 03:00", "2027-01-01 00:00", "2027-03-28 04:00"])
def test_the_states_are_the_same_on_any_day(now: str) -> None:
    with run.opened(now=datetime.fromisoformat(now).replace(tzinfo=judged.STOCKHOLM)) as demo:
        found = states(demo)
        assert demo.scan().actions == ()
    assert found == expected()
