"""What speaks for it that a mail answers a sent one, or that a sent one is the nudge of an earlier, though no reference says so: who wrote, on what, and when.

The weights were set by hand: a person and a matter together make an answer, one of them alone does not. Each finding says in words what it rests on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from watcher.core import conversation, matter, own_mail, people, plain_words, subjects, wording
from watcher.core.folding import fold
from watcher.core.model import Address, Kind, Message, Owner, Reading

CLOCKS_APART = timedelta(minutes=10)
ANSWER_WITHIN = timedelta(days=60)
NUDGE_WITHIN = timedelta(days=45)  # the longest ladder, its last gap included
SURE = 1.0
STRONG, WEAK = 0.8, 0.6
STRANGER_AT_MOST = 0.75
ADDRESSEE, SAME_NAME, NAMING_COLLEAGUE, SAME_CIRCLE, COLLEAGUE = 0.4, 0.4, 0.35, 0.25, 0.2
COPYING_COLLEAGUE = 0.35
SAME_SUBJECT, SAME_TAGS, REPLY_PREFIX, HELD_SUBJECT, EMPTY_SUBJECT, SUBJECT_IN_TEXT = 0.5, 0.12, 0.15, 0.4, 0.3, 0.3
QUOTED, PARTLY_QUOTED = 0.5, 0.25  # shares of the user's words
SAME_CONVERSATION = 0.5
YOUR_MAIL, ONLY_THREAD = 0.12, 0.25
IN_BOTH_SUBJECTS, IN_A_SUBJECT, IN_TEXTS, NUMBER = 0.2, 0.12, 0.05, 0.25
LONG_WORD, MORE_FOR_LONG, MOST_FOR_TEXTS, MOST_FOR_WORDS = 8, 1.3, 0.15, 0.45
SHORTEST_HELD = 8  # letters of a subject that is looked for inside another
LATE_ON_NO_SUBJECT = 0.2
SOON, LATER, LATE = timedelta(days=3), timedelta(days=14), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked in one thread before some moment: his messages, oldest first. `is_only`: he wrote of nothing else to these people lately, and they seldom write of themselves."""

    own: tuple[Message, ...]
    is_only: bool = False

    @property
    def last(self) -> Message:
        """The newest."""
        return self.own[-1]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for it, which may be more than 1, and what. `is_sure`: the message itself is named or quoted."""

    score: float
    why: str
    is_sure: bool = False


# Answers -----------------------------------------------------------------------------------------------------------------------------


def of_answer(asked: Asked, candidate: Message, owner: Owner) -> Evidence | None:
    """Weigh a mail of somebody else's as an answer to what was asked; None where it lies outside the time, or nothing speaks for it."""
    waited = candidate.instant - asked.last.instant
    if not -CLOCKS_APART <= waited <= ANSWER_WITHIN:
        return None
    who, whom = _writer(asked, candidate, owner)
    when = wording.span(waited)
    wrote = f"{wording.sender(candidate)}{f', {whom},' if whom else ''} wrote {when} later"
    sure = _names_or_quotes(asked, candidate)
    if sure:
        return Evidence(SURE + who + _subject(asked, candidate)[0], f"{wrote} {sure}", is_sure=True)
    what, on = _matter(asked, candidate, owner)
    by_subject = _subject(asked, candidate)[0]
    if by_subject < SAME_SUBJECT and (who == SAME_CIRCLE or _is_of_other_talk(asked, candidate, owner)):
        return None
    score = who + what + _by_time(waited)
    if not by_subject and waited > LATER:
        score -= LATE_ON_NO_SUBJECT
    if what or who >= NAMING_COLLEAGUE:
        score += ONLY_THREAD * (asked.is_only and who > 0)
    if who and plain_words.your_mail().search(fold(candidate.text[: matter.MOST_TEXT])):
        score += YOUR_MAIL
    if score <= 0 or not (what or asked.is_only):
        return None
    if not who:
        score = min(score, STRANGER_AT_MOST)
    return Evidence(round(score, 2), f"{wrote} {on}".rstrip())


