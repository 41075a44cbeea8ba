"""How soon an answer shows: from its delivery to the mark taken off and the draft withdrawn, while the service idles on a real Dovecot.

    python -m benchmarks.latency [REPLIES] [PAUSE_SECONDS]

Replies come one after the other, with a pause of about PAUSE_SECONDS between them. Prints median and worst in milliseconds; half a second of it is Dovecot's own,
which collects news that long before it tells of them.
"""

import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import service
from tests.e2e.box import Box
from tests.servers import dovecot


def measure(replies: int, pause_seconds: float) -> list[float]:
    """The latencies, in seconds."""
    with dovecot.running() as server, tempfile.TemporaryDirectory() as name, Box(server, Path(name)) as box:
        box.now = datetime.now(UTC)
        sent = [
            box.send(f"The figures, part {number}", to=f"anna{number}@acme.example", days_ago=20)
            for number in range(replies)
        ]
        with service.running([box], Path(name)):
            service.wait_until("every thread being drafted", lambda: len(box.drafts()) == replies, step_seconds=0.5)
            time.sleep(2)  # the connection for news stands by then
            found = []
            for number, message_id in enumerate(sent):
                time.sleep(pause_seconds * random.uniform(0.7, 1.3))  # noqa: S311 - chance of a benchmark
                box.now = datetime.now(UTC)
                box.answer(message_id, days_ago=0, sender=f"anna{number}@acme.example")
                began = time.monotonic()
                service.wait_until("the mark's end", lambda it=message_id: "follow-up-due" not in box.flags(it))
                left = replies - number - 1
                service.wait_until("the draft's end", lambda it=left: len(box.drafts()) == it)
                found.append(time.monotonic() - began)
            return found


def main(replies: int = 50, pause_seconds: float = 3.5) -> None:
    """Measure and print."""
    found = measure(replies, pause_seconds)
    print(
        f"{replies} replies, {pause_seconds:g} s apart: median {statistics.median(found) * 1000:.0f} ms, worst {max(found) * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:2]), *(float(text) for text in sys.argv[2:3]))
