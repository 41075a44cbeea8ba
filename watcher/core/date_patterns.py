"""The patterns of dates in one language, made of its words once and kept."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from watcher.core import phrase_syntax
from watcher.core.phrase_syntax import SPACED, Spelling
from watcher.core.words import DateWords


def any_of(names: Iterable[str], spelling: Spelling = SPACED) -> str:
    """Make one pattern of phrases, longest first."""
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(phrase_syntax.pattern_of(name, spelling) for name in ordered) or r"(?!)"


def key_of(names: Collection[str], found: str) -> str:
    """Return the phrase that `found` is one of."""
    return found.lower() if found.lower() in names else _key_of(tuple(names), found)


@lru_cache(maxsize=4096)
def _key_of(names: tuple[str, ...], found: str) -> str:
    return next(
        name
        for name in sorted(names, key=len, reverse=True)
        for spelling in (SPACED, phrase_syntax.SPACELESS)
        if re.fullmatch(phrase_syntax.pattern_of(name, spelling), found, re.IGNORECASE)
    )


@dataclass(frozen=True, slots=True)
class Patterns:
    """What a language's dates look like. `parts` and `relations` are looked for right before a date, those `…_behind` right behind it, the longest way of saying first."""

    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    lone_day: re.Pattern[str]
    lone_month: re.Pattern[str]
    weekday: re.Pattern[str]
    near_day: re.Pattern[str]
    units: tuple[re.Pattern[str], ...]
    the_unit: re.Pattern[str]
    part_name: re.Pattern[str]
    week_number: re.Pattern[str]
    terms: tuple[re.Pattern[str], ...]
    coming: re.Pattern[str]
    weekend: re.Pattern[str]
    fixed: re.Pattern[str]
    during: re.Pattern[str]
    counted: re.Pattern[str]
    week_of: re.Pattern[str]
    week_of_behind: re.Pattern[str]
    marks: re.Pattern[str]
    parts: tuple[tuple[str, re.Pattern[str]], ...]
    parts_behind: tuple[tuple[str, re.Pattern[str]], ...]
    relations: tuple[tuple[str, re.Pattern[str]], ...]
    relations_behind: tuple[tuple[str, re.Pattern[str]], ...]
    inclusive: re.Pattern[str]
    range: re.Pattern[str]
    day_before: re.Pattern[str]  # the first day of "20.-24.7.", "6. do 17. 7."
    of_week: re.Pattern[str]
    before_dotted: re.Pattern[str]
    behind_hour: re.Pattern[str]
    before_number: re.Pattern[str]


def is_by_or_on(text: str, start: int, words: DateWords) -> bool:
    """Whether a date's words begin with those that mean "on" as well as "by"."""
    return bool(words.by_or_on) and _by_or_on(words).match(text, start) is not None


@cache
def _by_or_on(words: DateWords) -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(words.by_or_on, words.spelling)}){words.spelling.right}", re.IGNORECASE)


@cache
def patterns_of(words: DateWords) -> Patterns:
    """Compile the patterns of a language."""
    return _Maker(words).patterns()


