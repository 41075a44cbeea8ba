"""Answers as servers really write them, byte by byte."""

import imaplib
import io
from datetime import UTC, datetime, timedelta, timezone

import imapclient
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.model import FolderName, Role
from watcher.errors import ConnectionLost, MailboxError, NotAllowed, Temporary
from watcher.mailbox import fetching, wire
from watcher.mailbox.base import Folder
from watcher.mailbox.fetching import Selected

SENT = Selected(Folder(FolderName("Sent"), Role.SENT, "Sent"), 7, 100, 3, 5, None)


class Script:
    """Stands for imaplib: answers what it was given, and keeps what was sent."""

    def __init__(self, answers: bytes) -> None:
        self._answers = io.BytesIO(answers)
        self._number = 0
        self.tagged_commands: dict[bytes, object] = {}
        self.sent: list[bytes] = []

    def _new_tag(self) -> bytes:
        self._number += 1
        return b"T%d" % self._number

    def send(self, data: bytes) -> None:
        self.sent.append(data)

    def readline(self) -> bytes:
        return self._answers.readline()

    def read(self, size: int) -> bytes:
        return self._answers.read(size)


def wired(answers: bytes) -> tuple[wire.Wire, Script]:
    script = Script(answers.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    return wire.Wire(script), script  # type: ignore[arg-type]


def test_the_private_door_of_the_libraries_is_still_there() -> None:
    """The wire goes through these; a new version without them must fail here, not in a user's pass."""
    for name in ("_new_tag", "send", "readline", "read"):
        assert callable(getattr(imaplib.IMAP4, name))
    imap = imaplib.IMAP4.__new__(imaplib.IMAP4)
    assert not hasattr(imap, "tagged_commands"), "it is made for each connection"
    assert hasattr(imapclient.IMAPClient, "_create_IMAP4")


# --- commands -----------------------------------------------------------------------------------


def test_the_next_commands_are_sent_before_the_first_is_answered() -> None:
    line, script = wired(b"* 1 EXISTS\nT1 OK\n* 2 EXISTS\nT2 OK\nT3 OK\nT4 OK\nT5 OK\n")
    answers = line.stream([b"ONE", b"TWO", b"THREE", b"FOUR", b"FIVE"])
    assert next(answers).text == b"* 1 EXISTS\r\n"
    assert script.sent == [b"T1 ONE\r\nT2 TWO\r\nT3 THREE\r\n"]
    assert [it.text for it in answers] == [b"* 2 EXISTS\r\n"]
    assert script.sent[1:] == [b"T4 FOUR\r\n", b"T5 FIVE\r\n"]


def test_what_an_earlier_reader_left_is_not_taken_for_the_next_answer() -> None:
    line, _ = wired(b"* 1 EXISTS\n* 2 EXISTS\nT1 NO too late\n* 3 EXISTS\nT2 OK\n")
    next(line.stream([b"ONE"]))
    assert [it.text for it in line.run(b"TWO")] == [b"* 3 EXISTS\r\n"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"T1 NO no such folder\n", NotAllowed),
        (b"T1 BAD what\n", NotAllowed),
        (b"T1 NO [UNAVAILABLE] later\n", Temporary),
        (b"T1 NO [INUSE] later\n", Temporary),
        (b"* BYE idle too long\n", ConnectionLost),
        (b"", ConnectionLost),
        (b"* 1 FETCH (BODY[] {100}\nshort", ConnectionLost),
        (b"* 1 FETCH (BODY[] {99999999999}\n", ConnectionLost),
        (b"T9 OK not ours\n", ConnectionLost),
        (b"HTTP/1.1 400 Bad Request\n", ConnectionLost),
    ],
)
def test_refusals_and_broken_lines(answer: bytes, error: type[MailboxError]) -> None:
    line, _ = wired(answer)
    with pytest.raises(error) as raised:
        line.run(b"ONE")
    assert type(raised.value) is error


def test_a_message_that_is_gone_meanwhile_is_no_refusal() -> None:
    line, _ = wired(b"T1 NO [EXPUNGEISSUED] Some messages were already expunged\n")
    assert line.run(b"UID FETCH 1 (FLAGS)") == []


def test_of_commands_sent_together_each_has_its_own_refusal() -> None:
    line, script = wired(b'* STATUS "a" (MESSAGES 1)\nT1 OK\nT2 NO gone\n* STATUS "c" (MESSAGES 2)\nT3 OK\n')
    answers, refused = line.run_together([b"A", b"B", b"C"])
    assert len(script.sent) == 1
    assert len(answers) == 2
    assert list(refused) == [b"B"]


def test_a_refusal_shows_the_servers_words_but_no_control_characters() -> None:
    error = wire.refusal_of(b"no \x1b[31mred\x07 " + b"x" * 5_000)
    assert "\x1b" not in str(error)
    assert len(str(error)) < 300


# --- FETCH answers ------------------------------------------------------------------------------

HEADER = b"Subject: Hello\nMessage-ID: <a@x>\n\n"


def fetched(before: bytes, after: bytes = b")\n", *, header: bytes = HEADER) -> wire.Answer:
    """Return the answer with a literal between `before` and `after`."""
    data = header.replace(b"\n", b"\r\n")
    line, _ = wired(b"")
    line, _ = wired(b"* 3 FETCH (" + before + b" {%d}\n" % len(data) + data + after + b"T1 OK\n")
    (answer,) = line.run(b"X")
    return answer


