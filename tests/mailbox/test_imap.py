"""What is special to IMAP: what a pass costs on the wire, faults of servers and lines, and what is said of them."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.mailbox.benches import Reader, ServerBench, mail, settings
from tests.servers import proxy
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.imap_server import ImapServer
from tests.servers.pymap import Pymap
from watcher.core.model import FolderName, MessageId, Role
from watcher.errors import (
    CertificateRefused,
    ConnectionLost,
    FolderMissing,
    LoginRefused,
    MailboxError,
    Unreachable,
)
from watcher.mailbox.base import MarkKind
from watcher.mailbox.imap import ImapMailbox
from watcher.mailbox.settings import ImapSettings

SENT = FolderName("Sent")
SERVERS = ("pymap_server", "dovecot_server", "cyrus_server")
FOLDERS = 6


@pytest.fixture(params=SERVERS)
def server_bench(request: pytest.FixtureRequest) -> Iterator[ServerBench]:
    """Give a mailbox on each kind of server."""
    on_server = ServerBench(request.getfixturevalue(request.param))
    yield on_server
    on_server.close()


@pytest.fixture
def on_dovecot(dovecot_server: Dovecot) -> Iterator[ServerBench]:
    """Give a mailbox on Dovecot."""
    on_server = ServerBench(dovecot_server)
    yield on_server
    on_server.close()


@contextlib.contextmanager
def recorded(bench: ServerBench) -> Iterator[tuple[ImapMailbox, proxy.Line]]:
    """Open the mailbox through a line that writes down the commands."""
    user = bench.user
    with proxy.between(bench.server) as line:
        plain = ImapSettings(line.host, user.name, lambda: user.password, port=line.port, security="none")
        with ImapMailbox(plain) as mailbox:
            yield mailbox, line


def names(line: proxy.Line) -> list[str]:
    return [it.name for it in line.commands()]


# --- what a pass costs --------------------------------------------------------------------------


def test_a_pass_without_news_is_one_list_and_one_status_a_folder(server_bench: ServerBench) -> None:
    for number in range(3):
        server_bench.deliver("Sent", mail(number))
    reader = Reader()
    with recorded(server_bench) as (mailbox, line):
        reader.pull(mailbox)
        mailbox.folders()
        line.forget()
        assert reader.pull(mailbox) == []
        mailbox.folders()
        assert names(line) == ["LIST"] + ["STATUS"] * FOLDERS


def test_without_modseq_the_flags_of_marked_messages_are_asked_for_and_no_others(pymap_server: Pymap) -> None:
    with contextlib.closing(ServerBench(pymap_server)) as bench:
        uids = [bench.deliver("Sent", mail(number)) for number in range(3)]
        reader, watched = Reader(), {SENT: uids[:1]}
        with recorded(bench) as (mailbox, line):
            reader.pull(mailbox, watched=watched)
            reader.pull(mailbox, watched=watched)
            line.forget()
            assert reader.pull(mailbox, watched=watched) == []
            assert names(line) == ["LIST", *["STATUS"] * FOLDERS, "EXAMINE", "UID FETCH", "CLOSE"]
            assert f"UID FETCH {uids[0]} (UID FLAGS)" in [it.text for it in line.commands()]


def test_one_new_message_costs_one_folder(server_bench: ServerBench) -> None:
    for number in range(20):
        server_bench.deliver("INBOX", mail(number))
    reader = Reader()
    with recorded(server_bench) as (mailbox, line):
        reader.pull(mailbox)
        server_bench.deliver("INBOX", mail(99))
        line.forget()
        reader.pull(mailbox)
        others = [it for it in line.commands() if it.name not in ("LIST", "STATUS", "UNSELECT", "CLOSE")]
        assert others[0].text == 'EXAMINE "INBOX"'
        (fetch,) = [it for it in others if "HEADER.FIELDS" in it.text]
        first, last = fetch.text.split()[2].split(":")
        assert first == last


def test_a_first_read_of_a_big_folder_has_commands_on_the_way(on_dovecot: ServerBench) -> None:
    on_dovecot.fill("Sent", 3_000)
    with recorded(on_dovecot) as (mailbox, line):
        batches = mailbox.changes_since({}, date(2020, 1, 1), {})
        next(batches)
        assert names(line).count("UID FETCH") >= 3, "more is asked for before the first is stored"
        batches.close()  # type: ignore[attr-defined]
        assert len(list(mailbox.find([MessageId("<m7@x.example>")]))) == 1, "what is left on the wire is passed over"
        reader = Reader()
        reader.pull(mailbox)
        assert len(reader.known["Sent"]) == 3_000


def test_the_look_back_is_asked_of_the_server(on_dovecot: ServerBench) -> None:
    with recorded(on_dovecot) as (mailbox, line):
        on_dovecot.deliver("Sent", mail(1))
        Reader().pull(mailbox, since=date(2026, 3, 1))
        assert "UID SEARCH 1:* SINCE 28-Feb-2026" in [it.text for it in line.commands()]


def test_reading_opens_no_folder_for_writing_and_nothing_is_ever_expunged(server_bench: ServerBench) -> None:
    server_bench.deliver("Sent", mail(1))
    reader = Reader()
    with recorded(server_bench) as (mailbox, line):
        reader.pull(mailbox)
        list(mailbox.bodies([reader.only("Sent").place]))
        list(mailbox.find([MessageId("<m1@x.example>")]))
        mailbox.find_drafts(message_id=MessageId("<m1@x.example>"), answers=None)
        assert not {"SELECT", "UID STORE", "APPEND", "UID MOVE", "UID COPY"} & set(names(line))
        mailbox.mark([reader.only("Sent").place], MarkKind.FLAGGED)
        mailbox.withdraw_draft(mailbox.create_draft(mail(5), MessageId("<m5@x.example>")))
        sent = [it.text for it in line.commands()]
        assert not [it for it in sent if "EXPUNGE" in it.upper() or "BODY[" in it]
        opened_by_select = False
        for command in line.commands():
            opened_by_select = command.name == "SELECT" or (opened_by_select and command.name != "EXAMINE")
            assert not (opened_by_select and command.name == "CLOSE"), "CLOSE would expunge"


# --- news of other kinds ------------------------------------------------------------------------


def test_a_new_uidvalidity_has_the_folder_read_again(dovecot_server: Dovecot, on_dovecot: ServerBench) -> None:
    on_dovecot.deliver("Sent", mail(1))
    reader = Reader()
    with on_dovecot.mailbox() as mailbox:
        reader.pull(mailbox)
        old = reader.only("Sent").place
    dovecot_server.change_uid_validity(on_dovecot.user, "Sent", old.uid_validity + 10)
    with on_dovecot.mailbox() as mailbox:
        (batch,) = reader.pull(mailbox)
        assert batch.reset
        assert reader.only("Sent").place.uid_validity == old.uid_validity + 10
        assert list(mailbox.mark([old], MarkKind.FLAGGED)) == [], "the old place means nothing now"
        assert reader.pull(mailbox) == []


def test_a_message_that_moves_while_the_folders_are_read_is_not_missed(on_dovecot: ServerBench) -> None:
    """It goes from a folder that comes later to one that was read before."""
    bench = on_dovecot
    bench.deliver("INBOX", mail(1))
    bench.deliver("Trash", mail(2))
    uid = bench.deliver("Trash", mail(3))
    reader = Reader()
    with bench.mailbox() as mailbox:
        reader.pull(mailbox)
        bench.deliver("INBOX", mail(4))
        bench.delete("Trash", bench.uids("Trash")[0])  # news there too, so that it is opened
        batches = mailbox.changes_since(reader.cursors, None, {})
        reader.keep(next(batches))
        bench.move("Trash", uid, "INBOX")
        for batch in batches:
            reader.keep(batch)
    assert (reader.subjects("INBOX"), reader.subjects("Trash")) == (["Number 1", "Number 3", "Number 4"], [])


def test_a_folder_that_is_refused_is_told_and_the_others_are_read(
    dovecot_server: Dovecot, on_dovecot: ServerBench
) -> None:
    on_dovecot.add_folder("Secret")
    on_dovecot.deliver("INBOX", mail(1))
    on_dovecot.other.delete_folder("Secret")
    reader = Reader()
    with on_dovecot.mailbox() as mailbox:
        reader.pull(mailbox)
        on_dovecot.add_folder("Second")
        on_dovecot.deliver("INBOX", mail(2))
        batches = mailbox.changes_since(reader.cursors, None, {})
        seen = []
        for batch in batches:
            reader.keep(batch)
            seen.append(batch)
            if batch.folder.name == "INBOX":
                on_dovecot.other.delete_folder("Second")  # listed, and gone when its turn comes
    trouble = [it for it in seen if it.trouble]
    assert [it.folder.name for it in trouble] == ["Second"]
    assert "'Second'" in trouble[0].trouble
    assert reader.subjects("INBOX") == ["Number 1", "Number 2"]


def test_folders_of_the_config_that_are_skipped_are_not_asked(on_dovecot: ServerBench) -> None:
    on_dovecot.add_folder("Lists/python")
    wanted = replace(settings(on_dovecot.server, on_dovecot.user), skip_folders=("lists/*", "Junk"))
    with ImapMailbox(wanted) as mailbox:
        assert {it.folder.name for it in Reader().pull(mailbox)} == {"Sent", "INBOX", "Archive", "Drafts", "Trash"}
        assert "Lists/python" not in [it.name for it in mailbox.folders()]


def test_what_the_server_can_do_is_told(
    dovecot_server: Dovecot, cyrus_server: Cyrus, pymap_plain_server: Pymap
) -> None:
    found = {}
    servers: dict[str, ImapServer] = {"dovecot": dovecot_server, "cyrus": cyrus_server, "pymap": pymap_plain_server}
    for name, server in servers.items():
        with ImapMailbox(settings(server, server.new_user())) as mailbox:
            found[name] = mailbox.capabilities
    assert found["dovecot"].marks == (MarkKind.KEYWORD, MarkKind.FLAGGED, MarkKind.REPORT)
    assert found["pymap"].marks == (MarkKind.FLAGGED, MarkKind.REPORT)
    assert (found["dovecot"].threads, found["cyrus"].threads) == ("", "THREADID")
    assert (found["dovecot"].condstore, found["cyrus"].condstore, found["pymap"].condstore) == (True, True, False)
    assert found["cyrus"].server.startswith("Cyrus")
    assert all(it.move and it.uidplus and it.idle for it in found.values())


# --- errors -------------------------------------------------------------------------------------


def refusal(wanted: ImapSettings) -> MailboxError:
    with pytest.raises(MailboxError) as raised, ImapMailbox(wanted):
        pass
    words = str(raised.value)
    assert 1 <= len(words.splitlines()) <= 2, words
    assert "hunter2" not in words
    assert "hunter2" not in repr(raised.value.__cause__)
    return raised.value


def test_a_wrong_password(dovecot_server: Dovecot, cyrus_server: Cyrus, pymap_server: Pymap) -> None:
    for server in (dovecot_server, cyrus_server, pymap_server):
        user = server.new_user()
        for password in ("hunter2", "hunter2-åäö", ""):
            error = refusal(replace(settings(server, user), password=lambda word=password: word))  # type: ignore[misc]
            assert type(error) is LoginRefused
            assert user.name in str(error)
            assert "imap.username" in str(error)


def test_the_password_is_in_no_representation(dovecot_server: Dovecot) -> None:
    wanted = replace(settings(dovecot_server, dovecot_server.new_user()), password=lambda: "hunter2")
    assert "hunter2" not in repr(wanted)
    assert "password" not in repr(wanted)


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_closed_port_and_an_unknown_host(dovecot_server: Dovecot) -> None:
    wanted = settings(dovecot_server, dovecot_server.new_user())
    port = closed_port()
    error = refusal(replace(wanted, port=port))
    assert type(error) is Unreachable
    assert f"127.0.0.1:{port}" in str(error)
    assert "imap.port" in str(error)
    for host in ("no-such-host.invalid", "a" * 70 + ".example", "bad host"):
        assert type(refusal(replace(wanted, host=host))) is Unreachable


def test_a_server_that_says_nothing(dovecot_server: Dovecot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        wanted = replace(
            settings(dovecot_server, dovecot_server.new_user()), port=silent.getsockname()[1], connect_seconds=0.2
        )
        for security in ("tls", "none"):
            error = refusal(replace(wanted, security=security))
            assert type(error) is Unreachable
            assert "0.2 seconds" in str(error)


def test_a_certificate_nobody_vouches_for(dovecot_server: Dovecot, tmp_path: Path) -> None:
    wanted = settings(dovecot_server, dovecot_server.new_user())
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    for ca_file in (None, other):
        for security, port in (("tls", dovecot_server.tls_port), ("starttls", dovecot_server.port)):
            error = refusal(replace(wanted, ca_file=ca_file, security=security, port=port))  # type: ignore[arg-type]
            assert type(error) is CertificateRefused
            assert "imap.ca_file" in str(error)
            assert "is not trusted" in str(error) or "self-signed" in str(error)


@contextlib.contextmanager
def answering(say: Callable[[socket.socket], object]) -> Iterator[int]:
    """Listen on a port, have `say` deal with the first connection, and give the port."""

    def serve() -> None:
        with contextlib.suppress(OSError):
            client, _ = listener.accept()
            with client:
                say(client)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("host", "until", "words"),
    [
        ("imap.other.example", None, "is for another host name"),
        ("127.0.0.1", datetime(2020, 1, 2, tzinfo=UTC), "has expired"),
    ],
)
def test_a_certificate_that_is_not_right(tmp_path: Path, host: str, until: datetime | None, words: str) -> None:
    authority, ca_file = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host, not_after=until).configure_cert(context)
    with answering(lambda client: context.wrap_socket(client, server_side=True)) as port:
        error = refusal(ImapSettings("127.0.0.1", "alex", lambda: "hunter2", port=port, ca_file=ca_file))
    assert type(error) is CertificateRefused
    assert words in str(error)


def test_a_file_of_certificates_that_holds_none(dovecot_server: Dovecot, tmp_path: Path) -> None:
    wanted = settings(dovecot_server, dovecot_server.new_user())
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    for path in (empty, tmp_path / "missing.pem"):
        error = refusal(replace(wanted, ca_file=path))
        assert type(error) is CertificateRefused
        assert str(path) in str(error)


def test_tls_where_there_is_none_and_starttls_where_it_is_not_offered(pymap_server: Pymap) -> None:
    wanted = settings(pymap_server, pymap_server.new_user())
    error = refusal(replace(wanted, security="tls"))
    assert type(error) is CertificateRefused
    assert "does not speak TLS" in str(error)
    error = refusal(replace(wanted, security="starttls"))
    assert type(error) is CertificateRefused
    assert "STARTTLS" in str(error)


def test_starttls_works(dovecot_server: Dovecot) -> None:
    wanted = replace(settings(dovecot_server, dovecot_server.new_user()), security="starttls", port=dovecot_server.port)
    with ImapMailbox(wanted) as mailbox:
        assert mailbox.folders()[0].role is Role.SENT


def test_no_password_goes_to_another_machine_without_tls() -> None:
    def never() -> str:
        raise AssertionError

    error = refusal(ImapSettings("192.0.2.1", "alex", never, port=143, security="none"))
    assert type(error) is CertificateRefused


@pytest.mark.parametrize(
    "greeting", [b"220 smtp.example ESMTP\r\n", b"* BYE too many connections\r\n", b"\x00" * 100, b""]
)
def test_a_port_that_speaks_another_language(greeting: bytes) -> None:
    with answering(lambda client: client.sendall(greeting)) as port:
        error = refusal(
            ImapSettings("127.0.0.1", "alex", lambda: "hunter2", port=port, security="none", connect_seconds=2)
        )
    assert type(error) is Unreachable
    assert f"127.0.0.1:{port}" in str(error)


def a_broken_password() -> str:
    raise MailboxError("No password.")


STARTTLS = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS"}


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [
        ({}, {"security": "starttls"}),
        (STARTTLS, {"security": "starttls"}),  # is agreed on, and never comes
        (STARTTLS | {b"STARTTLS": None}, {"security": "starttls"}),
        ({}, {"password": a_broken_password}),
        ({b"LOGIN": None}, {}),
        ({b"LOGIN": b"* BYE not now"}, {}),
        ({b"LOGIN": b"what?"}, {}),
    ],
)
def test_no_trouble_at_the_start_leaves_a_connection_open(
    answers: Mapping[bytes, bytes | None], trouble: dict[str, Any]
) -> None:
    """The server sees the program hang up: in a daemon each forgotten connection would stay."""
    ends: list[str] = []
    with answering(lambda client: ends.append(conversation(client, answers))) as port:
        plain = ImapSettings("127.0.0.1", "alex", lambda: "x", port=port, security="none")
        error = refusal(replace(plain, connect_seconds=0.3, read_seconds=0.3, **trouble))
        held = error.__traceback__  # it keeps alive what nobody closed
    assert ends == ["hung up"]
    assert held is not None


def test_a_server_that_turns_strange_behind_tls_is_hung_up_on(tmp_path: Path) -> None:
    authority, ca_file = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ends: list[str] = []

    def say(client: socket.socket) -> None:
        conversation(client, STARTTLS, until=b"STARTTLS")
        with context.wrap_socket(client, server_side=True) as secure:
            ends.append(conversation(secure, {b"CAPABILITY": b"* CAPABILITY \xff"}))

    with answering(say) as port:
        error = refusal(ImapSettings("127.0.0.1", "alex", lambda: "x", port=port, security="starttls", ca_file=ca_file))
        held = error.__traceback__
    assert ends == ["hung up"]
    assert held is not None
    assert "greet" in str(error)


def conversation(client: socket.socket, answers: Mapping[bytes, bytes | None], until: bytes | None = None) -> str:
    """Say OK to each command, after the answer to its name (None: say nothing); tell how the other side left."""
    client.settimeout(3)
    try:
        client.sendall(b"* OK hello\r\n")
        for line in client.makefile("rb"):
            tag, name, *_ = *line.split(), b"", b""
            answer = answers.get(name.upper(), b"* CAPABILITY IMAP4rev1" if name == b"CAPABILITY" else b"")
            if answer is not None:
                client.sendall((answer + b"\r\n" if answer else b"") + tag + b" OK done\r\n")
            if name == until:
                break
    except TimeoutError:
        return "stayed"
    except OSError:
        return "hung up"
    return "hung up"


def test_a_first_read_that_breaks_off_is_resumed_before_what_it_did_not_see() -> None:
    """A server may work on all commands that are on their way at the same time (RFC 9051 5.5), and mix the answers."""
    count, answered = 1_500, 700

    def say(client: socket.socket) -> None:
        fetches: list[tuple[bytes, int, int]] = []
        client.sendall(b"* OK [CAPABILITY IMAP4rev1] hello\r\n")
        for line in client.makefile("rb"):
            tag, name, *rest = line.split()
            if rest[:1] != [b"FETCH"]:
                client.sendall(about_a_big_folder(name, count) + tag + b" OK done\r\n")
                continue
            first, last = rest[1].split(b":")
            fetches.append((tag, int(first), int(last)))
            if len(fetches) == 3:
                order = [uid for pair in zip(*(range(a, b + 1) for _, a, b in fetches), strict=True) for uid in pair]
                client.sendall(b"".join(fetched(uid) for uid in sorted(order[:answered])))
                client.shutdown(socket.SHUT_WR)

    reader = Reader()
    with answering(say) as port:
        wanted = ImapSettings("127.0.0.1", "alex", lambda: "x", port=port, security="none", read_seconds=5)
        with ImapMailbox(wanted) as mailbox, pytest.raises(ConnectionLost):
            reader.pull(mailbox)
    told = reader.known[SENT]
    assert len(told) == 500
    assert reader.cursors[SENT].state["uid_next"] == min(set(range(1, count + 1)) - told.keys())


def about_a_big_folder(command: bytes, count: int) -> bytes:
    """Return what a server with one folder says before it is asked for messages."""
    numbers = " ".join(map(str, range(1, count + 1))).encode()
    return {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
        b"LIST": b'* LIST (\\Sent) "/" "Sent"\r\n',
        b"EXAMINE": b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT %d] ok\r\n" % (count, count + 1),
        b"UID": b"* SEARCH %s\r\n" % numbers,
    }.get(command, b"")


def fetched(uid: int) -> bytes:
    """Return the answer that holds a message's envelope."""
    head = b"Message-ID: <m%d@x.example>\r\n\r\n" % uid
    when = b'INTERNALDATE "02-Nov-2026 12:00:00 +0000"'
    return b"* %d FETCH (UID %d FLAGS () %s BODY[HEADER.FIELDS (DATE)] {%d}\r\n%s)\r\n" % (
        uid,
        uid,
        when,
        len(head),
        head,
    )


