"""Structured logging to stderr: readable on a terminal, JSON lines elsewhere. Secrets, addresses and mail's text never get into it.

`WATCHER_LOG` sets the level (debug, info, warning, error). Commands are quiet but for warnings; the daemon tells more.
"""

import logging
import os
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ENVIRONMENT = "WATCHER_LOG"
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
HIDDEN = "…"

_PRIVATE_KEYS = re.compile(
    r"subject|address|password|secret|token|credential|sender|recipient|body|text|^(to|cc|bcc|from)$", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+")


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module."""
    found: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return found


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide the values of private keys, and whatever looks like an address; control characters become visible."""
    return {key: HIDDEN if _PRIVATE_KEYS.search(key) else _cleaned(value) for key, value in event.items()}


def level(default: int = logging.WARNING) -> int:
    """The level that the environment asks for, or the default."""
    return LEVELS.get(os.environ.get(ENVIRONMENT, "").strip().lower(), default)


def set_up(default: int = logging.WARNING) -> None:
    """Send our own log and that of the libraries to stderr, redacted."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    terminal = sys.stderr.isatty()
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
                redact,
                structlog.dev.ConsoleRenderer(colors=terminal and not os.environ.get("NO_COLOR"))
                if terminal
                else structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level(default))


def _without_trace(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
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


def _cleaned(value: Any) -> Any:
    if isinstance(value, bool | int | float | None):
        return value
    shown = _ADDRESS.sub(HIDDEN, str(value))
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in shown)
