"""What every sent thread needs, decided from plain data: its state, its deadline and the reasons.

`judge` asks the rules in the order of the design and takes the first that fits: the user's word, a promise, an answer, a bounce, no answer wanted, the last nudge, the schedule.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from watcher.core import appointments, conversation, deliveries, notes, nudge, rulings, thanks, wording, worktime
from watcher.core.asking import Asking
from watcher.core.clocks import Rules
from watcher.core.model import (
    Calendar,
    Choice,
    Ladder,
    Message,
    MessageId,
    MessageLine,
    Owner,
    Policy,
    Reading,
    Reason,
    ReasonCode,
    Scenario,
    State,
    Thread,
    UserWord,
    Verdict,
)
from watcher.core.rulings import Case, Ruling

_RULES: tuple[Callable[[Case], Ruling | None], ...] = (
    rulings.by_user,
    rulings.by_wish_to_be_asked_later,
    rulings.by_promise,
    rulings.by_answer,
    rulings.by_bounce,
    rulings.by_want_of_a_question,
    rulings.by_last_nudge,
)
_MOST_FINDINGS = 3  # reasons of one kind
_UNANSWERED = (State.WAITING, State.AWAY, State.DUE, State.DRAFTED, State.PROMISED)


def judge(  # noqa: PLR0913 - each is one fact that a verdict rests on
    thread: Thread,
    readings: Mapping[MessageId, Reading],
    *,
    now: datetime,
    owner: Owner,
    calendar: Calendar,
    ladders: Mapping[Scenario, Ladder],
    choice: Choice,
    words: Sequence[UserWord],
    policy: Policy,
    our_drafts: frozenset[MessageId],
) -> Verdict | None:
    """Judge one thread as of `now`; None when the user sent nothing in it.

    All messages lie at or before `now`, in any order. `our_drafts` are the ids of nudges of ours that nobody touched; any other draft in the thread is somebody's. `words` may be of any message
    of the thread, those of the user's newest count; a scenario's word is in `choice` already.
    """
    is_about_interview = choice.scenario in appointments.OCCASIONS
    talk = conversation.listen(thread, readings, owner, is_about_interview=is_about_interview)
    if talk is None:
        return None
    ladder = ladders[choice.scenario]
    appointment = appointments.find(talk, choice.scenario, calendar)
    asking = Asking(talk, choice.scenario, appointment, owner)
    failures = deliveries.failures(talk, owner)
    undelivered = frozenset(key for key, failure in failures.items() if failure.is_total)
    rules = Rules(asking, ladder, calendar, undelivered - {talk.last.message_id})
    case = Case(
        talk=talk,
        now=now.astimezone(UTC),
        owner=owner,
        calendar=calendar,
        ladder=ladder,
        choice=choice,
        words=tuple(words),
        policy=policy,
        has_draft=any(draft.message_id in our_drafts for draft in thread.drafts),
        asking=asking,
        rules=rules,
        clock=rules.run(),
        failure=failures.get(talk.last.message_id),
    )
    ruling = next((found for rule in _RULES if (found := rule(case)) is not None), None) or rulings.by_schedule(case)
    return _verdict(thread, case, ruling, our_drafts)


def _verdict(thread: Thread, case: Case, ruling: Ruling, our_drafts: frozenset[MessageId]) -> Verdict:
    last = case.talk.last.message
    hold = _hold(thread, case, ruling)
    card = thanks.window(case, ruling)
    told = case.asking.appointment
    changes = [*ruling.changes, *([card.starts_at, card.ends_at] if card is not None else [])]
    if told is not None:
        changes.append(told.over_at)
    if ruling.due_at is not None and worktime.is_believable(ruling.due_at):
        changes.append(ruling.due_at.astimezone(UTC) + case.policy.overdue_limit)
    verdict = Verdict(
        thread_id=thread.thread_id,
        message_id=last.message_id,
        subject=last.envelope.subject,
        to=tuple(address.email for address in last.envelope.to or last.envelope.cc or last.envelope.bcc),
        scenario=case.choice.scenario,
        state=ruling.state,
        attempt=case.attempt if ruling.attempt is None else ruling.attempt,
        max_attempts=case.ladder.max_nudges,
        sent_at=last.instant,
        due_at=ruling.due_at,
        answered_by=ruling.answered_by,
        reasons=_reasons(thread, case, ruling, hold),
        messages=_lines(thread, case),
        clock_id=ruling.clock_id,
        next_change_at=min((change for change in changes if change > case.now), default=None),
        hold=hold,
        hold_draft=_hold_draft(thread, our_drafts, last),
        language=case.talk.last.reading.language or "en",
        event=told.event if told is not None else None,
        event_id=told.message_id if told is not None else None,
        thank_you_from=card.starts_at if card is not None else None,
        thank_you_until=card.ends_at if card is not None else None,
        recipient_name=_recipient_name(case, ruling),
    )
    if not verdict.hold_draft and nudge.recipients(last, thread, verdict, case.owner) == ((), ()):
        return replace(verdict, hold_draft="nobody is left whom a draft could openly go to")
    return verdict


def _reasons(thread: Thread, case: Case, ruling: Ruling, hold: str) -> tuple[Reason, ...]:
    reasons = list(ruling.reasons)
    reasons += _findings(thread, case, ruling)
    if hold:
        reasons.append(Reason(ReasonCode.ANSWER, f"{hold}: nothing is done until you have looked"))
    if ruling.state in _UNANSWERED:
        reasons += notes.on_automatic_mail(case)
    reasons += notes.on_languages(case)
    reasons += notes.on_their_time(case, ruling)
    code = ReasonCode.USER if case.choice.by_user else ReasonCode.SCHEDULE
    name = case.choice.scenario.value.replace("_", " ")
    reasons.append(Reason(code, f"scenario {name}: {wording.one_line(case.choice.why)}"))
    return tuple(dict.fromkeys(reasons))


def _lines(thread: Thread, case: Case) -> tuple[MessageLine, ...]:
    """Every message, oldest first; what claims to be the user's has no kind."""
    kinds = {turn.message_id: turn.reading.kind for turn in (*case.talk.turns, *case.talk.in_junk) if not turn.by_user}
    lines = [MessageLine(each.message_id, kinds.get(each.message_id), each.instant) for each in thread.messages]
    return tuple(sorted(lines, key=lambda line: (line.at, line.message_id)))


