"""Tells which messages belong to a sent one though no reference says so.

Automatic mail often carries no References: what certainly belongs is attached to the thread. Of a person's mail the evidence is weighed (`evidence`): where it is strong for
one thread alone, the mail is part of it; where it is weak, or two threads fit equally, it holds a nudge back, but answers nothing silently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from watcher.core import subjects
from watcher.core.evidence import CLOCKS_APART, STRONG, WEAK, Evidence
from watcher.core.model import Address, Kind, Message, Reading

ABSENCE_WITHIN = timedelta(days=7)
BOUNCE_WITHIN = timedelta(days=6)  # mail servers try for five days
RECEIPT_WITHIN = timedelta(days=7)
CLEARLY_MORE = 0.1


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the user's threads a mail without reference answers (or nudges), by their place in the list: one for certain, or some perhaps."""

    sure: int | None = None
    perhaps: tuple[int, ...] = ()


def choose(found: Sequence[Evidence | None]) -> Choice:
    """Choose among the threads that a mail may answer by what speaks for each: where two fit equally, it answers neither for certain."""
    numbers = [number for number, each in enumerate(found) if each is not None and each.score >= WEAK]
    if not numbers:
        return Choice()
    best, *others = sorted(numbers, key=lambda number: -_score(found, number))
    is_strong = _score(found, best) >= STRONG
    if is_strong and all(_is_clearly_better(found, best, other) for other in others):
        return Choice(sure=best)
    return Choice(perhaps=(best, *(each for each in others if not _is_clearly_better(found, best, each))))


def _is_clearly_better(found: Sequence[Evidence | None], best: int, other: int) -> bool:
    first, second = found[best], found[other]
    assert first is not None
    assert second is not None
    return first.is_sure > second.is_sure or first.score - second.score > CLEARLY_MORE


def _score(found: Sequence[Evidence | None], number: int) -> float:
    each = found[number]
    return each.score if each is not None else 0.0


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
