"""The public JSON: its shape is fixed."""

import json
from datetime import timedelta

from tests.report.build import NOW, ZONE, verdict
from watcher.core.model import Action, ActionKind, MessageId, State, ThreadId
from watcher.report import public


def test_a_thread_has_exactly_the_fields_of_the_interface() -> None:
    assert public.thread(verdict(state=State.DUE, due_in=timedelta(hours=-1)), ZONE) == {
        "thread_id": "aaaa00000001",
        "message_id": "<own.aaaa00000001@lind.example>",
        "subject": "Interview at Acme",
        "to": ["anna@acme.example"],
        "scenario": "general",
        "state": "due",
        "attempt": 0,
        "max_attempts": 2,
        "sent_at": "2026-11-21T13:00:00+01:00",
        "due_at": "2026-11-24T12:00:00+01:00",
        "answered_by": None,
        "messages": [
            {"message_id": "<own.aaaa00000001@lind.example>", "kind": None, "at": "2026-11-21T13:00:00+01:00"},
            {"message_id": "<ack.aaaa00000001@acme.example>", "kind": "auto_ack", "at": "2026-11-21T13:01:00+01:00"},
        ],
        "reasons": [{"code": "schedule", "text": "48 hours after your message of Sat 21 Nov 13:00"}],
    }


def test_an_action_has_exactly_the_fields_of_the_interface() -> None:
    own = MessageId("<own@lind.example>")
    action = Action(ActionKind.THANK_YOU, ThreadId("t1"), "k1", "for the interview", own, own)
    assert public.action(action) == {"kind": "thank_you", "thread_id": "t1", "key": "k1", "detail": "for the interview"}


def test_a_complete_account_names_no_reasons_and_an_incomplete_one_does() -> None:
    assert public.account("private", [], zone=ZONE) == {
        "account": "private",
        "complete": True,
        "threads": [],
        "actions": [],
    }
    broken = public.account("private", [], zone=ZONE, incomplete=["Archive could not be read"], complete=False)
    assert broken["complete"] is False
    assert broken["incomplete"] == ["Archive could not be read"]
    assert public.account("private", [], zone=ZONE, incomplete=["x"])["complete"] is False


def test_threads_come_most_urgent_first() -> None:
    verdicts = [
        verdict("t1", State.ANSWERED),
        verdict("t2", State.WAITING, due_in=timedelta(days=2)),
        verdict("t3", State.DUE, due_in=timedelta(days=-1)),
        verdict("t4", State.WAITING, due_in=timedelta(days=1)),
        verdict("t5", State.DUE, due_in=timedelta(days=-2)),
        verdict("t6", State.DRAFTED, due_in=timedelta(days=-9)),
    ]
    threads = public.account("private", verdicts, zone=ZONE)["threads"]
    assert isinstance(threads, list)
    assert [thread["thread_id"] for thread in threads] == ["t5", "t3", "t6", "t4", "t2", "t1"]


def test_the_text_is_strict_json_whatever_the_mail_holds() -> None:
    hostile = verdict(subject="\udcff \x1b[31m \u202e Å 💣", to=("a@b.example",))
    text = public.text(public.document(NOW, ZONE, [public.account("private", [hostile], zone=ZONE)]))
    assert text.isascii()
    assert "\\ud8" not in text.replace("\\ud83d", "")
    read = json.loads(text)
    assert read["at"] == "2026-11-24T13:00:00+01:00"
    assert read["accounts"][0]["threads"][0]["subject"] == "? \x1b[31m \u202e Å 💣"


def test_an_explanation_adds_to_the_thread() -> None:
    told = public.told(verdict(hold="perhaps answered, in Junk"), ZONE, account="private", next_step="Nothing.")
    assert public.thread(verdict(), ZONE).items() <= told.items()
    assert told["account"] == "private"
    assert told["hold"] == "perhaps answered, in Junk"
