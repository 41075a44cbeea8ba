"""What `watcher service` writes into a unit, and what it refuses."""

import re
from pathlib import Path

import pytest

from tests.servers.packages import CHECKOUT
from watcher import units
from watcher.config import Config
from watcher.errors import WatcherError

HOMES, ROOTS = units.HIDDEN[:2]
PROGRAM = units.Installation(Path("/opt/watcher/bin/watcher"))


def _settings(*, imap: dict[str, str] | None = None, **more: object) -> Config:
    server = {"host": "imap.lind.example"} | (imap or {"password_credential": "imap-a"})
    account = {"name": "a", "address": "a@lind.example", "imap": server}
    place = {"database": "/var/lib/watcher/watcher.sqlite3"}
    return Config.model_validate({"timezone": "Europe/Stockholm", "accounts": [account]} | place | more)


def _unit(settings: Config, *, installation: units.Installation = PROGRAM) -> list[str]:
    return units.plan_system(installation, units.SYSTEM_CONFIG, settings).files[0].text.splitlines()


def test_without_credentials_the_shipped_unit_is_rendered_as_it_is() -> None:
    settings = _settings(imap={"password_file": "/srv/password"})
    assert _unit(settings) == (CHECKOUT / "systemd/watcher.service").read_text().splitlines()


def test_paths_reach_systemd_as_they_are() -> None:
    """systemd.unit(5): `%` begins a specifier; a word with blanks is quoted; a program's path holds no variables."""
    odd = units.Installation(Path("/srv/od d%i $HOME/watcher"))
    assert 'ExecStart="/srv/od d%%i $HOME/watcher" run' in _unit(_settings(), installation=odd)
    assert units.quoted('a"b\\c d') == '"a\\"b\\\\c d"'
    for impossible in ('/srv/a"b/watcher', "/srv/a'b/watcher", "/srv/a\\b/watcher", "/srv/a\nb/watcher"):
        with pytest.raises(WatcherError):
            _unit(_settings(), installation=units.Installation(Path(impossible)))


def test_what_lies_outside_of_the_state_may_be_written() -> None:
    assert not any(line.startswith("ReadWritePaths=") for line in _unit(_settings()))
    metrics = {"metrics": {"textfile": "/var/lib/node exporter/watcher.prom"}}
    lines = _unit(_settings(database="/srv/watcher/w.sqlite3", service=metrics))
    assert 'ReadWritePaths=/srv/watcher "/var/lib/node exporter"' in lines
    assert "ReadWritePaths=/srv/url" in _unit(_settings(database="sqlite:////srv/url/w.sqlite3"))
    assert not any(line.startswith("ReadWritePaths=") for line in _unit(_settings(database="postgresql://db/w")))


@pytest.mark.parametrize(
    ("part", "config", "more", "said"),
    [
        (f"{HOMES}/alex/.local/share/uv/python", "/etc/watcher/config.yaml", {}, "the program lies in /home"),
        ("/opt/watcher", f"{ROOTS}/config.yaml", {}, "the config lies in /root"),
        (
            "/opt/watcher",
            "/etc/watcher/config.yaml",
            {"database": f"{ROOTS}/w.sqlite3"},
            f"database: {ROOTS}/w.sqlite3",
        ),
        (
            "/opt/watcher",
            "/etc/watcher/config.yaml",
            {"imap": {"password_file": f"{HOMES}/x/p"}},
            "password_credential",
        ),
        ("/opt/watcher", "/etc/watcher/config.yaml", {"imap": {"password_credential": "a:b"}}, "no credential of the"),
    ],
)
def test_what_can_not_work_is_said(part: str, config: str, more: dict[str, dict[str, str]], said: str) -> None:
    installation = units.Installation(PROGRAM.program, (Path(part),))
    (mistake,) = units.plan_system(installation, Path(config), _settings(**more)).mistakes
    assert said in mistake


def test_a_shells_variable_is_warned_of() -> None:
    (warning,) = units.plan_system(PROGRAM, units.SYSTEM_CONFIG, _settings(imap={"password_env": "SECRET"})).warnings
    assert "SECRET" in warning


def test_the_template_differs_from_the_service_only_in_what_is_each_mailboxs_own() -> None:
    one, each = ((CHECKOUT / "systemd" / name).read_text() for name in ("watcher.service", "watcher@.service"))
    settings = {
        "TemporaryFileSystem",
        "BindReadOnlyPaths",
        "BindPaths",
        "LoadCredential",
        "SetCredential",
        "Description",
        "Environment",
        "StateDirectory",
    }
    lines = [{line for line in text.splitlines() if re.match(r"\w+=", line)} for text in (one, each)]
    assert {line.partition("=")[0] for line in lines[0] ^ lines[1]} == settings
