"""The rules of a verdict, each one kind of reason: what it decides where it fits, and None where it does not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase

from watcher.core import appointments, clocks, conversation, deadlines, wording, worktime
from watcher.core.asking import Asking
from watcher.core.clocks import Clock, Rules
from watcher.core.conversation import Conversation, Turn
from watcher.core.deadlines import Deadline, Pause
from watcher.core.deliveries import Failure
from watcher.core.model import (
    Calendar,
    Choice,
    Kind,
    Ladder,
    MessageId,
    Owner,
    Policy,
    Reason,
    ReasonCode,
    State,
    UserWord,
    Word,
)

DISMISSED_KEYWORD = "follow-up-dismissed"


@dataclass(frozen=True, slots=True)
class Case:
    """All that a verdict on one thread rests on. `has_draft`: an untouched nudge of ours lies in it."""

    talk: Conversation
    now: datetime
    owner: Owner
    calendar: Calendar
    ladder: Ladder
    choice: Choice
    words: tuple[UserWord, ...]
    policy: Policy
    has_draft: bool
    asking: Asking
    rules: Rules
    clock: Clock
    failure: Failure | None

    @property
    def last(self) -> Turn:
        """The user's newest message."""
        return self.talk.last

    @property
    def attempt(self) -> int:
        """How many nudges were sent; what went before an appointment is none."""
        if self.clock.appointment is not None and not self.clock.is_past_appointment:
            return 0
        return self.clock.attempt or 0

    @property
    def word(self) -> UserWord | None:
        """The user's newest word on the newest message, dismissed over all that was said with it."""
        said = [each for each in self.words if each.message_id == self.last.message_id and each.word in _RULING_WORDS]
        return max(said, key=lambda each: (each.said_at, _RULING_WORDS.index(each.word)), default=None)

    @property
    def snoozed_until(self) -> datetime | None:
        """The end of the user's snooze, over or not."""
        word = self.word
        return word.until if word is not None and word.word is Word.SNOOZED else None


_RULING_WORDS = (Word.SNOOZED, Word.DONE, Word.DISMISSED)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule decided. `changes` are instants, past or to come, at which time alone changes it; `attempt` only where it is not the counted one."""

    state: State
    reasons: tuple[Reason, ...]
    clock_id: MessageId
    due_at: datetime | None = None
    answered_by: str | None = None
    changes: tuple[datetime, ...] = ()
    attempt: int | None = None


def by_user(case: Case) -> Ruling | None:
    """Decide by the user's word: dismissed (also people never to be chased, or who asked for silence), snoozed, done."""
    dismissed = _why_dismissed(case)
    if dismissed is not None:
        return Ruling(State.DISMISSED, (dismissed,), case.last.message_id)
    word = case.word
    if word is None:
        return None
    if word.word is Word.DONE:
        text = f"answered by other ways, you said on {shown(case, word.said_at)}"
        return Ruling(State.ANSWERED, (Reason(ReasonCode.USER, text),), case.last.message_id)
    if word.until is not None and case.now >= word.until:
        return None
    until = f"until {shown(case, word.until)}" if word.until is not None else "without an end"
    reason = Reason(ReasonCode.USER, f"snoozed {until}, you said on {shown(case, word.said_at)}")
    changes = (word.until,) if word.until is not None else ()
    return Ruling(State.SNOOZED, (reason,), case.last.message_id, word.until, changes=changes)


def by_wish_to_be_asked_later(case: Case) -> Ruling | None:
    """Snooze a thread whose other side wants to be asked again later; then the ladder starts again."""
    newest = _newest_answer(case)
    if newest is None or not clocks.asks_to_be_asked_later(newest) or not case.ladder.enabled:
        return None
    since = case.talk.turns[newest.index + 1 :]
    if any(turn.by_user and not case.asking.why_not(turn) for turn in since):
        return None
    at = deadlines.ask_again_at(case.calendar, newest.reading.ask_again_on, newest.at)
    wish = "to be asked again" if newest.reading.ask_again_on else "you to keep trying"
    text = f"{wording.sender(newest.message)} wants {wish}, says the answer of {shown(case, newest.at)}: on {shown(case, at)} the ladder starts again"
    deadline = _not_before_snooze(case, Deadline(at, Reason(ReasonCode.ANSWER, text)))
    return replace(_until_due(case, State.SNOOZED, deadline, newest.message_id), attempt=0)


