r"""A real IMAP server inside this process: pymap's in-memory mailbox on loopback, in a thread with an event loop of its own.

pymap keeps system flags only; here it announces `\*` and keeps own keywords, so that the program's own mark shows. What is appended without a date
is dated by the demo's clock, so that a demo at another time looks as it would have looked then. Nothing leaves the machine, nothing is written to disk.
"""

import asyncio
import contextlib
import logging
import threading
import uuid
from argparse import Namespace
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from watcher import errors
from watcher.demo import extra

try:
    from proxyprotocol.sock import SocketInfo
    from pymap.backend.dict import Config, Login
    from pymap.backend.dict.filter import FilterSet
    from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
    from pymap.concurrent import Subsystem
    from pymap.flags import FlagOp
    from pymap.imap import IMAPServer
    from pymap.parsing.message import AppendMessage
    from pymap.parsing.specials import FetchRequirement, ObjectId
    from pymap.parsing.specials.flag import Flag, Recent, Wildcard, get_system_flags
    from pymap.user import UserMetadata
    from pysasl.hashing import Cleartext
except ModuleNotFoundError as missing:
    raise errors.WatcherError(
        f"the demo needs a mail server that is not installed; get it by: {extra.command()}"
    ) from missing

HOST = "127.0.0.1"
FOLDERS = ("Sent", "Drafts", "Trash", "Junk", "Archive")
ANSWER_SECONDS = 10
KEPT_FLAGS = (get_system_flags() - {Recent}) | {Wildcard}
Result = TypeVar("Result")
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Held:
    """One message as the server holds it now; `flags` are as IMAP writes them, in lower case."""

    folder: str
    uid: int
    flags: frozenset[str]
    received_at: datetime
    raw: bytes


class _Config(Config):
    """Greets without asking a name server for this machine's name, which can take half a minute without a network."""

    @property
    def greeting(self) -> bytes:
        return b"The demo's mail server is ready"


class _Folder(MailboxData):
    """A folder that keeps own keywords and takes undated mail's date from the demo's clock."""

    def __init__(self, content_cache: Any, thread_cache: Any, clock: Clock) -> None:
        super().__init__(content_cache, thread_cache)
        self._clock = clock

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return KEPT_FLAGS

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        dated = replace(append_msg, when=append_msg.when or self._clock())
        return await super().append(dated, recent=recent)


class _Folders(MailboxSet):
    """All folders of the one user."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._inbox = self._made()

    def _made(self) -> _Folder:
        return _Folder(self._content_cache, self._thread_cache, self._clock)

    async def add_mailbox(self, name: str) -> ObjectId:
        async with self._set_lock.write_lock():
            if name in self._set:
                raise ValueError(name)
            folder = self._set[name] = self._made()
            return folder.mailbox_id

    async def names(self) -> list[str]:
        return [entry.name for entry in (await self.list_mailboxes()).list() if entry.exists]


class EmbeddedServer:
    """The server, up between `__enter__` and `__exit__`. `now` is what its clock shows (None: the time of day)."""

    def __init__(self, *, user: str = "alex", password: str = "demo", port: int = 0) -> None:  # noqa: S107 - loopback only, shown to the user
        self.host = HOST
        self.port = port
        self.user = user
        self.password = password
        self.now: datetime | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo mail server", daemon=True)
        self._up = contextlib.AsyncExitStack()
        self._connections: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        # Without a handler of its own a library's warnings would end up on the user's screen.
        for name in ("pymap", "proxyprotocol"):
            logging.getLogger(name).addHandler(logging.NullHandler())
        self._thread.start()
        try:
            self._run(self._start())
        except OSError as error:
            self._stop_loop()
            raise errors.WatcherError(
                f"The demo's mail server can't listen on {self.host}:{self.port}: {error.strerror or error}"
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._stop())
        self._stop_loop()

    def deliver(self, folder: str, raw: bytes, flags: Iterable[str] = (), received_at: datetime | None = None) -> int:
        """Put a message into a folder as a mail server would, without a client; its UID. Raises KeyError for an unknown folder."""
        message = AppendMessage(raw, received_at, frozenset(Flag(flag.encode("ascii")) for flag in flags))
        return self._run(self._deliver(folder, message))

    def held(self) -> list[Held]:
        """Everything that lies in every folder now, by folder and UID."""
        return self._run(self._held())

    def set_flags(self, folder: str, uid: int, flags: Iterable[str]) -> None:
        """Give a message exactly these flags, as the user's mail client would. Raises KeyError for an unknown folder."""
        self._run(self._set_flags(folder, uid, frozenset(Flag(flag.encode("ascii")) for flag in flags)))

    def move(self, folder: str, uid: int, target: str) -> None:
        """Move a message to another folder, as the user's mail client would. Raises KeyError for an unknown folder."""
        self._run(self._move(folder, uid, target))

    def _clock(self) -> datetime:
        return self.now if self.now is not None else datetime.now(UTC)

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        future: Future[Result] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(ANSWER_SECONDS)

    async def _start(self) -> None:
        config = _Config(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host=self.host,
            port=self.port,
            tls_enabled=False,
            # The password is on the screen anyway: hashing it in a pool of threads would cost a third of a second at each login.
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
            demo_data=False,
            demo_user=self.user,
            demo_password=self.password,
        )
        config.apply_context()
        self._login = Login(config)
        self._login.users_dict[self.user] = UserMetadata(config, self.user, password=self.password)
        self._folders = _Folders(self._clock)
        config.set_cache[self.user] = (self._folders, FilterSet())
        for name in FOLDERS:
            await self._folders.add_mailbox(name)
            await self._folders.set_subscribed(name, subscribed=True)
        await self._listen(config)

    async def _listen(self, config: Config) -> None:
        serve = IMAPServer(self._login, config)

        async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._connections.add(task)
            try:
                with contextlib.suppress(OSError, EOFError):  # a client that is gone
                    await serve(reader, writer, SocketInfo.get(writer, None, unique_id=uuid.uuid4().bytes))
            finally:
                writer.transport.abort()
                self._connections.discard(task)

        listener = await asyncio.start_server(connection, self.host, self.port)
        self._up.callback(listener.close)
        self.port = listener.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        await self._up.aclose()
        connections = list(self._connections)
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await asyncio.sleep(0)  # the sockets are closed in the loop's next round

    def _stop_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(ANSWER_SECONDS)
        self._loop.close()

    async def _deliver(self, folder: str, message: AppendMessage) -> int:
        await self._folders.get_mailbox(folder)
        async with self._login.demo_user_identity.new_session() as session:
            appended, _ = await session.append_messages(folder, [message])
        return next(iter(appended.uids))

    async def _held(self) -> list[Held]:
        found = []
        for name in await self._folders.names():
            folder = await self._folders.get_mailbox(name)
            found += [await _read(name, message) async for message in folder.messages()]
        return sorted(found, key=lambda held: (held.folder, held.uid))

    async def _set_flags(self, folder: str, uid: int, flags: frozenset[Flag]) -> None:
        place = await self._folders.get_mailbox(folder)
        known = {message.uid: message async for message in place.messages()}
        await place.update(uid, known[uid], flags, FlagOp.REPLACE)

    async def _move(self, folder: str, uid: int, target: str) -> None:
        place = await self._folders.get_mailbox(folder)
        await place.move(uid, await self._folders.get_mailbox(target))


async def _read(folder: str, message: Message) -> Held:
    loaded = await message.load_content(FetchRequirement.CONTENT)
    flags = frozenset(bytes(flag).decode("ascii").lower() for flag in message.permanent_flags)
    return Held(folder, message.uid, flags, message.internal_date, bytes(loaded))
