"""What speaks for it that a mail without a reference answers a sent one, or nudges for it once more."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.reading.builders import ANNA, OWNER, TUESDAY, received, sent
from watcher.core import evidence
from watcher.core.evidence import STRONG, WEAK, Asked
from watcher.core.model import Address, Body, Invitation, Message

ASKED = "Could you tell me what the new shelves for the archive would cost, and whether you deliver on Saturdays?"
QUESTION = sent(ASKED, subject="Shelves for the archive", to=(ANNA,))
LATER = TUESDAY + timedelta(days=2)
AT_HOME = Address("Anna Berg", "berg.family@mailbox.example")
COLLEAGUE = Address("Bo Ek", "bo@hr.firm.example")
STRANGER = Address("Cleo Dahl", "cleo@elsewhere.example")


def score(candidate: Message, *, question: Message = QUESTION, is_only: bool = True) -> float:
    found = evidence.of_answer(Asked((question,), is_only), candidate, OWNER)
    return found.score if found is not None else 0


STRONG_ONES = {
    "the addressee, same subject": received("It is 400.", subject="Shelves for the archive", at=LATER),
    "the addressee, a new subject on the matter": received("Saturdays are fine.", subject="The archive", at=LATER),
    "her other address": received(
        "It is me, from home. The shelves cost 400.", subject="Costs", sender=AT_HOME, at=LATER
    ),
    "a colleague, same subject": received(
        "It is 400.", subject="Re: Shelves for the archive", sender=COLLEAGUE, at=LATER
    ),
    "a colleague who names her": received(
        "Anna asked me about the shelves.", subject="Archive", sender=COLLEAGUE, at=LATER
    ),
    "anybody who quotes the words": received(
        body=Body("See below.", f"See below.\n> {ASKED}"), subject="Fwd: x", sender=STRANGER, at=LATER
    ),
}
WEAK_ONES = {
    "a stranger, same subject": received(
        "It is 400.", subject="Re: Shelves for the archive", sender=STRANGER, at=LATER
    ),
    "the addressee, on nothing known": received("Shall we have lunch?", subject="Lunch", at=LATER),
}
NO_ANSWERS = {
    "a stranger": received("Do buy our lamps.", subject="Lamps", sender=STRANGER, at=LATER),
    "a colleague on another matter": received("The lift is broken.", subject="Lift", sender=COLLEAGUE, at=LATER),
    "before the question": received("It is 400.", subject="Shelves for the archive", at=TUESDAY - timedelta(days=1)),
    "months later": received("It is 400.", subject="Shelves for the archive", at=TUESDAY + timedelta(days=90)),
}


@pytest.mark.parametrize("candidate", STRONG_ONES.values(), ids=STRONG_ONES.keys())
def test_a_person_and_a_matter_together_make_an_answer(candidate: Message) -> None:
    assert score(candidate) >= STRONG


@pytest.mark.parametrize("candidate", WEAK_ONES.values(), ids=WEAK_ONES.keys())
def test_one_of_them_alone_perhaps_makes_one(candidate: Message) -> None:
    assert WEAK <= score(candidate) < STRONG


@pytest.mark.parametrize("candidate", NO_ANSWERS.values(), ids=NO_ANSWERS.keys())
def test_other_mail_is_not_even_perhaps_an_answer(candidate: Message) -> None:
    assert score(candidate) < WEAK


def test_neighbours_at_a_provider_of_free_mail_are_no_colleagues() -> None:
    asked = sent(ASKED, subject="Shelves for the archive", to=(Address("Anna Berg", "anna.b@gmail.com"),))
    reply = received(
        "It is 400.", subject="Re: Shelves for the archive", sender=Address("Bo", "bo@gmail.com"), at=LATER
    )
    assert score(reply, question=asked) < STRONG


def test_a_subject_that_says_nothing_is_no_matter() -> None:
    asked = sent("Could you call me?", subject="Hello", to=(ANNA,))
    candidate = received("Our summer party is on.", subject="Hello", at=LATER)
    assert score(candidate, question=asked, is_only=False) < WEAK


def test_a_new_subject_answers_nothing_for_certain_after_weeks() -> None:
    found = [
        score(received("The archive will have shelves.", subject="Saturdays", at=TUESDAY + timedelta(days=each)))
        for each in (2, 29)
    ]
    assert found[0] >= STRONG > found[1]


def test_whoever_writes_often_answers_nothing_by_writing() -> None:
    assert score(WEAK_ONES["the addressee, on nothing known"], is_only=False) < WEAK


def outlook(message: Message, further: bytes) -> Message:
    index = base64.b64encode(bytes(range(22)) + further).decode()
    return replace(message, envelope=replace(message.envelope, headers={"thread-index": index}))


def test_a_thread_index_made_from_that_of_the_message_is_as_good_as_a_reference() -> None:
    """Outlook's: 22 bytes name the conversation, and each reply adds five."""
    candidate = received("Fine.", subject="Something else", sender=STRANGER, at=LATER)
    assert score(outlook(candidate, b"12345"), question=outlook(QUESTION, b"")) >= STRONG
    assert score(candidate, question=outlook(QUESTION, b"")) < WEAK
    assert score(outlook(candidate, b"12345"), question=outlook(QUESTION, b"54321")) < STRONG


def test_a_calendar_answer_belongs_to_the_invitation_of_its_uid() -> None:
    invitation = Invitation("REQUEST", "u1", 0, "Lunch", None, None)
    asked = sent(body=Body("Lunch?", "Lunch?", (invitation,)), subject="Lunch")
    reply = received(
        body=Body(invitations=(replace(invitation, method="REPLY"),)), sender=STRANGER, subject="Ja", at=LATER
    )
    assert score(reply, question=asked) >= STRONG


def test_the_finding_says_who_wrote_when_and_on_what() -> None:
    found = evidence.of_answer(Asked((QUESTION,)), STRONG_ONES["the addressee, same subject"], OWNER)
    assert found is not None
    assert found.why == "Anna Berg (anna@firm.example), to whom it went, wrote 2 days later under the same subject"


NUDGES = {
    "the same subject": sent("Any thoughts?", subject="Shelves for the archive", at=LATER),
    "speaks of the earlier mail": sent("I wrote to you on Monday about the shelves.", subject="Once more", at=LATER),
    "in German": sent(
        "Ich wollte nachfragen, ob das Archiv ...", subject="Rückfrage: Shelves for the archive", at=LATER
    ),
    "quotes it": sent(body=Body("Any thoughts?", f"Any thoughts?\n> {ASKED}"), subject="Fw: x", at=LATER),
}
NO_NUDGES = {
    "another matter": sent("Do you also have lamps?", subject="Lamps", at=LATER),
    "another person": sent("Any thoughts?", subject="Shelves for the archive", to=(STRANGER,), at=LATER),
    "long after": sent("Any thoughts?", subject="Shelves for the archive", at=TUESDAY + timedelta(days=60)),
}


@pytest.mark.parametrize("further", NUDGES.values(), ids=NUDGES.keys())
def test_a_fresh_mail_on_the_same_matter_to_the_same_person_is_a_nudge(further: Message) -> None:
    assert evidence.of_nudge(Asked((QUESTION,), is_only=True), further, OWNER) is not None


@pytest.mark.parametrize("further", NO_NUDGES.values(), ids=NO_NUDGES.keys())
def test_a_matter_of_its_own_is_none(further: Message) -> None:
    assert evidence.of_nudge(Asked((QUESTION,), is_only=True), further, OWNER) is None
