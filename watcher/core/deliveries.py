"""What did not arrive: bounces and challenges, and whom of the recipients they concern."""

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.core import conversation
from watcher.core.conversation import Conversation, Turn
from watcher.core.model import Kind, MessageId, Owner


@dataclass(frozen=True, slots=True)
class Failure:
    """What is known of a message that did not reach everybody: the reports, the addresses that failed, and whether nobody is left."""

    reports: tuple[Turn, ...]
    addresses: frozenset[str]
    is_total: bool


def failures(talk: Conversation, owner: Owner) -> Mapping[MessageId, Failure]:
    """Return, of the user's messages that failed, how they did."""
    reports: dict[MessageId, list[Turn]] = {}
    for turn in talk.turns:
        if not turn.by_user and turn.reading.kind in (Kind.BOUNCE, Kind.CHALLENGE):
            about = _about(talk, turn)
            if about is not None:
                reports.setdefault(about, []).append(turn)
    return {
        turn.message_id: _failure(turn, reports[turn.message_id], owner)
        for turn in talk.own
        if turn.message_id in reports
    }


def _failure(turn: Turn, reports: list[Turn], owner: Owner) -> Failure:
    """Weigh the reports on one message.

    A report that names no address, or one the message did not go to (mail is forwarded), is of the only recipient; of several it is not known whom it concerns:
    then an address that is not among them is nobody's, and no address at all is everybody's.
    """
    readers = {address.email for address in conversation.readers(turn.message, owner)}
    failed = {address for report in reports for address in _failed(report)}
    names_nobody = any(not _failed(report) for report in reports)
    return Failure(tuple(reports), frozenset(failed), names_nobody or len(readers) <= 1 or readers <= failed)


def _failed(report: Turn) -> set[str]:
    named = {address.lower() for address in report.reading.failed_recipients}
    return named or ({report.email} if report.reading.kind is Kind.CHALLENGE else set())


def _about(talk: Conversation, report: Turn) -> MessageId | None:
    """The user's message that a report is about: the newest that it names, else the newest before it."""
    named = set(conversation.named_ids(report.message))
    newest_first = [each.message_id for each in reversed(talk.turns[: report.index]) if each.by_user]
    return next((each for each in newest_first if each in named), next(iter(newest_first), None))
