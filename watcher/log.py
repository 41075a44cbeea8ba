"""Structured logging to stderr: for systemd's journal, readable on a terminal, JSON lines elsewhere. Secrets and mail's text never get into it.

`WATCHER_LOG` sets the level (debug, info, warning, error). Commands are quiet but for warnings; the service tells more. Subjects and addresses are hidden,
unless `WATCHER_LOG_PRIVATE=yes` asks for them. Libraries tell warnings alone: their debugging would quote mail.
"""

import logging
import os
import re
import select
import socket
import stat
import sys
import threading
import time
import traceback
from collections.abc import Mapping, MutableMapping
from datetime import datetime
from types import TracebackType
from typing import Any, TextIO

import structlog

ENVIRONMENT = "WATCHER_LOG"
PRIVATE_ENVIRONMENT = "WATCHER_LOG_PRIVATE"
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
OURS = "watcher"
HIDDEN = "…"
LONGEST = 2000  # characters of one value; the journal cuts lines at 48 kB
STUCK_SECONDS = 1.0  # how long a reader of stderr who reads nothing is waited for, once

_SECRET_KEYS = re.compile(r"password|secret|token|credential|body|text", re.IGNORECASE)
_PRIVATE_KEYS = re.compile(r"subject|address|sender|recipient|^(to|cc|bcc|from)$", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+")
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^\s/:@]*):[^\s/@]*@")
_PRIORITIES = {
    "debug": 7,
    "info": 6,
    "warning": 4,
    "error": 3,
    "critical": 2,
}  # of syslog(3), as sd-daemon(3) wants them
_YES = frozenset({"yes", "true", "on", "1"})

Event = MutableMapping[str, Any]


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module."""
    found: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return found


def redact(_logger: Any, _method: str, event: Event) -> Event:
    """Hide secrets, the values of private keys, and whatever looks like an address; control characters become visible."""
    return _mapping(event, private=False)


def redact_secrets(_logger: Any, _method: str, event: Event) -> Event:
    """Hide secrets alone; control characters become visible."""
    return _mapping(event, private=True)


def _mapping(values: Mapping[Any, Any], *, private: bool) -> Event:
    return {
        _line(str(key), private=private): HIDDEN
        if _is_hidden(str(key), private=private)
        else _value(each, private=private)
        for key, each in values.items()
    }


def _is_hidden(key: str, *, private: bool) -> bool:
    return bool(_SECRET_KEYS.search(key) or (not private and _PRIVATE_KEYS.search(key)))


def _value(value: Any, *, private: bool) -> Any:
    if isinstance(value, bool | int | float | None):
        return value
    if isinstance(value, Mapping):
        return _mapping(value, private=private)
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(each, private=private) for each in value]
    return _line(str(value), private=private)


def _line(text: str, *, private: bool) -> str:
    """The text on one line, not too long, without a password, and without an address unless they are asked for."""
    shown = _PASSWORD_IN_URL.sub(rf"\1:{HIDDEN}@", text[:LONGEST] + HIDDEN if len(text) > LONGEST else text)
    if not private:
        shown = _ADDRESS.sub(HIDDEN, shown)
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in shown)


def level(default: int = logging.WARNING) -> int:
    """The level that the environment asks for, or the default."""
    return LEVELS.get(os.environ.get(ENVIRONMENT, "").strip().lower(), default)


def set_up(default: int = logging.WARNING, *, private: bool | None = None) -> None:
    """Send our own log and that of the libraries to stderr. `private`: show subjects and addresses (else the environment says so).

    A stderr that is gone is no error, and one that nobody reads is waited for no longer than STUCK_SECONDS: the lines are lost. Call `watch_faults` as well where
    threads work for years.
    """
    shows_private = private if private is not None else os.environ.get(PRIVATE_ENVIRONMENT, "").strip().lower() in _YES
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _Lines(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_trace,
                redact_secrets if shows_private else redact,
                _renderer(),
            ],
        )
    )
    root = logging.getLogger()
    for before in root.handlers:
        if isinstance(before, _Lines):
            before.close()
    root.handlers = [handler]
    root.setLevel(max(level(default), logging.WARNING))
    logging.getLogger(OURS).setLevel(level(default))
    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # it tells of what it can't read, with a traceback


def _renderer() -> structlog.typing.Processor:
    """How a line looks, by where stderr leads."""
    if sys.stderr.isatty():
        return _for_terminal
    return _for_journal if _leads_to_journal() else structlog.processors.JSONRenderer()


def _for_terminal(logger: Any, method: str, event: Event) -> str:
    """A short line in this computer's time. Which module tells it is for machines to know."""
    shown = {key: value for key, value in event.items() if key != "logger"}
    at = datetime.fromisoformat(str(event["timestamp"])).astimezone()
    shown["timestamp"] = f"{at:%Y-%m-%d %H:%M:%S}"
    colours = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    render = structlog.dev.ConsoleRenderer(colors=colours, pad_level=False, pad_event_to=0)
    return render(logger, method, shown)


