"""Splits a text into sentences, as far as reading promises and questions needs it."""

import re
from functools import lru_cache

# A full stop behind a short word before a number ("kl. 14", "Dec. 7") ends no sentence, nor does one before a small letter.
END = re.compile(
    r"(?<=[.!?…])[\"')\]]*\s+(?=[^\sa-zåäöéü])|(?<=[。！？])[」』）\"]*\s*|(?<=[?!])(?=[\u3040-\u30ff\u3400-\u9fff])"
)
SMALL_END = re.compile(rf"(?<=[^\W\d_]{{4}}[.!?…])\s+|{END.pattern}")  # some write no capital letters
ABBREVIATED = re.compile(r"(?:(?<![^\W\d_])[^\W\d_]{1,5}|\b[a-zåäö](?:\.[a-zåäö]){1,3})\.$", re.IGNORECASE)
TITLE = re.compile(
    r"\b(?:mr|mrs|ms|dr|prof|st|hr|fr|frl|ca|nr|no|kl|e\.g|i\.e|t\.ex|bl\.a|fr\.o\.m|t\.o\.m|o\.s\.v|bzw|usw|d\.h|z\.\s?b|u\.a|inkl|evtl|ggf|sr|sra|srta|dra|dña|ud|uds"
    r"|mme|mlle|m|p\.\s?ex|sig|sig\.ra|dott|dott\.ssa|ing|avv|mevr|dhr|bijv|o\.a|t\.a\.v|f\.eks|ekskl|esim|mm|n|np|tj|ul|pan|mgr|inż|např|tzn|č|гг?|ул|т\.\s?е|т\.\s?д|стр|тел)\.$",
    re.IGNORECASE,
)
BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,2}[.)])\s+")
SHORT_LINE = 50
SHORT_SPACELESS_LINE = 25
SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Languages that write a day's number with a full stop, and the month's name with a capital letter.
DAY_OF_MONTH = re.compile(r"\b\d{1,2}\.$")
GERMAN_DAY = re.compile(r"\b(?:zum|vom|am|dem|den)\s\d{1,2}\.$")  # "bis zum 18. Bescheid"
DOTTED_DATE = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.$")
WORDS_OF_REST = 2  # "vom 23.12. bis 6.1. Betriebsferien."
CAPITAL_MONTH = re.compile(r"(?:Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")
MOST_SENTENCES = 200
LONGEST = 1_000  # characters of a sentence that are read: nobody writes longer ones
SIGNS_OF_A_WORD = 3  # where words have no spaces between them


@lru_cache(maxsize=16)  # one text is read for several things
def split(text: str) -> tuple[str, ...]:
    """Return the sentences of `text`, each on one line, a wide question mark at its end as a narrow one. Wrapped lines are joined; a blank line, a short line and a list's point end a sentence."""
    sentences: list[str] = []
    has_capitals = text != text.lower()
    for block in _blocks(text):
        for piece in (END if has_capitals else SMALL_END).split(block):
            if sentences and piece and has_capitals and _goes_on(sentences[-1], piece, block):
                sentences[-1] = f"{sentences[-1]} {piece.strip()}"
            elif piece.strip():
                sentences.append(re.sub(r"？\Z", "?", piece.strip()[:LONGEST]))
    return tuple(sentences[:MOST_SENTENCES])


def asks(text: str) -> bool:
    """Whether `text` has a question mark, narrow or wide."""
    return "?" in text or "？" in text


def word_count(text: str) -> int:
    """Return how many words `text` has, about so many where they have no spaces between them."""
    signs = 0 if text.isascii() else len(SPACELESS.findall(text))
    return len(text.split()) + signs // SIGNS_OF_A_WORD


def _goes_on(before: str, piece: str, block: str) -> bool:
    if before not in block:
        return False
    start = piece.lstrip()
    if start[:1].islower() and not before.endswith(("!", "?", "…")):
        return True  # the pattern of ends knows the small letters of some alphabets only
    if DOTTED_DATE.search(before) and len(start.split()) <= WORDS_OF_REST:
        return True
    if DAY_OF_MONTH.search(before) and (CAPITAL_MONTH.match(start) or start[:1].isdigit()):
        return True
    if GERMAN_DAY.search(before):
        return True
    return bool(TITLE.search(before)) or (start[:1].isdigit() and bool(ABBREVIATED.search(before)))


def _blocks(text: str) -> list[str]:
    blocks: list[str] = []
    is_open = False
    for line in text.splitlines():
        stripped = " ".join(line.split())
        if not stripped:
            is_open = False
            continue
        if is_open and not BULLET.match(line):
            is_spaceless = SPACELESS.match(blocks[-1][-1]) and SPACELESS.match(stripped)
            blocks[-1] = f"{blocks[-1]}{'' if is_spaceless else ' '}{stripped}"
        else:
            blocks.append(BULLET.sub("", stripped))
        is_long = len(stripped) >= (SHORT_SPACELESS_LINE if SPACELESS.search(stripped) else SHORT_LINE)
        is_open = is_long or not stripped.endswith((".", "!", "?", ",", ":", ";", "。", "！", "？"))
    return blocks
