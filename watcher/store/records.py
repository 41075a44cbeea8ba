"""What the store hands out and takes in, beside the types of the core."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.core.model import ActionKind, Body, Envelope, MessageId, Place, ThreadId, Verdict
from watcher.mailbox.base import DraftCopy


@dataclass(frozen=True, slots=True)
class Link:
    """One copy of a message, as little of it as threads are made of. `row` is the store's own number of the copy; it is never used twice."""

    row: int
    message_id: MessageId | None
    references: tuple[MessageId, ...]
    server_thread: str | None
    is_sent: bool
    instant: datetime


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One copy of a message with all that is known of it; `body` is None while its text was not read (or can't be read any more by this version). `gone`: it is no longer in the mailbox."""

    row: int
    envelope: Envelope
    body: Body | None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, the rows it was made from, and the addresses (lower case) of the other people in the thread."""

    verdict: Verdict
    rows: frozenset[int]
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A message that was found to answer `target`, a message of the user's, though it does not name it, or to nudge once more for it; `is_sure`: beyond doubt, so it is part of the thread."""

    row: int
    target: MessageId
    score: float
    why: str
    is_sure: bool


class Status(StrEnum):
    """How far an action of the journal is."""

    CLAIMED = "claimed"  # about to be carried out, or the program died in it
    DONE = "done"
    UNDONE = "undone"  # taken back by us
    USERS = "users"  # the user took it over: removed, edited, deleted or sent it


LIVE = (Status.CLAIMED, Status.DONE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One action in the journal. `generation` counts how often it was made again after it was taken back."""

    key: str
    kind: ActionKind
    thread_id: ThreadId
    clock_id: MessageId
    message_id: MessageId
    claimed_at: datetime
    generation: int = 0
    status: Status = Status.CLAIMED
    settled_at: datetime | None = None
    mark_kind: str = ""
    places: tuple[Place, ...] = ()
    draft: DraftCopy | None = None
    draft_message_id: MessageId | None = None
