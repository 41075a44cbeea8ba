"""What batches do to the rows, the cursors and the marks of what is to be judged."""

import dataclasses
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.build import (
    DRAFTS,
    INBOX,
    NOON,
    SENT,
    batch,
    envelope,
    judged,
    living,
    message_id,
    new_account,
    place,
    rows_by_name,
    verdict,
)
from watcher import store
from watcher.core.model import Body, FolderName, MessageId, Role, ThreadId, UserWord, Word
from watcher.mailbox.base import Batch, Cursor, FlagChange, Folder
from watcher.store import AccountStore


def judged_account() -> AccountStore:
    """An account with one judged thread (Sent 1, INBOX 5) and one message beside it (INBOX 6)."""
    account = new_account()
    account.save_batch(batch(SENT, envelope(1, "own", SENT)))
    account.save_batch(batch(INBOX, envelope(5, "reply", references=["own"]), envelope(6, "other")))
    rows = rows_by_name(account)
    account.save_judged([judged("t", rows["own"] + rows["reply"], ["sam@firm.example"])], [])
    account.clear_fresh(rows["other"])
    return account


def test_a_batch_is_stored_with_its_cursor() -> None:
    """And all that the envelopes hold."""
    account = new_account()
    original = envelope(1, "own", SENT, references=["earlier"], flags=["\\seen", "ünïcode label"], server_thread="17")
    account.save_batch(Batch(SENT, Cursor(SENT.name, NOON.date(), {"uidnext": 2, "word": "x"}), (original,)))
    assert [message.envelope for message in account.load(account.dirty_rows())] == [original]
    assert account.cursors() == {SENT.name: Cursor(SENT.name, NOON.date(), {"uidnext": 2, "word": "x"})}
    assert account.known_folders() == {SENT.name: Role.SENT}


def test_rows_outlive_the_program_and_so_do_their_marks(tmp_path: Path) -> None:
    """A crash between a batch and its verdicts loses nothing."""
    with store.open_store(str(tmp_path / "w.sqlite3")) as opened:
        opened.account("private").save_batch(batch(SENT, envelope(1, "own", SENT)))
    with store.open_store(str(tmp_path / "w.sqlite3")) as opened:
        account = opened.account("private")
        assert len(account.dirty_rows()) == 1
        account.save_judged([judged("t", account.dirty_rows())], [])
        account.save_batch(Batch(SENT, account.cursors()[SENT.name], flags=(FlagChange(1, frozenset({"kept"})),)))
    with store.open_store(str(tmp_path / "w.sqlite3")) as opened:
        account = opened.account("private")
        assert (len(account.dirty_rows()), account.dirty_threads()) == (1, {"t"})


def test_copies_of_one_message_are_rows_of_their_own() -> None:
    """In two folders, or twice in one."""
    account = new_account()
    account.save_batch(batch(SENT, envelope(1, "own", SENT), envelope(2, "own", SENT)))
    account.save_batch(batch(INBOX, envelope(1, "own")))
    assert [len(rows) for rows in rows_by_name(account).values()] == [3]


def test_a_message_read_again_stays_one_row_with_its_text() -> None:
    """Its flags are those of the second reading, and its thread is judged anew."""
    account = judged_account()
    row = rows_by_name(account)["reply"][0]
    account.save_bodies([(row, Body(text="yes"))])
    account.save_batch(batch(INBOX, envelope(5, "reply", references=["own"], flags=["\\answered"])))
    (message,) = account.load([row])
    assert message.envelope.place.flags == {"\\answered"}
    assert message.body == Body(text="yes")
    assert account.dirty_rows() == {row}
    assert [link.references for link in account.links() if link.row == row] == [(message_id("own"),)]


def test_a_uid_twice_in_one_batch_is_one_row() -> None:
    """The last one counts."""
    account = new_account()
    account.save_batch(batch(INBOX, envelope(1, "first"), envelope(1, "second")))
    assert list(rows_by_name(account)) == ["second"]


