"""What a pass does to a mailbox, as the server tells it afterwards."""

from datetime import timedelta
from email import message_from_bytes

from tests.e2e.box import ALEX, ANNA, Box, kinds, only, state
from watcher import scan
from watcher.core.model import MessageId, ReasonCode, Scenario, State, UserWord, Word

KEYWORD = "follow-up-due"


def test_an_unanswered_message_is_marked_and_gets_one_draft(box: Box) -> None:
    """The keyword goes on the user's own message, the draft into Drafts, answering it."""
    sent = box.send()
    outcome = box.scan()
    assert kinds(outcome) == ["mark", "draft"]
    assert state(outcome) is State.DRAFTED
    assert only(outcome).scenario is Scenario.GENERAL
    assert KEYWORD in box.flags(sent)
    (raw,) = box.drafts()
    draft = message_from_bytes(raw)
    assert draft["In-Reply-To"] == sent
    assert draft["References"] == sent
    assert ANNA in draft["To"]
    assert ALEX in draft["From"]
    assert draft["Subject"] == "Re: The figures for October"


def test_a_second_pass_finds_nothing_to_do(box: Box) -> None:
    """A plan after its execution is empty."""
    box.send()
    box.scan()
    again = box.scan()
    assert again.actions == ()
    assert state(again) is State.DRAFTED
    assert len(box.drafts()) == 1


def test_an_answer_takes_off_the_mark_and_withdraws_the_draft(box: Box) -> None:
    """By the same arithmetic that put them there; the draft lies in Trash."""
    sent = box.send()
    box.scan()
    box.answer(sent, days_ago=0)
    outcome = box.scan(later=timedelta(hours=1))
    assert sorted(kinds(outcome)) == ["unmark", "withdraw"]
    assert state(outcome) is State.ANSWERED
    assert only(outcome).answered_by == ANNA
    assert KEYWORD not in box.flags(sent)
    assert box.drafts() == []
    assert len(box.drafts("Trash")) == 1


def test_reading_never_marks_as_seen(box: Box) -> None:
    """Neither headers nor texts."""
    sent = box.send()
    answer = box.answer(sent)
    box.scan()
    assert "\\seen" not in box.flags(answer, "INBOX")


def test_preview_and_dry_run_write_nothing(box: Box) -> None:
    """They say what would be done."""
    sent = box.send()
    preview = box.scan(config={"mode": "preview"})
    dry = box.scan(dry_run=True)
    assert kinds(preview) == kinds(dry) == ["mark", "draft"]
    assert state(preview) is state(dry) is State.DUE
    assert KEYWORD not in box.flags(sent)
    assert box.drafts() == []


def test_mode_mark_makes_no_draft(box: Box) -> None:
    """Only the mark."""
    box.send()
    assert kinds(box.scan(config={"mode": "mark"})) == ["mark"]
    assert box.drafts() == []


def test_any_draft_in_the_thread_forbids_another(box: Box) -> None:
    """Whoever began it; the thread is marked all the same."""
    sent = box.send()
    box.put(
        "Drafts",
        sender=ALEX,
        to=ANNA,
        subject="Re: The figures for October",
        text="I wonder",
        days_ago=0,
        answers=sent,
        flags=(b"\\Draft",),
    )
    outcome = box.scan()
    assert kinds(outcome) == ["mark"]
    assert state(outcome) is State.DUE
    assert len(box.drafts()) == 1


def test_an_edited_draft_is_the_users(box: Box) -> None:
    """Mail programs save an edited draft as a new message: it is neither withdrawn nor made again."""
    sent = box.send()
    box.scan()
    (ours,) = box.drafts()
    box.delete_drafts()
    box.client.append("Drafts", ours.replace(b"Hi Anna", b"Dearest Anna").replace(b"Hello", b"Dear"), (b"\\Draft",))
    assert kinds(box.scan()) == []
    assert len(box.drafts()) == 1
    box.answer(sent, days_ago=0)
    assert kinds(box.scan(later=timedelta(hours=1))) == ["unmark"]
    assert len(box.drafts()) == 1


def test_a_deleted_draft_is_not_made_again(box: Box) -> None:
    """Whether it was moved to Trash or expunged."""
    box.send()
    box.scan()
    box.delete_drafts()
    for hours in (0, 1, 30):
        assert kinds(box.scan(later=timedelta(hours=hours))) == []
    assert box.drafts() == []


def test_an_answer_in_trash_counts(box: Box) -> None:
    """The user read it and threw it away."""
    sent = box.send()
    box.answer(sent, folder="Trash")
    outcome = box.scan()
    assert state(outcome) is State.ANSWERED
    assert outcome.actions == ()


def test_an_answer_that_was_expunged_still_counts(box: Box) -> None:
    """What was once seen as an answer does not turn into silence."""
    sent = box.send()
    box.answer(sent)
    assert state(box.scan()) is State.ANSWERED
    box.client.select_folder("INBOX")
    box.client.delete_messages(box.client.search("ALL"))
    box.client.expunge()
    outcome = box.scan(confirm=True)
    assert state(outcome) is State.ANSWERED
    assert outcome.actions == ()


