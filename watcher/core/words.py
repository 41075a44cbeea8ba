"""The words of one language as values: what the files in `language/` hold, and how core looks for them.

A phrase is written in plain words: a space is any space, with or without a comma, dash or bracket (none behind an apostrophe: "l' offre" is "l'offre"), `(a|b)` a choice, `[a]` something that may be missing, `...` up to six words between,
`word~` the word with any ending (`~word` with any beginning). Case does not matter; `'` finds the curly apostrophe too. A phrase begins and ends at a word's edge.
In a language that is written without spaces a space is any space or none, `...` up to twelve characters, and words have no edges.

A phrase is compiled when a text is first met that holds the words it can't do without: of the thousands of phrases a mail meets a few.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from watcher.core import hanzi

APOSTROPHE = "['\u2019]"
KEY = 4  # a word is looked up by so many of its first letters
MOST_EXPANDED = 200
MOST_BEGINNINGS = 16
WORD = re.compile(r"[^\W_]+")
WORD_KEY = re.compile(rf"([^\W_]{{1,{KEY}}})[^\W_]*")
LITERAL_START = re.compile(r"(?:\(\?:)*[^\W_](?!\?|\*)")
OPEN_START = re.compile(r"[|:]\\w\*")
PLAIN_LETTERS = str.maketrans("ąćęłńóśźżáčďéěíňřšťúůýž", "acelnoszzacdeeinrstuuyz")
IDEOGRAPHS = "\u4e00"  # from here on characters are rare
COMMON_IDEOGRAPHS = frozenset(
    "我您你们会将在给有不请一这的了是就和与到后前发联系回复下上个中日月周时分今明再没能可以定出来连络返事"
)  # but for these


@dataclass(frozen=True, slots=True, eq=False)  # the few there are are told apart by identity: they are keys of caches
class Spelling:
    """How a script sets its words apart."""

    space: str
    gap: str
    left: str
    right: str
    is_spaced: bool
    accents_matter: bool = True


SPACED = Spelling(
    space=r"(?:[\s,;:()–-]+|(?<=['\u2019]))",
    gap=r"(?:[^\s]{1,40}\s+){0,6}?(?:\w{1,5}['\u2019])?",
    left=r"(?<!\w)",
    right=r"(?!\w)",
    is_spaced=True,
)
UNACCENTED = replace(SPACED, accents_matter=False)
SPACELESS = Spelling(
    space=r"[\s,;:()、，：（）-]{0,3}",
    gap=r".{0,12}?",
    left=r"(?:(?<![a-z])|(?![a-z]))",
    right=r"(?:(?![a-z])|(?<![a-z]))",
    is_spaced=False,
)


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
        self.needs = [_needs(source, spelling) for source in self.sources]
        self.by_key: dict[str, list[int]] = {}
        self.always = [number for number, needs in enumerate(self.needs) if not needs]
        for number, needs in enumerate(self.needs):
            for key in needs[0] if needs else ():
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
    first, *others = _split(phrase.strip(), " ") or [""]
    rest = " ".join(others)
    if _may_be_missing(first) and others:
        return [*(f"{each.removesuffix(' ...')} {rest}" for each in _split(first[1:-1], "|")), rest]
    if first.startswith("("):
        choice, *after = _bracketed(first)
        return [f"{each.removesuffix(' ...')}{''.join(after)} {rest}".strip() for each in _split(choice[1:-1], "|")]
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
    pattern = pattern_of(_folded(source, spelling), spelling)
    is_bare = spelling.is_spaced and LITERAL_START.match(pattern) is not None and not OPEN_START.search(pattern)
    return re.compile(rf"{'' if is_bare else spelling.left}(?:{pattern}){spelling.right}"), is_bare


def _view(text: str, spelling: Spelling) -> tuple[str, frozenset[str]]:
    return _spaced_view(text, spelling) if spelling.is_spaced else _spaceless_view(text)


@lru_cache(maxsize=1024)  # one text is asked for many things
def _spaced_view(text: str, spelling: Spelling) -> tuple[str, frozenset[str]]:
    """Return a text in small letters, and what its words are looked up by."""
    lower = _folded(text, spelling)
    return lower, frozenset(WORD_KEY.findall(lower))


@lru_cache(maxsize=256)
def _spaceless_view(text: str) -> tuple[str, frozenset[str]]:
    lower = _folded(text, SPACELESS)
    return lower, frozenset(lower)


def _folded(text: str, spelling: Spelling) -> str:
    lower = _lowered(text)
    if not spelling.is_spaced:
        return hanzi.simplified(lower)
    return lower if spelling.accents_matter else lower.translate(PLAIN_LETTERS)


def _lowered(text: str) -> str:
    """Return the text in small letters, each in its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(each if len(each.lower()) != 1 else each.lower() for each in text)
    return lower