def test_after_a_reset_only_what_was_read_again_lies_in_the_folder() -> None:
    """In that folder alone, and the threads that its rows were in are judged anew."""
    account = judged_account()
    account.save_batch(batch(INBOX, envelope(7, "another"), reset=True))
    assert living(account) == {"own", "another"}
    assert account.dirty_rows() == {link.row for link in account.links()} - set(rows_by_name(account)["other"])
    assert account.dirty_threads() == {"t"}


def test_what_is_read_again_after_a_reset_is_the_row_it_was() -> None:
    """With its text, in the same UIDVALIDITY."""
    account = judged_account()
    row = rows_by_name(account)["reply"][0]
    account.save_bodies([(row, Body(text="yes"))])
    account.save_batch(batch(INBOX, envelope(5, "reply", references=["own"]), reset=True))
    assert living(account) == {"own", "reply"}
    assert account.load([row])[0].body == Body(text="yes")


def test_uids_of_another_uidvalidity_are_other_messages() -> None:
    """Even where the batch does not say that it is a reset."""
    account = judged_account()
    account.save_batch(batch(INBOX, envelope(5, "another", validity=8)))
    assert living(account) == {"own", "another"}
    assert {message.envelope.place.uid_validity for message in account.load(rows_by_name(account)["another"])} == {8}
    account.save_batch(batch(INBOX, vanished=(5,)))
    assert living(account) == {"own"}


def test_row_numbers_are_never_used_again() -> None:
    """One that somebody still holds can't name another message."""
    account = new_account()
    account.save_batch(batch(DRAFTS, envelope(1, folder=DRAFTS), envelope(2, folder=DRAFTS)))
    before = {link.row for link in account.links()}
    account.save_batch(batch(DRAFTS, envelope(1, folder=DRAFTS), envelope(2, folder=DRAFTS), reset=True))
    assert before
    assert not before & {link.row for link in account.links()}


def test_vanished_messages_are_gone_yet_known_and_touch_their_threads() -> None:
    """What was answered counts on. A UID that was never known is no error."""
    account = judged_account()
    rows = rows_by_name(account)
    account.save_batch(batch(INBOX, vanished=(5, 99)))
    assert living(account) == {"own", "other"}
    assert [each.gone for each in account.load(rows["reply"])] == [True]
    assert account.dirty_rows() == {*rows["own"], *rows["reply"]}
    assert {link.row for link in account.closure(rows["own"])} == {*rows["own"], *rows["reply"]}


def test_a_vanished_message_that_comes_back_is_there_again() -> None:
    """The same UID in the same UIDVALIDITY is the same message."""
    account = judged_account()
    account.save_batch(batch(INBOX, vanished=(5,)))
    account.save_batch(batch(INBOX, envelope(5, "reply", references=["own"])))
    assert living(account) == {"own", "reply", "other"}
    assert len(rows_by_name(account)["reply"]) == 1


def test_a_vanished_stranger_touches_the_threads_of_its_sender() -> None:
    """It may have been taken for an answer."""
    account = judged_account()
    account.save_batch(batch(INBOX, vanished=(6,)))
    assert account.dirty_threads() == {"t"}


def test_a_deleted_draft_leaves_nothing() -> None:
    """But its thread is judged anew, also when it was the whole thread."""
    account = new_account()
    account.save_batch(batch(DRAFTS, envelope(1, "draft", DRAFTS)))
    account.save_judged([judged("t", account.dirty_rows())], [])
    account.save_batch(batch(DRAFTS, vanished=(1,)))
    assert rows_by_name(account) == {}
    assert (account.dirty_rows(), account.dirty_threads()) == (set(), {"t"})
    account.save_judged([], account.dirty_threads())
    assert (account.dirty_threads(), account.verdicts()) == (set(), [])


@pytest.mark.parametrize("role", [Role.TRASH, Role.JUNK])
def test_emptied_trash_and_junk_keep_only_what_belongs_to_a_thread(role: Role) -> None:
    """An answer that the user threw away is an answer."""
    account = judged_account()
    folder = Folder(FolderName("Gone"), role, "Gone")
    account.save_batch(batch(folder, envelope(1, "answer", folder, references=["own"]), envelope(2, "spam", folder)))
    rows = rows_by_name(account)
    account.save_judged([judged("t", rows["own"] + rows["reply"] + rows["answer"])], [])
    account.save_batch(batch(folder, present=frozenset()))
    assert rows_by_name(account).keys() == {"own", "reply", "other", "answer"}
    assert living(account) == {"own", "reply", "other"}


