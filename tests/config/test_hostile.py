"""Whatever stands in the file: it is a config, or its mistakes are told; nothing else comes out."""

from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher import config
from watcher.config import document
from watcher.errors import ConfigError

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=12)
KEYS = st.sampled_from(
    [
        *config.Config.model_fields,
        *config.Account.model_fields,
        *config.Imap.model_fields,
        *config.Scenarios.model_fields,
        *config.ScenarioSettings.model_fields,
        "rules",
        "password",
    ]
)
ANYTHING = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | PLAIN, inner, max_size=4), max_leaves=12
)
BASE: dict[str, Any] = {
    "timezone": "Europe/Stockholm",
    "accounts": [{"name": "a", "address": "a@b.example", "imap": {"host": "h.example", "password_env": "A"}}],
}


def is_config_or_mistakes(text: str) -> None:
    try:
        mistakes = [] if document.parse(text, source=Path("/etc/watcher/config.yaml")).accounts else [""]
    except ConfigError as error:
        mistakes = error.mistakes or [""]
    assert all(mistake.isprintable() and mistake for mistake in mistakes), mistakes


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    is_config_or_mistakes(text)


@settings(deadline=None)
@given(ANYTHING)
def test_any_data(data: Any) -> None:
    is_config_or_mistakes(yaml.dump(data, allow_unicode=True))


@settings(max_examples=200, deadline=None)
@given(KEYS, ANYTHING, st.sampled_from(["top", "account", "imap", "scenario"]))
def test_anything_under_a_known_key(key: str, value: Any, place: str) -> None:
    account = {**BASE["accounts"][0]}
    data = {**BASE, "accounts": [account]}
    if place == "top":
        data[key] = value
    elif place == "account":
        account[key] = value
    elif place == "imap":
        account["imap"] = {**account["imap"], key: value}
    else:
        data["scenarios"] = {"interview": {key: value}}
    is_config_or_mistakes(yaml.dump(data, allow_unicode=True))
