"""The object of `classify --json` for single messages."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.builders import STOCKHOLM, WORDS
from watcher.cli.classify import classify_file

KEYS = ["file", "kind", "reasons", "language", "return_date", "failed_recipients", "promise", "wants_answer"]
NOTE = b"""From: Anna <anna@firm.example>
Subject: Automatic reply: Our talk
Date: Tue, 24 Nov 2026 09:30:00 +0100
Auto-Submitted: auto-replied

I am out of the office until Monday.
"""
PROMISE = b"""From: Anna <anna@firm.example>\r
Subject: Re: Our talk\r
Date: Tue, 24 Nov 2026 09:30:00 +0100\r
\r
We will get back to you by Friday.\r
"""


def test_an_absence_note_has_its_return_date() -> None:
    found = classify_file("note.eml", NOTE, WORDS, STOCKHOLM)
    assert list(found) == KEYS
    assert (found["file"], found["kind"], found["language"], found["return_date"]) == (
        "note.eml",
        "auto_reply_ooo",
        "en",
        "2026-11-30",
    )


def test_a_promise_has_its_day_and_its_words() -> None:
    found = classify_file("-", PROMISE, WORDS, STOCKHOLM)
    assert found["kind"] == "human_reply"
    assert found["promise"] == {"by": "2026-11-27", "quote": "We will get back to you by Friday."}
    assert found["return_date"] is None


def test_a_promise_in_quoted_words_is_none() -> None:
    quoted = PROMISE.replace(
        b"We will", b"Thanks!\r\n\r\nOn Mon, 23 Nov 2026 at 10:00, Anna <anna@firm.example> wrote:\r\n> We will"
    )
    assert classify_file("-", quoted, WORDS, STOCKHOLM)["promise"] is None


def test_without_a_date_nothing_is_dated() -> None:
    found = classify_file("x", NOTE.replace(b"Date:", b"X-Date:"), WORDS, STOCKHOLM)
    assert (found["kind"], found["return_date"]) == ("auto_reply_ooo", None)


def test_working_days_leave_out_the_holidays_of_the_writers_country() -> None:
    term = PROMISE.replace(b"by Friday", b"within two working days").replace(b"Tue, 24 Nov", b"Wed, 23 Dec")
    days = {
        country: classify_file("x", term, WORDS, STOCKHOLM, country)["promise"]["by"]  # type: ignore[index]
        for country in ("SE", "US", None)
    }
    assert days == {"SE": "2026-12-29", "US": "2026-12-28", None: "2026-12-25"}


def test_a_day_of_return_is_a_working_day() -> None:
    note = NOTE.replace(b"until Monday", b"until and including Thursday 24 December")
    assert classify_file("x", note, WORDS, STOCKHOLM, "SE")["return_date"] == "2026-12-28"


def test_a_writers_country_is_that_of_the_address_else_of_the_language_and_its_clock() -> None:
    term = PROMISE.replace(b"by Friday", b"within three working days").replace(b"Tue, 24 Nov 2026", b"Fri, 03 Jul 2026")
    assert classify_file("x", term, WORDS, STOCKHOLM)["promise"]["by"] == "2026-07-08"  # type: ignore[index]
    american = term.replace(b"Fri, 03 Jul", b"Wed, 01 Jul").replace(b"+0100", b"-0400")
    assert classify_file("x", american, WORDS, STOCKHOLM)["promise"]["by"] == "2026-07-07"  # type: ignore[index]
    swedish = american.replace(b"firm.example", b"firm.se")
    assert classify_file("x", swedish, WORDS, STOCKHOLM)["promise"]["by"] == "2026-07-06"  # type: ignore[index]


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_every_file_gets_its_line(raw: bytes) -> None:
    found = classify_file("x", raw, WORDS, STOCKHOLM)
    assert list(found) == KEYS
    assert json.dumps(found)
