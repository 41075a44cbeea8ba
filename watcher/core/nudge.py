"""The draft of a nudge as RFC 5322 bytes: whom it goes to, what it answers, and the ids that keep it the only one.

The message is built on the `email` package's older half (compat32): it writes an id of any length as it is, and an encoded word or a quoted-printable line never longer than the RFCs allow.
The newer half, as Python 3.11 and 3.12 have it, encodes long ids (which breaks threads in other people's programs), and with longer lines allowed breaks RFC 2047 and 2045 instead.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from email import charset, policy
from email.header import Header
from email.message import Message as Mail
from email.utils import format_datetime

from watcher.core.model import (
    AccountName,
    ActionKind,
    Address,
    Kind,
    Message,
    MessageId,
    Owner,
    ReasonCode,
    Thread,
    Verdict,
)

LONGEST_LINE = 998  # RFC 5322, 2.1.1
READABLE_LINE = 78
LONGEST_SUBJECT = 900
LONGEST_NAME = 100
MOST_REFERENCES = 21

WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=LONGEST_LINE)
QUOTED_PRINTABLE = charset.Charset("utf-8")
QUOTED_PRINTABLE.body_encoding = charset.QP

_ID = re.compile(r"<[!-;=?-~]+>")  # printable ASCII without blanks and angle brackets
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,128}")
_DOMAIN = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_REPLY_PREFIX = re.compile(
    r"\s*(?:re|sv|aw|vs|antw|antwort|svar|odp|ynt|res|rép|rif|atb|回复|答复|回覆)(?:\s*\[\d+\])?\s*[::]", re.IGNORECASE
)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")  # turns the direction of the letters around it
_DEAF = re.compile(r"(?:no|do-?not)[-._]?reply", re.IGNORECASE)


def action_key(account: AccountName, kind: ActionKind, clock_id: MessageId) -> str:
    """Name this action, in this mailbox, for the clock that this message started: the same in every pass, and after the loss of the database."""
    digest = hashlib.sha256(json.dumps([account, kind.value, clock_id]).encode()).hexdigest()
    return f"{kind.value}-{digest[:32]}"


def draft_message_id(key: str, generation: int, domain: str) -> MessageId:
    """Make the Message-ID of the draft of this action: always the same one, and to its reader like any mail program's."""
    digest = hashlib.sha256(json.dumps([key, generation]).encode()).digest()
    return MessageId(f"<{uuid.UUID(bytes=digest[:16], version=4)}@{_plain_domain(domain) or 'localhost'}>")


def answered_message(thread: Thread, verdict: Verdict) -> Message | None:
    """Find the message that a draft answers: the user's own last one."""
    sent = [message for message in thread.messages if message.is_sent and not message.is_draft]
    named = [message for message in sent if message.message_id == verdict.message_id]
    return next(reversed(named or sent), None)


def author(parent: Message, owner: Owner, display_name: str, address: str) -> Address:
    """Tell who writes: the own address, with its name, that the parent was sent from; else the account's `address`."""
    sender = parent.envelope.sender
    if sender is not None and owner.is_own(sender.email) and (email := _plain_email(sender.email)):
        return Address(_safe_name(sender.name) or _safe_name(display_name), email)
    return Address(_safe_name(display_name), _plain_email(address) or address.lower())


def recipients(
    parent: Message, thread: Thread, verdict: Verdict, owner: Owner, kind: ActionKind = ActionKind.DRAFT
) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """Tell To and Cc of a draft; both empty when nobody is left whom it could openly go to (mail with Bcc alone, say).

    They are those of the user's own last message, without the user, without addresses that bounced and without what is no address. A thank-you, or a nudge
    after a broken promise, goes to the person who answered (From, never Reply-To), unless that message went to that person too. Bcc is never taken over.
    """
    left_out = _bounced(thread, verdict)
    to = _usable(parent.envelope.to, owner, left_out)
    cc = _usable(parent.envelope.cc, owner, left_out | {address.email for address in to})
    answerer = _answerer(thread, verdict, owner) if _answers_person(verdict, kind) else None
    if answerer is not None and answerer.email not in {address.email for address in to + cc}:
        return (answerer,), ()
    return (to, cc) if to else (cc, ())


def make_draft(  # noqa: PLR0913 - a draft is made of that many facts, each with its name
    *,
    parent: Message,
    thread: Thread,
    verdict: Verdict,
    kind: ActionKind,
    text: str,
    owner: Owner,
    display_name: str,
    address: str,
    message_id: MessageId,
    now: datetime,
) -> bytes | None:
    """Build the draft that answers `parent`, ready to be saved; None when there is nobody it could openly go to.

    `now`, in the user's zone, becomes the Date; `address` and `display_name` stand in where the parent was not sent from one of the owner's addresses. Nothing in it
    tells that a program wrote it.
    """
    to, cc = recipients(parent, thread, verdict, owner, kind)
    if not to:
        return None
    mail = Mail(policy=WIRE)
    mail["From"] = _written([author(parent, owner, display_name, address)])
    mail["To"] = _written(to)
    if cc:
        mail["Cc"] = _written(cc)
    mail["Subject"] = _written_text(reply_subject(parent.envelope.subject), "Subject")
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id
    for name, ids in (("In-Reply-To", _ids([parent.envelope.message_id])), ("References", _reference_chain(parent))):
        if ids:
            mail[name] = " ".join(ids)
    mail["MIME-Version"] = "1.0"
    _set_text(mail, text)
    return mail.as_bytes()


