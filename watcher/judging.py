"""From the store to verdicts: which threads may have changed, their texts fetched where the judgement needs them, each thread judged.

Work follows change: only threads with news, and those whose time has come, are looked at.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, islice

from watcher import store
from watcher.core import matching, replies, scenarios, threads, verdicts
from watcher.core.model import (
    AccountName,
    ActionKind,
    Address,
    Body,
    Calendar,
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
    ThreadId,
    UserWord,
    Verdict,
    Word,
)
from watcher.core.words import Words
from watcher.mailbox import base

_SILENCED = "silenced"  # the store's name for the list of those who asked for silence
CHUNK = 100  # threads whose texts are fetched together
TEXTS_PER_THREAD = 12  # the newest messages of a thread whose text is read
_SETTLED = (State.ANSWERED, State.IGNORED, State.BOUNCED, State.DISMISSED)


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

    @property
    def since(self) -> datetime:
        """The start of the look-back."""
        return self.now - self.criteria.lookback


def judge_changed(bench: Bench) -> None:
    """Judge every thread with news or whose time has come, and save the verdicts. A word that the user says meanwhile is heard too."""
    cache = bench.cache
    words = cache.words_said(Word)
    _judge_news(bench)
    while (said := cache.words_said(Word)) != words:
        cache.mark_dirty(word.message_id for word in {*said} ^ {*words})
        words = said
        _judge_news(bench)
    bench.heard.clear()
    bench.heard.update(words)


def has_news_of(bench: Bench, message_id: MessageId) -> bool:
    """Whether the user said something of this message that the verdicts do not rest on yet."""
    return not bench.heard.issuperset(bench.cache.words([message_id]).get(message_id, ()))


def _judge_news(bench: Bench) -> None:
    cache = bench.cache
    rows = cache.dirty_rows() | cache.rows_of(cache.changing_by(bench.now))
    if not rows and not cache.dirty_threads():
        return
    known = json.loads(cache.state().get(_SILENCED, "[]"))
    bench.silenced.update(known)
    _judge_rows(bench, rows)
    asked_now = bench.silenced.difference(known)
    if asked_now:
        cache.set_state(**{_SILENCED: json.dumps(sorted(bench.silenced))})
        _judge_rows(bench, cache.rows_of(cache.threads_with_people(asked_now)))


def _judge_rows(bench: Bench, rows: set[int]) -> None:
    """Judge the threads of these rows, and those that they may have news for."""
    cache = bench.cache
    _link_reports(bench, rows)
    links = list(cache.links()) if cache.is_fresh else cache.closure(rows | _neighbours(bench, rows))
    judged = list(_judge_components(bench, threads.components(links)))
    if _find_earlier(bench, judged):
        links = cache.closure({link.row for link in links} | cache.dirty_rows())
        judged = list(_judge_components(bench, threads.components(links)))
    seen = {link.row for link in links}
    gone = (cache.threads_of(seen) | cache.dirty_threads()) - {each.verdict.thread_id for each in judged}
    cache.save_judged(judged, gone)
    cache.clear_fresh(seen | rows)


def judge_at(bench: Bench) -> list[Verdict]:
    """Judge every thread as of `bench.at`, saving no verdict."""
    judged = list(_judge_components(bench, threads.components(bench.cache.links())))
    if _find_earlier(bench, judged) or bench.silenced:
        judged = list(_judge_components(bench, threads.components(bench.cache.links())))
    return [each.verdict for each in judged]


def judge_thread(bench: Bench, thread_id: ThreadId) -> Verdict | None:
    """Judge one thread anew, from what the store holds, and save the verdict: after the user's word."""
    rows = bench.cache.rows_of([thread_id])
    judged = list(_judge_components(bench, threads.components(bench.cache.closure(rows))))
    bench.cache.save_judged(judged, ())
    return next((each.verdict for each in judged), None)


def sent_message(bench: Bench, thread_id: ThreadId, message_id: MessageId) -> tuple[Thread, Message] | None:
    """The thread as it is stored now, and the user's message in it that has this id; None when it is gone."""
    rows = bench.cache.rows_of([thread_id])
    if not rows:
        return None
    thread = threads.assemble(bench.cache.load(rows))
    message = next((each for each in thread.messages if each.is_sent and each.message_id == message_id), None)
    return (thread, message) if message is not None else None