def by_promise(case: Case) -> Ruling | None:
    """Wait for a promise, and be due once it has passed with nothing further."""
    promise = case.clock.promise
    if promise is None or not case.ladder.enabled:
        return None
    deadline, reasons = promise.deadline, list[Reason]()
    snoozed = _not_before_snooze(case, deadline)
    if snoozed.at > deadline.at:
        deadline, reasons = snoozed, [deadline.reason]
    pause = _pause(case, promise.turn.index)
    return _until_due(case, State.PROMISED, deadline, promise.turn.message_id, tuple(reasons), pause)


def by_answer(case: Case) -> Ruling | None:
    """Leave a thread that was answered after the user's newest message: the ball is with the user."""
    answers = [turn for turn in case.talk.since_last if turn.is_answer and not _only_confirms(case, turn)]
    if not answers:
        return None
    newest = answers[-1]
    what = "the invitation was answered" if newest.is_calendar_answer else "answered"
    text = f"{what} by {wording.sender(newest.message)} on {shown(case, newest.at)}"
    if newest.reading.wants_answer:
        text += "; it asks you something, so the ball is with you"
    if newest.reading.closes:
        text += "; it closes the matter"
    return Ruling(
        State.ANSWERED, (Reason(ReasonCode.ANSWER, text),), case.last.message_id, answered_by=newest.email or None
    )


def by_bounce(case: Case) -> Ruling | None:
    """Show a message that reached nobody."""
    if case.failure is None or not case.failure.is_total:
        return None
    return Ruling(State.BOUNCED, tuple(_failures(case, case.failure)), case.last.message_id)


def by_want_of_a_question(case: Case) -> Ruling | None:
    """Ignore a thread that needs no answer, or whose scenario the user switched off."""
    if not case.ladder.enabled:
        why = f"scenario {case.choice.scenario.value} is switched off"
    elif _looks_forward(case):
        return None
    else:
        why = wording.one_line(case.asking.why_not(case.last))
        why = f"your message of {shown(case, case.last.at)} wants no answer: {why}" if why else ""
    return Ruling(State.IGNORED, (Reason(ReasonCode.NO_ANSWER_WANTED, why),), case.last.message_id) if why else None


def _looks_forward(case: Case) -> bool:
    """Whether the user has accepted an appointment that lay ahead of the newest message: whatever that said, its outcome is waited for."""
    appointment = case.asking.appointment
    return (
        appointment is not None
        and case.last.at < appointment.over_at
        and appointments.is_accepted(case.talk, appointment)
    )


def by_last_nudge(case: Case) -> Ruling | None:
    """Wait without a deadline once the last nudge that is allowed was sent, then give up."""
    if case.attempt < case.ladder.max_nudges or case.snoozed_until is not None:
        return None
    at = deadlines.exhausted_at(case.calendar, case.ladder, case.attempt, case.last.at)
    most = case.ladder.max_nudges
    count = (
        f"{most} of {most} nudges" if case.attempt <= most else f"{case.attempt} nudges, over the {most} of the ladder,"
    )
    sent = f"{count} were sent, the last message on {shown(case, case.last.at)}"
    end = (
        f"it has waited its time too, until {shown(case, at)}"
        if case.now >= at
        else f"it waits until {shown(case, at)}"
    )
    state = State.EXHAUSTED if case.now >= at else State.WAITING
    return Ruling(
        state, (Reason(ReasonCode.ATTEMPTS, f"{sent}; {end}"), *_partial(case)), case.last.message_id, changes=(at,)
    )


