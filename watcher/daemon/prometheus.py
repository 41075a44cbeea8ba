"""The figures in the form of a Prometheus, and the small server that shows them. Imported only where they are wanted: the library is an extra."""

import http.server
import socket
import socketserver
import threading
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from watcher import __version__, log
from watcher.config import values

CALLS_AT_ONCE = 8
CALL_SECONDS = 5
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_LOG = log.logger(__name__)

prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]


class Figures:
    """All figures, in a registry of their own; the methods are those of `metrics.Metrics`."""

    def __init__(self) -> None:
        """Nothing has been counted yet."""
        self._registry = registry = CollectorRegistry()
        account = ["account"]
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

    def text(self) -> bytes:
        """All of them in Prometheus' text format."""
        return prometheus_client.generate_latest(self._registry)

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
            metric.remove_by_labels({"account": account})


class Server:
    """Shows the figures at /metrics to programs on this computer. Raises OSError when the port can't be had."""

    def __init__(self, listen: str, figures: Figures) -> None:
        """`listen`: a loopback address and a port, such as 127.0.0.1:9464."""
        host, _, port = listen.rpartition(":")
        self._server = _Calls(host.strip("[]"), int(port), figures)
        self._thread = threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer no more; a call under way is not waited for."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Calls(socketserver.ThreadingTCPServer):
    """A thread a call, of which there are only so many at once: further calls are hung up on."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 2 * CALLS_AT_ONCE

    def __init__(self, host: str, port: int, figures: Figures) -> None:
        self.address_family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        if not values.is_loopback(str(address[0])):
            raise OSError(None, f"{host} is not this computer")
        self.figures = figures
        self._free = threading.BoundedSemaphore(CALLS_AT_ONCE)
        super().__init__((str(address[0]), port), _Call)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - as socketserver calls it
        """A caller that is gone is no matter of ours, and no trace goes to stderr."""
        _LOG.debug("a call for the metrics failed", exc_info=True)


class _Call(http.server.BaseHTTPRequestHandler):
    """One call; slow ones are hung up on."""

    timeout = CALL_SECONDS
    server: _Calls

    def do_GET(self) -> None:
        """Answer with the figures."""
        if not _is_ours(self.headers.get("Host")):  # a web page that had its own name point to us (DNS rebinding)
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self.path.partition("?")[0] != "/metrics":
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            text = self.server.figures.text()
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", prometheus_client.exposition.CONTENT_TYPE_PLAIN_0_0_4)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    def version_string(self) -> str:
        """Who answers."""
        return "watcher"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by http.server
        """Tell of no call."""


def _is_ours(host: str | None) -> bool:
    """Whether a Host header (RFC 9110 §7.2) names this computer; programs that send none are no web pages."""
    if host is None:
        return True
    name, colon, port = host.strip().rpartition(":")
    if not colon or not port.isdigit():
        name = host.strip()
    return values.is_loopback(name.strip("[]"))
