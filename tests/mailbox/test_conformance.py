"""What every mailbox does, whichever it is: in memory, pymap with and without keywords, Dovecot over TLS, Cyrus over TLS."""

import hashlib
import imaplib
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.mailbox.benches import NOON, Bench, Reader, mail
from watcher.core.model import FolderName, MessageId, Role
from watcher.mailbox.base import Folder, Mailbox, MarkKind
from watcher.mailbox.settings import DISMISSED_KEYWORD, KEYWORD

SENT, INBOX, DRAFTS = FolderName("Sent"), FolderName("INBOX"), FolderName("Drafts")


def message_id(number: int) -> MessageId:
    return MessageId(f"<m{number}@x.example>")


def roles(folders: Sequence[Folder]) -> dict[str, Role]:
    return {it.name: it.role for it in folders}


# --- folders ------------------------------------------------------------------------------------


def test_the_usual_folders_have_their_roles_and_sent_comes_first(bench: Bench) -> None:
    with bench.mailbox() as mailbox:
        folders = mailbox.folders()
    assert folders[0].role is Role.SENT
    assert roles(folders) == {
        "Sent": Role.SENT,
        "INBOX": Role.INBOX,
        "Archive": Role.ARCHIVE,
        "Drafts": Role.DRAFTS,
        "Junk": Role.JUNK,
        "Trash": Role.TRASH,
    }


@pytest.mark.parametrize("name", ["Arbetssökande", "Πελάτες & Co", "with space", 'quo"ted', "back\\slash", "日本語"])
def test_a_folder_is_read_and_marked_whatever_its_name(bench: Bench, name: str) -> None:
    try:
        bench.add_folder(name)
    except imaplib.IMAP4.error as refusal:  # each server has its own idea of names
        pytest.skip(f"the server does not take the name: {refusal}")
    bench.deliver(name, mail(7))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        assert reader.subjects(name) == ["Number 7"]
        assert reader.only(name).place.role is Role.OTHER
        mailbox.mark([reader.only(name).place], MarkKind.FLAGGED)
        assert "\\flagged" in bench.flags(name, reader.only(name).place.uid)
        assert reader.pull(mailbox, watched={FolderName(name): [reader.only(name).place.uid]})


# --- the first read -----------------------------------------------------------------------------


def test_the_first_read_tells_every_message_with_its_facts(bench: Bench) -> None:
    raw = mail(
        3, in_reply_to="<m2@x.example>", references="<m1@x.example>\r\n <m2@x.example>", auto_submitted="auto-replied"
    )
    uid = bench.deliver("INBOX", raw, flags=["\\Seen"], when=datetime(2026, 11, 3, 8, 30, tzinfo=UTC))
    reader = Reader()
    with bench.mailbox() as mailbox:
        batches = reader.pull(mailbox)
    assert all(it.reset and it.last for it in batches)
    envelope = reader.only("INBOX")
    assert (envelope.place.folder, envelope.place.role, envelope.place.uid) == (INBOX, Role.INBOX, uid)
    assert envelope.place.flags == {"\\seen"}
    assert envelope.received_at == datetime(2026, 11, 3, 8, 30, tzinfo=UTC)
    assert envelope.date == NOON
    assert envelope.message_id == message_id(3)
    assert envelope.references == (message_id(1), message_id(2))
    assert envelope.in_reply_to == (message_id(2),)
    assert envelope.sender is not None
    assert (envelope.sender.name, envelope.sender.email) == ("Alex Lind", "alex@lind.example")
    assert [it.email for it in envelope.to] == ["doe@work.example"]
    assert envelope.headers["auto-submitted"] == "auto-replied"


def test_the_first_read_of_empty_folders_says_so_once(bench: Bench) -> None:
    reader = Reader()
    with bench.mailbox() as mailbox:
        assert {it.folder.name for it in reader.pull(mailbox)} == {it.name for it in mailbox.folders()}
        assert reader.pull(mailbox) == []


