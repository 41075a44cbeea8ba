"""The days of the demo's mail, on every kind of day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from watcher.core import worktime
from watcher.demo import calendar_days, mailbox

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SWEDISH = worktime.calendar_for(
    STOCKHOLM, working_days=range(5), opens=time(9), closes=time(17), years=range(2025, 2029), country="SE"
)
A_YEAR_OF_NOWS = 365 * 24 // 7


def days_at(written: str) -> calendar_days.Days:
    return calendar_days.Days(SWEDISH, datetime.fromisoformat(written).replace(tzinfo=STOCKHOLM))


def nows() -> Iterator[datetime]:
    """Every seventh hour of a year: each day, and each hour of the day on some of them."""
    start = datetime(2026, 6, 1, tzinfo=UTC)
    for count in range(A_YEAR_OF_NOWS):
        yield (start + count * timedelta(hours=7)).astimezone(STOCKHOLM)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-11-24 09:00", date(2026, 11, 24)),
        ("2026-11-24 08:59", date(2026, 11, 23)),
        ("2026-11-24 23:59", date(2026, 11, 24)),
        ("2026-11-23 02:00", date(2026, 11, 20)),
        ("2026-11-22 12:00", date(2026, 11, 20)),
        ("2026-12-27 12:00", date(2026, 12, 23)),
        ("2027-01-01 12:00", date(2026, 12, 30)),
    ],
)
def test_the_last_opening_is_the_working_day_whose_hours_have_begun(now: str, opening: date) -> None:
    assert days_at(now).opening == opening


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("-1b", date(2026, 11, 23)),
        ("-6b", date(2026, 11, 16)),
        ("+2b", date(2026, 11, 26)),
        ("+4b", date(2026, 11, 30)),
        ("-7d", date(2026, 11, 17)),
        ("-9d", date(2026, 11, 13)),
        ("+2M", date(2027, 1, 1)),
        ("call", date(2026, 11, 23)),
        ("call-3b", date(2026, 11, 18)),
    ],
)
def test_a_written_day_is_reckoned_from_the_last_opening(written: str, day: date) -> None:
    assert days_at("2026-11-24 10:00").day(written) == day


def test_the_day_of_the_call_moves_when_todays_call_is_over() -> None:
    assert days_at("2026-11-24 15:59").call == date(2026, 11, 23)
    assert days_at("2026-11-24 16:00").call == date(2026, 11, 24)
    assert days_at("2026-11-25 08:00").call == date(2026, 11, 24)


@pytest.mark.parametrize("written", ["", "soon", "-6x", "6b", "-6b 1012", "+2m"])
def test_other_words_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="of the demo"):
        days_at("2026-11-24 10:00").instant(written)


@pytest.mark.parametrize(
    ("form", "language", "on", "written"),
    [
        ("date", "en", date(2026, 11, 24), "Friday 27 November"),
        ("date", "sv", date(2026, 11, 24), "fredag den 27 november"),
        ("by", "en", date(2026, 11, 24), "Friday"),
        ("by", "sv", date(2026, 11, 24), "fredag"),
        ("by", "en", date(2026, 11, 20), "Friday 27 November"),
        ("by", "en", date(2026, 11, 27), "Friday 27 November"),
        ("day", "en", date(2026, 11, 24), "27 November"),
        ("month", "sv", date(2026, 11, 24), "november"),
    ],
)
def test_a_day_is_written_as_people_write_it(form: str, language: str, on: date, written: str) -> None:
    assert calendar_days.as_written(date(2026, 11, 27), form, language=language, on=on) == written


def test_no_mail_is_from_the_future_or_out_of_order_at_any_time_of_the_year() -> None:
    conversations = mailbox.load()
    for now in nows():
        days = calendar_days.Days(SWEDISH, now)
        for conversation in conversations:
            instants: list[datetime] = []
            for mail in conversation.mails:
                instants.append(days.instant(mail.at, instants[-1] if instants else None))
            assert instants == sorted(set(instants)), (now, conversation.key)
            assert instants[-1] <= now, (now, conversation.key)


def test_a_thank_you_for_the_call_is_in_time_at_any_time_of_the_year() -> None:
    for now in nows():
        days = calendar_days.Days(SWEDISH, now)
        over_at = days.instant("call 14:30")
        too_late = worktime.at_local_time(SWEDISH, worktime.next_working_day(SWEDISH, days.call), SWEDISH.closes)
        assert over_at <= now < too_late, now
