"""What rich draws: tables on stdout, and a progress bar on stderr."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich import box, progress
from rich.console import Console
from rich.table import Table
from rich.text import Text

from watcher.cli import output

Progress = Callable[[str, int, int | None], None]

WIDEST = 34  # of any column but the last
SEPARATION = 3


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, styles: Sequence[str] = ()) -> str:
    """The rows as a table that fits the terminal; `styles` colours whole rows. The last column takes the room that the others leave."""
    widths = [min(WIDEST, max(map(len, column))) for column in list(zip(headings, *rows, strict=True))[:-1]]
    room = output.width() - sum(widths) - SEPARATION * len(widths)
    shown = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for heading, width in zip(headings, [*widths, max(room, len(headings[-1]))], strict=True):
        shown.add_column(heading, no_wrap=True, overflow="ellipsis", max_width=width)
    for number, row in enumerate(rows):
        shown.add_row(*(Text(cell) for cell in row), style=styles[number] if styles else None)
    console = Console(
        file=sys.stdout,
        highlight=False,
        width=output.width(),
        color_system="auto" if output.wants_colour() else None,
    )
    with console.capture() as captured:
        console.print(shown)
    return captured.get().rstrip("\n")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on stderr while a pass reads much mail; nothing where no person looks."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, progress.TaskID] = {}

        def show(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield show
