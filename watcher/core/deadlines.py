"""When a thread becomes due: the playbook's ladders, and the deadlines that steps, promises and absences make, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from watcher.core import wording, worktime
from watcher.core.model import Absence, Calendar, Ladder, Promise, Reason, ReasonCode, Scenario, Step

_WEEK = Step(days=7)
_PAUSE_OF_UNDATED_ABSENCE = Step(business_days=5)
_PAUSE_OF_KEEP_TRYING = Step(days=14)

LADDERS: Mapping[Scenario, Ladder] = MappingProxyType(
    {
        ladder.scenario: ladder
        for ladder in (
            Ladder(Scenario.JOB_APPLICATION, (Step(business_days=5),), max_nudges=1),
            Ladder(Scenario.PHONE_SCREEN, (Step(business_days=3),), max_nudges=1, thank_you=True),
            Ladder(Scenario.INTERVIEW, (Step(business_days=10),), max_nudges=2, thank_you=True),
            Ladder(Scenario.NETWORKING, (_WEEK,), max_nudges=3),
            Ladder(Scenario.SALES_LEAD, tuple(Step(business_days=days) for days in (2, 4, 7, 10)), max_nudges=4),
            Ladder(Scenario.GENERAL, (Step(exactly=timedelta(hours=48)), _WEEK), max_nudges=2),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant in the user's zone, and the sentence that says how it was found."""

    at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Pause:
    """An absence: the thread is away until `ends_at`, and not due before `due_at`."""

    ends_at: datetime
    due_at: datetime
    reason: Reason


def step_after(ladder: Ladder, attempt: int) -> Step:
    """Return the gap before nudge `attempt + 1`; the last gap of the ladder repeats."""
    return ladder.steps[min(attempt, len(ladder.steps) - 1)] if ladder.steps else _WEEK


def add_step(calendar: Calendar, step: Step, start: datetime) -> datetime:
    """Return the deadline one gap after `start`: to the minute for exact time, else at the start of the working hours of its day; never in free time."""
    if step.exactly is not None:
        return worktime.into_working_time(
            calendar, start.astimezone(UTC) + step.exactly
        )  # in UTC: a local day may have 23 hours
    return worktime.start_of_day(calendar, _last_day(calendar, step, worktime.local_day(calendar, start)))


def after_message(calendar: Calendar, step: Step, start: datetime, *, what: str, nudge: int) -> Deadline:
    """Return the deadline of this nudge, counted from a message or an event at `start`, which `what` names."""
    at = add_step(calendar, step, start)
    counted = f"{describe_step(step)} after {what} of {worktime.describe_instant(calendar, start)}"
    due = f"by the schedule, nudge {nudge} is due {worktime.describe_instant(calendar, at)}"
    return Deadline(at, Reason(ReasonCode.SCHEDULE, f"{due}: {counted}{_skipped(calendar, step, start, at)}"))


def after_promise(calendar: Calendar, step: Step, promise: Promise, said_at: datetime, who: str) -> Deadline:
    """Return when a promise has passed: the start of the working day after its last day.

    An undated promise (or one whose day lies before it was made) passes as long after it as the next nudge would be due after a message: one `step`.
    """
    said = f'{who} wrote on {worktime.describe_instant(calendar, said_at)}: "{wording.one_line(promise.quote)}"'
    if promise.by is None or promise.by < worktime.local_day(calendar, said_at):
        at = add_step(calendar, step, said_at)
        counted = (
            f"no date is named, so it counts for {describe_step(step)}, until {worktime.describe_instant(calendar, at)}"
        )
        text = f"{said}; {counted}{_skipped(calendar, step, said_at, at)}"
        return Deadline(at, Reason(ReasonCode.PROMISE, text))
    day = worktime.next_working_day(calendar, promise.by)
    at = worktime.start_of_day(calendar, day)
    skipped = worktime.describe_skipped(calendar, promise.by, day)
    counted = f"by {worktime.describe_day(promise.by)}, so due on the working day after: {worktime.describe_instant(calendar, at)}"
    text = f"{said}; that is {counted}" + (f" ({skipped})" if skipped else "")
    return Deadline(at, Reason(ReasonCode.PROMISE, text))


def pause_of(calendar: Calendar, absence: Absence, noted_at: datetime, who: str) -> Pause:
    """Return how long an out-of-office note of `noted_at` holds the clock: through the day of return, or to the fifth business day if it names none.

    Nobody returns on a public holiday: the day after such a day's note is the return.
    """
    note = f"{who} is away, says the note of {worktime.describe_instant(calendar, noted_at)}"
    note += f': "{wording.one_line(absence.quote)}"' if absence.quote else ""
    if absence.returns_on is None:
        at = add_step(calendar, _PAUSE_OF_UNDATED_ABSENCE, noted_at)
        text = f"{note}; it names no day of return, so not before the fifth business day, {worktime.describe_instant(calendar, at)}"
        return Pause(at, at, Reason(ReasonCode.ABSENCE, text))
    returns_on = _day_of_return(calendar, absence.returns_on)
    due_on = worktime.next_working_day(calendar, returns_on)
    text = f"{note}; back {worktime.describe_day(returns_on)}, so not before the working day after, {worktime.describe_day(due_on)}"
    return Pause(
        worktime.end_of_day(calendar, returns_on),
        worktime.start_of_day(calendar, due_on),
        Reason(ReasonCode.ABSENCE, text),
    )


def ask_again_at(calendar: Calendar, day: date | None, said_at: datetime) -> datetime:
    """Return when to ask again: the first working day from `day` on, or two weeks after `said_at` if none was named."""
    if day is None:
        return add_step(calendar, _PAUSE_OF_KEEP_TRYING, said_at)
    return worktime.start_of_day(calendar, worktime.first_working_day(calendar, day))


def exhausted_at(calendar: Calendar, ladder: Ladder, attempt: int, sent_at: datetime) -> datetime:
    """Return when the last nudge has waited as long as the gap before it, and at least a week."""
    gap = step_after(ladder, max(attempt - 1, 0))
    return max(add_step(calendar, gap, sent_at), add_step(calendar, _WEEK, sent_at))


def describe_step(step: Step) -> str:
    """Write the gap for the user: `5 business days`, `1 week`, `48 hours`."""
    if step.exactly is not None:
        return f"{step.exactly.total_seconds() / 3600:g} hours"
    if step.business_days is not None:
        return _counted(step.business_days, "business day")
    days = step.days or 0
    return _counted(days // 7, "week") if days and days % 7 == 0 else _counted(days, "day")


def _last_day(calendar: Calendar, step: Step, day: date) -> date:
    if step.business_days is not None:
        return worktime.first_working_day(calendar, worktime.add_business_days(calendar, day, step.business_days))
    return worktime.first_working_day(calendar, worktime.believable(day) + timedelta(days=step.days or 0))


def _day_of_return(calendar: Calendar, day: date) -> date:
    named = worktime.believable(day)
    return worktime.first_working_day(calendar, named) if named.weekday() in calendar.working_days else named


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _skipped(calendar: Calendar, step: Step, start: datetime, at: datetime) -> str:
    """Which free days the reckoning passed over: all on the way for business days, else those at its end."""
    after = worktime.local_day(calendar, start)
    if step.exactly is not None:
        after = worktime.local_day(calendar, start.astimezone(UTC) + step.exactly) - timedelta(days=1)
    elif step.business_days is None:
        after = worktime.believable(after) + timedelta(days=(step.days or 0) - 1)
    skipped = worktime.describe_skipped(calendar, after, worktime.local_day(calendar, at))
    return f" ({skipped})" if skipped else ""
