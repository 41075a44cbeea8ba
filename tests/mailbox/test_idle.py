"""Listening to a mailbox: what servers tell in IDLE, and how a line that is dead is noticed."""

import contextlib
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.mailbox import scripted
from tests.mailbox.benches import ServerBench, mail, settings
from tests.mailbox.scripted import PATIENCE_SECONDS, Talk
from tests.servers import proxy
from tests.servers.dovecot import Dovecot
from watcher.errors import ConnectionLost, LoginRefused, NotAllowed, Temporary, Unreachable
from watcher.mailbox.idle import ImapListener
from watcher.mailbox.settings import ImapSettings

SERVERS = ("pymap_server", "dovecot_server", "cyrus_server")


@pytest.fixture(params=SERVERS)
def bench(request: pytest.FixtureRequest) -> Iterator[ServerBench]:
    """Give a mailbox on each kind of server, with TLS where it has that."""
    with contextlib.closing(ServerBench(request.getfixturevalue(request.param))) as on_server:
        yield on_server


@contextlib.contextmanager
def listening(wanted: ImapSettings, **seconds: float) -> Iterator[ImapListener]:
    """Open a listener; it closes with the block."""
    with contextlib.closing(ImapListener(wanted, **seconds)) as listener:
        assert listener.open()
        yield listener


def without_tls(bench: ServerBench) -> ImapSettings:
    return replace(settings(bench.server, bench.user), port=bench.server.port, security="none", ca_file=None)


def turns(listener: ImapListener, seconds: float) -> Iterator[bool]:
    """Do what the daemon does: read once, then wait on the descriptor and keep up; yield what each reading tells."""
    yield listener.receive()
    end = time.monotonic() + seconds
    waiting = select.poll()
    waiting.register(listener.fileno(), select.POLLIN)
    while (now := time.monotonic()) < end:
        again_at = min(listener.keep_up(now), end)
        if waiting.poll(max(1.0, (again_at - now) * 1000)):
            yield listener.receive()


