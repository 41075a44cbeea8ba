"""The texts of the drafts: one file for each language, scenario and attempt, and whichever of them the user replaces by files of his own.

`<language>/<scenario>/<n>.txt` is nudge n; `last.txt` the last allowed one; `promise.txt` the nudge after a promise whose time has passed; `thank_you.txt` the thank-you. A value is put in as it
is and never read as a template. `docs/templates.md` tells users how to write their own.
"""

import re
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import jinja2
from jinja2 import sandbox

from watcher.core import nudge
from watcher.core.model import ActionKind, Address, Message, ReasonCode, Scenario, Verdict
from watcher.errors import TemplateError
from watcher.templates import names, wording

SHIPPED = Path(__file__).parent
FALLBACK = "en"
LONGEST_SUBJECT = 120

# What a template's own words can raise; the file and the line are then told to the user, whose template it is.
_FAULTS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a text is for. `nudge` counts from 1; `promise_passed`: the other side's promised time has gone by."""

    kind: ActionKind
    scenario: Scenario
    nudge: int = 1
    most_nudges: int = 1
    promise_passed: bool = False

    @property
    def file_names(self) -> Iterator[str]:
        """The files that would do, best first."""
        scenario = self.scenario.value
        if self.kind is ActionKind.THANK_YOU:
            yield from (f"{scenario}/thank_you.txt", "thank_you.txt")
            return
        if self.promise_passed:
            yield from (f"{scenario}/promise.txt", "promise.txt")
        if self.nudge >= self.most_nudges > 1:
            yield f"{scenario}/last.txt"
        for number in range(self.nudge, 0, -1):
            yield f"{scenario}/{number}.txt"


@dataclass(frozen=True, slots=True)
class Values:
    """What a text may name, all of it plain. `today` is the day from which a date counts as far away, so that its year is written."""

    today: date
    sent_on: date
    own_name: str
    first_name: str = ""
    subject: str = ""
    event_on: date | None = None
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class _Language:
    environment: sandbox.ImmutableSandboxedEnvironment
    words: wording.Words


