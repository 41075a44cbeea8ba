"""Reads days that are told by the one named before them: "on the 16th, and the day after I'll write"; "on Saturday, and in the evening"; "away in week 42, back the week after"; "the board meets on the 16th, you'll hear within three days of the meeting"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

from watcher.core import date_bases, date_patterns
from watcher.core.spans import DAY, Span, Today, ahead
from watcher.core.words import DateWords

NAMED_WITHIN = 30  # characters behind a term in which stands the day that it is counted from
CLOSE = 8  # between "in the evening" and the day that it belongs to


def with_following(
    text: str, spans: Sequence[Span], words: DateWords, today: Today, earlier: Span | None
) -> list[Span]:
    """Return the spans of a text in their order, with those that follow from one before; `earlier` is the last of the text before."""
    found = list(spans)
    for match in _pattern(words).finditer(text):
        if any(match.start() < span.end and span.start < match.end() for span in spans):
            continue
        if match["evening"] and any(_is_right_behind(text, match, span, words) for span in spans):
            continue  # "after lunch on Thursday"
        base = next((span for span in reversed(found) if span.end <= match.start()), earlier)
        if base is None and match["evening"]:
            base = Span(today.date, today.date, "", *match.span())
        if base is not None:
            found = sorted([*found, _following(base, match)], key=lambda each: each.start)
    return found


def with_terms_from(
    text: str, spans: Sequence[Span], words: DateWords, today: Today, earlier: Span | None
) -> list[Span]:
    """Return the spans of a text, terms that are counted from an occasion ("within three days of the meeting") from its day: the one named right behind, else before it, else `earlier`."""
    found = list(spans)
    if not words.from_then:
        return found
    for match in (each for pattern in date_patterns.patterns_of(words).terms for each in pattern.finditer(text)):
        term = next((span for span in found if span.end == match.end() and span.start <= match.start()), None)
        behind = _from_then(words).match(text, match.end()) if term is not None else None
        if term is None or behind is None:
            continue
        base = next((span for span in found if 0 <= span.start - behind.end() <= NAMED_WITHIN), None)
        end = base.end if base is not None else term.end
        base = base or next((span for span in reversed(found) if span.end <= term.start), earlier)
        if base is None or base.last < today.date:
            continue
        last = ahead(base.last, *date_bases.length_of(match, words), today.holidays)
        first = base.last if match["within"] else last
        counted = replace(term, first=first, last=last, end=end)
        found = [
            counted if span is term else span for span in found if span is term or not term.end <= span.start < end
        ]
    return found


@cache
def _from_then(words: DateWords) -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{date_patterns.any_of(words.from_then, words.spelling)}){words.spelling.right}", re.IGNORECASE
    )


def _is_right_behind(text: str, match: re.Match[str], span: Span, words: DateWords) -> bool:
    between = text[match.end() : span.start].strip(" ,").lower()
    return 0 <= span.start - match.end() <= CLOSE and between in ("", *words.on, *words.of)


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
