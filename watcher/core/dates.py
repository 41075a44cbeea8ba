"""Finds days and periods in a sentence: "by next Friday", "in early April", "within ten working days", "vecka 50".

Everything is relative to the day the mail was written on, never in the past, and at most half a year ahead: what lies outside is a slip or another matter.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from watcher.core import date_patterns, numerals
from watcher.core.words import DateWords

MOST_DAYS_AHEAD = 180
MOST_DAYS_AHEAD_BY_YEAR = 400  # of a date that names its year
SLIP_DAYS = 60  # how far ahead a date is believed that names the wrong weekday
DAY = timedelta(days=1)
A_FEW = 3
LONGEST_LEFT = 60


@dataclass(frozen=True, slots=True)
class Today:
    """What dates are relative to: the day the mail was written on, in its writer's zone, and how its writer counts."""

    date: date
    month_first: bool = False  # 7/12 is the twelfth of July
    may_be_today: bool = False  # the weekday of this very day means today, not in a week


@dataclass(frozen=True, slots=True)
class Span:
    """A day or a period found in a text. `relation` is by, before, after, until, through or nothing; `start`, `end` its place in the text."""

    first: date
    last: date
    relation: str
    start: int
    end: int
    needs_part: bool = False
    unit: str = "day"  # day, week or month: what a part ("early", "the end of") is a part of
    has_year: bool = False  # it names its year
    is_contradicted: bool = False  # it is not the weekday that it is said to be

    @property
    def is_period(self) -> bool:
        """Whether it is more than one day."""
        return self.first != self.last

    @property
    def deadline(self) -> date:
        """The day by which something promised for this time is to have happened."""
        return working_day_from(self.last + DAY) if self.relation == "after" else self.last


def find(text: str, words: DateWords, today: Today) -> tuple[Span, ...]:
    """Return the days and periods in `text` in their order; those that are past or begin too far ahead are left out."""
    if not words.spelling.is_spaced:
        read = numerals.in_digits(text)
        if read.text != text:
            found = _find(read.text, words, today)
            return tuple(replace(each, start=read.place(each.start), end=read.place(each.end)) for each in found)
    return _find(text, words, today)


def _find(text: str, words: DateWords, today: Today) -> tuple[Span, ...]:
    spans = _without_overlap([_with_weekday(text, each, words) for each in _bases(text, words, today)])
    spans = _with_end_of_day(text, spans, words, today)
    spans = _joined(text, spans, words, today)
    spans = _without_overlap([_with_context(text, span, words) for span in spans if span.first > date.min])
    return tuple(span for span in spans if not span.needs_part and span.last >= today.date and _is_near(span, today))


def _is_near(span: Span, today: Today) -> bool:
    return span.first <= before(today.date, -(MOST_DAYS_AHEAD_BY_YEAR if span.has_year else MOST_DAYS_AHEAD))


def before(day: date, days: int) -> date:
    """Return the day so many days before `day`."""
    return day - timedelta(days=days)


def _with_end_of_day(text: str, spans: list[Span], words: DateWords, today: Today) -> list[Span]:
    """Let "the end of the day" be that of the day named right behind it: "by close of business on Wednesday"."""
    kept: list[Span] = []
    for span in spans:
        before = kept[-1] if kept else None
        is_of = (
            before is not None
            and before.first == before.last == today.date
            and not span.is_period
            and text[before.end : span.start].strip(" ,").lower() in ("", *words.on, *words.of)
        )
        if is_of and before is not None:
            kept[-1] = replace(span, start=before.start)
        else:
            kept.append(span)
    return kept


