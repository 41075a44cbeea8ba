"""`status` and `explain` on what earlier passes found."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.report import build
from watcher import store
from watcher.core.model import Scenario, State, UserWord, Verdict, Word

DAY = timedelta(days=1)


def shifted(verdict: Verdict) -> Verdict:
    """The builder's verdict, moved to the present."""
    by = datetime.now(UTC) - build.NOW
    return replace(
        verdict,
        sent_at=verdict.sent_at + by,
        due_at=verdict.due_at + by if verdict.due_at is not None else None,
        messages=tuple(replace(line, at=line.at + by) for line in verdict.messages),
    )


def interview() -> Verdict:
    return shifted(
        build.verdict(
            "aaaa11112222",
            State.DUE,
            subject="Interview at Åland's bank",
            scenario=Scenario.INTERVIEW,
            due_in=-DAY,
            to=("anna@acme.example", "bob@acme.example"),
        )
    )


def coffee() -> Verdict:
    return shifted(
        build.verdict("aaaa33334444", State.WAITING, subject="A coffee", scenario=Scenario.NETWORKING, due_in=DAY)
    )


def answered() -> Verdict:
    return shifted(build.verdict("bbbb55556666", State.ANSWERED, subject="The offer", answered_by="eve@x.example"))


def test_status_piped_is_a_line_a_thread_with_tabs(tmp_path: Path) -> None:
    said = Desk(tmp_path).holds(coffee(), interview(), answered()).run("status")
    assert said.code == 0
    head, *rows = [line.split("\t") for line in said.out.splitlines() if "\t" in line]
    assert head == ["thread", "state", "due", "scenario", "nudge", "to", "subject"]
    assert [row[:2] for row in rows] == [["aaaa11", "due"], ["aaaa33", "waiting"]]
    assert rows[0][3:] == ["interview", "0/2", "anna@acme.example and 1 more", "Interview at Åland's bank"]
    assert "3 threads: 1 due, 1 waiting, 1 answered" in said.out
    assert "\x1b" not in said.out


def test_status_lists_settled_threads_on_request_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path).holds(answered())
    assert "The offer" not in desk.run("status").out
    assert "The offer" in desk.run("status", "--all").out


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_status_fits_the_terminal(tmp_path: Path, columns: int) -> None:
    long = replace(
        interview(),
        thread_id=interview().thread_id,
        subject="Interview " * 30,
        to=("a.very.long.address@a.very.long.domain.example",),
    )
    said = Desk(tmp_path).holds(long, coffee()).show("status", columns=columns, NO_COLOR="1")
    assert said.code == 0
    lines = said.out.splitlines()
    table = lines[: next(number for number, line in enumerate(lines) if line.startswith("2 threads"))]
    assert max(map(len, table)) <= columns
    for words in (
        "aaaa11",
        "due",
        "interview 0/2" if columns < 100 else "interview",
        "a.very.long",
        "Interview",
        "aaaa33",
    ):
        assert words in "\n".join(table)


def test_colours_are_for_terminals_that_want_them(tmp_path: Path) -> None:
    desk = Desk(tmp_path).holds(interview())
    assert "\x1b[" in desk.show("status").out
    assert "\x1b[" in desk.show("status", columns=140).out
    for switch in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        for columns in (80, 140):
            assert "\x1b[" not in desk.show("status", columns=columns, **switch).out


def test_status_json_is_the_public_json_alone(tmp_path: Path) -> None:
    said = Desk(tmp_path, accounts=("private", "work")).holds(interview(), answered()).run("status", "--json")
    assert said.code == 0
    read = json.loads(said.out)
    assert sorted(read) == ["accounts", "at"]
    private, work = read["accounts"]
    assert private["complete"] is True
    assert [thread["state"] for thread in private["threads"]] == ["due", "answered"]
    assert private["actions"] == []
    assert work["complete"] is False
    assert "no pass was made yet" in work["incomplete"][0]


def test_status_leaves_out_what_lies_before_the_lookback(tmp_path: Path) -> None:
    old = replace(interview(), sent_at=datetime.now(UTC) - 200 * DAY)
    assert json.loads(Desk(tmp_path).holds(old).run("status", "--json").out)["accounts"][0]["threads"] == []


def test_status_repeats_what_the_last_pass_noted_and_could_not_read(tmp_path: Path) -> None:
    said = Desk(tmp_path).holds(incomplete='["Archive: no permission"]', notes='["INBOX looks empty"]').run("status")
    assert "Note: INBOX looks empty" in said.out
    assert "Incomplete: Archive: no permission" in said.out


@pytest.mark.parametrize(
    "name",
    [
        "aaaa11112222",
        "aaaa1",
        "AAAA1",
        "<own.aaaa11112222@lind.example>",
        "ack.aaaa11112222@acme.example",
        "interview bank",
        "ÅLAND",
        "bob@",
    ],
)
def test_a_thread_can_be_named_in_many_ways(tmp_path: Path, name: str) -> None:
    said = Desk(tmp_path).holds(interview(), coffee()).run("explain", name)
    assert said.code == 0, said.err
    assert said.out.startswith("Interview at Åland's bank\n")


@pytest.mark.parametrize("name", ["aaaa", "a"])
def test_an_ambiguous_name_lists_the_candidates(tmp_path: Path, name: str) -> None:
    said = Desk(tmp_path).holds(interview(), coffee()).run("explain", name)
    assert said.code == 2
    assert said.out == ""
    assert "fits 2 threads" in said.err
    for words in ("aaaa11", "aaaa33", "A coffee"):
        assert words in said.err


def test_an_unknown_thread_is_wrong_usage(tmp_path: Path) -> None:
    for name in ("cccc", "", "nothing of the kind", "<none@x.example>"):
        said = Desk(tmp_path).holds(interview()).run("explain", name)
        assert said.code == 2
        assert "watcher status --all lists them" in said.err


def test_explain_tells_the_story(tmp_path: Path) -> None:
    desk = Desk(tmp_path, more="mode: draft").holds(interview())
    with store.open_store(str(desk.database)) as opened:
        said_at = datetime.now(UTC)
        opened.account("private").say(
            UserWord(Word.SCENARIO, interview().message_id, said_at, scenario=Scenario.INTERVIEW)
        )
    out = desk.run("explain", "interview").out
    for words in (
        "to anna@acme.example",
        "thread aaaa11112222, interview; 0 of 2 follow-ups sent",
        "A follow-up has been due since ",
        "(yesterday).",
        "48 hours after your message",
        "you wrote",
        "an acknowledgement came (automatic)",
        "You named its scenario: interview, ",
        "What happens next",
        "The next pass marks it as due and drafts a follow-up.",
    ):
        assert words in out


def test_explain_json_is_the_thread_and_more(tmp_path: Path) -> None:
    read = json.loads(Desk(tmp_path).holds(interview()).run("explain", "interview", "--json").out)
    assert read["thread_id"] == "aaaa11112222"
    assert read["account"] == "private"
    assert read["next"] == "The next pass only shows that it is due (mode: preview)."