def hostile(answer_to_list: bytes) -> Callable[[socket.socket], None]:
    """Return a server that logs anybody in, and answers LIST with this."""

    def say(client: socket.socket) -> None:
        client.sendall(b"* OK [CAPABILITY IMAP4rev1] hello\r\n")
        for line in client.makefile("rb"):
            tag, name = line.split()[:2]
            client.sendall(b"* CAPABILITY IMAP4rev1\r\n" if name == b"CAPABILITY" else b"")
            client.sendall(answer_to_list if name == b"LIST" else tag + b" OK done\r\n")

    return say


@pytest.mark.parametrize(
    "answer",
    [
        b"* LIST " + b"(" * 2_000_000,
        b'* LIST () "/" {999999999999}\r\n',
        b"* LIST {-1}\r\nX9 OK\r\n",
        b"\x00\xff\r\n",
        b"* BYE go away\r\n",
    ],
)
def test_a_hostile_answer_is_given_up(answer: bytes) -> None:
    with answering(hostile(answer)) as port:
        wanted = ImapSettings("127.0.0.1", "alex", lambda: "x", port=port, security="none", read_seconds=2)
        with ImapMailbox(wanted) as mailbox, pytest.raises(ConnectionLost):
            mailbox.folders()


def test_a_line_that_breaks(server_bench: ServerBench) -> None:
    server_bench.deliver("Sent", mail(1))
    reader = Reader()
    with recorded(server_bench) as (mailbox, line):
        reader.pull(mailbox)
        line.cut()
        with pytest.raises(ConnectionLost):
            reader.pull(mailbox)
        with pytest.raises(ConnectionLost):
            mailbox.create_draft(mail(5), MessageId("<m5@x.example>"))


