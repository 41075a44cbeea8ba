"""Who is at work, and whether the work goes on: systemd's watchdog is beaten by the work itself, not by a thread that is always free."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Beat:
    """A piece of work under way; called by the work, as often as it likes, to say that it goes on."""

    __slots__ = ("_clock", "_end", "limit_seconds", "name", "seen_at")

    def __init__(
        self, name: str, limit_seconds: float, *, clock: Callable[[], float], end: Callable[["Beat"], None]
    ) -> None:
        """`limit_seconds`: how long the work may go on without a word."""
        self.name = name
        self.limit_seconds = limit_seconds
        self.seen_at = clock()
        self._clock = clock
        self._end = end

    def __call__(self) -> None:
        """The work goes on."""
        self.seen_at = self._clock()

    def end(self) -> None:
        """The work is over, whichever way; nobody waits for its beat any more."""
        self._end(self)


class Pulse:
    """All work under way, in any number of threads. `clock`: monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody is at work yet."""
        self._clock = clock
        self._lock = threading.Lock()
        self._beats: set[Beat] = set()

    def begin(self, name: str, limit_seconds: float) -> Beat:
        """A piece of work begins, which may be silent for so many seconds; several may have the same name."""
        beat = Beat(name, limit_seconds, clock=self._clock, end=self._forget)
        with self._lock:
            self._beats.add(beat)
        return beat

    @contextmanager
    def working(self, name: str, limit_seconds: float) -> Iterator[Beat]:
        """A piece of work, from its begin to its end."""
        beat = self.begin(name, limit_seconds)
        try:
            yield beat
        finally:
            beat.end()

    def silent(self) -> list[str]:
        """The work that was silent for longer than it may be, in order of the names; empty while all goes on."""
        with self._lock:
            beats = list(self._beats)
        now = self._clock()
        return sorted({beat.name for beat in beats if now - beat.seen_at > beat.limit_seconds})

    def _forget(self, beat: Beat) -> None:
        with self._lock:
            self._beats.discard(beat)
