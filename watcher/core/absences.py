"""Reads when the writer of an out-of-office note is back.

"Until and including Friday" returns on the next working day, "until Monday" on Monday; of a period that is named for the return ("back the week of
December 7") the first day, of one that is named for the absence ("away 7 to 9 December", "for two weeks from 7 December") the working day after it.
No day is taken of a template that nobody filled in, of a date that is not the weekday it is said to be, of the subject that a note repeats, or from somebody who left for good.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from watcher.core import dates, durations, sentences
from watcher.core.dates import Span, Today
from watcher.core.model import Absence
from watcher.core.words import Words

MOST_QUOTED = 300
BESIDE = 20  # how far behind "after the holidays" the day stands that it means
ACROSS = 15  # how much nearer a word must be that stands on the other side of a comma
CLAUSE_END = re.compile(r"[,;:.!–(—、，；：。]")
TEMPLATE = re.compile(
    r"\{[^{}\n]{1,40}\}|\[[^\[\]\n]{1,40}\]|<[^<>@/\n]{1,40}>|%[A-Za-z_]{3,30}%?|_{3,}|\b(?:x{2,4}[./-]x{2,4}|dd[./-]mm|mm[./-]dd|tt[./-]mm)",
    re.IGNORECASE,
)
LETTER = re.compile(r"[^\W\d_]")


class _Said(Enum):
    BACK = "back"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of return that a sentence tells, and how: as the return itself, or as the end of the absence."""

    day: date
    quote: str
    said: _Said
    is_end: bool = False  # it is an end by name: of several in one sentence the last counts ("closed on the 27th, and until 4 January")


def read(subject: str, text: str, words: Words, today: Today) -> Absence:
    """Return what a note says of the return; `returns_on` is None where it names no day. The first sentence that names one as the return wins, the subject last."""
    said = sentences.split(text)
    first = next(iter(said), subject)[:MOST_QUOTED]
    if any(words.absences.left.find(sentence) for sentence in said):
        return Absence(None, first)
    told = [each for sentence in said for each in _told(sentence, words, today)]
    told += [each for piece in _own_words_of_subject(subject, words, today) for each in _told(piece, words, today)]
    told += [each for sentence in said for each in _ends(sentence, words, today)]
    for kind in _Said:
        of_kind = [each for each in told if each.said is kind]
        first_told = next((each for each in of_kind if each.day > today.date), next(iter(of_kind), None))
        if first_told is not None:
            later = [each.day for each in told if each.said is kind and each.quote == first_told.quote and each.is_end]
            return Absence(max([first_told.day, *later]), first_told.quote)
    return Absence(None, first)


def _own_words_of_subject(subject: str, words: Words, today: Today) -> Iterator[str]:
    """Yield what a subject says itself: "Out of office: back on 7 December", but not the user's own subject that it repeats."""
    before = ""
    for piece in re.split(r"(?<=\D):\s+|\s\|\s", subject):
        is_question = piece.rstrip().endswith(("?", "？"))  # no note asks
        is_gone = not is_question and (words.absences.gone.find(piece) or words.absences.back.find(piece))
        outside = piece
        for span in dates.find(piece, words.dates, today):
            outside = outside[: span.start] + " " * (span.end - span.start) + outside[span.end :]
        if is_gone:
            yield piece
        elif before and not LETTER.search(outside):
            yield f"{before} {piece}"
        before = piece if is_gone else ""


def _told(sentence: str, words: Words, today: Today) -> Iterator[_Day]:
    """Yield each day of return, with whether it was said as the return."""
    if TEMPLATE.search(sentence):
        return
    spans = [span for span in dates.find(sentence, words.dates, today) if not span.is_contradicted]
    for span in spans:
        said = _said_of(sentence, span, spans, words)
        if said is _Said.BACK and span.last == today.date and _is_away_today(sentence, spans, words, today):
            said = _Said.GONE
        returns_on = None
        if said is _Said.BACK and (_holds_another(span, spans) or _is_told_closer(sentence, span, spans)):
            continue  # "in the new year, on 7 January"
        if said is _Said.BACK:
            returns_on = _named_return(span, today)
        elif (
            said is _Said.GONE
            and span.relation != "since"
            and (span.is_period or span.relation in ("until", "through", ""))
        ):
            lasting = durations.end_of(sentence, words.dates, today) if not span.relation else None
            returns_on = _worked(lasting, today) if lasting is not None else _after_absence(span, today)
        if returns_on is not None and said is not None and returns_on >= today.date:
            is_end = said is _Said.GONE and span.relation in ("until", "through")
            yield _Day(returns_on, sentence[:MOST_QUOTED], said, is_end)


