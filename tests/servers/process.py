"""What every test server needs of the operating system: an account, a folder, a port, and an end.

Servers never run as root: a test run by root (CI) starts them as `mail`, an account that every Debian and Ubuntu has.
"""

import atexit
import contextlib
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 20.0
STOP_SECONDS = 5.0
_POLL_SECONDS = 0.02


class ServerUnavailableError(Exception):
    """A test server cannot be had here; the text says why. Its tests skip, except in CI, where they fail."""


@dataclass(frozen=True, slots=True)
class Account:
    """The system account that a server runs under."""

    name: str
    uid: int
    gid: int
    group: str

    def owns(self, path: Path) -> None:
        """Hand a file or folder to this account; a no-op for everyone but root."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def account() -> Account:
    """Return who the servers run as: the caller, or `mail` when the caller is root."""
    try:
        entry = pwd.getpwnam("mail") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, grp.getgrgid(entry.pw_gid).gr_name)
    except KeyError as error:
        raise ServerUnavailableError(f"the servers have no account to run under: {error}") from error


def as_account(command: Sequence[str | Path]) -> list[str]:
    """Return the command wrapped so that it runs as `account()` and gets SIGTERM should the test run die."""
    owner = account()
    switch = [f"--reuid={owner.uid}", f"--regid={owner.gid}", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", "--pdeathsig", "TERM", *switch, "--", *map(str, command)]


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def workspace() -> Iterator[Path]:
    """Give a folder that the servers' account may use; removed after.

    Its path is at most 14 characters long: a socket's path holds 108 bytes, and see `tests.servers.dovecot`.
    """
    path = Path(tempfile.mkdtemp(prefix="w", dir="/tmp"))
    path.chmod(0o755)
    account().owns(path)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def make_folder(path: Path) -> Path:
    """Create a folder that belongs to the servers' account."""
    path.mkdir(parents=True, exist_ok=True)
    account().owns(path)
    return path


class Process:
    """A server process in its own process group, stopped with all its children."""

    def __init__(self, command: Sequence[str | Path], *, environment: Mapping[str, str], log: Path) -> None:
        """Start `command`; what it prints goes to `log`."""
        self._log = log
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                as_account(command), env=dict(environment), stdout=out, stderr=out, cwd="/", start_new_session=True
            )
        atexit.register(self.stop)

    def wait_for_port(self, port: int) -> None:
        """Return once 127.0.0.1:port accepts; raise ServerUnavailableError with the log's end if it never does."""
        give_up_at = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up_at and self._process.poll() is None:
            if _accepts(port):
                return
            time.sleep(_POLL_SECONDS)
        self.stop()
        raise ServerUnavailableError(f"no answer on port {port}: {self.log_end()}")

    def log_end(self, characters: int = 2000) -> str:
        """Return the last part of what the server printed."""
        return self._log.read_text(errors="replace")[-characters:]

    def stop(self) -> None:
        """Ask it to end, then make it end, children included. Harmless when it has ended already."""
        atexit.unregister(self.stop)
        if self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _accepts(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
