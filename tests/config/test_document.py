"""The config file as a whole: what it means, and every mistake at once."""

from pathlib import Path

import pytest

from watcher import config
from watcher.config import document
from watcher.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"
ACCOUNT = """
accounts:
  - name: private
    address: alex@lind.example
    imap: {host: imap.lind.example, password_env: PASSWORD}
"""


def load(text: str, source: str = "/etc/watcher/config.yaml") -> config.Config:
    return document.parse(text, source=Path(source))


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(text)
    assert caught.value.exit_code == 2
    assert caught.value.source == "/etc/watcher/config.yaml"
    return caught.value.mistakes


def of(path: str, text: str) -> str:
    """The one mistake at this path."""
    found = [line for line in mistakes(text) if line.startswith(f"{path}: ")]
    assert len(found) == 1, mistakes(text)
    return found[0].removeprefix(f"{path}: ")


def test_the_example_is_a_valid_config() -> None:
    loaded = config.load(EXAMPLE)
    assert loaded.mode == "preview"
    assert [account.name for account in loaded.accounts] == ["private"]


def test_the_example_names_every_key() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    keys = [
        *config.Config.model_fields,
        *config.Imap.model_fields,
        *config.ScenarioSettings.model_fields,
        *config.Scenarios.model_fields,
    ]
    assert [key for key in keys if f"{key}:" not in text] == []


def test_the_example_changes_no_ladder_of_the_playbook() -> None:
    plain = load("timezone: Europe/Stockholm" + ACCOUNT)
    assert config.ladders(config.load(EXAMPLE)) == config.ladders(plain)


def test_a_zone_and_an_account_are_all_that_must_be_there() -> None:
    loaded = load("timezone: Europe/Stockholm" + ACCOUNT)
    assert loaded.mode == "preview"
    assert loaded.accounts[0].username == "alex@lind.example"
    assert loaded.accounts[0].imap is not None
    assert loaded.accounts[0].imap.real_port == 993


