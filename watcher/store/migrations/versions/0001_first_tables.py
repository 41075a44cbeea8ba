"""The first tables: the cache of the mailbox, threads and verdicts, the user's words, the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make everything."""
    _mailbox()
    _messages()
    _threads()
    _kept()
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("used", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.bulk_insert(counters, [{"name": "messages", "used": 0}, {"name": "threads", "used": 0}])


def _mailbox() -> None:
    """Accounts and folders."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "account_state",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "name"),
    )
    op.create_table(
        "folders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("uid_validity", NUMBER, nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "name"),
    )


def _messages() -> None:
    """Copies of messages."""
    op.create_table(
        "messages",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("folder_id", sa.Integer(), nullable=False),
        sa.Column("uid_validity", NUMBER, nullable=False),
        sa.Column("uid", NUMBER, nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("instant", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("server_thread", sa.Text(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("looks_automatic", sa.Boolean(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("envelope", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("folder_id", "uid", "uid_validity"),
    )
    op.create_table(
        "edges",
        sa.Column("row_id", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["messages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("row_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fresh",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("row_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["messages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "row_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("fresh_by_row", "fresh", ["row_id"])
    op.create_table(
        "bodies",
        sa.Column("row_id", NUMBER, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["messages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("row_id"),
    )
    op.create_table(
        "sought",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "message_id"),
        sqlite_with_rowid=False,
    )


def _threads() -> None:
    """Threads and their verdicts."""
    op.create_table(
        "threads",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("next_change_at", sa.BigInteger(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "thread_id"),
    )
    op.create_index("threads_by_message_id", "threads", ["account_id", "message_id"])
    op.create_index(
        "threads_by_change",
        "threads",
        ["account_id", "next_change_at"],
        sqlite_where=sa.text("next_change_at IS NOT NULL"),
        postgresql_where=sa.text("next_change_at IS NOT NULL"),
    )
    op.create_table(
        "dirty",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("thread", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["thread"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "thread"),
        sqlite_with_rowid=False,
    )
    op.create_index("dirty_by_thread", "dirty", ["thread"])
    op.create_table(
        "members",
        sa.Column("row_id", NUMBER, nullable=False),
        sa.Column("thread", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["messages.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["thread"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("row_id", "thread"),
        sqlite_with_rowid=False,
    )
    op.create_index("members_by_thread", "members", ["thread"])
    op.create_table(
        "people",
        sa.Column("thread", NUMBER, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["thread"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread", "email"),
        sqlite_with_rowid=False,
    )
    op.create_index("people_by_email", "people", ["account_id", "email"])


def _kept() -> None:
    """What is no cache."""
    op.create_table(
        "words",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("scenario", sa.String(length=40), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "message_id", "word"),
    )
    op.create_table(
        "journal",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thread_id", sa.Text(), nullable=False),
        sa.Column("clock_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("mark_kind", sa.String(length=20), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("draft_message_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "key"),
    )
    op.create_index("journal_by_status", "journal", ["account_id", "status"])
