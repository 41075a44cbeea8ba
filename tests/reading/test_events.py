"""Events: interviews and calls by their day and hour, from the calendar or the text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.reading.builders import STOCKHOLM, TUESDAY, body_of, reading, received, sent
from watcher.core import events

FOUND = [
    (
        "We would like to invite you to an interview on Thursday 3 December at 10:00.",
        "interview",
        "2026-12-03T10:00:00+01:00",
        None,
    ),
    ("The phone interview is on Friday at 2 pm CET.", "phone_screen", "2026-11-27T14:00:00+01:00", None),
    ("Your interview: December 3, 14:00-15:00.", "interview", "2026-12-03T14:00:00+01:00", "2026-12-03T15:00:00+01:00"),
    (
        "Your interview has been postponed to Thursday 3 December at 10:00.",
        "interview",
        "2026-12-03T10:00:00+01:00",
        None,
    ),
    ("Intervjun flyttas till den 3 december kl. 10.", "interview", "2026-12-03T10:00:00+01:00", None),
    ("The interview is on 3 December at 10:00 GMT.", "interview", "2026-12-03T10:00:00+00:00", None),
    ("I'll call you tomorrow at 10. It is a short call.", "call", "2026-11-25T10:00:00+01:00", None),
    ("Välkommen på intervju torsdag den 3 december kl. 10.", "interview", "2026-12-03T10:00:00+01:00", None),
    ("Intervjun blir på fredag kl 14.30-15.30.", "interview", "2026-11-27T14:30:00+01:00", "2026-11-27T15:30:00+01:00"),
]
NOT_FOUND = [
    "We keep the time for your interview until Thursday 3 December at 10:00.",
    "The interview can be on Tuesday 10:00 or Wednesday 14:00, tell me which.",
    "The interview takes about 45 minutes.",
    "The offer is valid until Friday at 12:00.",
    "We will decide about interviews by Friday at 12:00.",
    "Would an interview on Friday at 10:00 or 11:00 suit you?",
    "Kan du komma på intervju på fredag kl. 10 eller kl. 14?",
]
INVITATION = """BEGIN:VCALENDAR
METHOD:{method}
VERSION:2.0
BEGIN:VEVENT
UID:one@firm.example
SEQUENCE:2
DTSTAMP:20261124T080000Z
DTSTART;TZID=Europe/Stockholm:20261203T100000
DTEND;TZID=Europe/Stockholm:20261203T110000
SUMMARY:Interview with Anna
ORGANIZER:mailto:Anna@firm.example
ATTENDEE;PARTSTAT={partstat}:mailto:alex@lind.example
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize(("text", "what", "starts", "ends"), FOUND)
def test_an_occasion_is_known_by_day_and_hour(text: str, what: str, starts: str, ends: str | None) -> None:
    (event,) = reading(received(text)).events
    assert event.what in (what, "interview", "call")
    assert (event.starts_at.isoformat(), event.ends_at and event.ends_at.isoformat()) == (starts, ends)
    assert not event.from_calendar


@pytest.mark.parametrize("text", NOT_FOUND)
def test_past_open_or_other_times_are_no_occasion(text: str) -> None:
    assert reading(received(text)).events == ()


@pytest.mark.parametrize(
    "text", ["Would an interview on Friday at 10:00 suit you?", "Kan vi ta intervjun på fredag kl. 10?"]
)
def test_a_question_that_leaves_no_choice_proposes_an_occasion(text: str) -> None:
    (event,) = reading(received(text)).events
    assert events.is_proposal(event)


def test_hours_are_the_writers_unless_the_writer_sends_in_utc() -> None:
    text = "The interview is on 3 December at 10:00."
    abroad = TUESDAY.astimezone(timezone(timedelta(hours=-5)))
    (there,) = reading(received(text, at=abroad)).events
    (server,) = reading(received(text, at=TUESDAY.astimezone(UTC))).events
    assert there.starts_at == datetime(2026, 12, 3, 15, 0, tzinfo=UTC)
    assert server.starts_at == datetime(2026, 12, 3, 10, 0, tzinfo=STOCKHOLM)


def test_an_invitation_is_a_persons_and_names_its_occasion() -> None:
    body = body_of(INVITATION.format(method="REQUEST", partstat="NEEDS-ACTION"), "text/calendar; method=REQUEST")
    read = reading(received(subject="Interview", body=body))
    assert read.kind == "human_reply"
    (event,) = read.events
    assert (event.what, event.uid, event.from_calendar, event.cancelled) == (
        "interview",
        "one@firm.example",
        True,
        False,
    )
    assert event.starts_at == datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


def test_a_cancelled_invitation_is_told_as_cancelled() -> None:
    body = body_of(INVITATION.format(method="CANCEL", partstat="NEEDS-ACTION"), "text/calendar; method=CANCEL")
    (event,) = reading(received(subject="Cancelled: Interview", body=body)).events
    assert event.cancelled


def test_a_calendar_answer_is_a_calendar_response() -> None:
    body = body_of(INVITATION.format(method="REPLY", partstat="ACCEPTED"), "text/calendar; method=REPLY")
    assert reading(received(subject="Accepted: Interview", body=body)).kind == "calendar_response"


