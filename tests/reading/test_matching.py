"""Which mail belongs to a sent message though nothing refers to it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.reading.builders import ANNA, TUESDAY, reading, received, sent
from watcher.core import matching, subjects
from watcher.core.model import Address, Body, MessageId

LATER = TUESDAY + timedelta(hours=3)
BO = Address("Bo", "bo@other.example")
DAEMON = Address("", "mailer-daemon@mx.example")
AWAY = {"auto-submitted": "auto-replied"}


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: Our talk", "our talk"),
        ("SV: Re: VS: Our  talk", "our talk"),
        ("AW: [team] Our talk", "our talk"),
        ("RES: TR: Our talk (fwd)", "our talk"),
        ("Re[2]: Our talk", "our talk"),
        ("Automatic reply: Our talk", "our talk"),
        ("Autosvar: Sv: Our talk", "our talk"),
        ("Recall: Our talk", "recall: our talk"),
        ("Return of the talk", "return of the talk"),
        ("Re:", ""),
        ("[x]", "[x]"),
    ],
)
def test_the_base_subject_is_what_a_conversation_shares(subject: str, base: str) -> None:
    assert subjects.base_subject(subject) == base


def test_an_absence_note_of_a_recipient_under_the_subject_belongs() -> None:
    note = received("I am out of office.", subject="Automatic reply: Our talk", headers=AWAY, at=LATER)
    assert matching.attaches(sent(), note, reading(note))


def test_absence_notes_of_others_about_other_things_or_much_later_do_not() -> None:
    notes = [
        received("I am out of office.", subject="Automatic reply: Our talk", headers=AWAY, at=LATER, sender=BO),
        received("I am out of office.", subject="Automatic reply: Something else", headers=AWAY, at=LATER),
        received(
            "I am out of office.", subject="Automatic reply: Our talk", headers=AWAY, at=TUESDAY + timedelta(days=8)
        ),
        received(
            "I am out of office.", subject="Automatic reply: Our talk", headers=AWAY, at=TUESDAY - timedelta(hours=1)
        ),
    ]
    assert [matching.attaches(sent(), note, reading(note)) for note in notes] == [False] * 4


def test_a_bounce_belongs_to_the_message_it_names_and_to_no_other() -> None:
    body = Body(
        report="delivery-status",
        report_action="failed",
        failed_recipients=(ANNA.email,),
        original_ids=(MessageId("<mine@lind.example>"),),
    )
    bounce = received(body=body, sender=DAEMON, subject="Undelivered Mail", at=LATER)
    other = sent(message_id="<other@lind.example>")
    assert matching.attaches(sent(), bounce, reading(bounce))
    assert not matching.attaches(other, bounce, reading(bounce))


def test_a_bounce_that_names_no_message_belongs_by_its_address() -> None:
    body = Body(report="delivery-status", report_action="failed", failed_recipients=(ANNA.email,))
    bounce = received(body=body, sender=DAEMON, subject="Undelivered Mail", at=LATER)
    late = received(body=body, sender=DAEMON, subject="Undelivered Mail", at=TUESDAY + timedelta(days=20))
    assert matching.attaches(sent(), bounce, reading(bounce))
    assert not matching.attaches(sent(to=(BO,)), bounce, reading(bounce))
    assert not matching.attaches(sent(), late, reading(late))


def test_a_persons_mail_is_never_attached_without_a_reference() -> None:
    answer = received("Yes, fine.", subject="Re: Our talk", at=LATER)
    assert not matching.attaches(sent(), answer, reading(answer))


def test_a_persons_later_mail_under_the_same_subject_perhaps_answers() -> None:
    assert matching.perhaps_answers(sent(), received("Yes.", subject="Re: Our talk", at=LATER))
    assert matching.perhaps_answers(sent(subject="Sv: Our talk"), received("Yes.", subject="Our talk", at=LATER))


def test_other_mail_does_not_even_perhaps_answer() -> None:
    candidates = [
        received("Yes.", subject="Re: Our talk", at=LATER, sender=BO),
        received("Yes.", subject="Re: Something else", at=LATER),
        received("Yes.", subject="Re: Our talk", at=TUESDAY - timedelta(hours=1)),
        received("Yes.", subject="Re: Our talk", at=LATER, references=("<elsewhere@x.example>",)),
        replace(received("Yes.", subject="Re: Our talk", at=LATER), is_sent=True),
    ]
    assert [matching.perhaps_answers(sent(), candidate) for candidate in candidates] == [False] * 5
    assert not matching.perhaps_answers(sent(subject=""), received("Yes.", subject="", at=LATER))
