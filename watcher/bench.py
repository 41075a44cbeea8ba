"""One thread judged: what the store holds of it, the texts that are missing fetched, and all of it read and weighed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain

from watcher import store
from watcher.checkpoint import Checkpoint, go_on
from watcher.core import matching, replies, scenarios, threads, verdicts
from watcher.core.model import (
    AccountName,
    ActionKind,
    Address,
    Body,
    Calendar,
    Finding,
    Ladder,
    Message,
    MessageId,
    Owner,
    Place,
    Policy,
    Reading,
    Role,
    Rule,
    Scenario,
    State,
    Thread,
    UserWord,
    Verdict,
    Word,
)
from watcher.core.words import Words
from watcher.mailbox import base

TEXTS_PER_THREAD = 12  # the newest messages of a thread whose text is read
SETTLED = (State.ANSWERED, State.IGNORED, State.BOUNCED, State.DISMISSED)


@dataclass(frozen=True, slots=True)
class Criteria:
    """All that a verdict depends on beside the mail itself, the user's words and the time."""

    account: AccountName
    owner: Owner
    calendar: Calendar
    ladders: Mapping[Scenario, Ladder]
    rules: Sequence[Rule]
    policy: Policy
    words: Mapping[str, Words]
    lookback: timedelta


@dataclass(frozen=True, slots=True)
class Bench:
    """What the judgement works with. `at`: messages that arrived later are left out, and nothing is saved but texts. Without a mailbox no text is fetched."""

    cache: store.AccountStore
    criteria: Criteria
    now: datetime
    mailbox: base.Mailbox | None = None
    at: datetime | None = None
    silenced: set[str] = field(
        default_factory=set
    )  # who asked not to be written to, in any thread; grows while threads are judged
    heard: set[UserWord] = field(default_factory=set)  # the user's words that the verdicts rest on
    threaded: set[int] = field(default_factory=set)  # the rows of threads that are being judged, saved or not yet
    checkpoint: Checkpoint = go_on

    @property
    def since(self) -> datetime:
        """The start of the look-back."""
        return self.now - self.criteria.lookback


# Our own drafts --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LiveDrafts:
    """The Message-IDs of our drafts, by kind."""

    nudges: frozenset[MessageId]
    thank_yous: frozenset[MessageId]


def live_drafts(bench: Bench) -> LiveDrafts:
    """Those that still lie where we put them; one that was edited lies elsewhere."""
    nudges: set[MessageId] = set()
    thank_yous: set[MessageId] = set()
    for entry in bench.cache.live_entries():
        if entry.draft is not None and entry.draft.message_id is not None and bench.cache.has_place(entry.draft.place):
            (thank_yous if entry.kind is ActionKind.THANK_YOU else nudges).add(entry.draft.message_id)
    return LiveDrafts(frozenset(nudges), frozenset(thank_yous))


def _without_thank_yous(thread: Thread, live: LiveDrafts) -> Thread:
    drafts = tuple(draft for draft in thread.drafts if draft.message_id not in live.thank_yous)
    return thread if len(drafts) == len(thread.drafts) else replace(thread, drafts=drafts)


# A verdict ------------------------------------------------------------------------------------------------------------------------


def reaches_into_lookback(bench: Bench, group: Sequence[store.StoredMessage]) -> bool:
    """Whether the user sent something of it within the look-back."""
    return any(
        each.envelope.place.role is Role.SENT and each.envelope.instant >= bench.since and _has_arrived(bench, each)
        for each in group
    )


def _has_arrived(bench: Bench, stored: store.StoredMessage) -> bool:
    if bench.at is None:
        return True
    envelope = stored.envelope
    return (envelope.instant if envelope.place.role is Role.SENT else envelope.received_at) <= bench.at


