"""The days of feasts: those that stand on the same day of every year, and those that move with Easter."""

import re
from datetime import date, timedelta

from watcher.core.spans import MOST_DAYS_AHEAD, Today, date_of

FIXED = re.compile(r"(\d\d)-(\d\d)")
MOVABLE = re.compile(r"easter(?: ([+-]\d{1,2}))?(?: ([+-]\d{1,2}))?")


def coming(named: str, today: Today) -> tuple[date, date] | None:
    """Return the first and the last day of a feast's next time, within half a year; None where that lies too far ahead.

    `named` is "MM-DD", or "easter" with one number of days, or the first and the last of several: "easter +39", "easter -6 -1".
    """
    for year in (today.date.year, today.date.year + 1):
        days = _days(named, year)
        if days is not None and days[1] >= today.date:
            return days if days[0] - today.date <= timedelta(days=MOST_DAYS_AHEAD) else None
    return None


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _days(named: str, year: int) -> tuple[date, date] | None:
    match = FIXED.fullmatch(named)
    if match:
        day = date_of(year, int(match[1]), int(match[2]))
        return (day, day) if day is not None else None
    moving = MOVABLE.fullmatch(named)
    if moving is None:
        return None
    first = int(moving[1] or 0)
    last = int(moving[2] or first)
    sunday = easter(year)
    return sunday + timedelta(days=first), sunday + timedelta(days=last)
