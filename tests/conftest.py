"""The servers that tests may ask for (`tests/servers/__init__.py` tells what each can do), and how Hypothesis goes about it."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from tests.servers import cyrus, dovecot, pymap
from tests.servers.process import ServerUnavailableError

Server = TypeVar("Server")

# How long an example takes tells how busy the machine is; what things cost is tested where it can be counted.
settings.register_profile("unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def _started(server: AbstractContextManager[Server]) -> Iterator[Server]:
    with ExitStack() as stack:
        try:
            running = stack.enter_context(server)
        except ServerUnavailableError as reason:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(str(reason))
        yield running


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[dovecot.Dovecot]:
    """Run one Dovecot for all tests; take a user of your own."""
    yield from _started(dovecot.running())


@pytest.fixture(scope="session")
def cyrus_server() -> Iterator[cyrus.Cyrus]:
    """Run one Cyrus for all tests; take a user of your own."""
    yield from _started(cyrus.running())


@pytest.fixture(scope="session")
def pymap_server() -> Iterator[pymap.Pymap]:
    """Run one pymap that keeps keywords for all tests; take a user of your own."""
    yield from _started(pymap.running(keeps_keywords=True))


@pytest.fixture(scope="session")
def pymap_plain_server() -> Iterator[pymap.Pymap]:
    """Run one pymap that drops keywords for all tests; take a user of your own."""
    yield from _started(pymap.running(keeps_keywords=False))
