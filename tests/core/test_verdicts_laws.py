"""Laws of the verdict, over conversations that nobody thought of."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from tests.core.talks import ALEX, ANNA, BO, OWNER, SWEDEN, ZONE, Talk, calendar_reply, judge_or_none, key, message
from watcher.core import deadlines, verdicts, worktime
from watcher.core.model import (
    Absence,
    Body,
    Choice,
    Event,
    Kind,
    MessageId,
    Policy,
    Promise,
    Reading,
    Role,
    Scenario,
    State,
    Thread,
    UserWord,
    Verdict,
    Word,
)

START = datetime(2025, 12, 1, 8, tzinfo=UTC)  # Christmas, Easter and summer time lie ahead
HOURS = some.integers(0, 24 * 45)
AUTOMATIC = (Kind.AUTO_ACK, Kind.DELAYED_DSN, Kind.MDN, Kind.LIST_OR_BULK)
DATES = some.dates(date(2025, 11, 20), date(2026, 4, 15))
SETTLED = (State.ANSWERED, State.IGNORED, State.BOUNCED, State.EXHAUSTED, State.DISMISSED)


def instant(hours: int) -> datetime:
    return START + timedelta(hours=hours)


@some.composite
def events(draw: some.DrawFn) -> Event:
    starts_at = instant(draw(HOURS)) + timedelta(days=draw(some.integers(-10, 20)))
    ends_at = draw(some.one_of(some.none(), some.just(starts_at + timedelta(minutes=45))))
    uid = draw(some.sampled_from(["", "", "meeting"]))
    return Event(
        starts_at, ends_at, draw(some.sampled_from(["interview", "call"])), "", uid, draw(some.booleans()), bool(uid)
    )


OWN_READINGS = some.builds(
    Reading,
    kind=some.none(),
    wants_answer=some.sampled_from([None, True, False]),
    thanks=some.sampled_from([False, False, True]),
    accepts=some.sampled_from([False, False, True]),
    no_answer_wanted=some.sampled_from(["", "", "it says so"]),
    events=some.lists(events(), max_size=1).map(tuple),
)
PROMISES = some.one_of(some.none(), some.builds(Promise, by=some.one_of(some.none(), DATES), quote=some.just("soon")))
HUMAN_READINGS = some.builds(
    Reading,
    kind=some.just(Kind.HUMAN_REPLY),
    promise=PROMISES,
    wants_answer=some.sampled_from([None, None, True]),
    closes=some.sampled_from([False, False, False, True]),
    stop=some.sampled_from([False] * 9 + [True]),
    ask_again_on=some.one_of(some.none(), some.none(), some.none(), DATES),
    keep_trying=some.sampled_from([False] * 5 + [True]),
    events=some.lists(events(), max_size=2).map(tuple),
)
AUTOMATIC_READINGS = some.one_of(
    some.builds(Reading, kind=some.sampled_from(AUTOMATIC), evidence=some.just("a header"), promise=PROMISES),
    some.builds(
        Reading,
        kind=some.just(Kind.AUTO_REPLY_OOO),
        absence=some.builds(Absence, returns_on=some.one_of(some.none(), DATES), quote=some.just("away")),
    ),
    some.builds(
        Reading,
        kind=some.sampled_from([Kind.BOUNCE, Kind.CHALLENGE]),
        failed_recipients=some.sampled_from([(), (ANNA.email,), (BO.email,), (ANNA.email, BO.email)]),
    ),
    some.just(Reading(kind=Kind.CALENDAR_RESPONSE)),
    some.just(Reading(kind=None)),
)


@dataclass(frozen=True)
class Situation:
    """A conversation, and what else its verdict rests on."""

    talk: Talk
    scenario: Scenario
    words: tuple[UserWord, ...]
    has_draft: bool

    def judge(self, now: datetime, **changed: object) -> Verdict | None:
        facts = {
            "scenario": self.scenario,
            "words": self.words,
            "our_drafts": ["ours"] if self.has_draft else [],
            **changed,
        }
        return judge_or_none(self.talk, now, **facts)  # type: ignore[arg-type]


@some.composite
def situations(draw: some.DrawFn) -> Situation:
    talk = Talk()
    for number in range(draw(some.integers(1, 6))):
        when = instant(draw(HOURS))
        role = draw(some.sampled_from([Role.INBOX] * 6 + [Role.JUNK, Role.TRASH]))
        sender = draw(some.sampled_from([ANNA, ANNA, BO, ALEX]))
        if number == 0 or draw(some.booleans()):
            to = draw(some.sampled_from([(ANNA,), (ANNA,), (ANNA, BO)]))
            made, reading = message(f"own{number}", when, sender=ALEX, to=to, role=Role.SENT), draw(OWN_READINGS)
        else:
            about = draw(some.sampled_from([(), ("own0",)]))
            body = draw(some.sampled_from([None, calendar_reply("ACCEPTED"), Body()]))
            made = message(f"their{number}", when, sender=sender, role=role, answers=about, body=body)
            reading = draw(some.one_of(HUMAN_READINGS, AUTOMATIC_READINGS))
        talk.messages.append(made)
        talk.readings[made.message_id] = reading
    has_draft = draw(some.booleans())
    if has_draft:
        talk.draft("ours", "2026-01-01")
    return Situation(talk, draw(some.sampled_from(Scenario)), draw(words(talk)), has_draft)


@some.composite
def words(draw: some.DrawFn, talk: Talk) -> tuple[UserWord, ...]:
    about = draw(some.sampled_from([each.message_id for each in talk.messages]))
    until = instant(draw(HOURS)) + timedelta(days=20)
    made = UserWord(draw(some.sampled_from(Word)), about, instant(draw(HOURS)), until=until)
    return draw(some.sampled_from([(), (), (), (made,)]))


def newest(situation: Situation) -> datetime:
    return max(each.instant for each in situation.talk.messages)


def by_time(verdict: Verdict) -> tuple[object, ...]:
    """What of a verdict may not change unannounced."""
    return (
        verdict.state,
        verdict.due_at,
        verdict.attempt,
        verdict.clock_id,
        verdict.hold,
        verdict.thank_you_from,
        verdict.thank_you_until,
        verdict.event_id,
    )


def added(situation: Situation, name: str, when: datetime, reading: Reading) -> Situation:
    """The same with one more message, of Anna's."""
    talk = Talk()
    talk.messages = [*situation.talk.messages, message(name, when)]
    talk.drafts = situation.talk.drafts
    talk.readings = {**situation.talk.readings, key(name): reading}
    return replace(situation, talk=talk)


