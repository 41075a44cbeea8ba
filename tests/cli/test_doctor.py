"""`doctor` on a real server: what is right, and each thing that can be wrong with its remedy and exit code."""

import socket
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import Desk, Said
from tests.servers.dovecot import Dovecot


class Patient(Desk):
    """A desk whose one account lies on the server, with changes."""

    def __init__(self, folder: Path, server: Dovecot, *, more: str = "", **imap: object) -> None:
        super().__init__(folder)
        user = server.new_user()
        settings: dict[str, object] = {
            "host": server.host,
            "port": server.tls_port,
            "security": "tls",
            "username": user.name,
            "password_env": "PASSWORD",
            "ca_file": server.ca_file,
        }
        lines = "".join(f"      {key}: {value}\n" for key, value in (settings | imap).items() if value is not None)
        self.config.write_text(
            f"timezone: Europe/Stockholm\ncountry: SE\ndatabase: {self.database}\n{more}\n"
            f"accounts:\n  - name: private\n    address: alex@lind.example\n    imap:\n{lines}"
        )


def failed(said: Said, code: int, *words: str) -> None:
    """It says on stderr, in a line or two, what is wrong and what to do."""
    assert said.code == code, said
    assert "Traceback" not in said.err + said.out
    assert 1 <= len(said.err.splitlines()) <= 2, said.err
    for word in words:
        assert word.lower() in said.err.lower()
    assert "secret" not in said.err + said.out
    assert "FAIL" in said.err


def test_all_is_well_and_every_ability_is_told(tmp_path: Path, dovecot_server: Dovecot) -> None:
    said = Patient(tmp_path, dovecot_server).run("doctor")
    assert (said.code, said.err) == (0, "")
    for words in (
        "config.yaml, mode preview, 1 account",
        "environment variable PASSWORD",
        f"{dovecot_server.host}:{dovecot_server.tls_port}, over TLS",
        "the keyword follow-up-due on your message in Sent",
        "kept in the mailbox too",
        "CONDSTORE",
        "IDLE",
        "drafts",
        "no drafts are made in mode preview",
        "Nothing stands in the way",
    ):
        assert words in said.out


def test_a_mark_of_the_users_choice_is_told(tmp_path: Path, dovecot_server: Dovecot) -> None:
    out = Patient(tmp_path, dovecot_server, more="mark: [copy]\ncopy_folder: Later\nmode: draft").run("doctor").out
    assert "a copy in the folder Later" in out
    assert "no drafts are made" not in out


def test_a_wrong_password(tmp_path: Path, dovecot_server: Dovecot) -> None:
    failed(Patient(tmp_path, dovecot_server).run("doctor", PASSWORD="wrong"), 1, "password")


def test_a_closed_port(tmp_path: Path, dovecot_server: Dovecot) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        port = taken.getsockname()[1]
        failed(Patient(tmp_path, dovecot_server, port=port).run("doctor"), 75, str(port))


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path, dovecot_server: Dovecot) -> None:
    failed(Patient(tmp_path, dovecot_server, ca_file=None).run("doctor"), 1, "certificate", "ca_file")


def test_tls_on_a_port_that_speaks_none(tmp_path: Path, dovecot_server: Dovecot) -> None:
    failed(Patient(tmp_path, dovecot_server, port=dovecot_server.port).run("doctor"), 1, "TLS")


def test_a_folder_that_is_not_there(tmp_path: Path, dovecot_server: Dovecot) -> None:
    failed(Patient(tmp_path, dovecot_server, sent_folder="Sent-ish").run("doctor"), 1, "Sent-ish", "sent_folder")


@pytest.mark.parametrize("key", ["password_file", "ca_file"])
def test_a_file_that_is_not_there(tmp_path: Path, dovecot_server: Dovecot, key: str) -> None:
    changes: dict[str, Any] = {key: "/none/such"}
    if key == "password_file":
        changes["password_env"] = None
    said = Patient(tmp_path, dovecot_server, **changes).run("doctor")
    failed(said, 2 if key == "password_file" else 1, "/none/such")


def test_a_password_file_that_others_may_read_is_warned_of(tmp_path: Path, dovecot_server: Dovecot) -> None:
    secret = tmp_path / "pw"
    secret.write_text("secret\n")
    secret.chmod(0o644)
    said = Patient(tmp_path, dovecot_server, password_env=None, password_file="pw").run("doctor")
    assert said.code == 0
    assert f"chmod 600 {secret}" in " ".join(said.out.split())


def test_one_accounts_trouble_does_not_hide_the_next_and_the_worst_code_wins(
    tmp_path: Path, dovecot_server: Dovecot
) -> None:
    desk = Patient(tmp_path, dovecot_server)
    more = "  - name: {name}\n    address: {name}@lind.example\n    imap: {{host: 127.0.0.1, port: {port}, security: none, password_env: {password}}}\n"
    with desk.config.open("a") as config:
        config.write(
            more.format(name="closed", port=9, password="PASSWORD")
            + more.format(name="nopass", port=9, password="NONE_SUCH")
        )
    said = desk.run("doctor")
    assert said.code == 2
    assert said.err.count("FAIL") == 2
    assert "over TLS" in said.out
    assert desk.run("doctor", "--account", "closed").code == 75
    assert desk.run("doctor", "--account", "private").code == 0


def test_gmail_is_refused_with_a_clear_word(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.config.write_text(
        "timezone: UTC\ncountry: SE\naccounts:\n  - {name: g, backend: gmail, address: a@b.example, gmail: {client_secret_file: x}}\n"
    )
    failed(desk.run("doctor"), 2, "gmail", "this version")


def test_templates_of_ones_own_are_tried(tmp_path: Path, dovecot_server: Dovecot) -> None:
    text = tmp_path / "texts" / "en" / "general" / "1.txt"
    text.parent.mkdir(parents=True)
    text.write_text("Hi {{ first_name }}\n")
    desk = Patient(tmp_path, dovecot_server, more="templates: texts")
    said = desk.run("doctor")
    assert said.code == 0
    assert f"yours in {tmp_path / 'texts'}" in " ".join(said.out.split())
    text.write_text("Hi\n{{ fist_name }}\n")
    failed(desk.run("doctor"), 1, "templates", f"{text}, line 2", "'fist_name' is undefined")
    (tmp_path / "texts" / "de").mkdir()
    (tmp_path / "texts" / "de" / "1.txt").write_text("Hallo\n")
    failed(desk.run("doctor"), 1, "has no words.yaml")


@pytest.mark.parametrize("above", ["", "below/"])
def test_a_database_that_the_first_pass_could_not_make(tmp_path: Path, above: str) -> None:
    desk = Desk(tmp_path)
    desk.config.write_text(desk.config.read_text().replace("watcher.sqlite3", f"config.yaml/{above}watcher.sqlite3"))
    said = desk.run("doctor")
    assert said.err.splitlines()[0].endswith(f"can't be made: {desk.config} is no folder")
    assert "database: in the config" in said.err.splitlines()[1]


def test_a_database_that_is_none(tmp_path: Path, dovecot_server: Dovecot) -> None:
    desk = Patient(tmp_path, dovecot_server)
    desk.database.write_text("this is a letter to my aunt, not a database, and long enough to be looked at\n" * 20)
    failed(desk.run("doctor"), 1, "database", str(desk.database))
    failed_scan = desk.run("scan")
    assert failed_scan.code == 1
    assert len(failed_scan.err.splitlines()) == 1
