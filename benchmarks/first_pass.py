"""A first pass over much mail that is stopped half-way, again and again: how soon it stops, and whether it goes on where it was.

    python -m benchmarks.first_pass [MESSAGES]

A quarter of the messages are sent, each a thread of its own; the rest are answers and strangers' mail. The service is ended by SIGTERM at 10, 30, 50, 70 and 90 % of the
time that an uninterrupted first pass takes, and started again. Prints how long each stop took, what was known by then, and the work of all parts together beside that of
the whole. A first pass that began anew each time would take several times as long.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import yaml

from benchmarks import service
from tests.e2e.box import ALEX, Box
from tests.servers import dovecot

_PARTS = (0.1, 0.3, 0.5, 0.7, 0.9)


def main(messages: int = 20_000) -> None:
    """Measure and print."""
    with dovecot.running() as server, tempfile.TemporaryDirectory() as name, Box(server, Path(name)) as box:
        _fill(box, messages)
        whole = _Run(box, Path(name), "whole")
        seconds, _ = whole.until_done()
        print(f"{messages} messages: an uninterrupted first pass takes {seconds:.1f} s, start of the program included")
        print(f"  known then: {whole.known()}")
        parts = _Run(box, Path(name), "parts")
        spent = 0.0
        for share, before in zip(_PARTS, (0.0, *_PARTS), strict=False):
            ran, stop_seconds = parts.for_a_while(seconds * (share - before))
            spent += ran
            print(f"stopped at {share:.0%}: ended {stop_seconds:.2f} s after SIGTERM; known then: {parts.known()}")
        rest, _ = parts.until_done()
        print(f"the rest took {rest:.1f} s, all parts together {spent + rest:.1f} s; known then: {parts.known()}")
        if parts.known() != whole.known():
            raise SystemExit("the parts do not add up to the whole")


class _Run:
    """The service over the mailbox with a database of its own."""

    def __init__(self, box: Box, folder: Path, name: str) -> None:
        self.database = folder / f"{name}.sqlite3"
        self.config = folder / f"{name}.yaml"
        self.config.write_text(yaml.safe_dump(box.config | {"mode": "preview", "database": str(self.database)}))
        self.log = folder / f"{name}.log"

    def known(self) -> str:
        """What the database holds."""
        with sqlite3.connect(self.database) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
            if "threads" not in tables:
                return "nothing"
            messages = connection.execute("SELECT count(*) FROM messages").fetchone()[0]
            verdicts = connection.execute("SELECT count(*) FROM threads").fetchone()[0]
        return f"{messages} messages, {verdicts} verdicts"

    def until_done(self) -> tuple[float, float]:
        """Run until a pass is done; how long that took, and the stop."""
        return self._run(lambda: b'"event": "pass"' in self.log.read_bytes(), 3600)

    def for_a_while(self, seconds: float) -> tuple[float, float]:
        """Run so long; how long it was, and the stop."""
        return self._run(lambda: False, seconds)

    def _run(self, is_done: service.Condition, most_seconds: float) -> tuple[float, float]:
        with self.log.open("wb") as log:
            environment = {"PATH": os.defpath, "HOME": str(self.log.parent)}
            began = time.monotonic()
            with subprocess.Popen([service.WATCHER, "run", "-c", self.config], env=environment, stderr=log) as process:  # noqa: S603 - the program itself
                while not is_done() and time.monotonic() - began < most_seconds:
                    time.sleep(0.05)
                ran = time.monotonic() - began
                process.send_signal(signal.SIGTERM)
                asked = time.monotonic()
                code = process.wait()
                if code not in (0, 143):  # 143: before it had begun
                    raise SystemExit(f"it ended with {code}:\n{self.log.read_text()}")
                return ran, time.monotonic() - asked


def _fill(box: Box, messages: int) -> None:
    box.now = datetime.now(UTC)
    for number in range(messages // 4):
        person = f"person{number % 997}@company{number % 89}.example"
        sent = box.send(f"Question {number}", to=person, days_ago=1 + number % 110)
        for other in range(3):
            if number % 3 == 0 and other == 0:
                box.answer(sent, days_ago=(1 + number % 110) * 0.5, sender=person)
            else:
                days = 1 + (number * 7 + other) % 110
                box.put(
                    "INBOX",
                    sender=f"news{other}@list.example",
                    to=ALEX,
                    subject=f"News {number}.{other}",
                    text="News.\n",
                    days_ago=days,
                )


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:2]))
