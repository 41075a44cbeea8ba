"""When the next look is due, and how patient the service is after failures."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core import worktime
from watcher.core.model import Calendar
from watcher.daemon import timing
from watcher.errors import ConnectionLost, FolderMissing, LoginRefused, StoreBusy

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CALENDAR = worktime.calendar_for(
    STOCKHOLM, working_days=range(5), opens=time(9), closes=time(17), years=range(2025, 2029), country="SE"
)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def _next(
    now: datetime,
    *,
    changes: datetime | None = None,
    interval: timedelta = timedelta(days=30),
    back: datetime | None = None,
    calendar: Calendar = CALENDAR,
) -> timing.Due:
    return timing.next_pass(
        now, calendar=calendar, next_change_at=changes, interval=interval, back_at=back, chance=Random(1)
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25 08:00", "2026-11-25 09:00"),  # a Wednesday, before work
        ("2026-11-25 09:00", "2026-11-26 09:00"),
        ("2026-11-27 18:00", "2026-11-30 09:00"),  # over the weekend
        ("2026-12-23 18:00", "2026-12-28 09:00"),  # over Christmas and its eve
        ("2026-03-27 18:00", "2026-03-30 09:00"),  # over the change to summer time
    ],
)
def test_a_look_is_due_when_work_begins(now: str, expected: str) -> None:
    due = _next(_at(now))
    assert (due.at, due.why) == (_at(expected), timing.Why.DAY)


def test_a_look_is_due_at_the_very_moment_when_a_verdict_changes() -> None:
    due = _next(_at("2026-11-25 10:00"), changes=_at("2026-11-25 14:30"))
    assert (due.at, due.why) == (_at("2026-11-25 14:30"), timing.Why.DEADLINE)


def test_a_moment_that_has_passed_is_no_reason_to_look_all_the_time() -> None:
    now = _at("2026-11-25 10:00")
    assert _next(now, changes=now - HOUR).at == now + timing.SOONEST


def test_a_look_is_due_when_the_user_is_back() -> None:
    now = _at("2026-11-25 10:00")
    due = _next(now, back=_at("2026-11-25 13:00"))
    assert (due.at, due.why) == (_at("2026-11-25 13:00"), timing.Why.BACK)
    assert _next(now, back=now - HOUR).why is timing.Why.DAY


@given(now=INSTANTS, minutes=st.integers(1, 24 * 60), change=st.none() | st.integers(-5000, 5000))
def test_the_next_look_is_later_and_within_the_interval(now: datetime, minutes: int, change: int | None) -> None:
    interval = timedelta(minutes=minutes)
    changes = None if change is None else now + timedelta(minutes=change)
    due = _next(now, interval=interval, changes=changes)
    assert now < due.at <= now + interval * 1.1
    if changes is not None and changes > now + timing.SOONEST:
        assert due.at <= changes


def test_intervals_differ_so_that_accounts_do_not_all_ask_at_once() -> None:
    now, chance = _at("2026-11-25 10:00"), Random(2)
    found = {
        timing.next_pass(now, calendar=CALENDAR, next_change_at=None, interval=HOUR, back_at=None, chance=chance).at
        for _ in range(20)
    }
    assert len(found) == 20


def test_a_few_news_start_at_once_and_a_flood_of_them_does_not() -> None:
    starts: list[float] = []
    now = 1000.0
    for _ in range(timing.BURST):
        assert timing.spacing(starts, now) == 0
        starts.append(now)
        now += 1
    wait = timing.spacing(starts, now)
    assert wait == timing.SPACING_SECONDS - 1
    assert timing.spacing([*starts[1:], now + wait], now + wait) == timing.SPACING_SECONDS
    assert timing.spacing(starts, now + 120) == 0


@pytest.mark.parametrize(
    ("error", "first", "most"),
    [
        (ConnectionLost("x"), timedelta(seconds=5), 15 * MINUTE),
        (LoginRefused("x"), 15 * MINUTE, 6 * HOUR),
        (StoreBusy("x"), timedelta(seconds=2), MINUTE),
        (FolderMissing("x"), 5 * MINUTE, HOUR),
        (KeyError("x"), 5 * MINUTE, HOUR),
    ],
)
def test_the_wait_doubles_up_to_a_most_and_is_spread(error: Exception, first: timedelta, most: timedelta) -> None:
    waits = [timing.wait(error, 1, Random(seed)) for seed in range(50)]
    assert first * 0.75 <= min(waits) < first < max(waits) <= first * 1.25
    third = min(first * 4, most) * (timing.wait(error, 1, Random(7)) / first)
    assert abs(timing.wait(error, 3, Random(7)) - third) < timedelta(milliseconds=1)
    assert timing.wait(error, 10_000, Random(7)) <= most * 1.25


def test_a_refused_login_is_tried_a_dozen_times_a_day_at_most() -> None:
    """Servers lock out who hammers."""
    tried, passed = 0, timedelta()
    while passed < timedelta(days=1):
        tried += 1
        passed += timing.wait(LoginRefused("x"), tried, Random(tried))
    assert tried <= 12
