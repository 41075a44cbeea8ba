"""One watched account while the service runs: how it fares, and one look at its mailbox.

A look is a pass, and then a connection for news where there is none. Whatever goes wrong in it is this account's trouble and nobody else's.
"""

import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from watcher import condition, log, scan
from watcher.account import Account
from watcher.core.model import State
from watcher.daemon import timing
from watcher.daemon.listening import Hub
from watcher.daemon.metrics import Metrics
from watcher.errors import ConfigError, ConnectionLost, LoginRefused, Stopped, StoreBusy, Temporary, WatcherError

LONG_LIVED_SECONDS = 600.0  # a connection for news that lived so long is no flapping one
_MARGIN_SECONDS = 2.0
_LOG = log.logger(__name__)


@dataclass(slots=True)
class Watched:
    """An account and how it fares. While `is_running` it belongs to the thread that looks at it, but for `again`; else to whoever holds the shift's lock."""

    account: Account
    is_running: bool = False
    again: timing.Why | None = None  # something happened while a look was going on
    next_at: datetime | None = None
    trouble: condition.Trouble | None = None
    refused_stamp: str = ""  # the state of the password's file when the login was refused
    is_listening: bool = False
    is_deaf: bool = False  # the server can't tell of news
    heard_since: float = 0.0  # monotonic seconds: since when it listens
    listen_failures: int = 0
    listen_again_at: float = 0.0
    news_starts: deque[float] = field(default_factory=lambda: deque(maxlen=timing.BURST))
    counts: Mapping[State, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The account's name."""
        return self.account.name

    @property
    def due(self) -> int:
        """How many threads are due, drafted or not."""
        return self.counts.get(State.DUE, 0) + self.counts.get(State.DRAFTED, 0)

    def has_new_secret(self) -> bool:
        """Whether it waits for another password, and the password's file has changed."""
        trouble = self.trouble  # read once: a pass may end it meanwhile
        if trouble is None or trouble.kind not in (LoginRefused.__name__, ConfigError.__name__):
            return False
        return self.account.secret_stamp() != self.refused_stamp

    def can_listen(self, now: float) -> bool:
        """Whether a connection for news is to be opened at `now`, in monotonic seconds."""
        return not self.is_listening and not self.is_deaf and now >= self.listen_again_at

    def listens(self, now: float) -> None:
        """The connection for news stands."""
        self.is_listening, self.heard_since = True, now

    def lost_its_line(self, error: Exception, now: float, chance: Random) -> float:
        """The connection for news broke, or could not be made; the seconds to wait before the next one, longer where it breaks again and again."""
        if self.is_listening and now - self.heard_since > LONG_LIVED_SECONDS:
            self.listen_failures = 0
        self.is_listening = False
        self.listen_failures += 1
        kind = error if isinstance(error, Temporary) else ConnectionLost()
        seconds = timing.wait(kind, self.listen_failures, chance).total_seconds()
        self.listen_again_at = now + seconds
        return seconds


@dataclass(frozen=True, slots=True)
class Looker:
    """What a look needs beside the account: the clock, the tools that all accounts share, and the two intervals between looks."""

    clock: Callable[[], datetime]
    hub: Hub
    metrics: Metrics
    chance: Random
    poll: timedelta
    look_round: timedelta

    def look(self, watched: Watched, why: timing.Why, checkpoint: Callable[[], None]) -> timing.Due | None:
        """One look; when the next one is due, None when the service ends. Never raises."""
        try:
            return self._look(watched, why, checkpoint)
        except Stopped:
            return None
        except Exception as error:  # noqa: BLE001 - one account's trouble, of whatever kind, must not stop the others
            return self._failed(watched, error)

    def _look(self, watched: Watched, why: timing.Why, checkpoint: Callable[[], None]) -> timing.Due:
        began = time.monotonic()
        outcome = scan.run_pass(watched.account, now=self.clock(), checkpoint=checkpoint)
        self._tell(watched, why, outcome, time.monotonic() - began)
        if self._listen(watched):
            return timing.Due(self.clock(), timing.Why.NEWS)  # what came before it listened
        due = self._next(watched)
        condition.set_next_pass_at(watched.account.cache, due.at)
        return due

    def _next(self, watched: Watched) -> timing.Due:
        now, cache = self.clock(), watched.account.cache
        pause = condition.pause(cache, now)
        return timing.next_pass(
            now,
            calendar=watched.account.criteria.calendar,
            next_change_at=cache.next_change_at(),
            interval=self._interval(watched),
            back_at=pause.until if pause is not None else None,
            chance=self.chance,
        )

    def _interval(self, watched: Watched) -> timedelta:
        """How long to wait at most: until the next round, or until a connection for news may be tried again."""
        if watched.is_listening:
            return self.look_round
        seconds = watched.listen_again_at - time.monotonic()
        if watched.is_deaf or seconds <= 0:
            return self.poll
        return min(self.poll, timedelta(seconds=seconds + _MARGIN_SECONDS))

    # --- news ---------------------------------------------------------------------------------------

    def _listen(self, watched: Watched) -> bool:
        """Open a connection for news where there is none; whether one was opened. A mailbox that can be read but not listened to is asked at intervals."""
        if not watched.can_listen(time.monotonic()):
            return False
        listener = watched.account.listener()
        try:
            is_open = listener.open()
        except WatcherError as error:
            listener.close()
            seconds = watched.lost_its_line(error, time.monotonic(), self.chance)
            _LOG.warning(
                "no connection for news", account=watched.name, reason=_line(error), retry_seconds=round(seconds)
            )
            return False
        if not is_open:
            watched.is_deaf = True
            _LOG.info("the server can't tell of news: it is asked at intervals", account=watched.name)
            return False
        watched.listens(time.monotonic())
        self.hub.add(watched.account.name, listener)
        self.metrics.listening(watched.name, True)  # noqa: FBT003 - the gauge's own value
        _LOG.info("listening for news", account=watched.name)
        return True

    # --- what came of it ----------------------------------------------------------------------------

    def _tell(self, watched: Watched, why: timing.Why, outcome: scan.Outcome, seconds: float) -> None:
        if watched.trouble is not None:
            _LOG.info("the trouble is over", account=watched.name, since=watched.trouble.since.isoformat())
            watched.trouble = None
        counts = Counter(verdict.state for verdict in outcome.verdicts)
        actions = Counter(action.kind.value for action in outcome.actions) if outcome.executed else Counter[str]()
        subjects = {verdict.thread_id: verdict.subject for verdict in outcome.verdicts} if actions else {}
        for action in outcome.actions if outcome.executed else ():
            thread = action.thread_id[:12]
            subject = subjects.get(action.thread_id, "")
            _LOG.info("action", account=watched.name, kind=action.kind.value, thread=thread, subject=subject)
        is_news = bool(actions) or counts != watched.counts or outcome.notes != watched.notes or not outcome.complete
        tell = _LOG.info if is_news else _LOG.debug
        tell(
            "pass",
            account=watched.name,
            why=why.value,
            seconds=round(seconds, 3),
            threads=len(outcome.verdicts),
            due=counts[State.DUE] + counts[State.DRAFTED],
            actions=dict(actions),
            complete=outcome.complete,
        )
        for note in (*outcome.notes, *outcome.incomplete):
            if note not in watched.notes:
                _LOG.warning("note", account=watched.name, note=note)
        watched.counts, watched.notes = counts, (*outcome.notes, *outcome.incomplete)
        self.metrics.pass_done(watched.name, seconds, {state.value: counts[state] for state in State}, actions)

    def _failed(self, watched: Watched, error: Exception) -> timing.Due:
        now = self.clock()
        failures = watched.trouble.failures + 1 if watched.trouble is not None else 1
        again = now + timing.wait(error, failures, self.chance)
        if isinstance(error, StoreBusy):  # somebody else's pass is no trouble
            _LOG.debug("another pass is at work", account=watched.name)
            return timing.Due(again, timing.Why.RETRY)
        watched.trouble = condition.Trouble(
            since=watched.trouble.since if watched.trouble is not None else now,
            kind=type(error).__name__,
            text=_words(error),
            failures=failures,
            next_try_at=again,
        )
        watched.refused_stamp = watched.account.secret_stamp()
        tell = _LOG.warning if isinstance(error, Temporary) else _LOG.error
        tell(
            "pass failed",
            account=watched.name,
            kind=watched.trouble.kind,
            reason=_line(error),
            failures=failures,
            next_try=again.isoformat(timespec="seconds"),
        )
        self.metrics.pass_failed(watched.name, watched.trouble.kind)
        self._keep_trouble(watched)
        return timing.Due(again, timing.Why.RETRY)

    def _keep_trouble(self, watched: Watched) -> None:
        """Let `status` know; a database that can't be written is the trouble itself, and the log has it."""
        try:
            condition.set_trouble(watched.account.cache, watched.trouble)
        except WatcherError as error:
            _LOG.debug("the trouble can't be kept", account=watched.name, reason=_line(error))


def _words(error: Exception) -> str:
    """What the user reads of an error; of one that nobody foresaw only where it happened, as its own words may quote mail."""
    if isinstance(error, WatcherError):
        return str(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"a fault of the program: {type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}\nPlease report it; it is tried again."


def _line(error: Exception) -> str:
    return " ".join(_words(error).split())
