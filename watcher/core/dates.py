"""Finds days and periods in a sentence: "by next Friday", "in early April", "within ten working days", "vecka 50".

Everything is relative to the day the mail was written on, never in the past, and at most half a year ahead (a date with its year somewhat more): what lies outside is a slip or another matter.
"""

from dataclasses import replace
from datetime import date

from watcher.core import date_bases, date_context, date_following, date_joins, date_patterns, numerals
from watcher.core.date_bases import counts_month_first
from watcher.core.spans import (
    DAY,
    MOST_DAYS_AHEAD,
    MOST_DAYS_AHEAD_BY_YEAR,
    Span,
    Today,
    add_working_days,
    ahead,
    before,
    working_day_from,
)
from watcher.core.words import DateWords

__all__ = [
    "DAY",
    "MOST_DAYS_AHEAD",
    "Span",
    "Today",
    "add_working_days",
    "ahead",
    "before",
    "counts_month_first",
    "find",
    "working_day_from",
]


def find(text: str, words: DateWords, today: Today, earlier: Span | None = None) -> tuple[Span, ...]:
    """Return the days and periods in `text` in their order; those that are past or begin too far ahead are left out. "The day after" is that of what is named before it, be that `earlier`."""
    if not words.spelling.is_spaced:
        read = numerals.in_digits(text)
        if read.text != text:
            found = _find(read.text, words, today, earlier)
            return tuple(replace(each, start=read.place(each.start), end=read.place(each.end)) for each in found)
    return _find(text, words, today, earlier)


def _find(text: str, words: DateWords, today: Today, earlier: Span | None) -> tuple[Span, ...]:
    spans = _without_overlap([_with_weekday(text, each, words) for each in date_bases.bases(text, words, today)])
    spans = date_joins.joined(text, spans, words, today)
    spans = _without_overlap(_in_context(text, [span for span in spans if span.first > date.min], words))
    spans = [span for span in spans if not span.needs_part and span.last >= today.date and _is_near(span, today)]
    spans = date_following.with_following(text, spans, words, today, earlier)
    return tuple(date_following.with_terms_from(text, spans, words, today, earlier))


def _in_context(text: str, spans: list[Span], words: DateWords) -> list[Span]:
    """Apply to each span what stands around it. "The week" of "the week of 8 June" is no week of its own."""
    found = [date_context.with_context(text, span, words) for span in spans]
    named = [now for was, now in zip(spans, found, strict=True) if was.unit == "day" and now.unit == "week"]
    return [
        now
        for was, now in zip(spans, found, strict=True)
        if not (was.needs_part and any(week.start < was.end and was.start < week.end for week in named))
    ]


def _is_near(span: Span, today: Today) -> bool:
    return span.first <= before(today.date, -(MOST_DAYS_AHEAD_BY_YEAR if span.has_year else MOST_DAYS_AHEAD))


def _with_weekday(text: str, span: Span, words: DateWords) -> Span:
    """Let a span reach over the weekday in brackets behind it: "12月7日（月）"."""
    match = date_patterns.patterns_of(words).marks.match(text, span.end) if span.unit == "day" else None
    return replace(span, end=match.end()) if match else span


def _without_overlap(spans: list[Span]) -> list[Span]:
    """Keep the longest where several lie on each other."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start - each.end, each.start)):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda each: each.start)
