"""A user, the people he writes to and the program, all at work on one mailbox in memory, with a ledger of what each of them did.

The program is watched through the list of changes that the mailbox keeps of what came through the port: what is not in that list was done by somebody else.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection

from watcher import errors, scan, store, wiring
from watcher.account import Account
from watcher.config import Config
from watcher.core import headers
from watcher.core.model import AccountName, FolderName, MessageId, Place, Role, State, UserWord, Word
from watcher.core.plan import Mode
from watcher.mailbox.base import MarkKind
from watcher.mailbox.memory import MemoryMailbox, Write
from watcher.mailbox.settings import DISMISSED_KEYWORD, KEYWORD

ALEX = "alex@lind.example"
START = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)  # a Monday
MARKING = {KEYWORD, "\\flagged"}


class KilledError(Exception):
    """The program died here."""


@dataclass(slots=True)
class Fuse:
    """Burns down by one with each write, of whatever kind; the program dies when it is through."""

    left: int | None = None

    def burn(self) -> None:
        """One more write; a dead program does nothing further."""
        if self.left is None:
            return
        if self.left == 0:
            raise KilledError
        self.left -= 1


class MortalMailbox(MemoryMailbox):
    """A mailbox whose line breaks before a write reaches it, or once the server has carried it out."""

    def __init__(self, fuse: Fuse, *, keywords: bool, copies: bool) -> None:
        super().__init__(keywords=keywords, copies_wanted=copies)
        self.fuse = fuse

    def _write(self, what: str, place: Place, detail: str = "") -> None:
        self.fuse.burn()
        super()._write(what, place, detail)

    def _answer(self, method: str) -> None:
        self.fuse.burn()
        super()._answer(method)


class MortalStore(store.AccountStore):
    """A store that dies before a transaction."""

    fuse: Fuse

    def _writing(self) -> AbstractContextManager[Connection]:
        self.fuse.burn()
        return super()._writing()


@cache
def _settings() -> Config:
    return Config.model_validate(
        {
            "timezone": "Europe/Stockholm",
            "country": "SE",
            "mode": "draft",
            "max_actions_per_pass": 500,
            "accounts": [
                {
                    "name": "private",
                    "address": ALEX,
                    "display_name": "Alex Lind",
                    "imap": {"host": "127.0.0.1", "port": 9, "security": "none", "password_env": "PASSWORD"},
                }
            ],
        }
    )


@cache
def _pattern() -> Account:
    """An account as the config makes it, without the mailbox and the store."""
    with TemporaryDirectory() as folder:
        settings = _settings().model_copy(update={"database": str(Path(folder) / "watcher.sqlite3")})
        with wiring.opened(settings) as accounts:
            return accounts[0]


@dataclass(slots=True)
class Made:
    """A draft that the program made: its bytes, the deadline it is for, what became of it."""

    raw: bytes
    key: str
    is_withdrawn: bool = False
    is_erased: bool = False  # for good, so that nothing tells of it but the journal
    is_unheard: bool = False  # the program died before it could write down that it made it


@dataclass(slots=True)
class Sent:
    """A message that the user sent."""

    message_id: MessageId
    raw: bytes
    to: str
    root: MessageId
    parents: tuple[MessageId, ...] = ()
    dismissed: bool = False
    is_news: bool = False  # the mark was taken off, and no pass has seen it yet
    was_moved: bool = (
        False  # it lies elsewhere, and no pass has seen it yet: a mark that went meanwhile is no dismissal
    )


@dataclass(slots=True)
class Seen:
    """The mailbox at one moment: what lies where with which flags."""

    messages: dict[tuple[str, int, int], tuple[bytes, frozenset[str]]]

    def count(self) -> Counter[bytes]:
        """How many copies there are of which bytes."""
        return Counter(raw for raw, _ in self.messages.values())


@dataclass(slots=True)
class World:
    """Everything. `now` is the present; each rule of the machine calls one method."""

    keywords: bool = True
    copies: bool = False
    now: datetime = START
    fuse: Fuse = field(default_factory=Fuse)
    sent: list[Sent] = field(default_factory=list)
    made: dict[MessageId, Made] = field(default_factory=dict)
    flagged_by_us: Counter[bytes] = field(default_factory=Counter)
    mode: Mode = Mode.DRAFT
    lost_database: bool = False
    drafts_were_moved: bool = False
    last_pass_was_whole: bool = True
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10**9)))
    mailbox: MortalMailbox = field(init=False)
    opened: store.Store = field(init=False)

    def __post_init__(self) -> None:
        self.mailbox = MortalMailbox(self.fuse, keywords=self.keywords, copies=self.copies)
        self.opened = store.open_store(":memory:")

    def close(self) -> None:
        """The end of the world."""
        self.opened.close()

    # -- the program

    @property
    def cache(self) -> MortalStore:
        """The program's part of the database, mortal."""
        number = self.opened.account("private")
        kept = MortalStore(self.opened.database, number._id, AccountName("private"))  # noqa: SLF001
        kept.fuse = self.fuse
        return kept

    @property
    def account(self) -> Account:
        """The account as the program sees it."""
        marks = (MarkKind.COPY,) if self.copies else (MarkKind.KEYWORD, MarkKind.FLAGGED)
        return replace(_pattern(), cache=self.cache, open_mailbox=lambda: self.mailbox, mode=self.mode, marks=marks)

    def run(self, **how: Any) -> scan.Outcome | None:
        """One pass under watch; None if the program died in it."""
        with self.watched(may_write=self.mode is not Mode.PREVIEW and not how.get("dry_run")):
            try:
                outcome = scan.run_pass(self.account, now=self.now, **how)
            except (KilledError, errors.Temporary):
                outcome = None
        if outcome is not None and outcome.executed:
            for each in self.sent:
                each.is_news = each.was_moved = False
            for made in self.made.values():
                made.is_unheard = False
        return outcome

    def undo(self, *, everything: bool) -> scan.Outcome | None:
        """The user takes back what the program did."""
        with self.watched(may_write=True):
            try:
                return scan.undo(self.account, now=self.now, everything=everything)
            except (KilledError, errors.Temporary):
                return None

    @contextmanager
    def watched(self, *, may_write: bool) -> Iterator[None]:
        """Hold the program to its promise while it is at work."""
        before, start = self.look(), len(self.mailbox.writes)
        yield
        died = self.fuse.left == 0
        self.fuse.left = None
        after, writes = self.look(), self.mailbox.writes[start:]
        assert may_write or not writes, f"it wrote where it may not: {writes}"
        keys = {entry.draft_message_id: entry.key for entry in self.cache.journal()}
        self._judge_writes(before, after, writes, keys, died=died)
        self._nothing_is_lost(before, after, writes)

    def look(self) -> Seen:
        """The whole mailbox."""
        return Seen(
            {
                (place.folder, place.uid_validity, place.uid): (self.mailbox.raw(place), place.flags)
                for folder in self.folder_names()
                for place in self.mailbox.places(folder)
            }
        )

    def folder_names(self) -> list[str]:
        """Every folder."""
        return [folder.name for folder in self.mailbox.folders()]

    def pass_twice(self, *, confirm: bool) -> None:
        """A pass, and a second one that finds nothing to do."""
        outcome = self.run(confirm=confirm)
        assert outcome is not None
        start = len(self.mailbox.writes)
        again = self.run(confirm=confirm)
        assert again is not None
        assert self.mailbox.writes[start:] == [], "a pass right after a pass wrote"
        if outcome.executed:
            assert again.actions == (), again.actions
            self.all_is_well(again)

    # -- what the program promised

    def _judge_writes(
        self, before: Seen, after: Seen, writes: list[Write], keys: dict[MessageId | None, str], *, died: bool
    ) -> None:
        sent = {each.raw for each in self.sent}
        for write in writes:
            spot = write.place.folder, write.place.uid_validity, write.place.uid
            raw, flags = before.messages.get(spot) or after.messages.get(spot) or (b"", frozenset())
            match write.what:
                case "add flag":
                    assert raw in sent, "it marked what the user did not send"
                    assert write.detail in MARKING | {DISMISSED_KEYWORD}, write
                    if write.detail in MARKING:
                        assert "\\flagged" not in flags or write.detail != "\\flagged"
                        self._may_be_marked(raw)
                        self.flagged_by_us[raw] += write.detail == "\\flagged"
                case "remove flag":
                    assert raw in sent, "it unmarked what the user did not send"
                    assert write.detail in MARKING, write
                    assert write.detail == KEYWORD or self.flagged_by_us[raw], "it took off a flag of the user's"
                case "copy":
                    assert raw in sent, "it copied what the user did not send"
                    self._may_be_marked(raw)
                    before_it = [spot for spot, (held, _) in before.messages.items() if held == raw]
                    assert not any(folder == "Follow-up due" for folder, _, _ in before_it), "a second copy"
                case "move":
                    assert raw in sent, "it moved what is no copy of its own"
                    assert write.place.folder == "Follow-up due", write
                case "create_draft":
                    made = after.messages.get(spot)
                    if made is not None:
                        self._may_be_made(made[0], keys, died=died)
                    else:
                        assert died, "a draft was made and is gone"
                case "withdraw_draft":
                    mine = self.made.get(_id(raw))
                    assert mine is not None, "it moved a draft of the user's"
                    assert mine.raw == raw, "it moved a draft that the user edited"
                    mine.is_withdrawn = after.messages.get(spot) is None
                case other:
                    raise AssertionError(f"unknown write {other}")

    def _may_be_marked(self, raw: bytes) -> None:
        of = [each for each in self.sent if each.raw == raw]
        assert not all(each.dismissed for each in of), "it marked what the user dismissed"

    def _may_be_made(self, raw: bytes, keys: dict[MessageId | None, str], *, died: bool) -> None:
        message_id = _id(raw)
        key = keys.get(message_id, "")
        assert key, "a draft that the journal does not know"
        known = self.made.get(message_id)
        assert known is None or self._cannot_know(known), "the same draft a second time"
        for other in self.made.values():
            assert other.key != key or other.is_withdrawn or self._cannot_know(other), "a second draft"
        self.made[message_id] = Made(raw, key, is_unheard=died)

    def _cannot_know(self, made: Made) -> bool:
        """Nothing in the world tells of it any more."""
        return made.is_erased and (made.is_unheard or self.lost_database)

    def _nothing_is_lost(self, before: Seen, after: Seen, writes: list[Write]) -> None:
        """Every message is there as before, but for the flags and moves in the list."""
        missing = before.count() - after.count()
        assert not missing, f"{missing.total()} messages are gone"
        for raw in after.count() - before.count():
            assert _id(raw) in self.made or any(write.what == "copy" for write in writes), "a message from nowhere"
        spots = {(write.place.folder, write.place.uid_validity, write.place.uid) for write in writes}
        for spot, found in before.messages.items():
            assert spot in spots or after.messages.get(spot) == found, f"{spot} was touched"
        for spot in spots & before.messages.keys() & after.messages.keys():
            changed = before.messages[spot][1] ^ after.messages[spot][1]
            assert changed <= MARKING | {DISMISSED_KEYWORD}, changed

    # -- the user

    def write(
        self,
        *,
        to: str,
        parents: tuple[MessageId, ...] = (),
        text: str,
        draft: bool = False,
        subject: str = "The figures",
    ) -> Sent:
        """The user writes a message, and sends it or leaves it in Drafts."""
        number = next(self.numbers)
        message_id = MessageId(f"<own.{number}@lind.example>")
        raw = _mail(message_id, ALEX, to, subject, text, self.now, parents)
        if draft:
            self.mailbox.deliver("Drafts", raw, ("\\draft", "\\seen"), self.now)
        else:
            self.mailbox.deliver("Sent", raw, ("\\seen",), self.now)
        return Sent(message_id, raw, to, parents[0] if parents else message_id, parents)

    def send(self, to: str, text: str, after: Sent | None = None, subject: str = "The figures") -> None:
        """The user sends a message, in a thread or a new one."""
        parents = (*after.parents, after.message_id) if after is not None else ()
        self.sent.append(
            self.write(to=after.to if after is not None else to, parents=parents, text=text, subject=subject)
        )

    def send_as_it_is(self, place: Place, *, new_id: bool) -> None:
        """The user sends a draft; his program gives it an id of its own, or keeps the one it has."""
        raw = self.mailbox.raw(place)
        if new_id:
            raw = raw.replace(_id(raw).encode(), f"<resent.{next(self.numbers)}@lind.example>".encode())
        head = headers.read(raw, place=place, received_at=self.now, server_thread=None)
        self.mailbox.deliver("Sent", raw, ("\\seen",), self.now)
        self.erase(place)
        references = tuple(head.references)
        root = references[0] if references else _id(raw)
        to = head.to[0].email if head.to else ALEX
        self.sent.append(Sent(_id(raw), raw, to, root, references))

    def edit(self, place: Place, *, new_id: bool) -> None:
        """The user changes a draft: the server gets a new message, the old one goes."""
        raw = self.mailbox.raw(place) + f"\r\nP.S. {next(self.numbers)}\r\n".encode()
        if new_id:
            raw = raw.replace(_id(raw).encode(), f"<edited.{next(self.numbers)}@lind.example>".encode())
        self.mailbox.deliver("Drafts", raw, ("\\draft", "\\seen"), self.now)
        self.erase(place)

    def erase(self, place: Place) -> None:
        """A message goes for good."""
        raw = self.mailbox.raw(place)
        mine = self.made.get(_id(raw))
        self.mailbox.delete(place)
        if mine is not None and not any(_id(each) == _id(raw) for each in self.look().count()):
            mine.is_erased = True

    def move(self, place: Place, folder: str) -> None:
        """The user moves a message."""
        self._moved(place)
        self.mailbox.move(place, folder)

    def renew(self, folder: str) -> None:
        """The server makes a folder anew: other UIDVALIDITY, other UIDs."""
        for place in self.mailbox.places(folder):
            self._moved(place)
        self.mailbox.renew(folder)

    def _moved(self, place: Place) -> None:
        if place.role is Role.DRAFTS:
            self.drafts_were_moved = True
        for each in self.sent:
            if each.raw == self.mailbox.raw(place):
                each.dismissed = each.dismissed and not each.is_news
                each.was_moved = True

    def take_mark_off(self, place: Place, mark: str) -> None:
        """The user takes the mark off: he dismisses the follow-up."""
        raw = self.mailbox.raw(place)
        self.mailbox.set_flags(place, [flag for flag in self.mailbox.flags(place) if flag != mark])
        for each in self.sent:
            if each.raw == raw:
                each.dismissed = each.dismissed or not each.was_moved
                each.is_news = True

    def remove_copy(self, place: Place) -> None:
        """The user throws away a copy that is a mark; he dismisses what the program knows that it marked."""
        raw = self.mailbox.raw(place)
        known = {
            it.message_id for it in self.cache.live_entries() if place.folder in {each.folder for each in it.places}
        }
        self.mailbox.move(place, "Trash")
        for each in self.sent:
            each.dismissed = each.dismissed or (each.raw == raw and each.message_id in known)

    def dismiss(self, each: Sent) -> None:
        """The user says so to the program."""
        self.cache.say(UserWord(Word.DISMISSED, each.message_id, self.now))
        each.dismissed = True

    def receive(self, raw: bytes, folder: str = "INBOX") -> None:
        """Mail comes in."""
        self.mailbox.deliver(folder, raw, (), self.now)

    def lose_database(self) -> None:
        """The file is gone. What the user said is known only where the mailbox holds it."""
        self.opened.close()
        self.opened = store.open_store(":memory:")
        self.lost_database = True
        for each in self.sent:
            held = any(DISMISSED_KEYWORD in flags for raw, flags in self.look().messages.values() if raw == each.raw)
            each.dismissed = each.dismissed and held

    # -- what must hold after a whole pass

    def all_is_well(self, outcome: scan.Outcome) -> None:
        """The mailbox looks as the verdicts say; but what lay outside of Sent when the database was lost is not known as sent any more."""
        by_message = {verdict.message_id: verdict for verdict in outcome.verdicts}
        for verdict in outcome.verdicts:
            assert verdict.reasons, verdict
            assert all(reason.text for reason in verdict.reasons)
        for (folder, _, _), (raw, flags) in self.look().messages.items():
            if self.lost_database and folder != "Sent":
                continue
            if KEYWORD in flags and raw in {each.raw for each in self.sent}:
                verdict_of = by_message.get(_id(raw))
                assert verdict_of is not None, "a mark on a thread that is not watched"
                assert verdict_of.state in (State.DUE, State.DRAFTED), f"a mark on a thread that is {verdict_of.state}"
        for each in self.sent:
            found = by_message.get(each.message_id)
            assert found is None or not each.dismissed or found.state is State.DISMISSED, found


def _id(raw: bytes) -> MessageId:
    place = Place(_NOWHERE, Role.OTHER, 1, 1)
    found = headers.read(raw, place=place, received_at=START, server_thread=None).message_id
    return found if found is not None else MessageId("")


_NOWHERE = FolderName("")


def _mail(
    message_id: str,
    sender: str,
    to: str,
    subject: str,
    text: str,
    when: datetime,
    parents: tuple[str, ...] = (),
    **more: str,
) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-ID"] = format_datetime(when), message_id
    if parents:
        mail["In-Reply-To"], mail["References"] = parents[-1], " ".join(parents)
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def reply(world: World, to: Sent, text: str, **more: str) -> bytes:
    """An answer to a message of the user's, or what a machine makes of it."""
    message_id = f"<theirs.{next(world.numbers)}@acme.example>"
    sender = more.pop("sender", to.to)
    subject = more.pop("subject", "Re: The figures")
    return _mail(message_id, sender, ALEX, subject, text, world.now, (*to.parents, to.message_id), **more)


def day(count: float) -> timedelta:
    """Days."""
    return timedelta(days=count)
