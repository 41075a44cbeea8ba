"""`demo` as a newcomer sees it, and `classify`, which needs no config either."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.cli.desk import WATCHER, Desk
from watcher.core.model import Scenario, State


def without_config(folder: Path) -> Desk:
    desk = Desk(folder)
    desk.config.unlink()
    return desk


def test_the_demo_tells_every_state_what_it_did_and_one_draft_in_full(tmp_path: Path) -> None:
    said = without_config(tmp_path).run("demo")
    assert (said.code, said.err) == (0, "")
    for state in State:
        assert f"\n{state.value}: " in said.out
    assert "mark as due" in said.out
    assert "It never sends" in said.out
    draft = said.out.partition("Its draft, in full\n")[2]
    assert draft.startswith("  | From: Alex Lind <")
    assert "\n  | Subject: Re: " in draft
    assert "\n  |\n  | " in draft
    assert not list(tmp_path.iterdir())


def test_the_demos_json_is_alone_on_stdout_and_has_every_state_and_scenario(tmp_path: Path) -> None:
    said = without_config(tmp_path).run("demo", "--json")
    assert (said.code, said.err) == (0, "")
    (account,) = json.loads(said.out)["accounts"]
    assert account["complete"] is True
    assert {thread["state"] for thread in account["threads"]} == {state.value for state in State}
    assert {thread["scenario"] for thread in account["threads"]} == {scenario.value for scenario in Scenario}
    assert all(thread["reasons"] for thread in account["threads"])


@contextmanager
def served(desk: Desk) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The demo, kept open, and what it printed until then."""
    process = subprocess.Popen(
        [WATCHER, "demo", "--serve"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=desk.environment
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Ctrl-C ends it"):
            break
    try:
        yield process, "".join(lines)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=60)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_the_served_demo_takes_a_mail_program_and_cleans_up_at_its_end(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    desk = without_config(tmp_path)
    with served(desk) as (process, printed):
        found = re.search(r"server (\S+), port (\d+).*\n  user name (\S+), password (\S+)", printed)
        assert found is not None, printed
        with IMAPClient(found[1], int(found[2]), ssl=False, timeout=30) as client:
            client.login(found[3], found[4])
            client.select_folder("Sent", readonly=True)
            assert client.search(["KEYWORD", "follow-up-due"])
        assert "--serve" not in printed
        config = re.search(r"status -c (\S+)", printed)
        assert config is not None
        assert "threads: " in desk.run("status", "-c", config[1]).out
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (code, "")
        assert not Path(config[1]).parent.exists()


ABSENT = b"""From: Anna <anna@acme.example>
Subject: Out of office
Auto-Submitted: auto-replied
Date: Mon, 23 Nov 2026 10:00:00 +0100

I am away until Monday 30 November.
"""


def test_classify_prints_a_line_for_each_message_in_order(tmp_path: Path) -> None:
    desk = without_config(tmp_path)
    (tmp_path / "absent.eml").write_bytes(ABSENT)
    (tmp_path / "broken.eml").write_bytes(b"\xff\x00\n\n")
    said = desk.run("classify", "--json", "broken.eml", "absent.eml")
    assert (said.code, said.err) == (0, "")
    first, second = map(json.loads, said.out.splitlines())
    assert (first["file"], second["file"]) == ("broken.eml", "absent.eml")
    assert second["kind"] == "auto_reply_ooo"
    assert second["return_date"] == "2026-11-30"
    assert "absent.eml: auto_reply_ooo; " in desk.run("classify", "absent.eml").out


def test_classify_reads_standard_input(tmp_path: Path) -> None:
    done = subprocess.run(
        [WATCHER, "classify", "--json", "-"],
        input=ABSENT,
        capture_output=True,
        check=True,
        env=without_config(tmp_path).environment,
    )
    assert json.loads(done.stdout)["kind"] == "auto_reply_ooo"


def test_a_file_that_can_not_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    desk = without_config(tmp_path)
    (tmp_path / "absent.eml").write_bytes(ABSENT)
    said = desk.run("classify", "none.eml", ".", "absent.eml")
    assert said.code == 1
    assert len(said.out.splitlines()) == 1
    assert said.err.splitlines() == [
        "watcher: none.eml can't be read: no such file or directory",
        "watcher: . can't be read: is a directory",
    ]
