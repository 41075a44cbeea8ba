"""Reads single days and periods in a text, each as it stands alone: dates in numbers and words, weekdays, weeks, months, terms."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from watcher.core import date_ordinals, date_patterns, date_spelled, feasts
from watcher.core.phrases import Phrases
from watcher.core.spans import (
    DAY,
    MOST_DAYS_AHEAD,
    MOST_DAYS_AHEAD_BY_YEAR,
    Span,
    Today,
    add_working_days,
    ahead,
    before,
    coming_day,
    date_of,
    end_of_month,
    next_day_of_month,
    part_of,
)
from watcher.core.words import DateWords

SLIP_DAYS = 60  # how far ahead a date is believed that names the wrong weekday
A_FEW = 3
LONGEST_LEFT = 60
LONGEST_BEFORE = 14
DIGIT = re.compile(r"\d")


def bases(text: str, words: DateWords, today: Today) -> list[Span]:
    """Return all that may be days or periods; they may lie on each other. What is no date, or past, keeps its place as a span in the earliest past."""
    if not (DIGIT.search(text) or _names(words).may_be_in(text)):
        return []
    patterns = date_patterns.patterns_of(words)
    found: list[Span | None] = [
        replace(_day_span(match, date_of(int(match["year"]), int(match["month"]), int(match["day"]))), has_year=True)
        for match in date_patterns.ISO.finditer(text)
    ]
    if words.dotted:
        found += [
            _numeric_span(text, match, words, today)
            for match in date_patterns.DOTTED.finditer(text)
            if _is_dotted_date(text, match, patterns)
        ]
    found += [_numeric_span(text, match, words, today) for match in date_patterns.NUMERIC.finditer(text)]
    for pattern in (patterns.day_month, patterns.month_day):
        found += [_named_days(match, words, today) for match in pattern.finditer(text)]
    for match in patterns.fixed.finditer(text):
        feast = feasts.coming(words.fixed[date_patterns.key_of(words.fixed, match["fixed"])], today)
        found.append(Span(*feast, "", *match.span()) if feast is not None else _void(match))
    for match in patterns.lone_day.finditer(text):
        found.append(_lone_days(match, today))
    for match in patterns.lone_month.finditer(text):
        found.append(_month_span(match, words, today))
    found += [_numbered(text, _weekday_span(match, words, today), today) for match in patterns.weekday.finditer(text)]
    found += date_ordinals.counted(text, words, today)
    found += date_spelled.days(text, words, today)
    for match in patterns.near_day.finditer(text):
        found.append(
            _day_span(match, today.date + timedelta(days=words.days[date_patterns.key_of(words.days, match["near"])]))
        )
    found += _unit_spans(text, words, today)
    found += [_term_span(match, words, today) for pattern in patterns.terms for match in pattern.finditer(text)]
    found += [
        Span(today.date, add_working_days(today.date, A_FEW, today.holidays), "", *match.span())
        for match in patterns.coming.finditer(text)
    ]
    for match in patterns.weekend.finditer(text):
        saturday = today.date + timedelta(days=(5 - today.date.weekday()) % 7)
        found.append(Span(saturday, saturday + DAY, "", *match.span()))
    return [span for span in found if span is not None]


@cache
def _names(words: DateWords) -> Phrases:
    """Return all that names days and periods: a text with neither one of them nor a digit has no date."""
    named = (words.months, words.weekdays, words.days, words.units, words.fixed, words.part_names, words.day_words)
    listed = (words.coming, words.weekend, words.the_week, words.the_month, words.the_quarter, words.the_year)
    return Phrases([name for names in (*named, *listed) for name in names], words.spelling)


def _day_span(match: re.Match[str], day: date | None) -> Span:
    return Span(day, day, "", *match.span()) if day is not None else _void(match)


def _void(match: re.Match[str]) -> Span:
    """Make a span of a date that is not believed: it keeps its place, so that no part of it is read alone, and lies in the past."""
    return Span(date.min, date.min, "", *match.span())


def _lone_days(match: re.Match[str], today: Today) -> Span | None:
    """Read a day without its month, or the days from one to another: "du 3 au 14"."""
    first = next_day_of_month(int(match["day"] or match["plain"] or match["bare"]), today)
    if first is None:
        return _void(match)
    last = next_day_of_month(int(match["to"]), replace(today, date=first)) if match["to"] else first
    start = match.start("bare") if match["bare"] else match.start()
    return Span(first, last or first, "", start, match.end())


def _is_dotted_date(text: str, match: re.Match[str], patterns: date_patterns.Patterns) -> bool:
    """Whether 7.12 is a day and no hour, version or price: it has its last dot or a year, or what stands before it makes it one."""
    if match["year"]:
        return True
    if patterns.behind_hour.match(text, match.end()):
        return False
    return (
        bool(match["end"])
        or patterns.before_dotted.search(text, max(0, match.start() - LONGEST_LEFT), match.start()) is not None
    )


def _numeric_span(text: str, match: re.Match[str], words: DateWords, today: Today) -> Span:
    """Read a date in numbers; with a day's number before it all days from that on ("20.-24.7.")."""
    last = _numeric(match, words, today)
    span = replace(_day_span(match, last), has_year=bool(match["year"]))
    day_before = date_patterns.patterns_of(words).day_before
    started = day_before.search(text, max(0, match.start() - LONGEST_BEFORE), match.start())
    if started is None or last is None or not 0 < int(started["day"]) < last.day:
        return span
    return replace(span, first=last.replace(day=int(started["day"])), start=started.start())


