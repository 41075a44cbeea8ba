"""What systemd is told of the service: sd_notify(3), over the datagram socket that NOTIFY_SOCKET names."""

import os
import socket
import time
from collections.abc import MutableMapping
from typing import Self

from watcher import log

SEND_SECONDS = 1.0
STATUS_CHARACTERS = 500  # of up to 4 bytes each: systemd takes datagrams of up to 4096 bytes

_log = log.logger(__name__)


class Notifier:
    """Tells the service manager how the service fares; silent where there is none. Nothing here raises.

    `watchdog_seconds`: `watchdog` is to be called more often than that (twice as often is the custom), or the service is killed and started anew; None when nobody waits for it.
    """

    def __init__(self, address: str = "", watchdog_seconds: float | None = None) -> None:
        """`address`: a path, or `@` and the name of an abstract socket (unix(7)). Others, such as `vsock:`, are not known here."""
        self._address = _socket_address(address)
        self._is_heard = True
        self.watchdog_seconds = watchdog_seconds if self._address is not None else None

    @classmethod
    def from_environment(cls, environment: MutableMapping[str, str] = os.environ) -> Self:
        """What the service manager wants to be told. The variables are taken out, as they are meant for this process and none of its children."""
        address = environment.pop("NOTIFY_SOCKET", "")
        microseconds = environment.pop("WATCHDOG_USEC", "")
        process = environment.pop("WATCHDOG_PID", "")
        return cls(address, _watchdog_seconds(microseconds, process))

    def ready(self, status: str = "") -> None:
        """The service has started, or has read its config anew."""
        self._send("READY=1", *_status(status))

    def status(self, text: str) -> None:
        """One line for `systemctl status`."""
        self._send(*_status(text))

    def reloading(self) -> None:
        """The config is being read anew; `ready` says that this is over."""
        self._send("RELOADING=1", f"MONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")

    def stopping(self) -> None:
        """The service is about to end."""
        self._send("STOPPING=1")

    def extend_timeout(self, seconds: float) -> None:
        """Starting, or ending, goes on for up to so many seconds from now."""
        self._send(f"EXTEND_TIMEOUT_USEC={int(seconds * 1_000_000)}")

    def watchdog(self) -> None:
        """The work goes on."""
        self._send("WATCHDOG=1")

    def _send(self, *fields: str) -> None:
        if self._address is None or not fields:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
                line.settimeout(SEND_SECONDS)
                line.connect(self._address)  # a full queue is waited for only on a connected socket
                line.send("\n".join(fields).encode(errors="replace"))
        except OSError as error:
            if self._is_heard:
                _log.warning("the service manager can't be told", error=type(error).__name__, reason=error.strerror)
            self._is_heard = False
        else:
            self._is_heard = True


def _socket_address(address: str) -> bytes | None:
    if address.startswith("@"):
        return b"\0" + os.fsencode(address[1:])
    if address.startswith("/"):
        return os.fsencode(address)
    if address:
        _log.warning(
            "NOTIFY_SOCKET is of a kind not known here: systemd is told nothing", kind=address.partition(":")[0]
        )
    return None


def _watchdog_seconds(microseconds: str, process: str) -> float | None:
    """The watchdog's time, when it is this process that it waits for (sd_watchdog_enabled(3))."""
    if process and process != str(os.getpid()):
        return None
    if not (microseconds.isascii() and microseconds.isdigit()) or int(microseconds) == 0:
        return None
    return int(microseconds) / 1_000_000


def _status(text: str) -> list[str]:
    """The field of a status, on one line."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    if len(line) > STATUS_CHARACTERS:
        line = line[: STATUS_CHARACTERS - 1] + "…"
    return [f"STATUS={line}"] if line else []
