"""Whom a draft goes to, and which message it answers."""

import pytest

from tests.nudge.building import ALEX, ALEX_AT_WORK, ANNA, BO, OWNER, draft, message, reply, thread, verdict
from tests.nudge.test_draft import addresses, read
from watcher.core import nudge
from watcher.core.model import ActionKind, Address, Kind, Message, ReasonCode

CAROL = Address("Carol", "carol@corp.example")
PROMISE = [ReasonCode.PROMISE]


def recipients(
    parent: Message,
    *others: tuple[Message, Kind | None],
    reasons: list[ReasonCode] | None = None,
    kind: ActionKind = ActionKind.DRAFT,
) -> tuple[list[str], list[str]]:
    decided = verdict((parent, None), *others, reasons=reasons or [ReasonCode.SCHEDULE])
    to, cc = nudge.recipients(parent, thread(parent, *(each for each, _ in others)), decided, OWNER, kind)
    return [address.email for address in to], [address.email for address in cc]


def test_a_draft_goes_to_whom_the_message_went_without_the_user() -> None:
    parent = message(to=[ANNA, ALEX_AT_WORK], cc=[BO, Address("", "alex+copy@lind.example")])
    assert recipients(parent) == ([ANNA.email], [BO.email])
    raw = draft(parent)
    assert (addresses(raw, "To"), addresses(raw, "Cc")) == ([ANNA.email], [BO.email])


def test_each_person_is_named_once() -> None:
    assert recipients(message(to=[ANNA, ANNA], cc=[ANNA, BO])) == ([ANNA.email], [BO.email])


def test_copied_people_move_up_where_nobody_else_is_left() -> None:
    assert recipients(message(to=[ALEX], cc=[BO])) == ([BO.email], [])


def test_bcc_is_never_taken_over() -> None:
    parent = message(to=[ANNA], bcc=[BO])
    assert recipients(parent) == ([ANNA.email], [])
    raw = draft(parent)
    assert raw is not None
    assert BO.email.encode() not in raw
    assert read(raw)["Bcc"] is None


def test_mail_with_bcc_alone_gets_no_draft() -> None:
    parent = message(to=[], bcc=[ANNA])
    assert recipients(parent) == ([], [])
    assert draft(parent) is None


def test_reply_to_is_never_followed() -> None:
    evil = Address("", "eve@evil.example")
    answer = reply(sender=CAROL, reply_to=[evil])
    assert recipients(message(reply_to=[evil])) == ([ANNA.email], [])
    assert recipients(message(), (answer, Kind.HUMAN_REPLY), reasons=PROMISE) == ([CAROL.email], [])


def test_a_broken_promise_is_taken_up_with_the_person_who_made_it() -> None:
    """The application went to an address of the company; Carol answered."""
    jobs = message(to=[Address("Jobs", "jobs@corp.example")])
    answer = (reply(sender=CAROL), Kind.HUMAN_REPLY)
    assert recipients(jobs, answer, reasons=PROMISE) == ([CAROL.email], [])
    assert recipients(jobs, answer, kind=ActionKind.THANK_YOU) == ([CAROL.email], [])
    assert recipients(jobs, answer) == (["jobs@corp.example"], [])


def test_an_answerer_who_was_written_to_changes_nothing() -> None:
    assert recipients(message(to=[ANNA], cc=[BO]), (reply(sender=BO), Kind.HUMAN_REPLY), reasons=PROMISE) == (
        [ANNA.email],
        [BO.email],
    )


def test_the_newest_answerer_counts() -> None:
    dora = Address("Dora", "dora@corp.example")
    answers = [
        (reply(f"<{number}@c.example>", sender=who), Kind.HUMAN_REPLY)
        for number, who in enumerate([CAROL, dora, CAROL, dora])
    ]
    assert recipients(message(), *answers, reasons=PROMISE) == ([dora.email], [])
    assert recipients(message(), *answers[:3], reasons=PROMISE) == ([CAROL.email], [])


def test_a_name_that_looks_encoded_comes_out_literally() -> None:
    name = "=?utf-8?q?Eve?="
    assert read(draft(message(to=[Address(name, ANNA.email)])))["To"].addresses[0].display_name == name


def test_machines_and_forged_own_mail_are_no_answerers() -> None:
    others: list[tuple[Message, Kind | None]] = [
        (reply("<1@c.example>", sender=Address("", "no-reply@corp.example")), Kind.HUMAN_REPLY),
        (reply("<2@c.example>", sender=ALEX), Kind.HUMAN_REPLY),
        (reply("<3@c.example>", sender=CAROL), Kind.AUTO_ACK),
        (reply("<4@c.example>", sender=None), Kind.HUMAN_REPLY),
    ]
    assert recipients(message(), *others, reasons=PROMISE) == ([ANNA.email], [])


def test_an_address_that_bounced_is_left_out() -> None:
    bounce = (reply(sender=Address("", "mailer-daemon@corp.example"), failed=("Anna.Berg@corp.example",)), Kind.BOUNCE)
    assert recipients(message(to=[ANNA, BO]), bounce) == ([BO.email], [])
    assert draft(message(to=[ANNA]), bounce) is None


@pytest.mark.parametrize(
    "email",
    [
        "",
        "anna",
        "@corp.example",
        "anna@",
        "anna berg@corp.example",
        "anna@corp..example",
        "anna@-corp.example",
        "anna@corp.example\r\nBcc: eve@evil.example",
        "anna@corp.example, eve@evil.example",
        "<anna@corp.example>",
        "ånna@corp.example",
        f"{'x' * 200}@corp.example",
        f"anna@{'x' * 64}.example",
        "anna@[192.0.2.1]",
        '"anna berg"@corp.example',
    ],
)
def test_what_is_no_address_is_left_out(email: str) -> None:
    assert recipients(message(to=[Address("Anna", email), BO])) == ([BO.email], [])


def test_a_domain_beyond_ascii_is_written_in_idna() -> None:
    assert recipients(message(to=[Address("", "anna@företag.example")])) == (["anna@xn--fretag-wxa.example"], [])


def test_a_long_address_comes_out_intact() -> None:
    long = f"reply+{'a1' * 55}@replies.corp.example"
    assert addresses(draft(message(to=[Address("Öberg, Anna " * 5, long), BO])), "To") == [long, BO.email]


def test_the_answered_message_is_the_users_own_last_one() -> None:
    first, last, answer = message("<1@lind.example>"), message("<2@lind.example>"), reply()
    whole = thread(first, last, answer)
    assert nudge.answered_message(whole, verdict(message_id=last.message_id)) is last
    assert nudge.answered_message(whole, verdict(message_id=first.message_id)) is first
    assert nudge.answered_message(whole, verdict(message_id=answer.message_id)) is last
    assert nudge.answered_message(thread(answer), verdict()) is None


def test_a_name_cannot_turn_the_letters_around_it() -> None:
    """U+202E would show `moc.live` as `evil.com`."""
    raw = draft(message(to=[Address("Anna \u202emoc.live", ANNA.email)]))
    assert read(raw)["To"].addresses[0].display_name == "Anna moc.live"


def test_an_own_domain_beyond_ascii_is_written_in_idna() -> None:
    assert addresses(draft(message(sender=None), address="alex@företag.example"), "From") == [
        "alex@xn--fretag-wxa.example"
    ]
