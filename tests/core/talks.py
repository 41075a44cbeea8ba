"""Builders of conversations for tests: who wrote when, and what was made of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from watcher.core import deadlines, verdicts, worktime
from watcher.core.model import (
    Absence,
    Address,
    Body,
    Calendar,
    Choice,
    Envelope,
    Event,
    FolderName,
    Invitation,
    Kind,
    Ladder,
    Message,
    MessageId,
    Owner,
    Place,
    Policy,
    Promise,
    Reading,
    Role,
    Scenario,
    Thread,
    ThreadId,
    UserWord,
    Verdict,
    Word,
)

ZONE = ZoneInfo("Europe/Stockholm")
SWEDEN = worktime.calendar_for(
    ZONE, working_days=range(5), opens=time(9), closes=time(17), years=range(2024, 2029), country="SE"
)
ALEX = Address("Alex Lind", "alex@lind.example")
ANNA = Address("Anna Berg", "anna@firm.example")
BO = Address("Bo Ek", "bo@firm.example")
OWNER = Owner(frozenset({ALEX.email, "alex@work.example"}))


def at(text: str) -> datetime:
    """Read `2025-06-10 14:00` as the user's clock shows it; a day alone is its midnight."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def day(text: str) -> date:
    return date.fromisoformat(text)


def place(role: Role, uid: int, flags: Iterable[str] = ()) -> Place:
    return Place(FolderName(role.value), role, 1, uid, frozenset(flags))


def message(
    name: str,
    when: datetime,
    *,
    sender: Address = ANNA,
    to: Sequence[Address] = (ALEX,),
    cc: Sequence[Address] = (),
    bcc: Sequence[Address] = (),
    role: Role = Role.INBOX,
    flags: Iterable[str] = (),
    answers: Sequence[str] = (),
    body: Body | None = None,
    date_header: datetime | None = None,
) -> Message:
    spot = place(role, sum(name.encode()) % 9999 + 1, flags)
    envelope = Envelope(
        place=spot,
        received_at=when,
        message_id=key(name),
        in_reply_to=tuple(key(each) for each in answers),
        references=tuple(key(each) for each in answers),
        subject="The plan",
        sender=sender,
        to=tuple(to),
        cc=tuple(cc),
        bcc=tuple(bcc),
        date=date_header,
    )
    return Message(envelope, (spot,), body=body, is_sent=role is Role.SENT, is_draft=role is Role.DRAFTS)


def key(name: str) -> MessageId:
    return MessageId(f"<{name}@mail.example>")


class Talk:
    """A conversation that is written down turn by turn."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.drafts: list[Message] = []
        self.perhaps: list[Message] = []
        self.readings: dict[MessageId, Reading] = {}

    def sent(self, name: str, when: str, *, to: Sequence[Address] = (ANNA,), **facts: Any) -> "Talk":
        """The user writes."""
        known, read = _split(facts)
        made = message(name, at(when), sender=ALEX, to=to, role=Role.SENT, **known)
        return self._add(made, replace(Reading(kind=None), **read))

    def reply(self, name: str, when: str, *, sender: Address = ANNA, **facts: Any) -> "Talk":
        """Somebody answers."""
        return self.mail(name, when, Kind.HUMAN_REPLY, sender=sender, **facts)

    def mail(self, name: str, when: str, kind: Kind | None, *, sender: Address = ANNA, **facts: Any) -> "Talk":
        """A message of this kind comes in."""
        known, read = _split(facts)
        return self._add(message(name, at(when), sender=sender, **known), replace(Reading(kind=kind), **read))

    def away(self, name: str, when: str, returns_on: str | None, *, sender: Address = ANNA) -> "Talk":
        """An out-of-office note comes in."""
        absence = Absence(day(returns_on) if returns_on else None, "I am out of the office")
        return self.mail(name, when, Kind.AUTO_REPLY_OOO, sender=sender, absence=absence)

    def promises(self, name: str, when: str, by: str | None, *, sender: Address = ANNA, **facts: Any) -> "Talk":
        """Somebody promises to answer."""
        return self.reply(name, when, sender=sender, promise=promise(by), **facts)

    def bounce(self, name: str, when: str, *failed: Address, about: str | None = None) -> "Talk":
        """A bounce comes in."""
        body = Body(original_ids=(key(about),) if about else ())
        failed_recipients = tuple(each.email for each in failed)
        mailer = Address("", "mailer-daemon@firm.example")
        return self.mail(name, when, Kind.BOUNCE, sender=mailer, failed_recipients=failed_recipients, body=body)

    def draft(self, name: str, when: str) -> "Talk":
        """A draft lies in the thread."""
        self.drafts.append(message(name, at(when), sender=ALEX, to=(ANNA,), role=Role.DRAFTS))
        return self

    def maybe(self, name: str, when: str, *, role: Role = Role.INBOX, sender: Address = ANNA) -> "Talk":
        """Something comes in that perhaps answers, without naming the thread."""
        self.perhaps.append(message(name, at(when), sender=sender, role=role))
        return self

    def thread(self) -> Thread:
        return Thread(ThreadId("thread"), tuple(self.messages), tuple(self.drafts), tuple(self.perhaps))

    def _add(self, made: Message, reading: Reading) -> "Talk":
        self.messages.append(made)
        self.readings[made.message_id] = reading
        return self


def _split(facts: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is said of the message, and what is said of its reading."""
    of_message = {"cc", "bcc", "role", "flags", "answers", "body", "date_header"}
    known = {name: value for name, value in facts.items() if name in of_message}
    return known, {name: value for name, value in facts.items() if name not in of_message}


