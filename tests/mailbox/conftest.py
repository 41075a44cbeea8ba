"""Every kind of mailbox, for the suite that all of them pass."""

from collections.abc import Iterator

import pytest

from tests.mailbox.benches import Bench, MemoryBench, ServerBench

KINDS = ("memory", "pymap_server", "pymap_plain_server", "dovecot_server", "cyrus_server")


@pytest.fixture(params=KINDS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Give a mailbox of its own, of every kind in turn."""
    if request.param == "memory":
        yield MemoryBench()
        return
    on_server = ServerBench(
        request.getfixturevalue(request.param), keeps_keywords=request.param != "pymap_plain_server"
    )
    yield on_server
    on_server.close()
