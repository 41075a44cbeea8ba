"""Working time: free days, holidays, summer time."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.core.talks import SWEDEN, ZONE, at, day
from watcher.core import worktime
from watcher.core.model import Calendar

DAYS = some.dates(date(2024, 6, 1), date(2027, 12, 1))
INSTANTS = some.datetimes(datetime(2024, 6, 1), datetime(2027, 12, 1), timezones=some.just(UTC))  # noqa: DTZ001


def calendar_of(country: str | None = None, **other: Any) -> Calendar:
    facts: dict[str, Any] = {
        "working_days": range(5),
        "opens": time(9),
        "closes": time(17),
        "years": (2025, 2026),
        **other,
    }
    return worktime.calendar_for(ZONE, country=country, **facts)


@pytest.mark.parametrize(
    ("start", "count", "found"),
    [
        ("2025-06-02", 1, "2025-06-03"),
        ("2025-06-05", 1, "2025-06-09"),  # the National Day and a weekend between
        ("2025-06-07", 1, "2025-06-09"),  # a Saturday is day 0 like any other
        ("2025-06-18", 2, "2025-06-23"),  # Midsummer Eve is free
        ("2025-12-23", 3, "2026-01-02"),  # all three eves
        ("2026-03-27", 5, "2026-04-07"),  # Easter, and the clock goes forward
    ],
)
def test_business_days_pass_over_weekends_holidays_and_eves(start: str, count: int, found: str) -> None:
    assert worktime.add_business_days(SWEDEN, day(start), count) == day(found)


def test_without_a_country_only_weekends_are_free() -> None:
    assert worktime.add_business_days(calendar_of(), day("2025-12-23"), 3) == day("2025-12-26")


def test_eves_are_worked_where_only_public_holidays_are_asked_for() -> None:
    assert worktime.is_working_day(calendar_of("SE", categories=("public",)), day("2025-12-24"))
    assert not worktime.is_working_day(calendar_of("SE"), day("2025-12-24"))


def test_a_kind_of_holiday_that_the_country_does_not_know_is_left_out() -> None:
    assert not worktime.is_working_day(calendar_of("DE", categories=("public", "de_facto")), day("2025-10-03"))


def test_the_recipients_country_is_free_too() -> None:
    both = calendar_of("SE", also_country=("NO",))
    assert not worktime.is_working_day(both, day("2026-05-14"))
    assert "Constitution" in both.holidays[day("2025-05-17")]


def test_a_subdivision_has_its_own_holidays() -> None:
    assert worktime.is_working_day(calendar_of("DE"), day("2026-01-06"))
    assert not worktime.is_working_day(calendar_of("DE", subdivision="BY"), day("2026-01-06"))


@pytest.mark.parametrize(("country", "hint"), [("SWDE", "SWE"), ("XY", "")])
def test_an_unknown_country_is_refused_with_what_looks_like_it(country: str, hint: str) -> None:
    with pytest.raises(ValueError, match=f"{country}.*{hint}"):
        calendar_of(country)


def test_an_unknown_subdivision_is_refused() -> None:
    with pytest.raises(ValueError, match=r"BYY.*BY"):
        calendar_of("DE", subdivision="BYY")


@pytest.mark.parametrize("days", [(), (7,), (-1,)])
def test_a_week_without_working_days_is_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="working day"):
        calendar_of(working_days=days)


def test_hours_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="hours"):
        calendar_of(opens=time(17), closes=time(9))


@pytest.mark.parametrize(
    ("instant", "found"),
    [
        ("2025-06-03 08:59", "2025-06-03 09:00"),
        ("2025-06-03 09:00", "2025-06-03 09:00"),
        ("2025-06-03 16:59", "2025-06-03 16:59"),
        ("2025-06-03 17:00", "2025-06-04 09:00"),
        ("2025-06-05 20:00", "2025-06-09 09:00"),
        ("2025-06-07 12:00", "2025-06-09 09:00"),
        ("2025-12-24 12:00", "2025-12-29 09:00"),
    ],
)
def test_free_time_moves_to_the_start_of_the_next_working_time(instant: str, found: str) -> None:
    assert worktime.into_working_time(SWEDEN, at(instant)) == at(found)


def test_working_time_is_the_users_whatever_zone_an_instant_is_written_in() -> None:
    assert worktime.into_working_time(SWEDEN, datetime(2025, 6, 3, 6, 30, tzinfo=UTC)) == at("2025-06-03 09:00")
    assert worktime.into_working_time(SWEDEN, datetime(2025, 1, 7, 15, 30, tzinfo=UTC)) == at("2025-01-07 16:30")


def test_the_day_starts_at_nine_on_both_sides_of_summer_time() -> None:
    assert worktime.start_of_day(SWEDEN, day("2026-03-27")).astimezone(UTC).hour == 8
    assert worktime.start_of_day(SWEDEN, day("2026-03-30")).astimezone(UTC).hour == 7


def test_a_time_that_summer_time_leaves_out_is_moved_forward() -> None:
    calendar = Calendar(ZoneInfo("America/Sao_Paulo"), frozenset(range(7)), time(), time(12))
    started = worktime.start_of_day(calendar, day("2018-11-04"))  # midnight was left out
    assert (started.hour, started.date()) == (1, day("2018-11-04"))


@pytest.mark.parametrize("extreme", [date.min, date.max])
def test_no_day_is_too_far_away(extreme: date) -> None:
    worktime.start_of_day(SWEDEN, worktime.add_business_days(SWEDEN, extreme, 10))
    worktime.end_of_day(SWEDEN, worktime.next_working_day(SWEDEN, extreme))
    worktime.describe_skipped(SWEDEN, date.min, date.max)


def test_a_calendar_of_holidays_alone_does_not_search_for_ever() -> None:
    free = {date(2025, 1, 1) + timedelta(days=offset): "free" for offset in range(2000)}
    calendar = Calendar(ZONE, frozenset(range(5)), time(9), time(17), free)
    assert worktime.next_working_day(calendar, day("2025-01-01")) > day("2026-01-01")


def test_the_skipped_days_are_named() -> None:
    written = worktime.describe_skipped(SWEDEN, day("2025-12-23"), day("2025-12-29"))
    assert written == (
        "skipped Wed 24 Dec (Christmas Eve), Thu 25 Dec (Christmas Day), Fri 26 Dec (Second Day of Christmas), Sat 27 Dec, Sun 28 Dec"
    )
    assert worktime.describe_skipped(SWEDEN, day("2025-06-02"), day("2025-06-03")) == ""


@given(DAYS, some.integers(1, 30))
def test_between_a_day_and_its_nth_business_day_lie_all_but_one_of_them(start: date, count: int) -> None:
    found = worktime.add_business_days(SWEDEN, start, count)
    between = [start + timedelta(days=offset) for offset in range(1, (found - start).days)]
    assert worktime.is_working_day(SWEDEN, found)
    assert sum(worktime.is_working_day(SWEDEN, each) for each in between) == count - 1
    assert [each for each in between if not worktime.is_working_day(SWEDEN, each)] == list(
        worktime.skipped_days(SWEDEN, start, found)
    )


@given(INSTANTS)
def test_moving_into_working_time_never_goes_back_and_is_done_once(instant: datetime) -> None:
    moved = worktime.into_working_time(SWEDEN, instant)
    assert moved >= instant
    assert worktime.into_working_time(SWEDEN, moved) == moved
    assert worktime.is_working_day(SWEDEN, moved.date())
    assert time(9) <= moved.time() < time(17)


@given(INSTANTS, INSTANTS)
def test_the_earlier_instant_is_never_moved_past_the_later_one(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert worktime.into_working_time(SWEDEN, earlier) <= worktime.into_working_time(SWEDEN, later)
