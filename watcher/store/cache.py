"""What came from the mailbox goes in: batches with their cursors, texts, and the marks of what is to be judged anew."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from watcher.core.model import Envelope, FolderName, Role
from watcher.mailbox.base import Batch, Cursor, FlagChange, Folder
from watcher.store import bulk, codec, copies, traces
from watcher.store.columns import stored_instant, stored_text
from watcher.store.schema import dirty, edges, folders, fresh, members, messages

SENT_LABEL = "\\sent"
DRAFT_FLAG = "\\draft"
# Reading mail in a mail client changes these all day; no verdict depends on them.
IDLE_FLAGS = frozenset({"\\seen", "\\recent"})
AUTOMATIC_LOCAL_PARTS = frozenset({"mailer-daemon", "postmaster"})
_ROLES = frozenset(map(str, Role))

VALUES = (
    "received_at",
    "instant",
    "message_id",
    "server_thread",
    "sender",
    "looks_automatic",
    "flags",
    "gone",
    "envelope",
    *traces.COLUMNS,
)
_new_message, _new_edge, _new_fresh = insert(messages), insert(edges), insert(fresh)
_changed_message = (
    update(messages).where(messages.c.id == bindparam("number")).values({name: bindparam(name) for name in VALUES})
)


def looks_automatic(envelope: Envelope) -> bool:
    """Whether a message may be a report or notice of a machine about another message, by its headers alone."""
    if envelope.content_type[:16].lower() == "multipart/report":
        return True
    if envelope.headers.get("auto-submitted", "no").strip().lower() not in ("no", ""):
        return True
    return envelope.sender is not None and envelope.sender.email.partition("@")[0] in AUTOMATIC_LOCAL_PARTS


# -- batches


def save_batch(connection: Connection, account_id: int, batch: Batch) -> None:
    """One folder's news and the cursor that covers them; nothing of a folder that could not be read, or looks empty all of a sudden."""
    if batch.trouble or batch.looks_empty:
        return
    folder_id, uid_validity = _folder(connection, account_id, batch.folder)
    found = _uid_validity(batch.envelopes)
    # UIDs of another UIDVALIDITY are other messages, whether the adapter says so or not.
    if batch.reset or (found is not None and uid_validity is not None and found != uid_validity):
        copies.retire(connection, account_id, folder_id)
    uid_validity = uid_validity if found is None else found
    connection.execute(
        update(folders)
        .where(folders.c.id == folder_id)
        .values(
            role=batch.folder.role.value,
            shown=batch.folder.shown,
            uid_validity=uid_validity,
            since=batch.cursor.since,
            cursor=json.dumps(dict(batch.cursor.state)),
        )
    )
    if batch.present is not None:
        absent = copies.living_uids(connection, folder_id) - batch.present
        copies.retire_uids(connection, account_id, folder_id, absent)
    _save_envelopes(connection, account_id, folder_id, batch.envelopes)
    _save_flags(connection, account_id, folder_id, batch.flags)
    copies.retire_uids(connection, account_id, folder_id, batch.vanished)


def save_found(connection: Connection, account_id: int, envelopes: Iterable[Envelope]) -> None:
    """Messages found outside of what the cursors cover; the cursors stay as they are."""
    by_folder: dict[tuple[FolderName, Role], list[Envelope]] = defaultdict(list)
    for envelope in envelopes:
        by_folder[envelope.place.folder, envelope.place.role].append(envelope)
    for (name, role), found in by_folder.items():
        folder_id, uid_validity = _folder(connection, account_id, Folder(name, role, str(name)))
        if uid_validity is None:
            uid_validity = _uid_validity(found)
            connection.execute(update(folders).where(folders.c.id == folder_id).values(uid_validity=uid_validity))
        # Of another UIDVALIDITY than the known one: the next pass reads the folder anew, and finds it then.
        _save_envelopes(connection, account_id, folder_id, [e for e in found if e.place.uid_validity == uid_validity])


def _uid_validity(envelopes: Sequence[Envelope]) -> int | None:
    return envelopes[0].place.uid_validity if envelopes else None


