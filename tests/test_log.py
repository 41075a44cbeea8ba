"""The log: redacted, one line an event, quiet by default."""

import contextlib
import fcntl
import json
import logging
import os
import pty
import re
import select
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

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
    assert "[warning] a folder is gone " in shown
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[", shown)
    assert "watcher." not in shown
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
    script = "import logging; from watcher import log; log.set_up(logging.INFO)\nlogging.getLogger('apscheduler.x').info('step'); log.logger('watcher.x').info('ours')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == ["ours"]


def lines_of(script: str, **environment: str) -> list[dict[str, object]]:
    """What a program of these lines logs, set up as the service does."""
    program = f"import logging, threading\nfrom watcher import log\nlog.set_up(logging.INFO)\nours = log.logger('watcher.x')\n{script}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.parametrize("private", ["", "yes"])
def test_a_secret_is_hidden_wherever_it_stands(private: str) -> None:
    lines = lines_of(
        "ours.info('x', details={'password': 'hush', 'more': [{'api_token': 'hush'}]}, secret_file='hush', body='hush', text='hush')\n"
        "logging.getLogger('foreign').warning('no answer of imap://anna:hush@mail.acme.example/')",
        WATCHER_LOG_PRIVATE=private,
    )
    assert len(lines) == 2
    assert "hush" not in json.dumps(lines)


def test_private_keys_are_hidden_in_what_is_nested_unless_asked_for() -> None:
    script = "ours.info('x', mail={'subject': 'Offer', 'folder': 'Sent'}, seen=['anna@acme.example', 3, None])"
    assert lines_of(script)[0]["mail"] == {"subject": log.HIDDEN, "folder": "Sent"}
    assert lines_of(script)[0]["seen"] == [log.HIDDEN, 3, None]
    shown = lines_of(script, WATCHER_LOG_PRIVATE="yes")[0]
    assert shown["mail"] == {"subject": "Offer", "folder": "Sent"}
    assert shown["seen"] == ["anna@acme.example", 3, None]


def test_a_value_of_many_lines_or_of_any_length_stays_one_line_that_the_journal_takes_whole() -> None:
    lines = lines_of("ours.info('a\\nb', folder='x\\r\\n<0>y\\u2028\\x00\\x1b[2J', long='z' * 1_000_000)")
    assert len(lines) == 1
    assert lines[0]["event"] == "a\\nb"
    assert lines[0]["folder"] == "x\\r\\n<0>y\\u2028\\x00\\x1b[2J"
    assert lines[0]["long"] == "z" * log.LONGEST + log.HIDDEN


def test_a_fault_is_told_by_its_kind_and_its_places_and_never_by_its_words() -> None:
    script = """
def inner():
    raise KeyError("Offer for Anna")
def outer():
    try:
        inner()
    except KeyError as error:
        ours.error("x", exc_info=error)
outer()"""
    (line,) = lines_of(script, WATCHER_LOG_PRIVATE="yes")
    assert line["error"] == "KeyError"
    assert str(line["at"]).startswith("<string>:")
    assert [place.split()[1] for place in str(line["at"]).split(" < ")] == ["inner", "outer"]
    assert "Anna" not in json.dumps(line)


def test_a_fault_that_ends_a_thread_is_one_line_and_an_exit_none() -> None:
    script = """
log.watch_faults()
def fails():
    raise ValueError("Offer for Anna")
def leaves():
    raise SystemExit
for work in (fails, leaves):
    thread = threading.Thread(target=work, name=work.__name__)
    thread.start()
    thread.join()"""
    (line,) = lines_of(script)
    assert (line["level"], line["thread"], line["error"]) == ("critical", "fails", "ValueError")
    assert "Anna" not in json.dumps(line)


def test_the_debugging_of_libraries_which_would_quote_mail_is_never_told() -> None:
    script = "for name in ('imapclient.imaplib', 'sqlalchemy.engine', 'any'): logging.getLogger(name).debug('Subject: Offer')\nours.debug('mine')"
    assert [line["event"] for line in lines_of(script, WATCHER_LOG="debug")] == ["mine"]


def test_what_can_not_be_formatted_is_lost_and_counted_and_raises_nothing() -> None:
    script = "logging.getLogger('foreign').warning('%d', 'x')\nours.info('next')"
    assert [line["event"] for line in lines_of(script)] == ["lines of the log were lost: 1", "next"]


def test_a_file_gets_json_lines_behind_what_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "log"
    for _ in range(2):
        with file.open("a") as stream:
            logged_to(stream, WATCHER_LOG="error")
    assert [json.loads(line)["error"] for line in file.read_text().splitlines()] == ["ValueError"] * 2


@contextlib.contextmanager
def opened(pair: Callable[[], tuple[int, int]]) -> Iterator[tuple[int, int]]:
    ends = pair()
    yield ends
    for end in ends:
        with contextlib.suppress(OSError):
            os.close(end)


def a_journal() -> tuple[int, int]:
    ours, theirs = socket.socketpair()
    return ours.detach(), theirs.detach()


FLOOD = """
import select, sys
from watcher import log
log.set_up()
ours = log.logger("watcher.x")
for number in range(3000):
    ours.warning("x" * 100, number=number)
print("flooded", flush=True)
while not select.select([sys.stdin], [], [], 0.05)[0]:
    ours.warning("read again")
"""


@pytest.mark.parametrize("pair", [os.pipe, a_journal, pty.openpty])
def test_a_stderr_that_nobody_reads_holds_nothing_up_and_tells_later_that_lines_were_lost(
    pair: Callable[[], tuple[int, int]],
) -> None:
    with opened(pair) as (reading, writing):
        program = [sys.executable, "-c", FLOOD]
        with subprocess.Popen(program, stderr=writing, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as flooding:
            assert flooding.stdin is not None
            assert flooding.stdout is not None
            if not select.select([flooding.stdout], [], [], 60)[0]:
                flooding.kill()
                pytest.fail("the log hangs")
            assert not fcntl.fcntl(writing, fcntl.F_GETFL) & os.O_NONBLOCK  # others write to it as well
            told = b""
            while b"read again" not in told:
                told += os.read(reading, 1_000_000)
            flooding.stdin.close()
            assert flooding.wait(60) == 0
    text = told.decode()
    assert "lines of the log were lost: " in text
    assert text.count("x" * 100) < 3000
