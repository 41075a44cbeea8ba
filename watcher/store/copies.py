"""Where copies of messages lie now, and what becomes of those that leave the mailbox: they are *gone*, yet what they said still counts."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, select, update

from watcher.core.model import FolderName, MessageId, Place, Role
from watcher.store import bulk, cache
from watcher.store.schema import folders, members, messages, people

_places = select(messages.c.uid_validity, messages.c.uid, messages.c.flags, folders.c.name, folders.c.role).join(
    folders, folders.c.id == messages.c.folder_id
)
Spot = tuple[FolderName, int, int]
_living = messages.c.gone.is_(False)


def spot(place: Place) -> Spot:
    """A place without the flags of what lies there."""
    return place.folder, place.uid_validity, place.uid


def retire(connection: Connection, account_id: int, folder_id: int, *which: ColumnElement[bool]) -> None:
    """These copies, or all, are no longer in the folder; every thread that they belong to, or perhaps answered, is to be judged anew.

    Drafts are deleted, and so is what was thrown away or junk and belongs to no thread. The rest is kept as gone.
    """
    role = connection.execute(select(folders.c.role).where(folders.c.id == folder_id)).scalar()
    leaving = select(messages.c.id, messages.c.sender).where(messages.c.folder_id == folder_id, _living, *which)
    for chunk in bulk.chunks(connection.execute(leaving).all()):
        senders = {each.id: each.sender for each in chunk}
        threaded = set(connection.execute(select(members.c.row_id).where(members.c.row_id.in_(senders))).scalars())
        cache.mark_threads_of(connection, account_id, threaded)
        _mark_threads_with(connection, account_id, {senders[row] for row in senders.keys() - threaded})
        if role == Role.DRAFTS.value:
            doomed = set(senders)
        else:
            doomed = senders.keys() - threaded if role in (Role.TRASH.value, Role.JUNK.value) else set()
        connection.execute(delete(messages).where(messages.c.id.in_(doomed)))
        connection.execute(update(messages).where(messages.c.id.in_(senders.keys() - doomed)).values(gone=True))


def retire_uids(connection: Connection, account_id: int, folder_id: int, uids: Iterable[int]) -> None:
    """The copies of these UIDs are no longer in the folder; one that was never known is passed over."""
    for chunk in bulk.chunks(uids):
        retire(connection, account_id, folder_id, messages.c.uid.in_(chunk))


def living_uids(connection: Connection, folder_id: int) -> frozenset[int]:
    """The UIDs of what lies in the folder, as far as it was read."""
    return frozenset(
        connection.execute(select(messages.c.uid).where(messages.c.folder_id == folder_id, _living)).scalars()
    )


def gone_uids(connection: Connection, account_id: int, name: FolderName, uids: Iterable[int]) -> set[int]:
    """Those of the UIDs whose copies left the folder as it is now."""
    in_folder = (
        folders.c.account_id == account_id,
        folders.c.name == name,
        messages.c.uid_validity == folders.c.uid_validity,
    )
    query = (
        select(messages.c.uid)
        .join(folders, folders.c.id == messages.c.folder_id)
        .where(*in_folder, messages.c.gone.is_(True))
    )
    return {
        uid
        for chunk in bulk.chunks(uids)
        for uid in connection.execute(query.where(messages.c.uid.in_(chunk))).scalars()
    }


def _mark_threads_with(connection: Connection, account_id: int, senders: Iterable[str | None]) -> None:
    emails = [sender for sender in senders if sender is not None]
    with_them = select(people.c.thread).where(people.c.account_id == account_id, people.c.email.in_(emails))
    cache.mark_threads(connection, account_id, connection.execute(with_them.distinct()).scalars())


def place(connection: Connection, account_id: int, wanted: Place) -> Place | None:
    """The place with the flags of the copy that lies there, None where none does."""
    query = _places.where(
        folders.c.account_id == account_id,
        folders.c.name == wanted.folder,
        messages.c.uid_validity == wanted.uid_validity,
        messages.c.uid == wanted.uid,
        _living,
    )
    row = connection.execute(query).first()
    return None if row is None else _read(row)


def places_now(connection: Connection, account_id: int, wanted: Iterable[Place]) -> dict[Spot, Place]:
    """What lies at these spots, with the flags it has now."""
    uids: dict[FolderName, set[int]] = defaultdict(set)
    for place in wanted:
        uids[place.folder].add(place.uid)
    found: dict[Spot, Place] = {}
    for folder, numbers in uids.items():
        of_folder = (folders.c.account_id == account_id, folders.c.name == folder, _living)
        for chunk in bulk.chunks(numbers):
            for row in connection.execute(_places.where(*of_folder, messages.c.uid.in_(chunk))):
                place = _read(row)
                found[spot(place)] = place
    return found


def row_at(connection: Connection, account_id: int, wanted: Place) -> int | None:
    """The row of the copy that lies there, None where none does."""
    query = (
        select(messages.c.id)
        .join(folders, folders.c.id == messages.c.folder_id)
        .where(
            folders.c.account_id == account_id,
            folders.c.name == wanted.folder,
            messages.c.uid_validity == wanted.uid_validity,
            messages.c.uid == wanted.uid,
            _living,
        )
    )
    return connection.execute(query).scalar()


def places_of(
    connection: Connection, account_id: int, message_ids: Iterable[MessageId]
) -> dict[MessageId, list[Place]]:
    """Every place where a copy of these messages lies; those that lie nowhere are left out."""
    found: dict[MessageId, list[Place]] = defaultdict(list)
    for chunk in bulk.chunks(set(message_ids)):
        query = _places.add_columns(messages.c.message_id).where(
            messages.c.account_id == account_id, messages.c.message_id.in_(chunk), _living
        )
        for row in connection.execute(query.order_by(messages.c.id)):
            found[MessageId(row.message_id)].append(_read(row))
    return dict(found)


def lies_elsewhere(connection: Connection, account_id: int, name: FolderName) -> bool:
    """Whether every message that was in this folder lies in another folder too."""
    other = messages.alias()
    elsewhere = exists().where(
        other.c.account_id == account_id,
        other.c.message_id == messages.c.message_id,
        other.c.folder_id != messages.c.folder_id,
        other.c.gone.is_(False),
    )
    only_here = (
        select(messages.c.id)
        .join(folders, folders.c.id == messages.c.folder_id)
        .where(folders.c.account_id == account_id, folders.c.name == name, _living, ~elsewhere)
    )
    return connection.execute(only_here.limit(1)).first() is None


def _read(row: Any) -> Place:
    return Place(
        folder=FolderName(row.name),
        role=cache.role_of(row.role),
        uid_validity=row.uid_validity,
        uid=row.uid,
        flags=cache.flags_from(row.flags),
    )