FIELDS = b"BODY[HEADER.FIELDS (SUBJECT MESSAGE-ID)]"
USUAL = b'UID 9 FLAGS (\\Seen Follow-Up-Due) INTERNALDATE "02-Nov-2026 10:00:00 +0100" ' + FIELDS


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (USUAL, b")\n"),
        (b'FLAGS (\\Seen Follow-Up-Due) INTERNALDATE "02-Nov-2026 10:00:00 +0100" UID 9 ' + FIELDS, b")\n"),
        (FIELDS, b' UID 9 FLAGS (\\Seen Follow-Up-Due) INTERNALDATE "02-Nov-2026 10:00:00 +0100")\n'),
        (b'flags (\\Seen Follow-Up-Due) uid 9 internaldate "02-Nov-2026 10:00:00 +0100" body[header.fields ("Subject")]', b")\n"),
        (b"MODSEQ (5) " + USUAL, b")\n"),
        (b'RFC822.SIZE 10 X-STRANGE (a (b "c)" NIL) {d) ' + USUAL, b" X {2}\nab)\n"),
    ],
)  # fmt: skip
def test_an_envelope_is_read_in_whatever_order_its_items_come(before: bytes, after: bytes) -> None:
    envelope = fetching.envelope(fetched(before, after), SENT)
    assert envelope is not None
    assert (envelope.place.uid, envelope.place.uid_validity, envelope.place.folder) == (9, 7, "Sent")
    assert envelope.place.flags == {"\\seen", "follow-up-due"}
    assert envelope.received_at == datetime(2026, 11, 2, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    assert (envelope.subject, envelope.message_id) == ("Hello", "<a@x>")


@pytest.mark.parametrize(
    ("item", "thread"),
    [
        (b"X-GM-THRID 1278455344230334865 ", "1278455344230334865"),
        (b"THREADID (T64b478a75b7ea9) ", "T64b478a75b7ea9"),
        (b"THREADID NIL ", None),
        (b"THREADID () ", None),
        (b"", None),
    ],
)
def test_the_servers_thread_id(item: bytes, thread: str | None) -> None:
    envelope = fetching.envelope(fetched(item + USUAL), SENT)
    assert envelope is not None
    assert envelope.server_thread == thread


@pytest.mark.parametrize(
    "line",
    [
        b"* 3 FETCH (FLAGS (\\Seen))\n",
        b"* 3 FETCH (UID 9 FLAGS (\\Seen))\n",
        b"* 3 EXPUNGE\n",
        b"* 3 FETCH (UID 9 " + FIELDS + b" NIL)\n",
        b"* 3 FETCH (UID x " + FIELDS + b" {0}\n)\n",
        b"* OK still here\n",
        b"* 3 FETCH\n",
        b"* 3 FETCH NIL\n",
    ],
)
def test_answers_about_something_else_are_no_envelopes(line: bytes) -> None:
    reader, _ = wired(line + b"T1 OK\n")
    (answer,) = reader.run(b"X")
    assert fetching.envelope(answer, SENT) is None


def test_a_header_as_a_quoted_string_is_read_too() -> None:
    answer = wire.Answer(b"* 1 FETCH (UID 9 " + FIELDS + b' "Subject: say \\"hi\\"")\r\n')
    envelope = fetching.envelope(answer, SENT)
    assert envelope is not None
    assert envelope.subject == 'say "hi"'


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (b" 2-Nov-2026 10:00:00 +0000", datetime(2026, 11, 2, 10, 0, tzinfo=UTC)),
        (b"02-Nov-2026 10:00:00 -0530", datetime(2026, 11, 2, 10, 0, tzinfo=timezone(-timedelta(hours=5, minutes=30)))),
        (b"31-Feb-2026 10:00:00 +0000", None),
        (b"02-Foo-2026 10:00:00 +0000", None),
        (b"", None),
    ],
)
def test_internal_dates(text: bytes, date: datetime | None) -> None:
    assert fetching.internal_date(text) == date


def test_without_an_internal_date_the_senders_date_stands_in() -> None:
    envelope = fetching.envelope(fetched(b"UID 9 " + FIELDS, header=b"Date: Mon, 2 Nov 2026 10:00:00 +0000\n\n"), SENT)
    assert envelope is not None
    assert envelope.received_at == datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@given(st.binary(max_size=200), st.lists(st.binary(max_size=20), max_size=3))
def test_no_answer_makes_the_reading_fail_otherwise_than_by_a_lost_connection(
    text: bytes, literals: list[bytes]
) -> None:
    answer = wire.Answer(b"* 1 FETCH (" + text, literals)
    try:
        fetching.envelope(answer, SENT)
        fetching.body(answer)
        fetching.flag_change(answer)
    except ConnectionLost:
        pass


def test_thousands_of_brackets_are_refused() -> None:
    with pytest.raises(ConnectionLost):
        wire.Answer(b"* 1 FETCH " + b"(" * 100_000).fetched()


# --- numbers and sets ---------------------------------------------------------------------------


def test_the_answers_to_a_search_are_joined() -> None:
    answers = [
        wire.Answer(it)
        for it in (b"* SEARCH 1 2\r\n", b"* 5 EXISTS\r\n", b"* search 3 (MODSEQ 99)\r\n", b"* SEARCH\r\n")
    ]
    assert wire.numbers(answers, b"SEARCH") == [1, 2, 3]


@given(st.sets(st.integers(1, 60)))
def test_a_sequence_set_names_just_these_numbers(uids: set[int]) -> None:
    found: set[int] = set()
    for part in wire.sequence_set(uids).split(b",") if uids else []:
        first, _, last = part.partition(b":")
        found |= set(range(int(first), int(last or first) + 1))
    assert found == uids


@pytest.mark.parametrize("text", ["a\r\nb", "a\nb", "a\0b"])
def test_no_command_is_smuggled_in_by_a_line_end(text: str) -> None:
    with pytest.raises(ValueError, match="line ends"):
        wire.quoted(text)
