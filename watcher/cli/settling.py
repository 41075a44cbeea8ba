"""What `init` writes: the config, the password and the first database, at their places all together or not at all."""

import contextlib
import grp
import json
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from watcher import config
from watcher.config import document, models, places
from watcher.discovery import Server
from watcher.errors import UsageError, WatcherError

SYSTEM_CONFIG = Path("/etc/watcher/config.yaml")
SYSTEM_DATABASE = Path("/var/lib/watcher/watcher.sqlite3")
SYSTEM_USER = "watcher"
PREVIEW_PASSWORD = "WATCHER_INIT_PASSWORD"  # noqa: S105 - the name of a variable of this process, which keeps the password off the disk until the end

_PLAIN = re.compile(r"[A-Za-z0-9/](?:[A-Za-z0-9 ._/@+-]*[A-Za-z0-9._/-])?")
_HEAD = """\
# The config of watcher, made by `watcher init`; `watcher doctor` checks it. What is not here has its default:
# the working hours, the patience of each occasion, your own texts. config.example.yaml shows every key.
"""
_MODES = """\
# preview  only shows what it would do
# mark     also marks the messages that are due
# draft    also puts a ready-made follow-up among your drafts. It never sends anything.
"""


@dataclass(frozen=True, slots=True)
class Setup:
    """What the user said, and what was found out: all that the config will hold."""

    address: str
    display_name: str
    server: Server
    username: str
    timezone: str
    country: str | None = None
    mode: str = "preview"
    ca_file: Path | None = None
    sent_folder: str | None = None

    @property
    def account_name(self) -> str:
        """A short name for the account, made of the address."""
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", self.address.partition("@")[0].partition("+")[0]).strip(".-_")
        return name[:60].lower() or "mail"


@dataclass(frozen=True, slots=True)
class Places:
    """Where things go. The system's service gets the password from systemd, as a credential."""

    config: Path
    secrets: Path
    database: Path
    is_system: bool

    def secret(self, name: str) -> Path:
        """A file for the password of this account that is not there yet."""
        path, number = self.secrets / f"{name}.password", 1
        while os.path.lexists(path):
            number += 1
            path = self.secrets / f"{name}-{number}.password"
        return path


def chosen_places(path: Path | None, *, is_system: bool) -> Places:
    """Where the files will lie. Raises UsageError where a config is already: it is never overwritten."""
    named = os.environ.get(places.ENVIRONMENT)
    usual = SYSTEM_CONFIG if is_system else Path(named) if named else places.candidates()[0]
    file = (path if path is not None else usual).expanduser().absolute()
    if os.path.lexists(file):
        raise UsageError(
            f"there is a config already: {file}\n"
            "to add an account, write one more entry under `accounts:` in it, as config.example.yaml shows, and run `watcher doctor`; "
            "to set up another config beside it, name a new file with -c FILE"
        )
    if is_system:
        return Places(file, file.parent / "credentials", SYSTEM_DATABASE, is_system=True)
    return Places(file, file.parent, _database_of(file), is_system=False)


def _database_of(file: Path) -> Path:
    """The usual database; one of its own for a config beside the usual one, for each database has one service."""
    usual, config_file = Path(models.DEFAULT_DATABASE).expanduser(), places.candidates()[0]
    if file == config_file or not os.path.lexists(config_file):
        return usual
    path, number = usual.with_name(f"{file.stem}.sqlite3"), 1
    while path == usual or os.path.lexists(path):
        number += 1
        path = usual.with_name(f"{file.stem}-{number}.sqlite3")
    return path


def config_text(setup: Setup, target: Places, secret: str) -> str:
    """The config: minimal, and commented. `secret` is the line that says where the password is."""
    country = (
        f"country: {_quoted(setup.country)}          # whose public holidays are free\n"
        if setup.country
        else "# country: SE          # whose public holidays are free\n"
    )
    imap = {
        "host": setup.server.host,
        "port": setup.server.port if setup.server.port != models.DEFAULT_PORTS[setup.server.security] else None,
        "security": setup.server.security if setup.server.security != "tls" else None,
        "username": setup.username if setup.username != setup.address else None,
        "ca_file": str(setup.ca_file) if setup.ca_file is not None else None,
        "sent_folder": setup.sent_folder,
    }
    lines = [f"      {key}: {_quoted(value)}" for key, value in imap.items() if value is not None]
    name = f"    display_name: {_quoted(setup.display_name)}\n" if setup.display_name else ""
    database = f"\ndatabase: {_quoted(str(target.database))}\n" if _is_named(target) else ""
    return (
        f"{_HEAD}\ntimezone: {_quoted(setup.timezone)}\n{country}\n{_MODES}mode: {setup.mode}\n{database}\n"
        "# Whom you never want to chase, by address or domain:\n"
        '# never: ["*@family.example"]\n\n'
        f"accounts:\n  - name: {_quoted(setup.account_name)}\n    address: {_quoted(setup.address)}\n{name}"
        "    # aliases: [alex@work.example]     # your other addresses whose mail arrives in this mailbox\n"
        "    imap:\n" + "\n".join([*lines, f"      {secret}"]) + "\n"
    )


