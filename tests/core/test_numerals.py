"""Chinese numerals in dates and hours, and where in the text they stood."""

import pytest

from watcher.core.numerals import in_digits


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("十二月二十五日前", "12月25日前"),
        ("下周三十点", "下周三10点"),
        ("星期二二十点半", "星期二20点半"),
        ("下午三点一刻", "下午3点15"),
        ("十個工作日", "十個工作日"),
        ("一个月", "一个月"),
        ("no numbers", "no numbers"),
    ],
)
def test_numerals_of_dates_and_hours_are_read_as_digits(text: str, read: str) -> None:
    assert in_digits(text).text == read


def test_a_place_is_found_again_in_the_original() -> None:
    text = "请于十二月十日前、二十点半"
    found = in_digits(text)
    assert [found.place(found.text.index(each)) for each in "前半"] == [text.index(each) for each in "前半"]
