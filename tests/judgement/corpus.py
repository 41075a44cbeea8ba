"""Measures the reading of single messages on a folder of real mail, which is not part of the project: kinds, failed recipients, days of return.

The folder holds `dev/automatic/labels.jsonl` with its .eml files, and `human/<set>/*.mbox.gz` with `human/labels/<set>.jsonl`; either may be missing. `wrong_labels.yaml`
beside this file lists labels that were found wrong by reading, by id and reason only; those messages are left out of the counts and shown.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC
from email import message_from_bytes
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.judgement import tally
from tests.judgement.tally import Tally
from watcher import language
from watcher.cli import classify
from watcher.core import delivery_reports, subjects
from watcher.core.model import Kind
from watcher.core.words import Words

WRONG_LABELS = Path(__file__).with_name("wrong_labels.yaml")
QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)  # mboxrd
HUMAN = Kind.HUMAN_REPLY.value
BULK = Kind.LIST_OR_BULK.value
AUTOMATIC_BAR, HUMAN_BAR, RECIPIENTS_BAR = 0.01, 0.002, 0.97
READING = """How the labels are read: an invitation or cancellation (METHOD REQUEST, CANCEL, PUBLISH) that is labelled calendar_response is wanted as human_reply, as the design has it;
mail of a person through a list (label or note says so) may be human_reply or list_or_bulk, but a reply of a person is wanted as human_reply;
what a list's headers were added to on its way may be list_or_bulk;
where a report names the address that the sender wrote to (Original-Recipient) beside the one that failed, either is right; labels `uncertain` and `spam` of the human sets are left out; failed recipients count where the label was made of DSN fields."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message with its labels; `wanted` is every kind that is right, the best first."""

    name: str
    group: str
    raw: bytes
    wanted: tuple[str, ...]
    failed: frozenset[str] | None = None
    returns_on: str | None = None


@dataclass
class CorpusScores:
    """What was measured: kinds of the automatic set, and of the human sets each as human or automatic."""

    kinds: Tally = field(default_factory=Tally)
    people: dict[str, Tally] = field(default_factory=dict)
    answering: Tally = field(default_factory=Tally)  # of the human sets, what answers a message
    recipients: Tally = field(default_factory=Tally)
    strict: Counter[bool] = field(default_factory=Counter)  # the same, the very addresses of the labels
    returns: Tally = field(default_factory=Tally)
    wrong_labels: list[str] = field(default_factory=list)


def measure(folder: Path) -> CorpusScores:
    """Read every labelled message of the folder, with all processors."""
    scores = CorpusScores()
    wrong: Mapping[str, str] = yaml.safe_load(WRONG_LABELS.read_text("utf-8")) or {}
    with ProcessPoolExecutor() as pool:
        for mail, found in pool.map(_read, mails(folder), chunksize=50):
            if mail.name in wrong:
                scores.wrong_labels.append(f"{mail.name} (found {found['kind']}): {wrong[mail.name]}")
            else:
                _add(scores, mail, found)
    return scores


def mails(folder: Path) -> Iterator[Mail]:
    """Yield every labelled message of the folder."""
    yield from _automatic(folder / "dev" / "automatic")
    yield from _human(folder / "human")


def _automatic(folder: Path) -> Iterator[Mail]:
    for label in _lines(folder / "labels.jsonl"):
        is_of_fields = "failed_recipients from" not in label["note"]
        failed = label["failed_recipients"] if is_of_fields and label["kind"] == Kind.BOUNCE else None
        yield Mail(
            label["file"],
            "automatic",
            (folder / label["file"]).read_bytes(),
            _wanted(label["kind"], label["note"]),
            frozenset(each.lower() for each in failed) if failed else None,
            label["return_date"],
        )


def _wanted(kind: str, note: str) -> tuple[str, ...]:
    if kind == Kind.CALENDAR_RESPONSE and re.search("METHOD:(REQUEST|CANCEL)", note):
        return (HUMAN, BULK) if "newsletter" in note or "mailing list" in note else (HUMAN,)
    if kind == Kind.CALENDAR_RESPONSE and "METHOD:PUBLISH" in note:
        return HUMAN, BULK
    if kind == BULK and "person" in note:
        return BULK, HUMAN
    if kind == Kind.AUTO_ACK and "went through a mailing list" in note:
        return kind, BULK
    return (kind,)


def _human(folder: Path) -> Iterator[Mail]:
    for path in sorted((folder / "labels").glob("*.jsonl")):
        labels = {(label["mbox"], label["n"]): label["kind"] for label in _lines(path)}
        for box in sorted((folder / path.stem).glob("*.mbox.gz")):
            name = box.name.removesuffix(".mbox.gz")
            for number, raw in enumerate(_messages(box)):
                kind = labels.get((name, number))
                if kind in ("human", "automatic"):
                    yield Mail(f"{path.stem}/{name}/{number}", path.stem, raw, (kind,))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def _messages(path: Path) -> Iterator[bytes]:
    lines: list[bytes] = []
    with gzip.open(path) as file:
        for line in file:
            if line.startswith(b"From ") and lines:
                yield QUOTED_FROM.sub(b"", b"".join(lines[1:])[:-1])
                lines = []
            lines.append(line)
    if lines:
        yield QUOTED_FROM.sub(b"", b"".join(lines[1:])[:-1])


