"""FETCH answers made into envelopes and flags: by one regex where they look as nearly all do, else token by token."""

import functools
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from watcher.core import headers
from watcher.core.model import Envelope, Place
from watcher.mailbox import wire
from watcher.mailbox.base import FlagChange, Folder

_HEADER = b"BODY.PEEK[HEADER.FIELDS (%s)]" % b" ".join(headers.FETCHED_FIELDS)
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)

_USUAL = re.compile(
    rb"""\*[ ]\d+[ ]FETCH[ ]\((?:
        UID[ ](?P<uid>\d{1,10})[ ] | FLAGS[ ]\((?P<flags>[^()]*+)\)[ ] | INTERNALDATE[ ]"(?P<date>[^"]{26})"[ ]
        | (?:X-GM-THRID[ ](?P<number>\d{1,20}) | THREADID[ ]\((?P<id>[^()\s"]{1,255})\))[ ] | MODSEQ[ ]\(\d+\)[ ]
    )*+BODY\[HEADER\.FIELDS[ ]\([^()]*+\)\][ ]\{\d+\}\r\n\)\r\n""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Selected:
    """A folder as SELECT or EXAMINE found it; `uid_next` and `modseq` are 0 where the server does not tell, `permanent_flags` None."""

    folder: Folder
    uid_validity: int
    uid_next: int
    exists: int
    modseq: int
    permanent_flags: frozenset[str] | None


def envelope_items(threads: str) -> bytes:
    """Return what to FETCH for an envelope; `threads` is the server's name for its thread ids, or empty."""
    return b"(UID FLAGS INTERNALDATE %s%s)" % (f"{threads} ".encode() if threads else b"", _HEADER)


def envelope(answer: wire.Answer, selected: Selected) -> Envelope | None:
    """Return the envelope in an answer; None for an answer that is about something else, or of a message that is gone."""
    usual = _USUAL.fullmatch(answer.text) if len(answer.literals) == 1 else None
    if usual is None or usual["uid"] is None:
        return _unusual_envelope(answer, selected)
    thread = usual["number"] or usual["id"]
    place = _place(selected, int(usual["uid"]), flag_set(usual["flags"] or b""))
    return _read(place, answer.literals[0], usual["date"] or b"", thread.decode() if thread else None)


def _unusual_envelope(answer: wire.Answer, selected: Selected) -> Envelope | None:
    items = answer.fetched()
    uid = uid_of(items)
    if items is None or uid is None:
        return None
    header = next((it for name, it in items.items() if name.startswith(b"BODY[HEADER") and isinstance(it, bytes)), None)
    if header is None or (header == b"NIL" and not answer.literals):
        return None
    date = items.get(b"INTERNALDATE", b"")
    place = _place(selected, uid, flags_of(items))
    return _read(place, header, date if isinstance(date, bytes) else b"", _thread(items))


def _place(selected: Selected, uid: int, flags: frozenset[str]) -> Place:
    return Place(selected.folder.name, selected.folder.role, selected.uid_validity, uid, flags)


def _read(place: Place, header: bytes, date: bytes, thread: str | None) -> Envelope:
    received_at = internal_date(date)
    if received_at is not None:
        return headers.read(header, place=place, received_at=received_at, server_thread=thread)
    read = headers.read(header, place=place, received_at=_UNDATED, server_thread=thread)
    return replace(read, received_at=read.date or _UNDATED)


def flag_change(answer: wire.Answer) -> FlagChange | None:
    """Return the UID and flags in an answer; None for an answer that does not tell both."""
    items = answer.fetched()
    uid = uid_of(items)
    if items is None or uid is None or b"FLAGS" not in items:
        return None
    return FlagChange(uid, flags_of(items))


def body(answer: wire.Answer) -> tuple[int, bytes] | None:
    """Return the UID and the bytes of `BODY[]` or a part of it; None for an answer that does not tell both."""
    items = answer.fetched()
    uid = uid_of(items)
    if items is None or uid is None:
        return None
    found = next((it for name, it in items.items() if name.startswith(b"BODY[]")), None)
    return (uid, found) if isinstance(found, bytes) and (found != b"NIL" or answer.literals) else None


def uid_of(items: dict[bytes, wire.Token] | None) -> int | None:
    """Return the UID among the items of a FETCH answer, if it stands there."""
    return wire.number(items.get(b"UID")) if items else None


def flags_of(items: dict[bytes, wire.Token]) -> frozenset[str]:
    """Return the flags among the items of a FETCH answer, in lower case."""
    found = items.get(b"FLAGS", b"")
    words = [it for it in found if isinstance(it, bytes)] if isinstance(found, list) else []
    return flag_set(b" ".join(words))


@functools.lru_cache(maxsize=4096)
def flag_set(words: bytes) -> frozenset[str]:
    r"""Return flags as the model has them: lower-cased, system flags with their backslash, without `\Recent`, which is the connection's. Cached: thousands of messages share them."""
    return frozenset(words.decode("latin-1").lower().split()) - {"\\recent"}


def internal_date(text: bytes) -> datetime | None:
    """Return the instant of an INTERNALDATE (`17-Jul-1996 02:44:25 -0700`), None for what is none."""
    try:
        words = text.decode("ascii")
        month = headers.MONTH_DIGITS[words[3:6]]
        return datetime.fromisoformat(
            f"{words[7:11]}-{month}-{words[:2].replace(' ', '0')}T{words[12:20]}{words[21:26]}"
        )
    except (KeyError, ValueError):
        return None


def _thread(items: dict[bytes, wire.Token]) -> str | None:
    """Return X-GM-THRID as it stands, or what stands in THREADID's brackets."""
    found = items.get(b"X-GM-THRID") or items.get(b"THREADID")
    if isinstance(found, list):
        found = found[0] if found else None
    return found.decode("latin-1") if isinstance(found, bytes) and found.upper() != b"NIL" else None
