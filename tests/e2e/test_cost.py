"""What a pass costs, from the log of the line between program and server."""

from collections import Counter

from tests.e2e.box import Box
from tests.servers import proxy

WRITING = {
    "APPEND",
    "STORE",
    "UID STORE",
    "UID COPY",
    "UID MOVE",
    "COPY",
    "MOVE",
    "EXPUNGE",
    "UID EXPUNGE",
    "CLOSE",
    "DELETE",
    "CREATE",
}
GREETING = {"CAPABILITY", "LOGIN", "AUTHENTICATE", "ID", "ENABLE", "NAMESPACE", "LOGOUT", "NOOP"}


def _commands(line: proxy.Line, since: int) -> Counter[str]:
    return Counter(command.name for command in line.commands()[since:])


def test_a_pass_with_nothing_new_writes_nothing_and_asks_once_a_folder(watched: tuple[Box, proxy.Line]) -> None:
    """One LIST, one STATUS for each folder, and nothing that reads or writes a message."""
    box, line = watched
    for number in range(5):
        box.answer(box.send(f"Question {number}"))
    box.send()
    box.scan()
    box.scan()
    since = len(line.commands())
    assert box.scan().actions == ()
    commands = _commands(line, since)
    folders = len(box.client.list_folders())
    assert not WRITING & set(commands)
    assert commands["LIST"] <= 1
    assert commands["STATUS"] <= folders
    spent = {name: count for name, count in commands.items() if name not in GREETING | {"LIST", "STATUS"}}
    assert not spent, spent


def test_the_second_pass_writes_nothing(watched: tuple[Box, proxy.Line]) -> None:
    """Right after the pass that marked and drafted."""
    box, line = watched
    box.send()
    box.scan()
    since = len(line.commands())
    box.scan()
    assert not WRITING & set(_commands(line, since))


def test_no_pass_ever_expunges(watched: tuple[Box, proxy.Line]) -> None:
    """Marking, drafting, unmarking and withdrawing do without."""
    box, line = watched
    sent = box.send()
    box.scan()
    box.answer(sent, days_ago=0)
    box.scan()
    names = set(_commands(line, 0))
    assert {"UID STORE", "APPEND"} <= names
    assert not {"EXPUNGE", "UID EXPUNGE", "CLOSE", "DELETE"} & names
