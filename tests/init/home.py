"""A user's home before the first contact, and the mailbox that he is going to set up."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.cli.desk import WATCHER, Said
from tests.init.terminal import Terminal
from tests.servers import mail_program
from tests.servers.dovecot import Dovecot
from tests.servers.imap_server import User
from watcher.cli import running

ADDRESS = "alex@lind.example"


class Home:
    """An empty home. Nothing of this machine's zone and locale shows in it, and no name server is asked but that of the test."""

    def __init__(self, folder: Path, *, resolver: str, zone: str = "Europe/Stockholm") -> None:
        self.folder = folder
        self.config = folder / ".config/watcher/config.yaml"
        self.database = folder / ".local/state/watcher/watcher.sqlite3"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "TZ": zone,
            "WATCHER_RESOLVER": resolver,
        }

    def files(self) -> list[str]:
        """Everything in it."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))

    def at_terminal(self, *arguments: str, columns: int = 80, **environment: str) -> Terminal:
        """`watcher` on a terminal."""
        return Terminal(
            [WATCHER, *arguments], environment=self.environment | environment, folder=self.folder, columns=columns
        )

    def runs(self, *arguments: str, stdin: str = "", **environment: str) -> Said:
        """`watcher` without a terminal."""
        done = subprocess.run(
            [WATCHER, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            env=self.environment | environment,
            cwd=self.folder,
            timeout=120,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def says(self, *arguments: str, stdin: str = "") -> Said:
        """`watcher` without a terminal, in this process: quicker."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in self.environment.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            root = logging.getLogger()
            patch.setattr(root, "handlers", root.handlers[:])
            patch.setattr(root, "level", root.level)
            code = running.run(list(arguments))
        return Said(code, out.getvalue(), err.getvalue())


def fill(server: Dovecot, user: User, *, threads: int = 2) -> None:
    """Put mail into Sent that nobody has answered for ten days."""
    with mail_program.logged_in(server, user) as client:
        for number in range(threads):
            when = datetime.now(UTC) - timedelta(days=10, minutes=number)
            mail = EmailMessage()
            mail["From"], mail["To"] = f"Alex Lind <{ADDRESS}>", f"Anna <anna{number}@acme.example>"
            mail["Subject"], mail["Message-ID"] = f"The figures for week {number}", f"<{number}@lind.example>"
            mail["Date"] = format_datetime(when)
            mail.set_content("Hello Anna,\n\ncould you send me the figures?\n\nAlex\n")
            client.append("Sent", mail.as_bytes(), (b"\\Seen",), when)


def contents(server: Dovecot, user: User) -> list[tuple[str, int, set[bytes]]]:
    """Every message of the mailbox: its folder, UID and flags."""
    return list(_contents(server, user))


def _contents(server: Dovecot, user: User) -> Iterator[tuple[str, int, set[bytes]]]:
    with mail_program.logged_in(server, user) as client:
        for _, _, name in client.list_folders():
            client.select_folder(name, readonly=True)
            for uid, data in client.fetch(client.search("ALL"), ["FLAGS"]).items():
                yield name, uid, set(data[b"FLAGS"])