class _Maker:
    """Makes the patterns of one language; `gap` is what must stand between two words of it."""

    def __init__(self, words: DateWords) -> None:
        self.words = words
        self.gap = r"\s+" if words.spelling.is_spaced else r"\s*"
        self.month, self.weekday, self.unit = map(self.any, (words.months, words.weekdays, words.units))
        self.ending = f"(?:{self.any(words.ordinals)})?"

    def any(self, names: Iterable[str]) -> str:
        return any_of(names, self.words.spelling)

    def whole(self, pattern: str) -> re.Pattern[str]:
        is_spaced = self.words.spelling.is_spaced
        left, right = (r"(?<![\w/.])", r"(?![\w/])") if is_spaced else (r"(?<![\d/.])", r"(?:(?<=\D)|(?![\d/]))")
        return re.compile(f"{left}(?:{pattern}){right}", re.IGNORECASE)

    def left(self, names: Sequence[str]) -> re.Pattern[str]:
        """What stands right before a date."""
        return re.compile(rf"{self.words.spelling.left}(?:{self.any(names)})[\s-]*\Z", re.IGNORECASE)

    def right(self, names: Sequence[str]) -> re.Pattern[str]:
        """What stands right behind one."""
        edge = self.words.spelling.right
        return re.compile(rf"[\s\])）-]*(?:{self.any(names)}){edge}", re.IGNORECASE)

    def patterns(self) -> Patterns:
        words = self.words
        ranges = self.any(words.range)
        return Patterns(
            day_month=self.whole(self._day_month()),
            month_day=self.whole(self._month_day()),
            lone_day=self.whole(self._lone_day()),
            lone_month=re.compile(self._lone_month(), re.IGNORECASE),
            weekday=self.whole(self._turned(f"(?P<weekday>{self.weekday})")[0]),
            near_day=self.whole(rf"(?P<near>{self.any(words.days)})"),
            units=tuple(self.whole(each) for each in self._turned(f"(?P<unit>{self.unit})", is_unit=True)[1:]),
            the_unit=self.whole(
                rf"(?P<week>{self.any(words.the_week)})|(?P<month>{self.any(words.the_month)})|(?P<quarter>{self.any(words.the_quarter)})|(?P<year>{self.any(words.the_year)})"
            ),
            part_name=self.whole(rf"(?P<part_name>{self.any(words.part_names)})"),
            week_number=self.whole(
                rf"(?:{self.any(words.week_number)})\s*(?P<number>\d{{1,2}})(?:(?:\s*,\s*\d{{1,2}}){{0,5}}\s*(?:{ranges})\s*(?P<to>\d{{1,2}})(?!\s*(?:[.:]\d|%|{self.unit})))?"
                rf"|(?:{self.any(words.week_number_around)})\s*(?P<around>\d{{1,2}})\s*(?:{self.any(name for name, unit in words.units.items() if unit == 'week')})"
                rf"|(?P<before>\d{{1,2}})\.?\s*(?:{self.any(words.week_number_behind)})"
            ),
            terms=tuple(self.whole(each) for each in self._terms()),
            coming=self.whole(self.any(words.coming)),
            weekend=self.whole(self.any(words.weekend)),
            fixed=self.whole(rf"(?P<fixed>{self.any(words.fixed)})"),
            during=self.left(words.during),
            counted=re.compile(
                rf"(?:\d|{self.words.spelling.left}(?:{self.any(words.numbers)}))[\s-]*\Z", re.IGNORECASE
            ),
            week_of=self.left(words.week_of),
            week_of_behind=self.right(words.week_of_behind),
            marks=re.compile(self._marks(), re.IGNORECASE),
            parts=tuple((name, self.left(getattr(words, name))) for name in PARTS),
            parts_behind=tuple((name, self.right(getattr(words, f"{name}_behind"))) for name in PARTS),
            relations=tuple((name, self.left(getattr(words, name))) for name in RELATIONS),
            relations_behind=tuple((name, self.right(getattr(words, f"{name}_behind"))) for name in RELATIONS_BEHIND),
            inclusive=re.compile(rf"[\s,(]*(?:{self.any(words.inclusive)}){words.spelling.right}", re.IGNORECASE),
            range=re.compile(rf"\.?\s*(?:{ranges})\s*", re.IGNORECASE),
            day_before=re.compile(
                rf"(?<![\d/.,:-])(?<!\d\.\s)(?P<day>\d{{1,2}})\.?\s*(?:[-–]|{ranges})\s*(?:(?:{self.any([*words.articles, *words.plain_articles])})\s*)?\Z",
                re.IGNORECASE,
            ),
            of_week=re.compile(
                rf"[\s,]*(?:(?:{self.any([*words.of, *words.on, *words.month_after])}){self.gap})?", re.IGNORECASE
            ),
            before_dotted=self.left(
                [
                    *words.by,
                    *words.until,
                    *words.through,
                    *words.before,
                    *words.after,
                    *words.since,
                    *words.on,
                    *words.articles,
                    *words.plain_articles,
                    *(f"{each}(,|.|)" for each in words.weekdays),
                    *words.range,
                ]
            ),
            behind_hour=self.right(words.clock_behind),
            before_number=re.compile(
                rf"[\s,.(（]*(?:(?:{self.any([*words.articles, *words.plain_articles])})\s*)?", re.IGNORECASE
            ),
        )

    def _day(self) -> str:
        articles = self.any([*self.words.articles, *self.words.plain_articles])
        return rf"(?:(?:{articles}){self.gap})?(?P<day>\d{{1,2}}){self.ending}"

    def _to_day(self) -> str:
        words = self.words
        articles = self.any([*words.articles, *words.plain_articles])
        named = rf"(?:(?:{self.weekday})\.?,?{self.gap})?(?:(?:{articles}){self.gap})?"
        return rf"(?:\s*(?:{self.any(words.range)})\s*{named}(?P<to>\d{{1,2}}){self.ending}(?!\d|:|\.\d|[月/]|\s*(?:{self.any(words.clock_behind)})))?"

    def _day_month(self) -> str:
        if not self.words.spelling.is_spaced:
            return r"(?!)"  # there the month comes first
        of = self.any(self.words.of)
        return (
            rf"(?:(?P<weekday>{self.weekday})\.?,?{self.gap})?{self._day()}{self._to_day()}\.?{self.gap}"
            rf"(?:(?:{of}){self.gap})?(?P<month>{self.month})\.?(?:(?:,?\s+|{self.gap}(?:{of}){self.gap})(?P<year>(?:19|20)\d\d))?"
        )

    def _month_day(self) -> str:
        words = self.words
        before = rf"(?:(?P<year_before>(?:19|20)\d\d)\s*(?:{self.any(words.year_marks)})\s*)?"
        return rf"{before}(?:(?P<weekday>{self.weekday})\.?,?{self.gap})?(?P<month>{self.month})\.?{self.gap}{self._day()}{self._to_day()}(?:,?\s+(?P<year>(?:19|20)\d\d))?"

    def _marks(self) -> str:
        """A weekday behind a date, in brackets: where words have no spaces between them it needs none."""
        marks = rf"\s*[（(]\s*(?:{self.any([*self.words.weekday_marks, *self.words.weekdays])})\s*[)）]"
        return marks if self.words.spelling.is_spaced else rf"{marks}|\s*(?:{self.weekday})"

    def _lone_day(self) -> str:
        words = self.words
        ordinals = self.any(words.ordinals)
        apart = self.any(each for each in words.ordinals if len(each) >= WHOLE_WORD)
        article = "(?:)" if words.bare_ordinals else rf"(?:{self.any(words.articles)}){self.gap}"
        behind = rf"(?!\s*(?:[%€$]|{self.any(words.count_behind)})|[.,:]\d)"
        with_ending = rf"{article}(?P<day>\d{{1,2}})(?:{ordinals}|\s(?:{apart})){self._to_day()}{behind}"
        set_off = rf"(?<!\d)(?:{self.any(words.before_lone_day)}){self.gap}(?P<bare>\d{{1,2}})(?:{ordinals})?{behind}"
        plain = rf"(?:{self.any(words.plain_articles)}){self.gap}(?P<plain>\d{{1,2}})(?:{ordinals})?(?!\s*(?:[:.]\d|%|(?!(?:{self.any(words.clock)})(?!\w))\w))"
        return f"{with_ending}|{plain}|{set_off}"

    def _lone_month(self) -> str:
        words = self.words
        year = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
        if not words.spelling.is_spaced:
            return rf"(?<!\d)(?P<month>{self.month})(?!\d){year}"
        if words.month_alone:
            return rf"(?<![\w/.])(?P<month>{self.month})(?!\w){year}"
        return rf"(?<!\w)(?:{self.any(words.month_after)})[\s-]+(?P<month>{self.month})(?!\w){year}"

    def _turned(self, name: str, *, is_unit: bool = False) -> tuple[str, ...]:
        """A weekday or a unit with what makes it this or the next one, before or behind it: that may be missing; before it; behind it."""
        words = self.words
        coming = words.coming_unit
        next_ = self.any([*words.next, *(coming if is_unit else ())])
        this = self.any([*words.this, *(() if is_unit else coming)])
        next_behind, this_behind = self.any(words.next_behind), self.any(words.this_behind)
        last = self.any(words.last)
        last_behind = rf"(?!{self.any(words.by_behind)})(?:{self.any(words.last_behind)})"  # "vendredi dernier délai"
        before = rf"(?:(?P<second>{self.any(words.after_next)})|(?P<next>{next_})|(?P<this>{this})|(?P<last>{last})){self.gap}"
        second = self.any(words.after_next_behind)
        behind = rf"{self.gap}(?:(?P<second_behind>{second})|(?P<next_behind>{next_behind})|(?P<this_behind>{this_behind})|(?P<last_behind>{last_behind}))"
        return f"(?:{before})?{name}(?:{behind})?", f"{before}{name}", f"{name}{behind}"

    def _terms(self) -> tuple[str, str]:
        words = self.words
        numbers = rf"\d{{1,3}}|{self.any(words.numbers)}"
        count = rf"(?P<count>{numbers})(?:\s*\(\d{{1,3}}\))?(?:\s*(?:{self.any([*words.range, *words.either])})\s*(?P<more>{numbers}))?"
        of_months = {} if words.spelling.is_spaced else {month.lstrip("0123456789") for month in words.months}
        units = self.any(unit for unit in words.units if unit not in of_months)  # 12月 is December, no twelve months
        term = rf"{count}(?:{self.gap}|(?<=\d))(?P<unit>{units})"
        before = rf"(?:(?P<within>{self.any(words.within)})|(?P<hence>{self.any(words.hence)})){self.gap}{term}"
        behind = rf"{term}{self.gap}(?:(?P<within>{self.any(words.within_behind)})|(?P<hence>{self.any(words.hence_behind)}))"
        return before, behind


