"""Questions on the terminal. Each comes with an answer for Enter where one can be guessed, and is asked again until its answer can be used."""

import getpass
import io
import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

from watcher.cli import output
from watcher.errors import WatcherError

T = TypeVar("T")


class InputEnded(WatcherError):
    """The user, or the end of the terminal, leaves a question open."""


def can_ask() -> bool:
    """Whether a person sits in front of it who sees the questions and can answer."""
    if sys.stdin is None or not sys.stdin.isatty() or not output.is_terminal():
        return False
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return True


def line(question: str, read: Callable[[str], T], *, guess: str = "") -> T:
    """One line, as `read` understands it; a ValueError of it says what would be right, and the question comes again. Enter takes the guess."""
    prompt = f"{question} [{guess}]: " if guess else f"{question}: "
    while True:
        answer = _line(prompt).strip() or guess
        try:
            return read(answer)
        except ValueError as error:
            _say_wrong(str(error))


def hidden(question: str) -> str:
    """One line that does not show while it is typed; may be empty."""
    output.flush()
    try:
        return getpass.getpass(f"{question}: ")
    except UnicodeDecodeError:
        _say_wrong("is not text in UTF-8")
        return hidden(question)
    except EOFError:
        raise _ended() from None


def yes(question: str, *, guess: bool = True) -> bool:
    """Yes or no."""
    answers = {"": guess, "y": True, "yes": True, "n": False, "no": False}

    def read(answer: str) -> bool:
        if answer.lower() not in answers:
            raise ValueError("must be y or n")
        return answers[answer.lower()]

    return line(f"{question} {'[Y/n]' if guess else '[y/N]'}", read)


def choice(question: str, options: Mapping[str, tuple[str, str]], *, guess: str) -> str:
    """One of the options: a key with its word and what it means. Its first letter, or the whole word, chooses it."""
    output.say(question)
    for key, (word, meaning) in options.items():
        output.say(output.wrapped(meaning, f"  {key}  {word + ':':9} ", " " * 15))

    def read(answer: str) -> str:
        found = [key for key, (word, _) in options.items() if answer.lower() in (key, word)]
        if not found:
            raise ValueError(f"must be one of {', '.join(options)}")
        return found[0]

    return line("Your choice", read, guess=guess)


def _line(prompt: str) -> str:
    """What is typed; read here and not by `input`, which would write the prompt to stderr."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    typed = sys.stdin.readline()
    if not typed:
        output.say()
        raise _ended()
    return typed


def _say_wrong(text: str) -> None:
    output.say(
        output.coloured(output.wrapped(f"That {text.rstrip('.')}{'' if text.endswith('?') else '.'}", "  "), "yellow")
    )


def _ended() -> InputEnded:
    return InputEnded("the input ended before the last question: nothing was written")