def test_mail_before_the_look_back_is_not_read(bench: Bench) -> None:
    bench.deliver("Sent", mail(1), when=datetime(2026, 1, 5, 12, 0, tzinfo=UTC))
    bench.deliver("Sent", mail(2), when=datetime(2026, 6, 5, 12, 0, tzinfo=UTC))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox, since=date(2026, 6, 1))
        assert reader.subjects("Sent") == ["Number 2"]
        assert reader.pull(mailbox, since=date(2026, 6, 2)) == [], "a look-back that moves on needs no new read"


def test_a_longer_look_back_reads_the_folder_again(bench: Bench) -> None:
    bench.deliver("Sent", mail(1), when=datetime(2026, 1, 5, 12, 0, tzinfo=UTC))
    bench.deliver("Sent", mail(2), when=datetime(2026, 6, 5, 12, 0, tzinfo=UTC))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox, since=date(2026, 6, 1))
        reader.pull(mailbox, since=date(2026, 1, 1))
    assert reader.subjects("Sent") == ["Number 1", "Number 2"]


def test_mail_of_the_evening_before_in_utc_is_within_the_day(bench: Bench) -> None:
    bench.deliver("Sent", mail(1), when=datetime(2026, 5, 31, 23, 30, tzinfo=UTC))  # 1 June in Stockholm
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox, since=date(2026, 6, 1))
    assert reader.subjects("Sent") == ["Number 1"]


def test_a_big_folder_comes_in_batches_each_with_the_cursor_that_covers_it(bench: Bench) -> None:
    count = 1_100
    bench.fill("Sent", count)
    with bench.mailbox() as mailbox:
        batches = [it for it in mailbox.changes_since({}, None, {}) if it.folder.name == SENT]
        assert sum(len(it.envelopes) for it in batches) == count
        assert max(len(it.envelopes) for it in batches) <= 500
        assert [it.reset for it in batches] == [True] + [False] * (len(batches) - 1)
        assert [it.last for it in batches] == [False] * (len(batches) - 1) + [True]
    # Whoever stored some of them alone goes on behind these, and misses nothing.
    for stored in range(1, len(batches)):
        reader = Reader()
        for batch in batches[:stored]:
            reader.keep(batch)
        with bench.mailbox() as mailbox:
            rest = [it for it in mailbox.changes_since(reader.cursors, None, {}) if it.folder.name == SENT]
        assert not any(it.reset for it in rest)
        assert sum(len(it.envelopes) for it in rest) < count
        for batch in rest:
            reader.keep(batch)
        assert len(reader.known[SENT]) == count


# --- news ---------------------------------------------------------------------------------------


def test_new_mail_comes_alone(bench: Bench) -> None:
    bench.deliver("INBOX", mail(1))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        bench.deliver("INBOX", mail(2))
        (batch,) = reader.pull(mailbox)
        assert [it.subject for it in batch.envelopes] == ["Number 2"]
        assert not batch.reset
        assert reader.pull(mailbox) == []


def test_the_cursor_holds_across_connections(bench: Bench) -> None:
    bench.deliver("INBOX", mail(1))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
    bench.deliver("INBOX", mail(2))
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
    with bench.mailbox() as mailbox:
        assert reader.pull(mailbox) == []
    assert reader.subjects("INBOX") == ["Number 1", "Number 2"]


def test_flags_of_a_watched_message_are_told_when_they_change_and_only_then(bench: Bench) -> None:
    uid = bench.deliver("Sent", mail(1))
    watched = {SENT: [uid]}
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox, watched=watched)
        reader.pull(mailbox, watched=watched)
        bench.set_flags("Sent", uid, ["\\Flagged", "\\Seen"])
        reader.pull(mailbox, watched=watched)
        assert reader.only("Sent").place.flags == {"\\flagged", "\\seen"}
        assert reader.pull(mailbox, watched=watched) == []
        bench.set_flags("Sent", uid, ["\\Seen"])
        reader.pull(mailbox, watched=watched)
        assert reader.only("Sent").place.flags == {"\\seen"}


