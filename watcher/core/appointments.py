"""The interview or call that a conversation is about: the one named last, from an invitation rather than from words, unless it was called off."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from watcher.core import conversation, events, worktime
from watcher.core.conversation import Conversation, Turn
from watcher.core.model import Calendar, Event, Kind, MessageId, Scenario

OCCASIONS = (Scenario.INTERVIEW, Scenario.PHONE_SCREEN)
_TELLING = (Kind.HUMAN_REPLY, Kind.AUTO_ACK, Kind.CALENDAR_RESPONSE)
_LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Appointment:
    """An event of the conversation. `told_by` is the message that named it first; `over_at` its end in UTC, `day` the user's day of that."""

    event: Event
    told_by: Turn
    over_at: datetime
    day: date

    @property
    def message_id(self) -> MessageId:
        """The Message-ID of the message that named it first: the key of the thank-you, and of the clock that it starts."""
        return self.told_by.message_id

    def counts_from(self, calendar: Calendar) -> datetime:
        """Return an instant of the day from which days are counted: its start, or the opening hour of its last day."""
        if worktime.local_day(calendar, self.event.starts_at) == self.day:
            return self.event.starts_at
        return worktime.start_of_day(calendar, self.day)

    def is_followed_by(self, turn: Turn) -> bool:
        """Whether the user wrote `turn` after it; thanks may come before the hour is over."""
        return turn.at >= self.over_at or (turn.reading.thanks and turn.at >= self.event.starts_at)


@dataclass(frozen=True, slots=True)
class _Telling:
    turn: Turn
    event: Event
    day: date


def find(talk: Conversation, scenario: Scenario, calendar: Calendar) -> Appointment | None:
    """Return the event that starts the clock: of an interview or phone screen any that is known, else one that the user accepted."""
    standing: list[_Telling] = []
    for telling in _tellings(talk, calendar):
        if any(_is_outdated(telling.event, each.event) for each in standing):
            continue
        if telling.event.cancelled:
            standing = [each for each in standing if telling.event.uid and each.event.uid != telling.event.uid]
        else:
            standing.append(telling)
    standing = [each for each in standing if each.event.uid not in _declined(talk)]
    if not standing:
        return None
    appointment = _chosen(standing, calendar)
    if scenario in OCCASIONS or any(turn.accepts and turn.at < appointment.over_at for turn in talk.own):
        return appointment
    return None


def _is_outdated(event: Event, other: Event) -> bool:
    return bool(event.uid) and event.uid == other.uid and event.sequence < other.sequence


def is_declined(talk: Conversation, appointment: Appointment) -> bool:
    """Whether the user's newest word on it is no."""
    said = _answer_to(talk, appointment)
    return said is not None and said.reading.declines


def is_accepted(talk: Conversation, appointment: Appointment) -> bool:
    """Whether the user's newest word on it is yes, perhaps before it was moved or put into an invitation."""
    said = _answer_to(talk, appointment)
    return said.accepts if said is not None else talk.last.accepts


def _answer_to(talk: Conversation, appointment: Appointment) -> Turn | None:
    said = [turn for turn in talk.own if turn.index >= appointment.told_by.index and turn.at < appointment.over_at]
    return next((turn for turn in reversed(said) if turn.accepts or turn.reading.declines), None)


def _tellings(talk: Conversation, calendar: Calendar) -> Iterator[_Telling]:
    for turn in talk.turns:
        for event in sorted(turn.reading.events, key=lambda each: (each.from_calendar, each.starts_at, each.uid)):
            if worktime.is_believable(event.starts_at) and _is_known(talk, turn, event):
                sound = _with_sound_end(event)
                yield _Telling(turn, sound, worktime.local_day(calendar, sound.starts_at))


def _is_known(talk: Conversation, turn: Turn, event: Event) -> bool:
    """What others name is known, unless they refuse it or only ask for it; what the user names is, if it is over, accepted or called off: else it is a wish."""
    if not turn.by_user:
        if events.is_proposal(event) and not any(own.accepts and own.index > turn.index for own in talk.own):
            return False
        says = conversation.partstat(turn.message)
        return turn.reading.kind in _TELLING and (turn.reading.kind is not Kind.CALENDAR_RESPONSE or says == "ACCEPTED")
    return turn.accepts or event.cancelled or event.starts_at <= turn.at


def _with_sound_end(event: Event) -> Event:
    ends_at = event.ends_at
    if ends_at is None:
        return event
    if worktime.is_believable(ends_at) and event.starts_at < ends_at <= event.starts_at + _LONGEST:
        return event
    return replace(event, ends_at=None)


def _declined(talk: Conversation) -> set[str]:
    """The invitations that the user declined by calendar, and did not accept later."""
    declined: set[str] = set()
    for turn in talk.own:
        uids = {each.uid for each in (turn.message.body.invitations if turn.message.body else ()) if each.uid}
        if conversation.partstat(turn.message) == "DECLINED":
            declined |= uids
        elif turn.accepts:
            declined -= uids
    return declined


def _chosen(standing: list[_Telling], calendar: Calendar) -> Appointment:
    newest = standing[-1]
    same = [each for each in standing if _is_same(each, newest)]
    event = max(reversed(same), key=lambda each: (each.event.from_calendar, each.event.has_hour)).event
    over_at = event.over_at.astimezone(UTC)
    day = worktime.local_day(calendar, over_at - timedelta(seconds=1))  # a whole day ends on the midnight after it
    return Appointment(event, same[0].turn, over_at, day)


def _is_same(one: _Telling, other: _Telling) -> bool:
    return one.day == other.day
