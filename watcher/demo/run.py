"""The demo, top to bottom: the server up, the mail of some days ago in it, a first pass, what the user did then, the rest of the mail, and the pass of now.

The passes are those of `scan`, over a socket, with a config and a database in a temporary folder. Nothing of the user's is read or touched.
"""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from watcher import config, judging, scan, wiring
from watcher.account import Account
from watcher.bench import Bench
from watcher.core import worktime
from watcher.core.model import ActionKind, Calendar, MessageId, Place, Scenario, UserWord, Verdict, Word
from watcher.demo import calendar_days, mailbox, server

ACCOUNT = "alex"
EARLIER = "-3b 16:30"  # when the first pass was made
USER_AFTER = timedelta(minutes=40)  # when the user looked at what the first pass had done
MARK = "follow-up-due"
CONFIG = """\
# The config of the demo.
timezone: Europe/Stockholm
country: SE
mode: draft
database: {folder}/watcher.sqlite3
accounts:
  - name: {account}
    backend: imap
    address: {address}
    display_name: {name}
    aliases: [{alias}]
    imap: {{host: {host}, port: {port}, security: none, username: {user}, password_file: {folder}/password}}
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that the program put into the mailbox, as it lies there."""

    verdict: Verdict
    sender: str
    to: str
    subject: str
    text: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo's mailbox after the pass of `now`. `first` and `outcome`: what the earlier pass and the last one found and did."""

    now: datetime
    server: server.EmbeddedServer
    config_file: Path
    settings: config.Config
    calendar: Calendar
    account: Account
    letters: tuple[mailbox.Letter, ...]
    first: scan.Outcome
    outcome: scan.Outcome

    def verdict(self, key: str) -> Verdict:
        """What was decided of the thread that the mail files call so. Raises KeyError."""
        return _verdict(self.account, self.letters, key)

    def drafts(self) -> list[Draft]:
        """The drafts of this program that lie in Drafts now, those that answer the oldest message first."""
        ours = {_spot(entry.draft.place) for entry in self.account.cache.live_entries() if entry.draft is not None}
        by_answered = {verdict.message_id: verdict for verdict in self.outcome.verdicts}
        read = [_draft(held.raw, by_answered) for held in self.server.held() if (held.folder, held.uid) in ours]
        return sorted((draft for draft in read if draft is not None), key=lambda draft: draft.verdict.sent_at)

    def example(self) -> Draft | None:
        """One draft for showing: a nudge that the last pass made, of the first scenario that has one."""
        made = {action.thread_id for action in self.outcome.actions if action.kind is ActionKind.DRAFT}
        drafts = [draft for draft in self.drafts() if draft.verdict.thread_id in made]
        return min(drafts, key=lambda draft: list(Scenario).index(draft.verdict.scenario), default=None)

    def scan(self, now: datetime | None = None) -> scan.Outcome:
        """A further pass, at `now` or right after the last one."""
        self.server.now = now or self.now
        return scan.run_pass(self.account, now=self.server.now)


@contextlib.contextmanager
def opened(
    *, now: datetime, conversations: Sequence[mailbox.Conversation] | None = None, port: int = 0
) -> Iterator[Demo]:
    """The demo at `now`, its server up until the end of the `with`. Other `conversations` than the usual ones give another mailbox.

    Raises WatcherError when the server can't be started or a pass fails.
    """
    with tempfile.TemporaryDirectory(prefix="watcher-demo-") as folder, server.EmbeddedServer(port=port) as embedded:
        config_file = _write_config(Path(folder), embedded)
        settings = config.load(config_file)
        calendar = wiring.calendar(settings, now)
        days = mailbox.days_at(calendar, now)
        written = mailbox.load() if conversations is None else conversations
        letters = tuple(mailbox.letters(written, days))
        with wiring.opened(settings) as (account,):
            first = _first_pass(account, embedded, letters, days.instant(EARLIER))
            for each in written:
                _user_does(account, embedded, letters, each, days, first.at + USER_AFTER)
            _deliver(embedded, [letter for letter in letters if letter.at > first.at])
            embedded.now = now
            outcome = scan.run_pass(account, now=now)
            yield Demo(now, embedded, config_file, settings, calendar, account, letters, first, outcome)


