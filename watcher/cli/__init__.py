"""The commands. This package is the only place that prints or exits.

app       the commands and their options: what --help shows
running   the frame around a command: errors to stderr, exit codes, broken pipes
output    stdout and stderr; drawing, the tables and progress bars
opening   from -c/--config to config, store and accounts
choosing  which thread the user means, and which instant
scanning, showing, saying, checking, demonstrating, classifying   what the commands do
beginning what `init` does: entering, the way into the mailbox; settling, what is written; asking, questions on the terminal
classify  one message, as one object of the public JSON
"""

import signal
import sys
from types import FrameType

from watcher import __version__


def main() -> int:
    """The console script: the exit code of the command named on the command line."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:  # answered before anything is imported
        print(f"watcher {__version__}")
        return 0
    signal.signal(signal.SIGTERM, _end)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # not under nohup
        signal.signal(signal.SIGHUP, _end)
    try:
        from watcher.cli import running  # noqa: PLC0415 - see above

        return running.run(arguments)
    except KeyboardInterrupt:  # while the program was still being read
        return 130


def _end(number: int, _frame: FrameType | None) -> None:
    """Leave through every `with`, so that connections are closed and temporary folders removed."""
    sys.exit(128 + number)
