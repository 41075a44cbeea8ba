"""What a test of the mailbox stands at: a mailbox through the port, and the same mailbox from the other side."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Protocol

from tests.servers import mail_program
from tests.servers.imap_server import ImapServer, User
from watcher.core.model import Envelope, FolderName, Place
from watcher.mailbox import base
from watcher.mailbox.imap import ImapMailbox
from watcher.mailbox.memory import MemoryMailbox
from watcher.mailbox.settings import ImapSettings

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def mail(number: int = 1, *, body: str = "Hello", **fields: str) -> bytes:
    """Build a message: `<mNUMBER@x.example>`, with these further fields (`in_reply_to=...`)."""
    head = {
        "Date": "Mon, 2 Nov 2026 12:00:00 +0000",
        "From": "Alex Lind <alex@lind.example>",
        "To": "Doe <doe@work.example>",
        "Subject": f"Number {number}",
        "Message-ID": f"<m{number}@x.example>",
    }
    names = {name.lower().replace("-", "_"): name for name in head}
    head |= {names.get(name, name.replace("_", "-").title()): value for name, value in fields.items()}
    lines = [f"{name}: {value}" for name, value in head.items()]
    return "\r\n".join([*lines, "", body, ""]).encode()


class Bench(Protocol):
    """A mailbox and its other side. UIDs are those of the folder."""

    keeps_keywords: bool

    def mailbox(self) -> AbstractContextManager[base.Mailbox]:
        """Return the mailbox, to be opened."""

    def deliver(self, folder: str, raw: bytes, *, flags: Sequence[str] = (), when: datetime = NOON) -> int:
        """Put a message into a folder; return its UID."""

    def fill(self, folder: str, count: int) -> None:
        """Put that many messages into a folder, at once if that can be had."""

    def move(self, folder: str, uid: int, target: str) -> None:
        """Move a message."""

    def delete(self, folder: str, uid: int) -> None:
        """Delete a message for good."""

    def set_flags(self, folder: str, uid: int, flags: Sequence[str]) -> None:
        """Give a message these flags and no others."""

    def flags(self, folder: str, uid: int) -> frozenset[str]:
        """Return a message's flags in lower case."""

    def uids(self, folder: str) -> list[int]:
        """Return the UIDs in a folder."""

    def add_folder(self, name: str) -> None:
        """Make a folder."""


class MemoryBench:
    """The mailbox in memory."""

    keeps_keywords = True

    def __init__(self) -> None:
        self.held = MemoryMailbox(copies_wanted=True)

    def mailbox(self) -> MemoryMailbox:
        return self.held

    def deliver(self, folder: str, raw: bytes, *, flags: Sequence[str] = (), when: datetime = NOON) -> int:
        return self.held.deliver(folder, raw, flags, when).uid

    def fill(self, folder: str, count: int) -> None:
        for number in range(count):
            self.deliver(folder, mail(number))

    def move(self, folder: str, uid: int, target: str) -> None:
        self.held.move(self._place(folder, uid), target)

    def delete(self, folder: str, uid: int) -> None:
        self.held.delete(self._place(folder, uid))

    def set_flags(self, folder: str, uid: int, flags: Sequence[str]) -> None:
        self.held.set_flags(self._place(folder, uid), flags)

    def flags(self, folder: str, uid: int) -> frozenset[str]:
        return self.held.flags(self._place(folder, uid))

    def uids(self, folder: str) -> list[int]:
        return [it.uid for it in self.held.places(folder)]

    def add_folder(self, name: str) -> None:
        self.held.add_folder(name)

    def _place(self, folder: str, uid: int) -> Place:
        return next(it for it in self.held.places(folder) if it.uid == uid)


