"""What a mailbox's folders are for: by the server's word (RFC 6154), else by their names, overruled by the config."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from imapclient import imap_utf7

from watcher.core.model import FolderName, Role
from watcher.errors import FolderMissing
from watcher.mailbox import wire
from watcher.mailbox.base import Folder
from watcher.mailbox.folder_names import NAMES

_ATTRIBUTES = {
    "\\sent": Role.SENT,
    "\\drafts": Role.DRAFTS,
    "\\trash": Role.TRASH,
    "\\junk": Role.JUNK,
    "\\spam": Role.JUNK,  # the name of Google's older XLIST
    "\\archive": Role.ARCHIVE,
    "\\all": Role.ALL,
    "\\allmail": Role.ALL,
}
_NOT_SELECTABLE = {"\\noselect", "\\nonexistent"}
_VIEWS = {"\\flagged", "\\starred", "\\important"}  # show what lies in other folders
_TOP = re.compile(r"(?:inbox|\[g(?:oogle ?)?mail\])\Z", re.IGNORECASE)
_ORDER = (Role.SENT, Role.INBOX, Role.ARCHIVE, Role.ALL, Role.OTHER, Role.DRAFTS, Role.JUNK, Role.TRASH)
_MOST_NAMED = 30


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of LIST: the name on the wire, the name as the user sees it, the attributes in lower case, and the sign between levels."""

    on_wire: bytes
    name: str
    attributes: frozenset[str] = frozenset()
    separator: str = "/"

    @property
    def top_name(self) -> str:
        """The name in lower case, without a leading INBOX or [Gmail]: `inbox.Sent Items` is `sent items`."""
        first, separator, rest = self.name.partition(self.separator) if self.separator else (self.name, "", "")
        return (rest if separator and _TOP.match(first) else self.name).casefold()


def read_list(answers: Iterable[wire.Answer]) -> list[Listed]:
    """Read the answers of LIST, those that can be selected and are no mere views, each once."""
    found: dict[bytes, Listed] = {}
    for answer in answers:
        listed = _listed(answer)
        if listed is not None and not listed.attributes & (_NOT_SELECTABLE | _VIEWS):
            found.setdefault(listed.on_wire, listed)
    return list(found.values())


def assign(listed: Sequence[Listed], wishes: Mapping[Role, str | None]) -> list[Folder]:
    """Give every folder its role; Sent and INBOX first, Junk and Trash last, the likeliest of several of one role ahead.

    Raises FolderMissing when a folder that is wished for is not there, or no Sent folder can be told.
    """
    roles: dict[bytes, tuple[Role, int]] = {}
    for role in NAMES:
        wish = wishes.get(role)
        chosen = _wished(listed, role, wish) if wish else _by_attribute(listed, role) or _by_name(listed, role)
        for rank, it in enumerate(chosen):
            roles.setdefault(it.on_wire, (role, rank))
    for it in listed:
        if it.name.casefold() == "inbox":
            roles[it.on_wire] = (Role.INBOX, 0)
    if not any(role is Role.SENT for role, _ in roles.values()):
        raise FolderMissing(
            f"No folder looks like the one for sent mail.\nName it in `imap.sent_folder`; {_names(listed)}"
        )
    ranked = sorted(listed, key=lambda it: (*_rank(*roles.get(it.on_wire, (Role.OTHER, 0))), it.name))
    return [Folder(FolderName(it.name), roles.get(it.on_wire, (Role.OTHER, 0))[0], it.name) for it in ranked]


def missing(role: Role, folders: Iterable[Folder]) -> FolderMissing:
    """Return the error for a folder that is needed and not there."""
    names = ", ".join(f"{it.shown!r}" for it in list(folders)[:_MOST_NAMED])
    return FolderMissing(
        f"There is no folder for {role}.\nMake one, or name it in `imap.{role}_folder`; the folders are: {names}."
    )


def _rank(role: Role, rank: int) -> tuple[int, int]:
    return _ORDER.index(role), rank


def _listed(answer: wire.Answer) -> Listed | None:
    if not answer.text[:8].upper().startswith((b"* LIST ", b"* XLIST ")):
        return None
    match answer.tokens():
        case [_, list(attributes), bytes(separator), bytes(on_wire), *_] if on_wire:
            words = frozenset(it.decode("latin-1").lower() for it in attributes if isinstance(it, bytes))
            level = "" if separator.upper() == b"NIL" else separator.decode("latin-1")
            return Listed(on_wire, _shown(on_wire), words, level) if _can_be_sent(on_wire) else None
    return None


def _can_be_sent(on_wire: bytes) -> bool:
    return not any(sign in on_wire for sign in (b"\r", b"\n", b"\0"))


def _shown(on_wire: bytes) -> str:
    """Decode modified UTF-7 (RFC 3501 5.1.3); a name that is none is taken as it stands."""
    try:
        return str(imap_utf7.decode(on_wire))
    except (ValueError, LookupError):
        return on_wire.decode("utf-8", "replace")


def _by_attribute(listed: Sequence[Listed], role: Role) -> list[Listed]:
    return [it for it in listed if any(_ATTRIBUTES.get(word) is role for word in it.attributes)]


def _by_name(listed: Sequence[Listed], role: Role) -> list[Listed]:
    """Find the folders whose names tell the role; one that the server says is for something else is left out."""
    names = {name.casefold(): rank for rank, name in enumerate(NAMES[role])}
    found = [it for it in listed if it.top_name in names and not it.attributes & set(_ATTRIBUTES)]
    return sorted(found, key=lambda it: names[it.top_name])


def _wished(listed: Sequence[Listed], role: Role, wish: str) -> list[Listed]:
    """Find the folder that the config names: exactly, or else without regard to case."""
    exact = [it for it in listed if it.name == wish]
    found = exact or [it for it in listed if it.name.casefold() == wish.casefold()]
    if found:
        return found[:1]
    raise FolderMissing(
        f"`imap.{role}_folder` names {wish!r}, and there is no such folder.\nCheck it; {_names(listed)}"
    )


def _names(listed: Sequence[Listed]) -> str:
    names = ", ".join(f"{it.name!r}" for it in listed[:_MOST_NAMED])
    return f"the folders are: {names or 'none'}."
