"""What the config means in core's own types."""

from collections.abc import Mapping
from dataclasses import replace

from watcher.config.models import Account, Config, ScenarioSettings
from watcher.core.model import Ladder, Owner, Policy, Rule, Scenario


def ladders(config: Config) -> Mapping[Scenario, Ladder]:
    """The playbook's ladders with the user's changes."""
    from watcher.core import deadlines  # noqa: PLC0415 - here, because what only shows the store needs no deadlines

    return {scenario: _changed(deadlines.LADDERS[scenario], _settings(config, scenario)) for scenario in Scenario}


def rules(config: Config) -> tuple[Rule, ...]:
    """The user's rules that choose a scenario, those of disabled scenarios left out, in the order of the scenarios."""
    return tuple(
        Rule(
            scenario,
            recipients=rule.recipients,
            domains=rule.domains,
            subject=rule.subject,
            words=rule.words,
            folders=rule.folders,
            plus=rule.plus,
        )
        for scenario in Scenario
        if _settings(config, scenario).enabled
        for rule in _settings(config, scenario).rules
    )


def policy(config: Config) -> Policy:
    """What a verdict depends on beside calendar and ladders."""
    return Policy(
        never=config.never, overdue_limit=config.overdue_limit, weak_answers_hold=config.weak_answers == "hold"
    )


def owner(account: Account) -> Owner:
    """The addresses that are the user's own in this account."""
    return Owner(frozenset(address.lower() for address in (account.address, *account.aliases)))


def warnings(config: Config) -> list[str]:
    """What is unsafe in the way secrets are kept, each with its path and what to do."""
    return [
        f"accounts[{number}].{warning}"
        for number, account in enumerate(config.accounts)
        if account.imap is not None
        for warning in account.imap.secret.warnings()
    ]


def hints(config: Config) -> list[str]:
    """What is allowed but seldom meant, each with its path and what to do."""
    if config.country is not None:
        return []
    return ["country: is not set, so public holidays count as working days; write your country's code, such as SE"]


def _settings(config: Config, scenario: Scenario) -> ScenarioSettings:
    settings: ScenarioSettings = getattr(config.scenarios, scenario.value)
    return settings


def _changed(ladder: Ladder, settings: ScenarioSettings) -> Ladder:
    """The ladder with the user's gaps. Where the user lists the later gaps, there are as many nudges as gaps, unless `max_nudges` says otherwise."""
    first = ladder.steps[0] if settings.first is None else settings.first
    usual = ladder.steps[1:] or ladder.steps  # a changed first gap must not change the ones after it
    steps = [first, *(usual if settings.next is None else settings.next)]
    while len(steps) > 1 and steps[-1] == steps[-2]:  # the last gap repeats anyway
        steps.pop()
    most = ladder.max_nudges if settings.next is None else 1 + len(settings.next)
    return replace(
        ladder,
        steps=tuple(steps),
        max_nudges=most if settings.max_nudges is None else settings.max_nudges,
        thank_you=ladder.thank_you if settings.thank_you is None else settings.thank_you,
        enabled=settings.enabled,
    )
