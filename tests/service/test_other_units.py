"""The template, the user's unit and the drop-ins of docs/service.md, under a real systemd."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.daemon.service import wait_until
from tests.e2e.box import Box
from tests.servers.packages import CHECKOUT
from tests.service.machine import PROGRAM, Machine

HOME = Path("/home") / "ann"
UNITS = CHECKOUT / "systemd"


def _config(box: Box, credential: str, **more: Any) -> str:
    """The mailbox's config, the password a credential and the database where it is by default, unless `more` says otherwise."""
    account = dict(box.config["accounts"][0])
    server = {key: value for key, value in account["imap"].items() if key != "password_file"}
    account["imap"] = server | {"password_credential": credential}
    rest = {key: value for key, value in box.config.items() if key != "database"}
    return yaml.safe_dump(rest | {"accounts": [account]} | more)


def _copy(machine: Machine, name: str, target: str) -> None:
    machine.write(target, (UNITS / name).read_text())


def _wait_for_mark(box: Box, sent: str) -> None:
    wait_until(lambda: "follow-up-due" in box.flags(sent), "the thread was marked")


@pytest.fixture
def bare(machine: Machine) -> Machine:
    """The machine with the shipped units in place, and nothing of earlier tests."""
    machine.run(
        "sh", "-c", "rm -rf /etc/watcher /var/lib/watcher /var/lib/private/watcher /etc/systemd/system/watcher*"
    )
    for name in ("watcher.service", "watcher@.service"):
        _copy(machine, name, f"/etc/systemd/system/{name}")
    for folder in ("sysusers.d", "tmpfiles.d"):
        _copy(machine, f"{folder}/watcher.conf", f"/etc/{folder}/watcher.conf")
    return machine


def _create_user(machine: Machine) -> None:
    for command in ("systemd-sysusers", "systemd-tmpfiles --create watcher.conf", "systemctl daemon-reload"):
        machine.run(*command.split())


def test_each_mailbox_of_the_template_sees_itself_alone(bare: Machine, box: Box) -> None:
    """And one without its password says so, and runs."""
    sent = box.send(days_ago=20)
    for name in ("alex", "sam"):
        bare.write(f"/etc/watcher/{name}/config.yaml", _config(box, "password"), mode=0o600)
    bare.write("/etc/watcher/credentials/alex", box.user.password, mode=0o600)
    _create_user(bare)
    bare.run("systemctl", "start", "watcher@alex", "watcher@sam")
    _wait_for_mark(box, sent)
    wait_until(
        lambda: "the systemd credential password is empty" in bare.journal("watcher@sam"), "the empty password was told"
    )
    within = ("nsenter", "--mount", f"--target={bare.show('watcher@alex', 'MainPID')['MainPID']}", "ls")
    assert bare.run(*within, "/etc/watcher").stdout.split() == ["alex"]
    assert bare.run(*within, "/var/lib/watcher").stdout.split() == ["alex"]
    bare.run("systemctl", "stop", "watcher@alex", "watcher@sam")


def test_a_password_may_be_encrypted_on_the_disk(bare: Machine, box: Box) -> None:
    sent = box.send(days_ago=20)
    database = "/var/lib/watcher/watcher.sqlite3"
    bare.write("/etc/watcher/config.yaml", _config(box, "imap-a", database=database), mode=0o600)
    _create_user(bare)
    bare.write("/run/password", box.user.password, mode=0o600)
    encrypted = "/etc/watcher/credentials/imap-a.cred"
    bare.run("systemd-creds", "encrypt", "--name=imap-a", "/run/password", encrypted)
    assert box.user.password.encode() not in bare.path(encrypted).read_bytes()
    lines = f"[Service]\nLoadCredential=\nLoadCredentialEncrypted=imap-a:{encrypted}\n"
    bare.run(PROGRAM, "service", "--install")
    bare.write("/etc/systemd/system/watcher.service.d/override.conf", lines)
    bare.run("systemctl", "daemon-reload")
    bare.run("systemctl", "start", "watcher")
    _wait_for_mark(box, sent)
    bare.run("systemctl", "stop", "watcher")


def test_the_user_may_exist_only_while_the_service_runs(bare: Machine, box: Box) -> None:
    sent = box.send(days_ago=20)
    bare.run("sh", "-c", "userdel watcher; true")
    bare.write("/etc/watcher/config.yaml", _config(box, "imap-a"), mode=0o600)
    bare.write("/etc/watcher/credentials/imap-a", box.user.password, mode=0o600)
    bare.run(PROGRAM, "service", "--install")
    _copy(bare, "dynamic-user.conf", "/etc/systemd/system/watcher.service.d/dynamic-user.conf")
    bare.run("systemctl", "daemon-reload")
    bare.run("systemctl", "start", "watcher")
    _wait_for_mark(box, sent)
    assert bare.path("/var/lib/private/watcher").is_dir()
    bare.run("systemctl", "stop", "watcher")


def test_a_users_own_service(bare: Machine, box: Box) -> None:
    """Under a real service manager of a user's, from the installation on."""
    sent = box.send(days_ago=20)
    bare.run("useradd", "--create-home", "ann")
    environment = ("XDG_RUNTIME_DIR=/run/user/ann", f"HOME={HOME}")

    def as_ann(*command: str) -> str:
        return bare.run("env", *environment, *command, user="ann").stdout

    manager = "Type=notify\nUser=ann\nDelegate=yes\nRuntimeDirectory=user/ann\nExecStart=/lib/systemd/systemd --user\n"
    bare.write("/etc/systemd/system/ann.service", f"[Service]\n{manager}Environment={' '.join(environment)}\n")
    config = HOME / ".config/watcher"
    bare.write(f"{config}/config.yaml", _config(box, "imap-a"), mode=0o600)
    bare.write(f"{config}/credentials/imap-a", box.user.password, mode=0o600)
    bare.run("chown", "--recursive", "ann:", str(HOME))
    bare.run("systemctl", "daemon-reload")
    bare.run("systemctl", "start", "ann")
    said = as_ann(PROGRAM, "service", "--user", "--install")
    as_ann("sh", "-c", said.partition("Now run:")[2].splitlines()[1])
    _wait_for_mark(box, sent)
    assert "The service runs" in as_ann(PROGRAM, "status")
    as_ann("systemctl", "--user", "disable", "--now", "watcher")
    shown = as_ann("systemctl", "--user", "show", "--property=Result", "watcher")
    assert shown.strip() == "Result=success"
    bare.run("systemctl", "stop", "ann")