def _judge_components(bench: Bench, components: Sequence[frozenset[int]]) -> Iterator[store.Judged]:
    live_drafts = _live_drafts(bench)
    for chunk in _chunks(components):
        stored = {each.row: each for each in bench.cache.load(chain.from_iterable(chunk))}
        groups = [[stored[row] for row in rows if row in stored] for rows in chunk]
        wanted = [group for group in groups if _reaches_into_lookback(bench, group)]
        texts = _read_texts(bench, [_texts_needed(bench, group) for group in wanted])
        for group in wanted:
            judged = _judge_group(bench, [_with_text(each, texts) for each in group], live_drafts)
            if judged is not None:
                yield judged


def _chunks(components: Sequence[frozenset[int]]) -> Iterator[list[frozenset[int]]]:
    rest = iter(components)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _reaches_into_lookback(bench: Bench, group: Sequence[store.StoredMessage]) -> bool:
    return any(
        each.envelope.place.role is Role.SENT and each.envelope.instant >= bench.since and _has_arrived(bench, each)
        for each in group
    )


def _has_arrived(bench: Bench, stored: store.StoredMessage) -> bool:
    if bench.at is None:
        return True
    envelope = stored.envelope
    return (envelope.instant if envelope.place.role is Role.SENT else envelope.received_at) <= bench.at


def _judge_group(bench: Bench, group: Sequence[store.StoredMessage], live_drafts: "_LiveDrafts") -> store.Judged | None:
    """One verdict; None when, looked at closely, the user sent nothing in it within the look-back."""
    arrived = [each for each in group if _has_arrived(bench, each)]
    thread = _without_thank_yous(threads.assemble(arrived), live_drafts)
    sent = [message for message in thread.messages if message.is_sent]
    if not sent or sent[-1].instant < bench.since or sent[-1].instant > bench.now:
        return None
    verdict = _judge(bench, thread, live_drafts)
    if verdict is None:
        return None
    if verdict.state not in _SETTLED:
        widened = _with_loose_messages(bench, thread)
        if widened is not thread:
            verdict = _judge(bench, widened, live_drafts) or verdict
    people = frozenset(verdict.to) | {reader.email for message in sent for reader in _readers(bench, message)}
    return store.Judged(verdict, frozenset(each.row for each in group), people)


def _judge(bench: Bench, thread: Thread, live_drafts: "_LiveDrafts") -> Verdict | None:
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
        our_drafts=live_drafts.nudges,
    )


def _askers_of_silence(thread: Thread, readings: Mapping[MessageId, Reading]) -> Iterator[str]:
    for message in thread.messages:
        if readings[message.message_id].stop and not message.is_sent and message.envelope.sender is not None:
            yield message.envelope.sender.email


def _readings(bench: Bench, messages: Iterable[Message]) -> dict[MessageId, Reading]:
    criteria = bench.criteria
    return {
        message.message_id: replies.read(
            message, owner=criteria.owner, words=criteria.words, zone=criteria.calendar.zone
        )
        for message in messages
    }


def _words_on(bench: Bench, thread: Thread) -> list[UserWord]:
    said = bench.cache.words(message.message_id for message in thread.messages)
    words = [word for group in said.values() for word in group if word.said_at <= bench.now]
    return sorted(words, key=lambda word: word.said_at)


def _readers(bench: Bench, message: Message) -> Iterator[Address]:
    envelope = message.envelope
    for address in (*envelope.to, *envelope.cc, *envelope.bcc):
        if not bench.criteria.owner.is_own(address.email):
            yield address


# Texts ------------------------------------------------------------------------------------------------------------------------------


def _texts_needed(bench: Bench, group: Sequence[store.StoredMessage]) -> list[store.StoredMessage]:
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


def _read_texts(bench: Bench, needed: Iterable[Sequence[store.StoredMessage]]) -> dict[int, Body]:
    """Fetch, save and return the texts of these messages, by row."""
    if bench.mailbox is None:
        return {}
    rows = {_spot(each.envelope.place): each.row for each in chain.from_iterable(needed)}
    places = [each.envelope.place for each in chain.from_iterable(needed)]
    read = {rows[_spot(place)]: body for place, body in bench.mailbox.bodies(places)} if places else {}
    bench.cache.save_bodies(read.items())
    return read


def _spot(place: Place) -> tuple[str, int, int]:
    return place.folder, place.uid_validity, place.uid


def _with_text(stored: store.StoredMessage, texts: Mapping[int, Body]) -> store.StoredMessage:
    return replace(stored, body=texts[stored.row]) if stored.row in texts else stored


# Messages that belong to a thread without naming it --------------------------------------------------------------------------------


