"""Many rows at once: lists cut for IN (…), upserts of the dialect, new row numbers, and inserts that go as fast as the driver."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Insert, Table, Update, select, update
from sqlalchemy.dialects import postgresql, sqlite

from watcher.store.schema import counters

T = TypeVar("T")
Row = tuple[object, ...]
CHUNK = 500


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists that are short enough for one IN (…)."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def insert_or(connection: Connection, table: Table) -> Any:
    """An INSERT of this database's dialect that knows ON CONFLICT."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def take_numbers(connection: Connection, name: str, count: int) -> int:
    """The first of `count` new numbers. The counter's row is locked until the transaction ends."""
    of_name = counters.c.name == name
    connection.execute(update(counters).where(of_name).values(used=counters.c.used + count))
    return int(connection.execute(select(counters.c.used).where(of_name)).scalar_one()) - count + 1


def execute_many(connection: Connection, statement: Insert | Update, rows: Sequence[Row]) -> None:
    """Run a statement (a constant of its module) for rows whose values are already as they lie in the columns, in the order of the statement.

    This goes past SQLAlchemy's own handling of each value, which takes longer than the database does.
    """
    if not rows:
        return
    sql, by_position, names = _compiled(statement, connection.dialect)
    connection.exec_driver_sql(sql, list(rows) if by_position else [dict(zip(names, row, strict=True)) for row in rows])


@lru_cache(32)
def _compiled(statement: Insert | Update, dialect: Dialect) -> tuple[str, bool, list[str]]:
    """A statement in the words of a database, whether it takes its values by position, and their names in order."""
    compiled = statement.compile(dialect=dialect)
    return str(compiled), compiled.positiontup is not None, list(compiled.positiontup or compiled.params)
