"""The face of the store for one account: everything in its scope. Each method is one transaction."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from watcher.core.model import (
    Body,
    Envelope,
    FolderName,
    MessageId,
    Place,
    Role,
    ThreadId,
    UserWord,
    Verdict,
    Word,
)
from watcher.mailbox.base import Batch, Cursor, DraftCopy
from watcher.store import cache, copies, engine, graph, journal, judged
from watcher.store.matcher import Matcher
from watcher.store.records import Entry, Judged, Link, Status, StoredMessage
from watcher.store.schema import account_state, threads


class AccountStore(Matcher):
    """Everything in the scope of one account. Instants come back aware, in UTC."""

    def __init__(self, database: engine.Database, number: int, name: str) -> None:
        super().__init__(database, number)
        self._name = name

    # -- the cache of the mailbox

    @property
    def is_fresh(self) -> bool:
        """Whether no pass was ever finished with this database (no `last_pass_at` was set)."""
        return "last_pass_at" not in self.state()

    @property
    def holds_verdicts(self) -> bool:
        """Whether any thread was judged yet."""
        with self._reading() as connection:
            return (
                connection.execute(select(threads.c.id).where(threads.c.account_id == self._id).limit(1)).first()
                is not None
            )

    def cursors(self) -> dict[FolderName, Cursor]:
        """How far every folder was read."""
        with self._reading() as connection:
            return cache.cursors(connection, self._id)

    def watched(self) -> dict[FolderName, list[int]]:
        """By folder, the UIDs where live journal entries put a mark or a draft."""
        with self._reading() as connection:
            return journal.watched(connection, self._id)

    def save_batch(self, batch: Batch) -> None:
        """One folder's news, with their cursor, in one transaction. Raises StoreError, and nothing of it is stored then."""
        with self._writing() as connection:
            cache.save_batch(connection, self._id, batch)

    def save_found(self, envelopes: Iterable[Envelope]) -> None:
        """Messages that `Mailbox.find` brought from outside the look-back; no cursor moves."""
        with self._writing() as connection:
            cache.save_found(connection, self._id, envelopes)

    def known_folders(self) -> dict[FolderName, Role]:
        """Every folder that was ever read, with the role it had."""
        with self._reading() as connection:
            return cache.known_folders(connection, self._id)

    def forget_folder(self, name: FolderName) -> None:
        """The folder is gone: so are its copies and its cursor."""
        with self._writing() as connection:
            cache.forget_folder(connection, self._id, name)

    def links(self) -> Iterator[Link]:
        """Every copy of every message; for a first pass."""
        return graph.links(self._reading, self._id)

    def dirty_rows(self) -> set[int]:
        """Rows that no verdict covers yet, and all rows of threads that something happened to since their verdict."""
        with self._reading() as connection:
            return judged.dirty_rows(connection, self._id)

    def dirty_threads(self) -> set[ThreadId]:
        """The threads that something happened to since their verdict; one that lost its last row is only found here."""
        with self._reading() as connection:
            return judged.dirty_threads(connection, self._id)

    def closure(self, rows: Iterable[int]) -> list[Link]:
        """These rows and all that hang together with them by Message-ID, references or the server's thread; oldest row first."""
        self.database.make_indexes()
        with self._reading() as connection:
            return graph.closure(connection, self._id, rows)

    def load(self, rows: Iterable[int]) -> list[StoredMessage]:
        """The copies of these rows, oldest row first; rows that are gone are left out.

        One that this version can't read is left out too, and its folder will be read anew.
        """
        with self._reading() as connection:
            found, unreadable = graph.load(connection, self._id, rows)
        if unreadable:
            with self._writing() as connection:
                graph.forget_cursors(connection, unreadable)
        return found

    def from_people(self, emails: Iterable[str], since: datetime) -> list[StoredMessage]:
        """Messages received since then whose From is one of these addresses, apart from those in Sent and Drafts."""
        self.database.make_indexes()
        with self._reading() as connection:
            return graph.from_people(connection, self._id, emails, since)

    def automatic_unthreaded(self, since: datetime) -> list[StoredMessage]:
        """Messages received since then that look automatic by their headers and belong to no judged thread."""
        self.database.make_indexes()
        with self._reading() as connection:
            return graph.automatic_unthreaded(connection, self._id, since)

    def save_bodies(self, pairs: Iterable[tuple[int, Body]]) -> None:
        """The texts read of these rows."""
        with self._writing() as connection:
            graph.save_bodies(connection, pairs)

    def add_references(self, row: int, ids: Iterable[MessageId]) -> None:
        """Ids found in a report's text: edges of its row from now on. The row is to be judged again if one is new."""
        with self._writing() as connection:
            graph.add_references(connection, self._id, row, ids)

    def sought(self, ids: Iterable[MessageId]) -> set[MessageId]:
        """Those of the ids that were already looked for outside the look-back."""
        with self._reading() as connection:
            return graph.sought_of(connection, self._id, ids)

    def save_sought(self, ids: Iterable[MessageId]) -> None:
        """These ids were looked for."""
        with self._writing() as connection:
            graph.save_sought(connection, self._id, ids)

    def has_place(self, place: Place) -> bool:
        """Whether a message lies there."""
        return self.place(place) is not None

    def place(self, place: Place) -> Place | None:
        """The place with the flags that the message there has now, None where none lies."""
        with self._reading() as connection:
            return copies.place(connection, self._id, place)

    def places_now(self, places: Iterable[Place]) -> list[Place | None]:
        """Of each of these places, in their order: the place with the flags that the message there has now, None where none lies."""
        wanted = list(places)
        with self._reading() as connection:
            found = copies.places_now(connection, self._id, wanted)
        return [found.get(copies.spot(place)) for place in wanted]

    def message_at(self, place: Place) -> StoredMessage | None:
        """The copy that lies there, as far as it was read; None where none does."""
        with self._reading() as connection:
            row = copies.row_at(connection, self._id, place)
        return next(iter(self.load([row])), None) if row is not None else None

    def places_of(self, message_id: MessageId) -> list[Place]:
        """Every place where a copy of this message lies."""
        return self.places_of_all([message_id]).get(message_id, [])

    def places_of_all(self, message_ids: Iterable[MessageId]) -> dict[MessageId, list[Place]]:
        """Every place where copies of these messages lie; those that lie nowhere are left out."""
        self.database.make_indexes()
        with self._reading() as connection:
            return copies.places_of(connection, self._id, message_ids)

    def lies_elsewhere(self, name: FolderName) -> bool:
        """Whether every message that was in this folder at the last look lies in another folder too."""
        self.database.make_indexes()
        with self._reading() as connection:
            return copies.lies_elsewhere(connection, self._id, name)

    # -- threads and verdicts

    def save_judged(
        self,
        judgements: Sequence[Judged],
        gone: Iterable[ThreadId],
        *,
        seen: Collection[int] | None = None,
        heard: Collection[UserWord] | None = None,
        provisional: bool = False,
    ) -> None:
        """The new verdicts, and the threads that are no more, in one transaction; their rows, and all that were `seen`, are no longer fresh or dirty.

        Given `seen`, rows of a gone thread that are not among it are to be judged again. Given all words that were `heard` before judging, a thread of which
        the user said something else meanwhile stays dirty. What is judged provisionally stays fresh and dirty as it was.
        """
        with self._writing() as connection:
            judged.save_judged(connection, self._id, judgements, gone, seen=seen, provisional=provisional)
            if heard is not None:
                for word in {*journal.words_said(connection, self._id, Word)}.symmetric_difference(heard):
                    judged.mark_dirty(connection, self._id, word.message_id)

    def clear_fresh(self, rows: Iterable[int]) -> None:
        """These rows belong to no sent thread."""
        with self._writing() as connection:
            cache.clear_fresh(connection, rows)

    def mark_all_dirty(self) -> None:
        """Everything is to be judged anew: the config or the program changed."""
        with self._writing() as connection:
            judged.mark_all_dirty(connection, self._id)

    def mark_threads(self, thread_ids: Iterable[ThreadId]) -> None:
        """These threads are to be judged anew."""
        with self._writing() as connection:
            judged.mark_threads(connection, self._id, thread_ids)

    def threads_of(self, rows: Iterable[int]) -> set[ThreadId]:
        """The judged threads that these rows belong to."""
        with self._reading() as connection:
            return judged.threads_of(connection, self._id, rows)

    def rows_of(self, thread_ids: Iterable[ThreadId]) -> set[int]:
        """The rows that these threads were judged from."""
        with self._reading() as connection:
            return judged.rows_of(connection, self._id, thread_ids)

    def threads_with_people(self, emails: Iterable[str]) -> set[ThreadId]:
        """The judged threads that one of these addresses takes part in."""
        with self._reading() as connection:
            return judged.threads_with_people(connection, self._id, emails)

    def changing_by(self, now: datetime) -> set[ThreadId]:
        """The threads whose verdict changes by time alone until `now`, inclusive."""
        with self._reading() as connection:
            return judged.changing_by(connection, self._id, now)

    def next_change_at(self) -> datetime | None:
        """The earliest instant at which a verdict changes by time alone, None where only mail can change one."""
        with self._reading() as connection:
            return judged.next_change_at(connection, self._id)

    def verdicts(self) -> list[Verdict]:
        """All verdicts, by thread. One that this version can't read is left out; its thread will be judged anew."""
        return self._verdicts()

    def verdict(self, thread_id: ThreadId) -> Verdict | None:
        """The verdict on one thread, None where there is none that can be read."""
        found = self._verdicts(threads.c.thread_id == thread_id)
        return found[0] if found else None

    def verdicts_of_message(self, message_id: MessageId) -> list[Verdict]:
        """The verdicts on threads in which this is the user's last message."""
        return self._verdicts(threads.c.message_id == message_id)

    def _verdicts(self, *which: ColumnElement[bool]) -> list[Verdict]:
        with self._reading() as connection:
            found, unreadable = judged.verdicts(connection, self._id, *which)
        if unreadable:
            with self._writing() as connection:
                cache.mark_threads(connection, self._id, unreadable)
        return found

    # -- the user's words

    def words(self, message_ids: Iterable[MessageId]) -> dict[MessageId, list[UserWord]]:
        """What the user said of these messages, oldest first."""
        with self._reading() as connection:
            return journal.words_of(connection, self._id, message_ids)

    def words_said(self, kinds: Iterable[Word]) -> list[UserWord]:
        """Every word of these kinds, oldest first."""
        with self._reading() as connection:
            return journal.words_said(connection, self._id, kinds)

    def say(self, word: UserWord) -> None:
        """Remember a word of the user (the same word on the same message takes the older one's place); its threads are dirty then."""
        self.database.make_indexes()
        with self._writing() as connection:
            journal.say(connection, self._id, word)
            judged.mark_dirty(connection, self._id, word.message_id)

    def unsay(self, message_id: MessageId, word: Word) -> None:
        """Take a word back, if it was said; its threads are dirty then."""
        self.database.make_indexes()
        with self._writing() as connection:
            journal.unsay(connection, self._id, message_id, word)
            judged.mark_dirty(connection, self._id, message_id)

    def mark_dirty(self, message_ids: Iterable[MessageId]) -> None:
        """The threads of these messages are to be judged anew."""
        self.database.make_indexes()
        with self._writing() as connection:
            for message_id in message_ids:
                judged.mark_dirty(connection, self._id, message_id)

    # -- the journal

    def entries(self, keys: Iterable[str]) -> dict[str, Entry]:
        """The journal's entries of these keys, as far as there are any."""
        with self._reading() as connection:
            return journal.entries(connection, self._id, keys)

    def live_entries(self) -> list[Entry]:
        """The entries that are claimed or done, oldest first."""
        with self._reading() as connection:
            return journal.live_entries(connection, self._id)

    def journal(self) -> list[Entry]:
        """All entries, oldest first."""
        with self._reading() as connection:
            return journal.all_entries(connection, self._id)

    def claim(self, entry: Entry) -> bool:
        """Take the right to carry out an action that is new or was undone; False when somebody else holds or did it."""
        with self._writing() as connection:
            return journal.claim(connection, self._id, entry)

    def settle(  # noqa: PLR0913
        self,
        key: str,
        status: Status | str,
        *,
        now: datetime,
        places: Sequence[Place] = (),
        draft: DraftCopy | None = None,
        mark_kind: str = "",
    ) -> None:
        """How a claimed action ended; what is not given here stays as it was. Raises StoreError for an unknown key."""
        with self._writing() as connection:
            journal.settle(
                connection, self._id, key, Status(status), now=now, places=places, draft=draft, mark_kind=mark_kind
            )

    def exclusive(self) -> AbstractContextManager[None]:
        """The right to work on this account alone, in any process. Raises StoreBusy where a pass is at work."""
        return self.database.alone(self._id, self._name)

    # -- the account's own state

    def state(self) -> dict[str, str]:
        """Small facts by name."""
        query = select(account_state.c.name, account_state.c.value).where(account_state.c.account_id == self._id)
        with self._reading() as connection:
            return dict(connection.execute(query).all())

    def set_state(self, **values: str | None) -> None:
        """Set small facts, all at once; None deletes one."""
        named = (account_state.c.account_id == self._id, account_state.c.name.in_(list(values)))
        kept = [
            {"account_id": self._id, "name": name, "value": value}
            for name, value in values.items()
            if value is not None
        ]
        with self._writing() as connection:
            connection.execute(delete(account_state).where(*named))
            if kept:
                connection.execute(account_state.insert(), kept)