def _numeric(match: re.Match[str], words: DateWords, today: Today) -> date | None:
    """Read 7/12: the day first or the month, as the language and the writer's zone have it; the other way round only where that is no date at all."""
    one, two = int(match["one"]), int(match["two"])
    groups = match.groupdict()
    if groups.get("dot") in (".", "-") and not match["year"]:
        return None  # an hour, a version, a number
    if match.group() == "24/7":
        return None
    month_first = words.month_first or (today.month_first and not words.day_first)
    month, day = (one, two) if month_first else (two, one)
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0) if match["year"] else None
    found = _near(year, month, day, today)
    may_be_turned = month > 12 or year is not None  # nobody is back on a day of the past
    return found or (_near(year, day, month, today) if may_be_turned else None)


def _near(year: int | None, month: int, day: int, today: Today) -> date | None:
    found = date_of(year, month, day) if year else coming_day(month, day, today)
    furthest = MOST_DAYS_AHEAD_BY_YEAR if year else MOST_DAYS_AHEAD
    return found if found and today.date <= found <= before(today.date, -furthest) else None


def counts_month_first(text: str) -> bool | None:
    """Whether a text's own dates tell that its writer puts the month first ("11/20/2026") or the day; None where they don't tell."""
    told = {
        int(match["two"]) > 12
        for match in date_patterns.NUMERIC.finditer(text)
        if match["dot"] == "/"
        and (int(match["one"]) > 12) != (int(match["two"]) > 12)
        and max(int(match["one"]), int(match["two"])) <= 31
    }
    return told.pop() if len(told) == 1 else None


