"""Reads by which day the other side said it would answer: an undertaking and a day in its newest own words.

The day stands in the sentence of the undertaking, or in a short one right behind it ("I'll ask my boss. Friday at the latest."), or it is that of what comes before ("The board meets on the
19th. We'll write to you afterwards."). A meeting's day, an offer's validity, opening hours, what the reader is asked to do by a day and what hangs on the reader are no promises.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from watcher.core import date_patterns, dates, durations, hours, sentences
from watcher.core.dates import Span, Today
from watcher.core.model import Promise
from watcher.core.phrases import Phrases
from watcher.core.words import Words

MOST_QUOTED = 300
FAR = 100  # how far from its verb a day still belongs to it
NEAR = 25  # how far before its verb a negation stands
ADJACENT = 1  # how far before its verb a day surely is its own
CLOSE = 20  # how far behind its verb a day is surely its own, though another stands before it
BESIDE = 12  # how far a day stands from the next that corrects it: "on Friday or at the latest on Monday"
BEHIND_WEEKEND = 40
SATURDAY = 5
MOST_BETWEEN = 3  # words between "will" and its verb: "will also then send"
MOST_WORDS_ADDED = 7
MOST_SIGNS_ADDED = 16  # the same, in a script without spaces
TAG = re.compile(r"(?:[,–-]\s*¿?[^\W\d]{1,10}|\sok(?:ay|e|é|i)?)\s*\?$", re.IGNORECASE)  # "…, right?"
SENTENCE_END = re.compile(r"[!?！？]\s")  # behind which some write no capital letter
CLAUSE_END = re.compile(r"[,;:–—、，；：]")

CITED = re.compile(r"[\"“”„«»][^\"“”„«»\n]{1,400}[\"“”«»]|「[^」\n]{1,400}」|『[^』\n]{1,400}』")
WORDS_CITED = 4

Place = tuple[int, int]


def read(text: str, words: Words, today: Today) -> Promise | None:
    """Return the promise of a text, the one with the latest day if there are several, a dated one before an undated one."""
    found = tuple(_all(sentences.split(CITED.sub(_without_words, text)), words, today))
    dated = [each for each in found if each.by is not None]
    if dated:
        return max(dated, key=lambda each: each.by or today.date)
    return found[0] if found else None


def _without_words(cited: re.Match[str]) -> str:
    """Return what stands in quotation marks as blanks if it is a sentence: whoever cites does not say it. A few words are only set off."""
    is_sentence = sentences.word_count(cited.group()) >= WORDS_CITED
    return " ".join(["…"] * 3) if is_sentence else cited.group()


def _all(said: Sequence[str], words: Words, today: Today) -> Iterator[Promise]:
    earlier: Span | None = None
    for index, sentence in enumerate(said):
        spans = _near_enough(dates.find(sentence, words.dates, today, earlier), today)
        promise = _in_sentence(sentence, spans, words, today)
        earlier = spans[-1] if spans else earlier
        if promise is not None and promise.by is None:
            after = _added(said[index + 1], words, today) if index + 1 < len(said) else None
            before = _of_what_comes_first(said[index - 1], sentence, words, today) if index else None
            promise = Promise(after or before, promise.quote)
        if promise is not None:
            yield promise


def _in_sentence(sentence: str, found: Sequence[Span], words: Words, today: Today) -> Promise | None:
    whole, sentence = sentence, TAG.sub(".", sentence)
    if sentence.endswith(("?", "？")) and not words.promises.asks_leave.find(sentence):
        return None
    silence = words.promises.silence.find(sentence)
    if silence:
        after = [span for span in found if span.end > silence.start()]
        return Promise(after[0].deadline(today.holidays), whole[:MOST_QUOTED]) if after else None
    if words.promises.not_meant.match(sentence):
        return None  # "if anything changes before Friday, I'll be in touch"
    if not words.dates.until_is_by:
        found = tuple(span for span in found if span.relation != "through")  # what is valid through Friday
    if _is_for_others(sentence, found, words):
        return None
    firm = _cues(sentence, words.promises.firm, words)
    dated = [] if words.promises.conditions.find(sentence) else _cues(sentence, words.promises.dated, words)
    if not firm and not dated:
        return None
    spans = tuple(span for span in found if not _is_every_week(sentence, span, words)) or _by_hour(
        sentence, words, today
    )
    for cues in (firm, dated):
        days = [day for cue in cues if (day := _day_of(sentence, cue, spans, words, today)) is not None]
        if days:
            return Promise(max(days), whole[:MOST_QUOTED])
    lasting = _after_time_needed(sentence, firm, words, today) if firm else None
    is_meant = words.promises.not_meant.find(sentence) is None
    if firm and is_meant and not _is_asked(sentence[: firm[0][0]], words):
        return Promise(lasting, whole[:MOST_QUOTED])
    return None


def _by_hour(sentence: str, words: Words, today: Today) -> tuple[Span, ...]:
    """Return today, where a sentence without a day names an hour as the latest: "you'll have it by 5 pm"."""
    relations = dict(date_patterns.patterns_of(words.dates).relations)
    return tuple(
        Span(today.date, today.date, "by", each.start, each.end)
        for each in (*hours.find(sentence, words.dates), *hours.spelled(sentence, words.dates))
        if any(relations[name].search(sentence, 0, each.start) for name in ("by", "before", "until"))
    )


def _is_for_others(sentence: str, spans: Sequence[Span], words: Words) -> bool:
    """Whether a sentence tells who gets something, and that is not the reader: "Marcus sends the drawings to the city planner this Friday"."""
    if words.promises.readers.find(sentence) is not None:
        return False
    return any(
        all(match.end() <= span.start or span.end <= match.start() for span in spans)
        for match in words.promises.to_others.find_all(sentence)
    )


def _is_unpromised(sentence: str, cue: Place, words: Words) -> bool:
    """Whether an undertaking's words are hearsay or tell a habit: "word is that they decide on Friday". What stands behind a "but" is neither."""
    for match in words.promises.unpromised.find_all(sentence):
        is_behind, is_within = match.start() >= cue[1], match.end() > cue[0]
        between = sentence[match.end() : cue[1] if is_within else cue[0]]
        if is_behind:
            between = sentence[cue[1] : match.start()]
        if words.promises.turns.find(between) is None:
            return True
    return False


