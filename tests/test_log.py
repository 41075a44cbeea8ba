"""The log: redacted, one line an event, quiet by default."""

import json
import logging
import os
import pty
import socket
import subprocess
import sys

import pytest

from watcher import log

SCRIPT = """
import logging, sys
from watcher import log
log.set_up()
logger = log.logger("watcher.test")
logger.info("a pass begins", account="private")
logger.warning("a folder is gone", folder="Old\\x1b[2J", subject="Offer for Anna", password="hush", who="anna@acme.example")
logging.getLogger("foreign").warning("login as %s failed", "anna@acme.example")
try:
    raise ValueError("text of anna@acme.example: hush")
except ValueError:
    logger.exception("a mail could not be read")
"""


def logged(**environment: str) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_only_warnings_are_written_unless_the_environment_asks_for_more() -> None:
    assert [line["level"] for line in logged(WATCHER_LOG="")] == ["warning", "warning", "error"]
    assert [line["level"] for line in logged(WATCHER_LOG="INFO")] == ["info", "warning", "warning", "error"]
    assert [line["level"] for line in logged(WATCHER_LOG="error")] == ["error"]


def test_subjects_addresses_secrets_and_traces_are_hidden_in_our_lines_and_foreign_ones() -> None:
    lines = logged(WATCHER_LOG="")
    text = json.dumps(lines, ensure_ascii=False)
    for private in ("Anna", "anna", "hush", "acme", "\x1b", "Traceback"):
        assert private not in text
    assert lines[0]["folder"] == "Old\\x1b[2J"
    assert lines[1]["event"] == "login as … failed"
    assert lines[2]["error"] == "ValueError"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("debug", logging.DEBUG), (" Info ", logging.INFO), ("", logging.WARNING), ("loud", logging.WARNING)],
)
def test_the_level_comes_from_the_environment(word: str, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHER_LOG", word)
    assert log.level() == expected


def logged_to(stream: object, **environment: str) -> None:
    program = [sys.executable, "-c", SCRIPT]
    subprocess.run(program, stderr=stream, check=True, env={**os.environ, **environment})  # type: ignore[call-overload]


def test_the_journal_gets_a_priority_before_each_line() -> None:
    """sd-daemon(3), when JOURNAL_STREAM names the very socket that stderr is."""
    ours, journal = socket.socketpair()
    with ours, journal:
        found = os.fstat(ours.fileno())
        logged_to(ours, WATCHER_LOG="info", JOURNAL_STREAM=f"{found.st_dev}:{found.st_ino}")
        lines = journal.recv(100_000).decode().splitlines()
    assert [line[:3] for line in lines] == ["<6>", "<4>", "<4>", "<3>"]
    told = [json.loads(line[3:]) for line in lines]
    assert [next(iter(line)) for line in told] == ["event"] * 4
    assert "timestamp" not in told[0]


def test_another_stream_than_the_journals_gets_plain_json() -> None:
    """A shell in a service inherits the variable, and its pipes are not the journal."""
    assert logged(WATCHER_LOG="", JOURNAL_STREAM="8:12345")[0]["level"] == "warning"


def test_a_terminal_gets_lines_to_read() -> None:
    leader, follower = pty.openpty()
    logged_to(follower, NO_COLOR="1", WATCHER_LOG="")
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert "a folder is gone" in shown
    assert "{" not in shown
    assert "\x1b" not in shown


def test_subjects_and_addresses_are_shown_when_asked_for_and_secrets_never() -> None:
    text = json.dumps(logged(WATCHER_LOG="", WATCHER_LOG_PRIVATE="yes"), ensure_ascii=False)
    assert "Offer for Anna" in text
    assert "anna@acme.example" in text
    assert "hush" not in text


def test_a_stderr_that_is_gone_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    logged_to(writing, WATCHER_LOG="debug")
    os.close(writing)


def test_libraries_that_tell_of_every_step_are_quiet() -> None:
    script = "import logging; from watcher import log; log.set_up(logging.INFO)\nlogging.getLogger('apscheduler.x').info('step'); log.logger('w').info('ours')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == ["ours"]
