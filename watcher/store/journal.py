"""What must not be lost: the user's words, and the journal by which every action is carried out once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from watcher.core.model import ActionKind, FolderName, MessageId, Place, Scenario, ThreadId, UserWord, Word
from watcher.errors import StoreError
from watcher.mailbox.base import DraftCopy
from watcher.store import bulk, codec, copies
from watcher.store.records import LIVE, Entry, Status
from watcher.store.schema import folders, journal, words

# -- the user's words


def words_of(
    connection: Connection, account_id: int, message_ids: Iterable[MessageId]
) -> dict[MessageId, list[UserWord]]:
    """What the user said of these messages, oldest first; messages without a word are left out."""
    found: dict[MessageId, list[UserWord]] = defaultdict(list)
    for chunk in bulk.chunks(set(message_ids)):
        query = select(words).where(words.c.account_id == account_id, words.c.message_id.in_(chunk))
        for row in connection.execute(query):
            found[MessageId(row.message_id)].append(_word(row))
    return {message_id: sorted(said, key=lambda word: word.said_at) for message_id, said in found.items()}


def words_said(connection: Connection, account_id: int, kinds: Iterable[Word]) -> list[UserWord]:
    """Every word of these kinds, oldest first."""
    wanted = (words.c.account_id == account_id, words.c.word.in_([word.value for word in kinds]))
    return sorted(map(_word, connection.execute(select(words).where(*wanted))), key=lambda word: word.said_at)


def _word(row: Row[Any]) -> UserWord:
    try:
        return UserWord(
            word=Word(row.word),
            message_id=MessageId(row.message_id),
            said_at=row.said_at,
            until=row.until,
            scenario=None if row.scenario is None else Scenario(row.scenario),
            how=row.how,
        )
    except ValueError as error:
        raise StoreError(
            f"the database holds a word of yours that this version can't read ({error}); upgrade the program"
        ) from error


def say(connection: Connection, account_id: int, word: UserWord) -> None:
    """Remember a word; the same word on the same message takes the place of the older."""
    unsay(connection, account_id, word.message_id, word.word)
    connection.execute(
        words.insert().values(
            account_id=account_id,
            message_id=word.message_id,
            word=word.word.value,
            said_at=word.said_at,
            until=word.until,
            scenario=None if word.scenario is None else word.scenario.value,
            how=word.how,
        )
    )


def unsay(connection: Connection, account_id: int, message_id: MessageId, word: Word) -> None:
    """Take a word back; no error if it was never said."""
    connection.execute(
        delete(words).where(
            words.c.account_id == account_id, words.c.message_id == message_id, words.c.word == word.value
        )
    )


# -- the journal


def entries(connection: Connection, account_id: int, keys: Iterable[str]) -> dict[str, Entry]:
    """The entries of these keys, as far as there are any."""
    return {
        row.key: _entry(row)
        for chunk in bulk.chunks(set(keys))
        for row in connection.execute(
            select(journal).where(journal.c.account_id == account_id, journal.c.key.in_(chunk))
        )
    }


def live_entries(connection: Connection, account_id: int) -> list[Entry]:
    """The entries that were claimed or done and not taken back since, oldest first."""
    live = (journal.c.account_id == account_id, journal.c.status.in_([status.value for status in LIVE]))
    return sorted(
        map(_entry, connection.execute(select(journal).where(*live))), key=lambda entry: (entry.claimed_at, entry.key)
    )


def all_entries(connection: Connection, account_id: int) -> list[Entry]:
    """Every entry, oldest first."""
    found = connection.execute(select(journal).where(journal.c.account_id == account_id))
    return sorted(map(_entry, found), key=lambda entry: (entry.claimed_at, entry.key))


def _entry(row: Row[Any]) -> Entry:
    """An entry again. It is no cache: one that can't be read is an error, since acting without it could do a thing twice."""
    try:
        return Entry(
            key=row.key,
            kind=ActionKind(row.kind),
            thread_id=ThreadId(row.thread_id),
            clock_id=MessageId(row.clock_id),
            message_id=MessageId(row.message_id),
            claimed_at=row.claimed_at,
            generation=row.generation,
            status=Status(row.status),
            settled_at=row.settled_at,
            mark_kind=row.mark_kind,
            places=codec.places_from(row.places),
            draft=None if row.draft is None else codec.from_json(DraftCopy, row.draft),
            draft_message_id=row.draft_message_id,
        )
    except ValueError as error:
        raise StoreError(
            "the journal in the database holds an action that this version can't read; upgrade the program, "
            "or move the database away (the next pass then builds a new one and shows a preview)"
        ) from error


def claim(connection: Connection, account_id: int, entry: Entry) -> bool:
    """Take the right to carry an action out: it was never claimed, or was taken back. False when somebody else holds or did it."""
    values = {
        "kind": entry.kind.value,
        "thread_id": entry.thread_id,
        "clock_id": entry.clock_id,
        "message_id": entry.message_id,
        "generation": entry.generation,
        "status": Status.CLAIMED.value,
        "claimed_at": entry.claimed_at,
        "settled_at": None,
        "mark_kind": entry.mark_kind,
        "places": codec.places_json(entry.places),
        "draft": None if entry.draft is None else codec.to_json(entry.draft),
        "draft_message_id": entry.draft_message_id,
    }
    insert = bulk.insert_or(connection, journal).values(account_id=account_id, key=entry.key, **values)
    if connection.execute(insert.on_conflict_do_nothing()).rowcount == 1:
        return True
    of_key = (journal.c.account_id == account_id, journal.c.key == entry.key)
    again = update(journal).where(*of_key, journal.c.status == Status.UNDONE.value).values(**values)
    return connection.execute(again).rowcount == 1


def settle(  # noqa: PLR0913
    connection: Connection,
    account_id: int,
    key: str,
    status: Status,
    *,
    now: datetime,
    places: Sequence[Place],
    draft: DraftCopy | None,
    mark_kind: str,
) -> None:
    """How the action ended. What is not given stays as it was. Raises StoreError for a key that was never claimed."""
    values: dict[str, Any] = {"status": status.value, "settled_at": now}
    if places:
        values["places"] = codec.places_json(places)
    if draft is not None:
        values["draft"] = codec.to_json(draft)
    if mark_kind:
        values["mark_kind"] = mark_kind
    of_key = (journal.c.account_id == account_id, journal.c.key == key)
    if connection.execute(update(journal).where(*of_key).values(**values)).rowcount != 1:
        raise StoreError(f"the journal knows no action {key}")


def watched(connection: Connection, account_id: int) -> dict[FolderName, list[int]]:
    """By folder, the UIDs where our marks and drafts are; not what is known to be gone, or was in a folder that was made anew since."""
    of_account = select(folders.c.name, folders.c.uid_validity).where(folders.c.account_id == account_id)
    validity = dict(connection.execute(of_account).all())
    found: dict[FolderName, set[int]] = defaultdict(set)
    for entry in live_entries(connection, account_id):
        drafts = () if entry.draft is None else (entry.draft.place,)
        for place in (*entry.places, *drafts):
            if validity.get(place.folder) in (None, place.uid_validity):
                found[place.folder].add(place.uid)
    living = {folder: uids - copies.gone_uids(connection, account_id, folder, uids) for folder, uids in found.items()}
    return {folder: sorted(uids) for folder, uids in living.items() if uids}
