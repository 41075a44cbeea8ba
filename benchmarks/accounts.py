"""Many mailboxes in one process: what it takes while all are idle, and how long a burst of one answer for each takes.

    python -m benchmarks.accounts [ACCOUNTS]

Prints threads, memory and sockets of the idle service, the processor time that it uses while it waits, and the time from the first answer of the burst
to the last mark that went. A real Dovecot on the same machine does its part of the work in that time.
"""

import os
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import service
from tests.e2e.box import Box
from tests.servers import dovecot

_IDLE_SECONDS = 20.0
_TICKS = os.sysconf("SC_CLK_TCK")


def main(accounts: int = 200) -> None:
    """Measure and print."""
    with ExitStack() as opened:
        server = opened.enter_context(dovecot.running(sessions_a_process=25))
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        boxes = [opened.enter_context(Box(server, _folder(folder, number))) for number in range(accounts)]
        sent = []
        for box in boxes:
            box.now = datetime.now(UTC)
            sent.append(box.send(days_ago=20))
        with service.running(boxes, folder) as process:
            took = service.wait_until(
                "every mailbox being drafted", lambda: all(box.drafts() for box in boxes), step_seconds=1
            )
            print(f"{accounts} accounts: first passes done after {took:.1f} s")
            wanted = accounts
            service.wait_until("every mailbox being listened to", lambda: sockets(process) >= wanted, step_seconds=0.5)
            time.sleep(5)
            before = processor_seconds(process)
            time.sleep(_IDLE_SECONDS)
            used = processor_seconds(process) - before
            print(
                f"idle: {threads(process)} threads, {memory_mb(process):.0f} MB resident, {sockets(process)} sockets, "
                f"{used / _IDLE_SECONDS * 100:.2f} % of a processor"
            )
            began = time.monotonic()
            for box, message_id in zip(boxes, sent, strict=True):
                box.now = datetime.now(UTC)
                box.answer(message_id, days_ago=0)
            delivered = time.monotonic() - began
            waiting = dict(zip(sent, boxes, strict=True))
            while waiting:
                for message_id, box in list(waiting.items()):
                    if "follow-up-due" not in box.flags(message_id) and not box.drafts():
                        del waiting[message_id]
                if time.monotonic() - began > service.PATIENCE_SECONDS:
                    raise TimeoutError(f"{len(waiting)} of {accounts} mailboxes were not acted on")
            print(
                f"burst of {accounts} answers: delivered in {delivered:.1f} s, all acted on after {time.monotonic() - began:.1f} s"
            )


def _folder(folder: Path, number: int) -> Path:
    found = folder / str(number)
    found.mkdir()
    return found


def threads(process: int) -> int:
    """How many threads the process has."""
    return len(list(Path(f"/proc/{process}/task").iterdir()))


def memory_mb(process: int) -> float:
    """Its resident memory, in megabytes."""
    fields = Path(f"/proc/{process}/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def sockets(process: int) -> int:
    """How many sockets it holds open."""
    return sum("socket:" in str(each.readlink()) for each in Path(f"/proc/{process}/fd").iterdir() if each.is_symlink())


def processor_seconds(process: int) -> float:
    """The processor time it has used, in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:2]))
