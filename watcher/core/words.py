"""The words of one language as values: what the files in `language/` hold, compiled, and how core looks for them.

A phrase is written in plain words: a space is any space, with or without a comma, dash or bracket, `(a|b)` a choice, `[a]` something that may be missing, `...` up to six words between,
`word~` the word with any ending (`~word` with any beginning). Case does not matter; `'` finds the curly apostrophe too. A phrase begins and ends at a word's edge.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

GAP = r"(?:[^\s]{1,40}\s+){0,6}?"
SPACE = r"[\s,;:()–-]+"  # noqa: RUF001
APOSTROPHE = "['\u2019]"
NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases that mean the same, looked for together."""

    pattern: re.Pattern[str]

    def find(self, text: str) -> re.Match[str] | None:
        """Return the first of them in `text`."""
        return self.pattern.search(text)

    def find_all(self, text: str) -> Iterator[re.Match[str]]:
        """Return all of them in `text`, in order."""
        return self.pattern.finditer(text)

    def starts(self, text: str) -> bool:
        """Whether `text` begins with one of them."""
        return self.pattern.match(text.lstrip()) is not None


def compile_phrases(phrases: Sequence[str]) -> Phrases:
    """Compile phrases, longest first. Raises ValueError on a bracket without its other half."""
    if not phrases:
        return Phrases(NOTHING)
    alternatives = "|".join(pattern_of(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return Phrases(re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE))


def pattern_of(phrase: str) -> str:
    """Translate one phrase into a regular expression, without the edges of words around it."""
    pieces = _split(phrase.strip(), " ")
    while pieces and pieces[-1] == "...":
        pieces.pop()
    pattern = ""
    for index, piece in enumerate(pieces):
        is_last = index == len(pieces) - 1
        if piece == "...":
            pattern += GAP
        elif _may_be_missing(piece):
            inner = _choice(piece[1:-1])
            ends_here = all(_may_be_missing(each) for each in pieces[index:])
            pattern = (
                f"{pattern.removesuffix(SPACE)}(?:{SPACE}{inner})?" if ends_here else f"{pattern}(?:{inner}{SPACE})?"
            )
        else:
            pattern += _literal(piece) + ("" if is_last else SPACE)
    return pattern


def _may_be_missing(piece: str) -> bool:
    return piece.startswith("[") and piece.endswith("]")


def _literal(piece: str) -> str:
    """Translate a word; it may hold choices in brackets, in each other too, and `~`."""
    pattern = ""
    for part in _bracketed(piece):
        if part.startswith("("):
            pattern += _choice(part[1:-1])
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


def _choice(inner: str) -> str:
    return f"(?:{'|'.join(pattern_of(each) for each in _split(inner, '|'))})"


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


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """How days and periods are named. Every name is a phrase; `day_first` decides 7/12 where nothing else does."""

    day_first: bool
    months: Mapping[str, int]
    weekdays: Mapping[str, int]  # Monday is 0
    numbers: Mapping[str, int]
    days: Mapping[str, int]  # today 0, tomorrow 1
    units: Mapping[str, str]  # a name to hour, day, working_day, week, fortnight, month, year
    ordinals: tuple[str, ...]  # endings of a day's number
    articles: tuple[str, ...]  # what stands before a lone day's number that has an ending
    plain_articles: tuple[str, ...]  # the same, where it needs no ending
    of: tuple[str, ...]  # "7 of December"
    on: tuple[str, ...]  # "next week on Friday"
    month_after: tuple[str, ...]  # what makes a lone month's name a date: "in April"
    the_week: tuple[str, ...]  # this week, where a part of it is named: "the end of the week"
    the_month: tuple[str, ...]
    the_year: tuple[str, ...]
    this: tuple[str, ...]
    next: tuple[str, ...]
    within: tuple[str, ...]  # a term from today to its end
    hence: tuple[str, ...]  # a term that names its last day: "in two weeks"
    coming: tuple[str, ...]  # a few days without a number
    week_of: tuple[str, ...]
    week_number: tuple[str, ...]
    weekend: tuple[str, ...]
    early: tuple[str, ...]
    mid: tuple[str, ...]
    late: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    by: tuple[str, ...]
    until: tuple[str, ...]
    through: tuple[str, ...]  # until and including, before the date
    inclusive: tuple[str, ...]  # the same, after the date
    range: tuple[str, ...]  # between the two days of a range
    either: tuple[str, ...]  # between two numbers of which the larger counts: "two or three weeks"
    fixed: Mapping[str, str]  # a named day, as MM-DD
    clock: tuple[str, ...]  # what stands before an hour


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


@dataclass(frozen=True, slots=True, eq=False)
class EventWords:
    """What an occasion is called, best known first."""

    phone_screen: Phrases
    interview: Phrases
    call: Phrases
    meeting: Phrases
    past: Phrases  # the occasion lies behind: "thank you for the interview"
    moved: Phrases  # before the day it is moved to: "postponed to"


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
    stop_words: frozenset[str]
    dates: DateWords
    kinds: KindWords
    absences: AbsenceWords
    promises: PromiseWords
    events: EventWords
    speech: SpeechWords
    scenarios: Mapping[str, ScenarioWords]
    files: Phrases  # names of attached files that are a CV or a letter of application
