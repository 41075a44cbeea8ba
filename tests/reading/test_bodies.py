"""Bodies: the newest own words, the calendar, the reports and the files of raw messages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.builders import body_of
from watcher.core import bodies, quoting

QUOTED = [
    ("Thanks, fine.\nOn 4/13/2020 2:11:00 PM, Alex Lind <alex@lind.example> wrote:\nShall we meet?", "Thanks, fine."),
    (
        "On second thought, yes.\nOn Mon, 23 Nov 2026 at 10:00, Alex <a@b.example> wrote:\n> Shall we?",
        "On second thought, yes.",
    ),
    ("Ja.\nAm Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Alex Lind <\nalex@lind.example>:\n\n> Treffen?", "Ja."),
    (
        "Yes, fine.\n\nOn Mon, 23 Nov 2026 at 10:00, Alex Lind <alex@lind.example> wrote:\n> Shall we meet?\n> Alex",
        "Yes, fine.",
    ),
    (
        "Yes, fine.\n\nOn Mon, 23 Nov 2026 at 10:00, Alex Lind\n<alex@lind.example> wrote:\n\n> Shall we meet?",
        "Yes, fine.",
    ),
    ("Ja, gärna.\n\nDen mån 23 nov. 2026 kl 10:00 skrev Alex Lind <alex@lind.example>:\n> Ska vi ses?", "Ja, gärna."),
    ("Ja, gärna.\n\n23 nov. 2026 kl. 10:00 skrev Alex Lind <alex@lind.example>:\n\nSka vi ses?\nAlex", "Ja, gärna."),
    (
        "Sounds good.\n\n-----Original Message-----\nFrom: Alex Lind\nSent: Monday 10:00\nTo: Anna\nSubject: Hi\n\nShall we meet?",
        "Sounds good.",
    ),
    (
        "Låter bra.\n\nFrån: Alex Lind <alex@lind.example>\nSkickat: den 23 november 2026 10:00\nTill: Anna\nÄmne: Hej\n\nSka vi ses?",
        "Låter bra.",
    ),
    (
        "Fine.\n________________________________\nFrom: Alex <alex@lind.example>\nSent: Monday, November 23, 2026 10:00 AM\nTo: Anna\nSubject: x\n\nold",
        "Fine.",
    ),
    (
        "See below.\n---------- Forwarded message ---------\nFrom: Alex <a@b.example>\nDate: Mon, 23 Nov 2026\nSubject: x\n\nold",
        "See below.",
    ),
    ("Fine.\n\n-- \nAnna Berg\nFirm", "Fine."),
    ("Fine.\n\nSent from my iPhone", "Fine."),
    ("Fine.\n\nSkickat från min iPhone", "Fine."),
    ("> first question\nyes\n> second question\nno", "yes\nno"),
]
KEPT = [
    "What I wrote: nothing.\nWhat you said: much.",
    "From: what I hear, all is well.",
    "We have three points:\n- one\n- two",
    "On Friday I wrote a letter:\nDear all, come.",
    "-- \nonly a signature line at the top",
    "Time: 10:00\nPlace: our office",
]


@pytest.mark.parametrize(("raw", "own"), QUOTED)
def test_quotes_forwards_and_signatures_are_cut(raw: str, own: str) -> None:
    assert body_of(raw).text == own


@pytest.mark.parametrize("raw", KEPT)
def test_own_words_that_look_like_a_quote_are_kept(raw: str) -> None:
    assert body_of(raw).text == raw


def test_html_is_read_where_there_is_no_plain_text() -> None:
    html = "<html><head><style>p {}</style></head><body><p>Hello&nbsp;Alex,</p><div>see <b>you</b></div><blockquote>old words</blockquote></body></html>"
    body = body_of(html, "text/html; charset=utf-8")
    assert body.text.split() == ["Hello", "Alex,", "see", "you"]
    assert "old words" in body.raw_text


def test_plain_text_is_preferred_and_files_are_named() -> None:
    raw = (
        b"Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=a\n\n"
        b"--a\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nH=E4r =E4r den\n"
        b"--a\nContent-Type: text/html\n\n<p>html</p>\n--a--\n--m\nContent-Type: application/pdf\n"
        b'Content-Disposition: attachment; filename="My CV.pdf"\n\nxx\n--m--\n'
    )
    body = bodies.read_body(raw)
    assert (body.text, body.attachments) == ("Här är den", ("My CV.pdf",))


DSN = b"""Content-Type: multipart/report; report-type=delivery-status; boundary=r

--r
Content-Type: text/plain

It could not be delivered.
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; Anna@firm.example
Action: %s
Status: 5.1.1

Final-Recipient: rfc822; bo@firm.example
Action: delivered
--r
Content-Type: message/rfc822

Message-ID: <mine@lind.example>
Subject: Our talk

