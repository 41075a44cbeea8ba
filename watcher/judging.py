"""From the store to verdicts: which threads may have changed, each of them judged, the verdicts saved.

Work follows change: only threads with news, and those whose time has come, are looked at. They are judged and saved some at a time. Work that was broken off leaves
behind what it had not come to, marked as it was, and in the account's state what follows from what it had found; the next judgement goes on with both.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice

from watcher import bench as benches
from watcher import linking, store
from watcher.bench import Bench
from watcher.core import threads
from watcher.core.model import Message, MessageId, Role, Thread, ThreadId, Verdict, Word

CHUNK = 100  # threads that are judged, and saved, together
IDS_AT_ONCE = 100  # earlier messages that are looked for together

# Names in the account's state.
_SILENCED = "silenced"  # who asked for silence
_ASKED = "asked_now"  # those of them whose threads are still to be judged with that in mind
_MISSING = "missing"  # ids that unsettled threads name, and that are still to be looked for outside the look-back
_TOLD = "told"  # the newest row whose sender's threads were marked: it may be news for them without naming them


def judge_changed(bench: Bench) -> None:
    """Judge every thread with news or whose time has come, and save the verdicts. A word that the user says meanwhile is heard too.

    May be stopped at every checkpoint of the bench.
    """
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


def judge_at(bench: Bench) -> list[Verdict]:
    """Judge every thread as of `bench.at`, saving no verdict."""
    linking.link(bench)
    judged = _judged_now(bench)
    found = bench.mailbox is not None and _find_earlier(bench, sorted(_missing(bench, judged)))
    if found or bench.silenced:
        judged = _judged_now(bench)
    return [each.verdict for each in judged]


def _judged_now(bench: Bench) -> list[store.Judged]:
    live = benches.live_drafts(bench)
    components = _components(bench, bench.cache.links())
    return [each for chunk in _chunks(components) for each in _judge(bench, chunk, live)]


def judge_thread(bench: Bench, thread_id: ThreadId) -> Verdict | None:
    """Judge one thread anew, from what the store holds, and save the verdict: after the user's word. The next pass, which knows more, judges it again."""
    cache = bench.cache
    bench.silenced.update(_listed(cache, _SILENCED))
    components = _components(bench, cache.closure(cache.rows_of([thread_id])))
    judged = list(_judge(bench, components, benches.live_drafts(bench)))
    cache.save_judged(judged, (), provisional=True)
    return next((each.verdict for each in judged), None)


def sent_message(bench: Bench, thread_id: ThreadId, message_id: MessageId) -> tuple[Thread, Message] | None:
    """The thread as it is stored now, and the user's message in it that has this id; None when it is gone."""
    rows = bench.cache.rows_of([thread_id])
    if not rows:
        return None
    thread = threads.assemble(bench.cache.load(rows))
    message = next((each for each in thread.messages if each.is_sent and each.message_id == message_id), None)
    return (thread, message) if message is not None else None


# Round by round -------------------------------------------------------------------------------------------------------------------


def _judge_news(bench: Bench) -> None:
    """Judge until nothing is left that news, or what was found in judging, has a bearing on."""
    cache = bench.cache
    _forget_empty(cache)
    bench.silenced.update(_listed(cache, _SILENCED))
    linking.link(bench)
    rows = cache.dirty_rows() | cache.rows_of(cache.changing_by(bench.now))
    while True:
        asked = _listed(cache, _ASKED)
        rows |= cache.rows_of(cache.threads_with_people(asked))
        if rows:
            _judge_rows(bench, rows)
        _strike(cache, _ASKED, asked)
        _find_missing(bench)
        rows = cache.dirty_rows()
        if not rows and not _listed(cache, _ASKED):
            return


def _forget_empty(cache: store.AccountStore) -> None:
    """Threads that lost their last row are no more."""
    dirty = cache.dirty_threads()
    empty = dirty - cache.threads_of(cache.rows_of(dirty))
    if empty:
        cache.save_judged((), empty)


def _judge_rows(bench: Bench, rows: set[int]) -> None:
    """Judge the threads of these rows, and those that they may have news for, and save them some at a time."""
    cache = bench.cache
    _link_reports(bench, rows)
    rows = rows | _tell_others(bench, rows)
    links = list(cache.links()) if cache.is_fresh else cache.closure(rows)
    live = benches.live_drafts(bench)
    for chunk in _chunks([each for each in _components(bench, links) if not each.isdisjoint(rows)]):
        _judge_chunk(bench, chunk, live)
    cache.clear_fresh(rows.difference(link.row for link in links))


def _judge_chunk(bench: Bench, chunk: Sequence[frozenset[int]], live: benches.LiveDrafts) -> None:
    """Judge these, and save all of it together. What follows for others is written down before: it must not be lost with the marks."""
    cache = bench.cache
    heard = cache.words_said(Word)
    judged = list(_judge(bench, chunk, live))
    _write_down(bench, judged)
    seen = frozenset(chain.from_iterable(chunk))
    gone = cache.threads_of(seen) - {each.verdict.thread_id for each in judged}
    cache.save_judged(judged, gone, seen=seen, heard=heard)
    bench.checkpoint()


