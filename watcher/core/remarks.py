"""What a message of either side says: whether it asks, whether it only thanks, and the occasions it names.

Days are relative to the mail's own date in its writer's zone.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from watcher.core import dates, events, sentences
from watcher.core.dates import Today
from watcher.core.languages import Tongue
from watcher.core.model import Body, Calendar, Event, Message
from watcher.core.phrases import Phrases
from watcher.core.words import Words

MOST_QUOTED = 120
WORDS_BESIDE_TALK = 3  # "Hi Alex, how are you today?"
SHORT_NOTE_WORDS = 40
WORDS_OF_FORMULA = 7  # "Thank you for your time, Alex Lind"
WORDS_BEFORE_FORMULA = 16
AMERICAN = (timedelta(hours=-10), timedelta(hours=-4))
EARLIEST, LATEST = date(1970, 1, 1), date(9000, 1, 1)  # a hostile Date must not run out of the calendar
BELIEVED_APART = timedelta(days=2)
QUESTION_SIGNS = ("?", "？")


def today_of(message: Message, words: Words, calendar: Calendar, *, may_be_today: bool = False) -> Today:
    """Return the day a message was written on: by its Date in its writer's zone, or by its arrival in the calendar's zone where its Date can't be true."""
    written_at = _written_at(message, calendar)
    offset = written_at.utcoffset() or timedelta(0)
    told = None if words.dates.day_first or "/" not in message.text else _counts_month_first(message.text)
    return Today(
        min(max(written_at.date(), EARLIEST), LATEST),
        month_first=not words.dates.day_first and (AMERICAN[0] <= offset <= AMERICAN[1] if told is None else told),
        may_be_today=may_be_today,
        holidays=calendar.holidays,
    )


_counts_month_first = lru_cache(maxsize=16)(dates.counts_month_first)  # one text is asked several times


def _written_at(message: Message, calendar: Calendar) -> datetime:
    envelope = message.envelope
    if envelope.date is not None and abs(envelope.date - envelope.received_at) <= BELIEVED_APART:
        return envelope.date
    if envelope.date is not None and envelope.instant == envelope.date:
        return envelope.date
    return envelope.received_at.astimezone(calendar.zone)


def found_in(phrases: Callable[[Words], Phrases], text: str, known: Sequence[Words]) -> str:
    """Return the first of these phrases in the text, or the empty string."""
    for each in known:
        match = phrases(each).find(text)
        if match:
            return " ".join(match.group().split())[:MOST_QUOTED]
    return ""


def asks(text: str, known: Sequence[Words]) -> bool:
    """Whether a sentence asks its reader something, small talk and "if you have any questions" apart."""
    if not any(sign in text for sign in QUESTION_SIGNS) and not found_in(lambda each: each.speech.asks, text, known):
        return False
    for sentence in sentences.split(text):
        is_question = sentence.rstrip(")\"' 」』）").endswith(QUESTION_SIGNS)
        talk = len(sentence) < MOST_QUOTED and found_in(lambda each: each.speech.small_talk, sentence, known)
        spoken = sentences.word_count(sentence) - WORDS_BESIDE_TALK
        is_talk = talk and (not is_question or sentences.word_count(talk) >= spoken)
        if not is_talk and (is_question or found_in(lambda each: each.speech.asks, sentence, known)):
            return True
    return False


def occasions(
    message: Message, tongue: Tongue, calendar: Calendar, *, is_own: bool = False, agrees: bool = False
) -> tuple[Event, ...]:
    """Return the occasions of the calendar parts, else those of the text: the one it looks back on, and those that it names for a time to come."""
    body = message.body or Body()
    written_at = _written_at(message, calendar)
    invited = events.of_invitations(body.invitations, tongue.ordered, written_at)  # titles are often English
    if invited:
        return invited
    at = events.writer_zone(written_at, calendar.zone)
    subject = message.envelope.subject
    for each in tongue.spoken:
        today = today_of(message, each, calendar)
        past = events.of_thanks(subject, message.text, each, written_at.astimezone(at), today, is_own=is_own)
        found = *past, *events.of_text(subject, message.text, each, today, at)
        if not found and agrees:
            found = events.of_acceptance(subject, message.text, each, today, at)
        if found:
            return found
    return ()


def is_mere_thanks(text: str, known: Sequence[Words]) -> bool:
    """Whether a short text thanks and does nothing else that wants an answer."""
    if not text.strip() or sentences.word_count(text) > SHORT_NOTE_WORDS or sentences.asks(text):
        return False
    thanks = found_in(lambda each: each.speech.thanks, text, known)
    return (
        bool(thanks) and not found_in(lambda each: each.speech.asks, text, known) and not _ends_with_thanks(text, known)
    )


def _ends_with_thanks(text: str, known: Sequence[Words]) -> bool:
    """Whether the only thanks ("Thank you for your time") are the formula that ends a text of some length."""
    said = sentences.split(text)
    thanking = [at for at, sentence in enumerate(said) if found_in(lambda each: each.speech.thanks, sentence, known)]
    if len(thanking) != 1 or sentences.word_count(said[thanking[0]]) > WORDS_OF_FORMULA:
        return False
    before, after = (sum(map(sentences.word_count, each)) for each in (said[: thanking[0]], said[thanking[0] + 1 :]))
    return before > WORDS_BEFORE_FORMULA and after <= WORDS_OF_FORMULA
