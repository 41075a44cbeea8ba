"""The labelled set is large and various enough to mean something, and every label of it can be read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest

from tests.judgement import labelled
from watcher.core.model import Kind, ReasonCode, Scenario, State

LANGUAGES = frozenset(["en", "sv", "da", "nb", "fi", "de", "nl", "fr", "es", "it", "pt", "pl", "cs", "ja", "zh", "ru"])
SPACELESS = ("ja", "zh")
RUN = 6
SPACELESS_RUN = 16  # characters
WORD = re.compile(r"[^\W_]+")


SETS = (*labelled.HALVES, *labelled.LATER)
ENOUGH_RUNS = 8  # of a text that says something of its own


def _texts(sets: Iterable[str]) -> Iterator[tuple[str, str]]:
    for half in sets:
        for thread in labelled.threads(half):
            yield from ((thread.language, text) for text in thread.texts)
        yield from ((each.language, each.text) for each in labelled.promises(half))
        yield from ((each.language, each.text) for each in labelled.absences(half))
        yield from ((each.thread.language, text) for each in labelled.openings(half) for text in each.thread.texts)


def _runs(language: str, text: str) -> set[tuple[str, ...]]:
    own = "\n".join(line for line in text.splitlines() if not line.startswith(">"))
    length = SPACELESS_RUN if language in SPACELESS else RUN
    words = re.findall(r"[^\W\d_]", own) if language in SPACELESS else WORD.findall(own.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_there_is_enough_of_it_in_all_languages() -> None:
    threads = [each for half in labelled.HALVES for each in labelled.threads(half)]
    promises = [each for half in labelled.HALVES for each in labelled.promises(half)]
    notes = [each for half in labelled.HALVES for each in labelled.absences(half)]
    assert {each.language for each in threads} == {each.language for each in promises} == LANGUAGES
    assert {each.language for each in notes} == LANGUAGES
    assert len(threads) >= 400
    assert len(promises) >= 300
    assert len(notes) >= 200
    assert abs(sum(each.is_promise for each in promises) / len(promises) - 0.5) < 0.02


def test_no_run_of_words_occurs_in_two_texts() -> None:
    """Within a language; between them only what mail servers say in English of failures is alike."""
    seen: Counter[tuple[str, ...]] = Counter()
    for language, text in _texts(labelled.HALVES):
        seen.update((language, *run) for run in _runs(language, text))
    assert [" ".join(run) for run, count in seen.items() if count > 1] == []


def test_no_text_of_any_set_is_another_in_other_words() -> None:
    """What people write to be polite occurs often; of what a text says less than two thirds stand in others."""
    texts = [(language, text, _runs(language, text)) for language, text in _texts(SETS)]
    seen: Counter[tuple[str, ...]] = Counter()
    for language, _, runs in texts:
        seen.update((language, *run) for run in runs)
    copied = [
        text
        for language, text, runs in texts
        if len(runs) >= ENOUGH_RUNS and 3 * sum(seen[(language, *run)] > 1 for run in runs) > 2 * len(runs)
    ]
    assert copied == []


@pytest.mark.parametrize("half", SETS)
def test_every_label_is_a_word_of_the_program(half: str) -> None:
    for thread in labelled.threads(half):
        assert set(thread.kinds.values()) <= set(Kind)
        assert thread.scenario is None or thread.scenario in set(Scenario)
        assert {each["state"] for each in thread.expect} <= set(State)
        assert {each["code"] for each in thread.expect} <= set(ReasonCode)
    assert {each.kind for each in labelled.absences(half)} <= set(Kind)
    assert {each.thread.scenario for each in labelled.openings(half)} <= {None, *Scenario}


@pytest.mark.parametrize("half", SETS)
def test_messages_come_in_order(half: str) -> None:
    for thread in labelled.threads(half):
        assert all(one.at <= other.at for one, other in pairwise(thread.letters)), thread.name