def compile_phrases(phrases: Sequence[str], spelling: Spelling = SPACED) -> Phrases:
    """Make one of these phrases. Raises ValueError on a bracket without its other half."""
    for phrase in phrases:
        pattern_of(phrase, spelling)
    return Phrases(phrases, spelling)


def pattern_of(phrase: str, spelling: Spelling = SPACED) -> str:
    """Translate one phrase into a regular expression, without the edges of words around it."""
    pieces = _split(phrase.strip(), " ")
    while pieces and pieces[-1] == "...":
        pieces.pop()
    space, pattern = spelling.space, ""
    for index, piece in enumerate(pieces):
        is_last = index == len(pieces) - 1
        if piece == "...":
            pattern += spelling.gap
        elif _may_be_missing(piece):
            inner = _choice(piece[1:-1], spelling)
            ends_here = all(_may_be_missing(each) for each in pieces[index:])
            pattern = (
                f"{pattern.removesuffix(space)}(?:{space}{inner})?" if ends_here else f"{pattern}(?:{inner}{space})?"
            )
        else:
            pattern += _literal(piece, spelling) + ("" if is_last else space)
    return pattern


def _may_be_missing(piece: str) -> bool:
    return piece.startswith("[") and piece.endswith("]")


def _literal(piece: str, spelling: Spelling) -> str:
    """Translate a word; it may hold choices in brackets, in each other too, and `~`, which alone is the sign itself."""
    if piece == "~":
        return piece
    pattern = ""
    for part in _bracketed(piece):
        if part.startswith("("):
            pattern += _choice(part[1:-1], spelling)
        elif any(character in ")[]?" for character in part):
            message = f"{piece!r} can't be read: a bracket without its other half, or one in a word"
            raise ValueError(message)
        else:
            pattern += re.escape(part).replace("'", APOSTROPHE).replace(r"\~", "~").replace("~", r"\w*")
    return pattern


def _bracketed(piece: str) -> list[str]:
    """Cut a word into its outermost choices and what stands between them."""
    parts, depth = [""], 0
    for character in piece:
        if character == "(" and depth == 0:
            parts.append("")
        depth += (character == "(") - (character == ")")
        parts[-1] += character
        if character == ")" and depth == 0:
            parts.append("")
    return [part for part in parts if part]


def _choice(inner: str, spelling: Spelling) -> str:
    return f"(?:{'|'.join(pattern_of(each, spelling) for each in _split(inner, '|'))})"


def _split(text: str, at: str) -> list[str]:
    """Split at a character that stands outside all brackets."""
    pieces, depth, current = [], 0, ""
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == at and depth == 0:
            pieces.append(current)
            current = ""
        else:
            current += character
    if depth != 0:
        message = f"a bracket lacks its other half in {text!r}"
        raise ValueError(message)
    return [piece for piece in [*pieces, current] if piece]


# --- the words that a phrase can't do without -------------------------------------------------------


@cache
def _needs(phrase: str, spelling: Spelling) -> tuple[frozenset[str], ...]:
    """Return sets of keys, the rarest first: every text that holds the phrase has one key of each set."""
    found = []
    for piece in _split(phrase.strip(), " "):
        if piece == "..." or _may_be_missing(piece):
            continue
        ways = _spelled_out(piece)
        if not spelling.is_spaced and len(ways) == 1:
            found += [frozenset(character) for character in _folded(ways[0], spelling) if character.isalnum()]
        elif keys := _keys_of_all(ways, spelling):
            found.append(keys)
    rarest_first = sorted(dict.fromkeys(found), key=lambda keys: _sureness(keys, spelling), reverse=True)
    return tuple(rarest_first)


def _sureness(keys: frozenset[str], spelling: Spelling) -> tuple[int, int]:
    if spelling.is_spaced:
        return min(map(len, keys)), -len(keys)
    return int(min(keys) >= IDEOGRAPHS) + int(keys.isdisjoint(COMMON_IDEOGRAPHS)), -len(keys)


def _spelled_out(piece: str) -> list[str]:
    """Return every way in which a piece can be written, or nothing if there are too many."""
    parts = []
    for part in _bracketed(piece):
        ways = [part]
        if part.startswith("("):
            ways = [way for each in _split(part[1:-1], "|") for way in _ways(each)]
        parts.append(ways)
    if any(not ways for ways in parts):
        return []
    count = 1
    for ways in parts:
        count *= len(ways)
    return ["".join(each) for each in product(*parts)] if count <= MOST_EXPANDED else []


