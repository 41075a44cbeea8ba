"""What happens to servers, lines and passwords over the years: the service recovers by itself, and one mailbox's trouble is no other's."""

from pathlib import Path

from tests.daemon.conftest import MakeBox
from tests.daemon.service import Service, serving, wait_until
from tests.e2e.box import Box
from tests.servers import dovecot, proxy
from tests.servers.dovecot import Dovecot


def _acts_on_an_answer(box: Box, seconds: float = 90) -> None:
    """A new question of old is marked and drafted, and an answer clears it away: the whole way is open."""
    sent = box.send(f"Another question {len(box.drafts('Sent'))}", days_ago=20)
    box.answer(box.send("Hello", days_ago=0.1), days_ago=0)  # news, so that a look is taken
    wait_until(lambda: "follow-up-due" in box.flags(sent), "the thread was marked", seconds)
    box.answer(sent, days_ago=0)
    wait_until(lambda: "follow-up-due" not in box.flags(sent), "the mark was gone", seconds)


def _tells_of(service: Service, words: str) -> bool:
    return words in service.watcher("status").stdout


def test_a_server_that_is_restarted(tmp_path: Path, make_box: MakeBox) -> None:
    """It is found again a few seconds after it is back; a mailbox elsewhere notices nothing."""
    with dovecot.running() as server:
        other = make_box()
        box = make_box(server)
        with serving(tmp_path, [box, other]) as service:
            service.ready()
            server.stop()
            wait_until(lambda: service.log("lost the connection for news", account="box0"), "the loss was noticed")
            wait_until(lambda: service.log("pass failed", account="box0"), "it was tried again")
            _acts_on_an_answer(other)
            wait_until(lambda: _tells_of(service, "Trouble since"), "status told of it")
            server.start()
            wait_until(lambda: service.log("the trouble is over", account="box0"), "the trouble was over")
            wait_until(lambda: len(service.log("listening for news", account="box0")) == 2, "it was listened to again")
            assert not _tells_of(service, "Trouble since")
            assert not service.log("pass failed", account="box1")


def test_a_line_that_is_cut(tmp_path: Path, make_box: MakeBox, dovecot_server: Dovecot) -> None:
    """What came while nobody listened is seen when the line is back."""
    with proxy.between(dovecot_server) as line:
        box = make_box(line=line)
        sent = box.send(days_ago=20)
        with serving(tmp_path, [box]) as service:
            service.ready()
            wait_until(lambda: "follow-up-due" in box.flags(sent), "the thread was marked")
            line.cut()
            box.answer(sent, days_ago=0)
            wait_until(lambda: "follow-up-due" not in box.flags(sent), "the answer was seen")
            wait_until(lambda: len(service.log("listening for news")) == 2, "it was listened to again")


def test_a_server_that_hangs(tmp_path: Path, make_box: MakeBox, dovecot_server: Dovecot) -> None:
    """It holds up its own mailbox alone, and no stop."""
    with proxy.between(dovecot_server) as line:
        other, box = make_box(), make_box(line=line)
        sent = box.send(days_ago=20)
        with serving(tmp_path, [box, other], service={"passes_at_once": 2}) as service:
            service.ready()
            wait_until(lambda: "follow-up-due" in box.flags(sent), "the thread was marked")
            line.freeze()
            service.watcher("snooze", "figures", "2w", "--account", "box0")  # a look at the frozen mailbox begins
            before = service.processor_seconds()
            _acts_on_an_answer(other)
            assert service.processor_seconds() - before < 5
            line.thaw()
            wait_until(
                lambda: "follow-up-due" not in box.flags(sent), "it went on where it hung", seconds=180
            )  # a look may have to time out first
            line.freeze()
            service.watcher("snooze", "figures", "3w", "--account", "box0")
            code, seconds = service.stop()
            line.thaw()
            assert code == 0
            assert seconds < 5  # what its user was promised


def test_a_password_that_is_changed(tmp_path: Path, make_box: MakeBox) -> None:
    """The refusal is told and not repeated all the time; the new password is tried soon after it stands in its file."""
    with dovecot.running() as server:
        other, box = make_box(), make_box(server)
        with serving(tmp_path, [box, other]) as service:
            service.ready()
            server.change_password(box.user, "another")
            server.kick(box.user)
            wait_until(lambda: service.log("pass failed", account="box0", kind="LoginRefused"), "it was refused")
            assert _tells_of(service, "refused the login")
            _acts_on_an_answer(other)
            assert len(service.log("pass failed", account="box0")) == 1
            password = Path(service.config["accounts"][0]["imap"]["password_file"])
            password.write_text("another")
            wait_until(lambda: service.log("the trouble is over", account="box0"), "the new password was tried")
            assert not service.log("pass failed", account="box1")


def test_a_mailbox_that_never_worked(tmp_path: Path, make_box: MakeBox) -> None:
    """Its trouble shows in `status`, and the others are served."""
    broken, box = make_box(), make_box()
    broken.config["accounts"][0]["imap"]["password_file"] = str(tmp_path / "nothing")
    sent = box.send(days_ago=20)
    with serving(tmp_path, [broken, box]) as service:
        service.ready(listening=1)
        wait_until(lambda: "follow-up-due" in box.flags(sent), "the thread was marked")
        wait_until(lambda: any("box0:" in said for said in service.said), "systemd was told")
        assert _tells_of(service, "there is no file")
