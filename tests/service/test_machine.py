"""The system's service under a real systemd, set up by the commands that `watcher service --install` names: hardened, fed with its password, watched, reloaded, stopped."""

import json
import os
import time
from pathlib import Path

import yaml

from tests.daemon.service import wait_until
from tests.e2e.box import Box
from tests.service.machine import PROGRAM, Machine

CONFIG = "/etc/watcher/config.yaml"


def _configure(machine: Machine, box: Box) -> None:
    account = dict(box.config["accounts"][0])
    account["imap"] = {key: value for key, value in account["imap"].items() if key != "password_file"}
    account["imap"]["password_credential"] = "imap-password"
    config = box.config | {"accounts": [account], "database": "/var/lib/watcher/watcher.sqlite3"}
    machine.write(CONFIG, yaml.safe_dump(config), mode=0o640)
    machine.write("/etc/watcher/credentials/imap-password", box.user.password, mode=0o600)


def _next_commands(said: str) -> list[str]:
    return [line.strip() for line in said.partition("Now run:")[2].splitlines() if line.strip()]


def test_the_service_from_its_installation_to_its_end(machine: Machine, box: Box) -> None:
    """One life of it: each step needs the one before."""
    sent = box.send(days_ago=20)
    _configure(machine, box)
    installed = machine.run(PROGRAM, "service", "--install")
    for command in _next_commands(installed.stdout):
        machine.run("sh", "-c", command)
    machine.until("watcher", "ActiveState", "active")
    wait_until(lambda: "follow-up-due" in box.flags(sent) and box.drafts(), "the thread was marked and drafted")

    # It has no right that it does not need, and its password from systemd alone.
    facts = machine.show("watcher", "MainPID", "User", "NoNewPrivileges", "StatusText")
    status = Path(machine.path("/proc/" + facts["MainPID"] + "/status")).read_text()
    assert facts["User"] == "watcher"
    assert "CapEff:\t0000000000000000" in status
    assert "Seccomp:\t2" in status
    wait_until(
        lambda: "1 listening; 1 due" in machine.show("watcher", "StatusText")["StatusText"], "it told its status"
    )
    assert machine.run("cat", "/etc/watcher/credentials/imap-password", user="watcher", check=False).returncode != 0

    # The operator's commands work beside it.
    shown = machine.run(PROGRAM, "status", "--json", user="watcher", HOME="/var/lib/watcher").stdout
    assert json.loads(shown)["accounts"][0]["threads"][0]["state"] == "drafted"
    assert "The service runs" in machine.run(PROGRAM, "status", user="watcher", HOME="/var/lib/watcher").stdout

    # An answer is acted on, and a reload changes nothing.
    box.answer(sent, days_ago=0)
    wait_until(lambda: "follow-up-due" not in box.flags(sent) and not box.drafts(), "the answer was acted on")
    machine.run("systemctl", "reload", "watcher")
    machine.until("watcher", "ActiveState", "active")
    wait_until(lambda: "config read anew" in machine.journal("watcher"), "the config was read anew")
    assert machine.show("watcher", "NRestarts")["NRestarts"] == "0"
    noted = machine.run("journalctl", "--unit", "watcher", "--output=json", "--no-pager").stdout.splitlines()
    levels = {json.loads(line)["PRIORITY"] for line in noted if "service started" in line}
    assert levels == {"6"}

    began = time.monotonic()
    machine.run("systemctl", "stop", "watcher")
    assert time.monotonic() - began < 5.0  # what its user was promised
    assert machine.show("watcher", "Result")["Result"] == "success"


def test_a_service_that_stands_still_is_started_anew(machine: Machine, box: Box) -> None:
    """The watchdog: no beat comes from a process that is frozen."""
    _configure(machine, box)
    machine.run(PROGRAM, "service", "--install")
    for command in ("systemd-sysusers watcher.conf", "systemd-tmpfiles --create watcher.conf"):
        machine.run("sh", "-c", command)
    machine.write("/etc/systemd/system/watcher.service.d/test.conf", "[Service]\nWatchdogSec=3s\nRestartSec=1s\n")
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "start", "watcher")
    machine.until("watcher", "ActiveState", "active")
    time.sleep(4)  # longer than the watchdog waits
    assert machine.show("watcher", "NRestarts")["NRestarts"] == "0"
    machine.run("systemctl", "kill", "--signal=STOP", "--kill-whom=main", "watcher")
    machine.until("watcher", "NRestarts", "1")
    machine.until("watcher", "ActiveState", "active")
    machine.run("systemctl", "stop", "watcher")


def test_a_config_with_mistakes_does_not_start_over_and_over(machine: Machine, box: Box) -> None:
    _configure(machine, box)
    machine.run(PROGRAM, "service", "--install")
    for command in ("systemd-sysusers watcher.conf", "systemd-tmpfiles --create watcher.conf"):
        machine.run("sh", "-c", command)
    machine.write(CONFIG, "timezone: Nowhere\n", mode=0o644)
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "start", "watcher", check=False)
    machine.until("watcher", "ActiveState", "failed")
    assert machine.show("watcher", "NRestarts")["NRestarts"] == "0"
    assert "timezone" in machine.journal("watcher")
    machine.run("systemctl", "reset-failed", "watcher")
    assert os.environ.get("NOTIFY_SOCKET") is None
