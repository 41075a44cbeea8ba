"""Whether a message of the user's waits for an answer at all.

Thanks want none; but the thank-you after an interview starts the waiting for its outcome, and so does accepting one that lies ahead.
"""

from dataclasses import dataclass

from watcher.core import conversation
from watcher.core.appointments import OCCASIONS, Appointment
from watcher.core.conversation import ADDITION_WINDOW, Conversation, Turn
from watcher.core.model import Owner, Scenario

_OPENED_WITH_A_REQUEST = (Scenario.JOB_APPLICATION, Scenario.SALES_LEAD)


@dataclass(frozen=True, slots=True)
class Asking:
    """What tells of the user's turns in one conversation whether they ask for an answer."""

    talk: Conversation
    scenario: Scenario
    appointment: Appointment | None
    owner: Owner

    def why_not(self, turn: Turn) -> str:
        """Say in words why this message of the user's wants no answer; the empty string if it may want one."""
        to = turn.message.envelope
        if (to.to or to.cc or to.bcc) and not conversation.readers(turn.message, self.owner):
            return "a note to yourself"
        if self.starts_scenario(turn):
            return ""
        reading = turn.reading
        if _is_mere_thanks(turn):
            if self.scenario in _OPENED_WITH_A_REQUEST and turn.index == 0:
                return ""  # "Please find our offer attached. Thanks!"
            return "" if self._adds_to_a_question(turn) else reading.no_answer_wanted or "mere thanks"
        return reading.no_answer_wanted

    def starts_scenario(self, turn: Turn) -> bool:
        """Whether it is the thank-you after an interview or a phone screen, or accepts an appointment that lies ahead."""
        if self.appointment is None:
            return turn.accepts or self._is_first_thanks(turn)
        if turn.at < self.appointment.over_at and not self.appointment.is_followed_by(turn):
            return turn.accepts or (self.scenario in OCCASIONS and turn.reading.thanks)
        return self._is_thank_you_after(turn, self.appointment)

    def _is_thank_you_after(self, turn: Turn, appointment: Appointment) -> bool:
        if self.scenario not in OCCASIONS or not turn.reading.thanks:
            return False
        before = self.talk.turns[: turn.index]
        return not any(
            appointment.is_followed_by(each) if each.by_user else each.reading.closes and each.at >= appointment.over_at
            for each in before
        )

    def _is_first_thanks(self, turn: Turn) -> bool:
        """Of an interview whose time is not known, the first thanks are the thank-you, unless the matter was closed before."""
        if self.scenario not in OCCASIONS or not turn.reading.thanks:
            return False
        before = self.talk.turns[: turn.index]
        return not any(each.reading.thanks if each.by_user else each.reading.closes for each in before)

    def _adds_to_a_question(self, turn: Turn) -> bool:
        """Whether thanks were sent soon after the question ("thanks in advance"): the thread still waits for its answer."""
        added = turn
        for before in reversed(self.talk.turns[: turn.index]):
            if before.is_answer or (before.by_user and added.at - before.at > ADDITION_WINDOW):
                return False
            if before.by_user:
                if not _is_mere_thanks(before) or self.starts_scenario(before):
                    return not self.why_not(before)
                added = before
        return False


def _is_mere_thanks(turn: Turn) -> bool:
    return turn.reading.thanks and turn.reading.wants_answer is not True
