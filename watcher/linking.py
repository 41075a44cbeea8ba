"""Finds which messages belong together though no reference says so: answers to the user's messages, and nudges of his own that name no earlier one.

Each new message is weighed once, against what the store finds by its traces, in the order in which they were written; what was found is kept. A new message of the user's is one more question
for what came after it, so a Sent copy that arrives late is no different.
"""

import functools
import operator
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher import bench as benches
from watcher import store
from watcher.bench import Bench
from watcher.core import conversation, evidence, matching, matter, people, replies, threads
from watcher.core.evidence import ANSWER_WITHIN, CLOCKS_APART, NUDGE_WITHIN, Asked, Evidence
from watcher.core.model import Address, Message, MessageId, Owner, Reading, Role
from watcher.store import Keys, Match, StoredMessage

MOST_ASKED = 12  # threads that one mail is weighed against, the newest
MOST_OWN = 6  # messages of the user's in one thread that are compared, the newest
SELDOM = 1  # so many messages of somebody's in the time before are still seldom

_LINKED = "linked"  # the newest row that was weighed
_VERSION = "traces"


def link(bench: Bench) -> None:
    """Weigh what was not weighed yet, and keep what was found; the threads that have news by it are to be judged anew."""
    cache = bench.cache
    state = cache.state()
    if state.get(_VERSION) != store.TRACES_VERSION:
        if not cache.is_fresh:
            cache.renew_traces()
        cache.set_state(**{_VERSION: store.TRACES_VERSION, _LINKED: None})
        state = {}
    newest = cache.newest_row()
    linked = int(state.get(_LINKED, "0"))
    rows = cache.fresh_after(linked) if linked else cache.sent_since(bench.since)
    if rows:
        found = list(_Weighing(bench, rows).matches())
        cache.save_matches(found, cache.rows_of_messages({match.target for match in found}))
    if bench.at is None:
        cache.set_state(**{_LINKED: str(newest)})


