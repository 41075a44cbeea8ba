"""Deadlines: the playbook's ladders, steps, promises and absences."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.core.talks import SWEDEN, at, day
from watcher.core import deadlines, worktime
from watcher.core.model import Absence, Ladder, Promise, ReasonCode, Scenario, Step

INSTANTS = some.datetimes(datetime(2024, 6, 1), datetime(2027, 6, 1), timezones=some.just(UTC))  # noqa: DTZ001
STEPS = some.one_of(
    some.builds(Step, business_days=some.integers(1, 20)),
    some.builds(Step, days=some.integers(1, 40)),
    some.builds(Step, exactly=some.timedeltas(timedelta(minutes=1), timedelta(days=20))),
)


def gaps(ladder: Ladder) -> list[Step]:
    return [deadlines.step_after(ladder, attempt) for attempt in range(ladder.max_nudges)]


@pytest.mark.parametrize(
    ("scenario", "steps", "thank_you"),
    [
        (Scenario.JOB_APPLICATION, [Step(business_days=5)], False),
        (Scenario.PHONE_SCREEN, [Step(business_days=3)], True),
        (Scenario.INTERVIEW, [Step(business_days=10)] * 2, True),
        (Scenario.NETWORKING, [Step(days=7)] * 3, False),
        (Scenario.SALES_LEAD, [Step(business_days=days) for days in (2, 4, 7, 10)], False),
        (Scenario.GENERAL, [Step(exactly=timedelta(hours=48)), Step(days=7)], False),
    ],
)
def test_the_ladders_are_the_playbooks(scenario: Scenario, steps: list[Step], thank_you: bool) -> None:
    ladder = deadlines.LADDERS[scenario]
    assert ladder.scenario is scenario
    assert gaps(ladder) == steps
    assert ladder.thank_you is thank_you


def test_every_scenario_has_a_ladder() -> None:
    assert set(deadlines.LADDERS) == set(Scenario)


@pytest.mark.parametrize(
    ("step", "start", "due"),
    [
        (Step(business_days=5), "2025-09-01 16:45", "2025-09-08 09:00"),
        (Step(business_days=5), "2025-09-01 23:59", "2025-09-08 09:00"),
        (Step(business_days=5), "2025-09-06 12:00", "2025-09-12 09:00"),
        (Step(business_days=3), "2025-12-23 10:00", "2026-01-02 09:00"),
        (Step(days=7), "2025-09-01 16:45", "2025-09-08 09:00"),
        (Step(days=7), "2025-09-06 12:00", "2025-09-15 09:00"),
        (Step(days=7), "2025-05-30 12:00", "2025-06-09 09:00"),  # a week later is the National Day
        (Step(exactly=timedelta(hours=48)), "2025-09-01 10:17", "2025-09-03 10:17"),
        (Step(exactly=timedelta(hours=48)), "2025-09-01 20:00", "2025-09-04 09:00"),
        (Step(exactly=timedelta(hours=48)), "2025-09-01 06:00", "2025-09-03 09:00"),
        (Step(exactly=timedelta(hours=48)), "2025-09-04 10:00", "2025-09-08 09:00"),
        (Step(exactly=timedelta(hours=48)), "2025-10-25 10:00", "2025-10-27 09:00"),  # a day of 25 hours between
        (Step(exactly=timedelta(hours=48)), "2025-10-25 12:00", "2025-10-27 11:00"),
        (Step(exactly=timedelta(hours=48)), "2026-03-28 10:00", "2026-03-30 11:00"),  # one of 23 hours
        (Step(days=7), "2025-10-20 12:00", "2025-10-27 09:00"),
    ],
)
def test_a_step_falls_due_as_the_playbook_says(step: Step, start: str, due: str) -> None:
    assert deadlines.add_step(SWEDEN, step, at(start)) == at(due)


@given(STEPS, INSTANTS)
def test_a_deadline_always_lies_ahead_and_in_working_time(step: Step, start: datetime) -> None:
    due = deadlines.add_step(SWEDEN, step, start)
    assert due > start
    assert worktime.into_working_time(SWEDEN, due) == due


@given(STEPS, INSTANTS, INSTANTS)
def test_what_starts_earlier_is_never_due_later(step: Step, one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert deadlines.add_step(SWEDEN, step, earlier) <= deadlines.add_step(SWEDEN, step, later)


def test_the_explanation_names_the_gap_the_start_and_the_days_that_were_skipped() -> None:
    deadline = deadlines.after_message(
        SWEDEN, Step(business_days=3), at("2025-12-23 10:00"), what="your message", nudge=1
    )
    assert deadline.reason.code is ReasonCode.SCHEDULE
    for words in (
        "nudge 1 is due Fri 2 Jan 2026 09:00",
        "3 business days after your message",
        "Wed 24 Dec (Christmas Eve)",
    ):
        assert words in deadline.reason.text


@pytest.mark.parametrize(
    ("step", "written"),
    [
        (Step(business_days=1), "1 business day"),
        (Step(business_days=10), "10 business days"),
        (Step(days=14), "2 weeks"),
        (Step(days=10), "10 days"),
        (Step(exactly=timedelta(hours=48)), "48 hours"),
        (Step(exactly=timedelta(minutes=90)), "1.5 hours"),
    ],
)
def test_a_gap_is_written_as_the_config_has_it(step: Step, written: str) -> None:
    assert deadlines.describe_step(step) == written


def test_of_a_gap_in_weeks_only_the_free_days_at_its_end_were_skipped() -> None:
    deadline = deadlines.after_message(SWEDEN, Step(days=7), at("2025-05-30 12:00"), what="your message", nudge=1)
    assert "(skipped Fri 6 Jun (National Day), Sat 7 Jun, Sun 8 Jun (Pentecost))" in deadline.reason.text


@pytest.mark.parametrize(
    ("by", "due"),
    [
        ("2025-09-05", "2025-09-08 09:00"),
        ("2025-09-03", "2025-09-04 09:00"),
        ("2025-09-07", "2025-09-08 09:00"),  # the period ends on its last working day
        ("2025-12-23", "2025-12-29 09:00"),
    ],
)
def test_a_promise_has_passed_on_the_working_day_after_it(by: str, due: str) -> None:
    promise = Promise(day(by), "you will hear from us")
    deadline = deadlines.after_promise(SWEDEN, Step(business_days=10), promise, at("2025-09-01 12:00"), "Anna")
    assert deadline.at == at(due)
    assert deadline.reason.code is ReasonCode.PROMISE
    assert '"you will hear from us"' in deadline.reason.text


@pytest.mark.parametrize("by", [None, "2025-08-30"])
def test_a_promise_without_a_date_to_come_lasts_as_long_as_the_next_gap(by: str | None) -> None:
    promise = Promise(day(by) if by else None, "I'll get back to you")
    deadline = deadlines.after_promise(SWEDEN, Step(business_days=2), promise, at("2025-09-01 12:00"), "Anna")
    assert deadline.at == at("2025-09-03 09:00")


@pytest.mark.parametrize(
    ("returns_on", "ends", "due"),
    [
        ("2025-09-10", "2025-09-11 00:00", "2025-09-11 09:00"),
        ("2025-09-12", "2025-09-13 00:00", "2025-09-15 09:00"),
        ("2025-12-24", "2025-12-30 00:00", "2025-12-30 09:00"),  # nobody returns on Christmas Eve
        (None, "2025-09-08 09:00", "2025-09-08 09:00"),  # the fifth business day after the note
    ],
)
def test_an_absence_lasts_through_the_day_of_return(returns_on: str | None, ends: str, due: str) -> None:
    absence = Absence(day(returns_on) if returns_on else None, "away")
    pause = deadlines.pause_of(SWEDEN, absence, at("2025-09-01 12:00"), "Anna")
    assert (pause.ends_at, pause.due_at) == (at(ends), at(due))
    assert pause.reason.code is ReasonCode.ABSENCE


@pytest.mark.parametrize(
    ("asked_for", "due"),
    [("2026-03-01", "2026-03-02 09:00"), ("2026-03-04", "2026-03-04 09:00"), (None, "2025-09-15 09:00")],
)
def test_asking_again_is_due_on_the_first_working_day_or_in_two_weeks(asked_for: str | None, due: str) -> None:
    asked = day(asked_for) if asked_for else None
    assert deadlines.ask_again_at(SWEDEN, asked, at("2025-09-01 12:00")) == at(due)


@pytest.mark.parametrize(
    ("scenario", "attempt", "given_up"),
    [
        (Scenario.PHONE_SCREEN, 1, "2025-09-08 09:00"),  # three business days are less than a week
        (Scenario.INTERVIEW, 2, "2025-09-15 09:00"),
        (Scenario.SALES_LEAD, 4, "2025-09-15 09:00"),
        (Scenario.GENERAL, 2, "2025-09-08 09:00"),
    ],
)
def test_the_last_nudge_waits_as_long_as_the_gap_before_it_and_a_week_at_least(
    scenario: Scenario, attempt: int, given_up: str
) -> None:
    ladder = deadlines.LADDERS[scenario]
    assert deadlines.exhausted_at(SWEDEN, ladder, attempt, at("2025-09-01 12:00")) == at(given_up)


def test_a_quote_cannot_break_out_of_its_line() -> None:
    promise = Promise(date(2025, 9, 5), "by\r\nFriday\x1b[31m" + "x" * 5000)
    text = deadlines.after_promise(SWEDEN, Step(days=7), promise, at("2025-09-01 12:00"), "Anna").reason.text
    assert text.isprintable()
    assert len(text) < 500
