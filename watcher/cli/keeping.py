"""`backup` and `restore`: a copy of the database, and how to go on from one."""

from pathlib import Path

from watcher import log, store
from watcher.cli import opening, output


def backup(path: Path | None, target: Path) -> int:
    """`watcher backup`."""
    log.set_up()
    store.back_up(opening.settings(path).database, target)
    output.say(f"Copied to {target}. Put it back with: watcher restore {target}")
    return 0


def restore(path: Path | None, copy: Path) -> int:
    """`watcher restore`."""
    log.set_up()
    settings = opening.settings(path)
    aside = store.put_back(settings.database, copy)
    output.say(f"{copy} is the database {settings.database} now.")
    if aside is not None:
        output.say(f"The one of before lies in {aside}.")
    output.say("See what the next pass would do: watcher scan --dry-run; agree to it: watcher scan --confirm")
    return 0
