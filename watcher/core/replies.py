"""Reads one message: its kind, and what it says of answers, absences, promises, events and wishes.

Days are relative to the mail's own date in its writer's zone. A message that a machine wrote promises nothing and asks nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from watcher.core import (
    absences,
    dates,
    delivery_reports,
    events,
    kinds,
    languages,
    promises,
    senders,
    sentences,
    signs,
    subjects,
)
from watcher.core.dates import Today
from watcher.core.languages import Tongue
from watcher.core.model import Absence, Body, Calendar, Event, Kind, Message, Owner, Promise, Reading
from watcher.core.phrases import Phrases
from watcher.core.words import Words

kind_of = kinds.kind_of

MOST_QUOTED = 120
WORDS_BESIDE_TALK = 3  # "Hi Alex, how are you today?"
SHORT_NOTE_WORDS = 40
WORDS_OF_FORMULA = 7  # "Thank you for your time, Alex Lind"
WORDS_BEFORE_FORMULA = 16
RIGHT_BEHIND = 15  # how far behind an agreement its denial stands
THANKS_WITHIN = 400
AMERICAN = (timedelta(hours=-10), timedelta(hours=-4))
EARLIEST, LATEST = date(1970, 1, 1), date(9000, 1, 1)  # a hostile Date must not run out of the calendar
BELIEVED_APART = timedelta(days=2)
BOUNCE_CHARACTERS = 4_000
QUESTION_SIGNS = ("?", "？")
LIST_ADDRESS = re.compile(
    r"@(?:lists?\.|[\w.-]*\.lists?\.|vger\.|googlegroups\.com$|groups\.io$|freelists\.org$|yahoogroups\.)",
    re.IGNORECASE,
)


def read(message: Message, *, owner: Owner, words: Mapping[str, Words], calendar: Calendar) -> Reading:
    """Read a message of either side. `calendar` is the user's: its zone holds for hours whose writer's zone can't be told, and nobody works on its holidays."""
    tongue = languages.tongue_of(message.text if message.text.strip() else message.envelope.subject, words)
    if message.is_sent or message.is_draft:
        return _own(message, tongue, owner, calendar)
    return _others(message, tongue, owner, calendar)


def is_human(reading: Reading) -> bool:
    """Whether a person of the other side wrote the message."""
    return reading.kind is Kind.HUMAN_REPLY


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


def _found(phrases: Callable[[Words], Phrases], text: str, known: Sequence[Words]) -> str:
    """Return the first of these phrases in the text, or the empty string."""
    for each in known:
        match = phrases(each).find(text)
        if match:
            return " ".join(match.group().split())[:MOST_QUOTED]
    return ""


def _asks(text: str, known: Sequence[Words]) -> bool:
    """Whether a sentence asks its reader something, small talk and "if you have any questions" apart."""
    if not any(sign in text for sign in QUESTION_SIGNS) and not _found(lambda each: each.speech.asks, text, known):
        return False
    for sentence in sentences.split(text):
        is_question = sentence.rstrip(")\"' 」』）").endswith(QUESTION_SIGNS)
        talk = len(sentence) < MOST_QUOTED and _found(lambda each: each.speech.small_talk, sentence, known)
        spoken = sentences.word_count(sentence) - WORDS_BESIDE_TALK
        is_talk = talk and (not is_question or sentences.word_count(talk) >= spoken)
        if not is_talk and (is_question or _found(lambda each: each.speech.asks, sentence, known)):
            return True
    return False


