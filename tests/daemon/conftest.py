"""Mailboxes of today on a Dovecot, for a service that reads the real clock."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.box import Box
from tests.servers import proxy
from tests.servers.imap_server import ImapServer

MakeBox = Callable[..., Box]


@pytest.fixture
def make_box(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeBox]:
    """Make a mailbox on a server (the Dovecot of all tests, unless told otherwise), reached over a line if one is given."""
    with ExitStack() as opened:
        count = 0

        def make(server: ImapServer | None = None, line: proxy.Line | None = None) -> Box:
            nonlocal count
            folder = tmp_path / f"box{count}"
            folder.mkdir()
            count += 1
            box = opened.enter_context(Box(server or request.getfixturevalue("dovecot_server"), folder))
            box.now = datetime.now(UTC)
            if line is not None:
                box.config["accounts"][0]["imap"]["port"] = line.port
            return box

        yield make
