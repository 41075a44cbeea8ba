"""The providers that are known by name; providers.yaml says at its top what an entry holds."""

import difflib
import functools
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

import yaml

from watcher.discovery.server import PORTS, Server

_LIKE_ENOUGH = 0.85


class Login(StrEnum):
    """What a provider takes as login name."""

    ADDRESS = "address"
    LOCAL = "local"
    ASK = "ask"

    def name_for(self, address: str) -> str | None:
        """The login name of this address; None where the user must say it."""
        return {Login.ADDRESS: address, Login.LOCAL: address.rpartition("@")[0]}.get(self)


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of mailboxes. Without a `server`, `refused` says why the program can't get in."""

    name: str
    domains: tuple[str, ...]
    mx: tuple[str, ...] = ()
    server: Server | None = None
    login: Login = Login.ADDRESS
    own_login: Login = Login.ADDRESS
    first: str = ""
    password: str = ""
    refused: str = ""


@functools.cache
def known() -> tuple[Provider, ...]:
    """All entries of the file, in its order. Raises TypeError, KeyError or ValueError for a malformed one."""
    text = resources.files(__package__).joinpath("providers.yaml").read_text(encoding="utf-8")
    return tuple(_provider(**entry) for entry in yaml.safe_load(text))


def of_domain(domain: str) -> Provider | None:
    """The provider that gives out addresses of this domain."""
    return next((each for each in known() if domain.lower() in each.domains), None)


def of_exchanger(name: str) -> Provider | None:
    """The provider to which this mail exchanger belongs; the longest fitting end decides."""
    labels = name.lower().rstrip(".").split(".")
    ends = {end: each for each in known() for end in each.mx}
    return next((ends[end] for start in range(len(labels)) if (end := ".".join(labels[start:])) in ends), None)


def similar_domain(domain: str) -> str | None:
    """The known domain that was probably meant by this unknown one (`gmial.com`); None when none is that close."""
    domains = [each for provider in known() for each in provider.domains]
    if domain.lower() in domains:
        return None
    close = difflib.get_close_matches(domain.lower(), domains, n=1, cutoff=_LIKE_ENOUGH)
    return close[0] if close else None


def _provider(  # noqa: PLR0913 - the keys of an entry
    *,
    name: str,
    domains: list[str],
    mx: list[str] | None = None,
    host: str | None = None,
    port: int | None = None,
    security: Any = "tls",
    login: str = "address",
    own_login: str | None = None,
    first: str = "",
    password: str = "",
    refused: str = "",
) -> Provider:
    if (host is None) != bool(refused):
        raise ValueError(f"{name}: needs either a host or the reason why it is refused")
    server = Server(host, port or PORTS[security], security) if host is not None else None
    return Provider(
        name,
        tuple(domains),
        tuple(mx or ()),
        server,
        Login(login),
        Login(own_login or login),
        first,
        password,
        refused,
    )
