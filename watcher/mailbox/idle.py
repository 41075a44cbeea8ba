"""News by themselves: a connection that waits in IDLE (RFC 2177) and tells that something changed.

The answers are read here, from the socket, and not by imapclient: its `idle_check` returns nothing at once and for ever on a line that is dead, and takes a line that comes
in two pieces for an error.
"""

import contextlib
import imaplib
import io
import random
import re
import selectors
import socket
import ssl
import time
from enum import Enum, auto
from typing import cast

from watcher.errors import ConnectionLost, MailboxError, NotAllowed
from watcher.mailbox import connection, folders, wire
from watcher.mailbox.connection import Connection
from watcher.mailbox.settings import ImapSettings

RENEW_SECONDS = 540.0  # servers may end a connection that was silent for half an hour, and routers forget it sooner
ANSWER_SECONDS = 60.0

_BLOCK = 65_536  # more than a TLS record holds (RFC 8446 5.1): nothing of one is left behind in the TLS library
_MOST_OF_A_LINE = 65_536
_MOST_OF_A_LITERAL = 1 << 26
_MOST_AT_ONCE = 1 << 20
_PROBE_AFTER_SECONDS = 120
_PROBE_AGAIN_SECONDS = 30

_NEWS = re.compile(rb"\* (?:\d+ (?:EXISTS|EXPUNGE|FETCH)|VANISHED)\b", re.IGNORECASE)
_FAREWELL = re.compile(rb"\* BYE\b", re.IGNORECASE)
_WORDS = re.compile(rb"\* (?:OK|NO|BAD)\b", re.IGNORECASE)
_LITERAL = re.compile(rb"\{(\d{1,12})\+?\}\Z")


class _State(Enum):
    CLOSED = auto()
    BEGINNING = auto()  # IDLE is sent, the `+` is to come
    IDLE = auto()
    ENDING = auto()  # DONE is sent, the tagged OK is to come


