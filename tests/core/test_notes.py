"""What explanations say beside the ruling: languages that were not read, and the other side's clock. Monday is 2025-09-01."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.core.talks import Talk, at, judge, texts


def abroad(hours: float, when: str = "2025-08-28 16:00") -> dict[str, datetime]:
    """The Date header of a mail that was written where clocks are set so."""
    return {"date_header": at(when).astimezone(timezone(timedelta(hours=hours)))}


def asked(**facts: Any) -> Talk:
    return Talk().reply("first", "2025-08-28 16:00", **facts).sent("question", "2025-09-01 10:00")


def test_their_clock_is_told_where_it_differs() -> None:
    assert "10:00 yours is 04:00 theirs" in texts(judge(asked(**abroad(-4)), "2025-09-02"))
    assert "10:00 yours is 23:30 on Wed 3 Sep 2025 theirs" not in texts(judge(asked(**abroad(-4)), "2025-09-02"))
    assert "10:00 yours is 22:00 on Tue 2 Sep 2025 theirs" in texts(judge(asked(**abroad(-10)), "2025-09-02"))


@pytest.mark.parametrize("facts", [abroad(2), abroad(0), {}])
def test_nothing_is_said_of_a_clock_that_is_the_users_or_not_known(facts: dict[str, datetime]) -> None:
    assert "theirs" not in texts(judge(asked(**facts), "2025-09-02"))


def test_a_language_that_is_not_read_is_named_as_the_reason_for_judging_by_structure_alone() -> None:
    talk = Talk().sent("question", "2025-09-01 10:00", is_foreign=True)
    assert "the language of your message" in texts(judge(talk, "2025-09-02"))
    talk = Talk().sent("question", "2025-09-01 10:00").reply("answer", "2025-09-01 12:00", is_foreign=True)
    verdict = judge(talk, "2025-09-02")
    assert "the language of the answer of Anna Berg" in texts(verdict)
    assert "only headers and structure were judged" in texts(verdict)
