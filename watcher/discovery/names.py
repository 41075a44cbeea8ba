"""What DNS tells of a domain: its IMAP servers (RFC 6186, 2782) and its mail exchangers (RFC 5321, 7505). All of it is anybody's word.

`WATCHER_RESOLVER`, such as `192.0.2.1:53`, names the name server to ask in place of the system's.
"""

import os

import dns.exception
import dns.name
import dns.rdata
import dns.rdatatype
import dns.resolver
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.IN.SRV import SRV

from watcher.discovery.server import Server
from watcher.mailbox.settings import Security

ENVIRONMENT = "WATCHER_RESOLVER"
SECONDS = 4.0
_MOST = 20  # records that are looked at
_SERVICES: tuple[tuple[str, Security], ...] = (("_imaps._tcp", "tls"), ("_imap._tcp", "starttls"))


class Names:
    """Asks a name server, for `SECONDS` at most. What it does not know is not there; one that does not answer is asked nothing more."""

    def __init__(self, resolver: dns.resolver.Resolver | None = None) -> None:
        self._resolver = resolver if resolver is not None else _resolver()

    def imap_servers(self, domain: str) -> list[Server]:
        """The IMAP servers that the domain names, the best first: TLS from the first byte before STARTTLS, then by priority and weight."""
        found = []
        for service, security in _SERVICES:
            answers = self._ask(f"{service}.{domain}", dns.rdatatype.SRV)
            records = [record for record in answers if isinstance(record, SRV)]
            for record in sorted(records, key=lambda it: (it.priority, -it.weight)):
                host = _text(record.target)
                if host and record.port:  # "." says that there is no such service
                    found.append(Server(host, record.port, security))
        return found

    def exchangers(self, domain: str) -> list[str]:
        """The names of the servers that take mail for the domain, the preferred ones first."""
        records = [record for record in self._ask(domain, dns.rdatatype.MX) if isinstance(record, MX)]
        records.sort(key=lambda it: it.preference)
        return [name for record in records if (name := _text(record.exchange))]

    def _ask(self, name: str, kind: dns.rdatatype.RdataType) -> list[dns.rdata.Rdata]:
        if self._resolver is None:
            return []
        try:
            asked = dns.name.from_text(name, idna_codec=dns.name.IDNA_2008_Practical)
            answer = self._resolver.resolve(asked, kind, raise_on_no_answer=False, search=False)
        except (dns.exception.Timeout, dns.resolver.NoNameservers, OSError):
            self._resolver = None
            return []
        except (dns.exception.DNSException, ValueError):
            return []
        return list(answer)[:_MOST]


def _resolver() -> dns.resolver.Resolver | None:
    """What asks the name server of the environment, else those of the system; None where none is known."""
    named = os.environ.get(ENVIRONMENT, "")
    try:
        resolver = dns.resolver.Resolver(configure=not named)
        if named:
            address, colon, port = named.rpartition(":")
            resolver.nameservers = [address.strip("[]") if colon else named]
            resolver.port = int(port) if colon else 53
    except (dns.exception.DNSException, OSError, ValueError):
        return None
    resolver.timeout, resolver.lifetime = SECONDS / 2, SECONDS
    return resolver


def _text(name: dns.name.Name) -> str:
    """The name as a host is written; nothing for the root, and for what no host is named."""
    text = name.to_text(omit_final_dot=True)
    is_host = all(sign.isascii() and (sign.isalnum() or sign in "-._") for sign in text)
    return text.lower() if is_host and text != "." else ""
