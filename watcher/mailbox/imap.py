"""The mailbox of an IMAP account: `watcher.mailbox.base.Mailbox` over one connection.

connection (login, TLS, errors) · wire (bytes) · session (the open folder) · folders (roles) · reading (changes) · fetching (answers) · searching · marks · drafts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from types import TracebackType
from typing import Self

from watcher.core import bodies
from watcher.core.model import Body, Envelope, FolderName, MessageId, Place, Role
from watcher.errors import ConnectionLost
from watcher.mailbox import connection, drafts, fetching, marks, reading, searching
from watcher.mailbox import session as sessions
from watcher.mailbox.base import Batch, Capabilities, Cursor, DraftCopy, Folder, MarkKind
from watcher.mailbox.settings import ImapSettings

__all__ = ["ImapMailbox", "ImapSettings"]

BODY_BYTES = 65_536
_BODIES_AT_ONCE = 20


class ImapMailbox:
    """One IMAP account, connected while its `with` block lasts."""

    def __init__(self, settings: ImapSettings) -> None:
        """Prepare; nothing is connected yet."""
        self._settings = settings
        self._connection: connection.Connection | None = None
        self._session_now: sessions.Session | None = None
        self._capabilities: Capabilities | None = None

    def __enter__(self) -> Self:
        """Connect and log in. Raises Unreachable, CertificateRefused, LoginRefused."""
        self._connection = connection.connect(self._settings)
        self._session_now = sessions.Session(self._connection, self._settings)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log out; when the line broke, only hang up."""
        if self._connection is not None:
            connection.close(self._connection.client, error)
        self._connection = self._session_now = None

    @property
    def _session(self) -> sessions.Session:
        if self._session_now is None:
            raise ConnectionLost("The mailbox is not open.\nThis is a fault of the program.")
        return self._session_now

    @property
    def capabilities(self) -> Capabilities:
        """What the server allows; found out at the first question, by opening the Sent folder."""
        if self._capabilities is None:
            with connection.translated(self._settings):
                self._capabilities = self._find_out()
        return self._capabilities

    def _find_out(self) -> Capabilities:
        session = self._session
        sent = session.select(session.with_role(Role.SENT))
        session.leave()
        can = session.connection.can
        return Capabilities(
            marks=marks.possible(sent.permanent_flags, self._settings, can_copy=can(b"UIDPLUS")),
            can_hide_dismissals=marks.keeps(sent.permanent_flags, self._settings.dismissed_keyword),
            threads=session.threads,
            condstore=session.has_modseq,
            idle=can(b"IDLE"),
            move=can(b"MOVE"),
            uidplus=can(b"UIDPLUS"),
            special_use=can(b"SPECIAL-USE"),
            server=session.connection.server,
        )

    def folders(self) -> Sequence[Folder]:
        """Return all folders that are read, Sent first, with their roles, as the last call of `changes_since` saw them. Raises FolderMissing."""
        with connection.translated(self._settings):
            return self._session.to_read()

    def changes_since(
        self, cursors: Mapping[FolderName, Cursor], since: date | None, watched: Mapping[FolderName, Sequence[int]]
    ) -> Iterator[Batch]:
        """Yield what changed in every folder since its cursor; see the port."""
        with connection.translated(self._settings):
            yield from reading.Reading(self._session, since, watched).batches(cursors)

    def find(self, message_ids: Sequence[MessageId]) -> Iterator[Envelope]:
        """Yield one copy of each message with one of these ids; a copy in Sent is preferred, then INBOX."""
        with connection.translated(self._settings):
            yield from searching.find(self._session, message_ids)

    def bodies(self, places: Iterable[Place]) -> Iterator[tuple[Place, Body]]:
        """Yield the text of these messages, of each the first 64 kB."""
        with connection.translated(self._settings):
            for name, group in groupby(sorted(places, key=_by_folder), key=_by_folder):
                yield from self._bodies_in(FolderName(name), {it.uid: it for it in group})
            self._session.leave()

    def _bodies_in(self, name: FolderName, places: Mapping[int, Place]) -> Iterator[tuple[Place, Body]]:
        session = self._session
        folder = session.existing(name)
        if folder is None:
            return
        selected = session.examine(folder)
        uids = [uid for uid, place in places.items() if place.uid_validity == selected.uid_validity]
        commands = (
            b"UID FETCH %s (UID BODY.PEEK[]<0.%d>)" % (part, BODY_BYTES)
            for part in sessions.chunks_exactly(uids, _BODIES_AT_ONCE)
        )
        for answer in session.wire.stream(commands):
            read = fetching.body(answer)
            if read is not None and read[0] in places:
                yield places[read[0]], bodies.read_body(read[1][:BODY_BYTES])

    def mark(self, places: Sequence[Place], kind: MarkKind) -> Sequence[Place]:
        """Put the mark on; return the places where it was kept."""
        with connection.translated(self._settings):
            return marks.put_on(self._session, places, kind)

    def unmark(self, places: Sequence[Place], kind: MarkKind) -> None:
        """Take the mark off."""
        with connection.translated(self._settings):
            marks.take_off(self._session, places, kind)

    def hide_dismissal(self, places: Sequence[Place], *, dismissed: bool) -> None:
        """Put on (or take off) the keyword that keeps a dismissal in the mailbox."""
        with connection.translated(self._settings):
            marks.hide_dismissal(self._session, places, dismissed=dismissed)

    def find_drafts(self, *, message_id: MessageId, answers: MessageId | None) -> Sequence[DraftCopy]:
        """Return the drafts that have this Message-ID, or answer that message."""
        with connection.translated(self._settings):
            return drafts.find(self._session, message_id=message_id, answers=answers)

    def create_draft(self, raw: bytes, message_id: MessageId) -> DraftCopy:
        """Save a draft and read the server's copy back."""
        with connection.translated(self._settings):
            return drafts.create(self._session, raw, message_id)

    def withdraw_draft(self, draft: DraftCopy) -> bool:
        """Move our draft to Trash if it is untouched; False if it is gone or was changed."""
        with connection.translated(self._settings):
            return drafts.withdraw(self._session, draft)


def _by_folder(place: Place) -> str:
    return place.folder
