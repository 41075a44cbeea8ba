"""By which name to greet somebody. When in doubt, by none: "Hello," offends nobody, "Hi Careers," does."""

import re
from collections.abc import Sequence

from watcher.core.model import Address
from watcher.templates.wording import Words

_NAME = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_ASIDE = re.compile(
    r"\([^)]*\)|\[[^]]*\]|[\"\u201c\u201d]|\s(?:[|/\u2013\u2014-]|via|at|from|på|från)\s.*", re.IGNORECASE
)
_TITLES = frozenset(
    ["dipl", "dr", "fru", "fröken", "herr", "ing", "miss", "mr", "mrs", "ms", "mx", "prof", "professor", "sir"]
)
# fmt: off
_NOT_PEOPLE = frozenset([
    "ab", "admin", "administration", "ansökan", "as", "bolaget", "career", "careers", "company", "contact", "försäljning", "gmbh", "group", "gruppen", "hej", "hello", "hi",
    "hiring", "hr", "inc", "info", "job", "jobb", "jobs", "kommun", "kontakt", "kundtjänst", "kundtjanst", "llc", "ltd", "mail", "no-reply", "noreply", "office", "oy", "people",
    "personal", "post", "press", "reception", "recruiter", "recruiting", "recruitment", "redaktion", "rekrytering", "sales", "service", "services", "support", "talent", "team", "the",
])
# fmt: on


def first_name(to: Sequence[Address]) -> str:
    """Take the first name from the display name, if there is exactly one person and the name looks like a person's; else the empty string."""
    if len(to) != 1:
        return ""
    local, _, domain = to[0].email.lower().partition("@")
    chunks = re.split(r"[._+-]", local)
    words = _words_of(to[0].name)
    if not words or any(word.lower() in _NOT_PEOPLE for word in (*words, *chunks)):
        return ""
    name = words[0]
    if len(words) == 1 and name.lower() != chunks[0]:
        return ""  # as likely a company
    if len(words) == 2 and chunks[0] == words[1].lower() != chunks[-1]:
        name = words[1]  # the surname stands first
    if len(name) < 2 or name.lower() in domain.split("."):
        return ""
    return name.capitalize() if name.isupper() or name.islower() else name


def _words_of(display_name: str) -> list[str]:
    """Split a name into its words, given name first; none if it holds what no name holds."""
    plain = _ASIDE.sub(" ", display_name[:100]).strip()
    before, comma, behind = (part.strip() for part in plain.partition(","))
    if comma and len(before.split()) == 1:
        plain = f"{behind} {before}"
    elif comma:
        plain = before
    words = [word for word in plain.split() if word.rstrip(".").lower() not in _TITLES]
    if not all(_NAME.fullmatch(word.rstrip(".")) for word in words) or (words and words[0].endswith(".")):
        return []
    return words[:4]


def greeted(text: str, words: Words) -> str | None:
    """Take the first name out of a mail's opening line ("Hi Anna,"): empty if that names nobody by first name ("Dear Ms Lind", "Hi all"), None if the line is no such greeting."""
    opening = next((line.strip() for line in text[:1000].splitlines() if line.strip()), "")
    greetings = "|".join(re.escape(greeting) for greeting in words.greetings)
    found = re.match(rf"(?:{greetings})\s+(\w[^,!:]*)(?:[,!:]|$)", opening, re.IGNORECASE)
    if not greetings or found is None:
        return None
    called = found.group(1).split()
    refused = {word.lower() for word in (*words.titles, *words.not_names)}
    are_names = all(_NAME.fullmatch(word) and word[0].isupper() and word.lower() not in refused for word in called)
    return called[0] if are_names and len(called) <= 3 and len(called[0]) <= 30 else ""