def _ways(phrase: str) -> list[str]:
    """Return the ways to write one choice, what may be missing left out; of several words each way is one text."""
    pieces = [each for each in _split(phrase.strip(), " ") if each != "..." and not _may_be_missing(each)]
    spelled = [_spelled_out(each) for each in pieces]
    if not spelled or any(not each for each in spelled):
        return []
    count = 1
    for each in spelled:
        count *= len(each)
    return [" ".join(each) for each in product(*spelled)] if count <= MOST_EXPANDED else []


def _keys_of_all(ways: Iterable[str], spelling: Spelling) -> frozenset[str]:
    keys = [_key_of(_folded(way, spelling), spelling) for way in ways]
    return frozenset(keys) if keys and all(keys) else frozenset()


def _key_of(way: str, spelling: Spelling) -> str:
    """Return the best key of one way to write a piece: of its longest word that has no unknown beginning."""
    if not spelling.is_spaced:
        return max((each for each in way if each.isalnum()), default="")
    best = ""
    for match in WORD.finditer(way):
        before, after = way[match.start() - 1 : match.start()], way[match.end() : match.end() + 1]
        is_open = before == "~" or (after == "~" and len(match.group()) < KEY)
        if not is_open and len(match.group()[:KEY]) > len(best):
            best = match.group()[:KEY]
    return best


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """How days and periods are named. Every name is a phrase; what stands before a date has its own list, what stands behind it another (`…_behind`)."""

    day_first: bool  # decides 7/12 where nothing else does
    months: Mapping[str, int]
    weekdays: Mapping[str, int]  # Monday is 0
    numbers: Mapping[str, int]
    days: Mapping[str, int]  # today 0, tomorrow 1
    units: Mapping[str, str]  # a name to hour, day, working_day, week, fortnight, month, year
    spelling: Spelling = SPACED  # set by the loader
    month_first: bool = False  # 7/12 is the twelfth of July wherever its writer lives
    dotted: bool = False  # 7.12. is a date, also without a year
    next_weekday: str = "week_after"  # what "next Friday" means: the one of the week after, or the `coming` one
    ordinals: tuple[str, ...] = ()  # endings of a day's number
    bare_ordinals: bool = False  # a number with such an ending is a day, also without an article
    articles: tuple[str, ...] = ()  # what stands before a lone day's number that has an ending
    plain_articles: tuple[str, ...] = ()  # the same, where it needs no ending
    year_marks: tuple[str, ...] = ()  # behind a year that stands before its month
    weekday_marks: Mapping[str, int] = field(default_factory=dict)  # a weekday in brackets behind a date
    before_lone_day: tuple[str, ...] = ()  # the same, but no part of the date: "jusqu'au 14"
    count_behind: tuple[str, ...] = ()  # behind a lone day's number, what makes it a count of days
    of: tuple[str, ...] = ()  # "7 of December"
    on: tuple[str, ...] = ()  # "next week on Friday"
    month_alone: bool = False  # a lone month's name is a date without any such word
    month_after: tuple[str, ...] = ()  # what makes a lone month's name a date: "in April"
    the_week: tuple[str, ...] = ()  # this week, where a part of it is named: "the end of the week"
    the_month: tuple[str, ...] = ()
    the_year: tuple[str, ...] = ()
    part_names: Mapping[str, str] = field(default_factory=dict)  # a part in one word: "Monatsende" to "late month"
    this: tuple[str, ...] = ()
    this_behind: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    next_behind: tuple[str, ...] = ()
    after_next: tuple[str, ...] = ()  # the one after the next
    coming_unit: tuple[str, ...] = ()  # before a week or a month the next one, before a weekday this one: "kommande"
    last: tuple[str, ...] = ()  # before a weekday that lies behind: "last Friday"
    last_behind: tuple[str, ...] = ()
    last_weekdays: Mapping[str, int] = field(default_factory=dict)  # the same in one word: "i måndags"
    ago: Mapping[str, int] = field(
        default_factory=dict
    )  # days of which one speaks as past: this morning 0, yesterday 1
    within: tuple[str, ...] = ()  # a term from today to its end
    within_behind: tuple[str, ...] = ()
    hence: tuple[str, ...] = ()  # a term that names its last day: "in two weeks"
    hence_behind: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()  # a few days without a number
    during: tuple[str, ...] = ()  # before "the week" or "the month", what makes it all of this one
    week_of: tuple[str, ...] = ()
    week_of_behind: tuple[str, ...] = ()
    week_number: tuple[str, ...] = ()
    week_number_behind: tuple[str, ...] = ()
    weekend: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    early_behind: tuple[str, ...] = ()
    mid: tuple[str, ...] = ()
    mid_behind: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    late_behind: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    before_behind: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    after_behind: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    by_behind: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    until_behind: tuple[str, ...] = ()
    through: tuple[str, ...] = ()  # until and including, before the date
    inclusive: tuple[str, ...] = ()  # the same, after the date
    range: tuple[str, ...] = ()  # between the two days of a range
    since: tuple[str, ...] = ()  # before the day on which something begins: "from 7 December"
    since_behind: tuple[str, ...] = ()
    either: tuple[str, ...] = ()  # between two numbers of which the larger counts: "two or three weeks"
    fixed: Mapping[str, str] = field(default_factory=dict)  # a named day, as MM-DD, or by its distance from Easter: feasts.py
    clock: tuple[str, ...] = ()  # what stands before an hour
    clock_behind: tuple[str, ...] = ()  # what stands behind an hour: "14 Uhr"
    forenoon: tuple[str, ...] = ()  # before or behind an hour: a.m.
    afternoon: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class KindWords:
    """The wording of mail that machines write."""

    absence_subjects: Phrases  # at the start of a subject
    absence_subject_ends: Phrases
    automatic_subjects: Phrases  # at the start of a subject: an answer by a machine, of whatever kind
    away: Phrases
    away_signs: Phrases  # what absence notes say besides
    automatic: Phrases  # a text that says of itself that a machine wrote it
    receipt_subjects: Phrases  # at the start of a subject: "we have received"
    receipts: Phrases
    bounce_subjects: Phrases
    bounces: Phrases
    delayed_subjects: Phrases
    delays: Phrases
    read_subjects: Phrases  # at the start of a subject
    reads: Phrases
    challenge_subjects: Phrases
    challenges: Phrases
    newsletters: Phrases