Hello
--r--
"""


def test_a_delivery_report_names_action_address_and_message() -> None:
    body = bodies.read_body(DSN % b"failed")
    assert (body.report, body.report_action) == ("delivery-status", "failed")
    assert (body.failed_recipients, body.original_ids) == (("anna@firm.example",), ("<mine@lind.example>",))


def test_a_delayed_message_has_failed_nobody() -> None:
    body = bodies.read_body(DSN % b"delayed")
    assert (body.report_action, body.failed_recipients) == ("delayed", ())


def test_a_recipient_without_an_action_failed_by_its_status_or_the_report_s() -> None:
    by_status = bodies.read_body((DSN % b"x").replace(b"Action: x\n", b""))
    stated_above = bodies.read_body(
        (DSN % b"x")
        .replace(b"Action: x\nStatus: 5.1.1\n", b"")
        .replace(b"mx.example\n", b"mx.example\nAction: failed\n")
    )
    assert by_status.failed_recipients == stated_above.failed_recipients == ("anna@firm.example",)


def test_a_report_that_is_cut_off_still_names_what_came_before() -> None:
    whole = DSN % b"failed"
    body = bodies.read_body(whole[: whole.index(b"--r\nContent-Type: message/rfc822")])
    assert (body.report_action, body.failed_recipients) == ("failed", ("anna@firm.example",))


def test_a_read_receipt_names_the_message_it_is_about() -> None:
    raw = (
        b"Content-Type: multipart/report; report-type=disposition-notification; boundary=r\n\n--r\nContent-Type: text/plain\n\nread\n"
        b"--r\nContent-Type: message/disposition-notification\n\nOriginal-Message-ID: <mine@lind.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n--r--\n"
    )
    body = bodies.read_body(raw)
    assert (body.report, body.original_ids) == ("disposition-notification", ("<mine@lind.example>",))


def test_a_calendar_that_cannot_be_parsed_still_tells_its_method() -> None:
    body = body_of("BEGIN:VCALENDAR\nMETHOD:COUNTER\nBEGIN:VEVENT\nDTSTART:rubbish\n", "text/calendar")
    assert [each.method for each in body.invitations] == ["COUNTER"]


def test_text_is_capped() -> None:
    body = body_of("word " * 20_000)
    assert len(body.text) <= bodies.MAX_TEXT
    assert body.truncated


def test_a_thousand_parts_in_each_other_are_survived() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each) for each in range(1_000))
    assert isinstance(bodies.read_body(nested).text, str)


PIECES = st.sampled_from(
    [
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n", b"Content-Type: text/calendar; charset=x-none\n", b"Content-Type: text/html; charset=utf-7\n",
        b"Content-Type: message/delivery-status\n", b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uuencode\n", b"Content-Disposition: attachment; filename*=utf-8'x'%E4\n",
        b"Content-Disposition: attachment; filename*0*=\xff; filename*1=b\n", b"\n", b"--b\n", b"--b--\n", b"BEGIN:VCALENDAR\n", b"BEGIN:VEVENT\n", b"DTSTART;TZID=Nowhere/Else:20261301T996000\n",
        b"DTSTART:20261203T100000Z\n", b"DURATION:P9999999999D\n", b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:x\n", b"METHOD:REPLY\n", b"END:VEVENT\n", b"END:VCALENDAR\n", b"Action: failed\n",
        b"Final-Recipient: rfc822;\n", b"> quoted\n", b"On x wrote:\n", b"<p><!-- <blockquote>", b"Date: Mon, 99 Foo 0000\n", b"=?utf-8?q?", b"\x00\xff\xfe", b"From: a@b\n",
    ]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=40).map(b"".join))
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    body = bodies.read_body(raw)
    assert len(body.text) <= bodies.MAX_TEXT


UNMARKED = "Den tis 3 nov. 2026 kl 10:00 skrev Alex <alex@lind.example>:\n\nHej, när kommer båten?\nHälsningar Alex\n\n"


def test_words_below_a_quote_without_marks_are_told_from_what_was_said_before() -> None:
    said = "Hej, när   kommer båten?\nHälsningar Alex"
    assert quoting.words_below(f"{UNMARKED}På fredag.\n\nBo\n\n-- \nBo Ek", [said]) == "På fredag.\nBo"


@pytest.mark.parametrize(
    ("text", "before"),
    [
        (UNMARKED, ["Hej, när kommer båten? Hälsningar Alex"]),
        (f"{UNMARKED}På fredag.", ["Something else"]),
        ("Hej, när kommer båten?\nPå fredag.", ["Hej, när kommer båten?"]),
        ("", ["x"]),
    ],
)
def test_where_nothing_tells_what_is_whose_no_words_are_taken(text: str, before: list[str]) -> None:
    assert quoting.words_below(text, before) == ""