def _findings(thread: Thread, case: Case, ruling: Ruling) -> Iterator[Reason]:
    """Say on what evidence messages belong to the thread that name none of it: the answers since the user's newest, else the newest answer; and his own nudges."""
    answers = [turn for turn in case.talk.answers if turn.message_id in thread.findings]
    since = [turn for turn in answers if turn.index > case.last.index] or answers[-1:]
    for turn in since[-_MOST_FINDINGS:]:
        yield Reason(ReasonCode.ANSWER, f"no reference names your message, but {thread.findings[turn.message_id].why}")
    for turn in [each for each in case.talk.own if each.message_id in thread.findings][-_MOST_FINDINGS:]:
        what = wording.subject(turn.message)
        text = (
            f"your message {what} names no earlier one, but {thread.findings[turn.message_id].why}: both are one thread"
        )
        yield Reason(ReasonCode.ATTEMPTS, text)
    if ruling.state in _UNANSWERED:
        for each in _perhaps(thread, case)[-_MOST_FINDINGS:]:
            found = thread.findings.get(each.message_id)
            if found is not None:
                text = f"perhaps answered by {wording.sender(each)}, score {min(found.score, 1):.1f}: {found.why}"
                yield Reason(ReasonCode.ANSWER, text)


def _perhaps(thread: Thread, case: Case) -> list[Message]:
    """What came since the user's newest message and perhaps answers it."""
    since = case.talk.last.at
    return [each for each in thread.possible_answers if each.instant > since and not _is_own(each, case.owner)]


def _hold(thread: Thread, case: Case, ruling: Ruling) -> str:
    """Why nothing is done although no answer is known for certain."""
    if ruling.state not in _UNANSWERED:
        return ""
    in_junk = [turn.message for turn in case.talk.in_junk if turn.at >= case.talk.last.at]
    perhaps = _perhaps(thread, case) if case.policy.weak_answers_hold else []
    if in_junk or (perhaps and all(conversation.lies_in_junk(each) for each in perhaps)):
        return f"perhaps answered, in Junk, by {wording.sender((in_junk or perhaps)[-1])}"
    return f"perhaps answered by {wording.sender(perhaps[-1])}" if perhaps else ""


def _is_own(message: Message, owner: Owner) -> bool:
    return message.is_sent or conversation.is_forged(message, owner)


def _hold_draft(thread: Thread, our_drafts: frozenset[MessageId], last: Message) -> str:
    if any(draft.message_id not in our_drafts for draft in thread.drafts):
        return "a draft of yours lies in the thread"
    if not last.envelope.to and not last.envelope.cc:
        return "it went to Bcc alone, so a draft would have nobody to go to"
    return ""


def _recipient_name(case: Case, ruling: Ruling) -> str:
    """The first name of whoever is written to: of the one who promised, else of the only addressee."""
    promise = case.clock.promise
    if promise is not None and ruling.clock_id == promise.turn.message_id:
        return wording.first_name(promise.turn.message.envelope.sender)
    addressees = conversation.addressees(case.talk.last.message, case.owner)
    return wording.first_name(addressees[0]) if len(addressees) == 1 else ""
