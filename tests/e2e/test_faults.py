"""Lines that break at the worst moment, and what must wait for the user: nothing is done twice, nothing is lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.box import ALEX, Box, kinds, state
from tests.servers import proxy
from watcher import errors, scan
from watcher.core.model import MessageId, State, UserWord, Word

KEYWORD = "follow-up-due"


def test_a_lost_answer_to_append_leaves_one_draft(watched: tuple[Box, proxy.Line]) -> None:
    """The server made it, the program never heard: the next pass finds it and knows it as its own."""
    box, line = watched
    sent = box.send()
    line.lose_answer_to("APPEND")
    with pytest.raises(errors.Temporary):
        box.scan()
    assert len(box.drafts()) == 1
    assert state(box.scan(later=timedelta(minutes=5))) is State.DRAFTED
    assert len(box.drafts()) == 1
    box.answer(sent, days_ago=0)
    assert sorted(kinds(box.scan(later=timedelta(hours=1)))) == ["unmark", "withdraw"]
    assert box.drafts() == []


def test_a_draft_edited_before_the_program_heard_of_it_is_the_users(watched: tuple[Box, proxy.Line]) -> None:
    """Between the lost answer and the next pass the user wrote in it."""
    box, line = watched
    sent = box.send()
    line.lose_answer_to("APPEND")
    with pytest.raises(errors.Temporary):
        box.scan()
    (ours,) = box.drafts()
    box.delete_drafts()
    box.client.append("Drafts", ours + b"\r\nP.S. By Friday, if you can.\r\n", (b"\\Draft",))
    box.scan(later=timedelta(minutes=5))
    box.answer(sent, days_ago=0)
    box.scan(later=timedelta(hours=1))
    assert len(box.drafts()) == 1


def test_a_lost_answer_to_store_leaves_a_mark_that_comes_off(watched: tuple[Box, proxy.Line]) -> None:
    """The mark is known as ours although nobody told us that it was kept."""
    box, line = watched
    sent = box.send()
    line.lose_answer_to("UID STORE")
    with pytest.raises(errors.Temporary):
        box.scan()
    assert KEYWORD in box.flags(sent)
    box.answer(sent, days_ago=0)
    assert "unmark" in kinds(box.scan(later=timedelta(hours=1)))
    assert KEYWORD not in box.flags(sent)


def test_a_lost_answer_to_taking_a_mark_off_is_no_dismissal(watched: tuple[Box, proxy.Line]) -> None:
    """The program took it off for a snooze and never heard that it did: it is no word of the user's, and the thread is due again in its time."""
    box, line = watched
    sent = box.send()
    box.scan(config={"mode": "mark"})
    with box.account() as account:
        word = UserWord(Word.SNOOZED, MessageId(sent), box.now, until=box.now + timedelta(days=7))
        account.cache.say(word)
    line.lose_answer_to("UID STORE")
    with pytest.raises(errors.Temporary):
        box.scan(config={"mode": "mark"})
    assert KEYWORD not in box.flags(sent)
    assert box.scan(config={"mode": "mark"}).notes == ()
    with box.account() as account:
        assert [each.word for each in account.cache.words_said(Word)] == [Word.SNOOZED]
    assert kinds(box.scan(config={"mode": "mark"}, later=timedelta(days=9))) == ["mark"]
    assert KEYWORD in box.flags(sent)


@pytest.mark.parametrize("command", ["UID FETCH", "UID SEARCH", "STATUS", "UID STORE", "APPEND"])
def test_a_broken_pass_is_made_up_for_by_the_next(watched: tuple[Box, proxy.Line], command: str) -> None:
    """Wherever the line breaks: in the end one mark and one draft."""
    box, line = watched
    sent = box.send()
    box.answer(box.send("Another matter"))
    line.lose_answer_to(command)
    with pytest.raises(errors.Temporary):
        box.scan()
    box.scan(later=timedelta(minutes=5))
    assert box.scan(later=timedelta(minutes=10)).actions == ()
    assert KEYWORD in box.flags(sent)
    assert len(box.drafts()) == 1


def test_more_actions_than_allowed_wait_for_the_user(dovecot_box: Box) -> None:
    """Nothing is done until he agrees."""
    box = dovecot_box
    for number in range(3):
        box.send(f"Question {number}")
    held = box.scan(config={"max_actions_per_pass": 5})
    assert not held.executed
    assert any("max_actions_per_pass" in note and "--confirm" in note for note in held.notes)
    assert box.drafts() == []
    box.scan(config={"max_actions_per_pass": 5}, confirm=True)
    assert len(box.drafts()) == 3


def test_a_folder_that_suddenly_looks_empty_stops_the_pass(dovecot_box: Box) -> None:
    """An answer may have been in it."""
    box = dovecot_box
    box.client.create_folder("Customers")
    first = box.send()
    box.put("Customers", sender="someone@else.example", to=ALEX, subject="Offer", text="A lamp.", days_ago=2)
    box.scan(dry_run=True)
    box.client.select_folder("Customers")
    box.client.delete_messages(box.client.search("ALL"))
    box.client.expunge()
    held = box.scan()
    assert not held.executed
    assert any("Customers" in note and "--confirm" in note for note in held.notes)
    assert KEYWORD not in box.flags(first)
    assert kinds(box.scan(confirm=True)) == ["mark", "draft"]
    assert box.scan().notes == ()


def test_archiving_the_whole_inbox_is_no_alarm(dovecot_box: Box) -> None:
    """The messages lie in another folder."""
    box = dovecot_box
    sent = box.send()
    box.answer(sent)
    box.scan()
    box.client.select_folder("INBOX")
    box.client.move(box.client.search("ALL"), "Archive")
    outcome = box.scan()
    assert outcome.notes == ()
    assert state(outcome) is State.ANSWERED


def test_a_new_uid_validity_changes_nothing(dovecot_box: Box) -> None:
    """The mark and the draft are found again, nothing is done twice, nothing is taken for a dismissal."""
    box = dovecot_box
    sent = box.send()
    box.scan()
    server = box.server
    for folder in ("Sent", "Drafts"):
        server.change_uid_validity(box.user, folder, 4711)  # type: ignore[attr-defined]
    for hours in (1, 2):
        outcome = box.scan(later=timedelta(hours=hours))
        assert kinds(outcome) == []
    assert state(outcome) in (State.DRAFTED, State.DUE)
    assert len(box.drafts()) == 1
    assert KEYWORD in box.flags(sent)


def test_a_pass_works_alone(dovecot_box: Box) -> None:
    """A second one says so and leaves."""
    box = dovecot_box
    box.send()
    with box.account() as account, account.cache.exclusive(), pytest.raises(errors.StoreBusy):
        scan.run_pass(account, now=box.now)


def test_a_broken_template_of_the_users_stops_no_mark(dovecot_box: Box, tmp_path: Path) -> None:
    """The draft is told as refused, with file and line; it is made once the template is mended."""
    box = dovecot_box
    template = tmp_path / "own" / "en" / "general" / "1.txt"
    template.parent.mkdir(parents=True)
    template.write_text("Hello {{ nobody }},\n")
    sent = box.send()
    outcome = box.scan(config={"templates": str(tmp_path / "own")})
    assert kinds(outcome) == ["mark"]
    assert any("1.txt" in note and "line 1" in note for note in outcome.notes)
    assert KEYWORD in box.flags(sent)
    template.write_text("Hello,\n\nany news?\n")
    assert kinds(box.scan(config={"templates": str(tmp_path / "own")})) == ["draft"]
    assert len(box.drafts()) == 1
