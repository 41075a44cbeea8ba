"""The words of the program as types: what a message, a thread, a reading and a verdict are.

Everything is a frozen value. Instants are aware datetimes; addresses are lower-cased; a `MessageId` keeps its angle brackets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
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


class Kind(StrEnum):
    """Kinds of message that are not the user's own."""

    HUMAN_REPLY = "human_reply"
    AUTO_REPLY_OOO = "auto_reply_ooo"
    AUTO_ACK = "auto_ack"
    BOUNCE = "bounce"
    DELAYED_DSN = "delayed_dsn"
    MDN = "mdn"
    CALENDAR_RESPONSE = "calendar_response"
    LIST_OR_BULK = "list_or_bulk"
    CHALLENGE = "challenge"


class State(StrEnum):
    """Where a thread stands; the first that fits, in the order of the design."""

    WAITING = "waiting"
    PROMISED = "promised"
    AWAY = "away"
    DUE = "due"
    DRAFTED = "drafted"
    ANSWERED = "answered"
    BOUNCED = "bounced"
    EXHAUSTED = "exhausted"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"
    IGNORED = "ignored"


class Scenario(StrEnum):
    """The kinds of occasion of the playbook."""

    JOB_APPLICATION = "job_application"
    PHONE_SCREEN = "phone_screen"
    INTERVIEW = "interview"
    NETWORKING = "networking"
    SALES_LEAD = "sales_lead"
    GENERAL = "general"


class ReasonCode(StrEnum):
    """Why a thread stands where it stands."""

    SCHEDULE = "schedule"
    PROMISE = "promise"
    ABSENCE = "absence"
    EVENT = "event"
    ANSWER = "answer"
    BOUNCE = "bounce"
    NO_ANSWER_WANTED = "no_answer_wanted"
    ATTEMPTS = "attempts"
    USER = "user"


