"""The real `watcher run`, as a process of its own, and what it tells: systemd's socket, the log, and what the kernel knows of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.box import Box

WATCHER = Path(sys.executable).with_name("watcher")
PATIENCE_SECONDS = 90.0
_TICKS = os.sysconf("SC_CLK_TCK")


def wait_until(holds: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> float:
    """Wait until it holds; how long that took, in seconds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, f"in {seconds:g} seconds it did not come about that {what}"
        time.sleep(0.05)
    return time.monotonic() - began


class Service:
    """A running service. Each box is an account: box0, box1 and so on."""

    def __init__(self, folder: Path, boxes: Sequence[Box], **config: Any) -> None:
        self.folder = folder
        self.database = folder / "service.sqlite3"
        self.config_file = folder / "service.yaml"
        self.log_file = folder / "service.log"
        self.config = boxes[0].config | config | {"database": str(self.database)}
        self.config["accounts"] = [
            box.config["accounts"][0] | {"name": f"box{number}"} for number, box in enumerate(boxes)
        ]
        self.write_config()
        self.said: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None

    def write_config(self, **changes: Any) -> None:
        """Write the config, with these changes."""
        self.config |= changes
        self.config_file.write_text(yaml.safe_dump(self.config))

    def start(self, *, watchdog_seconds: float = 6.0, terminal: int | None = None) -> None:
        """Start it, in a terminal of its own where one is given; it may not be ready yet."""
        address = self.folder / "notify"
        address.unlink(missing_ok=True)
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        manager.bind(str(address))
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "NOTIFY_SOCKET": str(address),
            "WATCHDOG_USEC": str(int(watchdog_seconds * 1_000_000)),
        }
        with self.log_file.open("ab") as log:
            command = [str(WATCHER), "run", "-c", str(self.config_file)]
            stdin = subprocess.DEVNULL
            if terminal is not None:
                command, stdin = ["setsid", "--ctty", *command], terminal
            self._process = subprocess.Popen(command, env=environment, stderr=log, stdin=stdin)
        threading.Thread(target=self._hear, args=(manager, self._process), daemon=True).start()

    def _hear(self, manager: socket.socket, process: subprocess.Popen[bytes]) -> None:
        manager.settimeout(0.2)
        with manager:
            while process.poll() is None:
                try:
                    self.said.append(manager.recv(8192).decode())
                except TimeoutError:
                    continue

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process that was started last."""
        assert self._process is not None
        return self._process

    def ready(self, listening: int | None = None) -> "Service":
        """Wait until it is ready, and so many accounts (all, unless told otherwise) are listened to."""
        wait_until(lambda: any("READY=1" in said for said in self.said), "it was ready")
        wanted = len(self.config["accounts"]) if listening is None else listening
        wait_until(lambda: len(self.log("listening for news")) >= wanted, f"{wanted} accounts were listened to")
        return self

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Stop it; the exit code, and how many seconds it took."""
        self.process.send_signal(number)
        began = time.monotonic()
        code = self.process.wait(PATIENCE_SECONDS)
        return code, time.monotonic() - began

    def log(self, event: str, **fields: object) -> list[dict[str, Any]]:
        """The lines of the log with this event and these fields."""
        lines = [json.loads(line) for line in self.log_file.read_text().splitlines() if line.startswith("{")]
        return [
            line
            for line in lines
            if line["event"] == event and all(line.get(name) == value for name, value in fields.items())
        ]

    def watcher(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command of the program, with the same config."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        command = [str(WATCHER), *arguments, "-c", str(self.config_file)]
        return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)

    def processor_seconds(self) -> float:
        """The processor time that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def threads(self) -> int:
        """How many threads it has."""
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))


@contextmanager
def serving(folder: Path, boxes: Sequence[Box], **config: Any) -> Iterator[Service]:
    """A service over these boxes, started; killed at the end, if it still runs."""
    service = Service(folder, boxes, **config)
    service.start()
    try:
        yield service
    finally:
        service.process.kill()
        service.process.wait()
