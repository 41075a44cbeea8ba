"""Reads one message: its kind, and what it says of answers, absences, promises, events and wishes.

Days are relative to the mail's own date in its writer's zone. A message that a machine wrote promises nothing and asks nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from watcher.core import (
    absences,
    dates,
    delivery_reports,
    kinds,
    languages,
    own_mail,
    promises,
    remarks,
    senders,
    sentences,
)
from watcher.core.languages import Tongue
from watcher.core.model import Absence, Body, Calendar, Event, Kind, Message, Owner, Promise, Reading
from watcher.core.remarks import MOST_QUOTED
from watcher.core.words import Words

kind_of = kinds.kind_of

BOUNCE_CHARACTERS = 4_000


def read(message: Message, *, owner: Owner, words: Mapping[str, Words], calendar: Calendar) -> Reading:
    """Read a message of either side. `calendar` is the user's: its zone holds for hours whose writer's zone can't be told, and nobody works on its holidays."""
    tongue = languages.tongue_of(message.text if message.text.strip() else message.envelope.subject, words)
    if message.is_sent or message.is_draft:
        return own_mail.read(message, tongue, owner, calendar)
    return _others(message, tongue, owner, calendar)


def is_human(reading: Reading) -> bool:
    """Whether a person of the other side wrote the message."""
    return reading.kind is Kind.HUMAN_REPLY


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
        events=remarks.occasions(message, tongue, calendar) if kind in (Kind.CALENDAR_RESPONSE, Kind.AUTO_ACK) else (),
        failed_recipients=_failed_recipients(message, owner) if kind in (Kind.BOUNCE, Kind.DELAYED_DSN) else (),
        wants_answer=False,
    )


def _human(message: Message, tongue: Tongue, calendar: Calendar, evidence: str) -> Reading:
    text, known = message.text, tongue.spoken
    found = remarks.occasions(message, tongue, calendar)
    closes = bool(remarks.found_in(lambda each: each.speech.closes, text, known))
    ask_again = _ask_again(message, known, calendar)
    keep_trying = bool(remarks.found_in(lambda each: each.speech.keep_trying, text, known))
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
        wants_answer=ask_again is None and remarks.asks(text, known),
        closes=closes and ask_again is None and not keep_trying,
        thanks=remarks.is_mere_thanks(text, known),
        ask_again_on=ask_again,
        keep_trying=keep_trying and ask_again is None,
        stop=bool(remarks.found_in(lambda each: each.speech.stop, text, known)),
    )


def _absence(message: Message, tongue: Tongue, calendar: Calendar) -> Absence:
    """Read the note in its own language, else in English, which many notes say the same in."""
    english = tuple(each for each in tongue.ordered if each.language == "en" and each not in tongue.spoken)
    read_all = [
        absences.read(
            message.envelope.subject, message.text, each, remarks.today_of(message, each, calendar, may_be_today=True)
        )
        for each in (*tongue.spoken, *english)
    ]
    none = Absence(None, next(iter(sentences.split(message.text)), message.envelope.subject)[:MOST_QUOTED])
    return next((each for each in read_all if each.returns_on is not None), next(iter(read_all), none))


def _promise(message: Message, known: Sequence[Words], calendar: Calendar, found: Sequence[Event]) -> Promise | None:
    """Read the promise; the day and hour of a call or interview to come is a meeting's, no promise."""
    occasions = {each.quote for each in found if each.over_at > message.instant}
    read_all = (
        promises.read(message.text, each, remarks.today_of(message, each, calendar))
        for each in known
        if any(it.find(message.text) for it in (each.promises.firm, each.promises.dated, each.promises.silence))
    )
    invited = {each.starts_at.date() for each in found if each.from_calendar and each.over_at > message.instant}
    told = [each for each in read_all if each is not None and each.quote not in occasions and each.by not in invited]
    return next((each for each in told if each.by is not None), told[0] if told else None)


def _ask_again(message: Message, known: Sequence[Words], calendar: Calendar) -> date | None:
    """Return the first day of the time at which the other side wants to be asked again, and the sentence that says so."""
    for each in known:
        if not each.speech.ask_again.find(message.text):
            continue
        today = remarks.today_of(message, each, calendar)
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
