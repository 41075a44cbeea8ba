"""Counts of what was right and wrong, and the tables that show them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Labels found, wanted and both, by name; `misses` says of each error what it was, for a person's eyes."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def add(self, wanted: str, found: str, what: str) -> None:
        """Count one labelled thing; the empty string stands for "none"."""
        self.wanted[wanted] += 1
        self.found[found] += 1
        self.confusion[wanted, found] += 1
        if wanted == found:
            self.right[wanted] += 1
        else:
            self.misses.append(f"wanted {wanted or 'nothing'}, found {found or 'nothing'}: {what}")

    @property
    def names(self) -> list[str]:
        """The labels there are, without "none"."""
        return sorted(name for name in self.wanted.keys() | self.found.keys() if name)

    @property
    def accuracy(self) -> float:
        """The share of all that is right; 1 of nothing."""
        return ratio(self.right.total(), self.wanted.total())

    def precision(self, name: str) -> float:
        """The share of what was found as `name` that is it."""
        return ratio(self.right[name], self.found[name])

    def recall(self, name: str) -> float:
        """The share of `name` that was found."""
        return ratio(self.right[name], self.wanted[name])

    def f1(self, name: str) -> float:
        """The harmonic mean of precision and recall."""
        return ratio(2 * self.right[name], self.wanted[name] + self.found[name])

    @property
    def macro_f1(self) -> float:
        """The mean of the F1 of the labels that were wanted."""
        names = [name for name in self.names if self.wanted[name]]
        return ratio(sum(self.f1(name) for name in names), len(names))


def ratio(part: float, whole: float) -> float:
    """Return part / whole; 1 where there is nothing to get wrong."""
    return part / whole if whole else 1.0


def table(title: str, tallies: Mapping[str, Tally], names: Sequence[str] | None = None) -> str:
    """Return precision, recall and F1 of each label in each tally."""
    lines = [title, f"{'':<34}{'count':>7}{'found':>7}{'prec.':>8}{'recall':>8}{'F1':>8}"]
    lines += [
        f"{f'{key} {name}'.strip():<34}{tally.wanted[name]:>7}{tally.found[name]:>7}{tally.precision(name):>8.3f}{tally.recall(name):>8.3f}{tally.f1(name):>8.3f}"
        for key, tally in tallies.items()
        for name in names or tally.names
    ]
    return "\n".join(lines)


def confusion(title: str, tally: Tally) -> str:
    """Return the confusion matrix: a row for what was wanted, a column for what was found."""
    rows = sorted(tally.wanted)
    columns = sorted({*tally.wanted, *tally.found})
    width = max(len(name) for name in columns) + 2
    lines = [title, " " * width + "".join(f"{name[:11]:>12}" for name in columns)]
    lines += [f"{row:<{width}}" + "".join(f"{tally.confusion[row, column]:>12}" for column in columns) for row in rows]
    return "\n".join(lines)


def listed(title: str, misses: Iterable[str]) -> str:
    """Return every miss, one a line."""
    lines = list(misses)
    return "\n".join([f"{title}: {len(lines)}", *(f"  {line}" for line in lines)]) if lines else ""
