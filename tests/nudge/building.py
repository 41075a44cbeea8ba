"""Builders of small threads and verdicts, with what the tests care about as keywords."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from watcher.core import nudge
from watcher.core.model import (
    AccountName,
    ActionKind,
    Address,
    Body,
    Envelope,
    Event,
    FolderName,
    Kind,
    Message,
    MessageId,
    MessageLine,
    Owner,
    Place,
    Reason,
    ReasonCode,
    Role,
    Scenario,
    State,
    Thread,
    ThreadId,
    Verdict,
)

ALEX = Address("Alex Lind", "alex@lind.example")
ALEX_AT_WORK = Address("Alex Lind (Work)", "alex@work.example")
ANNA = Address("Anna Berg", "anna.berg@corp.example")
BO = Address("Bo Ek", "bo.ek@corp.example")
OWNER = Owner(frozenset({ALEX.email, ALEX_AT_WORK.email}))
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
SENT_AT = datetime(2026, 11, 12, 22, 30, tzinfo=UTC)
ASKED = MessageId("<asked@lind.example>")


def message(
    message_id: str | None = ASKED,
    *,
    sender: Address | None = ALEX,
    to: Iterable[Address] = (ANNA,),
    cc: Iterable[Address] = (),
    bcc: Iterable[Address] = (),
    reply_to: Iterable[Address] = (),
    subject: str = "The position",
    references: Iterable[str] = (),
    in_reply_to: Iterable[str] = (),
    text: str = "",
    failed: tuple[str, ...] = (),
    sent: bool = True,
    at: datetime = SENT_AT,
) -> Message:
    place = Place(FolderName("Sent" if sent else "INBOX"), Role.SENT if sent else Role.INBOX, 1, 7)
    envelope = Envelope(
        place=place,
        received_at=at,
        message_id=MessageId(message_id) if message_id is not None else None,
        references=tuple(map(MessageId, references)),
        in_reply_to=tuple(map(MessageId, in_reply_to)),
        subject=subject,
        sender=sender,
        to=tuple(to),
        cc=tuple(cc),
        bcc=tuple(bcc),
        reply_to=tuple(reply_to),
    )
    return Message(envelope, (place,), Body(text=text, failed_recipients=failed), is_sent=sent)


def reply(message_id: str = "<reply@corp.example>", **facts: object) -> Message:
    defaults: dict[str, object] = {"sender": ANNA, "to": (ALEX,), "sent": False}
    return message(message_id, **{**defaults, **facts})  # type: ignore[arg-type]


def thread(*messages: Message) -> Thread:
    return Thread(ThreadId("t1"), messages)


def verdict(
    *lines: tuple[Message, Kind | None],
    scenario: Scenario = Scenario.GENERAL,
    attempt: int = 0,
    most: int = 2,
    reasons: Iterable[ReasonCode] = (ReasonCode.SCHEDULE,),
    language: str = "en",
    event: Event | None = None,
    message_id: MessageId = ASKED,
) -> Verdict:
    return Verdict(
        thread_id=ThreadId("t1"),
        message_id=message_id,
        subject="The position",
        to=(ANNA.email,),
        scenario=scenario,
        state=State.DUE,
        attempt=attempt,
        max_attempts=most,
        sent_at=SENT_AT,
        due_at=NOW,
        answered_by=None,
        reasons=tuple(Reason(code, code.value) for code in reasons),
        messages=tuple(MessageLine(each.message_id, kind, each.instant) for each, kind in lines),
        clock_id=message_id,
        language=language,
        event=event,
    )


def draft(
    parent: Message,
    *others: tuple[Message, Kind | None],
    kind: ActionKind = ActionKind.DRAFT,
    reasons: Iterable[ReasonCode] = (ReasonCode.SCHEDULE,),
    text: str = "Hi Anna,\n\nIs there any news?\n",
    display_name: str = "Alex Lind",
    address: str = ALEX.email,
) -> bytes | None:
    """The draft for a thread of the parent and the others, in this order of time."""
    key = nudge.action_key(AccountName("private"), kind, parent.message_id)
    return nudge.make_draft(
        parent=parent,
        thread=thread(parent, *(each for each, _ in others)),
        verdict=verdict((parent, None), *others, reasons=reasons),
        kind=kind,
        text=text,
        owner=OWNER,
        display_name=display_name,
        address=address,
        message_id=nudge.draft_message_id(key, 0, "lind.example"),
        now=NOW,
    )
