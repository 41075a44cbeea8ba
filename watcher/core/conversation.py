"""A thread as turns: who wrote when, the user or somebody else, in the order in which it was said.

A message with one of the user's addresses in From that lies in no Sent folder is nobody's turn, and what lies only in Junk is kept apart: it answers nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from watcher.core.model import Address, Kind, Message, MessageId, Owner, Reading, Role, Thread

# So far from the ends of what a datetime can hold that reckoning with it cannot fail, whatever a mail says.
_EARLIEST, _LATEST = datetime(1000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
ADDITION_WINDOW = timedelta(hours=24)
_UNDECIDED = frozenset({"TENTATIVE", "NEEDS-ACTION", "DELEGATED"})
_UNREAD = Reading(kind=Kind.HUMAN_REPLY, evidence="not read")
_OWN_UNREAD = Reading(kind=None)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message in its place in the conversation. `at`, in UTC, is its instant, but never before the message that it answers."""

    message: Message
    reading: Reading
    at: datetime
    by_user: bool
    index: int = 0  # its place among the turns

    @property
    def message_id(self) -> MessageId:
        """The Message-ID of the message."""
        return self.message.message_id

    @property
    def is_answer(self) -> bool:
        """Whether somebody else answers with it: a person's words, or an invitation accepted or refused."""
        return not self.by_user and (self.reading.kind is Kind.HUMAN_REPLY or self.is_calendar_answer)

    @property
    def is_calendar_answer(self) -> bool:
        """Whether it accepts or refuses an invitation of the user's."""
        return not self.by_user and self.reading.kind is Kind.CALENDAR_RESPONSE and _is_decided(self.message)

    @property
    def accepts(self) -> bool:
        """Whether the user accepts an interview or a call with it."""
        return self.by_user and self.reading.accepts

    @property
    def email(self) -> str:
        """The address of who wrote it."""
        return self.message.envelope.sender.email if self.message.envelope.sender is not None else ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of a thread, oldest first; `last` is the user's newest. `in_junk` are answers that lie in Junk alone."""

    turns: tuple[Turn, ...]
    last: Turn
    in_junk: tuple[Turn, ...]

    @property
    def since_last(self) -> tuple[Turn, ...]:
        """The turns of others after the user's newest message."""
        return self.turns[self.last.index + 1 :]

    @property
    def answers(self) -> tuple[Turn, ...]:
        """All answers, oldest first."""
        return tuple(turn for turn in self.turns if turn.is_answer)

    @property
    def own(self) -> tuple[Turn, ...]:
        """The user's turns, oldest first."""
        return tuple(turn for turn in self.turns if turn.by_user)


def listen(
    thread: Thread, readings: Mapping[MessageId, Reading], owner: Owner, *, is_about_interview: bool = False
) -> Conversation | None:
    """Put the messages into the order of the conversation; None when the user sent none of them.

    Where it is about an interview, an invitation that the user accepts by calendar is one to it, whatever its title, and
    whoever agrees to what names its time accepts it.
    """
    if is_about_interview:
        readings = {**readings, **_accepting(thread, readings)}
    sent_at = {message.message_id: message.instant for message in thread.messages if is_sent(message)}
    turns = sorted(
        (_turn(message, readings, sent_at) for message in thread.messages if not is_forged(message, owner)), key=_order
    )
    if is_about_interview:
        turns = list(_with_acceptances(turns))
    counting = [turn for turn in turns if turn.by_user or not lies_in_junk(turn.message)]
    heard = tuple(replace(turn, index=index) for index, turn in enumerate(counting))
    own = [turn for turn in heard if turn.by_user]
    if not own:
        return None
    in_junk = tuple(turn for turn in turns if not turn.by_user and turn.is_answer and lies_in_junk(turn.message))
    return Conversation(heard, own[-1], in_junk)


def _accepting(thread: Thread, readings: Mapping[MessageId, Reading]) -> dict[MessageId, Reading]:
    accepting = [each for each in thread.messages if is_sent(each) and partstat(each) == "ACCEPTED"]
    known = {each.message_id: readings.get(each.message_id, _OWN_UNREAD) for each in accepting}
    return {key: replace(reading, accepts=True) for key, reading in known.items()}


def _with_acceptances(turns: Iterable[Turn]) -> Iterator[Turn]:
    asked: Turn | None = None
    for turn in turns:
        if turn.is_answer:
            asked = turn
        is_asked = asked is not None and any(
            not each.cancelled and each.starts_at > turn.at for each in asked.reading.events
        )
        accepts = is_asked and turn.by_user and turn.reading.agrees
        yield replace(turn, reading=replace(turn.reading, accepts=True)) if accepts else turn


def is_sent(message: Message) -> bool:
    """Whether the user sent it."""
    return message.is_sent and not message.is_draft


def is_forged(message: Message, owner: Owner) -> bool:
    """Whether it claims to be the user's, and lies in no Sent folder."""
    sender = message.envelope.sender
    return not is_sent(message) and (message.is_draft or (sender is not None and owner.is_own(sender.email)))


def lies_in_junk(message: Message) -> bool:
    """Whether every copy of it lies in Junk."""
    return all(place.role is Role.JUNK for place in message.places)


def readers(message: Message, owner: Owner) -> tuple[Address, ...]:
    """All whom a message went to, without the user."""
    envelope = message.envelope
    return tuple(address for address in (*envelope.to, *envelope.cc, *envelope.bcc) if not owner.is_own(address.email))


def addressees(message: Message, owner: Owner) -> tuple[Address, ...]:
    """Those whom a message is meant for: its To without the user, else its Cc, else its Bcc."""
    envelope = message.envelope
    for group in (envelope.to, envelope.cc, envelope.bcc):
        others = tuple(address for address in group if not owner.is_own(address.email))
        if others:
            return others
    return ()


def partstat(message: Message) -> str:
    """What a calendar REPLY says (RFC 5546): ACCEPTED, DECLINED, TENTATIVE … or the empty string."""
    invitations = message.body.invitations if message.body is not None else ()
    return next((each.partstat.upper() for each in invitations if each.method == "REPLY" and each.partstat), "")


def _is_decided(message: Message) -> bool:
    return partstat(message) not in _UNDECIDED


def _turn(message: Message, readings: Mapping[MessageId, Reading], sent_at: Mapping[MessageId, datetime]) -> Turn:
    by_user = is_sent(message)
    reading = readings.get(message.message_id, _OWN_UNREAD if by_user else _UNREAD)
    instants = [message.instant]
    if not by_user:  # a clock that is slow must not put an answer before the question
        instants += [sent_at[each] for each in named_ids(message) if each in sent_at]
    return Turn(message, reading, min(max(*instants, _EARLIEST), _LATEST).astimezone(UTC), by_user)


def named_ids(message: Message) -> tuple[MessageId, ...]:
    """All ids that a message, or the report in it, says it is about."""
    originals = message.body.original_ids if message.body is not None else ()
    return (*originals, *message.envelope.in_reply_to, *message.envelope.references)


def _order(turn: Turn) -> tuple[datetime, bool, datetime, str]:
    return turn.at, not turn.by_user, turn.message.instant, turn.message_id
