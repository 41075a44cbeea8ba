"""Chinese numerals in dates and hours, read as digits: "十二月二十五日" is 12月25日, "下午三点一刻" 下午3点15; wide digits as narrow ones."""

import re
from dataclasses import dataclass

DIGITS = {each: number for number, each in enumerate("〇一二三四五六七八九")} | {"两": 2, "兩": 2, "零": 0}
# A number below a hundred, then what makes it a part of a date or an hour. Behind the word for "week" the first sign is a weekday's.
NUMERAL = re.compile(
    r"(?:(?<![周週期拜])[二三四五]?十[一二三四五六七八九]?|(?<=[周週期拜][一二三四五六日天])十[一二三四五六七八九]?|(?<!十)[零〇]?[一二两兩三四五六七八九])(?=[月日号號点點时時分])"
    r"|(?<=[点點时時])[一三]刻"
)
WIDE = 0xFEE0  # how far a wide sign lies from the narrow one
NARROW = {ord(each) + WIDE: each for each in "0123456789/.:-"}
QUARTERS = {"一刻": "15", "三刻": "45"}


@dataclass(frozen=True, slots=True)
class InDigits:
    """A text with its numerals as digits, and where in it lengths changed: places behind a number, each with how many signs fewer the original has there."""

    text: str
    shifts: tuple[tuple[int, int], ...] = ()

    def place(self, index: int) -> int:
        """Return where in the original text a place of this one lies."""
        return index - next((shift for start, shift in reversed(self.shifts) if start <= index), 0)


def in_digits(text: str) -> InDigits:
    """Read the numerals of days, months, hours and minutes in `text`, and its wide digits as narrow ones."""
    text = text.translate(NARROW)
    parts: list[str] = []
    shifts: list[tuple[int, int]] = []
    done = length = 0
    for match in NUMERAL.finditer(text):
        digits = QUARTERS.get(match.group()) or str(_value(match.group()))
        parts += [text[done : match.start()], digits]
        length += match.start() - done + len(digits)
        done = match.end()
        shifts.append((length, length - done))
    return InDigits("".join([*parts, text[done:]]), tuple(shifts)) if parts else InDigits(text)


def _value(numeral: str) -> int:
    tens, ten, ones = numeral.lstrip("零〇").rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)
