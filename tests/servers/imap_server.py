"""What a test sees of a server, whichever it is."""

import itertools
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

PASSWORD = "secret"
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class User:
    """A mailbox that exists for one test."""

    name: str
    password: str = field(default=PASSWORD, repr=False)


class ImapServer(Protocol):
    """A running IMAP server on loopback."""

    @property
    def host(self) -> str:
        """The address it listens on."""

    @property
    def port(self) -> int:
        """The port without TLS."""

    @property
    def tls_port(self) -> int | None:
        """The port with TLS from the first byte; None when the server has none."""

    @property
    def ca_file(self) -> Path | None:
        """The authority to trust on `tls_port`."""

    def new_user(self) -> User:
        """Return a user with an empty mailbox that no other test uses."""


def unused_name() -> str:
    """Return a user name that no test run has used before."""
    return f"user{next(_numbers)}x{secrets.token_hex(4)}"
