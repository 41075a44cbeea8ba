"""What is special to the mailbox in memory: it tells every write, can lose an answer, and can void its UIDs."""

import pytest

from tests.mailbox.benches import Reader, mail
from watcher.core.model import FolderName, MessageId, Role
from watcher.errors import ConnectionLost, FolderMissing
from watcher.mailbox.base import MarkKind
from watcher.mailbox.memory import MemoryMailbox
from watcher.mailbox.settings import KEYWORD


def test_it_tells_what_was_written_through_the_port_and_nothing_else() -> None:
    mailbox = MemoryMailbox()
    place = mailbox.deliver("Sent", mail(1))
    mailbox.set_flags(place, ["\\Seen"])
    Reader().pull(mailbox)
    list(mailbox.find([MessageId("<m1@x.example>")]))
    assert mailbox.writes == []
    mailbox.unmark(mailbox.mark([place], MarkKind.KEYWORD), MarkKind.KEYWORD)
    mailbox.withdraw_draft(mailbox.create_draft(mail(2), MessageId("<m2@x.example>")))
    assert [(it.what, it.detail) for it in mailbox.writes] == [
        ("add flag", KEYWORD),
        ("remove flag", KEYWORD),
        ("create_draft", ""),
        ("withdraw_draft", ""),
    ]


def test_without_keywords_it_drops_them_silently() -> None:
    mailbox = MemoryMailbox(keywords=False)
    place = mailbox.deliver("Sent", mail(1))
    assert list(mailbox.mark([place], MarkKind.KEYWORD)) == []
    mailbox.hide_dismissal([place], dismissed=True)
    assert mailbox.flags(place) == frozenset()
    assert mailbox.capabilities.marks == (MarkKind.FLAGGED, MarkKind.REPORT)
    assert mailbox.writes == []


def test_a_lost_answer_leaves_the_work_done() -> None:
    mailbox = MemoryMailbox()
    mailbox.lose_answer_to("create_draft")
    with pytest.raises(ConnectionLost):
        mailbox.create_draft(mail(1), MessageId("<m1@x.example>"))
    assert len(mailbox.find_drafts(message_id=MessageId("<m1@x.example>"), answers=None)) == 1
    assert mailbox.create_draft(mail(2), MessageId("<m2@x.example>")), "only one answer is lost"


def test_a_new_uidvalidity_has_the_folder_read_again() -> None:
    mailbox, reader = MemoryMailbox(), Reader()
    old = mailbox.deliver("Sent", mail(1))
    reader.pull(mailbox)
    mailbox.renew("Sent")
    (batch,) = reader.pull(mailbox)
    assert batch.reset
    assert reader.only("Sent").place.uid_validity != old.uid_validity
    assert list(mailbox.mark([old], MarkKind.FLAGGED)) == []
    assert reader.pull(mailbox) == []


def test_without_a_folder_for_sent_mail_or_drafts_it_says_so() -> None:
    with pytest.raises(FolderMissing, match="sent"):
        MemoryMailbox(folders={"INBOX": Role.INBOX}).folders()
    with pytest.raises(FolderMissing, match="drafts"):
        MemoryMailbox(folders={"Sent": Role.SENT}).create_draft(mail(1), MessageId("<m1@x.example>"))


def test_without_trash_an_outdated_draft_stays_where_it_is() -> None:
    mailbox = MemoryMailbox(folders={"Sent": Role.SENT, "Drafts": Role.DRAFTS})
    draft = mailbox.create_draft(mail(1), MessageId("<m1@x.example>"))
    assert not mailbox.withdraw_draft(draft)
    assert len(mailbox.places("Drafts")) == 1


def test_folders_can_be_named_otherwise() -> None:
    mailbox = MemoryMailbox(folders={"Skickat": Role.SENT, "INBOX": Role.INBOX})
    mailbox.deliver("Skickat", mail(1))
    reader = Reader()
    reader.pull(mailbox)
    assert reader.only("Skickat").place.role is Role.SENT
    assert set(reader.cursors) == {FolderName("Skickat"), FolderName("INBOX")}
