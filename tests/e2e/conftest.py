"""A fresh mailbox on each of the servers that the whole path is proved on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.box import Box
from tests.servers import proxy
from tests.servers.imap_server import ImapServer


@pytest.fixture(params=["dovecot_server", "cyrus_server"])
def box(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Box]:
    """An empty mailbox on Dovecot, then on Cyrus."""
    with Box(request.getfixturevalue(request.param), tmp_path) as opened:
        yield opened


@pytest.fixture
def dovecot_box(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Box]:
    """An empty mailbox on Dovecot."""
    with Box(request.getfixturevalue("dovecot_server"), tmp_path) as opened:
        yield opened


@pytest.fixture(params=["dovecot_server", "cyrus_server"])
def watched(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Box, proxy.Line]]:
    """A mailbox that the program sees through a line that records every command and can break."""
    server: ImapServer = request.getfixturevalue(request.param)
    with proxy.between(server) as line, Box(server, tmp_path) as box:
        box.config["accounts"][0]["imap"]["port"] = line.port
        yield box, line
