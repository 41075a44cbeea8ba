"""The hub: many listeners in one thread, none of which can harm another."""

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Self

import pytest

from tests.mailbox import scripted
from tests.mailbox.benches import mail, settings
from tests.mailbox.scripted import PATIENCE_SECONDS, Talk
from tests.servers import mail_program
from tests.servers.dovecot import Dovecot
from tests.servers.imap_server import ImapServer, User
from tests.servers.pymap import Pymap
from watcher.core.model import AccountName
from watcher.daemon.listening import Hub
from watcher.errors import ConnectionLost, MailboxError
from watcher.mailbox.idle import ImapListener

A, B = AccountName("a"), AccountName("b")


class Desk:
    """A hub, and what it told."""

    def __init__(self, *, beat_seconds: float = 15.0, rest_seconds: float = 0.1) -> None:
        self._something = threading.Condition()
        self.news: list[AccountName] = []
        self.lost: list[tuple[AccountName, MailboxError]] = []
        self.beats = 0
        self.seconds_worked = 0.0  # by the hub's thread
        self.faulty: set[str] = set()  # which of the three calls fail
        self.hub = Hub(self._on_news, self._on_lost, self._beat, beat_seconds=beat_seconds, rest_seconds=rest_seconds)

    def __enter__(self) -> Self:
        self.hub.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hub.stop()

    def _on_news(self, name: AccountName) -> None:
        self._note("news", lambda: self.news.append(name))

    def _on_lost(self, name: AccountName, error: MailboxError) -> None:
        self._note("lost", lambda: self.lost.append((name, error)))

    def _beat(self) -> None:
        self.seconds_worked = time.thread_time()
        self.beats += 1
        self._note("beat", lambda: None)

    def _note(self, what: str, write: Callable[[], None]) -> None:
        with self._something:
            write()
            self._something.notify_all()
        if what in self.faulty:
            raise RuntimeError(what)

    def wait(self, until: Callable[[], object]) -> None:
        """Wait until this holds; it is looked at whenever something is told."""
        with self._something:
            assert self._something.wait_for(until, PATIENCE_SECONDS), (self.news, self.lost)


