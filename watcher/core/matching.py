"""Tells which messages belong to a sent one though no reference says so.

Automatic mail often carries no References: what certainly belongs is attached to the thread. A person's mail under the same subject is a weak match: it may hold a
nudge back, but answers nothing silently.
"""

from datetime import timedelta

from watcher.core import subjects
from watcher.core.model import Address, Kind, Message, Reading

ABSENCE_WITHIN = timedelta(days=7)
BOUNCE_WITHIN = timedelta(days=6)  # mail servers try for five days
RECEIPT_WITHIN = timedelta(days=7)
CLOCKS_APART = timedelta(minutes=10)  # a machine's answer may seem older than the message: two clocks


def loose_match(sent: Message, candidate: Message) -> bool:
    """Whether two messages share a base subject that says something, and one recipient of the first wrote the second."""
    base = subjects.base_subject(sent.envelope.subject)
    return (
        bool(base)
        and base == subjects.base_subject(candidate.envelope.subject)
        and _is_recipient(sent, candidate.envelope.sender)
    )


def attaches(sent: Message, candidate: Message, reading: Reading) -> bool:
    """Whether automatic mail without a reference certainly belongs to the message `sent`."""
    waited = candidate.instant - sent.instant
    if waited < -CLOCKS_APART:
        return False
    if reading.kind in (Kind.BOUNCE, Kind.DELAYED_DSN, Kind.CHALLENGE, Kind.MDN) and _names(sent, candidate):
        return True
    if reading.kind in (Kind.BOUNCE, Kind.DELAYED_DSN):
        failed = set(reading.failed_recipients)
        return (
            waited <= BOUNCE_WITHIN
            and not _names_any(candidate)
            and bool(failed & _recipients(sent))
            and _fits_subject(sent, candidate)
        )
    if reading.kind in (Kind.AUTO_REPLY_OOO, Kind.AUTO_ACK, Kind.CHALLENGE):
        within = ABSENCE_WITHIN if reading.kind is Kind.AUTO_REPLY_OOO else RECEIPT_WITHIN
        return waited <= within and _is_recipient(sent, candidate.envelope.sender) and _holds_subject(sent, candidate)
    return False


def perhaps_answers(sent: Message, candidate: Message) -> bool:
    """Whether somebody's later mail without a reference may answer the message `sent`: same subject, one of its people."""
    if candidate.is_sent or candidate.is_draft or candidate.envelope.references:
        return False
    return candidate.instant > sent.instant and loose_match(sent, candidate)


def _recipients(sent: Message) -> set[str]:
    return {each.email for each in (*sent.envelope.to, *sent.envelope.cc, *sent.envelope.bcc)}


def _is_recipient(sent: Message, sender: Address | None) -> bool:
    return sender is not None and sender.email in _recipients(sent)


def _names(sent: Message, candidate: Message) -> bool:
    named = candidate.body.original_ids if candidate.body is not None else ()
    return sent.message_id in named or sent.message_id in candidate.envelope.references


def _names_any(candidate: Message) -> bool:
    """Whether the report names the message it is about: then it is about no other one."""
    return candidate.body is not None and bool(candidate.body.original_ids)


def _holds_subject(sent: Message, candidate: Message) -> bool:
    """Whether the candidate's subject contains the base subject of the message; one that says nothing proves nothing."""
    base = subjects.base_subject(sent.envelope.subject)
    return len(base) >= 3 and base in " ".join(candidate.envelope.subject.split()).casefold()


def _fits_subject(sent: Message, candidate: Message) -> bool:
    """Whether a bounce that quotes a subject quotes this one; most bounces quote none in theirs."""
    text = candidate.body.raw_text.casefold() if candidate.body is not None else ""
    base = subjects.base_subject(sent.envelope.subject)
    return "subject:" not in text or base in " ".join(text.split())