def _is_of_other_talk(asked: Asked, candidate: Message, owner: Owner) -> bool:
    """Whether it says that it answers something else, or was not written to the user."""
    envelope = candidate.envelope
    if envelope.references or not any(owner.is_own(each.email) for each in (*envelope.to, *envelope.cc)):
        return True
    topic = subjects.base_subject(envelope.subject)
    if not subjects.is_reply(envelope.subject) or not matter.says_something(topic):
        return False
    mine = [matter.words_of(f"{each.envelope.subject}\n{each.text}") for each in asked.own]
    return not any(words.shared_with(matter.words_of(topic)) for words in mine)


def could_be_answer(asked: Asked, candidate: Message, owner: Owner) -> bool:
    """Whether it is worth reading the texts: by who wrote, when and under which subject."""
    if not -CLOCKS_APART <= candidate.instant - asked.last.instant <= ANSWER_WITHIN:
        return False
    sender = candidate.envelope.sender
    return (
        _writer_by_header(asked, candidate, owner)[0] > 0
        or bool(_subject(asked, candidate)[0])
        or (sender is not None and any(people.is_perhaps_same_name(each, sender) for each in _readers(asked, owner)))
    )


def belongs(reading: Reading) -> bool:
    """Whether a message of this kind can answer: a person's words, or the answer to an invitation."""
    return reading.kind in (Kind.HUMAN_REPLY, Kind.CALENDAR_RESPONSE)


def _names_or_quotes(asked: Asked, candidate: Message) -> str:
    index = matter.index_of(candidate.envelope)
    if any(matter.is_answer_by_index(matter.index_of(each.envelope), index) for each in asked.own):
        return "in the same conversation, as Outlook numbers it"
    if _answers_invitation(asked, candidate):
        return "in answer to your invitation"
    text = matter.text_of(candidate)
    if any(matter.quoted_share(each.text, text) >= QUOTED for each in asked.own):
        return "and quotes your words"
    return ""


def _answers_invitation(asked: Asked, candidate: Message) -> bool:
    if candidate.body is None or not candidate.body.invitations:
        return False
    uids = {each.uid for own in asked.own if own.body is not None for each in own.body.invitations if each.uid}
    return any(each.uid in uids for each in candidate.body.invitations if each.method in ("REPLY", "COUNTER"))


def _by_time(waited: timedelta) -> float:
    if waited <= SOON:
        return 0.1
    if waited <= LATER:
        return 0.05
    return -0.15 if waited <= LATE else -0.4


# Who ---------------------------------------------------------------------------------------------------------------------------------


def _writer(asked: Asked, candidate: Message, owner: Owner) -> tuple[float, str]:
    """Weigh who wrote, and say it."""
    by_header, whom = _writer_by_header(asked, candidate, owner)
    if by_header >= SAME_NAME:
        return by_header, whom
    words = frozenset(matter.all_words(candidate.text))
    readers = list(_readers(asked, owner))
    readers = [each for each in readers if not own_mail.LIST_ADDRESS.search(each.email)]
    sender = candidate.envelope.sender
    if sender is not None and by_header < COLLEAGUE:
        for each in readers:
            if people.is_perhaps_same_name(each, sender) and people.is_first_named_in(each, words):
                return SAME_NAME, f"whose name is like that of {wording.person(each)}"
    named = next((each for each in readers if people.is_named_in(each, words)), None)
    if named is not None and by_header in (0, SAME_CIRCLE):
        return SAME_NAME, f"who names {wording.person(named)}"
    if by_header >= COLLEAGUE:
        named = named or next((each for each in readers if people.is_first_named_in(each, words)), None)
        if named is not None and by_header == COLLEAGUE:
            return NAMING_COLLEAGUE, f"who names {wording.person(named)}"
    return by_header, whom


