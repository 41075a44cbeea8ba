"""Structured logging to stderr: for systemd's journal, readable on a terminal, JSON lines elsewhere. Secrets and mail's text never get into it.

`WATCHER_LOG` sets the level (debug, info, warning, error). Commands are quiet but for warnings; the service tells more. Subjects and addresses are hidden,
unless `WATCHER_LOG_PRIVATE=yes` asks for them.
"""

import logging
import os
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

ENVIRONMENT = "WATCHER_LOG"
PRIVATE_ENVIRONMENT = "WATCHER_LOG_PRIVATE"
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
HIDDEN = "…"

_SECRET_KEYS = re.compile(r"password|secret|token|credential|body|text", re.IGNORECASE)
_PRIVATE_KEYS = re.compile(r"subject|address|sender|recipient|^(to|cc|bcc|from)$", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+")
_PRIORITIES = {
    "debug": 7,
    "info": 6,
    "warning": 4,
    "error": 3,
    "critical": 2,
}  # of syslog(3), as sd-daemon(3) wants them
_CHATTY = ("alembic", "apscheduler", "googleapiclient", "imapclient", "sqlalchemy")  # libraries that tell of every step
_YES = frozenset({"yes", "true", "on", "1"})

Event = MutableMapping[str, Any]


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module."""
    found: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return found


def redact(_logger: Any, _method: str, event: Event) -> Event:
    """Hide secrets, the values of private keys, and whatever looks like an address; control characters become visible."""
    return {key: HIDDEN if _is_hidden(key) else _cleaned(value, _ADDRESS) for key, value in event.items()}


def redact_secrets(_logger: Any, _method: str, event: Event) -> Event:
    """Hide secrets alone; control characters become visible."""
    return {key: HIDDEN if _SECRET_KEYS.search(key) else _cleaned(value, None) for key, value in event.items()}


def _is_hidden(key: str) -> bool:
    return bool(_SECRET_KEYS.search(key) or _PRIVATE_KEYS.search(key))


def level(default: int = logging.WARNING) -> int:
    """The level that the environment asks for, or the default."""
    return LEVELS.get(os.environ.get(ENVIRONMENT, "").strip().lower(), default)


def set_up(default: int = logging.WARNING, *, private: bool | None = None) -> None:
    """Send our own log and that of the libraries to stderr. `private`: show subjects and addresses (else the environment says so).

    A stderr that is gone is no error: the lines are lost.
    """
    logging.raiseExceptions = False
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
    handler = logging.StreamHandler(sys.stderr)
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
    root.handlers = [handler]
    root.setLevel(level(default))
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))


def _renderer() -> structlog.typing.Processor:
    """How a line looks, by where stderr leads."""
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(colors=not os.environ.get("NO_COLOR"))
    return _for_journal if _leads_to_journal() else structlog.processors.JSONRenderer()


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
    """A trace could quote a mail's text: only the error's kind is kept."""
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
    return event


def _cleaned(value: Any, hidden: re.Pattern[str] | None) -> Any:
    if isinstance(value, bool | int | float | None):
        return value
    if isinstance(value, Mapping):
        return {_cleaned(str(key), hidden): _cleaned(each, hidden) for key, each in value.items()}
    shown = hidden.sub(HIDDEN, str(value)) if hidden is not None else str(value)
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in shown)
