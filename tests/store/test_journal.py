"""The journal: every action once, and what is watched because of it."""

import dataclasses
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.build import INBOX, NOON, batch, entry, envelope, message_id, new_account, place
from watcher import store
from watcher.core.model import FolderName, UserWord, Word
from watcher.errors import StoreBusy, StoreError
from watcher.mailbox.base import DraftCopy
from watcher.store import Status

LATER = NOON + timedelta(hours=1)


def test_an_entry_comes_back_as_it_was_claimed_and_settled() -> None:
    """With its places, its draft and its ids."""
    account = new_account()
    claimed = dataclasses.replace(entry(), draft_message_id=message_id("draft"))
    draft = DraftCopy(place(9, flags=["\\draft"]), "abc")
    assert account.claim(claimed)
    assert account.entries(["mark:1", "mark:2"]) == {"mark:1": claimed}
    account.settle("mark:1", "done", now=LATER, places=[place(5)], draft=draft, mark_kind="keyword")
    done = dataclasses.replace(
        claimed, status=Status.DONE, settled_at=LATER, places=(place(5),), draft=draft, mark_kind="keyword"
    )
    assert account.entries(["mark:1"]) == {"mark:1": done}


@pytest.mark.parametrize(
    ("status", "is_free"), [("claimed", False), ("done", False), ("users", False), ("undone", True)]
)
def test_only_what_was_undone_can_be_claimed_again(status: str, is_free: bool) -> None:
    """Not what is under way, was done, or is the user's now."""
    account = new_account()
    account.claim(entry())
    account.settle("mark:1", status, now=LATER, places=[place(5)])
    again = entry(generation=1)
    assert account.claim(again) is is_free
    assert (account.entries(["mark:1"])["mark:1"] == again) is is_free


def test_of_many_claims_at_once_one_wins(tmp_path: Path) -> None:
    """A daemon and a command that run at the same time draft once."""
    path = str(tmp_path / "w.sqlite3")
    with store.open_store(path) as opened:
        opened.account("private")
    start, won = threading.Barrier(8), []

    def claim() -> None:
        with store.open_store(path) as opened:
            account = opened.account("private")
            start.wait()
            won.append(account.claim(entry()))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]


def test_what_is_not_given_to_a_settlement_stays() -> None:
    """An undone mark still tells where it was."""
    account = new_account()
    account.claim(entry())
    account.settle("mark:1", "done", now=NOON, places=[place(5)], mark_kind="label")
    account.settle("mark:1", "undone", now=LATER)
    undone = account.entries(["mark:1"])["mark:1"]
    assert (undone.status, undone.places, undone.mark_kind, undone.settled_at) == (
        "undone",
        (place(5),),
        "label",
        LATER,
    )


def test_settling_what_was_never_claimed_is_an_error() -> None:
    """It would be lost silently otherwise."""
    with pytest.raises(StoreError, match="mark:1"):
        new_account().settle("mark:1", "done", now=NOON)


def test_an_unknown_status_is_refused() -> None:
    """The words are four."""
    account = new_account()
    account.claim(entry())
    with pytest.raises(ValueError, match="finished"):
        account.settle("mark:1", "finished", now=NOON)


def test_live_entries_are_those_claimed_or_done() -> None:
    """Oldest first."""
    account = new_account()
    for key, status in (("a", "done"), ("b", "undone"), ("c", "users"), ("d", "claimed")):
        account.claim(dataclasses.replace(entry(key), claimed_at=NOON if key == "d" else LATER))
        account.settle(key, status, now=LATER)
    assert [each.key for each in account.live_entries()] == ["d", "a"]


def test_the_places_of_live_marks_and_drafts_are_watched() -> None:
    """Not those undone, nor those of a folder that was made anew."""
    account = new_account()
    account.save_batch(batch(INBOX, envelope(1)))
    for key, where in (("a", place(5)), ("b", place(6)), ("c", place(7, validity=6)), ("d", place(8))):
        account.claim(entry(key, places=(where,)))
    account.settle("b", "undone", now=LATER)
    account.settle(
        "d",
        "done",
        now=LATER,
        draft=DraftCopy(place(3, dataclasses.replace(INBOX, name=FolderName("Drafts")), validity=1), "abc"),
    )
    assert account.watched() == {"INBOX": [5, 8], "Drafts": [3]}
    account.save_batch(batch(INBOX, envelope(5), envelope(8)))
    account.save_batch(batch(INBOX, vanished=(5,)))
    assert account.watched() == {"INBOX": [8], "Drafts": [3]}


def test_the_whole_journal_and_the_words_of_a_kind_are_there_for_the_plan() -> None:
    """Oldest first, whatever became of them."""
    account = new_account()
    for key, at in (("a", LATER), ("b", NOON)):
        account.claim(dataclasses.replace(entry(key), claimed_at=at))
    account.settle("a", "users", now=LATER)
    assert [(each.key, each.status) for each in account.journal()] == [("b", "claimed"), ("a", "users")]
    done = UserWord(Word.DONE, message_id("one"), LATER)
    dismissed = UserWord(Word.DISMISSED, message_id("two"), NOON)
    for word in (done, dismissed, UserWord(Word.CARD_SENT, message_id("one"), NOON)):
        account.say(word)
    assert account.words_said([Word.DONE, Word.DISMISSED]) == [dismissed, done]


@pytest.mark.parametrize("in_memory", [True, False])
def test_an_account_is_worked_on_by_one_pass_at_a_time(tmp_path: Path, in_memory: bool) -> None:
    """Another account may go on, and afterwards the next pass may."""
    with store.open_store(":memory:" if in_memory else str(tmp_path / "w.sqlite3")) as opened:
        account = opened.account("private")
        with account.exclusive():
            with pytest.raises(StoreBusy, match="another pass over private is running"), account.exclusive():
                raise AssertionError
            with opened.account("work").exclusive():
                pass
        with account.exclusive():
            pass


def test_a_pass_of_another_process_is_noticed_and_its_death_too(tmp_path: Path) -> None:
    """The lock goes with the process, nobody has to clean up."""
    path = str(tmp_path / "w.sqlite3")
    code = (
        "import sys; from watcher import store; held = store.open_store(sys.argv[1]).account('private').exclusive();"
        "held.__enter__(); print('held', flush=True); sys.stdin.read()"
    )
    with store.open_store(path) as opened:
        account = opened.account("private")
        with subprocess.Popen(
            [sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            with pytest.raises(StoreBusy), account.exclusive():
                raise AssertionError
            other.kill()
        with account.exclusive():
            pass


@pytest.mark.parametrize("change", ["places = '[0, []]'", "status = 'asleep'", "kind = 'send'", "draft = '{'"])
def test_an_entry_that_can_not_be_read_stops_the_pass(change: str) -> None:
    """To go on without it could do a thing twice."""
    account = new_account()
    account.claim(entry())
    with account.database.writing() as connection:
        connection.exec_driver_sql("UPDATE journal SET " + change)  # noqa: S608
    with pytest.raises(StoreError, match="upgrade the program"):
        account.entries(["mark:1"])
