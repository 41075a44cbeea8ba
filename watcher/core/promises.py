"""Reads by which day the other side said it would answer: an undertaking and a day in one sentence of its newest own words.

A meeting's day, an offer's validity, opening hours and what the reader is asked to do by a day are no promises.
"""

from collections.abc import Iterable
from datetime import timedelta

from watcher.core import dates, sentences
from watcher.core.dates import Span, Today
from watcher.core.model import Promise
from watcher.core.words import Phrases, Words

MOST_QUOTED = 300
FAR = 100  # how far from its verb a day still belongs to it
NEAR = 25  # how far before its verb a negation stands
CLOSE = 20  # how far behind its verb a day is surely its own, though another stands before it


def read(text: str, words: Words, today: Today) -> Promise | None:
    """Return the promise of a text, the one with the latest day if there are several, a dated one before an undated one."""
    dated: list[Promise] = []
    undated: list[Promise] = []
    for sentence in sentences.split(text):
        found = _in_sentence(sentence, words, today)
        if found is not None:
            (undated if found.by is None else dated).append(found)
    if dated:
        return max(dated, key=lambda each: each.by or today.date)
    return undated[0] if undated else None


def _in_sentence(sentence: str, words: Words, today: Today) -> Promise | None:
    if sentence.endswith("?"):
        return None
    silence = words.promises.silence.find(sentence)
    if silence:
        near = _near_enough(dates.find(sentence, words.dates, today), today)
        after = [span for span in near if span.end > silence.start()]
        return Promise(after[0].deadline, sentence[:MOST_QUOTED]) if after else None
    firm, dated = _cue(sentence, words.promises.firm, words), _cue(sentence, words.promises.dated, words)
    spans = _near_enough(dates.find(sentence, words.dates, today), today) if firm or dated else ()
    for cue in (firm, dated):
        span = _span_of(sentence, cue, spans, words) if cue is not None else None
        if span is not None:
            return Promise(span.deadline, sentence[:MOST_QUOTED])
    is_meant = words.promises.not_meant.find(sentence) is None
    if firm is not None and is_meant and not _is_asked(sentence[: firm[0]], words):
        return Promise(None, sentence[:MOST_QUOTED])
    return None


def _near_enough(spans: Iterable[Span], today: Today) -> tuple[Span, ...]:
    latest = today.date + timedelta(days=dates.MOST_DAYS_AHEAD)
    return tuple(span for span in spans if span.deadline <= latest)


def _cue(sentence: str, cues: Phrases, words: Words) -> tuple[int, int] | None:
    """Return the place of the first undertaking that is not denied, nor for oneself."""
    for_oneself = [match.span() for match in words.promises.for_oneself.find_all(sentence)]
    for match in cues.find_all(sentence):
        if any(start < match.end() and match.start() < end for start, end in for_oneself):
            continue
        before = sentence[max(0, match.start() - NEAR) : match.start()]
        turned = max((turn.end() for turn in words.promises.turns.find_all(before)), default=0)
        if words.promises.negations.find(before[turned:] + match.group()) is None:
            return match.span()
    return None


def _span_of(sentence: str, cue: tuple[int, int], spans: tuple[Span, ...], words: Words) -> Span | None:
    """Return the day that belongs to the undertaking: the one right behind it, else the first within or after it, else the last before it that is not something asked of the reader."""
    for reach, begins in ((CLOSE, cue[1]), (FAR, cue[0])):
        for span in spans:
            if (
                span.end > begins
                and span.start - cue[1] <= reach
                and not _is_asked(sentence[cue[0] + 1 : max(span.start, cue[0] + 1)], words)
            ):
                return span
    for span in reversed(spans):
        if span.end <= cue[0] and cue[0] - span.end <= FAR and not _is_asked(sentence[: cue[0]], words):
            return span
    return None


def _is_asked(text: str, words: Words) -> bool:
    return words.promises.requests.find(text) is not None
