"""Phrases, and how they are looked for.

A phrase is compiled when a text is first met that holds the words it can't do without: of the thousands of phrases a mail meets a few.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from watcher.core.needed_words import folded, keys_of, needs
from watcher.core.phrase_syntax import SPACED, SPACELESS, Spelling, bracketed, may_be_missing, pattern_of, split

MOST_BEGINNINGS = 16
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
        for source in self._possible(keys):
            match = _searched(source, self._spelling, lower, 0)
            if match is not None and (first < 0 or match.start() < first):
                first, last = match.span()
        return Found(text, first, last) if first >= 0 else None

    def find_all(self, text: str) -> Iterator[Found]:
        """Return all of them in `text`, in order, none lying on another."""
        lower, keys = _view(text, self._spelling)
        possible = self._possible(keys)
        if not possible:
            return
        spans = sorted(
            (match.start(), order, match.end())
            for order, source in enumerate(possible)
            for match in _all_searched(source, self._spelling, lower)
        )
        end = -1
        for start, _, last in spans:
            if start >= end:
                end = max(last, start + 1)
                yield Found(text, start, last)

    def match(self, text: str) -> Found | None:
        """Return the one that `text` begins with."""
        lower, keys = _view(text, self._spelling)
        for source in self._possible(keys):
            match = _compiled(source, self._spelling)[0].match(lower)
            if match:
                return Found(text, *match.span())
        return None

    def starts(self, text: str) -> bool:
        """Whether `text` begins with one of them."""
        return self.match(text.lstrip()) is not None

    def _possible(self, keys: frozenset[str]) -> list[str]:
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
        return [index.sources[number] for number in sorted(numbers)] if numbers else []


class Index:
    """Where phrases are found by their words; made when they are first looked for. A phrase that may begin in several ways stands there once for each."""

    __slots__ = ("always", "by_key", "needs", "sources")

    def __init__(self, sources: Sequence[str], spelling: Spelling) -> None:
        self.sources = [each for source in sources for each in _by_beginnings(source)]
        self.needs = [needs(source, spelling) for source in self.sources]
        self.by_key: dict[str, list[int]] = {}
        self.always = [number for number, needed in enumerate(self.needs) if not needed]
        for number, needed in enumerate(self.needs):
            for key in needed[0] if needed else ():
                self.by_key.setdefault(key, []).append(number)


@cache
def _by_beginnings(source: str) -> tuple[str, ...]:
    """Return phrases that together are this one and begin with letters, as far as they are not too many: those are searched many times as fast as a choice."""
    found: list[str] = []
    waiting = [source]
    while waiting and len(found) + len(waiting) <= MOST_BEGINNINGS:
        phrase = waiting.pop(0)
        begun = _begun(phrase)
        if begun:
            waiting = begun + waiting
        else:
            found.append(phrase)
    return tuple(dict.fromkeys(found)) if not waiting else (source,)


def _begun(phrase: str) -> list[str]:
    """Return the phrase once for each word that its first piece may be, and without the piece if it may be missing."""
    first, *others = split(phrase.strip(), " ") or [""]
    rest = " ".join(others)
    if may_be_missing(first) and others:
        return [*(f"{each.removesuffix(' ...')} {rest}" for each in split(first[1:-1], "|")), rest]
    if first.startswith("("):
        choice, *after = bracketed(first)
        return [f"{each.removesuffix(' ...')}{''.join(after)} {rest}".strip() for each in split(choice[1:-1], "|")]
    return []


NONE = Phrases()


def together(several: Iterable[Phrases]) -> tuple[Phrases, ...]:
    """Return the same phrases as few `Phrases`, one for each spelling: they are looked up faster so."""
    by_spelling: dict[Spelling, list[str]] = {}
    for each in several:
        by_spelling.setdefault(each.spelling, []).extend(each.sources)
    return tuple(Phrases(sources, spelling) for spelling, sources in by_spelling.items() if sources)


def _searched(source: str, spelling: Spelling, lower: str, at: int) -> re.Match[str] | None:
    pattern, is_bare = _compiled(source, spelling)
    match = pattern.search(lower, at)
    while is_bare and match is not None and match.start() and _is_of_word(lower[match.start() - 1]):
        match = pattern.search(lower, match.start() + 1)
    return match


def _all_searched(source: str, spelling: Spelling, lower: str) -> Iterator[re.Match[str]]:
    match = _searched(source, spelling, lower, 0)
    while match is not None:
        yield match
        match = _searched(source, spelling, lower, max(match.end(), match.start() + 1))


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@cache
def _compiled(source: str, spelling: Spelling) -> tuple[re.Pattern[str], bool]:
    """Compile a phrase, to be searched in a text of small letters; also whether the edge before it is left to the caller.

    A pattern that begins with letters is searched many times as fast as one that begins with the condition on an edge.
    """
    pattern = pattern_of(folded(source, spelling), spelling)
    is_bare = spelling.is_spaced and LITERAL_START.match(pattern) is not None and not OPEN_START.search(pattern)
    return re.compile(rf"{'' if is_bare else spelling.left}(?:{pattern}){spelling.right}"), is_bare


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
