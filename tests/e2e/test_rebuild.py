"""The database is a cache: losing it makes no second draft, no second mark, and no mark on what the user dismissed."""

from datetime import timedelta

import pytest

from tests.e2e.box import Box, kinds, state
from watcher.core.model import MessageId, State, UserWord, Word

KEYWORD = "follow-up-due"


def test_losing_the_database_makes_no_second_draft_or_mark(dovecot_box: Box) -> None:
    """The first pass afterwards is a preview until it is confirmed; three passes later all is as it was."""
    box = dovecot_box
    sent = box.send()
    box.scan()
    before = box.drafts()
    box.forget()
    first = box.scan(later=timedelta(hours=1))
    assert any("--confirm" in note for note in first.notes)
    assert box.scan(later=timedelta(hours=2), confirm=True).actions == ()
    for hours in (3, 4, 5):
        outcome = box.scan(later=timedelta(hours=hours))
        assert outcome.actions == ()
        assert state(outcome) is State.DRAFTED
    assert box.drafts() == before
    assert KEYWORD in box.flags(sent)


def test_an_answer_after_the_loss_still_cleans_up(dovecot_box: Box) -> None:
    """The mark and the untouched draft are known again as ours."""
    box = dovecot_box
    sent = box.send()
    box.scan()
    box.forget()
    box.scan(later=timedelta(hours=1), confirm=True)
    box.answer(sent, days_ago=0)
    outcome = box.scan(later=timedelta(hours=2))
    assert sorted(kinds(outcome)) == ["unmark", "withdraw"]
    assert box.drafts() == []


def test_a_draft_edited_before_the_loss_is_the_users(dovecot_box: Box) -> None:
    """Its words are not ours: it stays."""
    box = dovecot_box
    sent = box.send()
    box.scan()
    (ours,) = box.drafts()
    box.delete_drafts()
    box.client.append("Drafts", ours + b"\r\nP.S. I mean it.\r\n", (b"\\Draft",))
    box.forget()
    box.scan(later=timedelta(hours=1), confirm=True)
    box.answer(sent, days_ago=0)
    box.scan(later=timedelta(hours=2))
    assert len(box.drafts()) == 1


@pytest.mark.parametrize("deleted", ["to Trash", "by its mark"])
def test_what_the_user_took_away_stays_away(dovecot_box: Box, deleted: str) -> None:
    """A draft in Trash is not made again, a dismissed thread is not marked again."""
    box = dovecot_box
    sent = box.send()
    box.scan()
    if deleted == "to Trash":
        box.client.select_folder("Drafts")
        box.client.move(box.client.search("ALL"), "Trash")
    else:
        box.client.remove_flags(box.find("Sent", sent), [KEYWORD.encode()])
    box.scan(later=timedelta(hours=1))
    marked = KEYWORD in box.flags(sent)
    box.forget()
    box.scan(later=timedelta(hours=2), confirm=True)
    for hours in (3, 4, 5):
        assert box.scan(later=timedelta(hours=hours)).actions == ()
    assert box.drafts() == []
    assert (KEYWORD in box.flags(sent)) is marked


def test_a_mark_of_an_earlier_deadline_comes_off_after_the_loss(dovecot_box: Box) -> None:
    """The user wrote again, and the database was lost before a pass could take the old mark off."""
    box = dovecot_box
    sent = box.send()
    box.scan(config={"mode": "mark"})
    box.send("Re: The figures for October", days_ago=0, answers=sent)
    box.forget()
    outcome = box.scan(later=timedelta(hours=1), config={"mode": "mark"}, confirm=True)
    assert kinds(outcome) == ["unmark"]
    assert KEYWORD not in box.flags(sent)


def test_an_old_copy_makes_no_second_draft_of_a_deadline_whose_first_was_withdrawn(dovecot_box: Box) -> None:
    """The copy knows the first draft, which a snooze took back; the second one, made since, was thrown away by the user."""
    box = dovecot_box
    sent = box.send()
    box.scan()
    with box.account() as account:
        account.cache.say(UserWord(Word.SNOOZED, MessageId(sent), box.now, until=box.now + timedelta(days=2)))
    assert sorted(kinds(box.scan(later=timedelta(hours=1)))) == ["unmark", "withdraw"]
    copy = box.database.read_bytes()
    assert kinds(box.scan(later=timedelta(days=3))) == ["mark", "draft"]
    box.client.select_folder("Drafts")
    box.client.move(box.client.search("ALL"), "Trash")
    box.forget()
    box.database.write_bytes(copy)
    for days in (4, 5):
        assert "draft" not in kinds(box.scan(later=timedelta(days=days), confirm=True))
    assert box.drafts() == []
