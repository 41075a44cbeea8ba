"""The test servers are what the tests take them for."""

import contextlib
import imaplib
import os
import pwd
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from tests.servers import cyrus, dovecot, proxy, pymap
from tests.servers.imap_server import ImapServer, User

UID_VALIDITY = 7
MESSAGE = b"Message-ID: <one@lind.example>\r\nFrom: alex@lind.example\r\nTo: sam@berg.example\r\nSubject: Hello\r\n\r\nHi.\r\n"
REPLY = MESSAGE.replace(b"<one@", b"<two@").replace(b"\r\n\r\n", b"\r\nReferences: <one@lind.example>\r\n\r\n", 1)


@contextlib.contextmanager
def logged_in(server: ImapServer, user: User, *, port: int | None = None) -> Iterator[IMAPClient]:
    with IMAPClient(server.host, port or server.port, ssl=False, timeout=10) as client:
        client.login(user.name, user.password)
        yield client


def special_folders(client: IMAPClient) -> dict[str, set[str]]:
    """Return every folder with its flags, those about children left out."""
    return {
        name: {flag.decode() for flag in flags if flag not in {b"\\HasNoChildren", b"\\HasChildren"}}
        for flags, _, name in client.list_folders()
    }


def kept_keywords(server: ImapServer, user: User) -> set[bytes]:
    """Set a keyword in one session; return what another session finds."""
    with logged_in(server, user) as client:
        client.append("Sent", MESSAGE)
        client.select_folder("Sent")
        (uid,) = client.search()
        client.add_flags([uid], [b"follow-up-due"])
    with logged_in(server, user) as client:
        client.select_folder("Sent")
        return set(client.get_flags([uid])[uid]) - {b"\\Recent"}


def ask_until_cut(client: IMAPClient) -> None:
    """Ask until the line breaks: the server ends a session a moment after the kick."""
    give_up_at = time.monotonic() + 10
    while time.monotonic() < give_up_at:
        client.noop()


@pytest.fixture(params=["dovecot_server", "cyrus_server", "pymap_server", "pymap_plain_server"])
def server(request: pytest.FixtureRequest) -> ImapServer:
    chosen: ImapServer = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture(params=["dovecot_server", "cyrus_server"])
def tls_server(request: pytest.FixtureRequest) -> dovecot.Dovecot | cyrus.Cyrus:
    chosen: dovecot.Dovecot | cyrus.Cyrus = request.getfixturevalue(request.param)
    return chosen


def test_each_user_has_an_empty_mailbox_of_his_own(server: ImapServer) -> None:
    first, second = server.new_user(), server.new_user()
    with logged_in(server, first) as client:
        client.append("Sent", MESSAGE)
    with logged_in(server, second) as client:
        assert client.folder_status("Sent", ["MESSAGES"]) == {b"MESSAGES": 0}


def test_a_wrong_password_is_refused(server: ImapServer) -> None:
    user = server.new_user()
    with (
        IMAPClient(server.host, server.port, ssl=False, timeout=10) as client,
        pytest.raises(LoginError),
    ):
        client.login(user.name, "wrong")


def test_tls_holds_for_who_trusts_the_authority(tls_server: dovecot.Dovecot | cyrus.Cyrus) -> None:
    user = tls_server.new_user()
    for name in ("localhost", "127.0.0.1"):
        context = ssl.create_default_context(cafile=tls_server.ca_file)
        with IMAPClient(name, tls_server.tls_port, ssl_context=context, timeout=10) as client:
            assert client.login(user.name, user.password)


def test_tls_fails_for_who_does_not(tls_server: dovecot.Dovecot | cyrus.Cyrus) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        IMAPClient(tls_server.host, tls_server.tls_port, ssl_context=ssl.create_default_context(), timeout=10)


def test_dovecot_marks_its_special_folders(dovecot_server: dovecot.Dovecot) -> None:
    with logged_in(dovecot_server, dovecot_server.new_user()) as client:
        assert special_folders(client) == {
            "INBOX": set(),
            **{name: {f"\\{name}"} for name in dovecot.SPECIAL_FOLDERS},
        }


def test_cyrus_marks_its_special_folders_in_lower_case(cyrus_server: cyrus.Cyrus) -> None:
    with logged_in(cyrus_server, cyrus_server.new_user()) as client:
        assert special_folders(client) == {
            "INBOX": set(),
            **{name: {f"\\{name.lower()}"} for name in cyrus.SPECIAL_FOLDERS},
        }


def test_pymap_has_the_folders_without_marks(pymap_server: pymap.Pymap) -> None:
    with logged_in(pymap_server, pymap_server.new_user()) as client:
        assert special_folders(client) == {name: set() for name in ("INBOX", *pymap.FOLDERS)}


