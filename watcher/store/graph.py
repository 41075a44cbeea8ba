"""Messages come out: the links that threads are made of, whole copies, and the searches by sender and kind. Every query goes by an index."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, tuple_, update

from watcher.core.model import Body, Envelope, FolderName, MessageId, Place, Role
from watcher.store import bulk, cache, codec
from watcher.store.records import Link, StoredMessage
from watcher.store.schema import bodies, edges, folders, members, messages, sought

LINKS_AT_ONCE = 5000
_OUTGOING = (Role.SENT.value, Role.DRAFTS.value)
_OUTGOING_FLAGS = frozenset({cache.SENT_LABEL, cache.DRAFT_FLAG})

_link_columns = select(
    messages.c.id,
    messages.c.uid_validity,
    messages.c.uid,
    messages.c.message_id,
    messages.c.server_thread,
    messages.c.flags,
    messages.c.instant,
    folders.c.role,
).join(folders, folders.c.id == messages.c.folder_id)

_message_columns = (
    select(
        messages.c.id,
        messages.c.folder_id,
        messages.c.uid_validity,
        messages.c.uid,
        messages.c.gone,
        messages.c.received_at,
        messages.c.message_id,
        messages.c.server_thread,
        messages.c.flags,
        messages.c.envelope,
        folders.c.name,
        folders.c.role,
        bodies.c.body,
    )
    .join(folders, folders.c.id == messages.c.folder_id)
    .outerjoin(bodies, bodies.c.row_id == messages.c.id)
)


# -- links


def links(open_reading: Callable[[], AbstractContextManager[Connection]], account_id: int) -> Iterator[Link]:
    """Every copy of the account, some thousands at a time, so that neither memory nor a transaction grows with the mailbox."""
    with open_reading() as connection:
        folder_ids = connection.execute(select(folders.c.id).where(folders.c.account_id == account_id)).scalars().all()
    for folder_id in folder_ids:
        after = (-1, -1)
        while True:
            with open_reading() as connection:
                some, after = _links_of_folder(connection, folder_id, after)
            yield from some
            if len(some) < LINKS_AT_ONCE:
                break


def _links_of_folder(
    connection: Connection, folder_id: int, after: tuple[int, int]
) -> tuple[list[Link], tuple[int, int]]:
    """Some links of the folder, in the order of its index, and where the next ones begin."""
    where = tuple_(messages.c.uid, messages.c.uid_validity)
    rest = (messages.c.folder_id == folder_id, where > after)
    rows = connection.execute(
        _link_columns.where(*rest).order_by(messages.c.uid, messages.c.uid_validity).limit(LINKS_AT_ONCE)
    ).all()
    last = (rows[-1].uid, rows[-1].uid_validity) if rows else after
    found = select(edges.c.row_id, edges.c.target).join(messages, messages.c.id == edges.c.row_id)
    references = _grouped(connection.execute(found.where(*rest, where <= last)))
    return [_link(row, references) for row in rows], last


def _grouped(pairs: Iterable[Any]) -> dict[int, tuple[MessageId, ...]]:
    grouped: dict[int, list[MessageId]] = defaultdict(list)
    for row, target in pairs:
        grouped[row].append(target)
    return {row: tuple(targets) for row, targets in grouped.items()}


def _link(row: Any, references: dict[int, tuple[MessageId, ...]]) -> Link:
    return Link(
        row=row.id,
        message_id=row.message_id,
        references=references.get(row.id, ()),
        server_thread=row.server_thread,
        is_sent=row.role == Role.SENT.value or (bool(row.flags) and cache.SENT_LABEL in cache.flags_from(row.flags)),
        instant=row.instant,
    )


def closure(connection: Connection, account_id: int, rows: Iterable[int]) -> list[Link]:
    """The links of everything that hangs together with these rows, by level: their ids and server threads, then the rows that share one."""
    found: dict[int, Link] = {}
    asked_ids: set[str] = set()
    asked_threads: set[str] = set()
    level = set(rows)
    while level:
        new = _links_of_rows(connection, account_id, level)
        found.update((link.row, link) for link in new)
        ids = {str(name) for link in new for name in (link.message_id, *link.references) if name} - asked_ids
        threads = {link.server_thread for link in new if link.server_thread} - asked_threads
        asked_ids |= ids
        asked_threads |= threads
        level = _rows_sharing(connection, account_id, ids, threads) - found.keys()
    return [found[row] for row in sorted(found)]


def _links_of_rows(connection: Connection, account_id: int, rows: Iterable[int]) -> list[Link]:
    links_found: list[Link] = []
    for chunk in bulk.chunks(rows):
        pairs = select(edges.c.row_id, edges.c.target).where(edges.c.row_id.in_(chunk))
        references = _grouped(connection.execute(pairs.order_by(edges.c.row_id, edges.c.position)))
        found = connection.execute(_link_columns.where(messages.c.id.in_(chunk), folders.c.account_id == account_id))
        links_found.extend(_link(row, references) for row in found)
    return links_found


def _rows_sharing(connection: Connection, account_id: int, ids: Iterable[str], threads: Iterable[str]) -> set[int]:
    rows: set[int] = set()
    for chunk in bulk.chunks(ids):
        for row, account, name in (
            (messages.c.id, messages.c.account_id, messages.c.message_id),
            (edges.c.row_id, edges.c.account_id, edges.c.target),
        ):
            rows.update(connection.execute(select(row).where(account == account_id, name.in_(chunk))).scalars())
    for chunk in bulk.chunks(threads):
        same = (messages.c.account_id == account_id, messages.c.server_thread.in_(chunk))
        rows.update(connection.execute(select(messages.c.id).where(*same)).scalars())
    return rows


def add_references(connection: Connection, account_id: int, row: int, ids: Iterable[MessageId]) -> None:
    """Further edges of a row, found in its text; the row is fresh again if one is new."""
    known = set(connection.execute(select(edges.c.target).where(edges.c.row_id == row)).scalars())
    new = [name for name in dict.fromkeys(ids) if name not in known]
    if not new or not _existing(connection, [row]):
        return
    highest = connection.execute(select(func.max(edges.c.position)).where(edges.c.row_id == row)).scalar()
    first = 0 if highest is None else highest + 1
    connection.execute(
        insert(edges),
        [
            {"row_id": row, "position": position, "account_id": account_id, "target": name}
            for position, name in enumerate(new, first)
        ],
    )
    cache.mark_fresh(connection, account_id, [row])


# -- whole copies


def load(connection: Connection, account_id: int, rows: Iterable[int]) -> tuple[list[StoredMessage], set[int]]:
    """The copies of these rows, and the folders that hold one which can't be read any more (it is left out)."""
    found: list[StoredMessage] = []
    unreadable: set[int] = set()
    for chunk in bulk.chunks(sorted(set(rows))):
        of_rows = _message_columns.where(messages.c.id.in_(chunk), folders.c.account_id == account_id)
        _collect(connection, of_rows, found, unreadable)
    return found, unreadable