def _writer_by_header(asked: Asked, candidate: Message, owner: Owner) -> tuple[float, str]:
    sender = candidate.envelope.sender
    if sender is None:
        return 0.0, ""
    readers = list(_readers(asked, owner))
    emails = {each.email for each in readers}
    if sender.email in emails and not _is_of_list(candidate):
        return ADDRESSEE, "to whom it went"
    same = next((each for each in readers if people.is_same_name(each, sender)), None)
    if same is not None:
        return SAME_NAME, f"who bears the name of {wording.person(same)}"
    circle = {each.email for each in conversation.readers(candidate, owner)} & emails
    firm = people.organisation(sender.email)
    is_colleague = (
        firm != ""
        and not people.is_of_owner(owner.addresses, firm)
        and any(people.organisation(each) == firm for each in emails)
    )
    if circle:
        to_them = "to you and to others whom yours went to"
        return (
            (COPYING_COLLEAGUE, f"a colleague at {wording.one_line(firm)}, {to_them}")
            if is_colleague
            else (SAME_CIRCLE, to_them)
        )
    return (COLLEAGUE, f"a colleague at {wording.one_line(firm)}") if is_colleague else (0.0, "")


def _readers(asked: Asked, owner: Owner) -> Iterator[Address]:
    for message in asked.own:
        yield from conversation.readers(message, owner)


def _is_of_list(candidate: Message) -> bool:
    """Whether a list stands in From in the writer's place ("Anna via Users <users@lists…>")."""
    sender = candidate.envelope.sender
    return (
        sender is not None
        and "list-id" in candidate.envelope.headers
        and sender.email
        in {each.email for each in (*candidate.envelope.to, *candidate.envelope.cc)}
        | {candidate.envelope.headers["list-id"].strip("<> ").replace(".", "@", 1)}
    )


# What --------------------------------------------------------------------------------------------------------------------------------


def _matter(asked: Asked, candidate: Message, owner: Owner) -> tuple[float, str]:
    """Weigh what both are about, and say it."""
    by_subject, on = _subject(asked, candidate)
    by_words, shared = _shared(asked, candidate, owner, texts_only=by_subject >= SAME_SUBJECT)
    quoted = max((matter.quoted_share(each.text, matter.text_of(candidate)) for each in asked.own), default=0.0)
    score = by_subject + by_words
    said = [on] if on else []
    if shared:
        said.append("with " + ", ".join(f'"{wording.one_line(each)}"' for each in shared[:3]))
    if quoted >= PARTLY_QUOTED:
        score += quoted
        said.append("with some of your words")
    if _is_same_conversation(asked, candidate):
        score += SAME_CONVERSATION
        said.append("in the same conversation of Outlook's")
    return score, " ".join(said)


def _subject(asked: Asked, candidate: Message) -> tuple[float, str]:
    its = matter.topics(candidate.envelope)
    is_answer = subjects.is_reply(candidate.envelope.subject)
    tags = matter.numbered_tags(candidate.envelope.subject)
    best: tuple[float, str] = (0.0, "")
    for each in asked.own:
        shared = matter.topics(each.envelope) & its
        if any(matter.says_something(topic) for topic in shared):
            is_exact = matter.numbered_tags(each.envelope.subject) == tags
            score = SAME_SUBJECT + REPLY_PREFIX * is_answer + SAME_TAGS * is_exact
            best = max(best, (score, "under the same subject"))
        elif shared and is_answer:
            best = max(best, (EMPTY_SUBJECT, "under the same subject"))
        elif _stands_in(its, each.text):
            best = max(best, (SUBJECT_IN_TEXT, "under a subject that stands in your text"))
        elif any(_holds(mine, theirs) for mine in matter.topics(each.envelope) for theirs in its):
            best = max(best, (HELD_SUBJECT, "under a subject with yours in it"))
    return best


def _stands_in(topics: Iterable[str], text: str) -> bool:
    """Whether all that one of the subjects says stands in a text: "Your X-ray", and you asked for the X-ray."""
    mine = matter.words_of(text)
    return any(bool(said := matter.words_of(topic)) and len(said.shared_with(mine)) == len(said) for topic in topics)


def _holds(mine: str, theirs: str) -> bool:
    """Whether one subject stands in the other."""
    shorter, longer = sorted((mine, theirs), key=len)
    return len(shorter) >= SHORTEST_HELD and shorter in longer and matter.says_something(shorter)


def _is_same_conversation(asked: Asked, candidate: Message) -> bool:
    mine = {matter.conversation_of(each.envelope) for each in asked.own} - {""}
    return matter.conversation_of(candidate.envelope) in mine


