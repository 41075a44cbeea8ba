"""Feasts that move with Easter, and those that don't."""

from datetime import date

import pytest

from watcher.core import feasts
from watcher.core.dates import Today


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, "1961-04-02"), (2000, "2000-04-23"), (2024, "2024-03-31"), (2026, "2026-04-05"), (2038, "2038-04-25")],
)
def test_easter(year: int, day: str) -> None:
    assert feasts.easter(year) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("named", "today", "days"),
    [
        ("12-24", "2026-11-24", ("2026-12-24", "2026-12-24")),
        ("01-06", "2026-11-24", ("2027-01-06", "2027-01-06")),
        ("easter", "2026-03-01", ("2026-04-05", "2026-04-05")),
        ("easter +39", "2026-04-20", ("2026-05-14", "2026-05-14")),
        ("easter -6 -1", "2026-04-01", ("2026-03-30", "2026-04-04")),
        ("easter", "2026-04-06", None),
        ("no feast", "2026-04-06", None),
    ],
)
def test_next_time(named: str, today: str, days: tuple[str, str] | None) -> None:
    found = feasts.coming(named, Today(date.fromisoformat(today)))
    assert (tuple(each.isoformat() for each in found) if found else None) == days
