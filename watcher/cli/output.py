"""Stdout and stderr. A reader that goes away (`| head`) does not stop the work: the rest is written to nowhere."""

import os
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TextIO

NARROW = 100
_SGR = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}


def say(text: str = "") -> None:
    """One text to stdout."""
    _write(sys.stdout, text + "\n")


def complain(text: str) -> None:
    """One text to stderr."""
    flush()
    _write(sys.stderr, text + "\n")


def flush() -> None:
    """Hand on what was written; needed at the end, when stdout is a pipe."""
    _write(sys.stdout, "", flush=True)


def is_terminal() -> bool:
    """Whether a person reads stdout."""
    return sys.stdout.isatty()


def width() -> int:
    """How many columns there are."""
    return shutil.get_terminal_size((80, 24)).columns


def program() -> str:
    """How to call the program from here: by its path, where the shell would not find it by its name."""
    called, found = Path(sys.argv[0]), shutil.which("watcher")
    is_found = found is not None and Path(found).resolve() == called.resolve()
    return str(called) if called.name == "watcher" and not is_found else "watcher"


def make_ready() -> None:
    """Letters that the terminal can't show become `?` instead of an error; a stream that was closed from outside takes all and shows nothing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def cut(line: str, indent: int = 0) -> str:
    """The line, shortened to what an indent leaves of the terminal."""
    room = width() - indent
    return line if len(line) <= room or not is_terminal() else line[: room - 1] + "…"


def wrapped(line: str, indent: str = "  ", further: str | None = None) -> str:
    """The line, indented, and broken between words to fit a terminal; `further` indents its later lines, if otherwise."""
    if not is_terminal():
        return indent + line
    return textwrap.fill(
        line,
        max(width(), 40),
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def wants_colour() -> bool:
    """Whether a person looks who wants colours (no-color.org)."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def coloured(text: str, style: str) -> str:
    """The text in colour, such as `bold red`, where colours are wanted."""
    if not style or not wants_colour():
        return text
    return f"\x1b[{';'.join(_SGR[word] for word in style.split())}m{text}\x1b[0m"


def _write(stream: TextIO, text: str, *, flush: bool = False) -> None:
    try:
        stream.write(text)
        if flush or stream is sys.stderr:
            stream.flush()
    except BrokenPipeError:
        silence(stream)


def silence(stream: TextIO) -> None:
    """Whatever is still written to the stream, at the end of the process too, goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