def test_the_users_own_acceptance_of_an_interview_is_known() -> None:
    accepted = body_of(INVITATION.format(method="REPLY", partstat="ACCEPTED"), "text/calendar; method=REPLY")
    declined = body_of(INVITATION.format(method="REPLY", partstat="DECLINED"), "text/calendar; method=REPLY")
    assert reading(sent(body=accepted)).accepts
    assert not reading(sent(body=accepted)).no_answer_wanted
    assert not reading(sent(body=declined)).accepts
    assert reading(sent(body=declined)).no_answer_wanted


LOOKING_BACK = [
    ("Thank you", "Thank you for the interview today.", "interview", "2026-11-24", False),
    ("Hello", "Thanks for having me in yesterday, I enjoyed the interview.", "interview", "2026-11-23", False),
    ("Thank you for the interview", "It was great to meet you on Monday.", "interview", "2026-11-23", False),
    ("Thank you for today's phone interview", "Thank you for your time.", "phone_screen", "2026-11-24", False),
    ("Thanks", "Thank you for the interview on 19 November.", "interview", "2026-11-19", False),
    ("Thanks", "Thank you for the interview on Monday at 10:00.", "interview", "2026-11-23", True),
    ("Tack", "Tack för intervjun i fredags!", "interview", "2026-11-20", False),
    ("Tack", "Tack för samtalet i morse.", "call", "2026-11-24", False),
    ("Thanks for the call", "It was good to hear about your team this morning.", "call", "2026-11-24", False),
    ("Hello", "The interview yesterday gave me an even better picture of your team.", "interview", "2026-11-23", False),
]


@pytest.mark.parametrize(("subject", "text", "what", "day", "has_hour"), LOOKING_BACK)
def test_thanks_tell_the_day_of_what_they_thank_for(
    subject: str, text: str, what: str, day: str, *, has_hour: bool
) -> None:
    message = sent(text, subject=subject)
    (event,) = reading(message).events
    assert (event.what, event.starts_at.date().isoformat(), event.has_hour) == (what, day, has_hour)
    assert event.over_at <= message.instant


@pytest.mark.parametrize(
    "text",
    [
        "The interview on Monday was cancelled.",
        "Thank you for the interview.",
        "Thank you for your offer of last Monday.",
        "I had an interview with another company yesterday, thank you for your tips.",
        "The interview of yesterday is moved to Friday.",
    ],
)
def test_no_day_of_the_past_is_made_up(text: str) -> None:
    assert reading(sent(text, subject="Hello")).events == ()


@pytest.mark.parametrize(
    ("subject", "text", "day"),
    [
        ("Re: The interview", "Thursday at half past ten works for me.", "2026-11-26"),
        ("Re: Phone interview", "Yes, Thursday suits me.", "2026-11-26"),
        ("Re: The interview", "Thursday or Friday works for me.", None),
        ("Re: The invoice", "Thursday works for me.", None),
        ("Re: The interview", "I am in Oslo on Thursday.", None),
    ],
)
def test_an_interview_that_the_user_accepts_is_known_by_its_day(subject: str, text: str, day: str | None) -> None:
    found = reading(sent(text, subject=subject)).events
    assert [each.starts_at.date().isoformat() for each in found] == ([day] if day else [])
    assert not any(each.has_hour for each in found)


def calendar_of(body: str, method: str = "REQUEST") -> str:
    """Write a calendar part with one event."""
    return (
        f"BEGIN:VCALENDAR\nMETHOD:{method}\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:one\n"
        f"DTSTAMP:20261124T080000Z\nSUMMARY:Interview\n{body}\nEND:VEVENT\nEND:VCALENDAR\n"
    )


@pytest.mark.parametrize(
    ("body", "starts"),
    [
        ("DTSTART;TZID=Pacific Standard Time:20261203T100000", "2026-12-03T19:00"),
        ("DTSTART;TZID=/example.org/America/New_York:20261203T100000", "2026-12-03T16:00"),
        ('DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20261203T100000', "2026-12-03T16:00"),
        ("DTSTART;TZID=Nowhere at all:20261203T100000", "2026-12-03T10:00"),
        ("DTSTART;TZID=Europe/Berlin:20260105T100000\nRRULE:FREQ=WEEKLY", "2026-11-30T10:00"),
        ("DTSTART;TZID=Europe/Berlin:20260105T100000\nRRULE:FREQ=WEEKLY;BYDAY=MO,FR", "2026-11-27T10:00"),
        ("DTSTART;TZID=Europe/Berlin:20260106T100000\nRRULE:FREQ=WEEKLY;INTERVAL=2", "2026-11-24T10:00"),
        ("DTSTART;TZID=Europe/Berlin:20260105T100000\nRRULE:FREQ=MONTHLY", "2026-12-05T10:00"),
        ("DTSTART;TZID=Europe/Berlin:20260105T100000\nRRULE:FREQ=DAILY;COUNT=3", "2026-01-05T10:00"),
        ("DTSTART;TZID=Europe/Berlin:20260105T100000\nRRULE:FREQ=WEEKLY;UNTIL=20260201", "2026-01-05T10:00"),
        ("DTSTART;TZID=Europe/Berlin:20260105T100000\nRRULE:FREQ=SECONDLY;COUNT=999999999", "2026-01-05T10:00"),
    ],
)
def test_invitations_are_read_in_their_zone_and_of_what_recurs_the_next_one(body: str, starts: str) -> None:
    (event,) = reading(received(body=body_of(calendar_of(body), "text/calendar; method=REQUEST; charset=utf-8"))).events
    assert event.starts_at.astimezone(STOCKHOLM).isoformat(timespec="minutes")[:16] == starts