def _is_part_of(sentence: str, cue: Place, asked: Place) -> bool:
    """Whether an undertaking's words are part of what the reader is asked to do, in the same clause."""
    is_within = asked[0] < cue[0] < asked[1] or (asked[0] == cue[0] and cue[1] <= asked[1])
    is_behind = 0 <= cue[0] - asked[1] <= 1 and " " in sentence[asked[0] : asked[1]]  # "we need your" answer
    if cue[0] < asked[0] < cue[1] and CLAUSE_END.search(sentence[max(0, asked[0] - 2) : asked[0]]) is not None:
        return True  # "we'll take it, please send" the invoice
    return (is_within or is_behind) and CLAUSE_END.search(sentence, asked[0], cue[0]) is None


def _after_time_needed(sentence: str, firm: Sequence[Place], words: Words, today: Today) -> date | None:
    """Return the end of the time that somebody needs first: "Our lawyers need another week, after which we'll get back to you"."""
    cue = firm[-1]
    if words.promises.then.find(sentence[: cue[1]]) is None:
        return None
    return durations.ahead_of(sentence[: cue[1]], words.dates, today)


def _near_enough(spans: Iterable[Span], today: Today) -> tuple[Span, ...]:
    latest = today.date + timedelta(days=dates.MOST_DAYS_AHEAD)
    return tuple(span for span in spans if span.deadline(today.holidays) <= latest)


def _cues(sentence: str, cues: Phrases, words: Words) -> list[Place]:
    """Return the places of the undertakings that are not denied, hang on nothing the reader does, and are not for oneself."""
    for_oneself = [match.span() for match in words.promises.for_oneself.find_all(sentence)]
    hangs_from = min((match.start() for match in words.promises.conditions.find_all(sentence)), default=len(sentence))
    asked = [match.span() for match in words.promises.requests.find_all(sentence)]
    found: list[Place] = []
    for match in cues.find_all(sentence):
        if any(
            start < match.end()
            and match.start() < end
            and not (words.promises.joins and words.promises.joins.find(sentence[end : match.end()]))
            for start, end in for_oneself
        ):
            continue
        if any(_is_part_of(sentence, match.span(), each) for each in asked):
            continue
        if _is_unpromised(sentence, match.span(), words):
            continue
        before = sentence[max(0, match.start() - NEAR) : match.start()]
        turned = max((turn.end() for turn in words.promises.turns.find_all(before)), default=0)
        is_denied = words.promises.negations.find(before[turned:] + match.group()) is not None
        if not is_denied and hangs_from >= match.start():
            found.append(match.span())
    return found


