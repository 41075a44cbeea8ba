"""The demo's mail server, seen by a mail client over its socket."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from watcher import errors
from watcher.demo import server

RAW = b"Message-ID: <1@lind.example>\r\nFrom: alex@lind.example\r\nTo: karin@grid.example\r\nSubject: Hello\r\n\r\nHello!\r\n"
SOME_TIME = datetime(2027, 3, 1, 12, tzinfo=UTC)


@contextmanager
def a_client(running: server.EmbeddedServer, password: str | None = None) -> Iterator[IMAPClient]:
    client = IMAPClient(running.host, port=running.port, ssl=False, timeout=10)
    client.normalise_times = False
    try:
        client.login(running.user, password or running.password)
        yield client
    finally:
        client.shutdown()


def test_it_is_up_in_less_than_a_second() -> None:
    started = time.monotonic()
    with server.EmbeddedServer() as running, a_client(running) as client:
        assert client.noop()
    assert time.monotonic() - started < 1


def test_it_listens_on_this_machine_alone() -> None:
    with server.EmbeddedServer() as running:
        assert running.host == "127.0.0.1"
        with pytest.raises(ConnectionRefusedError):
            IMAPClient("127.0.0.2", port=running.port, ssl=False, timeout=2)


def test_it_has_the_usual_folders() -> None:
    with server.EmbeddedServer() as running, a_client(running) as client:
        assert {name for _, _, name in client.list_folders()} == {"INBOX", *server.FOLDERS}


def test_a_wrong_password_is_refused() -> None:
    with server.EmbeddedServer() as running, pytest.raises(LoginError), a_client(running, password="wrong"):
        pass


def test_an_own_keyword_is_announced_kept_and_found_in_a_later_session() -> None:
    with server.EmbeddedServer() as running:
        uid = running.deliver("Sent", RAW, ["\\Seen"])
        with a_client(running) as client:
            assert b"\\*" in client.select_folder("Sent")[b"PERMANENTFLAGS"]
            client.add_flags([uid], ["follow-up-due"])
        with a_client(running) as client:
            client.select_folder("Sent")
            assert client.search(["KEYWORD", "follow-up-due"]) == [uid]
        assert [held.flags for held in running.held()] == [frozenset({"\\seen", "follow-up-due"})]


def test_a_delivered_message_arrives_byte_for_byte_with_its_date() -> None:
    with server.EmbeddedServer() as running:
        uid = running.deliver("INBOX", RAW, received_at=SOME_TIME)
        with a_client(running) as client:
            client.select_folder("INBOX", readonly=True)
            fetched = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"])[uid]
        assert fetched[b"BODY[]"] == RAW
        assert fetched[b"INTERNALDATE"] == SOME_TIME
        assert [(held.folder, held.uid, held.raw) for held in running.held()] == [("INBOX", uid, RAW)]


def test_what_a_client_appends_is_dated_by_the_clock_of_the_demo() -> None:
    with server.EmbeddedServer() as running:
        running.now = SOME_TIME
        with a_client(running) as client:
            client.append("Drafts", RAW, ["\\Draft"])
        assert [held.received_at for held in running.held()] == [SOME_TIME]


def test_the_user_can_change_flags_and_folders() -> None:
    with server.EmbeddedServer() as running:
        uid = running.deliver("INBOX", RAW, ["\\Seen", "\\Flagged"])
        running.set_flags("INBOX", uid, ["\\Seen"])
        running.move("INBOX", uid, "Archive")
        assert [(held.folder, held.flags) for held in running.held()] == [("Archive", frozenset({"\\seen"}))]


def test_an_unknown_folder_is_said() -> None:
    with server.EmbeddedServer() as running, pytest.raises(KeyError):
        running.deliver("Nowhere", RAW)


def test_it_leaves_no_thread_and_no_open_connection_behind() -> None:
    before = set(threading.enumerate())
    with server.EmbeddedServer() as running:
        port = running.port
        client = IMAPClient(running.host, port=port, ssl=False, timeout=10)
        client.login(running.user, running.password)
    with pytest.raises((client.AbortError, OSError)):
        client.noop()
    client.shutdown()
    assert set(threading.enumerate()) == before
    with pytest.raises(ConnectionRefusedError):
        IMAPClient(server.HOST, port=port, ssl=False, timeout=2)


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with server.EmbeddedServer() as running:
        second = server.EmbeddedServer(port=running.port)
        with pytest.raises(errors.WatcherError, match=f"can't listen on 127.0.0.1:{running.port}"):
            second.__enter__()


def test_without_pymap_it_says_how_to_install_it() -> None:
    without_pymap = (
        "import sys; sys.modules['pymap'] = None\n"
        "from watcher import errors\n"
        "try:\n    import watcher.demo.server\nexcept errors.WatcherError as error:\n    print(error)"
    )
    said = subprocess.run([sys.executable, "-c", without_pymap], capture_output=True, text=True, check=True).stdout
    assert said.startswith("the demo needs a mail server that is not installed; get it by: ")
    assert "pip install 'pymap<" in said
    assert said.count("\n") == 1
