"""The words that a phrase can't do without, so that it is looked for only in texts that have them."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import product

from watcher.core import hanzi
from watcher.core.phrase_syntax import Spelling, bracketed, may_be_missing, split

KEY = 4  # a word with an unknown ending is looked up by so many of its first letters
WHOLE = "="  # before a word that is looked up as a whole
MOST_EXPANDED = 2_000
WORD = re.compile(r"[^\W_]+")
PLAIN_LETTERS = str.maketrans("ąćęłńóśźżáčďéěíňřšťúůýž", "acelnoszzacdeeinrstuuyz")
IDEOGRAPHS = "\u4e00"  # from here on characters are rare
COMMON_IDEOGRAPHS = frozenset(
    "我您你们会将在给有不请一这的了是就和与到后前发联系回复下上个中日月周时分今明再没能可以定出来连络返事"
)  # but for these


@cache
def needs(phrase: str, spelling: Spelling) -> tuple[frozenset[str], ...]:
    """Return sets of keys, the rarest first: every text that holds the phrase has one key of each set."""
    found: list[frozenset[str]] = []
    for piece in split(phrase.strip(), " "):
        if piece == "..." or may_be_missing(piece):
            continue
        found += _needs_of(piece, spelling)
    return rarest_first(dict.fromkeys(found), spelling)


def rarest_first(found: Iterable[frozenset[str]], spelling: Spelling) -> tuple[frozenset[str], ...]:
    """Sort sets of keys so that the one comes first by which the fewest texts are found."""
    return tuple(sorted(found, key=lambda keys: _sureness(keys, spelling), reverse=True))


@cache
def _needs_of(piece: str, spelling: Spelling) -> tuple[frozenset[str], ...]:
    """Return the sets of keys of one piece; the words of a class are a piece of many phrases."""
    ways = _spelled_out(piece)
    if not spelling.is_spaced and len(ways) == 1:
        return tuple(frozenset(character) for character in folded(ways[0], spelling) if character.isalnum())
    keys = _keys_of_all(ways, spelling)
    return (keys,) if keys else ()


def _sureness(keys: frozenset[str], spelling: Spelling) -> tuple[int, int]:
    if spelling.is_spaced:
        return min(map(len, keys)), -len(keys)
    return int(min(keys) >= IDEOGRAPHS) + int(keys.isdisjoint(COMMON_IDEOGRAPHS)), -len(keys)


def _spelled_out(piece: str) -> list[str]:
    """Return every way in which a piece can be written, or nothing if there are too many."""
    parts = []
    for part in bracketed(piece):
        ways = [part]
        if part.startswith("("):
            ways = [way for each in split(part[1:-1], "|") for way in _ways(each)]
        parts.append(ways)
    if any(not ways for ways in parts):
        return []
    count = 1
    for ways in parts:
        count *= len(ways)
    return ["".join(each) for each in product(*parts)] if count <= MOST_EXPANDED else []


def _ways(phrase: str) -> list[str]:
    """Return the ways to write one choice, what may be missing left out; of several words each way is one text."""
    if not any(character in phrase for character in "()[]"):
        return [phrase] if phrase.strip(" .~") else []
    pieces = [each for each in split(phrase.strip(), " ") if each != "..." and not may_be_missing(each)]
    spelled = [_spelled_out(each) for each in pieces]
    if not spelled or any(not each for each in spelled):
        return []
    count = 1
    for each in spelled:
        count *= len(each)
    return [" ".join(each) for each in product(*spelled)] if count <= MOST_EXPANDED else []


def _keys_of_all(ways: Iterable[str], spelling: Spelling) -> frozenset[str]:
    keys = [_key_of(folded(way, spelling), spelling) for way in ways]
    return frozenset(keys) if keys and all(keys) else frozenset()


def _key_of(way: str, spelling: Spelling) -> str:
    """Return the best key of one way to write a piece: its longest whole word, or the first letters of one with an unknown ending."""
    if not spelling.is_spaced:
        return max((each for each in way if each.isalnum()), default="")
    best = ""
    for match in WORD.finditer(way):
        before, after = way[match.start() - 1 : match.start()], way[match.end() : match.end() + 1]
        word = match.group()
        if before == "~" or (after == "~" and len(word) < KEY):
            continue
        key = word[:KEY] if after == "~" else WHOLE + word
        if len(key) > len(best):
            best = key
    return best


def keys_of(lower: str) -> frozenset[str]:
    """Return by what the words of a text in small letters are looked up: each as a whole, and by its first letters."""
    words = set(WORD.findall(lower))
    return frozenset([*(WHOLE + word for word in words), *(word[:KEY] for word in words)])


def folded(text: str, spelling: Spelling) -> str:
    """Return the text as it is searched: in small letters, without what does not matter in this spelling."""
    lower = lowered(text)
    if not spelling.is_spaced:
        return hanzi.simplified(lower)
    return lower if spelling.accents_matter else lower.translate(PLAIN_LETTERS)


def lowered(text: str) -> str:
    """Return the text in small letters, each in its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(each if len(each.lower()) != 1 else each.lower() for each in text)
    return lower
