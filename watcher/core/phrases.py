"""Phrases, and how they are looked for.

A phrase is compiled when a text is first met that holds the words it can't do without: of the thousands of phrases a mail meets a few.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from watcher.core.needed_words import folded, keys_of, needs, rarest_first
from watcher.core.phrase_syntax import SPACED, SPACELESS, Spelling, bracketed, may_be_missing, pattern_of, split

ANY_WORD = "(~)"
MOST_BEGINNINGS = 64
LITERAL_START = re.compile(r"(?:\(\?:)*[^\W_](?!\?|\*)")
OPEN_START = re.compile(r"[|:]\\w\*")


class Found(NamedTuple):
    """Where a phrase stands in a text."""

    text: str
    first: int
    last: int

    def start(self) -> int:
        """The index of its first character."""
        return self.first

    def end(self) -> int:
        """The index behind its last character."""
        return self.last

    def span(self) -> tuple[int, int]:
        """Both."""
        return self.first, self.last

    def group(self) -> str:
        """The words of the text, as they are written there."""
        return self.text[self.first : self.last]


class Entry(NamedTuple):
    """A phrase, or one way in which it may begin: `begin` is plain words, `rest` what comes behind them. Many phrases have the same rest, which is compiled once."""

    begin: str
    rest: str


class Phrases:
    """Phrases that mean the same, looked for together. What is found is the first in the text; of several phrases there the longest counts."""

    __slots__ = ("_index", "_sources", "_spelling")

    def __init__(self, sources: Sequence[str] = (), spelling: Spelling = SPACED) -> None:
        self._spelling = spelling
        self._sources = tuple(sorted(dict.fromkeys(sources), key=len, reverse=True))
        self._index: Index | None = None

    def __bool__(self) -> bool:
        return bool(self._sources)

    @property
    def sources(self) -> tuple[str, ...]:
        """The phrases as they are written, longest first."""
        return self._sources

    @property
    def spelling(self) -> Spelling:
        """How the words of these phrases are set apart."""
        return self._spelling

    def may_be_in(self, text: str) -> bool:
        """Whether `text` has all words that one of them needs: if not, none is in any part of it."""
        return bool(self._possible(_view(text, self._spelling)[1]))

    def find(self, text: str) -> Found | None:
        """Return the first of them in `text`."""
        lower, keys = _view(text, self._spelling)
        first = last = -1
        for entry in self._possible(keys):
            place = next(_searched(entry, self._spelling, lower), None)
            if place is not None and (first < 0 or place[0] < first):
                first, last = place
        return Found(text, first, last) if first >= 0 else None

    def find_all(self, text: str) -> Iterator[Found]:
        """Return all of them in `text`, in order, none lying on another."""
        lower, keys = _view(text, self._spelling)
        possible = self._possible(keys)
        if not possible:
            return
        spans = sorted(
            (start, order, end)
            for order, entry in enumerate(possible)
            for start, end in _searched(entry, self._spelling, lower)
        )
        end = -1
        for start, _, last in spans:
            if start >= end:
                end = max(last, start + 1)
                yield Found(text, start, last)

    def match(self, text: str) -> Found | None:
        """Return the one that `text` begins with."""
        lower, keys = _view(text, self._spelling)
        for entry in self._possible(keys):
            place = next(_searched(entry, self._spelling, lower, is_at_start=True), None)
            if place is not None:
                return Found(text, *place)
        return None

    def starts(self, text: str) -> bool:
        """Whether `text` begins with one of them."""
        return self.match(text.lstrip()) is not None

    def _possible(self, keys: frozenset[str]) -> list[Entry]:
        """Return the phrases whose needed words the text has, each with one of the words it may begin with."""
        index = self._index = self._index or Index(self._sources, self._spelling)
        numbers = set(index.always)
        needs = index.needs
        for key in index.by_key.keys() & keys:
            for number in index.by_key[key]:
                for each in needs[number]:
                    if keys.isdisjoint(each):
                        break
                else:
                    numbers.add(number)
        return [index.entries[number] for number in sorted(numbers)] if numbers else []


class Index:
    """Where phrases are found by their words; made when they are first looked for. A phrase that may begin in several ways stands there once for each."""

    __slots__ = ("always", "by_key", "entries", "needs")

    def __init__(self, sources: Sequence[str], spelling: Spelling) -> None:
        self.entries = [each for source in sources for each in _by_beginnings(source, spelling)]
        self.needs = [_needs_of_both(each, spelling) for each in self.entries]
        self.by_key: dict[str, list[int]] = {}
        self.always = [number for number, needed in enumerate(self.needs) if not needed]
        for number, needed in enumerate(self.needs):
            for key in needed[0] if needed else ():
                self.by_key.setdefault(key, []).append(number)


def _needs_of_both(entry: Entry, spelling: Spelling) -> tuple[frozenset[str], ...]:
    both = dict.fromkeys([*needs(entry.begin, spelling), *needs(entry.rest, spelling)])
    return rarest_first(both, spelling)


@cache
def _by_beginnings(source: str, spelling: Spelling) -> tuple[Entry, ...]:
    """Return the ways in which a phrase begins with plain words, as far as they are not too many: those are searched many times as fast as a choice."""
    found: list[Entry] = []
    waiting = [tuple(split(source.strip(), " "))]
    while waiting and len(found) + len(waiting) <= MOST_BEGINNINGS:
        pieces = waiting.pop(0)
        begun = _begun(pieces)
        if begun:
            waiting = begun + waiting
        else:
            found.append(_cut(pieces, spelling))
    found.sort(key=lambda each: len(each.begin), reverse=True)  # "off sick" counts before "off"
    return tuple(dict.fromkeys(found)) if not waiting else (Entry("", source),)


def _begun(pieces: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return a phrase once for each word that its first piece may be, and without the piece if it may be missing."""
    first, rest = pieces[0], pieces[1:]
    if may_be_missing(first) and rest:
        return [*(_ways_of(each, "") + rest for each in split(first[1:-1], "|")), rest]
    if first.startswith("(") and first != ANY_WORD:
        choice, *after = bracketed(first)
        return [_ways_of(each, "".join(after)) + rest for each in split(choice[1:-1], "|")]
    return []


