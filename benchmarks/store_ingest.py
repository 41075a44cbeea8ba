"""How fast a first load goes into the store, against bare `sqlite3` with the very same rows.

    python benchmarks/store_ingest.py [--messages 100000] [--rounds 5]

Each round writes the same messages three ways, one after the other, each into a new database in the same settings (WAL, synchronous=NORMAL,
foreign keys on), in transactions of 1,000:

    store     AccountStore.save_batch: envelopes in, JSON made, all tables filled, the cursor moved; the secondary indexes at the end
    bare      executemany of the finished rows that the store wrote into the same tables; the same indexes at the end
    in place  bare, with the indexes there from the start (how it would be if they were not made late)

Times are those of the processor, the system's share included, since other programs disturb them less. Ratios are medians over the rounds of rates within one round.
"""

import argparse
import gc
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher import store
from watcher.core.model import Address, Envelope, FolderName, MessageId, Place, Role
from watcher.mailbox.base import Batch, Cursor, Folder
from watcher.store import schema

BATCH = 1000
FOLDERS = (Folder(FolderName("Sent"), Role.SENT, "Sent"), Folder(FolderName("INBOX"), Role.INBOX, "INBOX"))
START = datetime(2026, 1, 1, tzinfo=UTC)
TABLES = ("messages", "edges", "fresh")
Rows = dict[str, list[list[tuple[object, ...]]]]


def make_envelopes(count: int) -> list[Envelope]:
    """A mailbox: a fifth sent, some answered, a third of the rest list mail; always the same one."""
    chance = random.Random(4)  # noqa: S311
    ids: list[MessageId] = []
    made = []
    for number in range(count):
        folder = FOLDERS[0] if number % 5 == 0 else FOLDERS[1]
        received_at = START + timedelta(seconds=100 * number)
        references = (
            tuple(chance.sample(ids[-200:], chance.randint(1, 4))) if len(ids) > 200 and chance.random() < 0.35 else ()
        )
        ids.append(MessageId(f"<{chance.getrandbits(96):024x}.{number}@mail{chance.randrange(300)}.example>"))
        is_list = folder is FOLDERS[1] and chance.random() < 0.35
        made.append(
            Envelope(
                place=Place(folder.name, folder.role, 7, number + 1, frozenset({"\\seen"})),
                received_at=received_at,
                message_id=ids[-1],
                references=references,
                in_reply_to=references[-1:],
                subject=f"A subject as they are, about matter {chance.randrange(5000)}",
                sender=Address("Some Person", f"person{chance.randrange(3000)}@firm{chance.randrange(300)}.example"),
                to=(Address("Alex Lind", "alex@lind.example"),),
                date=received_at - timedelta(seconds=5),
                content_type='multipart/alternative; boundary="=_0123456789abcdef"',
                headers={"list-id": "<news.firm.example>", "precedence": "bulk"} if is_list else {},
            )
        )
    return made


def make_batches(envelopes: Sequence[Envelope]) -> Iterator[Batch]:
    """The messages as an adapter hands them over, folder by folder."""
    for folder in FOLDERS:
        of_folder = [envelope for envelope in envelopes if envelope.place.folder == folder.name]
        for start in range(0, len(of_folder), BATCH):
            some = tuple(of_folder[start : start + BATCH])
            yield Batch(folder, Cursor(folder.name, None, {"uidnext": some[-1].place.uid + 1}), some, reset=start == 0)


def load_store(path: Path, envelopes: Sequence[Envelope]) -> float:
    """Seconds of the processor that the store takes."""
    with store.open_store(str(path)) as opened:
        account = opened.account("private")
        batches = list(make_batches(envelopes))
        start = time.process_time()
        for batch in batches:
            account.save_batch(batch)
        account.closure([])  # has the indexes made
        return time.process_time() - start


def rows_of(path: Path) -> Rows:
    """What the store wrote, by table, in the lists that one transaction each took."""
    with sqlite3.connect(path) as connection:
        numbers = [row[0] for row in connection.execute("SELECT id FROM messages ORDER BY id")]
        starts = numbers[::BATCH]
        found: Rows = {}
        for table in TABLES:
            key = "id" if table == "messages" else "row_id"
            found[table] = [
                connection.execute(
                    f"SELECT * FROM {table} WHERE {key} >= ? AND {key} < ?",  # noqa: S608
                    (start, start + BATCH),
                ).fetchall()
                for start in starts
            ]
    return found


def indexes_of(path: Path) -> list[str]:
    """The statements that make the indexes which the store makes late."""
    names = [index.name for index in schema.LATE]
    with sqlite3.connect(path) as connection:
        found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'").fetchall())
    return [found[name] for name in names]


def load_bare(path: Path, rows: Rows, indexes: Sequence[str], *, indexes_last: bool) -> float:
    """Seconds of the processor that sqlite3 alone takes."""
    with store.open_store(str(path)) as opened:
        opened.account("private")
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-8000"):
        connection.execute(f"PRAGMA {pragma}")
    for number, folder in enumerate(FOLDERS, 1):
        connection.execute(
            "INSERT INTO folders (id, account_id, name, role, shown) VALUES (?, 1, ?, ?, ?)",
            (number, folder.name, folder.role.value, folder.shown),
        )
    start = time.process_time()
    for sql in () if indexes_last else indexes:
        connection.execute(sql)
    for parts in zip(*(rows[table] for table in TABLES), strict=True):
        connection.execute("BEGIN IMMEDIATE")
        for table, part in zip(TABLES, parts, strict=True):
            if part:
                marks = ", ".join("?" * len(part[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", part)  # noqa: S608
        connection.execute("COMMIT")
    for sql in indexes if indexes_last else ():
        connection.execute(sql)
    seconds = time.process_time() - start
    connection.close()
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    envelopes = make_envelopes(options.messages)
    gc.freeze()  # an adapter streams them; the collector is not to walk over a whole mailbox here
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder, "first.sqlite3")
        load_store(first, envelopes)
        rows, indexes = rows_of(first), indexes_of(first)
        ways: dict[str, Callable[[Path], float]] = {
            "store": lambda path: load_store(path, envelopes),
            "bare": lambda path: load_bare(path, rows, indexes, indexes_last=True),
            "in place": lambda path: load_bare(path, rows, indexes, indexes_last=False),
        }
        rates: dict[str, list[float]] = {name: [] for name in ways}
        for round_number in range(options.rounds):
            for name, way in ways.items():
                rates[name].append(
                    options.messages / way(Path(folder, f"{name}{round_number}.sqlite3".replace(" ", "_")))
                )
        megabytes = first.stat().st_size / 1e6
    report(rates, f"{options.messages} messages, {sum(map(len, rows['edges']))} references, {megabytes:.0f} MB")


def report(rates: dict[str, list[float]], what: str) -> None:
    """One line for each way."""
    print(what)
    for name, found in rates.items():
        ratios = [ours / theirs for ours, theirs in zip(rates["store"], found, strict=True)]
        print(
            f"{name:10} {middle(found):>9,.0f} messages/s [{min(found):,.0f} - {max(found):,.0f}]   store / {name}: {middle(ratios):.2f}x"
        )


def middle(numbers: Iterable[float]) -> float:
    """The median."""
    return statistics.median(numbers)


if __name__ == "__main__":
    main()
