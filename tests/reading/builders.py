"""Builders of mail for the tests of reading: a message of the other side, one of the user's own, and raw bytes."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from watcher import language
from watcher.core import bodies, worktime
from watcher.core.model import Address, Body, Envelope, FolderName, Message, MessageId, Owner, Place, Reading, Role
from watcher.core.replies import read
from watcher.core.words import Words

WORDS = language.load()
EN, SV = WORDS["en"], WORDS["sv"]
STOCKHOLM = ZoneInfo("Europe/Stockholm")
CALENDAR = worktime.calendar_for(STOCKHOLM, working_days=range(5), opens=time(9), closes=time(17), years=())
OWNER = Owner(frozenset({"alex@lind.example"}))
ME = Address("Alex Lind", "alex@lind.example")
ANNA = Address("Anna Berg", "anna@firm.example")
TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=STOCKHOLM)  # week 48
INBOX = Place(FolderName("INBOX"), Role.INBOX, 1, 1)
SENT = Place(FolderName("Sent"), Role.SENT, 1, 1)


def received(
    text: str = "",
    *,
    subject: str = "Re: Our talk",
    sender: Address | None = ANNA,
    at: datetime = TUESDAY,
    headers: dict[str, str] | None = None,
    content_type: str = "text/plain",
    references: tuple[str, ...] = (),
    body: Body | None = None,
    message_id: str = "<theirs@firm.example>",
) -> Message:
    """Build a message of somebody else's."""
    ids = tuple(MessageId(each) for each in references)
    envelope = Envelope(
        place=INBOX,
        received_at=at.astimezone(UTC),
        message_id=MessageId(message_id),
        references=ids,
        in_reply_to=ids[-1:],
        subject=subject,
        sender=sender,
        to=(ME,),
        date=at,
        headers=headers or {},
        content_type=content_type,
    )
    return Message(envelope, (INBOX,), body if body is not None else Body(text=text, raw_text=text))


def sent(
    text: str = "",
    *,
    subject: str = "Our talk",
    to: tuple[Address, ...] = (ANNA,),
    bcc: tuple[Address, ...] = (),
    at: datetime = TUESDAY,
    headers: dict[str, str] | None = None,
    attachments: tuple[str, ...] = (),
    body: Body | None = None,
    message_id: str = "<mine@lind.example>",
) -> Message:
    """Build a message of the user's own."""
    envelope = Envelope(
        place=SENT,
        received_at=at.astimezone(UTC),
        message_id=MessageId(message_id),
        subject=subject,
        sender=ME,
        to=to,
        bcc=bcc,
        date=at,
        headers=headers or {},
    )
    own = body if body is not None else Body(text=text, raw_text=text, attachments=attachments)
    return Message(envelope, (SENT,), own, is_sent=True)


def reading(message: Message) -> Reading:
    """Read a message with all languages, for a user in Stockholm."""
    return read(message, owner=OWNER, words=WORDS, calendar=CALENDAR)


def body_of(content: str, content_type: str = "text/plain; charset=utf-8") -> Body:
    """Read the body of a message that has one part."""
    return bodies.read_body(
        f"From: a@b.example\nDate: Tue, 24 Nov 2026 09:30:00 +0100\nContent-Type: {content_type}\nMIME-Version: 1.0\n\n{content}".encode()
    )


def words_of(code: str) -> Words:
    """Return the words of a language."""
    return WORDS[code]
