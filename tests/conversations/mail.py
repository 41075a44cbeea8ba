"""Conversations read from the YAML files beside this one, and made into the bytes that mail programs write.

A conversation has a `subject`, its `mail` in order, and what is to be `expect`ed at which instants; times are Stockholm's. A
message is `sent` to somebody by the user, or `got` from somebody; it answers the one before it (`answers: 1` the first one,
`answers: none` none), with "Re: " before the subject. It says `text` or `html`; `ics` is a calendar part, `dsn` and `mdn`
make it a report of the numbered message. `date` is its Date where that differs from when it came, `id: none` leaves out its
Message-ID, `copies` are further folders. `held: true` expects that nothing is done although it is due; `state: absent`
expects no thread at all. `config: configured` is for the second set of settings; `beside` names another
conversation that must lie in the mailbox too.
"""

from collections.abc import Iterator, Mapping
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


def instant(text: object) -> datetime:
    """Read a time of the files; with seconds YAML has read it already."""
    return datetime.fromisoformat(str(text)).replace(tzinfo=ZONE)


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
        tuple(_letters(document, key)),
        tuple(document["expect"]),
        document.get("scenario"),
        document.get("config", "plain"),
        document.get("beside"),
    )


def _letters(document: Mapping[str, Any], key: str) -> Iterator[Letter]:
    ids: list[str] = []
    parts: list[bytes] = []
    for number, mail in enumerate(document["mail"], start=1):
        is_sent = "sent" in mail
        message_id = f"<{number}.{key}@{'lind' if is_sent else 'elsewhere'}.example>"
        parents = _parents(mail, ids)
        message = _with_parts(mail, ids, parts)
        _address(message, mail)
        default = f"Re: {document['subject']}" if parents else document["subject"]
        message["Subject"] = str(mail.get("subject", default))
        message["Date"] = format_datetime(instant(mail.get("date", mail["at"])))
        if mail.get("id") != "none":
            message["Message-ID"] = message_id
        if parents:
            message["In-Reply-To"], message["References"] = parents[-1], " ".join(parents)
        for name, value in mail.get("headers", {}).items():
            message[name] = value
        raw = message.as_bytes()
        ids.append(message_id)
        parts.append(raw)
        folder = mail.get("folder", "Sent" if is_sent else "INBOX")
        sent = is_sent and folder != "Drafts"
        yield Letter((folder, *mail.get("copies", ())), raw, instant(mail["at"]).astimezone(UTC), message_id, sent)


def _parents(mail: Mapping[str, Any], ids: list[str]) -> list[str]:
    answers = mail.get("answers", len(ids))
    return [] if answers == "none" else ids[: int(answers)]


def _address(message: Message, mail: Mapping[str, Any]) -> None:
    message["From"] = mail.get("from", ME) if "sent" in mail else mail["got"]
    message["To"] = mail["sent"] if "sent" in mail else mail.get("to", ME)
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
        method = next(line for line in mail["ics"].splitlines() if line.startswith("METHOD:")).partition(":")[2]
        message.add_alternative(mail["ics"].replace("\n", "\r\n"), subtype="calendar", params={"method": method})
    if "attachment" in mail:
        message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename=mail["attachment"])
    return message


def _report(mail: Mapping[str, Any], kind: str, fields: str, original: bytes | None) -> Message:
    """Write the parts of a report (RFC 3462) by hand: the library would encode them."""
    parts = [
        f"Content-Type: text/{'html' if 'html' in mail else 'plain'}; charset=utf-8\n\n{mail.get('html', mail.get('text'))}",
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