@given(situations(), some.integers(0, 24 * 90), some.floats(0, 1))
@settings(max_examples=400)
def test_nothing_changes_before_the_announced_instant(situation: Situation, later: int, share: float) -> None:
    now = newest(situation) + timedelta(hours=later)
    verdict = situation.judge(now)
    assert verdict is not None
    horizon = verdict.next_change_at or now + timedelta(days=4000)
    assert horizon > now
    between = now + (horizon.astimezone(UTC) - now) * share * 0.999999
    then = situation.judge(between)
    assert then is not None
    assert by_time(then) == by_time(verdict)


@given(situations(), some.randoms(), some.integers(0, 24 * 60))
def test_the_order_of_the_messages_does_not_matter(situation: Situation, random: object, later: int) -> None:
    now = newest(situation) + timedelta(hours=later)
    verdict = situation.judge(now)
    random.shuffle(situation.talk.messages)  # type: ignore[attr-defined]
    assert situation.judge(now) == verdict


@given(situations(), some.integers(0, 24 * 60))
def test_every_verdict_has_its_reason_and_a_deadline_where_the_design_wants_one(
    situation: Situation, later: int
) -> None:
    now = newest(situation) + timedelta(hours=later)
    verdict = situation.judge(now)
    assert verdict is not None
    assert verdict.reasons
    assert all(reason.text and reason.text.isprintable() for reason in verdict.reasons)
    assert {line.message_id for line in verdict.messages} == {each.message_id for each in situation.talk.messages}
    if verdict.state in SETTLED:
        assert verdict.due_at is None
    if verdict.state in (State.DUE, State.DRAFTED):
        assert verdict.due_at is not None
        assert verdict.due_at <= now
        assert (verdict.state is State.DRAFTED) == situation.has_draft
    if verdict.state in (State.PROMISED, State.AWAY, State.SNOOZED):
        assert verdict.due_at is not None
        assert verdict.due_at > now
    if verdict.state is State.WAITING:
        assert verdict.due_at is None or verdict.due_at > now
    if verdict.due_at is None and verdict.state is State.WAITING:
        assert verdict.attempt >= verdict.max_attempts
    assert (verdict.answered_by is not None) <= (verdict.state is State.ANSWERED)


@given(situations(), some.integers(0, 24 * 60), some.integers(0, 24 * 60))
def test_a_human_reply_that_promises_nothing_never_makes_a_thread_due(
    situation: Situation, wait: int, later: int
) -> None:
    when = newest(situation) + timedelta(hours=wait)
    now = when + timedelta(hours=later)
    without = situation.judge(now)
    reply = added(situation, "reply", when, Reading(kind=Kind.HUMAN_REPLY)).judge(now)
    assert without is not None
    assert reply is not None
    if without.state not in (State.DUE, State.DRAFTED):
        assert reply.state not in (State.DUE, State.DRAFTED)


