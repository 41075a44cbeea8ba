"""What `init` writes: a config that means what was said, whatever was said, and all files or none."""

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest

from watcher import config
from watcher.cli import settling
from watcher.cli.settling import Places, Setup
from watcher.discovery import Server, providers
from watcher.errors import UsageError, WatcherError

SETUP = Setup(
    "alex@lind.example", "Alex Lind", Server("imap.lind.example"), "alex@lind.example", "Europe/Stockholm", "SE"
)


def places(folder: Path, *, is_system: bool = False) -> Places:
    home = folder / "etc"
    secrets = home / "credentials" if is_system else home
    return Places(home / "config.yaml", secrets, folder / "state" / "watcher.sqlite3", is_system)


def written(folder: Path, setup: Setup, *, is_system: bool = False) -> config.Config:
    target = places(folder, is_system=is_system)
    settling.settle(setup, target, "geheim ü\\ \"'", folder / "none")
    return config.load(target.config)


@pytest.mark.parametrize("mode", ["preview", "mark", "draft"])
@pytest.mark.parametrize("is_system", [False, True])
def test_the_config_of_every_mode_loads_and_says_no_more_than_it_must(
    tmp_path: Path, mode: str, *, is_system: bool
) -> None:
    loaded = written(tmp_path, replace(SETUP, mode=mode), is_system=is_system)
    account = loaded.accounts[0]
    assert (loaded.mode, loaded.timezone, loaded.country) == (mode, "Europe/Stockholm", "SE")
    assert (account.name, account.address, account.display_name) == ("alex", "alex@lind.example", "Alex Lind")
    assert account.imap is not None
    assert (account.imap.host, account.imap.real_port, account.username) == ("imap.lind.example", 993, account.address)
    keys = {line.split(":")[0].strip() for line in (tmp_path / "etc/config.yaml").read_text().splitlines() if line}
    assert not keys & {"port", "security", "username", "ca_file", "sent_folder"}
    if is_system:
        assert account.imap.password_credential == "alex.password"
    else:
        assert account.imap.secret.read() == "geheim ü\\ \"'"
        assert config.warnings(loaded) == []


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "NO",
        "1e3",
        "Ann: #1",
        "'",
        '"',
        "\\",
        "*x",
        "- a",
        "@x",
        "{a}",
        "Åsa Öst",
        "😀",
        "null",
        "10:30",
        "~",
    ],
)
def test_whatever_text_was_typed_is_read_back_as_it_was(tmp_path: Path, text: str) -> None:
    loaded = written(tmp_path, replace(SETUP, display_name=text, username=text, sent_folder=text))
    account = loaded.accounts[0]
    assert account.imap is not None
    assert [account.display_name, account.username, account.imap.sent_folder] == [text] * 3


def test_every_country_and_every_providers_server_can_be_written(tmp_path: Path) -> None:
    for number, provider in enumerate(it for it in providers.known() if it.server is not None):
        assert provider.server is not None
        loaded = written(tmp_path / str(number), replace(SETUP, server=provider.server, country="NO"))
        imap = loaded.accounts[0].imap
        assert imap is not None
        assert Server(imap.host, imap.real_port, imap.security) == provider.server
        assert loaded.country == "NO"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("alex@lind.example", "alex"),
        ("Alex.Lind+jobs@lind.example", "alex.lind"),
        ("åsa@lind.example", "sa"),
        ("ü@lind.example", "mail"),
        ("+@lind.example", "mail"),
        ("../../etc@lind.example", "etc"),
        (f"{'a' * 80}@lind.example", "a" * 60),
    ],
)
def test_an_account_gets_a_name_that_can_be_typed_and_be_part_of_a_file_name(
    tmp_path: Path, address: str, name: str
) -> None:
    assert replace(SETUP, address=address).account_name == name
    assert written(tmp_path, replace(SETUP, address=address)).accounts[0].name == name


def test_without_a_country_the_key_is_left_as_a_comment(tmp_path: Path) -> None:
    assert written(tmp_path, replace(SETUP, country=None)).country is None
    assert "# country: SE" in (tmp_path / "etc/config.yaml").read_text()


def test_a_config_that_appears_meanwhile_stays_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = places(tmp_path)
    target.config.parent.mkdir()
    target.config.write_text("# mine\n")
    with pytest.raises(WatcherError, match="can't be written"):
        settling.settle(SETUP, target, "secret", tmp_path / "none")
    assert [path.name for path in target.config.parent.iterdir()] == ["config.yaml"]
    assert target.config.read_text() == "# mine\n"


def test_a_place_that_can_not_be_made_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "etc").write_text("a file where a folder must be")
    with pytest.raises(WatcherError, match="can't be written"):
        settling.settle(SETUP, places(tmp_path), "secret", tmp_path / "none")
    assert [path.name for path in tmp_path.iterdir()] == ["etc"]


def test_a_link_to_nowhere_counts_as_a_config(tmp_path: Path) -> None:
    link = tmp_path / "config.yaml"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="there is a config already"):
        settling.chosen_places(link, is_system=False)


def test_the_workshop_is_gone_in_the_end_whatever_happens(tmp_path: Path) -> None:
    with contextlib.suppress(KeyboardInterrupt), settling.workshop(places(tmp_path)) as folder:
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "watcher.sqlite3").write_bytes(b"mail")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
