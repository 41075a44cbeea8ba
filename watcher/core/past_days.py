"""Finds the day of which a text speaks as past: "yesterday", "this morning", "last Tuesday", "den 3 mars", in thanks for what was on it."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

from watcher.core import date_patterns, dates
from watcher.core.dates import Span, Today
from watcher.core.words import DateWords

FURTHEST = 40  # days ago
DAY = timedelta(days=1)


def find(text: str, words: DateWords, today: Today) -> date | None:
    """Return the day, at most some weeks ago, today at the latest; None where the text names none, or more than one."""
    dated = _dates(text, words, today)
    to_come = [span for span in dates.find(text, words, today) if any(map(str.isdigit, text[span.start : span.end]))]
    found = {*_said_ago(text, words, today), *_weekdays(text, words, today, [*dated, *to_come])}
    found |= {span.first for span in dated if span.first <= today.date}
    return found.pop() if len(found) == 1 else None


def ago(text: str, words: DateWords, today: Today) -> date | None:
    """Return the day that words such as "yesterday" name; None where there are none, or of more than one day."""
    found = _said_ago(text, words, today)
    return found.pop() if len(found) == 1 else None


def _said_ago(text: str, words: DateWords, today: Today) -> set[date]:
    return {
        today.date - DAY * words.ago[date_patterns.key_of(words.ago, match["ago"])]
        for match in _patterns(words)[0].finditer(text)
    }


def _weekdays(text: str, words: DateWords, today: Today, dated: Collection[Span]) -> set[date]:
    """Return the last such days of the weekdays that stand alone."""
    found: set[date] = set()
    for pattern, names in zip(_patterns(words)[1:], (words.weekdays, words.last_weekdays), strict=True):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            is_ahead = any(groups.get(name) for name in ("next", "next_behind", "second", "second_behind"))
            if is_ahead or any(match.start() < span.end and span.start < match.end() for span in dated):
                continue
            weekday = names[date_patterns.key_of(names, match["weekday"])]
            days_ago = (today.date.weekday() - weekday) % 7
            is_last = groups.get("last") or groups.get("last_behind") or names is words.last_weekdays
            found.add(today.date - DAY * (7 if days_ago == 0 and is_last else days_ago))
    return found


def _dates(text: str, words: DateWords, today: Today) -> list[Span]:
    """Return the days in numbers, those to come as well; a day that may be one to come is none of the past."""
    to_come = {span.end for span in dates.find(text, words, today)}
    before = Today(today.date - DAY * FURTHEST, today.month_first, may_be_today=True)
    return [
        span
        for span in dates.find(text, words, before)
        if not span.is_period
        and not span.is_contradicted
        and any(map(str.isdigit, text[span.start : span.end]))
        and (span.first >= today.date or span.end not in to_come)
    ]


@cache
def _patterns(words: DateWords) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    left, right = (r"(?<!\w)", r"(?!\w)") if words.spelling.is_spaced else ("", "")
    ago, last = (date_patterns.any_of(each, words.spelling) for each in (words.ago, words.last_weekdays))
    return (
        re.compile(f"{left}(?P<ago>{ago}){right}", re.IGNORECASE),
        date_patterns.patterns_of(words).weekday,
        re.compile(f"{left}(?P<weekday>{last}){right}", re.IGNORECASE),
    )
