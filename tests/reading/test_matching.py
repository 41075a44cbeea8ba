"""Which mail belongs to a sent message though nothing refers to it."""

from datetime import timedelta

import pytest

from tests.reading.builders import ANNA, TUESDAY, reading, received, sent
from watcher.core import matching, subjects
from watcher.core.evidence import Evidence
from watcher.core.matching import Choice
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


@pytest.mark.parametrize(
    ("scores", "choice"),
    [
        ((0.9, 0.5), Choice(sure=0)),
        ((0.5, None, 0.9), Choice(sure=2)),
        ((0.9, 0.85), Choice(perhaps=(0, 1))),
        ((0.7, 0.5), Choice(perhaps=(0,))),
        ((0.9, 0.85, 0.7), Choice(perhaps=(0, 1))),
        ((0.5, None), Choice()),
    ],
    ids=["the best", "the only one", "two fit equally", "weak", "two fit equally, a third less", "too weak"],
)
def test_a_mail_answers_one_thread_for_certain_or_some_perhaps(
    scores: tuple[float | None, ...], choice: Choice
) -> None:
    found = [None if score is None else Evidence(score, "") for score in scores]
    assert matching.choose(found) == choice


def test_what_names_or_quotes_a_message_is_stronger_than_any_likeness() -> None:
    assert matching.choose([Evidence(0.99, ""), Evidence(1.0, "", is_sure=True)]) == Choice(sure=1)
