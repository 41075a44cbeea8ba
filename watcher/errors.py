"""Every error the program raises on purpose, and the exit code each ends with.

    WatcherError                    1   something failed
    +-- UsageError                  2   wrong words on the command line
    +-- ConfigError                 2   the config can't be used; carries every mistake at once
    +-- Stopped                    75   the work was asked to stop, and goes on another time
    +-- TemplateError               1   a draft's text can't be made: the template has a fault
    +-- StoreError                  1   the database can't be used
    |   +-- StoreBusy              75   another process holds it
    |   +-- AlreadyRunning          1   a service works with it already
    +-- MailboxError                1   the mailbox said no
        +-- LoginRefused            1   wrong user name or password
        +-- CertificateRefused      1   the server's certificate can't be trusted
        +-- FolderMissing           1   a folder the config names, or the Sent folder, is not there
        +-- NotAllowed              1   the server refused one command for good (permissions, quota)
        +-- Temporary              75   try again later
            +-- Unreachable        75   no connection: name, port, network
            +-- ConnectionLost     75   the line broke in the middle

A message is one or two lines: what is wrong, then what to do. It never holds a secret or a mail's text.
"""


class WatcherError(Exception):
    """The root of all errors raised on purpose; `str()` of it is fit for the user's eyes."""

    exit_code = 1


class UsageError(WatcherError):
    """Wrong words on the command line, such as a thread that does not exist."""

    exit_code = 2


class ConfigError(WatcherError):
    """The config can't be used. `mistakes` holds one line for each mistake: its path and what would be right."""

    exit_code = 2

    def __init__(self, mistakes: list[str], source: str = "") -> None:
        self.mistakes = mistakes
        self.source = source
        super().__init__("\n".join(mistakes))


class Stopped(WatcherError):
    """The work was asked to stop half-way; what was saved by then stays, and the next pass goes on from there."""

    exit_code = 75


class TemplateError(WatcherError):
    """A template has a fault; says which file and line."""


class StoreError(WatcherError):
    """The database can't be opened, read or written."""


class StoreBusy(StoreError):
    """Another process holds the database."""

    exit_code = 75


class AlreadyRunning(StoreError):
    """Another service works with this database."""


class MailboxError(WatcherError):
    """The mailbox said no."""


class LoginRefused(MailboxError):
    """Wrong user name or password, or the account may not log in this way."""


class CertificateRefused(MailboxError):
    """The server's certificate can't be trusted, or the server speaks no TLS."""


class FolderMissing(MailboxError):
    """A folder that the config names, or the Sent folder, is not there."""


class NotAllowed(MailboxError):
    """The server refused one command for good."""


class Temporary(MailboxError):
    """A trouble that passes: try again later."""

    exit_code = 75


class Unreachable(Temporary):
    """No connection could be made."""


class ConnectionLost(Temporary):
    """The connection broke while it was in use."""
