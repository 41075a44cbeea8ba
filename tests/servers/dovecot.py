"""Dovecot 2.3 (Debian 12, Ubuntu 24.04) or 2.4 (Debian 13), run from unpacked packages.

Any user name is accepted with the password `secret`; a mailbox comes into being at its first login, with the folders
Sent, Drafts, Trash, Junk and Archive and their SPECIAL-USE flags (RFC 6154).
"""

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.servers import packages
from tests.servers.certificates import Certificate, make_certificate
from tests.servers.imap_server import PASSWORD, User, unused_name
from tests.servers.process import (
    Process,
    ServerUnavailableError,
    account,
    as_account,
    free_port,
    make_folder,
    workspace,
)

SPECIAL_FOLDERS = ("Sent", "Drafts", "Trash", "Junk", "Archive")
BUNDLE = packages.Bundle(
    "dovecot",
    packages=("dovecot-core", "dovecot-imapd"),
    programs=(
        "usr/sbin/dovecot",
        "usr/bin/doveadm",
        *(f"usr/lib/dovecot/{it}" for it in ("auth", "imap", "imap-login")),
    ),
    private_libraries=("usr/lib/dovecot", "usr/lib/dovecot/modules/old-stats"),
)
# Paths that no setting changes, and the short names that stand in for them.
_COMPILED_IN = {"/usr/lib/dovecot/modules": "m", "/usr/bin/doveconf": "c"}


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running Dovecot; `tests.servers.imap_server.ImapServer` says what the first fields mean."""

    host: str
    port: int
    tls_port: int
    ca_file: Path
    version: str
    log_file: Path
    _administer: tuple[str, ...]
    _environment: Mapping[str, str]

    def new_user(self) -> User:
        """Return a user with an empty mailbox that no other test uses."""
        return User(unused_name())

    def doveadm(self, *arguments: str) -> str:
        """Run an administration command and return what it prints; raises CalledProcessError when it fails."""
        command = [*self._administer, *arguments]
        return subprocess.run(command, env=self._environment, check=True, capture_output=True, text=True).stdout

    def kick(self, user: User) -> None:
        """Cut every connection of the user, as an administrator or a restart does."""
        self.doveadm("kick", user.name)

    def change_uid_validity(self, user: User, folder: str, value: int) -> None:
        """Give the folder a new UIDVALIDITY, so that every remembered UID of it is void (RFC 3501 2.3.1.1)."""
        self.doveadm("mailbox", "update", "-u", user.name, "--uid-validity", str(value), folder)

    def log(self) -> str:
        """Return the server's log so far."""
        return self.log_file.read_text(errors="replace")


@contextlib.contextmanager
def running() -> Iterator[Dovecot]:
    """Run a Dovecot of its own; raises ServerUnavailableError where it cannot be had or does not start."""
    unpacked = packages.unpack(BUNDLE)
    with workspace() as directory:
        installation = _Installation(packages.readable_tree(unpacked, directory), directory)
        server, process = _start(installation, make_certificate(directory))
        try:
            yield server
        finally:
            process.stop()


@dataclass(frozen=True, slots=True)
class _Installation:
    """An unpacked Dovecot, made to run from where it lies."""

    root: Path
    directory: Path

    @property
    def libexec(self) -> Path:
        return self.root / "usr/lib/dovecot"

    @property
    def program(self) -> Path:
        return self.root / "usr/sbin/dovecot"

    def environment(self) -> dict[str, str]:
        """Return the environment in which its programs find their libraries, the relocated one first."""
        library_path = f"{self._relocated_library()}:{packages.library_path(BUNDLE, self.root)}"
        return {"PATH": os.defpath, "LD_LIBRARY_PATH": library_path}

    def _relocated_library(self) -> Path:
        """Make a copy of libdovecot with the compiled-in paths changed to links in the workspace.

        Text of a program can be exchanged for text of the same length only: slashes fill the gap.
        """
        folder = make_folder(self.directory / "l")
        library = (self.libexec / "libdovecot.so.0").read_bytes()
        for path, link in _COMPILED_IN.items():
            (self.directory / link).symlink_to(self.root / path.lstrip("/"))
            slashes = "/" * (len(path) - len(f"{self.directory}{link}"))
            library = library.replace(f"{path}\0".encode(), f"{self.directory}{slashes}{link}\0".encode())
        (folder / "libdovecot.so.0").write_bytes(library)
        return folder

    def version(self, environment: Mapping[str, str]) -> str:
        shown = subprocess.run([self.program, "--version"], env=environment, capture_output=True, text=True, check=True)
        found = re.match(r"[\d.]+", shown.stdout)
        if found is None:
            raise ServerUnavailableError(f"dovecot does not tell its version: {shown.stdout!r}")
        return found.group()


