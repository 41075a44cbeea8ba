"""Keys and Message-IDs: always the same for the same action, never for two."""

import re

import pytest

from watcher.core import nudge
from watcher.core.model import AccountName, ActionKind, MessageId

PRIVATE = AccountName("private")
CLOCK = MessageId("<asked@lind.example>")


def test_a_key_differs_by_account_kind_and_clock_alone() -> None:
    keys = [
        nudge.action_key(AccountName(account), kind, MessageId(clock))
        for account in ("private", "work", "private draft")
        for kind in (ActionKind.MARK, ActionKind.DRAFT, ActionKind.THANK_YOU)
        for clock in ("<a@x.example>", "<b@x.example>", "\x00", "å\ud800")
    ]
    assert len(set(keys)) == len(keys)
    assert nudge.action_key(PRIVATE, ActionKind.DRAFT, CLOCK) == nudge.action_key(PRIVATE, ActionKind.DRAFT, CLOCK)


def test_keys_and_ids_never_change_between_releases() -> None:
    """A draft made by an older release is found by its id: another one would make it twice."""
    key = nudge.action_key(PRIVATE, ActionKind.DRAFT, CLOCK)
    assert key == "draft-96e4fc999dc2cc0dbd286db1c787b1a9"
    assert nudge.draft_message_id(key, 0, "lind.example") == "<d5a14469-8625-4002-b963-464808f9b806@lind.example>"


def test_each_generation_has_its_own_id() -> None:
    assert len({nudge.draft_message_id("draft-1", generation, "lind.example") for generation in range(5)}) == 5


def test_an_id_looks_like_any_mail_programs() -> None:
    made = nudge.draft_message_id(nudge.action_key(PRIVATE, ActionKind.DRAFT, CLOCK), 0, "Lind.Example")
    assert re.fullmatch(r"<[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}@lind\.example>", made)


@pytest.mark.parametrize(
    ("domain", "written"), [("företag.example", "xn--fretag-wxa.example"), ("a\r\nb", "localhost"), ("", "localhost")]
)
def test_an_id_ends_in_a_domain_that_can_be_written(domain: str, written: str) -> None:
    assert nudge.draft_message_id("draft-1", 0, domain).endswith(f"@{written}>")
