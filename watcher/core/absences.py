"""Reads when the writer of an out-of-office note is back.

"Until and including Friday" returns on the next working day, "until Monday" on Monday; of a period that is named for the return ("back the week of
December 7") the first day, of one that is named for the absence ("away 7 to 9 December") the working day after it.
"""

from collections.abc import Iterator
from datetime import date

from watcher.core import dates, sentences
from watcher.core.dates import Span, Today
from watcher.core.model import Absence
from watcher.core.words import Words

MOST_QUOTED = 300


def read(subject: str, text: str, words: Words, today: Today) -> Absence:
    """Return what a note says of the return; `returns_on` is None where it names no day. The first sentence that names one as the return wins, the subject last."""
    told = [*_told(subject, text, words, today), *_ends(text, words, today)]
    for is_return in (True, False):
        for returns_on, quote, said_back in told:
            if said_back == is_return:
                return Absence(returns_on, quote)
    first = next(iter(sentences.split(text)), subject)
    return Absence(None, first[:MOST_QUOTED])


def _told(subject: str, text: str, words: Words, today: Today) -> Iterator[tuple[date, str, bool]]:
    """Yield each day of return with its sentence, and whether it was said as the return."""
    for sentence in [*sentences.split(text), subject]:
        spans = dates.find(sentence, words.dates, today)
        for span in spans:
            said_back = _is_return(sentence, span, words)
            if said_back or _is_absence(sentence, span, words):
                returns_on = _return_of(span, today, is_return=said_back)
                if returns_on >= today.date:
                    yield returns_on, sentence[:MOST_QUOTED], said_back


def _ends(text: str, words: Words, today: Today) -> Iterator[tuple[date, str, bool]]:
    """Yield the days until which something lasts, whatever it is called: in a note of absence that is the absence ("hiking until Monday")."""
    for sentence in sentences.split(text):
        for span in dates.find(sentence, words.dates, today):
            if span.relation in ("until", "through") and _return_of(span, today, is_return=False) >= today.date:
                yield _return_of(span, today, is_return=False), sentence[:MOST_QUOTED], False


def _is_return(sentence: str, span: Span, words: Words) -> bool:
    """Whether the nearest word before the span, or one right behind it, speaks of the return."""
    before = sentence[: span.start]
    back = max((match.end() for match in words.absences.back.find_all(before)), default=-1)
    back = max(
        back, max((match.end() for match in words.absences.not_before.find_all(sentence[: span.end])), default=-1)
    )
    gone = max((match.end() for match in words.absences.gone.find_all(before)), default=-1)
    return back > gone and span.relation != "through"


def _is_absence(sentence: str, span: Span, words: Words) -> bool:
    return words.absences.gone.find(sentence) is not None and (
        span.relation in ("until", "through", "") or span.is_period
    )


def _return_of(span: Span, today: Today, *, is_return: bool) -> date:
    if is_return:
        return dates.working_day_from(span.last + dates.DAY) if span.relation == "after" else span.first
    if span.relation == "until" and not span.is_period:
        return span.last
    if span.relation == "until" and span.first > today.date and _begins_its_unit(span):
        return dates.working_day_from(span.first)
    return dates.working_day_from(span.last + dates.DAY)


def _begins_its_unit(span: Span) -> bool:
    """Whether it is a whole week or month, or its beginning: whoever is away until March is back in it."""
    return span.first.day == 1 if span.unit == "month" else span.unit == "week" and span.first.weekday() == 0
