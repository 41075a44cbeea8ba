"""Mailboxes on a real server."""

from tests.e2e.conftest import dovecot_box

__all__ = ["dovecot_box"]
