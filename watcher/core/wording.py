"""How the explanations name people and quote mail: one safe line each, whatever the mail holds."""

import re
from datetime import timedelta

from watcher.core.model import Address, Message

LONGEST_QUOTE = 200
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "miss", "herr", "frau", "fru", "fröken", "ing", "dipl"})
_FIRST_NAME = re.compile(r"[^\W\d_]+(?:['\u2019.-][^\W\d_]+)*\.?")


def one_line(text: str) -> str:
    """Return the text as one short line without anything that steers a terminal."""
    line = _UNSAFE.sub(" ", text[: 4 * LONGEST_QUOTE]).strip()
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}…"


def person(address: Address | None) -> str:
    """Name a person for an explanation: `Anna Berg (anna@firm.example)`."""
    if address is None:
        return "somebody"
    name, email = one_line(address.name), one_line(address.email)
    return f"{name} ({email})" if name and name.lower() != email else email or "somebody"


def sender(message: Message) -> str:
    """Name who wrote the message."""
    return person(message.envelope.sender)


def span(time: timedelta) -> str:
    """Say a length of time in whole days, else hours, else minutes: `2 days`."""
    minutes = max(0, int(time.total_seconds() // 60))
    for count, unit in ((minutes // 1440, "day"), (minutes // 60, "hour")):
        if count:
            return f"{count} {unit}{'s' * (count != 1)}"
    return f"{minutes} minute{'s' * (minutes != 1)}"


def subject(message: Message) -> str:
    """Quote the subject of the message."""
    return f'"{one_line(message.envelope.subject)}"'


def first_name(address: Address | None) -> str:
    """Return the first name in a display name, or the empty string where it is no person's name that can be told with some certainty."""
    if address is None or "@" in address.name:
        return ""
    name = one_line(address.name).strip("'\"\u201c\u201d ")
    name = re.sub(r"\s*\(.*?\)|\s+(?:via|at|från|from)\s.*|\s*[|/].*", "", name)
    if "," in name:
        family, _, given = name.partition(",")
        name = f"{given.strip()} {family.strip()}"
    words = [word for word in name.split() if word.rstrip(".").lower() not in _TITLES]
    if (
        not words
        or len(words) > 4
        or len(words[0]) > 30
        or not _FIRST_NAME.fullmatch(words[0])
        or len(words[0].rstrip(".")) < 2
    ):
        return ""
    return words[0]
