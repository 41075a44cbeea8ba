"""The patterns of dates in one language, made of its words once and kept."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from watcher.core import words as language
from watcher.core.words import DateWords


def any_of(names: Iterable[str]) -> str:
    """Make one pattern of phrases, longest first."""
    return "|".join(language.pattern_of(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"


def key_of(names: Collection[str], found: str) -> str:
    """Return the phrase that `found` is one of."""
    if found.lower() in names:
        return found.lower()
    return next(
        name
        for name in sorted(names, key=len, reverse=True)
        if re.fullmatch(language.pattern_of(name), found, re.IGNORECASE)
    )


@dataclass(frozen=True, slots=True)
class Patterns:
    """What a language's dates look like. `parts` and `relations` are looked for right before a date, the longest way of saying first."""

    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    lone_day: re.Pattern[str]
    lone_month: re.Pattern[str]
    weekday: re.Pattern[str]
    near_day: re.Pattern[str]
    unit: re.Pattern[str]
    the_unit: re.Pattern[str]
    week_number: re.Pattern[str]
    term: re.Pattern[str]
    coming: re.Pattern[str]
    weekend: re.Pattern[str]
    fixed: re.Pattern[str]
    week_of: re.Pattern[str]
    parts: tuple[tuple[str, re.Pattern[str]], ...]
    relations: tuple[tuple[str, re.Pattern[str]], ...]
    inclusive: re.Pattern[str]
    range: re.Pattern[str]
    of_week: re.Pattern[str]


def _made(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.])(?:{pattern})(?![\w/])", re.IGNORECASE)


def _left(names: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(names)})[\s-]*\Z", re.IGNORECASE)


@cache
def patterns_of(words: DateWords) -> Patterns:
    """Compile the patterns of a language."""
    month, weekday, range_ = any_of(words.months), any_of(words.weekdays), any_of(words.range)
    day = rf"(?:{any_of([*words.articles, *words.plain_articles])}\s+)?(?P<day>\d{{1,2}})(?:{any_of(words.ordinals)})?"
    to_day = rf"(?:\s*(?:{range_})\s*(?P<to>\d{{1,2}})(?:{any_of(words.ordinals)})?(?!\d|:|\.\d))?"
    named = rf"(?:(?P<weekday>{weekday})\.?,?\s+)?"
    year = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
    unit = rf"(?P<unit>{any_of(words.units)})"

    return Patterns(
        day_month=_made(rf"{named}{day}{to_day}\.?\s+(?:(?:{any_of(words.of)})\s+)?(?P<month>{month})\.?{year}"),
        month_day=_made(rf"{named}(?P<month>{month})\.?\s+{day}{to_day}{year}"),
        lone_day=_made(_lone_day(words)),
        lone_month=re.compile(
            rf"(?<!\w)(?:{any_of(words.month_after)})[\s-]+(?P<month>{month})(?!\w){year}", re.IGNORECASE
        ),
        weekday=_made(
            rf"(?:(?P<next>{any_of(words.next)})\s+|(?P<this>{any_of(words.this)})\s+)?(?P<weekday>{weekday})"
        ),
        near_day=_made(rf"(?P<near>{any_of(words.days)})"),
        unit=_made(rf"(?:(?P<next>{any_of(words.next)})|(?P<this>{any_of(words.this)}))\s+{unit}"),
        the_unit=_made(
            rf"(?P<week>{any_of(words.the_week)})|(?P<month>{any_of(words.the_month)})|(?P<year>{any_of(words.the_year)})"
        ),
        week_number=_made(rf"(?:{any_of(words.week_number)})\s*(?P<number>\d{{1,2}})"),
        term=_made(
            rf"(?:(?P<within>{any_of(words.within)})|(?P<hence>{any_of(words.hence)}))\s+{_number(words)}\s+{unit}"
        ),
        coming=_made(any_of(words.coming)),
        weekend=_made(any_of(words.weekend)),
        fixed=_made(rf"(?P<fixed>{any_of(words.fixed)})"),
        week_of=_left(words.week_of),
        parts=(("early", _left(words.early)), ("mid", _left(words.mid)), ("late", _left(words.late))),
        relations=tuple((name, _left(getattr(words, name))) for name in ("through", "until", "before", "after", "by")),
        inclusive=re.compile(rf"[\s,(]*(?:{any_of(words.inclusive)})(?!\w)", re.IGNORECASE),
        range=re.compile(rf"\.?\s*(?:{range_})\s*", re.IGNORECASE),
        of_week=re.compile(rf"[\s,]*(?:(?:{any_of([*words.of, *words.on, *words.month_after])})\s+)?", re.IGNORECASE),
    )


def _number(words: DateWords) -> str:
    numbers = rf"\d{{1,3}}|{any_of(words.numbers)}"
    return rf"(?P<count>{numbers})(?:\s*(?:{any_of([*words.range, *words.either])})\s*(?P<more>{numbers}))?"


def _lone_day(words: DateWords) -> str:
    ordinals = any_of(words.ordinals)
    with_ending = rf"(?:{any_of(words.articles)})\s+(?P<day>\d{{1,2}})(?:{ordinals})"
    plain = rf"(?:{any_of(words.plain_articles)})\s+(?P<plain>\d{{1,2}})(?:{ordinals})?(?!\s*(?:[:.]\d|%|\w))"
    return f"{with_ending}|{plain}"


ISO = re.compile(r"(?<![\d-])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])")
NUMERIC = re.compile(
    r"(?<![\d/.,-])(?P<one>\d{1,2})(?P<dot>[/.])(?P<two>\d{1,2})(?:(?P=dot)(?P<year>(?:20)?\d\d))?(?![\d/%]|[.,]\d)"
)