def promise(by: str | None) -> Promise:
    return Promise(day(by) if by else None, f"You will hear from us by {by}" if by else "I'll get back to you")


def event(
    starts: str, ends: str | None = None, *, what: str = "interview", uid: str = "", cancelled: bool = False
) -> Event:
    return Event(
        starts_at=at(starts),
        ends_at=at(ends) if ends else None,
        what=what,
        quote="an interview",
        uid=uid,
        cancelled=cancelled,
        from_calendar=bool(uid),
    )


def calendar_reply(partstat: str, uid: str = "meeting") -> Body:
    return Body(invitations=(Invitation("REPLY", uid, 0, "Meeting", None, None, partstat=partstat),))


def word(said: Word, about: str, when: str, *, until: str | None = None, how: str = "command") -> UserWord:
    return UserWord(said, key(about), at(when), until=at(until) if until else None, how=how)


def judge(
    talk: Talk,
    now: str | datetime,
    *,
    scenario: Scenario = Scenario.GENERAL,
    ladder: Ladder | None = None,
    words: Sequence[UserWord] = (),
    policy: Policy | None = None,
    our_drafts: Iterable[str] = (),
    calendar: Calendar = SWEDEN,
) -> Verdict:
    """Judge the talk as of `now`, with the messages that have come by then."""
    instant = at(now) if isinstance(now, str) else now
    verdict = judge_or_none(
        talk,
        instant,
        scenario=scenario,
        ladder=ladder,
        words=words,
        policy=policy,
        our_drafts=our_drafts,
        calendar=calendar,
    )
    assert verdict is not None
    return verdict


def judge_or_none(
    talk: Talk,
    now: datetime,
    *,
    scenario: Scenario = Scenario.GENERAL,
    ladder: Ladder | None = None,
    words: Sequence[UserWord] = (),
    policy: Policy | None = None,
    our_drafts: Iterable[str] = (),
    calendar: Calendar = SWEDEN,
) -> Verdict | None:
    thread = talk.thread()
    come = tuple(each for each in thread.messages if each.instant.astimezone(UTC) <= now.astimezone(UTC))
    return verdicts.judge(
        replace(thread, messages=come),
        talk.readings,
        now=now,
        owner=OWNER,
        calendar=calendar,
        ladders={**deadlines.LADDERS, **({ladder.scenario: ladder} if ladder else {})},
        choice=Choice(scenario, "a test says so"),
        words=words,
        policy=policy or Policy(),
        our_drafts=frozenset(key(each) for each in our_drafts),
    )


def just_before(instant: datetime) -> datetime:
    return instant.astimezone(UTC) - timedelta(seconds=1)


def texts(verdict: Verdict) -> str:
    return "\n".join(f"{reason.code.value}: {reason.text}" for reason in verdict.reasons)
