"""From a domain to its IMAP server: known by name, named by its DNS, told by its mail exchangers, or found by trying. In this order."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from watcher.discovery import providers, trying
from watcher.discovery.names import Names
from watcher.discovery.providers import Login, Provider
from watcher.discovery.server import Server


class Source(Enum):
    """How a server was found."""

    KNOWN = "known"
    SERVICE = "service"
    EXCHANGER = "exchanger"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a domain's server. `server` is None where a provider lets this program in by no way: `provider.refused` says why.

    `must_agree`: the name came from DNS and lies outside of the domain, so no password may be sent before the user agreed (RFC 6186 section 6).
    """

    source: Source
    server: Server | None
    provider: Provider | None = None
    login: Login = Login.ADDRESS
    evidence: str = ""
    must_agree: bool = False


def search(
    domain: str, names: Names, *, ca_file: Path | None = None, say: Callable[[str], None] = lambda _text: None
) -> Found | None:
    """The best that is found for this domain, None for nothing. `say` is told what is being waited for."""
    known = providers.of_domain(domain)
    if known is not None:
        return Found(Source.KNOWN, known.server, known, known.login, domain)
    say("Asking DNS for the server of your domain …")
    return _by_service(domain, names) or _by_exchanger(domain, names) or _by_trying(domain, ca_file, say)


def _by_service(domain: str, names: Names) -> Found | None:
    servers = names.imap_servers(domain)
    if not servers:
        return None
    server = servers[0]
    provider = next((each for each in providers.known() if each.server == server), None)
    login = provider.own_login if provider is not None else Login.ADDRESS
    return Found(Source.SERVICE, server, provider, login, server.host, must_agree=not lies_within(server.host, domain))


def _by_exchanger(domain: str, names: Names) -> Found | None:
    for name in names.exchangers(domain):
        provider = providers.of_exchanger(name)
        if provider is not None:
            return Found(Source.EXCHANGER, provider.server, provider, provider.own_login, name, must_agree=True)
    return None


def _by_trying(domain: str, ca_file: Path | None, say: Callable[[str], None]) -> Found | None:
    say("Trying the usual names …")
    server = trying.first_that_answers(trying.candidates(domain), ca_file)
    return Found(Source.TRIED, server, evidence=server.host) if server is not None else None


def lies_within(host: str, domain: str) -> bool:
    """Whether the host's name is the domain's own, or below it."""
    return f".{host.lower().rstrip('.')}".endswith(f".{domain.lower().rstrip('.')}")
