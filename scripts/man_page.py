"""Writes docs/watcher.1, the man page, to stdout: the commands from the command line itself, the rest from below. A test holds the page to it."""

import re
import sys
from collections.abc import Iterator
from typing import Any

import typer

from watcher import __version__
from watcher.cli.app import app

CHANGED = "2026-11-26"
NAME = "watches your sent mail and has a follow-up draft ready at the right moment"
DESCRIPTION = """\
`watcher` reads the Sent folder of an IMAP mailbox, sees who has not answered, and knows when it is time to follow up on each kind of occasion: an application, an interview, a sales lead.
It then marks the message, and leaves a ready-made draft in the thread. You read it, change it, and send it yourself: the program never sends anything, never changes what you wrote, and never makes a second draft.

An answer takes the mark off again, and withdraws the draft while it is untouched.

Begin with `watcher demo`, which shows the whole job on a mailbox of its own, and go on with `watcher init`. How far a pass may go is the `mode` of the config: `preview` changes nothing and is the default, `mark` marks what is due, `draft` also drafts.
"""
FILES = {
    "~/.config/watcher/config.yaml": "The config of a user. $XDG_CONFIG_HOME takes the place of ~/.config.",
    "/etc/watcher/config.yaml": "The config of the system's service, and of whoever has none of his own.",
    "~/.local/state/watcher/watcher.sqlite3": "The database, unless the config's `database` names another: what was read, decided and done. The files beside it that end in `-wal` and `-shm` are parts of it while it is in use; those that end in `.lock` keep passes and services apart.",
    "/var/lib/watcher": "Where the system's service keeps its database.",
}
ENVIRONMENT = {
    "WATCHER_CONFIG": "The config file, where no `--config` is given.",
    "WATCHER_LOG": "How much is logged to stderr: `debug`, `info`, `warning` or `error`. Commands log warnings; `run` logs more.",
    "WATCHER_LOG_PRIVATE": "Set to 1, the log also holds subjects and addresses. Without it they are left out. A password is never logged.",
    "NO_COLOR": "Set to anything, nothing is printed in colour.",
    "CREDENTIALS_DIRECTORY": "Set by systemd: where `password_credential` of the config finds its file (`LoadCredential=` in the unit).",
    "XDG_CONFIG_HOME": "Where the folder watcher with the config lies, in place of ~/.config.",
}
EXIT_STATUS = {
    "0": "Done.",
    "1": "Failed: the server or the database said no. It needs you.",
    "2": "Wrong usage, or a config that can't be used.",
    "75": "A trouble that passes: no connection, or another pass is running. Try again later.",
    "130": "Interrupted by Ctrl-C.",
}
SIGNALS = {
    "SIGTERM, SIGINT": "End. What was saved stays, and the next start goes on from there.",
    "SIGHUP": "Read the config anew. One with mistakes is refused, and the old one kept.",
    "SIGUSR1": "Look at every mailbox at once. Commands that change something send it to the service of their database.",
}
EXAMPLES = {
    "watcher demo": "See what it does, on a mailbox of its own.",
    "watcher init": "Set up your mailbox; nothing is changed in it.",
    "watcher status --all": "Every thread, also what is answered or dismissed.",
    'watcher explain "second interview"': "Why that thread stands where it stands.",
    "watcher snooze anna@acme.example 2w": "Let that thread rest for two weeks.",
    'watcher scan --at "2026-12-01 09:00"': "What would be due then; nothing is changed.",
    "watcher status --json | jq '.accounts[].name'": "For programs.",
    "sudo -u watcher /opt/watcher/bin/watcher status": "Ask the system's service what it knows.",
    "watcher backup ~/watcher-backup.sqlite3": "Copy the database, also while the service runs.",
    "watcher undo --all": "Take back every mark and every untouched draft that it made.",
}
SEE_ALSO = "systemctl(1), journalctl(1), systemd.exec(5)"


def page() -> str:
    """The whole page, as man(7) macros."""
    group: Any = typer.main.get_command(app)
    parts = [
        '.\\" Written by scripts/man_page.py; change that, or the help texts in watcher/cli/app.py.',
        f'.TH WATCHER 1 "{CHANGED}" "watcher {__version__}" "User Commands"',
        ".SH NAME",
        f"watcher \\- {_text(NAME)}",
        ".SH SYNOPSIS",
        ".B watcher",
        r".RB [ \-\-config",
        ".IR FILE ]",
        ".I COMMAND",
        r".RI [ OPTIONS ]",
        ".SH DESCRIPTION",
        *_paragraphs(DESCRIPTION),
        ".SH OPTIONS",
        *_options(group),
        ".SH COMMANDS",
    ]
    for name, command in group.commands.items():
        parts += _command(name, command)
    for head, entries in (("FILES", FILES), ("ENVIRONMENT", ENVIRONMENT), ("EXIT STATUS", EXIT_STATUS)):
        parts += [f".SH {head}", *_listed(entries)]
    parts += [".SH SIGNALS", ".B watcher run", "minds these:", *_listed(SIGNALS)]
    parts += [".SH EXAMPLES", *_listed(EXAMPLES)]
    references = (reference.partition("(") for reference in SEE_ALSO.split(", "))
    named = [f".BR {page} ({rest}," for page, _, rest in references]
    return "\n".join([*parts, ".SH SEE ALSO", *named[:-1], named[-1].rstrip(",")]) + "\n"


def _command(name: str, command: Any) -> Iterator[str]:
    yield f'.SS "watcher {name}{_usage(command)}"'
    yield from _paragraphs(command.help or "")
    yield from _options(command)


def _usage(command: Any) -> str:
    names = [f"{p.metavar}{'...' if p.nargs != 1 else ''}" for p in command.params if p.param_type_name == "argument"]
    return "".join(f" {name}" for name in ["[OPTIONS]", *names])


def _options(command: Any) -> Iterator[str]:
    """Every argument and option, with its help. `--help` and completion are said once, for all commands."""
    for parameter in command.params:
        yield ".TP"
        if parameter.param_type_name == "argument":
            yield f".I {_text(parameter.metavar)}"
        else:
            names = ", ".join(
                rf"\fB{_text(name)}\fR" for name in [*parameter.opts, *parameter.secondary_opts] if name.strip()
            )
            yield names + (rf" \fI{_text(parameter.metavar)}\fR" if parameter.metavar else "")
        yield _text(parameter.help or "")
    if hasattr(command, "commands"):
        yield ".TP"
        yield r"\fB\-h\fR, \fB\-\-help\fR"
        yield "Show the help and exit; of a command, where it stands behind one."


def _listed(entries: dict[str, str]) -> Iterator[str]:
    for name, text in entries.items():
        yield ".TP"
        yield rf"\fB{_text(name)}\fR"
        yield _text(text)


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        if number:
            yield ".PP"
        yield _text(" ".join(paragraph.split()))


def _text(text: str) -> str:
    """Plain text as roff: what is special to it is escaped, `code` is bold, and no line begins with a control character."""
    escaped = (
        text.replace("\\", r"\e").replace("-", r"\-").replace("~", r"\(ti").replace("^", r"\(ha").replace("'", r"\(aq")
    )
    bold = re.sub(r"`([^`]+)`", r"\\fB\1\\fR", escaped)
    return r"\&" + bold if bold.startswith(".") else bold


if __name__ == "__main__":
    sys.stdout.write(page())
