"""One service a database: the lock that the running one holds, whom it belongs to, and how a command wakes it.

The lock is on a file beside the database, `<database>.service.lock`, which holds the process's id; it goes with the process, however that ends.
A database that is no file has its lock in $XDG_RUNTIME_DIR (else ~/.local/state)/watcher, so it keeps off the services of this user on this computer alone.
"""

import fcntl
import hashlib
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL

from watcher.errors import AlreadyRunning, StoreError
from watcher.store import engine

PATIENCE_SECONDS = 1.0  # a look at the lock holds it for an instant, and a service that ends holds it for another
_STEP_SECONDS = 0.05


def serving(where: str) -> int | None:
    """The id of the process that serves this database (an SQLAlchemy URL or a path), None where none does or it can't be told. Raises StoreError for a bad URL."""
    try:
        handle = os.open(_file(engine.url_of(where)), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _pid(handle)
    except OSError:  # a file system without locks
        return None
    finally:
        os.close(handle)
    return None


def wake(where: str) -> bool:
    """Have the service that serves this database look at once (SIGUSR1); whether there was one to tell."""
    pid = serving(where)
    if pid is None or not _awaits(pid, signal.SIGUSR1):
        return False
    try:
        os.kill(pid, signal.SIGUSR1)
    except OSError:  # another user's, or gone by now
        return False
    return True


@contextmanager
def serve_alone(url: URL) -> Iterator[None]:
    """The right to be this database's service. Raises AlreadyRunning, and StoreError where there can be no lock."""
    file = _file(url)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(
            f"the lock {file} can't be opened: {error.strerror}; give this user the right to write it and its folder"
        ) from error
    try:
        _take(handle, file)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
        with suppress(OSError):
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _take(handle: int, file: Path) -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= give_up_at:
                raise _refusal(_pid(handle)) from error
        except OSError as error:
            raise StoreError(
                f"the lock {file} can't be had: {error.strerror}; keep the database on a local disk (database: in the config)"
            ) from error
        else:
            return
        time.sleep(_STEP_SECONDS)


def _refusal(pid: int | None) -> AlreadyRunning:
    who, stop = (f"process {pid}", f"kill {pid}") if pid is not None else ("another process", "kill it")
    return AlreadyRunning(
        f"the service runs already: {who} serves this database\n"
        f"stop that one first (systemctl --user stop watcher, sudo systemctl stop watcher, or {stop}), or give this one a database of its own (database: in the config)"
    )


def _file(url: URL) -> Path:
    database = engine.file_of(url)
    if database is not None:
        return Path(f"{database.resolve()}.service.lock")
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(runtime) if runtime else Path.home() / ".local" / "state"
    name = hashlib.sha256(url.set(password=None).render_as_string().encode()).hexdigest()[:16]
    return folder / "watcher" / f"{name}.service.lock"


def _pid(handle: int) -> int | None:
    written = os.pread(handle, 32, 0).strip()
    return int(written) if written.isdigit() else None


def _awaits(pid: int, number: signal.Signals) -> bool:
    """Whether the process is ready for the signal, which would else end it: one that has just begun, or a stranger with an old number."""
    with suppress(OSError, ValueError):
        facts = dict(
            line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line
        )
        return any(int(facts.get(name, "0"), 16) >> (number - 1) & 1 for name in ("SigCgt", "SigBlk"))
    return False