def _write_config(folder: Path, embedded: server.EmbeddedServer) -> Path:
    (folder / "password").write_text(embedded.password, encoding="utf-8")
    (folder / "password").chmod(0o600)
    written = CONFIG.format(
        folder=folder, account=ACCOUNT, address=mailbox.ADDRESS, name=mailbox.NAME, alias=mailbox.ALIAS,
        host=embedded.host, port=embedded.port, user=embedded.user,
    )  # fmt: skip
    (folder / "config.yaml").write_text(written, encoding="utf-8")
    return folder / "config.yaml"


def _deliver(embedded: server.EmbeddedServer, letters: Sequence[mailbox.Letter]) -> None:
    for letter in letters:
        embedded.deliver(letter.folder, letter.raw, letter.flags, letter.at)


def _first_pass(
    account: Account, embedded: server.EmbeddedServer, letters: Sequence[mailbox.Letter], at: datetime
) -> scan.Outcome:
    _deliver(embedded, [letter for letter in letters if letter.at <= at])
    embedded.now = at
    return scan.run_pass(account, now=at)


# What the user did after the first pass -----------------------------------------------------------------------------


def _user_does(  # noqa: PLR0913 - the parts of the demo
    account: Account,
    embedded: server.EmbeddedServer,
    letters: Sequence[mailbox.Letter],
    conversation: mailbox.Conversation,
    days: calendar_days.Days,
    at: datetime,
) -> None:
    """Carry out `then`: `unmark` in the mail program; `dismiss`, `done`, `snooze DAY`, `scenario KEY` by command."""
    command, _, argument = conversation.then.partition(" ")
    if not command:
        return
    verdict = _verdict(account, letters, conversation.key)
    if command == "unmark":
        _unmark(embedded, verdict.message_id)
        return
    says: dict[str, Callable[[MessageId], UserWord]] = {
        "dismiss": lambda on: UserWord(Word.DISMISSED, on, at),
        "done": lambda on: UserWord(Word.DONE, on, at),
        "snooze": lambda on: UserWord(
            Word.SNOOZED, on, at, until=worktime.start_of_day(days.calendar, days.day(argument))
        ),
        "scenario": lambda on: UserWord(Word.SCENARIO, on, at, scenario=Scenario(argument)),
    }
    account.cache.say(says[command](verdict.message_id))
    with account.cache.exclusive():
        judging.judge_thread(Bench(account.cache, account.criteria, at), verdict.thread_id)


def _unmark(embedded: server.EmbeddedServer, message_id: MessageId) -> None:
    for held in embedded.held():
        if MARK in held.flags and message_id.encode() in held.raw.partition(b"\r\n\r\n")[0]:
            embedded.set_flags(held.folder, held.uid, held.flags - {MARK})


def _verdict(account: Account, letters: Sequence[mailbox.Letter], key: str) -> Verdict:
    ids = {letter.message_id for letter in letters if letter.key == key}
    for verdict in account.cache.verdicts():
        if any(line.message_id in ids for line in verdict.messages):
            return verdict
    raise KeyError(key)


# The drafts as they lie there ---------------------------------------------------------------------------------------


def _spot(place: Place) -> tuple[str, int]:
    return place.folder, place.uid


def _draft(raw: bytes, by_answered: dict[MessageId, Verdict]) -> Draft | None:
    mail = message_from_bytes(raw, policy=policy.default)
    verdict = by_answered.get(MessageId(str(mail["In-Reply-To"] or "").strip()))
    if verdict is None:
        return None
    body = mail.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return Draft(verdict, str(mail["From"]), str(mail["To"]), str(mail["Subject"]), text, raw)
