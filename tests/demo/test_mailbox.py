"""The demo's mail as it is read from its files and made into messages."""

from datetime import datetime, time
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from watcher.core import bodies, worktime
from watcher.demo import calendar_days, mailbox

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SWEDISH = worktime.calendar_for(
    STOCKHOLM, working_days=range(5), opens=time(9), closes=time(17), years=range(2025, 2029), country="SE"
)
DAYS = calendar_days.Days(SWEDISH, datetime(2026, 11, 24, 10, tzinfo=STOCKHOLM))


def the_letters() -> list[mailbox.Letter]:
    return mailbox.letters(mailbox.load(), DAYS)


def of_thread(key: str) -> list[EmailMessage]:
    return [message_from_bytes(letter.raw, policy=policy.default) for letter in the_letters() if letter.key == key]


def test_the_mailbox_is_that_of_a_busy_job_seeker() -> None:
    conversations = mailbox.load()
    assert len({each.key for each in conversations}) == len(conversations) >= 30
    assert sum(each.language == "sv" for each in conversations) >= 5


def test_every_message_has_an_id_of_its_own_that_stays() -> None:
    ids = [letter.message_id for letter in the_letters()]
    assert len(set(ids)) == len(ids)
    assert ids == [letter.message_id for letter in the_letters()]


def test_no_placeholder_is_left() -> None:
    for letter in the_letters():
        assert b"{" not in letter.raw, letter.key


def test_all_people_live_in_example_domains() -> None:
    for letter in the_letters():
        mail = message_from_bytes(letter.raw, policy=policy.default)
        for name in ("From", "To", "Cc"):
            for address in mail[name].addresses if mail[name] else ():
                assert address.domain.endswith(".example"), address


def test_the_users_mail_lies_in_sent_and_the_others_in_inbox_unless_told_otherwise() -> None:
    assert {letter.folder for letter in the_letters()} == {"INBOX", "Sent", "Drafts", "Trash", "Junk"}
    for letter in the_letters():
        own = b"\r\nFrom: Alex Lind <" in letter.raw.partition(b"\r\n\r\n")[0]
        assert (letter.folder in ("Sent", "Drafts")) == own, letter.key


def test_an_answer_names_the_thread_before_it_and_quotes_the_last_mail() -> None:
    invited, accepted, thanked, promised = of_thread("meridian")
    assert promised["In-Reply-To"] == thanked["Message-ID"]
    assert promised["References"].split() == [invited["Message-ID"], accepted["Message-ID"], thanked["Message-ID"]]
    assert promised["Subject"] == f"Re: {invited['Subject']}"
    assert "> Thank you, and Oskar, for a good interview today." in promised.get_content()


def test_a_bounce_names_the_failed_address_and_the_message_it_is_about_and_no_thread() -> None:
    sent, bounce = of_thread("mistral")
    body = bodies.read_body(bytes(bounce))
    assert bounce["References"] is None
    assert (body.report, body.report_action) == ("delivery-status", "failed")
    assert body.failed_recipients == ("jm.petit@mistral-energie.example",)
    assert sent["Message-ID"] in body.original_ids


def test_an_invitation_carries_the_call_as_a_calendar_part() -> None:
    (invitation,) = bodies.read_body(bytes(of_thread("tern")[0])).invitations
    assert invitation.method == "REQUEST"
    assert invitation.starts_at == DAYS.instant("call 14:00")
    assert invitation.organizer == "hannah.cole@tern-labs.example"


def test_an_automatic_answer_says_so() -> None:
    assert of_thread("aurora")[1]["Auto-Submitted"] == "auto-replied"