def working_day_from(day: date) -> date:
    """Return `day`, or the Monday after it if it lies in a weekend. Holidays are the deadlines' affair."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def add_working_days(day: date, count: int) -> date:
    """Return the day `count` weekdays after `day`."""
    for _ in range(min(count, MOST_DAYS_AHEAD)):
        day = working_day_from(day + DAY)
    return day


# --- single days and periods ----------------------------------------------------------------------


def _bases(text: str, words: DateWords, today: Today) -> list[Span]:
    patterns = date_patterns.patterns_of(words)
    found: list[Span | None] = [
        replace(_day_span(match, _date(int(match["year"]), int(match["month"]), int(match["day"]))), has_year=True)
        for match in date_patterns.ISO.finditer(text)
    ]
    found += [_numeric_span(text, match, words, today) for match in date_patterns.NUMERIC.finditer(text)]
    if words.dotted:
        found += [
            _numeric_span(text, match, words, today)
            for match in date_patterns.DOTTED.finditer(text)
            if _is_dotted_date(text, match, patterns)
        ]
    for pattern in (patterns.day_month, patterns.month_day):
        found += [_named_days(match, words, today) for match in pattern.finditer(text)]
    for match in patterns.fixed.finditer(text):
        month, _, day = words.fixed[date_patterns.key_of(words.fixed, match["fixed"])].partition("-")
        found.append(_day_span(match, _coming(int(month), int(day), today)))
    for match in patterns.lone_day.finditer(text):
        found.append(_lone_days(match, today))
    for match in patterns.lone_month.finditer(text):
        found.append(_month_span(match, words, today))
    found += [_weekday_span(match, words, today) for match in patterns.weekday.finditer(text)]
    for match in patterns.near_day.finditer(text):
        found.append(
            _day_span(match, today.date + timedelta(days=words.days[date_patterns.key_of(words.days, match["near"])]))
        )
    found += _unit_spans(text, words, today)
    found += [_term_span(match, words, today) for pattern in patterns.terms for match in pattern.finditer(text)]
    found += [
        Span(today.date, add_working_days(today.date, A_FEW), "", *match.span())
        for match in patterns.coming.finditer(text)
    ]
    for match in patterns.weekend.finditer(text):
        saturday = today.date + timedelta(days=(5 - today.date.weekday()) % 7)
        found.append(Span(saturday, saturday + DAY, "", *match.span()))
    return [span for span in found if span is not None]


def _day_span(match: re.Match[str], day: date | None) -> Span:
    return Span(day, day, "", *match.span()) if day is not None else _void(match)


def _void(match: re.Match[str]) -> Span:
    """Make a span of a date that is not believed: it keeps its place, so that no part of it is read alone, and lies in the past."""
    return Span(date.min, date.min, "", *match.span())


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(month: int, day: int, today: Today) -> date | None:
    """Return the next such day from today on, within half a year."""
    found = [
        each
        for year in (today.date.year, today.date.year + 1)
        if (each := _date(year, month, day)) and each >= today.date
    ]
    return found[0] if found and found[0] - today.date <= timedelta(days=MOST_DAYS_AHEAD) else None


def _next_day_of_month(day: int, today: Today) -> date | None:
    for ahead in range(3):
        months = today.date.year * 12 + today.date.month - 1 + ahead
        found = _date(months // 12, months % 12 + 1, day)
        if found and found >= today.date:
            return found
    return None


def _lone_days(match: re.Match[str], today: Today) -> Span | None:
    """Read a day without its month, or the days from one to another: "du 3 au 14"."""
    first = _next_day_of_month(int(match["day"] or match["plain"] or match["bare"]), today)
    if first is None:
        return _void(match)
    last = _next_day_of_month(int(match["to"]), replace(today, date=first)) if match["to"] else first
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
    started = date_patterns.DAY_BEFORE.search(text, max(0, match.start() - 8), match.start())
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
    found = _date(year, month, day) if year else _coming(month, day, today)
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
    end = _date(int(year), month, last) if year else _coming(month, last, today)
    start = _date(end.year, month, first) if end is not None and first <= last else None
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
    first = _end_of_month(today.date) + DAY
    found = _date(first.year, first.month, number)
    return found if found is not None and found.weekday() == weekday else None


def _month_span(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    month = words.months[date_patterns.key_of(words.months, match["month"])]
    year = int(match["year"]) if match["year"] else today.date.year + (month < today.date.month)
    first = _date(year, month, 1)
    if first is None:
        return None
    place = match.start("month"), match.end()
    return Span(first, _end_of_month(first), "", *place, unit="month", has_year=bool(match["year"]))


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY


def _weekday_span(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    if match["last"] or match["last_behind"]:
        return _void(match)
    weekday = words.weekdays[date_patterns.key_of(words.weekdays, match["weekday"])]
    ahead = (weekday - today.date.weekday()) % 7
    is_next = bool(match["next"] or match["next_behind"])
    if match["second"]:
        ahead = weekday - today.date.weekday() + 14
    elif is_next and words.next_weekday == "week_after":
        ahead = weekday - today.date.weekday() + 7
    elif ahead == 0 and (is_next or not (today.may_be_today or match["this"] or match["this_behind"])):
        ahead = 7
    return _day_span(match, today.date + timedelta(days=ahead))


def _unit_spans(text: str, words: DateWords, today: Today) -> list[Span | None]:
    patterns = date_patterns.patterns_of(words)
    found: list[Span | None] = []
    for pattern, which in zip(patterns.units, ("next", "next_behind"), strict=True):
        for match in pattern.finditer(text):
            if match.groupdict().get("last") or match.groupdict().get("last_behind"):
                found.append(_void(match))
                continue
            unit = words.units[date_patterns.key_of(words.units, match["unit"])]
            ahead = 2 if match.groupdict().get("second") else int(bool(match[which]))
            found.append(_unit_span(match, unit, today, ahead))
    for match in patterns.the_unit.finditer(text):
        span = _unit_span(match, match.lastgroup or "", today, 0)
        found.append(replace(span, needs_part=True) if span else None)
    found += [_named_part(match, words, today) for match in patterns.part_name.finditer(text)]
    for match in patterns.week_number.finditer(text):
        monday = _week(int(match["number"] or match["before"]), today)
        last = _week(int(match["to"]), today) if match["to"] and monday else monday
        last = last if last and monday and monday < last else monday
        found.append(Span(monday, last + 6 * DAY, "", *match.span(), unit="week") if monday and last else None)
    return found


def _named_part(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    """Read a part that has a name of its own ("Monatsende"): of this week, month or year, or of the next where this one's is past."""
    part, _, unit = words.part_names[date_patterns.key_of(words.part_names, match["part_name"])].partition(" ")
    for ahead in (0, 1):
        span = _unit_span(match, unit, today, ahead)
        if span is not None and _part_of(span, part)[1] >= today.date:
            first, last = _part_of(span, part)
            return replace(span, first=first, last=last)
    return None


