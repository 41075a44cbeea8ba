"""Finding a server by DNS, against a real name server, and by trying, against real servers; and what of it may be trusted."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dns.resolver
import pytest

from tests.init import name_server
from tests.servers.certificates import make_certificate
from tests.servers.dovecot import Dovecot
from tests.servers.process import free_port
from watcher import discovery
from watcher.discovery import Login, Names, Server, Source, locality, names, trying

DOMAIN = "lind.example"


def asked(address: str) -> Names:
    """DNS as this name server tells it."""
    resolver = dns.resolver.Resolver(configure=False)
    host, _, port = address.rpartition(":")
    resolver.nameservers, resolver.port = [host], int(port)
    resolver.lifetime = 10
    return Names(resolver)


@pytest.fixture
def nobody() -> Iterator[Names]:
    """A name server that knows no name at all."""
    with name_server.serving({}) as address:
        yield asked(address)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ({"_imaps": ["0 1 993 imap.lind.example."]}, [Server("imap.lind.example")]),
        ({"_imap": ["0 1 143 imap.lind.example."]}, [Server("imap.lind.example", 143, "starttls")]),
        (
            {"_imap": ["0 1 143 a.lind.example."], "_imaps": ["5 1 993 b.lind.example."]},
            [Server("b.lind.example"), Server("a.lind.example", 143, "starttls")],
        ),
        (
            {"_imaps": ["20 9 993 c.lind.example.", "10 1 993 b.lind.example.", "10 5 9930 A.lind.example."]},
            [Server("a.lind.example", 9930), Server("b.lind.example"), Server("c.lind.example")],
        ),
        (
            {"_imaps": ["0 0 0 ."], "_imap": ["0 1 143 imap.lind.example."]},
            [Server("imap.lind.example", 143, "starttls")],
        ),
        ({"_imaps": ["0 0 0 ."]}, []),
        ({"_imaps": ["0 1 993 im\\027ap.lind.example."]}, []),
        ({}, []),
    ],
)
def test_srv_records_come_in_the_order_of_rfc_2782_tls_first(
    records: dict[str, list[str]], expected: list[Server]
) -> None:
    zone = {(f"{service}._tcp.{DOMAIN}", "SRV"): lines for service, lines in records.items()}
    with name_server.serving(zone) as address:
        assert asked(address).imap_servers(DOMAIN) == expected


def test_the_name_server_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with name_server.serving({(DOMAIN, "MX"): ["20 b.lind.example.", "10 a.lind.example."]}) as address:
        monkeypatch.setenv(names.ENVIRONMENT, address)
        assert Names().exchangers(DOMAIN) == ["a.lind.example", "b.lind.example"]


@pytest.mark.parametrize("setting", ["127.0.0.1:9", "nonsense", "127.0.0.1:port", "[::1]:9"])
def test_no_name_server_or_a_wrong_one_finds_nothing_and_raises_nothing(
    setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(names.ENVIRONMENT, setting)
    monkeypatch.setattr(names, "SECONDS", 0.2)
    assert Names().imap_servers(DOMAIN) == []


def test_a_null_mx_names_no_exchanger() -> None:
    with name_server.serving({(DOMAIN, "MX"): ["0 ."]}) as address:
        assert asked(address).exchangers(DOMAIN) == []


def test_a_name_server_that_says_nothing_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "SECONDS", 0.3)
    with name_server.serving({(DOMAIN, "SILENT"): []}) as address:
        monkeypatch.setenv(names.ENVIRONMENT, address)
        assert Names().exchangers(DOMAIN) == []


def test_a_known_provider_is_found_without_any_question_to_dns(nobody: Names) -> None:
    found = discovery.search("gmail.com", nobody)
    assert found is not None
    assert (found.source, found.must_agree) == (Source.KNOWN, False)


@pytest.mark.parametrize(
    ("target", "must_agree"),
    [
        ("imap.lind.example", False),
        ("lind.example", False),
        ("imap.provider.example", True),
        ("imap.evillind.example", True),
        ("lind.example.evil.example", True),
    ],
)
def test_a_server_named_outside_of_the_domain_must_be_agreed_to(target: str, must_agree: bool) -> None:
    with name_server.serving({(f"_imaps._tcp.{DOMAIN}", "SRV"): [f"0 1 993 {target}."]}) as address:
        found = discovery.search(DOMAIN, asked(address))
    assert found is not None
    assert (found.source, found.server, found.must_agree) == (Source.SERVICE, Server(target), must_agree)


def test_a_domain_kept_by_a_known_provider_is_told_by_its_exchangers() -> None:
    zone = {(DOMAIN, "MX"): ["10 mx.lind.example.", "20 mxext1.mailbox.org."]}
    with name_server.serving(zone) as address:
        found = discovery.search(DOMAIN, asked(address))
    assert found is not None
    assert found.provider is not None
    assert (found.source, found.provider.name) == (Source.EXCHANGER, "mailbox.org")
    assert (found.login, found.must_agree) == (Login.ASK, True)


def test_the_usual_names_are_tried_tls_first() -> None:
    tried = trying.candidates(DOMAIN)
    assert tried[0] == Server("imap.lind.example")
    assert tried[-1] == Server("lind.example", 143, "starttls")


def test_what_greets_by_imap_behind_a_good_certificate_is_found_in_the_order_of_the_list(
    dovecot_server: Dovecot,
) -> None:
    by_tls = Server("localhost", dovecot_server.tls_port)
    by_starttls = Server("localhost", dovecot_server.port, "starttls")
    dead = Server("localhost", free_port())
    trusted = dovecot_server.ca_file
    assert trying.first_that_answers([dead, by_tls, by_starttls], trusted) == by_tls
    assert trying.first_that_answers([dead, by_starttls, by_tls], trusted) == by_starttls
    assert trying.first_that_answers([dead], trusted) is None


def test_a_certificate_that_is_not_trusted_or_for_another_name_is_no_answer(
    dovecot_server: Dovecot, tmp_path: Path
) -> None:
    stranger = make_certificate(tmp_path).ca_file
    assert not trying.answers_properly(Server("localhost", dovecot_server.tls_port), stranger)
    assert not trying.answers_properly(Server("127.0.0.2", dovecot_server.tls_port), dovecot_server.ca_file)


def test_a_server_that_never_speaks_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert trying.first_that_answers([Server("127.0.0.1", silent.getsockname()[1])]) is None


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Europe/Stockholm", "SE"), ("America/New_York", "US"), ("Asia/Tokyo", "JP"), ("Pacific/Auckland", "NZ")],
)
def test_a_zone_tells_its_country(zone: str, country: str) -> None:
    assert locality.country(zone) == country


def test_without_a_zone_the_locale_tells_the_country(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_TIME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    assert locality.country(None) == "SE"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert locality.country(None) is None


@pytest.mark.parametrize(("variable", "zone"), [("Europe/Berlin", "Europe/Berlin"), ("UTC", None), ("Etc/UTC", None)])
def test_universal_time_is_where_nobody_lives(variable: str, zone: str | None) -> None:
    """In a process of its own: the zone of a process is looked up once."""
    program = "from watcher.discovery import locality; print(locality.zone())"
    said = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"TZ": variable}, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == str(zone)
    assert said.stderr == ""