class _Weighing:
    """New messages, and what they are weighed against: by row, with the number of the thread that each hangs together with."""

    def __init__(self, bench: Bench, rows: Collection[int]) -> None:
        self._bench = bench
        self._owner = bench.criteria.owner
        self._messages: dict[int, Message] = {}
        self._rows_of: dict[MessageId, list[int]] = defaultdict(list)
        new = self._load(rows)
        asked = [row for row in new if self._messages[row].is_sent]
        theirs = {row for row in new if self._may_answer(row)} | self._answers_to(asked)
        own = {*asked, *self._questions_of(theirs, asked)}
        self._threads = _Threads(bench.cache.closure({*own, *theirs}))
        self._load(self._threads.own_rows())
        self._by_key: dict[str, set[int]] = defaultdict(set)
        for row in self._threads.own_rows() & self._messages.keys():
            for key in _flat(_keys_of_own(self._messages[row], self._owner)):
                self._by_key[key].add(row)
        self._nudges = {row for row in asked if self._threads.starts(row)}
        self._answers = {row for row in theirs if self._threads.starts(row)}

    # -- what there is

    def _load(self, rows: Iterable[int]) -> list[int]:
        """Have these messages; those that are there now, drafts apart."""
        loaded = self._bench.cache.load(set(rows) - self._messages.keys())
        for each in loaded:
            message = _message(each)
            if not message.is_draft:
                self._messages[each.row] = message
                self._rows_of[message.message_id].append(each.row)
        return sorted(set(rows) & self._messages.keys())

    def _may_answer(self, row: int) -> bool:
        message = self._messages[row]
        return not message.is_sent and not conversation.is_forged(message, self._owner)

    def _answers_to(self, asked: Sequence[int]) -> set[int]:
        if not asked:
            return set()
        own = [self._messages[row] for row in asked]
        since, until = _time_of(own)
        keys = _together(_keys_of_own(each, self._owner) for each in own)
        rows = self._bench.cache.received_like(keys, since - CLOCKS_APART, until + ANSWER_WITHIN)
        return {row for row in self._load(rows) if self._may_answer(row)}

    def _questions_of(self, theirs: Collection[int], asked: Sequence[int]) -> list[int]:
        found: set[int] = set()
        if theirs:
            messages = [self._messages[row] for row in theirs]
            since, until = _time_of(messages)
            keys = _together(_keys_of_theirs(each, self._owner) for each in messages)
            found |= self._bench.cache.sent_like(keys, since - ANSWER_WITHIN, until + CLOCKS_APART)
        if asked:
            own = [self._messages[row] for row in asked]
            since, until = _time_of(own)
            emails = frozenset(each.email for message in own for each in conversation.readers(message, self._owner))
            found |= self._bench.cache.sent_like(Keys(emails=emails), since - NUDGE_WITHIN, until)
        return self._load(found)

    # -- weighing

    def matches(self) -> Iterator[Match]:
        """Yield what is found, in the order in which the messages were written."""
        order = sorted({*self._nudges, *self._answers}, key=lambda row: (self._messages[row].instant, row))
        self._read(order)
        for row in order:
            self._bench.checkpoint()
            yield from self._of_nudge(row) if row in self._nudges else self._of_answer(row)

    def _read(self, order: Iterable[int]) -> None:
        """Have the texts of all that may come to be compared."""
        wanted: set[int] = set()
        for row in order:
            threads_ = self._threads_for(row)
            if threads_:
                wanted.add(row)
                wanted.update(*(own[-MOST_OWN:] for own in threads_.values()))
        stored = [each for each in self._bench.cache.load(wanted) if each.body is None and not each.gone]
        for row, body in benches.read_texts(self._bench, [stored]).items():
            self._messages[row] = replace(self._messages[row], body=body)

    def _threads_for(self, row: int) -> dict[int, list[int]]:
        """The user's threads that this message may belong to, newest first: of each his messages before it, oldest first."""
        message = self._messages[row]
        is_own = row in self._nudges
        keys = _keys_of_own(message, self._owner) if is_own else _keys_of_theirs(message, self._owner)
        numbers = {self._threads.number(each) for key in _flat(keys) for each in self._by_key.get(key, ())}
        numbers.discard(self._threads.number(row))
        found: dict[int, list[int]] = {}
        slack = timedelta(0) if is_own else CLOCKS_APART
        for number in numbers:
            own = [each for each in self._threads.own(number) if self._is_before(each, message, slack)]
            if own and (is_own or evidence.could_be_answer(self._asked(own), message, self._owner)):
                found[number] = own
        newest_first = sorted(found, key=lambda number: self._messages[found[number][-1]].instant, reverse=True)
        return {number: found[number] for number in newest_first[:MOST_ASKED]}

    def _is_before(self, row: int, message: Message, slack: timedelta) -> bool:
        own = self._messages.get(row)
        return own is not None and own.instant <= message.instant + slack and own.message_id != message.message_id

    def _asked(self, own: Sequence[int], *, is_only: bool = False) -> Asked:
        return Asked(tuple(self._messages[row] for row in own[-MOST_OWN:]), is_only)

    def _of_nudge(self, row: int) -> Iterator[Match]:
        message = self._messages[row]
        found = self._threads_for(row)
        asked = {number: self._asked(own, is_only=len(found) == 1) for number, own in found.items()}
        weighed = {number: evidence.of_nudge(each, message, self._owner) for number, each in asked.items()}
        best = max((each for each in weighed.items() if each[1]), key=lambda pair: _score(pair[1]), default=None)
        if best is not None:
            yield from self._kept(row, best[0], asked[best[0]], best[1], is_sure=True)

    def _of_answer(self, row: int) -> Iterator[Match]:
        message = self._messages[row]
        found = self._threads_for(row)
        if not found or not evidence.belongs(self._reading(message)):
            return
        is_only = self._is_seldom(message) and len(self._near(found, message)) == 1
        asked = {number: self._asked(own, is_only=is_only) for number, own in found.items()}
        weighed = {number: evidence.of_answer(each, message, self._owner) for number, each in asked.items()}
        numbers = list(weighed)
        choice = matching.choose(list(weighed.values()))
        if choice.sure is not None:
            number = numbers[choice.sure]
            yield from self._kept(row, number, asked[number], weighed[number], is_sure=True)
        for each in choice.perhaps:
            yield from self._kept(row, numbers[each], asked[numbers[each]], weighed[numbers[each]], is_sure=False)

    def _near(self, found: Mapping[int, Sequence[int]], message: Message) -> list[int]:
        """Those of the threads that went to the writer, or to somebody of his name or firm."""
        keys = set(_flat(replace(_keys_of_theirs(message, self._owner), topics=frozenset(), conversations=frozenset())))
        return [
            number
            for number, own in found.items()
            if any(keys & set(_flat(_keys_of_own(self._messages[row], self._owner))) for row in own)
        ]

    def _is_seldom(self, message: Message) -> bool:
        sender = message.envelope.sender
        until = message.envelope.received_at
        return sender is not None and self._bench.cache.count_from(sender.email, until - ANSWER_WITHIN, until) <= SELDOM

    def _reading(self, message: Message) -> Reading:
        criteria = self._bench.criteria
        return replies.read(message, owner=criteria.owner, words=criteria.words, calendar=criteria.calendar)

    def _kept(self, row: int, number: int, asked: Asked, found: Evidence | None, *, is_sure: bool) -> Iterator[Match]:
        named = [each for each in asked.own if each.envelope.message_id is not None]
        if found is None or not named:
            return
        for copy in self._rows_of[self._messages[row].message_id]:
            if is_sure:
                self._threads.join(copy, number)
            yield Match(copy, named[-1].message_id, found.score, found.why, is_sure=is_sure)