def test_known_uids_that_are_not_present_are_gone() -> None:
    """Those of the same batch are not, whatever it says."""
    account = judged_account()
    account.save_batch(batch(INBOX, envelope(7, "new"), present=frozenset({6, 12})))
    assert living(account) == {"own", "other", "new"}
    assert account.dirty_threads() == {"t"}


@pytest.mark.parametrize("further", [{"trouble": "no permission"}, {"looks_empty": True}])
def test_a_folder_in_trouble_or_empty_all_of_a_sudden_stays_as_it_was(further: dict[str, object]) -> None:
    """Neither rows nor cursor change."""
    account = judged_account()
    before = account.cursors()
    void = Batch(INBOX, Cursor(INBOX.name, None, {"uidnext": 1}), present=frozenset(), reset=True)
    account.save_batch(dataclasses.replace(void, **further))  # type: ignore[arg-type]
    assert account.cursors() == before
    assert rows_by_name(account).keys() == {"own", "reply", "other"}


@pytest.mark.parametrize(("flags", "is_dirty"), [(["\\seen"], False), (["\\seen", "follow-up-due"], True), ([], False)])
def test_flags_are_kept_and_touch_their_thread_unless_they_are_those_of_reading(
    flags: list[str],
    is_dirty: bool,
) -> None:
    """Reading mail all day costs no judging."""
    account = judged_account()
    account.save_batch(batch(INBOX, flags=(FlagChange(5, frozenset(flags)), FlagChange(99, frozenset()))))
    (message,) = account.load(rows_by_name(account)["reply"])
    assert message.envelope.place.flags == frozenset(flags)
    assert account.dirty_threads() == ({"t"} if is_dirty else set())


def test_a_forgotten_folder_has_no_cursor_and_all_in_it_is_gone() -> None:
    """One that was never known is no error."""
    account = judged_account()
    account.forget_folder(INBOX.name)
    account.forget_folder(FolderName("nowhere"))
    assert account.cursors().keys() == account.known_folders().keys() == {SENT.name}
    assert living(account) == {"own"}
    assert account.dirty_threads() == {"t"}


def test_places_are_those_of_living_copies_with_their_flags_of_now() -> None:
    """Of one message in two folders, one leaves."""
    account = judged_account()
    account.save_batch(batch(SENT, envelope(2, "reply", SENT, flags=["\\seen"])))
    assert account.places_of(message_id("reply")) == [place(5), place(2, SENT, flags=["\\seen"])]
    assert account.place(place(2, SENT)) == place(2, SENT, flags=["\\seen"])
    assert account.place(place(2, SENT, validity=9)) is None
    account.save_batch(batch(SENT, vanished=(2,)))
    assert account.places_of(message_id("reply")) == [place(5)]
    assert account.has_place(place(5))
    assert not account.has_place(place(2, SENT))
    assert account.places_of(message_id("unknown")) == []


def test_a_folder_lies_elsewhere_when_every_message_of_it_does() -> None:
    """What is gone from there, or here, does not count."""
    account = judged_account()
    archive = Folder(FolderName("Archive"), Role.ARCHIVE, "Archive")
    account.save_batch(batch(archive, envelope(1, "reply", archive)))
    assert not account.lies_elsewhere(INBOX.name)
    account.save_batch(batch(INBOX, vanished=(6,)))
    assert account.lies_elsewhere(INBOX.name)
    account.save_batch(batch(archive, vanished=(1,)))
    assert not account.lies_elsewhere(INBOX.name)


def test_found_messages_move_no_cursor() -> None:
    """In a known folder, in a new one, or of a UIDVALIDITY that is no longer true (passed over)."""
    account = judged_account()
    before = account.cursors()
    account.save_found([envelope(2, "old"), envelope(3, "stale", validity=6), envelope(1, "older", SENT)])
    with store.open_store(":memory:") as empty:
        empty.account("private").save_found([envelope(2, "old")])
        assert empty.account("private").cursors() == {}
        assert len(empty.account("private").dirty_rows()) == 1
    assert account.cursors() == before
    assert rows_by_name(account).keys() == {"older", "reply", "other", "old"}


