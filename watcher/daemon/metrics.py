"""What a Prometheus is told of the service: over HTTP on this computer alone, or in a file for the node exporter. Nothing, unless the config wants it.

No subject and no address is among it: accounts are told by their names in the config.
"""

import contextlib
import os
import tempfile
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from watcher import log
from watcher.config.service import Metrics as Settings
from watcher.errors import ConfigError

if TYPE_CHECKING:
    from watcher.daemon import prometheus

_LOG = log.logger(__name__)


class Metrics:
    """Told to nobody until `change` says to whom. What was counted stays when that changes."""

    def __init__(self) -> None:
        """Nothing is wanted yet."""
        self._settings = Settings()
        self._figures: prometheus.Figures | None = None
        self._server: prometheus.Server | None = None
        self._write_lock = threading.Lock()
        self._is_writable = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def change(self, settings: Settings) -> None:
        """Tell what is wanted from now on. Raises ConfigError when the library is missing or the port can't be had; all stays as it was then."""
        if self._figures is None and (settings.listen is not None or settings.textfile is not None):
            self._figures = _figures()
        if settings.listen != self._settings.listen:
            server = _serve(settings.listen, self._figures) if settings.listen and self._figures else None
            self._close_server()
            self._server = server
        before, self._settings = self._settings, settings
        if before.textfile is not None and before.textfile != settings.textfile:
            self._remove(before.textfile)

    def pass_done(self, account: str, seconds: float, counts: Mapping[str, int], actions: Mapping[str, int]) -> None:
        """A pass took so long; `counts` are the threads by state, `actions` what was carried out by kind."""
        if self._figures is not None:
            self._figures.pass_done(account, seconds, counts, actions)

    def pass_failed(self, account: str, kind: str) -> None:
        """A pass failed with an error of this class."""
        if self._figures is not None:
            self._figures.pass_failed(account, kind)

    def listening(self, account: str, is_listening: bool) -> None:  # noqa: FBT001 - the gauge's value
        """Whether the account's server tells of news just now."""
        if self._figures is not None:
            self._figures.listening(account, is_listening)

    def next_pass(self, account: str, at: datetime) -> None:
        """When the account is looked at next, at the latest."""
        if self._figures is not None:
            self._figures.next_pass(account, at)

    def forget(self, account: str) -> None:
        """The account is watched no more."""
        if self._figures is not None:
            self._figures.forget(account)

    def write(self) -> None:
        """Bring the text file up to date; a file that can't be written is told once, and no error."""
        if self._figures is None:
            return
        with self._write_lock:
            file = self._settings.textfile
            if file is None:
                return
            try:
                _replace(file, self._figures.text())
            except OSError as error:
                if self._is_writable:
                    _LOG.warning("the metrics can't be written", file=file, reason=error.strerror)
                self._is_writable = False
            else:
                self._is_writable = True

    def close(self) -> None:
        """Tell no more."""
        self.change(Settings())

    def _close_server(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _remove(self, file: Path) -> None:
        """Take the file away: figures that nobody renews must not stay."""
        with self._write_lock, contextlib.suppress(OSError):
            file.unlink(missing_ok=True)


def open_metrics(settings: Settings) -> Metrics:
    """What the config wants told. Raises ConfigError when the library is missing or the port can't be had."""
    metrics = Metrics()
    metrics.change(settings)
    return metrics


def _figures() -> "prometheus.Figures":
    try:
        from watcher.daemon import prometheus  # noqa: PLC0415 - only where it is wanted
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "prometheus_client":
            raise
        missing = (
            "service.metrics: the library prometheus-client is missing; "
            "install it with the extra `metrics` (pipx install '.[metrics]'), or leave the key out"
        )
        raise ConfigError([missing]) from None
    return prometheus.Figures()


def _serve(listen: str, figures: "prometheus.Figures") -> "prometheus.Server":
    from watcher.daemon import prometheus  # noqa: PLC0415 - see above

    try:
        return prometheus.Server(listen, figures)
    except OSError as error:
        raise ConfigError(
            [
                f"service.metrics.listen: {listen} can't be had ({error.strerror}); another program may listen there: name another port"
            ]
        ) from error


def _replace(file: Path, text: bytes) -> None:
    """Write a file that everybody may read, whole at every moment. Its forerunner has another ending, so that nobody takes it for figures."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text)
            os.fchmod(stream.fileno(), 0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
