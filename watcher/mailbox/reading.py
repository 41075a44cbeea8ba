"""What changed in an account's folders since their cursors, in batches.

A folder is asked by STATUS first; only one with news is opened. A cursor's `state` holds `uid_validity`, `uid_next` (below it everything was read), `count` (messages then in the folder),
`modseq` (0 without CONDSTORE), `unfinished` (1 while the first read is under way) and `watched` (a digest of the watched flags, without CONDSTORE).
"""

import hashlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from watcher.core.model import Envelope, FolderName, Role
from watcher.errors import ConnectionLost, MailboxError, NotAllowed, Temporary
from watcher.mailbox import fetching, wire
from watcher.mailbox import session as sessions
from watcher.mailbox.base import Batch, Cursor, FlagChange, Folder
from watcher.mailbox.fetching import Selected

ENVELOPES_A_BATCH = 500
FLAGS_A_BATCH = 5_000
_ROUNDS = 3
_EMPTIED_DAILY = {Role.DRAFTS, Role.TRASH, Role.JUNK}


@dataclass(frozen=True, slots=True)
class Known:
    """A cursor's state, read back."""

    uid_validity: int
    uid_next: int
    count: int
    modseq: int
    unfinished: bool
    watched: str

    def cursor(self, folder: FolderName, since: date | None) -> Cursor:
        """Return the cursor that holds this."""
        state: dict[str, int | str] = {
            "uid_validity": self.uid_validity,
            "uid_next": self.uid_next,
            "count": self.count,
            "modseq": self.modseq,
            "unfinished": int(self.unfinished),
            "watched": self.watched,
        }
        return Cursor(folder, since, state)


@dataclass(frozen=True, slots=True)
class _Task:
    """One folder to read: its cursor, None when it must be read from the start, and what STATUS said of it."""

    folder: Folder
    cursor: Cursor | None
    status: Mapping[bytes, int]


class _Unread:
    """What was asked for and is not read yet. Its answers may come in any order: Dovecot works on the commands on their way at the same time."""

    def __init__(self, uids: Sequence[int]) -> None:
        """Begin with all of these, in ascending order."""
        self._waiting = deque(uids)
        self._ahead: set[int] = set()  # read, while an earlier one is not

    def remove(self, read: Sequence[Envelope]) -> None:
        """These were read."""
        self._ahead.update(it.place.uid for it in read)
        while self._waiting and self._waiting[0] in self._ahead:
            self._ahead.remove(self._waiting.popleft())

    def first(self, end: int) -> int:
        """Return the first UID that was not read; `end` when all were."""
        return self._waiting[0] if self._waiting else end


