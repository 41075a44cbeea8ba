"""What dates in a text are: spans of days, and the reckoning with days that they need."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, timedelta

MOST_DAYS_AHEAD = 180
MOST_DAYS_AHEAD_BY_YEAR = 400  # of a date that names its year
DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_FREE = 30  # days; no feast is longer
Holidays = Container[date]
MONTHS = {"month": 1, "quarter": 3, "year": 12}
PARTS = {
    "week": (2, 3, 3),
    "month": (10, 20, 15),
    "quarter": (30, 60, 45),
    "year": (90, 181, 181),
}  # the last days of early, mid and the first half


@dataclass(frozen=True, slots=True)
class Today:
    """What dates are relative to: the day the mail was written on, in its writer's zone, and how its writer counts."""

    date: date
    month_first: bool = False  # 7/12 is the twelfth of July
    may_be_today: bool = False  # the weekday of this very day means today, not in a week
    holidays: Holidays = field(default=frozenset(), compare=False, repr=False)  # on which nobody works


@dataclass(frozen=True, slots=True)
class Span:
    """A day or a period found in a text. `relation` is by, before, after, until, through or nothing; `start`, `end` its place in the text."""

    first: date
    last: date
    relation: str
    start: int
    end: int
    needs_part: bool = False
    unit: str = "day"  # day, week, month, quarter or year: what a part ("early", "the end of") is a part of
    has_year: bool = False  # it names its year
    is_contradicted: bool = False  # it is not the weekday that it is said to be

    @property
    def is_period(self) -> bool:
        """Whether it is more than one day."""
        return self.first != self.last

    def deadline(self, holidays: Holidays = frozenset()) -> date:
        """Return the day by which something promised for this time is to have happened: of a period its last working day, before a week, a month or a weekend the last one before it."""
        if self.relation == "after":
            return working_day_from(self.last + DAY, holidays)
        if self.relation == "before" and self._is_whole:
            return _working_day_until(self.first - DAY, holidays)
        worked = _working_day_until(self.last, holidays)
        return worked if self.is_period and worked >= self.first else self.last

    @property
    def _is_whole(self) -> bool:
        """Whether it is a whole week or month, or a weekend, and no part of one."""
        if self.unit == "month":
            return self.first.day == 1 and self.last == end_of_month(self.first)
        return self.is_period and self.last.weekday() == SATURDAY + 1 and self.first.weekday() in (0, SATURDAY)


def before(day: date, days: int) -> date:
    """Return the day so many days before `day`."""
    return day - timedelta(days=days)


def is_free(day: date, holidays: Holidays = frozenset()) -> bool:
    """Whether nobody works on this day: it lies in a weekend or is one of the holidays."""
    return day.weekday() >= SATURDAY or day in holidays


def working_day_from(day: date, holidays: Holidays = frozenset()) -> date:
    """Return `day`, or the first working day after it if it is free."""
    return _first_worked(day, DAY, holidays)


def _working_day_until(day: date, holidays: Holidays) -> date:
    return _first_worked(day, -DAY, holidays)


def _first_worked(day: date, step: timedelta, holidays: Holidays) -> date:
    found = day
    for _ in range(LONGEST_FREE):
        if not is_free(found, holidays):
            return found
        found += step
    return day


def add_working_days(day: date, count: int, holidays: Holidays = frozenset()) -> date:
    """Return the day `count` working days after `day`."""
    for _ in range(min(count, MOST_DAYS_AHEAD)):
        day = working_day_from(day + DAY, holidays)
    return day


def ahead(day: date, count: int, unit: str, holidays: Holidays = frozenset()) -> date:
    """Return the day `count` units (hour, day, working_day, week, fortnight, month, quarter, year) after `day`."""
    if unit == "working_day":
        return add_working_days(day, count, holidays)
    if unit in MONTHS:
        months = day.year * 12 + day.month - 1 + min(count * MONTHS[unit], 24)
        first = date(months // 12, months % 12 + 1, 1)
        return first.replace(day=min(day.day, end_of_month(first).day))
    hours = {"hour": 1, "day": 24, "week": 7 * 24, "fortnight": 14 * 24}[unit] * min(count, 10_000)
    return day + timedelta(days=-(-hours // 24))


def end_of_month(day: date) -> date:
    """Return the last day of the month of `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY


def date_of(year: int, month: int, day: int) -> date | None:
    """Return this day, or None where there is no such one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def coming_day(month: int, day: int, today: Today) -> date | None:
    """Return the next such day from today on, within half a year."""
    years = (today.date.year, today.date.year + 1)
    found = [each for year in years if (each := date_of(year, month, day)) and each >= today.date]
    return found[0] if found and found[0] - today.date <= timedelta(days=MOST_DAYS_AHEAD) else None


def next_day_of_month(day: int, today: Today) -> date | None:
    """Return the next day with this number from today on."""
    for later in range(3):
        months = today.date.year * 12 + today.date.month - 1 + later
        found = date_of(months // 12, months % 12 + 1, day)
        if found and found >= today.date:
            return found
    return None


def part_of(span: Span, part: str) -> tuple[date, date]:
    """Return the days of a part: early in a week is by its second day, in a month by its tenth, mid by its third and its twentieth, the first half by its third and its fifteenth."""
    early, mid, half = (span.first + timedelta(days=days - 1) for days in PARTS[span.unit])
    return {
        "early": (span.first, early),
        "mid": (early + DAY, mid),
        "late": (mid + DAY, span.last),
        "first_half": (span.first, half),
        "second_half": (half + DAY, span.last),
    }[part]