def _start(installation: _Installation, certificate: Certificate) -> tuple[Dovecot, Process]:
    directory = installation.directory
    for folder in ("run", "state", "mail"):
        make_folder(directory / folder)
    environment = installation.environment()
    version = installation.version(environment)
    port, tls_port = free_port(), free_port()
    config = directory / "dovecot.conf"
    config.write_text(_config(installation, certificate, version, port, tls_port))
    log = directory / "dovecot.log"
    process = Process([installation.program, "-F", "-c", config], environment=environment, log=log)
    process.wait_for_port(port)
    process.wait_for_port(tls_port)
    administer = tuple(as_account([installation.root / "usr/bin/doveadm", "-c", config]))
    return Dovecot("127.0.0.1", port, tls_port, certificate.ca_file, version, log, administer, environment), process


def _config(installation: _Installation, certificate: Certificate, version: str, port: int, tls_port: int) -> str:
    dialect = _config_2_3 if version.startswith("2.3") else _config_2_4
    return "\n".join(
        [*dialect(installation, certificate), *_common(installation), *_folders(), *_services(port, tls_port), ""]
    )


def _common(installation: _Installation) -> list[str]:
    owner = account()
    directory = installation.directory
    return [
        "protocols = imap",
        "listen = 127.0.0.1",
        f"base_dir = {directory}/run",
        f"state_dir = {directory}/state",
        f"libexec_dir = {installation.libexec}",
        f"mail_plugin_dir = {installation.libexec}/modules",
        "log_path = /dev/stderr",
        f"default_internal_user = {owner.name}",
        f"default_internal_group = {owner.group}",
        f"default_login_user = {owner.name}",
        "first_valid_uid = 1",
        "auth_mechanisms = plain login",
        "auth_failure_delay = 0",
        "mailbox_idle_check_interval = 1 s",
        "mail_fsync = never",
        "ssl = yes",
    ]


def _folders() -> list[str]:
    folders = "\n".join(
        f"  mailbox {name} {{\n    auto = subscribe\n    special_use = \\{name}\n  }}" for name in SPECIAL_FOLDERS
    )
    return [f"namespace inbox {{\n  inbox = yes\n  separator = /\n{folders}\n}}"]


def _config_2_3(installation: _Installation, certificate: Certificate) -> list[str]:
    owner = account()
    home = f"{installation.directory}/mail/%u"
    return [
        "import_environment = LD_LIBRARY_PATH",
        "disable_plaintext_auth = no",
        f"ssl_cert = <{certificate.certificate_file}",
        f"ssl_key = <{certificate.key_file}",
        f"mail_home = {home}",
        "mail_location = maildir:~/Maildir",
        f"passdb {{\n  driver = static\n  args = password={PASSWORD}\n}}",
        f"userdb {{\n  driver = static\n  args = uid={owner.uid} gid={owner.gid} home={home} allow_all_users=yes\n}}",
    ]


def _config_2_4(installation: _Installation, certificate: Certificate) -> list[str]:
    owner = account()
    home = f"{installation.directory}/mail/%{{user}}"
    return [
        "dovecot_config_version = 2.4.0",
        "dovecot_storage_version = 2.4.0",
        "import_environment {\n  LD_LIBRARY_PATH = %{env:LD_LIBRARY_PATH}\n}",
        "auth_allow_cleartext = yes",
        f"ssl_server_cert_file = {certificate.certificate_file}",
        f"ssl_server_key_file = {certificate.key_file}",
        f"mail_home = {home}",
        "mail_driver = maildir",
        "mail_path = ~/Maildir",
        f"passdb static {{\n  passdb_static_password = {PASSWORD}\n}}",
        f"""userdb static {{
  fields {{
    uid = {owner.uid}
    gid = {owner.gid}
    home = {home}
  }}
  userdb_static_allow_all_users = yes
}}""",
    ]


def _services(port: int, tls_port: int) -> list[str]:
    return [
        "protocol imap {\n  mail_max_userip_connections = 200\n}",
        f"""service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}""",
        # Without this socket a refused login does not slow down the next login from the same address.
        "service anvil {\n  chroot =\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}",
        "service stats {\n  chroot =\n}",
    ]
