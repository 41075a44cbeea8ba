"""The frame of every command: exit codes, errors on stderr, help, pipes."""

import os
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.desk import WATCHER, Desk
from watcher import __version__
from watcher.cli import app


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    said = Desk(tmp_path).start("--version")
    assert (said.code, said.out, said.err) == (0, f"watcher {version('mailbox-watcher')}\n", "")
    assert __version__ == version("mailbox-watcher")


def test_help_names_every_command_and_fits_narrow_terminals(tmp_path: Path) -> None:
    said = Desk(tmp_path).start("--help", COLUMNS="60")
    assert said.code == 0
    assert said.err == ""
    for command in app.app.registered_commands:
        assert command.callback is not None
        assert f"\n  {command.callback.__name__} " in said.out
    assert max(map(len, said.out.splitlines())) <= 60


def test_without_a_command_the_help_is_shown_as_wrong_usage(tmp_path: Path) -> None:
    said = Desk(tmp_path).run()
    assert said.code == 2
    assert "Commands:" in said.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["scna"], "no such command 'scna'"),
        (["status", "--jsn"], "no such option: --jsn"),
        (["explain"], "missing argument 'THREAD'"),
        (["explain", "a", "b"], "unexpected extra argument"),
        (["snooze", "a"], "missing argument 'UNTIL'"),
        (["-c"], "requires an argument"),
    ],
)
def test_wrong_usage_is_two_lines_on_stderr(tmp_path: Path, arguments: list[str], words: str) -> None:
    said = Desk(tmp_path).run(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert words in said.err
    assert said.err.splitlines()[-1].startswith("Try: watcher")
    assert len(said.err.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["-c", "own.yaml", "status"],
        ["status", "-c", "own.yaml"],
        ["-c", "other.yaml", "status", "--config", "own.yaml"],
    ],
)
def test_the_config_may_be_named_before_and_after_the_command(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "own.yaml").write_text("timezone: Nowhere\n")
    said = Desk(tmp_path).run(*arguments)
    assert said.code == 2
    assert said.err.startswith("watcher: own.yaml can't be used")


@pytest.mark.parametrize("command", [["status"], ["scan"], ["doctor"], ["explain", "x"], ["dismiss", "x"], ["undo"]])
def test_every_mistake_of_the_config_is_told_with_its_path(tmp_path: Path, command: list[str]) -> None:
    desk = Desk(tmp_path, more="mode: drfat\nkeywrod: x")
    said = desk.run(*command)
    assert said.code == 2
    assert said.out == ""
    assert said.err.splitlines() == [
        f"watcher: {desk.config} can't be used, it has 2 mistakes:",
        '  mode: must be preview, mark or draft, not "drfat"; did you mean draft?',
        "  keywrod: there is no such key; did you mean keyword?",
    ]


def test_without_a_config_the_user_hears_how_to_begin(tmp_path: Path) -> None:
    if Path("/etc/watcher/config.yaml").exists():
        pytest.skip("this computer has a config of its own in /etc")
    said = Desk(tmp_path).run("status", WATCHER_CONFIG="")
    assert said.code == 2
    assert len(said.err.splitlines()) == 2
    assert "watcher init" in said.err


def test_before_the_first_pass_status_says_what_to_do(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for command in (["status"], ["explain", "interview"], ["dismiss", "interview"]):
        said = desk.run(*command)
        assert said.code == 1
        assert said.out == ""
        assert "no pass was made yet" in said.err
        assert "Traceback" not in said.err
        assert not desk.database.exists()


def test_an_account_that_is_not_in_the_config_is_wrong_usage(tmp_path: Path) -> None:
    said = Desk(tmp_path).holds().run("status", "--account", "privat")
    assert said.code == 2
    assert said.err == "watcher: the config has no account 'privat'; did you mean private?\n"


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    process = subprocess.Popen(
        [WATCHER, "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=desk.environment | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) in (0, 1)
    assert errors == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    desk = Desk(tmp_path).holds()
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [WATCHER, "status"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=desk.environment
        )
    assert done.returncode == 1
    assert done.stderr == "watcher: the output can't be written: No space left on device\n"


@pytest.mark.parametrize(("closed", "other"), [(">&-", "2>&1"), ("2>&-", "")])
def test_a_stream_that_is_closed_from_outside_is_no_error(tmp_path: Path, closed: str, other: str) -> None:
    desk = Desk(tmp_path).holds()
    done = subprocess.run(
        ["sh", "-c", f"exec {WATCHER} status {other} {closed}"],
        capture_output=True,
        text=True,
        check=False,
        env=desk.environment,
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stdout + done.stderr


def test_shell_completion_offers_the_commands(tmp_path: Path) -> None:
    said = Desk(tmp_path).start(_WATCHER_COMPLETE="complete_bash", COMP_WORDS="watcher s", COMP_CWORD="1")
    assert said.code == 0
    assert said.out.split() == ["scan", "status", "snooze", "scenario", "service"]


def test_a_terminal_that_knows_ascii_alone_is_no_error(tmp_path: Path) -> None:
    said = Desk(tmp_path).holds().start("status", PYTHONIOENCODING="ascii")
    assert said.code == 0


def test_the_console_script_is_executable() -> None:
    assert os.access(WATCHER, os.X_OK)
