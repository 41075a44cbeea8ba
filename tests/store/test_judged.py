"""Verdicts, the threads they are on, and what is to be judged again."""

from datetime import timedelta

import pytest

from tests.store.build import INBOX, NOON, SENT, batch, envelope, judged, message_id, new_account, rows_by_name, verdict
from watcher.core.model import Scenario, ThreadId, UserWord, Word
from watcher.store import AccountStore

T, U = ThreadId("t"), ThreadId("u")


def filled_account() -> AccountStore:
    """An account with three messages of their own."""
    account = new_account()
    account.save_batch(batch(SENT, envelope(1, "one", SENT), envelope(2, "two", SENT), envelope(3, "three", SENT)))
    return account


def test_a_verdict_comes_back_whole_and_its_rows_are_judged() -> None:
    """The others are still fresh."""
    account = filled_account()
    rows = rows_by_name(account)
    account.save_judged([judged("t", rows["one"] + rows["two"], next_change_at=NOON)], [])
    assert account.verdicts() == [verdict("t", next_change_at=NOON)]
    assert account.verdict(T) == verdict("t", next_change_at=NOON)
    assert account.verdict(U) is None
    assert account.verdicts_of_message(message_id("t")) == account.verdicts()
    assert account.verdicts_of_message(message_id("u")) == []
    assert account.dirty_rows() == set(rows["three"])


def test_a_later_verdict_takes_the_place_of_the_earlier_with_its_rows_and_people() -> None:
    """Nothing of the earlier one is found any more."""
    account = filled_account()
    rows = rows_by_name(account)
    account.save_judged([judged("t", rows["one"], ["a@x.example"], next_change_at=NOON)], [])
    account.save_judged([judged("t", rows["two"], ["B@x.example"]), judged("u", rows["three"])], [])
    assert account.verdicts() == [verdict("t"), verdict("u")]
    assert (account.rows_of([T]), account.rows_of([U, ThreadId("x")])) == (set(rows["two"]), set(rows["three"]))
    assert account.rows_of([T, U]) == {*rows["two"], *rows["three"]}
    assert account.threads_of(rows["one"]) == set()
    assert account.threads_of([*rows["two"], *rows["three"]]) == {T, U}
    assert account.threads_with_people(["a@x.example"]) == set()
    assert account.threads_with_people(["b@X.example"]) == {T}
    assert account.changing_by(NOON) == set()


def test_threads_that_are_gone_go_unless_they_were_judged_just_now() -> None:
    """Two threads that became one leave one."""
    account = filled_account()
    rows = rows_by_name(account)
    account.save_judged([judged("t", rows["one"]), judged("u", rows["two"])], [])
    account.save_judged([judged("t", rows["one"] + rows["two"])], [T, U, ThreadId("never known")])
    assert account.verdicts() == [verdict("t")]
    assert account.threads_of(rows["two"]) == {T}


def test_a_row_may_be_in_two_threads() -> None:
    """A possible answer to both."""
    account = filled_account()
    rows = rows_by_name(account)
    account.save_judged([judged("t", rows["one"] + rows["three"]), judged("u", rows["two"] + rows["three"])], [])
    assert account.threads_of(rows["three"]) == {T, U}


def test_rows_that_are_gone_meanwhile_are_passed_over() -> None:
    """The verdict is kept."""
    account = filled_account()
    account.save_judged([judged("t", [1, 77])], [])
    assert account.rows_of([T]) == {1}


def test_what_changes_by_time_is_found_by_its_instant() -> None:
    """Inclusive; verdicts that only mail can change are never found."""
    account = filled_account()
    later = NOON + timedelta(days=1)
    assert account.next_change_at() is None
    account.save_judged(
        [judged("t", [1], next_change_at=NOON), judged("u", [2], next_change_at=later), judged("v", [3])], []
    )
    assert account.next_change_at() == NOON
    assert account.changing_by(NOON - timedelta(microseconds=1)) == set()
    assert account.changing_by(NOON) == {T}
    assert account.changing_by(later) == {T, U}


