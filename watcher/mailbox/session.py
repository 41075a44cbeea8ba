"""A connection together with the folder that is open in it: listing, opening, searching, and the errors that name the folder."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase

from imapclient import imap_utf7

from watcher.core import headers
from watcher.core.model import Envelope, FolderName, Role
from watcher.errors import ConnectionLost, MailboxError, NotAllowed, Temporary
from watcher.mailbox import fetching, folders, wire
from watcher.mailbox.base import Folder
from watcher.mailbox.connection import Connection
from watcher.mailbox.fetching import Selected
from watcher.mailbox.settings import ImapSettings

UIDS_A_COMMAND = 500
MESSAGES_A_SEARCH = 50_000  # the answer to more of them would be too long a line
_OVERLAP = 500  # messages move down by one for each that is expunged between two searches
_MOST_FOLDERS = 5_000
_FOLDERS_AT_ONCE = 50  # STATUS commands in one write
_MONTHS = tuple(name.capitalize() for name in headers.MONTHS)


class Session:
    """The conversation with one account. It remembers the names of folders, and which one is open."""

    def __init__(self, connection: Connection, settings: ImapSettings) -> None:
        """Begin on a fresh connection."""
        self.connection = connection
        self.settings = settings
        self.wire = connection.wire
        self._folders: dict[FolderName, Folder] = {}
        self._names: dict[FolderName, bytes] = {}
        self._namespaces: tuple[bytes, tuple[bytes, ...]] | None = None
        self._open_folder: FolderName | None = None
        self._open_for_writing = False

    @property
    def threads(self) -> str:
        """The server's name for its thread ids, or nothing."""
        if self.connection.can(b"X-GM-EXT-1"):
            return "X-GM-THRID"
        return "THREADID" if self.connection.can(b"OBJECTID") else ""

    # --- folders --------------------------------------------------------------------------------

    def list_folders(self) -> list[Folder]:
        """Ask the server for its folders; return those to read. Raises FolderMissing."""
        listed = folders.read_list(self.wire.run(self._list_command()))[:_MOST_FOLDERS]
        own = [it for it in listed if not it.on_wire.startswith(self._foreign_prefixes())]
        found = folders.assign(own, self._wishes())
        self._folders = {it.name: it for it in found}
        self._names = {FolderName(it.name): it.on_wire for it in own}
        return self.to_read()

    def to_read(self) -> list[Folder]:
        """Return the folders of the last listing that the user does not want skipped. Raises FolderMissing."""
        if not self._folders:
            return self.list_folders()
        skipped = [it.casefold() for it in self.settings.skip_folders]
        return [
            it for it in self._folders.values() if not any(fnmatchcase(it.shown.casefold(), glob) for glob in skipped)
        ]

    def existing(self, name: FolderName) -> Folder | None:
        """Return the folder of this name; None when it is gone."""
        if name not in self._folders:
            self.list_folders()
        return self._folders.get(name)

    def all_with_role(self, role: Role) -> list[Folder]:
        """Return the folders of a role, the likeliest first."""
        if not self._folders:
            self.list_folders()
        return [it for it in self._folders.values() if it.role is role]

    def first_with_role(self, role: Role) -> Folder | None:
        """Return the likeliest folder of a role, if there is one."""
        return next(iter(self.all_with_role(role)), None)

    def with_role(self, role: Role) -> Folder:
        """Return the likeliest folder of a role. Raises FolderMissing when there is none."""
        found = self.first_with_role(role)
        if found is None:
            raise folders.missing(role, self._folders.values())
        return found

    def on_wire(self, name: str) -> bytes:
        """Return the quoted name of a folder, as commands take it."""
        known = self._names.get(FolderName(name))
        return wire.quoted(known if known is not None else bytes(imap_utf7.encode(name)))

    def _list_command(self) -> bytes:
        extended = self.connection.can(b"LIST-EXTENDED") and self.connection.can(b"SPECIAL-USE")
        return b'LIST "" "*" RETURN (SPECIAL-USE)' if extended else b'LIST "" "*"'

    def _wishes(self) -> Mapping[Role, str | None]:
        wanted = self.settings
        return {
            Role.SENT: wanted.sent_folder,
            Role.DRAFTS: wanted.drafts_folder,
            Role.TRASH: wanted.trash_folder,
            Role.JUNK: wanted.junk_folder,
            Role.ARCHIVE: wanted.archive_folder,
        }

    def knows(self, name: FolderName) -> bool:
        """Whether a folder of this name was listed."""
        return name in self._folders

    def personal_name(self, name: str) -> FolderName:
        """Return the name of a new top-level folder, with the prefix that some servers want (`INBOX.`)."""
        return FolderName(self._prefixes()[0].decode("latin-1") + name)

    def _foreign_prefixes(self) -> tuple[bytes, ...]:
        """Return how the names of other people's and shared folders begin."""
        return self._prefixes()[1]

    def _prefixes(self) -> tuple[bytes, tuple[bytes, ...]]:
        """Return the prefix of the user's own folders, and those of all other namespaces (RFC 2342)."""
        if self._namespaces is None:
            self._namespaces = self._ask_namespaces() if self.connection.can(b"NAMESPACE") else (b"", ())
        return self._namespaces

    def _ask_namespaces(self) -> tuple[bytes, tuple[bytes, ...]]:
        for answer in self.wire.run(b"NAMESPACE"):
            if answer.text[:12].upper() == b"* NAMESPACE ":
                found = [list(_namespace_prefixes(it)) for it in answer.tokens()[1:4]]
                own = next((prefix for group in found[:1] for prefix in group), b"")
                return own, tuple(prefix for group in found[1:] for prefix in group if prefix)
        return b"", ()

    # --- opening --------------------------------------------------------------------------------

    def examine(self, folder: Folder) -> Selected:
        """Open a folder for reading alone. Raises NotAllowed or Temporary with its name."""
        return self._open(b"EXAMINE", folder)

    def select(self, folder: Folder) -> Selected:
        """Open a folder for changes. Raises NotAllowed or Temporary with its name."""
        return self._open(b"SELECT", folder)

    def _open(self, verb: bytes, folder: Folder) -> Selected:
        self._open_folder = None
        with named(folder):
            answers = self.wire.run(b"%s %s" % (verb, self.on_wire(folder.name)))
        self._open_folder, self._open_for_writing = folder.name, verb == b"SELECT"
        return _selected(folder, answers)

    def leave(self) -> None:
        r"""Close the open folder without expunging anything: its STATUS would be stale, and CLOSE removes what the user marked `\Deleted`."""
        name = self._open_folder
        if name is None:
            return
        self._open_folder = None
        if self.connection.can(b"UNSELECT"):
            self.wire.run(b"UNSELECT")
            return
        if self._open_for_writing:
            self.wire.run(b"EXAMINE %s" % self.on_wire(name))
        # Of a folder that is open for reading alone, CLOSE expunges nothing (RFC 9051 6.4.1); a server that refuses it (pymap) keeps it open.
        self.wire.run_together([b"CLOSE"])

    # --- asking ---------------------------------------------------------------------------------

    def statuses(
        self, names: Sequence[FolderName]
    ) -> tuple[dict[FolderName, dict[bytes, int]], dict[FolderName, MailboxError]]:
        """Ask for the counts of folders, many in one write: MESSAGES, UIDNEXT, UIDVALIDITY, HIGHESTMODSEQ by folder, and the refusals."""
        modseq = b" HIGHESTMODSEQ" if self.has_modseq else b""
        found: dict[FolderName, dict[bytes, int]] = {}
        refused: dict[FolderName, MailboxError] = {}
        for start in range(0, len(names), _FOLDERS_AT_ONCE):
            commands = {
                b"STATUS %s (MESSAGES UIDNEXT UIDVALIDITY%s)" % (self.on_wire(name), modseq): name
                for name in names[start : start + _FOLDERS_AT_ONCE]
            }
            answers, refusals = self.wire.run_together(list(commands))
            by_name = dict(_statuses(answers))
            refused |= {commands[command]: error for command, error in refusals.items()}
            for name in commands.values():
                wire_name = self._names.get(name, name.encode())
                if wire_name in by_name:
                    found[name] = by_name[wire_name]
        return found, refused

    @property
    def has_modseq(self) -> bool:
        """Whether the server counts changes (CONDSTORE, RFC 7162)."""
        return self.connection.can(b"CONDSTORE") or self.connection.can(b"QRESYNC")

    def search(self, criteria: bytes) -> list[int]:
        """Return the UIDs in the open folder that fit, ascending."""
        answers = self.wire.run(b"UID SEARCH %s" % criteria)
        return sorted(set(wire.numbers(answers, b"SEARCH")))

    def search_all(self, selected: Selected, criteria: bytes = b"") -> list[int]:
        """Return the UIDs of all messages that fit, however many, by stretches of the folder."""
        found: set[int] = set()
        for first in range(1, selected.exists + 1, MESSAGES_A_SEARCH):
            last = b"*" if first + MESSAGES_A_SEARCH > selected.exists else b"%d" % (first + MESSAGES_A_SEARCH - 1)
            begin = max(first - _OVERLAP, 1)
            found.update(self.search(b"%d:%s%s" % (begin, last, b" " + criteria if criteria else b"")))
        return sorted(found)

    def envelopes(self, selected: Selected, uids: Sequence[int]) -> Iterator[Envelope]:
        """Read the envelopes of these UIDs in the open folder, as they arrive; a message that is gone is left out."""
        wanted = set(uids)
        items = fetching.envelope_items(self.threads)
        for answer in self.wire.stream(b"UID FETCH %s %s" % (part, items) for part in chunks(uids)):
            read = fetching.envelope(answer, selected)
            if read is not None and read.place.uid in wanted:
                wanted.discard(read.place.uid)
                yield read


