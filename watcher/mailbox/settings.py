"""What the IMAP mailbox must be told: where, who, and the user's wishes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from watcher.mailbox.base import MarkKind

KEYWORD = "follow-up-due"
DISMISSED_KEYWORD = "follow-up-dismissed"
COPY_FOLDER = "Follow-up due"

_NO_ATOM = frozenset(' (){%*"\\]')

Security = Literal["tls", "starttls", "none"]  # how the connection is protected; `none` is for loopback only


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """One IMAP account.

    `password` is asked when it is needed, and never shown; the folders are those names as the user sees them that overrule what the server tells.
    `skip_folders` are shell globs of names, case-insensitive, of folders not to read at all.

    Raises ValueError for a keyword that is no atom (RFC 9051 9): a server would store it as two.
    """

    host: str
    username: str
    password: Callable[[], str] = field(repr=False)
    port: int = 993
    security: Security = "tls"
    ca_file: Path | None = None
    sent_folder: str | None = None
    drafts_folder: str | None = None
    trash_folder: str | None = None
    junk_folder: str | None = None
    archive_folder: str | None = None
    skip_folders: tuple[str, ...] = ()
    keyword: str = KEYWORD
    dismissed_keyword: str = DISMISSED_KEYWORD
    wanted_marks: tuple[MarkKind, ...] = (MarkKind.KEYWORD, MarkKind.FLAGGED)
    copy_folder: str = COPY_FOLDER
    connect_seconds: float = 15
    read_seconds: float = 60

    def __post_init__(self) -> None:
        """Refuse keywords that no server can keep."""
        for keyword in (self.keyword, self.dismissed_keyword):
            if not is_keyword(keyword):
                raise ValueError(f"{keyword!r} is no IMAP keyword: letters, digits and hyphens, no spaces")


def is_keyword(text: str) -> bool:
    """Whether this can be a keyword: an atom (RFC 9051 9), in ASCII, not too long."""
    return 0 < len(text) < 100 and all("!" <= sign <= "~" and sign not in _NO_ATOM for sign in text)
