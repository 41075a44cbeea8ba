"""Reads the occasions that are known by their time: an invitation, or the day and hour of an interview or a call in the text."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from watcher.core import date_patterns, dates, hours, past_days, recurrence, sentences, subjects
from watcher.core.dates import Span, Today
from watcher.core.model import Event, Invitation
from watcher.core.phrases import Phrases
from watcher.core.words import Words

MOST_QUOTED = 300
MOST_EVENTS = 10
NEAR = 60  # how far behind the thanks that stands which they are for
WELL_KNOWN = ("interview", "phone_screen")
BESIDE = 15  # how far from an occasion its day stands
NOON = timedelta(hours=12)
NOON_CLOCK = time(12)
ZONE = re.compile(
    r"\s*\(?(?P<name>CET|CEST|GMT|UTC|BST|EET|EEST|EST|EDT|CST|CDT|MST|MDT|PST|PDT)\b(?P<offset>[+-](?:1[0-4]|\d)\b)?"
)
OFFSET_HOURS = {
    "CET": 1,
    "CEST": 2,
    "GMT": 0,
    "UTC": 0,
    "BST": 1,
    "EET": 2,
    "EEST": 3,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}


def of_invitations(
    invitations: Iterable[Invitation], words: Iterable[Words], written_at: datetime
) -> tuple[Event, ...]:
    """Return the occasions of a message's calendar parts: of what recurs the next one. A REPLY names the occasion it answers, a declined one takes none away from it."""
    known = tuple(words)
    found = []
    for each in invitations:
        if each.starts_at is None or each.all_day:
            continue
        starts_at = recurrence.next_start(each.starts_at, each.recurs, written_at) if each.recurs else each.starts_at
        lasts = each.ends_at - each.starts_at if each.ends_at and each.ends_at >= each.starts_at else None
        found.append(
            Event(
                starts_at=starts_at,
                ends_at=starts_at + lasts if lasts is not None else None,
                what=_called(each.summary, known) or "meeting",
                quote=each.summary[:MOST_QUOTED],
                uid=each.uid,
                cancelled=each.cancelled or (each.method == "REPLY" and each.partstat == "DECLINED"),
                from_calendar=True,
                sequence=each.sequence,
            )
        )
    return tuple(found[:MOST_EVENTS])


def of_text(subject: str, text: str, words: Words, today: Today, zone: tzinfo) -> tuple[Event, ...]:
    """Return the interviews and calls whose day and hour the text names. Hours are those of `zone` where the text names no zone.

    A sentence must hold the day and the hour; the occasion may stand in it, in the sentence before, or in the subject. A
    question that leaves no choice proposes one: its quote ends with the question mark.
    """
    occasions = (words.events.phone_screen, words.events.interview, words.events.call, words.events.meeting)
    if not any(each.may_be_in(f"{subject}\n{text}") for each in occasions):
        return ()
    found: list[Event] = []
    before = ""
    for sentence in sentences.split(text):
        what = _called(f"{subject}\n{before}\n{sentence}", (words,)) if any(map(str.isnumeric, sentence)) else ""
        if what and _lies_ahead(sentence, words) and not _leaves_choice(sentence, words):
            spans = dates.find(sentence, words.dates, today)
            named = [event for span in spans if (event := _event(sentence, span, what, words, zone))]
            if len({each.starts_at for each in named}) == 1:  # several are times to choose from
                found.append(named[0])
        before = sentence
    return tuple({each.starts_at: each for each in found}.values())[:MOST_EVENTS]


def of_acceptance(subject: str, text: str, words: Words, today: Today, zone: tzinfo) -> tuple[Event, ...]:
    """Return the interview or call to come whose day a text names without an hour, or with one in words: "Thursday at half ten suits me". For a text that agrees to it."""
    what = _called(f"{subject}\n{text}", (words,))
    if what not in (*WELL_KNOWN, "call"):
        return ()
    ahead = {
        span.first: sentence
        for sentence in sentences.split(text)
        if _lies_ahead(sentence, words)
        for span in dates.find(sentence, words.dates, today)
        if not span.is_period and not span.relation and not span.is_contradicted and span.first > today.date
    }
    if len(ahead) != 1:
        return ()
    ((day, sentence),) = ahead.items()
    return (Event(_at(day, NOON_CLOCK, zone), None, what, sentence[:MOST_QUOTED], has_hour=False),)


