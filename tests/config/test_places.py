"""Where the config is looked for."""

import os
from pathlib import Path

import pytest

from watcher import config
from watcher.errors import ConfigError


def made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("timezone: UTC\n")
    return path


def test_the_named_file_wins_then_the_environment_then_the_xdg_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    xdg = made(tmp_path / "xdg" / "watcher" / "config.yaml")
    monkeypatch.delenv("WATCHER_CONFIG", raising=False)
    assert config.find() == xdg
    named = made(tmp_path / "env.yaml")
    monkeypatch.setenv("WATCHER_CONFIG", str(named))
    assert config.find() == named
    given = made(tmp_path / "given.yaml")
    assert config.find(given) == given


def test_the_home_folder_is_looked_in_without_xdg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("WATCHER_CONFIG", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    expected = made(tmp_path / ".config" / "watcher" / "config.yaml")
    assert config.find() == expected


def test_a_named_file_that_is_missing_is_not_replaced_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    made(tmp_path / "watcher" / "config.yaml")
    with pytest.raises(ConfigError, match="named by -c/--config"):
        config.find(tmp_path / "none.yaml")
    monkeypatch.setenv("WATCHER_CONFIG", str(tmp_path / "none.yaml"))
    with pytest.raises(ConfigError, match=r"named by \$WATCHER_CONFIG"):
        config.find()


def test_a_folder_is_no_config_and_a_pipe_may_be_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is a folder, not a file"):
        config.find(tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert config.find(pipe) == pipe


def test_without_any_the_user_hears_where_was_looked_and_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("WATCHER_CONFIG", raising=False)
    if Path("/etc/watcher/config.yaml").exists():
        pytest.skip("this computer has a config of its own in /etc")
    with pytest.raises(ConfigError) as caught:
        config.find()
    text = str(caught.value)
    for words in (
        f"{tmp_path}/watcher/config.yaml",
        "/etc/watcher/config.yaml",
        "$WATCHER_CONFIG",
        "watcher init",
        "watcher demo",
    ):
        assert words in text
