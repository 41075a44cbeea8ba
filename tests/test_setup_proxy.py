"""The proxy's record is what a client sent, however the bytes were cut on their way."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tests.servers.proxy import Command, CommandReader

SESSION = (
    b"a1 LOGIN {4}\r\nalex {6+}\r\nsecret\r\n"
    b"a2 AUTHENTICATE PLAIN\r\nAGFsZXgAc2VjcmV0\r\n"
    b'a3 APPEND "Sent" (\\Seen) {17}\r\nx9 FAKE FETCH\r\n{}\r\n'
    b"a4 IDLE\r\nDONE\r\n"
    b"a5 uid fetch 1:* (FLAGS)\r\n"
)
COMMANDS = [
    Command(1, "a1", "LOGIN {4} {6+}"),
    Command(1, "a2", "AUTHENTICATE PLAIN"),
    Command(1, "a3", 'APPEND "Sent" (\\Seen) {17}'),
    Command(1, "a4", "IDLE"),
    Command(1, "", "DONE"),
    Command(1, "a5", "uid fetch 1:* (FLAGS)"),
]


@given(cuts=st.lists(st.integers(0, len(SESSION))))
def test_any_cut_of_a_session_gives_the_same_commands(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(SESSION)]
    reader = CommandReader(1)
    read = [command for start, end in itertools.pairwise(edges) for command in reader.feed(SESSION[start:end])]
    assert read == COMMANDS


def test_a_commands_name_is_in_capitals_and_has_both_words_with_uid() -> None:
    assert [command.name for command in COMMANDS[-3:]] == ["IDLE", "DONE", "UID FETCH"]
