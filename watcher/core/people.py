"""Who is who in mail: the same person under another address, and colleagues.

Names are compared folded: without accents, titles, order ("Berg, Anna") and what services add ("Anna Berg via Greenhouse").
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from watcher.core.folding import fold
from watcher.core.model import Address
from watcher.core.shared_domains import SECOND_LEVELS, SHARED

_TITLES = """
    dr prof mr mrs ms mx miss sir herr frau fru hr ing dipl mag lic phd mba msc bsc ma ba jr sr mgr bc doc judr mudr rndr m mme mlle sig dott dott.ssa arch avv sra dra eng inz pan pani don dona
"""
_ROLES = """
    info office sales support service services team contact kontakt hr jobs job career careers karriere bewerbung recruiting recruitment press billing invoice accounts admin noreply reply
    no customer kundtjanst kundeservice kundenservice marketing mail post list users dev help booking reception verkauf vertrieb einkauf personal ventes ventas vendite vendas sprzedaz obchod
"""
_ROLE_WORDS = frozenset(_ROLES.split())
_TITLE_WORDS = frozenset(_TITLES.split())
_BEHIND = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|[|/].*|\s(?:via|at|from|von|von|från|fra|hos|bei|chez|presso)\s.*|@.*", re.IGNORECASE
)
_PART = re.compile(r"[^\W\d_]+")
_LOCAL_PART = re.compile(r"[a-z]{2,}|[a-z](?=[._-])")
SHORT_NAME = 3  # letters of a given name that its familiar form keeps
_IDEOGRAPHS = "\u3040"
_MOST = 200


@lru_cache(maxsize=4096)
def organisation(email: str) -> str:
    """Return the domain that an organisation's addresses share (`hr.firm.example` and `firm.example` are one); empty for addresses of strangers, as of free mail."""
    domain = email[-_MOST:].lower().rpartition("@")[2].strip(".")
    labels = domain.split(".")
    if len(labels) < 2 or not all(labels) or domain.startswith("["):
        return ""
    depth = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVELS else 2
    name = ".".join(labels[-depth:])
    return "" if name in SHARED or domain in SHARED else name


@lru_cache(maxsize=4096)
def name_of(address: Address) -> tuple[str, ...]:
    """Return the parts of a person's name, folded, given name first where that can be told: of the display name, else of the address (`anna.berg@…`). Empty where there are not two."""
    name = address.name[:_MOST].strip("'\"\u201c\u201d ")
    if "@" not in name:
        name = _BEHIND.sub("", f"{name} ")
        family, comma, given = name.partition(",")
        parts = _parts(f"{given} {family}" if comma and _PART.search(given) and " " not in given.strip() else name)
        if len(parts) > 1 or (parts and _is_ideographic(parts[0])):
            return parts
    return _parts_of_local(address.email)


def _parts(name: str) -> tuple[str, ...]:
    found = tuple(part for part in _PART.findall(fold(name)) if part not in _TITLE_WORDS)[:6]
    return ("".join(found),) if found and all(part >= _IDEOGRAPHS for part in found) else found


def _parts_of_local(email: str) -> tuple[str, ...]:
    local = email[:_MOST].partition("@")[0].partition("+")[0]
    if not re.search(r"[._]", local):
        return ()
    found = tuple(_LOCAL_PART.findall(local))
    if _ROLE_WORDS & set(found):
        return ()
    return found if 2 <= len(found) <= 4 and any(len(part) > 2 for part in found) else ()


def _is_ideographic(part: str) -> bool:
    return len(part) >= 2 and part >= _IDEOGRAPHS


def name_key(address: Address) -> str:
    """Return what a person's names have in common, however written: how the given name begins, and the first letter of the family name. Empty where no full name is known."""
    return _key(name_of(address))


def name_keys(address: Address) -> tuple[str, ...]:
    """Return the keys under which the same person may write: also with the family name first."""
    parts = name_of(address)
    return tuple(dict.fromkeys(key for key in (_key(parts), _key(parts[::-1])) if key))


def _key(parts: tuple[str, ...]) -> str:
    if len(parts) == 1:
        return parts[0]
    return f"{parts[0][:SHORT_NAME]} {parts[-1][0]}" if parts and len(parts[0]) > 1 else ""


def is_same_name(one: Address, other: Address) -> bool:
    """Whether both bear one full name; either may give an initial for the family name, and leave middle names out."""
    first, second = name_of(one), name_of(other)
    if not first or not second:
        return False
    if len(first) == 1 or len(second) == 1:
        return "".join(first) == "".join(second)
    return any(_fit(first, each) for each in (second, second[::-1]))


def is_perhaps_same_name(one: Address, other: Address) -> bool:
    """Whether one may be the familiar form of the other: given names that begin alike, and one family name or its initial ("Vend S." of Vendula Svoboda)."""
    first, second = name_of(one), name_of(other)
    if len(first) < 2 or len(second) < 2:
        return False
    last, last_too = first[-1], second[-1]
    begins = min(len(first[0]), len(second[0])) >= SHORT_NAME and first[0][:SHORT_NAME] == second[0][:SHORT_NAME]
    return begins and (last == last_too or (1 in (len(last), len(last_too)) and last[0] == last_too[0]))


def _fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one[0]) < 2 or one[0] != other[0]:
        return False
    last, last_too = one[-1], other[-1]
    return (
        last == last_too
        or (1 in (len(last), len(last_too)) and last[0] == last_too[0])
        or last in other
        or last_too in one
    )


def is_named_in(address: Address, words: frozenset[str]) -> bool:
    """Whether a text with these folded words has the full name of this person."""
    parts = name_of(address)
    return (
        bool(parts) and all(part in words for part in (parts[0], parts[-1])) and (len(parts) > 1 or len(parts[0]) > 2)
    )


def is_first_named_in(address: Address, words: frozenset[str]) -> bool:
    """Whether a text with these folded words has the given or the family name of this person."""
    return any(len(part) > 2 and part in words for part in {*name_of(address), *_parts(address.name)})


def is_of_owner(emails: Iterable[str], domain: str) -> bool:
    """Whether the organisation is one of the user's own."""
    return any(organisation(each) == domain for each in emails)


def names(addresses: Iterable[Address]) -> Iterator[str]:
    """Yield the folded words of which names and addresses are made."""
    for address in addresses:
        yield from _PART.findall(fold(address.name[:_MOST]))
        yield from _PART.findall(fold(address.email[:_MOST]))