def of_thanks(  # noqa: PLR0913 - a text, whose it is, and when it was written
    subject: str, text: str, words: Words, written_at: datetime, today: Today, *, is_own: bool = False
) -> tuple[Event, ...]:
    """Return the interview, call or meeting that a text thanks for or looks back on, by its day: "thank you for the interview this morning".

    The day stands in the same sentence or in the subject, if that is no older message's. `written_at` is in the writer's zone: what was that day ended by then.
    Of a text of the user's own (`is_own`) it is enough that it names the interview as yesterday's, or that its subject thanks for it.
    """
    subject = "" if subjects.is_reply(subject) else subject
    in_subject = _called(subject, (words,))
    is_thanked = is_own and in_subject != "" and words.speech.thanks.find(subject) is not None
    for sentence in (*sentences.split(text), subject):
        is_named = sentence is subject and in_subject in WELL_KNOWN
        is_told = is_named or words.events.past.find(sentence) is not None or _thanks_for_occasion(sentence, words)
        if not is_told and not (is_own and _is_past_by_itself(sentence, words, today, is_thanked=is_thanked)):
            continue
        if words.events.moved.find(sentence) or words.events.called_off.find(sentence):
            continue
        day = past_days.find(sentence, words.dates, today) or past_days.find(subject, words.dates, today)
        if day is None:
            continue
        what = in_subject if in_subject in WELL_KNOWN else _called(sentence, (words,)) or in_subject or "meeting"
        quote, zone = sentence[:MOST_QUOTED], written_at.tzinfo or UTC
        hour = hours.find(sentence, words.dates)
        if len(hour) == 1 and (at := _at(day, hour[0].starts, zone)) < written_at:
            return (Event(at, None, what, quote),)
        midnight = _at(day, time(), zone)
        ends_at = written_at if day == written_at.date() else midnight + NOON
        if not midnight < ends_at <= written_at:
            continue
        starts_at = max(midnight, ends_at - timedelta(hours=1))
        return (Event(starts_at, ends_at, what, quote, has_hour=False),)
    return ()


def _thanks_for_occasion(sentence: str, words: Words) -> bool:
    """Whether a sentence thanks, and then names an interview, a call or a meeting; in scripts without spaces in any order."""
    thanks = words.speech.thanks.find(sentence)
    if thanks is None:
        return False
    spaced = words.dates.spelling.is_spaced
    return _called(sentence[thanks.end() : thanks.end() + NEAR] if spaced else sentence, (words,)) != ""


def _is_past_by_itself(sentence: str, words: Words, today: Today, *, is_thanked: bool) -> bool:
    """Whether a sentence speaks of an interview as past by its day alone ("the interview yesterday"), or of a day as past where the subject thanks for an occasion."""
    if is_thanked:
        return past_days.ago(sentence, words.dates, today) is not None
    for phrases in (words.events.phone_screen, words.events.interview):
        for match in phrases.find_all(sentence):
            around = sentence[max(0, match.start() - BESIDE) : match.end() + BESIDE]
            day = past_days.ago(around, words.dates, today)
            if day is not None and day < today.date:
                return True
    return False


def is_proposal(event: Event) -> bool:
    """Whether it was asked for and not told, so that nobody knows of it before it is accepted."""
    return not event.from_calendar and event.quote.endswith("?")


def _lies_ahead(sentence: str, words: Words) -> bool:
    return words.events.past.find(sentence) is None or words.events.moved.find(sentence) is not None


def _leaves_choice(sentence: str, words: Words) -> bool:
    """Whether it asks for one of several times."""
    if not sentence.endswith("?"):
        return False
    return (
        len(hours.find(sentence, words.dates)) > 1
        or re.search(
            rf"\W(?:{date_patterns.any_of(words.dates.either, words.dates.spelling)})\W", sentence, re.IGNORECASE
        )
        is not None
    )


def what_of(text: str, words: Words) -> str:
    """Return what kind of occasion a text speaks of, or the empty string."""
    return _called(text, (words,))


def _called(text: str, known: Iterable[Words]) -> str:
    for words in known:
        kinds: tuple[tuple[str, Phrases], ...] = (
            ("phone_screen", words.events.phone_screen),
            ("interview", words.events.interview),
            ("call", words.events.call),
            ("meeting", words.events.meeting),
        )
        for what, phrases in kinds:
            if phrases.find(text):
                return what
    return ""


def _event(sentence: str, span: Span, what: str, words: Words, zone: tzinfo) -> Event | None:
    relation = "" if date_patterns.is_by_or_on(sentence, span.start, words.dates) else span.relation
    is_moved = relation == "until" and words.events.moved.find(sentence[: span.end]) is not None
    if span.is_period or (relation in ("before", "after", "until", "through", "by") and not is_moved):
        return None
    outside = f"{sentence[: span.start]}{'_' * (span.end - span.start)}{sentence[span.end :]}"
    hour = hours.nearest(outside, span.start, span.end, words.dates)
    if hour is None:
        return None
    starts, ends = hour.starts, hour.ends
    named = ZONE.match(outside, hour.end)
    in_zone = timezone(timedelta(hours=OFFSET_HOURS[named["name"]] + int(named["offset"] or 0))) if named else zone
    starts_at = _at(span.first, starts, in_zone)
    ends_at = _at(span.first, ends, in_zone) if ends and ends > starts else None
    return Event(starts_at, ends_at, what, sentence[:MOST_QUOTED])


def _at(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone)


def writer_zone(written_at: datetime, zone: tzinfo) -> tzinfo:
    """Return the zone that a writer's hours are meant in: the user's own where it has the offset of the mail's Date or that is plain UTC (as machines write), else that offset."""
    offset = written_at.utcoffset()
    if offset is None or not offset or written_at.astimezone(zone).utcoffset() == offset:
        return zone
    return written_at.tzinfo or UTC