def _collect(connection: Connection, query: Select[Any], found: list[StoredMessage], unreadable: set[int]) -> None:
    for row in connection.execute(query):
        try:
            found.append(StoredMessage(row.id, _envelope(row), _body(row.body), gone=row.gone))
        except codec.Unreadable:
            unreadable.add(row.folder_id)


def _envelope(row: Any) -> Envelope:
    place = Place(
        folder=FolderName(row.name),
        role=cache.role_of(row.role),
        uid_validity=row.uid_validity,
        uid=row.uid,
        flags=cache.flags_from(row.flags),
    )
    return codec.envelope_from(row.envelope, place, row.received_at, row.message_id, row.server_thread)


def _body(text: str | None) -> Body | None:
    """The text that was read of a message; one that this version can't read is to be read again."""
    if text is None:
        return None
    try:
        return codec.from_json(Body, text)
    except codec.Unreadable:
        return None


def forget_cursors(connection: Connection, folder_ids: Iterable[int]) -> None:
    """Have these folders read anew."""
    connection.execute(update(folders).where(folders.c.id.in_(list(folder_ids))).values(cursor=None))


def save_bodies(connection: Connection, pairs: Iterable[tuple[int, Body]]) -> None:
    """The texts of these rows; a row that is gone by now is passed over."""
    for chunk in bulk.chunks(pairs):
        existing = _existing(connection, [row for row, _ in chunk])
        texts = {row: codec.to_json(body) for row, body in chunk if row in existing}
        connection.execute(delete(bodies).where(bodies.c.row_id.in_(list(texts))))
        if texts:
            connection.execute(insert(bodies), [{"row_id": row, "body": text} for row, text in texts.items()])


def _existing(connection: Connection, rows: Sequence[int]) -> set[int]:
    return set(connection.execute(select(messages.c.id).where(messages.c.id.in_(rows))).scalars())


# -- searches


def from_people(connection: Connection, account_id: int, emails: Iterable[str], since: datetime) -> list[StoredMessage]:
    """What came from these addresses since then, apart from the user's own Sent and Drafts."""
    found: list[StoredMessage] = []
    for chunk in bulk.chunks({email.lower() for email in emails}):
        of_senders = (
            messages.c.account_id == account_id,
            messages.c.sender.in_(chunk),
            messages.c.received_at >= since,
        )
        _collect(connection, _message_columns.where(*of_senders, folders.c.role.not_in(_OUTGOING)), found, set())
    return [message for message in found if not message.envelope.place.flags & _OUTGOING_FLAGS]


def automatic_unthreaded(connection: Connection, account_id: int, since: datetime) -> list[StoredMessage]:
    """Reports and notices of machines since then that are in no judged thread."""
    in_thread = select(members.c.row_id).where(members.c.row_id == messages.c.id).exists()
    query = _message_columns.where(
        messages.c.looks_automatic.is_(True),
        messages.c.account_id == account_id,
        messages.c.received_at >= since,
        folders.c.role.not_in(_OUTGOING),
        ~in_thread,
    )
    found: list[StoredMessage] = []
    _collect(connection, query, found, set())
    return found


def sought_of(connection: Connection, account_id: int, ids: Iterable[MessageId]) -> set[MessageId]:
    """Those of the ids that were already looked for."""
    of_account: ColumnElement[bool] = sought.c.account_id == account_id
    return {
        MessageId(name)
        for chunk in bulk.chunks(ids)
        for name in connection.execute(
            select(sought.c.message_id).where(of_account, sought.c.message_id.in_(chunk))
        ).scalars()
    }


def save_sought(connection: Connection, account_id: int, ids: Iterable[MessageId]) -> None:
    """These were looked for; once is enough."""
    marks = [{"account_id": account_id, "message_id": name} for name in ids]
    if marks:
        connection.execute(bulk.insert_or(connection, sought).on_conflict_do_nothing(), marks)
