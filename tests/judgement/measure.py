"""Measures the judgement on the labelled set: the whole program on each thread, as of each instant, and the readers on single messages."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conversations import mail
from tests.judgement import labelled
from tests.judgement.labelled import AbsenceNote, LabelledThread, Opening, PromiseText
from tests.judgement.tally import Tally
from watcher import config, language, scan, wiring
from watcher.cli import classify
from watcher.core.model import Verdict
from watcher.core.words import Words
from watcher.mailbox import memory


@dataclass(frozen=True)
class ThreadResult:
    """What was said of a thread: of each instant the expectation and what was found, and the kinds of its received messages."""

    thread: LabelledThread
    instants: tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]
    kinds: tuple[tuple[str, str, str], ...]  # Message-ID, wanted, found


@dataclass
class Scores:
    """All that is measured, by language where that says something."""

    kinds: dict[str, Tally] = field(default_factory=dict)
    promises: dict[str, Tally] = field(default_factory=dict)
    notes: dict[str, Tally] = field(default_factory=dict)  # the kinds of absence notes and what looks like them
    returns: dict[str, Tally] = field(default_factory=dict)  # "right day" where one is named, "" where none is
    due: dict[str, Tally] = field(default_factory=dict)
    states: dict[str, Tally] = field(default_factory=dict)
    scenarios: dict[str, Tally] = field(default_factory=dict)
    due_dates: dict[str, Tally] = field(default_factory=dict)
    reasons: dict[str, Tally] = field(default_factory=dict)
    languages: dict[str, Tally] = field(default_factory=dict)
    opening_scenarios: dict[str, Tally] = field(default_factory=dict)  # of the user's first messages, alone
    no_answer_wanted: dict[str, Tally] = field(default_factory=dict)
    events: dict[str, Tally] = field(default_factory=dict)


def all_of(tallies: Mapping[str, Tally]) -> Tally:
    """Return the sum of the tallies of all languages."""
    total = Tally()
    for tally in tallies.values():
        for mine, theirs in (
            (total.wanted, tally.wanted),
            (total.found, tally.found),
            (total.right, tally.right),
        ):
            mine.update(theirs)
        total.confusion.update(tally.confusion)
        total.misses += tally.misses
    return total


# --- whole threads -----------------------------------------------------------------------------------------


def judge_thread(thread: LabelledThread) -> ThreadResult:
    """Judge one thread, alone in a mailbox, as of each instant."""
    with TemporaryDirectory() as folder, wiring.opened(_settings(thread, Path(folder))) as accounts:
        mailbox = memory.MemoryMailbox()
        for letter in thread.letters:
            for name in letter.folders:
                mailbox.deliver(name, letter.raw, when=letter.at)
        account = replace(accounts[0], open_mailbox=lambda: mailbox)
        instants = []
        kinds: dict[str, str] = {}
        for expected in thread.expect:
            at = mail.instant(expected["at"], thread.user.zone)
            outcome = scan.run_pass(account, now=at, at=at)
            own = {letter.message_id for letter in thread.letters if letter.is_sent and letter.at <= at.astimezone(UTC)}
            verdicts = [each for each in outcome.verdicts if each.message_id in own]
            instants.append((expected, _said(verdicts, thread)))
            kinds.update((str(line.message_id), str(line.kind or "")) for each in verdicts for line in each.messages)
    return ThreadResult(thread, tuple(instants), tuple(_kinds(thread, kinds)))


def _settings(thread: LabelledThread, folder: Path) -> config.Config:
    return config.Config.model_validate(
        {
            "timezone": thread.user.timezone,
            "country": thread.user.country,
            "mode": "draft",
            "max_actions_per_pass": 1000,
            "database": str(folder / "watcher.sqlite3"),
            "accounts": [
                {
                    "name": "private",
                    "address": thread.user.address,
                    "display_name": thread.user.name,
                    "aliases": list(thread.user.aliases),
                    "imap": {"host": "imap.lind.example", "username": "x", "password_env": "NONE"},
                }
            ],
        }
    )


def _said(verdicts: list[Verdict], thread: LabelledThread) -> dict[str, Any]:
    """What is said of the thread: of the user's newest message in it, if it fell apart."""
    if not verdicts:
        return {"state": "no thread", "due": None, "codes": (), "reasons": (), "scenario": "none", "event": None}
    verdict = max(verdicts, key=lambda each: each.sent_at)
    due = verdict.due_at.astimezone(thread.user.zone).strftime("%Y-%m-%d %H:%M") if verdict.due_at else None
    return {
        "state": "due" if verdict.state == "drafted" else verdict.state.value,
        "due": due,
        "codes": tuple(each.code.value for each in verdict.reasons),
        "reasons": tuple(each.text for each in verdict.reasons),
        "scenario": verdict.scenario.value,
        "event": verdict.event.starts_at.astimezone(thread.user.zone).date() if verdict.event else None,
    }


