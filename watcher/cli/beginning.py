"""`init`: from an address to a config that works, by a few questions. Nothing is written before the end; the mailbox is only read."""

import os
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from watcher import log, scan, wiring
from watcher.cli import asking, drawing, entering, output, running, scanning, settling
from watcher.cli.settling import Places, Setup
from watcher.config import countries, places, values
from watcher.discovery import locality, similar_domain
from watcher.errors import Temporary, UsageError, WatcherError
from watcher.report import status, words

_SYSTEMD = Path("/run/systemd/system")  # sd_booted(3)
_MOST_SHOWN = 20
_SECURITIES = ("tls", "starttls", "none")
_MODES = {
    "p": ("preview", "only show what it would do; your mailbox stays as it is"),
    "m": ("mark", "also mark the messages that are due"),
    "d": ("draft", "also put a ready-made follow-up among your drafts. It never sends anything"),
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What the command line answers beforehand; None is asked, guessed or found."""

    address: str | None = None
    name: str | None = None
    host: str | None = None
    port: int | None = None
    security: str | None = None
    username: str | None = None
    password_file: Path | None = None
    mode: str | None = None
    system: bool = False
    preview: bool = True
    ca_file: Path | None = None
    sent_folder: str | None = None
    timezone: str | None = None
    country: str | None = None


def run(path: Path | None, answers: Answers) -> int:
    """`watcher init`. Raises UsageError where a config is already, or where answers are missing and nobody can be asked; WatcherError."""
    log.set_up()
    target = settling.chosen_places(path, is_system=answers.system)
    may_ask = asking.can_ask()
    answers = _checked(answers)
    if not may_ask:
        _require(answers)
    try:
        return _set_up(target, answers, may_ask=may_ask)
    except (KeyboardInterrupt, SystemExit):
        is_written = target.config.exists()
        output.complain(f"\nwatcher: stopped: {f'{target.config} is written' if is_written else 'nothing was written'}")
        raise
    finally:
        os.environ.pop(settling.PREVIEW_PASSWORD, None)


def _set_up(target: Places, answers: Answers, *, may_ask: bool) -> int:
    if may_ask:
        intro = "This sets up your mailbox. Nothing is written before the end, and your mailbox is only read."
        output.say(output.wrapped(intro, "") + "\n")
    address, name = (answers.address, answers.name) if answers.address else _asked_address(answers)
    assert address is not None
    way = entering.find(address, answers, may_ask=may_ask)
    if name is None and may_ask:
        name = asking.line("Your name, as drafts are signed", _name, guess=_likely_name(address))
    setup = _with_place(Setup(address, name or "", way.server, way.username, "UTC"), answers, may_ask=may_ask)
    setup = replace(setup, ca_file=answers.ca_file, sent_folder=answers.sent_folder)
    with settling.workshop(target) as folder:
        database = folder / "watcher.sqlite3"
        setup, password = entering.log_in(setup, way, answers, target, database, may_ask=may_ask)
        output.say(_place_words(setup))

        def show(changed: Setup) -> None:
            if answers.preview:
                _preview(changed, target, database, may_ask=may_ask)

        show(setup)
        setup = _with_mode(setup, answers, show, may_ask=may_ask)
        secret = settling.settle(setup, target, password, database)
    os.environ.pop(settling.PREVIEW_PASSWORD, None)
    _say_written(target, secret)
    return _say_next(target, setup, may_ask=may_ask)


# What the command line says ---------------------------------------------------------------------------------------------------------


def _checked(answers: Answers) -> Answers:
    """The answers in the form that the config has. Raises UsageError with all that is wrong with them."""
    wrong: list[str] = []

    def read(flag: str, value: str | None, parse: Callable[[str], Any]) -> Any:
        try:
            return parse(value) if value is not None else None
        except ValueError as error:
            wrong.append(f"{flag} {words.safe(value or '')}: {error}")
            return None

    checked = replace(
        answers,
        address=read("--address", answers.address, lambda text: _address(text)[0]),
        name=read("--name", answers.name, _name),
        host=read("--host", answers.host, values.host),
        security=read("--security", answers.security, _one_of(_SECURITIES)),
        mode=read("--mode", answers.mode, _one_of(tuple(word for word, _ in _MODES.values()))),
        ca_file=read("--ca-file", str(answers.ca_file) if answers.ca_file else None, entering.certificates),
        username=read("--username", answers.username, entering.one_line),
        sent_folder=read("--sent-folder", answers.sent_folder, entering.one_line),
        timezone=read("--timezone", answers.timezone, values.zone),
        country=read("--country", answers.country, countries.country),
    )
    if checked.security == "none" and not (checked.host and values.is_loopback(checked.host)):
        wrong.append("--security none: is for a server on this computer alone, named by --host")
    if checked.host is None and (answers.port is not None or answers.security is not None) and answers.host is None:
        wrong.append("--port and --security go with --host")
    if wrong:
        raise UsageError("\n".join(wrong))
    return checked


def _one_of(options: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in options:
            raise ValueError(f"must be one of {', '.join(options)}")
        return text.lower()

    return read


def _require(answers: Answers) -> None:
    """Raises UsageError that names every option that is missing where nobody can be asked."""
    needed = {"--address ADDRESS": answers.address, "--password-file FILE": answers.password_file}
    missing = [flag for flag, value in needed.items() if value is None]
    if missing:
        raise UsageError(
            f"there is no terminal to ask on, and not all is said: {' and '.join(missing)} missing\n"
            "more can be said with --name, --host, --username, --mode, --timezone and --country; see watcher init --help"
        )


# Questions --------------------------------------------------------------------------------------------------------------------------


def _asked_address(answers: Answers) -> tuple[str, str | None]:
    """The address, and the name where it was typed along with it."""
    address, name = asking.line("Your e-mail address", _address)
    local, _, domain = address.rpartition("@")
    near = similar_domain(domain)
    if near is not None and asking.yes(f"Did you mean {local}@{near}?"):
        address = f"{local}@{near}"
    return address, answers.name or name or None


def _address(text: str) -> tuple[str, str]:
    """The address with its domain in lower case, and the name before it. Raises ValueError."""
    name, bare = parseaddr(text) if "<" in text else ("", text.strip())
    local, _, domain = values.address(bare).rpartition("@")
    domain = domain.rstrip(".")
    if not bare.isprintable() or ".." in domain or not ("." in domain.strip(".") or domain.lower() == "localhost"):
        raise ValueError("must be an e-mail address such as alex@lind.example")
    return f"{local}@{domain.lower()}", name if name.isprintable() else ""


def _name(text: str) -> str:
    if not text or not text.isprintable():
        raise ValueError("must be a name, in one line")
    return text


def _likely_name(address: str) -> str:
    """Guess `Alex Lind` from alex.lind+jobs, the part before the @."""
    local = address.partition("@")[0].partition("+")[0]
    parts = [part for part in local.replace("_", ".").replace("-", ".").split(".") if part.isalpha()]
    return " ".join(part[:1].upper() + part[1:].lower() if part.islower() or part.isupper() else part for part in parts)


def _with_place(setup: Setup, answers: Answers, *, may_ask: bool) -> Setup:
    """The time zone and the country: said, or the system's, or asked where the system has none."""
    zone = answers.timezone or locality.zone()
    country = answers.country or _known_country(zone)
    if zone is None and may_ask:
        return _asked_place(setup, "", country or "")
    return replace(setup, timezone=zone or "UTC", country=country)


def _known_country(zone: str | None) -> str | None:
    found = locality.country(zone)
    return found if found in countries.CODES else None


def _asked_place(setup: Setup, zone: str, country: str) -> Setup:
    chosen = asking.line("Your time zone, such as Europe/Stockholm", values.zone, guess=zone or "UTC")
    likely = country if chosen == zone else _known_country(chosen) or country
    question = "Your country, by its two letters, for the public holidays (- for none)"
    answer = asking.line(question, lambda text: "" if text in ("", "-") else countries.country(text), guess=likely)
    return replace(setup, timezone=chosen, country=answer or None)


def _place_words(setup: Setup) -> str:
    days = f"public holidays of {setup.country}" if setup.country else "no public holidays"
    return output.wrapped(f"Your time zone is {setup.timezone}, with {days}.", "")


def _with_mode(setup: Setup, answers: Answers, show: Callable[[Setup], None], *, may_ask: bool) -> Setup:
    """What the program may do. Another time zone shows the preview anew."""
    if answers.mode is not None or not may_ask:
        return replace(setup, mode=answers.mode or "preview")
    while True:
        place = f"another time zone or country (now {setup.timezone}, {setup.country or 'no country'})"
        output.say()
        key = asking.choice("What may it do, each time?", _MODES | {"z": ("zone", place)}, guess="p")
        if key != "z":
            return replace(setup, mode=_MODES[key][0])
        setup = _asked_place(setup, setup.timezone, setup.country or "")
        output.say(_place_words(setup))
        show(setup)


# The preview ------------------------------------------------------------------------------------------------------------------------


def _preview(setup: Setup, target: Places, database: Path, *, may_ask: bool) -> None:
    """Read the mailbox, and show what a pass would do that may do all. What was read is kept in the database. Raises MailboxError."""
    settings = settling.trial(replace(setup, mode="draft"), target, database)
    output.say(output.wrapped("Reading your mailbox, to show what a pass would do …", ""))
    output.flush()
    while True:
        try:
            with drawing.progress_bar() as progress, wiring.opened(settings) as accounts:
                outcome = scan.run_pass(accounts[0], now=wiring.clock(settings), dry_run=True, progress=progress)
            break
        except Temporary as error:
            output.complain(running.complaint(error))
            if not may_ask or not asking.yes("Try again?"):
                raise
    output.say(output.wrapped(status.counts(outcome.verdicts), ""))
    output.say("A pass would:" if outcome.actions else "Nothing is due now.")
    scanning.show_actions(outcome.actions[:_MOST_SHOWN], outcome.verdicts)
    if len(outcome.actions) > _MOST_SHOWN:
        output.say(f"  and {len(outcome.actions) - _MOST_SHOWN} more")
    for note in (*outcome.notes, *(f"incomplete: {reason}" for reason in outcome.incomplete)):
        output.say(output.coloured(output.wrapped(f"Note: {words.safe(note, words.LONGEST_SENTENCE)}", ""), "yellow"))


# The end ----------------------------------------------------------------------------------------------------------------------------


def _say_written(target: Places, secret: Path) -> None:
    output.say(f"\nWritten:\n  {target.config}\n  {secret} (the password)")


def _say_next(target: Places, setup: Setup, *, may_ask: bool) -> int:
    """Offer the service, and say what to do next; the exit code."""
    installed, code = False, 0
    if may_ask and _can_install(target):
        installed, code = _offer_service(target)
    command = _command(target)
    acts = "a pass now: it only shows" if setup.mode == "preview" else f"a pass now, in mode {setup.mode}"
    if installed:
        steps = [("status", "every watched thread"), ("explain THREAD", "why it stands where it stands")]
    elif target.is_system:
        steps = [("doctor", "checks all of it"), ("service --install", "installs the service")]
    else:
        steps = [("scan", acts), ("run", "the service, until you stop it")]
        if _SYSTEMD.is_dir():
            steps[1] = ("service --user --install", "the service, for good")
    output.say("\nNext:")
    for words_of_command, meaning in steps:
        output.say(f"  {command} {words_of_command}")
        output.say(f"      {meaning}")
    return code


def _can_install(target: Places) -> bool:
    return _SYSTEMD.is_dir() and (not target.is_system or os.geteuid() == 0)


def _offer_service(target: Places) -> tuple[bool, int]:
    """Whether the service was installed, and the exit code of that."""
    output.say()
    if not asking.yes("Install the service, so that it watches by itself?"):
        return False, 0
    from watcher.cli import installing  # noqa: PLC0415 - seldom needed

    try:
        return True, installing.run(target.config, user=not target.is_system, install=True)
    except WatcherError as error:
        output.complain(running.complaint(error))
        return False, error.exit_code


def _command(target: Places) -> str:
    """How to call the program so that it finds this config."""
    named = os.environ.get(places.ENVIRONMENT)
    found = target.config in (*places.candidates(), *([Path(named).expanduser().absolute()] if named else []))
    prefix = "sudo " if target.is_system else ""
    return prefix + output.program() + ("" if found else f" -c {shlex.quote(str(target.config))}")
