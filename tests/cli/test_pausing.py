"""`watcher pause`: what it answers, and what `status` says of it and of an account's trouble."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from watcher import condition, store


def test_a_pause_is_told_until_it_is_over(tmp_path: Path) -> None:
    desk = Desk(tmp_path).holds()
    assert "Paused" not in desk.run("status").out
    said = desk.run("pause", "--until", "2w")
    assert (said.code, said.out[:51]) == (0, "Paused: nothing is marked or drafted until " + said.out[43:51])
    assert "Paused until" in desk.run("status").out
    assert "The pause is over." in desk.run("pause", "--off").out
    assert "Paused" not in desk.run("status").out
    assert "There was no pause." in desk.run("pause", "--off").out


def test_a_pause_without_an_end_lasts_until_the_user_is_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path).holds()
    assert "watcher pause --off" in desk.run("pause").out
    assert "Paused until further notice" in desk.run("status").out


def test_a_pause_may_be_said_before_the_first_pass_and_of_one_account(tmp_path: Path) -> None:
    desk = Desk(tmp_path, accounts=["private", "work"])
    assert desk.run("pause", "--account", "work").code == 0
    with store.open_store(str(desk.database)) as opened:
        now = datetime.now(UTC)
        assert condition.pause(opened.account("work"), now) is not None
        assert condition.pause(opened.account("private"), now) is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--until", "2020-01-01"], "has passed"),
        (["--until", "yesterday"], "write a date"),
        (["--until", "3d", "--off"], "contradict"),
        (["--account", "wrok"], "did you mean"),
    ],
)
def test_what_can_not_be_meant_is_refused(tmp_path: Path, arguments: list[str], words: str) -> None:
    desk = Desk(tmp_path, accounts=["work"]).holds(account="work")
    said = desk.run("pause", *arguments)
    assert said.code == 2
    assert words in said.err


def test_status_tells_of_an_accounts_trouble(tmp_path: Path) -> None:
    desk = Desk(tmp_path).holds()
    since = datetime.now(UTC) - timedelta(hours=3)
    with store.open_store(str(desk.database)) as opened:
        trouble = condition.Trouble(since, "LoginRefused", "mail.lind.example refused the login\nCheck the password.")
        condition.set_trouble(opened.account("private"), trouble)
    shown = desk.run("status").out
    assert "Trouble since" in shown
    assert "mail.lind.example refused the login Check the password." in shown
    assert "The service does not run: `watcher run`" in shown
    assert "`watcher service --user --install -c " in shown
    (account,) = json.loads(desk.run("status", "--json").out)["accounts"]
    assert account["complete"] is False


def test_status_tells_that_the_service_runs(tmp_path: Path) -> None:
    desk = Desk(tmp_path).holds()
    with store.open_store(str(desk.database)) as opened, opened.serve_alone():
        condition.set_next_pass_at(opened.account("private"), datetime.now(UTC) + timedelta(minutes=5))
        shown = desk.run("status").out
        assert "The service runs, and looks again by" in shown
        assert "The service does not run" not in shown
        assert "it runs (process" in desk.run("doctor").out
