"""Every conversation gets the verdict of a careful reader: alone, judged as of an instant and pass after pass, and all in one mailbox on a real server."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conversations import mail
from tests.conversations.mail import Conversation
from tests.e2e.box import Box
from tests.servers.dovecot import Dovecot
from watcher import config, scan, wiring
from watcher.core.model import Role, Verdict
from watcher.mailbox import memory

CONVERSATIONS = mail.conversations()
MOST_INSTANTS = 16
BY_NAME = [pytest.param(each, id=each.name) for each in CONVERSATIONS]
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "plain": {"max_actions_per_pass": 1000},
    "configured": {
        "never": ["*@family.example"],
        "scenarios": {
            "general": {"enabled": False},
            "job_application": {"max_nudges": 0},
            "interview": {"rules": [{"plus": ["interview"]}]},
            "sales_lead": {"rules": [{"folders": ["Clients/*"], "subject": ["*offer*"]}]},
        },
    },
}


def _settings(folder: Path, name: str) -> config.Config:
    account = {
        "name": "private",
        "address": "alex@lind.example",
        "aliases": ["alex@work.example"],
        "imap": {"host": "imap.lind.example", "username": "alex", "password_env": "NONE"},
    }
    return config.Config.model_validate(
        {
            "timezone": "Europe/Stockholm",
            "country": "SE",
            "mode": "draft",
            "database": str(folder / "watcher.sqlite3"),
            "accounts": [account],
            **SETTINGS[name],
        }
    )


def _mismatch(conversation: Conversation, expected: Mapping[str, Any], outcome: scan.Outcome) -> str:
    """What is not as expected of this conversation; the empty string when all is."""
    found = [verdict for verdict in outcome.verdicts if verdict.message_id in conversation.ids]
    if expected["state"] == "absent":
        return f"{conversation.name} at {expected['at']}: there although it lies outside the look-back" if found else ""
    if len(found) != 1:
        return f"{conversation.name} at {expected['at']}: {len(found)} threads"
    said = _said(found[0], outcome)
    wanted = dict(expected) | ({"scenario": conversation.scenario} if conversation.scenario else {})
    wrong = {name: said[name] for name in wanted if name not in ("at", "code") and said[name] != wanted[name]}
    if "code" in wanted and wanted["code"] not in {reason.code.value for reason in found[0].reasons}:
        wrong["code"] = [reason.code.value for reason in found[0].reasons]
    reasons = " | ".join(reason.text for reason in found[0].reasons)
    return f"{conversation.name} at {expected['at']}: {wrong}, wanted {wanted} [{reasons}]" if wrong else ""


def _said(verdict: Verdict, outcome: scan.Outcome) -> dict[str, Any]:
    due = verdict.due_at.astimezone(mail.ZONE).strftime("%Y-%m-%d %H:%M") if verdict.due_at is not None else None
    kinds = {action.kind.value for action in outcome.actions if action.thread_id == verdict.thread_id}
    return {
        "state": verdict.state.value,
        "scenario": verdict.scenario.value,
        "attempt": verdict.attempt,
        "due": due,
        "thank_you": "thank_you" in kinds,
        "held": bool(verdict.hold or verdict.hold_draft),
    }


def _letters(conversation: Conversation) -> list[mail.Letter]:
    beside = [letter for each in CONVERSATIONS if each.name == conversation.beside for letter in each.letters]
    return [*conversation.letters, *beside]


def _deliver(mailbox: memory.MemoryMailbox, letters: Iterable[mail.Letter]) -> None:
    for letter in letters:
        for folder in letter.folders:
            mailbox.deliver(folder, letter.raw, when=letter.at)


@pytest.mark.parametrize("conversation", BY_NAME)
def test_each_conversation_is_judged_as_of_any_instant(conversation: Conversation, tmp_path: Path) -> None:
    """`--at` says of each instant what a careful reader says."""
    mailbox = memory.MemoryMailbox()
    mailbox.add_folder("Clients/Foaje", Role.SENT)
    _deliver(mailbox, _letters(conversation))
    with wiring.opened(_settings(tmp_path, conversation.config)) as accounts:
        account = replace(accounts[0], open_mailbox=lambda: mailbox)
        wrong = [
            _mismatch(conversation, expected, scan.run_pass(account, now=at, at=at))
            for expected in conversation.expect
            for at in [mail.instant(expected["at"])]
        ]
    assert not any(wrong), "\n".join(filter(None, wrong))


@pytest.mark.parametrize("conversation", BY_NAME)
def test_each_conversation_is_judged_while_it_happens(conversation: Conversation, tmp_path: Path) -> None:
    """Pass after pass over mail that comes in, in preview, gives the same verdicts."""
    mailbox = memory.MemoryMailbox()
    mailbox.add_folder("Clients/Foaje", Role.SENT)
    settings = _settings(tmp_path, conversation.config).model_copy(update={"mode": "preview"})
    waiting = _letters(conversation)
    wrong = []
    with wiring.opened(settings) as accounts:
        account = replace(accounts[0], open_mailbox=lambda: mailbox)
        for expected in sorted(conversation.expect, key=lambda each: str(each["at"])):
            now = mail.instant(expected["at"])
            for letter in [each for each in waiting if each.at <= now]:
                _deliver(mailbox, [letter])
                waiting.remove(letter)
            wrong.append(_mismatch(conversation, expected, scan.run_pass(account, now=now)))
    assert not any(wrong), "\n".join(filter(None, wrong))


def test_all_of_them_are_judged_in_one_mailbox(dovecot_server: Dovecot, tmp_path: Path) -> None:
    """On a real server, with all the others around, each gets its verdict too."""
    today = datetime.now(UTC)  # the server does not believe that mail came later than now
    plain = [
        each for each in CONVERSATIONS if each.config == "plain" and all(letter.at <= today for letter in each.letters)
    ]
    with Box(dovecot_server, tmp_path, **SETTINGS["plain"]) as box:
        for letter in (letter for each in plain for letter in each.letters):
            for folder in letter.folders:
                box.client.append(folder, letter.raw, (), letter.at)
        with box.account() as account:
            wrong = [
                _mismatch(conversation, expected, outcome)
                for at, asked in _by_instant(plain).items()
                for outcome in [scan.run_pass(account, now=at, at=at)]
                for conversation, expected in asked
            ]
    assert not any(wrong), "\n".join(filter(None, wrong))


def _by_instant(
    conversations: Sequence[Conversation],
) -> dict[datetime, list[tuple[Conversation, Mapping[str, Any]]]]:
    """What is expected, by the instants that have something of most conversations: a pass costs time."""
    asked: dict[datetime, list[tuple[Conversation, Mapping[str, Any]]]] = {}
    for conversation in conversations:
        for expected in conversation.expect:
            asked.setdefault(mail.instant(expected["at"]), []).append((conversation, expected))
    chosen: dict[datetime, list[tuple[Conversation, Mapping[str, Any]]]] = {}
    missing = {conversation.name for conversation in conversations}
    while missing and len(chosen) < MOST_INSTANTS:
        at = max(asked, key=lambda each: (len({it.name for it, _ in asked[each]} & missing), each))
        chosen[at] = asked.pop(at)
        missing -= {conversation.name for conversation, _ in chosen[at]}
    return dict(sorted(chosen.items()))