def test_a_cursor_that_can_not_be_read_is_none() -> None:
    """Its folder is read anew."""
    account = judged_account()
    with account.database.writing() as connection:
        connection.exec_driver_sql("UPDATE folders SET cursor = '{' WHERE name = 'INBOX'")
    assert account.cursors().keys() == {SENT.name}


def test_accounts_do_not_see_each_other() -> None:
    """Not by ids, people, threads, words or state, though they share their mail."""
    with store.open_store(":memory:") as opened:
        one, two = opened.account("one"), opened.account("two")
        for account in (one, two):
            account.save_batch(batch(SENT, envelope(1, "own", SENT)))
            account.save_batch(batch(INBOX, envelope(2, "reply", references=["own"], content_type="multipart/report")))
        rows = {link.row for link in one.links()}
        one.save_judged([judged("t", rows, ["sam@firm.example"], next_change_at=NOON)], [])
        one.say(UserWord(Word.DONE, message_id("own"), NOON))
        one.set_state(last_pass_at="now")
        one.save_sought([message_id("x")])
        others = {link.row for link in two.links()}
        assert {link.row for link in one.closure(rows)} == rows
        assert len({message.row for message in two.from_people(["sam@firm.example"], NOON)} | others) == 2
        assert len(two.automatic_unthreaded(NOON)) == 1
        assert not two.load(rows)
        assert not two.closure(rows)
        assert two.dirty_rows() == others
        assert two.threads_of(rows) == two.threads_with_people(["sam@firm.example"]) == two.changing_by(NOON) == set()
        assert (two.words([message_id("own")]), two.state(), two.sought([message_id("x")])) == ({}, {}, set())
        assert (two.verdicts(), two.next_change_at(), two.is_fresh) == ([], None, True)


def test_a_message_of_hostile_strings_is_stored_and_found() -> None:
    """Lone surrogates and NUL in ids and addresses break no query."""
    account = new_account()
    odd = MessageId("<\ud800\0'\";--@x>")
    strange = dataclasses.replace(envelope(1, sender="\udfff\0@x"), message_id=odd)
    account.save_batch(batch(INBOX, strange))
    (found,) = account.from_people(["\udfff\0@x"], NOON)
    assert found.envelope == strange
    account.say(UserWord(Word.DONE, odd, NOON))
    assert account.words([odd])[odd][0].message_id == odd
    account.save_judged([judged(str(odd), [found.row])], [])
    assert account.threads_of([found.row]) == {ThreadId(odd)}
    assert account.verdict(ThreadId(odd)) == verdict(str(odd))


@cache
def one_account() -> AccountStore:
    """An account for many examples in turn."""
    return new_account()


names = st.sampled_from([f"m{number}" for number in range(12)])


@given(
    st.lists(st.tuples(names, st.lists(names, max_size=2), st.sampled_from([None, None, None, "1", "2"])), max_size=14),
    st.data(),
)
def test_a_closure_is_the_connected_component(
    messages: list[tuple[str, list[str], str | None]], data: st.DataObject
) -> None:
    """As found by joining every row with every other that shares an id or the server's thread."""
    account = one_account()
    account.save_batch(
        batch(
            DRAFTS,  # the one folder that a reset leaves nothing of
            *(
                envelope(uid, name, DRAFTS, references=references, server_thread=thread)
                for uid, (name, references, thread) in enumerate(messages, 1)
            ),
            reset=True,
        )
    )
    links = list(account.links())
    wanted = set(data.draw(st.lists(st.sampled_from([link.row for link in links]), max_size=2))) if links else set()
    component = set(wanted)
    keys = {
        link.row: {link.message_id, *link.references, *([("thread", link.server_thread)] if link.server_thread else [])}
        for link in links
    }
    grown = True
    while grown:
        known = {key for row in component for key in keys[row]}
        grown = bool(new := {row for row in keys if keys[row] & known} - component)
        component |= new
    assert {link.row for link in account.closure(wanted)} == component
    assert sorted(account.closure(wanted), key=lambda link: link.row) == [
        link for link in links if link.row in component
    ]


