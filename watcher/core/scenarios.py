"""Chooses the scenario of a thread: the user's own word, else the config's rules in their order, else recognition by words, else `general`.

Drafts never count. The thread's latest phase decides: an application that led to an interview is an interview.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fnmatch import fnmatch

from watcher.core import subjects
from watcher.core.model import Address, Choice, Event, Message, MessageId, Owner, Reading, Rule, Scenario, Thread
from watcher.core.words import Words

RECOGNISED = (
    Scenario.PHONE_SCREEN,
    Scenario.INTERVIEW,
    Scenario.JOB_APPLICATION,
    Scenario.NETWORKING,
    Scenario.SALES_LEAD,
)
# The phases of one matter, in which a thread moves on and never back.
PHASES = (Scenario.JOB_APPLICATION, Scenario.PHONE_SCREEN, Scenario.INTERVIEW)
STRONG, MEDIUM, WEAK = 3, 2, 1
ENOUGH = 3
SUBJECT_FACTOR = 2
FILE_WEIGHT = 3
READ_CHARACTERS = 3_000
MOST_WORDS_SHOWN = 4
LONGEST_SHOWN = 60
OFFICE = re.compile(
    r"(?:hr|rh|jobs?|jobb|careers?|karr?iere|kariera|recruit[^\W\d_]*|rekryt[^\W\d_]*|rekrut[^\W\d_]*|recrut[^\W\d_]*|reclut[^\W\d_]*|talent[^\W\d_]*|hiring"
    r"|bewerbung[^\W\d_]*|personal(?:abteilung)?|vacatures?|sollicit[^\W\d_]*|empleo|seleccion|lavoro|candidatur[^\W\d_]*|emploi|vagas"
    r"|stilling[^\W\d_]*|jobbsok[^\W\d_]*|praca|nabor|prace|saiyo|zhaopin)(?:[._-][^\W_]+)*"
)


def match(  # noqa: PLR0913 - the interface the design names
    thread: Thread,
    readings: Mapping[MessageId, Reading],
    *,
    owner: Owner,
    rules: Sequence[Rule],
    words: Mapping[str, Words],
    chosen: Scenario | None,
) -> Choice:
    """Return the scenario of a thread with what decided it. `chosen` is the user's own word on the thread."""
    if chosen is not None:
        return Choice(chosen, "your own word", by_user=True)
    for number, rule in enumerate(rules, start=1):
        reason = _matches(rule, thread, owner)
        if reason:
            return Choice(rule.scenario, f"rule {number}: {reason}")
    return _recognised(thread, readings, words)


# --- rules --------------------------------------------------------------------------------------------------


def _matches(rule: Rule, thread: Thread, owner: Owner) -> str:
    """Return what made the rule match, or the empty string; every part that the rule has must match."""
    sent = [message for message in thread.messages if message.is_sent]
    people = [each for message in sent for each in _recipients(message)]
    others = [each for each in people if not owner.is_own(each.email)]
    own_texts = [f"{message.envelope.subject}\n{message.text}" for message in sent]
    parts = (
        ("recipient", rule.recipients, [each.email for each in people]),
        ("domain", rule.domains, [each.domain for each in others]),
        ("folder", rule.folders, [place.folder for message in thread.messages for place in message.places]),
        ("plus-address", rule.plus, [_tag(each.email) for each in people if owner.is_own(each.email)]),
    )
    reasons = []
    for name, patterns, values in parts:
        if patterns:
            reasons.append(_glob(name, patterns, values))
    if rule.subject:
        reasons.append(_word("subject", rule.subject, [message.envelope.subject for message in sent]))
    if rule.words:
        reasons.append(_word("words", rule.words, own_texts))
    return ", ".join(reasons) if reasons and all(reasons) else ""


def _recipients(message: Message) -> Iterator[Address]:
    yield from (*message.envelope.to, *message.envelope.cc, *message.envelope.bcc)


def _tag(email: str) -> str:
    return email.partition("@")[0].partition("+")[2]


def _glob(name: str, patterns: Sequence[str], values: Sequence[str]) -> str:
    return next(
        (
            f"{name} {value}"
            for pattern in patterns
            for value in values
            if value and fnmatch(value.casefold(), pattern.casefold())
        ),
        "",
    )


def _word(name: str, patterns: Sequence[str], texts: Sequence[str]) -> str:
    """Find words as shell globs: each stands for a run of whole words, `*` for any."""
    for pattern in patterns:
        for text in texts:
            folded = f" {' '.join(_bare(text).casefold().split())} "
            if fnmatch(folded, f"*[!a-z0-9]{_bare(pattern).casefold()}[!a-z0-9]*"):
                return f"{name} {pattern}"
    return ""


def _bare(text: str) -> str:
    return text.replace("\n", " ")


# --- recognition -------------------------------------------------------------------------------------------------


def _recognised(thread: Thread, readings: Mapping[MessageId, Reading], words: Mapping[str, Words]) -> Choice:
    """Recognise the scenario message by message, oldest first; a later phase replaces an earlier one."""
    current: Choice | None = None
    has_asked = False
    languages = {each.language for each in readings.values() if each.language}
    for message in thread.messages:
        reading = readings.get(message.message_id)
        spoken = _spoken(reading, languages, words)
        found = _of_message(message, reading, spoken, words, is_first=current is None)
        has_asked = has_asked or message.is_sent
        if found is not None and not message.is_sent and has_asked and found.scenario not in PHASES:
            continue  # whoever answers with a quote makes the user no seller
        if found is not None and _moves_on(current, found):
            current = found
    return current or Choice(Scenario.GENERAL, "no rule and no known words")


