"""From the config to what a pass works with: mailbox, store, clock. The only place that names a kind of mailbox or reads the time.

What makes a pass is imported where it is made: a command that only shows the store, and asks for the time, starts fast.
"""
# ruff: noqa: PLC0415

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from watcher import config
from watcher.core.model import AccountName
from watcher.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from watcher import store
    from watcher.account import Account
    from watcher.core.model import Calendar
    from watcher.core.words import Words
    from watcher.mailbox import base
    from watcher.mailbox.settings import ImapSettings
    from watcher.templates import Templates

VERDICTS_VERSION = "3"  # goes up whenever the same mail would be judged otherwise, so that every thread is judged anew
DISMISSED_KEYWORD = "follow-up-dismissed"


def clock(settings: config.Config | None = None) -> datetime:
    """Now, in the user's zone (the system's, without a config)."""
    return datetime.now(settings.zone) if settings is not None else datetime.now().astimezone()


@contextmanager
def opened(settings: config.Config, names: Sequence[str] | None = None) -> Iterator[list["Account"]]:
    """The accounts of the config (or those of these names) over the opened store, which is closed at the end.

    Raises ConfigError for what this version can't do, UsageError for a name that is not there, StoreError.
    """
    from watcher import store

    chosen = _chosen(settings, names)
    with store.open_store(settings.database) as opened_store:
        yield accounts(settings, opened_store, chosen)


def accounts(
    settings: config.Config, opened_store: "store.Store", chosen: Sequence[config.Account] | None = None
) -> list["Account"]:
    """The accounts of the config (or these of them) over an opened store."""
    shared = _shared(settings)
    return [
        _account(settings, each, opened_store, shared) for each in (settings.accounts if chosen is None else chosen)
    ]


def _chosen(settings: config.Config, names: Sequence[str] | None) -> list[config.Account]:
    known = [each.name for each in settings.accounts]
    for name in names or ():
        if name not in known:
            raise UsageError(f"There is no account {name!r}: the config names {', '.join(known)}.")
    return [each for each in settings.accounts if not names or each.name in names]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What takes time to make and is the same for all accounts."""

    calendar: "Calendar"
    words: Mapping[str, "Words"]
    templates: "Templates"


def _shared(settings: config.Config) -> _Shared:
    from watcher import language, templates

    return _Shared(calendar(settings, clock(settings)), language.load(), templates.load(settings.templates))


def _account(
    settings: config.Config, account: config.Account, opened_store: "store.Store", shared: _Shared
) -> "Account":
    from watcher.account import Account
    from watcher.bench import Criteria
    from watcher.core.plan import Mode
    from watcher.mailbox import base

    owner = config.owner(account)
    return Account(
        name=AccountName(account.name),
        address=account.address.lower(),
        display_name=account.display_name or "",
        cache=opened_store.account(AccountName(account.name)),
        open_mailbox=lambda: mailbox(settings, account),
        listener=lambda: listener(settings, account),
        secret_stamp=lambda: account.imap.secret.stamp() if account.imap is not None else "",
        criteria=Criteria(
            account=AccountName(account.name),
            owner=owner,
            calendar=shared.calendar,
            ladders=config.ladders(settings),
            rules=config.rules(settings),
            policy=config.policy(settings),
            words=shared.words,
            lookback=settings.lookback,
        ),
        fingerprint=fingerprint(settings, account),
        mode=Mode(settings.mode),
        marks=tuple(base.MarkKind(kind) for kind in settings.mark),
        keyword=settings.keyword,
        dismissed_keyword=DISMISSED_KEYWORD,
        max_actions_per_pass=settings.max_actions_per_pass,
        overdue_limit=settings.overdue_limit,
        domains=tuple(sorted({address.rpartition("@")[2] for address in owner.addresses})),
        templates=shared.templates,
        copy_folder=settings.copy_folder,
        default_language=settings.language,
    )


def calendar(settings: config.Config, now: datetime) -> "Calendar":
    """The user's working time for the years around now."""
    from watcher.core import worktime

    return worktime.calendar_for(
        zone=settings.zone,
        country=settings.country,
        subdivision=settings.subdivision,
        categories=settings.categories,
        also_country=settings.also_country,
        working_days=settings.working_weekdays,
        opens=settings.working_hours.opens,
        closes=settings.working_hours.closes,
        years=range(now.year - 2, now.year + 3),
    )


def fingerprint(settings: config.Config, account: config.Account) -> str:
    """Changes with whatever a verdict depends on beside the mail and the time."""
    facts = settings.model_dump_json(include=_JUDGED_BY), account.address, *account.aliases, VERDICTS_VERSION
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


_JUDGED_BY = {
    "timezone",
    "country",
    "subdivision",
    "categories",
    "also_country",
    "working_days",
    "working_hours",
    "lookback",
    "overdue_limit",
    "weak_answers",
    "never",
    "scenarios",
    "mode",
    "language",
}


def mailbox(settings: config.Config, account: config.Account) -> "base.Mailbox":
    """Make the account's mailbox, not yet open. Raises ConfigError for a backend that this version does not have, or a secret that can't be read."""
    from watcher.mailbox import imap

    return imap.ImapMailbox(_imap_settings(settings, account))


def listener(settings: config.Config, account: config.Account) -> "base.Listener":
    """Make the account's connection for news, not yet open. Raises as `mailbox` does."""
    from watcher.mailbox import idle

    return idle.ImapListener(_imap_settings(settings, account))


def _imap_settings(settings: config.Config, account: config.Account) -> "ImapSettings":
    if account.imap is None:
        raise ConfigError(
            [
                f"account {account.name}: the backend gmail is not in this version yet; use `backend: imap` with an app password"
            ]
        )
    from watcher.mailbox import base
    from watcher.mailbox.settings import ImapSettings

    server = account.imap
    return ImapSettings(
        host=server.host,
        port=server.real_port,
        security=server.security,
        username=account.username,
        password=server.secret.read,
        ca_file=server.ca_file,
        sent_folder=server.sent_folder,
        drafts_folder=server.drafts_folder,
        trash_folder=server.trash_folder,
        junk_folder=server.junk_folder,
        archive_folder=server.archive_folder,
        skip_folders=server.skip_folders,
        keyword=settings.keyword,
        dismissed_keyword=DISMISSED_KEYWORD,
        wanted_marks=tuple(base.MarkKind(kind) for kind in settings.mark),
        copy_folder=settings.copy_folder,
    )
