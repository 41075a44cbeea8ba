"""Which instant and which scenario the user means."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from watcher.cli import choosing
from watcher.config import Config, document
from watcher.core.model import Scenario
from watcher.errors import UsageError

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 3, 26, 14, 30, tzinfo=STOCKHOLM)  # a Thursday, three days before summer time
CONFIG: Config = document.parse(
    "timezone: Europe/Stockholm\nworking_hours: 08:30-17:00\naccounts:\n"
    "  - {name: a, address: a@b.example, imap: {host: h.example, password_env: A}}\n",
    source=Path("/etc/watcher/config.yaml"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-01", "2026-04-01T08:30:00+02:00"),
        ("2026-04-01T15:00", "2026-04-01T15:00:00+02:00"),
        ("2026-04-01 15:00:30", "2026-04-01T15:00:30+02:00"),
        ("2026-04-01T15:00Z", "2026-04-01T15:00:00+00:00"),
        ("tomorrow", "2026-03-27T08:30:00+01:00"),
        ("today", "2026-03-26T08:30:00+01:00"),
        ("friday", "2026-03-27T08:30:00+01:00"),
        ("Thursday", "2026-04-02T08:30:00+02:00"),
        ("mon", "2026-03-30T08:30:00+02:00"),
        ("thurs", "2026-04-02T08:30:00+02:00"),
        ("3d", "2026-03-29T08:30:00+02:00"),
        ("2w", "2026-04-09T08:30:00+02:00"),
        ("1 week", "2026-04-02T08:30:00+02:00"),
        ("2h", "2026-03-26T16:30:00+01:00"),
        ("90m", "2026-03-26T16:00:00+01:00"),
        (" 3 days ", "2026-03-29T08:30:00+02:00"),
        ("20260401", "2026-04-01T08:30:00+02:00"),
        ("2026-w14-3", "2026-04-01T08:30:00+02:00"),
    ],
)
def test_an_instant_can_be_said_in_many_ways(text: str, expected: str) -> None:
    assert choosing.instant(text, CONFIG, NOW).isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-13-01",
        "3",
        "d",
        "2026-04",
        "fr",
        "99999d",
        "0000-00-00",
        "3d 2h",
        "9999-12-31",
        "0001-01-01T00:00",
        "9999w",
        "1989-12-31",
    ],
)
def test_what_names_no_instant_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="write a date"):
        choosing.instant(text, CONFIG, NOW)


def test_before_the_first_pass_no_thread_is_known() -> None:
    with pytest.raises(UsageError, match="run watcher scan first"):
        choosing.thread("interview", [])


@pytest.mark.parametrize("text", ["9999-12-31", "9999w", "1989-12-31"])
def test_a_date_far_away_is_told_from_no_date(text: str) -> None:
    with pytest.raises(UsageError, match="is too far away"):
        choosing.instant(text, CONFIG, NOW)


@pytest.mark.parametrize("text", ["2026-03-26", "today", "2020-01-01", "0h"])
def test_a_thread_can_not_sleep_until_the_past(text: str) -> None:
    with pytest.raises(UsageError, match="has passed"):
        choosing.later(text, CONFIG, NOW)


@pytest.mark.parametrize("text", ["job_application", "Job-Application", "job application"])
def test_a_scenario_is_known_by_its_key(text: str) -> None:
    assert choosing.scenario(text) is Scenario.JOB_APPLICATION


def test_an_unknown_scenario_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match=r"did you mean interview\?"):
        choosing.scenario("interviews")
