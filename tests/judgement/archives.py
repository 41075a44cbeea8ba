"""Measures threads and answers on archives of real mail, which are no part of the project: against the graph of the references, and against what is known of who was answered.

The folder holds `human/<set>/*.mbox.gz`, `human/labels/<set>.meta.json`, `human/<set>/answers-<who>.jsonl` and `human/make_person_mailbox.py`; its MANIFEST-human.md says how the truth was computed.
For each person there is a mailbox with his Sent and his INBOX; each of his messages is judged as if he had written none later in its thread. Then the same once more, References and
In-Reply-To taken out of a third of the others' answers.
"""

import json
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.parser import BytesHeaderParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.judgement import tally
from tests.judgement.archive_threads import (
    FIRST_DAY,
    NOWHERE,
    arrival_of,
    compare_threads,
    compare_with_dovecot,
    head_of,
    messages_of,
    plain_components,
    plain_ids,
)
from tests.servers.process import ServerUnavailableError
from watcher import bench as benches
from watcher import config, linking, sync, wiring
from watcher.bench import Bench
from watcher.core import bodies, headers, matter, threads
from watcher.core.evidence import QUOTED
from watcher.core.model import Message, State, Verdict
from watcher.mailbox import memory

SEED = 1
STRIPPED_SHARE = 3  # one in so many
RIGHT_BAR = 0.95
NAMING_FIELDS = re.compile(rb"^(?:References|In-Reply-To):[^\n]*\n(?:[ \t][^\n]*\n)*", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose sent messages are known to be answered or not."""

    group: str
    slug: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one sent message."""

    is_answered: bool
    is_held: bool
    why: str
    by: frozenset[str] = frozenset()  # the ids of the others' messages after it


@dataclass(frozen=True, slots=True)
class Case:
    """One sent message: whether it was answered, and what was said with all references there, and without some."""

    person: str
    message_id: str
    answer: str | None
    with_all: Said
    without_some: Said
    has_lost_all: bool  # no answer is left that names its thread
    beyond: str = ""  # of what kind an answer is that the truth lacks

    @property
    def is_answered(self) -> bool:
        """Whether the truth has an answer."""
        return self.answer is not None


@dataclass
class ArchiveScores:
    """What was measured. `splits` are messages whose thread is another than that of the references, by the reason."""

    messages: int = 0
    splits: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    in_dovecot: dict[str, int] = field(default_factory=dict)  # how many messages, by why their thread is another there
    cases: list[Case] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def measure(folder: Path) -> ArchiveScores:
    """Measure all archives of the folder, with all processors."""
    human = folder / "human"
    scores = ArchiveScores()
    names = sorted(each.name.removesuffix(".meta.json") for each in (human / "labels").glob("*.meta.json"))
    with ProcessPoolExecutor() as pool:
        people = list(_people(human, names))
        judged = [pool.submit(judge_person, human, each) for each in people]
        compared = [pool.submit(compare_threads, human, name) for name in names]
        with suppress(ServerUnavailableError):
            scores.in_dovecot = compare_with_dovecot(human, names)
        for count, splits in (each.result() for each in compared):
            scores.messages += count
            for reason, found in splits.items():
                scores.splits[reason] += found
        for cases, left_out in (each.result() for each in judged):
            scores.cases += cases
            scores.left_out.update(left_out)
    return scores


# Answers -----------------------------------------------------------------------------------------------------------------------------


def _people(human: Path, names: Iterable[str]) -> Iterator[Person]:
    for name in names:
        meta = json.loads((human / "labels" / f"{name}.meta.json").read_text("utf-8"))
        for each in meta["posters"]:
            if (human / name / f"answers-{each['slug']}.jsonl").exists():
                yield Person(name, each["slug"], tuple(each["addresses"]))


def judge_person(human: Path, person: Person) -> tuple[list[Case], Counter[str]]:
    """Judge every message that this person sent, and compare with what is known of its answers."""
    left_out: Counter[str] = Counter()
    truth = {}
    for line in (human / person.group / f"answers-{person.slug}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        truth[f"<{row['message_id']}>"] = row.get("thread_answer", row.get("answer"))
    with TemporaryDirectory() as folder:
        maker: list[str | Path] = [
            sys.executable,
            human / "make_person_mailbox.py",
            human / person.group,
            person.slug,
            folder,
        ]
        subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
        sent, inbox = (list(messages_of(Path(folder) / f"{name}.mbox")) for name in ("sent", "inbox"))
    chance = random.Random(SEED)
    stripped = [raw if chance.randrange(STRIPPED_SHARE) else _without_references(raw) for raw in inbox]
    with_all, without_some = judge_mailbox(person, sent, inbox), judge_mailbox(person, sent, stripped)
    answered = _answered_by_references(sent, stripped)
    kind_of = dict(
        _beyond(sent, inbox, {**without_some, **{key: each for key, each in with_all.items() if each.is_answered}})
    )
    cases = []
    for message_id, answer in truth.items():
        if message_id not in with_all or message_id not in without_some:
            left_out["not found in the mailbox by its id"] += 1
            continue
        has_lost_all = answer is not None and message_id not in answered
        said = with_all[message_id], without_some[message_id]
        beyond = kind_of.get(message_id, "") if answer is None else ""
        cases.append(Case(f"{person.group}/{person.slug}", message_id, answer, *said, has_lost_all, beyond))
    return cases, left_out


def _without_references(raw: bytes) -> bytes:
    """The message without the fields that name another, in its head alone."""
    head = head_of(raw)
    return NAMING_FIELDS.sub(b"", head) + raw[len(head) :]


def _beyond(sent: Sequence[bytes], inbox: Sequence[bytes], said: Mapping[str, Said]) -> Iterator[tuple[str, str]]:
    """Of each message the kind of an answer that its references do not name: under a subject of its thread, quoting it, or to another of the user's on its subject."""
    own, theirs = ({str(each.message_id): each for each in map(_read, raws)} for raws in (sent, inbox))
    thread_of: dict[str, frozenset[str]] = {}
    for component in plain_components(sent):
        ids = frozenset(str(_read(sent[number]).message_id) for number in component)
        thread_of.update(dict.fromkeys(ids, ids))
    for message_id, message in own.items():
        found = [theirs[each] for each in said[message_id].by if each in theirs] if message_id in said else []
        beside = [own[each].envelope for each in thread_of[message_id] if each in own]
        topics = frozenset().union(*map(matter.topics, beside))
        if any(topics & matter.topics(each.envelope) for each in found):
            yield message_id, "under a subject of the thread"
        elif any(matter.quoted_share(message.text, matter.text_of(each)) >= QUOTED for each in found):
            yield message_id, "quoting it"
        elif "names no earlier one" in said[message_id].why if message_id in said else False:
            yield message_id, "to another message of the user's that was taken for a nudge"
        else:
            yield message_id, "otherwise"


def _read(raw: bytes) -> Message:
    envelope = headers.read(raw, place=NOWHERE, received_at=FIRST_DAY, server_thread=None)
    return Message(envelope, (NOWHERE,), bodies.read_body(raw))


def _answered_by_references(sent: Sequence[bytes], inbox: Sequence[bytes]) -> set[str]:
    """The ids of the sent messages after which, by the references that are left, somebody else wrote in their thread."""
    raws = [*sent, *inbox]
    parser = BytesHeaderParser()
    found = set()
    for component in plain_components(raws):
        theirs = [arrival_of(raws[number]) for number in component if number >= len(sent)]
        if theirs:
            for number in component:
                if number < len(sent) and max(theirs) > arrival_of(raws[number]):
                    found.add(f"<{plain_ids([parser.parsebytes(raws[number])['Message-ID']])[0]}>")
    return found


def judge_mailbox(person: Person, sent: Sequence[bytes], inbox: Sequence[bytes]) -> dict[str, Said]:
    """Judge each sent message as if none later had been sent in its thread."""
    mailbox = memory.MemoryMailbox()
    for name, raws in (("Sent", sent), ("INBOX", inbox)):
        for raw in raws:
            mailbox.deliver(name, raw, when=arrival_of(raw))
    with TemporaryDirectory() as folder, wiring.opened(_settings(person, Path(folder))) as accounts:
        account = replace(accounts[0], open_mailbox=lambda: mailbox)
        sync.pull(mailbox, account.cache, since=FIRST_DAY.date())
        bench = Bench(
            account.cache, account.criteria, max(map(arrival_of, (*sent, *inbox))) + timedelta(days=1), mailbox
        )
        linking.link(bench)
        live = benches.live_drafts(bench)
        found: dict[str, Said] = {}
        for component in threads.components(account.cache.links()):
            group = account.cache.load(component)
            own = sorted(
                (each for each in group if each.envelope.place.folder == "Sent"), key=lambda each: each.envelope.instant
            )
            texts = benches.read_texts(bench, [[each for each in group if each.body is None]]) if own else {}
            group = [benches.with_text(each, texts) for each in group]
            for number, each in enumerate(own):
                later = {row.row for row in own[number + 1 :]}
                judged = benches.judge_group(bench, [row for row in group if row.row not in later], live)
                if judged is not None and each.envelope.message_id is not None:
                    found[each.envelope.message_id] = _said(judged.verdict)
    return found


def _said(verdict: Verdict) -> Said:
    """Whether anybody wrote since, in whatever words: an answer, a promise, a wish."""
    own = next(each.at for each in verdict.messages if each.message_id == verdict.message_id)
    codes = {each.code.value for each in verdict.reasons}
    is_answered = (
        verdict.state in (State.ANSWERED, State.PROMISED, State.SNOOZED, State.DISMISSED)
        or verdict.answered_by is not None
        or "promise" in codes
    )
    why = " | ".join(each.text for each in verdict.reasons)
    by = frozenset(str(each.message_id) for each in verdict.messages if each.kind is not None and each.at >= own)
    return Said(is_answered, bool(verdict.hold), f"{verdict.state.value}: {why}", by)


def _settings(person: Person, folder: Path) -> config.Config:
    account: Mapping[str, Any] = {
        "name": "private",
        "address": next(iter(person.addresses), f"{person.slug}@nowhere.example"),
        "aliases": list(person.addresses[1:]),
        "imap": {"host": "imap.lind.example", "username": "x", "password_env": "NONE"},
    }
    return config.Config.model_validate(
        {
            "timezone": "UTC",
            "lookback": "3660d",
            "database": str(folder / "watcher.sqlite3"),
            "accounts": [account],
        }
    )


# What is shown -----------------------------------------------------------------------------------------------------------------------


def shown(scores: ArchiveScores, *, with_misses: bool = True) -> Iterator[str]:
    """Yield the figures, and every case in which the verdict is another than the truth."""
    yield "\n=== Archives: threads and answers ==="
    explained = "; ".join(f"{len(each)} differ: {reason}" for reason, each in sorted(scores.splits.items()))
    yield f"threads by references alone: {scores.messages} messages, the same as read plainly; {explained or 'none differ'}"
    counted = ", ".join(f"{count} {reason}" for reason, count in sorted(scores.in_dovecot.items()))
    yield f"threads in Dovecot (THREAD=REFS): {counted or 'no Dovecot is installed'}"
    cases = scores.cases
    if not cases:
        return
    yield f"sent messages judged: {len(cases)} of {len({each.person for each in cases})} people, answered {sum(each.is_answered for each in cases)}"
    beyond = [each for each in cases if not each.is_answered and each.with_all.is_answered]
    missed = [each for each in cases if each.is_answered and not each.with_all.is_answered]
    yield f"with all references: {_share(len(cases) - len(beyond) - len(missed), len(cases))} as the truth has it; {len(missed)} answers not found;"
    yield f"  {len(beyond)} found beyond it: {_kinds(beyond)}"
    wrong = [each for each in cases if each.is_answered != each.without_some.is_answered]
    yield f"without those of a third of the answers: {_share(len(cases) - len(wrong), len(cases))} right (bar: at least {RIGHT_BAR:.0%}),"
    lost = [each for each in cases if each.has_lost_all]
    found, held = sum(each.without_some.is_answered for each in lost), sum(each.without_some.is_held for each in lost)
    yield f"  of the {len(lost)} whose every answer lost them {found} are answered, {held} held back"
    false = [each for each in wrong if not each.is_answered]
    new = [each for each in false if not each.with_all.is_answered]
    yield f"  answered without a true answer: {len(false)}, of which {len(new)} only now: {_kinds(new)}"
    if with_misses:
        for title, some in (("answers not found", missed), ("found beyond the truth", beyond)):
            yield tally.listed(
                title, (f"{each.person} {each.message_id} {each.beyond} [{each.with_all.why}]" for each in some)
            )
        rest = [each for each in wrong if each.without_some.is_answered != each.with_all.is_answered]
        yield tally.listed(
            "wrong once references are missing",
            (f"{each.person} {each.message_id} {each.beyond} [{each.without_some.why}]" for each in rest),
        )


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}, {tally.ratio(part, whole):.2%}"


def _kinds(cases: Iterable[Case]) -> str:
    counts = Counter(each.beyond for each in cases)
    return ", ".join(f"{count} {kind}" for kind, count in counts.most_common()) or "none"