@cache
def _words() -> Mapping[str, Words]:
    return language.load()


def _read(mail: Mail) -> tuple[Mail, dict[str, Any]]:
    return mail, classify.classify_file(mail.name, mail.raw, _words(), UTC)


def _add(scores: CorpusScores, mail: Mail, found: Mapping[str, Any]) -> None:
    kind = str(found["kind"])
    what = f"{mail.name} [{found['reasons'][0]['text']}]"
    if mail.group != "automatic":
        is_human = kind == HUMAN or (kind == BULK and mail.wanted == ("human",) and not _is_reply(mail.raw))
        said = "human" if is_human else "automatic"
        scores.people.setdefault(mail.group, Tally()).add(mail.wanted[0], said, f"{kind} {what}")
        if _is_reply(mail.raw):
            scores.answering.add(mail.wanted[0], said, what)
        return
    scores.kinds.add(kind if kind in mail.wanted else mail.wanted[0], kind, what)
    if mail.failed is not None:
        originals = _originals(mail.raw)
        got = frozenset(found["failed_recipients"])
        scores.strict[got == mail.failed] += 1
        got = frozenset(next((final for final in mail.failed if originals.get(final) == each), each) for each in got)
        scores.recipients.add(
            "all",
            "all"
            if got == mail.failed
            else f"{len(got & mail.failed)} right and {len(got - mail.failed)} wrong of {len(mail.failed)}",
            what,
        )
    if mail.wanted[0] == Kind.AUTO_REPLY_OOO:
        wanted, got_day = mail.returns_on or "none", found["return_date"] or "none"
        scores.returns.add(wanted, got_day, what)


def _originals(raw: bytes) -> dict[str, str]:
    """Return the address written to of each address that failed."""
    groups = [group for part in message_from_bytes(raw).walk() for group in delivery_reports.field_groups(part)]
    return {
        each["final-recipient"].rpartition(";")[2].strip().lower(): each.get("original-recipient", "")
        .rpartition(";")[2]
        .strip()
        .lower()
        for each in groups
        if "final-recipient" in each
    }


def _is_reply(raw: bytes) -> bool:
    """Whether a message answers another one, by its header fields or its subject."""
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    subject = re.search(rb"^Subject:[ \t]*(.*)$", head, re.MULTILINE | re.IGNORECASE)
    return bool(
        re.search(rb"^(References|In-Reply-To):[^\n]*@", head, re.MULTILINE | re.IGNORECASE)
        or (subject and subjects.is_reply(subject.group(1).decode("latin-1").strip()))
    )


def shown(scores: CorpusScores, *, with_misses: bool = True) -> Iterator[str]:
    """Yield the tables, the bars, and every miss."""
    yield (f"\n=== Real mail ===\n{READING}\n")
    yield (tally.table("Kinds", {"": scores.kinds}))
    yield (tally.confusion("wanted (rows), found (columns)", scores.kinds))
    taken_for_human = sum(
        count for (wanted, found), count in scores.kinds.confusion.items() if wanted != HUMAN == found
    )
    automatic = scores.kinds.wanted.total() - scores.kinds.wanted[HUMAN]
    yield (_bar("automatic mail taken for a person's, automatic set", taken_for_human, automatic, AUTOMATIC_BAR))
    people = _sum(scores.people.values())
    yield ""
    yield (tally.table("Human or automatic", scores.people))
    missed = people.confusion["automatic", "human"]
    yield (_bar("automatic mail taken for a person's, human sets", missed, people.wanted["automatic"], AUTOMATIC_BAR))
    missed = scores.answering.confusion["automatic", "human"]
    yield (
        _bar("  of which looks like an answer", missed, scores.answering.wanted["automatic"], AUTOMATIC_BAR)
        + "; the rest is in nobody's thread"
    )
    false = people.confusion["human", "automatic"] + sum(
        count for (wanted, found), count in scores.kinds.confusion.items() if wanted == HUMAN != found
    )
    yield (
        _bar(
            "people's mail taken for automatic, all",
            false,
            people.wanted["human"] + scores.kinds.wanted[HUMAN],
            HUMAN_BAR,
        )
    )
    right, count = scores.recipients.right.total(), scores.recipients.wanted.total()
    yield (
        f"failed recipients all right: {right} of {count}, {tally.ratio(right, count):.2%} (bar: at least {RECIPIENTS_BAR:.0%}); the very addresses of the labels: {scores.strict[True]}"
    )
    right, count = scores.returns.right.total(), scores.returns.wanted.total()
    yield (f"days of return: {right} of {count} right")
    yield (tally.listed("labels that are wrong", scores.wrong_labels))
    if with_misses:
        for title, misses in (
            ("kinds", scores.kinds.misses),
            ("human or automatic", people.misses),
            ("failed recipients", scores.recipients.misses),
            ("days of return", scores.returns.misses),
        ):
            yield (tally.listed(f"misses, {title}", misses))


def _bar(what: str, wrong: int, of: int, bar: float) -> str:
    return f"{what}: {wrong} of {of}, {wrong / of if of else 0:.2%} (bar: at most {bar:.1%})"


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for each in tallies:
        total.wanted.update(each.wanted)
        total.found.update(each.found)
        total.right.update(each.right)
        total.confusion.update(each.confusion)
        total.misses += each.misses
    return total
