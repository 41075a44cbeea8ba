"""`watcher demo` as a user and another program run it: a process of its own, its output, its time."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from watcher.core.model import ActionKind, Kind, ReasonCode, Scenario, State

PROGRAM = str(Path(sys.executable).with_name("watcher"))
THREAD = {
    "thread_id", "message_id", "subject", "to", "scenario", "state", "attempt", "max_attempts", "sent_at", "due_at",
    "answered_by", "messages", "reasons",
}  # fmt: skip
WITHOUT_DUE = {State.ANSWERED, State.IGNORED, State.BOUNCED, State.EXHAUSTED, State.DISMISSED}
AT_MOST_SECONDS = 30


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run `watcher demo --json` once, in a home without a config; with it the seconds it took."""
    started = time.monotonic()
    done = subprocess.run(
        [PROGRAM, "demo", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env=a_bare_environment(tmp_path_factory.mktemp("home")),
        timeout=120,
    )
    return done, time.monotonic() - started


@pytest.fixture(scope="module")
def document(finished: tuple[subprocess.CompletedProcess[str], float]) -> dict[str, Any]:
    loaded = json.loads(finished[0].stdout)
    assert isinstance(loaded, dict)
    return loaded


def a_bare_environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return {**kept, "HOME": str(home), "NO_COLOR": "1"}


def threads(document: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document["accounts"][0]["threads"]
    return found


def is_instant(text: object) -> bool:
    return isinstance(text, str) and datetime.fromisoformat(text).utcoffset() is not None


def is_id(text: object) -> bool:
    return isinstance(text, str) and text.startswith("<") and text.endswith(">")


def test_it_ends_well_and_in_time_and_says_nothing_on_stderr(
    finished: tuple[subprocess.CompletedProcess[str], float],
) -> None:
    done, seconds = finished
    assert (done.returncode, done.stderr) == (0, "")
    assert seconds < AT_MOST_SECONDS


def test_the_json_has_the_public_shape(document: dict[str, Any]) -> None:
    assert set(document) == {"at", "accounts"}
    assert is_instant(document["at"])
    (account,) = document["accounts"]
    assert set(account) == {"account", "complete", "threads", "actions"}
    assert account["account"] == "alex"
    assert account["complete"] is True


def test_every_thread_has_the_public_shape(document: dict[str, Any]) -> None:
    for thread in threads(document):
        assert set(thread) == THREAD
        assert is_id(thread["message_id"])
        assert thread["thread_id"]
        assert isinstance(thread["subject"], str)
        assert all("@" in address and "<" not in address for address in thread["to"])
        assert 0 <= thread["attempt"] <= thread["max_attempts"]
        assert is_instant(thread["sent_at"])
        assert thread["due_at"] is None or is_instant(thread["due_at"])
        assert (thread["answered_by"] is None) or "@" in thread["answered_by"]


def test_what_needs_nothing_is_due_never_and_what_is_due_has_its_time(document: dict[str, Any]) -> None:
    for thread in threads(document):
        state = State(thread["state"])
        if state in WITHOUT_DUE:
            assert thread["due_at"] is None, thread
        elif state in (State.DUE, State.DRAFTED):
            assert datetime.fromisoformat(thread["due_at"]) <= datetime.fromisoformat(document["at"])


def test_messages_and_reasons_have_the_public_shape(document: dict[str, Any]) -> None:
    for thread in threads(document):
        assert thread["messages"]
        for message in thread["messages"]:
            assert set(message) == {"message_id", "kind", "at"}
            assert is_id(message["message_id"])
            assert is_instant(message["at"])
            assert message["kind"] is None or Kind(message["kind"])
        assert thread["message_id"] in {message["message_id"] for message in thread["messages"]}
        assert thread["reasons"]
        for reason in thread["reasons"]:
            assert set(reason) == {"code", "text"}
            assert ReasonCode(reason["code"])
            assert reason["text"].strip()


def test_every_state_and_every_scenario_is_there(document: dict[str, Any]) -> None:
    assert {thread["state"] for thread in threads(document)} == {state.value for state in State}
    assert {thread["scenario"] for thread in threads(document)} == {scenario.value for scenario in Scenario}


def test_actions_have_the_public_shape_and_name_threads_that_are_there(document: dict[str, Any]) -> None:
    actions = document["accounts"][0]["actions"]
    assert actions
    for action in actions:
        assert set(action) == {"kind", "thread_id", "key", "detail"}
        assert ActionKind(action["kind"])
        assert action["detail"].strip()
        assert action["thread_id"] in {thread["thread_id"] for thread in threads(document)}
    assert len({action["key"] for action in actions}) == len(actions)


def test_the_bounce_is_a_message_of_its_thread(document: dict[str, Any]) -> None:
    (bounced,) = [thread for thread in threads(document) if thread["state"] == "bounced"]
    assert [message["kind"] for message in bounced["messages"]] == [None, "bounce"]


def test_a_person_reads_the_threads_their_reasons_and_one_draft_in_full(tmp_path: Path) -> None:
    done = subprocess.run(
        [PROGRAM, "demo"], capture_output=True, text=True, check=False, env=a_bare_environment(tmp_path), timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    for state in State:
        assert state.value in done.stdout
    assert "Subject: Re: Application for the data engineer position" in done.stdout
    assert "\x1b" not in done.stdout


def test_served_it_stays_open_for_a_mail_program_until_ctrl_c(tmp_path: Path) -> None:
    with subprocess.Popen(
        [PROGRAM, "demo", "--serve"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=a_bare_environment(tmp_path)
    ) as serving:  # fmt: skip
        assert serving.stdout is not None
        lines = []
        for line in serving.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        (port,) = [
            line.split("port ")[1].split(",")[0].strip() for line in lines if "127.0.0.1" in line and "port " in line
        ]
        with IMAPClient("127.0.0.1", port=int(port), ssl=False, timeout=10) as client:
            client.login("alex", "demo")
            client.select_folder("Sent", readonly=True)
            assert client.search(["KEYWORD", "follow-up-due"])
        serving.send_signal(signal.SIGINT)
        said = serving.communicate(timeout=30)
    assert serving.returncode in (0, 130)
    assert said[1] == ""
