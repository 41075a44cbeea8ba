"""Builders of what the store holds."""

import weakref
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from watcher import store
from watcher.core.model import (
    ActionKind,
    Address,
    Envelope,
    Event,
    FolderName,
    Kind,
    MessageId,
    MessageLine,
    Place,
    Reason,
    ReasonCode,
    Role,
    Scenario,
    State,
    ThreadId,
    Verdict,
)
from watcher.mailbox.base import Batch, Cursor, Folder
from watcher.store import AccountStore, Entry, Judged

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SENT = Folder(FolderName("Sent"), Role.SENT, "Sent")
DRAFTS = Folder(FolderName("Drafts"), Role.DRAFTS, "Drafts")
INBOX = Folder(FolderName("INBOX"), Role.INBOX, "INBOX")


def new_account() -> AccountStore:
    """An account in a new database in memory, which is closed when the test lets go of the account."""
    opened = store.open_store(":memory:")
    account = opened.account("private")
    weakref.finalize(account, opened.close)
    return account


def message_id(name: str) -> MessageId:
    """A Message-ID of a short name."""
    return MessageId(f"<{name}@lind.example>")


def place(uid: int, folder: Folder = INBOX, *, validity: int = 7, flags: Iterable[str] = ()) -> Place:
    """Where a copy lies."""
    return Place(folder.name, folder.role, validity, uid, frozenset(flags))


def envelope(
    uid: int,
    name: str | None = None,
    folder: Folder = INBOX,
    *,
    references: Iterable[str] = (),
    sender: str = "sam@firm.example",
    received_at: datetime = NOON,
    validity: int = 7,
    flags: Iterable[str] = (),
    content_type: str = "text/plain",
    headers: Mapping[str, str] | None = None,
    server_thread: str | None = None,
) -> Envelope:
    """The header facts of a copy; its Message-ID is made of `name`, or of its UID."""
    return Envelope(
        place=place(uid, folder, validity=validity, flags=flags),
        received_at=received_at,
        message_id=message_id(name if name is not None else f"m{uid}"),
        references=tuple(map(message_id, references)),
        in_reply_to=tuple(map(message_id, references))[-1:],
        subject="Application",
        sender=Address("Sam", sender),
        to=(Address("Alex Lind", "alex@lind.example"),),
        date=received_at - timedelta(minutes=1),
        content_type=content_type,
        headers=headers or {},
        server_thread=server_thread,
    )


def batch(folder: Folder, *envelopes: Envelope, **further: object) -> Batch:
    """A batch of one folder, its cursor at the highest UID of it."""
    highest = max((each.place.uid for each in envelopes), default=0)
    return Batch(folder, Cursor(folder.name, None, {"uidnext": highest + 1}), envelopes, **further)  # type: ignore[arg-type]


def verdict(name: str, *, next_change_at: datetime | None = None) -> Verdict:
    """A verdict on the thread of this name, with every kind of field filled."""
    own = message_id(name)
    return Verdict(
        thread_id=ThreadId(name),
        message_id=own,
        subject="Application \ud800 für Ü",
        to=("sam@firm.example",),
        scenario=Scenario.JOB_APPLICATION,
        state=State.WAITING,
        attempt=1,
        max_attempts=2,
        sent_at=NOON,
        due_at=NOON + timedelta(days=7),
        answered_by=None,
        reasons=(Reason(ReasonCode.SCHEDULE, "5 working days"),),
        messages=(MessageLine(own, None, NOON), MessageLine(message_id("reply"), Kind.AUTO_ACK, NOON)),
        clock_id=own,
        next_change_at=next_change_at,
        event=Event(NOON, None, "interview", "see you on Monday"),
        thank_you_from=NOON,
    )


def judged(
    name: str, rows: Iterable[int], people: Iterable[str] = (), *, next_change_at: datetime | None = None
) -> Judged:
    """A verdict with its rows and people."""
    return Judged(verdict(name, next_change_at=next_change_at), frozenset(rows), frozenset(people))


def entry(key: str = "mark:1", *, generation: int = 0, places: tuple[Place, ...] = ()) -> Entry:
    """A claim on an action."""
    return Entry(
        key,
        ActionKind.MARK,
        ThreadId("t"),
        message_id("clock"),
        message_id("own"),
        NOON,
        generation=generation,
        places=places,
    )


def rows_by_name(account: AccountStore) -> dict[str, list[int]]:
    """The rows of every message by the name its Message-ID was made of, the gone ones too."""
    found: dict[str, list[int]] = {}
    for link in account.links():
        found.setdefault(str(link.message_id).partition("@")[0].lstrip("<"), []).append(link.row)
    return found


def living(account: AccountStore) -> set[str]:
    """The names of what lies in the mailbox."""
    rows = {row: name for name, found in rows_by_name(account).items() for row in found}
    return {rows[each.row] for each in account.load(rows) if not each.gone}
