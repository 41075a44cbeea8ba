"""`dismiss`, `done`, `snooze`, `scenario`: the user's word on a thread, and what follows from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from watcher import judging, store, wiring
from watcher.account import Account
from watcher.bench import Bench
from watcher.cli import choosing, opening, output, showing
from watcher.config import Config
from watcher.core.model import ActionKind, UserWord, Verdict, Word
from watcher.errors import StoreBusy
from watcher.report import story, words

_SAID = {
    Word.DISMISSED: "Dismissed",
    Word.DONE: "Settled",
    Word.SNOOZED: "Snoozed",
    Word.SCENARIO: "Noted",
}


def dismiss(path: Path | None, text: str, names: Sequence[str]) -> int:
    """`watcher dismiss`."""
    return _say(path, text, names, Word.DISMISSED)


def done(path: Path | None, text: str, names: Sequence[str]) -> int:
    """`watcher done`: answered by phone or in person."""
    return _say(path, text, names, Word.DONE)


def snooze(path: Path | None, text: str, until: str, names: Sequence[str]) -> int:
    """`watcher snooze`."""
    return _say(path, text, names, Word.SNOOZED, until=until)


def scenario(path: Path | None, text: str, key: str, names: Sequence[str]) -> int:
    """`watcher scenario`."""
    return _say(path, text, names, Word.SCENARIO, key=key)


def _say(  # noqa: PLR0913 - the words of four commands
    path: Path | None, text: str, names: Sequence[str], word: Word, *, until: str | None = None, key: str | None = None
) -> int:
    settings = opening.settings(path)
    now = wiring.clock(settings)
    chosen = choosing.scenario(key) if key is not None else None
    wakes_at = choosing.later(until, settings, now) if until is not None else None
    opening.existing(settings)
    with wiring.opened(settings, list(names) or None) as accounts:
        by_name = {account.name: account for account in accounts}
        threads = [
            choosing.Found(account.name, verdict) for account in accounts for verdict in account.cache.verdicts()
        ]
        found = choosing.thread(text, threads)
        account = by_name[found.account]
        account.cache.say(UserWord(word, found.verdict.message_id, now, until=wakes_at, scenario=chosen))
        judged = _judged(account, found.verdict, now)
        made = showing.made_for(account.cache, judged or found.verdict, account.name)
        carried = any(entry.thread_id == found.verdict.thread_id for entry in account.cache.live_entries())
    woken = store.wake(settings.database)
    _tell(found.verdict, judged, settings, now, head=_SAID[word], made=made)
    if judged is None and not woken:
        output.say("The next pass acts on it: watcher scan.")
    if woken:
        output.say("The service sees to it now.")
    elif carried and word is not Word.SCENARIO:
        output.say("Its mark and untouched draft go with the next pass: watcher scan.")
    return 0


def _judged(account: Account, verdict: Verdict, now: datetime) -> Verdict | None:
    """The verdict that follows from the word; None where the next pass has to find it, as another one is at work just now."""
    try:
        with account.cache.exclusive():
            return judging.judge_thread(Bench(account.cache, account.criteria, now), verdict.thread_id)
    except StoreBusy:
        return None


def _tell(  # noqa: PLR0913
    before: Verdict,
    after: Verdict | None,
    settings: Config,
    now: datetime,
    *,
    head: str,
    made: Mapping[ActionKind, bool],
) -> None:
    output.say(f"{head}: {words.subject(before)} (to {words.people(before.to)}).")
    if after is None:
        return
    output.say(story.headline(after, zone=settings.zone, now=now))
    output.say(
        story.next_step(
            after,
            zone=settings.zone,
            now=now,
            mode=settings.mode,
            overdue_limit=settings.overdue_limit,
            made=made,
        )
    )