@pytest.mark.parametrize("name", ["dovecot_server", "cyrus_server", "pymap_server"])
def test_keywords_are_kept(name: str, request: pytest.FixtureRequest) -> None:
    server: ImapServer = request.getfixturevalue(name)
    assert kept_keywords(server, server.new_user()) == {b"follow-up-due"}


def test_plain_pymap_accepts_a_keyword_and_drops_it(pymap_plain_server: pymap.Pymap) -> None:
    assert kept_keywords(pymap_plain_server, pymap_plain_server.new_user()) == set()


@pytest.mark.parametrize("name", ["cyrus_server", "pymap_server"])
def test_a_reply_has_the_thread_id_of_its_message(name: str, request: pytest.FixtureRequest) -> None:
    server: ImapServer = request.getfixturevalue(name)
    with logged_in(server, server.new_user()) as client:
        client.append("INBOX", MESSAGE)
        client.append("INBOX", REPLY)
        client.select_folder("INBOX")
        threads = {data[b"THREADID"] for data in client.fetch(client.search(), ["THREADID"]).values()}
    assert len(threads) == 1


def test_a_kick_cuts_the_users_line_only(dovecot_server: dovecot.Dovecot) -> None:
    user, bystander = dovecot_server.new_user(), dovecot_server.new_user()
    with logged_in(dovecot_server, bystander) as other:
        with logged_in(dovecot_server, user) as client:
            dovecot_server.kick(user)
            with pytest.raises((imaplib.IMAP4.abort, OSError)):
                ask_until_cut(client)
        assert other.noop()


def test_a_changed_password_is_the_users_only_one(dovecot_server: dovecot.Dovecot) -> None:
    """At once, however often it changes, and nobody else's."""
    user, bystander = dovecot_server.new_user(), dovecot_server.new_user()
    for password in ("fresh", "newer", user.password):
        changed = dovecot_server.change_password(user, password)
        with logged_in(dovecot_server, changed) as client:
            assert client.noop()
        with pytest.raises(LoginError), logged_in(dovecot_server, User(user.name, "outdated")):
            pass
        if changed != user:
            with pytest.raises(LoginError), logged_in(dovecot_server, user):
                pass
    with logged_in(dovecot_server, bystander) as client:
        assert client.noop()


def test_a_server_can_be_restarted(dovecot_server: dovecot.Dovecot) -> None:
    """Lines break, nobody answers, and then it is there again with the same mail on the same port."""
    with dovecot.running() as server:
        user = server.new_user()
        with logged_in(server, user) as client:
            client.append("Sent", MESSAGE)
            server.stop()
            with pytest.raises((imaplib.IMAP4.abort, OSError)):
                client.noop()
        with pytest.raises(OSError, match="refused"), logged_in(server, user):
            pass
        server.start()
        with logged_in(server, user) as client:
            assert client.folder_status("Sent", ["MESSAGES"]) == {b"MESSAGES": 1}


def test_many_sessions_in_idle_are_told_at_once(dovecot_server: dovecot.Dovecot) -> None:
    """Far before the interval of 30 s in which Dovecot looks where the system tells it nothing."""
    with dovecot.running(sessions_a_process=25) as server, contextlib.ExitStack() as stack:
        users = [server.new_user() for _ in range(250)]
        idle = [stack.enter_context(idling(server, user)) for _ in range(2) for user in users]
        with logged_in(server, users[-1]) as client:
            client.append("INBOX", MESSAGE)
        began = time.monotonic()
        assert b"* 1 EXISTS\r\n" in idle[-1]
        assert time.monotonic() - began < 15


def test_uid_validity_can_be_changed(dovecot_server: dovecot.Dovecot) -> None:
    user = dovecot_server.new_user()
    with logged_in(dovecot_server, user) as client:
        client.append("Sent", MESSAGE)
    dovecot_server.change_uid_validity(user, "Sent", UID_VALIDITY)
    with logged_in(dovecot_server, user) as client:
        assert client.folder_status("Sent", ["UIDVALIDITY", "MESSAGES"]) == {
            b"UIDVALIDITY": UID_VALIDITY,
            b"MESSAGES": 1,
        }


@contextlib.contextmanager
def idling(server: ImapServer, user: User) -> Iterator[BinaryIO]:
    """A session in IDLE, as its bare socket: imapclient's idle_check breaks off when an answer comes in two pieces."""
    with (
        socket.create_connection((server.host, server.port), timeout=30) as connection,
        connection.makefile("rb") as answers,
    ):
        connection.sendall(f"a LOGIN {user.name} {user.password}\r\nb SELECT INBOX\r\nc IDLE\r\n".encode())
        assert any(line.startswith(b"+") for line in answers)
        yield answers


