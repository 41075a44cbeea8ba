"""Mail of servers, robots and autoresponders that name themselves only by their address, their subject or their words; and what only looks like theirs."""

import pytest

from tests.reading.builders import ME, OWNER, WORDS, reading, received
from watcher.core import bodies, kinds, senders
from watcher.core.model import Address, Body, Kind, Message, MessageId

DAEMON = Address("Mail Delivery System", "mailer-daemon@mx.example")
ANSWER = ("<mine@lind.example>",)
LISTED = {"list-id": "<talk.lists.example>", "precedence": "list"}
LONG = "Messages could not be delivered to your inbox. Click here to review the pending messages, or they will be deleted today without further notice to you or to the others. "

AUTOMATIC: list[tuple[str, Message, Kind]] = [
    ("a bounce by the sender's name", received("It did not reach bo@x.example: no such user.", subject="Problem", sender=Address("Mail Delivery Subsystem", "x1@mx.example")), Kind.BOUNCE),
    ("a bounce of Exchange that quotes the subject", received(f"Subject: Our talk on Friday\n{LONG}", subject="Undeliverable: Our talk on Friday", sender=Address("", "system.administrator@firm.example")), Kind.BOUNCE),
    ("a bounce from a no-reply address that holds the message", received(body=Body(text="Could not be delivered: mailbox is full.", raw_text="Could not be delivered: mailbox is full.", original_ids=(MessageId("<mine@lind.example>"),)), subject="Mail", sender=Address("", "no-reply@post.example")), Kind.BOUNCE),
    ("a bounce that machines mark as an answer, from nobody", received("You sent mail to bo@x.example. User unknown.", subject="", sender=None, headers={"auto-submitted": "auto-replied", "return-path": "<>"}, references=ANSWER), Kind.BOUNCE),
    ("a warning under the subject of a bounce", received("Delivery to bo@x.example is delayed: a temporary failure. You do not need to resend it, we will keep trying.", subject="Delivery status notification", sender=DAEMON), Kind.DELAYED_DSN),
    ("phishing that is dressed as a bounce", received(LONG, subject="Undeliverable: Outgoing mail failed", sender=DAEMON), Kind.LIST_OR_BULK),
    ("a filter's report through a list", received("No viruses were found in it.", subject="Contents of a mail", sender=DAEMON, headers=LISTED), Kind.LIST_OR_BULK),
    ("a challenge by its return path", received("I let in known people only.", headers={"return-path": "<spamblocker-challenge@post.example>"}), Kind.CHALLENGE),
    ("Outlook's own receipt", received(subject="Read: Our talk", content_type="application/ms-tnef; name=winmail.dat"), Kind.MDN),
    ("a calendar's answer whose part was lost", received(subject="Zugesagt: Unser Gespräch"), Kind.CALENDAR_RESPONSE),
    ("Thunderbird's answer to an invitation", received(subject="Event Invitation Reply (Accepted): Our talk"), Kind.CALENDAR_RESPONSE),
    ("a robot that answers", received("Your patch was applied.", sender=Address("", "patchwork-bot+net@kernel.example"), references=ANSWER), Kind.LIST_OR_BULK),
    ("a robot by its name", received("The build failed.", sender=Address("kernel test robot", "lkp@x.example"), references=ANSWER), Kind.LIST_OR_BULK),
    ("a tracker's news", received("Anna changed the state.", subject="[Bug 1] Our talk", sender=Address("", "bugzilla-daemon@x.example"), references=ANSWER), Kind.LIST_OR_BULK),
    ("an answer that says at once what wrote it", received("Hi\n\nThis is an automated message. Your mail was sorted into a folder.", references=ANSWER), Kind.AUTO_ACK),
    ("words before the prefix of an answer", received("I am away until Monday. Bye", subject="Gone fishing Re: Our talk"), Kind.AUTO_REPLY_OOO),
    ("a subject of a ticket before an autoresponder's", received("On holiday until Monday.", subject="[Desk #7] Automatic reply: Our talk"), Kind.AUTO_REPLY_OOO),
    ("a subject in another language than the text's", received("I am away until Monday.", subject="Autosvar: Our talk"), Kind.AUTO_REPLY_OOO),
    ("Exchange's header on a note", received("I am on annual leave. Planning questions go to Bo.", subject="Annual leave", headers={"x-auto-response-suppress": "OOF, AutoReply"}), Kind.AUTO_REPLY_OOO),
    ("Exchange's rule", received("See you in May!", subject="Hello", headers={"x-ms-exchange-generated-message-source": "Mailbox Rules Agent"}), Kind.AUTO_REPLY_OOO),
    ("an automatic answer that acknowledges nothing", received("The pots are drying and so am I.", subject="Re: Pots", headers={"auto-submitted": "auto-replied"}), Kind.AUTO_REPLY_OOO),
    ("an automatic answer that promises one", received("You will hear from us by Friday.", subject="Re: Pots", headers={"auto-submitted": "auto-replied"}), Kind.AUTO_ACK),
    ("a generated acknowledgement with one word of it", received("We have received your order.", subject="Order 7", headers={"auto-submitted": "auto-generated"}), Kind.AUTO_ACK),
    (
        "a bounce by the name Postmaster",
        received("Test", subject="Undeliverable: Our talk", sender=Address("Postmaster", "x1@firm.example")),
        Kind.BOUNCE,
    ),
    ("a note with one sentence about something else", received("I am on holiday and have no access to my email. I am back in the office on Monday. In urgent cases please contact Bo on 214. In my absence the shop stays closed to all. The pots are drying in the sun.", subject="Re: Pots"), Kind.AUTO_REPLY_OOO),
]  # fmt: skip
HUMAN: list[tuple[str, Message]] = [
    ("a person who answers a bounce", received("I get these as well. Which address do you use?", subject="Re: Undelivered Mail Returned to Sender")),
    ("a question about an absence", received("Are you out of the office next week?", subject="Out of office next week?")),
    ("an announcement of an absence, with a question", received("I am on holiday next week. Shall we talk before?", subject="Holiday")),
    ("a postmaster's plan", received("We move the server on Friday, all will be well.", subject="The server", sender=Address("", "postmaster@firm.example"))),
    ("a person's words through a tracker", received("I think so too.", subject="Re: [team/app] Our talk (Issue #3)", sender=Address("Anna Berg", "notifications@github.example"), headers=LISTED, references=ANSWER)),
    ("somebody whose name ends so", received("Yes.", sender=Address("Jan Talbot", "talbot@firm.example"))),
    ("somebody who writes of programs", received("The file is automatically generated, so change the template instead.", subject="Re: Our talk")),
    ("Exchange's header on a person's mail", received("Fine, I will send it.", subject="Our talk", headers={"x-auto-response-suppress": "All"})),
    ("an accepted offer", received("Accepted, and thank you: I look forward to it. The signed contract follows by post, as we said.", subject="Accepted: your offer")),
    ("an answer from an absence", received("I am on holiday in Kerry until the 17th. The clause is fine. Strike the ninth one, and sign it for me.", subject="Re: Draft lease")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "message", "kind"), AUTOMATIC)
