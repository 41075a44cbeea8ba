"""One thread for all connections that tell of news: it waits on all of them at once, renews them, and tells which account to look at."""

import contextlib
import heapq
import itertools
import os
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from watcher import log
from watcher.core.model import AccountName
from watcher.errors import MailboxError
from watcher.mailbox.base import Listener

BEAT_SECONDS = 15.0
REST_SECONDS = 0.1
_STOP_SECONDS = 1.0

_log = log.logger(__name__)


@dataclass(eq=False, slots=True)
class _Watched:
    """A listener in the hub. `descriptor` is the one the selector knows, None while it rests and when it is closed."""

    name: AccountName
    listener: Listener
    descriptor: int | None = None
    closed: bool = False


class Hub:
    """Listens to all accounts in one thread of its own.

    `on_news` is told the name of an account that has news, `on_lost` that of one whose listener failed and was closed, `beat` is called at every turn and at least
    every `beat_seconds`. All three run in the hub's thread and must be quick. What one of them raises harms nobody else: it counts as a fault of the listener it was about.

    After something was received a listener rests for `rest_seconds`: a flood of news is told at most that often, and a connection that never falls silent costs little.
    """

    def __init__(
        self,
        on_news: Callable[[AccountName], None],
        on_lost: Callable[[AccountName, MailboxError], None],
        beat: Callable[[], None],
        *,
        beat_seconds: float = BEAT_SECONDS,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        """Prepare; `start` begins to listen."""
        self._on_news = on_news
        self._on_lost = on_lost
        self._beat = beat
        self._beat_seconds = beat_seconds
        self._rest_seconds = rest_seconds
        self._lock = threading.Lock()  # over the next three, and the writing end of the bell
        self._watched: dict[AccountName, _Watched] = {}
        self._errands: deque[tuple[Callable[[_Watched], None], _Watched]] = deque()
        self._stopping = False
        self._selector = selectors.DefaultSelector()
        self._appointments: list[tuple[float, int, Callable[[_Watched], None], _Watched]] = []
        self._numbers = itertools.count()
        self._bell, self._button = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)

    def __len__(self) -> int:
        """How many accounts are listened to."""
        return len(self._watched)

    def names(self) -> frozenset[AccountName]:
        """Return the accounts that are listened to."""
        with self._lock:
            return frozenset(self._watched)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def add(self, name: AccountName, listener: Listener) -> None:
        """Listen to this open listener from now on, in place of the account's last one; the hub closes it in the end. From any thread."""
        watched = _Watched(name, listener)
        with self._lock:
            late = self._stopping
            if not late:
                before = self._watched.get(name)
                self._watched[name] = watched
                if before is not None:
                    self._errands.append((self._close, before))
                self._errands.append((self._admit, watched))
                self._ring()
        if late:
            self._close(watched)

    def remove(self, name: AccountName) -> None:
        """Listen to this account no longer, and close its listener soon; a word about it may be on its way. From any thread."""
        with self._lock:
            watched = self._watched.pop(name, None)
            if watched is not None:
                self._errands.append((self._close, watched))
                self._ring()

    def stop(self) -> None:
        """Close all listeners and end the thread, without waiting for any server. May be called twice."""
        with self._lock:
            first = not self._stopping
            self._stopping = True
            if first:
                self._ring()
        if self._thread.ident is None:
            if first:
                self._finish()
        elif self._thread is not threading.current_thread():
            self._thread.join(_STOP_SECONDS)
            if self._thread.is_alive():
                _log.warning("listening does not end: a call it made takes long")

    # --- the hub's thread -----------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stopping:
                with self._harmless("beat"):
                    self._beat()
                self._turn()
        finally:
            self._finish()

    def _turn(self) -> None:
        """Wait until something is to be done, and do it."""
        for key, _ in self._selector.select(self._seconds_to_wait()):
            if isinstance(key.data, _Watched):
                self._hear(key.data)
            else:
                self._silence_bell()
        while self._errands and not self._stopping:
            errand, watched = self._errands.popleft()
            errand(watched)
        while self._appointments and self._appointments[0][0] <= time.monotonic() and not self._stopping:
            _, _, errand, watched = heapq.heappop(self._appointments)
            if not watched.closed:
                errand(watched)

    def _seconds_to_wait(self) -> float:
        if not self._appointments:
            return self._beat_seconds
        return min(self._beat_seconds, max(0.0, self._appointments[0][0] - time.monotonic()))

    def _admit(self, watched: _Watched) -> None:
        """Take in a new listener, and hear what it has to say already."""
        if not watched.closed:
            self._hear(watched)
            self._keep_up(watched)

    def _hear(self, watched: _Watched) -> None:
        if watched.closed:
            return
        with self._guarded(watched):
            self._unregister(watched)
            self._appoint(time.monotonic() + self._rest_seconds, self._listen, watched)
            if watched.listener.receive():
                self._on_news(watched.name)

    def _listen(self, watched: _Watched) -> None:
        with self._guarded(watched):
            descriptor = watched.listener.fileno()
            self._selector.register(descriptor, selectors.EVENT_READ, watched)
            watched.descriptor = descriptor

    def _keep_up(self, watched: _Watched) -> None:
        if watched.closed:
            return
        with self._guarded(watched):
            now = time.monotonic()
            again_at = watched.listener.keep_up(now)
            self._appoint(max(again_at, now + self._rest_seconds), self._keep_up, watched)

    def _appoint(self, at: float, errand: Callable[[_Watched], None], watched: _Watched) -> None:
        heapq.heappush(self._appointments, (at, next(self._numbers), errand, watched))

    # --- failing and ending ---------------------------------------------------------------------

    @contextlib.contextmanager
    def _guarded(self, watched: _Watched) -> Iterator[None]:
        """Have an error end this one listener, and nothing else."""
        try:
            yield
        except MailboxError as error:
            _log.info("connection for news lost", account=watched.name, reason=type(error).__name__)
            self._lose(watched, error)
        except Exception as error:  # noqa: BLE001  (a fault in what concerns one account must not silence the others)
            _log.error("listening failed", account=watched.name, exc_info=error)
            fault = f"Listening failed ({type(error).__name__}).\nThis is a fault of the program; the mailbox is asked at intervals."
            self._lose(watched, MailboxError(fault))

    def _lose(self, watched: _Watched, error: MailboxError) -> None:
        self._close(watched)
        with self._lock:
            known = self._watched.get(watched.name) is watched
            if known:
                del self._watched[watched.name]
        if known:
            with self._harmless("on_lost", account=watched.name):
                self._on_lost(watched.name, error)

    def _close(self, watched: _Watched) -> None:
        if watched.closed:
            return
        watched.closed = True
        self._unregister(watched)
        with self._harmless("close", account=watched.name):
            watched.listener.close()

    def _unregister(self, watched: _Watched) -> None:
        if watched.descriptor is not None:
            self._selector.unregister(watched.descriptor)
            watched.descriptor = None

    @contextlib.contextmanager
    def _harmless(self, what: str, **about: str) -> Iterator[None]:
        """Write an error down and go on."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  (see _guarded)
            _log.error("listening goes on after a fault", what=what, exc_info=error, **about)

    def _finish(self) -> None:
        with self._lock:
            self._stopping = True
            left = [*self._watched.values(), *(watched for _, watched in self._errands)]
            self._watched.clear()
            self._errands.clear()
            os.close(self._button)
        for watched in left:
            self._close(watched)
        self._selector.close()
        os.close(self._bell)

    # --- the bell -------------------------------------------------------------------------------

    def _ring(self) -> None:
        """Wake the thread; a bell that rings already is enough."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._button, b"\0")

    def _silence_bell(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._bell, 4096):
                pass
