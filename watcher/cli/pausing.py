"""`pause`: the user's own holiday, in which nothing is marked or drafted."""

from collections.abc import Sequence
from pathlib import Path

from watcher import condition, store, wiring
from watcher.cli import choosing, opening, output
from watcher.errors import UsageError
from watcher.report import words


def run(path: Path | None, names: Sequence[str], *, until: str | None, over: bool) -> int:
    """`watcher pause`. May be said before the first pass."""
    if over and until is not None:
        raise UsageError("--until and --off contradict each other: give one of them")
    settings = opening.settings(path)
    now = wiring.clock(settings)
    opening.chosen(settings, names)
    wish = None if over else condition.Pause(choosing.later(until, settings, now) if until is not None else None)
    with wiring.opened(settings, list(names) or None) as accounts:
        was_paused = any(condition.pause(account.cache, now) is not None for account in accounts)
        for account in accounts:
            condition.set_pause(account.cache, wish)
    if wish is not None:
        back = words.when(wish.until, settings.zone, now) if wish.until is not None else "you say `watcher pause --off`"
        output.say(output.wrapped(f"Paused: nothing is marked or drafted until {back}. Answers are still seen.", ""))
    else:
        output.say("The pause is over." if was_paused else "There was no pause.")
    if was_paused or wish is not None:
        woken = store.wake(settings.database)
        if over:
            output.say("The service sees to it now." if woken else "The next pass goes on: watcher scan.")
    return 0
