"""Who is who: the same person under another address, colleagues, and strangers at one provider."""

import pytest

from watcher.core import people
from watcher.core.model import Address


def person(name: str, email: str = "x@firm.example") -> Address:
    return Address(name, email)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Anna Berg"), person("Berg, Anna")),
        (person("Krystian Wójtowicz"), person("krystian w.")),
        (person("Dr. Anna Maria Berg (HR)"), person("Anna Berg via Greenhouse")),
        (person("", "anna.berg@firm.example"), person("Anna Berg")),
        (person("戸田 直樹"), person("戸田直樹")),
        (person("Søren Kjær"), person("Soren Kjaer")),
        (person("Nagy Éva"), person("Eva Nagy")),
        (person("Олег Петров"), person("Петров Олег")),
    ],
)
def test_one_person_however_the_name_is_written(one: Address, other: Address) -> None:
    assert people.is_same_name(one, other)
    assert people.name_key(one) in people.name_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Anna Berg"), person("Anna Bergman")),
        (person("Anna Berg"), person("Bo Berg")),
        (person("Anna"), person("Anna")),
        (person("", "info@firm.example"), person("Info")),
        (person(""), person("")),
    ],
)
def test_two_people(one: Address, other: Address) -> None:
    assert not people.is_same_name(one, other)


def test_a_familiar_form_of_a_name_is_perhaps_the_same_person() -> None:
    assert people.is_perhaps_same_name(person("Vendula Svoboda"), person("Vend S."))
    assert people.name_key(person("Vendula Svoboda")) == people.name_key(person("Vend S."))
    assert not people.is_perhaps_same_name(person("Vendula Svoboda"), person("Vendula Novak"))
    assert not people.is_perhaps_same_name(person("Vendula Svoboda"), person("Jan S."))


@pytest.mark.parametrize(
    "email", ["gear-users@firm.example", "customer.service@firm.example", "sales_team@firm.example"]
)
def test_what_an_office_is_called_is_nobodys_name(email: str) -> None:
    assert people.name_of(Address("", email)) == ()


@pytest.mark.parametrize(
    ("email", "organisation"),
    [
        ("anna@firm.example", "firm.example"),
        ("anna@hr.firm.example", "firm.example"),
        ("anna@mail.firm.co.uk", "firm.co.uk"),
        ("anna@gmail.com", ""),
        ("anna@mail.t-online.de", ""),
        ("anna@[192.0.2.1]", ""),
        ("anna@localhost", ""),
        ("anna", ""),
        ("@..", ""),
    ],
)
def test_the_organisation_behind_an_address(email: str, organisation: str) -> None:
    assert people.organisation(email) == organisation
