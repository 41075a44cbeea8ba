"""Marks on messages: what a server lets us put on, putting it on, reading back whether it was kept, and taking it off."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from watcher.core.model import FolderName, Place, Role
from watcher.mailbox import fetching
from watcher.mailbox import session as sessions
from watcher.mailbox.base import FlagChange, Folder, MarkKind
from watcher.mailbox.fetching import Selected
from watcher.mailbox.session import Session
from watcher.mailbox.settings import ImapSettings

_FLAGGED = "\\flagged"
_ANY_KEYWORD = "\\*"
_COPIED = re.compile(rb"\[COPYUID (\d+) [\d:,]+ (\d+)\]", re.IGNORECASE)


def possible(permanent: frozenset[str] | None, settings: ImapSettings, *, can_copy: bool) -> tuple[MarkKind, ...]:
    r"""Return the wanted marks that will stick by these PERMANENTFLAGS (None: the server does not tell, so all may), the best first; `report` always can.

    A label is no mark of this adapter: `mark` takes it up where the server has labels.
    """
    sticks = {
        MarkKind.KEYWORD: keeps(permanent, settings.keyword),
        MarkKind.FLAGGED: permanent is None or _FLAGGED in permanent,
        MarkKind.COPY: can_copy,  # without UIDPLUS we would not know our copy again
    }
    return (*(kind for kind in settings.wanted_marks if sticks.get(kind, False)), MarkKind.REPORT)


def keeps(permanent: frozenset[str] | None, keyword: str) -> bool:
    """Whether the folder keeps this keyword by its PERMANENTFLAGS (RFC 9051 7.1)."""
    return permanent is None or _ANY_KEYWORD in permanent or keyword.lower() in permanent


def put_on(session: Session, places: Sequence[Place], kind: MarkKind) -> list[Place]:
    r"""Put the mark on; return the places where it was kept. `\Flagged` is put on, and returned, only where the user has not flagged the message himself."""
    kept: list[Place] = []
    if kind is MarkKind.COPY:
        return list(_copies(session, places))
    for selected, group in _opened(session, places):
        if kind is MarkKind.KEYWORD:
            kept += _store(session, selected, group, session.settings.keyword)
        elif kind is MarkKind.FLAGGED:
            unflagged = {it.uid for it in _flags(session, [place.uid for place in group]) if _FLAGGED not in it.flags}
            kept += _store(session, selected, [it for it in group if it.uid in unflagged], _FLAGGED)
    session.leave()
    return kept


def take_off(session: Session, places: Sequence[Place], kind: MarkKind) -> None:
    """Take the mark off. A copy goes to Trash: nothing is expunged."""
    for _, group in _opened(session, places):
        uids = [it.uid for it in group]
        if kind is MarkKind.KEYWORD:
            _change(session, uids, b"-FLAGS.SILENT", session.settings.keyword)
        elif kind is MarkKind.FLAGGED:
            _change(session, uids, b"-FLAGS.SILENT", _FLAGGED)
        elif kind is MarkKind.COPY:
            move(session, uids, session.with_role(Role.TRASH))
    session.leave()


def hide_dismissal(session: Session, places: Sequence[Place], *, dismissed: bool) -> None:
    """Put the keyword of a dismissal on or off, in folders that keep it."""
    keyword = session.settings.dismissed_keyword
    for selected, group in _opened(session, places):
        if keeps(selected.permanent_flags, keyword):
            _change(session, [it.uid for it in group], b"+FLAGS.SILENT" if dismissed else b"-FLAGS.SILENT", keyword)
    session.leave()


def move(session: Session, uids: Sequence[int], to: Folder) -> None:
    r"""Move messages of the open folder (RFC 6851), or copy them and set `\Deleted` on what stays, which the user's own program expunges."""
    target = session.on_wire(to.name)
    for part in sessions.chunks_exactly(uids):
        if session.connection.can(b"MOVE"):
            session.wire.run(b"UID MOVE %s %s" % (part, target))
        else:
            session.wire.run(b"UID COPY %s %s" % (part, target))
            session.wire.run(rb"UID STORE %s +FLAGS.SILENT (\Deleted)" % part)


def _opened(session: Session, places: Sequence[Place]) -> Iterator[tuple[Selected, list[Place]]]:
    """Open the folders of these places one after the other; places in a folder that is gone, or of an earlier UIDVALIDITY, are left out."""
    for name, group in groupby(sorted(places, key=_by_folder), key=_by_folder):
        folder = session.existing(FolderName(name))
        if folder is None:
            continue
        selected = session.select(folder)
        valid = [it for it in group if it.uid_validity == selected.uid_validity]
        if valid:
            yield selected, valid


def _by_folder(place: Place) -> str:
    return place.folder


def _store(session: Session, selected: Selected, places: Sequence[Place], flag: str) -> list[Place]:
    """Set a flag and read it back: some servers say OK and keep nothing."""
    if not places or (flag != _FLAGGED and not keeps(selected.permanent_flags, flag)):
        return []
    uids = [it.uid for it in places]
    _change(session, uids, b"+FLAGS.SILENT", flag)
    now = {it.uid: it.flags for it in _flags(session, uids)}
    return [replace(it, flags=now[it.uid]) for it in places if flag.lower() in now.get(it.uid, frozenset())]


def _change(session: Session, uids: Sequence[int], how: bytes, flag: str) -> None:
    name = rb"\Flagged" if flag == _FLAGGED else flag.encode()
    for part in sessions.chunks_exactly(uids):
        session.wire.run(b"UID STORE %s %s (%s)" % (part, how, name))


def _flags(session: Session, uids: Sequence[int]) -> list[FlagChange]:
    commands = [b"UID FETCH %s (UID FLAGS)" % part for part in sessions.chunks_exactly(uids)]
    found = (fetching.flag_change(answer) for answer in session.wire.stream(commands))
    return [it for it in found if it is not None and it.uid in set(uids)]


def _copies(session: Session, places: Sequence[Place]) -> Iterator[Place]:
    """Copy messages one by one to the folder for copies, which is made if need be; yield where the copies lie."""
    target = _copy_folder(session)
    for _, group in _opened(session, places):
        for place in group:
            code = session.wire.run_for_code(b"UID COPY %d %s" % (place.uid, session.on_wire(target.name)))
            copied = _COPIED.search(code)
            if copied is not None:  # not there: the message is gone meanwhile, or the server has no UIDPLUS
                yield Place(target.name, target.role, int(copied[1]), int(copied[2]))
    session.leave()


def _copy_folder(session: Session) -> Folder:
    name = session.personal_name(session.settings.copy_folder)
    found = session.existing(name)
    if found is None:
        session.wire.run(b"CREATE %s" % session.on_wire(name))
        found = session.existing(name)
    return found if found is not None else Folder(name, Role.OTHER, name)
