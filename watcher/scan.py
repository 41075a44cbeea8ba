"""One pass over one account, top to bottom: pull what changed, notice what the user did, judge, plan, carry out.

Everything above `executor.execute` only reads the mailbox. A second pass right after the first finds nothing to do; one that was stopped is gone on with by the next.
"""

import functools
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from watcher import condition, drafting, executor, judging, noticing, store, sync
from watcher.account import Account
from watcher.bench import Bench
from watcher.checkpoint import Checkpoint, go_on
from watcher.core import plan
from watcher.core.model import AccountName, Action, Message, State, Verdict, Word
from watcher.mailbox import base
from watcher.report import words

_ZONE_SLACK = timedelta(days=1)  # a server's days may be another zone's
_PREVIEW = "preview: nothing was changed in the mailbox; set `mode: mark` or `mode: draft` in the config when you like what you see"
_NEWS = "you said something of a thread while the pass was at work: the next pass acts on it"
_REBUILT = "the mailbox holds marks or drafts of an earlier database, or an old copy of it was put back: this is a preview until you confirm it with `watcher scan --confirm`"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a pass found and did.

    `actions`: carried out; planned ones in a dry run, in preview, and while something holds the pass back. `notes`: what that is and how to go on, and what else the user should know.
    """

    account: AccountName
    at: datetime
    complete: bool
    incomplete: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    actions: tuple[Action, ...]
    notes: tuple[str, ...]
    executed: bool


def run_pass(  # noqa: PLR0913 - the words of the command line
    account: Account,
    *,
    now: datetime,
    at: datetime | None = None,
    dry_run: bool = False,
    confirm: bool = False,
    progress: sync.Progress | None = None,
    checkpoint: Checkpoint = go_on,
) -> Outcome:
    """One pass. `at`: judge as of that instant, and change nothing. `confirm`: the user agrees to what an earlier pass was held back by.

    `checkpoint` is called between any two steps that may take long; where it raises Stopped, what was done by then stays, and the next pass goes on from there.

    Raises MailboxError, StoreError and Stopped. A pass runs alone: StoreBusy while another one works on this account.
    """
    with account.cache.exclusive(), account.open_mailbox() as mailbox:
        pulled = sync.pull(
            mailbox, account.cache, since=_since(account, at or now), progress=progress, checkpoint=checkpoint
        )
        if at is not None:
            return _as_of(account, mailbox, pulled, at, checkpoint)
        bench = Bench(account.cache, account.criteria, now, mailbox, checkpoint=checkpoint)
        if confirm:
            sync.accept_emptied(account.cache, pulled.emptied)
        notes = _judge(account, bench, pulled)
        _recover(account, bench, pulled, adopting=not dry_run)
        if confirm and not dry_run:
            account.cache.set_state(rebuilt=None)
        verdicts, planned, paused = _decide(account, bench, adopting=not dry_run)
        notes += paused
        held = [] if confirm else _held_back(account, pulled, planned)
        held += _only_shown(account, pulled)
        if held or dry_run:
            outcome = _outcome(account, now, pulled, verdicts, planned.actions, [*held, *notes])
        else:
            executed = _execute(account, bench, planned)
            if executed.wrote:
                pulled = sync.pull(mailbox, account.cache, since=_since(account, now), checkpoint=checkpoint)
                notes += _judge(account, bench, pulled)
                verdicts = account.cache.verdicts()
            outcome = _outcome(
                account, now, pulled, verdicts, executed.actions, [*notes, *executed.notes], executed=True
            )
        _remember(account, outcome)
        return outcome


def _since(account: Account, now: datetime) -> date:
    return (now - account.criteria.lookback - _ZONE_SLACK).astimezone(UTC).date()


def _as_of(
    account: Account, mailbox: base.Mailbox, pulled: sync.Pulled, at: datetime, checkpoint: Checkpoint
) -> Outcome:
    bench = Bench(account.cache, account.criteria, at, mailbox, at=at, checkpoint=checkpoint)
    verdicts = tuple(judging.judge_at(bench))
    planned, paused = _make_plan(account, verdicts, at)
    complete, troubles = not pulled.troubles, pulled.troubles
    return Outcome(account.name, at, complete, troubles, verdicts, planned.actions, tuple(paused), executed=False)


# Judging ----------------------------------------------------------------------------------------------------------------------------


def _judge(account: Account, bench: Bench, pulled: sync.Pulled) -> list[str]:
    """Bring the verdicts up to date; what was noticed, in words."""
    cache = account.cache
    if cache.state().get("fingerprint") != account.fingerprint:
        cache.mark_all_dirty()
        cache.set_state(fingerprint=account.fingerprint)
    untouched = functools.partial(drafting.untouched_draft, account, bench)
    if pulled.troubles:
        judging.judge_changed(bench)
        return []
    notes, renumbered = noticing.notice(
        cache, signs=_signs(account), untouched=untouched, now=bench.now, checkpoint=bench.checkpoint
    )
    judging.judge_changed(bench)
    if renumbered:
        notes += noticing.find_again(cache, renumbered, untouched=untouched, now=bench.now)
        judging.judge_changed(bench)
    return notes


def _signs(account: Account) -> noticing.Signs:
    makes_copies = base.MarkKind.COPY in account.marks
    return noticing.Signs(account.keyword, account.copy_folder if makes_copies else "")


def _recover(account: Account, bench: Bench, pulled: sync.Pulled, *, adopting: bool) -> None:
    """After the database was lost, or an old copy put back: see that the mailbox holds marks and drafts of ours, and know them again.

    A new database is done with this only once it knows the whole mailbox: what could not be read at first may hold what is ours.
    """
    cache = account.cache
    if "was_whole" not in cache.state():
        if not cache.journal() and noticing.holds_ours(
            cache, account.name, cache.verdicts(), signs=_signs(account), domains=account.domains
        ):
            cache.set_state(rebuilt="seen")
        if pulled.troubles:
            return
        cache.set_state(was_whole="yes")
    if store.RESTORED in cache.state() and not pulled.troubles:
        cache.set_state(**{store.RESTORED: None, "rebuilt": "seen"})
    if adopting and cache.state().get("rebuilt") == "seen":
        _adopt(account, bench, account.cache.verdicts())
        cache.mark_all_dirty()
        cache.set_state(rebuilt="adopted")
        judging.judge_changed(bench)


def _adopt(account: Account, bench: Bench, verdicts: Iterable[Verdict]) -> None:
    """Find our own marks and drafts of these threads again. Done twice it adopts nothing twice."""
    for verdict in verdicts:
        bench.checkpoint()
        noticing.adopt(
            account.cache,
            account.name,
            verdict,
            signs=_signs(account),
            domains=account.domains,
            untouched=functools.partial(drafting.untouched_draft, account, bench),
            now=bench.now,
        )


# Deciding what may be done ----------------------------------------------------------------------------------------------------------


def _decide(account: Account, bench: Bench, *, adopting: bool) -> tuple[Sequence[Verdict], plan.Plan, list[str]]:
    """The verdicts, the plan that follows, and a word on the user's pause.

    A draft that the plan would add and that the mailbox holds already is known again: a copy of the database was put back that is older than the draft.
    """
    verdicts = account.cache.verdicts()
    planned, paused = _make_plan(account, verdicts, bench.now)
    adding = {action.thread_id for action in planned.actions if plan.adds(action)} if adopting else set()
    unknown = noticing.with_unknown_draft(
        account.cache,
        account.name,
        [verdict for verdict in verdicts if verdict.thread_id in adding],
        domains=account.domains,
    )
    if unknown:
        account.cache.mark_threads(verdict.thread_id for verdict in unknown)
        _adopt(account, bench, unknown)
        judging.judge_changed(bench)
        verdicts = account.cache.verdicts()
        planned, paused = _make_plan(account, verdicts, bench.now)
    return verdicts, planned, paused


def _make_plan(account: Account, verdicts: Iterable[Verdict], now: datetime) -> tuple[plan.Plan, list[str]]:
    """The plan, and a word on the user's pause while it holds."""
    planned = plan.make_plan(
        verdicts,
        {entry.key: entry for entry in account.cache.journal()},
        account=account.name,
        mode=account.mode,
        now=now,
        overdue_limit=account.overdue_limit,
    )
    pause = condition.pause(account.cache, now)
    return (planned, []) if pause is None else (planned.without_adding(), [_paused(account, pause, now)])


