"""What the user may have meant."""

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str], *, by_tail: bool = False) -> str:
    """`did you mean A or B?` with the closest of `known`, or nothing when none is close.

    `by_tail` also finds what only the last part of a name matches (`Stockholm` for `Europe/Stockholm`).
    """
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), folded, n=2, cutoff=0.7)
    if by_tail:
        tail = word.casefold().rpartition("/")[2].replace(" ", "_")
        close = [name for name in folded if tail and name.rpartition("/")[2] == tail][:2] or close
    return f"did you mean {' or '.join(folded[name] for name in close)}?" if close else ""