class Templates:
    """All texts: those of the program, and before them those in the folder `override`. Raises TemplateError for a language that can't be used."""

    def __init__(self, override: Path | None = None) -> None:
        """Read each language's words; a text is read when it is used."""
        self._folders = [folder for folder in (override, SHIPPED) if folder is not None]
        self._languages = {name: self._open(name) for name in sorted(self._names())}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are texts in."""
        return tuple(self._languages)

    def write(  # noqa: PLR0913 - a text is made of that many facts, each with its name
        self,
        verdict: Verdict,
        kind: ActionKind,
        *,
        parent: Message,
        to: Sequence[Address],
        own_name: str,
        now: datetime,
    ) -> str:
        """Write the text of the draft of this kind: in the verdict's language, to the people `to`, in answer to `parent`. `now` in the user's zone.

        Raises TemplateError, naming file and line, for a template that can't be used.
        """
        event = verdict.event if verdict.event is not None and not verdict.event.cancelled else None
        values = Values(
            today=now.date(),
            sent_on=verdict.sent_at.astimezone(now.tzinfo).date(),
            own_name=own_name,
            first_name=self._name(parent, to),
            subject=parent.envelope.subject,
            event_on=event.starts_at.astimezone(now.tzinfo).date() if event is not None else None,
            attempt=verdict.attempt + 1,
        )
        return self.render(verdict.language, occasion_of(verdict, kind), values)

    def render(self, language: str, occasion: Occasion, values: Values) -> str:
        """Fill in the text for this occasion, the English one where the language has none. Raises TemplateError, naming file and line."""
        for name in (re.split("[-_]", language.lower())[0], FALLBACK):
            if name in self._languages:
                for file_name in occasion.file_names:
                    if self._find(name, file_name) is not None:
                        return self._render(name, file_name, values)
        raise TemplateError(
            f"There is no template for {occasion.scenario.value}: {next(occasion.file_names)} is missing."
        )

    def mistakes(self) -> list[str]:
        """Try every text with all values and with few; one line for each that can't be used."""
        day, before = date(2026, 11, 24), date(2026, 11, 12)
        full = Values(day, before, "Alex Lind", "Anna", "A question", before)
        found: dict[str, None] = {}
        for name, language in self._languages.items():
            for file_name in language.environment.list_templates(extensions=["txt"]):
                for values in (full, Values(day, before, "")):
                    try:
                        self._render(name, file_name, values)
                    except TemplateError as error:
                        found[str(error)] = None
        return list(found)

    def _name(self, parent: Message, to: Sequence[Address]) -> str:
        """Find the name to greet by: the one by which the user greeted these people in the message that is answered, else that of the one person written to."""
        read = {address.email for address in (*parent.envelope.to, *parent.envelope.cc)}
        if all(address.email in read for address in to):
            for language in self._languages.values():
                name = names.greeted(parent.text, language.words)
                if name is not None:
                    return name
        return names.first_name(to)

    def _names(self) -> set[str]:
        try:
            folders = [path for folder in self._folders for path in folder.iterdir() if _LANGUAGE.fullmatch(path.name)]
        except OSError as error:
            raise TemplateError(f"The folder of your own templates can't be read: {error}") from error
        return {path.name for path in folders if any(path.rglob("*.txt"))}

    def _open(self, language: str) -> _Language:
        loader = jinja2.FileSystemLoader([folder / language for folder in self._folders])
        environment = sandbox.ImmutableSandboxedEnvironment(
            loader=loader,
            undefined=jinja2.StrictUndefined,
            autoescape=False,
        )
        words = self._find(language, "words.yaml")
        if words is None:
            folder = self._folders[0] / language
            raise TemplateError(
                f"{folder} has no words.yaml: copy that of {SHIPPED / FALLBACK} there and translate it."
            )
        return _Language(environment, wording.read(words))

    def _find(self, language: str, file_name: str) -> Path | None:
        paths = (folder / language / file_name for folder in self._folders)
        return next((path for path in paths if path.is_file()), None)

    def _render(self, name: str, file_name: str, values: Values) -> str:
        language = self._languages[name]
        try:
            text = language.environment.get_template(file_name).render(_plain(values, language.words))
        except _FAULTS as error:
            raise TemplateError(
                f"The template {self._where(name, file_name, error)} can't be used: {_what(error)}"
            ) from error
        return text.strip() + "\n"

    def _where(self, language: str, file_name: str, error: BaseException) -> str:
        """Name the file and the line at fault: that of the syntax error, else the innermost template on the stack."""
        if isinstance(error, jinja2.TemplateSyntaxError):
            return f"{error.filename or file_name}, line {error.lineno}"
        roots = tuple(str(folder / language) for folder in self._folders)
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(roots)]
        return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else str(self._find(language, file_name))


def load(override: Path | None = None) -> Templates:
    """Read the program's texts and, before them, those in the folder `override`. Raises TemplateError for a language that can't be used."""
    return Templates(override)


def occasion_of(verdict: Verdict, kind: ActionKind) -> Occasion:
    """Tell what a draft of this kind is for."""
    promised = any(reason.code is ReasonCode.PROMISE for reason in verdict.reasons)
    return Occasion(kind, verdict.scenario, verdict.attempt + 1, verdict.max_attempts, promised)


def _plain(values: Values, words: wording.Words) -> dict[str, str | int]:
    subject = nudge.plain_subject(values.subject)
    return {
        "first_name": values.first_name,
        "subject": subject if len(subject) <= LONGEST_SUBJECT else subject[:LONGEST_SUBJECT].rstrip() + "…",
        "sent_on": wording.short_date(values.sent_on, words, values.today),
        "event_on": wording.long_date(values.event_on, words, values.today) if values.event_on is not None else "",
        "own_name": values.own_name,
        "attempt": values.attempt,
    }


def _what(error: BaseException) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not written in UTF-8."
    if isinstance(error, jinja2.TemplateNotFound):
        return f"it includes {error.name}, which is not there."
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".") + "."
