"""Finds hours in a sentence: "at 10:30", "14 Uhr", "2 to 3 pm", "klockan 13-14", "下午3点半"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from functools import cache

from watcher.core import date_patterns, numerals
from watcher.core.words import DateWords

BESIDE = 15  # how far from a day its hour stands


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the day, and the one at which what begins then ends. `start`, `end`: its place in the text."""

    starts: time
    ends: time | None
    start: int
    end: int


def find(text: str, words: DateWords) -> tuple[Hour, ...]:
    """Return the hours in `text`, in their order."""
    read = numerals.InDigits(text) if words.spelling.is_spaced else numerals.in_digits(text)
    return tuple(
        Hour(
            _clock(each, "", words),
            _clock(each, "to_", words) if each["to_hour"] else None,
            read.place(each.start()),
            read.place(each.end()),
        )
        for each in _hours(words).finditer(read.text)
        if _is_hour(each)
    )


def spelled(text: str, words: DateWords) -> tuple[Hour, ...]:
    """Return the hours whose number is a word: "by five o'clock", "do pěti odpoledne"."""
    return tuple(
        Hour(time(number), None, *match.span())
        for match in _spelled(words).finditer(text)
        if (number := words.numbers[date_patterns.key_of(words.numbers, match["number"])]) < 24
    )


@cache
def _spelled(words: DateWords) -> re.Pattern[str]:
    numbers, behind = (
        date_patterns.any_of(each, words.spelling)
        for each in (words.numbers, [*words.clock_behind, *words.forenoon, *words.afternoon])
    )
    left, gap, right = (r"(?<!\w)", r"\s+", r"(?!\w)") if words.spelling.is_spaced else ("", r"\s*", "")
    return re.compile(rf"{left}(?P<number>{numbers}){gap}(?:{behind}){right}", re.IGNORECASE)


def nearest(text: str, start: int, end: int, words: DateWords) -> Hour | None:
    """Return the hour nearest to a place in `text`."""
    return min(find(text, words), key=lambda each: min(abs(each.start - end), abs(each.end - start)), default=None)


def beside(text: str, start: int, end: int, words: DateWords) -> Hour | None:
    """Return the hour that stands right before or behind a place in `text`."""
    first = max(0, start - 2 * BESIDE)
    outside = f"{text[first:start]}{'_' * (end - start)}{text[end : end + 2 * BESIDE]}"
    found = nearest(outside, start - first, end - first, words)
    if found is None or min(abs(found.start - (end - first)), abs(found.end - (start - first))) > BESIDE:
        return None
    return found


@cache
def _hours(words: DateWords) -> re.Pattern[str]:
    """Compile what an hour looks like, alone or with the hour at which it ends."""
    clock, until = (date_patterns.any_of(each, words.spelling) for each in (words.clock, words.range))
    hour = _hour(words)
    end_hour = hour.replace("(?P<", "(?P<to_")
    left, right = (
        (r"(?<![\w:.,/])", r"(?![\w/:%]|[.,]\d)")
        if words.spelling.is_spaced
        else (r"(?<![\d:.,/])", r"(?![\d/:%间間]|[.,]\d)")
    )
    return re.compile(
        rf"{left}(?:(?P<said>{clock})\s*)?{hour}(?:\s*(?:{until})\s*(?:(?:{clock})\s*)?{end_hour})?{right}",
        re.IGNORECASE,
    )


def _hour(words: DateWords) -> str:
    """An hour with minutes ("10:30", "10.30", "14h30", "14 h 30"), or with what makes it one ("14 Uhr", "2 pm"); after a word such as "kl." or "at" a bare hour will do."""
    before, after, behind = (
        date_patterns.any_of(each, words.spelling) for each in (words.forenoon, words.afternoon, words.clock_behind)
    )
    half = rf"[ap]\.?m\b\.?|{before}|{after}"
    return (
        rf"(?:(?P<half_before>{before}|{after})\s*)?(?P<hour>[01]?\d|2[0-3])(?:(?:[:.hu]|\sh\s|[時时点點])(?P<minute>[0-5]\d)分?|[時时点點](?P<thirty>半))?"
        rf"(?:\s*(?P<behind>{behind}))?(?:\s*(?P<half>{half}))?"
    )


def _is_hour(match: re.Match[str]) -> bool:
    """Whether a number is an hour: it has minutes, or am or pm, or a word beside it says so."""
    told = ("minute", "thirty", "behind", "half", "half_before")
    return bool(match["said"]) or any(match[name] or match[f"to_{name}"] for name in told)


def _clock(match: re.Match[str], which: str, words: DateWords) -> time:
    hour = int(match[f"{which}hour"])
    minute = 30 if match[f"{which}thirty"] else int(match[f"{which}minute"] or 0)
    half = (
        match[f"{which}half"] or match[f"{which}half_before"] or match["to_half"] or match["half_before"]
    )  # "2 to 3 pm"
    if half:
        is_after = (
            half.lower().startswith("p")
            if re.fullmatch(r"[ap]\.?m\.?", half, re.IGNORECASE)
            else _is_one_of(half, words.afternoon, words)
        )
        if hour <= 12:
            hour = hour % 12 + (12 if is_after else 0)
    return time(hour, minute)


def _is_one_of(found: str, names: Iterable[str], words: DateWords) -> bool:
    return re.fullmatch(date_patterns.any_of(names, words.spelling), found, re.IGNORECASE) is not None