def _unit_span(match: re.Match[str], unit: str, today: Today, ahead: int) -> Span | None:
    """Return this week, month or year, or the one so many after it; of working days the next alone."""
    if unit == "working_day" and ahead == 1:
        return _day_span(match, add_working_days(today.date, 1))
    if unit == "week":
        monday = today.date - timedelta(days=today.date.weekday()) + timedelta(days=7 * ahead)
        return Span(monday, monday + 6 * DAY, "", *match.span(), unit="week")
    if unit == "fortnight" and ahead:
        return Span(today.date, today.date + 14 * DAY, "", *match.span())
    if unit == "month":
        first = today.date.replace(day=1)
        for _ in range(ahead):
            first = _end_of_month(first) + DAY
        return Span(first, _end_of_month(first), "", *match.span(), unit="month")
    if unit == "year":
        year = today.date.year + ahead
        return Span(date(year, 1, 1), date(year, 12, 31), "", *match.span(), unit="year")
    return None


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


def _term_span(match: re.Match[str], words: DateWords, today: Today) -> Span | None:
    written = match["more"] or match["count"]
    count = int(written) if written.isdecimal() else words.numbers[date_patterns.key_of(words.numbers, written)]
    end = ahead(today.date, count, words.units[date_patterns.key_of(words.units, match["unit"])])
    return Span(today.date if match["within"] else end, end, "", *match.span())


