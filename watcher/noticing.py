"""What happened in the mailbox to what we put there: marks that the user took off, drafts that he edited, sent or deleted, and, after the database was lost, our own marks and drafts found again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watcher import store
from watcher.checkpoint import Checkpoint, go_on
from watcher.core import nudge
from watcher.core.model import AccountName, ActionKind, MessageId, Place, Role, UserWord, Verdict, Word
from watcher.mailbox import base

GENERATIONS = 4  # how many withdrawn drafts of one deadline are recognised after the database was lost


Untouched = Callable[[Verdict, ActionKind, MessageId], base.DraftCopy | None]
"""The server's copy of our draft of that Message-ID, if it lies in Drafts and still has the words that we write; None for any other: the user changed or moved it."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a mark of ours looks like: the keyword, and the folder of copies (the empty string where none are made)."""

    keyword: str
    copy_folder: str = ""

    def among(self, places: Iterable[Place]) -> tuple[base.MarkKind, tuple[Place, ...]] | None:
        """Our mark on a message with these places, of one kind; None where there is none."""
        found = tuple(places)
        marked = tuple(place for place in found if self.keyword.lower() in place.flags)
        copies = tuple(place for place in found if self._holds_copies(place))
        if marked:
            return base.MarkKind.KEYWORD, marked
        return (base.MarkKind.COPY, copies) if copies else None

    def _holds_copies(self, place: Place) -> bool:
        """Some servers put a prefix before it (`INBOX.`)."""
        before, name, after = place.folder.rpartition(self.copy_folder) if self.copy_folder else ("", "", "-")
        return bool(name) and not after and (not before or before[-1] in "./")


def notice(
    cache: store.AccountStore, *, signs: Signs, untouched: Untouched, now: datetime, checkpoint: Checkpoint = go_on
) -> tuple[list[str], list[store.Entry]]:
    """Compare the journal with the mailbox as it was just read; note what the user did, in words. May be stopped between two entries.

    Also the entries of drafts whose folder was made anew, with other UIDs: for `find_again`, once the threads are judged.

    In a journal that is older than the mailbox a missing mark says nothing of the user: we may have taken it off ourselves.
    """
    is_old = store.RESTORED in cache.state()
    notes: list[str] = []
    renumbered: list[store.Entry] = []
    entries = cache.live_entries()
    there = _what_lies_there(cache, entries)
    for entry in entries:
        checkpoint()
        if entry.status is store.Status.CLAIMED:
            _recover(cache, entry, signs, untouched, now)
        elif entry.kind is ActionKind.MARK and is_old:
            _look_again(cache, entry, signs, now)
        elif entry.kind is ActionKind.MARK:
            notes += _notice_mark(cache, entry, there[entry.key], signs.keyword, now)
        elif entry.draft is not None and not there[entry.key]:
            if _is_renumbered(cache, entry, entry.draft.place):
                renumbered.append(entry)
            else:
                notes.append(_give_up(cache, entry, now))
    return notes, renumbered


def _is_renumbered(cache: store.AccountStore, entry: store.Entry, before: Place) -> bool:
    places = cache.places_of(entry.draft_message_id) if entry.draft_message_id is not None else []
    return any(place.folder == before.folder and place.uid_validity != before.uid_validity for place in places)


def _give_up(cache: store.AccountStore, entry: store.Entry, now: datetime) -> str:
    cache.settle(entry.key, store.Status.USERS, now=now, draft=entry.draft)
    return "a draft of ours was edited, sent, moved or deleted: it is yours now"


def find_again(
    cache: store.AccountStore, entries: Iterable[store.Entry], *, untouched: Untouched, now: datetime
) -> list[str]:
    """Our drafts under their new UIDs, as far as they still have our words; their threads are to be judged anew."""
    notes: list[str] = []
    for entry in entries:
        verdict = cache.verdict(entry.thread_id)
        copy = None
        if verdict is not None and entry.draft_message_id is not None:
            copy = untouched(verdict, entry.kind, entry.draft_message_id)
        if copy is None:
            notes.append(_give_up(cache, entry, now))
        else:
            cache.settle(entry.key, store.Status.DONE, now=now, draft=copy)
            cache.mark_threads([entry.thread_id])
    return notes