def _spoken(reading: Reading | None, languages: AbstractSet[str], words: Mapping[str, Words]) -> tuple[Words, ...]:
    """Return the languages to look for words in: the message's own, else those of the thread, and English; all where nothing tells."""
    own = {reading.language} if reading is not None and reading.language else languages
    if not own and not (reading is not None and reading.is_foreign):
        return tuple(words.values())
    return tuple(each for code, each in words.items() if code in own or code == "en")


def _moves_on(current: Choice | None, found: Choice) -> bool:
    if current is None:
        return True
    if found.scenario not in PHASES:
        return False
    if current.scenario not in PHASES:
        return found.scenario is not Scenario.JOB_APPLICATION
    return PHASES.index(found.scenario) > PHASES.index(current.scenario)


def _of_message(
    message: Message, reading: Reading | None, spoken: Sequence[Words], words: Mapping[str, Words], *, is_first: bool
) -> Choice | None:
    """Weigh the words of one message; only a person's, or the user's own. An occasion whose time is known outweighs words."""
    if reading is not None and reading.kind not in (None, "human_reply", "calendar_response", "auto_ack"):
        return None
    events = reading.events if reading is not None else ()
    event = _of_events(each for each in events if each.has_hour)
    if event is not None:
        return event
    subject = _subject_of(message) if is_first or not subjects.is_reply(message.envelope.subject) else ""
    scores = {scenario: _score(scenario, message, subject, spoken) for scenario in RECOGNISED}
    weight, found = scores[Scenario.JOB_APPLICATION]
    signs = tuple(_signs_of_application(message, words))
    added = sum(weight for weight, _ in signs)
    scores[Scenario.JOB_APPLICATION] = weight + added, [*found, *(shown for _, shown in signs)]
    best = max(RECOGNISED, key=lambda scenario: scores[scenario][0])
    if best is Scenario.INTERVIEW and _is_named(Scenario.PHONE_SCREEN, message, subject, spoken):
        best = Scenario.PHONE_SCREEN  # the words of interviews are its words as well, its own are not theirs
    weight, found = scores[best]
    if weight < ENOUGH:
        return _of_events(events)
    return Choice(best, f"words: {', '.join(found[:MOST_WORDS_SHOWN])}")


def _of_events(events: Iterable[Event]) -> Choice | None:
    for event in events:
        if event.what in ("interview", "phone_screen") and not event.cancelled:
            scenario = Scenario.INTERVIEW if event.what == "interview" else Scenario.PHONE_SCREEN
            return Choice(scenario, f"event: {event.quote[:80]}")
    return None


def _score(scenario: Scenario, message: Message, subject: str, words: Sequence[Words]) -> tuple[int, list[str]]:
    """Return the weight of a scenario's words in a message, each word once, and the words, heaviest first. Words of the subject count twice."""
    best: tuple[int, list[str]] = (0, [])
    for each in words:
        known = each.scenarios.get(scenario.value)
        if known is None:
            continue
        total, deciding, found = 0, 0, []
        for weight, phrases in ((STRONG, known.strong), (MEDIUM, known.medium), (WEAK, known.weak)):
            in_subject = {_shown(hit.group()) for hit in phrases.find_all(subject)}
            in_text = {_shown(hit.group()) for hit in phrases.find_all(message.text[:READ_CHARACTERS])} - in_subject
            total += weight * (SUBJECT_FACTOR * len(in_subject) + len(in_text))
            deciding += (weight > WEAK) * (len(in_subject) + len(in_text))
            found += [*sorted(in_subject), *sorted(in_text)]
        if not deciding:
            total, found = 0, []  # words that only add prove nothing alone
        best = max(best, (total, found))
    return best


def _is_named(scenario: Scenario, message: Message, subject: str, words: Sequence[Words]) -> bool:
    """Whether a message has words that decide alone for a scenario."""
    text = f"{subject}\n{message.text[:READ_CHARACTERS]}"
    known = [each.scenarios[scenario.value] for each in words if scenario.value in each.scenarios]
    return any(each.strong.find(text) for each in known)


def _subject_of(message: Message) -> str:
    """Return the subject, and the titles of the invitations in the message."""
    invitations = message.body.invitations if message.body is not None else ()
    return "\n".join(dict.fromkeys([message.envelope.subject, *(each.summary for each in invitations)]))


def _signs_of_application(message: Message, words: Mapping[str, Words]) -> Iterator[tuple[int, str]]:
    """Yield what beside words makes the user's own mail an application, with its weight: an attached CV or letter, an office for applications among the addressees."""
    if not message.is_sent:
        return
    names = message.body.attachments if message.body is not None else ()
    for name in names:
        if any(each.files.find(name.replace("_", " ").replace("-", " ")) for each in words.values()):
            yield FILE_WEIGHT, f"the file {name}"
            break
    for each in message.envelope.to:
        if OFFICE.fullmatch(each.email.partition("@")[0].partition("+")[0]):
            yield MEDIUM, f"to {each.email}"
            break


def _shown(text: str) -> str:
    shown = " ".join(text.lower().split())
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
