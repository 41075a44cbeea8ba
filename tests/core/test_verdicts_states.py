"""The states of a thread, and which of them comes first. Monday is 2025-09-01."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.talks import ALEX, ANNA, BO, Talk, at, calendar_reply, judge, judge_or_none, key, promise, texts, word
from watcher.core import deadlines
from watcher.core.model import Address, Kind, Policy, ReasonCode, Role, Scenario, State, Word

SENT = "2025-09-01 10:00"
DUE = "2025-09-03 10:00"
LATE = "2025-09-03 10:00"


def asked() -> Talk:
    return Talk().sent("question", SENT)


# Waiting and due ---------------------------------------------------------------------------------------------------------------------


def test_a_question_waits_until_its_deadline_and_is_due_from_then_on() -> None:
    before, then = judge(asked(), "2025-09-03 09:59"), judge(asked(), DUE)
    assert (before.state, before.due_at) == (State.WAITING, at(DUE))
    assert (then.state, then.due_at) == (State.DUE, at(DUE))
    assert then.clock_id == then.message_id == key("question")
    assert (then.attempt, then.max_attempts) == (0, 2)
    assert then.sent_at == at(SENT)
    assert then.to == (ANNA.email,)
    assert "48 hours after your message" in texts(then)
    assert "scenario general: a test says so" in texts(then)


def test_a_due_thread_with_an_untouched_draft_of_ours_is_drafted() -> None:
    talk = asked().draft("ours", LATE)
    verdict = judge(talk, "2025-09-03 12:00", our_drafts=["ours"])
    assert (verdict.state, verdict.due_at, verdict.hold_draft) == (State.DRAFTED, at(DUE), "")


def test_a_draft_of_ours_does_not_make_a_waiting_thread_due() -> None:
    assert judge(asked().draft("ours", SENT), "2025-09-02", our_drafts=["ours"]).state is State.WAITING


def test_somebodys_draft_forbids_another_but_not_the_mark() -> None:
    verdict = judge(asked().draft("theirs", LATE), "2025-09-03 12:00")
    assert (verdict.state, verdict.hold) == (State.DUE, "")
    assert "draft" in verdict.hold_draft


def test_mail_to_bcc_alone_gets_no_draft() -> None:
    verdict = judge(Talk().sent("question", SENT, to=(), bcc=(ANNA,)), LATE)
    assert verdict.state is State.DUE
    assert "Bcc" in verdict.hold_draft
    assert verdict.to == (ANNA.email,)


def test_a_thread_stays_due_long_after_its_deadline() -> None:
    verdict = judge(asked(), "2025-12-01")
    assert (verdict.state, verdict.due_at) == (State.DUE, at(DUE))


def test_a_conversation_in_which_nothing_was_sent_has_no_verdict() -> None:
    talk = Talk().reply("hello", SENT)
    assert judge_or_none(talk, at(LATE)) is None


def test_every_message_is_listed_with_its_kind_and_the_users_have_none() -> None:
    talk = (
        asked()
        .mail("ack", "2025-09-01 10:01", Kind.AUTO_ACK)
        .mail("spam", "2025-09-01 11:00", Kind.HUMAN_REPLY, role=Role.JUNK)
    )
    lines = [(line.message_id, line.kind, line.at) for line in judge(talk, LATE).messages]
    assert lines == [
        (key("question"), None, at(SENT)),
        (key("ack"), Kind.AUTO_ACK, at("2025-09-01 10:01")),
        (key("spam"), Kind.HUMAN_REPLY, at("2025-09-01 11:00")),
    ]


# Answers -----------------------------------------------------------------------------------------------------------------------------


def test_a_human_reply_answers() -> None:
    verdict = judge(asked().reply("answer", "2025-09-02 10:00"), LATE)
    assert (verdict.state, verdict.due_at, verdict.answered_by) == (State.ANSWERED, None, ANNA.email)
    assert "answer: answered by Anna Berg (anna@firm.example) on Tue 2 Sep 2025 10:00" in texts(verdict)


@pytest.mark.parametrize(
    "kind",
    [Kind.AUTO_ACK, Kind.DELAYED_DSN, Kind.MDN, Kind.LIST_OR_BULK, Kind.AUTO_REPLY_OOO],
)
def test_automatic_mail_never_answers(kind: Kind) -> None:
    verdict = judge(asked().mail("robot", "2025-09-01 10:01", kind), LATE)
    assert (verdict.state, verdict.answered_by) == (State.DUE, None)


def test_automatic_mail_that_was_passed_over_is_named() -> None:
    talk = asked().mail("ack", "2025-09-01 10:01", Kind.AUTO_ACK, evidence="Auto-Submitted: auto-replied")
    assert (
        "the auto ack from Anna Berg (anna@firm.example) on Mon 1 Sep 2025 10:01 is no answer (Auto-Submitted"
        in texts(judge(talk, LATE))
    )


def test_an_answer_in_trash_counts() -> None:
    assert judge(asked().reply("answer", "2025-09-02 10:00", role=Role.TRASH), LATE).state is State.ANSWERED


def test_an_answer_in_junk_alone_only_holds_the_nudge_back() -> None:
    verdict = judge(asked().reply("answer", "2025-09-02 10:00", role=Role.JUNK), LATE)
    assert verdict.state is State.DUE
    assert verdict.hold.startswith("perhaps answered, in Junk")
    assert verdict.answered_by is None
    assert ReasonCode.ANSWER in {reason.code for reason in verdict.reasons}


def test_an_answer_in_junk_to_an_earlier_message_does_not_hold_back() -> None:
    talk = asked().reply("spam", "2025-09-01 12:00", role=Role.JUNK).sent("again", "2025-09-04 10:00")
    assert judge(talk, "2025-09-12").hold == ""


def test_a_bounce_in_junk_alone_is_not_believed() -> None:
    talk = asked().mail("fake", "2025-09-01 10:05", Kind.BOUNCE, role=Role.JUNK, failed_recipients=(ANNA.email,))
    assert judge(talk, LATE).state is State.DUE


@pytest.mark.parametrize(
    ("role", "words"), [(Role.INBOX, "perhaps answered by"), (Role.JUNK, "perhaps answered, in Junk")]
)
def test_a_weak_match_only_holds_the_nudge_back(role: Role, words: str) -> None:
    verdict = judge(asked().maybe("loose", "2025-09-02 10:00", role=role), LATE)
    assert (verdict.state, verdict.answered_by) == (State.DUE, None)
    assert verdict.hold.startswith(words)


def test_a_weak_match_before_the_question_holds_nothing_back() -> None:
    assert judge(asked().maybe("loose", "2025-08-30 10:00"), LATE).hold == ""


def test_the_users_own_mail_from_an_alias_answers_nothing() -> None:
    alias = Address("Alex", "alex+jobs@work.example")
    verdict = judge(asked().reply("forged", "2025-09-02 10:00", sender=alias), LATE)
    assert (verdict.state, verdict.message_id) == (State.DUE, key("question"))
    assert verdict.messages[-1].kind is None


def test_a_message_outside_sent_that_claims_to_be_the_users_moves_no_clock() -> None:
    talk = asked().mail("forged", "2025-09-02 10:00", None, sender=ALEX)
    verdict = judge(talk, LATE)
    assert (verdict.state, verdict.due_at, verdict.sent_at) == (State.DUE, at(DUE), at(SENT))


def test_a_reply_before_the_newest_message_answers_what_was_asked_before_it() -> None:
    talk = asked().reply("answer", "2025-09-02 10:00").sent("next", "2025-09-02 15:00")
    verdict = judge(talk, "2025-09-04 15:00")
    assert (verdict.state, verdict.attempt, verdict.due_at) == (State.DUE, 0, at("2025-09-04 15:00"))


def test_a_reply_whose_clock_is_slow_still_answers_what_it_names() -> None:
    talk = asked().reply("answer", "2025-09-01 10:30", date_header=at("2025-09-01 09:00"), answers=["question"])
    assert judge(talk, LATE).state is State.ANSWERED


def test_a_conversation_of_many_is_answered_by_any_of_them() -> None:
    talk = Talk().sent("question", SENT, to=(ANNA, BO)).reply("answer", "2025-09-02 10:00", sender=BO)
    verdict = judge(talk, LATE)
    assert (verdict.state, verdict.answered_by) == (State.ANSWERED, BO.email)


@pytest.mark.parametrize(("asks", "words"), [(True, "ball is with you"), (False, "closes the matter")])
def test_an_answer_that_asks_or_closes_leaves_the_ball_with_the_user(*, asks: bool, words: str) -> None:
    verdict = judge(asked().reply("answer", "2025-09-02 10:00", wants_answer=asks, closes=not asks), LATE)
    assert verdict.state is State.ANSWERED
    assert words in texts(verdict)


def test_a_refusal_that_is_kind_about_the_future_is_no_promise() -> None:
    talk = asked().reply("refusal", "2025-09-02 10:00", closes=True, promise=promise(None))
    assert judge(talk, "2025-10-02").state is State.ANSWERED


@pytest.mark.parametrize(
    ("partstat", "state"), [("ACCEPTED", State.ANSWERED), ("DECLINED", State.ANSWERED), ("TENTATIVE", State.DUE)]
)
def test_accepting_or_refusing_the_users_invitation_answers_it(partstat: str, state: State) -> None:
    talk = asked().mail("rsvp", "2025-09-01 11:00", Kind.CALENDAR_RESPONSE, body=calendar_reply(partstat))
    assert judge(talk, LATE).state is state


# Bounces -----------------------------------------------------------------------------------------------------------------------------


def test_a_message_that_was_never_delivered_is_bounced_at_once_with_the_address() -> None:
    verdict = judge(asked().bounce("bounce", "2025-09-01 10:01", ANNA), "2025-09-01 10:01")
    assert (verdict.state, verdict.due_at, verdict.next_change_at) == (State.BOUNCED, None, None)
    assert f"bounce: not delivered to {ANNA.email}" in texts(verdict)


def test_a_bounce_that_names_a_forwarded_address_is_of_the_only_recipient() -> None:
    talk = asked().bounce("bounce", "2025-09-01 10:01", Address("", "anna@elsewhere.example"))
    assert judge(talk, LATE).state is State.BOUNCED


def test_when_some_recipients_failed_the_thread_lives_on_for_the_others() -> None:
    talk = Talk().sent("question", SENT, to=(ANNA, BO)).bounce("bounce", "2025-09-01 10:01", ANNA)
    verdict = judge(talk, LATE)
    assert verdict.state is State.DUE
    assert f"bounce: not delivered to {ANNA.email}" in texts(verdict)
    assert judge(talk.bounce("bounce2", "2025-09-01 10:02", BO), LATE).state is State.BOUNCED


def test_a_bounce_that_names_no_message_is_of_the_newest() -> None:
    talk = asked().sent("again", "2025-09-03 10:00", to=(BO,)).bounce("bounce", "2025-09-03 10:01", BO)
    verdict = judge(talk, "2025-09-12")
    assert (verdict.state, verdict.message_id) == (State.BOUNCED, key("again"))


def test_a_bounce_that_names_no_address_is_everybodys() -> None:
    talk = Talk().sent("question", SENT, to=(ANNA, BO)).bounce("bounce", "2025-09-01 10:01")
    assert judge(talk, LATE).state is State.BOUNCED


def test_a_delayed_delivery_is_no_bounce() -> None:
    talk = asked().mail("late", "2025-09-01 14:00", Kind.DELAYED_DSN, failed_recipients=(ANNA.email,))
    assert judge(talk, LATE).state is State.DUE


def test_a_challenge_is_shown_as_bounced_with_what_to_do() -> None:
    verdict = judge(asked().mail("gate", "2025-09-01 10:01", Kind.CHALLENGE), LATE)
    assert verdict.state is State.BOUNCED
    assert "confirm that you are a person" in texts(verdict)


def test_an_answer_after_a_bounce_answers() -> None:
    talk = asked().bounce("bounce", "2025-09-01 10:01", ANNA).reply("answer", "2025-09-02 10:00")
    assert judge(talk, LATE).state is State.ANSWERED


def test_a_message_sent_again_after_a_bounce_starts_anew() -> None:
    talk = (
        asked().bounce("bounce", "2025-09-01 10:01", ANNA, about="question").sent("again", "2025-09-03 10:00", to=(BO,))
    )
    verdict = judge(talk, "2025-09-05 10:00")
    assert (verdict.state, verdict.attempt, verdict.due_at) == (State.DUE, 0, at("2025-09-05 10:00"))


def test_a_late_bounce_of_an_earlier_message_is_not_of_the_newest() -> None:
    talk = (
        asked().sent("again", "2025-09-03 10:00", to=(BO,)).bounce("bounce", "2025-09-04 10:00", ANNA, about="question")
    )
    assert judge(talk, "2025-09-04 12:00").state is State.WAITING


# Nothing to wait for -----------------------------------------------------------------------------------------------------------------


def test_a_message_that_wants_no_answer_is_ignored_with_the_reason() -> None:
    verdict = judge(Talk().sent("fyi", SENT, no_answer_wanted='it says "for your information"'), LATE)
    assert (verdict.state, verdict.due_at, verdict.next_change_at) == (State.IGNORED, None, None)
    assert (
        'no_answer_wanted: your message of Mon 1 Sep 2025 10:00 wants no answer: it says "for your information"'
        in texts(verdict)
    )


def test_a_note_to_oneself_is_ignored() -> None:
    verdict = judge(Talk().sent("note", SENT, to=(Address("", "alex+todo@lind.example"),)), LATE)
    assert verdict.state is State.IGNORED
    assert "note to yourself" in texts(verdict)


def test_thanks_for_an_answer_are_ignored() -> None:
    talk = (
        asked()
        .reply("answer", "2025-09-02 10:00")
        .sent("thanks", "2025-09-02 11:00", thanks=True, no_answer_wanted="thanks")
    )
    assert judge(talk, "2025-09-30").state is State.IGNORED


def test_thanks_that_also_ask_are_watched() -> None:
    talk = (
        asked().reply("answer", "2025-09-02 10:00").sent("thanks", "2025-09-02 11:00", thanks=True, wants_answer=True)
    )
    assert judge(talk, "2025-09-04 11:00").state is State.DUE


def test_thanks_in_advance_sent_after_the_question_do_not_take_it_back() -> None:
    talk = asked().sent("thanks", "2025-09-01 11:00", thanks=True, no_answer_wanted="thanks")
    verdict = judge(talk, "2025-09-03 11:00")
    assert (verdict.state, verdict.due_at, verdict.attempt) == (State.DUE, at("2025-09-03 11:00"), 0)


def test_a_scenario_that_is_switched_off_is_ignored() -> None:
    off = replace(deadlines.LADDERS[Scenario.GENERAL], enabled=False)
    verdict = judge(asked(), LATE, ladder=off)
    assert verdict.state is State.IGNORED
    assert "scenario general is switched off" in texts(verdict)
    assert judge(asked().reply("answer", "2025-09-02"), LATE, ladder=off).state is State.ANSWERED
    assert (
        judge(asked().promises("promise", "2025-09-02", "2025-09-05"), "2025-09-20", ladder=off).state is State.ANSWERED
    )


def test_when_in_doubt_a_thread_is_watched() -> None:
    assert judge(Talk().sent("hm", SENT, wants_answer=None), LATE).state is State.DUE


# The last nudge ----------------------------------------------------------------------------------------------------------------------


def nudged_to_the_end() -> Talk:
    return asked().sent("nudge1", "2025-09-04 10:00").sent("nudge2", "2025-09-12 10:00")


def test_the_last_nudge_waits_without_a_deadline_and_is_then_exhausted() -> None:
    waiting, over = judge(nudged_to_the_end(), "2025-09-19 08:59"), judge(nudged_to_the_end(), "2025-09-19 09:00")
    assert (waiting.state, waiting.due_at, waiting.attempt) == (State.WAITING, None, 2)
    assert waiting.next_change_at == at("2025-09-19 09:00")
    assert (over.state, over.due_at) == (State.EXHAUSTED, None)
    assert ReasonCode.ATTEMPTS in {reason.code for reason in over.reasons}


def test_more_nudges_than_allowed_are_still_the_last() -> None:
    talk = nudged_to_the_end().sent("nudge3", "2025-09-22 10:00")
    assert judge(talk, "2025-09-23").state is State.WAITING
    assert judge(talk, "2025-10-23").state is State.EXHAUSTED


def test_an_exhausted_thread_that_is_answered_is_answered() -> None:
    assert judge(nudged_to_the_end().reply("answer", "2025-10-20 10:00"), "2025-10-23").state is State.ANSWERED


def test_with_no_nudges_allowed_the_message_itself_is_the_last() -> None:
    none = replace(deadlines.LADDERS[Scenario.JOB_APPLICATION], max_nudges=0)
    verdict = judge(asked(), "2025-09-03", scenario=Scenario.JOB_APPLICATION, ladder=none)
    assert (verdict.state, verdict.due_at, verdict.max_attempts) == (State.WAITING, None, 0)
    assert judge(asked(), "2025-09-09", scenario=Scenario.JOB_APPLICATION, ladder=none).state is State.EXHAUSTED


# The user's word ---------------------------------------------------------------------------------------------------------------------


def test_dismissed_beats_everything() -> None:
    said = [word(Word.DISMISSED, "question", "2025-09-02")]
    for talk in (
        asked(),
        asked().reply("answer", "2025-09-02 10:00"),
        asked().promises("promise", "2025-09-02 10:00", "2025-09-03"),
        asked().bounce("bounce", "2025-09-02 10:00", ANNA),
        Talk().sent("question", SENT, no_answer_wanted="FYI"),
    ):
        verdict = judge(talk, "2025-09-10", words=said)
        assert (verdict.state, verdict.due_at) == (State.DISMISSED, None)
        assert ReasonCode.USER in {reason.code for reason in verdict.reasons}


def test_a_mark_taken_off_is_named_as_the_reason() -> None:
    verdict = judge(asked(), LATE, words=[word(Word.DISMISSED, "question", "2025-09-03", how="mark removed")])
    assert "(mark removed)" in texts(verdict)


def test_a_newer_message_of_the_user_ends_a_word() -> None:
    talk = asked().sent("again", "2025-09-05 10:00")
    for said in (Word.DISMISSED, Word.DONE, Word.SNOOZED):
        words = [word(said, "question", "2025-09-03", until="2025-12-01")]
        assert judge(talk, "2025-09-12 10:00", words=words).state is State.DUE


def test_a_dismissal_can_be_read_from_the_mailbox() -> None:
    talk = Talk().sent("question", SENT, flags=["follow-up-dismissed"])
    assert judge(talk, LATE).state is State.DISMISSED
    assert judge(talk.sent("again", "2025-09-05 10:00"), "2025-09-12 10:00").state is State.DUE


def test_done_is_answered_by_the_user() -> None:
    verdict = judge(asked(), LATE, words=[word(Word.DONE, "question", "2025-09-02")])
    assert (verdict.state, verdict.due_at, verdict.answered_by) == (State.ANSWERED, None, None)
    assert ReasonCode.USER in {reason.code for reason in verdict.reasons}


def test_snoozed_until_its_end_then_due() -> None:
    said = [word(Word.SNOOZED, "question", "2025-09-02", until="2025-09-10 09:00")]
    asleep, awake = judge(asked(), "2025-09-10 08:59", words=said), judge(asked(), "2025-09-10 09:00", words=said)
    assert (asleep.state, asleep.due_at) == (State.SNOOZED, at("2025-09-10 09:00"))
    assert (awake.state, awake.due_at) == (State.DUE, at("2025-09-10 09:00"))


def test_a_thread_answered_while_it_slept_is_answered_when_it_wakes() -> None:
    said = [word(Word.SNOOZED, "question", "2025-09-02", until="2025-09-10 09:00")]
    talk = asked().reply("answer", "2025-09-04")
    assert judge(talk, "2025-09-05", words=said).state is State.SNOOZED
    assert judge(talk, "2025-09-10 09:00", words=said).state is State.ANSWERED


def test_the_newest_word_counts() -> None:
    said = [
        word(Word.DISMISSED, "question", "2025-09-02"),
        word(Word.SNOOZED, "question", "2025-09-03", until="2025-09-10"),
    ]
    assert judge(asked(), "2025-09-04", words=said).state is State.SNOOZED
    assert judge(asked(), "2025-09-04", words=list(reversed(said))).state is State.SNOOZED


@pytest.mark.parametrize(
    "pattern", ["anna@firm.example", "*@firm.example", "FIRM.example", "@firm.example", "*.example"]
)
def test_people_and_domains_on_the_never_list_are_never_chased(pattern: str) -> None:
    verdict = judge(asked(), LATE, policy=Policy(never=("x@y.example", pattern)))
    assert verdict.state is State.DISMISSED
    assert "never list" in texts(verdict)


def test_the_never_list_is_about_those_who_are_written_to() -> None:
    talk = Talk().sent("question", SENT, cc=(Address("", "boss@own.example"),))
    assert judge(talk, LATE, policy=Policy(never=("*@own.example", "irm.example"))).state is State.DUE


def test_who_asks_not_to_be_written_to_again_is_left_alone_for_good() -> None:
    talk = asked().reply("stop", "2025-09-02", stop=True)
    assert judge(talk, LATE).state is State.DISMISSED
    assert judge(talk.sent("sorry", "2025-09-03"), "2025-09-20").state is State.DISMISSED
    assert "asked not to be written to again" in texts(judge(talk, "2025-09-20"))


def test_who_asked_for_silence_elsewhere_is_left_alone_here() -> None:
    policy = Policy(muted=frozenset({BO.email}))
    assert judge(asked(), LATE, policy=policy).state is State.DUE
    assert judge(Talk().sent("question", SENT, to=(ANNA, BO)), LATE, policy=policy).state is State.DISMISSED


def test_who_asks_for_silence_from_another_address_is_left_alone() -> None:
    elsewhere = Address("Anna", "anna@private.example")
    assert judge(asked().reply("stop", "2025-09-02", stop=True, sender=elsewhere), LATE).state is State.DISMISSED


def test_one_who_asks_for_silence_does_not_silence_the_others() -> None:
    talk = Talk().sent("question", SENT, to=(ANNA, BO)).reply("stop", "2025-09-02", stop=True)
    assert judge(talk.sent("next", "2025-09-03 10:00", to=(BO,)), "2025-09-05 10:00").state is State.DUE


# Later -------------------------------------------------------------------------------------------------------------------------------


def test_ask_me_again_in_march_sleeps_until_its_first_working_day_then_starts_anew() -> None:
    talk = nudged_to_the_end().reply("later", "2025-09-15 10:00", ask_again_on=at("2026-03-01").date(), closes=True)
    asleep, awake = judge(talk, "2026-03-02 08:59"), judge(talk, "2026-03-02 09:00")
    assert (asleep.state, asleep.due_at, asleep.attempt) == (State.SNOOZED, at("2026-03-02 09:00"), 0)
    assert (awake.state, awake.due_at, awake.attempt) == (State.DUE, at("2026-03-02 09:00"), 0)
    assert awake.clock_id == key("later")
    again = judge(talk.sent("again", "2026-03-02 10:00"), "2026-03-03")
    assert (again.state, again.attempt, again.due_at) == (State.WAITING, 0, at("2026-03-04 10:00"))


def test_too_busy_now_sleeps_for_two_weeks() -> None:
    verdict = judge(asked().reply("busy", "2025-09-02 10:00", keep_trying=True), "2025-09-10")
    assert (verdict.state, verdict.due_at) == (State.SNOOZED, at("2025-09-16 09:00"))


def test_thanks_do_not_wake_what_sleeps() -> None:
    talk = asked().reply("busy", "2025-09-02 10:00", keep_trying=True)
    talk = talk.sent("thanks", "2025-09-02 11:00", thanks=True, no_answer_wanted="thanks")
    assert judge(talk, "2025-09-10").state is State.SNOOZED
    assert judge(talk, "2025-09-16 09:00").state is State.DUE


def test_what_was_said_after_the_wish_to_be_asked_later_counts() -> None:
    talk = asked().reply("busy", "2025-09-02 10:00", keep_trying=True).reply("answer", "2025-09-03 10:00")
    assert judge(talk, "2025-09-20").state is State.ANSWERED


def test_a_wish_to_be_asked_later_is_no_promise() -> None:
    talk = asked().reply("busy", "2025-09-02 10:00", keep_trying=True, promise=promise("2025-09-30"))
    verdict = judge(talk.sent("again", "2025-09-16 10:00"), "2025-09-18 10:00")
    assert (verdict.state, verdict.attempt) == (State.DUE, 0)


# What else a verdict says ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Anna Berg", "Anna"),
        ("Berg, Anna", "Anna"),
        ("Dr. Anna Berg", "Anna"),
        ("'Anna Berg'", "Anna"),
        ("Anne-Marie Berg (HR)", "Anne-Marie"),
        ("Åsa Öberg via LinkedIn", "Åsa"),
        ("anna@firm.example", ""),
        ("", ""),
        ("A. Berg", ""),
        ("{{7*7}} Berg", ""),
        ("Firm\r\nBcc: x@y.example", ""),
    ],
)
def test_the_first_name_is_that_of_the_person_written_to(name: str, first: str) -> None:
    talk = Talk().sent("question", SENT, to=(Address(name, ANNA.email),))
    assert judge(talk, LATE).recipient_name == first


def test_several_people_have_no_first_name_together() -> None:
    assert judge(Talk().sent("question", SENT, to=(ANNA, BO)), LATE).recipient_name == ""


def test_who_promised_is_the_one_addressed() -> None:
    talk = Talk().sent("question", SENT, to=(ANNA, BO)).promises("promise", "2025-09-02", "2025-09-05", sender=BO)
    assert judge(talk, "2025-09-20").recipient_name == "Bo"


def test_the_language_is_that_of_the_users_last_message() -> None:
    assert judge(Talk().sent("question", SENT, language="sv"), LATE).language == "sv"
    assert judge(asked(), LATE).language == "en"


def test_a_hostile_subject_and_name_stay_on_one_line_of_the_explanation() -> None:
    nasty = Address("Anna\r\n\x1b[2J\u202eBerg", ANNA.email)
    verdict = judge(asked().reply("answer", "2025-09-02 10:00", sender=nasty), LATE)
    assert all(reason.text.isprintable() for reason in verdict.reasons)


def test_a_chain_of_a_thousand_thanks_is_judged() -> None:
    talk = asked()
    for minute in range(1500):
        when = at(SENT) + timedelta(minutes=minute + 1)
        talk.sent(f"thanks{minute}", when.strftime("%Y-%m-%d %H:%M"), thanks=True, no_answer_wanted="thanks")
    assert judge(talk, "2025-09-02 11:00").state is State.WAITING


def test_a_verdict_whose_time_is_up_next_looks_at_the_overdue_limit() -> None:
    assert judge(asked(), "2025-09-04").next_change_at == at(DUE) + timedelta(days=30)
    assert judge(asked(), "2025-11-04").next_change_at is None


def test_thanks_that_open_an_offer_or_an_application_end_it_only() -> None:
    talk = Talk().sent("offer", SENT, thanks=True, no_answer_wanted="mere thanks")
    assert judge(talk, LATE, scenario=Scenario.SALES_LEAD).state is not State.IGNORED
    assert judge(talk, LATE, scenario=Scenario.GENERAL).state is State.IGNORED
