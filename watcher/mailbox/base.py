r"""The port between the program and a mailbox, and its glossary.

*folder* a mailbox in IMAP's sense, with a role · *cursor* how far a folder was read: opaque to everyone but the adapter that made it, stored with the rows it covers ·
*batch* some news of one folder together with the cursor that covers it · *place* folder, UIDVALIDITY and UID of one copy · *mark* what shows a thread as due.

Every adapter raises only errors of `watcher.errors`, never one of a foreign library. Reading never sets `\\Seen`; nothing is ever expunged; there is no way to send.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from watcher.core.model import Body, Envelope, FolderName, MessageId, Place, Role


class MarkKind(StrEnum):
    """The ways to make "follow-up due" visible, best first."""

    LABEL = "label"
    KEYWORD = "keyword"
    FLAGGED = "flagged"
    COPY = "copy"
    REPORT = "report"  # nothing in the mailbox: the status command alone


class MarkScope(StrEnum):
    """What a mark goes on."""

    MESSAGE = "message"
    THREAD = "thread"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that can be selected. `shown` is its name as the user sees it (`name` is what the adapter needs)."""

    name: FolderName
    role: Role
    shown: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What this mailbox can do, found out after login; `marks` are the kinds that will stick, best first."""

    marks: tuple[MarkKind, ...]
    mark_scope: MarkScope = MarkScope.MESSAGE
    can_hide_dismissals: bool = False  # a second keyword or hidden label is kept
    threads: str = ""  # X-GM-THRID, THREADID or nothing
    condstore: bool = False
    idle: bool = False
    move: bool = False
    uidplus: bool = False
    special_use: bool = False
    server: str = ""  # what the server says of itself
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far one folder was read. `state` is the adapter's own; `since` the first day covered (None: everything)."""

    folder: FolderName
    since: date | None
    state: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FlagChange:
    """The flags that a known message has now."""

    uid: int
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Batch:
    """News of one folder. To be stored in one transaction with `cursor`, batches in the order they come.

    `reset`: what was known of the folder's UIDs is void (new UIDVALIDITY, or a first read); sent with the first batch of such a read only. `vanished`: UIDs that are gone.
    `present`: where set, every UID that exists in the folder now: a known UID that is not among them is gone (IMAP can't tell which went; UIDs that were never reported may be among them).
    `flags` may name UIDs that were never reported: pass over them. `last`: the folder's news end here.
    `looks_empty`: it held messages at the last read and holds none now; nothing is then reported as vanished, and the cursor stays. Drafts, Trash and Junk are emptied
    every day: theirs are ordinary news.
    `trouble`: why the folder could not be read (one line for the user); nothing else in the batch counts then, and the cursor is not to be stored.
    """

    folder: Folder
    cursor: Cursor
    envelopes: tuple[Envelope, ...] = ()
    flags: tuple[FlagChange, ...] = ()
    vanished: tuple[int, ...] = ()
    reset: bool = False
    last: bool = False
    looks_empty: bool = False
    present: frozenset[int] | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class DraftCopy:
    """A draft as the server holds it: where it lies, the fingerprint of its bytes (SHA-256, hex), and the Message-ID it has there."""

    place: Place
    fingerprint: str
    message_id: MessageId | None = None


class Mailbox(Protocol):
    """One account's mailbox, open. Not thread-safe: one connection, one thread."""

    def __enter__(self) -> Self:
        """Connect and log in."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log out and hang up."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """Return what the server allows, for the Sent folder's marks and in general."""
        ...

    def folders(self) -> Sequence[Folder]:
        """Return all selectable folders of the personal namespace, with their roles, as `changes_since` last saw them. Raises FolderMissing when no Sent folder can be told."""
        ...

    def changes_since(
        self, cursors: Mapping[FolderName, Cursor], since: date | None, watched: Mapping[FolderName, Sequence[int]]
    ) -> Iterator[Batch]:
        """Yield what changed in every folder since its cursor, or everything since the day `since` for a folder without one (or whose cursor covers less).

        `watched`: UIDs that carry marks or are our drafts; where the server has no CONDSTORE their flags are asked for each time. A folder with no news yields nothing.
        The same folder may come twice, when something left another one meanwhile. Read it to its end before the next call: the news lie on the wire.
        """
        ...

    def find(self, message_ids: Sequence[MessageId]) -> Iterator[Envelope]:
        """Yield one copy of each message with one of these ids wherever it lies, for history outside the look-back."""
        ...

    def bodies(self, places: Iterable[Place]) -> Iterator[tuple[Place, Body]]:
        """Yield the text of these messages, capped, in any order; one that is gone is left out."""
        ...

    def mark(self, places: Sequence[Place], kind: MarkKind) -> Sequence[Place]:
        """Put the mark on; the places where it was kept, read back (a copy's own place for COPY)."""
        ...

    def unmark(self, places: Sequence[Place], kind: MarkKind) -> None:
        """Take the mark off again; a message that is gone or has none is no error."""
        ...

    def hide_dismissal(self, places: Sequence[Place], *, dismissed: bool) -> None:
        """Put on (or take off) the unseen keyword that keeps a dismissal in the mailbox; nothing where it can't be held."""
        ...

    def find_drafts(self, *, message_id: MessageId, answers: MessageId | None) -> Sequence[DraftCopy]:
        """Return the messages in Drafts that have this Message-ID, or answer that message (In-Reply-To or References); asked of the server itself, now."""
        ...

    def create_draft(self, raw: bytes, message_id: MessageId) -> DraftCopy:
        r"""Save a draft in Drafts (`\\Draft`, seen) and read the server's copy back."""
        ...

    def withdraw_draft(self, draft: DraftCopy) -> bool:
        """Move our draft to Trash if its bytes still have that fingerprint; False if it is gone or was changed, or there is no Trash."""
        ...


class Listener(Protocol):
    """A connection of its own on which a mailbox tells by itself that something changed (IMAP: IDLE, RFC 2177), for a selector to wait on.

    Not thread-safe; one thread may open it and another go on with it. A listener is opened once; after an error, or at the end, it is closed.
    """

    def open(self) -> bool:
        """Connect, log in and begin to listen; blocks, within the usual timeouts. False, and closed, where the server can't tell of news. Raises MailboxError."""
        ...

    def fileno(self) -> int:
        """Return the descriptor to wait on for reading."""
        ...

    def receive(self) -> bool:
        """Read what has come, without waiting; whether it tells of a change. Raises ConnectionLost when the line is dead or what comes is no proper answer."""
        ...

    def keep_up(self, now: float) -> float:
        """Renew what has to be renewed by `now` (seconds of the monotonic clock), and return when to call again. Raises ConnectionLost where an answer is overdue."""
        ...

    def close(self) -> None:
        """Hang up, without waiting for the server."""
        ...
