"""How long the judgement of one message takes, its text at hand, against the standard library's parse of the same bytes.

    python -m benchmarks.judgement [FOLDER]

FOLDER holds real mail as `tests/judgement/corpus.py` reads it; without one the labelled set (its half `dev`) is read. Both are measured in turns in one run, in the
time of one processor; medians in microseconds. The goal: 100,000 messages a minute, or at most four times the parse.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from functools import partial
from pathlib import Path

from tests.judgement import corpus, labelled
from watcher import language
from watcher.core import bodies, headers, replies
from watcher.core.model import FolderName, Message, Owner, Place, Role

MOST_MESSAGES = 2_000
ROUNDS = 5
NOWHERE = Place(FolderName("file"), Role.INBOX, 0, 0)
NOBODY = Owner(frozenset())


def _mails(folder: Path | None) -> Iterator[bytes]:
    if folder is not None:
        yield from (mail.raw for mail in corpus.mails(folder))
        return
    for thread in labelled.threads("dev"):
        yield from (letter.raw for letter in thread.letters)
    yield from (each.raw for each in labelled.promises("dev"))
    yield from (each.raw for each in labelled.absences("dev"))


def _message(raw: bytes) -> Message:
    envelope = headers.read(raw, place=NOWHERE, received_at=datetime.now(UTC), server_thread=None)
    return Message(envelope, (NOWHERE,), bodies.read_body(raw))


def _microseconds(work: Callable[[], object]) -> float:
    began = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - began) / 1000


def measure(raws: Sequence[bytes]) -> tuple[list[float], list[float]]:
    """Return the times of the parse and of the judgement, in microseconds: of each message the median of its rounds."""
    words = language.load()
    messages = [_message(raw) for raw in raws]
    judge = partial(replies.read, owner=NOBODY, words=words, zone=UTC)
    parsed: list[list[float]] = [[] for _ in raws]
    judged: list[list[float]] = [[] for _ in raws]
    for message in messages:  # phrases are compiled when they are first met
        judge(message)
    for _ in range(ROUNDS):
        for number, (raw, message) in enumerate(zip(raws, messages, strict=True)):
            parsed[number].append(_microseconds(partial(message_from_bytes, raw)))
            judged[number].append(_microseconds(partial(judge, message)))
    return [statistics.median(each) for each in parsed], [statistics.median(each) for each in judged]


def main(folder: Path | None = None) -> None:
    """Measure and print."""
    raws = list(_mails(folder))
    chosen = random.Random(1).sample(raws, min(MOST_MESSAGES, len(raws)))  # noqa: S311 - chance of a benchmark
    parsed, judged = measure(chosen)
    for name, times in (("message_from_bytes", parsed), ("judgement", judged)):
        print(
            f"{name:<20} median {statistics.median(times):7.0f} µs, mean {statistics.fmean(times):7.0f} µs, worst {max(times):8.0f} µs,"
            f" {60e6 / statistics.fmean(times):9,.0f} a minute"
        )
    print(
        f"{len(chosen)} messages; ratio of medians {statistics.median(judged) / statistics.median(parsed):.2f}, of sums {sum(judged) / sum(parsed):.2f}"
    )


if __name__ == "__main__":
    main(*(Path(text) for text in sys.argv[1:2]))
