"""Which thread the user means, which instant, which scenario."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from watcher.config import Config
from watcher.config.spelling import did_you_mean
from watcher.core.model import AccountName, Scenario, Verdict
from watcher.errors import UsageError
from watcher.report import status, words

SHORTEST_PREFIX = 4
MOST_CANDIDATES = 10
YEARS = range(1990, 2200)

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DURATION = re.compile(r"(\d{1,4})\s*(m|h|d|w)(?:in|inutes?|ours?|ays?|eeks?)?", re.IGNORECASE)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class Found:
    """A thread and the account that holds it."""

    account: AccountName
    verdict: Verdict


def thread(text: str, threads: Sequence[Found]) -> Found:
    """The thread that the text names: the beginning of its id, a Message-ID of it, words of its subject, or part of an address in To.

    Raises UsageError when none fits, or several do: then it lists them.
    """
    for fits in (_by_id, _by_message, _by_subject, _by_people):
        fitting = fits(text, threads)
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise UsageError(_ambiguous(text, fitting, threads))
    if not threads:
        raise UsageError(f"no thread fits {words.safe(text)!r}: none is known yet\nrun watcher scan first")
    raise UsageError(
        f"no thread fits {words.safe(text)!r}\nwatcher status --all lists them; name one by its id, a Message-ID, words of its subject, or an address"
    )


def _by_id(text: str, threads: Iterable[Found]) -> list[Found]:
    if len(text) < SHORTEST_PREFIX:
        return [found for found in threads if found.verdict.thread_id == text]
    return [found for found in threads if found.verdict.thread_id.lower().startswith(text.lower())]


def _by_message(text: str, threads: Iterable[Found]) -> list[Found]:
    wanted = text if text.startswith("<") else f"<{text}>"
    return [
        found
        for found in threads
        if "@" in wanted
        and wanted
        in {found.verdict.message_id, found.verdict.clock_id, *(line.message_id for line in found.verdict.messages)}
    ]


def _by_subject(text: str, threads: Iterable[Found]) -> list[Found]:
    wanted = text.casefold().split()
    return [found for found in threads if wanted and all(word in found.verdict.subject.casefold() for word in wanted)]


def _by_people(text: str, threads: Iterable[Found]) -> list[Found]:
    wanted = text.casefold().split()
    return [found for found in threads if wanted and all(word in " ".join(found.verdict.to) for word in wanted)]


def _ambiguous(text: str, fitting: Sequence[Found], threads: Iterable[Found]) -> str:
    short = status.short_ids(found.verdict.thread_id for found in threads)
    lines = [
        f"{short[found.verdict.thread_id]}  {found.verdict.state.value:9}  {words.people(found.verdict.to)}: {words.subject(found.verdict)}"
        for found in fitting[:MOST_CANDIDATES]
    ]
    more = [f"and {len(fitting) - MOST_CANDIDATES} more"] if len(fitting) > MOST_CANDIDATES else []
    return "\n".join([f"{words.safe(text)!r} fits {len(fitting)} threads; name one by its id:", *lines, *more])


def instant(text: str, config: Config, now: datetime) -> datetime:
    """The instant that a text names, seen from `now`: a date or a weekday (the start of its working hours), an ISO time, or a duration such as 3d or 2h.

    Times without an offset are of the config's zone. Raises UsageError with what would be right.
    """
    at = _instant(text.strip(), config, now)
    if at is None or at.year not in YEARS:
        wrong = "is no time" if at is None else "is too far away"
        raise UsageError(
            f"{words.safe(text)!r} {wrong}\n"
            "write a date (2026-12-01), a time (2026-12-01T09:00), a duration (3d, 2w, 4h) or a weekday (monday)"
        )
    return at


def _instant(text: str, config: Config, now: datetime) -> datetime | None:
    today = now.astimezone(config.zone).date()
    day = _day(text.lower(), today)
    if day is not None:
        return _opening(day, config)
    if (found := _DURATION.fullmatch(text)) is not None:
        number, unit = int(found[1]), found[2].lower()
        if unit in "dw":
            return _opening(today + timedelta(days=number * (7 if unit == "w" else 1)), config)
        return now + timedelta(**{_UNITS[unit]: number})
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=config.zone)


def later(text: str, config: Config, now: datetime) -> datetime:
    """Like `instant`, and after `now`. Raises UsageError otherwise."""
    at = instant(text, config, now)
    if at <= now:
        raise UsageError(
            f"{words.instant(at, config.zone, now)} has passed\nname a time to come, such as tomorrow, 3d or monday"
        )
    return at


def scenario(text: str) -> Scenario:
    """The scenario of this key (`job_application`, also `job-application`). Raises UsageError with what would be right."""
    key = text.strip().lower().replace("-", "_").replace(" ", "_")
    keys = [known.value for known in Scenario]
    if key not in keys:
        raise UsageError(
            f"{words.safe(text)!r} is no scenario"
            + (f"; {hint}" if (hint := did_you_mean(key, keys)) else "")
            + f"\nknown are {', '.join(keys)}"
        )
    return Scenario(key)


def _day(written: str, today: date) -> date | None:
    if written in ("today", "tomorrow"):
        return today + timedelta(days=written == "tomorrow")
    for number, name in enumerate(_DAYS):
        if written == name or (len(written) >= 3 and name.startswith(written)):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(written.upper())
    except ValueError:
        return None


def _opening(day: date, config: Config) -> datetime:
    opens: time = config.working_hours.opens
    return datetime.combine(day, opens, tzinfo=config.zone)