def _named_days(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    """Read a day with its month, or the days from one to another in one month."""
    month = words.months[date_patterns.key_of(words.months, match["month"])]
    first, last = int(match["day"]), int(match["to"] or match["day"])
    year = match["year"] or match.groupdict().get("year_before")
    end = date_of(int(year), month, last) if year else coming_day(month, last, today)
    start = date_of(end.year, month, first) if end is not None and first <= last else None
    weekday = words.weekdays[date_patterns.key_of(words.weekdays, match["weekday"])] if match["weekday"] else None
    if weekday is not None and not year and _is_slip(start, weekday, today):
        return _day_span(match, _next_month(first, weekday, today) if month == today.date.month else None)
    if start is None or end is None:
        return _void(match)
    is_contradicted = weekday is not None and weekday not in (start.weekday(), end.weekday())
    return Span(start, end, "", *match.span(), has_year=bool(year), is_contradicted=is_contradicted)


def _is_slip(day: date | None, weekday: int, today: Today) -> bool:
    """Whether a day that is named with its weekday, but without its year, is past or far off and not that weekday."""
    return day is None or (day.weekday() != weekday and day - today.date > timedelta(days=SLIP_DAYS))


def _next_month(number: int, weekday: int, today: Today) -> date | None:
    """Return the day that is meant by the passing month's name at its end ("Wednesday, Dec 2" on 27 December), if its weekday agrees."""
    first = end_of_month(today.date) + DAY
    found = date_of(first.year, first.month, number)
    return found if found is not None and found.weekday() == weekday else None


def _month_span(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    month = words.months[date_patterns.key_of(words.months, match["month"])]
    year = int(match["year"]) if match["year"] else today.date.year + (month < today.date.month)
    first = date_of(year, month, 1)
    if first is None:
        return None
    place = match.start("month"), match.end()
    return Span(first, end_of_month(first), "", *place, unit="month", has_year=bool(match["year"]))


def _weekday_span(match: re.Match[str], words: DateWords, today: Today) -> Span:
    if match["last"] or match["last_behind"]:
        return _void(match)
    weekday = words.weekdays[date_patterns.key_of(words.weekdays, match["weekday"])]
    ahead = (weekday - today.date.weekday()) % 7
    is_next = bool(match["next"] or match["next_behind"])
    if match["second"] or match["second_behind"]:
        ahead = weekday - today.date.weekday() + 14
    elif is_next and words.next_weekday == "week_after":
        ahead = weekday - today.date.weekday() + 7
    elif ahead == 0 and (is_next or not (today.may_be_today or match["this"] or match["this_behind"])):
        ahead = 7
    return _day_span(match, today.date + timedelta(days=ahead))


def _numbered(text: str, span: Span, today: Today) -> Span:
    """Let a number right behind a weekday be its day of the month, where that agrees: "lundi 27", "Monday the 27th"."""
    number = date_patterns.NUMBER_BEHIND.match(text, span.end)
    day = next_day_of_month(int(number["day"]), today) if number and span.first > date.min else None
    if number is None or day is None or day.weekday() != span.first.weekday():
        return span
    return replace(span, first=day, last=day, end=number.end())


def _unit_spans(text: str, words: DateWords, today: Today) -> list[Span | None]:
    patterns = date_patterns.patterns_of(words)
    found: list[Span | None] = []
    for pattern, which in zip(patterns.units, ("next", "next_behind"), strict=True):
        for match in pattern.finditer(text):
            if match.groupdict().get("last") or match.groupdict().get("last_behind"):
                found.append(_void(match))
                continue
            unit = words.units[date_patterns.key_of(words.units, match["unit"])]
            groups = match.groupdict()
            is_second = groups.get("second") or groups.get("second_behind")
            ahead = 2 if is_second else int(bool(match[which]))
            found.append(_unit_span(match, unit, today, ahead))
    for match in patterns.the_unit.finditer(text):
        span = _unit_span(match, match.lastgroup or "", today, 0)
        found.append(replace(span, needs_part=True) if span else None)
    found += [_quarter(match, today) for match in date_patterns.QUARTER.finditer(text)]
    found += [_named_part(match, words, today) for match in patterns.part_name.finditer(text)]
    for match in patterns.week_number.finditer(text):
        number = int(match["number"] or match["around"] or match["before"])
        monday = _week(number, today)
        last = _week(int(match["to"]), today) if match["to"] and monday else monday
        if match["to"] and last and number < int(match["to"]):
            monday = min(monday or last, date.fromisocalendar(last.isocalendar().year, number, 1))  # it may have begun
        last = last if last and monday and monday < last else monday
        found.append(Span(monday, last + 6 * DAY, "", *match.span(), unit="week") if monday and last else None)
    return found


def _named_part(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    """Read a part that has a name of its own ("Monatsende"): of this week, month or year, or of the next where this one's is past."""
    part, _, unit = words.part_names[date_patterns.key_of(words.part_names, match["part_name"])].partition(" ")
    for later in (0, 1):
        span = _unit_span(match, unit, today, later)
        if span is not None and part_of(span, part)[1] >= today.date:
            first, last = part_of(span, part)
            return replace(span, first=first, last=last)
    return None


def _unit_span(match: re.Match[str], unit: str, today: Today, ahead: int) -> Span | None:
    """Return this week, month or year, or the one so many after it; of working days the next alone."""
    if unit == "working_day" and ahead == 1:
        return _day_span(match, add_working_days(today.date, 1, today.holidays))
    if unit == "week":
        monday = today.date - timedelta(days=today.date.weekday()) + timedelta(days=7 * ahead)
        return Span(monday, monday + 6 * DAY, "", *match.span(), unit="week")
    if unit == "fortnight" and ahead:
        return Span(today.date, today.date + 14 * DAY, "", *match.span())
    if unit == "month":
        first = today.date.replace(day=1)
        for _ in range(ahead):
            first = end_of_month(first) + DAY
        return Span(first, end_of_month(first), "", *match.span(), unit="month")
    if unit == "quarter":
        return _quarter_span(match, today.date.year, (today.date.month - 1) // 3 + ahead)
    if unit == "year":
        year = today.date.year + ahead
        return Span(date(year, 1, 1), date(year, 12, 31), "", *match.span(), unit="year")
    return None


def _quarter(match: re.Match[str], today: Today) -> Span:
    """Read "Q1", of this year or the next, or "Q1 2027"."""
    number = int(match["number"]) - 1
    is_past = number < (today.date.month - 1) // 3
    year = int(match["year"]) if match["year"] else today.date.year + is_past
    return replace(_quarter_span(match, year, number), has_year=bool(match["year"]))


def _quarter_span(match: re.Match[str], year: int, number: int) -> Span:
    """Return the quarter of a year, the first being 0; the fifth is the first of the next year."""
    first = date(year + number // 4, 3 * (number % 4) + 1, 1)
    return Span(first, end_of_month(first.replace(month=first.month + 2)), "", *match.span(), unit="quarter")


def _week(number: int, today: Today) -> date | None:
    """Return the Monday of an ISO week, this year's or next year's."""
    for year in (today.date.year, today.date.year + 1):
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if monday + 6 * DAY >= today.date:
            return monday
    return None


def length_of(term: re.Match[str], words: DateWords) -> tuple[int, str]:
    """Return how long a term is: "two or three weeks" are three."""
    written = term["more"] or term["count"]
    count = int(written) if written.isdecimal() else words.numbers[date_patterns.key_of(words.numbers, written)]
    return count, words.units[date_patterns.key_of(words.units, term["unit"])]


def _term_span(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    end = ahead(today.date, *length_of(match, words), today.holidays)
    return Span(today.date if match["within"] else end, end, "", *match.span())
