"""What may belong together though no reference says so is found by index: by writer, name, organisation, subject and Outlook's conversation; and what was found is kept.

The traces of a message lie in columns of its row (and, of the user's own, in `sent_to`, a row for each recipient). A match is an answer, or a nudge of the user's own, that was recognised: it names the
user's message it belongs to, and says why. One that is certain is an edge of the graph as well, at the position `FOUND`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, delete, exists, func, insert, select, update

from watcher.core import matter, people, subjects
from watcher.core.model import Address, Envelope, MessageId, Role
from watcher.store import bulk
from watcher.store.columns import stored_text
from watcher.store.records import Match
from watcher.store.schema import counters, edges, folders, fresh, matches, messages, sent_to

TRACES_VERSION = "1"  # goes up whenever the traces of the same message would be others, so that all are made anew
FOUND = -1  # the position of an edge that no header names
AT_ONCE = 1000
COLUMNS = ("organisation", "person", "topic", "conversation")
_OUTGOING = (Role.SENT.value, Role.DRAFTS.value)
_new_sent_to = insert(sent_to)
_is_sent = exists().where(sent_to.c.row_id == messages.c.id)


@dataclass(frozen=True, slots=True)
class Keys:
    """What to look for; whatever fits one of them is found."""

    emails: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    conversations: frozenset[str] = frozenset()

    def __or__(self, other: "Keys") -> "Keys":
        """Return what finds all that either finds."""
        return Keys(
            self.emails | other.emails,
            self.organisations | other.organisations,
            self.persons | other.persons,
            self.topics | other.topics,
            self.conversations | other.conversations,
        )

    @property
    def by_kind(self) -> Mapping[str, frozenset[str]]:
        """Each kind of key by its name."""
        return {
            "emails": self.emails,
            "organisations": self.organisations,
            "persons": self.persons,
            "topics": self.topics,
            "conversations": self.conversations,
        }


# -- going in


def columns_of(envelope: Envelope, *, is_sent: bool, is_automatic: bool) -> tuple[str | None, ...]:
    """The values of `COLUMNS`; none of what can be no answer."""
    if is_automatic or (not is_sent and _is_bulk(envelope)):
        return (None, None, None, None)
    sender = None if is_sent else envelope.sender
    base = subjects.base_subject(envelope.subject)
    return (
        (people.organisation(sender.email) or None) if sender is not None else None,
        (_stored(people.name_key(sender)) or None) if sender is not None else None,
        _stored(base) if matter.says_something(base) else None,
        matter.conversation_of(envelope) or None,
    )


def _is_bulk(envelope: Envelope) -> bool:
    """Whether it went to many who did not write before: what comes with a way to unsubscribe and answers nothing."""
    return (
        "list-unsubscribe" in envelope.headers and not envelope.references and not subjects.is_reply(envelope.subject)
    )


def _stored(text: str) -> str:
    return stored_text(text[:200])


def save_recipients(connection: Connection, account_id: int, sent: Iterable[tuple[int, Envelope]]) -> None:
    """Whom the user's messages went to."""
    bulk.execute_many(
        connection,
        _new_sent_to,
        [
            (row, position, account_id, stored_text(each.email), people.organisation(each.email) or None, _person(each))
            for row, envelope in sent
            for position, each in enumerate((*envelope.to, *envelope.cc, *envelope.bcc))
        ],
    )


def _person(address: Address) -> str | None:
    return _stored(people.name_key(address)) or None


def renew_recipients(connection: Connection, account_id: int, sent: Sequence[tuple[int, Envelope]]) -> None:
    """The same of messages that were read a second time."""
    for chunk in bulk.chunks(row for row, _ in sent):
        connection.execute(delete(sent_to).where(sent_to.c.row_id.in_(chunk)))
    save_recipients(connection, account_id, sent)


def renew_columns(connection: Connection, rows: Iterable[tuple[int, tuple[str | None, ...]]]) -> None:
    """The traces of these rows, made anew."""
    for row, values in rows:
        connection.execute(update(messages).where(messages.c.id == row).values(dict(zip(COLUMNS, values, strict=True))))


# -- searches


def received(connection: Connection, account_id: int, keys: Keys, since: datetime, until: datetime) -> set[int]:
    """The rows of what others wrote in this time that fits."""
    return _search(
        connection,
        account_id,
        (messages.c.received_at >= since, messages.c.received_at <= until, folders.c.role.not_in(_OUTGOING), ~_is_sent),
        (
            (messages.c.sender, keys.emails),
            (messages.c.organisation, keys.organisations),
            (messages.c.person, keys.persons),
            (messages.c.topic, keys.topics),
            (messages.c.conversation, keys.conversations),
        ),
    )


