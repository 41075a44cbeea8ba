"""`scan` and `undo`: one pass over each account after the other. One account's trouble does not stop the next."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from watcher import config, log, scan, wiring
from watcher.account import Account
from watcher.cli import choosing, drawing, opening, output, running
from watcher.config import Config
from watcher.core.model import Action, ThreadId, Verdict
from watcher.errors import Temporary, WatcherError
from watcher.report import public, status, words

_BY_GRAVITY = (0, Temporary.exit_code, 1, 2)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks of a pass."""

    names: tuple[str, ...] = ()
    dry_run: bool = False
    at: str | None = None
    confirm: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """An account whose pass failed."""

    account: str
    error: WatcherError


def run(path: Path | None, wish: Wish) -> int:
    """`watcher scan`. The worst exit code of the accounts: a failure over a temporary trouble."""
    log.set_up()
    settings = opening.settings(path)
    now = wiring.clock(settings)
    at = choosing.instant(wish.at, settings, now) if wish.at is not None else None
    with drawing.progress_bar() as progress:
        found = each(
            settings,
            wish.names,
            lambda account: scan.run_pass(
                account, now=now, at=at, dry_run=wish.dry_run, confirm=wish.confirm, progress=progress
            ),
        )
    if wish.as_json:
        accounts = [as_json(result, settings) for result in found]
        output.say(public.text(public.document(at or now, settings.zone, accounts)))
    else:
        _show(found, dry_run=wish.dry_run or at is not None)
    complain(settings, found, several=len(settings.accounts) > 1)
    return worst(found)


def undo(path: Path | None, names: tuple[str, ...], *, everything: bool) -> int:
    """`watcher undo`: takes back the marks and untouched drafts of the last pass that made any, or of all."""
    log.set_up()
    settings = opening.settings(path)
    now = wiring.clock(settings)
    found = each(settings, names, lambda account: scan.undo(account, now=now, everything=everything))
    for result in found:
        if isinstance(result, scan.Outcome):
            _show_head(result, len(found) > 1)
            output.say("Taken back:" if result.actions else "There was nothing to take back.")
            show_actions(result.actions, result.verdicts)
            _show_notes(result.notes)
    complain(settings, found, several=len(settings.accounts) > 1)
    return worst(found)


def each(
    settings: Config, names: Sequence[str], work: Callable[[Account], scan.Outcome]
) -> list[scan.Outcome | Failed]:
    """The work done on every account in turn."""
    opening.chosen(settings, names)
    found: list[scan.Outcome | Failed] = []
    with wiring.opened(settings, names or None) as accounts:
        for account in accounts:
            try:
                found.append(work(account))
            except WatcherError as error:
                found.append(Failed(account.name, error))
    return found


def as_json(result: scan.Outcome | Failed, settings: Config) -> dict[str, object]:
    """The account in the public JSON; what failed is incomplete, with the reason."""
    if isinstance(result, Failed):
        return public.account(
            result.account, (), zone=settings.zone, incomplete=[" ".join(str(result.error).splitlines())]
        )
    return public.account(
        result.account,
        result.verdicts,
        zone=settings.zone,
        actions=result.actions,
        incomplete=result.incomplete,
        complete=result.complete,
    )


def _show(found: Iterable[scan.Outcome | Failed], *, dry_run: bool) -> None:
    results = list(found)
    for result in results:
        if not isinstance(result, scan.Outcome):
            continue
        _show_head(result, len(results) > 1)
        output.say(status.counts(result.verdicts))
        done = "Done:" if result.executed else "A pass would:"
        output.say(done if result.actions else "Nothing to change in the mailbox.")
        show_actions(result.actions, result.verdicts)
        _show_notes(result.notes)
        if dry_run:
            output.say("This was a rehearsal: nothing was changed.")
    if any(isinstance(result, scan.Outcome) and result.verdicts for result in results):
        output.say()
        output.say(output.wrapped("`watcher status` lists the threads, `watcher explain THREAD` says why.", ""))


def _show_head(result: scan.Outcome, among_several: bool) -> None:  # noqa: FBT001 - one caller's word
    if among_several:
        output.say(output.coloured(f"\n{result.account}", "bold"))


def show_actions(actions: Sequence[Action], verdicts: Sequence[Verdict]) -> None:
    """A line for each action: the thread, what, and for whom."""
    by_id = {verdict.thread_id: verdict for verdict in verdicts}
    short = status.short_ids({*by_id, *(action.thread_id for action in actions)})
    for action in actions:
        output.say("  " + output.cut(_action_line(action, by_id, short), 2))


def _action_line(action: Action, by_id: dict[ThreadId, Verdict], short: dict[ThreadId, str]) -> str:
    verdict = by_id.get(action.thread_id)
    about = (
        f"{words.subject(verdict)} ({words.people(verdict.to)})" if verdict is not None else words.safe(action.detail)
    )
    return f"{short[action.thread_id]}  {words.ACTIONS[action.kind]:18}  {about}"


def _show_notes(notes: Iterable[str]) -> None:
    for note in notes:
        output.say(output.coloured(output.wrapped(f"Note: {words.safe(note, words.LONGEST_SENTENCE)}", ""), "yellow"))


def complain(settings: Config, found: Iterable[scan.Outcome | Failed], *, several: bool) -> None:
    """To stderr, what in the config is doubtful and what of the passes failed."""
    for warning in config.warnings(settings):
        output.complain(f"watcher: warning: {warning}")
    for result in found:
        prefix = f"{result.account}: " if several else ""
        if isinstance(result, Failed):
            output.complain(running.complaint(result.error, prefix=prefix))
        else:
            for reason in result.incomplete:
                output.complain(f"watcher: {prefix}incomplete: {words.safe(reason, words.LONGEST_SENTENCE)}")


def worst(found: Iterable[scan.Outcome | Failed]) -> int:
    """The exit code: the gravest of the accounts'."""
    codes = [0]
    for result in found:
        if isinstance(result, Failed):
            codes.append(result.error.exit_code)
        elif not result.complete:
            codes.append(Temporary.exit_code)
    return max(codes, key=_BY_GRAVITY.index)
