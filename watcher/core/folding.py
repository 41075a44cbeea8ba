"""Text as it is compared: in small letters, without accents."""

import unicodedata

# Letters that Unicode does not take apart into a letter and its accent.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "\u0131": "i", "\u2019": "'"}
)


def fold(text: str) -> str:
    """Return the text in small letters without accents, full-width letters as narrow ones, curly apostrophes straight."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    taken_apart = unicodedata.normalize("NFKD", lower.translate(_PLAIN))
    return "".join(character for character in taken_apart if not unicodedata.combining(character))