class ActionKind(StrEnum):
    """What a pass may do to a mailbox."""

    MARK = "mark"
    UNMARK = "unmark"
    DRAFT = "draft"
    WITHDRAW = "withdraw"
    THANK_YOU = "thank_you"


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of the explanation, for the user's eyes."""

    code: ReasonCode
    text: str


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
class Absence:
    """What an out-of-office note says: the day of return (first working day back as written), or None where it names none."""

    returns_on: date | None
    quote: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A date by which the other side said it would answer. `by` is the last day of the promised time, None for an undated promise."""

    by: date | None
    quote: str


@dataclass(frozen=True, slots=True)
class Event:
    """An interview or call that is known by its time. `from_calendar` tells an invitation from a date in the text.

    Without `has_hour` only its day is known, and that it is over: its times lie anywhere on that day, before the message that tells of it.
    """

    starts_at: datetime
    ends_at: datetime | None
    what: str  # interview, phone_screen, call, meeting
    quote: str
    uid: str = ""
    cancelled: bool = False
    from_calendar: bool = False
    has_hour: bool = True
    sequence: int = 0  # of several invitations with one uid the highest counts (RFC 5546 section 2.1.4)

    @property
    def over_at(self) -> datetime:
        """Its end; start and one hour, if unknown."""
        return self.ends_at if self.ends_at is not None else self.starts_at + timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says, as far as the program understands it; `kind` is None for the user's own.

    `wants_answer`: of the user's own message, whether it asks for an answer (None: no telling); of another's, whether it asks the user something.
    `closes`: it closes the matter or declines. `thanks`: of the user's own, mere thanks, or thanks for an interview, a call or a meeting. `ask_again_on`: "ask me again in March" (first day of that time; see the playbook).
    `stop`: "please don't write again". `accepts`: of the user's own, it accepts an interview or call; `agrees`: it says yes to something, `declines`: no. `evidence` says why the kind was chosen.
    """

    kind: Kind | None
    evidence: str = ""
    language: str = ""
    is_foreign: bool = False  # in a language that the program does not read: only headers and structure were judged
    absence: Absence | None = None
    promise: Promise | None = None
    events: tuple[Event, ...] = ()
    failed_recipients: tuple[str, ...] = ()
    wants_answer: bool | None = None
    closes: bool = False
    thanks: bool = False
    accepts: bool = False
    agrees: bool = False
    declines: bool = False
    ask_again_on: date | None = None
    keep_trying: bool = False  # "too busy now, do keep trying"
    stop: bool = False
    no_answer_wanted: str = (
        ""  # of the user's own: why it needs none (quoted words, list address …); empty if it may want one
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One gap of a ladder. Exactly one of the three is set: business days, calendar days (weeks are sevens), or exact time."""

    business_days: int | None = None
    days: int | None = None
    exactly: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """A scenario's deadlines: `steps[n]` is the gap before nudge n + 1; the last one repeats up to `max_nudges`."""

    scenario: Scenario
    steps: tuple[Step, ...]
    max_nudges: int
    thank_you: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """The user's working time: zone, working weekdays (Monday is 0), hours, and the holidays of the years concerned with their names."""

    zone: tzinfo
    working_days: frozenset[int]
    opens: time
    closes: time
    holidays: Mapping[date, str] = field(default_factory=dict)


class Word(StrEnum):
    """What the user said of a thread."""

    DISMISSED = "dismissed"
    DONE = "done"
    SNOOZED = "snoozed"
    SCENARIO = "scenario"
    CARD_SENT = "card_sent"  # the thank-you went by post


@dataclass(frozen=True, slots=True)
class UserWord:
    """The user's word on a thread: it holds for the clock of `message_id` (the user's last message when it was said), `scenario` words for the whole thread."""

    word: Word
    message_id: MessageId
    said_at: datetime
    until: datetime | None = None
    scenario: Scenario | None = None
    how: str = "command"  # command, or `mark removed`, or `keyword` when it was read from the mailbox


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message of a thread in the public JSON."""

    message_id: MessageId
    kind: Kind | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided of one sent thread, with the reasons. Also the shape of a thread in the public JSON (minus the fields below `messages`).

    `clock_id` is the Message-ID of the message that started the running clock: the key of every action on it. `next_change_at` is the next instant at which the verdict can change by time alone
    (None: only mail can). `hold` says in words why the due thread is not acted on at all (perhaps answered, in Junk), `hold_draft` why it gets no draft (a draft is there already, bcc only). `thank_you_from`/`thank_you_until` bound
    the time in which a thank-you is to be drafted, None where none is wanted.
    """

    thread_id: ThreadId
    message_id: MessageId  # the user's last message
    subject: str
    to: tuple[str, ...]
    scenario: Scenario
    state: State
    attempt: int
    max_attempts: int
    sent_at: datetime
    due_at: datetime | None
    answered_by: str | None
    reasons: tuple[Reason, ...]
    messages: tuple[MessageLine, ...]
    clock_id: MessageId
    next_change_at: datetime | None = None
    hold: str = ""
    hold_draft: str = ""  # like `hold`, of the draft alone: the thread is still marked
    language: str = "en"
    event: Event | None = None
    event_id: MessageId | None = None  # of the message that told of the event: the key of the thank-you
    thank_you_from: datetime | None = None
    thank_you_until: datetime | None = None
    recipient_name: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """One planned change of the mailbox, with its deterministic key."""

    kind: ActionKind
    thread_id: ThreadId
    key: str
    detail: str
    clock_id: MessageId
    message_id: MessageId  # the user's last message: what a mark goes on, what a draft answers


@dataclass(frozen=True, slots=True)
class Owner:
    """The user's own addresses, lower-cased; a plus-address of one of them (`me+interview@…`) is the user's too."""

    addresses: frozenset[str]

    def is_own(self, email: str) -> bool:
        """Whether mail to or from this address is the user's own."""
        local, at, domain = email.lower().rpartition("@")
        return email.lower() in self.addresses or f"{local.partition('+')[0]}{at}{domain}" in self.addresses


@dataclass(frozen=True, slots=True)
class Rule:
    """One of the config's rules that choose a scenario; every part that is given must match, patterns are shell globs, case-insensitive.

    `recipients` any To, Cc or Bcc address, `domains` of any recipient, `subject` words in the subject, `words` in the subject or the user's text, `folders` any copy's folder or label,
    `plus` the tag of an own plus-address among the recipients.
    """

    scenario: Scenario
    recipients: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The scenario of a thread and, in words, what decided it."""

    scenario: Scenario
    why: str
    by_user: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """What the config says that a verdict depends on, beside calendar and ladders."""

    never: tuple[str, ...] = ()  # globs of addresses and domains that are never chased
    overdue_limit: timedelta = timedelta(days=30)
    weak_answers_hold: bool = True  # whether nothing is done while a mail perhaps answers
    muted: frozenset[str] = frozenset()  # addresses of people who asked, in any thread, not to be written to again