def test_an_answer_in_junk_holds_the_nudge_back(box: Box) -> None:
    """It is told as perhaps answered, and nothing is written."""
    box.client.list_folders()
    if not box.client.folder_exists("Junk"):
        box.client.create_folder("Junk")
    sent = box.send()
    box.answer(sent, folder="Junk")
    outcome = box.scan()
    assert outcome.actions == ()
    assert state(outcome) is State.DUE
    assert any(reason.code is ReasonCode.ANSWER and "unk" in reason.text for reason in only(outcome).reasons)


def test_a_forged_from_in_the_inbox_is_neither_sent_nor_an_answer(box: Box) -> None:
    """A From with the user's address proves nothing outside of Sent."""
    sent = box.send()
    box.put(
        "INBOX",
        sender=ALEX,
        to=ALEX,
        subject="Re: The figures for October",
        text="Never mind.",
        days_ago=1,
        answers=sent,
    )
    box.put("INBOX", sender=ALEX, to=ANNA, subject="Pay this invoice", text="Please pay at once. Can you?", days_ago=6)
    outcome = box.scan()
    assert only(outcome).message_id == sent
    assert state(outcome) is State.DRAFTED


def test_taking_off_the_mark_dismisses_the_follow_up(box: Box) -> None:
    """It is never put back for that deadline, the draft is withdrawn, and the mailbox keeps the dismissal unseen."""
    sent = box.send()
    box.scan()
    box.client.remove_flags(box.find("Sent", sent), [KEYWORD.encode()])
    outcome = box.scan(later=timedelta(hours=1))
    assert state(outcome) is State.DISMISSED
    assert kinds(outcome) == ["withdraw"]
    assert "follow-up-dismissed" in box.flags(sent)
    for hours in (2, 30, 200):
        assert box.scan(later=timedelta(hours=hours)).actions == ()
    assert KEYWORD not in box.flags(sent)


def test_moving_the_marked_message_is_no_dismissal(box: Box) -> None:
    """The thread stays due, its mark follows the message."""
    sent = box.send()
    box.scan()
    box.move("Sent", sent, "Archive")
    box.send("Something else entirely", days_ago=0)
    outcome = box.scan(later=timedelta(hours=1))
    moved = next(verdict for verdict in outcome.verdicts if verdict.message_id == sent)
    assert moved.state is State.DRAFTED
    assert KEYWORD in box.flags(sent, "Archive")
    assert len(box.drafts()) == 1


def test_the_users_own_nudge_starts_the_next_deadline(box: Box) -> None:
    """Sending the draft takes the mark off; the ladder's next step runs from it."""
    sent = box.send()
    box.scan()
    nudge = box.send("Re: The figures for October", days_ago=-0.01, answers=sent)
    box.delete_drafts()
    outcome = box.scan(later=timedelta(hours=1))
    verdict = only(outcome)
    assert verdict.message_id == nudge
    assert verdict.state is State.WAITING
    assert verdict.attempt == 1
    assert kinds(outcome) == ["unmark"]


def test_mail_with_bcc_alone_is_marked_and_gets_no_draft(box: Box) -> None:
    """There is nobody to write to openly."""
    box.send(to="", headers={"Bcc": ANNA})
    outcome = box.scan()
    assert "draft" not in kinds(outcome)
    assert box.drafts() == []


def test_what_would_be_due_then_changes_nothing(box: Box) -> None:
    """`--at` leaves out what arrived later, and writes nothing."""
    sent = box.send(days_ago=6)
    box.answer(sent, days_ago=1)
    at = box.now - timedelta(days=2)
    outcome = box.scan(at=at)
    assert state(outcome) is State.DUE
    assert box.drafts() == []
    assert state(box.scan()) is State.ANSWERED


def test_a_dismissal_can_be_taken_back_by_a_snooze(box: Box) -> None:
    """The newer word counts, the mailbox forgets the dismissal, and once the snooze is over the thread is due again."""
    sent = box.send()
    box.scan()
    box.client.remove_flags(box.find("Sent", sent), [KEYWORD.encode()])
    assert state(box.scan(later=timedelta(hours=1))) is State.DISMISSED
    assert "follow-up-dismissed" in box.flags(sent)
    with box.account() as account:
        at = box.now + timedelta(hours=2)
        account.cache.say(UserWord(Word.SNOOZED, MessageId(sent), at, until=at + timedelta(hours=1)))
    assert state(box.scan(later=timedelta(hours=2))) is State.SNOOZED
    assert "follow-up-dismissed" not in box.flags(sent)
    assert state(box.scan(later=timedelta(hours=4))) in (State.DUE, State.DRAFTED)


def test_a_word_that_is_said_while_a_pass_is_at_work_is_heard(dovecot_box: Box) -> None:
    """By that pass or the next, however long the pass has been at work by then."""
    box = dovecot_box
    sent = box.send(days_ago=9)
    box.scan()
    said_at = box.now + timedelta(seconds=30)
    word = UserWord(Word.SNOOZED, MessageId(sent), said_at, until=said_at + timedelta(days=14))
    with box.account() as account:
        unsaid = [word]

        def checkpoint() -> None:
            if unsaid:
                account.cache.say(unsaid.pop())

        scan.run_pass(account, now=box.now, checkpoint=checkpoint)
    box.scan(later=timedelta(minutes=1))
    assert "follow-up-due" not in box.flags(sent)
