"""The messages of archives of real mail, and their threads: ours, made of references alone, beside those of a plain reading of the same fields and of a Dovecot."""

import email.utils
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from tests.servers import dovecot, mail_program
from watcher import store
from watcher.core import headers, threads
from watcher.core.model import FolderName, Place, Role

RECEIVED = re.compile(rb"^Received:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE | re.IGNORECASE)
FIRST_DAY, LAST_DAY = datetime(1995, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
NOWHERE = Place(FolderName("file"), Role.INBOX, 0, 0)
WELL_FORMED = re.compile(r"<[^<>\s]+@[^<>\s]+>")
QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)  # mboxrd


def head_of(raw: bytes) -> bytes:
    """The header fields of a message."""
    return re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0] + b"\n"


def arrival_of(raw: bytes) -> datetime:
    """When a message arrived: by its topmost Received, else by its Date."""
    head = head_of(raw)
    received = RECEIVED.search(head)
    stamps = [received.group().rpartition(b";")[2]] if received else []
    dated = re.search(rb"^Date:[ \t]*([^\n]*)", head, re.MULTILINE | re.IGNORECASE)
    stamps += [dated.group(1)] if dated else []
    for stamp in stamps:
        try:
            at = email.utils.parsedate_to_datetime(stamp.decode("latin-1").strip())
        except (ValueError, TypeError, IndexError):
            continue
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if FIRST_DAY < at < LAST_DAY:
            return at
    return FIRST_DAY + timedelta(days=1)


def messages_of(path: Path) -> Iterator[bytes]:
    """The messages of an mbox, packed or not, as they were."""
    lines: list[bytes] = []
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        for line in file:
            if line.startswith(b"From ") and lines:
                yield QUOTED_FROM.sub(b"", b"".join(lines[1:])[:-1])
                lines = []
            lines.append(line)
    if lines:
        yield QUOTED_FROM.sub(b"", b"".join(lines[1:])[:-1])


def compare_threads(human: Path, name: str) -> tuple[int, dict[str, list[str]]]:
    """Compare our threads of a set, made of references alone, with those of a plain reading of the same fields.

    What the plain reading joins by an address in brackets ("Message from Anna <anna@…>") is no reference: that explains a difference.
    """
    raws = [raw for box in sorted((human / name).glob("*.mbox.gz")) for raw in messages_of(box)]
    ours = _numbered(threads.components(_links(raws)))
    theirs = _numbered(plain_components(raws))
    without_people = _numbered(plain_components(raws, frozenset(_addresses(raws))))
    splits: dict[str, list[str]] = defaultdict(list)
    for number in range(len(raws)):
        if ours[number] != theirs[number]:
            is_between = without_people[number] <= ours[number] <= theirs[number]
            reason = "an address taken for an id" if is_between else "not explained"
            splits[reason].append(
                f"{name} {number}: {len(ours[number])} in our thread, {len(theirs[number])} in theirs"
            )
    return len(raws), dict(splits)


def _addresses(raws: Iterable[bytes]) -> Iterator[str]:
    for raw in raws:
        envelope = headers.read(raw, place=NOWHERE, received_at=FIRST_DAY, server_thread=None)
        people = (*envelope.to, *envelope.cc, *((envelope.sender,) if envelope.sender is not None else ()))
        yield from (each.email for each in people)


def _links(raws: Iterable[bytes]) -> Iterator[store.Link]:
    for number, raw in enumerate(raws):
        envelope = headers.read(raw, place=NOWHERE, received_at=FIRST_DAY, server_thread=None)
        yield store.Link(number, envelope.message_id, envelope.references, None, is_sent=False, instant=FIRST_DAY)


def _numbered(components: Iterable[frozenset[int]]) -> dict[int, frozenset[int]]:
    return {number: component for component in components for number in component}


