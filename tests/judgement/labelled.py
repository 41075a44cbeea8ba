"""The judgement set: mail as people write it in sixteen languages, and what a careful reader of the playbook says of it.

It was written from the playbook alone, before the rules, by people who had not seen them. Half of it, `dev`, is there to learn from; the other half, `frozen`, was looked at only to
measure until the rules stood. The newest of the later sets says how well unseen mail is read. `data/README.md` has the format.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from tests.conversations import mail
from tests.conversations.mail import Letter, Writer

DATA = Path(__file__).parent / "data"
HALVES = ("dev", "frozen")
LATER = (
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
)  # written later, also from the playbook alone, to learn from one after the other


@dataclass(frozen=True, slots=True)
class User:
    """Whose mailbox a thread lies in."""

    name: str
    address: str
    aliases: tuple[str, ...]
    timezone: str
    country: str

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the user's times."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class LabelledThread:
    """One thread with its labels: `kinds` of its received messages by Message-ID, and `expect` of it at some instants."""

    language: str
    half: str
    name: str
    aim: int
    user: User
    letters: tuple[Letter, ...]
    texts: tuple[str, ...]
    kinds: Mapping[str, str]
    scenario: str | None
    expect: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class PromiseText:
    """One newest text of the other side's: `is_promise`, and by which day (None: promised without one)."""

    language: str
    half: str
    number: int
    text: str
    raw: bytes
    is_promise: bool
    by: date | None
    country: str | None = None  # whose public holidays count; None: its language and zone tell


@dataclass(frozen=True, slots=True)
class AbsenceNote:
    """One note, or what only looks like one, with its kind and the day of return."""

    language: str
    half: str
    number: int
    text: str
    raw: bytes
    kind: str
    returns_on: date | None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A first message of the user's, as a thread of its own: its scenario (None where it wants no answer), whether it wants one, and the day of the interview or call that it tells of."""

    thread: LabelledThread
    number: int
    wants_answer: bool
    event: date | None


def openings(half: str) -> Iterator[Opening]:
    """Yield the user's first messages."""
    for path in sorted((DATA / half).glob("*.sent.yaml")):
        language = path.name.partition(".")[0]
        for number, each in enumerate(_read(path), start=1):
            at = datetime.fromisoformat(str(each["at"]))
            yield Opening(_opening(each, at, language, half, number), number, each["wants_answer"], each.get("event"))


def _opening(each: Mapping[str, Any], at: datetime, language: str, half: str, number: int) -> LabelledThread:
    ahead = round((at.utcoffset() or timedelta()) / timedelta(hours=1))
    user = User("Kim Berg", "kim@berg.example", (), f"Etc/GMT{-ahead:+d}", each["country"])
    local = at.astimezone(user.zone)
    document = {
        "subject": each["subject"],
        "mail": [{"sent": each["to"], "at": f"{local:%Y-%m-%d %H:%M}", "text": each["text"]}],
        "name": f"[{each['subject']}] {' '.join(each['text'].split())}",
        "aim": 0,
        "scenario": each["scenario"],
        "expect": [{"at": f"{local + timedelta(hours=1):%Y-%m-%d %H:%M}"}],
    }
    return _thread(document, language, half, number, user)


def threads(half: str) -> Iterator[LabelledThread]:
    """Yield the threads of a half, language by language."""
    for path in sorted((DATA / half).glob("*.threads.yaml")):
        content = _read(path)
        user = User(
            content["user"]["name"],
            content["user"]["address"],
            tuple(content["user"].get("aliases", ())),
            content["user"]["timezone"],
            content["user"]["country"],
        )
        for number, document in enumerate(content["threads"], start=1):
            yield _thread(document, path.name.partition(".")[0], half, number, user)


def _thread(document: Mapping[str, Any], language: str, half: str, number: int, user: User) -> LabelledThread:
    writer = Writer(f"{_quoted(user.name)} <{user.address}>", user.zone)
    letters = tuple(mail.letters(document, f"{language}-{half}-{number}", writer))
    kinds = {
        letter.message_id: each["kind"] for letter, each in zip(letters, document["mail"], strict=True) if "got" in each
    }
    return LabelledThread(
        language,
        half,
        document["name"],
        document["aim"],
        user,
        letters,
        tuple(str(each.get("text", "")) for each in document["mail"]),
        kinds,
        document.get("scenario"),
        tuple(document["expect"]),
    )


def _quoted(name: str) -> str:
    return f'"{name}"' if any(character in name for character in '.,()"') else name


def promises(half: str) -> Iterator[PromiseText]:
    """Yield the texts with and without a promise."""
    for path in sorted((DATA / half).glob("*.promises.yaml")):
        for number, each in enumerate(_read(path), start=1):
            raw = _message(
                "Kim Berg <kim@firm.example>", "Re: 1", datetime.fromisoformat(str(each["at"])), {}, each["text"]
            )
            promise = each["promise"]
            yield PromiseText(
                path.name.partition(".")[0],
                half,
                number,
                each["text"],
                raw,
                promise is not None,
                (promise or {}).get("by"),
                each.get("country"),
            )


def absences(half: str) -> Iterator[AbsenceNote]:
    """Yield the absence notes, and what only looks like them."""
    for path in sorted((DATA / half).glob("*.absences.yaml")):
        for number, each in enumerate(_read(path), start=1):
            at = datetime.fromisoformat(str(each["at"]))
            raw = _message(each["from"], each["subject"], at, each["headers"], each["text"])
            yield AbsenceNote(
                path.name.partition(".")[0],
                half,
                number,
                each["text"],
                raw,
                each["kind"],
                each["return"],
                each.get("country"),
            )


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _message(sender: str, subject: str, at: datetime, headers: Mapping[str, object], text: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "alex@lind.example"
    message["Subject"] = str(subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = "<1@elsewhere.example>"
    for name, value in headers.items():
        message[name] = str(value)
    message.set_content(text)
    return message.as_bytes()
