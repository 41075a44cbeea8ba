"""The pulse: whether the work goes on."""

import threading
from collections.abc import Iterator

import pytest

from watcher.daemon.pulse import Pulse


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pulse(clock: Clock) -> Pulse:
    return Pulse(clock)


def test_work_is_silent_once_its_limit_has_passed_without_a_beat(pulse: Pulse, clock: Clock) -> None:
    pulse.begin("pass over private", 60)
    clock.now += 60
    assert pulse.silent() == []
    clock.now += 1
    assert pulse.silent() == ["pass over private"]


def test_a_beat_gives_the_whole_limit_again(pulse: Pulse, clock: Clock) -> None:
    beat = pulse.begin("pass over private", 60)
    for _ in range(10):
        clock.now += 50
        assert pulse.silent() == []
        beat()
    clock.now += 61
    assert pulse.silent() == ["pass over private"]
    beat()
    assert pulse.silent() == []


def test_each_piece_of_work_has_its_own_limit_and_the_silent_ones_are_named_in_order(
    pulse: Pulse, clock: Clock
) -> None:
    pulse.begin("pass over work", 30)
    pulse.begin("listening", 20)
    pulse.begin("pass over shop", 600)
    clock.now += 31
    assert pulse.silent() == ["listening", "pass over work"]


def test_work_that_ended_is_waited_for_no_longer_even_when_it_failed(pulse: Pulse, clock: Clock) -> None:
    beat = pulse.begin("listening", 20)
    with pytest.raises(ValueError, match="broken"), pulse.working("pass over private", 60):
        raise ValueError("broken")
    beat.end()
    clock.now += 1000
    assert pulse.silent() == []
    beat.end()  # a second end does no harm


def test_of_two_with_one_name_the_frozen_one_is_seen_though_the_other_beats(pulse: Pulse, clock: Clock) -> None:
    frozen = pulse.begin("pass", 60)
    with pulse.working("pass", 60) as beat:
        clock.now += 61
        beat()
        assert pulse.silent() == ["pass"]
    assert pulse.silent() == ["pass"]
    frozen.end()
    assert pulse.silent() == []


def test_a_frozen_worker_is_seen_by_the_real_clock_while_others_go_on_and_seen_to_go_on_after_it() -> None:
    pulse = Pulse()
    thaw, ended = threading.Event(), threading.Event()

    def frozen() -> None:
        with pulse.working("frozen", 0.05):
            thaw.wait(60)
        ended.set()

    worker = threading.Thread(target=frozen)
    with pulse.working("lively", 600) as beat:
        worker.start()
        assert _becomes(pulse, ["frozen"])
        beat()
        thaw.set()
        assert ended.wait(60)
        assert pulse.silent() == []
    worker.join(60)


def test_many_threads_begin_beat_and_end_while_the_silent_are_asked_for() -> None:
    pulse = Pulse()
    failures: list[BaseException] = []
    start = threading.Barrier(9)

    def works(number: int) -> None:
        try:
            start.wait(60)
            for _ in range(50):
                with pulse.working(f"worker {number}", 600) as beat:
                    for _ in range(200):
                        beat()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)

    workers = [threading.Thread(target=works, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    start.wait(60)
    asked = 0
    while any(worker.is_alive() for worker in workers):
        assert pulse.silent() == []
        asked += 1
    assert failures == []
    assert asked > 0


def _becomes(pulse: Pulse, expected: list[str]) -> bool:
    return any(found == expected for found in _asked_for(pulse, seconds=60))


def _asked_for(pulse: Pulse, *, seconds: float) -> Iterator[list[str]]:
    tick = threading.Event()
    for _ in range(int(seconds / 0.01)):
        yield pulse.silent()
        tick.wait(0.01)
