"""The user's desk: a config, a database with what earlier passes found, and the command line."""

import io
import logging
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watcher import store
from watcher.cli import running
from watcher.core.model import Verdict
from watcher.store import Judged

WATCHER = Path(sys.executable).with_name("watcher")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Desk:
    """A folder with config.yaml, and commands run in it by the real console script."""

    def __init__(self, folder: Path, *, accounts: Iterable[str] = ("private",), more: str = "") -> None:
        self.folder = folder
        self.database = folder / "watcher.sqlite3"
        self.config = folder / "config.yaml"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "PASSWORD": "secret",
            "WATCHER_CONFIG": str(self.config),
        }
        mailboxes = "".join(
            f"  - {{name: {name}, address: {name}@lind.example, imap: {{host: 127.0.0.1, port: 9, security: none, password_env: PASSWORD}}}}\n"
            for name in accounts
        )
        self.config.write_text(
            f"timezone: Europe/Stockholm\ncountry: SE\ndatabase: {self.database}\n{more}\naccounts:\n{mailboxes}",
            encoding="utf-8",
        )

    def holds(self, *verdicts: Verdict, account: str = "private", passed: bool = True, **state: str) -> "Desk":
        """An earlier pass found these."""
        with store.open_store(str(self.database)) as opened:
            kept = opened.account(account)
            kept.save_judged([Judged(verdict, frozenset(), frozenset()) for verdict in verdicts], ())
            if passed:
                kept.set_state(last_pass_at=datetime.now(UTC).isoformat(), **state)
        return self

    def run(self, *arguments: str, **environment: str) -> Said:
        """One command in this process, its output caught."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in (self.environment | environment).items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            root = logging.getLogger()
            patch.setattr(root, "handlers", root.handlers[:])
            patch.setattr(root, "level", root.level)
            code = running.run(list(arguments))
        return Said(code, out.getvalue(), err.getvalue())

    def start(self, *arguments: str, **environment: str) -> Said:
        """One command by the real console script, its output piped."""
        done = subprocess.run(
            [WATCHER, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=self.environment | environment,
            cwd=self.folder,
            timeout=60,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def show(self, *arguments: str, columns: int = 80, **environment: str) -> Said:
        """One command on a terminal that is so wide; what both streams wrote comes as `out`."""
        leader, follower = pty.openpty()
        process = subprocess.Popen(
            [WATCHER, *arguments],
            stdout=follower,
            stderr=follower,
            stdin=follower,
            env=self.environment | {"TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": "40"} | environment,
            cwd=self.folder,
        )
        os.close(follower)
        pieces: list[bytes] = []
        reader = threading.Thread(target=_read_all, args=(leader, pieces))
        reader.start()
        code = process.wait(timeout=60)
        reader.join(timeout=60)
        os.close(leader)
        return Said(code, b"".join(pieces).decode("utf-8", "replace").replace("\r\n", "\n"), "")


def _read_all(leader: int, pieces: list[bytes]) -> None:
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # Linux's way to say that the other side is closed
            return
        if not piece:
            return
        pieces.append(piece)
