"""Certificates for the test servers, from an authority made on the spot that nobody else trusts."""

from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.servers.process import account


@dataclass(frozen=True, slots=True)
class Certificate:
    """The PEM files of a server, and the authority that a client has to trust."""

    ca_file: Path
    certificate_file: Path
    key_file: Path


def make_certificate(directory: Path) -> Certificate:
    """Write a certificate for localhost and 127.0.0.1, signed by a new authority, into `directory`."""
    authority = trustme.CA(organization_name="watcher tests")
    leaf = authority.issue_cert("localhost", "127.0.0.1")
    files = Certificate(directory / "ca.pem", directory / "certificate.pem", directory / "key.pem")
    authority.cert_pem.write_to_path(files.ca_file)
    leaf.cert_chain_pems[0].write_to_path(files.certificate_file)
    leaf.private_key_pem.write_to_path(files.key_file)
    account().owns(files.key_file)
    return files
