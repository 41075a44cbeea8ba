"""The status table, and the sentences below it."""

from datetime import timedelta

from tests.report.build import NOW, ZONE, verdict
from watcher.core.model import Scenario, State, ThreadId
from watcher.report import status


def row(**words: object) -> status.Row:
    one = verdict(**words)  # type: ignore[arg-type]
    (found,) = status.rows([one], zone=ZONE, now=NOW, short={one.thread_id: "aaaa00"})
    return found


def test_a_row_names_thread_state_deadline_occasion_people_and_subject() -> None:
    found = row(
        state=State.DUE,
        due_in=timedelta(hours=-28),
        scenario=Scenario.JOB_APPLICATION,
        to=("a@x.example", "b@x.example"),
    )
    assert found.cells() == (
        "aaaa00",
        "due",
        "Mon 23 Nov 09:00",
        "job application",
        "0/2",
        "a@x.example and 1 more",
        "Interview at Acme",
    )
    assert len(found.cells()) == len(status.HEADINGS)


def test_another_year_is_named_and_no_deadline_is_a_dash() -> None:
    assert row(due_in=timedelta(days=60)).due == "Sat 23 Jan 2027 13:00"
    assert row(state=State.ANSWERED).due == "-"


def test_what_comes_from_a_mail_can_not_steer_the_terminal() -> None:
    found = row(subject="a\x1b]0;owned\x07\r\nb\u202ec\td" + "x" * 500, to=("evil\x1b[2J@x.example",))
    for cell in found.cells():
        assert cell.isprintable()
        assert len(cell) <= 200
    assert row(subject=" \x00 ").subject == "(no subject)"


def test_short_ids_are_as_long_as_it_takes_to_tell_them_apart() -> None:
    ids = [ThreadId("abcdef0011"), ThreadId("abcdef0022"), ThreadId("123456789a")]
    assert status.short_ids(ids) == {ids[0]: "abcdef001", ids[1]: "abcdef002", ids[2]: "123456789"}
    assert status.short_ids([ThreadId("abc")]) == {"abc": "abc"}
    assert status.short_ids([]) == {}


def test_every_state_has_its_place() -> None:
    assert sorted(status.URGENCY) == sorted(State)


def test_counts_name_the_states_that_are_there() -> None:
    assert status.counts([verdict("t1", State.DUE), verdict("t2"), verdict("t3")]) == "3 threads: 1 due, 2 waiting"
    assert status.counts([]) == "0 threads"


def test_the_advice_follows_the_states() -> None:
    assert status.advice([verdict(state=State.WAITING)], {}) == ["Nothing to do now."]
    lines = status.advice(
        [
            verdict("t1", State.DUE, hold="perhaps answered, in Junk"),
            verdict("t2", State.DRAFTED),
            verdict("t3", State.BOUNCED),
        ],
        {ThreadId(thread_id): thread_id for thread_id in ("t1", "t2", "t3")},
    )
    assert len(lines) == 4
    assert "1 follow-up" in lines[0]
    assert "watcher done THREAD" in lines[1]
    assert lines[2] == "Due, but not acted on: t1. watcher explain t1 says why."
    assert "bounced" in lines[3]
