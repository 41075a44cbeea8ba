"""The tables as the newest migration leaves them. `HEAD` is that migration's number; a test holds both to the truth.

A *row* is one copy of a message in one folder; it stays, marked as gone, when the copy leaves the mailbox, for what it said still counts. What changes often and small (fresh, dirty) lies in tables of its own, so that clearing a
mark does not write the message again. Numbers of rows and threads are taken from `counters` and never used twice.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from watcher.store.columns import Instant, RowNumber, Words

HEAD = "0002"

metadata = MetaData()

counters = Table(
    "counters",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("used", RowNumber, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Words, nullable=False, unique=True),
)

account_state = Table(
    "account_state",
    metadata,
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("value", Words, nullable=False),
)

folders = Table(
    "folders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("name", Words, nullable=False),
    Column("role", String(20), nullable=False),
    Column("shown", Words, nullable=False),
    Column("uid_validity", RowNumber),
    Column("since", Date),
    Column("cursor", Text),  # JSON; empty while there is none
    UniqueConstraint("account_id", "name"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", RowNumber, primary_key=True, autoincrement=False),
    Column("account_id", Integer, nullable=False),
    Column("folder_id", ForeignKey("folders.id", ondelete="CASCADE"), nullable=False),
    Column("uid_validity", RowNumber, nullable=False),
    Column("uid", RowNumber, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("instant", Instant, nullable=False),
    Column("message_id", Words),
    Column("server_thread", Words),
    Column("sender", Words),
    Column("looks_automatic", Boolean, nullable=False),
    Column("flags", Text, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("envelope", Text, nullable=False),
    Column("organisation", Words),  # of who wrote it; these four are empty where there is none, and of automatic mail
    Column("person", Words),
    Column("topic", Words),
    Column("conversation", Words),
    UniqueConstraint("folder_id", "uid", "uid_validity"),
)
by_message_id = Index("messages_by_message_id", messages.c.account_id, messages.c.message_id)
by_sender = Index("messages_by_sender", messages.c.account_id, messages.c.sender, messages.c.received_at)
by_server_thread = Index(
    "messages_by_server_thread",
    messages.c.account_id,
    messages.c.server_thread,
    sqlite_where=messages.c.server_thread.is_not(None),
    postgresql_where=messages.c.server_thread.is_not(None),
)
automatic = Index(
    "messages_automatic",
    messages.c.account_id,
    messages.c.received_at,
    sqlite_where=messages.c.looks_automatic.is_(True),
    postgresql_where=text("looks_automatic"),
)


def _by_trace(name: str) -> Index:
    """The index of a trace: few messages have one."""
    column = messages.c[name]
    return Index(
        f"messages_by_{name}",
        messages.c.account_id,
        column,
        messages.c.received_at,
        sqlite_where=column.is_not(None),
        postgresql_where=column.is_not(None),
    )


by_organisation, by_person = _by_trace("organisation"), _by_trace("person")
by_topic, by_conversation = _by_trace("topic"), _by_trace("conversation")

sent_to = Table(
    "sent_to",
    metadata,
    Column("row_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("account_id", Integer, nullable=False),
    Column("email", Words, nullable=False),
    Column("organisation", Words),
    Column("person", Words),
    sqlite_with_rowid=False,
)
sent_by_email = Index("sent_to_by_email", sent_to.c.account_id, sent_to.c.email)
sent_by_organisation = Index("sent_to_by_organisation", sent_to.c.account_id, sent_to.c.organisation)
sent_by_person = Index("sent_to_by_person", sent_to.c.account_id, sent_to.c.person)

matches = Table(
    "matches",
    metadata,
    Column("row_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("target", Words, primary_key=True),
    Column("account_id", Integer, nullable=False),
    Column("score", Integer, nullable=False),  # in hundredths
    Column("is_sure", Boolean, nullable=False),
    Column("why", Words, nullable=False),
    Index("matches_by_target", "account_id", "target"),
    sqlite_with_rowid=False,
)

edges = Table(
    "edges",
    metadata,
    Column("row_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("account_id", Integer, nullable=False),
    Column("target", Words, nullable=False),
    sqlite_with_rowid=False,
)
by_target = Index("edges_by_target", edges.c.account_id, edges.c.target)

fresh = Table(
    "fresh",
    metadata,
    Column("account_id", Integer, primary_key=True),
    Column("row_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Index("fresh_by_row", "row_id"),
    sqlite_with_rowid=False,
)

bodies = Table(
    "bodies",
    metadata,
    Column("row_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("body", Text, nullable=False),
)

threads = Table(
    "threads",
    metadata,
    Column("id", RowNumber, primary_key=True, autoincrement=False),
    Column("account_id", Integer, nullable=False),
    Column("thread_id", Words, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("next_change_at", Instant),
    Column("verdict", Text, nullable=False),
    UniqueConstraint("account_id", "thread_id"),
)
Index("threads_by_message_id", threads.c.account_id, threads.c.message_id)
Index(
    "threads_by_change",
    threads.c.account_id,
    threads.c.next_change_at,
    sqlite_where=threads.c.next_change_at.is_not(None),
    postgresql_where=threads.c.next_change_at.is_not(None),
)

dirty = Table(
    "dirty",
    metadata,
    Column("account_id", Integer, primary_key=True),
    Column("thread", ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Index("dirty_by_thread", "thread"),
    sqlite_with_rowid=False,
)

members = Table(
    "members",
    metadata,
    Column("row_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("thread", ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Index("members_by_thread", "thread"),
    sqlite_with_rowid=False,
)

people = Table(
    "people",
    metadata,
    Column("thread", ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("email", Words, primary_key=True),
    Column("account_id", Integer, nullable=False),
    sqlite_with_rowid=False,
)
Index("people_by_email", people.c.account_id, people.c.email)

sought = Table(
    "sought",
    metadata,
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", Words, primary_key=True),
    sqlite_with_rowid=False,
)

words = Table(
    "words",
    metadata,
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", Words, primary_key=True),
    Column("word", String(20), primary_key=True),
    Column("said_at", Instant, nullable=False),
    Column("until", Instant),
    Column("scenario", String(40)),
    Column("how", Words, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Words, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("thread_id", Words, nullable=False),
    Column("clock_id", Words, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("status", String(20), nullable=False),
    Column("claimed_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("mark_kind", String(20), nullable=False),
    Column("places", Text, nullable=False),
    Column("draft", Text),
    Column("draft_message_id", Words),
)
Index("journal_by_status", journal.c.account_id, journal.c.status)

# Made by no migration but when they are first asked for: to fill them during a first load, page by random page, makes it four times as long.
LATE = (
    by_message_id,
    by_sender,
    by_server_thread,
    automatic,
    by_target,
    by_organisation,
    by_person,
    by_topic,
    by_conversation,
    sent_by_email,
    sent_by_organisation,
    sent_by_person,
)
