"""The running clock of a conversation: how often the user asked, which promise holds, and whether the time since an appointment counts.

One walk from the oldest turn to the newest; what was said later never changes what an earlier turn counted for.
"""

from dataclasses import dataclass, replace

from watcher.core import deadlines, wording
from watcher.core.appointments import Appointment
from watcher.core.asking import Asking
from watcher.core.conversation import ADDITION_WINDOW, Turn
from watcher.core.deadlines import Deadline
from watcher.core.model import Calendar, Ladder, Promise


@dataclass(frozen=True, slots=True)
class Running:
    """A promise of the other side that holds, open or broken, and the turn that made it. `is_all`: the answer promised and did nothing else."""

    turn: Turn
    promise: Promise
    deadline: Deadline
    is_all: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the walk ended. `attempt` is None while nothing was asked since the last answer; `appointment` the event that nobody has answered since."""

    attempt: int | None = None
    promise: Running | None = None
    appointment: Appointment | None = None
    before: Turn | None = None  # the user's turn before
    is_past_appointment: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What the walk is made by."""

    asking: Asking
    ladder: Ladder
    calendar: Calendar
    undelivered: frozenset[str]  # Message-IDs of the user's messages that reached nobody

    def run(self) -> Clock:
        """Walk through the conversation."""
        clock = Clock(appointment=self.asking.appointment)
        for turn in self.asking.talk.turns:
            if turn.by_user and turn.message_id not in self.undelivered:
                clock = replace(self._after_own(clock, turn), before=turn)
            elif turn.is_answer:
                clock = self._after_answer(clock, turn)
        return clock

    def after_appointment(self, appointment: Appointment) -> Deadline:
        """Return the deadline of the first nudge, counted from the appointment."""
        step = deadlines.step_after(self.ladder, 0)
        start = appointment.over_at if step.exactly is not None else appointment.counts_from(self.calendar)
        what = f"the {appointment.event.what.replace('_', ' ')}"
        return deadlines.after_message(self.calendar, step, start, what=what, nudge=1)

    def _after_answer(self, clock: Clock, turn: Turn) -> Clock:
        running = self._promise_of(clock, turn)
        if running is not None and running.is_all:
            return replace(clock, promise=running)
        appointment = clock.appointment
        if appointment is not None and turn.at >= appointment.over_at:
            appointment = None  # it was talked about since: what the user asks now is another question
        return replace(clock, attempt=None, promise=running, appointment=appointment)

    def _promise_of(self, clock: Clock, turn: Turn) -> Running | None:
        reading = turn.reading
        promise = reading.promise
        if promise is None or reading.closes or asks_to_be_asked_later(turn) or turn.is_calendar_answer:
            return None
        appointment = clock.appointment
        if (
            appointment is not None
            and turn.at < appointment.over_at
            and (promise.by is None or promise.by < appointment.day)
        ):
            return None  # it was about what came before the appointment
        step = deadlines.step_after(self.ladder, clock.attempt or 0)
        deadline = deadlines.after_promise(self.calendar, step, promise, turn.at, wording.sender(turn.message))
        return Running(turn, promise, deadline, is_all=not reading.wants_answer)

    def _after_own(self, clock: Clock, turn: Turn) -> Clock:
        if clock.appointment is not None and not clock.is_past_appointment and clock.appointment.is_followed_by(turn):
            clock = replace(clock, attempt=None, is_past_appointment=True)
        if clock.promise is not None:
            if self._holds_through(clock, clock.promise, turn):
                return clock
            return self._counted(replace(clock, promise=None), turn, broken=self._breaks(clock.promise, turn))
        return self._counted(clock, turn, broken=False)

    def _holds_through(self, clock: Clock, running: Running, turn: Turn) -> bool:
        """Thanks do not end a promise, nor does, while it is open, what asks nothing or adds to what was asked."""
        reading = turn.reading
        if reading.thanks or turn.accepts:
            return reading.wants_answer is not True
        if reading.no_answer_wanted or turn.at >= running.deadline.at:
            return False
        return reading.wants_answer is not True or self._is_addition(clock, turn)

    def _breaks(self, running: Running, turn: Turn) -> bool:
        return running.is_all and turn.at >= running.deadline.at

    def _counted(self, clock: Clock, turn: Turn, *, broken: bool) -> Clock:
        if self.asking.why_not(turn):
            return clock
        if broken:
            return replace(clock, attempt=(clock.attempt or 0) + 1)
        if clock.attempt is None:
            return replace(clock, attempt=1 if self._is_late(clock, turn) else 0)
        return clock if self._is_addition(clock, turn) else replace(clock, attempt=clock.attempt + 1)

    def _is_late(self, clock: Clock, turn: Turn) -> bool:
        """After an appointment without a thank-you, the first message that comes when the nudge was due is the nudge."""
        return (
            clock.appointment is not None
            and clock.is_past_appointment
            and not self.asking.starts_scenario(turn)
            and turn.at >= self.after_appointment(clock.appointment).at
        )

    @staticmethod
    def _is_addition(clock: Clock, turn: Turn) -> bool:
        return clock.before is not None and turn.at - clock.before.at <= ADDITION_WINDOW


def asks_to_be_asked_later(turn: Turn) -> bool:
    """Whether an answer puts the user off to a later time."""
    return not turn.by_user and (turn.reading.ask_again_on is not None or turn.reading.keep_trying)
