"""What may belong together is found by its traces, and what was found is kept."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.build import INBOX, NOON, SENT, batch, envelope, message_id, new_account
from watcher import store
from watcher.core.model import Address, Envelope
from watcher.store import Keys, Match

DAY = timedelta(days=1)
ANNA = Address("Anna Berg", "anna@hr.firm.example")


def received(uid: int, **changes: object) -> Envelope:
    return replace(envelope(uid, sender=ANNA.email), **{"sender": ANNA, "subject": "Re: Shelves", **changes})  # type: ignore[arg-type]


def sent(uid: int, **changes: object) -> Envelope:
    own = Address("Alex Lind", "alex@lind.example")
    return replace(envelope(uid, f"own{uid}", SENT), **{"sender": own, "to": (ANNA,), "subject": "Shelves", **changes})  # type: ignore[arg-type]


KEYS = [
    Keys(emails=frozenset({"anna@hr.firm.example"})),
    Keys(organisations=frozenset({"firm.example"})),
    Keys(persons=frozenset({"ann b"})),
    Keys(topics=frozenset({"shelves"})),
]


@pytest.mark.parametrize("keys", KEYS, ids=["address", "organisation", "name", "subject"])
def test_mail_is_found_by_each_trace_of_it(keys: Keys) -> None:
    account = new_account()
    account.save_batch(batch(INBOX, received(1)))
    account.save_batch(batch(SENT, sent(1)))
    assert account.received_like(keys, NOON - DAY, NOON + DAY) == {1}
    assert account.sent_like(keys, NOON - DAY, NOON + DAY) == {2}
    assert (
        account.received_like(keys, NOON + DAY, NOON + DAY) == account.sent_like(keys, NOON + DAY, NOON + DAY) == set()
    )
    assert account.received_like(Keys(), NOON - DAY, NOON + DAY) == set()


def test_newsletters_and_what_machines_write_leave_no_trace_but_their_address() -> None:
    account = new_account()
    account.save_batch(
        batch(
            INBOX,
            received(1, subject="Shelves", headers={"list-unsubscribe": "<https://x.example>"}),
            received(2, headers={"auto-submitted": "auto-replied"}),
        )
    )
    assert account.received_like(KEYS[1], NOON - DAY, NOON + DAY) == set()


def test_a_certain_match_is_an_edge_and_news() -> None:
    account = new_account()
    account.save_batch(batch(SENT, sent(1)))
    account.save_batch(batch(INBOX, received(1), received(2)))
    account.clear_fresh(account.dirty_rows())
    sure = Match(2, message_id("own1"), 0.9, "because", is_sure=True)
    perhaps = Match(3, message_id("own1"), 0.7, "perhaps", is_sure=False)
    account.save_matches([sure, perhaps, sure], ())
    assert account.dirty_rows() == {2}
    assert {link.row for link in account.closure([1])} == {1, 2}
    assert account.matches_of([2], [message_id("own1")]) == [sure, perhaps]


def test_traces_made_anew_are_the_same_and_forget_what_was_found() -> None:
    account = new_account()
    account.save_batch(batch(SENT, sent(1)))
    account.save_batch(batch(INBOX, received(1)))
    account.save_matches([Match(2, message_id("own1"), 0.9, "because", is_sure=True)], ())
    account.renew_traces()
    assert account.matches_of([2], [message_id("own1")]) == []
    assert {link.row for link in account.closure([1])} == {1}
    test = [(account.received_like(keys, NOON, NOON), account.sent_like(keys, NOON, NOON)) for keys in KEYS]
    assert test == [({2}, {1})] * 4


def test_mail_of_somebody_is_counted_once_however_many_copies() -> None:
    account = new_account()
    account.save_batch(batch(INBOX, received(1), received(2), received(3, message_id=message_id("m1"))))
    assert account.count_from(ANNA.email, NOON - DAY, NOON + DAY) == 2
    assert account.count_from(ANNA.email, NOON - DAY, NOON) == 0


def test_what_came_after_a_row_and_was_not_judged() -> None:
    account = new_account()
    account.save_batch(batch(INBOX, received(1), received(2), received(3)))
    account.clear_fresh([2])
    assert account.fresh_after(1) == {3}
    assert account.newest_row() == 3


def test_a_second_opening_makes_no_index_again(tmp_path: Path) -> None:
    for _ in range(2):
        with store.open_store(str(tmp_path / "w.sqlite3")) as opened:
            assert opened.account("private").count_from(ANNA.email, NOON, NOON) == 0
