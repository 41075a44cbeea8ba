"""Kinds: people's answers against what machines write, by headers, structure and wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.builders import reading, received
from watcher.core.model import Address, Body, Kind, Message, MessageId
from watcher.core.replies import is_human

DAEMON = Address("Mail Delivery System", "mailer-daemon@mx.example")
NO_REPLY = Address("Jobs", "no-reply@jobs.example")
ANSWER = ("<mine@lind.example>",)

AUTOMATIC: list[tuple[str, Message, Kind]] = [
    (
        "a few words under the subject of an automatic answer",
        received("Åter 30/11.", subject="Autosvar: Vårt samtal", headers={"auto-submitted": "auto-replied"}),
        Kind.AUTO_REPLY_OOO,
    ),
    (
        "an acknowledgement under that subject",
        received(
            "Thank you for your message. We have received it and will get back in two days.",
            subject="Automatic reply: Our talk",
            headers={"auto-submitted": "auto-replied"},
        ),
        Kind.AUTO_ACK,
    ),
    (
        "a note under the subject of an answer, without a header",
        received(
            "Hej!\n\nTack för ditt meddelande. Jag är på semester till och med fredag och läser inte min mejl. "
            "Vid brådskande ärenden kontakta Eva på 08-123 45.\n\nVänliga hälsningar\nAnna Berg",
            subject="Sv: Vårt samtal",
            references=ANSWER,
        ),
        Kind.AUTO_REPLY_OOO,
    ),
    (
        "delivery report",
        received(
            body=Body(report="delivery-status", report_action="failed"),
            content_type="multipart/report; report-type=delivery-status",
        ),
        Kind.BOUNCE,
    ),
    ("delayed report", received(body=Body(report="delivery-status", report_action="delayed")), Kind.DELAYED_DSN),
    ("success report", received(body=Body(report="delivery-status", report_action="relayed")), Kind.MDN),
    (
        "report by its header alone",
        received(
            content_type='multipart/report; report-type="delivery-status"',
            subject="Undelivered Mail Returned to Sender",
        ),
        Kind.BOUNCE,
    ),
    (
        "read receipt",
        received(content_type="multipart/report; report-type=disposition-notification", subject="Read: Our talk"),
        Kind.MDN,
    ),
    (
        "read receipt in words",
        received("Your message\n\nTo: Anna\nwas read on 24 November 2026.", subject="Read: Our talk"),
        Kind.MDN,
    ),
    (
        "X-Failed-Recipients",
        received("…", headers={"x-failed-recipients": "anna@firm.example"}, sender=DAEMON),
        Kind.BOUNCE,
    ),
    (
        "mail daemon",
        received("User unknown", sender=DAEMON, subject="Returned mail: see transcript for details"),
        Kind.BOUNCE,
    ),
    (
        "mail daemon that warns",
        received(
            "Your message has not been delivered yet. You do not need to resend it.",
            sender=DAEMON,
            subject="Warning: message delayed",
        ),
        Kind.DELAYED_DSN,
    ),
    (
        "from nobody",
        received("The address does not exist", headers={"return-path": "<>"}, subject="Undeliverable: Our talk"),
        Kind.BOUNCE,
    ),
    (
        "Swedish bounce",
        received("Adressen hittades inte", headers={"return-path": "<>"}, subject="Kan inte levereras: Vårt samtal"),
        Kind.BOUNCE,
    ),
    (
        "RFC 3834 absence",
        received("I am out of the office until Monday.", headers={"auto-submitted": "auto-replied"}),
        Kind.AUTO_REPLY_OOO,
    ),
    (
        "RFC 3834 receipt",
        received("We have received your message.", headers={"auto-submitted": "auto-replied"}),
        Kind.AUTO_ACK,
    ),
    ("X-Autoreply", received("Thank you for contacting us.", headers={"x-autoreply": "yes"}), Kind.AUTO_ACK),
    ("Outlook's subject", received("Back on Monday.", subject="Automatic reply: Our talk"), Kind.AUTO_REPLY_OOO),
    (
        "Swedish Outlook's subject",
        received("Jag är på semester till och med fredag.", subject="Autosvar: Vårt samtal"),
        Kind.AUTO_REPLY_OOO,
    ),
    (
        "Notes' subject",
        received(
            "I will be out of the office starting 11/20/2026 and will not return until 12/01/2026.",
            subject="Anna Berg is out of the office.",
        ),
        Kind.AUTO_REPLY_OOO,
    ),
    (
        "absence by wording alone",
        received(
            "Thank you for your email. I am on annual leave and will be back on 7 December. For urgent matters please contact Bo. I have limited access to email.",
            subject="Our talk",
        ),
        Kind.AUTO_REPLY_OOO,
    ),
    (
        "receipt of an application",
        received(
            "Thank you for your application. We have received your documents and will review them within two weeks.",
            sender=NO_REPLY,
            subject="We have received your application",
        ),
        Kind.AUTO_ACK,
    ),
    (
        "Swedish receipt of an application",
        received(
            "Tack för din ansökan! Vi har tagit emot din ansökan och återkommer så snart vi kan. Detta är ett automatiskt meddelande.",
            subject="Tack för din ansökan",
        ),
        Kind.AUTO_ACK,
    ),
    (
        "newsletter",
        received(
            "News. Unsubscribe here.",
            subject="News in November",
            headers={"list-unsubscribe": "<mailto:u@x.example>", "precedence": "bulk"},
        ),
        Kind.LIST_OR_BULK,
    ),
    (
        "notification",
        received(
            "Build failed", subject="Build 7", headers={"auto-submitted": "auto-generated", "list-id": "<ci.x.example>"}
        ),
        Kind.LIST_OR_BULK,
    ),
    (
        "challenge",
        received(
            "Your message to Anna is being held until you confirm. Please reply to verify that you are a person.",
            subject="Please confirm your message",
            headers={"precedence": "auto_reply"},
        ),
        Kind.CHALLENGE,
    ),
]
HUMAN: list[tuple[str, Message]] = [
    (
        "an invitation by a hiring system",
        received(
            "Thank you for your application. We would like to invite you to a first interview.",
            sender=NO_REPLY,
            subject="Your application",
            headers={"auto-submitted": "auto-generated"},
        ),
    ),
    (
        "a refusal in bulk",
        received(
            "Thank you for your interest. You were not selected, and we wish you good luck in your job search.",
            sender=NO_REPLY,
            subject="Your application",
            headers={"precedence": "bulk"},
        ),
    ),
    ("a plain answer", received("Yes, fine.")),
    (
        "an answer through a mailing list",
        received("Yes.", headers={"list-id": "<x.lists.example>", "precedence": "list"}, references=ANSWER),
    ),
    ("an answer with Precedence: bulk", received("Yes.", headers={"precedence": "bulk"}, references=ANSWER)),
    ("an answer from Exchange", received("Yes.", headers={"x-auto-response-suppress": "All"}, references=ANSWER)),
    ("Auto-Submitted: no", received("Yes.", headers={"auto-submitted": "no"})),
    ("X-Autorespond: dont", received("Yes.", headers={"x-autorespond": "dont"})),
    ("a person who is out today", received("I am out of the office today, but yes: let us meet. What time suits you?")),
    (
        "a person who answers in passing",
        received(
            "I am on holiday until Monday and have no access to my email. The price is fine with us. Best regards, Ann",
            subject="Re: Our talk",
        ),
    ),
    (
        "a person who writes about an absence",
        received(
            "Anna is out of the office until Monday, so I answer for her.",
            subject="Re: Anna Berg is out of the office.",
        ),
    ),
    (
        "a person who forwards a bounce",
        received(
            "Your mail came back, see below. Which address is right?",
            subject="Fwd: Undelivered Mail Returned to Sender",
        ),
    ),
    (
        "a postmaster who is a person",
        received(
            "I looked at the queue, all is well now.",
            subject="Re: Our talk",
            sender=Address("", "postmaster@firm.example"),
        ),
    ),
    (
        "thanks for an application, with an invitation",
        received(
            "Thank you for your application. Could you come to an interview on Friday?", subject="Your application"
        ),
    ),
    (
        "a Swedish person on holiday",
        received("Jag är på semester den här veckan men svarar gärna: ja!", subject="Sv: Vårt samtal"),
    ),
    (
        "a refusal by a hiring system",
        received(
            "Thank you for your application. We have decided to move forward with other candidates.",
            sender=NO_REPLY,
            subject="Your application",
        ),
    ),
]


@pytest.mark.parametrize(("name", "message", "kind"), AUTOMATIC)
def test_automatic_mail_is_told_by_its_kind(name: str, message: Message, kind: Kind) -> None:
    read = reading(message)
    assert (name, read.kind) == (name, kind)
    assert read.evidence
    assert not is_human(read)


@pytest.mark.parametrize(("name", "message"), HUMAN)
def test_a_person_is_never_taken_for_a_machine(name: str, message: Message) -> None:
    read = reading(message)
    assert (name, read.kind, read.evidence) == (name, Kind.HUMAN_REPLY, read.evidence)
    assert is_human(read)


def test_a_bounce_names_the_address_that_failed() -> None:
    stated = received("…", headers={"x-failed-recipients": "Anna@firm.example"}, sender=DAEMON)
    told = received(
        "Hello alex@lind.example,\n<anna@firm.example>: user unknown", sender=DAEMON, subject="Undelivered Mail"
    )
    assert reading(stated).failed_recipients == ("anna@firm.example",)
    assert reading(told).failed_recipients == ("anna@firm.example",)


def test_a_newsletter_that_tells_of_a_holiday_is_no_absence() -> None:
    text = "We are closed for our summer holiday until 20 August. Unsubscribe from this newsletter here."
    news = received(text, subject="Summer holiday", headers={"list-unsubscribe": "<https://shop.example/u>"})
    assert reading(news).kind is Kind.LIST_OR_BULK
    note = received("We are closed for our summer holiday until 20 August.", subject="Summer holiday")
    assert reading(note).kind is Kind.AUTO_REPLY_OOO


def test_headers_alone_decide_where_no_text_was_read() -> None:
    message = received(headers={"auto-submitted": "auto-replied (vacation)"})
    assert reading(Message(message.envelope, message.places)).kind is Kind.AUTO_REPLY_OOO


@given(
    st.text(max_size=300),
    st.text(max_size=80),
    st.dictionaries(
        st.sampled_from(
            ["auto-submitted", "precedence", "list-id", "return-path", "x-autoreply", "x-failed-recipients"]
        ),
        st.text(max_size=30),
    ),
    st.sampled_from(["sent", "received"]),
)
def test_no_message_makes_it_raise(text: str, subject: str, headers: dict[str, str], side: str) -> None:
    message = received(text, subject=subject, headers=headers, sender=None, references=(MessageId("<x@y>"),))
    read = reading(Message(message.envelope, message.places, message.body, is_sent=side == "sent"))
    assert (read.kind is None) == (side == "sent")
