"""The job seeker's mail: read from `mail/*.yaml`, dated for now, made into messages as mail programs write them.

Each file is a list of threads. A thread: `key`, `with` (the other side), `subject`, `language`, `mails`, and `then`: what the user does after the first pass (see `run`).
A mail: `at` (see `calendar_days`), `by` me, alias (the user's other address), them, or an address; `text`, in which `{+2b by}` is a day; and where it differs from the usual `to`, `cc`,
`subject`, `folder`, `quote` (the mail before below it), `headers`; `auto` an automatic answer; `bounce` the address that failed; `attachment` a file's name; `invitation` a calendar part.
States are not written down anywhere: they are what the program makes of the mail.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import resources
from typing import Any

import yaml

from watcher.core import worktime
from watcher.core.model import Calendar
from watcher.demo import calendar_days, messages

ADDRESS = "alex@lind.example"
ALIAS = "alex@work.example"
NAME = "Alex Lind"
WRITERS = {"me": f"{NAME} <{ADDRESS}>", "alias": f"{NAME} <{ALIAS}>"}
PLACEHOLDER = re.compile(r"\{(?P<day>[^{} ]+) (?P<form>[a-z]+)\}")
SIGNATURE = f"\n-- \n{NAME}\n+46 70 174 06 12\n"
REPLY_MARKS = {"en": "Re: ", "sv": "Sv: "}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as the files write it."""

    at: str
    by: str
    text: str
    to: str = ""
    cc: str = ""
    subject: str = ""
    folder: str = ""
    quote: bool = True
    auto: bool = False
    bounce: str = ""
    attachment: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    invitation: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether the user wrote it."""
        return self.by in WRITERS


@dataclass(frozen=True, slots=True)
class Conversation:
    """One thread as the files write it. `other` is the other side, `then` what the user does after the first pass."""

    key: str
    other: str
    subject: str
    mails: tuple[Mail, ...]
    language: str = "en"
    then: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it lies in the mailbox."""

    key: str
    folder: str
    at: datetime
    message_id: str
    raw: bytes
    flags: tuple[str, ...]


def load() -> list[Conversation]:
    """All threads of the demo."""
    folder = resources.files("watcher.demo") / "mail"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    return [_conversation(entry) for each in files for entry in yaml.safe_load(each.read_text(encoding="utf-8"))]


def _conversation(entry: dict[str, Any]) -> Conversation:
    other, mails = entry.pop("with"), tuple(Mail(**mail) for mail in entry.pop("mails"))
    return Conversation(other=other, mails=mails, **entry)


def letters(conversations: Iterable[Conversation], days: calendar_days.Days) -> list[Letter]:
    """Every message, oldest first."""
    found = [letter for each in conversations for letter in _letters_of(each, days)]
    return sorted(found, key=lambda letter: (letter.at, letter.message_id))


def _letters_of(conversation: Conversation, days: calendar_days.Days) -> list[Letter]:
    drawn: list[messages.Message] = []
    found = []
    for mail in conversation.mails:
        before = drawn[-1] if drawn else None
        message = _message(conversation, mail, days, tuple(drawn))
        raw = messages.draw(message, before)
        found.append(Letter(conversation.key, _folder(mail), message.at, message.message_id, raw, _flags(mail)))
        drawn.append(message)
    return found


def _folder(mail: Mail) -> str:
    return mail.folder or ("Sent" if mail.is_own else "INBOX")


def _flags(mail: Mail) -> tuple[str, ...]:
    if mail.folder == "Drafts":
        return ("\\Seen", "\\Draft")
    return ("\\Seen",) if mail.is_own or not (mail.auto or mail.headers) else ()


def _message(
    conversation: Conversation, mail: Mail, days: calendar_days.Days, before: Sequence[messages.Message]
) -> messages.Message:
    at = days.instant(mail.at, before[-1].at if before else None)
    on, language = worktime.local_day(days.calendar, at), conversation.language
    sender = WRITERS.get(mail.by) or (conversation.other if mail.by == "them" else mail.by)
    subject = _filled(conversation.subject, days, language, on)
    own_subject = mail.subject.replace("{subject}", subject) or (REPLY_MARKS[language] if before else "") + subject
    signature = SIGNATURE if mail.is_own and not mail.folder else ""
    return messages.Message(
        message_id=_message_id(conversation.key, len(before), sender),
        at=at,
        sender=sender,
        to=mail.to or (conversation.other if mail.is_own else WRITERS["me"]),
        cc=mail.cc,
        subject=own_subject,
        text=_filled(mail.text, days, language, on) + signature,
        language=language,
        answers=() if mail.bounce else tuple(message.message_id for message in before),
        quotes=before[-1] if before and mail.quote and not mail.bounce else None,
        automatic=mail.auto,
        bounced=mail.bounce,
        attachment=mail.attachment,
        headers=mail.headers,
        invitation=_invitation(mail, days, conversation),
    )


def _filled(text: str, days: calendar_days.Days, language: str, on: date) -> str:
    """The text with its days written out, for a letter of the day `on`."""

    def written(match: re.Match[str]) -> str:
        return calendar_days.as_written(days.day(match["day"]), match["form"], language=language, on=on)

    return PLACEHOLDER.sub(written, text)


def _message_id(key: str, place: int, sender: str) -> str:
    domain = sender.rpartition("@")[2].rstrip(">")
    return f"<{hashlib.sha256(f'{key} {place}'.encode()).hexdigest()[:20]}@{domain}>"


def _invitation(mail: Mail, days: calendar_days.Days, conversation: Conversation) -> messages.Invitation | None:
    if not mail.invitation:
        return None
    return messages.Invitation(
        uid=f"{conversation.key}@{conversation.other.rpartition('@')[2].rstrip('>')}",
        method=mail.invitation["method"],
        starts_at=days.instant(mail.invitation["starts"]),
        minutes=mail.invitation["minutes"],
        summary=mail.invitation["summary"],
        organizer=conversation.other,
        attendee=WRITERS["me"],
    )


def days_at(calendar: Calendar, now: datetime) -> calendar_days.Days:
    """The days of the demo's mail at `now`."""
    return calendar_days.Days(calendar, now)
