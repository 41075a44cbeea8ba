"""Mail as types: addresses, folders, messages and the threads they form.

Everything is a frozen value. Instants are aware datetimes; addresses are lower-cased; a `MessageId` keeps its angle brackets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

AccountName = NewType("AccountName", str)
FolderName = NewType("FolderName", str)
MessageId = NewType("MessageId", str)
ThreadId = NewType("ThreadId", str)

EARLIEST_BELIEVED = datetime(1990, 1, 1, tzinfo=UTC)


class Role(StrEnum):
    """What a folder is for (RFC 6154, and `other` for the rest)."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    TRASH = "trash"
    JUNK = "junk"
    ARCHIVE = "archive"
    ALL = "all"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of RFC 5322: the display name, and `email` in lower case."""

    name: str
    email: str

    @property
    def domain(self) -> str:
        """The part behind the last `@`, or the empty string."""
        return self.email.rpartition("@")[2] if "@" in self.email else ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one copy of a message lies, and the flags it has there (system flags with their backslash, keywords as they are, all lower-cased)."""

    folder: FolderName
    role: Role
    uid_validity: int
    uid: int
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Envelope:
    """The header facts of one copy of a message, as `headers.read` makes them of the wire's bytes.

    `references` holds References, then what In-Reply-To adds, each id once, oldest first. `headers` holds the raw values (unfolded, decoded, stripped) of those
    further fields that tell automatic mail (`headers.KEPT_FIELDS`), names in lower case. `server_thread` is the server's own thread id (X-GM-THRID, THREADID).
    """

    place: Place
    received_at: datetime  # INTERNALDATE
    message_id: MessageId | None = None
    references: tuple[MessageId, ...] = ()
    in_reply_to: tuple[MessageId, ...] = ()
    subject: str = ""
    sender: Address | None = None  # From, the first mailbox
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    date: datetime | None = None  # Date
    content_type: str = ""  # the whole value of Content-Type, as sent
    headers: Mapping[str, str] = field(default_factory=dict)
    server_thread: str | None = None

    @property
    def instant(self) -> datetime:
        """The earlier of Date and INTERNALDATE; a Date before 1990 is not believed."""
        if self.date is None or self.date < EARLIEST_BELIEVED:
            return self.received_at
        return min(self.date, self.received_at)


@dataclass(frozen=True, slots=True)
class Invitation:
    """One VEVENT of a `text/calendar` part (RFC 5545, 5546). `partstat` is that of the answering attendee in a REPLY."""

    method: str  # REQUEST, REPLY, CANCEL, COUNTER … upper case
    uid: str
    sequence: int
    summary: str
    starts_at: datetime | None
    ends_at: datetime | None
    organizer: str = ""  # an e-mail address, lower case
    attendee: str = ""
    partstat: str = ""
    cancelled: bool = False
    all_day: bool = False
    recurs: str = ""  # the RRULE


@dataclass(frozen=True, slots=True)
class Body:
    """What was read of a message's text, capped; `text` is the newest own words (quotes and signature cut), `raw_text` the plain text before the cut."""

    text: str = ""
    raw_text: str = ""
    invitations: tuple[Invitation, ...] = ()
    report: str = ""  # report-type of a multipart/report: delivery-status, disposition-notification
    report_action: str = ""  # failed, delayed, delivered … (RFC 3464)
    failed_recipients: tuple[str, ...] = ()
    original_ids: tuple[MessageId, ...] = ()  # ids of the message a report or challenge is about
    attachments: tuple[str, ...] = ()  # file names
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    r"""One message of a thread, its copies merged: the best copy's header facts, all its places, its text where it was read.

    `is_sent`: a copy lies in a Sent folder (or carries Gmail's SENT label). `is_draft`: it lies in Drafts only, or carries `\Draft`.
    """

    envelope: Envelope
    places: tuple[Place, ...]
    body: Body | None = None
    is_sent: bool = False
    is_draft: bool = False

    @property
    def instant(self) -> datetime:
        """When it was written, as the design defines a message's instant."""
        return self.envelope.instant

    @property
    def message_id(self) -> MessageId:
        """Its Message-ID, or a made-up one (`<no-id.…>`) that is stable for the copy it was read from."""
        own = self.envelope.message_id
        place = self.places[0]
        return own if own is not None else MessageId(f"<no-id.{place.uid}.{place.uid_validity}@{place.folder}>")

    @property
    def text(self) -> str:
        """The newest own words, or the empty string while the text was not read."""
        return self.body.text if self.body is not None else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a message is taken, or perhaps taken, for part of a thread that no reference of it names; `score` up to 1."""

    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages of one conversation, oldest first, the drafts apart. `possible_answers` are no part of it for certain; `findings` says, of these and of messages that no reference joins to it, why."""

    thread_id: ThreadId
    messages: tuple[Message, ...]
    drafts: tuple[Message, ...] = ()
    possible_answers: tuple[Message, ...] = ()
    findings: Mapping[MessageId, Finding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Owner:
    """The user's own addresses, lower-cased; a plus-address of one of them (`me+interview@…`) is the user's too."""

    addresses: frozenset[str]

    def is_own(self, email: str) -> bool:
        """Whether mail to or from this address is the user's own."""
        local, at, domain = email.lower().rpartition("@")
        return email.lower() in self.addresses or f"{local.partition('+')[0]}{at}{domain}" in self.addresses
