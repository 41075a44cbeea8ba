"""Dovecot 2.3 (Debian 12, Ubuntu 24.04) or 2.4 (Debian 13), run from unpacked packages.

Any user name is accepted with the password `secret`; a mailbox comes into being at its first login, with the folders
Sent, Drafts, Trash, Junk and Archive and their SPECIAL-USE flags (RFC 6154). There is room for 250 users with two
connections each; a session in IDLE is told of news as by the product's own settings, half a second after they came.
"""

import contextlib
import os
import re
import subprocess
import time
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
_MOST_CONNECTIONS = 600
_OPEN_FILES = 4096
_NOTICE_SECONDS = 10.0


class Dovecot:
    """A running Dovecot; `tests.servers.imap_server.ImapServer` says what the first fields mean."""

    host = "127.0.0.1"

    def __init__(self, installation: "_Installation", certificate: Certificate, sessions_a_process: int) -> None:
        """Write its config; `start` runs it."""
        self.port = free_port()
        self.tls_port = free_port()
        self.ca_file = certificate.ca_file
        self.log_file = installation.directory / "dovecot.log"
        self._environment = installation.environment()
        self.version = installation.version(self._environment)
        self._config = installation.directory / "dovecot.conf"
        dialect = _config_2_3 if self.version.startswith("2.3") else _config_2_4
        settings = [*dialect(installation, certificate), *_common(installation), *_folders()]
        settings += _services(self.port, self.tls_port, sessions_a_process)
        self._config.write_text("\n".join([*settings, ""]))
        self._passwords = installation.passwords
        self._passwords.touch()
        self._installation = installation
        self._process: Process | None = None

    def start(self) -> None:
        """Return once it listens; after a `stop`, on the same ports and with the same mail. Raises ServerUnavailableError."""
        # Each session has a process and each process some files; what a shell allows may be too few.
        program: list[str | Path] = [
            "prlimit",
            f"--nofile={_OPEN_FILES}",
            self._installation.program,
            "-F",
            "-c",
            self._config,
        ]
        self._process = Process(program, environment=self._environment, log=self.log_file)
        self._process.wait_for_port(self.port)
        self._process.wait_for_port(self.tls_port)

    def stop(self) -> None:
        """End it, and every connection with it. Harmless when it has ended already."""
        if self._process is not None:
            self._process.stop()
            self._process = None

    def new_user(self) -> User:
        """Return a user with an empty mailbox that no other test uses."""
        return User(unused_name())

    def change_password(self, user: User, password: str) -> User:
        """Give the user another password, which each login from now on needs; the user with it. Sessions that are open go on: see `kick`."""
        lines = dict(line.split(":", 1) for line in self._passwords.read_text().splitlines())
        lines[user.name] = f"{{PLAIN}}{password}"
        changed_at = int(self._passwords.stat().st_mtime) + 2  # it is read anew when its time in seconds is another
        fresh = self._passwords.with_suffix(".new")
        fresh.write_text("".join(f"{name}:{line}\n" for name, line in lines.items()))
        os.utime(fresh, (changed_at, changed_at))
        fresh.rename(self._passwords)
        give_up_at = time.monotonic() + _NOTICE_SECONDS
        while not self._lets_in(user.name, password):  # it looks at the file once a second at most
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"dovecot does not take the new password: {self.log()[-2000:]}")
            time.sleep(0.1)
        return User(user.name, password)

    def _lets_in(self, name: str, password: str) -> bool:
        try:
            self.doveadm("auth", "test", name, password)
        except subprocess.CalledProcessError:
            return False
        return True

    def doveadm(self, *arguments: str) -> str:
        """Run an administration command and return what it prints; raises CalledProcessError when it fails."""
        command = as_account([self._installation.root / "usr/bin/doveadm", "-c", self._config, *arguments])
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
def running(*, sessions_a_process: int = 1) -> Iterator[Dovecot]:
    """Run a Dovecot of its own; raises ServerUnavailableError where it cannot be had or does not start.

    Beyond a hundred sessions in IDLE at once, let some share a process: the system has an inotify instance for 128
    processes of an account, and without one news are told after 30 s. `kick` works for sessions that share none.
    """
    unpacked = packages.unpack(BUNDLE)
    with workspace() as directory:
        for folder in ("run", "state", "mail"):
            make_folder(directory / folder)
        installation = _Installation(packages.readable_tree(unpacked, directory), directory)
        server = Dovecot(installation, make_certificate(directory), sessions_a_process)
        try:
            server.start()
            yield server
        finally:
            server.stop()


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

    @property
    def passwords(self) -> Path:
        """Whose password is another than that of all, in lines of passwd(5)."""
        return self.directory / "passwords"

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
        "mail_fsync = never",
        f"default_client_limit = {2 * _MOST_CONNECTIONS}",
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
        # Who has a line is let in by its password alone: the second look refuses whoever the first knew and did not let in.
        *(
            f"passdb {{\n  driver = passwd-file\n  args = {installation.passwords}\n  deny = {deny}\n}}"
            for deny in ("no", "yes")
        ),
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
        *(
            f"passdb {name} {{\n  driver = passwd-file\n  passwd_file_path = {installation.passwords}\n  deny = {deny}\n}}"
            for name, deny in (("own", "no"), ("others", "yes"))
        ),
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


def _services(port: int, tls_port: int, sessions_a_process: int) -> list[str]:
    return [
        "protocol imap {\n  mail_max_userip_connections = 200\n}",
        f"""service imap {{
  process_limit = {_MOST_CONNECTIONS}
  client_limit = {sessions_a_process}
  service_count = {1 if sessions_a_process == 1 else 0}
}}""",
        f"""service imap-login {{
  chroot =
  service_count = 0
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
