"""`demo`: the whole job on an embedded mailbox, shown: what was found, why, what was done, and one draft in full."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from watcher import log, wiring
from watcher.cli import output, scanning, showing
from watcher.core.model import State, Verdict
from watcher.demo import run as demo
from watcher.report import public, status, story, words

_MEANINGS = {
    State.DUE: "wants a follow-up now",
    State.DRAFTED: "due, and a follow-up waits in Drafts",
    State.BOUNCED: "never arrived",
    State.PROMISED: "they said when they would answer",
    State.AWAY: "they are away",
    State.WAITING: "still within its time",
    State.SNOOZED: "sleeps because you said so",
    State.EXHAUSTED: "all follow-ups were sent in vain",
    State.ANSWERED: "the ball is with you",
    State.DISMISSED: "you don't want to chase it",
    State.IGNORED: "needs no answer",
}


def run(*, as_json: bool, serve: bool, now: datetime | None = None) -> int:
    """`watcher demo`, as of `now`. With `serve` it goes on until Ctrl-C; beside JSON, how to connect is told on stderr."""
    log.set_up()
    with demo.opened(now=now or wiring.clock()) as shown:
        if as_json:
            account = scanning.as_json(shown.outcome, shown.settings)
            output.say(public.text(public.document(shown.now, shown.settings.zone, [account])))
        else:
            _show(shown, serve=serve)
        if serve:
            _invite(shown, output.complain if as_json else output.say)
            _wait_for_ctrl_c()
    return 0


def _wait_for_ctrl_c() -> None:
    output.flush()
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()


def _show(shown: demo.Demo, *, serve: bool) -> None:
    zone, verdicts = shown.settings.zone, shown.outcome.verdicts
    name = shown.settings.accounts[0].display_name
    head = "The demo: a mailbox on a mail server inside this process. Nothing of yours is touched."
    output.say(output.coloured(output.wrapped(head, ""), "bold"))
    wrote = words.counted(len(verdicts), "conversation")
    story_so_far = f"{name} looks for a job and wrote {wrote}. It is {words.instant(shown.now, zone, shown.now)}."
    output.say(output.wrapped(story_so_far, ""))
    _show_threads(verdicts)
    output.say("\n" + output.coloured("What the pass of just now did", "bold"))
    scanning.show_actions(shown.outcome.actions, verdicts)
    example = shown.example()
    if example is not None:
        output.say("\n" + output.coloured("One of them, as `watcher explain` tells it", "bold"))
        showing.tell(shown.account.cache, example.verdict, shown.settings, shown.now, shown.account.name)
        _show_draft(example)
    output.say()
    output.say(output.wrapped("It never sends: the draft waits until its owner reads, changes and sends it.", ""))
    if not serve:
        output.say(f"See it in your mail program: {output.program()} demo --serve")
        then = f"Then your own mailbox: {output.program()} init"
        output.say(output.wrapped(then, ""))


def _show_threads(verdicts: Sequence[Verdict]) -> None:
    short = status.short_ids(verdict.thread_id for verdict in verdicts)
    for state in status.URGENCY:
        fitting = [verdict for verdict in status.by_urgency(verdicts) if verdict.state is state]
        if fitting:
            output.say(f"\n{output.coloured(state.value, showing.STYLES.get(state, 'bold'))}: {_MEANINGS[state]}")
        for verdict in fitting:
            about = f"{words.subject(verdict)} ({words.people(verdict.to)}; {story.occasion(verdict)})"
            output.say(output.wrapped(f"{short[verdict.thread_id]}  {about}", further=" " * 10))
            output.say(output.wrapped(story.telling_reason(verdict), " " * 10))
            if state is State.DUE and verdict.hold_draft:
                output.say(output.wrapped(f"No draft: {words.safe(verdict.hold_draft)}", " " * 10))


def _show_draft(draft: demo.Draft) -> None:
    output.say("\n" + output.coloured("Its draft, in full", "bold"))
    lines: Iterable[str] = (
        f"From: {words.safe(draft.sender)}",
        f"To: {words.safe(draft.to)}",
        f"Subject: {words.safe(draft.subject)}",
        "",
        *(words.safe_line(line) for line in draft.text.splitlines()),
    )
    for line in lines:
        output.say(output.wrapped(line, "  | ").rstrip() if line else "  |")


def _invite(shown: demo.Demo, say: Callable[[str], None]) -> None:
    server = shown.server
    say("\n" + output.coloured("The mailbox stays open. Connect a mail program:", "bold"))
    say(f"  IMAP server {server.host}, port {server.port}, no encryption")
    say(f"  user name {server.user}, password {server.password}")
    thunderbird = (
        "In Thunderbird: New Account, Email; any name, the address alex@lind.example, then Configure manually with the "
        "above (connection security: None; outgoing mail: any server, nothing is sent). To see the mark: Settings, "
        "General, Tags, New, with the name Follow-up-due. Then look into Sent and Drafts."
    )
    say(output.wrapped(thunderbird, ""))
    say("Or look at it from another terminal:")
    say(f"  {output.program()} status -c {shown.config_file}")
    say("Ctrl-C ends it.")
