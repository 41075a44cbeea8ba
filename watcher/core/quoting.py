"""Cuts a message's text down to its newest own words: quotes, forwarded mail and the signature go.

The signs are those of mail programs, not of a language: `>` lines, the heading above them, rules with words in them, blocks of header lines; their words are those of
`mail_programs`. Every rule is linear in the length of the text.
"""

import re
from collections.abc import Iterable

from watcher.core import mail_programs

RULE_WITH_WORDS = re.compile(r"^[\s>*]*(?:-{3,}|_{5,}) ?[^\W\d_][^\n]{2,60}? ?(?:-{3,}|_{5,})\s*$")
HEADER_LINE = re.compile(r"^[\s>]*\**([^\W\d_][\w .-]{0,20}?)\s?\**\s?[:\uff1a]\**\s*(\S.*)?$")
FROM_LINE = re.compile(rf"^[\s>]*\**(?:{'|'.join(mail_programs.FROM_LABELS)})\s?\**\s?[:\uff1a]\**\s*\S", re.IGNORECASE)
HEADING_VERB = re.compile(
    rf"(?<!\w)(?:{'|'.join(mail_programs.WROTE)})(?!\w)|(?:{'|'.join(mail_programs.WROTE_SPACELESS)})", re.IGNORECASE
)
HEADING_START = re.compile(
    rf"^\s*(?:(?:{'|'.join(mail_programs.HEADING_STARTS)})\s|(?:{'|'.join(mail_programs.HEADING_WEEKDAYS)})\w{{0,9}}[.,]{{0,2}}\s?\d|[在于])",
    re.IGNORECASE,
)
# The heading of programs that name the writer with the address alone.
ADDRESSED = re.compile(r"<[^<>\s]{1,200}@[^<>\s]{1,200}>\s?[:\uff1a]$")
FOOTER = re.compile(rf"\s*(?:{'|'.join(mail_programs.SENT_FROM)})", re.IGNORECASE)
LIST_RULE = re.compile(r"^\s*(?:_{20,}|-{20,}|={20,})")
LIST_FOOTER = re.compile(r"mailing list|/listinfo/|unsubscribe", re.IGNORECASE)
FORWARDED = re.compile("|".join(map(re.escape, mail_programs.FORWARDED)), re.IGNORECASE)
HEADING_FACT = re.compile(r"@|\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}")
SIGNATURE = re.compile(r"^--\s*$")
QUOTED = re.compile(r"^\s{0,3}>")
HEADING_LINES = 4
HEADING_LENGTH = 400
FOOTER_LENGTH = 150
RULE_SIGNS = ("---", "_____")


def newest_words(text: str) -> str:
    """The part of `text` that its author wrote for this message."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = _before_forwarded(lines)
    lines = _without_quotes(lines)
    lines = _before_list_footer(lines)
    lines = _before_signature(lines)
    return "\n".join(lines).strip()


def words_below(text: str, quoted: Iterable[str]) -> str:
    """The own words in a text whose quote stands on top without marks: all that none of the messages before it says.

    Empty where nothing of it is known, or where it doesn't begin with the heading of a quote: then no telling what is whose.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    heading = _heading_length(lines, 0) if lines else 0
    known = f" {' '.join(' '.join(quoted).split())} "
    own = [line for line in lines[heading:] if f" {' '.join(line.split())} " not in known]
    if not heading or len(own) == len(lines) - heading:
        return ""
    return newest_words("\n".join(own))


