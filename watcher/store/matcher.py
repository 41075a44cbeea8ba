"""The face of the store for one account, as far as it tells what belongs together though no reference says so."""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection

from watcher.core.model import MessageId
from watcher.store import cache, engine, renewing, traces
from watcher.store.records import Match


class Matcher:
    """Searches by the traces of messages, and what was found by them. Each method is one transaction."""

    def __init__(self, database: engine.Database, number: int) -> None:
        self.database = database
        self._id = number

    def _reading(self) -> AbstractContextManager[Connection]:
        return self.database.reading()

    def _writing(self) -> AbstractContextManager[Connection]:
        return self.database.writing()

    def received_like(self, keys: traces.Keys, since: datetime, until: datetime) -> set[int]:
        """The rows of what others wrote in this time that fits one of the keys."""
        self.database.make_indexes()
        with self._reading() as connection:
            return traces.received(connection, self._id, keys, since, until)

    def sent_like(self, keys: traces.Keys, since: datetime, until: datetime) -> set[int]:
        """The rows of the user's own messages of this time that fit one of the keys."""
        self.database.make_indexes()
        with self._reading() as connection:
            return traces.sent(connection, self._id, keys, since, until)

    def sent_since(self, since: datetime) -> set[int]:
        """The rows of all that the user sent since then."""
        with self._reading() as connection:
            return traces.sent_since(connection, self._id, since)

    def fresh_after(self, row: int) -> set[int]:
        """The rows that came after this one, as far as no verdict covers them."""
        with self._reading() as connection:
            return traces.fresh_after(connection, self._id, row)

    def newest_row(self) -> int:
        """The newest row there is, of any account."""
        with self._reading() as connection:
            return traces.newest_row(connection)

    def count_from(self, email: str, since: datetime, until: datetime) -> int:
        """How many messages came from this address in this time."""
        self.database.make_indexes()
        with self._reading() as connection:
            return traces.count_from(connection, self._id, email, since, until)

    def rows_of_messages(self, ids: Iterable[MessageId]) -> set[int]:
        """The rows of every copy of these messages."""
        self.database.make_indexes()
        with self._reading() as connection:
            return traces.rows_of_messages(connection, self._id, ids)

    def save_matches(self, found: Collection[Match], told: Iterable[int]) -> None:
        """What was found; the threads of it, and of the rows `told`, are to be judged anew."""
        with self._writing() as connection:
            traces.save(connection, self._id, found)
            cache.mark_fresh(connection, self._id, {match.row for match in found if match.is_sure})
            cache.mark_threads_of(connection, self._id, {*told, *(match.row for match in found)})

    def matches_of(self, rows: Iterable[int], ids: Iterable[MessageId]) -> list[Match]:
        """The certain matches of these rows, and the uncertain ones that may answer these messages of the user's."""
        with self._reading() as connection:
            return traces.of_messages(connection, self._id, rows, ids)

    def renew_traces(self) -> None:
        """Make all traces anew, and forget what was found by the old ones: another version of the program made them."""
        with self._writing() as connection:
            traces.forget(connection, self._id)
            renewing.renew(connection, self._id)
