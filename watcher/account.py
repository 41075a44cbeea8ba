"""One watched account as the passes see it: its mailbox, its part of the store, and what the config says of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from watcher import store, templates
from watcher.bench import Criteria
from watcher.core.model import AccountName
from watcher.core.plan import Mode
from watcher.mailbox import base


@dataclass(frozen=True, slots=True)
class Account:
    """Everything a pass needs; built by `wiring`. `open_mailbox` connects and logs in on `with`. `fingerprint` changes with whatever a verdict depends on beside mail and time.

    `listener` makes a connection for news, not open yet. `secret_stamp` says which state the password's file is in: another text, another password to try.
    """

    name: AccountName
    address: str
    display_name: str
    cache: store.AccountStore
    open_mailbox: Callable[[], AbstractContextManager[base.Mailbox]]
    listener: Callable[[], base.Listener]
    secret_stamp: Callable[[], str]
    criteria: Criteria
    fingerprint: str
    mode: Mode
    marks: tuple[base.MarkKind, ...]
    keyword: str
    dismissed_keyword: str
    max_actions_per_pass: int
    overdue_limit: timedelta
    domains: tuple[str, ...]  # of the user's addresses: what the ids of our drafts end in
    templates: templates.Templates
    copy_folder: str = ""  # where copies go that are marks
    default_language: str = "en"
