"""`make eval`: the judgement measured on the labelled set and, where there is a folder of real mail, on that; every miss is listed."""

import argparse
import sys
from pathlib import Path

from tests.judgement import archives, corpus, measure, tally
from tests.judgement.labelled import HALVES, LATER
from tests.judgement.measure import Scores
from tests.judgement.tally import Tally


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make eval")
    parser.add_argument(
        "--half",
        choices=(*HALVES, "both", *LATER),
        default="both",
        help="`dev` to learn from, `frozen` to measure only",
    )
    parser.add_argument("--language", action="append", default=[], help="only this one; may be given several times")
    parser.add_argument("--corpus", type=Path, help="a folder of real mail, as its MANIFEST.md describes")
    parser.add_argument("--quiet", action="store_true", help="no misses: for the frozen half before its time")
    options = parser.parse_args()
    halves = HALVES if options.half == "both" else (options.half,)
    for half in halves:
        show(half, measure.measure((half,), frozenset(options.language)), with_misses=not options.quiet)
    if options.corpus:
        print(*corpus.shown(corpus.measure(options.corpus), with_misses=not options.quiet), sep="\n")
        print(*archives.shown(archives.measure(options.corpus), with_misses=not options.quiet), sep="\n")
    return 0


def show(half: str, scores: Scores, *, with_misses: bool) -> None:
    """Print what was measured on a half of the set, every miss behind its table."""
    print(f"\n=== The labelled set, half: {half} ===")
    parts: tuple[tuple[str, dict[str, Tally], list[str] | None], ...] = (
        ("Kinds of message", scores.kinds, None),
        ("Kinds of absence notes and what looks like them", scores.notes, None),
        ("Days of return", scores.returns, ["right day"]),
        ("Promises", scores.promises, ["promise"]),
        ("Scenarios", scores.scenarios, None),
        ("Unanswered and due", scores.due, ["due"]),
        ("States", scores.states, None),
        ("Due dates", scores.due_dates, ["right day"]),
        ("Reasons", scores.reasons, None),
        ("Scenarios of first messages", scores.opening_scenarios, None),
        ("First messages that want no answer", scores.no_answer_wanted, ["none wanted"]),
        ("Days of events in first messages", scores.events, ["right day"]),
        ("Languages of the promise texts", scores.languages, None),
    )
    for title, tallies, names in parts:
        if not tallies:
            continue
        total = measure.all_of(tallies)
        print()
        print(tally.table(title, {"all": total}, names))
        if title in ("Scenarios", "States", "Scenarios of first messages"):
            print(tally.confusion("wanted (rows), found (columns)", total))
        print(f"  by language: {_by_language(tallies, names)}")
        print(f"  accuracy {total.accuracy:.3f}, macro-F1 {total.macro_f1:.3f}")
        if with_misses:
            print(tally.listed("  misses", total.misses))


def _by_language(tallies: dict[str, Tally], names: list[str] | None) -> str:
    shown = []
    for code, each in sorted(tallies.items()):
        figures = (
            f"{each.wanted[names[0]]} P {each.precision(names[0]):.2f} R {each.recall(names[0]):.2f}"
            if names
            else f"{each.wanted.total()} right {each.accuracy:.2f}"
        )
        shown.append(f"{code} {figures}")
    return "; ".join(shown)


if __name__ == "__main__":
    sys.exit(main())
