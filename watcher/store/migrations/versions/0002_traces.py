"""Traces by which answers without References are found, and what was found. They are filled by the next pass."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns and tables."""
    for name in ("organisation", "person", "topic", "conversation"):
        op.add_column("messages", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "sent_to",
        sa.Column("row_id", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["row_id"], ["messages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("row_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "matches",
        sa.Column("row_id", NUMBER, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("is_sure", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["messages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("row_id", "target"),
        sqlite_with_rowid=False,
    )
    op.create_index("matches_by_target", "matches", ["account_id", "target"])