def plain_components(raws: Sequence[bytes], no_ids: frozenset[str] = frozenset()) -> list[frozenset[int]]:
    """The threads as the makers of the archives' truth computed them: by every id in angle brackets, or every word with an @ where there are none."""
    names_of: list[list[str]] = []
    parser = BytesHeaderParser()
    for raw in raws:
        message = parser.parsebytes(raw)
        own = plain_ids(message.get_all("Message-ID", []))[:1]
        named = plain_ids([*message.get_all("References", []), *message.get_all("In-Reply-To", [])])
        names_of.append([*own, *(each for each in named if each.lower().removesuffix("'s") not in no_ids)])
    return _joined(names_of)


def _joined(names_of: Sequence[Sequence[str]]) -> list[frozenset[int]]:
    """The numbers of the messages that hang together by the names they have."""
    numbers_of: dict[str, list[int]] = defaultdict(list)
    for number, names in enumerate(names_of):
        for name in names:
            numbers_of[name].append(number)
    found: list[frozenset[int]] = []
    seen: set[int] = set()
    for start in range(len(names_of)):
        if start in seen:
            continue
        component, open_numbers = {start}, [start]
        while open_numbers:
            new = {each for name in names_of[open_numbers.pop()] for each in numbers_of[name]} - component
            component |= new
            open_numbers += new
        seen |= component
        found.append(frozenset(component))
    return found


def plain_ids(values: Iterable[object]) -> list[str]:
    """Return the ids in the values of a header field."""
    found: list[str] = []
    for value in map(str, values):
        hits = [re.sub(r"\s+", "", hit) for hit in re.findall(r"<([^<>]*)>", value)]
        found += [hit for hit in hits if hit] or [word.strip('<>,;"()') for word in value.split() if "@" in word]
    return found


# Dovecot -----------------------------------------------------------------------------------------------------------------------------


def compare_with_dovecot(human: Path, names: Iterable[str]) -> dict[str, int]:
    """Count the messages whose thread is another in a Dovecot (`UID THREAD REFS`), by the reason. Raises ServerUnavailableError where none is installed.

    Dovecot knows no id without angle brackets, passes over In-Reply-To where there are References, and over further ids in it, and it is a tree: where references contradict each other,
    a message keeps the parent that it got first, and what hangs on the other one is a thread of its own.
    """
    reasons: dict[str, int] = defaultdict(int)
    with dovecot.running() as server:
        for name in names:
            raws = [raw for box in sorted((human / name).glob("*.mbox.gz")) for raw in messages_of(box)]
            its = _numbered(_dovecot_components(server, raws))
            ours, strict = _numbered(threads.components(_links(raws))), _numbered(_strict_components(raws))
            for number in range(len(raws)):
                if its[number] == ours[number]:
                    reasons["the same"] += 1
                elif its[number] == strict[number]:
                    reasons["ids that Dovecot does not read"] += 1
                elif its[number] < ours[number]:
                    reasons["contradicting references, or both"] += 1
                else:
                    reasons["not explained"] += 1
    return dict(reasons)


def _dovecot_components(server: dovecot.Dovecot, raws: Sequence[bytes]) -> Iterator[frozenset[int]]:
    user = server.new_user()
    with mail_program.logged_in(server, user) as client:
        for raw in raws:
            client.append("INBOX", raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        client.select_folder("INBOX")
        for thread in client.thread("REFS"):
            yield frozenset(uid - 1 for uid in _flat(thread))


def _flat(thread: Any) -> Iterator[int]:
    if isinstance(thread, int):
        yield thread
    else:
        for each in thread:
            yield from _flat(each)


def _strict_components(raws: Sequence[bytes]) -> list[frozenset[int]]:
    """The threads by well-formed ids alone: of References, else the first of In-Reply-To."""
    parser = BytesHeaderParser()
    names: list[list[str]] = []
    for raw in raws:
        message = parser.parsebytes(raw)
        own, references, answered = (
            WELL_FORMED.findall(" ".join(map(str, message.get_all(name, []))))
            for name in ("Message-ID", "References", "In-Reply-To")
        )
        names.append([*own[:1], *(references or answered[:1])])
    return _joined(names)
