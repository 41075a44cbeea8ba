"""Which packages are unpacked: the ones named, and the libraries they need that the system lacks."""

from email.message import Message

import pytest

from tests.servers import packages


def described(**fields: str) -> Message:
    message = Message()
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return message


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"Depends": "libsodium23 (>= 1.0.13), liblua5.4-0 (>= 5.4.4)"}, ["libsodium23", "liblua5.4-0"]),
        ({"Pre_Depends": "libpam0g"}, ["libpam0g"]),
        ({"Depends": "libssl3t64 (>= 3.0.0) | libssl3"}, ["libssl3t64"]),
        ({"Depends": "libfoo:any"}, ["libfoo"]),
        ({"Depends": "libinstalled1 (>= 2)"}, []),
        ({"Depends": "libfoo | libinstalled1"}, []),
        ({"Depends": "adduser, perl:any, libcyrus-imap-perl, libc6 (>= 2.36)"}, []),
        ({}, []),
    ],
)
def test_libraries_that_the_system_lacks_are_wanted(fields: dict[str, str], wanted: list[str]) -> None:
    assert list(packages.libraries(described(**fields), frozenset({"libinstalled1"}))) == wanted