class ImapListener:
    """An IMAP connection of its own in IDLE; see `watcher.mailbox.base.Listener`.

    IDLE is renewed every `renew_seconds`; what the server does not answer within `answer_seconds` shows that the line is dead. What has changed while it
    opened may not be told: look for it once after. News that came by then are told by the first `receive`, for which the descriptor need not be readable.
    """

    def __init__(
        self, settings: ImapSettings, *, renew_seconds: float = RENEW_SECONDS, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        """Prepare; nothing is connected yet."""
        self._settings = settings
        self._renew_seconds = renew_seconds
        self._answer_seconds = answer_seconds
        self._socket: socket.socket | None = None
        self._state = _State.CLOSED
        self._commands = 0
        self._renewed_at = 0.0
        self._due_at: float | None = None  # the next renewal in IDLE, else the end of our patience
        self._ended_unasked = False  # the server ended IDLE by itself since the last renewal
        self._refusal: MailboxError | None = None
        self._told_early = False  # news came before `open` returned
        self._rest = b""  # a line that is not complete yet
        self._goes_on = False  # the next line goes on with the last one, behind a literal
        self._skipped = 0  # bytes of a literal yet to come

    def open(self) -> bool:
        """Connect, log in, open the inbox (at Gmail the folder of all mail) for reading and begin to idle. False where the server can't.

        Raises as `connection.connect` does, NotAllowed when the folder can't be opened, ConnectionLost.
        """
        opened = connection.connect(self._settings)
        try:
            with connection.translated(self._settings):
                if opened.can(b"IDLE"):
                    opened.wire.run(b"EXAMINE %s" % wire.quoted(_folder(opened)))
                    self._take_over(opened)
                    self._await_idle()
        except BaseException as error:
            self.close()
            connection.close(opened.client, error)
            raise
        if self._state is _State.IDLE and self._refusal is None:
            return True
        self.close()
        connection.close(opened.client)
        return False

    def fileno(self) -> int:
        """Return the socket's descriptor; -1 when it is closed."""
        return -1 if self._socket is None else self._socket.fileno()

    def receive(self) -> bool:
        """Read what has come; whether it tells of a change. Raises ConnectionLost.

        After a megabyte it leaves the rest for the next call, so that one busy mailbox does not keep others waiting; the descriptor stays readable then.
        """
        with connection.translated(self._settings):
            news = self._read() or self._told_early
        self._told_early = False
        if self._refusal is not None:
            raise ConnectionLost(str(self._refusal)) from self._refusal
        return news

    def keep_up(self, now: float) -> float:
        """Renew IDLE when its time has come, the first time at a random moment, so that many connections do not all do so at once. Raises ConnectionLost."""
        if self._due_at is None:
            self._due_at = now + random.SystemRandom().uniform(0.5, 1) * self._renew_seconds
        if now < self._due_at:
            return self._due_at
        if self._state is not _State.IDLE:
            raise self._lost(f"it did not answer within {self._answer_seconds:g} seconds")
        with connection.translated(self._settings):
            self._send(b"DONE\r\n")
        self._state = _State.ENDING
        self._ended_unasked = False
        self._renewed_at = now
        self._due_at = now + self._answer_seconds
        return self._due_at

    def close(self) -> None:
        """Hang up, without waiting for the server."""
        self._state = _State.CLOSED
        self._rest = b""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.close()

    # --- beginning ------------------------------------------------------------------------------

    def _take_over(self, opened: Connection) -> None:
        """Go on with the connection's socket, without waiting from now on, and with what was read from it already."""
        self._socket = cast("socket.socket", opened.client.socket())
        _watch_over(self._socket, self._answer_seconds)
        self._socket.settimeout(0)
        already = _unread(opened.client._imap)  # noqa: SLF001  (as in wire's docstring)
        self._begin()
        self._told_early = self._take(already)

    def _await_idle(self) -> None:
        """Wait for the server's word that it idles, or that it will not."""
        patience_ends = time.monotonic() + self._settings.read_seconds
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.fileno(), selectors.EVENT_READ)
            self._told_early |= self._read()
            while self._state is _State.BEGINNING and self._refusal is None:
                left = patience_ends - time.monotonic()
                if left <= 0:
                    raise self._lost(f"it did not answer within {self._settings.read_seconds:g} seconds")
                waiting.select(left)
                self._told_early |= self._read()
        if self._refusal is not None and not isinstance(self._refusal, NotAllowed):
            raise self._refusal

    def _begin(self) -> None:
        self._commands += 1
        self._state = _State.BEGINNING
        self._send(b"%s IDLE\r\n" % self._tag)

    @property
    def _tag(self) -> bytes:
        return b"W%d" % self._commands

    # --- reading --------------------------------------------------------------------------------

    def _read(self) -> bool:
        """Read until nothing has come, or much; the descriptor alone then tells of more, nothing being left in the TLS library."""
        news = False
        size = 0
        while size < _MOST_AT_ONCE:
            try:
                data = self._open_socket.recv(_BLOCK)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                break
            if not data:
                raise self._lost("it hung up")
            size += len(data)
            news = self._take(data) or news
        return news

    def _take(self, data: bytes) -> bool:
        """Cut what came into lines, literals left out; whether one of them tells of a change."""
        news = False
        data = self._rest + data
        start = 0
        while True:
            passed_over = min(self._skipped, len(data) - start)
            self._skipped -= passed_over
            start += passed_over
            end = data.find(b"\n", start)
            if end < 0:
                break
            news = self._understand(data[start:end].removesuffix(b"\r")) or news
            start = end + 1
        self._rest = data[start:]
        if len(self._rest) > _MOST_OF_A_LINE:
            raise wire.nonsense(self._rest)
        return news

    def _understand(self, line: bytes) -> bool:
        """Take in a line; whether it tells of a change."""
        goes_on = self._goes_on
        self._goes_on = False
        if goes_on or line.startswith(b"*"):
            self._expect_literal(line)
            if _FAREWELL.match(line) and not goes_on:
                raise ConnectionLost(f"The server ended the connection: {wire.shown(line[6:])}\nTry again later.")
            return not goes_on and _NEWS.match(line) is not None
        if line.startswith(b"+"):
            self._idles()
        elif line.startswith(self._tag + b" "):
            self._answered(line)
        else:
            raise wire.nonsense(line)
        return False

    def _expect_literal(self, line: bytes) -> None:
        literal = _LITERAL.search(line)
        if literal is None or _WORDS.match(line):
            return
        self._skipped = int(literal[1])
        self._goes_on = True
        if self._skipped > _MOST_OF_A_LITERAL:
            raise wire.nonsense(line)

    def _idles(self) -> None:
        if self._state is _State.BEGINNING:
            self._state = _State.IDLE
            if self._due_at is not None:
                self._due_at = self._renewed_at + self._renew_seconds

    def _answered(self, line: bytes) -> None:
        """IDLE has ended: begin anew, when we wanted it or the server did not do so before; else take it as refused."""
        status, _, text = line.partition(b" ")[2].partition(b" ")
        unasked = self._state is _State.IDLE
        if status.upper() != b"OK" or self._state is _State.BEGINNING or (unasked and self._ended_unasked):
            self._refusal = wire.refusal_of(text)
            return
        self._ended_unasked = unasked
        self._begin()

    # --- the line -------------------------------------------------------------------------------

    @property
    def _open_socket(self) -> socket.socket:
        if self._socket is None:
            raise self._lost("it is not open")
        return self._socket

    def _send(self, data: bytes) -> None:
        """Send a few bytes. When there is no room even for them, nothing was received at the other side for long."""
        try:
            sent = self._open_socket.send(data)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            sent = 0
        if sent != len(data):
            raise self._lost("it takes nothing in")

    def _lost(self, why: str) -> ConnectionLost:
        where = f"{self._settings.host}:{self._settings.port}"
        return ConnectionLost(f"The connection to {where} that waits for news broke off ({why}).\nTry again later.")


def _folder(opened: Connection) -> bytes:
    r"""Return the name on the wire of the folder to listen to: the inbox, or Gmail's `\\All` (RFC 6154) where it is shown, which holds sent mail too."""
    if opened.can(b"X-GM-EXT-1"):
        for listed in folders.read_list(opened.wire.run(b'LIST "" "*"')):
            if "\\all" in listed.attributes:
                return listed.on_wire
    return b"INBOX"


def _watch_over(connected: socket.socket, patience_seconds: float) -> None:
    """Have the system find out whether the other side is still there (RFC 9293 3.8.4), and give up on it in time (RFC 5482)."""
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (
        (getattr(socket, "TCP_KEEPIDLE", None), _PROBE_AFTER_SECONDS),
        (getattr(socket, "TCP_KEEPINTVL", None), _PROBE_AGAIN_SECONDS),
        (getattr(socket, "TCP_USER_TIMEOUT", None), max(1, int(patience_seconds * 1000))),
    ):
        if option is not None:
            connected.setsockopt(socket.IPPROTO_TCP, option, value)


def _unread(imap: imaplib.IMAP4) -> bytes:
    """Return what imaplib has read from its socket, which does not wait, and not handed out: it lies in a file, from Python 3.14 on in a list. The file is closed."""
    pieces: list[bytes] | None = getattr(imap, "_readbuf", None)
    if pieces is not None:
        return b"".join(pieces)
    with cast("io.BufferedReader", imap.file) as file, contextlib.suppress(ssl.SSLWantReadError):
        return file.read1(_BLOCK)
    return b""
