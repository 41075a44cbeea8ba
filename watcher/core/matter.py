"""What a mail is about, as far as words tell: its subject, the rare words in it, and how much of another mail it quotes.

There is no list of all rare words; rare is what is no common word in any of the languages and names nobody who writes or is written to. Words are compared folded,
and with some letters at the end left open: "offer" and "offers", "jaarverslag" and "jaarverslagen".
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from watcher.core import plain_words, subjects
from watcher.core.folding import fold
from watcher.core.model import Envelope, Message

SHORTEST = 4  # letters of a word that counts
LONGEST_ENDING = 3
SHINGLE = 5  # words in a row that make a quote
MOST_TEXT = 8_000
MOST_TAGGED = 500
CONVERSATION = 22  # bytes of a Thread-Index that name the conversation; each reply adds five ([MS-OXOMSG] 2.2.1.3)
REPLY_INDEX = 5

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+|[^\W\d_]{4,40}|(?=[^\W_]*\d\d\d)[^\W_]{3,20}")
_ANY_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_IDEOGRAPHS = re.compile(r"[\u30a1-\u30fc]{3,}|[\u3400-\u9fff]{2,}")
_JOINT = re.compile(
    r"(?<=\b\d)[ .,\u00a0\u202f](?=\d{3}\b)|(?<=\b\d\d)[ .,\u00a0\u202f](?=\d{3}\b)|(?<=\b\d\d\d)[ .,\u00a0\u202f](?=\d{3}\b)|(?<=\b[^\W\d_])-(?=[^\W\d_])"
)  # within a number, or behind a lone letter
_WHOLE_WORD = re.compile(r"[^\W\d_]+")
_RULE = re.compile(r"^(?:_{5,}|-{5,}|={5,}|-- )\s*$", re.MULTILINE)
_TAG = re.compile(r"\[([^\[\]]{1,60})\]")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text that may be rare; by their first letters, so that those with other endings are found."""

    by_start: Mapping[str, frozenset[str]]

    def shared_with(self, other: "Words") -> frozenset[str]:
        """Those that the other has too, perhaps with another ending."""
        return frozenset(
            min(one, its, key=len)
            for start in self.by_start.keys() & other.by_start.keys()
            for one in self.by_start[start]
            for its in other.by_start[start]
            if is_one_word(one, its)
        )

    def __len__(self) -> int:
        """How many they are."""
        return sum(map(len, self.by_start.values()))

    def without(self, names: frozenset[str]) -> "Words":
        """Those that are none of these."""
        return Words({start: words - names for start, words in self.by_start.items()})


def is_one_word(one: str, other: str) -> bool:
    """Whether two words differ in their endings at most."""
    if one == other:
        return True
    if not (one.isalpha() and other.isalpha()) or "\u3040" <= one[0] <= "\u9fff":
        return False
    shorter, longer = sorted((one, other), key=len)
    stem = max(SHORTEST, len(shorter) - 2)
    return len(longer) - len(shorter) <= LONGEST_ENDING and shorter[:stem] == longer[:stem]


@lru_cache(maxsize=1024)
def words_of(text: str) -> Words:
    """Return the words that may be rare of a text's beginning; numbers are words ("61 400" is one), and so is "x-ray"."""
    found: dict[str, set[str]] = {}
    for word in _WORD.findall(_JOINT.sub("", fold(text[:MOST_TEXT]))):
        for each in _pairs(word) if "\u3040" <= word[0] <= "\u9fff" else (word,):
            if not is_common(each):
                found.setdefault(each[:SHORTEST], set()).add(each)
    return Words({start: frozenset(words) for start, words in found.items()})


def _pairs(run: str) -> Iterable[str]:
    """The words of a run of ideographs, which nothing sets apart: katakana in a row, any two characters in a row."""
    for match in _IDEOGRAPHS.finditer(run):
        part = match.group()
        if part[0] <= "\u30ff":
            yield part
        else:
            yield from (part[at : at + 2] for at in range(len(part) - 1))