def _shared(asked: Asked, candidate: Message, owner: Owner, *, texts_only: bool = False) -> tuple[float, list[str]]:
    """Weigh the rare words that both use, names apart, and where they have one subject, its words; the weightiest first."""
    everyone = [
        *_readers(asked, owner),
        *(each.envelope.sender for each in (*asked.own, candidate) if each.envelope.sender),
    ]
    names = frozenset(people.names([*everyone, *candidate.envelope.to]))
    my_subjects, my_texts = (
        [_words(text, names) for text in texts] for texts in zip(*map(_parts, asked.own), strict=True)
    )
    subject, text = (_words(each, names) for each in _parts(candidate))
    if texts_only:
        my_texts = [_words(each.text, names | _subject_words(asked)) for each in asked.own]
        my_subjects, subject = [], matter.words_of("")
    by_texts = {word for words in my_texts for word in words.shared_with(text)}
    found = {word: _weight(word, IN_TEXTS) for word in by_texts}
    for mine, theirs, weight in (
        (my_texts, subject, IN_A_SUBJECT),
        (my_subjects, text, IN_A_SUBJECT),
        (my_subjects, subject, IN_BOTH_SUBJECTS),
    ):
        for words in mine:
            found.update((word, _weight(word, weight)) for word in words.shared_with(theirs))
    best = sorted(found, key=lambda word: (-found[word], word))
    further = min(MOST_FOR_TEXTS, sum(weight for weight in found.values() if weight < IN_A_SUBJECT))
    return min(MOST_FOR_WORDS, further + sum(weight for weight in found.values() if weight >= IN_A_SUBJECT)), best


def _subject_words(asked: Asked) -> frozenset[str]:
    return frozenset(word for each in asked.own for word in matter.all_words(each.envelope.subject))


def _weight(word: str, weight: float) -> float:
    if any(character.isdigit() for character in word):
        return NUMBER
    return weight * (MORE_FOR_LONG if len(word) >= LONG_WORD else 1.0)


def _parts(message: Message) -> tuple[str, str]:
    return subjects.base_subject(message.envelope.subject), message.text


def _words(text: str, names: frozenset[str]) -> matter.Words:
    return matter.words_of(text).without(names)


# The user's own ----------------------------------------------------------------------------------------------------------------------


def of_nudge(asked: Asked, further: Message, owner: Owner) -> Evidence | None:
    """Weigh a further message of the user's, which names no earlier one, as the nudge of what was asked; None where it is a matter of its own."""
    waited = further.instant - asked.last.instant
    if not timedelta(0) <= waited <= NUDGE_WITHIN or not _goes_to_the_same(asked, further, owner):
        return None
    refers = (
        plain_words.my_mail().search(fold(f"{further.envelope.subject}\n{further.text}"[: matter.MOST_TEXT]))
        is not None
    )
    by_subject, on = _subject(asked, further)
    words, shared = _shared(asked, further, owner, texts_only=by_subject >= SAME_SUBJECT)
    if any(_is_quoted_in(each, further) for each in asked.own):
        return Evidence(SURE, "it goes to the same person and quotes it", is_sure=True)
    if by_subject >= SAME_SUBJECT:
        return Evidence(by_subject + 0.2 + words / 2, f"it goes to the same person {on}")
    if refers and (by_subject or words >= IN_A_SUBJECT or asked.is_only):
        told = on or (f'with "{wording.one_line(shared[0])}"' if shared else "")
        return Evidence(
            0.5 + by_subject / 2 + words / 2,
            " ".join(f"it goes to the same person {told} and speaks of an earlier message".split()),
        )
    return None


def _is_quoted_in(own: Message, further: Message) -> bool:
    """Whether a message stands below another of the user's, rather than that both say the same."""
    below = matter.quoted_share(own.text, matter.text_of(further)) >= QUOTED
    return below and matter.quoted_share(own.text, further.text) < QUOTED


def _goes_to_the_same(asked: Asked, further: Message, owner: Owner) -> bool:
    its = {each.email for each in conversation.addressees(further, owner)}
    return any(its & {each.email for each in conversation.addressees(own, owner)} for own in asked.own)
