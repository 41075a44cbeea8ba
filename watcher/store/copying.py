"""A copy of the database, made while it is in use, and put back. SQLite files only: a database on a server has means of its own."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from watcher.errors import StoreBusy, StoreError
from watcher.store import engine, service_lock
from watcher.store.whole import open_store

RESTORED = "restored"  # the state of an account whose journal may be older than its mailbox
ASIDE = ".before-restore"
_PARTS = ("-shm", "-wal", "")


def back_up(where: str, target: Path) -> None:
    """A whole copy of the database in `target`, which only the user can read; passes and the service may go on meanwhile. An older copy there is replaced.

    Raises StoreError, also where `target` is anything but a copy of such a database.
    """
    file = _file(where)
    if not file.exists():
        raise StoreError(f"there is nothing to copy: there is no database {file}; run `watcher scan` first")
    if target.exists() and (target.samefile(file) or not _is_ours(target)):
        what = "the database itself" if target.samefile(file) else "no copy of a database of this program"
        raise StoreError(f"{target} is {what}; name another file")
    with _beside(target) as fresh:
        _copy(file, fresh)
        fresh.replace(target)


def put_back(where: str, copy: Path) -> Path | None:
    """Put a copy in the place of the database, and let every account know that its mailbox may have gone on since; where the database of before lies now, if there was one.

    Raises AlreadyRunning while a service works with the database, StoreBusy while a pass does, StoreError for a copy that can't be used.
    """
    file = _file(where)
    if not copy.is_file():
        raise StoreError(f"there is no file {copy}; name the copy that `watcher backup` made")
    if file.exists() and copy.samefile(file):
        raise StoreError(f"{copy} is the database itself; name the copy that `watcher backup` made")
    if not _is_ours(copy):
        raise StoreError(f"{copy} is no whole copy of a database of this program; name another one")
    engine.make_folders(file)
    with service_lock.serve_alone(engine.url_of(where)), _no_pass(file), _beside(file) as fresh:
        _copy(copy, fresh)
        with open_store(str(fresh)) as opened:
            for name in opened.accounts():
                opened.account(name).set_state(**{RESTORED: "yes"})
        aside = file.with_name(file.name + ASIDE)
        was_there = file.exists()
        for part in _PARTS:
            with suppress(FileNotFoundError):
                Path(f"{aside}{part}").unlink()
            with suppress(FileNotFoundError):
                Path(f"{file}{part}").rename(f"{aside}{part}")
        fresh.replace(file)
    return aside if was_there else None


def _file(where: str) -> Path:
    file = engine.file_of(engine.url_of(where))
    if file is None:
        raise StoreError("the database is on a server; copy it and put it back by that server's own means")
    return file


def _is_ours(file: Path) -> bool:
    """Whether it is a whole SQLite file with the tables of this program."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as found:
            whole = found.execute("PRAGMA quick_check").fetchone() == ("ok",)
            tables = {name for (name,) in found.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error:
        return False
    return whole and {"alembic_version", "journal", "account_state"} <= tables


def _copy(source: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as error:
        raise StoreError(f"{source} can't be copied to {target.parent}: {error}") from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """An empty file that only the user can read, in the folder of `target`; gone at the end, if it was not given another name."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise StoreError(f"{target} can't be written: {error.strerror}; name a file in a folder that can be") from error
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for part in _PARTS:
            Path(f"{name}{part}").unlink(missing_ok=True)


@contextmanager
def _no_pass(file: Path) -> Iterator[None]:
    """The right of every account's pass over this database."""
    with ExitStack() as held:
        for lock in file.parent.glob(f"{file.name}.*.lock"):
            if lock.name.removeprefix(f"{file.name}.").removesuffix(".lock").isdigit():
                held.enter_context(
                    engine.file_lock(lock, StoreBusy(f"a pass over {file} is running; try again when it is over"))
                )
        yield
