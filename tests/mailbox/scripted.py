"""An IMAP server that does as a test tells it, on loopback without TLS: it greets, logs in, opens folders and idles, up to the point where the script takes over."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator

from watcher.mailbox.settings import ImapSettings

CAPABILITIES = b"IMAP4rev1 IDLE"
PATIENCE_SECONDS = 20.0

_COMMAND = re.compile(rb"(?:(?P<tag>\S+) )?(?P<name>DONE|\S+)(?: (?P<rest>.*))?\Z")


class Talk:
    """The server's side of one connection. `commands` are what the client sent, without tags."""

    def __init__(self, client: socket.socket, capabilities: bytes) -> None:
        self._client = client
        self._lines = client.makefile("rb")
        self._capabilities = capabilities
        self.commands: list[bytes] = []
        self.tag = b""

    def say(self, text: bytes) -> None:
        """Send exactly this."""
        self._client.sendall(text)

    def hear(self) -> bytes:
        """Return the name of the next command; its tag is in `tag`. Nothing when the client is gone."""
        line = self._lines.readline().rstrip(b"\r\n")
        if line.upper() == b"DONE":
            self.commands.append(line)
            return b"DONE"
        tag, _, text = line.partition(b" ")
        if text:
            self.tag = tag
            self.commands.append(text)
        return text.split(b" ")[0].upper()

    def until(self, name: bytes) -> None:
        """Answer commands as a server does until this one comes."""
        while (heard := self.hear()) != name:
            if not heard:
                raise ConnectionResetError
            answers = {
                b"CAPABILITY": b"* CAPABILITY %s\r\n" % self._capabilities,
                b"LIST": b'* LIST (\\HasNoChildren) "/" INBOX\r\n* LIST (\\All) "/" "[Gmail]/All"\r\n',
                b"EXAMINE": b"* 3 EXISTS\r\n",
            }
            self.say(b"%s%s OK done\r\n" % (answers.get(heard, b""), self.tag))

    def idle(self) -> None:
        """Wait for IDLE and begin it."""
        self.until(b"IDLE")
        self.say(b"+ idling\r\n")

    def wait_for_the_end(self) -> None:
        """Say nothing more until the client is gone."""
        while self.hear():
            pass

    def hang_up(self) -> None:
        self._client.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def serving(script: Callable[[Talk], None], *, capabilities: bytes = CAPABILITIES) -> Iterator[ImapSettings]:
    """Serve every connection by this script in a thread of its own; give the settings to connect with. Connections end with the block."""
    open_now: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def converse(client: socket.socket) -> None:
        with client, contextlib.suppress(OSError, ValueError):
            talk = Talk(client, capabilities)
            talk.say(b"* OK ready\r\n")
            script(talk)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                open_now.append(client)
                threads.append(threading.Thread(target=converse, args=(client,), daemon=True))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield ImapSettings("127.0.0.1", "doe", lambda: "secret", port=port, security="none")
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join(PATIENCE_SECONDS)
            for client in open_now:
                with contextlib.suppress(OSError):
                    client.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join(PATIENCE_SECONDS)
