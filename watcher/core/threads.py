"""From single copies of messages to conversations: by the References graph and the server's thread ids, across folders.

The graph joins what names the same ids (RFC 5322 §3.6.4: Message-ID, References, In-Reply-To); a server's thread id is one more edge, never the only evidence. Subject and people join nothing here.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from watcher.core import quoting
from watcher.core.model import Body, Envelope, Message, MessageId, Place, Role, Thread, ThreadId


class Linked(Protocol):
    """What the graph needs to know of a stored message."""

    @property
    def row(self) -> int: ...
    @property
    def message_id(self) -> MessageId | None: ...
    @property
    def references(self) -> Sequence[MessageId]: ...
    @property
    def server_thread(self) -> str | None: ...


class Copy(Protocol):
    """One stored copy of a message. `gone`: it is no longer in the mailbox, yet what it said still counts."""

    @property
    def envelope(self) -> Envelope: ...
    @property
    def body(self) -> Body | None: ...
    @property
    def gone(self) -> bool: ...


def components(links: Iterable[Linked]) -> list[frozenset[int]]:
    """The rows that hang together, in any order: union-find over all ids that the messages have or name."""
    parent: dict[str, str] = {}
    rows: dict[int, str] = {}

    def find(key: str) -> str:
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    for link in links:
        keys = _keys(link)
        for key in keys:
            parent.setdefault(key, key)
        first = find(keys[0])
        for key in keys[1:]:
            parent[find(key)] = first
        rows[link.row] = keys[0]
    groups: dict[str, set[int]] = {}
    for row, key in rows.items():
        groups.setdefault(find(key), set()).add(row)
    return [frozenset(group) for group in groups.values()]


def _keys(link: Linked) -> list[str]:
    keys = [str(link.message_id)] if link.message_id else []
    keys += link.references
    if link.server_thread:
        keys.append(f"thread {link.server_thread}")
    return keys or [f"row {link.row}"]


def assemble(copies: Iterable[Copy]) -> Thread:
    """The thread that these copies (one component, at least one) make: copies of one message merged, oldest first, drafts apart.

    A copy in a Sent folder wins over others of the same Message-ID, and what differs from it is left out, so that nobody can slip in another message under an id of the user's.
    A draft that lies in Trash, or is flagged as deleted, is nothing at all. A message of the user's that is gone from everywhere is left out; somebody else's counts on.
    """
    by_message: dict[str, list[Copy]] = {}
    for copy in copies:
        by_message.setdefault(_identity(copy.envelope), []).append(copy)
    messages = [message for group in by_message.values() if (message := _merge(group)) is not None]
    messages.sort(key=lambda message: (message.instant, message.message_id))
    messages = list(_with_words_below(messages))
    return Thread(
        thread_id=thread_id(messages),
        messages=tuple(message for message in messages if not message.is_draft),
        drafts=tuple(message for message in messages if message.is_draft),
    )


def _with_words_below(messages: Iterable[Message]) -> Iterator[Message]:
    """Give those that quote without marks, and so seem to say nothing, the words below the quote."""
    before: list[str] = []
    for message in messages:
        body = message.body
        if body is not None and not body.text.strip() and body.raw_text.strip() and before:
            words = quoting.words_below(body.raw_text, before)
            yield replace(message, body=replace(body, text=words)) if words else message
        else:
            yield message
        if body is not None:
            before.append(body.raw_text)


def _identity(envelope: Envelope) -> str:
    if envelope.message_id:
        return envelope.message_id
    place = envelope.place
    return f"{place.folder} {place.uid_validity} {place.uid}"


def _merge(group: Sequence[Copy]) -> Message | None:
    best = min(group, key=_precedence)
    copies = sorted((copy for copy in group if _is_same(best, copy)), key=_precedence)
    places = tuple(copy.envelope.place for copy in copies if not copy.gone)
    is_sent = any(copy.envelope.place.role is Role.SENT and not _is_draft_place(copy.envelope.place) for copy in copies)
    if is_sent and not any(place.role is not Role.TRASH for place in places):
        return None
    is_draft = not is_sent and all(_is_draft_place(copy.envelope.place) for copy in copies)
    if is_draft and not any(place.role is not Role.TRASH and "\\deleted" not in place.flags for place in places):
        return None
    body = next((copy.body for copy in copies if copy.body is not None), None)
    envelope = best.envelope
    received_at = min(copy.envelope.received_at for copy in copies)
    return Message(
        envelope=replace(envelope, received_at=received_at) if received_at != envelope.received_at else envelope,
        places=places or (envelope.place,),
        body=body,
        is_sent=is_sent,
        is_draft=is_draft,
    )


def _is_same(sent: Copy, copy: Copy) -> bool:
    """Whether this is a copy of the user's message, and no other one that somebody gave its id. Of what the user did not send, all copies are."""
    if sent.envelope.place.role is not Role.SENT:
        return True
    mine, its = sent.envelope, copy.envelope
    return (mine.sender, mine.date, mine.subject, mine.to) == (its.sender, its.date, its.subject, its.to)


def _precedence(copy: Copy) -> tuple[bool, bool, str, int]:
    place = copy.envelope.place
    return (place.role is not Role.SENT, copy.gone, place.folder, place.uid)


def _is_draft_place(place: Place) -> bool:
    return place.role is Role.DRAFTS or "\\draft" in place.flags


def thread_id(messages: Sequence[Message]) -> ThreadId:
    """A short name of the conversation that stays the same after the cache was lost: a hash of the id that its earliest message goes back to."""
    if not messages:
        return ThreadId("")
    earliest = messages[0]
    root = earliest.envelope.references[0] if earliest.envelope.references else earliest.message_id
    return ThreadId(hashlib.sha256(root.encode("utf-8", "surrogatepass")).hexdigest()[:12])


def missing_ids(thread: Thread) -> frozenset[MessageId]:
    """Ids that the thread's messages name and that are not in it: earlier messages that were not read."""
    own = {message.message_id for message in thread.messages} | {draft.message_id for draft in thread.drafts}
    named = {reference for message in thread.messages for reference in message.envelope.references[-20:]}
    return frozenset(named - own)
