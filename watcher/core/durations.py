"""When something ends that lasts for a time from a day on: "for two weeks from 20 July"."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from watcher.core import date_patterns, dates
from watcher.core.dates import Span, Today
from watcher.core.words import DateWords

LONGEST = 200  # days


def end_of(sentence: str, words: DateWords, today: Today) -> date | None:
    """Return the first day after it; None where the sentence names no single beginning and length, or the end lies too far ahead."""
    matches = list(_lengths(words).finditer(sentence))
    if not matches:
        return None
    spans, earlier = (dates.find(sentence, words, each) for each in (today, _before(today)))
    lengths = [
        length
        for match in matches
        if all(match.end() <= span.start or match.start() >= span.end for span in (*spans, *earlier))
        and (length := _length(match, words)) is not None
    ]
    if len(lengths) != 1:
        return None
    count, unit = lengths[0]
    begins = _beginning(sentence, spans) or _beginning(sentence, earlier, is_past=True)
    if begins is None or count <= 0:
        return None
    ends = dates.ahead(begins, count, unit, today.holidays)
    return ends if (ends - begins).days <= LONGEST else None


def ahead_of(text: str, words: DateWords, today: Today) -> date | None:
    """Return the end of the only length of time in `text`, if that begins today."""
    lengths = [length for match in _lengths(words).finditer(text) if (length := _length(match, words)) is not None]
    if len(lengths) != 1:
        return None
    ends = dates.ahead(today.date, *lengths[0], today.holidays)
    return ends if 0 < (ends - today.date).days <= LONGEST else None


def _before(today: Today) -> Today:
    """Return a day some weeks ago: a note may be older than its mail."""
    return replace(today, date=dates.before(today.date, LONGEST // 4), may_be_today=False)


def _beginning(sentence: str, spans: Iterable[Span], *, is_past: bool = False) -> date | None:
    """Return the day on which it begins or began: the only one that the sentence names; one that is past must be named in numbers."""
    days = _without_repeats(spans)
    if len(days) != 1 or days[0].is_period or days[0].relation not in ("", "since", "by"):
        return None
    is_relative = is_past and not any(map(str.isdigit, sentence[days[0].start : days[0].end]))
    return None if is_relative else days[0].first


def _without_repeats(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans, of those that mean the same day the last: "from today (26 October)"."""
    return tuple({(span.first, span.last): span for span in spans}.values())


def _length(match: re.Match[str], words: DateWords) -> tuple[int, str] | None:
    unit = words.units[date_patterns.key_of(words.units, match["unit"])]
    if unit == "hour":
        return None
    written = match["count"]
    count = int(written) if written.isdecimal() else words.numbers[date_patterns.key_of(words.numbers, written)]
    return count, unit


@cache
def _lengths(words: DateWords) -> re.Pattern[str]:
    numbers, unit = (
        date_patterns.any_of(words.numbers, words.spelling),
        date_patterns.any_of(words.units, words.spelling),
    )
    gap = r"\s+" if words.spelling.is_spaced else r"\s*"
    left, right = (r"(?<![\w/.])", r"(?![\w/])") if words.spelling.is_spaced else (r"(?<![\d/.])", r"(?![\d/])")
    return re.compile(rf"{left}(?P<count>\d{{1,3}}|{numbers}){gap}(?P<unit>{unit}){right}", re.IGNORECASE)
