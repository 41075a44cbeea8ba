"""What folders are for, on the listings of many servers."""

import pytest

from watcher.core.model import Role
from watcher.errors import FolderMissing
from watcher.mailbox import folders, wire
from watcher.mailbox.folder_names import NAMES


def listing(*lines: str) -> list[folders.Listed]:
    return folders.read_list([wire.Answer(f"* LIST {line}\r\n".encode()) for line in lines])


def roles(lines: list[str], **wishes: str) -> dict[str, Role]:
    wanted = {Role(name): wish for name, wish in wishes.items()}
    return {it.name: it.role for it in folders.assign(listing(*lines), wanted)}


DOVECOT = [
    r'(\HasNoChildren \UnMarked \Trash) "." Trash',
    r'(\HasNoChildren \Sent) "." Sent',
    r'(\HasChildren \Noselect) "." Lists',
    r'(\HasNoChildren) "." "Lists.python"',
    r'(\HasNoChildren \Drafts) "." Drafts',
    r'(\HasNoChildren) "." INBOX',
]
CYRUS = [
    r'(\HasNoChildren) "/" INBOX',
    r'(\HasNoChildren \sent) "/" Sent',
    r'(\HasNoChildren \drafts) "/" Drafts',
    r'(\HasNoChildren \archive) "/" Archive',
]
GMAIL = [
    r'(\HasNoChildren) "/" "INBOX"',
    r'(\HasChildren \Noselect) "/" "[Gmail]"',
    r'(\All \HasNoChildren) "/" "[Gmail]/All e-post"',
    r'(\Drafts \HasNoChildren) "/" "[Gmail]/Utkast"',
    r'(\HasNoChildren \Sent) "/" "[Gmail]/Skickat"',
    r'(\HasNoChildren \Junk) "/" "[Gmail]/Skr&AOQ-ppost"',
    r'(\Flagged \HasNoChildren) "/" "[Gmail]/Stj&AOQ-rnm&AOQ-rkt"',
    r'(\HasNoChildren \Important) "/" "[Gmail]/Viktigt"',
    r'(\HasNoChildren \Trash) "/" "[Gmail]/Papperskorgen"',
]
EXCHANGE = [
    r'(\HasNoChildren) "/" INBOX',
    r'(\HasNoChildren) "/" "Sent Items"',
    r'(\HasNoChildren) "/" "Deleted Items"',
    r'(\HasNoChildren) "/" "Junk Email"',
    r'(\HasNoChildren) "/" Drafts',
    r'(\HasNoChildren) "/" "Projects/Sent"',
]
COURIER = [
    r'(\HasChildren) "." "INBOX"',
    r'(\HasNoChildren) "." "INBOX.Sent"',
    r'(\HasNoChildren) "." "INBOX.Trash"',
    r'(\HasNoChildren) "." "INBOX.Clients"',
]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (DOVECOT, {"Sent": Role.SENT, "INBOX": Role.INBOX, "Lists.python": Role.OTHER, "Drafts": Role.DRAFTS, "Trash": Role.TRASH}),
        (CYRUS, {"Sent": Role.SENT, "INBOX": Role.INBOX, "Archive": Role.ARCHIVE, "Drafts": Role.DRAFTS}),
        (
            GMAIL,
            {
                "[Gmail]/Skickat": Role.SENT,
                "INBOX": Role.INBOX,
                "[Gmail]/All e-post": Role.ALL,
                "[Gmail]/Utkast": Role.DRAFTS,
                "[Gmail]/Skräppost": Role.JUNK,
                "[Gmail]/Papperskorgen": Role.TRASH,
            },
        ),
        (
            EXCHANGE,
            {
                "Sent Items": Role.SENT,
                "INBOX": Role.INBOX,
                "Projects/Sent": Role.OTHER,
                "Drafts": Role.DRAFTS,
                "Junk Email": Role.JUNK,
                "Deleted Items": Role.TRASH,
            },
        ),
        (COURIER, {"INBOX.Sent": Role.SENT, "INBOX": Role.INBOX, "INBOX.Clients": Role.OTHER, "INBOX.Trash": Role.TRASH}),
    ],
    ids=["dovecot", "cyrus", "gmail", "exchange", "courier"],
)  # fmt: skip
def test_roles(lines: list[str], expected: dict[str, Role]) -> None:
    assert roles(lines) == expected
    assert list(roles(lines)) == list(expected), "Sent first, Trash last"


