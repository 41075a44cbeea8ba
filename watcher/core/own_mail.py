"""Reads the user's own mail: whether it wants an answer, what it agrees to or declines, and the occasions it names."""

import re
from collections.abc import Iterator, Sequence

from watcher.core import events, promises, remarks, senders, sentences, signs, subjects
from watcher.core.languages import Tongue
from watcher.core.model import Body, Calendar, Message, Owner, Reading
from watcher.core.remarks import MOST_QUOTED, SHORT_NOTE_WORDS
from watcher.core.words import Words

RIGHT_BEHIND = 15  # how far behind an agreement its denial stands
THANKS_WITHIN = 400
LIST_ADDRESS = re.compile(
    r"@(?:lists?\.|[\w.-]*\.lists?\.|vger\.|googlegroups\.com$|groups\.io$|freelists\.org$|yahoogroups\.)",
    re.IGNORECASE,
)


def read(message: Message, tongue: Tongue, owner: Owner, calendar: Calendar) -> Reading:
    """Read a message that the user wrote."""
    spoken = tongue.spoken
    asks = remarks.asks(message.text, spoken)
    refuses = _refuses(message.text, spoken)
    declines = refuses or _declines(message, spoken)
    agrees = not declines and _agrees(message, spoken)
    confirms = not declines and _confirms(message.text, spoken)
    found = remarks.occasions(message, tongue, calendar, is_own=True, agrees=agrees or confirms)
    lies_ahead = any(each.starts_at > message.instant for each in found)
    accepts = (agrees or (confirms and lies_ahead)) and _is_about_interview(message, spoken)
    sends_file = message.body is not None and bool(message.body.attachments)
    thanks = not asks and not declines and not sends_file and remarks.is_mere_thanks(message.text, spoken)
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
        not answers and bool(remarks.found_in(lambda each: each.speech.declines, message.text, known))
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
    return bool(remarks.found_in(lambda each: each.speech.accepts, message.text, known)) and not remarks.found_in(
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
    yield _worded("words", remarks.found_in(lambda each: each.speech.no_reply_needed, text, known))
    if asks:
        return
    base = subjects.base_subject(envelope.subject)
    yield _worded("subject", base if any(each.speech.fyi.starts(base) for each in known) else "")
    yield _worded("words", remarks.found_in(lambda each: each.speech.fyi, text[:500], known))
    yield _worded("mere thanks", remarks.found_in(lambda each: each.speech.thanks, text, known) if thanks else "")
    yield _worded("a decline", remarks.found_in(lambda each: each.speech.declines, text, known))
    if sentences.word_count(text) <= SHORT_NOTE_WORDS and not _refuses(text, known):
        yield _worded("an acceptance", remarks.found_in(lambda each: each.speech.accepts, text, known))


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
