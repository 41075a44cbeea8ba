"""Drafts on the server: saving one, finding what is there, and withdrawing our own while it is untouched."""

import hashlib
import imaplib
import re
from collections.abc import Iterator, Sequence

from watcher.core import headers
from watcher.core.model import EARLIEST_BELIEVED, MessageId, Place, Role
from watcher.errors import ConnectionLost
from watcher.mailbox import fetching, marks, searching, wire
from watcher.mailbox import session as sessions
from watcher.mailbox.base import DraftCopy
from watcher.mailbox.fetching import Selected
from watcher.mailbox.session import Session

_APPENDED = re.compile(rb"\[APPENDUID (\d+) (\d+)\]", re.IGNORECASE)
_DELETED = "\\deleted"


def create(session: Session, raw: bytes, message_id: MessageId) -> DraftCopy:
    r"""Save a draft with `\Draft` and `\Seen` and read the server's copy back. Raises FolderMissing without a Drafts folder, NotAllowed when it is refused."""
    folder = session.with_role(Role.DRAFTS)
    with sessions.named(folder):
        answer = _append(session, folder.name, raw)
    selected = session.examine(folder)
    appended = _APPENDED.search(answer)
    if appended is not None and int(appended[1]) == selected.uid_validity:
        uids = [int(appended[2])]
    else:
        uids = [it.uid for it in searching.places(session, selected, message_id=message_id, answers=None)][-1:]
    copies = list(_copies(session, selected, uids))
    session.leave()
    if not copies:
        raise ConnectionLost(
            f"A draft was saved in {folder.shown!r}, but the server does not show it.\nTry again later."
        )
    return copies[-1]


def find(session: Session, *, message_id: MessageId, answers: MessageId | None) -> list[DraftCopy]:
    r"""Return the drafts that have this Message-ID or answer that message; those with `\Deleted` are gone for the user, and left out."""
    copies: list[DraftCopy] = []
    for folder in session.all_with_role(Role.DRAFTS):
        selected = session.examine(folder)
        found = searching.places(session, selected, message_id=message_id, answers=answers)
        copies += _copies(session, selected, [it.uid for it in found])
    session.leave()
    return copies


def withdraw(session: Session, draft: DraftCopy) -> bool:
    """Move a draft to Trash if its bytes are still those of the fingerprint; without a Trash folder it stays where it is."""
    folder, trash = session.existing(draft.place.folder), session.first_with_role(Role.TRASH)
    if folder is None or trash is None:
        return False
    selected = session.select(folder)
    uid = draft.place.uid
    untouched = selected.uid_validity == draft.place.uid_validity and any(
        it.fingerprint == draft.fingerprint for it in _copies(session, selected, [uid])
    )
    if untouched:
        marks.move(session, [uid], trash)
    session.leave()
    return untouched


def copy_of(place: Place, raw: bytes) -> DraftCopy:
    """Return what is remembered of a draft with these bytes."""
    header = headers.read(raw, place=place, received_at=EARLIEST_BELIEVED, server_thread=None)
    return DraftCopy(place, hashlib.sha256(raw).hexdigest(), header.message_id)


def _append(session: Session, folder: str, raw: bytes) -> bytes:
    """Append by imapclient: it waits for the server's go-ahead before the bytes. The server dates the draft."""
    session.wire.settle()
    client = session.connection.client
    try:
        answer = client.append(folder, raw, (rb"\Draft", rb"\Seen"))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise wire.refusal_of(str(error).encode()) from error
    return answer if isinstance(answer, bytes) else str(answer).encode()


def _copies(session: Session, selected: Selected, uids: Sequence[int]) -> Iterator[DraftCopy]:
    wanted = set(uids)
    commands = [b"UID FETCH %s (UID FLAGS BODY.PEEK[])" % part for part in sessions.chunks_exactly(uids)]
    for answer in session.wire.stream(commands):
        read, change = fetching.body(answer), fetching.flag_change(answer)
        if read is None or read[0] not in wanted:
            continue
        flags = change.flags if change is not None else frozenset()
        if _DELETED not in flags:
            folder = selected.folder
            place = Place(folder.name, folder.role, selected.uid_validity, read[0], flags)
            yield copy_of(place, read[1])
