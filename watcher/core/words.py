"""The words of one language as values: what the files in `language/` hold. `phrase_syntax` says how phrases are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from watcher.core.phrase_syntax import SPACED, Spelling
from watcher.core.phrases import NONE, Phrases


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """How days and periods are named. Every name is a phrase; what stands before a date has its own list, what stands behind it another (`…_behind`)."""

    day_first: bool  # decides 7/12 where nothing else does
    months: Mapping[str, int]
    weekdays: Mapping[str, int]  # Monday is 0
    numbers: Mapping[str, int]
    days: Mapping[str, int]  # today 0, tomorrow 1
    units: Mapping[str, str]  # a name to hour, day, working_day, week, fortnight, month, quarter, year
    spelling: Spelling = SPACED  # set by the loader
    month_first: bool = False  # 7/12 is the twelfth of July wherever its writer lives
    dotted: bool = False  # 7.12. is a date, also without a year
    next_weekday: str = "week_after"  # what "next Friday" means: the one of the week after, or the `coming` one
    day_words: Mapping[str, int] = field(
        default_factory=dict
    )  # a day's number in words, beside a month's name or behind a weekday
    day_words_alone: bool = False  # such a word alone is a day: "osmnáctého"
    month_end: tuple[str, ...] = ()  # before a month's name, what makes it its last day: "ostatniego sierpnia"
    this_month_behind: tuple[str, ...] = ()  # behind a day's number: of this month, "24 do corrente"
    roman_months: bool = False  # 7.IV. is the seventh of April
    same_day: tuple[str, ...] = ()  # the day that was named before: "the same day"
    next_day: tuple[str, ...] = ()  # the one after that: "the day after", but not "the day after tomorrow"
    evening: tuple[str, ...] = ()  # a part of the day that was named before, else of today: "in the evening"
    next_week: tuple[str, ...] = ()  # the week after what was named before: "the week after that"
    ordinals: tuple[str, ...] = ()  # endings of a day's number
    bare_ordinals: bool = False  # a number with such an ending is a day, also without an article
    articles: tuple[str, ...] = ()  # what stands before a lone day's number that has an ending
    plain_articles: tuple[str, ...] = ()  # the same, where it needs no ending
    year_marks: tuple[str, ...] = ()  # behind a year that stands before its month
    weekday_marks: Mapping[str, int] = field(default_factory=dict)  # a weekday in brackets behind a date
    before_lone_day: tuple[str, ...] = ()  # the same, but no part of the date: "jusqu'au 14"
    count_behind: tuple[str, ...] = ()  # behind a lone day's number, what makes it a count of days
    of: tuple[str, ...] = ()  # "7 of December"
    on: tuple[str, ...] = ()  # "next week on Friday"
    month_alone: bool = False  # a lone month's name is a date without any such word
    month_after: tuple[str, ...] = ()  # what makes a lone month's name a date: "in April"
    the_week: tuple[str, ...] = ()  # this week, where a part of it is named: "the end of the week"
    the_month: tuple[str, ...] = ()
    the_quarter: tuple[str, ...] = ()
    the_year: tuple[str, ...] = ()
    part_names: Mapping[str, str] = field(default_factory=dict)  # a part in one word: "Monatsende" to "late month"
    this: tuple[str, ...] = ()
    this_behind: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    next_behind: tuple[str, ...] = ()
    after_next: tuple[str, ...] = ()  # the one after the next
    after_next_behind: tuple[str, ...] = ()
    coming_unit: tuple[str, ...] = ()  # before a week or a month the next one, before a weekday this one: "kommande"
    last: tuple[str, ...] = ()  # before a weekday that lies behind: "last Friday"
    last_behind: tuple[str, ...] = ()
    last_weekdays: Mapping[str, int] = field(default_factory=dict)  # the same in one word: "i måndags"
    ago: Mapping[str, int] = field(
        default_factory=dict
    )  # days of which one speaks as past: this morning 0, yesterday 1
    nth: Mapping[str, int] = field(default_factory=dict)  # which weekday of a month: first 1, last -1
    week_later_behind: tuple[str, ...] = ()  # behind a weekday: the one a week after it
    week_later_before: tuple[str, ...] = ()  # the same, before it: "a week on Friday"
    within: tuple[str, ...] = ()  # a term from today to its end
    within_behind: tuple[str, ...] = ()
    hence: tuple[str, ...] = ()  # a term that names its last day: "in two weeks"
    hence_behind: tuple[str, ...] = ()
    from_then: tuple[
        str, ...
    ] = ()  # behind a term, what counts it from an occasion: "(of|after) the", but not "of receipt"
    coming: tuple[str, ...] = ()  # a few days without a number
    during: tuple[str, ...] = ()  # before "the week" or "the month", what makes it all of this one
    week_of: tuple[str, ...] = ()
    week_of_behind: tuple[str, ...] = ()
    week_number: tuple[str, ...] = ()
    week_number_behind: tuple[str, ...] = ()
    week_number_around: tuple[str, ...] = ()  # before a week's number that has the word for week behind it: "第46周"
    weekend: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    early_behind: tuple[str, ...] = ()
    mid: tuple[str, ...] = ()
    mid_behind: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    late_behind: tuple[str, ...] = ()
    first_half: tuple[str, ...] = ()  # a month's is over by its 15th, a week's by its Wednesday
    first_half_behind: tuple[str, ...] = ()
    second_half: tuple[str, ...] = ()
    second_half_behind: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    before_behind: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    after_behind: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    by_or_on: tuple[
        str, ...
    ] = ()  # of `by` what may also stand before an occasion's own day: "para el jueves a las 15"
    by_behind: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    until_behind: tuple[str, ...] = ()
    through: tuple[str, ...] = ()  # until and including, before the date
    until_is_by: bool = False  # `until` and `through` name the last day of an undertaking as well: "bis Freitag"
    inclusive: tuple[str, ...] = ()  # the same, after the date
    range: tuple[str, ...] = ()  # between the two days of a range
    since: tuple[str, ...] = ()  # before the day on which something begins: "from 7 December"
    since_behind: tuple[str, ...] = ()
    either: tuple[str, ...] = ()  # between two numbers of which the larger counts: "two or three weeks"
    fixed: Mapping[str, str] = field(
        default_factory=dict
    )  # a named day, as MM-DD, or by its distance from Easter: feasts.py
    clock: tuple[str, ...] = ()  # what stands before an hour
    clock_behind: tuple[str, ...] = ()  # what stands behind an hour: "14 Uhr"
    forenoon: tuple[str, ...] = ()  # before or behind an hour: a.m.
    afternoon: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class KindWords:
    """The wording of mail that machines write."""

    absence_subjects: Phrases  # at the start of a subject
    absence_subject_ends: Phrases
    automatic_subjects: Phrases  # at the start of a subject: an answer by a machine, of whatever kind
    away: Phrases
    away_signs: Phrases  # what absence notes say besides
    automatic: Phrases  # a text that says of itself that a machine wrote it
    receipt_subjects: Phrases  # at the start of a subject: "we have received"
    receipts: Phrases
    bounce_subjects: Phrases
    bounces: Phrases
    delayed_subjects: Phrases
    delays: Phrases
    read_subjects: Phrases  # at the start of a subject
    reads: Phrases
    challenge_subjects: Phrases
    challenges: Phrases
    newsletters: Phrases


@dataclass(frozen=True, slots=True, eq=False)
class AbsenceWords:
    """How a note says when its writer is back."""

    back: Phrases  # the date is the day of return
    not_before: Phrases  # "not before", "not until": the same, though a negation
    gone: Phrases  # the date is a time away
    left: Phrases = NONE  # the writer works there no more


@dataclass(frozen=True, slots=True, eq=False)
class PromiseWords:
    """How somebody undertakes to answer."""

    firm: Phrases  # a promise with or without a date
    dated: Phrases  # a promise only with a date
    silence: Phrases  # "if you have not heard from us by"
    negations: Phrases
    turns: Phrases  # what begins a clause that a negation before it does not reach: "but we will"
    requests: Phrases  # what asks the reader to do something by a date
    not_meant: Phrases  # "if anything changes"
    for_oneself: Phrases  # what somebody undertakes, but not for the reader: "do it myself"
    conditions: Phrases = NONE  # before an undertaking, what makes it hang on the reader: "once you have signed"
    once: Phrases = NONE  # before a meeting, what makes its day that of the answer: "after the meeting on Friday"
    unpromised: Phrases = NONE  # what makes a sentence no undertaking: hearsay ("word is that"), a habit ("as a rule")
    to_others: Phrases = NONE  # who gets something that is not for the reader, unless one of `readers` stands there too
    readers: Phrases = NONE  # the reader: you, your
    joins: Phrases = (
        NONE  # between something for oneself and an undertaking to the reader: "call them and let you know"
    )
    asks_leave: Phrases = NONE  # in a question that is an undertaking: "can I get back to you on Monday?"
    then: Phrases = NONE  # what makes an undertaking follow what was told before: "afterwards"


@dataclass(frozen=True, slots=True, eq=False)
class EventWords:
    """What an occasion is called, best known first."""

    phone_screen: Phrases
    interview: Phrases
    call: Phrases
    meeting: Phrases
    past: Phrases  # the occasion lies behind: "thank you for the interview"
    moved: Phrases  # before the day it is moved to: "postponed to"
    called_off: Phrases = NONE
    confirms: Phrases = (
        NONE  # beside the day of an interview or call to come, by which the user says that he comes: "I'll be there"
    )


@dataclass(frozen=True, slots=True, eq=False)
class SpeechWords:
    """What people ask, close, refuse and thank for."""

    asks: Phrases
    small_talk: Phrases  # questions that ask nothing
    closes: Phrases
    invites: Phrases  # to an interview or a call: an answer, though a hiring system sends it
    declines: Phrases  # of the user's own
    accepts: Phrases
    thanks: Phrases
    fyi: Phrases
    no_reply_needed: Phrases
    ask_again: Phrases
    keep_trying: Phrases
    stop: Phrases


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioWords:
    """The words of one scenario, by weight: three decides alone, two of two decide, one only adds."""

    strong: Phrases
    medium: Phrases
    weak: Phrases


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Everything that the program knows of one language."""

    language: str
    stop_words: frozenset[str]  # its commonest words; where it is written without spaces, its commonest particles
    dates: DateWords
    kinds: KindWords
    absences: AbsenceWords
    promises: PromiseWords
    events: EventWords
    speech: SpeechWords
    scenarios: Mapping[str, ScenarioWords]
    files: Phrases  # names of attached files that are a CV or a letter of application
    homes: Mapping[str, str] = field(
        default_factory=dict
    )  # ISO 3166 codes of countries that speak it, the likeliest first, each with a time zone of it
    spaced: bool = True  # words have spaces between them
    accents_matter: bool = True  # nobody leaves them out
