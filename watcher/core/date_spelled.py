"""Reads days whose number or month is written in another way than in figures and by name: "the third of August", "osmnáctého", "24 do corrente", "7.IV."."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from watcher.core import date_patterns
from watcher.core.spans import (
    MOST_DAYS_AHEAD_BY_YEAR,
    Span,
    Today,
    before,
    coming_day,
    date_of,
    end_of_month,
    next_day_of_month,
)
from watcher.core.words import DateWords

COUNTED = 10
ROMAN = {
    numeral: number
    for number, numeral in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), start=1
    )
}


@dataclass(frozen=True, slots=True)
class _Patterns:
    of_month: tuple[re.Pattern[str], ...]
    alone: re.Pattern[str]
    month_end: re.Pattern[str]
    this_month: re.Pattern[str]
    roman: re.Pattern[str]


def days(text: str, words: DateWords, today: Today) -> list[Span]:
    """Return the days of a text that are written so."""
    patterns = _patterns(words)
    found: list[Span | None] = []
    if words.day_words:
        found += [_of_month(match, words, today) for each in patterns.of_month for match in each.finditer(text)]
        found += [_alone(match, words, today) for match in patterns.alone.finditer(text)]
    if words.month_end:
        found += [_month_end(match, words, today) for match in patterns.month_end.finditer(text)]
    if words.this_month_behind:
        found += [_this_month(match, today) for match in patterns.this_month.finditer(text)]
    if words.roman_months:
        found += [_roman(match, today) for match in patterns.roman.finditer(text)]
    return [span for span in found if span is not None]


def _of_month(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    month = words.months[date_patterns.key_of(words.months, match["month"])]
    return _span(match, month, _number(match, words), match["year"], today)


def _month_end(match: re.Match[str], words: DateWords, today: Today) -> Span:
    month = words.months[date_patterns.key_of(words.months, match["month"])]
    last = end_of_month(date(today.date.year + (month < today.date.month), month, 1))
    return Span(last, last, "", *match.span())


def _span(match: re.Match[str], month: int, number: int, year: str | None, today: Today) -> Span | None:
    day = date_of(int(year), month, number) if year else coming_day(month, number, today)
    if day is None or not today.date <= day <= before(today.date, -MOST_DAYS_AHEAD_BY_YEAR):
        return Span(date.min, date.min, "", *match.span())
    return Span(day, day, "", *match.span(), has_year=bool(year))


def _alone(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    day = next_day_of_month(_number(match, words), today)
    if day is None:
        return None
    named = match["weekday"]
    is_other_day = named and words.weekdays[date_patterns.key_of(words.weekdays, named)] != day.weekday()
    return Span(day, day, "", *match.span(), is_contradicted=bool(is_other_day))


def _number(match: re.Match[str], words: DateWords) -> int:
    groups = match.groupdict()
    written = next(each for name in ("day", "high", "low", "ending") if (each := groups.get(name)))
    return words.day_words[date_patterns.key_of(words.day_words, written)]


def _high(words: DateWords) -> list[str]:
    """Return the numbers that hardly ever count anything but days."""
    return [name for name, number in words.day_words.items() if number > COUNTED]


def _this_month(match: re.Match[str], today: Today) -> Span | None:
    day = date_of(today.date.year, today.date.month, int(match["day"]))
    return Span(day, day, "", *match.span()) if day is not None else None


def _roman(match: re.Match[str], today: Today) -> Span | None:
    return _span(match, ROMAN[match["month"].lower()], int(match["day"]), match["year"], today)


@cache
def _patterns(words: DateWords) -> _Patterns:
    def any_of(names: Iterable[str]) -> str:
        return date_patterns.any_of(names, words.spelling)

    is_spaced = words.spelling.is_spaced
    gap = r"\s+" if is_spaced else r"\s*"
    left, right = (r"(?<![\w/.])", r"(?![\w/])") if is_spaced else ("", "")
    weekday = rf"(?:(?P<weekday>{any_of(words.weekdays)})[.,]?{gap})"
    article = rf"(?:(?:{any_of([*words.articles, *words.plain_articles])}){gap})?"
    day = rf"(?P<day>{any_of(words.day_words)})"
    month = rf"(?P<month>{any_of(words.months)})\.?"
    year = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
    day_first = rf"{left}{weekday}?{article}{day}{gap}(?:(?:{any_of(words.of)}){gap})?{month}{year}{right}"
    month_first = rf"{left}{weekday}?{month}{gap}{article}{day}{year}{right}"
    behind = rf"(?!{gap}(?:{any_of(words.count_behind)}))"
    alone = rf"{left}{weekday}{'?' if words.day_words_alone else ''}{article}{day}{right}{behind}"
    if is_spaced and not words.day_words_alone:  # "by the eleventh", "before the third."
        related = any_of([*words.by, *words.before, *words.until, *words.through, *words.since, *words.on])
        articles = any_of([*words.articles, *words.plain_articles])
        ends = r"(?=\s*(?:[.,;:!?)]|$))"
        high, low = any_of(_high(words)), any_of(words.day_words)
        alone += (
            rf"|{left}(?:(?:{related}){gap})(?:{articles}){gap}(?:(?P<high>{high}){right}{behind}|(?P<low>{low}){ends})"
            rf"|{left}(?:{articles}){gap}(?P<ending>{high}){ends}"
        )
    numerals = "|".join(sorted(ROMAN, key=len, reverse=True))
    return _Patterns(
        (re.compile(day_first, re.IGNORECASE), re.compile(month_first, re.IGNORECASE)),
        re.compile(alone, re.IGNORECASE),
        re.compile(rf"{left}(?:{any_of(words.month_end)}){gap}{month}(?!\w)", re.IGNORECASE),
        re.compile(
            rf"(?<![\w/.,]){article}(?P<day>[12]?\d|3[01])\.?(?:{any_of(words.ordinals)})?{gap}(?:(?:{any_of(words.of)}){gap})?(?:{any_of(words.this_month_behind)}){right}",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?<![\w/.,])(?P<day>[12]?\d|3[01])\.\s?(?P<month>{numerals.upper()})\b\.?(?:\s?(?P<year>20\d\d))?(?!\w)"
        ),
    )
