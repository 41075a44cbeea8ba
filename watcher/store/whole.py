"""The database as a whole: opened, and the accounts in it."""

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from sqlalchemy import select

from watcher.core.model import AccountName
from watcher.errors import StoreError
from watcher.store import bulk, engine, service_lock
from watcher.store.account import AccountStore
from watcher.store.schema import accounts


def open_store(where: str, *, busy_seconds: float = engine.BUSY_SECONDS) -> "Store":
    """The database at an SQLAlchemy URL or a path, made if missing and brought up to date. Raises StoreError, StoreBusy.

    Another process that writes is waited for, each time at most `busy_seconds`.
    """
    return Store(engine.connect(engine.url_of(where), busy_seconds=busy_seconds))


def open_existing(where: str) -> "Store":
    """The database, for a command that has nothing to say without one. Raises StoreError if there is none."""
    file = engine.file_of(engine.url_of(where))
    if file is not None and not file.exists():
        raise StoreError(f"no pass was made yet: there is no database {file}; run `watcher scan` first")
    return open_store(where)


class Store:
    """An open database. May be used by several threads."""

    def __init__(self, database: engine.Database) -> None:
        self.database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; a second time does nothing."""
        self.database.close()

    def serve_alone(self) -> AbstractContextManager[None]:
        """The right to be the one service of this database, until the end of the `with`. Raises AlreadyRunning, StoreError."""
        return service_lock.serve_alone(self.database.engine.url)

    def accounts(self) -> list[AccountName]:
        """The accounts that the database knows, by name."""
        with self.database.reading() as connection:
            return [
                AccountName(name)
                for name in connection.execute(select(accounts.c.name).order_by(accounts.c.name)).scalars()
            ]

    def account(self, name: str) -> AccountStore:
        """What is stored of one account; made if missing."""
        find = select(accounts.c.id).where(accounts.c.name == name)
        with self.database.reading() as connection:
            number = connection.execute(find).scalar()
        if number is None:
            with self.database.writing() as connection:
                connection.execute(bulk.insert_or(connection, accounts).values(name=name).on_conflict_do_nothing())
                number = connection.execute(find).scalar_one()
        return AccountStore(self.database, number, name)
