"""`status` and `explain`: what the store knows, without a look at any mailbox."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watcher import condition, config, store, wiring
from watcher.cli import choosing, opening, output
from watcher.config import Config
from watcher.core import nudge
from watcher.core.model import AccountName, ActionKind, State, ThreadId, Verdict, Word
from watcher.report import public, status, story, words

STYLES = {
    State.DUE: "bold red",
    State.DRAFTED: "bold yellow",
    State.BOUNCED: "bold magenta",
    State.PROMISED: "cyan",
    State.AWAY: "cyan",
}
_WORDS = {
    Word.DISMISSED: "You dismissed it",
    Word.DONE: "You settled it by phone or in person",
    Word.SNOOZED: "You snoozed it",
    Word.SCENARIO: "You named its scenario",
    Word.CARD_SENT: "You sent the thanks by post",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store knows of one account."""

    account: AccountName
    verdicts: list[Verdict]
    last_pass_at: datetime | None
    incomplete: list[str]
    notes: list[str]
    trouble: condition.Trouble | None
    pause: condition.Pause | None
    next_pass_at: datetime | None


def show_status(path: Path | None, names: Sequence[str], *, as_json: bool, everything: bool) -> int:
    """`watcher status`."""
    settings = opening.settings(path)
    now = wiring.clock(settings)
    with opening.stores(settings, names) as stores:
        found = [_known(account, kept, settings, now) for account, kept in stores]
    if as_json:
        accounts = [
            public.account(
                known.account,
                known.verdicts,
                zone=settings.zone,
                incomplete=_unknown(known),
                complete=not _unknown(known),
            )
            for known in found
        ]
        output.say(public.text(public.document(now, settings.zone, accounts)))
        return 0
    short = status.short_ids(verdict.thread_id for known in found for verdict in known.verdicts)
    is_serving = store.serving(settings.database) is not None
    for known in found:
        if len(found) > 1:
            output.say(output.coloured(f"{known.account}", "bold"))
        if _show_threads(known.verdicts, settings, now, short, everything=everything):
            output.say()
        _show_footer(known, settings, now, short)
        _show_condition(known, settings, now, is_serving=is_serving)
        if len(found) > 1:
            output.say()
    if not is_serving:
        advice = f"`watcher run` starts it in this terminal, `{opening.service_command(config.find(path))}` sets it up for good."
        output.say(output.wrapped(f"The service does not run: {advice}", ""))
    return 0


def show_explanation(path: Path | None, text: str, names: Sequence[str], *, as_json: bool) -> int:
    """`watcher explain`."""
    settings = opening.settings(path)
    now = wiring.clock(settings)
    with opening.stores(settings, names) as stores:
        found = choosing.thread(
            text, [choosing.Found(account, verdict) for account, kept in stores for verdict in kept.verdicts()]
        )
        verdict, kept = found.verdict, dict(stores)[found.account]
        if as_json:
            next_step = _next_step(kept, verdict, settings, now, found.account)
            output.say(public.text(public.told(verdict, settings.zone, account=found.account, next_step=next_step)))
        else:
            tell(kept, verdict, settings, now, found.account)
    return 0


def tell(kept: store.AccountStore, verdict: Verdict, settings: Config, now: datetime, account: AccountName) -> None:
    """The whole story of one thread."""
    _tell(verdict, settings, now)
    _section("What you said", _said(kept, verdict, settings, now))
    _section("What the program did", _carried(kept, verdict))
    next_step = _next_step(kept, verdict, settings, now, account)
    wish = story.thank_you(verdict, zone=settings.zone, now=now)
    _section("What happens next", [line for line in (next_step, wish) if line])


def _next_step(
    kept: store.AccountStore, verdict: Verdict, settings: Config, now: datetime, account: AccountName
) -> str:
    return story.next_step(
        verdict,
        zone=settings.zone,
        now=now,
        mode=settings.mode,
        overdue_limit=settings.overdue_limit,
        made=made_for(kept, verdict, account),
    )


def made_for(kept: store.AccountStore, verdict: Verdict, account: AccountName) -> dict[ActionKind, bool]:
    """The mark and the draft that were made for the thread's deadline, and whether each is still there."""
    keys = [nudge.action_key(account, kind, verdict.clock_id) for kind in (ActionKind.MARK, ActionKind.DRAFT)]
    found = kept.entries(keys).values()
    return {
        entry.kind: entry.status is not store.Status.USERS for entry in found if entry.status is not store.Status.UNDONE
    }


def _known(account: AccountName, kept: store.AccountStore, settings: Config, now: datetime) -> _Known:
    state = kept.state()
    earliest = now - settings.lookback
    last = state.get("last_pass_at")
    return _Known(
        account=account,
        verdicts=[verdict for verdict in kept.verdicts() if verdict.sent_at >= earliest],
        last_pass_at=datetime.fromisoformat(last) if last else None,
        incomplete=json.loads(state.get("incomplete") or "[]"),
        notes=[note for note in json.loads(state.get("notes") or "[]") if not note.startswith(condition.PAUSED)],
        trouble=condition.trouble(kept),
        pause=condition.pause(kept, now),
        next_pass_at=condition.next_pass_at(kept),
    )


def _unknown(known: _Known) -> list[str]:
    """Why this is not the whole mailbox as it is now."""
    reasons = known.incomplete if known.last_pass_at is not None else ["no pass was made yet: run watcher scan"]
    return [*reasons, " ".join(known.trouble.text.split())] if known.trouble is not None else reasons


