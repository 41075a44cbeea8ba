"""Secrets are read when they are needed, and never shown."""

from pathlib import Path

import pytest

from watcher.config.secret import Keeper, Secret
from watcher.errors import ConfigError


def in_file(path: Path) -> Secret:
    return Secret(Keeper.FILE, str(path), "imap.password_file")


def written(path: Path, content: bytes, mode: int = 0o600) -> Secret:
    path.write_bytes(content)
    path.chmod(mode)
    return in_file(path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"hush", "hush"),
        (b"hush\n", "hush"),
        (b"hush\r\n", "hush"),
        (b" hu sh \n\n", " hu sh \n"),
        ("lösen\n".encode(), "lösen"),
    ],
)
def test_one_line_break_at_the_end_is_no_part_of_it(tmp_path: Path, content: bytes, expected: str) -> None:
    assert written(tmp_path / "pw", content).read() == expected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty; put the password into it"),
        (b"\n", "is empty"),
        (b"\xff\xfe", "UTF-8"),
        (b"x" * 70_000, "too long"),
    ],
)
def test_what_can_not_be_a_secret_is_refused_without_being_shown(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        written(tmp_path / "pw", content).read()
    assert "xxx" not in str(caught.value)


def test_a_missing_file_names_the_key_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"imap\.password_file: there is no file .*chmod 600"):
        in_file(tmp_path / "none").read()
    with pytest.raises(ConfigError, match="can't be read"):
        in_file(tmp_path).read()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o620])
def test_a_file_that_others_may_open_is_warned_of(tmp_path: Path, mode: int) -> None:
    (warning,) = written(tmp_path / "pw", b"hush", mode).warnings()
    assert f"chmod 600 {tmp_path / 'pw'}" in warning
    assert "hush" not in warning


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_that_is_the_users_alone_is_fine(tmp_path: Path, mode: int) -> None:
    assert written(tmp_path / "pw", b"hush", mode).warnings() == []
    assert in_file(tmp_path / "none").warnings() == []


def test_an_environment_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = Secret(Keeper.ENVIRONMENT, "WATCHER_TEST_PASSWORD", "imap.password_env")
    with pytest.raises(ConfigError, match="WATCHER_TEST_PASSWORD is not set"):
        secret.read()
    monkeypatch.setenv("WATCHER_TEST_PASSWORD", "hush\n")
    assert secret.read() == "hush"
    assert "hush" not in repr(secret) + str(secret)


def test_a_systemd_credential_is_read_from_the_services_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = Secret(Keeper.CREDENTIAL, "imap-password", "imap.password_credential")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(ConfigError, match="LoadCredential=imap-password:"):
        secret.read()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "imap-password").write_text("hush\n")
    assert secret.read() == "hush"
