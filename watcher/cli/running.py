"""The frame around a command: what went wrong goes to stderr in a line or two, and the exit code says of what kind it was."""

import sys

import typer

from watcher.cli import app, output
from watcher.errors import ConfigError, WatcherError

INTERRUPTED = 130


def run(arguments: list[str]) -> int:
    """Carry out one command line; the exit code: 0 done, 1 failed, 2 wrong usage or config, 75 temporary, 130 interrupted."""
    output.make_ready()
    try:
        code = _command(arguments)
        output.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:  # stdout itself: a full disk
        output.silence(sys.stdout)
        print(f"watcher: the output can't be written: {error.strerror}", file=sys.stderr)
        return 1
    return code


def _command(arguments: list[str]) -> int:
    try:
        if not arguments:
            app.app(["--help"], prog_name="watcher", standalone_mode=False)
            return 2
        code = app.app(arguments, prog_name="watcher", standalone_mode=False)
    except typer.Abort:
        return INTERRUPTED
    except typer.TyperException as error:
        output.complain(f"watcher: {_sentence(error.format_message())}\nTry: {_help_for(error)}")
        return 2
    except WatcherError as error:
        output.complain(complaint(error))
        return error.exit_code
    return code if isinstance(code, int) else 0


def complaint(error: WatcherError, *, prefix: str = "") -> str:
    """What a user reads of an error."""
    if not isinstance(error, ConfigError) or not error.source:
        return f"watcher: {prefix}" + "\n  ".join(str(error).splitlines() or [type(error).__name__])
    count = len(error.mistakes)
    head = f"watcher: {prefix}{error.source} can't be used" + (f", it has {count} mistakes:" if count > 1 else ":")
    return "\n".join([head, *(f"  {mistake}" for mistake in error.mistakes)])


def reason(error: WatcherError) -> str:
    """The words of an error alone."""
    return "\n      ".join(str(error).splitlines() or [type(error).__name__])


def _sentence(message: str) -> str:
    return message[:1].lower() + message[1:] if message else "wrong usage"


def _help_for(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context is not None else 'watcher'} --help"
