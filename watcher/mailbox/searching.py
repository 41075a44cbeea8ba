"""Finding messages by their ids: the server searches for substrings, so what it finds is read and compared."""

from collections.abc import Iterator, Sequence

from watcher.core.model import Envelope, MessageId, Place, Role
from watcher.errors import ConnectionLost, NotAllowed, Temporary
from watcher.mailbox import wire
from watcher.mailbox.fetching import Selected
from watcher.mailbox.session import Session

IDS_A_SEARCH = 20


def find(session: Session, message_ids: Sequence[MessageId]) -> Iterator[Envelope]:
    """Yield one copy of each message with one of these ids, from the first folder that has it; folders that can't be read are passed over."""
    missing = set(message_ids)
    for folder in sorted(session.to_read(), key=lambda it: _SEARCH_ORDER.index(it.role)):
        if not missing:
            break
        try:
            selected = session.examine(folder)
            found = list(_with_ids(session, selected, sorted(missing))) if selected.exists else []
        except (NotAllowed, Temporary) as error:
            if isinstance(error, ConnectionLost):
                raise
            continue
        for envelope in found:
            if envelope.message_id in missing:
                missing.discard(envelope.message_id)
                yield envelope
    session.leave()


_SEARCH_ORDER = (Role.SENT, Role.INBOX, Role.ALL, Role.ARCHIVE, Role.OTHER, Role.DRAFTS, Role.TRASH, Role.JUNK)


def places(session: Session, selected: Selected, *, message_id: MessageId, answers: MessageId | None) -> list[Place]:
    """Return where the messages of the open folder lie that have this Message-ID, or answer that message."""
    keys = [_key(b"MESSAGE-ID", message_id)]
    if answers is not None:
        keys += [_key(b"IN-REPLY-TO", answers), _key(b"REFERENCES", answers)]
    uids = session.search(any_of([key for key in keys if key])) if any(keys) else []
    read = session.envelopes(selected, uids)
    return [
        it.place for it in read if it.message_id == message_id or (answers is not None and answers in it.references)
    ]


def any_of(keys: Sequence[bytes]) -> bytes:
    """Return the search for messages that fit one of these keys: `OR a OR b c` (RFC 9051 6.4.4)."""
    return b"".join(b"OR %s " % key for key in keys[:-1]) + keys[-1]


def _with_ids(session: Session, selected: Selected, message_ids: Sequence[MessageId]) -> Iterator[Envelope]:
    wanted = set(message_ids)
    keys = [key for it in message_ids if (key := _key(b"MESSAGE-ID", it))]
    for start in range(0, len(keys), IDS_A_SEARCH):
        uids = session.search(any_of(keys[start : start + IDS_A_SEARCH]))
        for envelope in session.envelopes(selected, uids):
            if envelope.message_id in wanted:
                yield envelope


def _key(field: bytes, message_id: MessageId) -> bytes:
    """Return the search key for an id; nothing for one that a quoted string can't hold, which no server could be asked for."""
    inside = message_id.strip("<>")
    return (
        b"HEADER %s %s" % (field, wire.quoted(inside)) if inside and inside.isascii() and inside.isprintable() else b""
    )
