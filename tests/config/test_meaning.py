"""What the config means in core's types."""

from datetime import timedelta
from pathlib import Path

import pytest
from holidays.registry import COUNTRIES

from watcher import config
from watcher.config import countries, document, values
from watcher.core import deadlines
from watcher.core.model import Rule, Scenario, Step


def loaded(scenarios: str = "{}", *, more: str = "") -> config.Config:
    return document.parse(
        f"timezone: UTC\nscenarios: {scenarios}\n{more}\naccounts:\n"
        "  - {name: a, address: Alex@Lind.example, aliases: [A@Work.example], imap: {host: h.example, password_env: A}}\n",
        source=Path("/etc/watcher/config.yaml"),
    )


def test_without_changes_the_ladders_are_the_playbooks() -> None:
    assert dict(config.ladders(loaded())) == dict(deadlines.LADDERS)


def test_a_changed_first_gap_leaves_the_later_ones() -> None:
    before = deadlines.LADDERS[Scenario.NETWORKING]
    after = config.ladders(loaded("{networking: {first: 3d}}"))[Scenario.NETWORKING]
    assert after.steps[0] == Step(days=3)
    assert after.steps[1:] == (before.steps[1:] or before.steps)
    assert after.max_nudges == before.max_nudges


def test_listed_gaps_say_how_many_nudges_there_are() -> None:
    after = config.ladders(loaded("{general: {first: 48h, next: [1w, 10 business days]}}"))[Scenario.GENERAL]
    assert after.steps == (Step(exactly=timedelta(hours=48)), Step(days=7), Step(business_days=10))
    assert after.max_nudges == 3


def test_the_most_nudges_can_be_said_outright() -> None:
    after = config.ladders(loaded("{job_application: {max_nudges: 0}, sales_lead: {next: [1w], max_nudges: 5}}"))
    assert after[Scenario.JOB_APPLICATION].max_nudges == 0
    assert after[Scenario.SALES_LEAD].max_nudges == 5


def test_a_scenario_can_be_switched_off_with_its_rules() -> None:
    changed = loaded("{general: {enabled: false, rules: [{words: [x]}]}, interview: {thank_you: false}}")
    assert not config.ladders(changed)[Scenario.GENERAL].enabled
    assert not config.ladders(changed)[Scenario.INTERVIEW].thank_you
    assert config.rules(changed) == ()


def test_rules_keep_their_order_and_parts() -> None:
    changed = loaded("{interview: {rules: [{plus: interview}, {domains: [a.example, b.example], words: ['int*']}]}}")
    assert config.rules(changed) == (
        Rule(Scenario.INTERVIEW, plus=("interview",)),
        Rule(Scenario.INTERVIEW, domains=("a.example", "b.example"), words=("int*",)),
    )


def test_the_owner_has_all_addresses_in_lower_case() -> None:
    owner = config.owner(loaded().accounts[0])
    assert owner.addresses == {"alex@lind.example", "a@work.example"}


def test_a_mail_that_perhaps_answers_holds_unless_the_user_says_otherwise() -> None:
    assert config.policy(loaded()).weak_answers_hold
    assert not config.policy(loaded(more="weak_answers: ignore")).weak_answers_hold


def test_the_policy_holds_the_never_list_and_the_overdue_limit() -> None:
    policy = config.policy(loaded(more='never: ["*@noreply.example"]\noverdue_limit: 2w'))
    assert policy.never == ("*@noreply.example",)
    assert policy.overdue_limit == timedelta(days=14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 business days", Step(business_days=5)),
        ("1 business day", Step(business_days=1)),
        ("3 Working Days", Step(business_days=3)),
        ("48h", Step(exactly=timedelta(hours=48))),
        ("90m", Step(exactly=timedelta(minutes=90))),
        ("7d", Step(days=7)),
        ("2w", Step(days=14)),
        ("1 week", Step(days=7)),
        ("10 days", Step(days=10)),
    ],
)
def test_a_gap_is_counted_in_what_it_names(text: str, expected: Step) -> None:
    assert values.step(text) == expected


@pytest.mark.parametrize("text", ["1 month", "5", "business days", "-1d", "0 business days", "7 d d", "٣d x", "1e3d"])
def test_a_gap_that_names_nothing_countable_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be a gap"):
        values.step(text)


def test_the_known_countries_are_those_of_the_library() -> None:

    assert {
        code for _, *codes in COUNTRIES.values() for code in codes if code.isupper() and len(code) == 2
    } == countries.CODES


def test_only_a_missing_country_is_hinted_at() -> None:
    assert config.hints(loaded(more="country: SE")) == []
    assert "public holidays" in config.hints(loaded())[0]
