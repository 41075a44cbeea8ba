"""`scan` and `undo` on a real server: what they print, and with which code they end."""

import json
import signal
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.cli.desk import WATCHER, Desk
from tests.servers import mail_program
from tests.servers.dovecot import Dovecot


class Office(Desk):
    """A desk whose first account lies on the server, and holds a question of nine days ago."""

    def __init__(
        self, folder: Path, server: Dovecot, *, mode: str = "preview", others: dict[str, int] | None = None
    ) -> None:
        super().__init__(folder)
        self.server = server
        self.user = server.new_user()
        account = "  - {{name: {0}, address: {0}@lind.example, imap: {{host: {1}, port: {2}, security: none, username: {3}, password_env: PASSWORD}}}}\n"
        accounts = account.format("private", server.host, server.port, self.user.name)
        accounts += "".join(account.format(name, "127.0.0.1", port, "x") for name, port in (others or {}).items())
        self.config.write_text(
            f"timezone: Europe/Stockholm\ncountry: SE\nmode: {mode}\ndatabase: {self.database}\naccounts:\n{accounts}"
        )
        self.put("The figures for October")

    def put(self, subject: str) -> None:
        """The user sent this nine days ago."""
        at = datetime.now(UTC) - timedelta(days=9)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "private@lind.example", "anna@acme.example", subject
        mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{abs(hash(subject))}@lind.example>"
        mail.set_content("Hello Anna,\n\ncould you send me the figures?\n\nAlex\n")
        with self.client() as client:
            client.append("Sent", mail.as_bytes(), (b"\\Seen",), at)

    def client(self) -> IMAPClient:
        """A second mail program on the mailbox."""
        return mail_program.logged_in(self.server, self.user)

    def drafts(self) -> int:
        """How many messages lie in Drafts."""
        with self.client() as client:
            return int(client.select_folder("Drafts", readonly=True)[b"EXISTS"])


def test_a_preview_shows_what_would_be_done_and_changes_nothing(tmp_path: Path, dovecot_server: Dovecot) -> None:
    office = Office(tmp_path, dovecot_server)
    said = office.run("scan")
    assert (said.code, said.err) == (0, "")
    assert "1 thread: 1 due" in said.out
    assert "Nothing to change in the mailbox." in said.out or "A pass would:" in said.out
    assert "preview" in said.out
    assert office.drafts() == 0
    assert "The figures for October" in office.run("status").out


def test_a_pass_marks_and_drafts_and_undo_takes_it_back(tmp_path: Path, dovecot_server: Dovecot) -> None:
    office = Office(tmp_path, dovecot_server, mode="draft")
    said = office.run("scan")
    assert (said.code, said.err) == (0, "")
    assert "Done:" in said.out
    assert "draft a follow-up" in said.out
    assert "1 thread: 1 drafted" in said.out
    assert office.drafts() == 1
    assert "It put a follow-up in Drafts." in office.run("explain", "october").out
    again = office.run("scan")
    assert "Nothing to change in the mailbox." in again.out
    undone = office.run("undo")
    assert undone.code == 0
    assert undone.out.startswith("Taken back:\n")
    assert office.drafts() == 0
    assert office.run("undo").out == "There was nothing to take back.\n"


def test_a_rehearsal_changes_nothing(tmp_path: Path, dovecot_server: Dovecot) -> None:
    office = Office(tmp_path, dovecot_server, mode="draft")
    for arguments in (["--dry-run"], ["--at", "tomorrow"], ["--at", "tomorrow", "--json"]):
        assert office.run("scan", *arguments).code == 0
        assert office.drafts() == 0


def test_json_is_alone_on_stdout_and_names_the_actions(tmp_path: Path, dovecot_server: Dovecot) -> None:
    said = Office(tmp_path, dovecot_server, mode="draft").run("scan", "--json")
    assert (said.code, said.err) == (0, "")
    read = json.loads(said.out)
    (account,) = read["accounts"]
    assert account["complete"] is True
    assert "incomplete" not in account
    assert [thread["state"] for thread in account["threads"]] == ["drafted"]
    assert sorted(action["kind"] for action in account["actions"]) == ["draft", "mark"]
    assert {action["thread_id"] for action in account["actions"]} == {account["threads"][0]["thread_id"]}


def test_the_instant_asked_for_is_that_of_the_answer(tmp_path: Path, dovecot_server: Dovecot) -> None:
    said = Office(tmp_path, dovecot_server).run("scan", "--json", "--at", "2026-12-01T10:00")
    assert json.loads(said.out)["at"] == "2026-12-01T10:00:00+01:00"


def test_one_accounts_trouble_does_not_stop_the_next(tmp_path: Path, dovecot_server: Dovecot) -> None:
    office = Office(tmp_path, dovecot_server, others={"closed": 9})
    said = office.run("scan", "--json")
    assert said.code == 75
    private, closed = json.loads(said.out)["accounts"]
    assert private["complete"] is True
    assert closed["complete"] is False
    assert "can't be reached" in closed["incomplete"][0]
    assert said.err.startswith("watcher: closed: ")
    assert len(said.err.splitlines()) == 2


def test_a_failure_outweighs_a_temporary_trouble(tmp_path: Path, dovecot_server: Dovecot) -> None:
    office = Office(tmp_path, dovecot_server, others={"closed": 9})
    said = office.run("scan", PASSWORD="wrong")
    assert said.code == 1
    assert "private: " in said.err
    assert "closed: " in said.err
    assert "wrong" not in said.err
    assert office.run("scan", "--account", "closed", PASSWORD="wrong").code == 75


@pytest.mark.parametrize("time", ["soon", "2026-13-01"])
def test_a_time_that_is_none_is_wrong_usage(tmp_path: Path, time: str) -> None:
    said = Desk(tmp_path).run("scan", "--at", time)
    assert said.code == 2
    assert "is no time" in said.err


def test_ctrl_c_ends_a_pass_quietly(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection, and never says a word
        desk.config.write_text(desk.config.read_text().replace("port: 9,", f"port: {silent.getsockname()[1]},"))
        process = subprocess.Popen(
            [WATCHER, "scan"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=desk.environment
        )
        silent.settimeout(60)
        connection, _ = silent.accept()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        connection.close()
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert out == b""


def test_a_bar_shows_the_progress_on_a_terminal_alone(tmp_path: Path, dovecot_server: Dovecot) -> None:
    office = Office(tmp_path, dovecot_server)
    assert office.start("scan").err == ""
    assert "1 thread" in office.show("scan").out