def ahead(day: date, count: int, unit: str) -> date:
    """Return the day `count` units (hour, day, working_day, week, fortnight, month, year) after `day`."""
    if unit == "working_day":
        return add_working_days(day, count)
    if unit in ("month", "year"):
        months = day.year * 12 + day.month - 1 + min(count if unit == "month" else 12 * count, 24)
        first = date(months // 12, months % 12 + 1, 1)
        return first.replace(day=min(day.day, _end_of_month(first).day))
    hours = {"hour": 1, "day": 24, "week": 7 * 24, "fortnight": 14 * 24}[unit] * min(count, 10_000)
    return day + timedelta(days=-(-hours // 24))


# --- what stands around them --------------------------------------------------------------------------


def _with_weekday(text: str, span: Span, words: DateWords) -> Span:
    """Let a span reach over the weekday in brackets behind it: "12月7日（月）"."""
    match = date_patterns.patterns_of(words).marks.match(text, span.end) if span.unit == "day" else None
    return replace(span, end=match.end()) if match else span


def _without_overlap(spans: list[Span]) -> list[Span]:
    """Keep the longest where several lie on each other."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start - each.end, each.start)):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda each: each.start)


def _joined(text: str, spans: list[Span], words: DateWords, today: Today) -> list[Span]:
    """Join "Monday to Friday" into one period, and "Friday next week" into one day."""
    patterns = date_patterns.patterns_of(words)
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined and joined[-1].first > date.min else None
        between = text[before.end : span.start] if before else ""
        if before and patterns.range.fullmatch(between):
            before = joined[-1] = _in_month_of(text, before, span, patterns)
        if joined and before is None and _goes_on_from_past(text, joined[-1], span, words):
            joined[-1] = replace(span, first=min(today.date, span.last), start=joined[-1].start, relation="through")
        elif before and _is_its_weekday(text, before, span, words):
            joined[-1] = replace(span, start=before.start)
        elif before and patterns.before_number.fullmatch(between) and _names_day_of(text, before, span, words):
            is_other_day = span.first > date.min and before.first.weekday() != span.first.weekday()
            joined[-1] = replace(span, start=before.start, is_contradicted=is_other_day)
        elif (
            before
            and span.unit == "day"
            and before.unit == "week"
            and patterns.of_week.fullmatch(between)
            and _is_weekday_only(text, span, words)
        ):
            joined[-1] = _day_of(before, span, before.start, span.end)
        elif (
            before
            and span.unit == "week"
            and not span.needs_part
            and patterns.of_week.fullmatch(between)
            and _is_weekday_only(text, before, words)
        ):
            joined[-1] = _day_of(span, before, before.start, span.end)
        elif before and before.unit == "year" and span.unit != "year" and patterns.of_week.fullmatch(between):
            joined[-1] = replace(span, start=before.start)
        elif (
            before
            and before.unit == "month"
            and patterns.of_week.fullmatch(between)
            and (lone := patterns.lone_day.match(text, span.start))
            and (day := _date(before.first.year, before.first.month, int(lone["day"] or lone["plain"] or lone["bare"])))
        ):
            joined[-1] = Span(day, day, "", before.start, span.end)
        elif (
            before
            and patterns.range.fullmatch(between)
            and (before.first <= span.last or _is_weekday_only(text, span, words))
        ):
            last = span.last if before.first <= span.last else span.last + 7 * DAY
            joined[-1] = replace(span, first=before.first, last=last, relation="", start=before.start)
        else:
            joined.append(span)
    return joined


def _in_month_of(text: str, before: Span, span: Span, patterns: date_patterns.Patterns) -> Span:
    """Let a day without its month, with which a range begins, lie in the month in which that ends: "from the 23rd to 27 November"."""
    is_lone = patterns.lone_day.fullmatch(text[before.start : before.end]) is not None
    if not is_lone or span.unit != "day" or span.first == date.min or before.first.day > span.first.day:
        return before
    day = span.first.replace(day=before.first.day)
    return replace(before, first=day, last=day)


def _goes_on_from_past(text: str, past: Span, span: Span, words: DateWords) -> bool:
    """Whether a period began before today: "from 20 July to 7 August", in a note of the 27th."""
    between = text[past.end : span.start]
    has_days = any(map(str.isdigit, text[past.start : past.end]))
    return has_days and span.first > date.min and date_patterns.patterns_of(words).range.fullmatch(between) is not None


def _is_its_weekday(text: str, before: Span, span: Span, words: DateWords) -> bool:
    """Whether a weekday only names the day of the date right behind it: "Friday, 12/11", "Freitag, den 11.12."."""
    between = text[before.end : span.start].strip(" ,.(").lower()
    return (
        span.unit == "day"
        and before.first.weekday() == span.last.weekday()
        and between in ("", *words.on, *words.articles, *words.plain_articles)
        and _is_weekday_only(text, before, words)
        and not _is_weekday_only(text, span, words)
        and any(map(str.isdigit, text[span.start : span.end]))
    )


def _names_day_of(text: str, weekday: Span, span: Span, words: DateWords) -> bool:
    """Whether a weekday stands before its own date in numbers ("Friday 4/12", "fredag den 4.")."""
    is_one_day = not span.is_period and any(map(str.isdigit, text[span.start : span.end]))
    return is_one_day and span.unit == "day" and _is_weekday_only(text, weekday, words)


def _is_weekday_only(text: str, span: Span, words: DateWords) -> bool:
    return date_patterns.patterns_of(words).weekday.fullmatch(text[span.start : span.end]) is not None


def _day_of(week: Span, day: Span, start: int, end: int) -> Span:
    found = week.first + timedelta(days=day.first.weekday())
    return Span(found, found, "", start, end)


def _with_context(text: str, span: Span, words: DateWords) -> Span:
    """Apply what stands before a span: "the week of", "the end of", "by", and after it: "inclusive"."""
    patterns = date_patterns.patterns_of(words)
    span = _with_part(text, span, words)
    if span.relation == "through":
        return span
    said = [
        (match.start(), relation)
        for relation, pattern in patterns.relations
        if (match := pattern.search(text, max(0, span.start - LONGEST_LEFT), span.start))
    ]
    if said:
        start, relation = min(said, key=lambda each: each[0])  # the longest way of saying
        relation = "" if relation == "since" and span.is_period else relation
        span = replace(span, relation=relation, start=start)
    for relation, pattern in patterns.relations_behind:
        match = pattern.match(text, span.end)
        if match:
            span = replace(span, relation=relation, end=match.end())
            break
    match = patterns.inclusive.match(text, span.end)
    return replace(span, relation="through", end=match.end()) if match else span


def _with_part(text: str, span: Span, words: DateWords) -> Span:
    patterns = date_patterns.patterns_of(words)
    start = max(0, span.start - LONGEST_LEFT)
    match = patterns.week_of.search(text, start, span.start)
    behind = patterns.week_of_behind.match(text, span.end)
    if (match or behind) and span.unit == "day":
        monday = span.first - timedelta(days=span.first.weekday())
        place = {"start": match.start() if match else span.start, "end": behind.end() if behind else span.end}
        return replace(span, first=monday, last=monday + 6 * DAY, unit="week", **place)
    if span.unit == "day":
        return span
    for part, pattern in patterns.parts:
        match = pattern.search(text, start, span.start)
        if match:
            first, last = _part_of(span, part)
            return replace(span, first=first, last=last, start=match.start(), needs_part=False)
    for part, pattern in patterns.parts_behind:
        match = pattern.match(text, span.end)
        if match:
            first, last = _part_of(span, part)
            return replace(span, first=first, last=last, end=match.end(), needs_part=False)
    match = patterns.during.search(text, start, span.start) if span.needs_part else None
    if match:
        return replace(span, start=match.start(), needs_part=False)
    return span


def _part_of(span: Span, part: str) -> tuple[date, date]:
    """Return the days of a part: early in a week is by its second day, in a month by its tenth, mid by its third and its twentieth."""
    early_days, mid_days = {"week": (2, 3), "month": (10, 20), "year": (90, 181)}[span.unit]
    early, mid = span.first + timedelta(days=early_days - 1), span.first + timedelta(days=mid_days - 1)
    return {"early": (span.first, early), "mid": (early + DAY, mid), "late": (mid + DAY, span.last)}[part]
