"""What is said beside a ruling: automatic mail that is no answer, languages that were not read, and what the other side's clock shows."""

from collections.abc import Iterator

from watcher.core import conversation, rulings, their_time, wording, worktime
from watcher.core.model import Kind, Reason, ReasonCode, State
from watcher.core.rulings import Case, Ruling

_NOTED_KINDS = (Kind.AUTO_ACK, Kind.DELAYED_DSN, Kind.MDN, Kind.LIST_OR_BULK)
_COMING = (State.WAITING, State.PROMISED, State.AWAY, State.DUE, State.DRAFTED)


def on_automatic_mail(case: Case) -> Iterator[Reason]:
    """Say which automatic messages since the user's newest one were taken for no answer, the newest few."""
    for turn in [turn for turn in case.talk.since_last if turn.reading.kind in _NOTED_KINDS][-3:]:
        kind = turn.reading.kind.value.replace("_", " ") if turn.reading.kind else ""
        why = f" ({wording.one_line(turn.reading.evidence)})" if turn.reading.evidence else ""
        text = f"the {kind} from {wording.sender(turn.message)} on {rulings.shown(case, turn.at)} is no answer{why}"
        yield Reason(ReasonCode.SCHEDULE, text)


def on_languages(case: Case) -> Iterator[Reason]:
    """Say of the newest messages which of them were not read, because the program does not know their language."""
    answers = case.talk.answers
    for turn in (case.last, *answers[-1:]):
        if turn.reading.is_foreign:
            whose = "your message" if turn.by_user else f"the answer of {wording.sender(turn.message)}"
            text = f"the language of {whose} of {rulings.shown(case, turn.at)} is not one the program reads: only headers and structure were judged"
            yield Reason(ReasonCode.SCHEDULE if turn.by_user else ReasonCode.ANSWER, text)


def on_their_time(case: Case, ruling: Ruling) -> Iterator[Reason]:
    """Say what the other side's clock shows at the deadline, where it differs from the user's."""
    if ruling.due_at is None or ruling.state not in _COMING or not worktime.is_believable(ruling.due_at):
        return
    addressees = conversation.addressees(case.last.message, case.owner)
    email = addressees[0].email if len(addressees) == 1 else ""
    theirs = their_time.differing(case.talk, case.calendar, ruling.due_at, email)
    if theirs is None:
        return
    yours = ruling.due_at.astimezone(case.calendar.zone)
    clock, day = theirs.of(ruling.due_at), ""
    if clock.date() != yours.date():
        day = f" on {worktime.describe_day(clock.date())}"
    who = wording.sender(theirs.told_by.message)
    text = f"{yours:%H:%M} yours is {clock:%H:%M}{day} theirs, by the clock of the mail of {who} of {rulings.shown(case, theirs.told_by.at)}"
    yield Reason(ReasonCode.SCHEDULE, text)
