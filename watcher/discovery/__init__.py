"""Where a mailbox is kept: from an address to its IMAP server, with as few questions as can be.

providers  the providers that are known by name: the data of providers.yaml
names      what DNS tells of a domain: its IMAP servers (RFC 6186) and its mail exchangers
trying     which of the usual names answers as an IMAP server with a certificate to be trusted
locality   the time zone and country where the user probably is
search     all of that in order, and how trustworthy what was found is

Nothing in here sends a password.
"""

from watcher.discovery.names import Names
from watcher.discovery.providers import Login, Provider, of_domain, similar_domain
from watcher.discovery.search import Found, Source, search
from watcher.discovery.server import Server

__all__ = ["Found", "Login", "Names", "Provider", "Server", "Source", "of_domain", "search", "similar_domain"]