def _kinds(thread: LabelledThread, joined: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    for letter in thread.letters:
        wanted = thread.kinds.get(letter.message_id)
        if wanted is not None:
            alone = joined.get(letter.message_id) or str(_classified(letter.raw)["kind"])
            yield letter.message_id, wanted, alone


@cache
def _words() -> Mapping[str, Words]:
    return language.load()


def _classified(raw: bytes, country: str | None = None) -> dict[str, Any]:
    return classify.classify_file("x", raw, _words(), UTC, country)


# --- everything --------------------------------------------------------------------------------------------


def measure(halves: Iterable[str], languages: frozenset[str] = frozenset()) -> Scores:
    """Measure these halves of the set; only these languages, if any are named."""
    scores = Scores()
    halves = tuple(halves)

    def wanted(language_: str) -> bool:
        return not languages or language_ in languages

    threads = [each for half in halves for each in labelled.threads(half) if wanted(each.language)]
    with ProcessPoolExecutor() as pool:
        for result in pool.map(judge_thread, threads, chunksize=4):
            _add_thread(scores, result)
        openings = [each for half in halves for each in labelled.openings(half) if wanted(each.thread.language)]
        judged = pool.map(judge_thread, [each.thread for each in openings], chunksize=8)
        for opening, result in zip(openings, judged, strict=True):
            _add_opening(scores, opening, result)
    for half in halves:
        _add_messages(scores, half, wanted)
    return scores


def measure_messages(half: str) -> Scores:
    """Measure the single messages of a half alone: what promises and absences are read."""
    scores = Scores()
    _add_messages(scores, half, lambda _: True)
    return scores


def _add_messages(scores: Scores, half: str, wanted: Callable[[str], bool]) -> None:
    for promise in labelled.promises(half):
        if wanted(promise.language):
            _add_promise(scores, promise)
    for note in labelled.absences(half):
        if wanted(note.language):
            _add_note(scores, note)


def _tally(tallies: dict[str, Tally], language_: str) -> Tally:
    return tallies.setdefault(language_, Tally())


def _add_thread(scores: Scores, result: ThreadResult) -> None:
    thread = result.thread
    name = f"{thread.language}/{thread.half} aim {thread.aim} {thread.name!r}"
    for message_id, wanted, found in result.kinds:
        _tally(scores.kinds, thread.language).add(wanted, found, f"{name} {message_id}")
    for expected, said in result.instants:
        what = f"{name} at {expected['at']} [{' | '.join(said['reasons'])}]"
        _tally(scores.states, thread.language).add(expected["state"], said["state"], what)
        wanted_due, found_due = ("due" if each["state"] == "due" else "" for each in (expected, said))
        _tally(scores.due, thread.language).add(wanted_due, found_due, what)
        if expected["due"] is not None:
            found = (
                "right day" if str(expected["due"]) == said["due"] else f"{said['due']} instead of {expected['due']}"
            )
            _tally(scores.due_dates, thread.language).add("right day", found, what)
        wanted = expected["code"]
        _tally(scores.reasons, thread.language).add(
            wanted, wanted if wanted in said["codes"] else (said["codes"] or ("",))[0], what
        )
    if thread.scenario is not None:
        expected, said = result.instants[-1]
        _tally(scores.scenarios, thread.language).add(
            thread.scenario, said["scenario"], f"{name} [{' | '.join(said['reasons'])}]"
        )


def _add_opening(scores: Scores, opening: Opening, result: ThreadResult) -> None:
    thread, (_, said) = opening.thread, result.instants[0]
    what = f"{thread.language}/{thread.half} sent {opening.number} {thread.name[:300]} [{' | '.join(said['reasons'])}]"
    _tally(scores.no_answer_wanted, thread.language).add(
        "" if opening.wants_answer else "none wanted", "none wanted" if said["state"] == "ignored" else "", what
    )
    if opening.wants_answer and thread.scenario is not None:
        _tally(scores.opening_scenarios, thread.language).add(thread.scenario, said["scenario"], what)
        if thread.scenario in ("interview", "phone_screen"):
            found = said["event"]
            wanted = "right day" if opening.event else ""
            got = "right day" if found and found == opening.event else f"{found} instead of {opening.event}"
            _tally(scores.events, thread.language).add(wanted, got if found else "", what)


def _add_promise(scores: Scores, item: PromiseText) -> None:
    found = _classified(item.raw, item.country)
    what = f"{item.language}/{item.half} promise {item.number}: {' '.join(item.text.split())} [{found['promise']}, {found['kind']}]"
    read = found["promise"]
    tally = _tally(scores.promises, item.language)
    wanted = "" if not item.is_promise else "promise"
    got = "" if read is None else "promise"
    if wanted and read is not None and str(item.by or "") != str(read["by"] or ""):
        got = f"promise by {read['by']} instead of {item.by}"
        tally.found["promise"] += 1  # a wrong day is a false promise, too
    tally.add(wanted, got, what)
    _tally(scores.languages, item.language).add(item.language, str(found["language"]), what)


def _add_note(scores: Scores, item: AbsenceNote) -> None:
    found = _classified(item.raw, item.country)
    what = f"{item.language}/{item.half} note {item.number}: {' '.join(item.text.split())[:300]} [{found['reasons']}]"
    _tally(scores.notes, item.language).add(item.kind, str(found["kind"]), what)
    if item.kind != "auto_reply_ooo":
        return
    wanted = item.returns_on.isoformat() if item.returns_on else ""
    got = str(found["return_date"] or "")
    shown = (
        ("right day" if wanted else ""),
        ("right day" if wanted and got == wanted else f"{got} instead of {wanted or 'none'}" if got else ""),
    )
    _tally(scores.returns, item.language).add(*shown, what)