def _what_lies_there(cache: store.AccountStore, entries: Sequence[store.Entry]) -> dict[str, list[Place]]:
    """By key, what lies now where these entries put a mark or a draft."""
    spots = [
        (entry.key, place)
        for entry in entries
        for place in (entry.places if entry.draft is None else [entry.draft.place])
    ]
    found: dict[str, list[Place]] = {entry.key: [] for entry in entries}
    for (key, _), place in zip(spots, cache.places_now(place for _, place in spots), strict=True):
        if place is not None:
            found[key].append(place)
    return found


def _recover(cache: store.AccountStore, entry: store.Entry, signs: Signs, untouched: Untouched, now: datetime) -> None:
    """A pass died between claiming this action and writing down that it was done: look whether it was. If not, the plan will tell."""
    if entry.kind is ActionKind.MARK:
        found = _found_again(entry, cache.places_of(entry.message_id), signs)
        if found is not None:
            kind, places = found
            cache.settle(entry.key, store.Status.DONE, now=now, places=places, mark_kind=kind.value)
        return
    verdict = cache.verdict(entry.thread_id)
    if entry.draft_message_id is None or not cache.places_of(entry.draft_message_id):
        return
    copy = untouched(verdict, entry.kind, entry.draft_message_id) if verdict is not None else None
    cache.settle(entry.key, store.Status.DONE if copy is not None else store.Status.USERS, now=now, draft=copy)


def _look_again(cache: store.AccountStore, entry: store.Entry, signs: Signs, now: datetime) -> None:
    """Whether a mark of an old journal is still there."""
    if entry.mark_kind == base.MarkKind.REPORT:
        return
    found = _found_again(entry, cache.places_of(entry.message_id), signs)
    status = store.Status.DONE if found is not None else store.Status.UNDONE
    cache.settle(entry.key, status, now=now, places=found[1] if found is not None else ())


def _found_again(
    entry: store.Entry, places: Sequence[Place], signs: Signs
) -> tuple[base.MarkKind, tuple[Place, ...]] | None:
    """The entry's mark on a message with these places. A star is taken for ours only where the entry says that we put one on."""
    if entry.mark_kind != base.MarkKind.FLAGGED:
        return signs.among(places)
    flagged = tuple(place for place in places if "\\flagged" in place.flags)
    return (base.MarkKind.FLAGGED, flagged) if flagged else None


def _notice_mark(
    cache: store.AccountStore, entry: store.Entry, there: Sequence[Place], keyword: str, now: datetime
) -> list[str]:
    if not entry.places or entry.mark_kind not in (base.MarkKind.KEYWORD, base.MarkKind.FLAGGED, base.MarkKind.COPY):
        return []
    flag = "\\flagged" if entry.mark_kind == base.MarkKind.FLAGGED else keyword.lower()
    if not there:
        return _notice_move(cache, entry, flag, now)
    if entry.mark_kind == base.MarkKind.COPY or any(flag in place.flags for place in there):
        return []
    cache.say(UserWord(Word.DISMISSED, entry.message_id, now, how="mark removed"))
    cache.settle(entry.key, store.Status.USERS, now=now, places=entry.places, mark_kind=entry.mark_kind)
    return ["a mark was taken off by you: that follow-up is dismissed"]


def _notice_move(cache: store.AccountStore, entry: store.Entry, flag: str, now: datetime) -> list[str]:
    """The marked message lies elsewhere now: the mark is followed, into Trash too, where the plan takes it off; one that did not survive the move is put on again, for a move is no dismissal."""
    if entry.mark_kind == base.MarkKind.COPY:
        return _notice_copy(cache, entry, now)
    moved = [place for place in cache.places_of(entry.message_id) if place.role is not Role.DRAFTS]
    flagged = tuple(place for place in moved if flag in place.flags)
    cache.settle(
        entry.key,
        store.Status.DONE if flagged else store.Status.UNDONE,
        now=now,
        places=flagged,
        mark_kind=entry.mark_kind,
    )
    return []


def _notice_copy(cache: store.AccountStore, entry: store.Entry, now: datetime) -> list[str]:
    """Our copy is not where it was: it has another UID since the folder was made anew, or the user removed it."""
    again = tuple(
        place for place in cache.places_of(entry.message_id) if place.folder in {each.folder for each in entry.places}
    )
    if again:
        cache.settle(entry.key, store.Status.DONE, now=now, places=again)
        return []
    cache.say(UserWord(Word.DISMISSED, entry.message_id, now, how="copy removed"))
    cache.settle(entry.key, store.Status.USERS, now=now)
    return ["a copy in the follow-up folder was removed by you: that follow-up is dismissed"]


