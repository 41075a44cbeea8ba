"""The user's config: strict models of the YAML; every mistake reported at once, each with its path and what would be right.

`load` gives a `Config`; `ladders`, `rules`, `policy` and `owner` say what it means in core's own types. Secrets are read only when they are needed.
"""

from watcher.config.document import load
from watcher.config.meaning import hints, ladders, owner, policy, rules, warnings
from watcher.config.models import Account, Config, Gmail, Imap, Scenarios, ScenarioSettings
from watcher.config.places import find
from watcher.config.secret import Secret

__all__ = [
    "Account",
    "Config",
    "Gmail",
    "Imap",
    "ScenarioSettings",
    "Scenarios",
    "Secret",
    "find",
    "hints",
    "ladders",
    "load",
    "owner",
    "policy",
    "rules",
    "warnings",
]
