"""One service a database, however it ends, and a signal to it alone."""

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from watcher import store
from watcher.errors import AlreadyRunning
from watcher.store import engine, service_lock

ON_A_SERVER = "postgresql://alex:{password}@db.example/watcher"
SERVES = """
import signal, sys
from watcher.store import engine, service_lock
if sys.argv[2] == "ready":
    signal.signal(signal.SIGUSR1, lambda *_: print("woken", flush=True))
with service_lock.serve_alone(engine.url_of(sys.argv[1])):
    print("serves", flush=True)
    sys.stdin.read()
"""


@contextmanager
def service(where: str, *, ready: bool = True) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the lock; `ready` for the signal or not yet."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVES, where, "ready" if ready else "not yet"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert said(process) == "serves"
        try:
            yield process
        finally:
            process.kill()


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture(params=["file", "server"])
def where(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database in a file, and one on a server."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    return str(tmp_path / "w.sqlite3") if request.param == "file" else ON_A_SERVER.format(password="first")


def test_the_process_that_serves_is_known_while_it_lives(where: str) -> None:
    """Killed, it leaves a file behind that deceives nobody."""
    assert store.serving(where) is None
    with service(where) as process:
        assert store.serving(where) == process.pid
    assert store.serving(where) is None


def test_a_second_service_is_refused_and_told_of_the_first(where: str) -> None:
    with (
        service(where) as process,
        pytest.raises(AlreadyRunning, match=f"process {process.pid} serves this database\n.*kill {process.pid}"),
        service_lock.serve_alone(engine.url_of(where)),
    ):
        pass
    with service_lock.serve_alone(engine.url_of(where)):
        pass


def test_a_look_at_the_lock_keeps_no_service_out(where: str, tmp_path: Path) -> None:
    """Whoever asks who serves holds the lock for an instant, maybe just then."""
    url = engine.url_of(where)
    with service_lock.serve_alone(url):
        pass
    (file,) = tmp_path.rglob("*.service.lock")
    with file.open() as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        ends = threading.Timer(0.2, fcntl.flock, (asking, fcntl.LOCK_UN))
        ends.start()
        with service_lock.serve_alone(url):
            assert store.serving(where) == os.getpid()
        ends.join()


def test_a_service_is_woken(where: str) -> None:
    with service(where) as process:
        assert store.wake(where)
        assert said(process) == "woken"


def test_nobody_is_woken_where_nobody_serves(where: str) -> None:
    assert not store.wake(where)


def test_a_service_that_is_not_ready_yet_is_left_alone(where: str) -> None:
    """The signal would end it."""
    with service(where, ready=False) as process:
        assert not store.wake(where)
        assert process.poll() is None


def test_services_of_other_databases_are_let_be(tmp_path: Path) -> None:
    with service(str(tmp_path / "one.sqlite3")), store.open_store(str(tmp_path / "two.sqlite3")) as opened:
        with opened.serve_alone():
            assert store.serving(str(tmp_path / "two.sqlite3")) is not None
        assert store.serving(str(tmp_path / "two.sqlite3")) is None


def test_a_database_has_one_lock_by_whatever_name(tmp_path: Path) -> None:
    """A link to its folder, and its URL."""
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    (tmp_path / "folder").mkdir()
    with service(str(tmp_path / "link" / "w.sqlite3")):
        assert store.serving(str(tmp_path / "folder" / "w.sqlite3"))
        assert store.serving(f"sqlite:///{tmp_path}/folder/w.sqlite3")


def test_a_new_password_makes_no_new_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with service(ON_A_SERVER.format(password="first")):
        assert store.serving(ON_A_SERVER.format(password="second"))