def test_a_machine_is_told_by_its_kind(name: str, message: Message, kind: Kind) -> None:
    assert (name, reading(message).kind, reading(message).evidence) == (name, kind, reading(message).evidence)


@pytest.mark.parametrize(("name", "message"), HUMAN)
def test_a_person_is_a_person(name: str, message: Message) -> None:
    assert (name, reading(message).kind, reading(message).evidence) == (
        name,
        Kind.HUMAN_REPLY,
        reading(message).evidence,
    )


def test_a_text_is_searched_in_its_own_language_alone() -> None:
    """The French for "automatic" is in an English text no sign of a machine; where the language is unknown it is."""
    message = received("Ceci est un message automatique.", subject="Re: Our talk", references=ANSWER)
    found = {
        code: kinds.kind_of(message.envelope, message.body, tuple(WORDS.values()), code)[0] for code in ("de", "fr", "")
    }
    assert found == {"de": Kind.HUMAN_REPLY, "fr": Kind.AUTO_ACK, "": Kind.AUTO_ACK}


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("noreply@x.example", True),
        ("jobs-no-reply@x.example", True),
        ("ne-pas-repondre@x.example", True),
        ("nicht-antworten@x.example", True),
        ("ikke-svar@x.example", True),
        ("niet-beantwoorden@x.example", True),
        ("nora@x.example", False),
        ("reply@x.example", False),
    ],
)
def test_an_address_says_that_nobody_reads_it(address: str, is_one: object) -> None:
    assert senders.is_no_reply(address) is is_one


