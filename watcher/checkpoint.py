"""Where long work may be stopped: between two steps it calls a `Checkpoint`, which tells the watchdog that the work goes on."""

from collections.abc import Callable

Checkpoint = Callable[[], None]
"""Called where everything that was done is saved, and nothing is half-done. Raises `errors.Stopped` when the work is to end here; that goes through everything above."""


def go_on() -> None:
    """The checkpoint of work that nobody stops."""
