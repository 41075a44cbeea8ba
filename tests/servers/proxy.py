"""A line between a client and a test server that writes down every command, and that can break.

with proxy.between(server) as line:
...connect to line.host, line.port (no TLS)...
assert [command.name for command in line.commands()] == ["LOGIN", "LIST", "SELECT"]
"""

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from tests.servers.imap_server import ImapServer

_LITERAL = re.compile(rb"\{(\d+)\+?\}\r\n\Z")
_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Command:
    """One command that a client sent: literals are cut out, `{12}` stays in their place."""

    connection: int
    tag: str
    text: str

    @property
    def name(self) -> str:
        """The command's name in capitals, `UID FETCH` and its like with both words."""
        words = self.text.upper().split(" ", 2)
        return " ".join(words[:2]) if words[0] == "UID" else words[0]


class CommandReader:
    """Cuts a client's bytes into commands (RFC 9051 section 2.2.1), across any chunks."""

    def __init__(self, connection: int) -> None:
        """Read what one connection sends."""
        self._connection = connection
        self._pending = b""
        self._literal_left = 0
        self._text = b""

    def feed(self, data: bytes) -> list[Command]:
        """Return the commands that are complete with these bytes."""
        self._pending += data
        return [command for line in self._lines() if (command := self._command(line)) is not None]

    def _lines(self) -> Iterator[bytes]:
        """Yield each command with its literals left out; the text so far is kept between calls."""
        while self._pending:
            skipped = min(self._literal_left, len(self._pending))
            self._literal_left -= skipped
            line, end, rest = self._pending[skipped:].partition(b"\r\n")
            if not end:
                self._pending = line
                return
            self._pending = rest
            self._text += line
            if literal := _LITERAL.search(line + end):
                self._literal_left = int(literal[1])
            else:
                complete, self._text = self._text, b""
                yield complete

    def _command(self, line: bytes) -> Command | None:
        """Return the command, DONE included; the lines of a SASL exchange are none."""
        tag, _, text = line.decode("utf-8", "replace").partition(" ")
        if tag.upper() == "DONE":
            return Command(self._connection, "", "DONE")
        return Command(self._connection, tag, text) if text else None


class Line:
    """A listening proxy. All of its methods may be called while clients are connected."""

    host = "127.0.0.1"

    def __init__(self, target: tuple[str, int]) -> None:
        """Listen at once; connections go to `target`."""
        self._target = target
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._commands: list[Command] = []
        self._connections: list[_Connection] = []
        self._opened = 0
        self._lose: str | None = None
        self._flows = threading.Event()
        self._flows.set()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def commands(self) -> list[Command]:
        """Return what clients sent since the start, or since `forget`."""
        with self._lock:
            return list(self._commands)

    def forget(self) -> None:
        """Start the record of commands anew."""
        with self._lock:
            self._commands.clear()

    @property
    def connections_opened(self) -> int:
        """How many connections clients have made."""
        return self._opened

    def cut(self) -> None:
        """Break every connection that is open now; new ones work."""
        with self._lock:
            open_now, self._connections = self._connections, []
        for connection in open_now:
            connection.hang_up()
        frozen = not self._flows.is_set()
        self._flows.set()  # who waits finds its ends closed
        for connection in open_now:
            connection.close()
        if frozen:
            self._flows.clear()

    def freeze(self) -> None:
        """Pass nothing on from now, as a server that hangs: connections are taken and held, and nothing is said on them."""
        self._flows.clear()

    def thaw(self) -> None:
        """Pass on what was held back, and what comes."""
        self._flows.set()

    def wait_while_frozen(self) -> None:
        """Return once bytes may pass."""
        self._flows.wait()

    def lose_answer_to(self, name: str) -> None:
        """Let the server carry out the next command of this name, then break that line before the answer gets through."""
        with self._lock:
            self._lose = name.upper()

    def close(self) -> None:
        """Stop listening and break every connection."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        self.thaw()
        self.cut()

    def record(self, command: Command) -> bool:
        """Write a command down; return whether its answer shall be lost."""
        with self._lock:
            self._commands.append(command)
            lost = command.name == self._lose
            if lost:
                self._lose = None
            return lost

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            self._opened += 1
            connection = _Connection(self, self._opened, client, server)
            with self._lock:
                self._connections.append(connection)
            connection.start()


class _Connection:
    """A client's connection and its other half."""

    def __init__(self, line: Line, number: int, client: socket.socket, server: socket.socket) -> None:
        self._line = line
        self._client = client
        self._server = server
        self._reader = CommandReader(number)
        self._lost_tag: str | None = None
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._threads = [threading.Thread(target=pump, daemon=True) for pump in (self._upstream, self._downstream)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self.hang_up()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()
        self._client.close()
        self._server.close()

    def hang_up(self) -> None:
        """End both halves; `close` frees them, too."""
        for end in (self._client, self._server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _upstream(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._client.recv(_CHUNK):
                for command in self._reader.feed(data):
                    if self._line.record(command):
                        self._lost_tag = command.tag
                self._line.wait_while_frozen()
                self._server.sendall(data)
        self.hang_up()

    def _downstream(self) -> None:
        unseen = b""
        with contextlib.suppress(OSError):
            while data := self._server.recv(_CHUNK):
                self._line.wait_while_frozen()
                if self._lost_tag is None:
                    self._client.sendall(data)
                    continue
                unseen += data
                if f"\r\n{self._lost_tag} ".encode() in b"\r\n" + unseen:
                    break
        self.hang_up()


@contextlib.contextmanager
def between(server: ImapServer) -> Iterator[Line]:
    """Put a proxy before the server's port without TLS."""
    line = Line((server.host, server.port))
    try:
        yield line
    finally:
        line.close()