def judge_group(bench: Bench, group: Sequence[store.StoredMessage], live: LiveDrafts) -> store.Judged | None:
    """One verdict; None when, looked at closely, the user sent nothing in it within the look-back."""
    arrived = [each for each in group if _has_arrived(bench, each)]
    thread = _without_thank_yous(threads.assemble(arrived), live)
    sent = [message for message in thread.messages if message.is_sent]
    if not sent or sent[-1].instant < bench.since or sent[-1].instant > bench.now:
        return None
    thread, wider = _with_matches(bench, thread, group)
    verdict = _judge(bench, thread, live)
    if verdict is None:
        return None
    if verdict.state not in SETTLED:
        widened = _with_loose_messages(bench, wider)
        if widened is not thread:
            verdict = _judge(bench, widened, live) or verdict
    people = frozenset(verdict.to) | {reader.email for message in sent for reader in _readers(bench, message)}
    people |= {each.envelope.sender.email for each in wider.possible_answers if each.envelope.sender is not None}
    return store.Judged(verdict, frozenset(each.row for each in group), people)


def _judge(bench: Bench, thread: Thread, live: LiveDrafts) -> Verdict | None:
    criteria = bench.criteria
    readings = _readings(bench, thread.messages)
    bench.silenced.update(_askers_of_silence(thread, readings))
    words = _words_on(bench, thread)
    chosen = next((word.scenario for word in reversed(words) if word.word is Word.SCENARIO), None)
    choice = scenarios.match(
        thread, readings, owner=criteria.owner, rules=criteria.rules, words=criteria.words, chosen=chosen
    )
    return verdicts.judge(
        thread,
        readings,
        now=bench.now,
        owner=criteria.owner,
        calendar=criteria.calendar,
        ladders=criteria.ladders,
        choice=choice,
        words=words,
        policy=replace(criteria.policy, muted=frozenset(bench.silenced)),
        our_drafts=live.nudges,
    )


def _askers_of_silence(thread: Thread, readings: Mapping[MessageId, Reading]) -> Iterator[str]:
    for message in thread.messages:
        if readings[message.message_id].stop and not message.is_sent and message.envelope.sender is not None:
            yield message.envelope.sender.email


def _readings(bench: Bench, messages: Iterable[Message]) -> dict[MessageId, Reading]:
    criteria = bench.criteria
    return {
        message.message_id: replies.read(
            message, owner=criteria.owner, words=criteria.words, calendar=criteria.calendar
        )
        for message in messages
    }


def _words_on(bench: Bench, thread: Thread) -> list[UserWord]:
    """What the user said of the thread, until `at` if that is set; else also what was said since the pass began, which may be long ago."""
    said = bench.cache.words(message.message_id for message in thread.messages)
    words = [word for group in said.values() for word in group if bench.at is None or word.said_at <= bench.at]
    return sorted(words, key=lambda word: word.said_at)


def _readers(bench: Bench, message: Message) -> Iterator[Address]:
    envelope = message.envelope
    for address in (*envelope.to, *envelope.cc, *envelope.bcc):
        if not bench.criteria.owner.is_own(address.email):
            yield address


# Texts ------------------------------------------------------------------------------------------------------------------------------


def texts_needed(bench: Bench, group: Sequence[store.StoredMessage]) -> list[store.StoredMessage]:
    """The newest messages whose text is not read yet; one copy of each."""
    newest = sorted((each for each in group if _has_arrived(bench, each)), key=lambda each: each.envelope.instant)
    by_id: dict[object, store.StoredMessage] = {}
    for each in newest:
        if each.gone or each.envelope.place.role is Role.DRAFTS:
            continue
        known = by_id.setdefault(each.envelope.message_id or each.row, each)
        if _trust(each) > _trust(known):
            by_id[each.envelope.message_id or each.row] = each
    return [each for each in list(by_id.values())[-TEXTS_PER_THREAD:] if each.body is None]


def _trust(stored: store.StoredMessage) -> tuple[bool, bool]:
    """Of copies that bear one id, the one to read: that of the user's Sent folder, which nobody else can lay there, then one that was read already."""
    return stored.envelope.place.role is Role.SENT, stored.body is not None