class ServerBench:
    """A user's mailbox on a real server; the other side is a mail program of its own."""

    def __init__(self, server: ImapServer, *, keeps_keywords: bool = True) -> None:
        self.server = server
        self.keeps_keywords = keeps_keywords
        self.user = server.new_user()
        self._opened = ExitStack()
        client = mail_program.logged_in(server, self.user, tls=server.tls_port is not None)
        self.other = self._opened.enter_context(client)

    def mailbox(self) -> ImapMailbox:
        return ImapMailbox(settings(self.server, self.user))

    def close(self) -> None:
        self._opened.close()

    def deliver(self, folder: str, raw: bytes, *, flags: Sequence[str] = (), when: datetime = NOON) -> int:
        answer = self.other.append(folder, raw, [it.encode() for it in flags], when)
        appended = re.search(rb"APPENDUID \d+ (\d+)", answer)
        assert appended is not None, answer
        return int(appended[1])

    def fill(self, folder: str, count: int) -> None:
        raws = [mail(number) for number in range(count)]
        if not {b"MULTIAPPEND", b"LITERAL+"} <= set(self.other.capabilities()):
            for raw in raws:
                self.other.append(folder, raw)
            return
        # One command (RFC 3502); imapclient's own writes it in a way that Cyrus refuses.
        messages = b"".join(b" () {%d+}\r\n%s" % (len(raw), raw) for raw in raws)
        imap = self.other._imap  # noqa: SLF001
        imap.send(b"A1 APPEND %s%s\r\n" % (folder.encode(), messages))
        while not (line := imap.readline()).startswith(b"A1 "):
            assert line.startswith(b"*"), line
        assert line.startswith(b"A1 OK"), line

    def move(self, folder: str, uid: int, target: str) -> None:
        self.other.select_folder(folder)
        self.other.move([uid], target)

    def delete(self, folder: str, uid: int) -> None:
        self.other.select_folder(folder)
        self.other.delete_messages([uid])
        self.other.expunge([uid])

    def set_flags(self, folder: str, uid: int, flags: Sequence[str]) -> None:
        self.other.select_folder(folder)
        self.other.set_flags([uid], [it.encode() for it in flags])

    def flags(self, folder: str, uid: int) -> frozenset[str]:
        self.other.select_folder(folder, readonly=True)
        found = self.other.get_flags([uid])[uid]
        return frozenset(it.decode().lower() for it in found) - {"\\recent"}

    def uids(self, folder: str) -> list[int]:
        self.other.select_folder(folder, readonly=True)
        return sorted(self.other.search("ALL"))

    def add_folder(self, name: str) -> None:
        self.other.create_folder(name)


def settings(server: ImapServer, user: User) -> ImapSettings:
    """Return the settings for a user of a server: with TLS, where it has that."""
    plain = ImapSettings(server.host, user.name, lambda: user.password, port=server.port, security="none")
    if server.tls_port is None:
        return plain
    return replace(plain, port=server.tls_port, security="tls", ca_file=server.ca_file)


class Reader:
    """Keeps what batches tell, as the store does."""

    def __init__(self) -> None:
        self.cursors: dict[FolderName, base.Cursor] = {}
        self.known: dict[str, dict[int, Envelope]] = {}

    def pull(
        self,
        mailbox: base.Mailbox,
        *,
        since: date | None = None,
        watched: Mapping[FolderName, Sequence[int]] | None = None,
    ) -> list[base.Batch]:
        """Read the news, keep them, and return the batches."""
        return list(self._pulled(mailbox.changes_since(self.cursors, since, watched or {})))

    def _pulled(self, batches: Iterator[base.Batch]) -> Iterator[base.Batch]:
        for batch in batches:
            self.keep(batch)
            yield batch

    def keep(self, batch: base.Batch) -> None:
        """Do what the port's glossary says of a batch."""
        if batch.trouble or batch.looks_empty:
            return
        known = self.known.setdefault(batch.folder.name, {})
        if batch.reset:
            known.clear()
        known |= {it.place.uid: it for it in batch.envelopes}
        for change in batch.flags:
            if change.uid in known:
                it = known[change.uid]
                known[change.uid] = replace(it, place=replace(it.place, flags=change.flags))
        for uid in [
            uid for uid in known if uid in batch.vanished or (batch.present is not None and uid not in batch.present)
        ]:
            del known[uid]
        self.cursors[batch.folder.name] = batch.cursor

    def subjects(self, folder: str) -> list[str]:
        """Return the subjects of the known messages of a folder, sorted."""
        return sorted(it.subject for it in self.known.get(folder, {}).values())

    def only(self, folder: str) -> Envelope:
        """Return the one message of a folder."""
        (envelope,) = self.known[folder].values()
        return envelope
