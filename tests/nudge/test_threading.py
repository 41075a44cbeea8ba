"""Where a draft lands on a real server: in the thread of the message it answers, its ids as they were sent."""

from collections.abc import Sequence

from imapclient import IMAPClient

from tests.nudge.building import ALEX, ANNA, BO, draft, message
from tests.servers import mail_program
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.imap_server import ImapServer
from watcher.core import headers
from watcher.core.model import FolderName, Place, Role

LONG_ID = f"<{'AM9PR08MB6868' * 20}@eurprd08.prod.outlook.example>"


def original(message_id: str, references: Sequence[str] = ()) -> bytes:
    lines = [
        f"From: Alex <{ALEX.email}>",
        f"To: {ANNA.email}",
        "Subject: =?utf-8?q?Ans=C3=B6kan?=",
        f"Message-ID: {message_id}",
    ]
    if references:
        lines.append("References: " + "\r\n ".join(references))
    return "\r\n".join([*lines, "", "Hej!", ""]).encode()


def saved(server: ImapServer, *, references: Sequence[str] = ()) -> tuple[IMAPClient, bytes]:
    """Save a message with a very long id and the draft that answers it; the open client, and the draft as the server holds it."""
    user = server.new_user()
    client = mail_program.logged_in(server, user)
    client.append("Drafts", original(LONG_ID, references))
    made = draft(message(LONG_ID, subject="Ansökan", references=references, to=[ANNA, BO]), text="Hej Anna!\n\nÅter.\n")
    assert made is not None
    client.append("Drafts", original("<other@lind.example>"))
    client.append("Drafts", made, flags=[rb"\Draft", rb"\Seen"])
    client.select_folder("Drafts", readonly=True)
    held = client.fetch([3], ["BODY.PEEK[]"])[3][b"BODY[]"]
    assert held == made
    return client, held


def test_dovecot_puts_the_draft_into_the_thread_of_a_long_id(dovecot_server: Dovecot) -> None:
    client, _ = saved(dovecot_server)
    with client:
        assert client.thread("REFS", "ALL", "UTF-8") == ((1, 3), (2,))


def test_cyrus_puts_the_draft_into_the_thread_of_a_long_id(cyrus_server: Cyrus) -> None:
    client, _ = saved(cyrus_server)
    with client:
        assert client.has_capability("OBJECTID")
        threads = {uid: data[b"THREADID"] for uid, data in client.fetch([1, 2, 3], ["THREADID"]).items()}
        assert threads[3] == threads[1] != threads[2]


def test_the_program_reads_its_own_draft_as_it_was_meant(dovecot_server: Dovecot) -> None:
    chain = [f"<{number}{'x' * 90}@corp.example>" for number in range(12)]
    client, held = saved(dovecot_server, references=chain)
    client.shutdown()
    place = Place(FolderName("Drafts"), Role.DRAFTS, 1, 3)
    read = headers.read(
        held.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", place=place, received_at=message().instant, server_thread=None
    )
    assert read.in_reply_to == (LONG_ID,)
    assert read.references == (*chain, LONG_ID)
    assert read.subject == "Re: Ansökan"
    assert read.to == (ANNA, BO)
    assert read.sender == ALEX
