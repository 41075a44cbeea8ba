"""Every watched thread, most urgent first: the rows of the table, and the sentences below it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from watcher.core.model import State, ThreadId, Verdict
from watcher.report import words

URGENCY = (
    State.DUE,
    State.DRAFTED,
    State.BOUNCED,
    State.PROMISED,
    State.AWAY,
    State.WAITING,
    State.SNOOZED,
    State.EXHAUSTED,
    State.ANSWERED,
    State.DISMISSED,
    State.IGNORED,
)
SETTLED = frozenset({State.ANSWERED, State.DISMISSED, State.IGNORED})
SHORTEST_ID = 6
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One thread as the table shows it."""

    thread: str
    state: State
    due: str
    scenario: str
    attempt: str
    to: str
    subject: str

    def cells(self) -> tuple[str, ...]:
        """The cells in the order of `HEADINGS`."""
        return (self.thread, self.state.value, self.due, self.scenario, self.attempt, self.to, self.subject)


HEADINGS = ("thread", "state", "due", "scenario", "nudge", "to", "subject")


def by_urgency(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Most urgent first: by state, then the earliest deadline, then the newest message."""

    def place(verdict: Verdict) -> tuple[int, float, float, str]:
        due = verdict.due_at.timestamp() if verdict.due_at is not None else float("inf")
        return (URGENCY.index(verdict.state), due, -verdict.sent_at.timestamp(), verdict.thread_id)

    return sorted(verdicts, key=place)


def short_ids(ids: Iterable[ThreadId]) -> dict[ThreadId, str]:
    """The shortest beginnings, of one length, that tell these threads apart."""
    every = set(ids)
    length = SHORTEST_ID
    while len({thread_id[:length] for thread_id in every}) < len(every):
        length += 1
    return {thread_id: thread_id[:length] for thread_id in every}


def rows(verdicts: Sequence[Verdict], *, zone: tzinfo, now: datetime, short: dict[ThreadId, str]) -> list[Row]:
    """The rows, most urgent first."""
    return [
        Row(
            thread=short[verdict.thread_id],
            state=verdict.state,
            due=words.instant(verdict.due_at, zone, now) if verdict.due_at is not None else "-",
            scenario=words.scenario(verdict.scenario),
            attempt=f"{verdict.attempt}/{verdict.max_attempts}",
            to=words.people(verdict.to),
            subject=words.subject(verdict),
        )
        for verdict in by_urgency(verdicts)
    ]


def counts(verdicts: Iterable[Verdict]) -> str:
    """`12 threads: 3 due, 1 drafted, 8 waiting`."""
    found = Counter(verdict.state for verdict in verdicts)
    total = words.counted(sum(found.values()), "thread")
    parts = ", ".join(f"{found[state]} {state.value}" for state in URGENCY if found[state])
    return f"{total}: {parts}" if parts else total


def advice(verdicts: Sequence[Verdict], short: Mapping[ThreadId, str]) -> list[str]:
    """What to do next, most urgent first; at most one sentence a state."""
    held = [verdict for verdict in verdicts if verdict.state in (State.DUE, State.DRAFTED) and verdict.hold]
    found = Counter(verdict.state for verdict in verdicts)
    lines = []
    if found[State.DRAFTED]:
        lines.append(
            f"In Drafts: {words.counted(found[State.DRAFTED], 'follow-up')}. Read, change what you like, and send from your mail program."
        )
    if found[State.DUE]:
        lines.append(
            "Write to those that are due, or say what happened: watcher done THREAD, watcher dismiss THREAD, watcher snooze THREAD 3d."
        )
    if held:
        named = ", ".join(short[verdict.thread_id] for verdict in held[:MOST_NAMED])
        more = f" and {len(held) - MOST_NAMED} more" if len(held) > MOST_NAMED else ""
        lines.append(f"Due, but not acted on: {named}{more}. watcher explain {short[held[0].thread_id]} says why.")
    if found[State.BOUNCED]:
        lines.append("What bounced never arrived: check the address and write anew.")
    if not lines:
        lines.append("Nothing to do now.")
    return lines