def _write_down(bench: Bench, judged: Sequence[store.Judged]) -> None:
    cache = bench.cache
    asked = bench.silenced.difference(_listed(cache, _SILENCED))
    if asked:
        _add(cache, _ASKED, asked)
        _add(cache, _SILENCED, asked)
    missing = _missing(bench, judged)
    if missing:
        _add(cache, _MISSING, missing)


def _components(bench: Bench, links: Iterable[store.Link]) -> list[frozenset[int]]:
    """The rows that hang together; the bench is told which of them belong to a thread of the user's."""
    links = list(links)
    components = threads.components(links)
    sent = {link.row for link in links if link.is_sent and link.instant >= bench.since}
    bench.threaded.clear()
    bench.threaded.update(chain.from_iterable(each for each in components if not each.isdisjoint(sent)))
    return components


def _chunks(components: Sequence[frozenset[int]]) -> Iterator[list[frozenset[int]]]:
    rest = iter(components)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _judge(bench: Bench, chunk: Iterable[frozenset[int]], live: benches.LiveDrafts) -> Iterator[store.Judged]:
    stored = {each.row: each for each in bench.cache.load(chain.from_iterable(chunk))}
    groups = [[stored[row] for row in sorted(rows) if row in stored] for rows in chunk]
    wanted = [group for group in groups if benches.reaches_into_lookback(bench, group)]
    texts = benches.read_texts(bench, [benches.texts_needed(bench, group) for group in wanted])
    for group in wanted:
        bench.checkpoint()
        judged = benches.judge_group(bench, [benches.with_text(each, texts) for each in group], live)
        if judged is not None:
            yield judged


# Lists in the account's state -----------------------------------------------------------------------------------------------------


def _listed(cache: store.AccountStore, name: str) -> list[str]:
    return list(json.loads(cache.state().get(name, "[]")))


def _add(cache: store.AccountStore, name: str, new: Collection[str]) -> None:
    cache.set_state(**{name: json.dumps(sorted({*_listed(cache, name), *new}))})


def _strike(cache: store.AccountStore, name: str, done: Collection[str]) -> None:
    if done:
        rest = sorted(set(_listed(cache, name)).difference(done))
        cache.set_state(**{name: json.dumps(rest) if rest else None})


# Messages that are news for a thread without naming it -----------------------------------------------------------------------------


def _link_reports(bench: Bench, rows: Collection[int]) -> None:
    """A bounce often names the message only inside its report: read it, and let it be one more edge of the graph."""
    fresh = [each for each in bench.cache.automatic_unthreaded(bench.since) if each.row in rows]
    texts = benches.read_texts(bench, [[each for each in fresh if each.body is None and not each.gone]])
    for each in fresh:
        body = texts.get(each.row, each.body)
        if body is not None and body.original_ids:
            bench.cache.add_references(each.row, body.original_ids)
            bench.checkpoint()


def _tell_others(bench: Bench, rows: Collection[int]) -> set[int]:
    """Mark the threads whose people the messages come from that no judgement has met yet: perhaps an answer without a reference, or a bounce. Their rows."""
    cache = bench.cache
    told = int(cache.state().get(_TOLD, "0"))
    new = {row for row in rows if row > told}
    if not new:
        return set()
    concerned = cache.threads_with_people(_writers(bench, new)) if cache.holds_verdicts else set()
    cache.mark_threads(concerned)
    cache.set_state(**{_TOLD: str(max(new))})
    return cache.rows_of(concerned)


def _writers(bench: Bench, rows: Iterable[int]) -> set[str]:
    """Who wrote these messages, and to whom those that are reports could not be delivered."""
    found: set[str] = set()
    for each in bench.cache.load(rows):
        if each.envelope.sender is not None and each.envelope.place.role not in (Role.SENT, Role.DRAFTS):
            found.add(each.envelope.sender.email)
        if each.body is not None:
            found.update(each.body.failed_recipients)
    return found


# Earlier messages, outside the look-back -------------------------------------------------------------------------------------------


def _missing(bench: Bench, judged: Iterable[store.Judged]) -> set[MessageId]:
    """The ids that unsettled threads name and that were neither read nor looked for."""
    missing: set[MessageId] = set()
    for each in judged:
        if each.verdict.state not in benches.SETTLED:
            missing |= threads.missing_ids(threads.assemble(bench.cache.load(each.rows)))
    return missing - bench.cache.sought(missing)


def _find_missing(bench: Bench) -> None:
    """Look for what was written down as missing. What is found is news."""
    ids = [MessageId(name) for name in _listed(bench.cache, _MISSING)]
    if ids and bench.mailbox is not None:
        _find_earlier(bench, ids)
        _strike(bench.cache, _MISSING, ids)


def _find_earlier(bench: Bench, ids: Sequence[MessageId]) -> bool:
    """Look for these messages in the mailbox, each only once in all time; whether any was found."""
    cache, mailbox = bench.cache, bench.mailbox
    assert mailbox is not None
    rest = sorted(set(ids) - cache.sought(ids))
    was_found = False
    for start in range(0, len(rest), IDS_AT_ONCE):
        some = rest[start : start + IDS_AT_ONCE]
        found = list(mailbox.find(some))
        cache.save_found(found)
        cache.save_sought(some)
        was_found = was_found or bool(found)
        bench.checkpoint()
    return was_found
