"""Opening a database: the file that is made, migrations, and what is said when it can't be used."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import Connection

from tests.store.build import INBOX, batch, envelope
from watcher import store
from watcher.errors import StoreBusy, StoreError
from watcher.store import engine, migrations, schema


def shape(connection: Connection) -> dict[str, object]:
    """Tables, columns, keys and indexes, as the database itself tells them."""
    inspector = sqlalchemy.inspect(connection)
    return {
        table: (
            [
                (column["name"], type(column["type"]).__name__, column["nullable"])
                for column in inspector.get_columns(table)
            ],
            inspector.get_pk_constraint(table)["constrained_columns"],
            sorted(
                (tuple(key["constrained_columns"]), key["referred_table"]) for key in inspector.get_foreign_keys(table)
            ),
            sorted(tuple(key["column_names"]) for key in inspector.get_unique_constraints(table)),
            sorted(
                (str(index["name"]), str(index["column_names"]), str(index["dialect_options"].get("sqlite_where")))
                for index in inspector.get_indexes(table)
            ),
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_migrations_lead_to_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    """A column added to the schema without a migration, or the other way round, is noticed."""
    database = engine.connect(engine.url_of(str(tmp_path / "migrated.sqlite3")))
    database.make_indexes()
    fresh = sqlalchemy.create_engine("sqlite://")
    schema.metadata.create_all(fresh)
    with database.reading() as migrated, fresh.connect() as made:
        assert shape(migrated) == shape(made)
    database.close()
    fresh.dispose()


def test_the_head_that_opening_looks_for_is_the_newest_migration() -> None:
    """Else every start would run alembic, or never again."""
    assert migrations.heads() == [schema.HEAD]
    assert schema.HEAD in migrations.known()


def test_only_the_user_can_read_file_and_folders(tmp_path: Path) -> None:
    """The database holds subjects and people."""
    path = tmp_path / "state" / "watcher" / "w.sqlite3"
    with store.open_store(str(path)) as opened:
        opened.account("private").save_batch(batch(INBOX, envelope(1)))
        modes = {
            file.name: stat.S_IMODE(file.stat().st_mode)
            for file in (path, *path.parent.iterdir(), path.parent, path.parent.parent)
        }
    assert modes == {
        "w.sqlite3": 0o600,
        "w.sqlite3-wal": 0o600,
        "w.sqlite3-shm": 0o600,
        "watcher": 0o700,
        "state": 0o700,
    }


def test_a_database_at_the_head_is_opened_without_alembic(tmp_path: Path) -> None:
    """`status` is to start fast."""
    path = tmp_path / "w.sqlite3"
    store.open_store(str(path)).close()
    code = "import sys; from watcher import store; store.open_existing(sys.argv[1]).close(); print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_settings_of_every_connection(tmp_path: Path) -> None:
    """WAL, foreign keys, and no fsync at every commit."""
    database = engine.connect(engine.url_of(str(tmp_path / "w.sqlite3")))
    with database.reading() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        ]
    database.close()
    assert values == ["wal", 1, 1]


@pytest.mark.parametrize("where", ["{}/w.sqlite3", "sqlite:///{}/w.sqlite3"])
def test_a_path_and_a_url_name_the_same_file(tmp_path: Path, where: str) -> None:
    """Either may be in the config."""
    store.open_store(where.format(tmp_path)).close()
    assert (tmp_path / "w.sqlite3").exists()


def test_a_database_in_memory_keeps_what_it_is_told() -> None:
    """All connections of it are one."""
    with store.open_store(":memory:") as opened:
        account = opened.account("private")
        account.save_batch(batch(INBOX, envelope(1)))
        assert len(list(account.links())) == 1


def test_status_before_any_pass_says_so_and_makes_no_file(tmp_path: Path) -> None:
    """There is nothing to show yet."""
    with pytest.raises(StoreError, match="no pass was made yet"):
        store.open_existing(str(tmp_path / "w.sqlite3"))
    assert not list(tmp_path.iterdir())


def newer(path: Path) -> None:
    store.open_store(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()


def no_database(path: Path) -> None:
    path.write_text("these are not the pages of a database\n" * 100)


def damaged(path: Path) -> None:
    store.open_store(str(path)).close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (newer, "newer version of this program; upgrade"),
        (of_another_program, "belongs to another program"),
        (no_database, "no SQLite database"),
        (damaged, "damaged"),
        (a_folder, "can't be opened: Is a directory"),
    ],
)
def test_a_file_that_can_not_be_used_is_named_in_one_line(
    tmp_path: Path, prepare: Callable[[Path], None], words: str
) -> None:
    """What is wrong, and what to do."""
    path = tmp_path / "w.sqlite3"
    prepare(path)
    with pytest.raises(StoreError, match=words) as caught:
        store.open_store(str(path))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    """No table of ours is put beside theirs."""
    path = tmp_path / "w.sqlite3"
    of_another_program(path)
    with pytest.raises(StoreError):
        store.open_store(str(path))
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]
    connection.close()


def test_a_path_below_a_file_is_refused_in_words(tmp_path: Path) -> None:
    """As for a folder that may not be written, the reason is the system's own."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="can't be opened: Not a directory; give a path that can be written"):
        store.open_store(str(tmp_path / "file" / "w.sqlite3"))


@pytest.mark.parametrize("where", ["nonsense://x", "sqlite:/x://", "://"])
def test_a_url_of_no_known_database_is_refused_in_words(where: str) -> None:
    """No traceback for a slip in the config."""
    with pytest.raises(StoreError):
        store.open_store(where)


def test_a_database_that_another_process_holds_is_busy(tmp_path: Path) -> None:
    """Temporary: its exit code says try again."""
    path = tmp_path / "w.sqlite3"
    with store.open_store(str(path), busy_seconds=0.01) as opened:
        account = opened.account("private")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="another process") as caught:
            account.set_state(last_pass_at="now")
        assert caught.value.exit_code == 75
        assert account.state() == {}  # reading goes on
        other.execute("ROLLBACK")
        other.close()
        account.set_state(last_pass_at="now")


def test_a_full_disk_is_said_and_the_batch_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither rows nor the cursor that would cover them."""
    with store.open_store(str(tmp_path / "w.sqlite3")) as opened:
        account = opened.account("private")
        with account.database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="disk is full"):
            account.save_batch(batch(INBOX, *(envelope(uid) for uid in range(1, 500))))
        assert (list(account.links()), account.cursors(), account.dirty_rows()) == ([], {}, set())


def test_two_openings_at_once_make_one_database(tmp_path: Path) -> None:
    """Accounts are found again, and a second one has its own rows."""
    path = str(tmp_path / "w.sqlite3")
    with store.open_store(path) as one, store.open_store(path) as two:
        one.account("private").save_batch(batch(INBOX, envelope(1)))
        assert len(list(two.account("private").links())) == 1
        assert list(two.account("work").links()) == []
        assert two.accounts() == one.accounts() == ["private", "work"]
