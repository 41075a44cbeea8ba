"""The demo's messages as bytes: plain letters with what they answer quoted below, automatic answers, bounces (RFC 3464) and calendar invitations (RFC 5545)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy, utils
from email.message import EmailMessage
from email.message import Message as Part

POLICY = policy.SMTP.clone(max_line_length=200)
PDF = b"%PDF-1.4\n%%EOF\n"
OWN_MAIL_SERVER = "mx.lind.example"


@dataclass(frozen=True, slots=True)
class Invitation:
    """The calendar part of a mail: `organizer` and `attendee` are whole addresses with names."""

    uid: str
    method: str
    starts_at: datetime
    minutes: int
    summary: str
    organizer: str
    attendee: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says. `answers`: the ids of the thread before it, oldest first. `quotes`: the message whose text stands below. `bounced`: the address that failed."""

    message_id: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str
    cc: str = ""
    language: str = "en"
    answers: tuple[str, ...] = ()
    quotes: "Message | None" = None
    automatic: bool = False
    bounced: str = ""
    attachment: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    invitation: Invitation | None = None


def draw(message: Message, before: Message | None) -> bytes:
    """The message's bytes; `before` is the one that a bounce is about."""
    mail = EmailMessage(policy=POLICY)
    for name, value in _headers(message).items():
        if value:
            mail[name] = value
    if message.bounced and before is not None:
        _fill_bounce(mail, message, before)
        return mail.as_bytes()
    mail.set_content(_body(message))
    if message.invitation is not None:
        mail.add_alternative(
            _calendar(message.invitation, message.at), subtype="calendar", params={"method": message.invitation.method}
        )
    if message.attachment:
        mail.add_attachment(PDF, maintype="application", subtype="pdf", filename=message.attachment)
    return mail.as_bytes()


def _headers(message: Message) -> dict[str, str]:
    automatic = (
        {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
        if message.automatic or message.bounced
        else {}
    )
    return {
        "Date": utils.format_datetime(message.at),
        "From": message.sender,
        "To": message.to,
        "Cc": message.cc,
        "Subject": message.subject,
        "Message-ID": message.message_id,
        "In-Reply-To": message.answers[-1] if message.answers else "",
        "References": " ".join(message.answers),
        **automatic,
        **message.headers,
    }


def _body(message: Message) -> str:
    if message.quotes is None:
        return message.text
    quoted = "\n".join(f"> {line}".rstrip() for line in message.quotes.text.split("\n-- \n")[0].splitlines())
    return f"{message.text}\n{_introduction(message.quotes, message.language)}\n{quoted}\n"


def _introduction(quoted: Message, language: str) -> str:
    when, clock = f"{quoted.at:%Y-%m-%d}", f"{quoted.at:%H:%M}"
    return (
        f"Den {when} kl. {clock} skrev {quoted.sender}:"
        if language == "sv"
        else f"On {when} at {clock}, {quoted.sender} wrote:"
    )


def _fill_bounce(mail: EmailMessage, message: Message, original: Message) -> None:
    mail.set_content(message.text)
    mail.make_mixed()
    mail.set_type("multipart/report")
    mail.set_param("report-type", "delivery-status")
    mail.attach(
        _part(
            "message/delivery-status",
            [message_from_string(block, policy=POLICY) for block in _delivery_status(message)],
        )
    )
    mail.attach(
        _part(
            "text/rfc822-headers", "".join(f"{name}: {value}\n" for name, value in _headers(original).items() if value)
        )
    )


def _part(content_type: str, payload: str | list[Part | str]) -> EmailMessage:
    part = EmailMessage(policy=POLICY)
    part["Content-Type"] = content_type
    part.set_payload(payload)
    return part


def _delivery_status(message: Message) -> tuple[str, str]:
    """The block on the message, and the one on the recipient."""
    return (
        f"Reporting-MTA: dns; {OWN_MAIL_SERVER}\nArrival-Date: {utils.format_datetime(message.at)}\n",
        f"Final-Recipient: rfc822; {message.bounced}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n",
    )


def _calendar(invitation: Invitation, at: datetime) -> str:
    ends_at = invitation.starts_at + timedelta(minutes=invitation.minutes)
    people = {
        "ORGANIZER": invitation.organizer,
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE": invitation.attendee,
    }
    lines = [
        "BEGIN:VCALENDAR", "PRODID:-//Tern Labs//Calendar//EN", "VERSION:2.0", f"METHOD:{invitation.method}",
        "BEGIN:VEVENT", f"UID:{invitation.uid}", "SEQUENCE:0", f"DTSTAMP:{_stamp(at)}", f"DTSTART:{_stamp(invitation.starts_at)}",
        f"DTEND:{_stamp(ends_at)}", f"SUMMARY:{invitation.summary}",
        *(f"{name}:mailto:{utils.parseaddr(person)[1]}" for name, person in people.items()),
        "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