def told(listener: ImapListener, seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether news come within this time."""
    return any(turns(listener, seconds))


def settle(listener: ImapListener) -> None:
    """Let pass what is told of earlier changes."""
    for _ in turns(listener, 0.3):
        pass


def end_of(listener: ImapListener) -> str:
    """Go on until the line is found to be lost; return the words for the user."""
    with pytest.raises(ConnectionLost) as raised:
        told(listener)
    words = str(raised.value)
    assert words.endswith("\nTry again later.")
    return words


def end_of_all(wanted: ImapSettings) -> str:
    """Open a listener and go on, as in `end_of`, for what may be noticed while it opens."""

    def listen() -> None:
        with listening(wanted) as listener:
            told(listener)

    with pytest.raises(ConnectionLost) as raised:
        listen()
    return str(raised.value)


# --- real servers -------------------------------------------------------------------------------


def test_a_delivery_is_told(bench: ServerBench) -> None:
    with listening(settings(bench.server, bench.user)) as listener:
        bench.deliver("INBOX", mail(1))
        assert told(listener)


@pytest.mark.parametrize("bench", ["dovecot_server", "cyrus_server"], indirect=True)  # pymap does not tell them
def test_a_flag_and_an_expunge_are_told(bench: ServerBench) -> None:
    uid = bench.deliver("INBOX", mail(1))
    with listening(settings(bench.server, bench.user)) as listener:
        settle(listener)
        bench.set_flags("INBOX", uid, ["\\Flagged"])
        assert told(listener)
        settle(listener)
        bench.delete("INBOX", uid)
        assert told(listener)


def test_without_changes_nothing_is_told_and_listening_changes_nothing(bench: ServerBench) -> None:
    uid = bench.deliver("INBOX", mail(1))
    with listening(settings(bench.server, bench.user), renew_seconds=0.2) as listener:
        assert not told(listener, 1.5)
    assert bench.flags("INBOX", uid) == frozenset()


def test_without_tls_all_is_the_same(dovecot_server: Dovecot) -> None:
    with contextlib.closing(ServerBench(dovecot_server)) as bench, listening(without_tls(bench)) as listener:
        bench.deliver("INBOX", mail(1))
        assert told(listener)


def test_it_goes_on_for_ever_by_renewal(bench: ServerBench) -> None:
    with (
        proxy.between(bench.server) as line,
        listening(replace(without_tls(bench), port=line.port), renew_seconds=0.2) as listener,
    ):
        end = time.monotonic() + PATIENCE_SECONDS
        while [it.name for it in line.commands()].count("DONE") < 3 and time.monotonic() < end:
            assert not told(listener, 0.5)
        names = [it.name for it in line.commands()]
        assert names[names.index("EXAMINE") :][:6] == ["EXAMINE", "IDLE", "DONE", "IDLE", "DONE", "IDLE"]
        bench.deliver("INBOX", mail(1))
        assert told(listener)


def test_no_delivery_is_lost_among_renewals(bench: ServerBench) -> None:
    with listening(settings(bench.server, bench.user), renew_seconds=0.02) as listener:
        for number in range(5):
            bench.deliver("INBOX", mail(number))
            assert told(listener), number
            settle(listener)


def test_a_thread_may_open_it_and_another_go_on(dovecot_server: Dovecot) -> None:
    with contextlib.closing(ServerBench(dovecot_server)) as bench:
        listener = ImapListener(settings(dovecot_server, bench.user))
        opening = threading.Thread(target=listener.open)
        opening.start()
        opening.join()
        with contextlib.closing(listener):
            bench.deliver("INBOX", mail(1))
            assert told(listener)


def test_a_cut_line_is_noticed_at_once(bench: ServerBench) -> None:
    with (
        proxy.between(bench.server) as line,
        listening(replace(without_tls(bench), port=line.port)) as listener,
    ):
        line.cut()
        assert "broke off" in end_of(listener)


def test_being_thrown_out_is_noticed(dovecot_server: Dovecot) -> None:
    with contextlib.closing(ServerBench(dovecot_server)) as bench:
        for wanted in (settings(dovecot_server, bench.user), without_tls(bench)):
            with listening(wanted) as listener:
                dovecot_server.kick(bench.user)
                end_of(listener)


def test_a_wrong_password_and_a_closed_port_are_told_as_ever(dovecot_server: Dovecot) -> None:
    wanted = settings(dovecot_server, dovecot_server.new_user())
    with pytest.raises(LoginRefused):
        ImapListener(replace(wanted, password=lambda: "wrong")).open()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable):
            ImapListener(replace(wanted, port=free.getsockname()[1])).open()


def test_closing_twice_or_before_opening_is_no_error(dovecot_server: Dovecot) -> None:
    listener = ImapListener(settings(dovecot_server, dovecot_server.new_user()))
    listener.close()
    assert listener.fileno() == -1
    with pytest.raises(ConnectionLost):
        listener.receive()
    with listening(settings(dovecot_server, dovecot_server.new_user())) as listener:
        assert listener.fileno() >= 0
        listener.close()
        listener.close()
        assert listener.fileno() == -1
        with pytest.raises(ConnectionLost):
            listener.receive()


def test_the_line_is_watched_over_by_the_system(dovecot_server: Dovecot) -> None:
    with listening(settings(dovecot_server, dovecot_server.new_user()), answer_seconds=7) as listener:
        line = socket.socket(fileno=socket.dup(listener.fileno()))
        with line:
            assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            if hasattr(socket, "TCP_USER_TIMEOUT"):
                assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 7_000


# --- what servers may say -----------------------------------------------------------------------


def in_idle(*said: bytes, pause_seconds: float = 0.0) -> Callable[[Talk], None]:
    """Say these in IDLE, one packet each."""

    def script(talk: Talk) -> None:
        talk.idle()
        for part in said:
            talk.say(part)
            time.sleep(pause_seconds)
        talk.wait_for_the_end()

    return script


NEWS = {
    "new mail": [b"* 4 EXISTS\r\n"],
    "expunge": [b"* 2 EXPUNGE\r\n"],
    "vanished": [b"* VANISHED 2:7\r\n"],
    "flags": [b"* 2 FETCH (FLAGS (\\Seen))\r\n"],
    "small letters": [b"* 4 exists\r\n"],
    "bare line ends": [b"* 4 EXISTS\n"],
    "one byte at a time": [b"%c" % it for it in b"* 4 EXISTS\r\n"],
    "in two pieces": [b"* 4 EXI", b"STS\r\n"],
    "line end in two pieces": [b"* 4 EXISTS\r", b"\n"],
    "behind other lines": [b"* OK Still here\r\n* 0 RECENT\r\n* 4 EXISTS\r\n* OK Still here\r\n"],
    "with a literal": [b"* 2 FETCH (X {12}\r\n* BYE hey\r\n* FLAGS ())\r\n"],
    "behind a literal in pieces": [b'* LIST () "/" {9', b"}\r\n* B", b"YE\r\n", b"12", b"\r\n", b"* 4 EXISTS\r\n"],
    "behind words with a number": [b"* OK {5}\r\n* 4 EXISTS\r\n"],
    "a flood": [b"* 2 FETCH (FLAGS (\\Seen))\r\n" * 50_000],
    "before the long line's end": [b"* 4 EXISTS\r\n* OK ", b"x" * 1000],
}


@pytest.mark.parametrize("said", NEWS.values(), ids=NEWS)
def test_these_are_news(said: list[bytes]) -> None:
    pause_seconds = 0.02 if len(said) > 1 else 0
    with scripted.serving(in_idle(*said, pause_seconds=pause_seconds)) as wanted, listening(wanted) as listener:
        assert told(listener)


NOTHING = {
    "a sign of life": [b"* OK Still here\r\n"],
    "recent": [b"* 2 RECENT\r\n"],
    "the word in other lines": [b"* OK 4 EXISTS\r\n* FLAGS (EXISTS)\r\n* 4 EXISTSING\r\n"],
    "the word in a literal": [b'* LIST () "/" {12}\r\n* 4 EXISTS\r\n\r\n'],
    "a half line": [b"* 4 EXIS"],
    "one more plus": [b"+ idling\r\n"],
    "an empty answer": [b"*\r\n* \r\n"],
}


@pytest.mark.parametrize("said", NOTHING.values(), ids=NOTHING)
def test_these_are_no_news_and_no_error(said: list[bytes]) -> None:
    with scripted.serving(in_idle(*said)) as wanted, listening(wanted) as listener:
        assert not told(listener, 0.3)


LOST = {
    "farewell": (b"* BYE restarting\r\n", "restarting"),
    "garbage": (b"HTTP/1.1 400 Bad Request\r\n", "can't be read"),
    "binary garbage": (bytes(range(256)) * 2, "can't be read"),
    "another's tag": (b"ZZ9 OK done\r\n", "can't be read"),
    "a line without end": (b"* OK " + b"x" * 1_000_000, "can't be read"),
    "a huge literal": (b"* 1 FETCH (X {999999999999}\r\n", "can't be read"),
}


@pytest.mark.parametrize(("said", "words"), LOST.values(), ids=LOST)
def test_these_end_the_connection(said: bytes, words: str) -> None:
    with scripted.serving(in_idle(said)) as wanted:
        assert words in end_of_all(wanted)


def test_a_server_that_hangs_up_is_noticed() -> None:
    def script(talk: Talk) -> None:
        talk.idle()
        talk.say(b"* 4 EXI")
        talk.hang_up()

    with scripted.serving(script) as wanted:
        assert "hung up" in end_of_all(wanted)


def test_nothing_received_is_no_news_and_does_not_wait() -> None:
    with scripted.serving(in_idle()) as wanted, listening(wanted) as listener:
        assert not listener.receive()
        assert not listener.receive()


# --- renewing -----------------------------------------------------------------------------------


def test_news_between_done_and_the_next_idle_count() -> None:
    for before, after in ((b"* 4 EXISTS\r\n", b""), (b"", b"* 4 EXISTS\r\n")):

        def script(talk: Talk, before: bytes = before, after: bytes = after) -> None:
            talk.idle()
            tag = talk.tag
            assert talk.hear() == b"DONE"
            talk.say(before + tag + b" OK done\r\n")
            talk.until(b"IDLE")
            talk.say(after + b"+ idling\r\n")
            talk.wait_for_the_end()

        with scripted.serving(script) as wanted, listening(wanted, renew_seconds=0.1) as listener:
            assert told(listener)


def test_silence_after_done_shows_that_the_line_is_dead() -> None:
    with (
        scripted.serving(in_idle()) as wanted,
        listening(wanted, renew_seconds=0.1, answer_seconds=0.2) as listener,
    ):
        assert "did not answer within 0.2 seconds" in end_of(listener)


def test_signs_of_life_are_no_answer_to_done() -> None:
    def script(talk: Talk) -> None:
        talk.idle()
        while True:
            talk.say(b"* OK Still here\r\n")
            time.sleep(0.05)

    with scripted.serving(script) as wanted, listening(wanted, renew_seconds=0.1, answer_seconds=0.3) as listener:
        assert "did not answer" in end_of(listener)


def test_a_refused_renewal_ends_the_connection() -> None:
    def script(talk: Talk) -> None:
        talk.idle()
        assert talk.hear() == b"DONE"
        talk.say(talk.tag + b" NO too long\r\n")
        talk.wait_for_the_end()

    with (
        scripted.serving(script) as wanted,
        listening(wanted, renew_seconds=0.1) as listener,
        pytest.raises(ConnectionLost, match="too long"),
    ):
        told(listener)


def test_idle_that_the_server_ends_begins_again_once_and_not_in_a_circle() -> None:
    beginnings: list[int] = []
    open_now = threading.Event()

    def script(talk: Talk) -> None:
        while True:
            talk.idle()
            beginnings.append(1)
            open_now.wait(PATIENCE_SECONDS)
            talk.say(talk.tag + b" OK enough\r\n")

    with scripted.serving(script) as wanted, listening(wanted) as listener:
        open_now.set()
        with pytest.raises(ConnectionLost):
            told(listener)
    assert len(beginnings) == 2


def test_a_line_that_takes_nothing_in_is_lost_and_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: socket.socket, _data: bytes) -> int:
        raise BlockingIOError

    with scripted.serving(in_idle()) as wanted, listening(wanted, renew_seconds=0.01) as listener:
        monkeypatch.setattr(socket.socket, "send", full)
        with pytest.raises(ConnectionLost, match="takes nothing in"):
            told(listener)


def test_first_renewals_are_spread() -> None:
    with scripted.serving(in_idle()) as wanted, contextlib.ExitStack() as opened:
        listeners = [opened.enter_context(listening(wanted, renew_seconds=540)) for _ in range(8)]
        first = [it.keep_up(1000.0) for it in listeners]
        assert len(set(first)) > 4
        assert all(1000 + 270 <= it <= 1000 + 540 for it in first)
        assert [it.keep_up(1001.0) for it in listeners] == first, "asked again, it stays"


# --- beginning ----------------------------------------------------------------------------------


def test_what_came_together_with_an_earlier_answer_is_not_lost() -> None:
    def script(talk: Talk) -> None:
        talk.until(b"EXAMINE")
        talk.say(talk.tag + b" OK done\r\n* 4 EXISTS\r\n* 1 FETCH (FLA")
        talk.until(b"IDLE")
        talk.say(b"GS ())\r\n+ idling\r\n* 5 EXI")
        talk.say(b"STS\r\n")
        talk.wait_for_the_end()

    with scripted.serving(script) as wanted, listening(wanted) as listener:
        assert told(listener)


def test_a_server_without_idle_is_left_in_peace() -> None:
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        with contextlib.suppress(ConnectionResetError):
            talk.until(b"LOGOUT")
            talk.say(b"* BYE\r\n" + talk.tag + b" OK\r\n")
        heard.extend(talk.commands)

    with scripted.serving(script, capabilities=b"IMAP4rev1") as wanted:
        listener = ImapListener(wanted)
        assert not listener.open()
        assert listener.fileno() == -1
    assert b"LOGOUT" in heard
    assert not any(it.startswith((b"EXAMINE", b"IDLE")) for it in heard)


@pytest.mark.parametrize("status", [b"NO", b"BAD", b"OK"])
def test_a_server_that_offers_idle_and_refuses_it_is_as_one_without(status: bytes) -> None:
    def script(talk: Talk) -> None:
        talk.until(b"IDLE")
        talk.say(talk.tag + b" " + status + b" not for you\r\n")
        talk.wait_for_the_end()

    with scripted.serving(script) as wanted:
        listener = ImapListener(wanted)
        assert not listener.open()
        assert listener.fileno() == -1


def test_a_refusal_that_passes_is_an_error_that_passes() -> None:
    def script(talk: Talk) -> None:
        talk.until(b"IDLE")
        talk.say(talk.tag + b" NO [UNAVAILABLE] later\r\n")
        talk.wait_for_the_end()

    with scripted.serving(script) as wanted, pytest.raises(Temporary, match="later"):
        ImapListener(wanted).open()


def test_a_folder_that_cannot_be_opened_is_told() -> None:
    def script(talk: Talk) -> None:
        talk.until(b"EXAMINE")
        talk.say(talk.tag + b" NO no inbox here\r\n")
        talk.until(b"LOGOUT")
        talk.say(talk.tag + b" OK\r\n")

    with scripted.serving(script) as wanted, pytest.raises(NotAllowed, match="no inbox here"):
        ImapListener(wanted).open()


def test_servers_that_fall_silent_while_it_opens_are_waited_for_in_bounds() -> None:
    def never_idling(talk: Talk) -> None:
        talk.until(b"IDLE")
        talk.wait_for_the_end()

    def never_opening(talk: Talk) -> None:
        talk.until(b"EXAMINE")
        talk.wait_for_the_end()

    for script in (never_idling, never_opening):
        with scripted.serving(script) as wanted, pytest.raises(ConnectionLost):
            ImapListener(replace(wanted, read_seconds=0.3)).open()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        wanted = ImapSettings("127.0.0.1", "doe", lambda: "x", silent.getsockname()[1], "none", connect_seconds=0.3)
        with pytest.raises(Unreachable):
            ImapListener(wanted).open()


def test_the_inbox_is_opened_for_reading_and_at_gmail_all_mail() -> None:
    for capabilities, folder in (
        (scripted.CAPABILITIES, b'EXAMINE "INBOX"'),
        (scripted.CAPABILITIES + b" X-GM-EXT-1", b'EXAMINE "[Gmail]/All"'),
    ):
        heard: list[bytes] = []

        def script(talk: Talk, heard: list[bytes] = heard) -> None:
            talk.idle()
            heard.extend(talk.commands)
            talk.wait_for_the_end()

        with scripted.serving(script, capabilities=capabilities) as wanted, listening(wanted):
            pass
        assert folder in heard
        assert not any(it.startswith(b"SELECT") for it in heard)
