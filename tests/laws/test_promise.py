"""The promise: it never touches what the user wrote, never makes a second draft, never marks again what was dismissed, and can always say why."""

import os

from hypothesis import HealthCheck, settings

from tests.laws.machine import Machine

_LONG = int(os.environ.get("WATCHER_LAWS", "0"))

TestTheProgram = Machine.TestCase
TestTheProgram.settings = settings(
    max_examples=_LONG or 40,
    stateful_step_count=60 if _LONG else 25,
    derandomize=not _LONG,  # the suite walks the same ways each time; `make laws` looks for new ones
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