def _show_threads(
    verdicts: Sequence[Verdict], settings: Config, now: datetime, short: dict[ThreadId, str], *, everything: bool
) -> bool:
    """The table; whether there was anything to show."""
    shown = [verdict for verdict in verdicts if everything or verdict.state not in status.SETTLED]
    rows = status.rows(shown, zone=settings.zone, now=now, short=short)
    if not rows:
        return False
    if not output.is_terminal():
        output.say("\t".join(status.HEADINGS))
        for row in rows:
            output.say("\t".join(row.cells()))
    elif output.width() < output.NARROW:
        for row in rows:
            output.say(_narrow(row))
    else:
        from watcher.cli import drawing  # noqa: PLC0415 - only for a person at a wide terminal

        styles = [STYLES.get(row.state, "") for row in rows]
        output.say(drawing.table(status.HEADINGS, [row.cells() for row in rows], styles=styles))
    return True


def _narrow(row: status.Row) -> str:
    """A row in two lines, for terminals of 60 columns."""
    indent = " " * (len(row.thread) + 2)
    first = f"{row.thread}  {row.state.value:9} {row.due:17} {row.scenario} {row.attempt}"
    to = row.to if len(row.to) <= output.width() // 2 else row.to[: output.width() // 2 - 1] + "…"
    second = f"{indent}{to}: {row.subject}"
    return f"{output.coloured(output.cut(first), STYLES.get(row.state, ''))}\n{output.cut(second)}"


def _show_footer(known: _Known, settings: Config, now: datetime, short: dict[ThreadId, str]) -> None:
    if known.last_pass_at is None:
        output.say("No pass was made yet." if known.trouble is not None else "No pass was made yet: run watcher scan.")
        return
    output.say(status.counts(known.verdicts))
    output.say(f"Last pass: {words.when(known.last_pass_at, settings.zone, now)}.")
    for line in status.advice(known.verdicts, short):
        output.say(output.wrapped(line, ""))
    for note in known.notes:
        output.say(output.coloured(output.wrapped(f"Note: {words.safe(note, words.LONGEST_SENTENCE)}", ""), "yellow"))
    for reason in known.incomplete:
        output.say(
            output.coloured(output.wrapped(f"Incomplete: {words.safe(reason, words.LONGEST_SENTENCE)}", ""), "red")
        )


def _show_condition(known: _Known, settings: Config, now: datetime, *, is_serving: bool) -> None:
    """The account's trouble and the user's pause, and when the service looks next."""
    if known.pause is not None:
        until = words.when(known.pause.until, settings.zone, now) if known.pause.until is not None else "further notice"
        told = output.wrapped(f"Paused until {until}: nothing is marked or drafted.", "")
        output.say(output.coloured(told, "yellow"))
    if known.trouble is not None:
        since = words.when(known.trouble.since, settings.zone, now)
        told = f"Trouble since {since}: {words.safe(' '.join(known.trouble.text.split()), words.LONGEST_SENTENCE)}"
        output.say(output.coloured(output.wrapped(told, ""), "bold red"))
    again = known.trouble.next_try_at if known.trouble is not None else known.next_pass_at
    if is_serving and again is not None:
        again_at = words.when(max(again, now), settings.zone, now)
        what = "tries again at" if known.trouble is not None else "looks again by"
        output.say(output.wrapped(f"The service runs, and {what} {again_at}.", ""))


def _tell(verdict: Verdict, settings: Config, now: datetime) -> None:
    output.say(output.coloured(output.wrapped(words.subject(verdict), ""), "bold"))
    output.say(
        output.wrapped(f"to {', '.join(words.safe(address) for address in verdict.to) or 'nobody in To'}", "", "   ")
    )
    output.say(f"thread {verdict.thread_id}, {story.occasion(verdict)}")
    output.say()
    headline = output.wrapped(story.headline(verdict, zone=settings.zone, now=now), "")
    output.say(output.coloured(headline, STYLES.get(verdict.state, "")))
    _section("Why", story.reasons(verdict))
    _section("Messages", [f"{at:17}  {what}" for at, what in story.messages(verdict, zone=settings.zone, now=now)])


def _section(head: str, lines: Sequence[str]) -> None:
    if lines:
        output.say(f"\n{output.coloured(head, 'bold')}")
        for line in lines:
            output.say(output.wrapped(line))


def _carried(kept: store.AccountStore, verdict: Verdict) -> list[str]:
    """The live marks and drafts of the thread."""
    done = [
        entry
        for entry in kept.live_entries()
        if entry.thread_id == verdict.thread_id or entry.clock_id == verdict.clock_id
    ]
    return [story.carried(entry.kind, [place.folder for place in entry.places], entry.mark_kind) for entry in done]


def _said(kept: store.AccountStore, verdict: Verdict, settings: Config, now: datetime) -> list[str]:
    ids = {verdict.message_id, verdict.clock_id, *(line.message_id for line in verdict.messages)}
    lines = []
    for said in (word for spoken in kept.words(ids).values() for word in spoken):
        until = f" until {words.instant(said.until, settings.zone, now)}" if said.until is not None else ""
        named = f": {words.scenario(said.scenario)}" if said.scenario is not None else ""
        how = "" if said.how == "command" else f" ({words.safe(said.how)})"
        lines.append(f"{_WORDS[said.word]}{named}{until}, {words.instant(said.said_at, settings.zone, now)}{how}.")
    return lines