def _day_of(sentence: str, cue: Place, spans: Sequence[Span], words: Words, today: Today) -> date | None:
    """Return the last day of the time that belongs to the undertaking: the one right behind it, else the first within or after it, else the last before it."""
    adjacent = next((span for span in spans if 0 <= cue[0] - span.end <= ADJACENT), None)
    if adjacent is not None and _is_surely_its_own(sentence, cue, adjacent, spans, words):
        return adjacent.deadline(today.holidays)
    for reach, begins in ((CLOSE, cue[1]), (FAR, cue[0])):
        for number, span in enumerate(spans):
            if _has_its_own_before(sentence, cue, span, spans):
                continue
            asked = _is_asked_between(sentence, cue, span, words)
            if (
                span.end > begins
                and span.start - cue[1] <= reach
                and not asked
                and not _is_of_occasion(sentence, span, words, since=cue[1])
            ):
                return _corrected(sentence, spans[number:], words, today)
    for span in reversed(spans):
        if (
            span.end <= cue[0]
            and cue[0] - span.end <= FAR
            and SENTENCE_END.search(sentence, span.end, cue[0]) is None
            and not _is_asked(f"{sentence[: span.start]} {sentence[span.end : cue[0]]}", words)
            and not _is_before_meeting(sentence, span, cue, words)
        ):
            return span.deadline(today.holidays)
    return None


def _is_surely_its_own(sentence: str, cue: Place, day: Span, spans: Sequence[Span], words: Words) -> bool:
    """Whether a day right before the undertaking is its day, whatever days other clauses name: "tomorrow you'll hear whether it is free in July"."""
    has_behind = any(
        each.end > cue[0]
        and each.start - cue[1] <= CLOSE
        and CLAUSE_END.search(sentence, cue[1], max(each.start, cue[1])) is None
        for each in spans
    )
    is_meant = not day.relation and not has_behind and not _has_hour(sentence, day, words)
    return is_meant and not _is_asked(sentence[: day.start], words)


def _has_its_own_before(sentence: str, cue: Place, span: Span, spans: Sequence[Span]) -> bool:
    """Whether a day stands right before the undertaking, and this one behind it in a clause of its own: "on Monday I'll write, whether we meet in August or not"."""
    if (
        span.relation in ("by", "before", "until")
        or CLAUSE_END.search(sentence, cue[1], max(span.start, cue[1])) is None
    ):
        return False
    return any(
        each.end <= cue[0] and cue[0] - each.end <= CLOSE and CLAUSE_END.search(sentence, each.end, cue[0]) is None
        for each in spans
    )


def _is_asked_between(sentence: str, cue: Place, span: Span, words: Words) -> bool:
    """Whether the reader is asked for something between the undertaking's beginning and the day. Its own last words are no request: "I'll send the" figures."""
    within = sentence[cue[0] + 1 : max(span.start, cue[0] + 1)]
    end = cue[1] - cue[0] - 1
    for match in words.promises.requests.find_all(within):
        is_last = match.start() < end <= match.end()
        is_its_verb = (
            match.end() < end and sentences.word_count(sentence[cue[0] : cue[0] + 1 + match.start()]) <= MOST_BETWEEN
        )
        if not is_last and not is_its_verb:
            return True
    return False


def _corrected(sentence: str, spans: Sequence[Span], words: Words, today: Today) -> date:
    """Return the day of the first span, or of one behind it that allows more time: "on Friday, or on Monday at the latest", "I'll read it over the weekend, answer Monday"."""
    deadline = spans[0].deadline(today.holidays)
    if _is_weekend(spans[0]) and len(spans) > 1 and spans[1].start - spans[0].end <= BEHIND_WEEKEND:
        return max(deadline, spans[1].deadline(today.holidays))
    for before, span in pairwise(spans):
        between = sentence[before.end : span.start].lower().replace(",", " ").replace("(", " ").split()
        joining = [word for word in between if word not in words.dates.on]
        if span.start - before.end <= BESIDE and not joining and span.relation == "by" and before.relation != "by":
            return span.deadline(today.holidays)  # "before the feast, on the 12th at the latest"
        may_be_later = any(word in words.dates.either for word in joining) or (
            not joining and span.relation in ("by", "before")
        )
        if span.start - before.end > BESIDE or not may_be_later:
            break
        deadline = max(deadline, span.deadline(today.holidays))
    return deadline