class Reading:
    """One reading of all folders."""

    def __init__(
        self, session: sessions.Session, since: date | None, watched: Mapping[FolderName, Sequence[int]]
    ) -> None:
        """Read mail since that day (None: all of it); `watched` are the UIDs whose flags are asked for where the server does not count changes."""
        self._session = session
        self._since = since
        self._watched = watched

    def batches(self, cursors: Mapping[FolderName, Cursor]) -> Iterator[Batch]:
        """Yield the news of all folders.

        When something left a folder, all are asked once more: it may have gone to one that was read before it, and must not be missed meanwhile.
        """
        known = {name: cursor for name, cursor in cursors.items() if self._covers(cursor)}
        self._session.leave()
        folders = self._session.list_folders()
        for _ in range(_ROUNDS):
            something_left, put_off = False, set[FolderName]()
            for batch in self._round(folders, known):
                if batch.trouble or batch.looks_empty:
                    put_off.add(batch.folder.name)
                else:
                    known[batch.folder.name] = batch.cursor
                something_left = something_left or batch.present is not None
                yield batch
            if not something_left:
                return
            folders = [it for it in folders if it.name not in put_off]

    def _covers(self, cursor: Cursor) -> bool:
        enough = cursor.since is None or (self._since is not None and cursor.since <= self._since)
        return enough and known_of(cursor) is not None

    def _round(self, folders: Sequence[Folder], known: Mapping[FolderName, Cursor]) -> Iterator[Batch]:
        statuses, refused = self._session.statuses([it.name for it in folders if it.name in known])
        for folder in folders:
            cursor = known.get(folder.name)
            if folder.name in refused:
                yield self._trouble(folder, cursor, refused[folder.name])
                continue
            try:
                yield from self._folder(_Task(folder, cursor, statuses.get(folder.name, {})))
            except (NotAllowed, Temporary) as error:
                if isinstance(error, ConnectionLost):
                    raise
                yield self._trouble(folder, cursor, error)
        self._session.leave()

    def _trouble(self, folder: Folder, cursor: Cursor | None, error: MailboxError) -> Batch:
        words = str(error).partition("\n")[0]
        return Batch(folder, cursor or Cursor(folder.name, self._since), last=True, trouble=words)

    def _folder(self, task: _Task) -> Iterator[Batch]:
        if task.cursor is None:
            yield from self._first(self._session.examine(task.folder), None)
            return
        if _has_news(task.cursor, task.status):
            yield from self._news(task.cursor, self._session.examine(task.folder), task.status)
        elif self._watched.get(task.folder.name) and not self._session.has_modseq:
            self._session.examine(task.folder)
            yield from self._watched_flags(task.folder, task.cursor)

    # --- a folder's first read ------------------------------------------------------------------

    def _first(self, selected: Selected, resumed: Known | None) -> Iterator[Batch]:
        """Read all mail in the window, oldest first, so that a read that breaks off is resumed where it stopped."""
        start = resumed or Known(selected.uid_validity, 1, 0, selected.modseq, unfinished=True, watched="")
        criteria = (
            b"" if self._since is None else sessions.since(self._since - timedelta(days=1))
        )  # days begin elsewhere too
        uids = [uid for uid in self._session.search_all(selected, criteria) if uid >= start.uid_next]
        end = replace(
            start,
            uid_next=max(selected.uid_next, start.uid_next, *(uid + 1 for uid in uids[-1:])),
            count=selected.exists,
            unfinished=False,
        )
        yield from self._read(selected, uids, start, end, reset=resumed is None)

    def _read(
        self, selected: Selected, uids: Sequence[int], start: Known, end: Known, *, reset: bool
    ) -> Iterator[Batch]:
        folder = selected.folder
        waiting: list[Envelope] = []
        reached, unread = start, _Unread(uids)
        for envelope in self._session.envelopes(selected, uids):
            if len(waiting) == ENVELOPES_A_BATCH:
                unread.remove(waiting)
                reached = replace(reached, count=reached.count + len(waiting), uid_next=unread.first(end.uid_next))
                yield Batch(folder, reached.cursor(folder.name, self._since), tuple(waiting), reset=reset)
                waiting, reset = [], False
            waiting.append(envelope)
        yield Batch(folder, end.cursor(folder.name, self._since), tuple(waiting), reset=reset, last=True)

    # --- news of a known folder -----------------------------------------------------------------

    def _news(self, cursor: Cursor, selected: Selected, status: Mapping[bytes, int]) -> Iterator[Batch]:
        folder, known = selected.folder, known_of(cursor)
        if known is None or (known.uid_validity != selected.uid_validity and selected.exists):
            yield from self._first(selected, None)
        elif known.count and not selected.exists and folder.role not in _EMPTIED_DAILY:
            yield Batch(folder, cursor, last=True, looks_empty=True)
        elif known.uid_validity != selected.uid_validity:
            yield from self._first(selected, None)
        elif known.unfinished:
            yield from self._first(selected, known)
        else:
            yield from self._changes(cursor, known, selected, status)

    def _changes(
        self, cursor: Cursor, known: Known, selected: Selected, status: Mapping[bytes, int]
    ) -> Iterator[Batch]:
        folder, since, arrived, reached = selected.folder, cursor.since, 0, known
        waiting: list[Envelope] = []
        for envelope in self._new_mail(selected, known):
            if len(waiting) == ENVELOPES_A_BATCH:
                reached = _reached(reached, waiting)
                yield Batch(folder, reached.cursor(folder.name, since), tuple(waiting))
                waiting = []
            waiting.append(envelope)
            arrived += 1
        flags = self._changed_flags(folder, known, selected)
        while len(flags) > FLAGS_A_BATCH:
            yield Batch(folder, reached.cursor(folder.name, since), flags=tuple(flags[:FLAGS_A_BATCH]))
            flags = flags[FLAGS_A_BATCH:]
        uid_next = max(selected.uid_next, known.uid_next, *(it.place.uid + 1 for it in waiting[-1:]))
        present = None
        if known.count + arrived != selected.exists:
            present = frozenset(self._session.search_all(selected))
        yield Batch(
            folder,
            replace(
                known,
                uid_next=uid_next,
                count=selected.exists if present is None else sum(uid < uid_next for uid in present),
                # Where only STATUS tells it (Dovecot, of a folder in which nothing was counted yet): it was asked before.
                modseq=selected.modseq or status.get(b"HIGHESTMODSEQ", 0),
                watched=known.watched if self._session.has_modseq else _digest(flags),
            ).cursor(folder.name, since),
            tuple(waiting),
            tuple(flags),
            last=True,
            present=present,
        )

    def _new_mail(self, selected: Selected, known: Known) -> Iterator[Envelope]:
        """Read what came since; `n:*` would always name the last message, new or not."""
        if selected.uid_next and selected.uid_next <= known.uid_next:
            return
        last = b"%d" % (selected.uid_next - 1) if selected.uid_next else b"*"
        items = fetching.envelope_items(self._session.threads)
        for answer in self._session.wire.stream((b"UID FETCH %d:%s %s" % (known.uid_next, last, items),)):
            envelope = fetching.envelope(answer, selected)
            if envelope is not None and envelope.place.uid >= known.uid_next:
                yield envelope

    def _changed_flags(self, folder: Folder, known: Known, selected: Selected) -> list[FlagChange]:
        if not self._session.has_modseq:
            return self._flags_of_watched(folder)
        if known.uid_next == 1 or (selected.modseq and selected.modseq == known.modseq):
            return []
        command = b"UID FETCH 1:%d (UID FLAGS) (CHANGEDSINCE %d)" % (known.uid_next - 1, max(known.modseq, 1))
        return _flags(self._session.wire.run(command))

    # --- marks, where the server does not count changes -----------------------------------------

    def _watched_flags(self, folder: Folder, cursor: Cursor) -> Iterator[Batch]:
        known = known_of(cursor)
        flags = self._flags_of_watched(folder)
        if known is not None and known.watched != _digest(flags):
            changed = replace(known, watched=_digest(flags)).cursor(folder.name, cursor.since)
            yield Batch(folder, changed, flags=tuple(flags), last=True)

    def _flags_of_watched(self, folder: Folder) -> list[FlagChange]:
        uids = self._watched.get(folder.name, ())
        commands = [b"UID FETCH %s (UID FLAGS)" % part for part in sessions.chunks(uids)]
        watched = set(uids)
        return [it for it in _flags(list(self._session.wire.stream(commands))) if it.uid in watched]