def _paused(account: Account, pause: condition.Pause, now: datetime) -> str:
    if pause.until is None:
        return f"{condition.PAUSED} further notice: nothing is marked or drafted before `watcher pause --off`"
    until = words.instant(pause.until, account.criteria.calendar.zone, now)
    return f"{condition.PAUSED} {until}: nothing is marked or drafted before"


def _held_back(account: Account, pulled: sync.Pulled, planned: plan.Plan) -> list[str]:
    """Why the user is to be asked first."""
    held = []
    if account.cache.state().get("rebuilt") is not None:
        held.append(_REBUILT)
    if pulled.emptied:
        held.append(
            f"{', '.join(pulled.emptied)} held messages and looks empty now: nothing is done until you confirm with `watcher scan --confirm`"
        )
    if len(planned.actions) > account.max_actions_per_pass:
        held.append(
            f"this pass would take {len(planned.actions)} actions, more than max_actions_per_pass ({account.max_actions_per_pass}): "
            "see them with `watcher scan --dry-run`, agree with `watcher scan --confirm`"
        )
    return held


def _only_shown(account: Account, pulled: sync.Pulled) -> list[str]:
    if account.mode is plan.Mode.PREVIEW:
        return [_PREVIEW]
    if pulled.troubles:
        return ["part of the mailbox could not be read, and an answer may lie there: nothing was done"]
    return []


