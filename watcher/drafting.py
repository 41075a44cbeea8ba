"""The draft of a planned action: the template's text, in the language and on the occasion of the thread, as a message that answers the user's own last one."""

from datetime import datetime

from watcher import executor, judging, templates
from watcher.account import Account
from watcher.core import nudge
from watcher.core.model import Action, ActionKind, Message, MessageId, ReasonCode, Verdict
from watcher.mailbox import base


def write(account: Account, bench: judging.Bench, action: Action, generation: int) -> executor.Written | None:
    """The draft of this action; None when its message is gone or nobody is left to write to. Raises WatcherError for a template that can't be used."""
    found = judging.sent_message(bench, action.thread_id, action.message_id)
    verdict = account.cache.verdict(action.thread_id)
    if found is None or verdict is None:
        return None
    thread, parent = found
    author = nudge.author(parent, account.criteria.owner, account.display_name, account.address)
    message_id = nudge.draft_message_id(action.key, generation, author.domain)
    raw = nudge.make_draft(
        parent=parent,
        thread=thread,
        verdict=verdict,
        kind=action.kind,
        text=text_of(account, bench.now, action.kind, verdict, parent, author.name),
        owner=account.criteria.owner,
        display_name=account.display_name,
        address=account.address,
        message_id=message_id,
        now=bench.now.astimezone(account.criteria.calendar.zone),
    )
    return executor.Written(raw, message_id) if raw is not None else None


def text_of(  # noqa: PLR0913 - what a text depends on
    account: Account, now: datetime, kind: ActionKind, verdict: Verdict, parent: Message, own_name: str
) -> str:
    """The words of a draft."""
    zone = account.criteria.calendar.zone
    promise = next((reason.text for reason in verdict.reasons if reason.code is ReasonCode.PROMISE), "")
    occasion = templates.Occasion(
        kind, verdict.scenario, verdict.attempt + 1, verdict.max_attempts, promise_passed=bool(promise)
    )
    values = templates.Values(
        today=now.astimezone(zone).date(),
        sent_on=verdict.sent_at.astimezone(zone).date(),
        own_name=own_name,
        first_name=verdict.recipient_name,
        subject=nudge.plain_subject(parent.envelope.subject),
        event_on=verdict.event.starts_at.astimezone(zone).date() if verdict.event is not None else None,
        attempt=verdict.attempt + 1,
    )
    return account.templates.render(verdict.language or account.default_language, occasion, values)


def untouched_draft(
    account: Account, bench: judging.Bench, verdict: Verdict, kind: ActionKind, draft_id: MessageId
) -> base.DraftCopy | None:
    """The server's copy of our draft that lies in Drafts, if it still has the very words that we write for it; None if the user changed or moved it."""
    if bench.mailbox is None:
        return None
    found = judging.sent_message(bench, verdict.thread_id, verdict.message_id)
    copy = next(
        (each for each in bench.mailbox.find_drafts(message_id=draft_id, answers=None) if each.message_id == draft_id),
        None,
    )
    if copy is None or found is None:
        return None
    parent = found[1]
    author = nudge.author(parent, account.criteria.owner, account.display_name, account.address)
    expected = text_of(account, bench.now, kind, verdict, parent, author.name)
    texts = [body.raw_text for _, body in bench.mailbox.bodies([copy.place])]
    return copy if texts and _words(texts[0]) == _words(expected) else None


def _words(text: str) -> list[str]:
    return text.split()
