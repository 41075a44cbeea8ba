"""What docs/operating.md says is so: its own command lines, run here, copy a database in use and put it back, and an old copy does no harm."""

import itertools
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.box import Box, kinds, only, state
from tests.packaging.conftest import ROOT
from tests.servers import mail_program
from tests.servers.dovecot import Dovecot
from watcher import store
from watcher.core.model import MessageId, State, UserWord, Word
from watcher.errors import AlreadyRunning

KEYWORD = "follow-up-due"
DISMISSED = "follow-up-dismissed"
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
HOUR = timedelta(hours=1)
BEFORE_IT_WAS_DUE = timedelta(days=-5)


class Desk:
    """A user's home with the database in its usual place, and a mailbox on a server."""

    def __init__(self, server: Dovecot, home: Path) -> None:
        self.home = home
        state = home / ".local" / "state" / "watcher"
        state.mkdir(parents=True)
        self.box = Box(server, state)
        programs = home / "bin"
        programs.mkdir()
        (programs / "watcher").symlink_to(Path(sys.executable).with_name("watcher"))
        systemctl = programs / "systemctl"
        systemctl.write_text('#!/bin/sh\necho "$@" >>"$HOME/systemctl.log"\n')
        systemctl.chmod(0o755)

    @property
    def copy(self) -> Path:
        """Where the page puts the copy."""
        return self.home / "watcher-backup.sqlite3"

    def follow(self, what: str) -> None:
        """Run the commands of the page between these marks; the time of the passes among them is the mailbox's, so those are left to the test."""
        block = PAGE.partition(f"<!-- {what} -->")[2].partition(f"<!-- /{what} -->")[0]
        lines = "\n".join(line for line in block.splitlines() if "watcher scan" not in line)
        assert lines.strip()
        done = self.run("bash", "-euc", lines)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command in this home."""
        config = self.home / ".config" / "watcher" / "config.yaml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(yaml.safe_dump(self.box.config))
        environment = {"HOME": str(self.home), "PATH": f"{self.home / 'bin'}:{os.environ['PATH']}"}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)

    def known(self) -> dict[str, Any]:
        """What must outlive a restore."""
        with self.box.account() as account:
            cache = account.cache
            return {
                "verdicts": cache.verdicts(),
                "journal": cache.journal(),
                "words": cache.words_said(list(Word)),
                "cursors": cache.cursors(),
            }


@pytest.fixture
def desk(dovecot_server: Dovecot, tmp_path: Path) -> Iterator[Desk]:
    """A home and a mailbox on Dovecot."""
    made = Desk(dovecot_server, tmp_path)
    with made.box:
        yield made


def test_verdicts_journal_and_words_outlive_the_loss_of_the_database(desk: Desk) -> None:
    """Copied while the database is open, put back after it was lost; agreed to, the next pass finds nothing to do."""
    box = desk.box
    box.send()
    snoozed = MessageId(box.send("The offer of May", to="b@acme.example"))
    box.scan()
    with box.account() as account:
        account.cache.say(UserWord(Word.SNOOZED, snoozed, box.now, until=box.now + timedelta(days=30)))
        account.cache.mark_dirty([snoozed])
    box.scan(later=HOUR)
    before = desk.known()
    with box.account():
        desk.follow("backup")
    assert [path.name for path in desk.home.glob("watcher-backup*")] == [desk.copy.name]
    assert desk.copy.stat().st_mode & 0o777 == 0o600
    box.forget()
    box.scan(later=2 * HOUR)  # something else is in the database by now
    assert desk.known() != before
    desk.follow("restore")
    assert desk.known() == before
    assert box.database.stat().st_mode & 0o777 == 0o600
    assert any("--confirm" in note for note in box.scan(later=3 * HOUR).notes)
    assert box.scan(later=4 * HOUR, confirm=True).actions == ()
    outcome = box.scan(later=5 * HOUR)
    assert (outcome.actions, outcome.notes) == ((), ())
    assert {State.SNOOZED, State.DRAFTED} == {verdict.state for verdict in outcome.verdicts}
    assert (desk.home / "systemctl.log").read_text() == "--user stop watcher\n--user start watcher\n"


def test_a_copy_taken_while_a_pass_writes_is_whole(desk: Desk) -> None:
    """At several places of a first pass; a pass over the restored copy goes on from there, and nothing is drafted twice."""
    box = desk.box
    sent = [box.send(f"Question {number}", to=f"p{number}@acme.example") for number in range(5)]
    steps = itertools.count()
    copies: list[Path] = []

    def copy_it() -> None:
        if next(steps) % 5 == 2:
            desk.follow("backup")
            copies.append(desk.copy.rename(desk.home / f"copy-{len(copies)}"))

    box.scan(checkpoint=copy_it)
    assert len(copies) >= 3
    for path in copies:
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for path in (copies[0], copies[len(copies) // 2], copies[-1]):
        path.rename(desk.copy)
        desk.follow("restore")
        box.scan(later=HOUR, confirm=True)
        assert box.scan(later=2 * HOUR).actions == ()
        assert [sum(each.encode() in raw for raw in box.drafts()) for each in sent] == [1] * len(sent)
        desk.copy.rename(path)


def _by_the_page(desk: Desk) -> None:
    desk.follow("restore")


def _like_any_file(desk: Desk) -> None:
    """As from the backup of a whole disk."""
    desk.box.forget()
    desk.box.database.write_bytes(desk.copy.read_bytes())


def _nothing(_box: Box, _sent: str) -> None:
    pass


def _to_trash(box: Box, _sent: str) -> None:
    box.client.select_folder("Drafts")
    box.client.move(box.client.search("ALL"), "Trash")


def _edited(box: Box, _sent: str) -> None:
    (ours,) = box.drafts()
    box.delete_drafts()
    box.client.append("Drafts", ours + b"\r\nP.S. I mean it.\r\n", (b"\\Draft",))


@pytest.mark.parametrize("what", [_nothing, _to_trash, _edited])
@pytest.mark.parametrize("how", [_by_the_page, _like_any_file])
def test_a_copy_from_before_the_draft_makes_no_second_one(
    desk: Desk, what: Callable[[Box, str], None], how: Callable[[Desk], None]
) -> None:
    """Put back by `watcher restore` or just copied. Whatever the user did with the draft meanwhile; only one that nobody touched is withdrawn when an answer comes."""
    box = desk.box
    sent = box.send()
    assert state(box.scan(later=BEFORE_IT_WAS_DUE)) is State.WAITING
    desk.follow("backup")
    assert kinds(box.scan()) == ["mark", "draft"]
    what(box, sent)
    drafts, trash = box.drafts(), box.drafts("Trash")
    how(desk)
    assert "draft" not in kinds(box.scan(later=2 * HOUR, confirm=how is not _like_any_file))
    for hours in (3, 4):
        assert box.scan(later=hours * HOUR).actions == ()
    assert (box.drafts(), box.drafts("Trash")) == (drafts, trash)
    assert KEYWORD in box.flags(sent)
    box.answer(sent, days_ago=0)
    taken_back = {"unmark", "withdraw"} if what is _nothing else {"unmark"}
    assert set(kinds(box.scan(later=5 * HOUR))) == taken_back
    assert box.drafts() == ([] if what is _nothing else drafts)
    assert KEYWORD not in box.flags(sent)


def test_a_copy_from_before_a_dismissal_does_not_take_it_back(desk: Desk) -> None:
    """The mailbox holds it by a keyword."""
    box = desk.box
    sent = box.send()
    box.scan()
    desk.follow("backup")
    box.client.remove_flags(box.find("Sent", sent), [KEYWORD.encode()])
    box.scan(later=HOUR)
    assert DISMISSED in box.flags(sent)
    desk.follow("restore")
    for hours in (2, 3, 4):
        assert state(box.scan(later=hours * HOUR, confirm=True)) is State.DISMISSED
    assert KEYWORD not in box.flags(sent)
    assert box.drafts() == []


@pytest.mark.parametrize("too_early", [False, True])
def test_another_server_with_the_mail_copied_is_the_same_mailbox(desk: Desk, too_early: bool) -> None:
    """All UIDs are new, flags and keywords were copied: nothing is done again, and what is ours is still ours. A pass before the mail is there does nothing; the draft counts as the user's then."""
    box = desk.box
    sent = box.send()
    box.scan()
    there = box.server.new_user()
    account = box.config["accounts"][0]
    account["imap"]["username"] = there.name
    Path(account["imap"]["password_file"]).write_text(there.password)
    with mail_program.logged_in(box.server, there) as new:
        for folder in ("Sent", "Drafts"):
            _number_anew(box, new, folder)
        if too_early:
            early = box.scan(later=HOUR)
            assert early.actions == ()
            assert any("looks empty now" in note for note in early.notes)
        new.append("Archive", b"From: x@acme.example\r\nSubject: in the way\r\n\r\nx\r\n")
        for folder in ("INBOX", "Sent", "Drafts"):
            _copy(box, new, folder)
        drafts = box.drafts()
        box.client, old = new, box.client
        for hours in (2, 3):
            outcome = box.scan(later=hours * HOUR)
            assert (outcome.actions, outcome.notes) == ((), ())
            assert state(outcome) is (State.DUE if too_early else State.DRAFTED)
        assert box.drafts() == drafts
        box.answer(sent, days_ago=0)
        assert set(kinds(box.scan(later=4 * HOUR))) == ({"unmark"} if too_early else {"unmark", "withdraw"})
        assert box.drafts() == (drafts if too_early else [])
        box.client = old


