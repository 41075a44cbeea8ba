"""A person at a real terminal: reads what a command writes, and types. The command has the terminal as its own, so that Ctrl-C comes from the kernel."""

import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE_SECONDS = 60.0
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")
CTRL_C, CTRL_D = "\x03", "\x04"


class Terminal:
    """One command on a terminal of its own; hung up at the end."""

    def __init__(
        self, command: list[str | Path], *, environment: Mapping[str, str], folder: Path, columns: int = 80
    ) -> None:
        self._leader, follower = pty.openpty()
        self.screen = ""  # all that was written so far, without colours
        self._seen = 0
        self._process = subprocess.Popen(
            ["setsid", "--ctty", *command],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={"TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": "40", **environment},
            cwd=folder,
        )
        os.close(follower)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._leader >= 0:
            os.close(self._leader)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def sees(self, text: str) -> None:
        """Wait until this comes, behind what was seen before."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while (at := self.screen.find(text, self._seen)) < 0:
            left = give_up_at - time.monotonic()
            assert left > 0, f"never saw {text!r} in:\n{self.screen}"
            if not self._read(left):
                assert text in self.screen[self._seen :], f"it ended without {text!r}:\n{self.screen}"
        self._seen = at + len(text)

    def types(self, text: str, *, enter: bool = True) -> None:
        """Type, and press Enter."""
        os.write(self._leader, (text + "\r" * enter).encode())

    def answers(self, question: str, text: str) -> None:
        """Wait for the question, and answer it."""
        self.sees(question)
        self.types(text)

    def hangs_up(self) -> int:
        """Close the terminal; the exit code."""
        os.close(self._leader)
        self._leader = -1
        return self._process.wait(PATIENCE_SECONDS)

    def ends(self) -> int:
        """Read on until the command ends; the exit code."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while self._read(max(0.0, give_up_at - time.monotonic())):
            pass
        return self._process.wait(PATIENCE_SECONDS)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self._process.terminate()

    def _read(self, seconds: float) -> bool:
        """Take in what comes within this time; False when nothing will come any more."""
        ready, _, _ = select.select([self._leader], [], [], seconds)
        try:
            piece = os.read(self._leader, 65536) if ready else b""
        except OSError:  # Linux's way to say that the other side is closed
            return False
        self.screen = _CONTROL.sub("", self.screen + piece.decode("utf-8", "replace")).replace("\r\n", "\n")
        return bool(piece)
