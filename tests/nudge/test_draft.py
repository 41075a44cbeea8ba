"""What a mail program sees in a draft: read back from its bytes with the standard library."""

import email
import email.header
import email.message
import email.utils
from datetime import timedelta
from email import policy

from hypothesis import given
from hypothesis import strategies as st

from tests.nudge import building
from tests.nudge.building import ALEX, ALEX_AT_WORK, ANNA, BO, draft, message
from watcher.core.model import Address

FIELDS = ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version"]
BODY_FIELDS = ["Content-Type", "Content-Transfer-Encoding"]

ids = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="<>"), min_size=1, max_size=400)
message_ids = ids.map(lambda inner: f"<{inner}>")
hostile = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(["\r\n", "\n", "\r", "Bcc: eve@evil.example", "\x00", "\x0b", "\u2028", "=?utf-8?q?=0D=0AX:_1?=", '"', "\\", ",", "<", ">", "(", "é", "a", " ", ";", ":", "\ud800", "@"]),
        max_size=60,
    ).map("".join),
)  # fmt: skip


def read(raw: bytes | None) -> email.message.EmailMessage:
    assert raw is not None
    read_back = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(read_back, email.message.EmailMessage)
    return read_back


def header_lines(raw: bytes | None) -> list[bytes]:
    assert raw is not None
    return raw.partition(b"\r\n\r\n")[0].split(b"\r\n")


def raw_header(raw: bytes | None, name: str) -> str:
    """The value as a program without an RFC 2047 decoder reads it: what threads are made of."""
    assert raw is not None
    value = email.message_from_bytes(raw, policy=policy.compat32)[name]
    return " ".join(str(value).split()) if value is not None else ""


def addresses(raw: bytes | None, name: str) -> list[str]:
    assert raw is not None
    values = email.message_from_bytes(raw, policy=policy.compat32).get_all(name, [])
    return [address for _, address in email.utils.getaddresses([str(value) for value in values])]


def subject_of(raw: bytes | None) -> str:
    return str(read(raw)["Subject"])


def test_a_draft_holds_these_fields_and_no_other() -> None:
    mail = read(draft(message()))
    assert mail.keys() == FIELDS + BODY_FIELDS


def test_a_draft_answers_the_users_own_message() -> None:
    raw = draft(message("<asked@lind.example>", references=["<first@lind.example>", "<second@corp.example>"]))
    assert raw_header(raw, "In-Reply-To") == "<asked@lind.example>"
    assert raw_header(raw, "References") == "<first@lind.example> <second@corp.example> <asked@lind.example>"


def test_a_parent_with_two_in_reply_to_and_no_references_gives_no_chain() -> None:
    """RFC 5322, 3.6.4."""
    two = ["<one@x.example>", "<two@x.example>"]
    raw = draft(message("<asked@lind.example>", references=two, in_reply_to=two))
    assert raw_header(raw, "References") == "<asked@lind.example>"


def test_a_parent_with_one_in_reply_to_and_no_references_passes_it_on() -> None:
    raw = draft(message("<asked@lind.example>", references=["<one@x.example>"], in_reply_to=["<one@x.example>"]))
    assert raw_header(raw, "References") == "<one@x.example> <asked@lind.example>"


def test_a_parent_without_an_id_is_answered_without_naming_it() -> None:
    raw = draft(message(None, references=["<one@x.example>"]))
    assert raw_header(raw, "In-Reply-To") == ""
    assert raw_header(raw, "References") == "<one@x.example>"


@given(parent=message_ids, references=st.lists(message_ids, max_size=20, unique=True))
def test_ids_of_any_length_come_out_intact(parent: str, references: list[str]) -> None:
    raw = draft(message(parent, references=references))
    chain = [each for each in references if each != parent]
    assert raw_header(raw, "In-Reply-To") == parent
    assert set(raw_header(raw, "References").split(" ")) == {*chain, parent}
    assert raw_header(raw, "References").split(" ")[-1] == parent or parent in references
    assert all(len(line) <= 998 for line in header_lines(raw))


