"""`doctor`: config, secrets, connection, capabilities, folders; what each will do, and what to do about what is wrong."""

import os
from collections.abc import Sequence
from pathlib import Path

from watcher import config, store, templates, wiring
from watcher.cli import opening, output, running
from watcher.config import Config
from watcher.core.model import Role
from watcher.errors import ConfigError, StoreError, Temporary, WatcherError
from watcher.mailbox import base
from watcher.report import words

_BY_GRAVITY = (0, Temporary.exit_code, 1, 2)
_MARKS = {
    base.MarkKind.LABEL: "a label on the thread",
    base.MarkKind.KEYWORD: "the keyword {keyword} on your message in Sent (in Thunderbird, make a tag of that name to see it)",
    base.MarkKind.FLAGGED: "the flag (star) on your message in Sent",
    base.MarkKind.COPY: "a copy in the folder {copy_folder}",
    base.MarkKind.REPORT: "nothing in the mailbox: watcher status alone shows what is due",
}
_ROLES = (Role.INBOX, Role.SENT, Role.DRAFTS, Role.TRASH, Role.JUNK, Role.ARCHIVE, Role.ALL)


def run(path: Path | None, names: Sequence[str]) -> int:
    """`watcher doctor`. The worst exit code of what is wrong."""
    found = config.find(path)
    settings = config.load(found)
    _good(
        "config",
        f"{found}, mode {settings.mode}, {words.counted(len(settings.accounts), 'account')}, times of {settings.timezone}",
    )
    pid = store.serving(settings.database)
    idle = f"it does not run: `{opening.service_command(found)}` sets it up"
    _good("service", f"it runs (process {pid})" if pid is not None else idle)
    for hint in config.hints(settings):
        _warn("config", hint)
    accounts = opening.chosen(settings, names)
    codes = [
        _check_database(settings),
        _check_templates(settings),
        *(_check(settings, account) for account in accounts),
    ]
    output.say()
    code = max(codes, key=_BY_GRAVITY.index)
    fine = "Nothing stands in the way: `watcher scan --dry-run` shows what a pass would do."
    output.say(output.wrapped(fine if code == 0 else "Something is wrong: see FAIL above.", ""))
    return code


def _check(settings: Config, account: config.Account) -> int:
    """One account, from its secret to its folders; its exit code."""
    output.say()
    output.say(output.coloured(f"{account.name} <{account.address}>", "bold"))
    try:
        if account.imap is not None:
            account.imap.secret.read()
            _good("password", f"read from the {account.imap.secret}")
            for warning in account.imap.secret.warnings():
                _warn("password", warning)
        with wiring.mailbox(settings, account) as mailbox:
            _good("login", _server(account, mailbox.capabilities))
            _tell_capabilities(settings, mailbox.capabilities)
            _tell_folders(settings, mailbox.folders())
    except WatcherError as error:
        _fail("config" if isinstance(error, ConfigError) else "mailbox", running.reason(error))
        return error.exit_code
    return 0


def _check_database(settings: Config) -> int:
    """The database, opened if there is one; its exit code."""
    on_server = "://" in settings.database
    path = Path(settings.database)
    try:
        if on_server or path.exists():
            store.open_existing(settings.database).close()
            _good("database", "on a server (its URL is in the config)" if on_server else str(path))
        else:
            _make_room(path)
            _good("database", f"{path} (made by the first pass)")
    except StoreError as error:
        _fail("database", running.reason(error))
        return error.exit_code
    return 0


def _check_templates(settings: Config) -> int:
    """The user's own texts, each tried once; their exit code."""
    if settings.templates is None:
        return 0
    try:
        mistakes = templates.load(settings.templates).mistakes()
    except WatcherError as error:
        mistakes = [running.reason(error)]
    for mistake in mistakes:
        _fail("templates", mistake)
    if not mistakes:
        _good("templates", f"yours in {settings.templates} before the program's")
    return WatcherError.exit_code if mistakes else 0


def _make_room(path: Path) -> None:
    """Raises StoreError where the first pass could not make the database."""
    folder = next(each for each in path.parents if each.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(
            f"{path} can't be made: {folder} {'can not be written' if folder.is_dir() else 'is no folder'}\n"
            "give a path that can be written (database: in the config)"
        )


def _server(account: config.Account, capabilities: base.Capabilities) -> str:
    assert account.imap is not None  # wiring has just opened it
    lines = {"tls": "over TLS", "starttls": "over STARTTLS", "none": "without encryption, on this computer"}
    named = f"; the server says: {words.safe(capabilities.server)}" if capabilities.server else ""
    return f"{account.username} at {account.imap.host}:{account.imap.real_port}, {lines[account.imap.security]}{named}"


def _tell_capabilities(settings: Config, capabilities: base.Capabilities) -> None:
    wanted = [base.MarkKind(name) for name in settings.mark]
    chosen = next(
        (kind for kind in wanted if kind in capabilities.marks or kind is base.MarkKind.REPORT), base.MarkKind.REPORT
    )
    _good("mark", _MARKS[chosen].format(keyword=settings.keyword, copy_folder=settings.copy_folder))
    if capabilities.can_hide_dismissals:
        _good("dismissals", "kept in the mailbox too, by a keyword that mail programs don't show")
    else:
        _warn("dismissals", "kept in the database alone: if it is lost, dismissed threads come back")
    _good(
        "changes",
        "asked for by CONDSTORE: a pass without news costs one round trip a folder"
        if capabilities.condstore
        else "found by comparing (no CONDSTORE)",
    )
    _good(
        "push",
        "the server can tell of new mail (IDLE)"
        if capabilities.idle
        else "none (no IDLE): the mailbox is asked at intervals",
    )
    _good(
        "threads",
        f"the server's own ({capabilities.threads}) and the references"
        if capabilities.threads
        else "by the references of the messages",
    )
    for warning in capabilities.warnings:
        _warn("server", words.safe(warning))


def _tell_folders(settings: Config, folders: Sequence[base.Folder]) -> None:
    for role in _ROLES:
        named = [words.safe(folder.shown) for folder in folders if folder.role is role]
        if named:
            _good(role.value, ", ".join(named))
        elif role is Role.DRAFTS:
            _warn(role.value, "none found, so no drafts can be made; name it with imap.drafts_folder")
        elif role is Role.TRASH:
            _warn(role.value, "none found, so outdated drafts stay where they are; name it with imap.trash_folder")
    others = sum(folder.role is Role.OTHER for folder in folders)
    if others:
        _good("others", f"{words.counted(others, 'more folder')} in which answers are looked for")
    if settings.mode != "draft":
        _good("mode", f"no drafts are made in mode {settings.mode}")


def _good(what: str, text: str) -> None:
    _line("ok", what, text, "green")


def _warn(what: str, text: str) -> None:
    _line("WARN", what, text, "yellow")


def _fail(what: str, text: str) -> None:
    output.complain(f"{'FAIL':5} {what:11} {text}")


def _line(sign: str, what: str, text: str, style: str) -> None:
    rest = output.wrapped(text, " " * 18).lstrip()
    output.say(f"{output.coloured(f'{sign:5}', style)} {what:11} {rest}")
