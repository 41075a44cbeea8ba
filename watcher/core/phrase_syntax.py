"""How phrases are written, and the regular expressions they stand for.

A phrase is written in plain words: a space is any space, with or without a comma, dash or bracket (none behind an apostrophe: "l' offre" is "l'offre"), `(a|b)` a choice, `[a]` something that may be missing, `...` up to six words between,
`word~` the word with any ending (`~word` with any beginning). Case does not matter; `'` finds the curly apostrophe too. A phrase begins and ends at a word's edge.
`<name>` stands for a choice of all words of a class that the language's file names.
In a language that is written without spaces a space is any space or none, `...` up to twelve characters, and words have no edges.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

APOSTROPHE = "['\u2019]"
SIGNS = {"'": APOSTROPHE, "~": r"\w*"}
PLAIN = re.compile(r"(?!\.\.\.)(?:(?!\s\.\.\.)[^()\[\]|?])+")  # a way of a choice that holds neither choices nor gaps
Tree = dict[str, "Tree"]


@dataclass(frozen=True, slots=True, eq=False)  # the few there are are told apart by identity: they are keys of caches
class Spelling:
    """How a script sets its words apart."""

    space: str
    gap: str
    left: str
    right: str
    is_spaced: bool
    accents_matter: bool = True


SPACED = Spelling(
    space=r"(?:[\s,;:()–-]+|(?<=['\u2019]))",
    gap=r"(?:[^\s]{1,40}\s+){0,6}?(?:\w{1,5}['\u2019])?",
    left=r"(?<!\w)",
    right=r"(?!\w)",
    is_spaced=True,
)
UNACCENTED = replace(SPACED, accents_matter=False)
SPACELESS = Spelling(
    space=r"[\s,;:()、，：（）-]{0,3}",
    gap=r".{0,12}?",
    left=r"(?:(?<![a-z])|(?![a-z]))",
    right=r"(?:(?![a-z])|(?<![a-z]))",
    is_spaced=False,
)


def pattern_of(phrase: str, spelling: Spelling = SPACED) -> str:
    """Translate one phrase into a regular expression, without the edges of words around it."""
    pieces = split(phrase.strip(), " ")
    while pieces and pieces[-1] == "...":
        pieces.pop()
    space, pattern = spelling.space, ""
    for index, piece in enumerate(pieces):
        is_last = index == len(pieces) - 1
        if piece == "...":
            pattern += spelling.gap
        elif may_be_missing(piece):
            inner = _choice(piece[1:-1], spelling)
            ends_here = all(may_be_missing(each) for each in pieces[index:])
            pattern = (
                f"{pattern.removesuffix(space)}(?:{space}{inner})?" if ends_here else f"{pattern}(?:{inner}{space})?"
            )
        else:
            pattern += _literal(piece, spelling) + ("" if is_last else space)
    return pattern


def may_be_missing(piece: str) -> bool:
    """Whether a piece of a phrase stands in square brackets."""
    return piece.startswith("[") and piece.endswith("]")


def _literal(piece: str, spelling: Spelling) -> str:
    """Translate a word; it may hold choices in brackets, in each other too, and `~`, which alone is the sign itself."""
    if piece == "~":
        return piece
    pattern = ""
    for part in bracketed(piece):
        if part.startswith("("):
            pattern += _choice(part[1:-1], spelling)
        elif any(character in ")[]?" for character in part):
            message = f"{piece!r} can't be read: a bracket without its other half, or one in a word"
            raise ValueError(message)
        else:
            pattern += re.escape(part).replace("'", APOSTROPHE).replace(r"\~", "~").replace("~", r"\w*")
    return pattern


def bracketed(piece: str) -> list[str]:
    """Cut a word into its outermost choices and what stands between them."""
    if "(" not in piece and ")" not in piece:
        return [piece] if piece else []
    parts, depth = [""], 0
    for character in piece:
        if character == "(" and depth == 0:
            parts.append("")
        depth += (character == "(") - (character == ")")
        parts[-1] += character
        if character == ")" and depth == 0:
            parts.append("")
    return [part for part in parts if part]


def _choice(inner: str, spelling: Spelling) -> str:
    """Translate a choice. Its plain ways share their beginnings, so that hundreds of them are tried as fast as a few."""
    ways = split(inner, "|")
    plain = [way.strip() for way in ways if PLAIN.fullmatch(way.strip())]
    patterns = [_together(_tree(plain, spelling))] if plain else []
    patterns += [pattern_of(way, spelling) for way in ways if not PLAIN.fullmatch(way.strip())]
    return f"(?:{'|'.join(patterns)})"


def _tree(ways: Iterable[str], spelling: Spelling) -> Tree:
    """Return the ways of a choice as a tree of what follows what; the empty string stands for an end."""
    root: Tree = {}
    for way in ways:
        node = root
        for character in way:
            node = node.setdefault(_sign(character, spelling), {})
        node[""] = {}
    return root


def _sign(character: str, spelling: Spelling) -> str:
    if character in SIGNS:
        return SIGNS[character]
    return spelling.space if character == " " else re.escape(character)


def _together(tree: Tree) -> str:
    """Return the pattern of a tree, what goes on tried before what ends."""
    branches = [sign + _together(after) for sign, after in tree.items() if sign]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in tree:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if '' in tree else ''}"


def split(text: str, at: str) -> list[str]:
    """Split at a character that stands outside all brackets."""
    if not any(character in text for character in "()[]"):
        return [piece for piece in text.split(at) if piece]
    pieces, depth, current = [], 0, ""
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == at and depth == 0:
            pieces.append(current)
            current = ""
        else:
            current += character
    if depth != 0:
        message = f"a bracket lacks its other half in {text!r}"
        raise ValueError(message)
    return [piece for piece in [*pieces, current] if piece]