def _score(found: Evidence | None) -> float:
    return found.score if found is not None else 0.0


class _Threads:
    """Which rows hang together, and which of them the user sent."""

    def __init__(self, links: Sequence[store.Link]) -> None:
        self._number: dict[int, int] = {}
        self._own: dict[int, list[int]] = {}
        self._first: dict[int, datetime] = {}
        self._instant = {link.row: link.instant for link in links}
        is_sent = {link.row: link.is_sent for link in links}
        for number, rows in enumerate(threads.components(links)):
            self._number.update(dict.fromkeys(rows, number))
            self._own[number] = sorted((row for row in rows if is_sent[row]), key=self._instant.__getitem__)
            self._first[number] = min(self._instant[row] for row in rows)

    def own_rows(self) -> set[int]:
        """All that the user sent."""
        return {row for rows in self._own.values() for row in rows}

    def number(self, row: int) -> int:
        """The number of the row's thread."""
        return self._number[row]

    def own(self, number: int) -> list[int]:
        """What the user sent in a thread, oldest first."""
        return self._own[number]

    def starts(self, row: int) -> bool:
        """Whether nothing in its thread is older; else that is where it belongs."""
        return self._instant[row] <= self._first[self._number[row]]

    def join(self, row: int, number: int) -> None:
        """The row's thread is part of another from now on."""
        old = self._number[row]
        if old == number:
            return
        self._number.update({each: number for each, its in self._number.items() if its == old})
        self._own[number] = sorted({*self._own[number], *self._own.pop(old)}, key=self._instant.__getitem__)
        self._first[number] = min(self._first[number], self._first.pop(old))


def _message(stored: StoredMessage) -> Message:
    place = stored.envelope.place
    is_sent = place.role is Role.SENT or store.SENT_LABEL in place.flags
    is_draft = place.role is Role.DRAFTS or store.DRAFT_FLAG in place.flags
    return Message(stored.envelope, (place,), stored.body, is_sent=is_sent, is_draft=is_draft and not is_sent)


def _time_of(messages: Iterable[Message]) -> tuple[datetime, datetime]:
    instants = [message.instant for message in messages]
    return min(instants), max(instants)


def _keys_of_own(message: Message, owner: Owner) -> Keys:
    """By what an answer to a message of the user's is found."""
    readers = conversation.readers(message, owner)
    return Keys(
        emails=frozenset(each.email for each in readers),
        organisations=_firms(readers, owner),
        persons=frozenset(key for each in readers for key in people.name_keys(each)),
        topics=_topics(message),
        conversations=_conversations(message),
    )


def _keys_of_theirs(message: Message, owner: Owner) -> Keys:
    """By what the message of the user's is found that a mail may answer."""
    sender = message.envelope.sender
    writers = (sender,) if sender is not None else ()
    return Keys(
        emails=frozenset(each.email for each in writers),
        organisations=_firms(writers, owner),
        persons=frozenset(key for each in writers for key in people.name_keys(each)),
        topics=_topics(message),
        conversations=_conversations(message),
    )


def _firms(addresses: Iterable[Address], owner: Owner) -> frozenset[str]:
    firms = {people.organisation(each.email) for each in addresses} - {""}
    return frozenset(firms - {people.organisation(each) for each in owner.addresses})


def _topics(message: Message) -> frozenset[str]:
    return frozenset(filter(matter.says_something, matter.topics(message.envelope)))


def _conversations(message: Message) -> frozenset[str]:
    return frozenset({matter.conversation_of(message.envelope)} - {""})


def _together(several: Iterable[Keys]) -> Keys:
    return functools.reduce(operator.or_, several, Keys())


def _flat(keys: Keys) -> Iterator[str]:
    for kind, values in keys.by_kind.items():
        for value in values:
            yield f"{kind} {value}"
