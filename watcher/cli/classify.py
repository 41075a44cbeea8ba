"""What the program makes of a single message, as one object of the public JSON. No mailbox, no config: the message alone."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo

from watcher.core import bodies, headers, replies
from watcher.core.model import FolderName, Message, Owner, Place, Reading, Role
from watcher.core.words import Words

NOWHERE = Place(FolderName("file"), Role.INBOX, 0, 0)
NOBODY = Owner(frozenset())
UNKNOWN = datetime(1990, 1, 1, tzinfo=UTC)


def classify_file(name: str, raw: bytes, words: Mapping[str, Words], zone: tzinfo) -> dict[str, object]:
    """Return the object of `classify --json` for the bytes of one message (RFC 5322). Never raises, whatever the bytes.

    The message is read as somebody else's. Days are relative to its Date; `zone` is for hours whose zone can't be told.
    """
    envelope = headers.read(_header_block(raw), place=NOWHERE, received_at=UNKNOWN, server_thread=None)
    if envelope.date is not None:
        envelope = headers.read(_header_block(raw), place=NOWHERE, received_at=envelope.date, server_thread=None)
    reading = replies.read(Message(envelope, (NOWHERE,), bodies.read_body(raw)), owner=NOBODY, words=words, zone=zone)
    absence, promise = reading.absence, reading.promise
    is_dated = envelope.date is not None  # without a Date, "Friday" is no day
    returns_on = absence.returns_on if absence is not None and is_dated else None
    by = promise.by if promise is not None and is_dated else None
    return {
        "file": name,
        "kind": reading.kind.value if reading.kind is not None else None,
        "reasons": [{"code": "answer", "text": text} for text in _reasons(reading)],
        "language": reading.language,
        "return_date": returns_on.isoformat() if returns_on is not None else None,
        "failed_recipients": list(reading.failed_recipients),
        "promise": {"by": by.isoformat() if by is not None else None, "quote": promise.quote}
        if promise is not None
        else None,
        "wants_answer": reading.wants_answer,
    }


def _reasons(reading: Reading) -> Iterator[str]:
    yield reading.evidence
    if reading.is_foreign:
        yield "its language is not one the program reads: only headers and structure were judged"


def _header_block(raw: bytes) -> bytes:
    """Return the bytes before the first empty line, whichever line ends it has."""
    ends = [at for at in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n"), raw.find(b"\n\r\n")) if at >= 0]
    return raw[: min(ends) + 1] if ends else raw
