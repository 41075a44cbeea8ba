"""The service under measurement: the real `watcher run` in a process of its own, over mailboxes of a real Dovecot."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.box import Box

WATCHER = Path(sys.executable).with_name("watcher")
PATIENCE_SECONDS = 120.0
Condition = Callable[[], bool]


@contextmanager
def running(boxes: Sequence[Box], folder: Path) -> Iterator[int]:
    """Serve these mailboxes; the process's id, once it is ready."""
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(_config(boxes, folder)))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, (folder / "log").open("wb") as log:
        manager.bind(str(folder / "notify"))
        manager.settimeout(PATIENCE_SECONDS)
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "NOTIFY_SOCKET": str(folder / "notify")}
        with subprocess.Popen(  # noqa: S603 - the program itself
            [WATCHER, "run", "-c", path], env=environment, stderr=log
        ) as process:
            try:
                while b"READY=1" not in manager.recv(8192):
                    pass
                yield process.pid
            finally:
                process.terminate()


def _config(boxes: Sequence[Box], folder: Path) -> dict[str, Any]:
    config: dict[str, Any] = dict(boxes[0].config)
    config["database"] = str(folder / "watcher.sqlite3")
    config["max_actions_per_pass"] = 1000
    config["accounts"] = [box.config["accounts"][0] | {"name": f"box{number}"} for number, box in enumerate(boxes)]
    return config


def wait_until(
    what: str, holds: Condition, *, patience_seconds: float = PATIENCE_SECONDS, step_seconds: float = 0.01
) -> float:
    """Wait until it holds; how long that took, in seconds."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > patience_seconds:
            raise TimeoutError(f"{what} did not come about in {patience_seconds:g} seconds")
        time.sleep(step_seconds)
    return time.monotonic() - began