def test_of_a_long_chain_the_first_and_the_last_ids_are_kept() -> None:
    long = [f"<{number}{'x' * 200}@corp.example>" for number in range(300)]
    raw = draft(message("<asked@lind.example>", references=long))
    kept = raw_header(raw, "References").split(" ")
    assert kept == [long[0], *long[-19:], "<asked@lind.example>"]
    assert all(len(line) <= 998 for line in header_lines(raw))


def test_ids_that_cannot_stand_in_a_header_are_left_out() -> None:
    hostile_ids = ["<a\r\nBcc: eve@evil.example>", "<å@x.example>", "<>", f"<{'x' * 1200}@x.example>", "no brackets"]
    raw = draft(message("<asked@lind.example>", references=hostile_ids))
    assert raw_header(raw, "References") == "<asked@lind.example>"


def test_the_subject_says_re_once() -> None:
    expected = {
        "The position": "Re: The position",
        "Re: The position": "Re: The position",
        "SV: Tjänsten": "SV: Tjänsten",
        "AW: Die Stelle": "AW: Die Stelle",
        "RE[2]: The position": "RE[2]: The position",
        "Fwd: The position": "Re: Fwd: The position",
        "Reply wanted": "Re: Reply wanted",
        "": "Re:",
    }
    assert {subject: subject_of(draft(message(subject=subject))) for subject in expected} == expected


def test_template_text_in_a_subject_comes_out_literally() -> None:
    assert subject_of(draft(message(subject="{{ 7*7 }} {% raw %}"))) == "Re: {{ 7*7 }} {% raw %}"


def test_a_subject_that_looks_encoded_comes_out_literally() -> None:
    subject = "=?utf-8?q?Hello=0D=0ABcc:_eve@evil.example?="
    assert subject_of(draft(message(subject=subject))) == f"Re: {subject}"


def test_a_subject_beyond_ascii_is_encoded_in_words_of_75_characters() -> None:
    """RFC 2047, 2."""
    subject = "Ansökan om tjänsten som dataingenjör på er avdelning för öppna data i Västerås, våren 2027"
    raw = draft(message(subject=subject))
    assert subject_of(raw) == f"Re: {subject}"
    assert all(len(line) <= 77 for line in header_lines(raw) if line.startswith((b"Subject", b" =?")))


def test_a_subject_of_ten_kilobytes_is_cut() -> None:
    for subject in ("x" * 10_000, "word " * 2_000, "å" * 10_000):
        raw = draft(message(subject=subject))
        assert subject_of(raw).startswith(f"Re: {subject[:100]}")
        assert len(subject_of(raw)) <= 904
        assert all(len(line) <= 998 for line in header_lines(raw))


@given(subject=hostile, name=hostile, own_name=hostile, to=hostile, text=hostile)
def test_nothing_from_the_mailbox_can_add_a_header_or_a_recipient(
    subject: str, name: str, own_name: str, to: str, text: str
) -> None:
    parent = message(
        subject=subject,
        sender=Address(own_name, ALEX.email),
        to=[Address(name, ANNA.email), Address("", to), Address("", f"x{to}@corp.example")],
    )
    raw = draft(parent, text=text)
    assert read(raw).keys() in (FIELDS + BODY_FIELDS, [*FIELDS, "MIME-Version", *BODY_FIELDS])
    assert addresses(raw, "To")[0] == ANNA.email
    assert all("evil" not in address or address == f"x{to}@corp.example".lower() for address in addresses(raw, "To"))
    assert addresses(raw, "From") == [ALEX.email]
    assert raw is not None
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")


