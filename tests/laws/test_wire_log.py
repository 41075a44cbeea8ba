"""What goes over the wire in a mailbox's whole life with the program: nothing that sends, expunges, or marks mail as read."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.box import Box, kinds
from tests.servers import proxy
from tests.servers.imap_server import ImapServer
from watcher import scan
from watcher.core.model import MessageId, UserWord, Word

ALLOWED = {
    "CAPABILITY", "LOGIN", "AUTHENTICATE", "ID", "ENABLE", "NAMESPACE", "LIST", "STATUS", "SELECT", "EXAMINE", "UNSELECT",
    "UID FETCH", "UID SEARCH", "UID STORE", "UID MOVE", "UID COPY", "APPEND", "CREATE", "NOOP", "LOGOUT",
}  # fmt: skip
STORED = re.compile(r"UID STORE [\d:,]+ [+-]FLAGS\.SILENT \((?:follow-up-due|follow-up-dismissed|\\Flagged)\)")


@pytest.mark.parametrize("mark", ["keyword", "flagged", "copy"])
def test_nothing_on_the_wire_sends_expunges_or_reads(request: pytest.FixtureRequest, tmp_path: Path, mark: str) -> None:
    """Marks, drafts, withdrawals, a dismissal, a rebuild and an undo, seen from the server's side."""
    server: ImapServer = request.getfixturevalue("dovecot_server")
    with proxy.between(server) as line, Box(server, tmp_path, mark=[mark]) as box:
        box.config["accounts"][0]["imap"]["port"] = line.port
        first, second, third = box.send("One"), box.send("Two"), box.send("Three")
        unread = box.answer(box.send("Four"))
        assert sorted(kinds(box.scan())) == ["draft"] * 3 + ["mark"] * 3
        box.answer(first, days_ago=0)
        with box.account() as account:
            account.cache.say(UserWord(Word.DISMISSED, MessageId(second), box.now))
        assert sorted(kinds(box.scan(later=timedelta(hours=1)))) == ["unmark", "unmark", "withdraw", "withdraw"]
        box.forget()
        box.scan(later=timedelta(hours=2), confirm=True)
        assert mark != "copy" or len(box.drafts("Follow-up due")) == 1
        with box.account() as account:
            scan.undo(account, now=box.now + timedelta(hours=3), everything=True)
        commands = line.commands()
        assert {command.name for command in commands} <= ALLOWED
        for command in commands:
            assert "\\Deleted" not in command.text
            assert command.name != "UID STORE" or STORED.fullmatch(command.text), command
            assert "BODY[" not in command.text, command
            assert command.name != "APPEND" or command.text.startswith('APPEND "Drafts" (\\Draft \\Seen)'), command
            assert command.name != "UID MOVE" or command.text.endswith('"Trash"'), command
        assert "\\seen" not in box.flags(unread, "INBOX")
        assert "\\deleted" not in box.flags(third)
