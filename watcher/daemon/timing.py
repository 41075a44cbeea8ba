"""When an account is looked at next, and how long to wait after a failure. Pure: instants are aware, chance is handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from watcher.core import worktime
from watcher.core.model import Calendar
from watcher.errors import LoginRefused, StoreBusy, Temporary

SOONEST = timedelta(seconds=30)  # after a pass, for a moment that should have come already
BURST = 20  # passes for news in a minute that start at once
SPACING_SECONDS = 3.0  # between passes for news, where they come thicker
_MINUTE_SECONDS = 60.0
_SPREAD = 0.1  # of an interval, so that many accounts do not all ask at once
_JITTER = 0.25  # of a wait after a failure
_MOST_DOUBLINGS = 20


class Why(StrEnum):
    """What a pass is for."""

    START = "start"
    NEWS = "news"
    WORDS = "words"  # the user said something at the command line
    DEADLINE = "deadline"
    DAY = "working day"
    BACK = "end of the pause"
    ROUND = "round"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Due:
    """The next pass, and what for."""

    at: datetime
    why: Why


def next_pass(  # noqa: PLR0913 - each is a fact that the moment rests on
    now: datetime,
    *,
    calendar: Calendar,
    next_change_at: datetime | None,
    interval: timedelta,
    back_at: datetime | None,
    chance: Random,
) -> Due:
    """Return the next pass after one at `now`: when a verdict changes by time, working hours begin, the user's pause ends, or the interval is over.

    `next_change_at`: the earliest instant at which a stored verdict changes by time alone.
    """
    moments = [
        Due(now + interval * (1 + chance.uniform(-_SPREAD, _SPREAD)), Why.ROUND),
        Due(_work_begins(calendar, now), Why.DAY),
    ]
    if next_change_at is not None:
        moments.append(Due(max(next_change_at, now + SOONEST), Why.DEADLINE))
    if back_at is not None and back_at > now:
        moments.append(Due(back_at, Why.BACK))
    return min(moments, key=lambda due: due.at)


def _work_begins(calendar: Calendar, now: datetime) -> datetime:
    """Return the next start of working hours after `now`."""
    today = worktime.local_day(calendar, now)
    if worktime.is_working_day(calendar, today) and worktime.start_of_day(calendar, today) > now:
        return worktime.start_of_day(calendar, today)
    return worktime.start_of_day(calendar, worktime.next_working_day(calendar, today))


def spacing(earlier: Sequence[float], now: float) -> float:
    """Return how many seconds news have to wait for their pass; `earlier` are the starts of earlier passes for news, oldest first (monotonic seconds)."""
    lately = [start for start in earlier if now - start < _MINUTE_SECONDS]
    if len(lately) < BURST:
        return 0.0
    return max(0.0, lately[-1] + SPACING_SECONDS - now)


@dataclass(frozen=True, slots=True)
class _Patience:
    first: timedelta
    most: timedelta


# A login that was refused is not hammered: many servers lock out who tries often.
_PATIENCE: tuple[tuple[type[Exception], _Patience], ...] = (
    (StoreBusy, _Patience(timedelta(seconds=2), timedelta(minutes=1))),
    (Temporary, _Patience(timedelta(seconds=5), timedelta(minutes=15))),
    (LoginRefused, _Patience(timedelta(minutes=15), timedelta(hours=6))),
    (Exception, _Patience(timedelta(minutes=5), timedelta(hours=1))),
)


def wait(error: Exception, failures: int, chance: Random) -> timedelta:
    """Return how long to wait after the `failures`th failure in a row: doubled each time up to a most, give or take a quarter."""
    patience = next(each for kind, each in _PATIENCE if isinstance(error, kind))
    doublings = min(max(failures - 1, 0), _MOST_DOUBLINGS)
    doubled: timedelta = patience.first * (1 << doublings)
    return min(doubled, patience.most) * chance.uniform(1 - _JITTER, 1 + _JITTER)
