"""The country in which the writer of a message probably lives."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from tests.reading.builders import WORDS
from watcher.core import homes, worktime


@pytest.mark.parametrize(
    ("address", "zone", "language", "country"),
    [
        ("a@firm.example", "Europe/London", "en", "GB"),
        ("a@firm.example", "America/New_York", "en", "US"),
        ("a@firm.example", "Asia/Tokyo", "en", None),
        ("a@firm.co.uk", "America/New_York", "en", "GB"),
        ("a@firm.se", "Europe/London", "en", "SE"),
        ("a@firm.io", "America/Sao_Paulo", "pt", "BR"),
        ("a@firm.example", "Europe/Helsinki", "sv", "FI"),
    ],
)
def test_a_writer_lives_where_the_address_or_the_language_and_the_clock_say(
    address: str, zone: str, language: str, country: str | None
) -> None:
    assert homes.country_of(address, datetime(2026, 7, 1, 12, tzinfo=ZoneInfo(zone)), WORDS[language]) == country


def test_every_language_has_a_home_whose_holidays_are_known() -> None:
    for words in WORDS.values():
        assert words.homes, words.language
        assert all(worktime.is_known(code) for code in words.homes)
        assert set(words.homes.values()) <= available_timezones()
