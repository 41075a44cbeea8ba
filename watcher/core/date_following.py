"""Reads days that are told by the one named before them: "on the 16th, and the day after I'll write"; "on Saturday, and in the evening"; "away in week 42, back the week after"."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from watcher.core import date_patterns
from watcher.core.spans import DAY, Span, Today
from watcher.core.words import DateWords


def with_following(
    text: str, spans: Sequence[Span], words: DateWords, today: Today, earlier: Span | None
) -> list[Span]:
    """Return the spans of a text in their order, with those that follow from one before; `earlier` is the last of the text before."""
    found = list(spans)
    for match in _pattern(words).finditer(text):
        if any(match.start() < span.end and span.start < match.end() for span in spans):
            continue
        base = next((span for span in reversed(found) if span.end <= match.start()), earlier)
        if base is None and match["evening"]:
            base = Span(today.date, today.date, "", *match.span())
        if base is not None:
            found = sorted([*found, _following(base, match)], key=lambda each: each.start)
    return found


def _following(base: Span, match: re.Match[str]) -> Span:
    if match["week"]:
        monday = base.last + timedelta(days=7 - base.last.weekday())
        return Span(monday, monday + 6 * DAY, "", *match.span(), unit="week")
    day = base.last + DAY if match["next"] else base.last
    return Span(day, day, "", *match.span())


@cache
def _pattern(words: DateWords) -> re.Pattern[str]:
    left, right = (r"(?<!\w)", r"(?!\w)") if words.spelling.is_spaced else ("", "")
    same, next_, week, evening = (
        date_patterns.any_of(each, words.spelling)
        for each in (words.same_day, words.next_day, words.next_week, words.evening)
    )
    return re.compile(
        rf"{left}(?:(?P<week>{week})|(?P<next>{next_})|(?P<same>{same})|(?P<evening>{evening})){right}", re.IGNORECASE
    )