@pytest.mark.parametrize("is_said", [True, False])
def test_a_word_makes_its_threads_dirty(is_said: bool) -> None:
    """Said or taken back."""
    account = filled_account()
    rows = rows_by_name(account)
    account.save_judged([judged("t", rows["one"] + rows["two"]), judged("u", rows["three"])], [])
    if is_said:
        account.say(UserWord(Word.DISMISSED, message_id("two"), NOON))
    else:
        account.unsay(message_id("two"), Word.DISMISSED)
    assert account.dirty_threads() == {T}
    assert account.dirty_rows() == {*rows["one"], *rows["two"]}
    account.save_judged([judged("t", rows["one"] + rows["two"])], [])
    assert (account.dirty_rows(), account.dirty_threads()) == (set(), set())


def test_everything_can_be_made_dirty() -> None:
    """Also what belongs to no thread."""
    account = filled_account()
    account.save_judged([judged("t", [1])], [])
    account.clear_fresh([2, 3])
    assert account.dirty_rows() == set()
    account.mark_all_dirty()
    account.mark_all_dirty()
    assert (account.dirty_rows(), account.dirty_threads()) == ({1, 2, 3}, {T})


def test_a_verdict_that_can_not_be_read_is_dropped_and_made_anew() -> None:
    """As after an upgrade that changed its meaning."""
    account = filled_account()
    account.save_judged([judged("t", [1]), judged("u", [2])], [])
    account.clear_fresh([3])
    with account.database.writing() as connection:
        connection.exec_driver_sql("UPDATE threads SET verdict = '[0, {}]' WHERE thread_id = 't'")
    assert account.verdicts() == [verdict("u")]
    assert account.verdict(T) is None
    assert (account.dirty_rows(), account.dirty_threads()) == ({1}, {T})


def test_more_threads_than_one_statement_holds() -> None:
    """Lists are cut, nothing is lost at the cuts."""
    account = filled_account()
    account.save_batch(batch(INBOX, *(envelope(uid, f"m{uid}") for uid in range(1, 1203))))
    rows = [row for name, found in rows_by_name(account).items() if name.startswith("m") for row in found]
    account.save_judged([judged(f"t{row}", [row], ["sam@firm.example"]) for row in rows], [])
    assert len(account.verdicts()) == 1202
    assert account.rows_of(account.threads_of(rows)) == set(rows)
    assert len(account.threads_with_people(["sam@firm.example"])) == 1202
    assert len(account.load(rows)) == len(account.closure(rows)) == 1202
    account.save_judged([], account.threads_of(rows))
    assert account.verdicts() == []


def test_words_come_back_as_they_were_said_the_last_one_of_a_kind() -> None:
    """Oldest first, by message."""
    account = filled_account()
    snoozed = UserWord(Word.SNOOZED, message_id("one"), NOON, until=NOON + timedelta(days=3))
    again = UserWord(Word.SNOOZED, message_id("one"), NOON + timedelta(hours=1), until=NOON + timedelta(days=5))
    scenario = UserWord(Word.SCENARIO, message_id("one"), NOON, scenario=Scenario.INTERVIEW, how="keyword")
    for word in (snoozed, again, scenario):
        account.say(word)
    assert account.words([message_id("one"), message_id("two")]) == {message_id("one"): [scenario, again]}
    account.unsay(message_id("one"), Word.SNOOZED)
    assert account.words([message_id("one")]) == {message_id("one"): [scenario]}


def test_small_facts_are_set_and_deleted_together() -> None:
    """And a database is fresh until a pass was finished."""
    account = filled_account()
    assert account.is_fresh
    account.set_state(last_pass_at="now", reasons='["x"]')
    account.set_state(reasons=None, last_pass_at="later")
    assert account.state() == {"last_pass_at": "later"}
    assert not account.is_fresh


def test_ids_are_sought_once() -> None:
    """Whatever was found."""
    account = filled_account()
    account.save_sought([message_id("a"), message_id("b")])
    account.save_sought([message_id("a")])
    assert account.sought([message_id("a"), message_id("c")]) == {message_id("a")}