def test_a_keyword_that_the_user_takes_off_is_told(bench: Bench) -> None:
    if not bench.keeps_keywords:
        pytest.skip("no keywords here")
    uid = bench.deliver("Sent", mail(1))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        mailbox.mark([reader.only("Sent").place], MarkKind.KEYWORD)
        reader.pull(mailbox, watched={SENT: [uid]})
        assert KEYWORD in reader.only("Sent").place.flags
        bench.set_flags("Sent", uid, [])
        reader.pull(mailbox, watched={SENT: [uid]})
        assert reader.only("Sent").place.flags == frozenset()


def test_a_deleted_message_is_gone(bench: Bench) -> None:
    bench.deliver("INBOX", mail(1))
    uid = bench.deliver("INBOX", mail(2))
    bench.deliver("INBOX", mail(3))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        bench.delete("INBOX", uid)
        reader.pull(mailbox)
        assert reader.subjects("INBOX") == ["Number 1", "Number 3"]
        assert reader.pull(mailbox) == []


def test_one_deleted_and_one_new_message_are_not_taken_for_no_change(bench: Bench) -> None:
    uid = bench.deliver("INBOX", mail(1))
    bench.deliver("INBOX", mail(2))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        bench.delete("INBOX", uid)
        bench.deliver("INBOX", mail(3))
        reader.pull(mailbox)
        assert reader.subjects("INBOX") == ["Number 2", "Number 3"]


def test_mail_that_came_and_went_between_two_reads_leaves_nothing(bench: Bench) -> None:
    bench.deliver("INBOX", mail(1))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        bench.delete("INBOX", bench.deliver("INBOX", mail(2)))
        reader.pull(mailbox)
        assert reader.subjects("INBOX") == ["Number 1"]
        assert reader.pull(mailbox) == []


def test_a_moved_message_is_in_its_new_folder_and_not_in_the_old(bench: Bench) -> None:
    bench.deliver("INBOX", mail(1))
    uid = bench.deliver("INBOX", mail(2))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        bench.move("INBOX", uid, "Archive")
        reader.pull(mailbox)
    assert (reader.subjects("INBOX"), reader.subjects("Archive")) == (["Number 1"], ["Number 2"])


def test_an_emptied_inbox_is_suspicious_and_loses_nothing(bench: Bench) -> None:
    uid = bench.deliver("INBOX", mail(1))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        bench.delete("INBOX", uid)
        for _ in range(2):
            (batch,) = reader.pull(mailbox)
            assert batch.looks_empty
            assert batch.cursor == reader.cursors[INBOX]
        assert reader.subjects("INBOX") == ["Number 1"]
        del reader.cursors[INBOX]  # the user said that it is rightly empty
        reader.pull(mailbox)
        assert reader.subjects("INBOX") == []
        assert reader.pull(mailbox) == []


def test_emptied_drafts_are_ordinary_news(bench: Bench) -> None:
    uid = bench.deliver("Drafts", mail(1), flags=["\\Draft"])
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        bench.delete("Drafts", uid)
        assert not any(it.looks_empty for it in reader.pull(mailbox))
    assert reader.subjects("Drafts") == []


def test_a_new_folder_is_read_from_its_start(bench: Bench) -> None:
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        bench.add_folder("Projects")
        bench.deliver("Projects", mail(1))
        reader.pull(mailbox)
    assert reader.subjects("Projects") == ["Number 1"]


@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_what_is_known_is_what_is_there(bench: Bench, seed: int) -> None:
    """The law of reading: whatever was delivered, moved, flagged and deleted between two reads, in whatever order."""
    chance = random.Random(seed)
    folders = ("INBOX", "Sent", "Archive")
    for folder in folders:
        bench.deliver(folder, mail(0))  # stays, so that no folder looks emptied
    movable: dict[str, list[int]] = {folder: [] for folder in folders}
    reader = Reader()
    with bench.mailbox() as mailbox:
        for number in range(1, 40):
            _change_something(bench, chance, movable, number)
            if chance.random() < 0.4:
                _pull_and_compare(bench, mailbox, reader, folders)
        _pull_and_compare(bench, mailbox, reader, folders)
        assert reader.pull(mailbox, watched=_watched(bench, folders)) == []