# Carrying out -----------------------------------------------------------------------------------------------------------------------


def _execute(account: Account, bench: Bench, planned: plan.Plan, *, by_user: bool = False) -> executor.Executed:
    assert bench.mailbox is not None
    executed = executor.execute(
        planned,
        mailbox=bench.mailbox,
        journal=account.cache,
        now=bench.now,
        marks=functools.partial(_marks, account),
        write=lambda action, generation: drafting.write(account, bench, action, generation),
        find_sent=lambda action: _sent_message(bench, action),
        objection=functools.partial(_objection, account, bench),
        by_user=by_user,
        checkpoint=bench.checkpoint,
    )
    mirrored = executor.mirror_dismissals(
        bench.mailbox,
        _sent_with_word(account, bench, (Word.DISMISSED, Word.DONE), (State.DISMISSED, State.ANSWERED)),
        _sent_with_word(account, bench, (Word.SNOOZED,), tuple(set(State) - {State.DISMISSED})),
        account.dismissed_keyword,
        checkpoint=bench.checkpoint,
    )
    return executor.Executed(executed.actions, executed.notes, executed.wrote or mirrored > 0)


def _objection(account: Account, bench: Bench, action: Action) -> str:
    """What the user said since the plan was made: of the thread, or that he is away."""
    if judging.has_news_of(bench, action.message_id):
        return _NEWS
    pause = condition.pause(account.cache, bench.now) if plan.adds(action) else None
    return _paused(account, pause, bench.now) if pause is not None else ""


def _marks(account: Account, capabilities: base.Capabilities) -> tuple[base.MarkKind, ...]:
    """The kinds of mark that the user wants and the mailbox keeps, in the user's order."""
    return tuple(kind for kind in account.marks if kind is base.MarkKind.REPORT or kind in capabilities.marks)


def _sent_message(bench: Bench, action: Action) -> Message | None:
    found = judging.sent_message(bench, action.thread_id, action.message_id)
    return found[1] if found is not None else None


def _sent_with_word(
    account: Account, bench: Bench, kinds: Collection[Word], states: Collection[State]
) -> list[Message]:
    """The user's last messages of threads that have one of these states and of which he said one of these words."""
    said = {word.message_id for word in account.cache.words_said(kinds)}
    if not said:
        return []
    fitting = [each for each in account.cache.verdicts() if each.message_id in said and each.state in states]
    found = [judging.sent_message(bench, verdict.thread_id, verdict.message_id) for verdict in fitting]
    return [each[1] for each in found if each is not None]


def undo(account: Account, *, now: datetime, everything: bool, checkpoint: Checkpoint = go_on) -> Outcome:
    """Take back the marks and untouched drafts of the last pass that made any, or of all passes. They are not made again for the same deadlines.

    May be stopped at every checkpoint, as a pass may; what is left then is taken back by the next `undo`.
    """
    with account.cache.exclusive(), account.open_mailbox() as mailbox:
        pulled = sync.pull(mailbox, account.cache, since=_since(account, now), checkpoint=checkpoint)
        bench = Bench(account.cache, account.criteria, now, mailbox, checkpoint=checkpoint)
        notes = _judge(account, bench, pulled)
        _recover(account, bench, pulled, adopting=True)
        entries = account.cache.live_entries()
        if not everything and entries:
            latest = max(entry.claimed_at for entry in entries)
            entries = [entry for entry in entries if entry.claimed_at == latest]
        executed = _execute(account, bench, plan.taking_all_back(entries), by_user=True)
        if executed.wrote:
            pulled = sync.pull(mailbox, account.cache, since=_since(account, now), checkpoint=checkpoint)
            notes += _judge(account, bench, pulled)
        verdicts = account.cache.verdicts()
        outcome = _outcome(account, now, pulled, verdicts, executed.actions, [*notes, *executed.notes], executed=True)
        _remember(account, outcome)
        return outcome


# The outcome ------------------------------------------------------------------------------------------------------------------------


def _outcome(  # noqa: PLR0913
    account: Account,
    now: datetime,
    pulled: sync.Pulled,
    verdicts: Iterable[Verdict],
    actions: tuple[Action, ...],
    notes: list[str],
    *,
    executed: bool = False,
) -> Outcome:
    earliest = now - account.criteria.lookback
    told = tuple(verdict for verdict in verdicts if verdict.sent_at >= earliest)
    return Outcome(account.name, now, not pulled.troubles, pulled.troubles, told, actions, tuple(notes), executed)


def _remember(account: Account, outcome: Outcome) -> None:
    """What `status` tells later; only now has a pass been finished with this database."""
    condition.set_trouble(account.cache, None)
    account.cache.set_state(
        last_pass_at=outcome.at.isoformat(),
        incomplete=json.dumps(outcome.incomplete),
        notes=json.dumps(outcome.notes),
    )