@pytest.mark.parametrize("prefix", ["", "INBOX.", "[Gmail]/", "[Google Mail]/"])
@pytest.mark.parametrize("role", [it for it in NAMES if it is not Role.SENT])
def test_every_known_name_is_recognised_in_any_case(role: Role, prefix: str) -> None:
    separator = "." if prefix == "INBOX." else "/"
    for name in NAMES[role]:
        for spelling in (name, name.upper(), name.title()):
            if spelling.casefold() != name.casefold():
                continue  # not every letter comes back from its capital
            found = folders.Listed(f"{prefix}{spelling}".encode(), f"{prefix}{spelling}", separator=separator)
            sent = folders.Listed(b"Sent", "Sent", frozenset({"\\sent"}))
            assert {it.name: it.role for it in folders.assign([found, sent], {})} == {
                found.name: role,
                "Sent": Role.SENT,
            }


def test_no_name_stands_for_two_roles() -> None:
    names = [name for known in NAMES.values() for name in known]
    assert {name for name in names if names.count(name) > 1} == set()


def test_names_count_only_where_the_server_tells_nothing_of_the_role() -> None:
    lines = [r'(\Sent) "/" Skickat', r'() "/" Sent', r'() "/" INBOX', r'() "/" Trash']
    assert roles(lines) == {"Skickat": Role.SENT, "INBOX": Role.INBOX, "Sent": Role.OTHER, "Trash": Role.TRASH}


def test_several_folders_may_be_for_sent_mail() -> None:
    found = roles([r'() "/" "Sent Messages"', r'() "/" Sent', r'() "/" INBOX'])
    assert found == {"Sent": Role.SENT, "Sent Messages": Role.SENT, "INBOX": Role.INBOX}
    assert next(iter(found)) == "Sent", "the likelier one first"


def test_the_config_overrules_the_server() -> None:
    found = roles([r'(\Sent) "/" Sent', r'() "/" "Mine/Gesendet"', r'() "/" INBOX'], sent="mine/gesendet")
    assert found == {"Mine/Gesendet": Role.SENT, "INBOX": Role.INBOX, "Sent": Role.OTHER}


def test_without_a_sent_folder_the_error_names_the_folders_and_the_key() -> None:
    with pytest.raises(FolderMissing, match=r"(?s)imap\.sent_folder.*'INBOX', 'Pr&ojekt'"):
        roles([r'() "/" INBOX', r'() "/" "Pr&-ojekt"'])


def test_a_folder_of_the_config_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FolderMissing, match=r"imap\.archive_folder.*'Arkivet'"):
        roles(CYRUS, archive="Arkivet")


@pytest.mark.parametrize(
    "line",
    [
        r"() NIL INBOX",
        r'() "/" ""',
        r"()",
        r'() "/"',
        r'() "/" "broken &AOQ"',
        r'() "/" "a" (extended data)',
        r'NIL "/" x',
    ],
)
def test_strange_lines_do_not_hinder(line: str) -> None:
    assert roles([*CYRUS, line])["Sent"] is Role.SENT


def test_a_name_as_a_literal_is_read() -> None:
    answer = wire.Answer(b'* LIST () "/" {8}\r\n\r\n', [b'Wei"rd\\x'])
    assert [it.name for it in folders.read_list([answer])] == ['Wei"rd\\x']


def test_a_name_with_a_line_end_is_left_out() -> None:
    answer = wire.Answer(b'* LIST () "/" {8}\r\n\r\n', [b"a\r\nA1 NO"])
    assert folders.read_list([answer]) == []
