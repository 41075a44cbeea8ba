"""What was decided: threads with their verdicts, members and people, and which of them are to be looked at again."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, bindparam, delete, func, insert, select, update

from watcher.core.model import MessageId, ThreadId, Verdict
from watcher.store import bulk, cache, codec
from watcher.store.records import Judged
from watcher.store.schema import dirty, fresh, members, messages, people, threads


def save_judged(  # noqa: PLR0913 - the facts of one transaction
    connection: Connection,
    account_id: int,
    judged: Sequence[Judged],
    gone: Iterable[ThreadId],
    *,
    seen: Collection[int] | None,
    provisional: bool,
) -> None:
    """The verdicts take the place of older ones, their rows are judged; the threads that are gone go, and what else was of them is to be judged."""
    for thread_ids in bulk.chunks(set(gone) - {each.verdict.thread_id for each in judged}):
        if seen is not None:
            cache.mark_fresh(connection, account_id, rows_of(connection, account_id, thread_ids).difference(seen))
        _delete_threads(connection, account_id, thread_ids)
    for chunk in bulk.chunks({each.verdict.thread_id: each for each in judged}.values()):
        _save(connection, account_id, chunk, keep_marks=provisional)
    if not provisional:
        cache.clear_fresh(connection, {row for each in judged for row in each.rows}.union(seen or ()))


def _delete_threads(connection: Connection, account_id: int, thread_ids: Sequence[ThreadId]) -> None:
    connection.execute(delete(threads).where(threads.c.account_id == account_id, threads.c.thread_id.in_(thread_ids)))


def _save(connection: Connection, account_id: int, judged: Sequence[Judged], *, keep_marks: bool) -> None:
    numbers = _numbers(connection, account_id, [each.verdict.thread_id for each in judged])
    _clear(connection, numbers.values(), keep_marks=keep_marks)
    new = [each for each in judged if each.verdict.thread_id not in numbers]
    old = [each for each in judged if each.verdict.thread_id in numbers]
    if old:
        change = update(threads).where(threads.c.id == bindparam("number"))
        connection.execute(
            change.values({name: bindparam(name) for name in ("message_id", "next_change_at", "verdict")}),
            [{"number": numbers[each.verdict.thread_id], **_columns(each.verdict)} for each in old],
        )
    if new:
        first = bulk.take_numbers(connection, "threads", len(new))
        numbers.update((each.verdict.thread_id, number) for number, each in enumerate(new, first))
        connection.execute(
            insert(threads),
            [
                {
                    "id": numbers[each.verdict.thread_id],
                    "account_id": account_id,
                    "thread_id": each.verdict.thread_id,
                    **_columns(each.verdict),
                }
                for each in new
            ],
        )
    _fill(connection, account_id, judged, numbers)


def _columns(verdict: Verdict) -> dict[str, Any]:
    return {
        "message_id": verdict.message_id,
        "next_change_at": verdict.next_change_at,
        "verdict": codec.to_json(verdict),
    }


def _numbers(connection: Connection, account_id: int, thread_ids: Iterable[ThreadId]) -> dict[ThreadId, int]:
    """The numbers of those threads that are known."""
    return {
        ThreadId(thread_id): number
        for chunk in bulk.chunks(thread_ids)
        for thread_id, number in connection.execute(
            select(threads.c.thread_id, threads.c.id).where(
                threads.c.account_id == account_id, threads.c.thread_id.in_(chunk)
            )
        )
    }


def _clear(connection: Connection, numbers: Iterable[int], *, keep_marks: bool) -> None:
    columns = (members.c.thread, people.c.thread, *(() if keep_marks else (dirty.c.thread,)))
    for chunk in bulk.chunks(numbers):
        for column in columns:
            connection.execute(delete(column.table).where(column.in_(chunk)))


def _fill(connection: Connection, account_id: int, judged: Sequence[Judged], numbers: dict[ThreadId, int]) -> None:
    wanted = sorted({row for each in judged for row in each.rows})
    existing = {
        row
        for chunk in bulk.chunks(wanted)
        for row in connection.execute(select(messages.c.id).where(messages.c.id.in_(chunk))).scalars()
    }
    rows = [
        {"row_id": row, "thread": numbers[each.verdict.thread_id]}
        for each in judged
        for row in sorted(each.rows & existing)
    ]
    emails = [
        {"thread": numbers[each.verdict.thread_id], "email": email, "account_id": account_id}
        for each in judged
        for email in sorted({email.lower() for email in each.people})
    ]
    if rows:
        connection.execute(insert(members), rows)
    if emails:
        connection.execute(insert(people), emails)


# -- what is to be judged


def dirty_rows(connection: Connection, account_id: int) -> set[int]:
    """Rows that were not judged yet, and the rows of threads that something happened to."""
    rows = set(connection.execute(select(fresh.c.row_id).where(fresh.c.account_id == account_id)).scalars())
    of_threads = select(members.c.row_id).join(dirty, dirty.c.thread == members.c.thread)
    rows.update(connection.execute(of_threads.where(dirty.c.account_id == account_id)).scalars())
    return rows


def dirty_threads(connection: Connection, account_id: int) -> set[ThreadId]:
    """The threads that something happened to; one may have lost its last row."""
    found = select(threads.c.thread_id).join(dirty, dirty.c.thread == threads.c.id)
    return _thread_ids(connection.execute(found.where(dirty.c.account_id == account_id)).scalars())


def mark_all_dirty(connection: Connection, account_id: int) -> None:
    """Everything is to be judged anew."""
    every_row = select(messages.c.account_id, messages.c.id).where(messages.c.account_id == account_id)
    every_thread = select(threads.c.account_id, threads.c.id).where(threads.c.account_id == account_id)
    for table, columns, rows in (
        (fresh, ["account_id", "row_id"], every_row),
        (dirty, ["account_id", "thread"], every_thread),
    ):
        connection.execute(bulk.insert_or(connection, table).from_select(columns, rows).on_conflict_do_nothing())


def mark_threads(connection: Connection, account_id: int, thread_ids: Iterable[ThreadId]) -> None:
    """These threads are to be judged anew."""
    cache.mark_threads(connection, account_id, _numbers(connection, account_id, thread_ids).values())


def mark_dirty(connection: Connection, account_id: int, message_id: MessageId) -> None:
    """The threads of this message are to be judged anew."""
    of_message = (messages.c.account_id == account_id, messages.c.message_id == message_id)
    rows = connection.execute(select(messages.c.id).where(*of_message)).scalars().all()
    cache.mark_threads_of(connection, account_id, rows)


def changing_by(connection: Connection, account_id: int, now: datetime) -> set[ThreadId]:
    """The threads whose verdict changes by time alone until then."""
    soon = (threads.c.account_id == account_id, threads.c.next_change_at.is_not(None), threads.c.next_change_at <= now)
    return _thread_ids(connection.execute(select(threads.c.thread_id).where(*soon)).scalars())


def next_change_at(connection: Connection, account_id: int) -> datetime | None:
    """When the next verdict changes by time alone."""
    first = select(func.min(threads.c.next_change_at, type_=threads.c.next_change_at.type))
    found: datetime | None = connection.execute(
        first.where(threads.c.account_id == account_id, threads.c.next_change_at.is_not(None))
    ).scalar()
    return found


# -- between rows, threads and people


def threads_of(connection: Connection, account_id: int, rows: Iterable[int]) -> set[ThreadId]:
    """The judged threads that these rows belong to."""
    return _collect(connection, account_id, members.c.row_id, rows)


def threads_with_people(connection: Connection, account_id: int, emails: Iterable[str]) -> set[ThreadId]:
    """The judged threads that one of these addresses takes part in."""
    found: set[ThreadId] = set()
    for chunk in bulk.chunks({email.lower() for email in emails}):
        query = select(threads.c.thread_id).join(people, people.c.thread == threads.c.id)
        found |= _thread_ids(
            connection.execute(query.where(people.c.account_id == account_id, people.c.email.in_(chunk))).scalars()
        )
    return found


def _collect(connection: Connection, account_id: int, column: Column[Any], values: Iterable[int]) -> set[ThreadId]:
    found: set[ThreadId] = set()
    for chunk in bulk.chunks(values):
        query = select(threads.c.thread_id, threads.c.account_id).join(members, members.c.thread == threads.c.id)
        rows = connection.execute(query.where(column.in_(chunk)).distinct())
        found.update(ThreadId(thread_id) for thread_id, account in rows if account == account_id)
    return found


def rows_of(connection: Connection, account_id: int, thread_ids: Iterable[ThreadId]) -> set[int]:
    """The rows that these threads were judged from."""
    numbers = _numbers(connection, account_id, set(thread_ids)).values()
    return {
        row
        for chunk in bulk.chunks(numbers)
        for row in connection.execute(select(members.c.row_id).where(members.c.thread.in_(chunk))).scalars()
    }


def _thread_ids(found: Iterable[str]) -> set[ThreadId]:
    return {ThreadId(thread_id) for thread_id in found}


# -- verdicts


def verdicts(connection: Connection, account_id: int, *which: ColumnElement[bool]) -> tuple[list[Verdict], list[int]]:
    """The verdicts, all or some; and the numbers of threads whose verdict this version can't read."""
    query = select(threads.c.id, threads.c.verdict).where(threads.c.account_id == account_id, *which)
    found: list[Verdict] = []
    unreadable: list[int] = []
    for number, text in connection.execute(query):
        try:
            found.append(codec.from_json(Verdict, text))
        except codec.Unreadable:
            unreadable.append(number)
    # Sorted here, lest the database goes by the index of the order instead of that of the question.
    return sorted(found, key=lambda verdict: verdict.thread_id), unreadable
