"""The shipped data of providers: well-formed, without doubt which entry is meant, and near to what people type."""

from collections import Counter

import pytest
import yaml

from watcher import discovery
from watcher.config import values
from watcher.discovery import Login, Provider, providers

PROVIDERS = providers.known()


def test_the_file_holds_at_least_forty_providers_and_no_domain_twice() -> None:
    assert len({each.name for each in PROVIDERS}) >= 40
    for ends in ([it for each in PROVIDERS for it in each.domains], [it for each in PROVIDERS for it in each.mx]):
        assert [end for end, count in Counter(ends).items() if count > 1] == []


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda it: f"{it.name}-{(*it.domains, *it.mx)[0]}")
def test_every_entry_is_well_formed(provider: Provider) -> None:
    assert provider.name
    assert provider.domains or provider.mx
    for name in (*provider.domains, *provider.mx):
        assert name == name.lower().strip(".")
        assert "." in name
        values.host(name)
    for text in (provider.first, provider.password, provider.refused):
        assert text == text.strip()
        assert text.isprintable()
        assert not text or text.endswith(".")
    if provider.server is None:
        assert provider.refused
        return
    values.host(provider.server.host)
    assert provider.server.security in ("tls", "starttls")
    assert values.is_loopback(provider.server.host) or provider.server.port in (993, 143)


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "A", "domains": ["a.example"]},
        {"name": "A", "domains": ["a.example"], "host": "imap.a.example", "refused": "It has no IMAP."},
        {"name": "A", "domains": ["a.example"], "host": "imap.a.example", "login": "whatever"},
        {"name": "A", "domains": ["a.example"], "host": "imap.a.example", "pasword": "x"},
    ],
)
def test_a_malformed_entry_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        providers._provider(**yaml.safe_load(yaml.safe_dump(entry)))  # noqa: SLF001 - the one door to it


@pytest.mark.parametrize(
    ("domain", "host"),
    [
        ("gmail.com", "imap.gmail.com"),
        ("GoogleMail.com", "imap.gmail.com"),
        ("gmx.de", "imap.gmx.net"),
        ("gmx.com", "imap.gmx.com"),
        ("t-online.de", "secureimap.t-online.de"),
        ("proton.me", "127.0.0.1"),
        ("wp.pl", "imap.wp.pl"),
    ],
)
def test_a_domain_leads_to_its_server(domain: str, host: str) -> None:
    found = discovery.of_domain(domain)
    assert found is not None
    assert found.server is not None
    assert found.server.host == host


@pytest.mark.parametrize("domain", ["outlook.com", "hotmail.com", "live.com", "tutanota.com"])
def test_where_no_password_or_no_imap_is_taken_the_reason_is_told(domain: str) -> None:
    found = discovery.of_domain(domain)
    assert found is not None
    assert found.server is None
    assert "password" in found.refused or "IMAP" in found.refused


@pytest.mark.parametrize(
    ("exchanger", "name"),
    [
        ("aspmx.l.google.com.", "Gmail"),
        ("ALT1.ASPMX.L.GOOGLE.COM", "Gmail"),
        ("lind-example.mail.protection.outlook.com", "Outlook.com and Microsoft 365"),
        ("in1-smtp.messagingengine.com", "Fastmail"),
        ("notgoogle.com", None),
        ("google.com.evil.example", None),
        ("mx.lind.example", None),
    ],
)
def test_a_mail_exchanger_shows_its_provider_by_whole_labels_alone(exchanger: str, name: str | None) -> None:
    found = providers.of_exchanger(exchanger)
    assert (found.name if found is not None else None) == name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("iclould.com", "icloud.com"),
        ("gmail.com", None),
        ("lind.example", None),
        ("mail.lind.example", None),
    ],
)
def test_a_mistyped_domain_is_recognized_and_a_right_one_left_alone(typed: str, meant: str | None) -> None:
    assert discovery.similar_domain(typed) == meant


def test_the_login_name_takes_the_form_of_the_provider() -> None:
    assert Login.ADDRESS.name_for("alex@lind.example") == "alex@lind.example"
    assert Login.LOCAL.name_for("alex@lind.example") == "alex"
    assert Login.ASK.name_for("alex@lind.example") is None
