"""What the mailbox should look like minus what it looks like: the plan, complete and plain data before the first write.

A due thread carries a mark and, in mode `draft`, a draft; no other thread does. An action is keyed by the clock that made the thread due, so that a plan made
after its own execution is empty.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from watcher.core import nudge
from watcher.core.model import AccountName, Action, ActionKind, MessageId, State, ThreadId, Verdict

_DUE = (State.DUE, State.DRAFTED)
_ADDING = (ActionKind.MARK, ActionKind.DRAFT, ActionKind.THANK_YOU)
_ORDER = (ActionKind.WITHDRAW, ActionKind.UNMARK, ActionKind.MARK, ActionKind.DRAFT, ActionKind.THANK_YOU)


class Mode(StrEnum):
    """How much the program may do."""

    PREVIEW = "preview"
    MARK = "mark"
    DRAFT = "draft"


class Journalled(Protocol):
    """What the plan needs to know of an action of an earlier pass. `status`: claimed, done, undone (by us) or users (the user took it over)."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> ActionKind: ...
    @property
    def thread_id(self) -> ThreadId: ...
    @property
    def clock_id(self) -> MessageId: ...
    @property
    def message_id(self) -> MessageId: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """The actions in the order in which they are to be carried out."""

    actions: tuple[Action, ...] = ()

    @property
    def adding(self) -> int:
        """How many of them put something into the mailbox."""
        return sum(map(adds, self.actions))

    def without_adding(self) -> "Plan":
        """Only what takes back."""
        return Plan(tuple(action for action in self.actions if not adds(action)))


def adds(action: Action) -> bool:
    """Whether it puts something into the mailbox."""
    return action.kind in _ADDING


@dataclass(slots=True)
class _Wishes:
    """Keys that may stay as they are, and the actions that bring about what is missing."""

    kept: set[str] = field(default_factory=set)
    actions: list[Action] = field(default_factory=list)


def make_plan(  # noqa: PLR0913 - each is one fact the plan rests on
    verdicts: Iterable[Verdict],
    journal: Mapping[str, Journalled],
    *,
    account: AccountName,
    mode: Mode,
    now: datetime,
    overdue_limit: timedelta,
) -> Plan:
    """The plan for one account. `verdicts` holds at least every due thread and every thread of a live journal entry; `journal` their entries by key.

    Mode `preview` plans what mode `draft` would do: the caller does not carry it out.
    """
    wishes = _Wishes()
    by_thread = {verdict.thread_id: verdict for verdict in verdicts}
    for verdict in by_thread.values():
        if verdict.state in _DUE:
            _wish_due(wishes, verdict, journal, account, mode, now - overdue_limit)
        _wish_thank_you(wishes, verdict, journal, account, mode, now)
    for entry in journal.values():
        if entry.status in ("claimed", "done") and entry.key not in wishes.kept:
            wishes.actions.append(_taking_back(entry, by_thread.get(entry.thread_id)))
    wishes.actions.sort(key=lambda action: _ORDER.index(action.kind))
    return Plan(tuple(wishes.actions))


def _wish_due(  # noqa: PLR0913
    wishes: _Wishes,
    verdict: Verdict,
    journal: Mapping[str, Journalled],
    account: AccountName,
    mode: Mode,
    too_old: datetime,
) -> None:
    for kind in (ActionKind.MARK, ActionKind.DRAFT):
        key = nudge.action_key(account, kind, verdict.clock_id)
        wishes.kept.add(key)
        if (
            verdict.hold
            or _is_settled(journal.get(key))
            or (kind is ActionKind.DRAFT and not _may_draft(verdict, mode))
        ):
            continue
        if key not in journal and verdict.due_at is not None and verdict.due_at < too_old:
            continue
        wishes.actions.append(_action(kind, verdict, key, _why(verdict)))


def _may_draft(verdict: Verdict, mode: Mode) -> bool:
    return mode is not Mode.MARK and not verdict.hold_draft


def _wish_thank_you(  # noqa: PLR0913
    wishes: _Wishes,
    verdict: Verdict,
    journal: Mapping[str, Journalled],
    account: AccountName,
    mode: Mode,
    now: datetime,
) -> None:
    starts, ends = verdict.thank_you_from, verdict.thank_you_until
    if starts is None or ends is None or verdict.event_id is None or not starts <= now < ends:
        return
    key = nudge.action_key(account, ActionKind.THANK_YOU, verdict.event_id)
    wishes.kept.add(key)
    if verdict.hold or _is_settled(journal.get(key)) or not _may_draft(verdict, mode):
        return
    wishes.actions.append(
        _action(ActionKind.THANK_YOU, verdict, key, f"a thank-you after the {verdict.scenario.value.replace('_', ' ')}")
    )


def _is_settled(entry: Journalled | None) -> bool:
    return entry is not None and entry.status in ("done", "users")


def _action(kind: ActionKind, verdict: Verdict, key: str, detail: str) -> Action:
    return Action(kind, verdict.thread_id, key, detail, verdict.clock_id, verdict.message_id)


def _why(verdict: Verdict) -> str:
    since = f" since {verdict.due_at.isoformat(timespec='minutes')}" if verdict.due_at else ""
    return f"{verdict.scenario.value.replace('_', ' ')}, {_numbered(verdict)}, due{since}"


def _taking_back(entry: Journalled, verdict: Verdict | None) -> Action:
    kind = ActionKind.UNMARK if entry.kind is ActionKind.MARK else ActionKind.WITHDRAW
    why = f"the thread is {verdict.state.value}" if verdict is not None else "the thread is no longer watched"
    return Action(kind, entry.thread_id, entry.key, why, entry.clock_id, entry.message_id)


def taking_all_back(journal: Sequence[Journalled]) -> Plan:
    """The plan of `undo`: every mark and every untouched draft that is still ours."""
    live = [entry for entry in journal if entry.status in ("claimed", "done")]
    actions = [
        Action(
            ActionKind.UNMARK if entry.kind is ActionKind.MARK else ActionKind.WITHDRAW,
            entry.thread_id,
            entry.key,
            "undone by the user",
            entry.clock_id,
            entry.message_id,
        )
        for entry in live
    ]
    return Plan(tuple(sorted(actions, key=lambda action: _ORDER.index(action.kind))))


def _numbered(verdict: Verdict) -> str:
    """Which nudge it is; after a broken promise there may be one more than the ladder has."""
    number = verdict.attempt + 1
    return f"nudge {number} of {verdict.max_attempts}" if number <= verdict.max_attempts else f"nudge {number}"
