"""From -c/--config to the config, the store and the accounts."""

import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from watcher import config, store
from watcher.config import Config
from watcher.config.spelling import did_you_mean
from watcher.core.model import AccountName
from watcher.errors import UsageError


def settings(path: Path | None) -> Config:
    """The config that the user means. Raises ConfigError."""
    return config.load(config.find(path))


def service_command(found: Path) -> str:
    """The command that sets up the service of this config: that of the system for a config in /etc, else that of its user."""
    user, system = config.places.candidates()
    if found == system:
        return "watcher service --install"
    return "watcher service --user --install" + ("" if found == user else f" -c {shlex.quote(str(found))}")


def chosen(loaded: Config, names: Sequence[str]) -> list[config.Account]:
    """The accounts of these names, all if there are none. Raises UsageError for a name that the config doesn't know."""
    known = {account.name: account for account in loaded.accounts}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"known are {', '.join(known)}"
            raise UsageError(f"the config has no account {name!r}; {hint}")
    return [account for account in loaded.accounts if not names or account.name in names]


@contextmanager
def stores(loaded: Config, names: Sequence[str] = ()) -> Iterator[list[tuple[AccountName, store.AccountStore]]]:
    """What is known of the accounts from earlier passes, without a mailbox. Raises StoreError when no pass was made yet."""
    accounts = chosen(loaded, names)
    with store.open_existing(loaded.database) as opened:
        yield [(AccountName(account.name), opened.account(AccountName(account.name))) for account in accounts]


def existing(loaded: Config) -> None:
    """Raises StoreError when no pass was made yet, so that a word about a thread makes no empty database."""
    store.open_existing(loaded.database).close()
