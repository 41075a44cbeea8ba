"""The next occurrence of what recurs (RFC 5545 section 3.3.10), as far as invitations need it: every so many days, weeks, months or years, on weekdays of the week."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
MOST_OCCURRENCES = 2_000  # looked through
PART = re.compile(r"([A-Z]{3,10})=([^;]{1,100})")
DAY = timedelta(days=1)


def next_start(starts_at: datetime, rule: str, after: datetime) -> datetime:
    """Return the first start from `after` on; the first of all where the rule can't be read, or has ended by then."""
    parts = dict(PART.findall(rule.upper()))
    if starts_at >= after:
        return starts_at
    until = _until(parts.get("UNTIL", ""))
    count = int(parts["COUNT"]) if parts.get("COUNT", "").isdecimal() else MOST_OCCURRENCES
    for number, start in enumerate(_starts(starts_at, parts)):
        if number >= min(count, MOST_OCCURRENCES) or (until is not None and start > until):
            break
        if start >= after:
            return start
    return starts_at


def _starts(starts_at: datetime, parts: Mapping[str, str]) -> Iterator[datetime]:
    every = max(1, min(int(parts["INTERVAL"]), 1_000)) if parts.get("INTERVAL", "").isdecimal() else 1
    frequency = parts.get("FREQ")
    if frequency == "WEEKLY":
        yield from _weekly(starts_at, every, parts.get("BYDAY", ""))
    elif frequency == "DAILY":
        for number in range(MOST_OCCURRENCES):
            yield starts_at + number * every * DAY
    elif frequency in ("MONTHLY", "YEARLY"):
        for number in range(MOST_OCCURRENCES):
            later = _months_later(starts_at, number * every * (12 if frequency == "YEARLY" else 1))
            if later is not None:
                yield later


def _weekly(starts_at: datetime, every: int, by_day: str) -> Iterator[datetime]:
    days = sorted({WEEKDAYS[each] for each in by_day.split(",") if each in WEEKDAYS} or {starts_at.weekday()})
    monday = starts_at - starts_at.weekday() * DAY
    for number in range(MOST_OCCURRENCES):
        for day in days:
            start = monday + (number * every * 7 + day) * DAY
            if start >= starts_at:
                yield start


def _months_later(day: datetime, months: int) -> datetime | None:
    """Return the same day of a later month; None where that month has no such day."""
    index = day.year * 12 + day.month - 1 + months
    try:
        return day.replace(year=index // 12, month=index % 12 + 1)
    except ValueError:
        return None


def _until(text: str) -> datetime | None:
    for form, length in (("%Y%m%dT%H%M%SZ", 16), ("%Y%m%dT%H%M%S", 15), ("%Y%m%d", 8)):
        try:
            end = datetime.strptime(text[:length], form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return end + DAY if length == 8 else end
    return None
