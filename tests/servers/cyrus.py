"""Cyrus 3.6 (Debian 12), 3.8 (Ubuntu 24.04) or 3.10 (Debian 13), run from unpacked packages.

Any user name is accepted with the password `secret`; its mailbox comes into being at its first login, with the folders
Sent, Drafts, Trash, Junk and Archive. Their SPECIAL-USE flags are in lower case, as this server writes them.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers import packages, password_check
from tests.servers.certificates import Certificate, make_certificate
from tests.servers.imap_server import User, unused_name
from tests.servers.process import Process, account, free_port, make_folder, workspace

SPECIAL_FOLDERS = ("Sent", "Drafts", "Trash", "Junk", "Archive")
_PROGRAMS = Path("usr/lib/cyrus/bin")
BUNDLE = packages.Bundle(
    "cyrus",
    packages=("cyrus-imapd", "cyrus-common", "libsasl2-modules", "libeatmydata1"),
    programs=tuple(str(_PROGRAMS / name) for name in ("master", "imapd", "idled", "ctl_cyrusdb")),
)


@dataclass(frozen=True, slots=True)
class Cyrus:
    """A running Cyrus; `tests.servers.imap_server.ImapServer` says what the fields mean."""

    host: str
    port: int
    tls_port: int
    ca_file: Path

    def new_user(self) -> User:
        """Return a user with an empty mailbox that no other test uses."""
        return User(unused_name())


@contextlib.contextmanager
def running() -> Iterator[Cyrus]:
    """Run a Cyrus of its own; raises ServerUnavailableError where it cannot be had or does not start."""
    unpacked = packages.unpack(BUNDLE)
    with workspace() as directory, password_check.listening(directory / "passwords"):
        root = packages.readable_tree(unpacked, directory)
        server, process = _start(root, directory, make_certificate(directory))
        try:
            yield server
        finally:
            process.stop()


def _start(root: Path, directory: Path, certificate: Certificate) -> tuple[Cyrus, Process]:
    for folder in ("spool", "conf", *(f"conf/{name}" for name in ("socket", "proc", "log", "msg", "db", "lock"))):
        make_folder(directory / folder)
    port, tls_port = free_port(), free_port()
    settings, services = directory / "imapd.conf", directory / "cyrus.conf"
    settings.write_text(_settings(root, directory, certificate))
    services.write_text(_services(root / _PROGRAMS, settings, port, tls_port))
    master = [f"{root / _PROGRAMS}/master", f"-C{settings}", f"-M{services}", f"-p{directory}/conf/master.pid"]
    library_path = packages.library_path(BUNDLE, root)
    mechanisms = ":".join(f"{folder}/sasl2" for folder in library_path.split(":"))
    environment = {
        "PATH": os.defpath,
        "LD_LIBRARY_PATH": library_path,
        "SASL_PATH": mechanisms,
        # No setting stops it from waiting for the disk at each change; the mail of a test need not outlive a power cut.
        "LD_PRELOAD": "libeatmydata.so",
    }
    process = Process(master, environment=environment, log=directory / "cyrus.log")
    process.wait_for_port(port)
    process.wait_for_port(tls_port)
    return Cyrus("127.0.0.1", port, tls_port, certificate.ca_file), process


def _settings(root: Path, directory: Path, certificate: Certificate) -> str:
    owner = account()
    folders = "|".join(SPECIAL_FOLDERS)
    settings = {
        "configdirectory": directory / "conf",
        "defaultpartition": "default",
        "partition-default": directory / "spool",
        "cyrus_user": owner.name,
        "cyrus_group": owner.group,
        "admins": "cyrus",
        "allowplaintext": "yes",
        "failedloginpause": "0",
        "sasl_pwcheck_method": "saslauthd",
        "sasl_saslauthd_path": directory / "passwords",
        "sasl_mech_list": "PLAIN LOGIN",
        "tls_server_cert": certificate.certificate_file,
        "tls_server_key": certificate.key_file,
        "virtdomains": "off",
        "unixhierarchysep": "yes",
        "altnamespace": "yes",
        "autocreate_quota": "0",  # -1, the default, would switch the making of mailboxes off
        "autocreate_post": "yes",
        "autocreate_inbox_folders": folders,
        "autocreate_subscribe_folders": folders,
        **{f"xlist-{name.lower()}": name for name in SPECIAL_FOLDERS},
        "specialusealways": "1",
        "conversations": "1",  # THREADID (RFC 8474)
        "imapidlepoll": "2",
        "idlesocket": directory / "conf/socket/idle",
        "sievedir": directory / "conf/sieve",
        "mboxname_lockpath": directory / "conf/lock",
        "proc_path": directory / "conf/proc",
        "syslog_prefix": "watcher-tests",
    }
    return "".join(f"{key}: {value}\n" for key, value in settings.items())


def _services(programs: Path, settings: Path, port: int, tls_port: int) -> str:
    return f"""START {{
  recover cmd="{programs}/ctl_cyrusdb -C {settings} -r"
  idled cmd="{programs}/idled -C {settings}"
}}
SERVICES {{
  imap cmd="{programs}/imapd -C {settings} -U 30" listen="127.0.0.1:{port}" prefork=1
  imaps cmd="{programs}/imapd -s -C {settings} -U 30" listen="127.0.0.1:{tls_port}" prefork=0
}}
EVENTS {{
  checkpoint cmd="{programs}/ctl_cyrusdb -C {settings} -c" period=30
}}
"""