def holds_ours(
    cache: store.AccountStore,
    account: AccountName,
    verdicts: Iterable[Verdict],
    *,
    signs: Signs,
    domains: Iterable[str],
) -> bool:
    """Whether the mailbox already holds a mark or a draft of ours: with an empty database, the sign of a rebuild."""
    said = list(verdicts)
    sent = cache.places_of_all(own for verdict in said for own in _own_messages(verdict))
    if any(signs.among(places) for places in sent.values()):
        return True
    return bool(
        cache.places_of_all(each.draft_id for verdict in said for each in _possible_drafts(account, verdict, domains))
    )


def with_unknown_draft(
    cache: store.AccountStore, account: AccountName, verdicts: Iterable[Verdict], *, domains: Iterable[str]
) -> list[Verdict]:
    """Those whose draft of ours lies somewhere in the mailbox though the journal never heard of it."""
    possible = [(verdict, each) for verdict in verdicts for each in _possible_drafts(account, verdict, domains)]
    known = cache.entries(each.key for _, each in possible)
    unknown = [
        (verdict, each)
        for verdict, each in possible
        if each.key not in known or known[each.key].generation < each.generation
    ]
    there = cache.places_of_all(each.draft_id for _, each in unknown)
    return list({verdict.thread_id: verdict for verdict, each in unknown if each.draft_id in there}.values())


def adopt(  # noqa: PLR0913 - the facts it compares
    cache: store.AccountStore,
    account: AccountName,
    verdict: Verdict,
    *,
    signs: Signs,
    domains: Iterable[str],
    untouched: Untouched,
    now: datetime,
) -> None:
    """Write our own marks and drafts of this thread, found in the mailbox, into a journal that does not know them.

    A draft that was edited or lies in Trash is the user's, and no second one is made.
    """
    for message_id in _own_messages(verdict):
        found = signs.among(cache.places_of(message_id))
        clock_id = verdict.clock_id if message_id == verdict.message_id else message_id
        key = nudge.action_key(account, ActionKind.MARK, clock_id)
        entry = replace(_entry(key, ActionKind.MARK, verdict, clock_id, 0, now), message_id=message_id)
        if found is not None and cache.claim(entry):
            kind, places = found
            cache.settle(key, store.Status.DONE, now=now, places=places, mark_kind=kind.value)
    possible = _possible_drafts(account, verdict, domains)
    known = cache.entries(each.key for each in possible)
    for each in possible:
        if each.key in known and known[each.key].generation >= each.generation:
            continue  # of this one the journal knows what became of it
        if cache.places_of(each.draft_id) and cache.claim(
            _entry(each.key, each.kind, verdict, each.clock_id, each.generation, now, each.draft_id)
        ):
            copy = untouched(verdict, each.kind, each.draft_id)
            cache.settle(each.key, store.Status.DONE if copy is not None else store.Status.USERS, now=now, draft=copy)


def _own_messages(verdict: Verdict) -> list[MessageId]:
    """The user's messages of the thread, the last one first: any of them may carry a mark of its time."""
    earlier = [
        line.message_id for line in verdict.messages if line.kind is None and line.message_id != verdict.message_id
    ]
    return [verdict.message_id, *earlier]


@dataclass(frozen=True, slots=True)
class _PossibleDraft:
    kind: ActionKind
    clock_id: MessageId
    key: str
    generation: int
    draft_id: MessageId


def _possible_drafts(account: AccountName, verdict: Verdict, domains: Iterable[str]) -> list[_PossibleDraft]:
    """The drafts that we would have made for this thread's clocks, the latest generation first."""
    clocks = [(ActionKind.DRAFT, verdict.clock_id)]
    if verdict.event_id is not None:
        clocks.append((ActionKind.THANK_YOU, verdict.event_id))
    return [
        _PossibleDraft(kind, clock_id, key, generation, nudge.draft_message_id(key, generation, domain))
        for kind, clock_id in clocks
        for key in [nudge.action_key(account, kind, clock_id)]
        for generation in reversed(range(GENERATIONS))
        for domain in domains
    ]


def _entry(  # noqa: PLR0913
    key: str,
    kind: ActionKind,
    verdict: Verdict,
    clock_id: MessageId,
    generation: int,
    now: datetime,
    draft_id: MessageId | None = None,
) -> store.Entry:
    return store.Entry(
        key=key,
        kind=kind,
        thread_id=verdict.thread_id,
        clock_id=clock_id,
        message_id=verdict.message_id,
        claimed_at=now,
        generation=generation,
        draft_message_id=draft_id,
    )
