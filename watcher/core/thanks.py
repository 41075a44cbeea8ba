"""The time in which a thank-you after an interview or a phone screen is to be drafted."""

from dataclasses import dataclass
from datetime import datetime

from watcher.core import appointments, worktime
from watcher.core.appointments import Appointment
from watcher.core.model import State, Word
from watcher.core.rulings import Case, Ruling


@dataclass(frozen=True, slots=True)
class Window:
    """From the event's end until the end of the next working day, in the user's zone."""

    starts_at: datetime
    ends_at: datetime


def window(case: Case, ruling: Ruling) -> Window | None:
    """Return when a thank-you is wanted; None where there is nothing to thank for, the user wrote after it, sent a card, or wants no more of the thread."""
    appointment = case.asking.appointment
    if appointment is None or not case.ladder.thank_you or not case.ladder.enabled:
        return None
    if _is_settled_by_user(case, ruling) or _is_thanked(case, appointment) or _is_called_off(case, appointment):
        return None
    until = worktime.next_working_day(case.calendar, appointment.day)
    return Window(appointment.over_at.astimezone(case.calendar.zone), worktime.end_of_day(case.calendar, until))


def _is_settled_by_user(case: Case, ruling: Ruling) -> bool:
    word = case.word
    return ruling.state in (State.DISMISSED, State.SNOOZED) or (word is not None and word.word is Word.DONE)


def _is_thanked(case: Case, appointment: Appointment) -> bool:
    if any(appointment.is_followed_by(turn) for turn in case.talk.own):
        return True
    return any(word.word is Word.CARD_SENT and word.said_at >= appointment.event.starts_at for word in case.words)


def _is_called_off(case: Case, appointment: Appointment) -> bool:
    """Closed by the other side since it was named, or declined by the user."""
    later = case.talk.turns[appointment.told_by.index + 1 :]
    closed = any(turn.is_answer and turn.reading.closes for turn in later)
    return closed or appointments.is_declined(case.talk, appointment)
