"""The only writer: planned actions carried out in the mailbox, each claimed in the journal first, looked at again, done, and written down.

A crash between claim and done is found by looking: a draft by its own Message-ID, a mark by reading the flags. Nothing is ever sent or expunged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from watcher import errors, store
from watcher.checkpoint import Checkpoint, go_on
from watcher.core.model import Action, ActionKind, Message, MessageId, Place, Role
from watcher.core.plan import Plan
from watcher.mailbox import base

MIRRORED_AT_ONCE = 100  # messages


@dataclass(frozen=True, slots=True)
class Written:
    """A draft ready to be saved."""

    raw: bytes
    message_id: MessageId


Write = Callable[[Action, int], Written | None]
"""Writes the draft of an action, for a generation (how often an earlier one was taken back); None when nobody is left to write to."""

Marks = Callable[[base.Capabilities], Sequence[base.MarkKind]]
"""The kinds of mark to use on a mailbox that can do this, best first."""

FindSent = Callable[[Action], Message | None]
"""The user's last message of the action's thread, or None when it is gone."""


Objection = Callable[[Action], str]
"""Why the action is not to be carried out after all, as the user said something since it was planned; the empty string where nothing is against it."""


@dataclass(frozen=True, slots=True)
class Executed:
    """What was carried out, and what could not be, in words."""

    actions: tuple[Action, ...]
    notes: tuple[str, ...]
    wrote: bool


@dataclass(slots=True)
class _Work:
    mailbox: base.Mailbox
    journal: store.AccountStore
    now: datetime
    marks: Marks
    write: Write
    find_sent: FindSent
    taken_back_as: store.Status
    notes: list[str] = field(default_factory=list)
    wrote: bool = False


def execute(  # noqa: PLR0913 - the effects and the facts they need
    plan: Plan,
    *,
    mailbox: base.Mailbox,
    journal: store.AccountStore,
    now: datetime,
    marks: Marks,
    write: Write,
    find_sent: FindSent,
    objection: Objection,
    by_user: bool = False,
    checkpoint: Checkpoint = go_on,
) -> Executed:
    """Carry out the plan, action by action; what the user said meanwhile is for the next plan. `by_user`: what is taken back was taken back by the user, and is not put there again.

    Raises Temporary errors as they come, and Stopped between two actions (what was done by then is in the journal); a refusal of one action is noted and the others go on.
    """
    work = _Work(mailbox, journal, now, marks, write, find_sent, store.Status.USERS if by_user else store.Status.UNDONE)
    done: list[Action] = []
    entries = journal.entries([action.key for action in plan.actions])
    for action in plan.actions:
        checkpoint()
        against = objection(action)
        if against:
            work.notes.append(against)
            continue
        try:
            if _DO[action.kind](work, action, entries.get(action.key)):
                done.append(action)
        except (errors.NotAllowed, errors.FolderMissing, errors.TemplateError) as error:
            work.notes.append(f"{action.kind.value} was refused: {error}")
    return Executed(tuple(done), tuple(work.notes), work.wrote)


def _claim(
    work: _Work, action: Action, entry: store.Entry | None, draft_message_id: MessageId | None = None
) -> store.Entry | None:
    """The journal's entry, ours to carry out; None when it is settled already. An entry found claimed was left by a pass that crashed: a pass runs alone."""
    if entry is not None and entry.status is store.Status.CLAIMED:
        return entry
    claim = store.Entry(
        key=action.key,
        kind=action.kind,
        thread_id=action.thread_id,
        clock_id=action.clock_id,
        message_id=action.message_id,
        claimed_at=work.now,
        generation=0 if entry is None else entry.generation + 1,
        draft_message_id=draft_message_id,
    )
    return claim if work.journal.claim(claim) else None


def _mark(work: _Work, action: Action, entry: store.Entry | None) -> bool:
    sent = work.find_sent(action)
    if sent is None or (claim := _claim(work, action, entry)) is None:
        return False
    places = places_to_mark(sent)
    for kind in work.marks(work.mailbox.capabilities):
        if kind is base.MarkKind.REPORT or (kept := work.mailbox.mark(places, kind)):
            work.wrote = work.wrote or kind is not base.MarkKind.REPORT
            work.journal.settle(
                claim.key,
                store.Status.DONE,
                now=work.now,
                places=() if kind is base.MarkKind.REPORT else tuple(kept),
                mark_kind=kind.value,
            )
            return True
    work.journal.settle(claim.key, store.Status.UNDONE, now=work.now)
    work.notes.append("the mailbox kept no mark; `watcher doctor` shows what it allows")
    return False