def test_an_administrator_who_cuts_the_connection(dovecot_server: Dovecot, on_dovecot: ServerBench) -> None:
    with on_dovecot.mailbox() as mailbox:
        Reader().pull(mailbox)
        dovecot_server.kick(on_dovecot.user)
        with pytest.raises(ConnectionLost):
            Reader().pull(mailbox)


def test_a_draft_whose_answer_is_lost_is_found_and_not_made_twice(server_bench: ServerBench) -> None:
    with recorded(server_bench) as (mailbox, line):
        line.lose_answer_to("APPEND")
        with pytest.raises(ConnectionLost):
            mailbox.create_draft(mail(5), MessageId("<m5@x.example>"))
    with server_bench.mailbox() as mailbox:
        assert len(mailbox.find_drafts(message_id=MessageId("<m5@x.example>"), answers=None)) == 1


def test_a_folder_of_the_config_that_is_not_there_is_named(dovecot_server: Dovecot, on_dovecot: ServerBench) -> None:
    wanted = replace(settings(dovecot_server, on_dovecot.user), drafts_folder="No such")
    with ImapMailbox(wanted) as mailbox, pytest.raises(FolderMissing, match=r"imap\.drafts_folder"):
        mailbox.folders()


def test_without_a_folder_for_trash_or_drafts(pymap_server: Pymap) -> None:
    with contextlib.closing(ServerBench(pymap_server)) as bench:
        with bench.mailbox() as mailbox:
            draft = mailbox.create_draft(mail(1), MessageId("<m1@x.example>"))
        bench.other.delete_folder("Trash")
        with bench.mailbox() as mailbox:
            assert not mailbox.withdraw_draft(draft), "nowhere to move it to"
            assert len(mailbox.find_drafts(message_id=MessageId("<m1@x.example>"), answers=None)) == 1
        bench.other.delete_folder("Drafts")
        with bench.mailbox() as mailbox:
            with pytest.raises(FolderMissing, match=r"imap\.drafts_folder"):
                mailbox.create_draft(mail(1), MessageId("<m1@x.example>"))
            assert list(mailbox.find_drafts(message_id=MessageId("<m1@x.example>"), answers=None)) == []


