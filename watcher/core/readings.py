"""What single messages say, as types: their kind, absences, promises, events and wishes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


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