def test_a_delivery_wakes_a_session_in_idle(pymap_server: pymap.Pymap) -> None:
    user = pymap_server.new_user()
    with idling(pymap_server, user) as answers:
        pymap_server.deliver(user, "INBOX", MESSAGE)
        assert b"* 1 EXISTS\r\n" in answers


def test_a_delivery_has_its_flags_and_its_instant(pymap_server: pymap.Pymap) -> None:
    user = pymap_server.new_user()
    at = datetime(2026, 11, 2, 10, tzinfo=UTC)
    pymap_server.deliver(user, "INBOX", MESSAGE, flags=["\\Seen"], at=at)
    with logged_in(pymap_server, user) as client:
        client.normalise_times = False
        client.select_folder("INBOX", readonly=True)
        (message,) = client.fetch(client.search(), ["INTERNALDATE", "FLAGS"]).values()
    assert message[b"INTERNALDATE"] == at
    assert b"\\Seen" in message[b"FLAGS"]


def test_no_server_runs_as_root(tls_server: dovecot.Dovecot | cyrus.Cyrus) -> None:
    workspace = os.fsencode(tls_server.ca_file.parent)
    owners = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if workspace in (process / "cmdline").read_bytes():
                owners.add(pwd.getpwuid(process.stat().st_uid).pw_name)
    assert owners
    assert "root" not in owners


def test_the_proxy_writes_down_every_command(server: ImapServer) -> None:
    user = server.new_user()
    with proxy.between(server) as line, logged_in(server, user, port=line.port) as client:
        client.append("Sent", MESSAGE)
        client.select_folder("Sent", readonly=True)
        client.fetch([1], ["FLAGS"])
        commands = [command for command in line.commands() if command.name not in {"CAPABILITY", "ID", "NAMESPACE"}]
        line.forget()
        assert line.commands() == []
    assert [command.name for command in commands] == ["LOGIN", "APPEND", "EXAMINE", "UID FETCH"]
    assert commands[1].text == f'APPEND "Sent" () {{{len(MESSAGE)}}}'
    assert line.connections_opened == 1


def test_the_proxy_loses_an_answer_but_not_the_command(server: ImapServer) -> None:
    user = server.new_user()
    with proxy.between(server) as line:
        line.lose_answer_to("append")
        with pytest.raises((imaplib.IMAP4.abort, OSError)), logged_in(server, user, port=line.port) as client:
            client.append("Drafts", MESSAGE)
        with logged_in(server, user, port=line.port) as client:
            assert client.folder_status("Drafts", ["MESSAGES"]) == {b"MESSAGES": 1}


def test_the_proxy_cuts_lines_that_are_open_and_takes_new_ones(pymap_server: pymap.Pymap) -> None:
    user = pymap_server.new_user()
    with proxy.between(pymap_server) as line:
        with logged_in(pymap_server, user, port=line.port) as client:
            line.cut()
            with pytest.raises((imaplib.IMAP4.abort, OSError)):
                client.noop()
        with logged_in(pymap_server, user, port=line.port) as client:
            assert client.noop()


def test_a_frozen_line_holds_everything_and_lets_it_through_later(pymap_server: pymap.Pymap) -> None:
    """Sessions that are open, and new ones, whose greeting does not come."""
    user = pymap_server.new_user()
    with (
        proxy.between(pymap_server) as line,
        socket.create_connection((line.host, line.port), timeout=30) as early,
    ):
        assert early.recv(1000).startswith(b"* OK")
        line.freeze()
        early.sendall(f"a LOGIN {user.name} {user.password}\r\n".encode())
        with socket.create_connection((line.host, line.port), timeout=30) as late:
            for client in (early, late):
                client.settimeout(0.3)
                with pytest.raises(TimeoutError):
                    client.recv(1000)
                client.settimeout(30)
            line.thaw()
            assert early.recv(1000).startswith(b"a OK")
            assert late.recv(1000).startswith(b"* OK")


def test_a_frozen_line_can_be_cut_and_closed(pymap_server: pymap.Pymap) -> None:
    """It stays frozen for those who come after the cut."""
    with proxy.between(pymap_server) as line:
        line.freeze()
        with socket.create_connection((line.host, line.port), timeout=30) as client:
            client.sendall(b"a NOOP\r\n")
            while not line.commands():
                time.sleep(0.01)
            line.cut()
            assert client.recv(1000) == b""
        with socket.create_connection((line.host, line.port), timeout=0.3) as client, pytest.raises(TimeoutError):
            client.recv(1000)