def chunks(uids: Sequence[int]) -> Iterator[bytes]:
    """Cut UIDs into sets to read, of which a server takes one in a command. Small holes are covered: nothing lies in most of them."""
    return _chunks(uids, UIDS_A_COMMAND, gap=10)


def chunks_exactly(uids: Sequence[int], most: int = UIDS_A_COMMAND) -> Iterator[bytes]:
    """Cut UIDs into sets to act on, of which a server takes one in a command."""
    return _chunks(uids, most, gap=1)


def _chunks(uids: Sequence[int], most: int, *, gap: int) -> Iterator[bytes]:
    ordered = sorted(set(uids))
    for start in range(0, len(ordered), most):
        yield wire.sequence_set(ordered[start : start + most], gap=gap)


def since(day: date) -> bytes:
    """Return the search key for mail received on this day or later (RFC 9051 6.4.4)."""
    return b"SINCE %d-%s-%04d" % (day.day, _MONTHS[day.month - 1].encode(), day.year)


class named:  # noqa: N801  (reads as the sentence `with named(folder)`)
    """Add a folder's name to a refusal."""

    def __init__(self, folder: Folder) -> None:
        """Of this folder."""
        self._folder = folder

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Raise the refusal again, with the name."""
        if isinstance(error, NotAllowed | Temporary) and not isinstance(error, ConnectionLost):
            raise type(error)(f"Folder {self._folder.shown!r}: {error}") from error


def _selected(folder: Folder, answers: Iterable[wire.Answer]) -> Selected:
    codes: dict[bytes, int] = {}
    permanent: frozenset[str] | None = None
    exists = 0
    for answer in answers:
        words = answer.text.split()
        if len(words) == 3 and words[2].upper() == b"EXISTS":
            exists = wire.number(words[1]) or 0
        if len(words) < 3 or words[1].upper() != b"OK" or not words[2].startswith(b"["):
            continue
        code, _, rest = answer.text[answer.text.index(b"[") + 1 :].partition(b" ")
        value = rest.partition(b"]")[0].strip()
        if code.upper() == b"PERMANENTFLAGS":
            permanent = fetching.flag_set(value.strip(b"()"))
        elif (count := wire.number(value)) is not None:
            codes[code.upper()] = count
    return Selected(
        folder,
        uid_validity=codes.get(b"UIDVALIDITY", 0),
        uid_next=codes.get(b"UIDNEXT", 0),
        exists=exists,
        modseq=codes.get(b"HIGHESTMODSEQ", 0),
        permanent_flags=permanent,
    )


def _namespace_prefixes(namespaces: wire.Token) -> Iterator[bytes]:
    for namespace in namespaces if isinstance(namespaces, list) else ():
        match namespace:
            case [bytes(prefix), *_]:
                yield prefix


def _statuses(answers: Iterable[wire.Answer]) -> Iterator[tuple[bytes, dict[bytes, int]]]:
    for answer in answers:
        if answer.text[:9].upper() != b"* STATUS ":
            continue
        match answer.tokens():
            case [_, bytes(name), list(items), *_]:
                counts = {
                    key: wire.number(value)
                    for key, value in zip(items[::2], items[1::2], strict=False)
                    if isinstance(key, bytes)
                }
                yield name, {key.upper(): count for key, count in counts.items() if count is not None}
