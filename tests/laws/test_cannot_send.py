"""It cannot send mail, and it cannot expunge: nothing in the package says how."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import watcher

ROOT = Path(watcher.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

# Whatever carries mail, or could be made to.
CARRIERS = {
    "smtplib",
    "smtpd",
    "aiosmtplib",
    "aiosmtpd",
    "poplib",
    "nntplib",
    "telnetlib",
    "sendgrid",
    "mailgun",
    "boto3",
    "yagmail",
    "envelopes",
}
SENDING = re.compile(
    r"\A(?:send_?(?:mail|message|email|draft)s?|submit|outbox|drafts_send|messages_send|send_raw|bdat)\Z", re.IGNORECASE
)
REMOVING = {
    "expunge",
    "uid_expunge",
    "close_folder",
    "delete_messages",
    "delete_folder",
    "purge",
    "batch_delete",
    "batchDelete",
}
COMMANDS = re.compile(
    rb"\A(?:UID )?(?:EXPUNGE|DELETE|RENAME|MAILFROM|MAIL FROM|RCPT TO|SETACL|DELETEACL|UNSUBSCRIBE|SUBSCRIBE|SETMETADATA|REPLACE)\b"
)
# `.send` is the name of a method in four places: bytes on the IMAP connections (a command, IDLE and DONE), a word to systemd, a line to its journal.
MAY_SEND = {
    ("mailbox/wire.py", "self._imap.send"),
    ("mailbox/idle.py", "self._open_socket.send"),
    ("daemon/notify.py", "line.send"),
    ("log.py", "self._socket.send"),
}


def _trees() -> Iterator[tuple[str, ast.AST]]:
    for module in MODULES:
        yield module.relative_to(ROOT).as_posix(), ast.parse(module.read_text(encoding="utf-8"))


def _nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for name, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield name, node


def test_the_package_is_what_is_looked_at() -> None:
    """Else nothing here can fail."""
    assert len(MODULES) > 80
    assert any(ast.unparse(node) == "self._imap.send" for _, node in _nodes(ast.Attribute))


def test_nothing_that_carries_mail_is_imported() -> None:
    """Not even by name at run time."""
    for name, node in _nodes(ast.Import):
        assert isinstance(node, ast.Import)
        assert not {each.name.partition(".")[0] for each in node.names} & CARRIERS, name
    for name, node in _nodes(ast.ImportFrom):
        assert isinstance(node, ast.ImportFrom)
        assert (node.module or "").partition(".")[0] not in CARRIERS, name
    for name, node in _nodes(ast.Name):
        assert isinstance(node, ast.Name)
        assert node.id not in {"__import__", "exec", "eval"}, f"{name}:{node.lineno}"
    for name, node in _nodes(ast.Constant):
        assert isinstance(node, ast.Constant)
        assert node.value not in CARRIERS, f"{name}:{node.lineno}"


def test_no_method_that_sends_or_removes_is_called() -> None:
    """Of the mailbox, the client, or anything else."""
    for name, node in _nodes(ast.Attribute):
        assert isinstance(node, ast.Attribute)
        where = f"{name}:{node.lineno} {ast.unparse(node)}"
        assert not SENDING.match(node.attr), where
        assert node.attr not in REMOVING, where
        assert node.attr != "send" or (name, ast.unparse(node)) in MAY_SEND, where
    for name, node in _nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if "/" in name and not name.startswith("mailbox/"):  # it has no mailbox in its hands
            continue
        if isinstance(node.func, ast.Name) and node.func.id in {"getattr", "setattr", "methodcaller", "attrgetter"}:
            chosen = node.args[1] if len(node.args) > 1 else None
            assert isinstance(chosen, ast.Constant), f"{name}:{node.lineno} chooses a method at run time"


def test_no_command_that_expunges_or_deletes_stands_anywhere() -> None:
    """Commands are written as bytes, so all of them can be read."""
    for name, node in _nodes(ast.Constant):
        assert isinstance(node, ast.Constant)
        if isinstance(node.value, bytes):
            assert not COMMANDS.match(node.value), f"{name}:{node.lineno} {node.value!r}"


def test_close_is_written_once_where_the_folder_is_open_for_reading_alone() -> None:
    r"""CLOSE of a folder open for changes would expunge what the user marked `\\Deleted`."""
    found = [
        (name, node) for name, node in _nodes(ast.Constant) if isinstance(node, ast.Constant) and node.value == b"CLOSE"
    ]
    assert [name for name, _ in found] == ["mailbox/session.py"]


def test_the_flag_of_deletion_is_set_in_one_place_only() -> None:
    r"""`\\Deleted` is for servers without MOVE, on our own untouched draft or copy, after it was copied to Trash."""
    found = [
        name
        for name, node in _nodes(ast.Constant)
        if isinstance(node, ast.Constant) and isinstance(node.value, bytes) and b"\\deleted" in node.value.lower()
    ]
    assert found == ["mailbox/marks.py"]


def test_seen_is_set_on_new_drafts_alone() -> None:
    r"""Reading is done with EXAMINE and BODY.PEEK."""
    found = [
        name
        for name, node in _nodes(ast.Constant)
        if isinstance(node, ast.Constant) and isinstance(node.value, bytes) and b"\\seen" in node.value.lower()
    ]
    assert found == ["mailbox/drafts.py"]
    for name, node in _nodes(ast.Constant):
        assert isinstance(node, ast.Constant)
        if isinstance(node.value, bytes):
            assert (
                not re.search(rb"(?<!\.PEEK)\[\]|BODY\[|RFC822(?!\.SIZE)", node.value.replace(b"BODY.PEEK[", b""))
                or name in READS
            ), f"{name}:{node.lineno} {node.value!r}"


# Where answers are read, the names of items stand without PEEK, as servers send them.
READS = {"mailbox/fetching.py", "mailbox/wire.py"}
