"""Where the config lies, and what paths inside of it mean."""

import os
from pathlib import Path

from watcher.errors import ConfigError

ENVIRONMENT = "WATCHER_CONFIG"


def candidates() -> list[Path]:
    """The files that are looked for when the command line names none, in order."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return [home / "watcher" / "config.yaml", Path("/etc/watcher/config.yaml")]


def find(given: Path | None = None) -> Path:
    """The config file: the given one, then `$WATCHER_CONFIG`, then the first of `candidates` that is there.

    Raises ConfigError that lists where was looked and how to begin.
    """
    named = given if given is not None else _named_by_environment()
    if named is not None:
        where = "-c/--config" if given is not None else f"${ENVIRONMENT}"
        path = named.expanduser()
        if path.is_dir() or not path.exists():
            wrong = "is a folder, not a file" if path.is_dir() else "there is no such file"
            raise ConfigError([f"{path}: {wrong} (named by {where})"])
        return path
    looked = candidates()
    for path in looked:
        if path.is_file():
            return path
    raise ConfigError(
        [
            "no config found; looked for " + ", ".join([f"${ENVIRONMENT} (not set)", *map(str, looked)]),
            "to begin, run `watcher init`, which makes one; `watcher demo` needs none",
        ]
    )


def _named_by_environment() -> Path | None:
    value = os.environ.get(ENVIRONMENT)
    return Path(value) if value else None


def resolve(text: str, folder: Path) -> Path:
    """A path of the config: `~` is the home folder, and relative ones start at the folder of the config file. Raises ValueError for an unknown `~user`."""
    try:
        path = Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError(f"there is no home folder for {text.split('/', 1)[0]!r}") from error
    return path if path.is_absolute() else folder / path
