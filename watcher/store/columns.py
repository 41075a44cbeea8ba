"""Column types: instants as whole microseconds since 1970 in UTC, and text that any string survives (the mailbox is hostile)."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, types

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ESCAPED = "\ufeff"

# SQLite's own row number is a column of exactly this type; elsewhere 32 bits would be too few.
RowNumber = BigInteger().with_variant(Integer(), "sqlite")


def stored_instant(instant: datetime) -> int:
    """An aware instant as it lies in a column. Raises TypeError for a naive one."""
    return (instant - EPOCH) // MICROSECOND


def stored_text(text: str) -> str:
    """The text as it lies in a column: itself, or escaped where UTF-8 or PostgreSQL could not hold it (lone surrogates, NUL)."""
    if text.isascii() and "\0" not in text:
        return text
    if text.startswith(ESCAPED) or "\0" in text or not text.isprintable():
        return ESCAPED + json.dumps(text)
    return text


def read_text(value: str) -> str:
    """The text that `stored_text` was given."""
    return str(json.loads(value[1:])) if value.startswith(ESCAPED) else value


class Instant(types.TypeDecorator[datetime]):
    """An aware instant; comes back in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """To the column."""
        return None if value is None else stored_instant(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the column."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Words(types.TypeDecorator[str]):
    """Text from a mailbox, whatever it holds."""

    impl = types.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the column."""
        return None if value is None else stored_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """From the column."""
        return None if value is None else read_text(value)
