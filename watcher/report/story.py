"""One thread in plain sentences: what was written, what was decided and why, and what happens next."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from watcher.core.model import ActionKind, ReasonCode, State, Verdict
from watcher.report import words

_FIRST = {
    State.WAITING: "It waits for an answer",
    State.PROMISED: "The other side promised an answer",
    State.AWAY: "The other side is away",
    State.DUE: "A follow-up is due",
    State.DRAFTED: "A follow-up is due; its draft lies in Drafts",
    State.ANSWERED: "It is answered",
    State.BOUNCED: "It never arrived",
    State.EXHAUSTED: "All follow-ups were sent and have waited their time; it is given up",
    State.DISMISSED: "You dismissed it",
    State.SNOOZED: "It sleeps",
    State.IGNORED: "It needs no answer",
}

_NOTHING_MADE: Mapping[ActionKind, bool] = {}
_STEPS = {ActionKind.MARK: "marks it as due", ActionKind.DRAFT: "drafts a follow-up"}
_MADE_ONCE = "what you took back or deleted is not made again for this deadline"

_TELLING = {State.AWAY: ReasonCode.ABSENCE}

_BY_MAIL_ALONE = {
    State.WAITING: "Nothing, until mail comes in: the last follow-up waits its time.",
    State.ANSWERED: "Nothing, until you write again: the ball is with you.",
    State.BOUNCED: "Nothing. No follow-up is drafted to an address that failed: check it and write anew.",
    State.EXHAUSTED: "Nothing more is drafted. An answer that still comes is seen.",
    State.DISMISSED: "Nothing, until you write again in this thread.",
    State.IGNORED: "Nothing, until you write again in this thread.",
}


def headline(verdict: Verdict, *, zone: tzinfo, now: datetime) -> str:
    """The state in a sentence, with its instant."""
    first = _FIRST[verdict.state]
    if verdict.state is State.ANSWERED and verdict.answered_by:
        return f"{first} by {words.safe(verdict.answered_by)}."
    if verdict.due_at is None:
        return f"{first}."
    if verdict.state is State.SNOOZED:
        return f"{first} until {words.when(verdict.due_at, zone, now)}."
    if verdict.state in (State.WAITING, State.PROMISED, State.AWAY):
        return f"{first}; a follow-up is due {words.when(verdict.due_at, zone, now)}."
    if verdict.state in (State.DUE, State.DRAFTED):
        return first.replace("is due", f"has been due since {words.when(verdict.due_at, zone, now)}") + "."
    return f"{first}."


def occasion(verdict: Verdict) -> str:
    """`interview; 0 of 2 follow-ups sent`."""
    sent = (
        f"{verdict.attempt} of {words.counted(verdict.max_attempts, 'follow-up')} sent"
        if verdict.max_attempts
        else "no follow-up wanted"
    )
    return f"{words.scenario(verdict.scenario)}; {sent}"


def messages(verdict: Verdict, *, zone: tzinfo, now: datetime) -> list[tuple[str, str]]:
    """Each message's local time and what it is, oldest first."""
    lines = sorted(verdict.messages, key=lambda line: line.at)
    return [(words.instant(line.at, zone, now), words.KINDS[line.kind]) for line in lines]


def reasons(verdict: Verdict) -> list[str]:
    """Why it stands there, one sentence each."""
    return [words.sentence(reason.text) for reason in verdict.reasons]


def next_step(  # noqa: PLR0913 - what the next step depends on
    verdict: Verdict,
    *,
    zone: tzinfo,
    now: datetime,
    mode: str,
    overdue_limit: timedelta,
    made: Mapping[ActionKind, bool] = _NOTHING_MADE,
) -> str:
    """What the program will do next, and when. `made`: what it has made for this deadline, and whether that is still there."""
    state, due = verdict.state, verdict.due_at
    if verdict.hold:
        step = f"Nothing is done to it: {_clause(verdict.hold)}."
    elif state is State.DRAFTED:
        step = "The draft stays until you send, change or delete it; an answer that comes first withdraws it."
    elif state is State.DUE and not made and due is not None and due < now - overdue_limit:
        step = f"Nothing: its deadline passed over {overdue_limit.days} days before it was first acted on, so it is only listed."
    elif state is State.DUE:
        step = _when_due(verdict, mode, "The next pass", made)
    elif due is not None and state in (State.WAITING, State.PROMISED, State.AWAY):
        first = f"Unless an answer comes first, the first pass after {words.instant(due, zone, now)}"
        step = _when_due(verdict, mode, first, made)
    elif due is not None and state is State.SNOOZED:
        step = "Nothing until then; then it is judged anew."
    elif verdict.next_change_at is not None:
        step = f"It is judged anew {words.when(verdict.next_change_at, zone, now)}."
    else:
        step = _BY_MAIL_ALONE.get(state, "Nothing, until mail comes in.")
    return step


def telling_reason(verdict: Verdict) -> str:
    """The one reason that says most about the state."""
    code = ReasonCode.ANSWER if verdict.hold else _TELLING.get(verdict.state)
    reason = next((reason for reason in verdict.reasons if reason.code is code), verdict.reasons[0])
    return words.sentence(reason.text)


def thank_you(verdict: Verdict, *, zone: tzinfo, now: datetime) -> str:
    """When a thank-you is wanted, or nothing."""
    start, end = verdict.thank_you_from, verdict.thank_you_until
    if start is None or end is None or end <= now:
        return ""
    return f"A thank-you is wanted between {words.instant(start, zone, now)} and {words.instant(end, zone, now)}."


def carried(kind: ActionKind, folders: Sequence[str], mark_kind: str) -> str:
    """A mark or draft that is there, in words."""
    where = f" in {', '.join(words.safe(folder) for folder in folders)}" if folders else ""
    if kind is ActionKind.MARK:
        return f"It marked your message{where} as due ({mark_kind or 'mark'})."
    if kind is ActionKind.THANK_YOU:
        return f"It put a thank-you{where or ' in Drafts'}."
    return f"It put a follow-up{where or ' in Drafts'}."


def _when_due(verdict: Verdict, mode: str, who: str, made: Mapping[ActionKind, bool]) -> str:
    if mode == "preview":
        return f"{who} only shows that it is due (mode: preview)."
    wanted = [ActionKind.MARK] if mode == "mark" or verdict.hold_draft else [ActionKind.MARK, ActionKind.DRAFT]
    missing = [_STEPS[kind] for kind in wanted if kind not in made]
    why = f"; no draft: {_clause(verdict.hold_draft)}" if mode == "draft" and verdict.hold_draft else ""
    if missing:
        return f"{who} {' and '.join(missing)}{why}."
    if not made[ActionKind.MARK]:
        return f"Nothing: {_MADE_ONCE}."
    lost = "" if all(made[kind] for kind in wanted) else f"; {_MADE_ONCE}"
    return f"Its mark stays until you write again or an answer comes{lost}{why}."


def _clause(text: str) -> str:
    return words.safe(text, words.LONGEST_SENTENCE).rstrip(".")
