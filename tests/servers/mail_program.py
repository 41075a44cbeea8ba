"""A mail program's own connection to a test server, beside the program's."""

import socket
import ssl

from imapclient import IMAPClient

from tests.servers.imap_server import ImapServer, User


def logged_in(server: ImapServer, user: User, *, tls: bool = False) -> IMAPClient:
    """Connect and log in. The end of the client's `with` block logs out, and hangs up where the line is broken."""
    if tls:
        context = ssl.create_default_context(cafile=server.ca_file)
        client = IMAPClient(server.host, server.tls_port, ssl_context=context, timeout=30)
    else:
        client = IMAPClient(server.host, server.port, ssl=False, timeout=30)
    try:
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(user.name, user.password)
    except BaseException:
        client.shutdown()
        raise
    return client
