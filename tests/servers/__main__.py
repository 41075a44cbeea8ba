"""Starts one test server by hand, or fetches what all of them need: `python -m tests.servers dovecot|cyrus|pymap|install`."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

from tests.servers import cyrus, dovecot, packages, pymap
from tests.servers.imap_server import ImapServer
from tests.servers.process import ServerUnavailableError

SERVERS: dict[str, Callable[[], AbstractContextManager[ImapServer]]] = {
    "dovecot": dovecot.running,
    "cyrus": cyrus.running,
    "pymap": pymap.running,
}
BUNDLES = (dovecot.BUNDLE, cyrus.BUNDLE)


def install() -> int:
    """Fetch what the servers need; say what cannot be had. That is an error in CI only."""
    missing = 0
    for bundle in BUNDLES:
        try:
            packages.unpack(bundle)
        except ServerUnavailableError as reason:
            missing += 1
            print(f"No {bundle.name} here, its tests will be skipped: {reason}", file=sys.stderr)
    return 1 if missing and os.environ.get("CI") == "true" else 0


def serve(name: str) -> int:
    """Run one server until Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with SERVERS[name]() as server, contextlib.suppress(KeyboardInterrupt):
            user = server.new_user()
            print(f"{name} listens on {server.host}")
            print(f"  port {server.port}, no encryption")
            if server.tls_port:
                print(f"  port {server.tls_port}, TLS; trust {server.ca_file}")
            print(f"  user {user.name}, password {user.password}")
            print("Ctrl-C ends it and forgets the mail.", flush=True)
            signal.pause()
    except ServerUnavailableError as reason:
        print(f"No {name} here: {reason}", file=sys.stderr)
        return 1
    return 0


def main(arguments: list[str]) -> int:
    """Do what the one argument says."""
    if arguments == ["install"]:
        return install()
    if len(arguments) == 1 and arguments[0] in SERVERS:
        return serve(arguments[0])
    print(f"usage: python -m tests.servers {'|'.join(SERVERS)}|install", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
