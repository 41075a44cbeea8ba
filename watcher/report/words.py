"""Instants, states and the text of mails, fit for a terminal. Whatever comes from a mail loses its control characters here."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from watcher.core.model import ActionKind, Kind, Scenario, Verdict

LONGEST = 200  # of what a mail says of itself
LONGEST_SENTENCE = 800

KINDS = {
    None: "you wrote",
    Kind.HUMAN_REPLY: "a person wrote",
    Kind.AUTO_REPLY_OOO: "an absence note came",
    Kind.AUTO_ACK: "an acknowledgement came (automatic)",
    Kind.BOUNCE: "it came back undelivered",
    Kind.DELAYED_DSN: "a notice of delay came",
    Kind.MDN: "a reading receipt came",
    Kind.CALENDAR_RESPONSE: "an answer to an invitation came",
    Kind.LIST_OR_BULK: "a list or bulk mail came",
    Kind.CHALLENGE: "a request to confirm the sender came",
}

ACTIONS = {
    ActionKind.MARK: "mark as due",
    ActionKind.UNMARK: "take off the mark",
    ActionKind.DRAFT: "draft a follow-up",
    ActionKind.WITHDRAW: "withdraw the draft",
    ActionKind.THANK_YOU: "draft a thank-you",
}


def safe(text: str, longest: int = LONGEST) -> str:
    """One line without control characters, direction overrides or surrogates, of bounded length."""
    line = " ".join(safe_line(text[: 4 * longest]).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def sentence(text: str) -> str:
    """One of the program's own sentences, which may quote a mail: safe, and with a capital."""
    line = safe(text, LONGEST_SENTENCE)
    return line if "@" in line.partition(" ")[0] else line[:1].upper() + line[1:]


def safe_line(text: str) -> str:
    """One line of a text, its spaces kept, without control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def subject(verdict: Verdict) -> str:
    """The subject, or a word for its lack."""
    return safe(verdict.subject) or "(no subject)"


def instant(at: datetime, zone: tzinfo, now: datetime) -> str:
    """`Mon 23 Nov 09:00` in the user's zone, the year where it is another one."""
    local = at.astimezone(zone)
    year = "" if local.year == now.astimezone(zone).year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year} {local:%H:%M}"


def distance(at: datetime, zone: tzinfo, now: datetime) -> str:
    """How far a day is from today: `today`, `tomorrow`, `in 3 days`, `yesterday`, `4 days ago`."""
    days = (at.astimezone(zone).date() - now.astimezone(zone).date()).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def when(at: datetime, zone: tzinfo, now: datetime) -> str:
    """`Mon 23 Nov 09:00 (in 3 days)`."""
    return f"{instant(at, zone, now)} ({distance(at, zone, now)})"


def people(addresses: Sequence[str]) -> str:
    """The first address, and how many there are beside it."""
    if not addresses:
        return "nobody in To"
    more = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
    return safe(addresses[0]) + more


def scenario(key: Scenario) -> str:
    """`job application`."""
    return key.value.replace("_", " ")


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 thread`, `2 threads`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