def _before_forwarded(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if (
            any(each in line for each in RULE_SIGNS)
            and RULE_WITH_WORDS.match(line)
            and _names_other_mail(lines[index + 1 : index + 8])
        ):
            return lines[:index]
        if (":" in line or "\uff1a" in line) and FROM_LINE.match(line):
            first = _first_of_block(lines, index)
            if _is_header_block(lines[first : first + 8]):
                return _without_heading_of_forwarded(_without_trailing_rule(lines[:first]))
    return lines


def _first_of_block(lines: list[str], at: int) -> int:
    """The first line of the block: some programs name the time above the sender."""
    while at and HEADER_LINE.match(lines[at - 1]) and HEADING_FACT.search(lines[at - 1]):
        at -= 1
    return at


def _without_heading_of_forwarded(lines: list[str]) -> list[str]:
    """Take off the line that says that mail follows which was forwarded: "Begin forwarded message:"."""
    if lines and lines[-1].rstrip().endswith((":", "\uff1a")) and FORWARDED.search(lines[-1]):
        return _without_trailing_rule(lines[:-1])
    return lines


def _names_other_mail(lines: list[str]) -> bool:
    return any(HEADER_LINE.match(line) or QUOTED.match(line) or HEADING_FACT.search(line) for line in lines)


def _is_header_block(lines: list[str]) -> bool:
    """Whether three or more header-like lines stand together, with an address or a time among them."""
    block = []
    for line in lines:
        if not HEADER_LINE.match(line):
            break
        block.append(line)
    return len(block) >= 3 and any(HEADING_FACT.search(line) for line in block)


def _without_trailing_rule(lines: list[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1].strip(" \t_-*="):
        kept.pop()
    return kept


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    index = 0
    while index < len(lines):
        length = _heading_length(lines, index)
        if length:
            following = index + length
            while following < len(lines) and not lines[following].strip():
                following += 1
            if following >= len(lines) or not QUOTED.match(lines[following]):
                return kept  # what follows a heading without `>` is the whole old mail
            index = following
        elif QUOTED.match(lines[index]):
            index += 1
        else:
            kept.append(lines[index])
            index += 1
    return kept


def _heading_length(lines: list[str], index: int) -> int:
    """How many lines from `index` make the heading of a quote; 0 if none begins there."""
    if not lines[index].strip() or QUOTED.match(lines[index]):
        return 0
    joined = ""
    for length in range(1, HEADING_LINES + 1):
        if index + length > len(lines) or not lines[index + length - 1].strip():
            return 0
        joined = f"{joined} {lines[index + length - 1].strip()}".strip()
        if len(joined) > HEADING_LENGTH:
            return 0
        if length > 1 and not _may_be_wrapped(lines[index : index + length]):
            return 0
        if joined.endswith((":", "\uff1a", ":*")):
            return length if _is_heading(joined, lines[index + length : index + length + 2]) else 0
    return 0


def _may_be_wrapped(lines: list[str]) -> bool:
    """Whether several lines can be one heading: the first begins as headings do, no later one does (that would be a new one)."""
    first = lines[0].strip()
    begins = HEADING_START.match(first) or first[:1].isdigit() or "@" in first
    return bool(begins) and not any(HEADING_START.match(line) for line in lines[1:])


def _is_heading(joined: str, following: list[str]) -> bool:
    is_quoted = any(QUOTED.match(line) for line in following)
    if not HEADING_VERB.search(joined):
        has_date = bool(HEADING_FACT.search(joined)) and bool(HEADING_START.match(joined) or joined[:1].isdigit())
        return has_date and (is_quoted or ADDRESSED.search(joined) is not None)
    return is_quoted or (
        bool(HEADING_FACT.search(joined)) and bool(HEADING_START.match(joined) or "@" in joined or joined[:1].isdigit())
    )


def _before_list_footer(lines: list[str]) -> list[str]:
    """Cut what a mailing list puts below every message."""
    for index, line in enumerate(lines):
        if LIST_RULE.match(line) and any(LIST_FOOTER.search(each) for each in lines[index + 1 : index + 4]):
            return lines[:index]
    return lines


def _before_signature(lines: list[str]) -> list[str]:
    kept = [line for line in lines if len(line) > FOOTER_LENGTH or not FOOTER.match(line)]
    for index, line in enumerate(kept):
        if SIGNATURE.match(line) and any(each.strip() for each in kept[:index]):
            return kept[:index]
    return kept