def _change_something(bench: Bench, chance: random.Random, movable: dict[str, list[int]], number: int) -> None:
    folder = chance.choice(list(movable))
    deed = chance.choice(["deliver", "deliver", "move", "flag", "delete"])
    if deed == "deliver" or not movable[folder]:
        movable[folder].append(bench.deliver(folder, mail(number)))
        return
    uid = chance.choice(movable[folder])
    if deed == "flag":
        bench.set_flags(folder, uid, chance.sample(["\\Seen", "\\Flagged", "\\Answered"], chance.randint(0, 3)))
        return
    movable[folder].remove(uid)
    if deed == "delete":
        bench.delete(folder, uid)
    else:
        target = chance.choice([it for it in movable if it != folder])
        bench.move(folder, uid, target)
        movable[target].append(max(bench.uids(target)))


def _watched(bench: Bench, folders: Sequence[str]) -> dict[FolderName, list[int]]:
    return {FolderName(folder): bench.uids(folder) for folder in folders}


def _pull_and_compare(bench: Bench, mailbox: Mailbox, reader: Reader, folders: Sequence[str]) -> None:
    reader.pull(mailbox, watched=_watched(bench, folders))
    for folder in folders:
        known = {uid: it.place.flags for uid, it in reader.known[folder].items()}
        assert known == {uid: bench.flags(folder, uid) for uid in bench.uids(folder)}


def test_reading_sets_no_flag(bench: Bench) -> None:
    uid = bench.deliver("INBOX", mail(1))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        place = reader.only("INBOX").place
        assert [text.text for _, text in mailbox.bodies([place])] == ["Hello"]
        assert [it.subject for it in mailbox.find([message_id(1)])] == ["Number 1"]
    assert bench.flags("INBOX", uid) == frozenset()


# --- finding and bodies -------------------------------------------------------------------------


def test_messages_are_found_by_their_ids_wherever_they_lie(bench: Bench) -> None:
    bench.add_folder("Old")
    bench.deliver("Sent", mail(1))
    bench.deliver("INBOX", mail(2))
    bench.deliver("Old", mail(3))
    bench.deliver("Trash", mail(4))
    with bench.mailbox() as mailbox:
        found = {it.message_id: it.place.folder for it in mailbox.find([message_id(it) for it in (1, 2, 3, 4, 99)])}
        assert list(mailbox.find([])) == []
    assert found == {message_id(1): "Sent", message_id(2): "INBOX", message_id(3): "Old", message_id(4): "Trash"}


def test_an_id_that_another_one_ends_with_is_not_mistaken_for_it(bench: Bench) -> None:
    bench.deliver("Sent", mail(11))
    bench.deliver("Sent", mail(12, message_id="<mm1@x.example>"))
    with bench.mailbox() as mailbox:
        assert list(mailbox.find([message_id(1)])) == []


def test_many_and_strange_ids_can_be_asked_for(bench: Bench) -> None:
    bench.fill("Sent", 45)
    strange = [MessageId('<a"b\\c@x>'), MessageId("<å@x>"), MessageId("<>"), MessageId("<a\r\nb@x>")]
    with bench.mailbox() as mailbox:
        assert len(list(mailbox.find([*strange, *(message_id(it) for it in range(45))]))) == 45


def test_bodies_are_capped_and_those_of_messages_that_are_gone_left_out(bench: Bench) -> None:
    bench.deliver("INBOX", mail(1, body="short"))
    bench.deliver("INBOX", mail(2, body="\r\n".join(["long line " * 7] * 3_000)))
    gone = bench.deliver("INBOX", mail(3))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        places = [it.place for it in reader.known["INBOX"].values()]
        bench.delete("INBOX", gone)
        texts = {place.uid: body for place, body in mailbox.bodies(places)}
        assert [texts[uid].truncated for uid in sorted(texts)] == [False, True]
        assert texts[min(texts)].text == "short"
        old = [replace(it, uid_validity=it.uid_validity + 1) for it in places]
        assert list(mailbox.bodies(old)) == []


