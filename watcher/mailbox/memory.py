"""A whole mailbox in memory, a peer of the others: for tests, and for whoever wants to try the program without a server.

The lower half of `MemoryMailbox` is the other side: what senders, other programs and the user himself do to the mailbox.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Self

from watcher.core import bodies, headers
from watcher.core.model import Body, Envelope, FolderName, MessageId, Place, Role
from watcher.errors import ConnectionLost, FolderMissing
from watcher.mailbox import drafts
from watcher.mailbox.base import Batch, Capabilities, Cursor, DraftCopy, FlagChange, Folder, MarkKind
from watcher.mailbox.settings import COPY_FOLDER, DISMISSED_KEYWORD, KEYWORD

FOLDERS = {
    "Sent": Role.SENT,
    "INBOX": Role.INBOX,
    "Archive": Role.ARCHIVE,
    "Drafts": Role.DRAFTS,
    "Junk": Role.JUNK,
    "Trash": Role.TRASH,
}
ENVELOPES_A_BATCH = 500
_BODY_BYTES = 65_536
_EMPTIED_DAILY = {Role.DRAFTS, Role.TRASH, Role.JUNK}


@dataclass(frozen=True, slots=True)
class Write:
    """One change that was made through the port: what was called, where, and the flag or folder it was about."""

    what: str
    place: Place
    detail: str = ""


@dataclass(slots=True)
class _Held:
    """A message in a folder; `changed` is the folder's count of changes when it last changed."""

    raw: bytes
    flags: frozenset[str]
    received_at: datetime
    changed: int


@dataclass(slots=True)
class _Folder:
    name: FolderName
    role: Role
    uid_validity: int
    uid_next: int = 1
    changes: int = 0
    held: dict[int, _Held] = field(default_factory=dict)
    removed: dict[int, int] = field(default_factory=dict)  # UIDs that are gone, with the count of changes then

    def put(self, raw: bytes, flags: Iterable[str], received_at: datetime) -> Place:
        uid, self.uid_next, self.changes = self.uid_next, self.uid_next + 1, self.changes + 1
        self.held[uid] = _Held(raw, frozenset(it.lower() for it in flags), received_at, self.changes)
        return self.place(uid)

    def take(self, uid: int) -> _Held:
        self.changes += 1
        self.removed[uid] = self.changes
        return self.held.pop(uid)

    def set_flags(self, uid: int, flags: Iterable[str]) -> None:
        self.changes += 1
        self.held[uid].flags, self.held[uid].changed = frozenset(it.lower() for it in flags), self.changes

    def place(self, uid: int) -> Place:
        return Place(self.name, self.role, self.uid_validity, uid, self.held[uid].flags)

    def envelope(self, uid: int) -> Envelope:
        held = self.held[uid]
        return headers.read(held.raw, place=self.place(uid), received_at=held.received_at, server_thread=None)

    def cursor(self, since: date | None, *, uid_next: int, changes: int) -> Cursor:
        state: dict[str, int | str] = {
            "uid_validity": self.uid_validity,
            "uid_next": uid_next,
            "changes": changes,
            "count": len(self.held),
        }
        return Cursor(self.name, since, state)

    def as_folder(self) -> Folder:
        return Folder(self.name, self.role, self.name)


