"""A real systemd as process 1 of namespaces of its own, over a throw-away copy of this system: what units do, they do here.

Needs root, overlayfs and cgroup2. The network is the machine's own, so a test's IMAP server is reached; /tmp and /run are empty.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.servers.packages import CHECKOUT

SYSTEMD = Path("/lib/systemd/systemd")
PROGRAM = "/opt/watcher/bin/watcher"
"""Where the tests install it, as docs/service.md says."""
BOOT_SECONDS = 60.0
COMMAND_SECONDS = 120.0
_POLL_SECONDS = 0.1


class MachineUnavailableError(Exception):
    """No systemd can be run here; the text says why."""


class Machine:
    """A running systemd. `path` gives its files, `run` runs a program beside it."""

    def __init__(self, init: int) -> None:
        """`init` is its process id, as seen from here."""
        self._init = init

    def path(self, inside: str) -> Path:
        """The machine's file of this absolute path, for reading and writing from here."""
        return Path(f"/proc/{self._init}/root{inside}")

    def write(self, inside: str, text: str, *, mode: int = 0o644) -> Path:
        """Write a file of root's; folders on the way are made."""
        path = self.path(inside)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return path

    def run(
        self, *command: str, check: bool = True, user: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, as root or as another user; fails the test when it fails, unless `check` is false."""
        enter = ["nsenter", f"--target={self._init}", "--mount", "--pid", "--cgroup", "--uts", "--ipc"]
        at_its_root = ["sh", "-c", 'cd / && exec "$@"', "sh"]
        switch = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"] if user else []
        done = subprocess.run(
            [*enter, "--", *at_its_root, *switch, *command],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"} | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_SECONDS,
        )
        assert not check or done.returncode == 0, f"{command} ended with {done.returncode}: {done.stdout}{done.stderr}"
        return done

    def show(self, unit: str, *properties: str) -> dict[str, str]:
        """What systemd says of a unit."""
        said = self.run("systemctl", "show", unit, *(f"--property={name}" for name in properties)).stdout
        return dict(line.split("=", 1) for line in said.splitlines() if "=" in line)

    def journal(self, unit: str) -> str:
        """What a unit wrote."""
        self.run("journalctl", "--sync", check=False)
        return self.run("journalctl", "--no-pager", "--output=cat", "--unit", unit, check=False).stdout

    def until(self, unit: str, name: str, *wanted: str, seconds: float = 60.0) -> str:
        """Wait for one of the wanted values of a unit's property; the value. Fails the test with the unit's log when none comes."""
        give_up_at = time.monotonic() + seconds
        while (value := self.show(unit, name).get(name, "")) not in wanted:
            assert time.monotonic() < give_up_at, f"{name} of {unit} stays {value!r}: {self.journal(unit)}"
            time.sleep(_POLL_SECONDS)
        return value


@contextlib.contextmanager
def booted() -> Iterator[Machine]:
    """Boot one, and forget it afterwards. Raises MachineUnavailableError where that can't be done."""
    _refuse_unable()
    with tempfile.TemporaryDirectory(prefix="machine") as folder:
        log = Path(folder) / "log"
        name = f"watcher-test-{os.getpid()}"
        process = _start(["bash", str(Path(__file__).with_name("boot.sh"))], name, log)
        try:
            yield _wait(process, log)
        finally:
            process.kill()
            process.wait()
            _remove_cgroup(name)


def _refuse_unable() -> None:
    if os.geteuid() != 0:
        raise MachineUnavailableError("a systemd of one's own can be started by root alone")
    missing = [name for name in ("unshare", "nsenter", "setpriv", str(SYSTEMD)) if shutil.which(name) is None]
    if missing:
        raise MachineUnavailableError(f"missing here: {', '.join(missing)} (apt-get install systemd util-linux)")


def _start(command: Sequence[str], cgroup: str, log: Path) -> subprocess.Popen[bytes]:
    """`unshare` ignores SIGTERM and is ended by SIGKILL, which takes all its namespace's processes along."""
    unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc"]
    with log.open("wb") as out:
        return subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "--", *unshare, "--", *command],
            env=os.environ | {"WATCHER_CGROUP": cgroup, "WATCHER_CHECKOUT": str(CHECKOUT)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def _wait(process: subprocess.Popen[bytes], log: Path) -> Machine:
    give_up_at = time.monotonic() + BOOT_SECONDS
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while time.monotonic() < give_up_at and process.poll() is None:
        found = children.read_text().split()
        if found:
            machine = Machine(int(found[0]))
            if machine.run("systemctl", "is-active", "machine.target", check=False).stdout.strip() == "active":
                return machine
        time.sleep(_POLL_SECONDS)
    raise MachineUnavailableError(f"systemd did not start: {log.read_text(errors='replace')[-1500:]}")


def _remove_cgroup(name: str) -> None:
    """The control groups are the kernel's, and outlive their processes."""
    script = f"mount -t cgroup2 cgroup2 /mnt && find /mnt/{name} -depth -type d -exec rmdir {{}} + 2>/dev/null"
    for _ in range(20):
        subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, check=False)
        probe = subprocess.run(
            ["unshare", "--mount", "sh", "-c", f"mount -t cgroup2 cgroup2 /mnt && test ! -e /mnt/{name}"], check=False
        )
        if probe.returncode == 0:
            return
        time.sleep(_POLL_SECONDS)
