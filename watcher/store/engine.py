"""Opening a database: the file and its modes, SQLite's settings, migrations when they are needed, and every error of the drivers in our own words."""

import fcntl
import os
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, Index, event, exc, pool

from watcher.errors import StoreBusy, StoreError
from watcher.store import schema

BUSY_SECONDS = 10.0
_NOT_OPENED = "the database {file} can't be opened: {reason}; give a path that can be written (database: in the config)"
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def url_of(where: str) -> URL:
    """The URL of a database named by an SQLAlchemy URL or by the path of an SQLite file. Raises StoreError."""
    if "://" not in where:
        return URL.create(
            "sqlite", database=":memory:" if where == ":memory:" else str(Path(where).expanduser().absolute())
        )
    try:
        return sqlalchemy.make_url(where)
    except exc.ArgumentError as error:
        raise StoreError("the database's URL can't be read; write a path, or sqlite:///… or postgresql://…") from error


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database, None for any other and for one in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


class Database:
    """An open database: what gives connections. May be used by several threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._is_indexed = False
        self._locks: defaultdict[int, threading.Lock] = defaultdict(threading.Lock)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose reads all see the same state."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that holds the right to write from its start, so that it can't fail half-way for want of it."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def make_indexes(self) -> None:
        """Have the late indexes, for a query that goes by one; nothing to do but after a first load."""
        if self._is_indexed:
            return
        with self.reading() as connection:
            missing = _missing_indexes(connection)
        if missing:
            with self.writing() as connection:
                for index in _missing_indexes(connection):
                    index.create(connection)
        self._is_indexed = True

    @contextmanager
    def alone(self, number: int, name: str) -> Iterator[None]:
        """The right to work on an account alone, in any thread or process: a lock on a file beside the database, gone with whoever held it.

        Raises StoreBusy where somebody else holds it. A database without a file is known to this process only, and so is its lock.
        """
        held = StoreBusy(f"another pass over {name} is running; try again when it is over")
        file = file_of(self.engine.url)
        with _lock(self._locks[number], held) if file is None else file_lock(Path(f"{file}.{number}.lock"), held):
            yield


@contextmanager
def _lock(lock: threading.Lock, held: StoreBusy) -> Iterator[None]:
    if not lock.acquire(blocking=False):
        raise held
    try:
        yield
    finally:
        lock.release()


@contextmanager
def file_lock(file: Path, held: StoreBusy) -> Iterator[None]:
    """The lock on a file, made if missing. Raises `held` where somebody else has it, StoreError where it can't be opened."""
    try:
        handle = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(f"the lock {file} can't be opened: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise held from error
        yield
    finally:
        os.close(handle)


def _missing_indexes(connection: Connection) -> list[Index]:
    inspector = sqlalchemy.inspect(connection)
    tables = {index.table.name for index in schema.LATE if index.table is not None}
    there = {index["name"] for table in tables for index in inspector.get_indexes(table)}
    return [index for index in schema.LATE if index.name not in there]


def connect(url: URL, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """A database that has the tables of this version, its file made if missing. Raises StoreError, StoreBusy."""
    file = file_of(url)
    if file is not None:
        _make_file(file)
    database = Database(_engine(url, busy_seconds))
    try:
        _bring_to_head(database, str(file or url.render_as_string()))
    except BaseException:
        database.close()
        raise
    return database


def make_folders(file: Path) -> None:
    """The folders of a file, those that are missing readable by the user alone. Raises StoreError."""
    try:
        for parent in reversed(file.parents):
            if not parent.exists():
                parent.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreError(_NOT_OPENED.format(file=file, reason=error.strerror)) from error


def _make_file(file: Path) -> None:
    """An empty file that only the user can read, in folders likewise; nothing if it is there."""
    make_folders(file)
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(_NOT_OPENED.format(file=file, reason=error.strerror)) from error


def _engine(url: URL, busy_seconds: float) -> Engine:
    try:
        if url.get_backend_name() != "sqlite":
            engine = sqlalchemy.create_engine(url)
        else:
            one_only = {} if file_of(url) is not None else {"poolclass": pool.StaticPool}
            engine = sqlalchemy.create_engine(
                url, connect_args={"timeout": busy_seconds, "check_same_thread": False}, **one_only
            )
            event.listen(engine, "connect", _set_up_connection)
            event.listen(engine, "begin", _begin)
    except (exc.ArgumentError, ImportError) as error:
        raise StoreError(f"no driver for the database {url.render_as_string()}: {error}") from error
    event.listen(engine, "handle_error", _translate)
    return engine


def _set_up_connection(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # BEGIN is ours: see _begin
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-8000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _translate(context: Any) -> None:
    """Let the driver's error go on as one of ours."""
    error = context.original_exception
    database = context.engine.url.render_as_string() if context.engine is not None else ""
    file = None if context.engine is None else file_of(context.engine.url)
    if isinstance(error, sqlite3.Error):
        raise _sqlite_error(error, str(file) if file is not None else "") from error
    if isinstance(context.sqlalchemy_exception, exc.DBAPIError):
        line = str(error).strip().partition("\n")[0]
        raise StoreError(f"the database {database} can't be used: {line}") from error


def _sqlite_error(error: sqlite3.Error, file: str) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest of the number is detail
    if code in _BUSY:
        return StoreBusy(f"the database {file} is held by another process; try again when its pass is over")
    what_to_do = {
        sqlite3.SQLITE_NOTADB: "it is no SQLite database; name another file (database: in the config), or move this one away",
        sqlite3.SQLITE_CORRUPT: "it is damaged; move it away, the next pass builds a new one from the mailbox",
        sqlite3.SQLITE_FULL: "the disk is full; make room and try again",
        sqlite3.SQLITE_READONLY: "it may not be written; give this user the right to write the file and its folder",
        sqlite3.SQLITE_CANTOPEN: "it can't be opened; check that the file and its folder may be read and written",
        sqlite3.SQLITE_PERM: "it may not be opened; check the rights of the file and its folder",
        sqlite3.SQLITE_IOERR: "the disk failed to read or write; check it and its free space",
    }
    return StoreError(f"the database {file} can't be used: {what_to_do.get(code, str(error))}")


def _bring_to_head(database: Database, name: str) -> None:
    """Run the migrations that are missing; when none is, this is one query and alembic is not even imported."""
    with database.reading() as connection:
        if _version(connection) == schema.HEAD:
            return
    with database.writing() as connection:
        # Another process may have been faster: look again, now that no one else can write.
        version = _version(connection)
        if version == schema.HEAD:
            return
        if version is None and sqlalchemy.inspect(connection).get_table_names():
            raise StoreError(
                f"the database {name} belongs to another program; name another file (database: in the config)"
            )
        from watcher.store import migrations  # noqa: PLC0415  (imports alembic, which takes longer than most commands)

        if version is not None and version not in migrations.known():
            raise StoreError(
                f"the database {name} was written by a newer version of this program; "
                "upgrade the program, or name another file (database: in the config)"
            )
        migrations.upgrade(connection)


def _version(connection: Connection) -> str | None:
    """The number of the last migration that was run, None where there was none."""
    if not sqlalchemy.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)
