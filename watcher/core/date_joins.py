"""Joins spans that belong together: "Monday to Friday" is one period, "Friday next week" one day, "by close of business on Wednesday" another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from watcher.core import date_patterns
from watcher.core.date_patterns import Patterns
from watcher.core.spans import DAY, Span, Today, date_of
from watcher.core.words import DateWords

Joiner = Callable[[str, Span, Span, DateWords], Span | None]


def joined(text: str, spans: list[Span], words: DateWords, today: Today) -> list[Span]:
    """Return the spans, in their order, those joined that name one time together."""
    patterns = date_patterns.patterns_of(words)
    found: list[Span] = []
    for span in _with_end_of_day(text, spans, words, today):
        before = found[-1] if found else None
        if before is None:
            found.append(span)
            continue
        if before.first == date.min:
            is_going_on = _goes_on_from_past(text, before, span, words)
            begun = replace(span, first=min(today.date, span.last), start=before.start, relation="through")
            found[-1:] = [begun] if is_going_on else [before, span]
            continue
        if _is_part_of_day(text, before, span, words, today):
            found[-1:] = [replace(before, end=span.end)]
            continue
        if patterns.range.fullmatch(text[before.end : span.start]):
            before = _in_month_of(text, before, span, patterns)
        one = next((one for join in _JOINERS if (one := join(text, before, span, words)) is not None), None)
        found[-1:] = [before, span] if one is None else [one]
    return found


def _its_weekday(text: str, before: Span, span: Span, words: DateWords) -> Span | None:
    return replace(span, start=before.start) if _is_its_weekday(text, before, span, words) else None


def _weekday_before_number(text: str, before: Span, span: Span, words: DateWords) -> Span | None:
    between = text[before.end : span.start]
    is_joined = date_patterns.patterns_of(words).before_number.fullmatch(between) is not None
    if not is_joined or not _names_day_of(text, before, span, words):
        return None
    is_other_day = span.first > date.min and before.first.weekday() != span.first.weekday()
    return replace(span, start=before.start, is_contradicted=is_other_day)


def _day_of_week(text: str, before: Span, span: Span, words: DateWords) -> Span | None:
    """Join "next week on Friday", and "Friday next week"."""
    if date_patterns.patterns_of(words).of_week.fullmatch(text[before.end : span.start]) is None:
        return None
    if before.unit == "week" and span.unit == "day" and _is_weekday_only(text, span, words):
        return _day_of(before, span, before.start, span.end)
    if span.unit == "week" and not span.needs_part and _is_weekday_only(text, before, words):
        return _day_of(span, before, before.start, span.end)
    return None


def _of_year(text: str, before: Span, span: Span, words: DateWords) -> Span | None:
    is_of = date_patterns.patterns_of(words).of_week.fullmatch(text[before.end : span.start]) is not None
    return replace(span, start=before.start) if is_of and before.unit == "year" and span.unit != "year" else None


def _day_of_month(text: str, before: Span, span: Span, words: DateWords) -> Span | None:
    patterns = date_patterns.patterns_of(words)
    lone = patterns.lone_day.match(text, span.start) if before.unit == "month" else None
    if lone is None or patterns.of_week.fullmatch(text[before.end : span.start]) is None:
        return None
    day = date_of(before.first.year, before.first.month, int(lone["day"] or lone["plain"] or lone["bare"]))
    return Span(day, day, "", before.start, span.end) if day is not None else None


def _range(text: str, before: Span, span: Span, words: DateWords) -> Span | None:
    if date_patterns.patterns_of(words).range.fullmatch(text[before.end : span.start]) is None:
        return None
    is_next_week = before.first > span.last
    if is_next_week and not _is_weekday_only(text, span, words):
        return None
    last = span.last + 7 * DAY if is_next_week else span.last
    return replace(span, first=before.first, last=last, relation="", start=before.start)


_JOINERS: tuple[Joiner, ...] = (_its_weekday, _weekday_before_number, _day_of_week, _of_year, _day_of_month, _range)


def _with_end_of_day(text: str, spans: list[Span], words: DateWords, today: Today) -> list[Span]:
    """Let "the end of the day" be that of the day named right behind it: "by close of business on Wednesday"."""
    kept: list[Span] = []
    for span in spans:
        before = kept[-1] if kept else None
        is_of = (
            before is not None
            and before.first == before.last == today.date
            and not span.is_period
            and text[before.end : span.start].strip(" ,").lower() in ("", *words.on, *words.of)
        )
        if is_of and before is not None:
            kept[-1] = replace(span, start=before.start)
        else:
            kept.append(span)
    return kept


def _is_part_of_day(text: str, before: Span, span: Span, words: DateWords, today: Today) -> bool:
    """Whether a word that alone is a part of today stands right behind another day, of which it is then: "on Thursday in the afternoon"."""
    is_today = span.first == span.last == today.date and not any(map(str.isdigit, text[span.start : span.end]))
    between = text[before.end : span.start].strip(" ,").lower()
    return is_today and not before.is_period and before.first > today.date and between in ("", *words.on, *words.of)


def _in_month_of(text: str, before: Span, span: Span, patterns: Patterns) -> Span:
    """Let a day without its month, with which a range begins, lie in the month in which that ends: "from the 23rd to 27 November"."""
    is_lone = patterns.lone_day.fullmatch(text[before.start : before.end]) is not None
    if not is_lone or span.unit != "day" or span.first == date.min or before.first.day > span.first.day:
        return before
    day = span.first.replace(day=before.first.day)
    return replace(before, first=day, last=day)


def _goes_on_from_past(text: str, past: Span, span: Span, words: DateWords) -> bool:
    """Whether a period began before today: "from 20 July to 7 August", in a note of the 27th."""
    between = text[past.end : span.start]
    has_days = any(map(str.isdigit, text[past.start : past.end]))
    return has_days and span.first > date.min and date_patterns.patterns_of(words).range.fullmatch(between) is not None


def _is_its_weekday(text: str, before: Span, span: Span, words: DateWords) -> bool:
    """Whether a weekday only names the day of the date right behind it, be that past: "Friday, 12/11", "Freitag, den 11.12."."""
    between = text[before.end : span.start].strip(" ,.(").lower()
    return (
        span.unit == "day"
        and (before.first.weekday() == span.last.weekday() or span.first == date.min)
        and between in ("", *words.on, *words.articles, *words.plain_articles)
        and _is_weekday_only(text, before, words)
        and not _is_weekday_only(text, span, words)
        and any(map(str.isdigit, text[span.start : span.end]))
    )


def _names_day_of(text: str, weekday: Span, span: Span, words: DateWords) -> bool:
    """Whether a weekday stands before its own date in numbers ("Friday 4/12", "fredag den 4.")."""
    is_one_day = not span.is_period and any(map(str.isdigit, text[span.start : span.end]))
    return is_one_day and span.unit == "day" and _is_weekday_only(text, weekday, words)


def _is_weekday_only(text: str, span: Span, words: DateWords) -> bool:
    return date_patterns.patterns_of(words).weekday.fullmatch(text[span.start : span.end]) is not None


def _day_of(week: Span, day: Span, start: int, end: int) -> Span:
    found = week.first + timedelta(days=day.first.weekday())
    return Span(found, found, "", start, end)
