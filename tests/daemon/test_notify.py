"""What systemd is told, on the sockets it would be told on."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.daemon import notify
from watcher.daemon.notify import Notifier


class Manager:
    """The service manager's end of the socket."""

    def __init__(self, address: str | bytes) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.socket.settimeout(30)

    def hears(self) -> list[str]:
        """The fields of the next datagram."""
        return self.socket.recv(4096).decode().split("\n")

    def hears_nothing_more(self) -> bool:
        """Whether nothing is in the queue."""
        self.socket.settimeout(0)
        try:
            self.socket.recv(4096)
        except BlockingIOError:
            return True
        return False


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "notify")


@pytest.fixture
def manager(path: str) -> Iterator[Manager]:
    manager = Manager(path)
    yield manager
    manager.socket.close()


def test_every_word_is_one_datagram_of_one_line_a_field(manager: Manager, path: str) -> None:
    notifier = Notifier.from_environment({"NOTIFY_SOCKET": path})
    notifier.ready("2 accounts, next pass at 09:00")
    assert manager.hears() == ["READY=1", "STATUS=2 accounts, next pass at 09:00"]
    notifier.ready()
    assert manager.hears() == ["READY=1"]
    notifier.status("1 thread is due")
    assert manager.hears() == ["STATUS=1 thread is due"]
    notifier.extend_timeout(90.5)
    assert manager.hears() == ["EXTEND_TIMEOUT_USEC=90500000"]
    notifier.watchdog()
    assert manager.hears() == ["WATCHDOG=1"]
    notifier.stopping()
    assert manager.hears() == ["STOPPING=1"]
    notifier.status("")
    assert manager.hears_nothing_more()


def test_reloading_tells_the_moment_by_the_clock_that_systemd_compares_it_with(manager: Manager, path: str) -> None:
    notifier = Notifier(path)
    before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    notifier.reloading()
    after = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    first, second = manager.hears()
    name, _, value = second.partition("=")
    assert (first, name) == ("RELOADING=1", "MONOTONIC_USEC")
    assert before <= int(value) <= after


def test_an_abstract_socket_is_spoken_to_by_its_name() -> None:
    name = f"watcher/test/{os.getpid()}"
    manager = Manager(b"\0" + name.encode())
    try:
        Notifier.from_environment({"NOTIFY_SOCKET": f"@{name}"}).ready("")
        assert manager.hears() == ["READY=1"]
    finally:
        manager.socket.close()


def test_a_status_can_neither_add_a_field_nor_outgrow_a_datagram(manager: Manager, path: str) -> None:
    notifier = Notifier(path)
    notifier.status("private:\nMAINPID=1\r\nFDSTORE=1\x00\x1b[2J \ud800")
    (field,) = manager.hears()
    assert field.startswith("STATUS=private: MAINPID=1 FDSTORE=1 [2J")
    notifier.ready("\N{GRINNING FACE}" * 10_000)
    ready, status = manager.hears()
    assert ready == "READY=1"
    assert status == "STATUS=" + "\N{GRINNING FACE}" * (notify.STATUS_CHARACTERS - 1) + "…"


@pytest.mark.parametrize("address", ["", "vsock:2:1234", "relative/path"])
def test_where_nobody_can_be_told_nothing_is_sent_and_no_watchdog_waits(address: str) -> None:
    notifier = Notifier.from_environment({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "60000000"})
    assert notifier.watchdog_seconds is None
    says_everything(notifier)


def test_a_socket_that_is_gone_or_was_never_there_or_has_too_long_a_name_stops_nothing(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    Manager(gone).socket.close()  # the file stays, nobody listens
    for address in (gone, str(tmp_path / "never"), "/" + "x" * 200, "@" + "x" * 200):
        says_everything(Notifier(address))


def test_a_manager_that_comes_back_is_told_again(path: str) -> None:
    notifier = Notifier(path)
    notifier.ready()
    manager = Manager(path)
    try:
        notifier.watchdog()
        assert manager.hears() == ["WATCHDOG=1"]
    finally:
        manager.socket.close()


def test_a_manager_that_reads_nothing_is_not_waited_for_without_end(
    manager: Manager, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify, "SEND_SECONDS", 0.1)
    fill(path)
    notifier = Notifier(path)
    says_everything(notifier)
    assert manager.hears() == ["FULL=1"]
    notifier.watchdog()
    while (heard := manager.hears()) == ["FULL=1"]:
        pass
    assert heard == ["WATCHDOG=1"]


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({"WATCHDOG_USEC": "90500000"}, 90.5),
        ({"WATCHDOG_USEC": "90500000", "WATCHDOG_PID": str(os.getpid())}, 90.5),
        ({"WATCHDOG_USEC": "90500000", "WATCHDOG_PID": str(os.getpid() + 1)}, None),
        ({"WATCHDOG_USEC": "90500000", "WATCHDOG_PID": "me"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "-5"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_PID": str(os.getpid())}, None),
        ({}, None),
    ],
)
def test_the_watchdog_is_ours_only_when_it_has_a_time_and_waits_for_this_process(
    environment: dict[str, str], seconds: float | None
) -> None:
    notifier = Notifier.from_environment({"NOTIFY_SOCKET": "/run/systemd/notify", **environment})
    assert notifier.watchdog_seconds == seconds


SCRIPT = """
import json, os, subprocess, sys
from watcher.daemon.notify import Notifier
notifier = Notifier.from_environment()
notifier.ready("from a process of its own")
child = "import json, os; print(json.dumps(sorted(os.environ)))"
left = json.loads(subprocess.run([sys.executable, "-c", child], capture_output=True, check=True).stdout)
print(json.dumps({"left": left, "watchdog": notifier.watchdog_seconds}))
"""


def test_a_child_inherits_no_word_of_the_service_manager(manager: Manager, path: str) -> None:
    environment = {**os.environ, "NOTIFY_SOCKET": path, "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": ""}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert told["watchdog"] == 60.0
    assert not {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"} & set(told["left"])
    assert manager.hears() == ["READY=1", "STATUS=from a process of its own"]


def fill(path: str) -> None:
    """Send until the manager's queue takes no more, from as many sockets as that needs: each has a limit of its own."""
    with contextlib.ExitStack() as opened:
        sent = 1
        while sent:
            other = opened.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
            other.settimeout(0)
            other.connect(path)
            sent = 0
            with contextlib.suppress(BlockingIOError):
                while True:
                    other.send(b"FULL=1")
                    sent += 1


def says_everything(notifier: Notifier) -> None:
    notifier.ready("here")
    notifier.status("busy")
    notifier.reloading()
    notifier.extend_timeout(5)
    notifier.watchdog()
    notifier.stopping()
