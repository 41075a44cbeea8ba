"""What is decided of threads, as types: scenarios and their ladders, the user's words, states, reasons, verdicts and actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from watcher.core.messages import MessageId, ThreadId
from watcher.core.readings import Event, Kind


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