def _is_weekend(span: Span) -> bool:
    return span.is_period and span.first.weekday() == SATURDAY and span.last == span.first + dates.DAY


def _is_asked(text: str, words: Words) -> bool:
    return words.promises.requests.find(text) is not None


# --- days that belong to something else ---------------------------------------------------------------------


def _is_of_occasion(sentence: str, span: Span, words: Words, *, since: int) -> bool:
    """Whether an interview, or an occasion with its hour, stands right before the day: "a link for the interview on Tuesday"."""
    if span.relation in ("by", "before", "after") or span.start <= since:
        return False
    between = sentence[since : span.start]
    for phrases in (words.events.interview, words.events.phone_screen, words.events.meeting):
        for match in phrases.find_all(between):
            rest = between[match.end() :].strip(" ,(").lower()
            is_beside = rest in ("", *words.dates.on)
            if (
                is_beside
                and (phrases is not words.events.meeting or _has_hour(sentence, span, words))
                and words.promises.once.find(sentence[: since + match.start()]) is None
            ):
                return True
    return False


def _is_before_meeting(sentence: str, span: Span, cue: Place, words: Words) -> bool:
    """Whether a day that stands before the undertaking is that of a meeting: its clause names one or an hour, and is not what must happen first."""
    if span.relation in ("by", "before", "after"):
        return False
    before = sentence[: cue[0]]
    if words.promises.once.find(before) or words.promises.then.find(sentence[span.end :]):
        return False
    is_apart = CLAUSE_END.search(before, span.end) is not None
    named = any(phrases.find(before) is not None for phrases in (words.events.interview, words.events.phone_screen))
    return named or (is_apart and _has_hour(before, span, words))


def _is_every_week(sentence: str, span: Span, words: Words) -> bool:
    """Whether it is "Monday to Friday", as opening hours are."""
    named = sentence[span.start : span.end]
    weekdays = date_patterns.patterns_of(words.dates).weekday.findall(named)
    is_range = span.is_period and span.unit == "day" and len(weekdays) > 1 and not any(map(str.isdigit, named))
    return is_range and span.first.weekday() == 0 and (span.last - span.first).days in (4, 5, 6)


def _has_hour(sentence: str, span: Span, words: Words) -> bool:
    return hours.beside(sentence, span.start, span.end, words.dates) is not None


# --- days that other sentences name ---------------------------------------------------------------------------


def _added(sentence: str, words: Words, today: Today) -> date | None:
    """Return the day that a short sentence ("Friday at the latest.") adds to the undertaking before it."""
    is_short = (
        len(sentence.split()) <= MOST_WORDS_ADDED
        if words.dates.spelling.is_spaced
        else len(sentence) <= MOST_SIGNS_ADDED
    )
    if not is_short or sentence.endswith(("?", "？")) or _speaks_of_else(sentence, words):
        return None
    spans = _near_enough(dates.find(sentence, words.dates, today), today)
    if len(spans) != 1 or spans[0].start > len(sentence) // 2 or _has_hour(sentence, spans[0], words):
        return None
    return spans[0].deadline(today.holidays)


def _of_what_comes_first(before: str, sentence: str, words: Words, today: Today) -> date | None:
    """Return the day of what the sentence before tells, if the undertaking is to follow it: "… then we'll let you know"."""
    if words.promises.then.find(sentence) is None or before.endswith(("?", "？")):
        return None
    if _is_asked(before, words) or words.events.past.find(before):
        return None
    if any(phrases.find(before) for phrases in (words.events.interview, words.events.phone_screen)):
        return None
    spans = _near_enough(dates.find(before, words.dates, today), today)
    if not spans or _has_hour(before, spans[-1], words):
        return None
    return spans[-1].deadline(today.holidays)


def _speaks_of_else(sentence: str, words: Words) -> bool:
    if _is_asked(sentence, words) or words.absences.gone.find(sentence) or words.absences.back.find(sentence):
        return True
    kinds = (words.events.interview, words.events.phone_screen, words.events.meeting, words.events.past)
    return any(phrases.find(sentence) for phrases in kinds) or words.speech.accepts.find(sentence) is not None