def reply_subject(subject: str) -> str:
    """Put `Re:` before the subject, in one safe line; one that says so already (`Re:`, `SV:`, `AW:`) stays as it is."""
    line = _one_line(subject[:LONGEST_SUBJECT])
    return line if _REPLY_PREFIX.match(line) else f"Re: {line}".rstrip()


def plain_subject(subject: str) -> str:
    """Strip the subject of its reply prefixes, and make it one safe line for use in a text."""
    line = _TURNING.sub("", _one_line(subject[:LONGEST_SUBJECT]))
    while prefix := _REPLY_PREFIX.match(line):
        line = line[prefix.end() :].strip()
    return line


def _answers_person(verdict: Verdict, kind: ActionKind) -> bool:
    """Whether the draft takes up what somebody wrote: a thank-you, or a promise whose time has passed."""
    return kind is ActionKind.THANK_YOU or any(reason.code is ReasonCode.PROMISE for reason in verdict.reasons)


def _answerer(thread: Thread, verdict: Verdict, owner: Owner) -> Address | None:
    """Find who wrote the newest human reply that came from somebody who can be written to."""
    replies = {line.message_id for line in verdict.messages if line.kind is Kind.HUMAN_REPLY}
    for message in reversed(thread.messages):
        sender = message.envelope.sender
        if (
            message.message_id in replies
            and not message.is_sent
            and sender is not None
            and not _DEAF.search(sender.email)
        ):
            usable = _usable([sender], owner, frozenset())
            if usable:
                return usable[0]
    return None


def _bounced(thread: Thread, verdict: Verdict) -> frozenset[str]:
    """Collect the addresses that a bounce in this thread named as failed."""
    bounces = {line.message_id for line in verdict.messages if line.kind is Kind.BOUNCE}
    bodies = (message.body for message in thread.messages if message.message_id in bounces)
    return frozenset(email.lower() for body in bodies if body is not None for email in body.failed_recipients)


def _usable(addresses: Iterable[Address], owner: Owner, left_out: frozenset[str]) -> tuple[Address, ...]:
    """Keep the addresses that a draft can go to, each once, in their order, safe to be written in a header."""
    kept: dict[str, Address] = {}
    for address in addresses:
        email = _plain_email(address.email)
        names = {email, address.email.lower()}
        if email and not names & left_out and not any(owner.is_own(name) for name in names):
            kept.setdefault(email, Address(_safe_name(address.name), email))
    return tuple(kept.values())


def _plain_email(email: str) -> str:
    """Write the address in lower-case ASCII (IDNA for its domain), or the empty string if it can't be written so."""
    local, _, domain = email.rpartition("@")
    plain = _plain_domain(domain)
    return f"{local}@{plain}".lower() if plain and _LOCAL_PART.fullmatch(local) else ""


def _plain_domain(domain: str) -> str:
    try:
        plain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return plain if len(plain) <= 253 and _DOMAIN.fullmatch(plain) else ""


def _one_line(text: str) -> str:
    """Make the text one line without control characters, line ends and broken characters."""
    return _UNSAFE.sub(" ", text).strip()


def _safe_name(name: str) -> str:
    return _TURNING.sub("", _one_line(name[:LONGEST_NAME]))


def _reference_chain(parent: Message) -> list[MessageId]:
    """RFC 5322, 3.6.4: the parent's References (or its In-Reply-To, if exactly one), then the parent. Of a long chain the first and the last ids are kept."""
    envelope = parent.envelope
    unclear = len(envelope.in_reply_to) > 1 and set(envelope.references) <= set(envelope.in_reply_to)
    chain = _ids([*(() if unclear else envelope.references), envelope.message_id])
    return chain if len(chain) <= MOST_REFERENCES else [chain[0], *chain[1 - MOST_REFERENCES :]]


def _ids(ids: Iterable[MessageId | None]) -> list[MessageId]:
    """Keep those that can stand in a header, each once: in angle brackets, plain ASCII, short enough for one line."""
    longest = LONGEST_LINE - len("In-Reply-To: ")
    return list(dict.fromkeys(each for each in ids if each and len(each) <= longest and _ID.fullmatch(each)))


def _written(addresses: Iterable[Address]) -> str:
    """Write addresses as a header holds them, one a line, every name quoted or in encoded words (RFC 2047)."""
    return ",\r\n ".join(f"{_written_name(address.name)} <{address.email}>".lstrip() for address in addresses)


def _written_name(name: str) -> str:
    if name.isascii() and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"' if re.search(r"[^A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]", name) else name
    return Header(name, "utf-8", maxlinelen=75).encode(linesep="\r\n")


def _written_text(text: str, header_name: str) -> str:
    """Free text as a header holds it, folded at 76 characters: as it is where that can be read one way only, else in encoded words (RFC 2047)."""
    plain = text.isascii() and "=?" not in text and all(len(word) < READABLE_LINE - 10 for word in text.split(" "))
    return Header(text, "us-ascii" if plain else "utf-8", header_name=header_name).encode(linesep="\r\n")


def _set_text(mail: Mail, text: str) -> None:
    """Set the body: 7bit where ASCII and short lines allow it, else quoted-printable, so that no paragraph is wrapped."""
    lines = [_UNSAFE.sub(" ", line) for line in text.replace("\r\n", "\n").split("\n")]
    body = "\n".join(lines).strip("\n") + "\n"
    if body.isascii() and all(len(line) <= READABLE_LINE for line in lines):
        mail["Content-Type"] = 'text/plain; charset="utf-8"'
        mail["Content-Transfer-Encoding"] = "7bit"
        mail.set_payload(body)
    else:
        mail.set_payload(body, QUOTED_PRINTABLE)