# --- marks --------------------------------------------------------------------------------------


def test_marks_are_kept_read_back_and_taken_off(bench: Bench) -> None:
    uid = bench.deliver("Sent", mail(1), flags=["\\Seen"])
    other = bench.deliver("Sent", mail(2))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        place = reader.known["Sent"][uid].place
        best = mailbox.capabilities.marks[0]
        flag = {MarkKind.KEYWORD: KEYWORD, MarkKind.FLAGGED: "\\flagged"}[best]
        assert (best is MarkKind.KEYWORD) == bench.keeps_keywords
        (kept,) = mailbox.mark([place], best)
        assert (kept.folder, kept.uid, kept.uid_validity) == (place.folder, place.uid, place.uid_validity)
        assert flag in kept.flags
        assert bench.flags("Sent", uid) == {"\\seen", flag}
        mailbox.unmark([kept], best)
        mailbox.unmark([kept], best)
        assert bench.flags("Sent", uid) == {"\\seen"}
        assert bench.flags("Sent", other) == frozenset()


def test_a_keyword_that_is_dropped_is_not_reported_as_kept(bench: Bench) -> None:
    bench.deliver("Sent", mail(1))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        kept = mailbox.mark([reader.only("Sent").place], MarkKind.KEYWORD)
        assert bool(kept) == bench.keeps_keywords == (MarkKind.KEYWORD in mailbox.capabilities.marks)


def test_a_message_that_the_user_flagged_is_not_ours_to_flag(bench: Bench) -> None:
    uid = bench.deliver("Sent", mail(1), flags=["\\Flagged"])
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        assert list(mailbox.mark([reader.only("Sent").place], MarkKind.FLAGGED)) == []
    assert bench.flags("Sent", uid) == {"\\flagged"}


def test_marks_on_what_is_gone_or_void_do_nothing(bench: Bench) -> None:
    gone = bench.deliver("Sent", mail(1))
    kept = bench.deliver("Sent", mail(2))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        first, second = (reader.known["Sent"][uid].place for uid in (gone, kept))
        bench.delete("Sent", gone)
        void = replace(second, uid_validity=second.uid_validity + 1)
        for kind in (MarkKind.FLAGGED, MarkKind.KEYWORD):
            assert list(mailbox.mark([first, void], kind)) == []
            mailbox.unmark([first, void], kind)
        mailbox.hide_dismissal([first, void], dismissed=True)
    assert bench.flags("Sent", kept) == frozenset()


def test_a_copy_is_made_in_its_folder_and_goes_to_trash(bench: Bench) -> None:
    bench.deliver("Sent", mail(1))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        (copy,) = mailbox.mark([reader.only("Sent").place], MarkKind.COPY)
        assert bench.uids(copy.folder) == [copy.uid]
        mailbox.unmark([copy], MarkKind.COPY)
        assert bench.uids(copy.folder) == []
    assert len(bench.uids("Sent")) == len(bench.uids("Trash")) == 1


def test_a_dismissal_is_kept_where_keywords_are(bench: Bench) -> None:
    uid = bench.deliver("Sent", mail(1))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        place = reader.only("Sent").place
        mailbox.hide_dismissal([place], dismissed=True)
        assert mailbox.capabilities.can_hide_dismissals == bench.keeps_keywords
        assert (DISMISSED_KEYWORD in bench.flags("Sent", uid)) == bench.keeps_keywords
        mailbox.hide_dismissal([place], dismissed=False)
        assert bench.flags("Sent", uid) == frozenset()


# --- drafts -------------------------------------------------------------------------------------


