"""The draft of a planned action: the template's text, in the language and on the occasion of the thread, as a message that answers the user's own last one."""

from dataclasses import replace
from datetime import datetime

from watcher import executor, judging
from watcher.account import Account
from watcher.core import nudge
from watcher.core.model import Action, ActionKind, Message, MessageId, Thread, Verdict
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
        text=text_of(account, bench.now, action.kind, verdict, thread, parent),
        owner=account.criteria.owner,
        display_name=account.display_name,
        address=account.address,
        message_id=message_id,
        now=bench.now.astimezone(account.criteria.calendar.zone),
    )
    return executor.Written(raw, message_id) if raw is not None else None


def text_of(  # noqa: PLR0913 - what a text depends on
    account: Account, now: datetime, kind: ActionKind, verdict: Verdict, thread: Thread, parent: Message
) -> str:
    """The words of a draft."""
    owner = account.criteria.owner
    to, _ = nudge.recipients(parent, thread, verdict, owner, kind)
    own_name = account.display_name or nudge.author(parent, owner, "", account.address).name
    spoken = verdict if verdict.language else replace(verdict, language=account.default_language)
    return account.templates.write(
        spoken, kind, parent=parent, to=to, own_name=own_name, now=now.astimezone(account.criteria.calendar.zone)
    )


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
    expected = text_of(account, bench.now, kind, verdict, *found)
    texts = [body.raw_text for _, body in bench.mailbox.bodies([copy.place])]
    return copy if texts and _words(texts[0]) == _words(expected) else None


def _words(text: str) -> list[str]:
    return text.split()
