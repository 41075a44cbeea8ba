"""Header blocks as servers send them: what is read of them, compared with the `email` package, and that nothing makes the reading fail."""

import email
import email.header
import email.utils
import inspect
import re
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core import headers, kinds, machine_notes, server_mail, signs
from watcher.core.model import Address, Envelope, FolderName, Place, Role

PLACE = Place(FolderName("INBOX"), Role.INBOX, 1, 1)
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CET = timezone(timedelta(hours=1))


def read(raw: bytes | str) -> Envelope:
    """Read a header block; text is written with bare line ends here."""
    data = raw.replace("\n", "\r\n").encode() if isinstance(raw, str) else raw
    return headers.read(data, place=PLACE, received_at=NOW, server_thread=None)


# --- compared with the email package ------------------------------------------------------------

HARD = [
    "From: Alex Lind <alex@lind.example>\nTo: Doe <doe@x.example>\nSubject: Plain\nMessage-ID: <a@x>\n",
    "Subject: folded\n over\n\tmany\n  lines\nReferences: <a@x>\n <b@x>\n\t<c@x>\n",
    "Subject: =?utf-8?q?H=C3=A4lsning?= =?utf-8?b?ZnLDpW4gb3Nz?= and more\n",
    "Subject: =?iso-8859-1?Q?Gr=FC=DFe_aus?=\n =?iso-8859-1?Q?_K=F6ln?=\n",
    "Subject: =?koi8-r?B?8NLJ18XU?=\n",
    'From: "Lind, Alex" <Alex@Lind.Example>\nTo: "a, b" <ab@x.example>, c@y.example (Carl)\n',
    "To: Friends: a@x.example, B <b@x.example>;, c@x.example\n",
    "To: undisclosed-recipients:;\n",
    "From: =?utf-8?q?=C3=85sa_=C3=96berg?= <asa@x.example>\n",
    'From: "Quoted \\"inner\\" name" <q@x.example>\n',
    "From: <bare@x.example>\nReply-To: only@x.example\n",
    "From: A Name (with a comment) <n@x.example>\n",
    "To: a@x.example,\n b@x.example,\n C <c@x.example>\nTo: d@x.example\n",
    "Date: Mon, 2 Nov 2026 10:00:00 +0100\n",
    "Date: 2 Nov 2026 10:00 -0500 (EST)\n",
    "Date: Mon, 02 Nov 26 10:00:00 GMT\n",
    "Date: Mon, 2 Nov 2026 10:00:00 EST\n",
    "Subject:no space\nX-Loop:  many   spaces  \n",
    "SUBJECT: shouting\nmessage-id: <a@x>\n",
    "Received: from a\n by b\nSubject: after others\nX-Other: 1\n",
    'Content-Type: multipart/report;\n report-type=delivery-status;\n boundary="x"\nAuto-Submitted: auto-replied (vacation)\n',
]


def _text(message: email.message.Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    return " ".join(str(email.header.make_header(email.header.decode_header(value))).split())


def _addresses(message: email.message.Message, name: str) -> list[tuple[str, str]]:
    pairs = email.utils.getaddresses([str(it) for it in message.get_all(name, [])])
    decoded = [(str(email.header.make_header(email.header.decode_header(n))), address.lower()) for n, address in pairs]
    return [it for it in decoded if "@" in it[1]]


@pytest.mark.parametrize("block", HARD)
def test_a_hard_block_reads_as_the_email_package_reads_it(block: str) -> None:
    message = email.message_from_string(block)
    envelope = read(block)
    assert envelope.subject == _text(message, "Subject")
    for name, found in [("To", envelope.to), ("Reply-To", envelope.reply_to), ("Cc", envelope.cc)]:
        assert [(it.name, it.email) for it in found] == _addresses(message, name)
    senders = _addresses(message, "From")
    found_senders = [(envelope.sender.name, envelope.sender.email)] if envelope.sender is not None else []
    assert found_senders == senders[:1]
    assert envelope.content_type == _text(message, "Content-Type")
    for name in headers.KEPT_FIELDS:
        assert envelope.headers.get(name, "") == _text(message, name)
    date = message["Date"]
    assert envelope.date == (email.utils.parsedate_to_datetime(date) if date else None)
    assert list(envelope.references) == str(message["References"] or "").split()


def test_every_field_that_the_kinds_of_mail_are_told_by_is_kept() -> None:
    asked = {*signs.ANSWERING_FIELDS, *signs.LIST_FIELDS, *signs.TRACKER_FIELDS, *server_mail.CHALLENGE_FIELDS}
    for module in (kinds, machine_notes, server_mail, signs):
        asked |= set(re.findall(r'\.header\("([\w-]+)"\)', inspect.getsource(module)))
        asked |= set(re.findall(r'"([\w-]+)" in (?:\w+\.)*headers', inspect.getsource(module)))
    assert len(asked) > 10
    assert asked <= headers.KEPT_FIELDS


# --- text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("Smörgås".encode(), "Smörgås"),  # RFC 6532
        ("Smörgås".encode("latin-1"), "Smörgås"),
        (b"=?utf-8?b?SMO?= =?utf-8?b?pGxzbmluZw==?=", "Hälsning"),  # a character cut in two
        (b"=?utf-8?b?SMOkbHNuaW5n", "=?utf-8?b?SMOkbHNuaW5n"),  # no end
        (b"=?utf-8?b?SMOkbHNuaW5n=?=", "Hälsning"),  # wrong padding
        (b"=?no-such-charset?q?Hi_there?=", "Hi there"),
        (b"=?utf-8*sv?q?Hej?=", "Hej"),  # RFC 2231
        (b"=?us-ascii?q?caf=C3=A9?=", "café"),
        (b"=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
        (b"=?utf-8?q?two=0D=0ABcc:_evil@x?=", "two Bcc: evil@x"),  # no line ends get in by coding
        (b"tab\there\x00and\x07there", "tab here and there"),
        ("right\u202eto left".encode(), "rightto left"),
        (b"=?unicode_escape?q?=5Cud800?=", ""),  # half a character
    ],
)
def test_subjects_are_decoded_and_stay_on_one_line(raw: bytes, subject: str) -> None:
    assert read(b"Subject: " + raw + b"\r\n").subject == subject


