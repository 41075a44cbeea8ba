"""Reads who did not get a message: of a delivery report (RFC 3464), and of bounces that are none, whose texts flufl.bounce knows.

The address is the one the user wrote to, as far as the report tells (Original-Recipient), else the one that failed.
"""

import re
from collections.abc import Iterable
from email import message_from_bytes
from email.message import Message as Part

from flufl.bounce import all_failures

from watcher.core import senders
from watcher.core.model import Address

# What the standard library lets through on broken structure, as found by fuzzing it; flufl.bounce reads with it.
BROKEN = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
MAX_GROUPS = 60
MAX_FROM = 300
MAX_BYTES = 16 * 1024
MAX_RECIPIENTS = 100
WORST_FIRST = ("failed", "delayed", "expanded", "relayed", "delivered", "deliverable")
STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
BY_CLASS = {"5": "failed", "4": "delayed", "2": "delivered"}  # of RFC 3463
ADDRESS = re.compile(r"[^\s<>;,\"()\[\]:]{1,100}@[\w.-]{1,200}\w")


def read(parts: Iterable[Part]) -> tuple[str, tuple[str, ...]]:
    """Return the worst action of a delivery report and the addresses that failed."""
    actions: dict[str, list[str]] = {}
    for part in parts:
        if part.get_content_type() not in STATUS_PARTS:
            continue
        stated = ""  # some mail systems state the action once, above the recipients
        for fields in field_groups(part):
            recipient = _recipient(fields)
            action = _stated(fields) or stated or BY_CLASS.get(fields.get("status", "")[:1], "")
            if not recipient:
                stated = _stated(fields)
            actions.setdefault(action, []).extend(recipient)
    worst = next((action for action in WORST_FIRST if action in actions), "")
    return worst, tuple(dict.fromkeys(actions.get("failed", ())))[:MAX_RECIPIENTS]


def _stated(fields: dict[str, str]) -> str:
    return fields.get("action", "").partition(" ")[0].partition(";")[0].strip().lower()


def field_groups(part: Part) -> list[dict[str, str]]:
    """Return the groups of fields of a status part, names in small letters. The parser makes a message of each; where no empty line parts them, a recipient named anew does."""
    payload = part.get_payload()
    groups: list[dict[str, str]] = []
    for group in payload[:MAX_GROUPS] if isinstance(payload, list) else ():
        fields: dict[str, str] = {}
        for name, value in group.items() if isinstance(group, Part) else ():
            if name.lower() == "final-recipient" and "final-recipient" in fields:
                groups.append(fields)
                fields = {}
            fields[name.lower()] = str(value).strip()
        groups.append(fields)
    return groups


def _recipient(fields: dict[str, str]) -> list[str]:
    for name in ("original-recipient", "final-recipient"):
        value = fields.get(name, "").rpartition(";")[2]
        found = ADDRESS.search(value)
        address = found.group() if found else value.strip().strip("<>").partition(" ")[0]
        if "@" in address:
            return [address.lower()]
    return []


def worded(root: Part, raw: bytes) -> tuple[str, ...]:
    """Return the addresses that failed, or are delayed, by the words of a bounce that is no report: the message `root`, whose bytes are `raw`.

    Asked only of what looks like a bounce, and only of its beginning: it takes milliseconds, of thousands of empty lines seconds.
    """
    if not _may_be_bounce(root):
        return ()
    try:
        delayed, failed = all_failures(message_from_bytes(raw[:MAX_BYTES]))
    except BROKEN:
        return ()
    found = (each.decode("utf-8", "replace").lower() for each in failed or delayed)
    return tuple(sorted(each for each in found if ADDRESS.fullmatch(each)))[:MAX_RECIPIENTS]


def _may_be_bounce(root: Part) -> bool:
    if "X-Failed-Recipients" in root:
        return False
    written = str(root.get("From", ""))[:MAX_FROM]
    found = ADDRESS.search(written)
    sender = Address(written.partition("<")[0].strip(' "'), (found.group() if found else written.strip()).lower())
    return (
        senders.may_be_daemon(sender)
        or str(root.get("Return-Path", "")).strip() == "<>"
        or root.get_content_type() == "multipart/report"
    )
