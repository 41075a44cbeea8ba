"""Tells in which language a text is written, by its commonest words, and which languages' phrases are to be looked for in it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from watcher.core.words import Words

WORD = re.compile(r"[^\W\d_]+")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")  # short ones are words of other languages too
EAST_ASIAN = re.compile("[\u3000-\u9fff\uff00-\uffef]")
HEAD = 4_000  # characters
MOST_WORDS_VOTED = 300
HEAD_VOTED = 2_500  # characters, about so many words
MOST_TIMES_COUNTED = 3  # of one word
FEW_WORDS = 8
ENOUGH_OF_FEW, ENOUGH_OF_MANY = 0.5, 1.0  # votes
CLEARLY_MORE = 1.1
IN_DOUBT = 2.0  # how much more a language must have to rule another one out
LEAST_SHARE = 0.12  # of the different words of a text that are common ones of its language: in one of the sixteen a sixth at least, in others hardly a tenth


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language of a text. `code` is empty where it is in doubt, or `is_foreign`: none of those that the program reads. `ordered` are all languages, the likeliest first."""

    code: str
    ordered: tuple[Words, ...]
    spoken: tuple[Words, ...]  # those whose phrases may be in it
    is_foreign: bool = False


def language_of(text: str, words: Mapping[str, Words]) -> str:
    """Return the language whose commonest words the text has most of, or the empty string where that is no clear vote, or too few words are known."""
    votes, tokens = _votes(text, words)
    ranked = sorted(((vote, code) for code, vote in votes.items()), reverse=True)[:2]
    if not ranked or ranked[0][0] < (ENOUGH_OF_FEW if len(tokens) <= FEW_WORDS else ENOUGH_OF_MANY):
        return ""
    if len(ranked) == 2 and ranked[0][0] <= ranked[1][0] * CLEARLY_MORE:
        return ""
    return "" if _is_foreign(tokens, votes, words) else ranked[0][1]


def tongue_of(text: str, words: Mapping[str, Words]) -> Tongue:
    """Return the language of a text and what follows from it. A short text may be in any language."""
    code = language_of(text, words)
    if code:
        ordered = tuple(sorted(words.values(), key=lambda each: each.language != code))
        return Tongue(code, ordered, ordered[:1])
    votes, tokens = _votes(text, words)
    ordered = tuple(sorted(words.values(), key=lambda each: -votes.get(each.language, 0.0)))
    if _is_foreign(tokens, votes, words):
        return Tongue("", ordered, (), is_foreign=True)
    best = max(votes.values(), default=0.0)
    if len(tokens) <= FEW_WORDS or not best:
        return Tongue("", ordered, ordered)
    return Tongue("", ordered, tuple(each for each in ordered if votes[each.language] * IN_DOUBT >= best))


def _is_foreign(tokens: tuple[str, ...], votes: Mapping[str, float], words: Mapping[str, Words]) -> bool:
    """Whether a text of some length has hardly any common words of any one language."""
    if len(tokens) <= FEW_WORDS or any(
        votes[code] >= ENOUGH_OF_MANY for code, each in words.items() if not each.spaced
    ):
        return False
    speakers = _speakers(tuple(words.values()))
    distinct = set(tokens)
    known = Counter(code for token in distinct for code in speakers.get(token, ()))
    return max(known.values(), default=0) < LEAST_SHARE * len(distinct)


def _votes(text: str, words: Mapping[str, Words]) -> tuple[Mapping[str, float], tuple[str, ...]]:
    """Return how much of each language's common words a text has, and its words. A word counts the less the more languages have it."""
    head = text[:HEAD].lower()
    tokens = tuple(WORD.findall(head[:HEAD_VOTED])[:MOST_WORDS_VOTED])
    votes: dict[str, float] = dict.fromkeys(words, 0.0)
    for code, each in words.items():
        if not each.spaced and EAST_ASIAN.search(head):
            votes[code] = sum(head.count(particle) for particle in each.stop_words)
    speakers = _speakers(tuple(words.values()))
    for token, count in Counter(tokens).items():
        codes = speakers.get(token) or (() if token.isascii() else _writers(token, tuple(words.values())))
        for code in codes:
            votes[code] += min(count, MOST_TIMES_COUNTED) / len(codes)
    return votes, tokens


@cache
def _speakers(words: tuple[Words, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return which languages have each of the commonest words, and each name of a month, a weekday or a length of time."""
    found: dict[str, tuple[str, ...]] = {}
    for each in sorted(words, key=lambda it: it.language):
        named = (*each.dates.months, *each.dates.weekdays, *each.dates.units)
        for word in {*each.stop_words, *filter(LONG_WORD.fullmatch, named)} if each.spaced else ():
            found[word] = (*found.get(word, ()), each.language)
    return found


def _writers(token: str, words: tuple[Words, ...]) -> tuple[str, ...]:
    """Return the languages whose common words have all those letters of a word that English lacks: "ø" is Danish or Norwegian."""
    letters = {each for each in token if not each.isascii()}
    return tuple(code for code, known in _letters(words).items() if letters <= known)


@cache
def _letters(words: tuple[Words, ...]) -> Mapping[str, frozenset[str]]:
    return {
        each.language: frozenset("".join((*each.stop_words, *each.dates.months, *each.dates.weekdays)))
        for each in words
        if each.spaced
    }
