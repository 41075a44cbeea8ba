"""The running clock: events, promises, absences and attempts. Monday is 2025-09-01."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.talks import ANNA, BO, Talk, at, calendar_reply, event, judge, key, promise, texts, word
from watcher.core import deadlines, plan
from watcher.core.model import AccountName, Address, Kind, Reading, ReasonCode, Role, Scenario, State, Word

INTERVIEW = "2025-09-08 13:00"  # a Monday
OVER = "2025-09-08 14:00"
TEN_DAYS_AFTER = at("2025-09-22 09:00")


# Schedules ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scenario", "due"),
    [
        (Scenario.JOB_APPLICATION, "2025-09-08 09:00"),
        (Scenario.PHONE_SCREEN, "2025-09-04 09:00"),
        (Scenario.INTERVIEW, "2025-09-15 09:00"),
        (Scenario.NETWORKING, "2025-09-08 09:00"),
        (Scenario.SALES_LEAD, "2025-09-03 09:00"),
        (Scenario.GENERAL, "2025-09-03 16:30"),
    ],
)
def test_the_first_nudge_is_due_by_the_scenario(scenario: Scenario, due: str) -> None:
    assert judge(Talk().sent("question", "2025-09-01 16:30"), "2025-09-02", scenario=scenario).due_at == at(due)


def test_the_gaps_of_a_sales_lead_grow() -> None:
    talk = Talk().sent("offer", "2025-09-01 10:00")
    dues = []
    for attempt in range(4):
        verdict = judge(talk, "2026-01-01", scenario=Scenario.SALES_LEAD)
        assert (verdict.state, verdict.attempt) == (State.DUE, attempt)
        dues.append(verdict.due_at)
        assert verdict.due_at is not None
        talk.sent(f"nudge{attempt}", verdict.due_at.strftime("%Y-%m-%d 10:00"))
    assert dues == [at(f"{each} 09:00") for each in ("2025-09-03", "2025-09-09", "2025-09-18", "2025-10-02")]
    last = judge(talk, "2025-10-16 08:59", scenario=Scenario.SALES_LEAD)
    assert (last.state, last.attempt) == (State.WAITING, 4)
    assert judge(talk, "2025-10-16 09:00", scenario=Scenario.SALES_LEAD).state is State.EXHAUSTED


# Attempts ----------------------------------------------------------------------------------------------------------------------------


def test_a_further_message_within_24_hours_moves_the_clock_and_not_the_attempt() -> None:
    verdict = judge(Talk().sent("question", "2025-09-01 10:00").sent("more", "2025-09-02 10:00"), "2025-09-02 11:00")
    assert (verdict.attempt, verdict.due_at, verdict.clock_id) == (0, at("2025-09-04 10:00"), key("more"))


def test_a_message_more_than_24_hours_later_is_a_nudge() -> None:
    verdict = judge(Talk().sent("question", "2025-09-01 10:00").sent("nudge", "2025-09-02 10:01"), "2025-09-02 11:00")
    assert (verdict.attempt, verdict.due_at) == (1, at("2025-09-09 09:00"))


def test_an_addition_to_a_nudge_moves_its_clock() -> None:
    talk = (
        Talk().sent("question", "2025-09-01 10:00").sent("nudge", "2025-09-04 10:00").sent("more", "2025-09-05 09:00")
    )
    verdict = judge(talk, "2025-09-05 11:00")
    assert (verdict.attempt, verdict.due_at) == (1, at("2025-09-12 09:00"))


def test_a_new_question_after_an_answer_is_attempt_zero() -> None:
    talk = (
        Talk()
        .sent("question", "2025-09-01 10:00")
        .sent("nudge", "2025-09-04 10:00")
        .reply("answer", "2025-09-05 10:00")
    )
    assert judge(talk.sent("next", "2025-09-08 10:00"), "2025-09-08 11:00").attempt == 0


def test_a_new_question_after_an_accepted_invitation_is_attempt_zero() -> None:
    talk = Talk().sent("invitation", "2025-09-01 10:00").sent("nudge", "2025-09-04 10:00")
    talk.mail("rsvp", "2025-09-05 10:00", Kind.CALENDAR_RESPONSE, body=calendar_reply("ACCEPTED"))
    assert judge(talk.sent("next", "2025-09-08 10:00"), "2025-09-08 11:00").attempt == 0


def test_automatic_mail_between_starts_nothing_anew() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00").mail("ack", "2025-09-01 10:01", Kind.AUTO_ACK)
    assert judge(talk.sent("nudge", "2025-09-04 10:00"), "2025-09-04 11:00").attempt == 1


def test_thanks_for_an_answer_are_not_the_question_that_follows() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00").reply("answer", "2025-09-02 10:00")
    talk.sent("thanks", "2025-09-02 11:00", thanks=True, no_answer_wanted="thanks").sent("next", "2025-09-22 10:00")
    assert judge(talk, "2025-09-23").attempt == 0


# Promises ----------------------------------------------------------------------------------------------------------------------------


def promised(by: str | None = "2025-09-12") -> Talk:
    return Talk().sent("question", "2025-09-01 10:00").promises("promise", "2025-09-02 10:00", by)


def test_a_promise_later_than_the_schedule_beats_it() -> None:
    before, then = judge(promised(), "2025-09-15 08:59"), judge(promised(), "2025-09-15 09:00")
    assert (before.state, before.due_at) == (State.PROMISED, at("2025-09-15 09:00"))
    assert (then.state, then.due_at) == (State.DUE, at("2025-09-15 09:00"))
    assert before.clock_id == then.clock_id == key("promise")
    assert "promise: Anna Berg (anna@firm.example) wrote on Tue 2 Sep 2025 10:00: " in texts(then)
    assert '"You will hear from us by 2025-09-12"' in texts(then)


def test_a_promise_earlier_than_the_schedule_beats_it() -> None:
    verdict = judge(promised("2025-09-03"), "2025-09-04 09:00", scenario=Scenario.INTERVIEW)
    assert (verdict.state, verdict.due_at) == (State.DUE, at("2025-09-04 09:00"))


def test_a_broken_promise_with_our_draft_is_drafted() -> None:
    talk = promised().draft("ours", "2025-09-15 09:00")
    assert judge(talk, "2025-09-15 10:00", our_drafts=["ours"]).state is State.DRAFTED


def test_something_further_after_a_promise_answers() -> None:
    assert judge(promised().reply("answer", "2025-09-11 10:00"), "2025-09-20").state is State.ANSWERED


def test_automatic_mail_keeps_no_promise_and_makes_none() -> None:
    talk = promised().mail("ack", "2025-09-11 10:00", Kind.AUTO_ACK)
    assert judge(talk, "2025-09-20").state is State.DUE
    ack = Talk().sent("question", "2025-09-01 10:00")
    ack.mail("ack", "2025-09-01 10:01", Kind.AUTO_ACK, promise=promise("2025-09-30"))
    assert judge(ack, "2025-09-05").state is State.DUE


def test_a_promise_of_the_users_own_does_not_count() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00", promise=promise("2025-09-12"))
    assert judge(talk, "2025-09-03 10:00").state is State.DUE


def test_a_promise_in_junk_alone_does_not_count() -> None:
    talk = (
        Talk()
        .sent("question", "2025-09-01 10:00")
        .promises("promise", "2025-09-02 10:00", "2025-09-12", role=Role.JUNK)
    )
    verdict = judge(talk, "2025-09-03 10:00")
    assert (verdict.state, bool(verdict.hold)) == (State.DUE, True)


def test_an_undated_promise_lasts_as_long_as_the_next_gap() -> None:
    assert judge(promised(None), "2025-09-04 09:59").state is State.PROMISED
    assert judge(promised(None), "2025-09-04 10:00").state is State.DUE
    talk = (
        Talk()
        .sent("question", "2025-09-01 10:00")
        .sent("nudge", "2025-09-04 10:00")
        .promises("promise", "2025-09-05 10:00", None)
    )
    assert judge(talk, "2025-09-06").due_at == at("2025-09-12 09:00")


def test_a_promise_holds_through_mere_thanks() -> None:
    talk = promised().sent("thanks", "2025-09-03 12:00", thanks=True, no_answer_wanted="thanks")
    open_, broken = judge(talk, "2025-09-10"), judge(talk, "2025-09-15 09:00")
    assert (open_.state, open_.message_id, open_.clock_id) == (State.PROMISED, key("thanks"), key("promise"))
    assert (broken.state, broken.attempt) == (State.DUE, 0)


def test_thanks_that_are_known_to_ask_nothing_hold_too_and_those_that_ask_do_not() -> None:
    thanked = promised().sent("thanks", "2025-09-16 12:00", thanks=True, no_answer_wanted="thanks", wants_answer=False)
    assert judge(thanked, "2025-09-16 13:00").clock_id == key("promise")
    asking = promised().sent("thanks", "2025-09-16 12:00", thanks=True, wants_answer=True)
    assert judge(asking, "2025-09-16 13:00").attempt == 1


def test_answering_a_question_that_came_with_a_promise_is_no_nudge() -> None:
    talk = (
        Talk()
        .sent("question", "2025-09-01 10:00")
        .promises("promise", "2025-09-02 10:00", "2025-09-05", wants_answer=True)
    )
    verdict = judge(talk.sent("here", "2025-09-10 10:00"), "2025-09-10 11:00")
    assert (verdict.attempt, verdict.due_at) == (0, at("2025-09-12 10:00"))


def test_a_promise_holds_through_what_asks_nothing_while_it_is_open() -> None:
    assert judge(promised().sent("here", "2025-09-05 12:00", wants_answer=False), "2025-09-10").state is State.PROMISED
    assert judge(promised().sent("ps", "2025-09-02 09:00"), "2025-09-10").state is State.PROMISED


def test_a_question_asked_while_a_promise_is_open_runs_by_the_schedule() -> None:
    verdict = judge(promised().sent("urgent", "2025-09-04 10:00", wants_answer=True), "2025-09-05")
    assert (verdict.state, verdict.due_at, verdict.attempt) == (State.WAITING, at("2025-09-11 09:00"), 1)


def test_a_message_after_a_broken_promise_is_a_nudge_and_runs_by_the_schedule() -> None:
    verdict = judge(promised().sent("nudge", "2025-09-15 10:00"), "2025-09-16")
    assert (verdict.state, verdict.attempt, verdict.due_at) == (State.WAITING, 1, at("2025-09-22 09:00"))
    assert verdict.clock_id == key("nudge")


def test_a_message_that_says_no_answer_is_needed_ends_a_promise() -> None:
    talk = promised().sent("solved", "2025-09-05 10:00", no_answer_wanted='it says "no need to reply"')
    assert judge(talk, "2025-09-10").state is State.IGNORED


def test_the_newest_promise_counts() -> None:
    talk = promised("2025-09-05").promises("later", "2025-09-04 10:00", "2025-09-19")
    verdict = judge(talk, "2025-09-10")
    assert (verdict.state, verdict.due_at, verdict.clock_id) == (State.PROMISED, at("2025-09-22 09:00"), key("later"))


def test_a_promise_after_an_absence_note_counts_as_a_sign_of_life() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00").away("note", "2025-09-01 10:01", "2025-10-01")
    assert judge(talk.promises("promise", "2025-09-02 10:00", "2025-09-05"), "2025-09-08 09:00").state is State.DUE


def test_who_goes_away_after_promising_is_left_alone_until_the_return() -> None:
    talk = promised().away("note", "2025-09-11 10:00", "2025-09-24")
    expected = [
        ("2025-09-14", State.PROMISED),
        ("2025-09-15 09:00", State.AWAY),
        ("2025-09-25 08:59", State.WAITING),
        ("2025-09-25 09:00", State.DUE),
    ]
    for now, state in expected:
        verdict = judge(talk, now)
        assert (verdict.state, verdict.due_at) == (state, at("2025-09-25 09:00"))
    assert {ReasonCode.PROMISE, ReasonCode.ABSENCE} <= {reason.code for reason in judge(talk, "2025-09-26").reasons}


def test_a_note_of_before_the_promise_does_not_hold_it_up() -> None:
    elsewhere = Address("Anna", "anna@mail.firm.example")
    talk = Talk().sent("question", "2025-09-01 10:00").away("note", "2025-09-01 10:01", "2025-09-24", sender=elsewhere)
    assert judge(talk.promises("promise", "2025-09-02 10:00", "2025-09-12"), "2025-09-15 09:00").state is State.DUE


def test_a_promise_holds_after_the_last_nudge_too() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00").sent("nudge", "2025-09-08 10:00")
    talk.promises("promise", "2025-09-09 10:00", "2025-09-12")
    assert judge(talk, "2025-09-10", scenario=Scenario.PHONE_SCREEN).state is State.PROMISED
    assert judge(talk, "2025-09-15 09:00", scenario=Scenario.PHONE_SCREEN).state is State.DUE


def test_a_snooze_that_ends_before_the_promise_does_not_wake_the_thread() -> None:
    said = [word(Word.SNOOZED, "question", "2025-09-02", until="2025-09-05")]
    assert judge(promised(), "2025-09-08", words=said).state is State.PROMISED
    later = [word(Word.SNOOZED, "question", "2025-09-02", until="2025-09-25 09:00")]
    verdict = judge(promised(), "2025-09-25 09:00", words=later)
    assert (verdict.state, verdict.due_at) == (State.DUE, at("2025-09-25 09:00"))
    assert ReasonCode.PROMISE in {reason.code for reason in verdict.reasons}


# Absences ----------------------------------------------------------------------------------------------------------------------------


def absent(returns_on: str | None) -> Talk:
    return Talk().sent("question", "2025-09-01 10:00").away("note", "2025-09-01 10:01", returns_on)


def test_an_absence_is_no_reply_and_moves_the_clock_past_the_return() -> None:
    away = judge(absent("2025-09-10"), "2025-09-10 23:59")
    back = judge(absent("2025-09-10"), "2025-09-11 00:00")
    due = judge(absent("2025-09-10"), "2025-09-11 09:00")
    assert (away.state, back.state, due.state) == (State.AWAY, State.WAITING, State.DUE)
    assert away.due_at == back.due_at == due.due_at == at("2025-09-11 09:00")
    assert away.next_change_at == at("2025-09-11 00:00")
    assert away.answered_by is None
    assert "absence: Anna Berg (anna@firm.example) is away" in texts(away)


def test_a_short_absence_leaves_the_schedule_as_it_is() -> None:
    verdict = judge(absent("2025-09-02"), "2025-09-02 12:00", scenario=Scenario.INTERVIEW)
    assert (verdict.state, verdict.due_at) == (State.AWAY, at("2025-09-15 09:00"))
    assert judge(absent("2025-09-02"), "2025-09-03", scenario=Scenario.INTERVIEW).state is State.WAITING


def test_an_absence_without_a_date_lasts_to_the_fifth_business_day_after_the_note() -> None:
    away, due = judge(absent(None), "2025-09-08 08:59"), judge(absent(None), "2025-09-08 09:00")
    assert (away.state, away.due_at, due.state) == (State.AWAY, at("2025-09-08 09:00"), State.DUE)


def test_an_absence_that_was_over_when_the_message_was_sent_holds_nothing() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00").away("note", "2025-09-01 10:01", "2025-09-03")
    assert judge(talk.sent("nudge", "2025-09-08 10:00"), "2025-09-09").state is State.WAITING


def test_an_absence_known_from_an_earlier_message_still_holds() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00").away("note", "2025-09-01 10:01", "2025-09-24")
    verdict = judge(talk.sent("nudge", "2025-09-08 10:00"), "2025-09-09")
    assert (verdict.state, verdict.due_at) == (State.AWAY, at("2025-09-25 09:00"))


def test_the_newest_note_of_a_person_counts() -> None:
    talk = absent("2025-09-24").away("note2", "2025-09-02 10:00", "2025-09-08")
    assert judge(talk, "2025-09-04").due_at == at("2025-09-09 09:00")


def test_one_absent_person_of_several_does_not_hold_the_others() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00", to=(ANNA, BO)).away("note", "2025-09-01 10:01", "2025-09-24")
    assert judge(talk, "2025-09-03 10:00").state is State.DUE
    both = talk.away("note2", "2025-09-01 10:02", "2025-09-10", sender=BO)
    assert judge(both, "2025-09-04").due_at == at("2025-09-11 09:00")


def test_the_absence_of_somebody_in_copy_holds_nothing() -> None:
    talk = (
        Talk().sent("question", "2025-09-01 10:00", cc=(BO,)).away("note", "2025-09-01 10:01", "2025-09-24", sender=BO)
    )
    assert judge(talk, "2025-09-03 10:00").state is State.DUE


def test_a_note_from_another_address_of_the_only_addressee_counts() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00")
    talk.away("note", "2025-09-01 10:01", "2025-09-10", sender=Address("Anna", "anna@mail.firm.example"))
    assert judge(talk, "2025-09-05").state is State.AWAY


def test_the_absence_of_those_in_copy_when_the_addressee_bounced() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00", cc=(BO,)).bounce("bounce", "2025-09-01 10:01", ANNA)
    assert judge(talk.away("note", "2025-09-01 10:02", "2025-09-10", sender=BO), "2025-09-05").state is State.AWAY


# Appointments ------------------------------------------------------------------------------------------------------------------------


def invited(**facts: object) -> Talk:
    talk = Talk().sent("application", "2025-08-25 10:00")
    return talk.reply("invitation", "2025-09-01 12:00", events=(event(INTERVIEW, OVER, **facts),))  # type: ignore[arg-type]


def accepted(**facts: object) -> Talk:
    return invited(**facts).sent("accept", "2025-09-02 09:00", accepts=True, no_answer_wanted="it accepts")


def of_interview(talk: Talk, now: str, **facts: object):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return judge(talk, now, scenario=Scenario.INTERVIEW, **facts)  # type: ignore[arg-type]


def test_accepting_an_interview_that_lies_ahead_starts_its_clock() -> None:
    ahead = of_interview(accepted(), "2025-09-05")
    assert (ahead.state, ahead.due_at, ahead.attempt) == (State.WAITING, TEN_DAYS_AFTER, 0)
    assert (ahead.clock_id, ahead.event_id) == (key("invitation"), key("invitation"))
    assert "event: the clock starts at the interview of Mon 8 Sep 2025 13:00" in texts(ahead)
    assert of_interview(accepted(), "2025-09-22 09:00").state is State.DUE


def test_accepting_by_calendar_is_accepting() -> None:
    talk = invited(uid="meeting").sent(
        "accept", "2025-09-02 09:00", no_answer_wanted="own calendar answer", body=calendar_reply("ACCEPTED")
    )
    assert of_interview(talk, "2025-09-05").state is State.WAITING
    declined = invited(uid="meeting").sent(
        "decline", "2025-09-02 09:00", no_answer_wanted="own calendar answer", body=calendar_reply("DECLINED")
    )
    verdict = of_interview(declined, "2025-09-09")
    assert (verdict.state, verdict.thank_you_from) == (State.IGNORED, None)


def test_an_older_version_of_an_invitation_that_comes_late_moves_nothing() -> None:
    newer = replace(event(INTERVIEW, OVER, uid="meeting"), sequence=2)
    older = replace(event("2025-09-03 13:00", "2025-09-03 14:00", uid="meeting"), sequence=1)
    talk = Talk().sent("application", "2025-08-25 10:00").reply("newer", "2025-09-01 12:00", events=(newer,))
    talk.sent("accept", "2025-09-01 13:00", accepts=True).reply("older", "2025-09-01 14:00", events=(older,))
    assert of_interview(talk, "2025-09-02").due_at == TEN_DAYS_AFTER
    last_word = replace(older, sequence=3)
    moved = talk.reply("moved", "2025-09-01 15:00", events=(last_word,))
    assert of_interview(moved, "2025-09-02").due_at == at("2025-09-17 09:00")


def test_accepting_any_other_meeting_by_calendar_starts_nothing() -> None:
    talk = Talk().reply("lunch", "2025-09-01 12:00", events=(event(INTERVIEW, uid="meeting", what="meeting"),))
    talk.sent("accept", "2025-09-02 09:00", no_answer_wanted="own calendar answer", body=calendar_reply("ACCEPTED"))
    assert judge(talk, "2025-09-20").state is State.IGNORED


def test_an_interview_that_the_user_calls_off_starts_no_clock_and_wants_no_thanks() -> None:
    talk = accepted(uid="meeting")
    talk.sent(
        "off",
        "2025-09-03 10:00",
        events=(event(INTERVIEW, uid="meeting", cancelled=True),),
        no_answer_wanted="own calendar answer",
    )
    verdict = of_interview(talk, "2025-09-09")
    assert (verdict.state, verdict.event, verdict.thank_you_from) == (State.IGNORED, None, None)


def test_a_confirmation_of_the_accepted_interview_does_not_answer_for_its_outcome() -> None:
    talk = accepted().reply("great", "2025-09-02 10:00")
    assert of_interview(talk, "2025-09-05").state is State.WAITING
    assert of_interview(talk, "2025-09-22 09:00").state is State.DUE


def test_a_question_about_the_accepted_interview_leaves_the_ball_with_the_user() -> None:
    talk = accepted().reply("ask", "2025-09-02 10:00", wants_answer=True)
    assert of_interview(talk, "2025-09-05").state is State.ANSWERED


def test_an_answer_about_the_way_does_not_answer_for_the_outcome_either() -> None:
    talk = accepted().sent("where", "2025-09-02 10:00", wants_answer=True).reply("there", "2025-09-02 12:00")
    assert of_interview(talk, "2025-09-05").state is State.WAITING
    assert of_interview(talk, "2025-09-22 09:00").state is State.DUE


def test_the_invitation_to_a_second_round_leaves_the_ball_with_the_user() -> None:
    talk = accepted().sent("thanks", "2025-09-08 18:00", thanks=True)
    talk.reply("second", "2025-09-12 10:00", events=(event("2025-09-18 10:00"),))
    assert of_interview(talk, "2025-09-15").state is State.ANSWERED


def test_an_answer_to_a_cancellation_of_the_users_answers_it() -> None:
    talk = (
        accepted()
        .sent("decline", "2025-09-03 10:00", declines=True, no_answer_wanted="it declines")
        .reply("pity", "2025-09-03 12:00")
    )
    verdict = of_interview(talk, "2025-09-09")
    assert (verdict.state, verdict.thank_you_from) == (State.ANSWERED, None)


def test_an_invitation_not_yet_answered_leaves_the_ball_with_the_user() -> None:
    assert of_interview(invited(), "2025-09-05").state is State.ANSWERED


def test_declining_an_interview_is_ignored() -> None:
    talk = invited().sent("decline", "2025-09-02 09:00", declines=True, no_answer_wanted="it declines")
    verdict = of_interview(talk, "2025-09-05")
    assert (verdict.state, verdict.thank_you_from) == (State.IGNORED, None)


def test_a_note_before_an_accepted_interview_leaves_its_clock_alone() -> None:
    talk = accepted().sent("parking", "2025-09-07 12:00", no_answer_wanted="words: FYI")
    verdict = of_interview(talk, "2025-09-09")
    assert (verdict.state, verdict.due_at, verdict.thank_you_from) == (
        State.WAITING,
        TEN_DAYS_AFTER,
        at("2025-09-08 14:00"),
    )


def test_a_note_before_an_interview_that_was_declined_after_all_is_ignored() -> None:
    talk = accepted().sent("no", "2025-09-05 12:00", declines=True, no_answer_wanted="a decline")
    talk.sent("note", "2025-09-07 12:00", no_answer_wanted="words: FYI")
    assert of_interview(talk, "2025-09-09").state is State.IGNORED


def test_a_time_that_was_asked_for_is_known_once_the_user_agrees() -> None:
    proposal = replace(event("2025-09-08 13:00"), quote="Could you come on Monday at 13:00?")
    asked = Talk().sent("application", "2025-08-25 10:00").reply("ask", "2025-09-01 10:00", events=(proposal,))
    agreed = of_interview(asked.sent("yes", "2025-09-01 12:00", agrees=True, no_answer_wanted="yes"), "2025-09-05")
    assert (agreed.state, agreed.due_at) == (State.WAITING, TEN_DAYS_AFTER)


def test_a_time_that_was_asked_for_and_refused_is_no_appointment() -> None:
    proposal = replace(event("2025-09-08 13:00"), quote="Could you come on Monday at 13:00?")
    asked = Talk().sent("application", "2025-08-25 10:00").reply("ask", "2025-09-01 10:00", events=(proposal,))
    other = of_interview(asked.sent("no", "2025-09-01 12:00", wants_answer=True), "2025-09-09")
    assert (other.due_at, other.event, other.thank_you_from) == (at("2025-09-15 09:00"), None, None)


def test_accepting_a_call_starts_a_clock_in_any_scenario() -> None:
    talk = (
        Talk()
        .sent("coffee", "2025-08-25 10:00")
        .reply("yes", "2025-09-01 12:00", events=(event(INTERVIEW, what="call"),))
    )
    talk.sent("accept", "2025-09-02 09:00", accepts=True, no_answer_wanted="it accepts")
    verdict = judge(talk, "2025-09-05", scenario=Scenario.NETWORKING)
    assert (verdict.state, verdict.due_at) == (State.WAITING, at("2025-09-15 09:00"))


@pytest.mark.parametrize(("partstat", "due"), [("ACCEPTED", TEN_DAYS_AFTER), ("DECLINED", at("2025-09-17 09:00"))])
def test_the_users_own_invitation_is_an_event_once_it_is_accepted(partstat: str, due: object) -> None:
    talk = Talk().sent("invitation", "2025-09-01 10:00", events=(event(INTERVIEW, OVER, uid="meeting"),))
    talk.mail(
        "rsvp",
        "2025-09-02 10:00",
        Kind.CALENDAR_RESPONSE,
        body=calendar_reply(partstat),
        events=(event(INTERVIEW, OVER, uid="meeting"),),
    )
    assert of_interview(talk, "2025-09-02 11:00").state is State.ANSWERED
    assert of_interview(talk.sent("next", "2025-09-03 10:00"), "2025-09-03 11:00").due_at == due


def test_a_date_that_is_only_proposed_starts_no_clock() -> None:
    talk = Talk().sent("proposal", "2025-09-01 10:00", events=(event(INTERVIEW),))
    assert of_interview(talk, "2025-09-02").due_at == at("2025-09-15 09:00")


def test_the_thank_you_is_attempt_zero_and_the_clock_stays_with_the_event() -> None:
    talk = accepted().sent("thanks", "2025-09-08 18:00", thanks=True, no_answer_wanted="thanks")
    verdict = of_interview(talk, "2025-09-09")
    assert (verdict.state, verdict.attempt, verdict.due_at) == (State.WAITING, 0, TEN_DAYS_AFTER)
    assert verdict.clock_id == key("invitation")


def test_a_thank_you_with_no_known_time_starts_the_clock_itself() -> None:
    talk = Talk().sent("thanks", "2025-09-08 18:00", thanks=True, no_answer_wanted="thanks")
    verdict = of_interview(talk, "2025-09-09")
    assert (verdict.state, verdict.attempt, verdict.due_at) == (State.WAITING, 0, TEN_DAYS_AFTER)
    assert judge(talk, "2025-09-09").state is State.IGNORED


def test_a_thank_you_that_comes_too_late_is_not_due_at_once() -> None:
    talk = accepted().sent("thanks", "2025-09-29 18:00", thanks=True, no_answer_wanted="thanks")
    verdict = of_interview(talk, "2025-09-30")
    assert (verdict.state, verdict.due_at) == (State.WAITING, at("2025-10-13 09:00"))


def test_thanks_after_the_refusal_are_ignored() -> None:
    talk = accepted().sent("thanks", "2025-09-08 18:00", thanks=True, no_answer_wanted="thanks")
    talk.reply("refusal", "2025-09-15 10:00", closes=True).sent(
        "fine", "2025-09-15 12:00", thanks=True, no_answer_wanted="thanks"
    )
    assert of_interview(talk, "2025-10-15").state is State.IGNORED


def test_further_nudges_of_an_interview_run_from_the_nudge() -> None:
    talk = accepted().sent("thanks", "2025-09-08 18:00", thanks=True).sent("nudge", "2025-09-22 10:00")
    verdict = of_interview(talk, "2025-09-23")
    assert (verdict.attempt, verdict.due_at, verdict.clock_id) == (1, at("2025-10-06 09:00"), key("nudge"))


def test_the_first_message_after_an_event_without_thanks_is_the_nudge_once_it_was_due() -> None:
    verdict = of_interview(accepted().sent("nudge", "2025-09-22 10:00"), "2025-09-23")
    assert (verdict.attempt, verdict.due_at) == (1, at("2025-10-06 09:00"))


def test_messages_before_the_event_do_not_count() -> None:
    talk = invited().sent("ask", "2025-09-02 09:00").sent("ask2", "2025-09-04 09:00").sent("ask3", "2025-09-06 09:00")
    verdict = of_interview(talk, "2025-09-07")
    assert (verdict.attempt, verdict.due_at) == (0, TEN_DAYS_AFTER)


def test_the_promise_after_an_interview_beats_its_clock() -> None:
    talk = accepted().promises("promise", "2025-09-08 16:00", "2025-09-12")
    talk.sent("thanks", "2025-09-08 18:00", thanks=True, no_answer_wanted="thanks")
    verdict = of_interview(talk, "2025-09-09")
    assert (verdict.state, verdict.due_at) == (State.PROMISED, at("2025-09-15 09:00"))
    nudged = of_interview(talk.sent("nudge", "2025-09-15 10:00"), "2025-09-16")
    assert (nudged.attempt, nudged.due_at) == (1, at("2025-09-29 09:00"))


def test_the_promise_in_the_invitation_of_a_date_after_the_interview_counts() -> None:
    talk = Talk().sent("application", "2025-08-25 10:00")
    talk.promises("invitation", "2025-09-01 12:00", "2025-09-19", events=(event(INTERVIEW, OVER),))
    talk.sent("accept", "2025-09-02 09:00", accepts=True, no_answer_wanted="it accepts")
    assert of_interview(talk, "2025-09-10").due_at == at("2025-09-22 09:00")
    assert of_interview(talk, "2025-09-10").state is State.PROMISED


@pytest.mark.parametrize("by", [None, "2025-09-05"])
def test_a_promise_of_something_before_the_interview_leaves_its_clock_alone(by: str | None) -> None:
    talk = Talk().sent("application", "2025-08-25 10:00")
    talk.promises("invitation", "2025-09-01 12:00", by, events=(event(INTERVIEW, OVER),))
    talk.sent("accept", "2025-09-02 09:00", accepts=True, no_answer_wanted="it accepts")
    verdict = of_interview(talk, "2025-09-10")
    assert (verdict.state, verdict.due_at) == (State.WAITING, TEN_DAYS_AFTER)


def test_a_new_question_after_the_interview_was_talked_about_has_its_own_clock() -> None:
    talk = (
        accepted().sent("thanks", "2025-09-08 18:00", thanks=True).reply("task", "2025-09-10 10:00", wants_answer=True)
    )
    verdict = of_interview(talk.sent("solution", "2025-09-15 10:00"), "2025-09-16")
    assert (verdict.attempt, verdict.due_at, verdict.clock_id) == (0, at("2025-09-29 09:00"), key("solution"))


def test_a_moved_interview_moves_the_clock() -> None:
    talk = accepted(uid="meeting").reply(
        "moved", "2025-09-03 10:00", events=(event("2025-09-10 13:00", uid="meeting"),)
    )
    verdict = of_interview(talk, "2025-09-04")
    assert (verdict.due_at, verdict.event_id) == (at("2025-09-24 09:00"), key("moved"))


def test_the_invitation_knows_the_hour_better_than_words_about_the_same_day() -> None:
    talk = accepted(uid="meeting").reply("words", "2025-09-03 10:00", events=(event("2025-09-08 09:00"),))
    verdict = of_interview(talk, "2025-09-04")
    assert verdict.event is not None
    assert (verdict.event.starts_at, verdict.event_id) == (at(INTERVIEW), key("invitation"))


def test_a_cancelled_interview_starts_no_clock_and_wants_no_thanks() -> None:
    talk = accepted(uid="meeting").reply(
        "off", "2025-09-03 10:00", events=(event(INTERVIEW, uid="meeting", cancelled=True),)
    )
    verdict = of_interview(talk, "2025-09-09")
    assert (verdict.state, verdict.event, verdict.thank_you_from) == (State.ANSWERED, None, None)


def test_the_last_of_several_rounds_counts() -> None:
    talk = accepted().sent("thanks", "2025-09-08 18:00", thanks=True)
    talk.reply("second", "2025-09-12 10:00", events=(event("2025-09-18 10:00"),)).sent(
        "yes", "2025-09-12 11:00", accepts=True
    )
    assert of_interview(talk, "2025-09-15").due_at == at("2025-10-02 09:00")


@pytest.mark.parametrize("year", [1, 9999])
def test_an_event_at_the_end_of_time_is_not_believed(year: int) -> None:
    talk = Talk().sent("application", "2025-09-01 10:00")
    talk.mail(
        "invitation",
        "2025-09-01 12:00",
        Kind.AUTO_ACK,
        events=(replace(event(INTERVIEW), starts_at=at(INTERVIEW).replace(year=year)),),
    )
    assert of_interview(talk, "2025-09-02").due_at == at("2025-09-15 09:00")


def test_an_event_that_ends_in_a_hundred_years_ends_after_an_hour() -> None:
    talk = Talk().sent("application", "2025-08-25 10:00")
    talk.reply("invitation", "2025-09-01 12:00", events=(event(INTERVIEW, "2125-09-08 14:00"),))
    assert of_interview(talk.sent("yes", "2025-09-02 09:00", accepts=True), "2025-09-05").due_at == TEN_DAYS_AFTER


def test_an_exact_gap_runs_from_the_end_of_the_event() -> None:
    assert judge(accepted(what="call"), "2025-09-05").due_at == at("2025-09-10 14:00")


def test_a_whole_day_event_is_the_day_it_is_on() -> None:
    talk = Talk().sent("application", "2025-08-25 10:00")
    talk.reply("invitation", "2025-09-01 12:00", events=(event("2025-09-08", "2025-09-09"),))
    assert of_interview(talk.sent("yes", "2025-09-02 09:00", accepts=True), "2025-09-05").due_at == TEN_DAYS_AFTER


# The thank-you -----------------------------------------------------------------------------------------------------------------------


def test_a_thank_you_is_wanted_from_the_end_of_the_event_to_the_end_of_the_next_working_day() -> None:
    verdict = of_interview(accepted(), "2025-09-05")
    assert (verdict.thank_you_from, verdict.thank_you_until) == (at(OVER), at("2025-09-10 00:00"))
    assert verdict.next_change_at == at(OVER)
    friday = Talk().sent("a", "2025-08-25 10:00").reply("b", "2025-09-01 12:00", events=(event("2025-09-05 13:00"),))
    verdict = judge(friday.sent("c", "2025-09-02", accepts=True), "2025-09-03", scenario=Scenario.PHONE_SCREEN)
    assert (verdict.thank_you_from, verdict.thank_you_until) == (at("2025-09-05 14:00"), at("2025-09-09 00:00"))


def test_an_invitation_that_came_last_wants_a_thank_you_too() -> None:
    verdict = of_interview(invited(), "2025-09-08 15:00")
    assert (verdict.state, verdict.thank_you_from) == (State.ANSWERED, at(OVER))


@pytest.mark.parametrize("when", [OVER, "2025-09-08 20:00", "2025-09-09 10:00"])
def test_who_has_written_after_the_event_is_asked_for_no_thank_you(when: str) -> None:
    assert of_interview(accepted().sent("hello", when), "2025-09-09 11:00").thank_you_from is None


def test_thanks_written_before_the_hour_is_over_are_thanks() -> None:
    talk = accepted().sent("thanks", "2025-09-08 13:50", thanks=True, no_answer_wanted="thanks")
    verdict = of_interview(talk, "2025-09-08 15:00")
    assert (verdict.state, verdict.thank_you_from, verdict.due_at) == (State.WAITING, None, TEN_DAYS_AFTER)


def test_a_word_on_the_way_to_the_interview_is_no_thank_you() -> None:
    talk = accepted().sent("late", "2025-09-08 13:05")
    assert of_interview(talk, "2025-09-08 15:00").thank_you_from == at(OVER)


def test_a_confirmation_leaves_the_thank_you_to_be_written() -> None:
    assert of_interview(accepted().reply("great", "2025-09-02 10:00"), "2025-09-08 15:00").thank_you_from == at(OVER)


def test_a_message_at_the_very_end_of_the_interview_is_after_it() -> None:
    assert of_interview(accepted().reply("task", OVER), "2025-09-08 15:00").state is State.ANSWERED
    assert of_interview(accepted().sent("nudge", "2025-09-22 09:00"), "2025-09-22 10:00").attempt == 1


def test_who_sent_a_card_is_never_asked_again() -> None:
    said = [word(Word.CARD_SENT, "accept", "2025-09-08 17:00")]
    assert of_interview(accepted(), "2025-09-08 18:00", words=said).thank_you_from is None


def test_a_card_of_before_the_interview_was_for_another() -> None:
    said = [word(Word.CARD_SENT, "application", "2025-08-28 17:00"), word(Word.SCENARIO, "accept", "2025-09-08 17:00")]
    assert of_interview(accepted(), "2025-09-08 18:00", words=said).thank_you_from == at(OVER)


def test_thanks_after_a_kind_word_about_the_interview_still_start_the_waiting() -> None:
    talk = (
        accepted()
        .reply("kind", "2025-09-08 16:00")
        .sent("thanks", "2025-09-08 18:00", thanks=True, no_answer_wanted="thanks")
    )
    assert of_interview(talk, "2025-09-09").state is State.WAITING


@pytest.mark.parametrize(("said", "until"), [(Word.DISMISSED, None), (Word.DONE, None), (Word.SNOOZED, "2025-10-01")])
def test_the_users_word_wants_no_thank_you(said: Word, until: str | None) -> None:
    words = [word(said, "accept", "2025-09-08 10:00", until=until)]
    assert of_interview(accepted(), "2025-09-08 18:00", words=words).thank_you_from is None


def test_other_scenarios_want_no_thank_you() -> None:
    assert judge(accepted(), "2025-09-08 18:00", scenario=Scenario.NETWORKING).thank_you_from is None


def test_a_thank_you_can_be_switched_on_for_another_scenario() -> None:
    ladder = replace(deadlines.LADDERS[Scenario.NETWORKING], thank_you=True)
    assert judge(accepted(), "2025-09-08 18:00", scenario=Scenario.NETWORKING, ladder=ladder).thank_you_from == at(OVER)


def test_who_was_refused_before_the_thank_you_is_asked_for_none() -> None:
    talk = accepted().reply("refusal", "2025-09-08 16:00", closes=True)
    assert of_interview(talk, "2025-09-08 18:00").thank_you_from is None


def test_a_thank_you_can_be_switched_off() -> None:
    ladder = replace(deadlines.LADDERS[Scenario.INTERVIEW], thank_you=False)
    assert of_interview(accepted(), "2025-09-08 18:00", ladder=ladder).thank_you_from is None


def test_a_message_that_was_not_read_counts_as_an_answer_rather_than_as_silence() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00").reply("answer", "2025-09-02 10:00")
    talk.readings = {}
    assert judge(talk, "2025-09-10").state is State.ANSWERED


def test_readings_of_own_mail_may_be_missing() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00").mail("copy", "2025-09-01 10:00", None, role=Role.INBOX)
    talk.readings = {key("copy"): Reading(kind=None)}
    assert judge(talk, "2025-09-10").state is State.DUE


def test_a_nudge_after_a_promise_that_was_broken_after_the_last_nudge_is_counted_but_none_is_numbered_beyond() -> None:
    talk = Talk().sent("application", "2025-09-01 10:00").sent("nudge", "2025-09-08 10:00")
    talk.reply("later", "2025-09-09 10:00", promise=promise("2025-09-12"))
    broken = judge(talk, "2025-09-15 10:00", scenario=Scenario.JOB_APPLICATION)
    assert (broken.state, broken.attempt) == (State.DUE, 1)
    made = plan.make_plan(
        [broken],
        {},
        account=AccountName("private"),
        mode=plan.Mode.DRAFT,
        now=at("2025-09-15 10:00"),
        overdue_limit=timedelta(days=30),
    )
    assert {action.detail for action in made.actions} == {"job application, nudge 2, due since 2025-09-15T09:00+02:00"}
    asked = judge(talk.sent("again", "2025-09-15 11:00"), "2025-09-16", scenario=Scenario.JOB_APPLICATION)
    assert (asked.state, asked.attempt) == (State.WAITING, 2)
    assert "2 nudges, over the 1 of the ladder, were sent" in texts(asked)