def known_of(cursor: Cursor) -> Known | None:
    """Read a cursor's state back; None for one that another adapter, or another version, made."""
    state = cursor.state
    numbers = [state.get(key) for key in ("uid_validity", "uid_next", "count", "modseq", "unfinished")]
    match numbers, state.get("watched", ""):
        case [int(uid_validity), int(uid_next), int(count), int(modseq), int(unfinished)], str(watched):
            return Known(uid_validity, max(uid_next, 1), count, modseq, bool(unfinished), watched)
    return None


def _has_news(cursor: Cursor, status: Mapping[bytes, int]) -> bool:
    known = known_of(cursor)
    if known is None or known.unfinished:
        return True
    seen = known.uid_validity, known.uid_next, known.count
    if seen != tuple(status.get(name) for name in (b"UIDVALIDITY", b"UIDNEXT", b"MESSAGES")):
        return True
    return status.get(b"HIGHESTMODSEQ", known.modseq) != known.modseq


def _reached(known: Known, envelopes: Sequence[Envelope]) -> Known:
    """Return how far the folder was read with these; where the server does not send them in order, no further than before."""
    uids = [it.place.uid for it in envelopes]
    in_order = uids == sorted(uids) and uids[0] >= known.uid_next
    return replace(known, count=known.count + len(uids), uid_next=uids[-1] + 1 if in_order else known.uid_next)


def _flags(answers: Sequence[wire.Answer]) -> list[FlagChange]:
    found = (fetching.flag_change(answer) for answer in answers)
    return [it for it in found if it is not None]


def _digest(flags: Sequence[FlagChange]) -> str:
    lines = sorted(f"{it.uid} {' '.join(sorted(it.flags))}" for it in flags)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] if lines else ""
