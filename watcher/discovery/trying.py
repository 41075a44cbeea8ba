"""Which of the usual names answers as an IMAP server. All are tried at once, no longer than a few seconds; no password is sent."""

import contextlib
import imaplib
import ssl
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from watcher.discovery.server import Server

SECONDS = 5.0


def candidates(domain: str) -> list[Server]:
    """The usual names and ports, the best first."""
    hosts = (f"imap.{domain}", f"mail.{domain}", domain)
    return [Server(host) for host in hosts] + [Server(host, 143, "starttls") for host in hosts]


def first_that_answers(servers: Sequence[Server], ca_file: Path | None = None) -> Server | None:
    """The first of the servers, in their order, that greets by IMAP behind a certificate to be trusted."""
    answers: list[bool | None] = [None] * len(servers)
    news = threading.Condition()

    def ask(number: int) -> None:
        good = answers_properly(servers[number], ca_file)
        with news:
            answers[number] = good
            news.notify()

    # Threads that nobody waits for: looking up a name can take longer than anybody has patience.
    for number in range(len(servers)):
        threading.Thread(target=ask, args=(number,), daemon=True).start()
    give_up_at = time.monotonic() + SECONDS + 1
    with news:
        while None in answers and not _is_decided(answers) and (left := give_up_at - time.monotonic()) > 0:
            news.wait(left)
        return next((server for server, good in zip(servers, answers, strict=True) if good), None)


def _is_decided(answers: Sequence[bool | None]) -> bool:
    """Whether the first good one is known, as all before it are bad."""
    return next((good for good in answers if good is not False), None) is True


def answers_properly(server: Server, ca_file: Path | None = None) -> bool:
    """Whether an IMAP server is there, protected as said, with a certificate for its name."""
    try:
        context = ssl.create_default_context(cafile=ca_file)
        if server.security == "tls":
            connection: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                server.host, server.port, ssl_context=context, timeout=SECONDS
            )
        else:
            connection = imaplib.IMAP4(server.host, server.port, timeout=SECONDS)
        try:
            if server.security == "starttls":
                connection.starttls(context)
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                connection.shutdown()
    except (OSError, ValueError, imaplib.IMAP4.error):
        return False
    return True