@given(name=st.text(st.characters(exclude_categories=["C", "Z"]), max_size=60))
def test_names_come_out_as_they_were(name: str) -> None:
    raw = draft(message(to=[Address(name, ANNA.email), BO]))
    assert raw is not None
    value = email.message_from_bytes(raw, policy=policy.compat32)["To"]
    (written, address), (other, _) = email.utils.getaddresses([value])
    decoded = str(email.header.make_header(email.header.decode_header(written)))
    assert (decoded, address, other) == (name, ANNA.email, BO.name)
    assert all(len(word) <= 75 for word in value.split() if word.startswith("=?"))


def test_names_with_commas_and_letters_beyond_ascii_are_read_back() -> None:
    raw = draft(message(to=[Address('Öberg, Anna "Ann" <eve@evil.example>', ANNA.email), Address("Ek, Bo", BO.email)]))
    to = read(raw)["To"].addresses
    assert [(each.display_name, each.addr_spec) for each in to] == [
        ('Öberg, Anna "Ann" <eve@evil.example>', ANNA.email),
        ("Ek, Bo", BO.email),
    ]


def test_the_date_is_now_in_the_users_zone() -> None:
    date = read(draft(message()))["Date"].datetime
    assert date == building.NOW
    assert date.utcoffset() == timedelta(hours=1)


def test_the_author_is_the_alias_that_the_parent_was_sent_from() -> None:
    assert raw_header(draft(message(sender=ALEX_AT_WORK)), "From") == '"Alex Lind (Work)" <alex@work.example>'
    assert addresses(draft(message(sender=Address("", "alex+jobs@lind.example"))), "From") == ["alex+jobs@lind.example"]


def test_the_configured_name_and_address_stand_in() -> None:
    nameless = draft(message(sender=Address("", ALEX.email)))
    foreign = draft(message(sender=Address("Eve", "eve@evil.example")))
    missing = draft(message(sender=None))
    assert {raw_header(raw, "From") for raw in (nameless, foreign, missing)} == {"Alex Lind <alex@lind.example>"}


def test_a_short_ascii_text_goes_as_it_is() -> None:
    raw = draft(message(), text="Hi Anna,\n\nAny news?\n\nFrom here on, all is well.\n-- \nAlex\n")
    assert raw is not None
    assert raw.endswith(b"\r\n\r\nHi Anna,\r\n\r\nAny news?\r\n\r\nFrom here on, all is well.\r\n-- \r\nAlex\r\n")
    assert read(raw)["Content-Transfer-Encoding"] == "7bit"


def test_a_text_beyond_ascii_and_a_long_paragraph_come_out_unwrapped() -> None:
    paragraphs = (
        ["Hej Åsa!", "Hur går det? " * 30 + "x", "Vänliga hälsningar\nAlex"],
        ["Hi,", "How are things? " * 30 + "x", "Alex"],
    )
    for texts in paragraphs:
        raw = draft(message(), text="\n\n".join(texts) + "\n")
        mail = read(raw)
        assert mail.get_content().replace("\r\n", "\n") == "\n\n".join(texts) + "\n"
        assert mail.get_content_charset() == "utf-8"
        assert mail["Content-Transfer-Encoding"] == "quoted-printable"
        assert raw is not None
        assert all(len(line) <= 76 for line in raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))


def test_nothing_tells_that_a_program_wrote_it() -> None:
    raw = draft(message())
    assert raw is not None
    lowered = raw.lower()
    assert not any(
        word in lowered for word in (b"watcher", b"auto-submitted", b"x-", b"user-agent", b"python", b"nudge", b"draft")
    )


@given(subject=st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=300))
def test_subjects_come_out_as_they_were(subject: str) -> None:
    raw = draft(message(subject=subject))
    assert raw is not None
    value = email.message_from_bytes(raw, policy=policy.compat32)["Subject"]
    decoded = str(email.header.make_header(email.header.decode_header(value.replace("\r\n", ""))))
    assert decoded in (f"Re: {subject.strip()}".rstrip(), subject.strip())
