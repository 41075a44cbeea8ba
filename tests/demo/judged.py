"""The demo's mail judged straight from its messages, without server and store: quick enough for every day of a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from watcher import language
from watcher.core import bodies, deadlines, headers, replies, scenarios, threads, verdicts, worktime
from watcher.core.model import (
    Body,
    Envelope,
    FolderName,
    MessageId,
    Owner,
    Place,
    Policy,
    Reading,
    Role,
    State,
    Thread,
    Verdict,
)
from watcher.core.words import Words
from watcher.demo import calendar_days, mailbox

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SWEDISH = worktime.calendar_for(
    STOCKHOLM, working_days=range(5), opens=time(9), closes=time(17), years=range(2024, 2030), country="SE"
)
ROLES = {
    "INBOX": Role.INBOX,
    "Sent": Role.SENT,
    "Drafts": Role.DRAFTS,
    "Trash": Role.TRASH,
    "Junk": Role.JUNK,
    "Archive": Role.ARCHIVE,
}
ALEX = Owner(frozenset({mailbox.ADDRESS, mailbox.ALIAS}))


@dataclass(frozen=True)
class Copy:
    """One message as a store would hold it."""

    envelope: Envelope
    body: Body | None
    gone: bool = False


@cache
def words() -> Mapping[str, Words]:
    return language.load()


def judge(now: datetime, conversations: Sequence[mailbox.Conversation] | None = None) -> dict[str, Verdict]:
    """What is decided of each sent thread, by its key, before anything was done and the user said anything."""
    days = calendar_days.Days(SWEDISH, now)
    found: dict[str, list[Copy]] = {}
    for number, letter in enumerate(mailbox.letters(mailbox.load() if conversations is None else conversations, days)):
        found.setdefault(letter.key, []).append(_copy(letter, number))
    judged = {key: _verdict(threads.assemble(copies), now) for key, copies in found.items()}
    return {key: verdict for key, verdict in judged.items() if verdict is not None}


def states(judged: Mapping[str, Verdict]) -> dict[str, State]:
    return {key: verdict.state for key, verdict in judged.items()}


def _copy(letter: mailbox.Letter, number: int) -> Copy:
    spot = Place(
        FolderName(letter.folder), ROLES[letter.folder], 1, number + 1, frozenset(flag.lower() for flag in letter.flags)
    )
    head = letter.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    return Copy(headers.read(head, place=spot, received_at=letter.at, server_thread=None), bodies.read_body(letter.raw))


def _verdict(thread: Thread, now: datetime) -> Verdict | None:
    readings: dict[MessageId, Reading] = {
        message.message_id: replies.read(message, owner=ALEX, words=words(), calendar=SWEDISH)
        for message in thread.messages
    }
    choice = scenarios.match(thread, readings, owner=ALEX, rules=(), words=words(), chosen=None)
    return verdicts.judge(
        thread,
        readings,
        now=now,
        owner=ALEX,
        calendar=SWEDISH,
        ladders=deadlines.LADDERS,
        choice=choice,
        words=(),
        policy=Policy(),
        our_drafts=frozenset(),
    )
