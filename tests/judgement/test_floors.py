"""The judgement gets no worse than it was measured: a slice of `make eval`. The floors lie a little below the figures; they are no goals."""

import pytest

from tests.judgement import measure
from tests.judgement.labelled import HALVES
from watcher.core.model import Kind

PROMISES = {"dev": (0.97, 0.95), "frozen": (0.88, 0.86)}  # precision, recall
RETURNS = {"dev": 0.95, "frozen": 0.82}
NOTES = {"dev": 0.95, "frozen": 0.85}


@pytest.mark.parametrize("half", HALVES)
def test_promises_and_absences_are_read_as_well_as_before(half: str) -> None:
    scores = measure.measure_messages(half)
    promises, returns, notes = map(measure.all_of, (scores.promises, scores.returns, scores.notes))
    precision, recall = PROMISES[half]
    assert promises.precision("promise") >= precision
    assert promises.recall("promise") >= recall
    assert returns.precision("right day") >= 0.97
    assert returns.recall("right day") >= RETURNS[half]
    assert notes.accuracy >= NOTES[half]
    assert notes.recall(Kind.HUMAN_REPLY) == 1  # no person is taken for a machine


@pytest.mark.parametrize("language", ["en", "ja"])
def test_threads_are_judged_as_well_as_before(language: str) -> None:
    scores = measure.measure(HALVES, frozenset([language]))
    assert measure.all_of(scores.due).f1("due") >= 0.93
    assert measure.all_of(scores.states).accuracy >= 0.95
    assert measure.all_of(scores.due_dates).accuracy >= 0.92
