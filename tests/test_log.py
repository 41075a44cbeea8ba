"""The log: redacted, one line an event, quiet by default."""

import json
import logging
import os
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
