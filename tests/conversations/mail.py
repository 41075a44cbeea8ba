"""Conversations read from the YAML files beside this one, and made into the bytes that mail programs write.

A conversation has a `subject`, its `mail` in order, and what is to be `expect`ed at which instants; times are Stockholm's. A
message is `sent` to somebody by the user, or `got` from somebody; it answers the one before it (`answers: 1` the first one,
`answers: none` none), with "Re: " before the subject. It says `text` or `html`; `ics` is a calendar part, `dsn` and `mdn`
make it a report of the numbered message. `date` is its Date where that differs from when it came, `id: none` leaves out its
Message-ID, `copies` are further folders. `held: true` expects that nothing is done although it is due; `state: absent`
expects no thread at all. `config: configured` is for the second set of settings; `beside` names another
conversation that must lie in the mailbox too.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

ME = "Alex Lind <alex@lind.example>"
ZONE = ZoneInfo("Europe/Stockholm")
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it lies in the mailbox."""

    folders: tuple[str, ...]
    raw: bytes
    at: datetime
    message_id: str
    is_sent: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation, with what is expected of it."""

    name: str
    letters: tuple[Letter, ...]
    expect: tuple[Mapping[str, Any], ...]
    scenario: str | None
    config: str
    beside: str | None

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the user's messages."""
        return frozenset(letter.message_id for letter in self.letters if letter.is_sent)


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose mailbox it is: the user as From has it, and the zone that the times are in."""

    sender: str
    zone: ZoneInfo


ALEX = Writer(ME, ZONE)


def instant(text: object, zone: ZoneInfo = ZONE) -> datetime:
    """Read a time of the files; with seconds YAML has read it already."""
    return datetime.fromisoformat(str(text)).replace(tzinfo=zone)


def conversations() -> list[Conversation]:
    """Read all of them."""
    return [
        _conversation(document, f"{path.stem}-{number}")
        for path in sorted(HERE.glob("*.yaml"))
        for number, document in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1)
    ]


def _conversation(document: Mapping[str, Any], key: str) -> Conversation:
    return Conversation(
        document["name"],
        tuple(letters(document, key)),
        tuple(document["expect"]),
        document.get("scenario"),
        document.get("config", "plain"),
        document.get("beside"),
    )


def letters(document: Mapping[str, Any], key: str, user: Writer = ALEX) -> Iterator[Letter]:
    """Make the messages of a conversation."""
    ids: list[str] = []
    parts: list[bytes] = []
    for number, mail in enumerate(document["mail"], start=1):
        is_sent = "sent" in mail
        message_id = f"<{number}.{key}@{'lind' if is_sent else 'elsewhere'}.example>"
        parents = _parents(mail, ids)
        message = _with_parts(_with_quote(mail, document["mail"][: number - 1]), ids, parts)
        _address(message, mail, user)
        default = f"Re: {document['subject']}" if parents else document["subject"]
        message["Subject"] = str(mail.get("subject", default))
        written = instant(mail.get("date", mail["at"]), user.zone)
        message["Date"] = format_datetime(written.astimezone(ZoneInfo(mail["zone"])) if "zone" in mail else written)
        if mail.get("id") != "none":
            message["Message-ID"] = message_id
        if parents:
            message["In-Reply-To"], message["References"] = parents[-1], " ".join(parents)
        for name, value in mail.get("headers", {}).items():
            message[name] = str(value)
        raw = message.as_bytes()
        ids.append(message_id)
        parts.append(raw)
        folder = mail.get("folder", "Sent" if is_sent else "INBOX")
        sent = is_sent and folder != "Drafts"
        at = instant(mail["at"], user.zone).astimezone(UTC)
        yield Letter((folder, *mail.get("copies", ())), raw, at, message_id, sent)


def _parents(mail: Mapping[str, Any], ids: list[str]) -> list[str]:
    answers = mail.get("answers", len(ids))
    return [] if answers == "none" else ids[: int(answers)]


def _with_quote(mail: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The message with the one before it quoted below, as mail programs do, where it has the heading of a quote."""
    quoted = before[-1].get("text", "") if before else ""
    if "quote" not in mail or not quoted:
        return mail
    mark = "" if mail.get("marks") == "none" else "> "
    lines = "\n".join(f"{mark}{line}".rstrip() for line in quoted.splitlines())
    return {**mail, "text": f"{mail['text'].rstrip()}\n\n{mail['quote'].strip()}\n{lines}\n"}


def _address(message: Message, mail: Mapping[str, Any], user: Writer) -> None:
    message["From"] = mail.get("from", user.sender) if "sent" in mail else mail["got"]
    message["To"] = mail.get("to", mail.get("sent", user.sender))
    for name in ("cc", "bcc"):
        if name in mail:
            message[name.title()] = mail[name]


def _with_parts(mail: Mapping[str, Any], ids: list[str], parts: list[bytes]) -> Message:
    if "dsn" in mail:
        return _report(mail, "delivery-status", _delivery_status(mail["dsn"]), parts[mail["dsn"]["of"] - 1])
    if "mdn" in mail:
        return _report(mail, "disposition-notification", _disposition(ids[mail["mdn"]["of"] - 1]), None)
    message = EmailMessage()
    if "html" in mail:
        message.set_content(mail["html"], subtype="html")
    else:
        message.set_content(mail["text"])
    if "ics" in mail:
        method = next(
            (line for line in mail["ics"].splitlines() if line.startswith("METHOD:")), "METHOD:PUBLISH"
        ).partition(":")[2]
        message.add_alternative(
            mail["ics"].replace("\n", "\r\n"), subtype="calendar", params={"method": method.strip()}
        )
    if "attachment" in mail:
        message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename=mail["attachment"])
    return message


def _report(mail: Mapping[str, Any], kind: str, fields: str, original: bytes | None) -> Message:
    """Write the parts of a report (RFC 3462) by hand: the library would encode them."""
    parts = [
        f"Content-Type: text/{'html' if 'html' in mail else 'plain'}; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(str(mail.get("html", mail.get("text"))).encode()).decode(),
        f"Content-Type: message/{kind}\n\n{fields}",
    ]
    if original is not None:
        head = original.partition(b"\n\n")[0].decode()
        parts.append(f"Content-Type: text/rfc822-headers\n\n{head}\n")
    report = Message()
    report["MIME-Version"] = "1.0"
    report["Content-Type"] = f'multipart/report; report-type={kind}; boundary="=_report"'
    report.set_payload("".join(f"--=_report\n{part}\n" for part in parts) + "--=_report--\n")
    return report


def _delivery_status(dsn: Mapping[str, Any]) -> str:
    return (
        f"Reporting-MTA: dns; {dsn['mta']}\n\nFinal-Recipient: rfc822; {dsn['failed']}\n"
        f"Action: {dsn.get('action', 'failed')}\nStatus: {dsn['status']}\n"
    )


def _disposition(message_id: str) -> str:
    return (
        f"Final-Recipient: RFC822; reader@elsewhere.example\nOriginal-Message-ID: {message_id}\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n"
    )