def by_schedule(case: Case) -> Ruling:
    """Reckon the deadline by the ladder, later while the other side is away; due once it has come."""
    clock_id, deadline, reasons = _scheduled(case)
    deadline = _not_before_snooze(case, deadline)
    return _until_due(case, State.WAITING, deadline, clock_id, (*reasons, *_partial(case)), _pause(case))


# The user's word ---------------------------------------------------------------------------------------------------------------------


def _why_dismissed(case: Case) -> Reason | None:
    word = case.word
    if word is not None and word.word is Word.DISMISSED:
        how = "" if word.how == "command" else f" ({wording.one_line(word.how)})"
        return Reason(ReasonCode.USER, f"dismissed by you on {shown(case, word.said_at)}{how}")
    # The mailbox keeps the keyword for `done` too; and a newer word of the user's is stronger than what it keeps.
    if word is None and any(DISMISSED_KEYWORD in place.flags for place in case.last.message.places):
        return Reason(ReasonCode.USER, f"the message carries the keyword {DISMISSED_KEYWORD}: you dismissed it")
    message = case.last.message
    for turn in case.talk.turns:
        if not turn.by_user and turn.reading.stop and _goes_to(case, turn):
            text = f"{wording.sender(turn.message)} asked not to be written to again, on {shown(case, turn.at)}"
            return Reason(ReasonCode.ANSWER, text)
    for address in conversation.readers(message, case.owner):
        if address.email in case.policy.muted:
            text = f"{wording.person(address)} asked in another conversation not to be written to again"
            return Reason(ReasonCode.USER, text)
    for address in conversation.addressees(message, case.owner):
        pattern = next((each for each in case.policy.never if _matches(each, address.email, address.domain)), None)
        if pattern is not None:
            text = f"{wording.person(address)} is never chased: the config's never list has {wording.one_line(pattern)}"
            return Reason(ReasonCode.USER, text)
    return None


def _goes_to(case: Case, turn: Turn) -> bool:
    """Whether the user's newest message goes to the author of this turn, who answered perhaps from another address."""
    readers = {address.email for address in conversation.readers(case.last.message, case.owner)}
    return turn.email in readers or (len(readers) <= 1 and turn.index > case.last.index)


def _matches(pattern: str, email: str, domain: str) -> bool:
    glob = pattern.strip().lower()
    return fnmatchcase(email, glob) or (bool(domain) and fnmatchcase(domain, glob.removeprefix("@")))


# Answers and bounces -----------------------------------------------------------------------------------------------------------------


def _newest_answer(case: Case) -> Turn | None:
    answers = case.talk.answers
    return answers[-1] if answers else None


def _only_confirms(case: Case, turn: Turn) -> bool:
    """Whether it answers before an appointment that the user has accepted: only what comes after it can tell of its outcome."""
    appointment = case.asking.appointment
    return (
        appointment is not None
        and turn.at < appointment.over_at
        and not turn.reading.wants_answer
        and not turn.reading.closes
        and not turn.is_calendar_answer
        and appointments.is_accepted(case.talk, appointment)
    )


def _failures(case: Case, failure: Failure) -> Iterator[Reason]:
    for report in failure.reports:
        when = shown(case, report.at)
        if report.reading.kind is Kind.CHALLENGE:
            text = f"{wording.sender(report.message)} wants you to confirm that you are a person: open the message of {when} and follow it, yours waits at the gate"
        else:
            addresses = ", ".join(sorted(report.reading.failed_recipients)) or "an address it does not name"
            text = f"not delivered to {wording.one_line(addresses)}, says the bounce of {when}"
        yield Reason(ReasonCode.BOUNCE, text)


def _partial(case: Case) -> tuple[Reason, ...]:
    """Whom the message did not reach, where others got it."""
    return tuple(_failures(case, case.failure)) if case.failure is not None and not case.failure.is_total else ()