# --- who did not get it ------------------------------------------------------------------------------

REPORT = """\
From: mailer-daemon@mx.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

{status}

--b--
"""
TWO_IN_ONE_GROUP = """\
Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; bo@x.example
Action: failed
Status: 5.1.1
Final-Recipient: rfc822; eva@x.example
Action: failed
Status: 5.1.1"""
ONE_OF_TWO = """\
Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; bo@x.example
Action: failed
Status: 5.1.1

Final-Recipient: rfc822; eva@x.example
Action: delayed
Status: 4.4.1"""
ACTION_ABOVE = """\
Reporting-MTA: dns; mx.example
Action: failed

Final-Recipient: rfc822; bo@x.example
Status: 4.7.0"""
FORWARDED = """\
Reporting-MTA: dns; mx.example

Original-Recipient: rfc822; bo@x.example
Final-Recipient: rfc822; bo@elsewhere.example
Action: failed"""
QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bo@x.example>:
Sorry, no mailbox here by that name. (#5.1.1)

<eva@x.example>:
192.0.2.1 does not like recipient.

--- Below this line is a copy of the message.

Return-Path: <alex@lind.example>
"""


@pytest.mark.parametrize(
    ("status", "failed"),
    [
        (TWO_IN_ONE_GROUP, ("bo@x.example", "eva@x.example")),
        (ONE_OF_TWO, ("bo@x.example",)),
        (ACTION_ABOVE, ("bo@x.example",)),
        (FORWARDED, ("bo@x.example",)),
        ("Final-Recipient: rfc822; bo@#x.example\nAction: failed", ("bo@#x.example",)),
    ],
)
def test_a_report_names_whom_it_failed(status: str, failed: tuple[str, ...]) -> None:
    raw = REPORT.format(status=status)
    for above in ("", "\n \n"):
        body = bodies.read_body(f"{above}{raw}".encode())
        assert (body.report_action, body.failed_recipients) == ("failed", failed)


def test_a_bounce_whose_boundaries_are_lost_is_read() -> None:
    body = bodies.read_body(b"From: a@x\nContent-Type: multipart/mixed;\nboundary=b\n\n--b\n\nNo such user.\n--b--\n")
    assert "No such user." in body.raw_text


def test_a_bounce_that_is_no_report_names_whom_it_failed() -> None:
    assert bodies.read_body(QMAIL.encode()).failed_recipients == ("bo@x.example", "eva@x.example")
    assert (
        bodies.read_body(QMAIL.replace("MAILER-DAEMON", "bo").replace("<>", "<bo@x>").encode()).failed_recipients == ()
    )


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        (
            "Not delivered to:\nbo@x.example\neva@x.example\n\nAsk admin@mx.example for help.",
            ("bo@x.example", "eva@x.example"),
        ),
        ("Your mail to bo@x.example was refused, says admin@mx.example.", ("bo@x.example",)),
        (f"Dear {ME.email}, your message came back.", ()),
    ],
)
def test_the_first_addresses_in_the_words_of_a_bounce_failed(text: str, failed: tuple[str, ...]) -> None:
    assert OWNER.is_own(ME.email)
    assert (
        reading(received(f"User unknown. {text}", subject="Undeliverable", sender=DAEMON)).failed_recipients == failed
    )
