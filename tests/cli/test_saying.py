"""The user's word on a thread: what the command answers, and what status says from then on."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from watcher import config, judging, wiring
from watcher.bench import Bench
from watcher.core.model import Address, Body, Envelope, FolderName, MessageId, Place, Role
from watcher.mailbox.base import Batch, Cursor, Folder

SENT = Folder(FolderName("Sent"), Role.SENT, "Sent")


def desk_with_mail(folder: Path) -> Desk:
    """A desk in whose Sent folder lies a question of nine days ago, judged by an earlier pass."""
    desk = Desk(folder, more="mode: draft")
    at = datetime.now(UTC) - timedelta(days=9)
    envelope = Envelope(
        place=Place(SENT.name, SENT.role, 1, 1),
        received_at=at,
        message_id=MessageId("<question@lind.example>"),
        subject="The figures for October",
        sender=Address("Alex Lind", "private@lind.example"),
        to=(Address("Anna", "anna@acme.example"),),
        date=at,
        content_type="text/plain",
    )
    with pytest.MonkeyPatch.context() as patch:
        for name, value in desk.environment.items():
            patch.setenv(name, value)
        settings = config.load(desk.config)
        with wiring.opened(settings) as (account,):
            cache = account.cache
            cache.save_batch(Batch(SENT, Cursor(SENT.name, None, {}), (envelope,), reset=True, last=True))
            (row,) = cache.dirty_rows()
            cache.save_bodies(
                [(row, Body(text="Could you send me the figures?", raw_text="Could you send me the figures?"))]
            )
            judging.judge_changed(Bench(cache, account.criteria, wiring.clock(settings)))
            cache.set_state(last_pass_at=datetime.now(UTC).isoformat())
    assert state(desk) == "due"
    return desk


def thread(desk: Desk) -> dict[str, object]:
    (found,) = json.loads(desk.run("status", "--json").out)["accounts"][0]["threads"]
    assert isinstance(found, dict)
    return found


def state(desk: Desk) -> object:
    return thread(desk)["state"]


def test_a_dismissed_thread_is_chased_no_more(tmp_path: Path) -> None:
    desk = desk_with_mail(tmp_path)
    said = desk.run("dismiss", "october")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[:2] == [
        "Dismissed: The figures for October (to anna@acme.example).",
        "You dismissed it.",
    ]
    assert "the next pass" not in said.out  # nothing was marked or drafted
    assert state(desk) == "dismissed"
    assert "You dismissed it, " in desk.run("explain", "october").out


def test_a_thread_that_was_settled_by_phone_is_answered(tmp_path: Path) -> None:
    desk = desk_with_mail(tmp_path)
    assert desk.run("done", "october").code == 0
    assert state(desk) == "answered"


def test_a_snoozed_thread_sleeps_until_then(tmp_path: Path) -> None:
    desk = desk_with_mail(tmp_path)
    said = desk.run("snooze", "october", "3d")
    assert said.code == 0
    assert "It sleeps until " in said.out
    found = thread(desk)
    assert found["state"] == "snoozed"
    assert str(found["due_at"]).partition("T")[2].startswith("09:00:00")


def test_a_scenario_can_be_named(tmp_path: Path) -> None:
    desk = desk_with_mail(tmp_path)
    said = desk.run("scenario", "october", "sales-lead")
    assert said.code == 0
    assert thread(desk)["scenario"] == "sales_lead"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["snooze", "october", "yesterday"], "is no time"),
        (["snooze", "october", "2020-01-01"], "has passed"),
        (["scenario", "october", "interviews"], "did you mean interview?"),
        (["dismiss", "november"], "no thread fits"),
        (["done", "october", "--account", "work"], "no account 'work'"),
    ],
)
def test_a_word_that_makes_no_sense_changes_nothing(tmp_path: Path, arguments: list[str], words: str) -> None:
    desk = desk_with_mail(tmp_path)
    said = desk.run(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert words in said.err
    assert state(desk) == "due"