def read_texts(bench: Bench, needed: Iterable[Sequence[store.StoredMessage]]) -> dict[int, Body]:
    """Fetch, save and return the texts of these messages, by row. What was read is saved, too, when the work is stopped in it or the line breaks."""
    if bench.mailbox is None:
        return {}
    wanted = {_spot(each.envelope.place): each for each in chain.from_iterable(needed)}
    if not wanted:
        return {}
    read: dict[int, Body] = {}
    try:
        for place, body in bench.mailbox.bodies([each.envelope.place for each in wanted.values()]):
            read[wanted[_spot(place)].row] = body
            bench.checkpoint()
    finally:
        if read:
            bench.cache.save_bodies(read.items())
    return read


def _spot(place: Place) -> tuple[str, int, int]:
    return place.folder, place.uid_validity, place.uid


def with_text(stored: store.StoredMessage, texts: Mapping[int, Body]) -> store.StoredMessage:
    """The message with its text, where that was read just now."""
    return replace(stored, body=texts[stored.row]) if stored.row in texts else stored


def _with_matches(bench: Bench, thread: Thread, group: Sequence[store.StoredMessage]) -> tuple[Thread, Thread]:
    """The thread with the reasons for which messages are in it that name none of it; and the same with what perhaps answers it listed."""
    matches = bench.cache.matches_of((each.row for each in group), (each.message_id for each in thread.messages))
    if not matches:
        return thread, thread
    ids = {each.row: each.envelope.message_id for each in group}
    joined = {ids[each.row]: Finding(each.score, each.why) for each in matches if each.is_sure and each.row in ids}
    sure = replace(thread, findings={key: found for key, found in joined.items() if key is not None})
    rows = {each.row: each for each in matches if not each.is_sure and each.row not in ids}
    if not rows:
        return sure, sure
    stored = [each for each in bench.cache.load(rows) if _has_arrived(bench, each)]
    perhaps = threads.assemble(stored).messages
    by_id = {each.envelope.message_id: rows[each.row] for each in stored}
    found = {key: Finding(match.score, match.why) for key, match in by_id.items() if key is not None}
    return sure, replace(sure, possible_answers=perhaps, findings={**sure.findings, **found})


def _with_loose_messages(bench: Bench, thread: Thread) -> Thread:
    """The thread with the automatic mail added that surely belongs to it."""
    sent = [message for message in thread.messages if message.is_sent]
    known = {message.message_id for message in (*thread.messages, *thread.drafts)}
    people = {reader.email for message in sent for reader in _readers(bench, message)}
    candidates = _candidates(bench, people, sent[0].instant, known)
    readings = _readings(bench, candidates)
    attached = [
        each for each in candidates if any(matching.attaches(own, each, readings[each.message_id]) for own in sent)
    ]
    if not attached:
        return thread
    messages = sorted((*thread.messages, *attached), key=lambda message: (message.instant, message.message_id))
    return replace(thread, messages=tuple(messages))


def _candidates(bench: Bench, people: Iterable[str], since: datetime, known: set[MessageId]) -> list[Message]:
    cache = bench.cache
    automatic = (each for each in cache.automatic_unthreaded(since) if each.row not in bench.threaded)
    loose = [*cache.from_people(people, since), *automatic]
    fitting = [each for each in loose if _has_arrived(bench, each) and each.envelope.message_id not in known]
    texts = read_texts(
        bench, [[each for each in fitting if each.body is None and not each.gone and _is_unreferenced(each)]]
    )
    by_id: dict[object, list[store.StoredMessage]] = {}
    for each in fitting:
        if _is_unreferenced(each):
            by_id.setdefault(each.envelope.message_id or each.row, []).append(with_text(each, texts))
    return [message for copies in by_id.values() for message in threads.assemble(copies).messages]


def _is_unreferenced(stored: store.StoredMessage) -> bool:
    return not stored.envelope.references