class Line:
    """A listener on a socket pair: any byte is news, `0` is none, the end is a loss; and it can be told to be bad."""

    def __init__(self) -> None:
        self._here, self.there = socket.socketpair()
        self._here.settimeout(0)
        self.fault: Exception | None = None
        self.reads = self.renewals = self.closings = 0
        self.reads_for_ever = False
        self.renew_seconds = 1000.0

    def open(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._here.fileno()

    def receive(self) -> bool:
        self.reads += 1
        if self.fault is not None:
            raise self.fault
        if self.reads_for_ever:
            return False
        try:
            said = self._here.recv(4096)
        except BlockingIOError:
            return False
        if not said:
            raise ConnectionLost("gone")
        return said != b"0"

    def keep_up(self, now: float) -> float:
        self.renewals += 1
        if self.fault is not None:
            raise self.fault
        return now + self.renew_seconds

    def close(self) -> None:
        self.closings += 1
        self._here.close()
        self.there.close()


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()


@pytest.fixture
def other() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()


def works(desk: Desk, line: Line, name: AccountName) -> None:
    """Show that news of this account are still told."""
    before = desk.news.count(name)
    line.there.send(b"1")
    desk.wait(lambda: desk.news.count(name) > before)


def opened(server: ImapServer, user: User) -> ImapListener:
    listener = ImapListener(settings(server, user))
    assert listener.open()
    return listener


# --- real servers -------------------------------------------------------------------------------


def test_fifty_mailboxes_are_listened_to_in_one_thread(pymap_server: Pymap) -> None:
    users = {AccountName(f"account{number}"): pymap_server.new_user() for number in range(50)}
    with Desk() as desk:
        for name, user in users.items():
            desk.hub.add(name, opened(pymap_server, user))
        assert len(desk.hub) == 50
        assert [it.name for it in threading.enumerate()].count("listening") == 1
        for user in users.values():
            pymap_server.deliver(user, "INBOX", mail(1))
        desk.wait(lambda: set(desk.news) == set(users))
        assert desk.lost == []


def test_news_over_tls_and_an_end_by_the_server_are_told(dovecot_server: Dovecot) -> None:
    user, cut = dovecot_server.new_user(), dovecot_server.new_user()
    with Desk() as desk:
        desk.hub.add(A, opened(dovecot_server, user))
        desk.hub.add(B, opened(dovecot_server, cut))
        dovecot_server.kick(cut)
        desk.wait(lambda: desk.lost)
        assert [(name, isinstance(error, ConnectionLost)) for name, error in desk.lost] == [(B, True)]
        assert desk.hub.names() == {A}
        with mail_program.logged_in(dovecot_server, user) as other:
            other.append("INBOX", mail(1))
        desk.wait(lambda: desk.news == [A])


def test_news_that_came_while_it_opened_are_told() -> None:
    def script(talk: Talk) -> None:
        talk.until(b"IDLE")
        talk.say(b"+ idling\r\n* 4 EXISTS\r\n")
        talk.wait_for_the_end()

    with scripted.serving(script) as wanted, Desk() as desk:
        listener = ImapListener(wanted)
        assert listener.open()
        desk.hub.add(A, listener)
        desk.wait(lambda: desk.news == [A])


def test_stopping_waits_for_no_server() -> None:
    def script(talk: Talk) -> None:
        talk.idle()
        talk.wait_for_the_end()

    with scripted.serving(script) as wanted:
        listeners = [ImapListener(wanted, renew_seconds=0.01) for _ in range(10)]
        desk = Desk()
        with desk:
            for number, listener in enumerate(listeners):
                assert listener.open()
                desk.hub.add(AccountName(str(number)), listener)
            started = time.monotonic()
        assert time.monotonic() - started < 5
        assert [it.fileno() for it in listeners] == [-1] * 10
        assert len(desk.hub) == 0
        assert desk.lost == [], "what is closed on purpose is not lost"
        assert "listening" not in {it.name for it in threading.enumerate()}


# --- coming and going ---------------------------------------------------------------------------


def test_a_listener_that_goes_is_closed_and_tells_nothing_more(line: Line, other: Line) -> None:
    with Desk() as desk:
        desk.hub.add(A, line)
        desk.hub.add(B, other)
        works(desk, line, A)
        desk.hub.remove(A)
        desk.hub.remove(A)
        works(desk, other, B)
        assert line.closings == 1
        assert desk.hub.names() == {B}
        assert desk.lost == []


def test_a_new_listener_of_an_account_takes_the_place_of_the_last(line: Line, other: Line) -> None:
    with Desk() as desk:
        desk.hub.add(A, line)
        works(desk, line, A)
        desk.hub.add(A, other)
        works(desk, other, A)
        assert (line.closings, len(desk.hub), desk.lost) == (1, 1, [])


def test_what_is_added_before_the_start_is_heard_and_after_the_stop_closed(line: Line, other: Line) -> None:
    desk = Desk()
    desk.hub.add(A, line)
    with desk:
        works(desk, line, A)
    desk.hub.add(B, other)
    desk.hub.stop()
    assert (line.closings, other.closings, len(desk.hub)) == (1, 1, 0)


def test_a_hub_that_never_started_closes_what_it_was_given(line: Line) -> None:
    desk = Desk()
    desk.hub.add(A, line)
    desk.hub.stop()
    assert line.closings == 1


def test_a_lost_account_may_come_back(other: Line) -> None:
    first = Line()
    with Desk() as desk:
        desk.hub.add(A, first)
        desk.hub.add(B, other)
        first.there.close()
        desk.wait(lambda: desk.lost)
        again = Line()
        desk.hub.add(A, again)
        works(desk, again, A)
        works(desk, other, B)
        assert [name for name, _ in desk.lost] == [A]


def test_many_threads_may_add_and_remove() -> None:
    with Desk() as desk:

        def come_and_go(number: int) -> None:
            name = AccountName(str(number))
            for _ in range(20):
                desk.hub.add(name, Line())
                desk.hub.remove(name)

        threads = [threading.Thread(target=come_and_go, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        last = Line()
        desk.hub.add(A, last)
        works(desk, last, A)
        assert desk.hub.names() == {A}
        assert desk.lost == []


# --- faults -------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [ConnectionLost("gone"), OSError("odd"), RuntimeError("odd"), ValueError()])
@pytest.mark.parametrize("where", ["receive", "keep_up"])
def test_a_bad_listener_is_closed_and_told_and_the_others_go_on(
    error: Exception, where: str, line: Line, other: Line
) -> None:
    with Desk() as desk:
        desk.hub.add(B, other)
        line.renew_seconds = 0.05 if where == "keep_up" else 1000
        desk.hub.add(A, line)
        works(desk, line, A)
        line.fault = error
        if where == "receive":
            line.there.send(b"1")
        desk.wait(lambda: desk.lost)
        ((name, told),) = desk.lost
        assert name == A
        assert told is error or (type(told) is MailboxError and type(error).__name__ in str(told))
        assert desk.hub.names() == {B}
        works(desk, other, B)
        assert line.closings == 1


def test_a_listener_that_is_closed_already_is_lost_and_harms_nobody(other: Line) -> None:
    dead = Line()
    dead.close()
    with Desk() as desk:
        desk.hub.add(B, other)
        desk.hub.add(A, dead)
        desk.wait(lambda: desk.lost)
        works(desk, other, B)


def test_faults_of_the_calls_do_not_end_the_thread(line: Line, other: Line) -> None:
    with Desk() as desk:
        desk.hub.add(A, line)
        works(desk, line, A)
        desk.faulty = {"news", "lost", "beat"}
        line.there.send(b"1")
        desk.wait(lambda: desk.lost)
        desk.faulty = set()
        desk.hub.add(B, other)
        works(desk, other, B)


# --- what it costs ------------------------------------------------------------------------------


def test_it_beats_while_nothing_happens() -> None:
    with Desk(beat_seconds=0.05) as desk:
        desk.wait(lambda: desk.beats >= 5)


def worked_within(desk: Desk, seconds: float) -> tuple[float, int]:
    """Return the seconds of processor time that the hub's thread takes in this time, and its turns."""
    desk.wait(lambda: desk.seconds_worked)
    worked, beats = desk.seconds_worked, desk.beats
    end = time.monotonic() + seconds
    desk.wait(lambda: time.monotonic() >= end)
    return desk.seconds_worked - worked, desk.beats - beats


def test_waiting_costs_next_to_nothing() -> None:
    def script(talk: Talk) -> None:
        talk.idle()
        talk.wait_for_the_end()

    with scripted.serving(script) as wanted, Desk(beat_seconds=0.5) as desk:
        for number in range(20):
            listener = ImapListener(wanted)
            assert listener.open()
            desk.hub.add(AccountName(str(number)), listener)
        time.sleep(0.3)
        worked, turns = worked_within(desk, 2)
        assert worked < 0.1
        assert turns < 20


@pytest.mark.parametrize("kind", ["readable for ever", "renewed for ever"])
def test_a_listener_that_never_rests_costs_little(kind: str, line: Line, other: Line) -> None:
    with Desk(beat_seconds=0.5) as desk:
        line.reads_for_ever = kind == "readable for ever"
        line.renew_seconds = 0 if kind == "renewed for ever" else 1000
        line.there.send(b"0")
        desk.hub.add(A, line)
        desk.hub.add(B, other)
        worked, turns = worked_within(desk, 2)
        assert max(line.reads, line.renewals) > 2, "it was one that does not rest"
        assert worked < 0.4
        assert turns < 100
        works(desk, other, B)


def test_a_flood_of_news_is_told_now_and_then(line: Line) -> None:
    with Desk(rest_seconds=0.2) as desk:
        desk.hub.add(A, line)
        end = time.monotonic() + 1
        for _ in itertools.takewhile(lambda _: time.monotonic() < end, itertools.count()):
            line.there.send(b"1")
            time.sleep(0.001)
        assert 1 <= len(desk.news) <= 10
