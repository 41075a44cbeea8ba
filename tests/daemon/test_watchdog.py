"""The watchdog's beat comes from the work: a pass that hangs stops it, and nothing else does."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE_SECONDS = 30.0
_PROGRAM = """
import logging, sys
from pathlib import Path
from watcher import config, log
from watcher.daemon.loop import Daemon
log.set_up(logging.INFO)
daemon = Daemon(lambda: config.load(Path(sys.argv[1])), silence_seconds=float(sys.argv[2]))
ended = daemon.run()
import os
from watcher import store
print("still serves:", store.serving(config.load(Path(sys.argv[1])).database) == os.getpid(), file=sys.stderr, flush=True)
os._exit(0 if ended.cleanly else 3)
"""


class Manager:
    """What the service manager hears."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.address)
        self.socket.settimeout(0.1)
        self.heard: list[tuple[float, str]] = []

    def listen(self, seconds: float) -> list[str]:
        """What is said in this time."""
        until = time.monotonic() + seconds
        said = []
        while time.monotonic() < until:
            try:
                said.append(self.socket.recv(8192).decode())
            except TimeoutError:
                continue
        return said

    def wait_for(self, text: str) -> None:
        """Until it is said."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if any(text in said for said in self.listen(0.2)):
                return
        raise AssertionError(f"{text} was not said")


@contextmanager
def _hanging_server() -> Iterator[int]:
    """Accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def _config(folder: Path, port: int) -> Path:
    password = folder / "password"
    password.write_text("secret")
    password.chmod(0o600)
    path = folder / "config.yaml"
    path.write_text(f"""
timezone: Europe/Stockholm
database: {folder}/watcher.sqlite3
accounts:
  - name: private
    address: alex@lind.example
    imap: {{host: 127.0.0.1, port: {port}, security: none, password_file: {password}}}
""")
    return path


@contextmanager
def _service(folder: Path, manager: Manager, port: int, silence_seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    program = [sys.executable, "-c", _PROGRAM, str(_config(folder, port)), str(silence_seconds)]
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "NOTIFY_SOCKET": manager.address,
        "WATCHDOG_USEC": "1500000",
    }
    with subprocess.Popen(program, env=environment, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    found = Manager(tmp_path)
    yield found
    found.socket.close()


def test_a_pass_that_hangs_stops_the_beat(tmp_path: Path, manager: Manager) -> None:
    """The server accepts and never answers: the pass gives no sign of life for longer than it may, and the watchdog is not beaten any more."""
    with _hanging_server() as port, _service(tmp_path, manager, port, silence_seconds=3.0) as process:
        manager.wait_for("READY=1")
        assert "WATCHDOG=1" in manager.listen(2.0)
        manager.listen(2.5)
        assert "WATCHDOG=1" not in manager.listen(4.0)
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 3
        assert process.stderr is not None
        told = process.stderr.read()
        assert b"no sign of life" in told
        assert b"still serves: True" in told  # no other service begins while something of this one hangs


def test_a_service_in_trouble_that_goes_on_trying_beats(tmp_path: Path, manager: Manager) -> None:
    """A server that is not there is no reason to kill the service."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with _service(tmp_path, manager, port, silence_seconds=3.0) as process:
        manager.wait_for("READY=1")
        manager.listen(4.0)
        said = manager.listen(3.0)
        assert said.count("WATCHDOG=1") >= 2
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0
        assert any("STOPPING=1" in each for each in manager.listen(0.5))


def test_a_stop_is_not_held_up_by_a_server_that_hangs(tmp_path: Path, manager: Manager) -> None:
    with _hanging_server() as port, _service(tmp_path, manager, port, silence_seconds=60.0) as process:
        manager.wait_for("READY=1")
        manager.listen(1.0)
        began = time.monotonic()
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        assert time.monotonic() - began < 5.0  # what systemd's users are promised
