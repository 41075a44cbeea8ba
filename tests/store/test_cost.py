"""Cost follows change: what a pass asks goes by indexes, and does not grow with the mailbox."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from tests.store.build import INBOX, NOON, SENT, batch, entry, envelope, judged, message_id, place
from watcher import store
from watcher.core.model import Body, ThreadId, UserWord, Word
from watcher.mailbox.base import FlagChange
from watcher.store import AccountStore, Keys, Match, Store

# Small whatever the mailbox holds, or read whole on purpose.
MAY_BE_SCANNED = {"accounts", "folders", "counters", "account_state", "CONSTANT", "sqlite_master"}


def filled(path: Path, threads: int) -> tuple[Store, AccountStore]:
    """A judged account: as many threads of a sent message, its answer and one stranger each; a fixed number of marks."""
    opened = store.open_store(str(path))
    account = opened.account("private")
    every = range(1, threads + 1)
    account.save_batch(batch(SENT, *(envelope(n, f"own{n}", SENT, server_thread=f"s{n}") for n in every)))
    account.save_batch(
        batch(INBOX, *(envelope(n, f"re{n}", references=[f"own{n}"], sender=f"p{n}@x.example") for n in every))
    )
    account.save_batch(batch(INBOX, *(envelope(threads + n, f"x{n}", sender=f"q{n}@x.example") for n in every)))
    late = NOON + timedelta(days=9)
    found = [judged(f"t{n}", [n, threads + n], [f"p{n}@x.example"], next_change_at=late) for n in every]
    account.save_judged(found, [])
    account.clear_fresh(account.dirty_rows())
    for n in range(1, 6):
        account.claim(entry(f"mark:{n}", places=(place(n, SENT),)))
    account.closure([1])
    return opened, account


def quiet_pass(account: AccountStore) -> None:
    """What a pass asks that finds nothing new."""
    assert account.cursors().keys() == {INBOX.name, SENT.name}
    assert account.watched() == {SENT.name: [1, 2, 3, 4, 5]}
    account.known_folders()
    account.state()
    assert not account.dirty_rows()
    assert not account.dirty_threads() | account.changing_by(NOON)
    assert account.next_change_at() is not None
    assert len(account.live_entries()) == 5
    account.entries(["mark:1"])
    account.set_state(last_pass_at="now")


def busy_pass(account: AccountStore) -> None:
    """What a pass asks about one answer, one flag, one vanished message, and one word."""
    answer = envelope(1_000_000, "new", references=["own7"], sender="p7@x.example", content_type="multipart/report")
    account.save_batch(batch(INBOX, answer, flags=(FlagChange(8, frozenset({"\\flagged"})),), vanished=(9,)))
    account.say(UserWord(Word.DONE, message_id("own11"), NOON))
    rows = account.dirty_rows()
    closure = {link.row for link in account.closure(rows)}
    account.load(closure)
    account.from_people(["q3@x.example"], NOON)
    account.automatic_unthreaded(NOON)
    keys = Keys(*(frozenset({each}) for each in ("p3@x.example", "x9.example", "sam q", "another topic", "00ff")))
    account.received_like(keys, NOON, NOON + timedelta(days=1))
    account.sent_like(keys, NOON, NOON + timedelta(days=1))
    account.count_from("q3@x.example", NOON, NOON + timedelta(days=1))
    account.fresh_after(min(closure))
    account.newest_row()
    found = [Match(min(closure), message_id("own7"), 0.7, "why", is_sure=False)]
    account.save_matches(found, account.rows_of_messages([message_id("own7")]))
    account.matches_of(closure, [message_id("own7")])
    account.words([message_id("own7")])
    account.place(place(3))
    account.places_of(message_id("own7"))
    account.verdicts_of_message(message_id("own7"))
    threads = account.threads_of(closure) | account.threads_with_people(["p7@x.example"])
    account.rows_of(threads)
    account.save_bodies([(min(closure), Body(text="hello"))])
    account.add_references(min(closure), [message_id("other")])
    account.sought([message_id("other")])
    account.save_sought([message_id("other")])
    account.save_judged([judged("t7", closure, ["p7@x.example"])], threads | {ThreadId("t8")})
    account.clear_fresh(rows)
    account.verdict(ThreadId("t7"))


@pytest.mark.parametrize("what", [quiet_pass, busy_pass])
def test_no_query_of_a_pass_reads_a_whole_table(tmp_path: Path, what: Callable[[AccountStore], None]) -> None:
    """As SQLite itself plans them."""
    opened, account = filled(tmp_path / "w.sqlite3", 50)
    plans: dict[str, list[str]] = {}
    is_asking = False

    def explain(connection: Connection, _: object, statement: str, parameters: Any, *rest: object) -> None:
        nonlocal is_asking
        if is_asking or not re.match("SELECT|INSERT|UPDATE|DELETE", statement):
            return
        is_asking = True
        values = parameters[0] if rest[-1] else parameters
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        plans[statement] = [row[3] for row in rows]
        is_asking = False

    event.listen(account.database.engine, "before_cursor_execute", explain)
    what(account)
    assert len(plans) > 8
    scans = {
        statement: steps
        for statement, steps in plans.items()
        if any(match[1] not in MAY_BE_SCANNED for step in steps for match in re.finditer(r"SCAN (\w+)", step))
    }
    assert scans == {}
    opened.close()


def steps_of(path: Path, threads: int, what: Callable[[AccountStore], None]) -> int:
    """How many instructions SQLite's machine takes."""
    opened, account = filled(path, threads)
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    with account.database.reading() as connection:
        connection.connection.driver_connection.set_progress_handler(step, 1)  # type: ignore[union-attr]
    what(account)
    opened.close()
    return count


@pytest.mark.parametrize("what", [quiet_pass, busy_pass])
def test_a_pass_costs_the_same_in_a_mailbox_twenty_times_as_large(
    tmp_path: Path, what: Callable[[AccountStore], None]
) -> None:
    """Counted in instructions, which no other program disturbs."""
    small = steps_of(tmp_path / "small.sqlite3", 50, what)
    assert small > 100
    assert steps_of(tmp_path / "large.sqlite3", 1000, what) <= 1.1 * small