def _is_named(target: Places) -> bool:
    """Whether the config must name its database."""
    return target.is_system or target.database != Path(models.DEFAULT_DATABASE).expanduser()


def trial(setup: Setup, target: Places, database: Path) -> config.Config:
    """The config as the login and the preview use it: another database, and the password from this process alone. Raises ConfigError."""
    text = config_text(setup, replace(target, database=database, is_system=True), f"password_env: {PREVIEW_PASSWORD}")
    return document.parse(text, source=target.config)


@contextlib.contextmanager
def workshop(target: Places) -> Iterator[Path]:
    """A folder of one's own on the disk that the database will lie on, gone in the end. Raises WatcherError."""
    near = next(each for each in target.database.parents if each.is_dir())
    near = near if os.access(near, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
    try:
        folder = Path(tempfile.mkdtemp(prefix=".watcher-init-", dir=near))
    except OSError as error:
        raise WatcherError(f"no temporary folder can be made in {near}: {error.strerror}\nmake room") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settle(setup: Setup, target: Places, password: str, database: Path) -> Path:
    """Write all of it, the config last; where the password went. After an error or an interruption nothing is left. Raises WatcherError."""
    secret = target.secret(setup.account_name)
    key = "password_credential" if target.is_system else "password_file"
    text = config_text(setup, target, f"{key}: {_quoted(secret.name)}")
    document.parse(text, source=target.config)
    with _undisturbed(), contextlib.ExitStack() as made:
        try:
            _make_folder(target.config.parent, made, 0o755 if target.is_system else 0o700)
            _make_folder(secret.parent, made, 0o700)
            _write(secret, password + "\n", made)
            _move_database(database, target, made)
            _write(target.config, text, made, for_group=target.is_system)
        except OSError as error:
            raise WatcherError(
                f"{error.filename2 or error.filename or target.config} can't be written: {(error.strerror or str(error)).lower()}"
                + ("\nrun it as root: sudo watcher init --system" if target.is_system and os.geteuid() else "")
            ) from error
        made.pop_all()
    return secret


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C and the other ends wait for the moment that this takes."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _make_folder(folder: Path, made: contextlib.ExitStack, mode: int) -> None:
    for each in reversed([folder, *folder.parents]):
        if not each.is_dir():
            each.mkdir(mode=mode)
            made.callback(_forget, each.rmdir)


def _write(path: Path, text: str, made: contextlib.ExitStack, *, for_group: bool = False) -> None:
    """Write a whole new file, for the user alone (`for_group`: the service's group may read it). Raises FileExistsError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    draft = Path(name)
    try:
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - a handle
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            if for_group and (group := _service_group()) is not None:
                os.chown(file.fileno(), -1, group)
                os.chmod(file.fileno(), 0o640)  # noqa: PTH101 - a handle
        os.link(draft, path)
        made.callback(_forget, path.unlink)
    finally:
        draft.unlink()


def _move_database(database: Path, target: Places, made: contextlib.ExitStack) -> None:
    """Keep what the preview read, where nobody else has a database there: the first pass need not read it again."""
    owner = _service_group() if target.is_system else None
    if not database.exists() or os.path.lexists(target.database) or (target.is_system and owner is None):
        return
    if database.with_name(f"{database.name}-wal").exists() or database.stat().st_dev != _device(target.database):
        return
    _make_folder(target.database.parent, made, 0o700)
    if owner is not None:
        shutil.chown(target.database.parent, SYSTEM_USER, owner)
        shutil.chown(database, SYSTEM_USER, owner)
    os.link(database, target.database)
    made.callback(_forget, target.database.unlink)


def _device(path: Path) -> int:
    return next(each for each in path.parents if each.exists()).stat().st_dev


def _service_group() -> int | None:
    """The group of the system's service, where it is installed and we may give files to it."""
    try:
        return grp.getgrnam(SYSTEM_USER).gr_gid if os.geteuid() == 0 else None
    except KeyError:
        return None


def _forget(remove: Callable[[], None]) -> None:
    with contextlib.suppress(OSError):
        remove()


def _quoted(value: str | int | None) -> str:
    """The value as YAML reads it back, whatever stands in it: in quotes, unless it is plain."""
    if isinstance(value, str) and not (_PLAIN.fullmatch(value) and yaml.load(value, document.Loader) == value):  # noqa: S506 - a safe loader
        return json.dumps(value, ensure_ascii=False)
    return str(value)