def test_every_mistake_is_told_at_once_in_the_order_of_the_file() -> None:
    text = """
timezone: Stockholm
contry: SE
working_days: [mon, tues]
working_hours: 9-17
lookback: 4 months
mode: drafts
keyword: follow up
never: ["*@a.example"]
never: []
scenarios:
  job_aplication: {}
  general: {first: soon, max_nudges: -1, rules: [{}]}
accounts:
  - name: priv ate
    address: Alex <alex@lind.example>
    imap: {host: imap.lind.example, port: 99999, security: none, password: geheim}
  - name: second
    address: a@b.example
    backend: gmail
"""
    found = mistakes(text)
    assert [line.partition(": ")[0] for line in found] == [
        "timezone",
        "contry",
        "working_days[1]",
        "working_hours",
        "lookback",
        "mode",
        "keyword",
        "never",
        "scenarios.general.first",
        "scenarios.general.max_nudges",
        "scenarios.general.rules[0]",
        "scenarios.job_aplication",
        "accounts[0].address",
        "accounts[0].imap.password",
        "accounts[0].imap.port",
        "accounts[0].imap.security",
        "accounts[0].name",
        "accounts[1].gmail",
    ]
    assert "geheim" not in "\n".join(found)


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("timezone: Stockholm", "timezone", "did you mean Europe/Stockholm?"),
        ("timezone: Europe/Stokholm", "timezone", "did you mean Europe/Stockholm or"),
        ("timezone: ../../etc/passwd", "timezone", "must be the name of a time zone"),
        ("country: NO", "country", 'write it in quotes, "NO")'),
        ("also_country: [SE, NO]", "also_country[1]", 'write it in quotes, "NO")'),
        ("country: Sweden", "country", "Sweden is SE"),
        ("country: XX", "country", "two-letter code"),
        ("country: 46", "country", "must be text"),
        ("country: DE\nsubdivision: Augsbrug", "subdivision", "did you mean Augsburg?"),
        ("country: SE\nsubdivision: BY", "subdivision", "must be left out: no parts of SE are known"),
        ("country: SE\ncategories: [bank, eve]", "categories", "de_facto"),
        ("working_days: []", "working_days", "at least one"),
        ("working_days: [mon, mon]", "working_days", "names mon twice"),
        ("working_days: mon", "working_days", "must be a list"),
        ("working_hours: 10:30", "working_hours", 'such as "09:00-17:00", not "10:30"'),
        ("working_hours: 17:00-09:00", "working_hours", 'closes, not "17:00-09:00": 17:00 is not before 09:00'),
        ("working_hours: 09:00-24:00", "working_hours", "times of one day"),
        ("lookback: 0d", "lookback", "must be between 1d and 3660d"),
        ("lookback: 5000d", "lookback", "must be between 1d and 3660d"),
        ("lookback: 120", "lookback", "such as 90m, 2h, 30d or 2w"),
        ("mode: drfat", "mode", "did you mean draft?"),
        ("max_actions_per_pass: 0", "max_actions_per_pass", "must be at least 1"),
        ('max_actions_per_pass: "25"', "max_actions_per_pass", "must be a whole number"),
        ("max_actions_per_pass: true", "max_actions_per_pass", "must be a whole number"),
        ("mark: [keyward]", "mark[0]", "did you mean keyword?"),
        ("mark: []", "mark", "at least one"),
        ('keyword: "{x}"', "keyword", "one ASCII word"),
        ("keyword: uppföljning", "keyword", "one ASCII word"),
        ("keyword: Follow-Up-Dismissed", "keyword", "keeps the dismissals"),
        ("language: english", "language", "such as en or sv"),
        ("templates: /no/such/folder", "templates", "there is none at /no/such/folder"),
        ('never: ["a\\nb"]', "never[0]", "without control characters"),
        ("scenarios: {interveiw: {}}", "scenarios.interveiw", "did you mean interview?"),
        ("scenarios: {interview: {first: 0d}}", "scenarios.interview.first", "must be a gap"),
        ("scenarios: {interview: {enabled: sometimes}}", "scenarios.interview.enabled", "true or false"),
        (
            "scenarios: {interview: {rules: [{recipient: x}]}}",
            "scenarios.interview.rules[0].recipient",
            "did you mean recipients?",
        ),
        ("scenarios: [interview]", "scenarios", "a group of keys"),
        ("dayabase: x", "dayabase", "did you mean database?"),
    ],
)
def test_a_mistake_says_what_would_be_right(text: str, path: str, words: str) -> None:
    assert words in of(path, f"{text}\n{'' if text.startswith('timezone') else 'timezone: Europe/Stockholm'}{ACCOUNT}")


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        (
            "imap: {host: h.example}",
            "accounts[0].imap",
            "write one of password_file, password_env, password_credential",
        ),
        ("imap: {host: h.example, password: abc}", "accounts[0].imap.password", "the password is not kept here"),
        ("imap: {host: h.example, password_env: A, password_file: b}", "accounts[0].imap", "keep one"),
        ("imap: {host: h.example, password_env: hunter-2}", "accounts[0].imap.password_env", "not the password"),
        (
            "imap: {host: h.example, password_credential: ../x}",
            "accounts[0].imap.password_credential",
            "without a slash",
        ),
        ("imap: {host: 'imaps://h.example', password_env: A}", "accounts[0].imap.host", "bare host name"),
        ("imap: {host: 'h.example:993', password_env: A}", "accounts[0].imap.host", "bare host name"),
        (
            "imap: {host: h.example, password_env: A, security: ssl}",
            "accounts[0].imap.security",
            "tls, starttls or none",
        ),
        ("imap: {host: h.example, password_env: A, security: none}", "accounts[0].imap.security", "in the clear"),
        ("imap: {host: h.example, password_env: A, port: 993, security: starttls}", "accounts[0].imap.port", "143"),
        ("imap: {host: h.example, password_env: A, port: '993'}", "accounts[0].imap.port", "must be a whole number"),
        ("imap: {host: h.example, password_env: A, sentfolder: x}", "accounts[0].imap.sentfolder", "sent_folder?"),
        ("backend: gmail", "accounts[0].gmail", "backend gmail needs it"),
        ("backend: exchange", "accounts[0].backend", "must be imap or gmail"),
        ("gmail: {client_secret_file: x}", "accounts[0].gmail", "does not go with backend imap"),
    ],
)
def test_a_mistake_in_an_account_says_what_would_be_right(text: str, path: str, words: str) -> None:
    account = f"accounts:\n  - name: a\n    address: a@b.example\n    {text}\n"
    assert words in of(path, f"timezone: UTC\n{account}")


def test_an_account_can_not_be_named_or_watched_twice() -> None:
    twice = """timezone: UTC
accounts:
  - {name: home, address: a@b.example, imap: {host: h.example, password_env: A}}
  - {name: Home, address: c@b.example, imap: {host: H.example, username: a@b.example, password_env: A}}
"""
    assert "is the name of accounts[0] too" in of("accounts[1].name", twice)
    assert "is the mailbox of accounts[0] again" in of("accounts[1].imap", twice)