@given(situations(), some.integers(0, 24 * 60), some.integers(0, 24 * 60), some.sampled_from(AUTOMATIC))
def test_automatic_mail_changes_no_state(situation: Situation, wait: int, later: int, kind: Kind) -> None:
    when = newest(situation) + timedelta(hours=wait)
    now = when + timedelta(hours=later)
    without, robot = situation.judge(now), added(situation, "robot", when, Reading(kind=kind)).judge(now)
    assert without is not None
    assert robot is not None
    assert by_time(robot) == by_time(without)


@given(situations(), some.integers(0, 24 * 60))
def test_mail_outside_sent_that_claims_to_be_the_users_changes_nothing(situation: Situation, later: int) -> None:
    now = newest(situation) + timedelta(hours=later)
    without = situation.judge(now)
    forged = added(
        situation, "forged", newest(situation), Reading(kind=Kind.HUMAN_REPLY, promise=Promise(None, "soon"))
    )
    forged.talk.messages[-1] = message("forged", newest(situation), sender=ALEX)
    assert without is not None
    verdict = forged.judge(now)
    assert verdict is not None
    assert by_time(verdict) == by_time(without)
    assert next(line for line in verdict.messages if line.message_id == key("forged")).kind is None


@given(situations(), some.integers(0, 24 * 60))
def test_a_dismissed_thread_is_dismissed_whatever_lies_in_it(situation: Situation, later: int) -> None:
    now = newest(situation) + timedelta(hours=later)
    verdict = situation.judge(now)
    assert verdict is not None
    dismissed = situation.judge(now, words=(UserWord(Word.DISMISSED, verdict.message_id, now),))
    assert dismissed is not None
    assert (dismissed.state, dismissed.due_at, dismissed.thank_you_from) == (State.DISMISSED, None, None)


ANY_INSTANT = some.datetimes(timezones=some.sampled_from([UTC, ZONE]))


@given(
    some.tuples(some.dates(), some.dates()),
    some.tuples(ANY_INSTANT, ANY_INSTANT, ANY_INSTANT),
    some.sampled_from(Scenario),
)
def test_no_date_in_a_mail_makes_a_verdict_fail(
    days: tuple[date, date], instants: tuple[datetime, datetime, datetime], scenario: Scenario
) -> None:
    (by, back), (starts_at, until, sent_at) = days, instants
    talk = Talk()
    made = {
        "asked": (sent_at, Reading(kind=None)),
        "away": (START, Reading(kind=Kind.AUTO_REPLY_OOO, absence=Absence(back, "away"))),
        "told": (START, Reading(kind=Kind.AUTO_ACK, events=(Event(starts_at, until, "interview", ""),))),
        "promised": (
            sent_at,
            Reading(kind=Kind.HUMAN_REPLY, promise=Promise(by, "soon"), ask_again_on=back if by < back else None),
        ),
        "more": (min(START, until), Reading(kind=None, accepts=by < back)),
    }
    for name, (when, reading) in made.items():
        is_own = reading.kind is None
        talk.messages.append(
            message(name, when, sender=ALEX if is_own else ANNA, role=Role.SENT if is_own else Role.INBOX)
        )
        talk.readings[key(name)] = reading
    for said in (Word.SNOOZED, Word.CARD_SENT):
        verdict = verdicts.judge(
            talk.thread(),
            talk.readings,
            now=START,
            owner=OWNER,
            calendar=SWEDEN,
            ladders=deadlines.LADDERS,
            choice=Choice(scenario, "a test says so"),
            words=[UserWord(said, key(about), START, until=until) for about in ("more", "asked")],
            policy=Policy(),
            our_drafts=frozenset(),
        )
        assert verdict is not None


@given(
    DATES,
    some.integers(0, 24 * 45),
    some.sampled_from([each for each in Scenario if deadlines.LADDERS[each].max_nudges]),
)
def test_a_promise_beats_the_schedule_both_ways(by: date, hours: int, scenario: Scenario) -> None:
    asked, said = instant(hours), instant(hours) + timedelta(hours=3)
    by = max(by, worktime.local_day(SWEDEN, said))
    own, reply = message("own", asked, sender=ALEX, to=(ANNA,), role=Role.SENT), message("reply", said)
    readings: dict[MessageId, Reading] = {
        own.message_id: Reading(kind=None),
        reply.message_id: Reading(kind=Kind.HUMAN_REPLY, promise=Promise(by, "soon")),
    }
    verdict = verdicts.judge(
        Thread(thread_id=Talk().thread().thread_id, messages=(own, reply)),
        readings,
        now=said,
        owner=OWNER,
        calendar=SWEDEN,
        ladders=deadlines.LADDERS,
        choice=Choice(scenario, "a test says so"),
        words=(),
        policy=Policy(),
        our_drafts=frozenset(),
    )
    assert verdict is not None
    assert (verdict.state, verdict.due_at) == (
        State.PROMISED,
        worktime.start_of_day(SWEDEN, worktime.next_working_day(SWEDEN, by)),
    )
