"""The test servers are what the tests take them for."""

import ssl

from imapclient import IMAPClient

from tests.servers import dovecot
from tests.servers.imap_server import User


def _tls_login(server: dovecot.Dovecot, user: User) -> IMAPClient:
    context = ssl.create_default_context(cafile=server.ca_file)
    client = IMAPClient(server.host, server.tls_port, ssl_context=context, timeout=10)
    client.login(user.name, user.password)
    return client


def _special_folders(client: IMAPClient) -> dict[str, set[str]]:
    return {
        name: {flag.decode() for flag in flags if not flag.startswith(b"\\Has")}
        for flags, _, name in client.list_folders()
    }


def test_dovecot_serves_tls_and_marks_its_special_folders(dovecot_server: dovecot.Dovecot) -> None:
    with _tls_login(dovecot_server, dovecot_server.new_user()) as client:
        folders = _special_folders(client)
    assert folders == {"INBOX": set(), **{name: {f"\\{name}"} for name in dovecot.SPECIAL_FOLDERS}}
