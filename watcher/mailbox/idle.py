"""News by themselves: a connection that waits in IDLE (RFC 2177) and tells that something changed."""

from watcher.mailbox.settings import ImapSettings


class ImapListener:
    """An IMAP connection of its own in IDLE; see `watcher.mailbox.base.Listener`."""

    def __init__(self, settings: ImapSettings) -> None:
        """Prepare; nothing is connected yet."""
        self._settings = settings

    def open(self) -> bool:
        """Connect, log in, open the inbox and begin to idle."""
        return False

    def fileno(self) -> int:
        """Return the socket's descriptor."""
        return -1

    def receive(self) -> bool:
        """Read what has come."""
        return False

    def keep_up(self, now: float) -> float:
        """Renew IDLE when its time has come."""
        return now

    def close(self) -> None:
        """Hang up."""