class MemoryMailbox:
    """A mailbox in memory. `keywords=False` makes it drop keywords silently, as some servers do."""

    def __init__(
        self, *, keywords: bool = True, folders: Mapping[str, Role] | None = None, copies_wanted: bool = False
    ) -> None:
        """Make a mailbox with these empty folders."""
        self._keeps_keywords = keywords
        self._copies_wanted = copies_wanted
        self._next_uid_validity = 1
        self._folders: dict[FolderName, _Folder] = {}
        self._lost_answer = ""
        self.writes: list[Write] = []
        self.is_open = False
        for name, role in (FOLDERS if folders is None else folders).items():
            self.add_folder(name, role)

    def __enter__(self) -> Self:
        """Open it."""
        self.is_open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; what it holds stays."""
        self.is_open = False

    @property
    def capabilities(self) -> Capabilities:
        """Return what it can do: all, or all but keywords."""
        kinds = [MarkKind.KEYWORD] if self._keeps_keywords else []
        kinds += [MarkKind.FLAGGED, *([MarkKind.COPY] if self._copies_wanted else []), MarkKind.REPORT]
        return Capabilities(
            marks=tuple(kinds),
            can_hide_dismissals=self._keeps_keywords,
            condstore=True,
            move=True,
            uidplus=True,
            special_use=True,
            server="memory",
        )

    def folders(self) -> Sequence[Folder]:
        """Return the folders. Raises FolderMissing without one for sent mail."""
        if not any(it.role is Role.SENT for it in self._folders.values()):
            raise FolderMissing("No folder is the one for sent mail.\nAdd one with `add_folder`.")
        return [it.as_folder() for it in self._folders.values()]

    # --- reading --------------------------------------------------------------------------------

    def changes_since(
        self, cursors: Mapping[FolderName, Cursor], since: date | None, watched: Mapping[FolderName, Sequence[int]]
    ) -> Iterator[Batch]:
        """Yield the news of every folder; it counts changes, so `watched` is not needed."""
        del watched
        for known in self.folders():
            folder = self._folders[known.name]
            cursor = cursors.get(folder.name)
            if cursor is not None and _covers(cursor, since):
                yield from self._news(folder, cursor)
            else:
                yield from self._first(folder, since)

    def _first(self, folder: _Folder, since: date | None) -> Iterator[Batch]:
        day = since - timedelta(days=1) if since is not None else None
        uids = [uid for uid, it in folder.held.items() if day is None or it.received_at.astimezone(UTC).date() >= day]
        start = folder.cursor(since, uid_next=1, changes=folder.changes)
        yield from self._batches(folder, uids, Batch(folder.as_folder(), start, reset=True))

    def _news(self, folder: _Folder, cursor: Cursor) -> Iterator[Batch]:
        uid_next, changes = _number(cursor, "uid_next"), _number(cursor, "changes")
        if _number(cursor, "count") and not folder.held and folder.role not in _EMPTIED_DAILY:
            yield Batch(folder.as_folder(), cursor, looks_empty=True, last=True)
        elif _number(cursor, "uid_validity") != folder.uid_validity:
            yield from self._first(folder, cursor.since)
        elif (uid_next, changes) != (folder.uid_next, folder.changes):
            new = [uid for uid in folder.held if uid >= uid_next]
            known = {uid: it for uid, it in folder.held.items() if uid < uid_next}
            flags = tuple(FlagChange(uid, it.flags) for uid, it in known.items() if it.changed > changes)
            vanished = tuple(uid for uid, at in folder.removed.items() if at > changes and uid < uid_next)
            yield from self._batches(folder, new, Batch(folder.as_folder(), cursor, flags=flags, vanished=vanished))

    def _batches(self, folder: _Folder, uids: Sequence[int], news: Batch) -> Iterator[Batch]:
        """Yield envelopes in batches, the last one with all other news, and the cursor that covers them."""
        since, changes, reset = news.cursor.since, _number(news.cursor, "changes"), news.reset
        while len(uids) > ENVELOPES_A_BATCH:
            part, uids = uids[:ENVELOPES_A_BATCH], uids[ENVELOPES_A_BATCH:]
            cursor = folder.cursor(since, uid_next=part[-1] + 1, changes=changes)
            yield Batch(folder.as_folder(), cursor, tuple(folder.envelope(uid) for uid in part), reset=reset)
            reset = False
        yield replace(
            news,
            cursor=folder.cursor(since, uid_next=folder.uid_next, changes=folder.changes),
            envelopes=tuple(folder.envelope(uid) for uid in uids),
            reset=reset,
            last=True,
        )

    def find(self, message_ids: Sequence[MessageId]) -> Iterator[Envelope]:
        """Yield one copy of each message with one of these ids."""
        missing = set(message_ids)
        for folder in self._folders.values():
            for envelope in [folder.envelope(uid) for uid in folder.held]:
                if envelope.message_id in missing:
                    missing.discard(envelope.message_id)
                    yield envelope

    def bodies(self, places: Iterable[Place]) -> Iterator[tuple[Place, Body]]:
        """Yield the text of these messages, of each the first 64 kB."""
        for place in places:
            held = self._held(place)
            if held is not None:
                yield place, bodies.read_body(held.raw[:_BODY_BYTES])

    # --- writing --------------------------------------------------------------------------------

    def mark(self, places: Sequence[Place], kind: MarkKind) -> Sequence[Place]:
        """Put the mark on; return the places where it was kept."""
        there = [it for it in places if self._held(it) is not None]
        if kind is MarkKind.COPY:
            kept = [self._copy(it) for it in there]
        elif kind is MarkKind.FLAGGED:
            kept = [self._add_flag(it, "\\flagged") for it in there if "\\flagged" not in self.flags(it)]
        elif kind is MarkKind.KEYWORD and self._keeps_keywords:
            kept = [self._add_flag(it, KEYWORD) for it in there]
        else:
            kept = []
        self._answer("mark")
        return kept

    def unmark(self, places: Sequence[Place], kind: MarkKind) -> None:
        """Take the mark off; a copy goes to Trash."""
        for place in places:
            if self._held(place) is None:
                continue
            if kind is MarkKind.COPY:
                self._write("move", place, str(Role.TRASH))
                self.move(place, self._with_role(Role.TRASH).name)
            elif kind in (MarkKind.FLAGGED, MarkKind.KEYWORD):
                self._remove_flag(place, "\\flagged" if kind is MarkKind.FLAGGED else KEYWORD)
        self._answer("unmark")

    def hide_dismissal(self, places: Sequence[Place], *, dismissed: bool) -> None:
        """Put the keyword of a dismissal on or off, if keywords are kept."""
        for place in places:
            if self._keeps_keywords and self._held(place) is not None:
                if dismissed:
                    self._add_flag(place, DISMISSED_KEYWORD)
                else:
                    self._remove_flag(place, DISMISSED_KEYWORD)
        self._answer("hide_dismissal")

    def find_drafts(self, *, message_id: MessageId, answers: MessageId | None) -> Sequence[DraftCopy]:
        """Return the drafts that have this Message-ID, or answer that message."""
        held = [(it.envelope(uid), it.held[uid].raw) for it in self._all_with_role(Role.DRAFTS) for uid in it.held]
        return [
            drafts.copy_of(it.place, raw)
            for it, raw in held
            if "\\deleted" not in it.place.flags
            and (it.message_id == message_id or (answers is not None and answers in it.references))
        ]

    def create_draft(self, raw: bytes, message_id: MessageId) -> DraftCopy:
        """Save a draft."""
        del message_id
        place = self._with_role(Role.DRAFTS).put(raw, ("\\draft", "\\seen"), datetime.now(UTC))
        self._write("create_draft", place)
        self._answer("create_draft")
        return drafts.copy_of(place, raw)

    def withdraw_draft(self, draft: DraftCopy) -> bool:
        """Move a draft to Trash if it is untouched."""
        held = self._held(draft.place)
        if held is None or "\\deleted" in held.flags or not self._all_with_role(Role.TRASH):
            return False
        if drafts.copy_of(draft.place, held.raw).fingerprint != draft.fingerprint:
            return False
        self._write("withdraw_draft", draft.place)
        self.move(draft.place, self._with_role(Role.TRASH).name)
        self._answer("withdraw_draft")
        return True

    # --- the other side -------------------------------------------------------------------------

    def add_folder(self, name: str, role: Role = Role.OTHER) -> None:
        """Make a folder."""
        self._folders[FolderName(name)] = _Folder(FolderName(name), role, self._next_uid_validity)
        self._next_uid_validity += 1

    def deliver(self, folder: str, raw: bytes, flags: Sequence[str] = (), when: datetime | None = None) -> Place:
        """Put a message into a folder; `when` is its INTERNALDATE (aware)."""
        return self._folders[FolderName(folder)].put(raw, flags, when if when is not None else datetime.now(UTC))

    def move(self, place: Place, folder: str) -> Place:
        """Move a message; it gets a new UID there."""
        held = self._folders[place.folder].take(place.uid)
        return self._folders[FolderName(folder)].put(held.raw, held.flags, held.received_at)

    def delete(self, place: Place) -> None:
        """Delete a message for good."""
        self._folders[place.folder].take(place.uid)

    def set_flags(self, place: Place, flags: Sequence[str]) -> None:
        """Give a message these flags and no others."""
        self._folders[place.folder].set_flags(place.uid, flags)

    def flags(self, place: Place) -> frozenset[str]:
        """Return the flags of a message now."""
        return self._folders[place.folder].held[place.uid].flags

    def places(self, folder: str) -> list[Place]:
        """Return where the messages of a folder lie, oldest first."""
        found = self._folders[FolderName(folder)]
        return [found.place(uid) for uid in found.held]

    def raw(self, place: Place) -> bytes:
        """Return the bytes of a message."""
        return self._folders[place.folder].held[place.uid].raw

    def renew(self, folder: str) -> None:
        """Give a folder another UIDVALIDITY, and its messages new UIDs."""
        old = self._folders[FolderName(folder)]
        self.add_folder(folder, old.role)
        for held in old.held.values():
            self._folders[FolderName(folder)].put(held.raw, held.flags, held.received_at)

    def lose_answer_to(self, method: str) -> None:
        """Carry out the next call of this writing method, then raise ConnectionLost."""
        self._lost_answer = method

    # --------------------------------------------------------------------------------------------

    def _held(self, place: Place) -> _Held | None:
        folder = self._folders.get(place.folder)
        valid = folder is not None and folder.uid_validity == place.uid_validity
        return folder.held.get(place.uid) if folder is not None and valid else None

    def _all_with_role(self, role: Role) -> list[_Folder]:
        return [it for it in self._folders.values() if it.role is role]

    def _with_role(self, role: Role) -> _Folder:
        for folder in self._all_with_role(role):
            return folder
        raise FolderMissing(f"There is no folder for {role}.\nAdd one with `add_folder`.")

    def _add_flag(self, place: Place, flag: str) -> Place:
        self._write("add flag", place, flag)
        self.set_flags(place, [*self.flags(place), flag])
        return replace(place, flags=self.flags(place))

    def _remove_flag(self, place: Place, flag: str) -> None:
        self._write("remove flag", place, flag)
        self.set_flags(place, [it for it in self.flags(place) if it != flag])

    def _copy(self, place: Place) -> Place:
        if FolderName(COPY_FOLDER) not in self._folders:
            self.add_folder(COPY_FOLDER)
        self._write("copy", place, COPY_FOLDER)
        held = self._folders[place.folder].held[place.uid]
        return self._folders[FolderName(COPY_FOLDER)].put(held.raw, held.flags, held.received_at)

    def _write(self, what: str, place: Place, detail: str = "") -> None:
        self.writes.append(Write(what, place, detail))

    def _answer(self, method: str) -> None:
        if self._lost_answer == method:
            self._lost_answer = ""
            raise ConnectionLost("The connection broke off before the answer.\nTry again later.")


def _covers(cursor: Cursor, since: date | None) -> bool:
    return cursor.since is None or (since is not None and cursor.since <= since)


def _number(cursor: Cursor, key: str) -> int:
    value = cursor.state.get(key, 0)
    return value if isinstance(value, int) else 0