def test_a_line_that_is_no_utf_8_spoils_no_other() -> None:
    envelope = read("Subject: Åsa\r\n".encode() + "X-Loop: Örjan\r\n".encode("latin-1"))
    assert (envelope.subject, envelope.headers["x-loop"]) == ("Åsa", "Örjan")


def test_what_stands_below_the_header_is_not_read() -> None:
    assert read("Subject: above\n\nTo: below@x.example\nX-Loop: below\n") == read("Subject: above\n\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
def test_any_line_end_will_do(end: str) -> None:
    block = end.join(["Subject: one", "To: a@x.example,", " b@x.example", "", "Cc: c@x.example"])
    envelope = read(block.encode())
    assert (envelope.subject, [it.email for it in envelope.to], envelope.cc) == (
        "one",
        ["a@x.example", "b@x.example"],
        (),
    )


def test_the_first_of_two_subjects_counts() -> None:
    assert read("Subject: first\nSubject: second\n").subject == "first"


# --- ids ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<a@x> <b@x>", ["<a@x>", "<b@x>"]),
        ("<a@x>,<b@x>", ["<a@x>", "<b@x>"]),
        ("<a@x><b@x>", ["<a@x>", "<b@x>"]),
        ("<a@x>\n\t<b@x>\n <a@x>", ["<a@x>", "<b@x>"]),
        ("<a very\n long@x>", ["<averylong@x>"]),  # folded inside
        ('Your message of "Mon, 2 Nov 2026" <a@x>', ["<a@x>"]),
        ("<a@x> from alex@lind.example", ["<a@x>"]),
        ("a@x", ["<a@x>"]),
        ("a@x, b@x", ["<a@x>", "<b@x>"]),
        ("<a@x", ["<a@x>"]),
        ("a message from alex@lind.example", []),
        ("<[abc@x]>", ["<[abc@x]>"]),  # on which the email package's policy.default fails
        ("<<a@x>>", ["<a@x>"]),
        ("<no-at-sign>", ["<no-at-sign>"]),
        ("<two words>", []),
        ("=?utf-8?q?=3Ca=40x=3E?=", ["<a@x>"]),  # Python before 3.14 writes long ids so
        ("<å@x>", ["<å@x>"]),
        ("<>", []),
        ("", []),
        (f"<{'a' * 2_000}@x>", []),
    ],
)
def test_ids_are_found_whatever_stands_around_them(value: str, ids: list[str]) -> None:
    assert list(read(f"References: {value}\n").references) == ids
    assert list(read(f"In-Reply-To: {value}\n").in_reply_to) == ids


def test_references_hold_what_in_reply_to_adds() -> None:
    envelope = read("References: <a@x> <b@x>\nIn-Reply-To: <c@x> <b@x>\nMessage-ID: <d@x>\n")
    assert envelope.references == ("<a@x>", "<b@x>", "<c@x>")
    assert envelope.in_reply_to == ("<c@x>", "<b@x>")
    assert envelope.message_id == "<d@x>"


def test_the_address_of_a_person_in_the_mail_is_no_id() -> None:
    envelope = read(
        'To: Anna <Anna@firm.example>\nReferences: <anna@firm.example> <a@x>\nIn-Reply-To: Message from "Anna" <Anna@firm.example> of "Tue" <b@x>\n'
    )
    assert envelope.references == ("<a@x>", "<b@x>")
    assert envelope.in_reply_to == ("<b@x>",)