def _ways_of(way: str, after: str) -> tuple[str, ...]:
    pieces = split(f"{way.strip().removesuffix(' ...')}{after}", " ")
    return tuple(ANY_WORD if each == "~" else each for each in pieces)  # in a choice it is any word


def _cut(pieces: tuple[str, ...], spelling: Spelling) -> Entry:
    """Cut a phrase behind its first plain words. Without spaces an open ending could reach into what comes behind: there it stays whole."""
    count = 0
    while (
        count < len(pieces)
        and not any(each in pieces[count] for each in "()[].")
        and (spelling.is_spaced or "~" not in pieces[count])
    ):
        count += 1
    return Entry(" ".join(pieces[:count]), " ".join(pieces[count:]))


NONE = Phrases()


def together(several: Iterable[Phrases]) -> tuple[Phrases, ...]:
    """Return the same phrases as few `Phrases`, one for each spelling: they are looked up faster so."""
    by_spelling: dict[Spelling, list[str]] = {}
    for each in several:
        by_spelling.setdefault(each.spelling, []).extend(each.sources)
    return tuple(Phrases(sources, spelling) for spelling, sources in by_spelling.items() if sources)


def _searched(entry: Entry, spelling: Spelling, lower: str, *, is_at_start: bool = False) -> Iterator[tuple[int, int]]:
    """Return where a phrase stands in a text of small letters, one place behind the other; or only whether the text begins with it."""
    begin, is_bare = _beginning(entry, spelling)
    rest = _rest(entry.rest, spelling) if entry.begin and entry.rest else None
    match = begin.match(lower) if is_at_start else begin.search(lower)
    while match is not None:
        start, end = match.span()
        at = start + 1
        if not is_bare or not start or not _is_of_word(lower[start - 1]):
            behind = rest.match(lower, end) if rest is not None else match
            if behind is not None:
                yield start, behind.end()
                at = max(behind.end(), at)
        match = None if is_at_start else begin.search(lower, at)


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@cache
def _beginning(entry: Entry, spelling: Spelling) -> tuple[re.Pattern[str], bool]:
    """Compile the first words of a phrase, all of it where it has no such words; also whether the edge before them is left to the caller.

    A pattern that begins with letters is searched many times as fast as one that begins with the condition on an edge.
    """
    pattern = pattern_of(folded(entry.begin or entry.rest, spelling), spelling)
    is_bare = spelling.is_spaced and LITERAL_START.match(pattern) is not None and not OPEN_START.search(pattern)
    edge = "" if entry.begin and entry.rest else spelling.right
    return re.compile(f"{'' if is_bare else spelling.left}(?:{pattern}){edge}"), is_bare


@cache
def _rest(rest: str, spelling: Spelling) -> re.Pattern[str]:
    """Compile what comes behind the first words of a phrase, with the space before it."""
    pattern = pattern_of(folded(f"x {rest}", spelling), spelling).removeprefix("x")
    return re.compile(f"(?:{pattern}){spelling.right}")


def _view(text: str, spelling: Spelling) -> tuple[str, frozenset[str]]:
    return _spaced_view(text, spelling) if spelling.is_spaced else _spaceless_view(text)


@lru_cache(maxsize=1024)  # one text is asked for many things
def _spaced_view(text: str, spelling: Spelling) -> tuple[str, frozenset[str]]:
    """Return a text in small letters, and what its words are looked up by."""
    lower = folded(text, spelling)
    return lower, keys_of(lower)


@lru_cache(maxsize=256)
def _spaceless_view(text: str) -> tuple[str, frozenset[str]]:
    lower = folded(text, SPACELESS)
    return lower, frozenset(lower)


def compile_phrases(phrases: Sequence[str], spelling: Spelling = SPACED) -> Phrases:
    """Make one of these phrases. Raises ValueError on a bracket without its other half."""
    for phrase in phrases:
        pattern_of(phrase, spelling)
    return Phrases(phrases, spelling)