def _link_reports(bench: Bench, rows: set[int]) -> None:
    """A bounce often names the message only inside its report: read it, and let it be one more edge of the graph."""
    fresh = [each for each in bench.cache.automatic_unthreaded(bench.since) if each.row in rows]
    texts = _read_texts(bench, [[each for each in fresh if each.body is None and not each.gone]])
    for each in fresh:
        body = texts.get(each.row, each.body)
        if body is not None and body.original_ids:
            bench.cache.add_references(each.row, body.original_ids)


def _neighbours(bench: Bench, rows: Iterable[int]) -> set[int]:
    """The rows of threads whose people the new messages come from: perhaps an answer without a reference, or a bounce."""
    cache = bench.cache
    senders: set[str] = set()
    for each in cache.load(rows):
        if each.envelope.sender is not None and each.envelope.place.role not in (Role.SENT, Role.DRAFTS):
            senders.add(each.envelope.sender.email)
        if each.body is not None:
            senders.update(each.body.failed_recipients)
    return cache.rows_of(cache.threads_with_people(senders)) if senders else set()


def _with_loose_messages(bench: Bench, thread: Thread) -> Thread:
    """The thread with what surely belongs to it added, and what perhaps answers it listed."""
    sent = [message for message in thread.messages if message.is_sent]
    known = {message.message_id for message in (*thread.messages, *thread.drafts)}
    people = {reader.email for message in sent for reader in _readers(bench, message)}
    candidates = _candidates(bench, people, sent[0].instant, known)
    readings = _readings(bench, candidates)
    attached = [
        each for each in candidates if any(matching.attaches(own, each, readings[each.message_id]) for own in sent)
    ]
    perhaps = [
        each
        for each in candidates
        if each not in attached
        and replies.is_human(readings[each.message_id])
        and matching.perhaps_answers(sent[-1], each)
    ]
    if not attached and not perhaps:
        return thread
    messages = sorted((*thread.messages, *attached), key=lambda message: (message.instant, message.message_id))
    return replace(thread, messages=tuple(messages), possible_answers=tuple(perhaps))


def _candidates(bench: Bench, people: Iterable[str], since: datetime, known: set[MessageId]) -> list[Message]:
    cache = bench.cache
    loose = [*cache.from_people(people, since), *cache.automatic_unthreaded(since)]
    fitting = [each for each in loose if _has_arrived(bench, each) and each.envelope.message_id not in known]
    texts = _read_texts(
        bench, [[each for each in fitting if each.body is None and not each.gone and _is_unreferenced(each)]]
    )
    by_id: dict[object, list[store.StoredMessage]] = {}
    for each in fitting:
        if _is_unreferenced(each):
            by_id.setdefault(each.envelope.message_id or each.row, []).append(_with_text(each, texts))
    return [message for copies in by_id.values() for message in threads.assemble(copies).messages]


def _is_unreferenced(stored: store.StoredMessage) -> bool:
    return not stored.envelope.references


# Earlier messages, outside the look-back -------------------------------------------------------------------------------------------


def _find_earlier(bench: Bench, judged: Sequence[store.Judged]) -> bool:
    """Look for messages that unsettled threads name and that were not read, each only once; whether any was found."""
    if bench.mailbox is None:
        return False
    missing: set[MessageId] = set()
    for each in judged:
        if each.verdict.state not in _SETTLED:
            missing |= threads.missing_ids(threads.assemble(bench.cache.load(each.rows)))
    missing -= bench.cache.sought(missing)
    if not missing:
        return False
    found = list(bench.mailbox.find(sorted(missing)))
    bench.cache.save_found(found)
    bench.cache.save_sought(missing)
    return bool(found)


# Our own drafts --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _LiveDrafts:
    nudges: frozenset[MessageId]
    thank_yous: frozenset[MessageId]


def _live_drafts(bench: Bench) -> _LiveDrafts:
    """The Message-IDs of drafts that are ours and still lie where we put them; one that was edited lies elsewhere."""
    nudges: set[MessageId] = set()
    thank_yous: set[MessageId] = set()
    for entry in bench.cache.live_entries():
        if entry.draft is not None and entry.draft.message_id is not None and bench.cache.has_place(entry.draft.place):
            (thank_yous if entry.kind is ActionKind.THANK_YOU else nudges).add(entry.draft.message_id)
    return _LiveDrafts(frozenset(nudges), frozenset(thank_yous))


def _without_thank_yous(thread: Thread, live: _LiveDrafts) -> Thread:
    drafts = tuple(draft for draft in thread.drafts if draft.message_id not in live.thank_yous)
    return thread if len(drafts) == len(thread.drafts) else replace(thread, drafts=drafts)