def _number_anew(box: Box, target: Any, folder: str) -> None:
    """Give the folder another UIDVALIDITY than its counterpart; two servers hardly ever share one, two users made within a second may."""
    while target.folder_status(folder, ["UIDVALIDITY"]) == box.client.folder_status(folder, ["UIDVALIDITY"]):
        target.delete_folder(folder)
        target.create_folder(folder)


def _copy(box: Box, target: Any, folder: str) -> None:
    """As imapsync does, the last message first."""
    box.client.select_folder(folder, readonly=True)
    uids = box.client.search("ALL")
    found = box.client.fetch(uids, ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"]) if uids else {}
    for uid in sorted(found, reverse=True):
        flags = [flag for flag in found[uid][b"FLAGS"] if flag != b"\\Recent"]
        target.append(folder, found[uid][b"BODY[]"], flags, found[uid][b"INTERNALDATE"])


def test_messages_of_the_page_are_those_of_the_program() -> None:
    """Each that the table quotes is in the source."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "watcher").rglob("*.py"))
    table = PAGE.partition("| it says |")[2].partition("### ")[0]
    quoted = [found[1] for line in table.splitlines() if (found := re.match(r"\| `([^`]+)` \|", line))]
    assert len(quoted) == 10
    parts = [part.strip() for said in quoted for part in said.split("…")]
    assert [part for part in parts if part not in source] == []


def test_an_old_copy_learns_of_an_answer_that_came_since(desk: Desk) -> None:
    """It settles the thread in the first pass, although the copy knows a mark and a draft that are gone."""
    box = desk.box
    sent = box.send()
    box.scan()
    desk.follow("backup")
    box.answer(sent, days_ago=0)
    assert set(kinds(box.scan(later=HOUR))) == {"unmark", "withdraw"}
    desk.follow("restore")
    assert only(box.scan(later=2 * HOUR)).state is State.ANSWERED
    assert box.scan(later=3 * HOUR, confirm=True).actions == ()
    assert box.drafts() == []
    assert KEYWORD not in box.flags(sent)


def test_a_mark_that_the_program_took_off_since_is_no_dismissal(desk: Desk) -> None:
    """Snoozed after the copy was made, so the mark went; the copy knows of neither, and the thread is due again."""
    box = desk.box
    sent = MessageId(box.send())
    box.scan(config={"mode": "mark"})
    desk.follow("backup")
    with box.account() as account:
        account.cache.say(UserWord(Word.SNOOZED, sent, box.now, until=box.now + timedelta(days=30)))
        account.cache.mark_dirty([sent])
    assert kinds(box.scan(later=HOUR, config={"mode": "mark"})) == ["unmark"]
    desk.follow("restore")
    outcome = box.scan(later=2 * HOUR, config={"mode": "mark"})
    assert (state(outcome), kinds(outcome), outcome.executed) == (State.DUE, ["mark"], False)
    box.scan(later=3 * HOUR, config={"mode": "mark"}, confirm=True)
    assert KEYWORD in box.flags(sent)
    assert box.scan(later=4 * HOUR, config={"mode": "mark"}).actions == ()


def test_the_database_of_before_is_kept_and_may_be_a_damaged_one(desk: Desk) -> None:
    """Restoring is what one does then."""
    box = desk.box
    box.send()
    box.scan()
    desk.follow("backup")
    before = desk.known()
    box.forget()
    box.database.write_bytes(b"no database" * 1000)
    desk.follow("restore")
    assert desk.known() == before
    assert box.database.with_name("watcher.sqlite3.before-restore").read_bytes().startswith(b"no database")
    assert {path.name for path in box.database.parent.iterdir() if ".lock" not in path.name} == {
        "password",
        "watcher.sqlite3",
        "watcher.sqlite3.before-restore",
    }


def test_restore_waits_for_no_one_who_uses_the_database(desk: Desk) -> None:
    """A service or a pass keeps it; nothing is changed then."""
    box = desk.box
    box.send()
    box.scan()
    desk.follow("backup")
    before = box.database.read_bytes()
    with store.open_store(str(box.database)) as opened, opened.serve_alone():
        served = desk.run("watcher", "restore", str(desk.copy))
    with box.account() as account, account.cache.exclusive():
        passing = desk.run("watcher", "restore", str(desk.copy))
    assert (served.returncode, "the service runs already" in served.stderr) == (AlreadyRunning.exit_code, True)
    assert (passing.returncode, "is running; try again" in passing.stderr) == (75, True)
    assert box.database.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"my diary\n", None])
def test_what_is_no_copy_is_neither_restored_nor_overwritten(desk: Desk, content: bytes | None) -> None:
    """One line says so."""
    desk.box.send()
    desk.box.scan()
    if content is not None:
        desk.copy.write_bytes(content)
    else:
        desk.copy.symlink_to(desk.box.database)
    before = desk.box.database.read_bytes()
    for command in ("restore", "backup"):
        done = desk.run("watcher", command, str(desk.copy))
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert str(desk.copy) in done.stderr
    assert desk.box.database.read_bytes() == before
    assert content is None or desk.copy.read_bytes() == content
