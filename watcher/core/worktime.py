"""The user's working time: which days are worked, and when a deadline in free time falls.

Days are local days of the calendar's zone, instants are aware. A working day runs from `opens` to just before `closes`.
"""

import difflib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from watcher.core.model import Calendar

if TYPE_CHECKING:
    from holidays import HolidayBase

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
USUAL_CATEGORIES = ("public", "de_facto")  # Sweden's eves are no public holidays, and nobody works on them
EARLIEST_DAY = date(1000, 1, 1)
LATEST_DAY = date(9000, 1, 1)  # far from the end of what `date` can hold, whatever a mail says
_LONGEST_HOLIDAY_DAYS = 400
_DAY = timedelta(days=1)


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether the user works on this local day."""
    return day.weekday() in calendar.working_days and day not in calendar.holidays


def next_working_day(calendar: Calendar, day: date) -> date:
    """Return the first working day after `day`."""
    return first_working_day(calendar, believable(day) + _DAY)


def first_working_day(calendar: Calendar, day: date) -> date:
    """Return `day` itself if it is worked, else the first working day after it.

    A calendar that leaves no working day in more than a year gives the day after that time.
    """
    found = believable(day)
    for _ in range(_LONGEST_HOLIDAY_DAYS):
        if is_working_day(calendar, found):
            break
        found += _DAY
    return found


def add_business_days(calendar: Calendar, day: date, count: int) -> date:
    """Return the `count`th working day after `day`, which is day 0 whether it is worked or not."""
    found = believable(day)
    for _ in range(count):
        found = next_working_day(calendar, found)
    return found


def local_day(calendar: Calendar, instant: datetime) -> date:
    """Return the user's day in which `instant` lies."""
    if not is_believable(instant):
        return believable(instant.date())
    return instant.astimezone(calendar.zone).date()


def start_of_day(calendar: Calendar, day: date) -> datetime:
    """Return the start of the working hours of this local day, worked or not, in the user's zone."""
    return at_local_time(calendar, day, calendar.opens)


def end_of_day(calendar: Calendar, day: date) -> datetime:
    """Return the midnight that ends this local day, in the user's zone."""
    return at_local_time(calendar, believable(day) + _DAY, time())


def at_local_time(calendar: Calendar, day: date, clock_time: time) -> datetime:
    """Return the instant when the user's clock shows this; a time that the change to summer time leaves out is moved forward."""
    wall = datetime.combine(believable(day), clock_time, calendar.zone)
    return wall.astimezone(UTC).astimezone(calendar.zone)


def into_working_time(calendar: Calendar, instant: datetime) -> datetime:
    """Return `instant` in the user's zone, moved to the start of the next working time if it lies in free time."""
    local = instant.astimezone(calendar.zone)
    day = local.date()
    if is_working_day(calendar, day):
        if local < start_of_day(calendar, day):
            return start_of_day(calendar, day)
        if local < at_local_time(calendar, day, calendar.closes):
            return local
    return start_of_day(calendar, next_working_day(calendar, day))


def believable(day: date) -> date:
    """Return `day`, kept so far from the ends of the calendar that reckoning with it cannot fail."""
    return min(max(day, EARLIEST_DAY), LATEST_DAY)


def is_believable(instant: datetime) -> bool:
    """Whether an instant lies so far from the ends of the calendar that reckoning with it cannot fail."""
    return EARLIEST_DAY < instant.date() < LATEST_DAY


def skipped_days(calendar: Calendar, after: date, until: date) -> Iterator[date]:
    """Yield the free days after `after` and before `until`, oldest first; at most a few weeks of them."""
    day = believable(after) + _DAY
    while day < min(believable(until), believable(after) + timedelta(days=60)):
        if not is_working_day(calendar, day):
            yield day
        day += _DAY


def describe_day(day: date) -> str:
    """Write the day for the user: `Fri 5 Dec 2025`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def describe_instant(calendar: Calendar, instant: datetime) -> str:
    """Write the instant as the user's calendar and clock show it: `Fri 5 Dec 2025 09:00`."""
    day = local_day(calendar, instant)
    if not is_believable(instant):
        return describe_day(day)
    return f"{describe_day(day)} {instant.astimezone(calendar.zone):%H:%M}"


def describe_skipped(calendar: Calendar, after: date, until: date) -> str:
    """Write which days between the two were not counted, holidays with their name: `skipped Sat 6 Dec, Wed 24 Dec (Christmas Eve)`; empty if none."""
    days = [_short(day, calendar.holidays.get(day, "")) for day in skipped_days(calendar, after, until)]
    return f"skipped {', '.join(days)}" if days else ""


def _short(day: date, holiday: str) -> str:
    written = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{written} ({holiday})" if holiday else written


def calendar_for(  # noqa: PLR0913 - one argument a key of the config
    zone: tzinfo,
    *,
    working_days: Iterable[int],
    opens: time,
    closes: time,
    years: Iterable[int],
    country: str | None = None,
    subdivision: str | None = None,
    categories: Iterable[str] | None = None,
    also_country: Iterable[str] = (),
) -> Calendar:
    """Make the user's calendar, with the holidays of `years` (give a year before and two after the present one).

    `country` and `also_country` are ISO 3166 codes; `categories` are kinds of holiday of the library `holidays`, by default the public and the de-facto ones;
    a kind that a country does not know is left out for it. Working days are counted from Monday, 0.
    Raises ValueError on a country or subdivision that is not known, with the ones that look like it, and where no time is left to work.
    """
    worked = frozenset(working_days)
    if not worked or not worked <= frozenset(range(7)):
        raise ValueError("there must be at least one working day, counted 0 (Monday) to 6")
    if not opens < closes:
        raise ValueError("the working hours must begin before they end")
    kinds = tuple(categories) if categories is not None else USUAL_CATEGORIES
    span = tuple(years)
    names: dict[date, str] = {}
    for code, part in ((country, subdivision), *((each, None) for each in also_country)):
        if code:
            for day, name in _holidays_of(code, part, kinds, span).items():
                names.setdefault(day, name)
    return Calendar(zone=zone, working_days=worked, opens=opens, closes=closes, holidays=names)


def is_known(country: str) -> bool:
    """Whether the public holidays of a country (ISO 3166) are known."""
    import holidays  # noqa: PLC0415 - takes longer than most commands, so only where it is needed

    return country.upper() in holidays.list_supported_countries(include_aliases=True)


def _holidays_of(code: str, subdivision: str | None, kinds: tuple[str, ...], years: tuple[int, ...]) -> "HolidayBase":
    import holidays  # noqa: PLC0415 - takes longer than most commands, so only where it is needed

    known = holidays.list_supported_countries(include_aliases=True)
    if code.upper() not in known:
        raise ValueError(f"no holidays are known for the country {code!r}{_hint(code.upper(), known)}")
    plain = holidays.country_holidays(code.upper(), years=())
    if subdivision and subdivision not in plain.subdivisions and subdivision not in plain.subdivisions_aliases:
        raise ValueError(f"{code} has no part {subdivision!r}{_hint(subdivision, plain.subdivisions)}")
    return holidays.country_holidays(
        code.upper(),
        subdiv=subdivision or None,
        years=years,
        expand=False,
        categories=tuple(kind for kind in kinds if kind in plain.supported_categories) or ("public",),
        language="en_US" if "en_US" in plain.supported_languages else None,
    )


def _hint(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"; did you mean {', '.join(close)}?" if close else ""
