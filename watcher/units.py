"""The systemd units for this very installation: the files of `systemd/` with its paths, its passwords and what it writes to.

`plan` gives the files and what speaks against them. What a user's service manager can't do, and what each setting is for, is said in the files themselves.
"""

import os
import pwd
import re
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from watcher.config import Account, Config
from watcher.config.secret import Keeper
from watcher.errors import WatcherError

USER = "watcher"
STATE = Path("/var/lib/watcher")
SYSTEM_CONFIG = Path("/etc/watcher/config.yaml")
CREDENTIALS = "/etc/watcher/credentials"
USER_CREDENTIALS = "%E/watcher/credentials"
# ProtectHome= and PrivateTmp= put empty folders in their place.
HIDDEN = tuple(map(Path, ("/home", "/root", "/run/user", "/tmp", "/var/tmp")))  # noqa: S108 - what systemd hides, not where we write

_PROGRAM = "ExecStart=/opt/watcher/bin/watcher run"
_CONFIG = re.compile(r"^Environment=WATCHER_CONFIG=.*$", re.MULTILINE)
_CREDENTIAL_LINES = re.compile(r"^#LoadCredential=NAME:.*\n#SetCredential=NAME:.*\n", re.MULTILINE)
_WRITABLE_BEHIND = "StateDirectoryMode=0700\n"
_CREDENTIAL_NAME = re.compile(r"[\x21-\x39\x3b-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class Installation:
    """What runs: the console script, and where its interpreter, libraries and code lie."""

    program: Path
    parts: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file to install."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The files, the unit first; `mistakes` keep it from working, `warnings` may."""

    files: tuple[File, ...]
    mistakes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def shipped(name: str) -> str:
    """A file of `systemd/`: beside the code in a wheel, beside the package in a checkout. Raises WatcherError when it is missing."""
    package = Path(__file__).parent
    for folder in (package / "systemd", package.parent / "systemd"):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    raise WatcherError(f"the installation lacks its file systemd/{name}\ninstall watcher again")


@dataclass(frozen=True, slots=True)
class Denied:
    """A right that the user `watcher` lacks, and the command, to be run by root, that gives it."""

    text: str
    command: str


def plan_system(installation: Installation, config_file: Path, settings: Config) -> Plan:
    """The system's service. `settings` are to be read with the home folder `STATE`, as the service reads them."""
    writable = tuple(dict.fromkeys(path.parent for _, path in _written(settings) if not path.is_relative_to(STATE)))
    unit = _rendered(shipped("watcher.service"), installation.program, config_file, settings, CREDENTIALS)
    if writable:
        line = "ReadWritePaths=" + " ".join(quoted(str(folder)) for folder in writable)
        unit = _replaced(unit, _WRITABLE_BEHIND, f"{_WRITABLE_BEHIND}{line}\n")
    files = (
        File(Path("/etc/systemd/system/watcher.service"), unit),
        File(Path("/etc/sysusers.d/watcher.conf"), shipped("sysusers.d/watcher.conf")),
        File(Path("/etc/tmpfiles.d/watcher.conf"), shipped("tmpfiles.d/watcher.conf")),
    )
    mistakes = (
        *_hidden_installation(installation),
        *_hidden_paths(config_file, settings),
        *_credential_mistakes(settings),
    )
    return Plan(files, mistakes, tuple(_environment_warnings(settings)))


def plan_user(installation: Installation, config_file: Path, settings: Config, folder: Path) -> Plan:
    """A user's service; `folder` is the one of his config, $XDG_CONFIG_HOME."""
    unit = _rendered(shipped("user/watcher.service"), installation.program, config_file, settings, USER_CREDENTIALS)
    files = (File(folder / "systemd" / "user" / "watcher.service", unit),)
    return Plan(files, tuple(_credential_mistakes(settings)), tuple(_environment_warnings(settings)))


def denied(config_file: Path, settings: Config) -> list[Denied]:
    """What the user `watcher` may not read or write, by the rights that the files have now. Where there is no such user yet, what others may not read."""
    user = _user()
    found = []
    for key, path in (("the config", config_file), *_read(settings)):
        # tmpfiles.d hands over the config in its usual place.
        if path != SYSTEM_CONFIG and not _may(path, user, stat.S_IROTH):
            found.append(Denied(f"{key}: the user {USER} can't read {path}", _make_readable(key, path)))
    for key, path in _written(settings):
        folder = path.parent
        if not folder.is_relative_to(STATE) and not (
            folder.is_dir() and _may(folder, user, stat.S_IWOTH | stat.S_IXOTH)
        ):
            found.append(Denied(f"{key}: the user {USER} can't write to {folder}", _make_writable(folder)))
    return found


def _make_readable(key: str, path: Path) -> str:
    """The command for it; a password stays its owner's alone."""
    named = shlex.quote(str(path))
    if key.endswith("password_file"):
        return f"chown {USER}: {named}"
    return f"chgrp -R {USER} {named} && chmod -R g+rX {named}"


def _make_writable(folder: Path) -> str:
    """The command for it; a folder that is there stays its owner's, as others may use it too."""
    named = shlex.quote(str(folder))
    if folder.is_dir():
        return f"chgrp {USER} {named} && chmod g+rwx {named}"
    return f"install -d -o {USER} -g {USER} -m 0700 {named}"


def has_user() -> bool:
    """Whether systemd-sysusers has made the user already."""
    return _user() is not None


def quoted(text: str) -> str:
    """A value as systemd reads it: one word, `%` no specifier. Raises WatcherError for control characters."""
    if not text.isprintable():
        raise WatcherError(f"the path {text!r} holds characters that a systemd unit can't\nuse another path")
    text = text.replace("%", "%%")
    if re.fullmatch(r"[\w./%:=+@,~-]+", text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _rendered(unit: str, program: Path, config_file: Path, settings: Config, credentials: str) -> str:
    """`$` stays as it is in a program's path: systemd puts no variable's value there. Quotes it takes in no program's path at all."""
    if set(str(program)) & set("\"'\\"):
        raise WatcherError(f"systemd starts no program with quotes in its path ({program})\ninstall watcher elsewhere")
    unit = _replaced(unit, _PROGRAM, f"ExecStart={quoted(str(program))} run")
    named = f"Environment={quoted(f'WATCHER_CONFIG={config_file}')}"
    unit = _CONFIG.sub(lambda _: named, unit)
    names = dict.fromkeys(
        account.imap.secret.where for account, _ in _secrets(settings, Keeper.CREDENTIAL) if account.imap
    )
    lines = "".join(
        f"LoadCredential={name}:{credentials}/{name}\nSetCredential={name}:\\n\n"
        for name in (name.replace("%", "%%") for name in names)
    )
    return _CREDENTIAL_LINES.sub(lambda _: lines, unit) if lines else unit


def _replaced(unit: str, old: str, new: str) -> str:
    if unit.count(old) != 1:
        raise WatcherError("the installation's systemd/watcher.service was changed\ninstall watcher again")
    return unit.replace(old, new)


def _secrets(settings: Config, keeper: Keeper) -> Iterator[tuple[Account, str]]:
    """The accounts whose password is kept so, and where."""
    for account in settings.accounts:
        if account.imap is not None and account.imap.secret.keeper is keeper:
            yield account, account.imap.secret.where


def _read(settings: Config) -> Iterator[tuple[str, Path]]:
    """The files that the config names and the service reads, each with its key."""
    for account in settings.accounts:
        at = f"account {account.name}: "
        if account.imap is not None:
            if account.imap.password_file is not None:
                yield f"{at}imap.password_file", account.imap.password_file
            if account.imap.ca_file is not None:
                yield f"{at}imap.ca_file", account.imap.ca_file
        if account.gmail is not None:
            yield f"{at}gmail.client_secret_file", account.gmail.client_secret_file
            if account.gmail.token_file is not None:
                yield f"{at}gmail.token_file", account.gmail.token_file
    if settings.templates is not None:
        yield "templates", settings.templates


def _written(settings: Config) -> Iterator[tuple[str, Path]]:
    """The files that the service writes into folders of the config's choice."""
    if "://" not in settings.database:
        yield "database", Path(settings.database)
    elif found := re.fullmatch(r"sqlite(?:\+\w+)?:///(/[^?]+)(?:\?.*)?", settings.database):
        yield "database", Path(found[1])
    if settings.service.metrics.textfile is not None:
        yield "service.metrics.textfile", settings.service.metrics.textfile
    for account in settings.accounts:
        if account.gmail is not None and account.gmail.token_file is not None:
            yield f"account {account.name}: gmail.token_file", account.gmail.token_file


def is_hidden(path: Path) -> Path | None:
    """The folder that a hardened system service finds empty and that holds this path, as it is named or as it is meant."""
    for each in (Path(os.path.normpath(path)), path.resolve()):
        for folder in HIDDEN:
            if each.is_relative_to(folder):
                return folder
    return None


def _hidden_installation(installation: Installation) -> Iterator[str]:
    for path in (installation.program, *installation.parts):
        if folder := is_hidden(path):
            yield (
                f"the program lies in {folder}, which the system's services don't see ({path}); install it once more:\n"
                "  /usr/bin/python3 -m venv /opt/watcher && /opt/watcher/bin/pip install . (in the source tree)\n"
                "and call /opt/watcher/bin/watcher service; or use a service of your own: watcher service --user"
            )
            return


def _hidden_paths(config_file: Path, settings: Config) -> Iterator[str]:
    if folder := is_hidden(config_file):
        yield (
            f"the config lies in {folder}, which the system's services don't see ({config_file});\n"
            f"  put it to {SYSTEM_CONFIG} and name it with -c; or use a service of your own: watcher service --user"
        )
    advice = {"database": f"write {STATE}/watcher.sqlite3", "templates": "put them to /etc/watcher/templates"}
    named = dict((*_read(settings), *_written(settings)))
    for key, path in named.items():
        if folder := is_hidden(path):
            better = advice.get(
                key,
                f"use imap.password_credential: NAME, and put the password into {CREDENTIALS}/NAME"
                if key.endswith("password_file")
                else "put it to /etc/watcher",
            )
            yield f"{key}: {path} lies in {folder}, which the system's services don't see; {better}"


def _credential_mistakes(settings: Config) -> Iterator[str]:
    for account, name in _secrets(settings, Keeper.CREDENTIAL):
        if not _CREDENTIAL_NAME.fullmatch(name):
            yield (
                f"account {account.name}: imap.password_credential: systemd takes no credential of the name {name!r}; "
                "use letters, digits, - and _"
            )


def _environment_warnings(settings: Config) -> Iterator[str]:
    for account, name in _secrets(settings, Keeper.ENVIRONMENT):
        yield (
            f"account {account.name}: imap.password_env: a service does not see your shell's variable {name}; "
            "use imap.password_credential or imap.password_file"
        )


def _user() -> tuple[int, frozenset[int]] | None:
    try:
        entry = pwd.getpwnam(USER)
    except KeyError:
        return None
    return entry.pw_uid, frozenset(os.getgrouplist(USER, entry.pw_gid))


def _may(path: Path, user: tuple[int, frozenset[int]] | None, right: int) -> bool:
    """Whether a user has these rights (as others' bits) to a file, and may pass the folders on the way. What is not there is nobody's mistake here."""
    uid, groups = user if user is not None else (-1, frozenset[int]())
    try:
        # The folders of a system that is still being set up are not looked at.
        entries = [(folder.stat(), stat.S_IXOTH) for folder in path.resolve().parents] if user is not None else []
        entries.append((path.stat(), right))
    except OSError:
        return True
    return all(_has(found, uid, groups, wanted) for found, wanted in entries)


def _has(found: os.stat_result, uid: int, groups: frozenset[int], right: int) -> bool:
    shift = 6 if found.st_uid == uid else 3 if found.st_gid in groups else 0
    return found.st_mode >> shift & right == right
