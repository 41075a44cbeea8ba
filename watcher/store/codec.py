"""Values to JSON and back, strictly: a document that is not exactly of the shape and version expected is `Unreadable`.

Dataclasses become objects by their field names, whatever fields they have; one that was added with a default may be missing in an older document.
"""

import dataclasses
import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from watcher.core.model import Address, Body, Envelope, MessageId, Place, Verdict
from watcher.mailbox.base import DraftCopy

# Raise a number when documents of that kind change their meaning; new fields with defaults need none.
VERSIONS: dict[type, int] = {Body: 1, Verdict: 1, DraftCopy: 1, Place: 1}
ENVELOPE_VERSION = 1

Plain = None | bool | int | str | list[Any] | dict[str, Any]
Decoder = Callable[[Any], Any]
T = TypeVar("T")

_encoder = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False).encode
_quoted = json.encoder.encode_basestring_ascii


class Unreadable(ValueError):
    """A stored document that this version of the program can't read."""


def to_json(value: Any) -> str:
    """A dataclass of `VERSIONS` as a document."""
    return _encoder([VERSIONS[type(value)], plain(value)])


def from_json(kind: type[T], text: str) -> T:
    """The value of a document. Raises Unreadable."""
    try:
        version, value = json.loads(text)
        if version != VERSIONS[kind]:
            raise Unreadable(f"{kind.__name__} of version {version}")
        decoded: T = _decoder(cast("Hashable", kind))(value)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable(f"{kind.__name__}: {error}") from error
    return decoded


def places_json(places: Iterable[Place]) -> str:
    """Places as a document."""
    return _encoder([VERSIONS[Place], [plain(place) for place in places]])


def places_from(text: str) -> tuple[Place, ...]:
    """The places of a document. Raises Unreadable."""
    try:
        version, values = json.loads(text)
        if version != VERSIONS[Place]:
            raise Unreadable(f"places of version {version}")
        places: tuple[Place, ...] = _sequence(tuple, _decoder(Place))(values)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable(f"places: {error}") from error
    return places


def plain(value: Any) -> Plain:
    """A value in the words of JSON. Raises TypeError for one that has none."""
    found: Plain
    match value:
        case Enum():
            found = str(value.value)
        case None | bool() | int() | str():
            found = value
        case date():  # also datetime
            found = value.isoformat()
        case tuple():
            found = [plain(item) for item in value]
        case frozenset():
            found = sorted(map(str, value))
        case Mapping():
            found = {str(key): plain(item) for key, item in value.items()}
        case _:
            # Raises TypeError for anything but a dataclass.
            found = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return found


@cache
def _decoder(kind: Any) -> Decoder:
    """What makes a value of this type of its JSON, made once per type."""
    if isinstance(kind, NewType):
        return _decoder(kind.__supertype__)
    if get_origin(kind) is not None:
        return _composed(get_origin(kind), get_args(kind))
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind)
    if issubclass(kind, Enum):
        return cast(Decoder, kind)
    return _SINGLE[kind]


def _composed(origin: Any, arguments: tuple[Any, ...]) -> Decoder:
    if origin in (UnionType, Union):
        (kind,) = (argument for argument in arguments if argument is not NoneType)
        return _optional(_decoder(kind))
    if origin is Mapping:
        return _mapping(_decoder(arguments[1]))
    assert origin in (tuple, frozenset), f"no decoder for {origin!r}"
    return _sequence(origin, _decoder(arguments[0]))


def instant(value: Any) -> datetime:
    """An aware instant of its ISO form. Raises ValueError for a naive one."""
    moment = datetime.fromisoformat(_exactly(str)(value))
    if moment.tzinfo is None:
        raise ValueError("an instant without a zone")
    return moment


def _exactly(kind: type) -> Decoder:
    def decode(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{type(value).__name__} where {kind.__name__} belongs")
        return value

    return decode


_SINGLE: dict[type, Decoder] = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    datetime: instant,
    date: lambda value: date.fromisoformat(_exactly(str)(value)),
}


def _optional(decode: Decoder) -> Decoder:
    return lambda value: None if value is None else decode(value)


def _sequence(make: Callable[[Any], Any], decode: Decoder) -> Decoder:
    is_list = _exactly(list)
    return lambda value: make(decode(item) for item in is_list(value))


def _mapping(decode: Decoder) -> Decoder:
    is_object = _exactly(dict)
    return lambda value: {key: decode(item) for key, item in is_object(value).items()}


def _dataclass(kind: Any) -> Decoder:
    hints = get_type_hints(kind)
    decoders = {field.name: _decoder(hints[field.name]) for field in dataclasses.fields(kind)}
    is_object = _exactly(dict)

    def decode(value: Any) -> Any:
        # An unknown name raises KeyError, a missing one without a default TypeError.
        return kind(**{name: decoders[name](item) for name, item in is_object(value).items()})

    return decode


def envelope_json(envelope: Envelope) -> str:
    """What of an envelope lies in no column of its own. Put together by hand: this runs once for every message of a mailbox."""
    sender, sent, headers = envelope.sender, envelope.date, envelope.headers
    return (
        f"[{ENVELOPE_VERSION},"
        f"{'null' if sent is None else _quoted(sent.isoformat())},"
        f"{_list(envelope.references)},"
        f"{_list(envelope.in_reply_to)},"
        f"{_quoted(envelope.subject)},"
        f"{'null' if sender is None else _list((sender.name, sender.email))},"
        f"{_pairs(envelope.reply_to)},{_pairs(envelope.to)},{_pairs(envelope.cc)},{_pairs(envelope.bcc)},"
        f"{_quoted(envelope.content_type)},"
        f"{_encoder(dict(headers)) if headers else '{}'}]"
    )


def _list(texts: Sequence[str]) -> str:
    return f"[{','.join(map(_quoted, texts))}]" if texts else "[]"


def _pairs(addresses: Sequence[Address]) -> str:
    if not addresses:
        return "[]"
    return f"[{','.join([f'[{_quoted(each.name)},{_quoted(each.email)}]' for each in addresses])}]"


def envelope_from(
    text: str, place: Place, received_at: datetime, message_id: MessageId | None, server_thread: str | None
) -> Envelope:
    """The envelope again, of its document and its columns. Raises Unreadable."""
    try:
        version, sent, references, in_reply_to, subject, sender, reply_to, to, cc, bcc, content_type, headers = (
            json.loads(text)
        )
        if version != ENVELOPE_VERSION:
            raise Unreadable(f"envelope of version {version}")
        return Envelope(
            place=place,
            received_at=received_at,
            message_id=message_id,
            references=_texts(references),
            in_reply_to=_texts(in_reply_to),
            subject=_exactly(str)(subject),
            sender=None if sender is None else _address(sender),
            reply_to=_addresses(reply_to),
            to=_addresses(to),
            cc=_addresses(cc),
            bcc=_addresses(bcc),
            date=None if sent is None else instant(sent),
            content_type=_exactly(str)(content_type),
            headers=_mapping(_exactly(str))(headers),
            server_thread=server_thread,
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise Unreadable(f"envelope: {error}") from error


_texts = _sequence(tuple, _exactly(str))


def _address(value: Any) -> Address:
    name, email = _texts(value)
    return Address(name, email)


_addresses = _sequence(tuple, _address)
