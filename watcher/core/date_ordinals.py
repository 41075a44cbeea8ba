"""Reads weekdays and weeks that are counted: "the last Thursday of the month", "första tisdagen i mars", "the first week of April", "Tuesday week"."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from watcher.core import date_patterns
from watcher.core.spans import DAY, Span, Today, end_of_month
from watcher.core.words import DateWords

LAST = -1


def counted(text: str, words: DateWords, today: Today) -> list[Span]:
    """Return the counted weekdays and weeks of a text; one of this month that is past means the next month's."""
    of_month, month_first, week_later = _patterns(words)
    matches = (*of_month.finditer(text), *month_first.finditer(text))
    found = [span for match in matches if (span := _of_month(match, words, today)) is not None]
    return found + [_week_later(match, words, today) for match in week_later.finditer(text)]


def _of_month(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    nth = words.nth[date_patterns.key_of(words.nth, match["nth"])]
    weekday = words.weekdays[date_patterns.key_of(words.weekdays, match["weekday"])] if match["weekday"] else None
    if weekday is None and words.units[date_patterns.key_of(words.units, match["week"])] != "week":
        return None
    this = today.date.replace(day=1)
    if match["month"]:
        month = words.months[date_patterns.key_of(words.months, match["month"])]
        first = this.replace(year=this.year + (month < this.month), month=month)
    elif match["next"]:
        if words.units.get(date_patterns.key_of(words.units, match["unit"])) != "month":
            return None
        first = end_of_month(this) + DAY
    else:
        first = this
    begin, end = _times(first, nth, weekday)
    if end < today.date and first == this and not match["month"]:
        begin, end = _times(end_of_month(this) + DAY, nth, weekday)
    return Span(begin, end, "", *match.span(), unit="day" if weekday is not None else "week")


def _times(first: date, nth: int, weekday: int | None) -> tuple[date, date]:
    """Return the first and last day of the nth such weekday, or week (ISO 8601: a week is of the month that its Thursday lies in), of the month that begins on `first`."""
    if weekday is not None:
        day = _nth(first, nth, weekday)
        return day, day
    thursday = _nth(first, nth, 3)
    return thursday - 3 * DAY, thursday + 3 * DAY


def _nth(first: date, nth: int, weekday: int) -> date:
    """Return the nth such weekday of the month that begins on `first`; its last one of -1."""
    if nth == LAST:
        last = end_of_month(first)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _week_later(match: re.Match[str], words: DateWords, today: Today) -> Span:
    weekday = words.weekdays[date_patterns.key_of(words.weekdays, match["weekday"] or match["later"])]
    ahead = (weekday - today.date.weekday()) % 7 or 7
    day = today.date + timedelta(days=ahead + 7)
    return Span(day, day, "", *match.span())


@cache
def _patterns(words: DateWords) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    def any_of(names: Iterable[str]) -> str:
        return date_patterns.any_of(names, words.spelling)

    gap = r"\s+" if words.spelling.is_spaced else r"\s*"
    left, right = (r"(?<![\w/.])", r"(?![\w/])") if words.spelling.is_spaced else ("", "")
    joining = any_of([*words.of, *words.on, *words.month_after, *words.during])
    weekday = rf"(?P<weekday>{any_of(words.weekdays)})"
    months = (
        rf"(?P<month>{any_of(words.months)})|(?P<the>{any_of(words.the_month)})"
        rf"|(?P<next>{any_of([*words.next, *words.coming_unit])}){gap}(?P<unit>{any_of(words.units)})"
    )
    of_month = rf"{left}(?P<nth>{any_of(words.nth)}){gap}(?:{weekday}|(?P<week>{any_of(words.units)})){gap}(?:(?:{joining}){gap})?(?:{months}){right}"
    behind, before = any_of(words.week_later_behind), any_of(words.week_later_before)
    week_later = rf"{left}(?:{weekday}{gap}(?:{behind})|(?:{before}){gap}{weekday.replace('weekday', 'later')}){right}"
    month_first = (
        r"(?!)"
        if words.spelling.is_spaced
        else rf"(?:{months})の?(?P<nth>{any_of(words.nth)})(?:{weekday}|(?P<week>{any_of(words.units)}))"
    )
    return (
        re.compile(of_month, re.IGNORECASE),
        re.compile(month_first, re.IGNORECASE),
        re.compile(week_later, re.IGNORECASE),
    )
