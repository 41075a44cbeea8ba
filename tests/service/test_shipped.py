"""The shipped units, as `watcher service` renders them for this installation: systemd finds nothing wrong with them, and little to attack."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.desk import WATCHER
from tests.servers.packages import CHECKOUT

THRESHOLD = 15  # of 100: 1.5 of 10


@pytest.fixture(scope="module", autouse=True)
def _analyze() -> None:
    """systemd-analyze is part of the package systemd: apt-get install systemd."""
    if shutil.which("systemd-analyze") is None and os.environ.get("CI") != "true":
        pytest.skip("systemd-analyze is not installed (apt-get install systemd)")


def _analyzed(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", *arguments]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(
        "timezone: Europe/Stockholm\naccounts:\n"
        "  - {name: a, address: a@lind.example, imap: {host: imap.lind.example, password_credential: imap-password}}\n"
    )
    return path


@pytest.fixture
def system_unit(tmp_path: Path, config: Path) -> Path:
    """The system's unit, written as packagers do."""
    environment = {"PATH": os.environ["PATH"], "DESTDIR": str(tmp_path / "stage"), "HOME": str(tmp_path)}
    command = [str(WATCHER), "service", "--install", "-c", str(config)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return tmp_path / "stage/etc/systemd/system/watcher.service"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """The unit for one mailbox each, with the program's path corrected by hand, as the page says."""
    text = (CHECKOUT / "systemd/watcher@.service").read_text()
    unit = tmp_path / "watcher@a.service"
    unit.write_text(text.replace("/opt/watcher/bin/watcher", str(WATCHER)))
    return unit


def test_the_system_unit_has_no_mistakes(system_unit: Path) -> None:
    done = _analyzed("verify", system_unit)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_template_has_no_mistakes(template: Path) -> None:
    done = _analyzed("verify", template)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_mistake_would_be_found(system_unit: Path) -> None:
    system_unit.write_text(system_unit.read_text().replace("WatchdogSec=", "WatchdogSecs="))
    assert "WatchdogSecs" in _analyzed("verify", system_unit).stderr


def test_little_is_exposed(system_unit: Path, template: Path) -> None:
    for unit in (system_unit, template):
        done = _analyzed("security", "--offline=true", f"--threshold={THRESHOLD}", unit)
        assert done.returncode == 0, done.stdout
        assert _analyzed("security", "--offline=true", "--threshold=5", unit).returncode == 1


def test_the_unit_is_of_this_installation_and_hands_the_password_over(system_unit: Path, config: Path) -> None:
    lines = system_unit.read_text().splitlines()
    assert f"ExecStart={WATCHER} run" in lines
    assert f"Environment=WATCHER_CONFIG={config}" in lines
    assert "LoadCredential=imap-password:/etc/watcher/credentials/imap-password" in lines


def test_the_users_unit_is_installed_once(tmp_path: Path, config: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "XDG_CONFIG_HOME": str(tmp_path / "xdg"), "HOME": str(tmp_path)}
    command = [str(WATCHER), "service", "--user", "--install", "-c", str(config)]
    first = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    unit = tmp_path / "xdg/systemd/user/watcher.service"
    assert f"written    {unit}" in first.stdout
    assert "systemctl --user enable --now watcher" in first.stdout
    assert "loginctl enable-linger" in first.stdout
    done = _analyzed("--user", "verify", unit, XDG_RUNTIME_DIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    again = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert f"unchanged  {unit}" in again.stdout


def test_what_the_system_service_could_not_see_is_refused(tmp_path: Path, config: Path) -> None:
    """A config in somebody's home or in /tmp is not there for it."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        [str(WATCHER), "service", "-c", str(config)], env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "which the system's services don't see" in done.stderr
    assert "watcher service --user" in done.stderr
