"""Date expressions: what they mean on Tuesday, 24 November 2026 (week 48)."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.builders import EN, SV, WORDS
from watcher.core import dates, hours
from watcher.core.dates import Today

TODAY = Today(date(2026, 11, 24))

ENGLISH = [
    ("by Friday", "2026-11-27", "by"),
    ("before the weekend", "2026-11-29", "before"),
    ("on Friday", "2026-11-27", ""),
    ("this Thursday", "2026-11-26", ""),
    ("by next Friday", "2026-12-04", "by"),
    ("Friday next week", "2026-12-04", ""),
    ("next week on Friday", "2026-12-04", ""),
    ("next week", "2026-12-06", ""),
    ("early next week", "2026-12-01", ""),
    ("by the end of next week", "2026-12-06", "by"),
    ("in early April", "2027-04-10", ""),
    ("mid-December", "2026-12-20", ""),
    ("by the end of the month", "2026-11-30", "by"),
    ("in January", "2027-01-31", ""),
    ("within ten working days", "2026-12-08", ""),
    ("in 3-5 business days", "2026-12-01", ""),
    ("in two weeks", "2026-12-08", ""),
    ("over the next couple of weeks", "2026-12-08", ""),
    ("in the next few days", "2026-11-27", ""),
    ("within 48 hours", "2026-11-26", ""),
    ("week 50", "2026-12-13", ""),
    ("the week of December 7", "2026-12-13", ""),
    ("December 7th, 2026", "2026-12-07", ""),
    ("the 7th of December", "2026-12-07", ""),
    ("Monday, 7 Dec", "2026-12-07", ""),
    ("on the 14th", "2026-12-14", ""),
    ("before Friday", "2026-11-27", "before"),
    ("until and including Friday", "2026-11-27", "through"),
    ("until Monday", "2026-11-30", "until"),
    ("until 7 December inclusive", "2026-12-07", "through"),
    ("2026-12-07", "2026-12-07", ""),
    ("7/12", "2026-12-07", ""),
    ("12/25", "2026-12-25", ""),
    ("tomorrow", "2026-11-25", ""),
    ("by end of day", "2026-11-24", "by"),
    ("7-9 December", "2026-12-09", ""),
    ("from Monday to Friday", "2026-12-04", ""),
    ("Monday 7", "2026-12-07", ""),
    ("on Friday the 11th", "2026-12-11", ""),
    ("on Friday 12", "2026-11-27", ""),
    ("from the 1st to 4 December", "2026-12-04", ""),
    ("last Friday or on Monday", "2026-11-30", ""),
    ("within the next fortnight", "2026-12-08", ""),
]
SWEDISH = [
    ("i veckan", "2026-11-29", ""),
    ("senare i veckan", "2026-11-29", ""),
    ("kommande fredag", "2026-11-27", ""),
    ("kommande vecka", "2026-12-06", ""),
    ("vecka 49-51", "2026-12-20", ""),
    ("v. 49, 50 och 51", "2026-12-20", ""),
    ("fredag 4/12", "2026-12-04", ""),
    ("senast på fredag", "2026-11-27", "by"),
    ("nästa fredag", "2026-12-04", ""),
    ("fredag nästa vecka", "2026-12-04", ""),
    ("i början av nästa vecka", "2026-12-01", ""),
    ("i mitten av december", "2026-12-20", ""),
    ("senast i slutet av månaden", "2026-11-30", "by"),
    ("inom tio arbetsdagar", "2026-12-08", ""),
    ("om två veckor", "2026-12-08", ""),
    ("de närmaste dagarna", "2026-11-27", ""),
    ("vecka 50", "2026-12-13", ""),
    ("v. 50", "2026-12-13", ""),
    ("den 14:e", "2026-12-14", ""),
    ("till och med fredag", "2026-11-27", "through"),
    ("t.o.m. 7/12", "2026-12-07", "through"),
    ("till måndag", "2026-11-30", "until"),
    ("i övermorgon", "2026-11-26", ""),
    ("fredagen den 4 december", "2026-12-04", ""),
    ("mellan 21 december och 6 januari", "2027-01-06", ""),
]
NO_DATES = [
    "24/7",
    "version 4.12",
    "we may march on",
    "I sat there for 3 hours",
    "on 10.30",
    "on 30 February",
    "in October 2025",
    "on 1 August 2028",
    "on 1 August",
    "the week was long",
]


@pytest.mark.parametrize(("text", "last", "relation"), ENGLISH)
def test_english_expression_ends_on_its_last_day(text: str, last: str, relation: str) -> None:
    (span,) = dates.find(f"We expect it {text}, as I said", EN.dates, TODAY)
    assert (span.last.isoformat(), span.relation) == (last, relation)


@pytest.mark.parametrize(("text", "last", "relation"), SWEDISH)
def test_swedish_expression_ends_on_its_last_day(text: str, last: str, relation: str) -> None:
    (span,) = dates.find(f"Vi tror att det blir {text}, som sagt", SV.dates, TODAY)
    assert (span.last.isoformat(), span.relation) == (last, relation)


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date_is_made_of_other_numbers_or_of_what_is_past_or_far_off(text: str) -> None:
    assert dates.find(text, EN.dates, TODAY) == ()


def test_after_the_weekend_is_its_monday() -> None:
    (span,) = dates.find("after the weekend", EN.dates, TODAY)
    assert span.deadline() == date(2026, 11, 30)


def test_an_american_writes_the_month_first() -> None:
    (span,) = dates.find("by 12/7", EN.dates, Today(date(2026, 11, 24), month_first=True))
    (european,) = dates.find("by 12/7", EN.dates, Today(date(2026, 6, 24)))
    assert (span.last, european.last) == (date(2026, 12, 7), date(2026, 7, 12))


def test_the_months_turn_is_understood_where_weekday_and_number_agree() -> None:
    (span,) = dates.find("return Wednesday, Dec 2", EN.dates, Today(date(2001, 12, 27)))
    assert span.last == date(2002, 1, 2)


def test_a_stale_date_is_not_read_in_part() -> None:
    """A far-off day with the wrong weekday is dropped as a whole: its weekday alone means nothing."""
    assert dates.find("until Tuesday, January 20", EN.dates, Today(date(2011, 9, 8))) == ()


@given(
    st.text(alphabet="0123456789/.-: abcdefdecmonfrinextweek\n", max_size=80),
    st.dates(date(1995, 1, 1), date(2090, 1, 1)),
)
def test_whatever_the_text_a_found_day_is_neither_past_nor_far(text: str, day: date) -> None:
    for words in (EN, SV):
        for span in dates.find(text, words.dates, Today(day)):
            assert day <= span.last
            assert (span.first - day).days <= dates.MOST_DAYS_AHEAD


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("before the weekend", "2026-11-27"),
        ("before next week", "2026-11-27"),
        ("before December", "2026-11-30"),
        ("before the end of next week", "2026-12-04"),
        ("next week", "2026-12-04"),
        ("at the weekend", "2026-11-29"),
        ("by Sunday", "2026-11-29"),
    ],
)
def test_what_is_promised_for_a_time_ends_on_its_last_working_day(text: str, deadline: str) -> None:
    (span,) = dates.find(text, EN.dates, TODAY)
    assert span.deadline().isoformat() == deadline


SPELLED = [
    ("by the third.", "2026-12-03", "2026-12-03"),
    ("by the third interview", None, None),
    ("the week after next", "2026-12-07", "2026-12-13"),
    ("a week on Friday", "2026-12-04", "2026-12-04"),
    ("on the last of December", "2026-12-31", "2026-12-31"),
    ("in the week of the 7th of December", "2026-12-07", "2026-12-13"),
    ("the third of December", "2026-12-03", "2026-12-03"),
    ("Thursday the third", "2026-12-03", "2026-12-03"),
    ("December the third", "2026-12-03", "2026-12-03"),
    ("the third of the applicants", None, None),
    ("in the first half of December", "2026-12-01", "2026-12-15"),
    ("in the second half of December", "2026-12-16", "2026-12-31"),
    ("in the first week of December", "2026-11-30", "2026-12-06"),
    ("in the last week of January", "2027-01-25", "2027-01-31"),
    ("on 28 inst.", "2026-11-28", "2026-11-28"),
    ("from 7. XII.", "2026-12-07", "2026-12-07"),
]


@pytest.mark.parametrize(("text", "first", "last"), SPELLED)
def test_days_are_read_however_they_are_written(text: str, first: str | None, last: str | None) -> None:
    words = replace(EN.dates, day_words={"third": 3}, this_month_behind=("inst.",), roman_months=True)
    words = replace(
        words, after_next_behind=("after next",), week_later_before=("a week on",), month_end=("the last of",)
    )
    words = replace(words, early=(), late=(), first_half=("the first half of",), second_half=("the second half of",))
    found = [(span.first.isoformat(), span.last.isoformat()) for span in dates.find(text, words, TODAY)]
    assert found == ([(first, last)] if first else [])


def test_a_day_in_words_may_stand_alone_where_the_language_says_so() -> None:
    words = replace(EN.dates, day_words={"third": 3}, day_words_alone=True)
    (span,) = dates.find("by the third", words, TODAY)
    assert span.deadline() == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("They meet on 3 December, and the day after I'll call.", "2026-12-04"),
        ("They meet on 3 December; I'll call the same day.", "2026-12-03"),
        ("We are at it on Saturday, and in the evening I'll call.", "2026-11-28"),
        ("Away in week 50, back the week after.", "2026-12-14"),
    ],
)
def test_a_day_follows_from_the_one_named_before_it(text: str, first: str) -> None:
    words = replace(
        EN.dates,
        next_day=("the day after",),
        same_day=("the same day",),
        next_week=("the week after",),
        evening=("in the evening",),
    )
    assert dates.find(text, words, TODAY)[1].first.isoformat() == first
    earlier, _ = dates.find(text, words, TODAY)
    assert dates.find("And the day after?", words, TODAY) == ()
    assert [each.first.isoformat() for each in dates.find("And the day after?", words, TODAY, earlier)] == [
        (earlier.last + dates.DAY).isoformat()
    ]


def test_a_range_of_dates_without_the_first_ones_month() -> None:
    (span,) = dates.find("från 6. till 17.12.", replace(SV.dates, dotted=True), TODAY)
    assert (span.first, span.last) == (date(2026, 12, 6), date(2026, 12, 17))


def test_an_evening_is_todays_where_no_day_is_named_before() -> None:
    (span,) = dates.find("I'll call in the evening.", replace(EN.dates, evening=("in the evening",)), TODAY)
    assert span.first == TODAY.date


def test_an_hour_may_be_a_word() -> None:
    words = replace(EN.dates, clock_behind=("o'clock",))
    (hour,) = hours.spelled("by five o'clock, in five days", words)
    assert hour.starts == time(5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("第46周寄给您", "2026-11-09", "2026-11-15"),
        ("12月第二周", "2026-12-07", "2026-12-13"),
        ("12月的第二个星期五", "2026-12-11", "2026-12-11"),
    ],
)
def test_weeks_and_weekdays_are_counted_behind_the_month_where_words_have_no_spaces(
    text: str, first: str, last: str
) -> None:
    words = replace(WORDS["zh"].dates, week_number_around=("第",), nth={"第二": 2, "的第二个": 2})
    (span,) = dates.find(text, words, Today(date(2026, 10, 22)))
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)
