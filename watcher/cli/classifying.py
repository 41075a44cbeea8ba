"""`classify`: what the program makes of single messages, without any mailbox or config."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from watcher import language, wiring
from watcher.cli import classify, output
from watcher.core import worktime
from watcher.errors import UsageError
from watcher.report import words

STANDARD_INPUT = "-"


def run(names: Sequence[str], *, country: str | None, as_json: bool) -> int:
    """`watcher classify`: a line for every file, in their order; exit code 1 when one could not be read, 2 when the country is not known."""
    if country is not None and not worktime.is_known(country):
        raise UsageError(
            f"no holidays are known for the country {words.safe(country)!r}: --country wants an ISO 3166 code, such as SE or US"
        )
    cues = language.load()
    zone = wiring.clock().tzinfo
    assert zone is not None  # the clock's instants are aware
    code = 0
    for name in names:
        try:
            raw = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        except OSError as error:
            output.complain(f"watcher: {words.safe(name)} can't be read: {(error.strerror or str(error)).lower()}")
            code = 1
            continue
        found = classify.classify_file(name, raw, cues, zone, country)
        output.say(json.dumps(found) if as_json else _line(found))
    return code


def _line(found: dict[str, object]) -> str:
    parts = [f"{words.safe(str(found['file']))}: {found['kind'] or 'own message'}"]
    reasons = found["reasons"]
    if isinstance(reasons, list):
        parts += [words.safe(str(reason["text"])) for reason in reasons if reason["text"]]
    promise = found["promise"]
    if isinstance(promise, dict):
        parts.append(f"promises an answer by {promise['by'] or 'no named day'}")
    if found["return_date"]:
        parts.append(f"back on {found['return_date']}")
    return "; ".join(parts)
