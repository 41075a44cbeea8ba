"""A password check that speaks the protocol of saslauthd, so that Cyrus can also refuse a login.

The client sends user, password, service and realm, each behind its length in two bytes, and gets "OK" or "NO" the same way.
"""

import contextlib
import socketserver
import struct
import threading
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

from tests.servers.imap_server import PASSWORD
from tests.servers.process import account

_LENGTH = struct.Struct("!H")
_FIELDS = 4


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        _user, password, _service, _realm = [_read_field(self.rfile) for _ in range(_FIELDS)]
        answer = b"OK" if password == PASSWORD.encode() else b"NO"
        self.wfile.write(_LENGTH.pack(len(answer)) + answer)


def _read_field(stream: BufferedIOBase) -> bytes:
    (length,) = _LENGTH.unpack(stream.read(_LENGTH.size))
    return stream.read(int(length))


@contextlib.contextmanager
def listening(path: Path) -> Iterator[None]:
    """Answer at the Unix socket `path`: any user name fits, the password must be the test servers'."""
    with socketserver.ThreadingUnixStreamServer(str(path), _Handler) as server:
        server.daemon_threads = True
        account().owns(path)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
