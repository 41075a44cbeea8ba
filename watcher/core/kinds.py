"""Tells what kind of message somebody else's mail is: headers first, then structure, then the wording of machines that set no header.

In doubt a person wrote it. List-Id, Precedence: list or bulk, and X-Auto-Response-Suppress stand on people's mail too: alone they make nothing automatic that
answers a message (RFC 3834, RFC 3464, RFC 8098, RFC 5546).
"""

from collections.abc import Callable, Sequence

from watcher.core import machine_notes, senders, server_mail, signs
from watcher.core.model import Body, Envelope, Kind
from watcher.core.signs import Signs
from watcher.core.words import Words

Finding = tuple[Kind, str]
NOTHING = Body()


def kind_of(envelope: Envelope, body: Body | None, words: Sequence[Words], language: str = "") -> Finding:
    """Return the kind of a message that is not the user's own, and in words what told it. Without a body the headers alone decide.

    `words` is all languages, `language` that of the text, empty where it is unknown.
    """
    found = Signs(envelope, body or NOTHING, words, language)
    for test in TESTS:
        finding = test(found)
        if finding is not None:
            return finding
    return Kind.HUMAN_REPLY, "no sign of automatic mail"


def _robot(found: Signs) -> Finding | None:
    """Find what a program writes under its own name; one that passes on people's words counts only where it answers nothing."""
    is_notice = senders.is_notifier(found.sender) or any(map(found.header, signs.TRACKER_FIELDS))
    if senders.is_robot(found.sender) or (is_notice and not found.is_reply and not found.decision):
        return Kind.LIST_OR_BULK, f"from {found.sender.email if found.sender else 'nobody'}"
    return None


def _list(found: Signs) -> Finding | None:
    """Find newsletters and lists: mail through a list that answers no message, or a notification nobody can answer."""
    if found.envelope.references or found.is_reply:
        return None
    field = found.list_field
    if field and not found.envelope.headers.get("list-id") and found.decision:
        return Kind.HUMAN_REPLY, f"{field}, but it decides the matter: {found.decision}"
    if field:
        return Kind.LIST_OR_BULK, f"{field}, and it answers no message"
    if found.sender and senders.is_no_reply(found.sender.email):
        leaves = found.within(signs.NEWSLETTERS, found.body.raw_text)
        if leaves:
            return Kind.LIST_OR_BULK, f"from {found.sender.email}, words: {leaves}"
    return None


TESTS: tuple[Callable[[Signs], Finding | None], ...] = (
    server_mail.report,
    server_mail.calendar,
    server_mail.bounce,
    server_mail.challenge,
    server_mail.receipt_of_reading,
    machine_notes.by_headers,
    machine_notes.absence,
    machine_notes.acknowledgement,
    _robot,
    _list,
    machine_notes.says_so,
)
