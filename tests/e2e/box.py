"""A user's mailbox on a real server and the program's account over it, as a test sees both."""

from collections.abc import Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Self

from tests.servers import mail_program
from tests.servers.imap_server import ImapServer
from watcher import scan, wiring
from watcher.config import Config
from watcher.core.model import State, Verdict

ALEX = "alex@lind.example"
ANNA = "anna@acme.example"
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Stockholm


class Box:
    """One mailbox. `now` is the instant of the next pass; mail is written in days before it."""

    def __init__(self, server: ImapServer, folder: Path, **config: Any) -> None:
        user = server.new_user()
        self.user = user
        self.server = server
        self.database = folder / "watcher.sqlite3"
        self._opened = ExitStack()
        self.client = self._opened.enter_context(mail_program.logged_in(server, user))
        secret = folder / "password"
        secret.write_text(user.password)
        secret.chmod(0o600)
        self.now = NOW
        self._count = 0
        self.config = {
            "timezone": "Europe/Stockholm",
            "country": "SE",
            "mode": "draft",
            "database": str(self.database),
            "accounts": [
                {
                    "name": "private",
                    "address": ALEX,
                    "display_name": "Alex Lind",
                    "aliases": ["alex@work.example"],
                    "imap": {
                        "host": server.host,
                        "port": server.port,
                        "security": "none",
                        "username": user.name,
                        "password_file": str(secret),
                    },
                }
            ],
        } | config

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    # What the user and the world do

    def put(
        self,
        folder: str,
        *,
        sender: str,
        to: str,
        subject: str,
        text: str,
        days_ago: float,
        answers: str | Sequence[str] = (),
        flags: Sequence[bytes] = (),
        headers: dict[str, str] | None = None,
    ) -> str:
        """Lay a message into a folder; its Message-ID."""
        self._count += 1
        when = self.now - timedelta(days=days_ago)
        mail = EmailMessage()
        message_id = f"<{self._count}.{self.user.name}@{sender.rpartition('@')[2]}>"
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Date"], mail["Message-ID"] = format_datetime(when), message_id
        parents = [answers] if isinstance(answers, str) else list(answers)
        if parents:
            mail["In-Reply-To"], mail["References"] = parents[-1], " ".join(parents)
        for name, value in (headers or {}).items():
            mail[name] = value
        mail.set_content(text)
        self.client.append(folder, mail.as_bytes(), flags, when)
        return message_id

    def send(self, subject: str = "The figures for October", days_ago: float = 6, **more: Any) -> str:
        """The user sends a message."""
        text = more.pop("text", "Hello Anna,\n\ncould you send me the figures for October?\n\nAlex\n")
        return self.put(
            "Sent",
            sender=more.pop("sender", ALEX),
            to=more.pop("to", ANNA),
            subject=subject,
            text=text,
            days_ago=days_ago,
            flags=(b"\\Seen",),
            **more,
        )

    def answer(self, to: str, days_ago: float = 1, folder: str = "INBOX", **more: Any) -> str:
        """Somebody answers a message of the user's."""
        return self.put(
            folder,
            sender=more.pop("sender", ANNA),
            to=ALEX,
            subject="Re: The figures for October",
            text=more.pop("text", "Hello Alex,\n\nhere they are: 14, 15 and 92.\n\nAnna\n"),
            days_ago=days_ago,
            answers=to,
            **more,
        )

    def find(self, folder: str, message_id: str) -> list[int]:
        """The UIDs of the message in the folder."""
        self.client.select_folder(folder)
        return list(self.client.search(["HEADER", "Message-ID", message_id]))

    def flags(self, message_id: str, folder: str = "Sent") -> set[str]:
        """The keywords and flags of a message, lower-cased."""
        uids = self.find(folder, message_id)
        return {
            flag.decode().lower() for data in self.client.fetch(uids, ["FLAGS"]).values() for flag in data[b"FLAGS"]
        }

    def drafts(self, folder: str = "Drafts") -> list[bytes]:
        """All messages in Drafts (or another folder), whole."""
        self.client.select_folder(folder, readonly=True)
        uids = self.client.search("ALL")
        return [data[b"BODY[]"] for data in self.client.fetch(uids, ["BODY.PEEK[]"]).values()] if uids else []

    def move(self, folder: str, message_id: str, target: str) -> None:
        """Move a message."""
        self.client.move(self.find(folder, message_id), target)

    def delete_drafts(self) -> None:
        """The user throws his drafts away for good."""
        self.client.select_folder("Drafts")
        uids = self.client.search("ALL")
        self.client.delete_messages(uids)
        self.client.expunge(uids)

    # What the program does

    @contextmanager
    def account(self, **config: Any):  # type: ignore[no-untyped-def]  # noqa: ANN201
        """The program's account, opened."""
        settings = Config.model_validate(self.config | config)
        with wiring.opened(settings) as accounts:
            yield accounts[0]

    def scan(self, *, later: timedelta = timedelta(), config: dict[str, Any] | None = None, **how: Any) -> scan.Outcome:
        """One pass, `later` than the mailbox's now."""
        with self.account(**(config or {})) as account:
            return scan.run_pass(account, now=self.now + later, **how)

    def forget(self) -> None:
        """Lose the database."""
        for path in self.database.parent.glob("watcher.sqlite3*"):
            path.unlink()


def only(outcome: scan.Outcome) -> Verdict:
    """The one verdict of a mailbox with one thread."""
    assert len(outcome.verdicts) == 1, outcome.verdicts
    return outcome.verdicts[0]


def state(outcome: scan.Outcome) -> State:
    """The state of the one thread."""
    return only(outcome).state


def kinds(outcome: scan.Outcome) -> list[str]:
    """What the pass did, in order."""
    return [action.kind.value for action in outcome.actions]
