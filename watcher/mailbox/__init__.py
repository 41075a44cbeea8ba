"""The mailboxes: one protocol (`base`), an adapter for each kind of server."""
