"""The service at work with one config: the scheduler, the pool of passes, and the thread that listens. A new config is a new shift.

APScheduler 3 holds one date job for each account that is neither running nor waiting for a free worker. A job is never added while its account runs:
the scheduler would drop it without a trace. A job that comes late is run all the same, for its moment may have passed while the computer slept.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from watcher import condition, config, log, store, wiring
from watcher.core.model import AccountName
from watcher.daemon import timing
from watcher.daemon.accounts import Looker, Watched
from watcher.daemon.listening import Hub
from watcher.daemon.metrics import Metrics
from watcher.daemon.pulse import Pulse
from watcher.errors import MailboxError, Stopped

SILENCE_SECONDS = 300.0  # the longest that a pass may go without a checkpoint: several time-outs of a server's in a row
TICK_SECONDS = 15.0
_TURN_LIMIT_SECONDS = 90.0  # for the threads that never wait long
_RETRIES_AT_ONCE = 2
_AFTER_FAULT = timedelta(minutes=5)
_LOG = log.logger(__name__)


class Shift:
    """All accounts of one config, watched, over a store and metrics that outlive it. Raises ConfigError and StoreError when it is made.

    `changed` is called, in any thread, when the summary may have changed. `silence_seconds`: how long a pass may be silent before the pulse misses it.
    """

    def __init__(  # noqa: PLR0913 - each is a tool that outlives the shift
        self,
        settings: config.Config,
        opened: store.Store,
        *,
        metrics: Metrics,
        pulse: Pulse,
        changed: Callable[[], None] = lambda: None,
        silence_seconds: float = SILENCE_SECONDS,
    ) -> None:
        self.settings = settings
        self.made_at = wiring.clock(settings)
        self._metrics = metrics
        self._pulse = pulse
        self._changed = changed
        self._silence_seconds = silence_seconds
        self._ending = threading.Event()
        self._lock = threading.RLock()
        self._nobody_runs = threading.Condition(self._lock)
        accounts = wiring.accounts(settings, opened)
        self._watched = {
            account.name: Watched(account, trouble=condition.trouble(account.cache)) for account in accounts
        }
        self._beats = {name: pulse.begin(name, _TURN_LIMIT_SECONDS) for name in ("scheduler", "listening")}
        self._hub = Hub(self._on_news, self._on_lost, self._beats["listening"])
        self._chance = Random()  # noqa: S311 - spreads work, hides nothing
        self._looker = Looker(
            clock=lambda: wiring.clock(settings),
            hub=self._hub,
            metrics=metrics,
            chance=self._chance,
            poll=settings.service.poll,
            look_round=settings.service.look_round,
        )
        self._scheduler = self._make_scheduler()

    def _make_scheduler(self) -> BackgroundScheduler:
        return BackgroundScheduler(
            timezone=UTC,
            executors={
                "default": ThreadPoolExecutor(1),
                "passes": ThreadPoolExecutor(self.settings.service.passes_at_once),
                "retries": ThreadPoolExecutor(_RETRIES_AT_ONCE),  # so that servers that hang can't occupy every worker
            },
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 8},
        )

    # --- begin and end ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Look at every account now, and go on from there."""
        self._hub.start()
        self._tick_from_now()
        self._scheduler.start()
        self.look_everywhere(timing.Why.START)

    def end(self) -> None:
        """Let no work begin any more; what is at work stops at its next checkpoint."""
        self._ending.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._hub.stop()
        for beat in self._beats.values():
            beat.end()

    def has_ended(self, seconds: float) -> bool:
        """Wait so long for what is still at work; whether nothing is any more."""
        with self._nobody_runs:
            return self._nobody_runs.wait_for(lambda: not self._running(), seconds)

    def _running(self) -> list[Watched]:
        return [watched for watched in self._watched.values() if watched.is_running]

    # --- what wants a look --------------------------------------------------------------------------

    def look_everywhere(self, why: timing.Why) -> None:
        """Look at every account at once."""
        for watched in self._watched.values():
            self._soon(watched, why)

    def look_at_words(self) -> None:
        """Look at the accounts of which the user said something."""
        for watched in self._watched.values():
            if watched.trouble is None:
                self._soon(watched, timing.Why.WORDS)

    def look_at_secrets(self) -> None:
        """Try those again whose password changed after it was refused."""
        for watched in self._watched.values():
            if not watched.is_running and watched.has_new_secret():
                self._soon(watched, timing.Why.RETRY)

    def after_sleep(self) -> None:
        """The computer slept or its clock was set: the lines are dead though nobody says so, and moments may have passed."""
        for name in self._watched:
            self._hub.remove(AccountName(name))
        with self._lock:
            for watched in self._watched.values():
                watched.is_listening, watched.listen_again_at = False, 0.0
        self._tick_from_now()  # else the next tick is as far away as the clock was set back
        self.look_everywhere(timing.Why.NEWS)

    def _on_news(self, name: AccountName) -> None:
        watched = self._watched[name]
        if watched.trouble is not None:
            return  # the next try brings the news too, and is not to be hastened
        with self._lock:
            now = time.monotonic()
            seconds = timing.spacing(watched.news_starts, now)
            if self._soon(watched, timing.Why.NEWS, timedelta(seconds=seconds)):
                watched.news_starts.append(now + seconds)

    def _on_lost(self, name: AccountName, error: MailboxError) -> None:
        watched = self._watched[name]
        with self._lock:
            seconds = watched.lost_its_line(error, time.monotonic(), self._chance)
        self._metrics.listening(watched.name, False)  # noqa: FBT003 - the gauge's own value
        _LOG.info(
            "lost the connection for news",
            account=name,
            reason=" ".join(str(error).split()),
            retry_seconds=round(seconds),
        )
        if watched.trouble is None:
            self._soon(watched, timing.Why.RETRY, timedelta(seconds=seconds))

    def _soon(self, watched: Watched, why: timing.Why, delay: timedelta = timedelta()) -> bool:
        """See that it is looked at after the delay at the latest; False where that was so already."""
        with self._lock:
            if watched.is_running:
                was_set, watched.again = watched.again is not None, watched.again or why
                return not was_set
            job = self._scheduler.get_job(watched.name)
            at = _now() + delay
            if (job is None and watched.next_at is not None) or (
                job is not None and job.next_run_time is not None and job.next_run_time <= at
            ):
                return False  # it waits for a free worker, or is due before
            self._schedule(watched, timing.Due(at, why))
            return True

    def _schedule(self, watched: Watched, due: timing.Due) -> None:
        if self._ending.is_set():
            return
        watched.next_at = due.at
        self._metrics.next_pass(watched.name, due.at)
        self._scheduler.add_job(
            self._work,
            "date",
            run_date=due.at,
            args=(watched, due.why),
            id=watched.name,
            replace_existing=True,
            executor="passes" if watched.trouble is None else "retries",
        )

    # --- the work -----------------------------------------------------------------------------------

    def _work(self, watched: Watched, why: timing.Why) -> None:
        with self._lock:
            if watched.is_running or self._ending.is_set():
                return
            watched.is_running, watched.again = True, None
        due: timing.Due | None = None
        try:
            with self._pulse.working(f"pass over {watched.name}", self._silence_seconds) as beat:
                due = self._looker.look(watched, why, self._checkpoint(beat))
        finally:
            with self._nobody_runs:
                watched.is_running = False
                # Whatever happened, no account is forgotten.
                due = due if due is not None else timing.Due(_now() + _AFTER_FAULT, timing.Why.RETRY)
                self._schedule(watched, self._sooner(watched, due))
                self._nobody_runs.notify_all()
        self._metrics.write()
        self._changed()

    def _sooner(self, watched: Watched, due: timing.Due) -> timing.Due:
        """What happened during a look is not waited for, but in trouble."""
        if watched.again is None or watched.trouble is not None:
            return due
        now = time.monotonic()
        seconds = timing.spacing(watched.news_starts, now) if watched.again is timing.Why.NEWS else 0.0
        watched.news_starts.append(now + seconds)
        return timing.Due(_now() + timedelta(seconds=seconds), watched.again)

    def _checkpoint(self, beat: Callable[[], None]) -> Callable[[], None]:
        def checkpoint() -> None:
            beat()
            if self._ending.is_set():
                raise Stopped("The service ends; the next one goes on from here.")

        return checkpoint

    def _tick_from_now(self) -> None:
        self._scheduler.add_job(
            self._tick, "interval", seconds=TICK_SECONDS, id=":tick", next_run_time=_now(), replace_existing=True
        )

    def _tick(self) -> None:
        self._beats["scheduler"]()

    # --- what is told -------------------------------------------------------------------------------

    def is_reading_for_the_first_time(self) -> bool:
        """Whether a first pass is at work, which may take long."""
        return any(not watched.counts and watched.trouble is None for watched in self._running())

    def summary(self) -> str:
        """One line for `systemctl status`."""
        watched = list(self._watched.values())
        listening = sum(each.is_listening for each in watched)
        due = sum(each.due for each in watched)
        moments = [each.next_at for each in watched if each.next_at is not None and not each.is_running]
        parts = [
            f"{len(watched)} {'mailbox' if len(watched) == 1 else 'mailboxes'}, {listening} listening",
            f"{due} due",
        ]
        if moments:
            parts.append(f"next look {min(moments).astimezone(self.settings.zone):%a %H:%M}")
        troubles = [(each.name, each.trouble) for each in watched]  # each read once: a pass may end it meanwhile
        parts += [f"{name}: {_short(trouble)}" for name, trouble in troubles if trouble is not None]
        return "; ".join(parts)


def _short(trouble: condition.Trouble) -> str:
    words = trouble.text.splitlines()[0] if trouble.text else trouble.kind
    return f"{words} (since {trouble.since:%a %H:%M})"


def _now() -> datetime:
    return datetime.now(UTC)
