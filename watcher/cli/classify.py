"""What the program makes of a single message, as one object of the public JSON. No mailbox, no config: the message alone."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time, tzinfo
from functools import cache

from watcher.core import bodies, headers, homes, replies, worktime
from watcher.core.model import Calendar, Envelope, FolderName, Message, Owner, Place, Reading, Role
from watcher.core.words import Words

NOWHERE = Place(FolderName("file"), Role.INBOX, 0, 0)
NOBODY = Owner(frozenset())
UNKNOWN = datetime(1990, 1, 1, tzinfo=UTC)


def classify_file(
    name: str, raw: bytes, words: Mapping[str, Words], zone: tzinfo, country: str | None = None
) -> dict[str, object]:
    """Return the object of `classify --json` for the bytes of one message (RFC 5322). Never raises, whatever the bytes.

    The message is read as somebody else's. Days are relative to its Date; `zone` is for hours whose zone can't be told. Working days leave out the public holidays
    of `country` (ISO 3166), by default of the one its writer probably lives in. Raises ValueError on a country whose holidays are not known.
    """
    envelope = headers.read(_header_block(raw), place=NOWHERE, received_at=UNKNOWN, server_thread=None)
    if envelope.date is not None:
        envelope = headers.read(_header_block(raw), place=NOWHERE, received_at=envelope.date, server_thread=None)
    reading = _read(Message(envelope, (NOWHERE,), bodies.read_body(raw)), words, zone, country)
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


def _read(message: Message, words: Mapping[str, Words], zone: tzinfo, country: str | None) -> Reading:
    """Read a message; one that speaks of days once more with the holidays of its country, if that is known."""
    reading = replies.read(message, owner=NOBODY, words=words, calendar=_calendar(zone, (), None))
    if reading.promise is None and reading.absence is None:
        return reading
    year = message.envelope.instant.year
    years = range(year - 1, year + 3)
    if country is not None:
        return replies.read(message, owner=NOBODY, words=words, calendar=_calendar(zone, years, country))
    guessed = _country_of(message.envelope, reading.language, words)
    if guessed is None:
        return reading
    try:
        calendar = _calendar(zone, years, guessed)
    except ValueError:  # a country without known holidays
        return reading
    return replies.read(message, owner=NOBODY, words=words, calendar=calendar)


def _country_of(envelope: Envelope, language: str, words: Mapping[str, Words]) -> str | None:
    if not language or envelope.date is None or envelope.sender is None:
        return None
    return homes.country_of(envelope.sender.email, envelope.date, words[language])


@cache
def _calendar(zone: tzinfo, years: Iterable[int], country: str | None) -> Calendar:
    return worktime.calendar_for(
        zone, working_days=range(5), opens=time(9), closes=time(17), years=years, country=country
    )


def _reasons(reading: Reading) -> Iterator[str]:
    yield reading.evidence
    if reading.is_foreign:
        yield "its language is not one the program reads: only headers and structure were judged"


def _header_block(raw: bytes) -> bytes:
    """Return the bytes before the first empty line, whichever line ends it has."""
    ends = [at for at in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n"), raw.find(b"\n\r\n")) if at >= 0]
    return raw[: min(ends) + 1] if ends else raw