def test_a_draft_is_saved_found_and_withdrawn(bench: Bench) -> None:
    raw = mail(50, in_reply_to="<m1@x.example>", references="<m0@x.example> <m1@x.example>")
    with bench.mailbox() as mailbox:
        draft = mailbox.create_draft(raw, message_id(50))
        assert draft.place.role is Role.DRAFTS
        assert draft.message_id == message_id(50)
        assert draft.fingerprint == hashlib.sha256(raw).hexdigest()
        assert bench.flags("Drafts", draft.place.uid) >= {"\\draft", "\\seen"}
        assert list(mailbox.find_drafts(message_id=message_id(50), answers=None)) == [draft]
        assert list(mailbox.find_drafts(message_id=message_id(9), answers=message_id(1))) == [draft]
        assert list(mailbox.find_drafts(message_id=message_id(9), answers=message_id(0))) == [draft]
        assert list(mailbox.find_drafts(message_id=message_id(9), answers=message_id(8))) == []
        assert list(mailbox.find_drafts(message_id=message_id(5), answers=None)) == [], "the server finds substrings"
        assert mailbox.withdraw_draft(draft)
        assert not mailbox.withdraw_draft(draft)
        assert list(mailbox.find_drafts(message_id=message_id(50), answers=message_id(1))) == []
    assert bench.uids("Drafts") == []
    assert len(bench.uids("Trash")) == 1


def test_a_draft_that_the_user_changed_is_left_alone(bench: Bench) -> None:
    with bench.mailbox() as mailbox:
        draft = mailbox.create_draft(mail(50), message_id(50))
        bench.delete("Drafts", draft.place.uid)
        edited = bench.deliver("Drafts", mail(50, body="My own words"), flags=["\\Draft"])
        (found,) = mailbox.find_drafts(message_id=message_id(50), answers=None)
        assert (found.place.uid, found.fingerprint == draft.fingerprint) == (edited, False)
        assert not mailbox.withdraw_draft(draft)
        stale = replace(found, fingerprint=draft.fingerprint)
        assert not mailbox.withdraw_draft(stale)
        void = replace(found, place=replace(found.place, uid_validity=found.place.uid_validity + 1))
        assert not mailbox.withdraw_draft(void)
    assert bench.uids("Drafts") == [edited]
    assert bench.uids("Trash") == []


def test_a_draft_with_the_deleted_flag_is_gone_for_the_user(bench: Bench) -> None:
    with bench.mailbox() as mailbox:
        draft = mailbox.create_draft(mail(50), message_id(50))
        bench.set_flags("Drafts", draft.place.uid, ["\\Draft", "\\Deleted"])
        assert list(mailbox.find_drafts(message_id=message_id(50), answers=None)) == []
        assert not mailbox.withdraw_draft(draft)
    assert bench.uids("Drafts") == [draft.place.uid], "nothing is expunged"


def test_a_draft_in_another_alphabet_and_with_a_long_id_keeps_its_bytes(bench: Bench) -> None:
    long_id = MessageId(f"<{'x' * 200}@example.com>")
    raw = mail(
        1, message_id=long_id, subject="=?utf-8?q?F=C3=B6rfr=C3=A5gan?=", body="Hej på dig, hälsningar\r\n\r\n.\r\n"
    )
    with bench.mailbox() as mailbox:
        draft = mailbox.create_draft(raw, long_id)
        assert list(mailbox.find_drafts(message_id=long_id, answers=None)) == [draft]


# --- what the user's other programs have marked is not touched -----------------------------------


def test_nothing_that_is_marked_as_deleted_is_expunged(bench: Bench) -> None:
    sent = bench.deliver("Sent", mail(1), flags=["\\Deleted"])
    bench.deliver("Sent", mail(2))
    draft = bench.deliver("Drafts", mail(3), flags=["\\Deleted"])
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        places = [it.place for it in reader.known["Sent"].values()]
        for kind in (MarkKind.FLAGGED, MarkKind.KEYWORD, MarkKind.COPY):
            mailbox.unmark(mailbox.mark(places, kind), kind)
        mailbox.hide_dismissal(places, dismissed=True)
        mailbox.withdraw_draft(mailbox.create_draft(mail(50), message_id(50)))
    assert sent in bench.uids("Sent")
    assert draft in bench.uids("Drafts")
