"""What a Prometheus is told of the service: over HTTP on this computer alone, or in a file for the node exporter. Nothing, unless the config wants it.

No subject and no address is among it: accounts are told by their names in the config.
"""

import contextlib
import threading
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from watcher import __version__, log
from watcher.config.service import Metrics as Settings
from watcher.errors import ConfigError

if TYPE_CHECKING:
    from wsgiref.simple_server import WSGIServer

    from prometheus_client import CollectorRegistry

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_LOG = log.logger(__name__)


class Metrics:
    """Told to nobody."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def pass_done(self, account: str, seconds: float, counts: Mapping[str, int], actions: Mapping[str, int]) -> None:
        """A pass took so long; `counts` are the threads by state, `actions` what was carried out by kind."""

    def pass_failed(self, account: str, kind: str) -> None:
        """A pass failed with an error of this class."""

    def listening(self, account: str, is_listening: bool) -> None:  # noqa: FBT001 - the gauge's value
        """Whether the account's server tells of news just now."""

    def next_pass(self, account: str, at: datetime) -> None:
        """When the account is looked at next, at the latest."""

    def forget(self, account: str) -> None:
        """The account is watched no more."""

    def write(self) -> None:
        """Bring the text file up to date; a file that can't be written is told once, and no error."""

    def close(self) -> None:
        """Tell no more."""


def open_metrics(settings: Settings) -> Metrics:
    """What the config wants told. Raises ConfigError when the library is missing or the port can't be had."""
    if settings.listen is None and settings.textfile is None:
        return Metrics()
    try:
        import prometheus_client  # noqa: F401, PLC0415 - only where it is wanted
    except ImportError:
        missing = (
            "service.metrics: the library prometheus-client is missing; "
            "install it with the extra `metrics` (pipx install '.[metrics]'), or leave the key out"
        )
        raise ConfigError([missing]) from None
    return _Prometheus(settings)


class _Prometheus(Metrics):
    """Metrics in a registry of their own, served or written."""

    def __init__(self, settings: Settings) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # noqa: PLC0415 - see above

        self._settings = settings
        self._write_lock = threading.Lock()
        self._is_writable = True
        self._registry = CollectorRegistry()
        account, registry = ["account"], self._registry
        Gauge("watcher_build_info", "The version of the program.", ["version"], registry=registry).labels(
            __version__
        ).set(1)
        self._threads = Gauge("watcher_threads", "Watched threads.", ["account", "state"], registry=registry)
        self._passes = Counter("watcher_passes", "Passes that were finished.", account, registry=registry)
        self._failures = Counter("watcher_pass_failures", "Passes that failed.", ["account", "kind"], registry=registry)
        self._seconds = Histogram(
            "watcher_pass_duration_seconds", "How long passes took.", account, buckets=_SECONDS, registry=registry
        )
        self._actions = Counter(
            "watcher_actions", "What was carried out in the mailbox.", ["account", "kind"], registry=registry
        )
        self._last = Gauge(
            "watcher_last_pass_timestamp_seconds", "When the last pass was finished.", account, registry=registry
        )
        self._next = Gauge(
            "watcher_next_pass_timestamp_seconds",
            "When the next pass is due at the latest.",
            account,
            registry=registry,
        )
        self._listening = Gauge(
            "watcher_listening",
            "Whether the server tells of news (1) or is asked at intervals (0).",
            account,
            registry=registry,
        )
        self._server = _serve(settings.listen, self._registry) if settings.listen is not None else None

    def pass_done(self, account: str, seconds: float, counts: Mapping[str, int], actions: Mapping[str, int]) -> None:
        for state, count in counts.items():
            self._threads.labels(account, state).set(count)
        for kind, count in actions.items():
            self._actions.labels(account, kind).inc(count)
        self._passes.labels(account).inc()
        self._seconds.labels(account).observe(seconds)
        self._last.labels(account).set_to_current_time()

    def pass_failed(self, account: str, kind: str) -> None:
        self._failures.labels(account, kind).inc()

    def listening(self, account: str, is_listening: bool) -> None:  # noqa: FBT001 - the gauge's value
        self._listening.labels(account).set(is_listening)

    def next_pass(self, account: str, at: datetime) -> None:
        self._next.labels(account).set(at.timestamp())

    def forget(self, account: str) -> None:
        by_account = {"account": account}
        for metric in (
            self._threads,
            self._passes,
            self._failures,
            self._seconds,
            self._actions,
            self._last,
            self._next,
            self._listening,
        ):
            metric.remove_by_labels(by_account)

    def write(self) -> None:
        if self._settings.textfile is None:
            return
        from prometheus_client import write_to_textfile  # noqa: PLC0415 - see above

        try:
            with self._write_lock:
                write_to_textfile(str(self._settings.textfile), self._registry)  # by a file beside it, and a rename
                self._settings.textfile.chmod(0o644)
        except OSError as error:
            if self._is_writable:
                _LOG.warning("the metrics can't be written", file=self._settings.textfile, reason=error.strerror)
            self._is_writable = False
        else:
            self._is_writable = True

    def close(self) -> None:
        if self._server is not None:
            server, thread = self._server
            server.shutdown()
            server.server_close()
            thread.join()
            self._server = None
        if self._settings.textfile is not None:
            with contextlib.suppress(OSError):  # figures that nobody renews must not stay
                self._settings.textfile.unlink(missing_ok=True)


def _serve(listen: str, registry: "CollectorRegistry") -> "tuple[WSGIServer, threading.Thread]":
    from prometheus_client import start_http_server  # noqa: PLC0415 - see above

    host, _, port = listen.rpartition(":")
    try:
        return start_http_server(int(port), addr=host.strip("[]"), registry=registry)
    except OSError as error:
        raise ConfigError(
            [
                f"service.metrics.listen: {listen} can't be had ({error.strerror}); another program may listen there: name another port"
            ]
        ) from error
