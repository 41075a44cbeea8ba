"""Real IMAP servers on loopback, for tests and for trying the program by hand.

In a test, ask for a fixture of tests/conftest.py and take a user of your own (nobody else uses its mailbox):

    def test_something(dovecot_server: Dovecot) -> None:
        user = dovecot_server.new_user()          # .name, .password
        client = IMAPClient(dovecot_server.host, dovecot_server.tls_port,
                            ssl_context=ssl.create_default_context(cafile=dovecot_server.ca_file))

    dovecot_server        Dovecot 2.3 or 2.4, `port` without TLS and `tls_port`; any user name, password "secret"; folders
                          Sent, Drafts, Trash, Junk, Archive with SPECIAL-USE; also kick(user), change_uid_validity(
                          user, folder, value), change_password(user, password), doveadm(...), log(). stop() and start()
                          are for one of your own: `with dovecot.running() as server:`
    cyrus_server          Cyrus 3.6 or newer, the same users and folders, SPECIAL-USE in lower case, OBJECTID
    pymap_server          in this process, no TLS, no SPECIAL-USE, keeps keywords; deliver(user, folder, message, ...)
    pymap_plain_server    the same as its authors ship it: drops keywords silently

To see what a client costs, or to break its line, put a proxy between: `with proxy.between(server) as line:` then use
line.host and line.port, and read line.commands(); line.cut(), line.freeze() and line.thaw() are its troubles.

By hand:  .venv/bin/python -m tests.servers dovecot     starts one, prints how to connect, ends with Ctrl-C
          .venv/bin/python -m tests.servers install     only fetches what the servers need (`make test` does)

Packages are unpacked into .servers/ of the checkout, never installed; servers run from there, in a folder under /tmp that
goes with them, as `mail` when the caller is root. A server that cannot be had makes its tests skip, and fail when CI=true.
"""
