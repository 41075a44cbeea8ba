"""A fresh mailbox on each of the servers that the whole path is proved on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.box import Box


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
