"""Applies what stands around a date: "the week of", "the end of", "by", "until" before it, "inclusive" behind it."""

from dataclasses import replace
from datetime import timedelta

from watcher.core import date_patterns
from watcher.core.spans import DAY, Span, part_of
from watcher.core.words import DateWords

LONGEST_LEFT = 60


def with_context(text: str, span: Span, words: DateWords) -> Span:
    """Apply what stands before a span: "the week of", "the end of", "by", and after it: "inclusive"."""
    patterns = date_patterns.patterns_of(words)
    span = _with_part(text, span, words)
    if span.relation == "through":
        return span
    said = [
        (match.start(), relation)
        for relation, pattern in patterns.relations
        if (match := pattern.search(text, max(0, span.start - LONGEST_LEFT), span.start))
    ]
    if said:
        start, relation = min(said, key=lambda each: each[0])  # the longest way of saying
        relation = "" if relation == "since" and span.is_period and span.unit == "day" else relation
        span = replace(span, relation=relation, start=start)
    for relation, pattern in patterns.relations_behind:
        match = pattern.match(text, span.end)
        if match:
            span = replace(span, relation=relation, end=match.end())
            break
    match = patterns.inclusive.match(text, span.end)
    return replace(span, relation="through", end=match.end()) if match else span


def _with_part(text: str, span: Span, words: DateWords) -> Span:
    patterns = date_patterns.patterns_of(words)
    start = max(0, span.start - LONGEST_LEFT)
    match = patterns.week_of.search(text, start, span.start)
    if match and patterns.counted.search(text, start, match.start()):
        match = None  # two weeks from then on
    behind = patterns.week_of_behind.match(text, span.end)
    if (match or behind) and span.unit == "day":
        monday = span.first - timedelta(days=span.first.weekday())
        start, end = match.start() if match else span.start, behind.end() if behind else span.end
        return replace(span, first=monday, last=monday + 6 * DAY, start=start, end=end, unit="week")
    if span.unit == "day":
        return span
    for part, pattern in patterns.parts:
        match = pattern.search(text, start, span.start)
        if match:
            first, last = part_of(span, part)
            return replace(span, first=first, last=last, start=match.start(), needs_part=False)
    for part, pattern in patterns.parts_behind:
        match = pattern.match(text, span.end)
        if match:
            first, last = part_of(span, part)
            return replace(span, first=first, last=last, end=match.end(), needs_part=False)
    match = patterns.during.search(text, start, span.start) if span.needs_part else None
    if match:
        return replace(span, start=match.start(), needs_part=False)
    return span
