"""The days of the demo's mail: reckoned from now, on the user's calendar, so that the mailbox looks alike on every day of the year.

A day is written from the last opening, the latest working day whose working hours have begun: `-6b` six business days before it, `-25d` twenty-five days before it (or the working day before
that), `call` the day of the latest call that a thank-you can still follow today, `call-3b` three business days before that, `+2M` the first of the month after next, `+2m` two minutes after
the mail before, `-5h` five hours before now. An instant is otherwise a day with the local time behind it: `-6b 10:12`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from watcher.core import worktime
from watcher.core.model import Calendar

CALL_IS_OVER = time(16)
SPEC = re.compile(r"(?P<anchor>call)?(?:(?P<count>[+-]\d+)(?P<unit>[bdhmM]))?(?: (?P<clock>\d\d:\d\d))?")
BARE_WEEKDAY_DAYS = 6  # for so long "by Friday" is understood
DAY = timedelta(days=1)

WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
}
MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "sv": ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """What the words for days mean at `now`."""

    calendar: Calendar
    now: datetime

    @property
    def opening(self) -> date:
        """The latest working day whose working hours have begun."""
        day = worktime.local_day(self.calendar, self.now)
        if worktime.is_working_day(self.calendar, day) and self.now >= worktime.start_of_day(self.calendar, day):
            return day
        return self._working_days_before(day, 1)

    @property
    def call(self) -> date:
        """The day of a call in the early afternoon that is over and whose thank-you is not too late."""
        if self.now >= worktime.at_local_time(self.calendar, self.opening, CALL_IS_OVER):
            return self.opening
        return self._working_days_before(self.opening, 1)

    def day(self, written: str) -> date:
        """The day that the words mean. Raises ValueError for other words."""
        found = SPEC.fullmatch(written)
        if found is None or found["unit"] in ("h", "m"):
            raise ValueError(f"{written!r} is no day of the demo")
        start = self.call if found["anchor"] else self.opening
        count = int(found["count"] or 0)
        if found["unit"] == "M":
            return _first_of_month(worktime.local_day(self.calendar, self.now), count)
        if found["unit"] == "d":
            return self._working_days_before(start + count * DAY + DAY, 1)
        if count < 0:
            return self._working_days_before(start, -count)
        return worktime.add_business_days(self.calendar, start, count)

    def instant(self, written: str, before: datetime | None = None) -> datetime:
        """The instant that the words mean; `before` is that of the mail before. Raises ValueError for other words."""
        found = SPEC.fullmatch(written)
        if found is not None and found["unit"] == "h":
            return (self.now.astimezone(UTC) + timedelta(hours=int(found["count"]))).astimezone(self.calendar.zone)
        if found is not None and found["unit"] == "m" and before is not None:
            return before + timedelta(minutes=int(found["count"]))
        if found is None or not found["clock"]:
            raise ValueError(f"{written!r} is no instant of the demo")
        day = self.day(written.rpartition(" ")[0])
        return worktime.at_local_time(self.calendar, day, time.fromisoformat(found["clock"]))

    def _working_days_before(self, day: date, count: int) -> date:
        found = day
        while count:
            found -= DAY
            count -= worktime.is_working_day(self.calendar, found)
        return found


def _first_of_month(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def as_written(day: date, form: str, *, language: str, on: date) -> str:
    """The day as a letter of the day `on` writes it: `date` Friday 4 December, `day` 4 December, `month` December, `by` Friday, or the date where that says too little."""
    weekday, month = WEEKDAYS[language][day.weekday()], MONTHS[language][day.month - 1]
    whole = f"{weekday} {'den ' if language == 'sv' else ''}{day.day} {month}"
    near = DAY <= day - on <= BARE_WEEKDAY_DAYS * DAY
    forms = {"date": whole, "day": f"{day.day} {month}", "month": month, "by": weekday if near else whole}
    if form not in forms:
        raise ValueError(f"{form!r} is no way to write a day")
    return forms[form]
