"""Absences: the day of return of out-of-office notes, read on Tuesday, 24 November 2026."""

import pytest

from tests.reading.builders import reading, received
from watcher.core.model import Kind

NOTES = [
    ("I am on leave for two weeks from 16 November.", "2026-11-30"),
    ("I am on parental leave from July.", None),
    ("I am on leave for three weeks, starting today (24 November).", "2026-12-15"),
    ("I am on leave until Sunday 6 December.", "2026-12-07"),
    ("I am on annual leave for two weeks from 7 December.", "2026-12-21"),
    ("Vacation: three weeks from 9 November!", "2026-11-30"),
    ("I am away from 16 November to 4 December.", "2026-12-07"),
    ("I am away from 7 December.", None),
    ("I am out of the office for the rest of the week.", "2026-11-30"),
    ("I'm out of the office until {date}.", None),
    ("I'm out of the office until [return date]. Mail of 30 November is read.", None),
    ("I am away until Friday 12 December.", None),
    ("I have left the company. My colleagues are here until 18 December.", None),
    ("On parental leave, back on 1 September 2027.", "2027-09-01"),
    ("Jag är ledig i två veckor från den 7 december.", "2026-12-21"),
    ("Vi har stängt mellan jul och nyår och öppnar igen den 7 januari.", "2027-01-07"),
    ("Kontoret är stängt 23/12-6/1.", "2027-01-07"),
    ("Jag är på kurs resten av veckan.", "2026-11-30"),
    ("Jeg er ikke på kontoret i dag.", "2026-11-25"),
    ("Wir haben vom 23.12.-6.1. Betriebsferien.", "2027-01-07"),
    ("Vom 24.-27.11. bin ich auf einer Messe.", "2026-11-30"),
    ("Отпуск две недели с 23 ноября.", "2026-12-07"),
    ("I am on leave until February.", "2027-02-01"),
    ("I am away until the end of January.", "2027-02-01"),
    ("Jag är ledig till nästa vecka.", "2026-11-30"),
    ("The workshop is closed from December 21 and re-opens on January 7.", "2027-01-07"),
    ("OOO until Thursday!", "2026-11-26"),
    ("I am out of the office until Monday.", "2026-11-30"),
    ("I am on leave until and including Friday, and will answer after that.", "2026-11-30"),
    ("I'm away. I'll be back on December 7th.", "2026-12-07"),
    ("I will be out of the office starting 11/20/2026 and will not return until 12/01/2026.", "2026-12-01"),
    ("I am away from 1 to 11 December.", "2026-12-14"),
    ("I'll be back the week of December 7.", "2026-12-07"),
    ("I am out of the office today.", "2026-11-25"),
    ("I am on parental leave.", None),
    ("I am travelling next week with limited access to email.", "2026-12-07"),
    ("We are closed for Christmas and return on January 7.", "2027-01-07"),
    ("I am away through Friday. Ann can be reached until Thursday.", "2026-11-30"),
    ("Back on Monday! For urgent matters call Ann until Friday.", "2026-11-30"),
    ("I was away until 20 November.", None),
    ("Sailing until December 7th, so no mail for me!", "2026-12-07"),
    ("Hej! Jag firar jul i Rom till och med den 7 januari.", "2027-01-08"),
    ("Jag är på semester till och med fredag.", "2026-11-30"),
    ("Jag är på semester och åter måndag den 7 december.", "2026-12-07"),
    ("Jag är föräldraledig.", None),
    ("Jag är inte på kontoret 1-11 december.", "2026-12-14"),
    ("Jag är tillbaka vecka 50.", "2026-12-07"),
    ("Jag är frånvarande till måndag.", "2026-11-30"),
    ("Jag är inte åter förrän den 7 december.", "2026-12-07"),
]


@pytest.mark.parametrize(("text", "returns_on"), NOTES)
def test_a_note_names_the_first_day_back(text: str, returns_on: str | None) -> None:
    read = reading(
        received(
            text,
            subject="Automatic reply: Our talk",
            headers={"auto-submitted": "auto-replied", "x-autoreply": "yes"},
            references=("<mine@lind.example>",),
        )
    )
    assert read.kind in (Kind.AUTO_REPLY_OOO, Kind.AUTO_ACK)
    if read.kind is Kind.AUTO_ACK:
        read = reading(received(text, subject="Out of office: Our talk", headers={"auto-submitted": "auto-replied"}))
    assert read.absence is not None
    assert (read.absence.returns_on and read.absence.returns_on.isoformat()) == returns_on


def test_the_subject_names_the_return_where_the_text_does_not() -> None:
    read = reading(
        received(
            "I have no access to mail.",
            subject="AUTO: Anna Berg is out of the office (returning 07/12/2026)",
            headers={"auto-submitted": "auto-generated"},
        )
    )
    assert read.absence is not None
    assert str(read.absence.returns_on) == "2026-12-07"


def test_a_person_who_is_away_today_is_no_absence_note() -> None:
    read = reading(
        received("I am out of the office today. I will have an answer for you on Friday.", subject="Re: Our talk")
    )
    assert read.kind is Kind.HUMAN_REPLY
    assert read.absence is None
    assert read.promise is not None


@pytest.mark.parametrize(
    ("subject", "returns_on"),
    [
        ("Out of office: Our event on 30 November", None),
        ("Automatic reply: Leave until 30 November?", None),
        ("Out of office: back on 7 December", "2026-12-07"),
        ("Out of office: 24 November - 4 December", "2026-12-07"),
    ],
)
def test_a_subject_that_a_note_repeats_names_no_return(subject: str, returns_on: str | None) -> None:
    read = reading(received("I am away.", subject=subject, headers={"auto-submitted": "auto-replied"}))
    assert read.absence is not None
    assert (read.absence.returns_on and read.absence.returns_on.isoformat()) == returns_on
