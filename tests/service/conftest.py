"""A systemd with the program installed, and a mailbox for it."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.box import Box
from tests.servers.dovecot import Dovecot
from tests.servers.packages import CHECKOUT
from tests.service.machine import PROGRAM, Machine, MachineUnavailableError, booted

SYSTEM_PYTHON = Path("/usr/bin/python3")
_VERSION = "import sys; print(sys.version_info[:2])"


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """A systemd with the program in /opt/watcher, as an administrator would install it: this checkout and its libraries, under the system's Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NOTIFY_SOCKET", raising=False)
        try:
            with booted() as machine:
                _install_program(machine)
                yield machine
        except MachineUnavailableError as reason:
            pytest.skip(str(reason))


def _install_program(machine: Machine) -> None:
    version = machine.run(str(SYSTEM_PYTHON), "-c", _VERSION).stdout.strip()
    if version != str(sys.version_info[:2]):
        pytest.skip(f"the system's Python is {version}, the libraries at hand are for {sys.version_info[:2]}")
    machine.run(str(SYSTEM_PYTHON), "-m", "venv", "--without-pip", "/opt/watcher")
    libraries = next(Path(entry) for entry in sys.path if entry.endswith("site-packages"))
    site = f"/opt/watcher/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
    inside = (
        Path("/srv/checkout") / libraries.relative_to(CHECKOUT) if libraries.is_relative_to(CHECKOUT) else libraries
    )
    machine.write(f"{site}/checkout.pth", f"/srv/checkout\n{inside}\n")
    script = "#!/opt/watcher/bin/python\nimport sys\nfrom watcher.cli import main\nsys.exit(main())\n"
    machine.write(PROGRAM, script, mode=0o755)


@pytest.fixture
def box(dovecot_server: Dovecot, tmp_path: Path) -> Iterator[Box]:
    """A mailbox of today, with a question that was not answered."""
    with Box(dovecot_server, tmp_path) as opened:
        opened.now = datetime.now(UTC)
        yield opened