def _folder(connection: Connection, account_id: int, folder: Folder) -> tuple[int, int | None]:
    """The folder's number and the UIDVALIDITY of its rows, made if missing."""
    find = select(folders.c.id, folders.c.uid_validity).where(
        folders.c.account_id == account_id, folders.c.name == folder.name
    )
    row = connection.execute(find).first()
    if row is None:
        connection.execute(
            insert(folders).values(account_id=account_id, name=folder.name, role=folder.role.value, shown=folder.shown)
        )
        row = connection.execute(find).one()
    return int(row.id), row.uid_validity


def _save_envelopes(connection: Connection, account_id: int, folder_id: int, envelopes: Sequence[Envelope]) -> None:
    if not envelopes:
        return
    by_uid = {envelope.place.uid: envelope for envelope in envelopes}
    known = _known_uids(connection, folder_id, envelopes[0].place.uid_validity, by_uid)
    if known:
        _update_rows(connection, account_id, {row: by_uid[uid] for uid, row in known.items()})
    new = [envelope for uid, envelope in by_uid.items() if uid not in known]
    if new:
        _insert_rows(connection, account_id, folder_id, new)


def _known_uids(connection: Connection, folder_id: int, uid_validity: int, uids: Collection[int]) -> dict[int, int]:
    """The rows that these UIDs already have, the gone ones too: the same UID is the same message."""
    highest = connection.execute(select(func.max(messages.c.uid)).where(messages.c.folder_id == folder_id)).scalar()
    if highest is None or min(uids) > highest:
        return {}
    return {
        uid: row
        for chunk in bulk.chunks(uids)
        for uid, row in connection.execute(
            select(messages.c.uid, messages.c.id).where(
                messages.c.folder_id == folder_id, messages.c.uid.in_(chunk), messages.c.uid_validity == uid_validity
            )
        )
    }


def _insert_rows(connection: Connection, account_id: int, folder_id: int, envelopes: Sequence[Envelope]) -> None:
    first = bulk.take_numbers(connection, "messages", len(envelopes))
    bulk.execute_many(
        connection,
        _new_message,
        [
            (row, account_id, folder_id, each.place.uid_validity, each.place.uid, *_values(each))
            for row, each in enumerate(envelopes, first)
        ],
    )
    sent = [(row, each) for row, each in enumerate(envelopes, first) if is_sent(each)]
    traces.save_recipients(connection, account_id, sent)
    bulk.execute_many(
        connection,
        _new_edge,
        [
            (row, position, account_id, stored_text(target))
            for row, envelope in enumerate(envelopes, first)
            for position, target in enumerate(envelope.references)
        ],
    )
    bulk.execute_many(connection, _new_fresh, [(account_id, row) for row in range(first, first + len(envelopes))])


def _values(envelope: Envelope) -> bulk.Row:
    """What the columns `VALUES` hold of an envelope, as it lies in them."""
    received_at = stored_instant(envelope.received_at)
    instant = envelope.instant
    is_automatic = looks_automatic(envelope)
    return (
        received_at,
        received_at if instant is envelope.received_at else stored_instant(instant),
        None if envelope.message_id is None else stored_text(envelope.message_id),
        None if envelope.server_thread is None else stored_text(envelope.server_thread),
        None if envelope.sender is None else stored_text(envelope.sender.email),
        is_automatic,
        flags_text(envelope.place.flags),
        False,
        codec.envelope_json(envelope),
        *traces.columns_of(envelope, is_sent=is_sent(envelope), is_automatic=is_automatic),
    )


def is_sent(envelope: Envelope) -> bool:
    """Whether this copy lies where the user's sent messages do."""
    return envelope.place.role is Role.SENT or SENT_LABEL in envelope.place.flags


def _update_rows(connection: Connection, account_id: int, envelopes: Mapping[int, Envelope]) -> None:
    """Messages that were read a second time. Their text and what was found in reports about them stays: a UID never changes its message."""
    bulk.execute_many(connection, _changed_message, [(*_values(each), row) for row, each in envelopes.items()])
    traces.renew_recipients(connection, account_id, [(row, each) for row, each in envelopes.items() if is_sent(each)])
    mark_fresh(connection, account_id, envelopes)


@lru_cache(1024)
def flags_text(flags: frozenset[str]) -> str:
    """Flags as they lie in a column; none is the empty string."""
    return json.dumps(sorted(flags)) if flags else ""