def _is_away_today(sentence: str, spans: Sequence[Span], words: Words, today: Today) -> bool:
    """Whether a note that names today tells of the absence: it says so, or names a day behind it too ("not in today, back tomorrow")."""
    return any(each.first > today.date for each in spans) or words.absences.gone.find(sentence) is not None


def _holds_another(span: Span, spans: Sequence[Span]) -> bool:
    """Whether it is a period and another of the spans a single day in it, which tells the same more closely."""
    return span.is_period and any(not each.is_period and span.first < each.first <= span.last for each in spans)


def _is_told_closer(sentence: str, span: Span, spans: Sequence[Span]) -> bool:
    """Whether a day right behind says which one it is: "after the holidays, on 5 January"."""
    return span.relation == "after" and any(
        not each.is_period
        and each.relation in ("", "by", "since")
        and each.first > span.last
        and 0 <= each.start - span.end <= BESIDE
        and CLAUSE_END.search(sentence, span.end, each.start) is not None
        for each in spans
    )


def _ends(sentence: str, words: Words, today: Today) -> Iterator[_Day]:
    """Yield the days until which something lasts, whatever it is called: in a note of absence that is the absence ("hiking until Monday", "two weeks from the 20th")."""
    if TEMPLATE.search(sentence):
        return
    for span in dates.find(sentence, words.dates, today):
        if span.relation in ("until", "through") and not span.is_contradicted:
            returns_on = _after_absence(span, today)
            if returns_on >= today.date:
                yield _Day(returns_on, sentence[:MOST_QUOTED], _Said.GONE)
    lasting = durations.end_of(sentence, words.dates, today)
    if lasting is not None and lasting > today.date:
        yield _Day(_worked(lasting, today), sentence[:MOST_QUOTED], _Said.GONE)


def _said_of(sentence: str, span: Span, spans: Sequence[Span], words: Words) -> _Said | None:
    """Tell whether a time is that of the return or of the absence: by the nearest word for either, unless that has a time of its own behind it."""
    found: list[tuple[int, int, _Said]] = []
    is_verb_last = not words.dates.spelling.is_spaced  # Japanese and Chinese name the day first
    gone = list(words.absences.gone.find_all(sentence))
    back = [
        match  # "not in the office" holds no "in the office"
        for match in words.absences.back.find_all(sentence)
        if not any(each.start() <= match.start() and match.end() <= each.end() for each in gone)
    ]
    for said, matches in ((_Said.BACK, back), (_Said.GONE, gone)):
        for match in matches:
            between = (
                sentence[match.end() : span.start] if match.end() <= span.start else sentence[span.end : match.start()]
            )
            is_behind = match.start() >= span.end
            if is_behind and not is_verb_last and any(0 <= each.start - match.end() <= len(between) for each in spans):
                continue
            is_apart = CLAUSE_END.search(between) is not None or (is_verb_last and not is_behind)
            far = len(between) + ACROSS * is_apart
            found.append((far + is_behind, is_behind, said))
    not_before = words.absences.not_before.find_all(sentence[: span.end])
    found += [(max(0, span.start - match.end()), 0, _Said.BACK) for match in not_before]
    nearest = min(found, key=lambda each: each[:2], default=(0, 0, None))[2]
    if span.relation == "through" and nearest is _Said.BACK:
        return _Said.GONE if words.absences.gone.find(sentence) is not None else None
    return nearest


def _named_return(span: Span, today: Today) -> date:
    """Return the day of return where it is named as such: of a period the first working day."""
    if span.relation == "after":
        return _worked(span.last + dates.DAY, today)
    return _worked(span.first, today) if span.is_period else span.first


def _after_absence(span: Span, today: Today) -> date:
    """Return the first working day after an absence in this time."""
    if span.relation == "until" and not span.is_period:
        return _worked(span.last, today)
    if span.relation == "until" and span.first > today.date and _begins_its_unit(span):
        return _worked(span.first, today)
    return _worked(span.last + dates.DAY, today)


def _worked(day: date, today: Today) -> date:
    return dates.working_day_from(day, today.holidays)


def _begins_its_unit(span: Span) -> bool:
    """Whether it is a whole week or month, or its beginning: whoever is away until March is back in it."""
    return span.first.day == 1 if span.unit == "month" else span.unit == "week" and span.first.weekday() == 0