def test_references_found_in_a_report_join_it_to_its_message() -> None:
    """Once; a second time changes nothing."""
    account = judged_account()
    rows = rows_by_name(account)
    account.add_references(rows["other"][0], [message_id("own")])
    assert account.dirty_rows() == set(rows["other"])
    assert {link.row for link in account.closure(rows["other"])} == {row for found in rows.values() for row in found}
    account.clear_fresh(rows["other"])
    account.add_references(rows["other"][0], [message_id("own")])
    account.add_references(12345, [message_id("own")])
    assert account.dirty_rows() == set()


def test_links_know_what_was_sent() -> None:
    """By the folder, or by Gmail's label."""
    account = new_account()
    account.save_batch(batch(SENT, envelope(1, "own", SENT)))
    account.save_batch(batch(INBOX, envelope(1, "labelled", flags=["\\sent"]), envelope(2, "other")))
    sent = {str(link.message_id): link.is_sent for link in account.links()}
    assert sent == {message_id("own"): True, message_id("labelled"): True, message_id("other"): False}


def test_messages_of_people_are_found_by_their_address() -> None:
    """Not what is too old, nor what the user sent or drafted."""
    account = new_account()
    early = NOON - timedelta(days=1)
    account.save_batch(batch(SENT, envelope(1, "own", SENT)))
    account.save_batch(
        batch(
            INBOX,
            envelope(1, "early", received_at=early),
            envelope(2, "wanted"),
            envelope(3, "another", sender="x@y.example"),
            envelope(4, "draft", flags=["\\draft"]),
        )
    )
    found = account.from_people(["SAM@firm.example", "nobody@firm.example"], NOON)
    assert [message.envelope.message_id for message in found] == [message_id("wanted")]


def test_automatic_mail_outside_of_threads_is_found_by_its_headers() -> None:
    """Reports, answers of machines, and what the mailer daemon says."""
    account = new_account()
    account.save_batch(
        batch(
            INBOX,
            envelope(1, "report", content_type="Multipart/Report; report-type=delivery-status"),
            envelope(2, "auto", headers={"auto-submitted": "auto-replied"}),
            envelope(3, "daemon", sender="mailer-daemon@mx.example"),
            envelope(4, "human", headers={"auto-submitted": "no"}),
            envelope(5, "threaded", sender="postmaster@mx.example"),
            envelope(6, "early", sender="postmaster@mx.example", received_at=NOON - timedelta(days=1)),
        )
    )
    account.save_judged([judged("t", rows_by_name(account)["threaded"])], [])
    found = account.automatic_unthreaded(NOON)
    assert {message.envelope.message_id for message in found} == set(map(message_id, ("report", "auto", "daemon")))


def test_a_text_that_can_not_be_read_is_to_be_read_again() -> None:
    """The message is there, its body is not."""
    account = judged_account()
    row = rows_by_name(account)["reply"][0]
    account.save_bodies([(row, Body(text="yes")), (999, Body())])
    with account.database.writing() as connection:
        connection.exec_driver_sql("UPDATE bodies SET body = '[0, {}]'")
    assert [message.body for message in account.load([row])] == [None]
    account.save_bodies([(row, Body(text="yes"))])
    assert [message.body for message in account.load([row])] == [Body(text="yes")]


def test_an_envelope_that_can_not_be_read_has_its_folder_read_anew() -> None:
    """It is left out until then."""
    account = judged_account()
    with account.database.writing() as connection:
        connection.exec_driver_sql("UPDATE messages SET envelope = '[0]' WHERE uid = 5")
    loaded = account.load([link.row for link in account.links()])
    assert {message.envelope.message_id for message in loaded} == {message_id("own"), message_id("other")}
    assert account.cursors().keys() == {SENT.name}


def test_a_place_comes_back_with_the_role_its_folder_has_now() -> None:
    """A folder that became the Sent folder is one, for all its rows."""
    account = judged_account()
    account.save_batch(Batch(Folder(INBOX.name, Role.SENT, "Inbox"), account.cursors()[INBOX.name]))
    (message,) = account.load(rows_by_name(account)["reply"])
    assert message.envelope.place == place(5, Folder(INBOX.name, Role.SENT, "Inbox"))