def test_of_too_many_references_the_first_and_the_last_are_kept() -> None:
    found = read("References: " + " ".join(f"<{number}@x>" for number in range(3_000)) + "\n").references
    assert (len(found), found[0], found[-1]) == (500, "<0@x>", "<2999@x>")


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Alex@Lind.EXAMPLE", [("", "alex@lind.example")]),
        ("Lind, Alex <a@x.example>", [("Alex", "a@x.example")]),  # a comma without quotes
        ("'Alex' <a@x.example>;b@x.example", [("'Alex'", "a@x.example"), ("", "b@x.example")]),
        ('"Åsa" <asa@x.example>, Bo <bo@x.example>', [("Åsa", "asa@x.example"), ("Bo", "bo@x.example")]),
        ("=?utf-8?q?=22a=22=2C_b?= <ab@x.example>", [('"a", b', "ab@x.example")]),
        ("=?utf-8?q?a=0D=0Ab?= <ab@x.example>", [("a b", "ab@x.example")]),
        ("Alex <>", []),
        ("no address at all", []),
        ("@", []),
        (",,, ,", []),
    ],
)
def test_addresses(value: str, found: list[tuple[str, str]]) -> None:
    expected = tuple(Address(name, address) for name, address in found)
    assert read(f"To: {value}\n").to == expected
    assert read(f"From: {value}\n").sender == (expected[0] if expected else None)


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("Mon, 2 Nov 2026 10:00:00 +0100", datetime(2026, 11, 2, 10, 0, tzinfo=CET)),
        ("2 NOV 2026 10:00 +0100", datetime(2026, 11, 2, 10, 0, tzinfo=CET)),
        ("Mon, 2 Nov 2026 10:00:00 +0100 (CET)", datetime(2026, 11, 2, 10, 0, tzinfo=CET)),
        ("Mon, 2 Nov 2026 10:00:00 -0000", datetime(2026, 11, 2, 10, 0, tzinfo=UTC)),
        ("Mon, 2 Nov 2026 10:00:00", datetime(2026, 11, 2, 10, 0, tzinfo=UTC)),
        ("Mon, 2 Nov 2026 10:00:60 +0000", datetime(2026, 11, 2, 10, 0, 59, tzinfo=UTC)),
        ("Mon, 31 Feb 2026 10:00:00 +0000", None),
        ("Mon, 2 Nov 2026 25:00:00 +0000", None),
        ("Mon, 2 Nov 2026 10:00:00 +9900", None),
        ("Mon, 2 Foo 2026 10:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(value: str, date: datetime | None) -> None:
    found = read(f"Date: {value}\n").date
    assert found == date
    assert found is None or found.tzinfo is not None


# --- nothing makes it fail ----------------------------------------------------------------------

_NASTY = st.sampled_from(
    [b"<", b">", b"@", b'"', b"(", b")", b",", b";", b":", b"\\", b"=?", b"?=", b"?q?", b"?b?", b"utf-8", b"utf-7", b"hex",
     b"\r\n", b"\n", b"\r", b" ", b"\t", b"\x00", b"\xff", b"\xed\xa0\x80", b"=5Cud800", b"unicode_escape", b"a@b.c", b"Mon, 2 Nov"]
)  # fmt: skip
_BLOCKS = st.lists(
    st.tuples(
        st.sampled_from([*headers.FETCHED_FIELDS, b"X-Other", b""]),
        st.lists(st.one_of(_NASTY, st.binary(max_size=8)), max_size=12).map(b"".join),
    ),
    max_size=8,
).map(lambda fields: b"".join(name + b": " + value + b"\r\n" for name, value in fields))


@given(st.one_of(_BLOCKS, st.binary(max_size=300)))
def test_no_bytes_make_it_fail_and_what_it_reads_can_be_stored(raw: bytes) -> None:
    envelope = read(raw)
    texts = [envelope.subject, envelope.content_type, *envelope.references, *envelope.headers.values()]
    people = [*envelope.to, *envelope.cc, *envelope.bcc, *envelope.reply_to]
    texts += [text for it in people for text in (it.name, it.email)]
    for text in texts:
        text.encode()  # as a database does
        assert "\n" not in text
        assert "\r" not in text
    assert all(it.startswith("<") and it.endswith(">") and len(it) > 2 for it in envelope.references)
    assert all("@" in it.email for it in people)
    assert envelope.date is None or envelope.date.utcoffset() is not None


_LONG = 200_000


@pytest.mark.parametrize("field", ["To", "Subject", "References", "Message-ID", "Date", "X-Loop", "Content-Type"])
@pytest.mark.parametrize(
    "unit",
    [
        "(",
        '"',
        "<",
        ">",
        "a,",
        " ",
        "a:",
        ";",
        "\\",
        "[",
        "@",
        "a ",
        "=?a?q?",
        "=?utf-8?b?/?= ",
        '"a" <a@b',
        "\n ",
        "a\n",
        "<a@b> ",
    ],
)
def test_no_length_makes_it_slow(field: str, unit: str) -> None:
    started = time.perf_counter()
    envelope = read(f"{field}: {unit * (_LONG // len(unit))}\n")
    assert time.perf_counter() - started < 3
    assert len(envelope.subject) <= 2_000
    assert len(envelope.to) <= 500
    assert len(envelope.references) <= 500
