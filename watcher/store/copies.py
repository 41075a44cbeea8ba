"""Where copies of messages lie now. A row whose UID is negative lies nowhere any more, yet what it said still counts: it is *gone*."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, select, update

from watcher.core.model import FolderName, MessageId, Place, Role
from watcher.store import bulk, cache
from watcher.store.schema import folders, members, messages

_places = select(messages.c.uid, messages.c.flags, folders.c.name, folders.c.role, folders.c.uid_validity).join(
    folders, folders.c.id == messages.c.folder_id
)


def retire(connection: Connection, account_id: int, folder_id: int, rows: Sequence[int]) -> None:
    """These copies are no longer in the mailbox. What belongs to a judged thread is kept as gone, a draft or anything else is deleted."""
    cache.mark_threads_of(connection, account_id, rows)
    role = connection.execute(select(folders.c.role).where(folders.c.id == folder_id)).scalar()
    for chunk in bulk.chunks(rows):
        kept = (
            set()
            if role == Role.DRAFTS.value
            else set(connection.execute(select(members.c.row_id).where(members.c.row_id.in_(chunk))).scalars())
        )
        connection.execute(update(messages).where(messages.c.id.in_(list(kept))).values(uid=-messages.c.id))
        connection.execute(delete(messages).where(messages.c.id.in_([row for row in chunk if row not in kept])))


def rows_in(connection: Connection, folder_id: int) -> list[int]:
    """The rows of the copies that lie in this folder."""
    return list(
        connection.execute(
            select(messages.c.id).where(messages.c.folder_id == folder_id, messages.c.uid >= 0)
        ).scalars()
    )


def forget_gone(connection: Connection, folder_id: int, message_ids: Iterable[MessageId]) -> None:
    """Messages that lie in this folder again need no gone copy there."""
    some_gone = select(messages.c.id).where(messages.c.folder_id == folder_id, messages.c.uid < 0).limit(1)
    if connection.execute(some_gone).first() is None:
        return
    for chunk in bulk.chunks(message_ids):
        back = (messages.c.folder_id == folder_id, messages.c.uid < 0, messages.c.message_id.in_(chunk))
        connection.execute(delete(messages).where(*back))


def place(connection: Connection, account_id: int, wanted: Place) -> Place | None:
    """The place with the flags of the copy that lies there, None where none does."""
    query = _places.where(
        folders.c.account_id == account_id,
        folders.c.name == wanted.folder,
        folders.c.uid_validity == wanted.uid_validity,
        messages.c.uid == wanted.uid,
    )
    return next(iter(_read(connection, query)), None)


def places_of(connection: Connection, account_id: int, message_id: MessageId) -> list[Place]:
    """Every place where a copy of this message lies."""
    query = _places.where(
        messages.c.account_id == account_id, messages.c.message_id == message_id, messages.c.uid >= 0
    ).order_by(messages.c.id)
    return _read(connection, query)


def lies_elsewhere(connection: Connection, account_id: int, name: FolderName) -> bool:
    """Whether every message that was in this folder lies in another folder too."""
    other = messages.alias()
    elsewhere = exists().where(
        other.c.account_id == account_id,
        other.c.message_id == messages.c.message_id,
        other.c.folder_id != messages.c.folder_id,
        other.c.uid >= 0,
    )
    only_here = (
        select(messages.c.id)
        .join(folders, folders.c.id == messages.c.folder_id)
        .where(folders.c.account_id == account_id, folders.c.name == name, messages.c.uid >= 0, ~elsewhere)
    )
    return connection.execute(only_here.limit(1)).first() is None


def _read(connection: Connection, query: Select[Any]) -> list[Place]:
    return [
        Place(
            folder=FolderName(row.name),
            role=cache.role_of(row.role),
            uid_validity=row.uid_validity or 0,
            uid=row.uid,
            flags=cache.flags_from(row.flags),
        )
        for row in connection.execute(query)
    ]
