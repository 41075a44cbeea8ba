"""Values to JSON and back."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.build import NOON, envelope, place, verdict
from watcher.core.model import Address, Body, Envelope, Invitation, MessageId, Verdict
from watcher.store import codec, columns

# Whatever a mailbox holds, lone surrogates and NUL too.
texts = st.text(st.characters(), max_size=20)
ids = st.builds(MessageId, texts)
addresses = st.builds(Address, texts, texts)
zones = st.builds(lambda minutes: timezone(timedelta(minutes=minutes)), st.integers(-1439, 1439))
instants = st.datetimes(timezones=zones)
first, last = datetime(2, 1, 1), datetime(9998, 1, 1)  # noqa: DTZ001  (the zones are drawn apart)
received = st.datetimes(first, last, timezones=st.just(UTC))
envelopes = st.builds(
    Envelope,
    place=st.just(place(1)),
    received_at=received,
    message_id=st.none() | ids,
    references=st.lists(ids, max_size=3).map(tuple),
    in_reply_to=st.lists(ids, max_size=3).map(tuple),
    subject=texts,
    sender=st.none() | addresses,
    reply_to=st.lists(addresses, max_size=3).map(tuple),
    to=st.lists(addresses, max_size=3).map(tuple),
    cc=st.lists(addresses, max_size=3).map(tuple),
    bcc=st.lists(addresses, max_size=3).map(tuple),
    date=st.none() | instants,
    content_type=texts,
    headers=st.dictionaries(texts, texts, max_size=3),
    server_thread=st.none() | texts,
)
bodies = st.builds(
    Body,
    text=texts,
    raw_text=texts,
    invitations=st.lists(
        st.builds(Invitation, texts, texts, st.integers(), texts, st.none() | instants, st.none() | instants),
        max_size=2,
    ).map(tuple),
    original_ids=st.lists(ids, max_size=2).map(tuple),
    attachments=st.lists(texts, max_size=2).map(tuple),
    truncated=st.booleans(),
)


@given(envelopes)
def test_an_envelope_comes_back_as_it_was(original: Envelope) -> None:
    """Also its made-by-hand JSON is JSON."""
    text = codec.envelope_json(original)
    again = codec.envelope_from(text, original.place, original.received_at, original.message_id, original.server_thread)
    assert again == original


@given(bodies)
def test_a_body_comes_back_as_it_was(original: Body) -> None:
    """Dates with their zones, tuples, nested values."""
    assert codec.from_json(Body, codec.to_json(original)) == original


def test_a_verdict_comes_back_as_it_was() -> None:
    """Every kind of field is filled in it."""
    assert codec.from_json(Verdict, codec.to_json(verdict("t", next_change_at=NOON))) == verdict(
        "t", next_change_at=NOON
    )


@given(texts)
def test_any_text_can_lie_in_a_column(text: str) -> None:
    """The stored form is valid UTF-8 without NUL, and reads as the original."""
    stored = columns.stored_text(text)
    assert "\0" not in stored
    assert columns.read_text(stored.encode().decode()) == text


@given(st.datetimes(first, last, timezones=zones))
def test_an_instant_keeps_its_microseconds(instant: datetime) -> None:
    """And comes back in UTC."""
    again = columns.Instant().process_result_value(columns.stored_instant(instant), None)  # type: ignore[arg-type]
    assert again == instant
    assert again is not None
    assert again.tzinfo is UTC


def test_a_field_added_with_a_default_may_be_missing_in_an_older_document() -> None:
    """An upgrade does not throw every text away."""
    version, fields = json.loads(codec.to_json(Body(text="hello")))
    del fields["truncated"]
    assert codec.from_json(Body, json.dumps([version, fields])) == Body(text="hello")


def changed(**changes: object) -> str:
    version, fields = json.loads(codec.to_json(verdict("t")))
    return json.dumps([version, {**fields, **changes}])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[1]",
        "[1, null]",
        "[1, []]",
        "[" * 100_000,
        json.dumps([2, dataclasses.asdict(Body())]),
        changed(state="asleep"),
        changed(attempt="1"),
        changed(attempt=True),
        changed(to="sam@firm.example"),
        changed(sent_at="2026-03-02T12:00:00"),
        changed(sent_at=5),
        changed(subject=None),
        changed(colour="blue"),
        changed(event={"what": "interview"}),
    ],
)
def test_anything_else_than_a_verdict_is_unreadable(text: str) -> None:
    """Never another error, never a half-right value."""
    with pytest.raises(codec.Unreadable):
        codec.from_json(Verdict, text)


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '[9,null,[],[],"",null,[],[],[],[],"",{}]', '[1,null,[],[],7,null,[],[],[],[],"",{}]']
)
def test_anything_else_than_an_envelope_is_unreadable(text: str) -> None:
    """Likewise."""
    with pytest.raises(codec.Unreadable):
        codec.envelope_from(text, place(1), NOON, None, None)


def test_naive_instants_are_refused() -> None:
    """They would be stored as if they were UTC."""
    with pytest.raises(TypeError):
        columns.stored_instant(envelope(1).received_at.replace(tzinfo=None))
