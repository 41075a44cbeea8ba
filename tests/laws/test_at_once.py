"""Several processes on one account, and processes that are killed: at most one draft, one mark."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from tests.e2e.box import Box
from tests.servers import proxy
from tests.servers.imap_server import ImapServer

MOMENTS = ["UID STORE", "APPEND", *(["LOGIN", "UID FETCH", "UID SEARCH"] if "WATCHER_LAWS" in os.environ else [])]
WATCHER = Path(sys.executable).with_name("watcher")


@pytest.fixture
def watched(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Box, proxy.Line]]:
    """A mailbox of today, seen through a line that tells what goes over it."""
    server: ImapServer = request.getfixturevalue("dovecot_server")
    with proxy.between(server) as line, Box(server, tmp_path) as box:
        box.now = datetime.now(UTC)
        box.config["accounts"][0]["imap"]["port"] = line.port
        (tmp_path / "config.yaml").write_text(yaml.safe_dump(box.config), encoding="utf-8")
        yield box, line


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """The real program, in a process of its own."""
    command = [str(WATCHER), *arguments, "-c", str(folder / "config.yaml")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))


def wait_for(line: proxy.Line, name: str, process: subprocess.Popen[str]) -> None:
    """Return when the program has sent this command, or has ended."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if any(command.name == name for command in line.commands()):
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.002)


def test_a_second_scan_says_so_and_leaves(watched: tuple[Box, proxy.Line], tmp_path: Path) -> None:
    """With the exit code of what passes by itself."""
    box, line = watched
    for number in range(12):
        box.send(f"Question {number}", days_ago=9)
    first = start(tmp_path, "scan")
    wait_for(line, "UID FETCH", first)
    second = start(tmp_path, "scan")
    ends = [process.communicate(timeout=60) for process in (first, second)]
    codes = [first.returncode, second.returncode]
    if second.returncode:  # it came in time
        assert codes == [0, 75], ends
        assert "another pass" in ends[1][1]
    assert len(box.drafts()) == 12
    assert [command.name for command in line.commands()].count("APPEND") == 12


@pytest.mark.parametrize("command", MOMENTS)
def test_a_killed_scan_is_made_up_for(watched: tuple[Box, proxy.Line], tmp_path: Path, command: str) -> None:
    """By SIGKILL, somewhere after this command: the next ones bring it to an end, once."""
    box, line = watched
    sent = [box.send(f"Question {number}", days_ago=9) for number in range(3)]
    process = start(tmp_path, "scan")
    wait_for(line, command, process)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    for _ in range(2):
        again = start(tmp_path, "scan")
        out, err = again.communicate(timeout=60)
        assert again.returncode == 0, (out, err)
    assert len(box.drafts()) == 3
    assert all("follow-up-due" in box.flags(each) for each in sent)
    assert "Nothing to change" in out


def test_dismissing_while_a_scan_runs_is_heard(watched: tuple[Box, proxy.Line], tmp_path: Path) -> None:
    """In the end the thread has neither mark nor draft."""
    box, line = watched
    sent = box.send("Question", days_ago=9)
    for number in range(8):
        box.send(f"Other question {number}", days_ago=9)
    start(tmp_path, "scan", "--dry-run").communicate(timeout=60)
    line.forget()
    scanning = start(tmp_path, "scan")
    wait_for(line, "STATUS", scanning)
    dismissing = start(tmp_path, "dismiss", sent)
    assert dismissing.wait(timeout=60) == 0, dismissing.communicate()
    dismissing.communicate()
    scanning.communicate(timeout=60)
    start(tmp_path, "scan").communicate(timeout=60)
    assert "follow-up-due" not in box.flags(sent)
    assert not [raw for raw in box.drafts() if sent.encode() in raw]
    assert len(box.drafts()) == 8
