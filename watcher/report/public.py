"""The public JSON. Its shape is fixed: other programs rely on it. Times are ISO 8601 with the offset of the user's zone."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from watcher.core.model import Action, MessageLine, Reason, Verdict
from watcher.report import status


def thread(verdict: Verdict, zone: tzinfo) -> dict[str, object]:
    """One sent thread."""
    return {
        "thread_id": verdict.thread_id,
        "message_id": verdict.message_id,
        "subject": _whole(verdict.subject),
        "to": list(verdict.to),
        "scenario": verdict.scenario.value,
        "state": verdict.state.value,
        "attempt": verdict.attempt,
        "max_attempts": verdict.max_attempts,
        "sent_at": _instant(verdict.sent_at, zone),
        "due_at": _instant(verdict.due_at, zone),
        "answered_by": verdict.answered_by,
        "messages": [_message(line, zone) for line in verdict.messages],
        "reasons": [_reason(reason) for reason in verdict.reasons],
    }


def action(planned: Action) -> dict[str, object]:
    """One change of the mailbox, done or planned."""
    return {
        "kind": planned.kind.value,
        "thread_id": planned.thread_id,
        "key": planned.key,
        "detail": _whole(planned.detail),
    }


def account(  # noqa: PLR0913 - the parts of the object
    name: str,
    verdicts: Sequence[Verdict],
    *,
    zone: tzinfo,
    actions: Sequence[Action] = (),
    incomplete: Sequence[str] = (),
    complete: bool = True,
) -> dict[str, object]:
    """One account, its threads the most urgent first. What is incomplete carries its reasons in `incomplete`."""
    whole = complete and not incomplete
    reasons = {} if whole else {"incomplete": [_whole(reason) for reason in incomplete]}
    return {
        "account": name,
        "complete": whole,
        **reasons,
        "threads": [thread(verdict, zone) for verdict in status.by_urgency(verdicts)],
        "actions": [action(planned) for planned in actions],
    }


def document(at: datetime, zone: tzinfo, accounts: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The whole answer of `scan`, `status` and `demo`."""
    return {"at": _instant(at, zone), "accounts": list(accounts)}


def told(verdict: Verdict, zone: tzinfo, *, account: str, next_step: str) -> dict[str, object]:
    """The answer of `explain`: the thread, and what the short form leaves out."""
    return {
        "account": account,
        **thread(verdict, zone),
        "next": _whole(next_step),
        "next_change_at": _instant(verdict.next_change_at, zone),
        "hold": _whole(verdict.hold),
        "hold_draft": _whole(verdict.hold_draft),
    }


def text(value: Mapping[str, object]) -> str:
    """The JSON as text: ASCII alone, so that it survives every terminal and pipe."""
    return json.dumps(value, indent=2, ensure_ascii=True)


def _message(line: MessageLine, zone: tzinfo) -> dict[str, object]:
    return {
        "message_id": line.message_id,
        "kind": line.kind.value if line.kind is not None else None,
        "at": _instant(line.at, zone),
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {"code": reason.code.value, "text": _whole(reason.text)}


def _instant(at: datetime | None, zone: tzinfo) -> str | None:
    return at.astimezone(zone).isoformat(timespec="seconds") if at is not None else None


def _whole(text: str) -> str:
    """Without lone surrogates, which broken mail can hold and strict readers of JSON refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")