WHOLE_WORD = 4  # letters of an ordinal's ending that may stand apart: "15 числа"
PARTS = ("early", "mid", "late", "first_half", "second_half")
RELATIONS = ("through", "until", "before", "after", "by", "since")
RELATIONS_BEHIND = ("until", "before", "after", "by", "since")
ISO = re.compile(
    r"(?<![\d-])(?P<year>20\d\d)(?P<dash>[-/.])(?P<month>[01]?\d)(?P=dash)(?P<day>[0-3]?\d)(?![\d-]|[/.]\d)"
)
NUMERIC = re.compile(
    r"(?<![\d/.])(?<!\d,)(?:(?<!-)|(?=\d{1,2}[/.]\d))(?P<one>\d{1,2})(?P<dot>[/.-])(?P<two>\d{1,2})(?:(?P=dot)(?P<year>(?:20)?\d\d))?(?![\d/%]|[.,]\d)"
)
DOTTED = re.compile(
    r"(?<![\d/,])(?<!\d\.)(?P<one>\d{1,2})\. ?(?P<two>\d{1,2})(?:\. ?(?P<year>20\d\d|\d\d(?=\W|\Z))|(?P<end>\.))?(?![\d/%]|[.,:]\d)"
)
QUARTER = re.compile(r"(?<!\w)[Qq](?P<number>[1-4])(?:\s*[/-]?\s*(?P<year>20\d\d))?(?!\w)")
NUMBER_BEHIND = re.compile(
    r",?\s+(?:(?:the|den|le|el|il|dia|día|giorno|dzień)\s+)?(?P<day>[12]?\d|3[01])(?:st|nd|rd|th|er|e|:e|º|°)?(?![\w:/%-]|[.,]\d|\s*(?:[hut]|uur|Uhr|[ap]m|horas?|hrs?|hs|ore|heures?|hod\w*|godz\w*|час\w*|kl|klo|timer)\b|\s?\.\s?[^\W\d])"
)