def sent(connection: Connection, account_id: int, keys: Keys, since: datetime, until: datetime) -> set[int]:
    """The rows of the user's own messages of this time that fit."""
    in_time = (messages.c.received_at >= since, messages.c.received_at <= until)
    found = _search(
        connection,
        account_id,
        (*in_time, _is_sent),
        ((messages.c.topic, keys.topics), (messages.c.conversation, keys.conversations)),
    )
    for column, values in (
        (sent_to.c.email, keys.emails),
        (sent_to.c.organisation, keys.organisations),
        (sent_to.c.person, keys.persons),
    ):
        for chunk in bulk.chunks(values):
            query = select(sent_to.c.row_id).join(messages, messages.c.id == sent_to.c.row_id)
            found.update(
                connection.execute(
                    query.where(sent_to.c.account_id == account_id, column.in_(chunk), *in_time)
                ).scalars()
            )
    return found


def _search(
    connection: Connection,
    account_id: int,
    where: Sequence[ColumnElement[bool]],
    by: Iterable[tuple[Column[Any], frozenset[str]]],
) -> set[int]:
    rows: set[int] = set()
    for column, values in by:
        for chunk in bulk.chunks(values):
            query = select(messages.c.id).join(folders, folders.c.id == messages.c.folder_id)
            rows.update(
                connection.execute(
                    query.where(messages.c.account_id == account_id, column.in_(chunk), *where)
                ).scalars()
            )
    return rows


def sent_since(connection: Connection, account_id: int, since: datetime) -> set[int]:
    """The rows of all that the user sent since then."""
    query = select(messages.c.id).join(sent_to, sent_to.c.row_id == messages.c.id)
    return set(
        connection.execute(query.where(sent_to.c.account_id == account_id, messages.c.received_at >= since)).scalars()
    )


def fresh_after(connection: Connection, account_id: int, row: int) -> set[int]:
    """The rows after this one that no verdict covers."""
    later = select(fresh.c.row_id).where(fresh.c.account_id == account_id, fresh.c.row_id > row)
    return set(connection.execute(later).scalars())


def newest_row(connection: Connection) -> int:
    """The newest row there is, of any account."""
    return int(connection.execute(select(counters.c.used).where(counters.c.name == "messages")).scalar_one())


def count_from(connection: Connection, account_id: int, email: str, since: datetime, until: datetime) -> int:
    """How many messages came from this address in this time."""
    of_sender = (messages.c.account_id == account_id, messages.c.sender == email)
    in_time = (messages.c.received_at >= since, messages.c.received_at < until)
    return int(
        connection.execute(
            select(func.count(messages.c.message_id.distinct())).where(*of_sender, *in_time)
        ).scalar_one()
    )


def rows_of_messages(connection: Connection, account_id: int, ids: Iterable[MessageId]) -> set[int]:
    """The rows of every copy of these messages."""
    return {
        row
        for chunk in bulk.chunks(ids)
        for row in connection.execute(
            select(messages.c.id).where(messages.c.account_id == account_id, messages.c.message_id.in_(chunk))
        ).scalars()
    }


# -- matches


def save(connection: Connection, account_id: int, found: Iterable[Match]) -> None:
    """What was found; a certain one is an edge from now on."""
    for match in found:
        of_row = (matches.c.row_id == match.row, matches.c.target == match.target)
        connection.execute(delete(matches).where(*of_row))
        connection.execute(
            insert(matches).values(
                row_id=match.row,
                target=match.target,
                account_id=account_id,
                score=round(match.score * 100),
                is_sure=match.is_sure,
                why=match.why,
            )
        )
        if match.is_sure:
            connection.execute(delete(edges).where(edges.c.row_id == match.row, edges.c.position == FOUND))
            connection.execute(
                insert(edges).values(row_id=match.row, position=FOUND, account_id=account_id, target=match.target)
            )


def forget(connection: Connection, account_id: int) -> None:
    """Nothing was found, as far as is known."""
    connection.execute(delete(matches).where(matches.c.account_id == account_id))
    connection.execute(delete(edges).where(edges.c.account_id == account_id, edges.c.position == FOUND))


def of_messages(connection: Connection, account_id: int, rows: Iterable[int], ids: Iterable[MessageId]) -> list[Match]:
    """The certain matches of these rows, and the uncertain ones that may answer these messages of the user's."""
    found: list[Match] = []
    for column, values, is_sure in ((matches.c.row_id, set(rows), True), (matches.c.target, set(ids), False)):
        for chunk in bulk.chunks(values):
            query = select(matches).where(
                matches.c.account_id == account_id, column.in_(chunk), matches.c.is_sure.is_(is_sure)
            )
            found += [
                Match(each.row_id, each.target, each.score / 100, each.why, is_sure=each.is_sure)
                for each in connection.execute(query)
            ]
    return found