@lru_cache(1024)
def flags_from(text: str) -> frozenset[str]:
    """The flags of a column."""
    return frozenset(json.loads(text)) if text else frozenset()


def _save_flags(connection: Connection, account_id: int, folder_id: int, changes: Sequence[FlagChange]) -> None:
    """The flags as they are now. A thread is to be judged anew where others changed than those of mere reading."""
    now = {change.uid: change.flags for change in changes}
    changed: list[tuple[int, frozenset[str]]] = []
    touched: list[int] = []
    for chunk in bulk.chunks(now):
        for row, uid, text in connection.execute(
            select(messages.c.id, messages.c.uid, messages.c.flags).where(
                messages.c.folder_id == folder_id, messages.c.gone.is_(False), messages.c.uid.in_(chunk)
            )
        ):
            difference = flags_from(text) ^ now[uid]
            if difference:
                changed.append((row, now[uid]))
            if difference - IDLE_FLAGS:
                touched.append(row)
    for row, flags in changed:
        connection.execute(update(messages).where(messages.c.id == row).values(flags=flags_text(flags)))
    mark_threads_of(connection, account_id, touched)


# -- cursors and folders


def cursors(connection: Connection, account_id: int) -> dict[FolderName, Cursor]:
    """How far every folder was read; one whose cursor can't be read has none, and is read anew."""
    found = {}
    for name, since, state in connection.execute(
        select(folders.c.name, folders.c.since, folders.c.cursor).where(folders.c.account_id == account_id)
    ):
        cursor = _cursor(FolderName(name), since, state)
        if cursor is not None:
            found[cursor.folder] = cursor
    return found


def _cursor(name: FolderName, since: date | None, state: str | None) -> Cursor | None:
    try:
        decoded = json.loads(state or "null")
    except ValueError:
        return None
    return Cursor(name, since, decoded) if isinstance(decoded, dict) else None


def known_folders(connection: Connection, account_id: int) -> dict[FolderName, Role]:
    """Every folder that was ever read, with its role then."""
    of_account = (folders.c.account_id == account_id, folders.c.cursor.is_not(None))
    found = connection.execute(select(folders.c.name, folders.c.role).where(*of_account))
    return {FolderName(name): role_of(role) for name, role in found}


def role_of(text: str) -> Role:
    """The role of a column; one of a later version is any folder to us."""
    return Role(text) if text in _ROLES else Role.OTHER


def forget_folder(connection: Connection, account_id: int, name: FolderName) -> None:
    """The folder is gone or to be read anew: no copy lies in it. The folder itself stays known, for the sake of what was once in it."""
    of_name = (folders.c.account_id == account_id, folders.c.name == name)
    folder_id = connection.execute(select(folders.c.id).where(*of_name)).scalar()
    if folder_id is not None:
        copies.retire(connection, account_id, folder_id)
        connection.execute(update(folders).where(folders.c.id == folder_id).values(cursor=None, since=None))


# -- marks of what is to be judged


def mark_fresh(connection: Connection, account_id: int, rows: Iterable[int]) -> None:
    """These rows are to be judged."""
    marks = [{"account_id": account_id, "row_id": row} for row in rows]
    if marks:
        connection.execute(bulk.insert_or(connection, fresh).on_conflict_do_nothing(), marks)


def mark_threads_of(connection: Connection, account_id: int, rows: Iterable[int]) -> None:
    """The threads of these rows are to be judged anew."""
    for chunk in bulk.chunks(rows):
        found = connection.execute(select(members.c.thread).where(members.c.row_id.in_(chunk)).distinct())
        mark_threads(connection, account_id, found.scalars())


def mark_threads(connection: Connection, account_id: int, found: Iterable[int]) -> None:
    """The threads of these numbers are to be judged anew."""
    marks = [{"account_id": account_id, "thread": thread} for thread in found]
    if marks:
        connection.execute(bulk.insert_or(connection, dirty).on_conflict_do_nothing(), marks)


def clear_fresh(connection: Connection, rows: Iterable[int]) -> None:
    """These rows were judged, or belong to no sent thread."""
    for chunk in bulk.chunks(rows):
        connection.execute(delete(fresh).where(fresh.c.row_id.in_(chunk)))