def _leads_to_journal() -> bool:
    """Whether stderr is the journal's: systemd names its device and inode (systemd.exec(5), $JOURNAL_STREAM)."""
    try:
        found = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{found.st_dev}:{found.st_ino}"


def _for_journal(logger: Any, method: str, event: Event) -> str:
    """A line with its priority before it; the journal knows the time."""
    priority = _PRIORITIES.get(str(event.get("level")), _PRIORITIES["info"])
    ordered = {"event": event.get("event"), **{key: value for key, value in event.items() if key != "timestamp"}}
    line = structlog.processors.JSONRenderer()(logger, method, ordered)
    return f"<{priority}>{line if isinstance(line, str) else line.decode()}"


def _without_trace(_logger: Any, _method: str, event: Event) -> Event:
    """A trace quotes its error's words, and these could quote mail: the error's kind and the places in the program are kept."""
    trace = event.pop("exc_info", None)
    error = (
        trace[1]
        if isinstance(trace, tuple)
        else trace
        if isinstance(trace, BaseException)
        else sys.exc_info()[1]
        if trace
        else None
    )
    if error is not None:
        event["error"] = type(error).__name__
        event["at"] = _places(error.__traceback__)
    return event


def _places(trace: TracebackType | None) -> str:
    """Where in the program it happened, the innermost place first."""
    frames = traceback.extract_tb(trace)[-4:]
    return " < ".join(f"{os.path.basename(each.filename)}:{each.lineno} {each.name}" for each in reversed(frames))  # noqa: PTH119 - of code, not of a file


def watch_faults() -> None:
    """Let a fault that ends a thread be one redacted line of the log, where Python would print a trace with the error's words."""

    def tell(fault: threading.ExceptHookArgs) -> None:
        if fault.exc_type is SystemExit:
            return
        name = fault.thread.name if fault.thread is not None else None
        logger(__name__).critical("a thread ended by a fault", thread=name, exc_info=fault.exc_value)

    threading.excepthook = tell


class _Lines(logging.Handler):
    """Writes lines to a stream as far as they are taken. A log call neither fails nor hangs by it: what can't be written is lost, and counted."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._outlet = _Outlet(stream.fileno()) if _has_descriptor(stream) else None
        self._lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        try:
            lines = self.format(record) + "\n"
            if self._lost:
                lines = self._told_lost() + "\n" + lines
            self._lost = 0 if self._written(lines) else self._lost + 1
        except Exception:  # noqa: BLE001 - as in all of logging's handlers: whoever logs must not fail by it
            self._lost += 1

    def close(self) -> None:
        if self._outlet is not None:
            self._outlet.close()
            self._outlet = None
        super().close()

    def _told_lost(self) -> str:
        text = "lines of the log were lost: %d"
        return self.format(logging.LogRecord(__name__, logging.WARNING, __file__, 0, text, (self._lost,), None))

    def _written(self, lines: str) -> bool:
        if self._outlet is not None:
            return self._outlet.write(lines.encode(self._stream.encoding or "utf-8", "backslashreplace"))
        self._stream.write(lines)
        self._stream.flush()
        return True


class _Outlet:
    """The file behind stderr, written to without being stuck in it and without changing it for the others who have it open."""

    def __init__(self, descriptor: int) -> None:
        kind = os.fstat(descriptor).st_mode
        self._socket = socket.socket(fileno=os.dup(descriptor)) if stat.S_ISSOCK(kind) else None
        self._descriptor = self._socket.fileno() if self._socket is not None else _opened_again(descriptor, kind)
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLOUT)
        self._is_stuck = self._is_torn = False

    def write(self, data: bytes) -> bool:
        """Write it; whether all of it was taken."""
        left = b"\n" + data if self._is_torn else data
        give_up_at = time.monotonic() + (0.0 if self._is_stuck else STUCK_SECONDS)
        whole = len(left)
        try:
            while left and self._poll.poll(max(give_up_at - time.monotonic(), 0.0) * 1000):
                sent = self._sent(left[: select.PIPE_BUF])
                left = left[sent:]
                if sent == 0 and time.monotonic() >= give_up_at:
                    break
        finally:
            self._is_torn = self._is_torn if len(left) == whole else bool(left)
        self._is_stuck = bool(left)
        return not left

    def close(self) -> None:
        """Give the file back."""
        if self._socket is not None:
            self._socket.close()
        else:
            os.close(self._descriptor)

    def _sent(self, data: bytes) -> int:
        try:
            if self._socket is not None:
                return self._socket.send(data, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
            return os.write(self._descriptor, data)
        except BlockingIOError:
            return 0


def _has_descriptor(stream: TextIO) -> bool:
    try:
        stream.fileno()
    except (OSError, ValueError):
        return False
    return True


def _opened_again(descriptor: int, kind: int) -> int:
    """The same pipe or terminal, opened without waiting; that of the others stays as it is. What can't be opened again is shared with them."""
    if stat.S_ISFIFO(kind) or stat.S_ISCHR(kind):
        try:
            return os.open(f"/proc/self/fd/{descriptor}", os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError:
            pass
    return os.dup(descriptor)