def test_a_mailbox_that_is_not_open_says_so(dovecot_server: Dovecot) -> None:
    mailbox = ImapMailbox(settings(dovecot_server, dovecot_server.new_user()))
    with pytest.raises(MailboxError, match="not open"):
        mailbox.folders()


def test_what_lies_in_a_folder_that_is_gone_is_gone(on_dovecot: ServerBench) -> None:
    with on_dovecot.mailbox() as mailbox:
        draft = mailbox.create_draft(mail(1), MessageId("<m1@x.example>"))
        nowhere = replace(draft.place, folder=FolderName("No such folder"))
        assert list(mailbox.bodies([nowhere])) == []
        assert list(mailbox.mark([nowhere], MarkKind.FLAGGED)) == []
        mailbox.unmark([nowhere], MarkKind.FLAGGED)
        assert not mailbox.withdraw_draft(replace(draft, place=nowhere))


@pytest.mark.parametrize("keyword", ["follow up", "", "(due)", "på", 'a"b', "a\\b", "x" * 200, "a*", "a\r\nb"])
def test_a_keyword_that_a_server_would_store_as_something_else_is_refused(keyword: str) -> None:
    with pytest.raises(ValueError, match="keyword"):
        ImapSettings("h", "u", lambda: "", keyword=keyword)