# The schedule ------------------------------------------------------------------------------------------------------------------------


def _scheduled(case: Case) -> tuple[MessageId, Deadline, tuple[Reason, ...]]:
    """The clock's message, its deadline by the ladder, and what is to be said beside it."""
    appointment = case.clock.appointment
    if appointment is not None and case.attempt == 0:
        deadline = case.rules.after_appointment(appointment)
        if deadline.at > case.last.at:
            event = appointment.event
            source = "the invitation in" if event.from_calendar else "the text of"
            told_by = (
                "your own message"
                if appointment.told_by.by_user
                else f"the message of {wording.sender(appointment.told_by.message)}"
            )
            when = shown(case, event.starts_at) if event.has_hour else worktime.describe_day(appointment.day)
            text = f"the clock starts at the {event.what.replace('_', ' ')} of {when}, known from {source} {told_by}"
            return appointment.message_id, deadline, (Reason(ReasonCode.EVENT, text),)
    step = deadlines.step_after(case.ladder, case.attempt)
    what = f"your message {wording.subject(case.last.message)}"
    return (
        case.last.message_id,
        deadlines.after_message(case.calendar, step, case.last.at, what=what, nudge=case.attempt + 1),
        (),
    )


def _pause(case: Case, since: int = 0) -> Pause | None:
    """The absence that holds the clock, of the notes from turn `since` on: everybody addressed is away; then until the first of them is back."""
    pauses: dict[str, Pause] = {}
    for turn in case.talk.turns[since:]:
        if not turn.by_user and turn.reading.absence is not None and turn.reading.kind is Kind.AUTO_REPLY_OOO:
            pauses[turn.email] = deadlines.pause_of(
                case.calendar, turn.reading.absence, turn.at, wording.sender(turn.message)
            )
        elif turn.is_answer:
            pauses.pop(turn.email, None)  # whoever writes is back
    pauses = {email: pause for email, pause in pauses.items() if pause.due_at > case.last.at}
    failed = case.failure.addresses if case.failure is not None else frozenset()
    readers = {address.email for address in conversation.readers(case.last.message, case.owner)} - failed
    addressed = {
        address.email for address in conversation.addressees(case.last.message, case.owner)
    } & readers or readers
    away = {email: pause for email, pause in pauses.items() if email in addressed or email not in readers}
    strangers = set(away) - addressed  # people answer from other addresses than the one that was written to
    if not away or len(addressed - set(away)) > len(strangers):
        return None
    return min(away.values(), key=lambda pause: pause.due_at)


def _not_before_snooze(case: Case, deadline: Deadline) -> Deadline:
    until = case.snoozed_until
    if until is None:
        return deadline
    return Deadline(until, Reason(ReasonCode.USER, f"you snoozed it until {shown(case, until)}"))


def _until_due(  # noqa: PLR0913 - what the deadline is, and all that bears on it
    case: Case,
    state: State,
    deadline: Deadline,
    clock_id: MessageId,
    reasons: tuple[Reason, ...] = (),
    pause: Pause | None = None,
) -> Ruling:
    """Rule `state` until the deadline, then away until the pause ends, and due once both have come."""
    at, changes = deadline.at, [deadline.at]
    reasons = (deadline.reason, *reasons)
    if pause is not None:
        if case.now < pause.ends_at and not (state is State.PROMISED and case.now < at):
            state = State.AWAY
        elif case.now >= at:
            state = State.WAITING
        at, changes = max(at, pause.due_at), [at, pause.ends_at, pause.due_at]
        reasons = (*reasons, pause.reason)
    if case.now >= at:
        state = State.DRAFTED if case.has_draft else State.DUE
    return Ruling(state, reasons, clock_id, at, changes=tuple(changes))


def shown(case: Case, instant: datetime) -> str:
    """Write an instant as the user's clock shows it."""
    return worktime.describe_instant(case.calendar, instant)
