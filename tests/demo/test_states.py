"""What the demo's mail comes to, on all kinds of days; and that it comes from the mail: other mail, other states."""

from datetime import datetime

import pytest

from tests.demo import altering, judged
from watcher.core.model import Scenario, State
from watcher.demo.mailbox import load

# Before anything was done, and before the user said anything.
EXPECTED = {
    "nordic-grid": (State.DUE, Scenario.JOB_APPLICATION),
    "fjord": (State.DUE, Scenario.JOB_APPLICATION),
    "harbor": (State.WAITING, Scenario.JOB_APPLICATION),
    "kestrel": (State.ANSWERED, Scenario.JOB_APPLICATION),
    "quill": (State.EXHAUSTED, Scenario.JOB_APPLICATION),
    "mistral": (State.BOUNCED, Scenario.JOB_APPLICATION),
    "granit": (State.DUE, Scenario.JOB_APPLICATION),
    "aurora": (State.AWAY, Scenario.JOB_APPLICATION),
    "hamn": (State.ANSWERED, Scenario.JOB_APPLICATION),
    "tern": (State.WAITING, Scenario.PHONE_SCREEN),
    "lagoon": (State.DUE, Scenario.PHONE_SCREEN),
    "meridian": (State.PROMISED, Scenario.INTERVIEW),
    "saffron": (State.DUE, Scenario.INTERVIEW),
    "cobalt": (State.WAITING, Scenario.INTERVIEW),
    "birch": (State.ANSWERED, Scenario.INTERVIEW),
    "opal": (State.DUE, Scenario.INTERVIEW),
    "alva": (State.WAITING, Scenario.NETWORKING),
    "nils": (State.DUE, Scenario.NETWORKING),
    "rachel": (State.AWAY, Scenario.NETWORKING),
    "sofia": (State.SNOOZED, Scenario.NETWORKING),
    "viktor": (State.EXHAUSTED, Scenario.NETWORKING),
    "petra": (State.DUE, Scenario.NETWORKING),
    "bjorn": (State.DISMISSED, Scenario.NETWORKING),
    "wester": (State.DUE, Scenario.GENERAL),
    "bakery": (State.DUE, Scenario.SALES_LEAD),
    "gym": (State.WAITING, Scenario.SALES_LEAD),
    "studio": (State.ANSWERED, Scenario.SALES_LEAD),
    "clinic": (State.DUE, Scenario.SALES_LEAD),
    "landlord": (State.DUE, Scenario.GENERAL),
    "library": (State.ANSWERED, Scenario.GENERAL),
    "oskar": (State.IGNORED, Scenario.GENERAL),
    "fyi": (State.IGNORED, Scenario.GENERAL),
    "tax": (State.DUE, Scenario.GENERAL),
    "dentist": (State.DUE, Scenario.GENERAL),
    "bike": (State.WAITING, Scenario.GENERAL),
    "list": (State.IGNORED, Scenario.GENERAL),
    "note": (State.IGNORED, Scenario.GENERAL),
}
NOWS = (
    "2026-11-24 10:00",  # a working day
    "2026-11-24 08:59",  # before the working hours
    "2026-11-24 23:30",
    "2026-11-28 12:00",  # a weekend
    "2026-11-29 03:00",
    "2026-12-24 18:00",  # Christmas: four days free
    "2026-12-28 08:00",
    "2026-12-31 23:59",
    "2027-01-01 00:00",
    "2027-01-07 09:00",  # after New Year and Epiphany
    "2027-03-28 04:00",  # summer time begins
    "2027-03-29 12:00",  # Easter Monday
    "2027-03-30 09:01",
    "2027-06-25 12:00",  # Midsummer's Eve
    "2027-10-31 02:30",  # summer time ends
    "2028-02-29 16:30",  # a leap day
)
A_TUESDAY = datetime(2026, 11, 24, 10, tzinfo=judged.STOCKHOLM)


@pytest.mark.parametrize("now", NOWS)
def test_every_thread_comes_to_the_same_state_whatever_the_day(now: str) -> None:
    found = judged.judge(datetime.fromisoformat(now).replace(tzinfo=judged.STOCKHOLM))
    assert {key: (verdict.state, verdict.scenario) for key, verdict in found.items()} == EXPECTED


def test_every_verdict_has_a_reason() -> None:
    for key, verdict in judged.judge(A_TUESDAY).items():
        assert verdict.reasons, key
        assert all(reason.text.strip() for reason in verdict.reasons), key


def test_automatic_mail_that_answers_nothing_of_the_users_is_no_thread_of_his() -> None:
    assert {each.key for each in load()} - set(judged.judge(A_TUESDAY)) == {"newsletter", "receipt"}


def test_the_attempts_are_those_that_the_user_made() -> None:
    found = judged.judge(A_TUESDAY)
    assert {key: found[key].attempt for key in ("nordic-grid", "nils", "quill", "viktor", "saffron")} == {
        "nordic-grid": 0,
        "nils": 2,
        "quill": 1,
        "viktor": 3,
        "saffron": 0,
    }


@pytest.mark.parametrize(
    ("key", "change", "state"),
    [
        pytest.param("hamn", altering.dropping(-1), State.DUE, id="no answer"),
        pytest.param("kestrel", altering.dropping(-1), State.DUE, id="no refusal"),
        pytest.param("studio", altering.dropping(-1), State.DUE, id="no answer in Trash"),
        pytest.param("mistral", altering.dropping(-1), State.WAITING, id="no bounce"),
        pytest.param("aurora", altering.dropping(-1), State.WAITING, id="no absence"),
        pytest.param("meridian", altering.dropping(-1), State.WAITING, id="no promise"),
        pytest.param("sofia", altering.dropping(-1), State.DUE, id="not put off"),
        pytest.param("viktor", altering.dropping(-1), State.DUE, id="the last nudge not sent"),
        pytest.param("clinic", altering.setting(-1, folder="INBOX"), State.ANSWERED, id="the answer out of Junk"),
        pytest.param("saffron", altering.rewording(-1, "{-2b by}", "{+2b by}"), State.PROMISED, id="a later promise"),
        pytest.param("saffron", altering.rewording(-1, "you will hear from us by {-2b by}", "there are many of us"), State.ANSWERED, id="an answer that promises nothing"),
        pytest.param("aurora", altering.rewording(-1, "{+4b date}", "{-1b date}"), State.WAITING, id="back already"),
        pytest.param("fyi", altering.rewording(0, "I gave your name to Birch as a reference. No need to reply.", "may I give your name as a reference?"), State.DUE, id="a question"),
        pytest.param("nordic-grid", altering.setting(0, at="-2b 10:12"), State.WAITING, id="sent later"),
        pytest.param("quill", altering.setting(-1, at="-1b 09:15"), State.WAITING, id="the last nudge sent later"),
    ],
)  # fmt: skip
def test_other_mail_gives_another_state(key: str, change: altering.Change, state: State) -> None:
    changed = judged.judge(A_TUESDAY, [each for each in altering.mail({key: change}) if each.key == key])
    assert EXPECTED[key][0] is not state
    assert changed[key].state is state