def _events(
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


# --- the other side's ---------------------------------------------------------------------------------


def _others(message: Message, tongue: Tongue, owner: Owner, calendar: Calendar) -> Reading:
    kind, evidence = kinds.kind_of(message.envelope, message.body, tongue.ordered, tongue.code)
    if kind is Kind.HUMAN_REPLY:
        return _human(message, tongue, calendar, evidence)
    return Reading(
        kind=kind,
        evidence=evidence,
        language=tongue.code,
        is_foreign=tongue.is_foreign,
        absence=_absence(message, tongue, calendar) if kind is Kind.AUTO_REPLY_OOO else None,
        events=_events(message, tongue, calendar) if kind in (Kind.CALENDAR_RESPONSE, Kind.AUTO_ACK) else (),
        failed_recipients=_failed_recipients(message, owner) if kind in (Kind.BOUNCE, Kind.DELAYED_DSN) else (),
        wants_answer=False,
    )


def _human(message: Message, tongue: Tongue, calendar: Calendar, evidence: str) -> Reading:
    text, known = message.text, tongue.spoken
    found = _events(message, tongue, calendar)
    closes = bool(_found(lambda each: each.speech.closes, text, known))
    ask_again = _ask_again(message, known, calendar)
    keep_trying = bool(_found(lambda each: each.speech.keep_trying, text, known))
    promise = _promise(message, known, calendar, found)
    if promise is not None:  # what a promise waits for is not over
        found = tuple(each for each in found if each.quote != promise.quote)
    if promise is not None and promise.by is None and (closes or ask_again or keep_trying):
        promise = None
    return Reading(
        kind=Kind.HUMAN_REPLY,
        evidence=evidence,
        language=tongue.code,
        is_foreign=tongue.is_foreign,
        promise=promise,
        events=found,
        wants_answer=ask_again is None and _asks(text, known),
        closes=closes and ask_again is None and not keep_trying,
        thanks=_is_mere_thanks(text, known),
        ask_again_on=ask_again,
        keep_trying=keep_trying and ask_again is None,
        stop=bool(_found(lambda each: each.speech.stop, text, known)),
    )


def _absence(message: Message, tongue: Tongue, calendar: Calendar) -> Absence:
    """Read the note in its own language, else in English, which many notes say the same in."""
    english = tuple(each for each in tongue.ordered if each.language == "en" and each not in tongue.spoken)
    read_all = [
        absences.read(
            message.envelope.subject, message.text, each, today_of(message, each, calendar, may_be_today=True)
        )
        for each in (*tongue.spoken, *english)
    ]
    none = Absence(None, next(iter(sentences.split(message.text)), message.envelope.subject)[:MOST_QUOTED])
    return next((each for each in read_all if each.returns_on is not None), next(iter(read_all), none))


def _promise(message: Message, known: Sequence[Words], calendar: Calendar, found: Sequence[Event]) -> Promise | None:
    """Read the promise; the day and hour of a call or interview to come is a meeting's, no promise."""
    occasions = {each.quote for each in found if each.over_at > message.instant}
    read_all = (
        promises.read(message.text, each, today_of(message, each, calendar))
        for each in known
        if any(it.find(message.text) for it in (each.promises.firm, each.promises.dated, each.promises.silence))
    )
    told = [each for each in read_all if each is not None and each.quote not in occasions]
    return next((each for each in told if each.by is not None), told[0] if told else None)


def _ask_again(message: Message, known: Sequence[Words], calendar: Calendar) -> date | None:
    """Return the first day of the time at which the other side wants to be asked again, and the sentence that says so."""
    for each in known:
        if not each.speech.ask_again.find(message.text):
            continue
        today = today_of(message, each, calendar)
        for sentence in sentences.split(message.text):
            asked = each.speech.ask_again.find(sentence)
            if asked is None or promises.read(sentence, each, today) is not None:
                continue
            spans = dates.find(sentence, each.dates, today)
            for span in sorted(spans, key=lambda span: span.end <= asked.start()):
                first = span.last + dates.DAY if span.relation == "after" else span.first
                if span.relation not in ("by", "before", "until", "through") and first > today.date:
                    return first
    return None


def _failed_recipients(message: Message, owner: Owner) -> tuple[str, ...]:
    """Return the addresses that failed: of X-Failed-Recipients, of the report, else the first ones that a bounce without a report names."""
    body = message.body or Body()
    stated = delivery_reports.ADDRESS.findall(message.envelope.headers.get("x-failed-recipients", ""))
    if body.report_action or not stated:
        told = [each for each in body.failed_recipients if body.report_action or not owner.is_own(each)]
        return tuple(told) or _first_named(message, owner)
    return tuple(dict.fromkeys(each.lower() for each in stated))


def _first_named(message: Message, owner: Owner) -> tuple[str, ...]:
    """Return the first address in the text of a bounce that is nobody's who wrote or got it, with those that stand in lines of their own right below it."""
    envelope = message.envelope
    apart = {each.email for each in (*envelope.to, envelope.sender) if each is not None}
    named: list[str] = []
    for line in (message.body or Body()).raw_text[:BOUNCE_CHARACTERS].splitlines():
        found = delivery_reports.ADDRESS.findall(line)
        address = found[0].lower().strip(".'") if found else ""
        is_failed = address and not owner.is_own(address) and address not in apart and not senders.DAEMON.match(address)
        if is_failed and (not named or len(line.split()) == 1):
            named.append(address)
        elif named and line.strip():
            break
    return tuple(dict.fromkeys(named))


# --- the user's own -------------------------------------------------------------------------------------


def _own(message: Message, tongue: Tongue, owner: Owner, calendar: Calendar) -> Reading:
    spoken = tongue.spoken
    asks = _asks(message.text, spoken)
    refuses = _refuses(message.text, spoken)
    declines = refuses or _declines(message, spoken)
    agrees = not declines and _agrees(message, spoken)
    confirms = not declines and _confirms(message.text, spoken)
    found = _events(message, tongue, calendar, is_own=True, agrees=agrees or confirms)
    lies_ahead = any(each.starts_at > message.instant for each in found)
    accepts = (agrees or (confirms and lies_ahead)) and _is_about_interview(message, spoken)
    sends_file = message.body is not None and bool(message.body.attachments)
    thanks = not asks and not declines and not sends_file and _is_mere_thanks(message.text, spoken)
    none_wanted = "" if accepts else _no_answer_wanted(message, spoken, owner, asks=asks, thanks=thanks)
    thanks = thanks or _thanks_for_occasion(message.envelope.subject, message.text, spoken)
    return Reading(
        kind=None,
        language=tongue.code,
        is_foreign=tongue.is_foreign,
        events=found,
        wants_answer=False if none_wanted else True if asks else None,
        thanks=thanks,
        accepts=accepts,
        agrees=agrees,
        declines=declines,
        no_answer_wanted=none_wanted,
    )


def _declines(message: Message, known: Sequence[Words]) -> bool:
    """Whether the user says no: by calendar, or in words."""
    answers = _calendar_answers(message)
    return "DECLINED" in answers.values() or (
        not answers and bool(_found(lambda each: each.speech.declines, message.text, known))
    )


def _refuses(text: str, known: Sequence[Words]) -> bool:
    """Whether words of acceptance are denied, and none is not: "Thursday doesn't work for me"."""
    denied = [
        each.promises.negations.find(_clause_around(sentence, match.start(), match.end())) is not None
        for each in known
        for sentence in sentences.split(text)
        for match in each.speech.accepts.find_all(sentence)
    ]
    return bool(denied) and all(denied)


def _confirms(text: str, known: Sequence[Words]) -> bool:
    """Whether the user says that he comes, and does not deny it: "Thursday is not possible"."""
    return any(
        each.promises.negations.find(_clause_around(sentence, match.start(), match.end())) is None
        for each in known
        for sentence in sentences.split(text)
        for match in each.events.confirms.find_all(sentence)
    )


def _clause_around(sentence: str, start: int, end: int) -> str:
    """Return an agreement with what stands near before it and right behind it ("das passt mir leider nicht"), as far as no comma parts them."""
    before = sentence[max(0, start - promises.NEAR) : start].rpartition(",")[2]
    return before + sentence[start:end] + sentence[end : end + RIGHT_BEHIND].partition(",")[0]


def _agrees(message: Message, known: Sequence[Words]) -> bool:
    """Whether the user says yes to something that lies ahead: by calendar, or in words."""
    answers = _calendar_answers(message)
    if answers:
        return "ACCEPTED" in answers.values()
    return bool(_found(lambda each: each.speech.accepts, message.text, known)) and not _found(
        lambda each: each.events.past, message.text, known
    )


def _is_about_interview(message: Message, known: Sequence[Words]) -> bool:
    answers = _calendar_answers(message)
    if answers:
        return any(said == "ACCEPTED" and _is_interview(summary, known) for summary, said in answers.items())
    return _is_interview(f"{message.envelope.subject}\n{message.text}", known)


def _calendar_answers(message: Message) -> dict[str, str]:
    """What the user's calendar answers say, by the titles of what they answer."""
    invitations = message.body.invitations if message.body is not None else ()
    return {each.summary: each.partstat for each in invitations if each.method == "REPLY"}


def _is_interview(text: str, known: Sequence[Words]) -> bool:
    return any(events.what_of(text, each) in ("interview", "phone_screen", "call") for each in known)


def _no_answer_wanted(message: Message, known: Sequence[Words], owner: Owner, *, asks: bool, thanks: bool) -> str:
    """Say why the user's message needs no answer, or return the empty string. In doubt it wants one."""
    reasons = _reasons_for_none(message, known, owner, asks=asks, thanks=thanks)
    return next((reason for reason in reasons if reason), "")


def _reasons_for_none(
    message: Message, known: Sequence[Words], owner: Owner, *, asks: bool, thanks: bool
) -> Iterator[str]:
    """Yield what may speak against an answer, the surest first; an empty string where that does not."""
    text, envelope = message.text, message.envelope
    yield _by_recipients(message, owner)
    submitted = envelope.headers.get("auto-submitted", "").lower()
    yield f"sent by the mail program, Auto-Submitted: {submitted[:40]}" if submitted not in signs.NO else ""
    yield _worded("words", _found(lambda each: each.speech.no_reply_needed, text, known))
    if asks:
        return
    base = subjects.base_subject(envelope.subject)
    yield _worded("subject", base if any(each.speech.fyi.starts(base) for each in known) else "")
    yield _worded("words", _found(lambda each: each.speech.fyi, text[:500], known))
    yield _worded("mere thanks", _found(lambda each: each.speech.thanks, text, known) if thanks else "")
    yield _worded("a decline", _found(lambda each: each.speech.declines, text, known))
    if sentences.word_count(text) <= SHORT_NOTE_WORDS and not _refuses(text, known):
        yield _worded("an acceptance", _found(lambda each: each.speech.accepts, text, known))


def _worded(name: str, found: str) -> str:
    return f"{name}: {found[:MOST_QUOTED]}" if found else ""


def _by_recipients(message: Message, owner: Owner) -> str:
    envelope = message.envelope
    methods = {each.method for each in (message.body or Body()).invitations}
    if methods & {"REPLY", "CANCEL"}:
        return f"the user's own calendar response, METHOD:{'/'.join(sorted(methods))}"
    everyone = [each.email for each in (*envelope.to, *envelope.cc, *envelope.bcc)]
    others = [each for each in everyone if not owner.is_own(each)]
    if everyone and not others:
        return "a note to oneself"
    if others and all(senders.is_no_reply(each) for each in others):
        return f"to a no-reply address: {others[0]}"
    if others and all(LIST_ADDRESS.search(each) for each in others):
        return f"to a mailing list: {others[0]}"
    return ""


def _thanks_for_occasion(subject: str, text: str, known: Sequence[Words]) -> bool:
    """Whether a text of whatever length begins with thanks for an interview, a call or a meeting; it may ask something besides."""
    start = text[:THANKS_WITHIN]
    thanked = start if subjects.is_reply(subject) else f"{subject}\n{start}"
    return any(each.speech.thanks.find(thanked) and each.events.past.find(thanked) for each in known)


def _is_mere_thanks(text: str, known: Sequence[Words]) -> bool:
    """Whether a short text thanks and does nothing else that wants an answer."""
    if not text.strip() or sentences.word_count(text) > SHORT_NOTE_WORDS or sentences.asks(text):
        return False
    thanks = _found(lambda each: each.speech.thanks, text, known)
    return (
        bool(thanks) and not _found(lambda each: each.speech.asks, text, known) and not _ends_with_thanks(text, known)
    )


def _ends_with_thanks(text: str, known: Sequence[Words]) -> bool:
    """Whether the only thanks ("Thank you for your time") are the formula that ends a text of some length."""
    said = sentences.split(text)
    thanking = [at for at, sentence in enumerate(said) if _found(lambda each: each.speech.thanks, sentence, known)]
    if len(thanking) != 1 or sentences.word_count(said[thanking[0]]) > WORDS_OF_FORMULA:
        return False
    before, after = (sum(map(sentences.word_count, each)) for each in (said[: thanking[0]], said[thanking[0] + 1 :]))
    return before > WORDS_BEFORE_FORMULA and after <= WORDS_OF_FORMULA