def places_to_mark(sent: Message) -> tuple[Place, ...]:
    """Where a mark on this message goes: its copy in Sent, or wherever it lies now if it was moved."""
    alive = [place for place in sent.places if place.role is not Role.TRASH]
    in_sent = [place for place in alive if place.role is Role.SENT]
    return tuple((in_sent or alive)[:1])


def _unmark(work: _Work, action: Action, entry: store.Entry | None) -> bool:
    """Take a mark off. It is claimed anew before: one that is missing after a crash would else look as if the user took it off."""
    if entry is None:
        return False
    if entry.places and entry.mark_kind:
        work.journal.settle(action.key, store.Status.CLAIMED, now=work.now)
        work.mailbox.unmark(entry.places, base.MarkKind(entry.mark_kind))
        work.wrote = True
    work.journal.settle(action.key, work.taken_back_as, now=work.now)
    return True


def _draft(work: _Work, action: Action, entry: store.Entry | None) -> bool:
    generation = 0 if entry is None else entry.generation + (entry.status is not store.Status.CLAIMED)
    written = work.write(action, generation)
    if written is None:
        return False
    found = work.mailbox.find_drafts(message_id=written.message_id, answers=action.message_id)
    ours = [draft for draft in found if draft.message_id == written.message_id]
    if found and not ours:
        work.notes.append("a draft is in the thread already: no other was made")
        return False
    claim = _claim(work, action, entry, written.message_id)
    if claim is None:
        return False
    if ours:  # It appeared since the mailbox was read: nobody knows whether the user has touched it.
        work.journal.settle(claim.key, store.Status.USERS, now=work.now)
        work.notes.append("the draft is in the thread already: it is left as it is")
        return False
    draft = work.mailbox.create_draft(written.raw, written.message_id)
    work.wrote = True
    work.journal.settle(claim.key, store.Status.DONE, now=work.now, draft=draft)
    return True


def _withdraw(work: _Work, action: Action, entry: store.Entry | None) -> bool:
    if entry is None:
        return False
    if entry.draft is None:
        work.journal.settle(action.key, work.taken_back_as, now=work.now)
        return False
    withdrawn = work.mailbox.withdraw_draft(entry.draft)
    work.wrote = work.wrote or withdrawn
    work.journal.settle(action.key, work.taken_back_as if withdrawn else store.Status.USERS, now=work.now)
    if not withdrawn:
        work.notes.append("a draft was changed or moved since it was made: it is left as it is")
    return withdrawn


_Do = Callable[[_Work, Action, store.Entry | None], bool]
_DO: Mapping[ActionKind, _Do] = {
    ActionKind.MARK: _mark,
    ActionKind.UNMARK: _unmark,
    ActionKind.DRAFT: _draft,
    ActionKind.THANK_YOU: _draft,
    ActionKind.WITHDRAW: _withdraw,
}


def mirror_dismissals(
    mailbox: base.Mailbox,
    dismissed: Sequence[Message],
    taken_back: Sequence[Message],
    keyword: str,
    *,
    checkpoint: Checkpoint = go_on,
) -> int:
    """Keep the user's dismissals in the mailbox, unseen, so that they outlive the database, and take off what he took back; how many messages were written to."""
    bare = [message for message in dismissed if not _carries(message, keyword)]
    stale = [message for message in taken_back if _carries(message, keyword)]
    if not (bare or stale) or not mailbox.capabilities.can_hide_dismissals:
        return 0
    for messages, state in ((bare, True), (stale, False)):
        for start in range(0, len(messages), MIRRORED_AT_ONCE):
            checkpoint()
            some = messages[start : start + MIRRORED_AT_ONCE]
            mailbox.hide_dismissal([each for message in some for each in places_to_mark(message)], dismissed=state)
    return len(bare) + len(stale)


def _carries(message: Message, keyword: str) -> bool:
    return any(keyword in place.flags for place in message.places)