@lru_cache(maxsize=8192)
def is_common(word: str) -> bool:
    """Whether a folded word stands in any mail; also a year."""
    return _covers(plain_words.common(), word) or _YEAR.fullmatch(word) is not None


def _covers(known: frozenset[str], word: str) -> bool:
    """Whether a known word begins this one, which is at most a short ending longer."""
    return any(word[: len(word) - cut] in known for cut in range(min(LONGEST_ENDING, max(0, len(word) - 3)) + 1))


@lru_cache(maxsize=1024)
def says_something(base: str) -> bool:
    """Whether a base subject names a matter: a word that is not vague, a number, a few ideographs."""
    words = _WORD.findall(fold(base))
    return any(len(word) > 1 and not _is_vague(word) for word in words)


def _is_vague(word: str) -> bool:
    if "\u3040" <= word[0] <= "\u9fff":
        rest = word
        for each in sorted(plain_words.vague(), key=len, reverse=True):
            rest = rest.replace(each, "") if "\u3040" <= each[0] <= "\u9fff" else rest
        return len(rest) < 2
    return _covers(plain_words.vague(), word)


def numbered_tags(subject: str) -> frozenset[str]:
    """Return what stands in brackets in a subject and has a number: a ticket ("[Case 12]"), a version ("[Draft v2]")."""
    return frozenset(tag for tag in _TAG.findall(fold(subject[:MOST_TAGGED])) if any(each.isdigit() for each in tag))


def topics(envelope: Envelope) -> frozenset[str]:
    """Return the base subjects of a message: its own, and that with which Outlook says its conversation began (Thread-Topic)."""
    own = subjects.base_subject(envelope.subject)
    topic = subjects.base_subject(envelope.headers.get("thread-topic", ""))
    return frozenset(each for each in (own, topic) if each)


@lru_cache(maxsize=1024)
def _own_shingles(text: str) -> frozenset[int]:
    """Those of a text without what lists and firms put below every mail: all behind a rule, and lines with addresses in them."""
    rule = _RULE.search(text)
    lines = text[: rule.start() if rule else MOST_TEXT].splitlines()
    return _shingles("\n".join(line for line in lines if "@" not in line and "://" not in line))


@lru_cache(maxsize=1024)
def _shingles(text: str) -> frozenset[int]:
    words = _ANY_WORD.findall(fold(text))
    return frozenset(hash(tuple(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1))


def quoted_share(own: str, text: str) -> float:
    """Return how much of the words `own` stands in `text` word by word, from 0 to 1; 0 where they are too few to tell."""
    wanted = _own_shingles(own[:MOST_TEXT])
    if len(wanted) < 3:
        return 0.0
    return len(wanted & _shingles(text)) / len(wanted)


def index_of(envelope: Envelope) -> bytes:
    """Return the bytes of Outlook's Thread-Index; empty where there is none that can be read."""
    value = envelope.headers.get("thread-index", "").replace(" ", "")
    if not value:
        return b""
    try:
        found = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if len(found) >= CONVERSATION and (len(found) - CONVERSATION) % REPLY_INDEX == 0 else b""


def conversation_of(envelope: Envelope) -> str:
    """Return the name of the conversation in a Thread-Index, in hex; empty where there is none."""
    return index_of(envelope)[:CONVERSATION].hex()


def is_answer_by_index(sent: bytes, candidate: bytes) -> bool:
    """Whether the second Thread-Index was made from the first by answering or forwarding."""
    return bool(sent) and len(candidate) > len(sent) and candidate.startswith(sent)


def all_words(text: str) -> list[str]:
    """Return the folded words of a text's beginning, common ones too."""
    return _WHOLE_WORD.findall(fold(text[:MOST_TEXT]))


def text_of(message: Message) -> str:
    """Return all text of a message, with what it quotes."""
    return message.body.raw_text if message.body is not None else ""