def test_no_value_of_a_secret_key_is_repeated() -> None:
    text = "timezone: UTC\ndatabase: postgresql://u:hush@h/d\naccounts:\n  - {name: a, address: a@b.example, imap: {host: h.example, password_env: 'hu sh', passwort: hush}}\n"
    assert "hu" not in "".join(line.partition(": ")[2].replace("such", "") for line in mistakes(text))


def test_the_database_url_is_not_shown() -> None:
    loaded = load("timezone: UTC\ndatabase: postgresql://u:hush@h/d" + ACCOUNT)
    assert loaded.database == "postgresql://u:hush@h/d"
    assert "hush" not in repr(loaded)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "mail.localhost"])
def test_mail_in_the_clear_is_for_this_computer_alone(host: str) -> None:
    loaded = load(
        f"timezone: UTC\naccounts:\n  - name: a\n    address: a@b.example\n    imap: {{host: '{host}', security: none, password_env: A}}\n"
    )
    assert loaded.accounts[0].imap is not None
    assert loaded.accounts[0].imap.real_port == 143


@pytest.mark.parametrize("host", ["localhost.evil.example", "128.0.0.1", "notlocalhost", "::2", "0.0.0.0"])  # noqa: S104
def test_a_host_that_only_looks_like_this_computer_gets_no_mail_in_the_clear(host: str) -> None:
    text = f"timezone: UTC\naccounts:\n  - name: a\n    address: a@b.example\n    imap: {{host: '{host}', security: none, password_env: A}}\n"
    assert "in the clear" in of("accounts[0].imap.security", text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no config"),
        ("- a\n- b\n", "holds no config"),
        ("name: x\non: [push]\njobs: {}\n", "none of the keys of config.example.yaml"),
        ("timezone: [\n", "not YAML"),
        ("timezone: a: b\n", "line 1, column"),
        ("a:\n\t b: 1\n", "a tab; indent with spaces"),
        ("a:\n    b: 1\n   c: 2\n", "line 3, column 4: not YAML: the line is not indented as its neighbours are"),
        ("never: [*@x.example]\n", "a value that starts with * or & needs quotes"),
        ("never: *spam\n", "a value that starts with * needs quotes"),
        ("name: @alex\n", "needs quotes"),
        ('name: "alex\n', "a quote or bracket that is not closed"),
        ('name: "alex" lind\n', "text behind a closing quote"),
        ("mark: [flagged\nmode: mark\n", "a bracket that is not closed"),
        ("timezone: !!python/object/apply:os.system [id]\n", "not YAML"),
        ("a: " + "[" * 60 + "]" * 60, "nested too deeply"),
        ("a: &a [*a]\n", "nested too deeply"),
    ],
)
def test_a_file_that_is_no_config_is_one_clear_mistake(text: str, words: str) -> None:
    (found,) = mistakes(text)
    assert words in found
    assert "\n" not in found


def test_a_repeated_key_is_told_with_its_lines() -> None:
    assert of("mode", "mode: mark\ntimezone: UTC\nmode: draft" + ACCOUNT) == "stands twice, on lines 1 and 3; keep one"


def test_an_unreadable_file_is_a_mistake_of_the_config(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none.yaml", "no such file"), (tmp_path, "is a directory")):
        with pytest.raises(ConfigError, match=words):
            config.load(path)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("timezone: Åland".encode("latin-1"))
    with pytest.raises(ConfigError, match="UTF-8"):
        config.load(latin)


def test_paths_start_at_the_folder_of_the_file_or_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/alex")
    loaded = load(
        "timezone: UTC\ndatabase: data/w.sqlite3\naccounts:\n"
        "  - {name: a, address: a@b.example, imap: {host: h.example, password_file: ~/pw, ca_file: ca.pem}}\n",
        "/srv/watcher/config.yaml",
    )
    assert loaded.database == "/srv/watcher/data/w.sqlite3"
    assert loaded.accounts[0].imap is not None
    assert str(loaded.accounts[0].imap.password_file) == "/home/alex/pw"
    assert str(loaded.accounts[0].imap.ca_file) == "/srv/watcher/ca.pem"
    plain = load("timezone: UTC" + ACCOUNT)
    assert plain.database == "/home/alex/.local/state/watcher/watcher.sqlite3"


def test_a_loaded_config_does_not_change() -> None:
    loaded = load("timezone: UTC" + ACCOUNT)
    with pytest.raises(ValueError, match="frozen"):
        loaded.mode = "draft"
