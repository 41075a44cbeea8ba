"""What the other side's clock shows: their offset from UTC, as their own mails of the conversation tell it."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from watcher.core.conversation import Conversation, Turn
from watcher.core.model import Calendar, Kind

LARGEST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class TheirTime:
    """The offset of the other side's clock, and the mail that told it."""

    offset: timedelta
    told_by: Turn

    def of(self, instant: datetime) -> datetime:
        """Return what their clock shows at `instant`."""
        return instant.astimezone(timezone(self.offset))


def find(talk: Conversation, email: str = "") -> TheirTime | None:
    """Return the time of the person with this address, or of whoever wrote last; None where no mail of theirs tells an offset.

    An offset of zero tells nothing: machines write so everywhere. It is the one of their newest mail, so an hour may be
    missing after a change to summer time.
    """
    for turn in reversed(talk.turns):
        is_theirs = not turn.by_user and turn.reading.kind is Kind.HUMAN_REPLY and (not email or turn.email == email)
        date = turn.message.envelope.date
        offset = date.utcoffset() if is_theirs and date is not None else None
        if offset and abs(offset) <= LARGEST:
            return TheirTime(offset, turn)
    return None


def differing(talk: Conversation, calendar: Calendar, instant: datetime, email: str = "") -> TheirTime | None:
    """Return it where their clock differs from the user's by more than an hour of summer time, both as of the mail that told it and at `instant`."""
    found = find(talk, email)
    if found is None:
        return None
    then, now = (each.astimezone(calendar.zone).utcoffset() for each in (found.told_by.at, instant))
    return None if found.offset in (then, now) else found