@dataclass(frozen=True, slots=True, eq=False)
class AbsenceWords:
    """How a note says when its writer is back."""

    back: Phrases  # the date is the day of return
    not_before: Phrases  # "not before", "not until": the same, though a negation
    gone: Phrases  # the date is a time away
    left: Phrases = NONE  # the writer works there no more


@dataclass(frozen=True, slots=True, eq=False)
class PromiseWords:
    """How somebody undertakes to answer."""

    firm: Phrases  # a promise with or without a date
    dated: Phrases  # a promise only with a date
    silence: Phrases  # "if you have not heard from us by"
    negations: Phrases
    turns: Phrases  # what begins a clause that a negation before it does not reach: "but we will"
    requests: Phrases  # what asks the reader to do something by a date
    not_meant: Phrases  # "if anything changes"
    for_oneself: Phrases  # what somebody undertakes, but not for the reader: "do it myself"
    conditions: Phrases = NONE  # before an undertaking, what makes it hang on the reader: "once you have signed"
    once: Phrases = NONE  # before a meeting, what makes its day that of the answer: "after the meeting on Friday"
    then: Phrases = NONE  # what makes an undertaking follow what was told before: "afterwards"


@dataclass(frozen=True, slots=True, eq=False)
class EventWords:
    """What an occasion is called, best known first."""

    phone_screen: Phrases
    interview: Phrases
    call: Phrases
    meeting: Phrases
    past: Phrases  # the occasion lies behind: "thank you for the interview"
    moved: Phrases  # before the day it is moved to: "postponed to"
    called_off: Phrases = NONE


@dataclass(frozen=True, slots=True, eq=False)
class SpeechWords:
    """What people ask, close, refuse and thank for."""

    asks: Phrases
    small_talk: Phrases  # questions that ask nothing
    closes: Phrases
    invites: Phrases  # to an interview or a call: an answer, though a hiring system sends it
    declines: Phrases  # of the user's own
    accepts: Phrases
    thanks: Phrases
    fyi: Phrases
    no_reply_needed: Phrases
    ask_again: Phrases
    keep_trying: Phrases
    stop: Phrases


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioWords:
    """The words of one scenario, by weight: three decides alone, two of two decide, one only adds."""

    strong: Phrases
    medium: Phrases
    weak: Phrases


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Everything that the program knows of one language."""

    language: str
    stop_words: frozenset[str]  # its commonest words; where it is written without spaces, its commonest particles
    dates: DateWords
    kinds: KindWords
    absences: AbsenceWords
    promises: PromiseWords
    events: EventWords
    speech: SpeechWords
    scenarios: Mapping[str, ScenarioWords]
    files: Phrases  # names of attached files that are a CV or a letter of application
    spaced: bool = True  # words have spaces between them
    accents_matter: bool = True  # nobody leaves them out
