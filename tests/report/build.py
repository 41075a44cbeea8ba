"""Builders of verdicts for the tests of what is shown."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.core.model import Kind, MessageId, MessageLine, Reason, ReasonCode, Scenario, State, ThreadId, Verdict

ZONE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday


def verdict(
    thread_id: str = "aaaa00000001",
    state: State = State.WAITING,
    *,
    subject: str = "Interview at Acme",
    to: tuple[str, ...] = ("anna@acme.example",),
    scenario: Scenario = Scenario.GENERAL,
    due_in: timedelta | None = None,
    sent_ago: timedelta = timedelta(days=3),
    answered_by: str | None = None,
    hold: str = "",
    hold_draft: str = "",
    reasons: tuple[Reason, ...] = (Reason(ReasonCode.SCHEDULE, "48 hours after your message of Sat 21 Nov 13:00"),),
) -> Verdict:
    own = MessageId(f"<own.{thread_id}@lind.example>")
    return Verdict(
        thread_id=ThreadId(thread_id),
        message_id=own,
        subject=subject,
        to=to,
        scenario=scenario,
        state=state,
        attempt=0,
        max_attempts=2,
        sent_at=NOW - sent_ago,
        due_at=NOW + due_in if due_in is not None else None,
        answered_by=answered_by,
        reasons=reasons,
        messages=(
            MessageLine(own, None, NOW - sent_ago),
            MessageLine(
                MessageId(f"<ack.{thread_id}@acme.example>"), Kind.AUTO_ACK, NOW - sent_ago + timedelta(minutes=1)
            ),
        ),
        clock_id=own,
        hold=hold,
        hold_draft=hold_draft,
    )
