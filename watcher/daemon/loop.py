"""The service's main thread: one shift after the other, signals, and what systemd is told.

SIGTERM and SIGINT end it, SIGHUP has it read its config anew (or ends it, when its terminal was closed), SIGUSR1 has it look at once. It ends within a few seconds in any case: what hangs then is left to the end
of the process, for the database holds at every moment what is needed to go on.
"""

import os
import queue
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import FrameType

from watcher import config, log, store, wiring
from watcher.daemon.metrics import Metrics, open_metrics
from watcher.daemon.notify import Notifier
from watcher.daemon.pulse import Pulse
from watcher.daemon.shift import SILENCE_SECONDS, Shift
from watcher.errors import ConfigError, WatcherError

TURN_SECONDS = 15.0
END_SECONDS = 3.0
_JUMP_SECONDS = 60.0  # that the clock moved more than time went by: the computer slept
_FIRST_PASS_SECONDS = 120.0
_RENEW_AGAIN_SECONDS = 3600.0
_LOG = log.logger(__name__)

Load = Callable[[], config.Config]
"""Reads the config anew. Raises ConfigError."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How the service ended. `by`: the signal. `cleanly`: nothing is at work any more; otherwise only the end of the process ends it."""

    by: signal.Signals
    cleanly: bool


@dataclass(slots=True, eq=False, repr=False)
class Daemon:
    """The service over the accounts of a config. To be run in the process's main thread, where signals arrive."""

    load: Load
    silence_seconds: float = SILENCE_SECONDS
    notifier: Notifier = field(default_factory=Notifier.from_environment)
    pulse: Pulse = field(default_factory=Pulse)
    _signals: "queue.SimpleQueue[signal.Signals | None]" = field(default_factory=queue.SimpleQueue)  # None: look up
    _ended: list[Shift] = field(default_factory=list)  # shifts of which something is still at work
    _store: store.Store = field(init=False)
    _metrics: Metrics = field(init=False)
    _status: str = ""
    _began_on_terminal: bool = False
    _drift: float = 0.0
    _renew_at: float = 0.0  # monotonic seconds
    _left_open: ExitStack | None = None

    def run(self) -> Ended:
        """Serve until a signal ends it. Raises ConfigError, StoreError and AlreadyRunning before it has begun."""
        settings = self.load()
        self._began_on_terminal = _on_terminal()
        with ExitStack() as held:
            held.enter_context(self._hearing_signals())
            self.notifier.status("opening the database")
            self.notifier.extend_timeout(_FIRST_PASS_SECONDS)
            self._store = held.enter_context(store.open_store(settings.database))
            held.enter_context(self._store.serve_alone())
            self._metrics = open_metrics(settings.service.metrics)
            held.callback(self._metrics.close)
            shift = self._make(settings)
            shift.begin()
            self.notifier.ready(shift.summary())
            _LOG.info("service started", accounts=len(settings.accounts), mode=settings.mode, pid=os.getpid())
            ended = self._end(*self._serve(shift))
            if not ended.cleanly:
                self._left_open = held.pop_all()  # what hangs still works with it
            return ended

    def _make(self, settings: config.Config) -> Shift:
        return Shift(
            settings,
            self._store,
            metrics=self._metrics,
            pulse=self.pulse,
            changed=lambda: self._signals.put(None),
            silence_seconds=self.silence_seconds,
        )

    # --- the turns ----------------------------------------------------------------------------------

    def _serve(self, shift: Shift) -> tuple[Shift, signal.Signals]:
        self._drift = time.time() - time.monotonic()
        while True:
            number = self._next_signal()
            if number in (signal.SIGTERM, signal.SIGINT) or (number is signal.SIGHUP and self._has_lost_terminal()):
                return shift, number
            if number is signal.SIGHUP:
                shift = self._reload(shift)
            elif number is signal.SIGUSR1:
                shift.look_at_words()
            shift = self._turn(shift)

    def _next_signal(self) -> signal.Signals | None:
        try:
            return self._signals.get(timeout=self._turn_seconds())
        except queue.Empty:
            return None

    def _turn_seconds(self) -> float:
        watchdog = self.notifier.watchdog_seconds
        return TURN_SECONDS if watchdog is None else min(TURN_SECONDS, watchdog / 3)

    def _turn(self, shift: Shift) -> Shift:
        """What is to be seen to now and then."""
        self._beat()
        self._ended = [each for each in self._ended if not each.has_ended(0)]
        drift = time.time() - time.monotonic()
        if abs(drift - self._drift) > _JUMP_SECONDS:
            _LOG.info("the clock moved: looking at everything anew", seconds=round(drift - self._drift))
            shift.after_sleep()
        self._drift = drift
        shift.look_at_secrets()
        if shift.is_reading_for_the_first_time():
            self.notifier.extend_timeout(_FIRST_PASS_SECONDS)
        if wiring.clock(shift.settings).year != shift.made_at.year:  # its calendar holds the holidays of some years
            shift = self._renew(shift)
        if (summary := shift.summary()) != self._status:
            self.notifier.status(summary)
            self._status = summary
        return shift

    def _renew(self, shift: Shift) -> Shift:
        """The same config in another year; the old calendar does for a while where that fails (it knows the next year too)."""
        if time.monotonic() < self._renew_at:
            return shift
        try:
            return self._change(shift, shift.settings)
        except WatcherError as error:
            _LOG.warning("the new year's holidays can't be read yet", reason=" ".join(str(error).split()))
            self._renew_at = time.monotonic() + _RENEW_AGAIN_SECONDS
            return shift

    def _beat(self) -> None:
        silent = self.pulse.silent()
        if silent:
            _LOG.error("no sign of life", work=", ".join(silent))
        else:
            self.notifier.watchdog()

    # --- another config, and the end ----------------------------------------------------------------

    def _reload(self, shift: Shift) -> Shift:
        self.notifier.reloading()
        try:
            settings = self.load()
            if settings.database != shift.settings.database:
                raise ConfigError(["database: another one can't be taken while the service runs; restart it"])
            shift = self._change(shift, settings)
            _LOG.info("config read anew", accounts=len(settings.accounts), mode=settings.mode)
        except WatcherError as error:
            _LOG.error("the new config was refused, the old one stays", reason=" ".join(str(error).split()))
        self._status = shift.summary()
        self.notifier.ready(self._status)
        return shift

    def _change(self, shift: Shift, settings: config.Config) -> Shift:
        """A new shift in place of this one, which stays if the new one can't begin."""
        self._metrics.change(settings.service.metrics)
        try:
            new = self._make(settings)
        except WatcherError:
            self._metrics.change(shift.settings.service.metrics)
            raise
        shift.end()
        for gone in {each.name for each in shift.settings.accounts} - {each.name for each in settings.accounts}:
            self._metrics.forget(gone)
        if not shift.has_ended(0):
            self._ended.append(
                shift
            )  # its passes stop at their next checkpoint; the new shift waits for their accounts
        new.begin()
        return new

    def _end(self, shift: Shift, by: signal.Signals) -> Ended:
        _LOG.info("service stops", signal=by.name)
        self.notifier.stopping()
        shift.end()
        give_up_at = time.monotonic() + END_SECONDS
        ended = [each.has_ended(max(give_up_at - time.monotonic(), 0.0)) for each in (shift, *self._ended)]
        if not all(ended):
            _LOG.info("a pass hangs and is broken off; the next one goes on from there")
        _LOG.info("service stopped")
        return Ended(by, all(ended))

    # --- signals ------------------------------------------------------------------------------------

    @contextmanager
    def _hearing_signals(self) -> Iterator[None]:
        numbers = [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # not under nohup
            numbers.append(signal.SIGHUP)
        before = {number: signal.signal(number, self._on_signal) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        """Only pass it on."""
        self._signals.put(signal.Signals(number))

    def _has_lost_terminal(self) -> bool:
        """Whether it was started by hand in a terminal that is closed now: nobody is left to serve."""
        return self._began_on_terminal and not _on_terminal()


def _on_terminal() -> bool:
    """Whether stdin is a terminal. One that was closed is none any more (the kernel hangs it up before it sends SIGHUP)."""
    try:
        return os.isatty(sys.__stdin__.fileno()) if sys.__stdin__ is not None else False
    except (OSError, ValueError):
        return False
