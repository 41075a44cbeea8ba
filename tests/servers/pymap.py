r"""pymap, an in-memory IMAP server, run in this process: no TLS, no SPECIAL-USE, OBJECTID.

As its authors ship it, it accepts the STORE of a keyword and keeps nothing (PERMANENTFLAGS without `\*`), a trap that
some real servers set too. `running(keeps_keywords=True)` gives the same server with that mended.
"""

import asyncio
import contextlib
import threading
import uuid
from argparse import Namespace
from collections.abc import Coroutine, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Wildcard
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from tests.servers.imap_server import User, unused_name
from tests.servers.process import free_port

FOLDERS = ("Sent", "Drafts", "Trash", "Junk", "Archive")
_ANSWER_SECONDS = 10.0

Result = TypeVar("Result")


class _Config(Config):
    """Passwords in the clear (hashing costs 0.3 s a login) and a greeting that asks no name server."""

    @property
    def greeting(self) -> bytes:
        return b"Server ready"


class _KeywordMailbox(MailboxData):
    """A folder that keeps any keyword."""

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return super().permanent_flags | {Wildcard}


class _KeywordMailboxSet(MailboxSet):
    """Folders that keep any keyword."""

    def __init__(self) -> None:
        super().__init__()
        self._inbox = self._new_mailbox()

    def _new_mailbox(self) -> MailboxData:
        return _KeywordMailbox(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> ObjectId:
        await super().add_mailbox(name)
        self._set[name] = mailbox = self._new_mailbox()
        return mailbox.mailbox_id


class Pymap:
    """A running pymap; `tests.servers.imap_server.ImapServer` says what the first fields mean."""

    host = "127.0.0.1"
    tls_port = None
    ca_file = None

    def __init__(self, *, keeps_keywords: bool) -> None:
        """Prepare a server; `start` runs it."""
        self.port = free_port()
        self.keeps_keywords = keeps_keywords
        arguments = Namespace(passlib_cfg=None, inherited_sockets=None, proxy_protocol=None)
        self._config = _Config(
            arguments,
            host=self.host,
            port=self.port,
            tls_enabled=False,
            hash_context=Cleartext(),
            invalid_user_sleep=0.0,
            demo_data=False,
            demo_user="",
            demo_password="",
        )
        self._login = Login(self._config)
        self._server = IMAPServer(self._login, self._config)
        self._sessions: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)
        self._up = threading.Event()
        self._end = asyncio.Event()

    def start(self) -> None:
        """Return once it listens."""
        self._thread.start()
        if not self._up.wait(_ANSWER_SECONDS):
            raise TimeoutError("pymap does not start")

    def stop(self) -> None:
        """Close every connection and end the server's thread."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(_ANSWER_SECONDS)
        self._loop.close()

    def new_user(self) -> User:
        """Return a user with a mailbox that no other test uses: empty, with the usual folders."""
        user = User(unused_name())
        self._run(self._add(user))
        return user

    def deliver(
        self, user: User, folder: str, message: bytes, *, flags: Sequence[str] = (), at: datetime | None = None
    ) -> None:
        """Put a message into a folder as a delivery does: sessions in IDLE are told. `at` is its INTERNALDATE (aware)."""
        appended = AppendMessage(message, at or datetime.now(UTC), frozenset(Flag(flag.encode()) for flag in flags))
        self._run(self._append(user, folder, appended))

    async def _serve(self) -> None:
        self._config.apply_context()
        listener = await asyncio.start_server(self._connection, self.host, self.port)
        self._up.set()
        await self._end.wait()
        listener.close()
        for session in self._sessions:
            session.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client; pymap's own service keeps no hold of its sessions, and they are collected as garbage while they wait."""
        session = asyncio.current_task()
        assert session is not None
        self._sessions.add(session)
        try:
            with contextlib.suppress(OSError, EOFError):  # a client that is gone
                await self._server(reader, writer, SocketInfo.get(writer, None, unique_id=uuid.uuid4().bytes))
        finally:
            writer.transport.abort()
            self._sessions.discard(session)

    async def _add(self, user: User) -> None:
        self._config.apply_context()
        folders = _KeywordMailboxSet() if self.keeps_keywords else MailboxSet()
        for name in FOLDERS:
            await folders.add_mailbox(name)
        self._login.users_dict[user.name] = UserMetadata(self._config, user.name, password=user.password)
        self._config.set_cache[user.name] = (folders, FilterSet())

    async def _append(self, user: User, folder: str, message: AppendMessage) -> None:
        self._config.apply_context()
        folders, _ = self._config.set_cache[user.name]
        mailbox = await folders.get_mailbox(folder)
        await mailbox.append(message)

    def _run(self, work: Coroutine[None, None, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_ANSWER_SECONDS)


@contextlib.contextmanager
def running(*, keeps_keywords: bool = True) -> Iterator[Pymap]:
    """Run a pymap of its own."""
    server = Pymap(keeps_keywords=keeps_keywords)
    server.start()
    try:
        yield server
    finally:
        server.stop()
