"""The draft of a planned action: the template's text, in the language and on the occasion of the thread, as a message that answers the user's own last one."""

from dataclasses import replace
from datetime import datetime

from watcher import executor, judging
from watcher.account import Account
from watcher.bench import Bench
from watcher.core import bodies, headers, nudge
from watcher.core.model import Action, ActionKind, Body, Envelope, Message, MessageId, Thread, Verdict
from watcher.mailbox import base


def write(account: Account, bench: Bench, action: Action, generation: int) -> executor.Written | None:
    """The draft of this action; None when its message is gone or nobody is left to write to. Raises WatcherError for a template that can't be used."""
    found = judging.sent_message(bench, action.thread_id, action.message_id)
    verdict = account.cache.verdict(action.thread_id)
    if found is None or verdict is None:
        return None
    thread, parent = found
    author = nudge.author(parent, account.criteria.owner, account.display_name, account.address)
    message_id = nudge.draft_message_id(action.key, generation, author.domain)
    raw = _raw(account, bench.now, action.kind, verdict, thread, parent, message_id)
    return executor.Written(raw, message_id) if raw is not None else None


def _raw(  # noqa: PLR0913 - what a draft depends on
    account: Account,
    now: datetime,
    kind: ActionKind,
    verdict: Verdict,
    thread: Thread,
    parent: Message,
    message_id: MessageId,
) -> bytes | None:
    return nudge.make_draft(
        parent=parent,
        thread=thread,
        verdict=verdict,
        kind=kind,
        text=text_of(account, now, kind, verdict, thread, parent),
        owner=account.criteria.owner,
        display_name=account.display_name,
        address=account.address,
        message_id=message_id,
        now=now.astimezone(account.criteria.calendar.zone),
    )


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
    account: Account, bench: Bench, verdict: Verdict, kind: ActionKind, draft_id: MessageId
) -> base.DraftCopy | None:
    """The server's copy of our draft that lies in Drafts, if it still says what we write for it, to the people we write it to; None if the user changed or moved it."""
    if bench.mailbox is None:
        return None
    found = judging.sent_message(bench, verdict.thread_id, verdict.message_id)
    copy = next(
        (each for each in bench.mailbox.find_drafts(message_id=draft_id, answers=None) if each.message_id == draft_id),
        None,
    )
    stored = account.cache.message_at(copy.place) if copy is not None else None
    if copy is None or stored is None or found is None:
        return None
    raw = _raw(account, bench.now, kind, verdict, *found, draft_id)
    texts = [body for _, body in bench.mailbox.bodies([copy.place])]
    if raw is None or not texts:
        return None
    ours = headers.read(raw, place=copy.place, received_at=bench.now, server_thread=None)
    written = bodies.read_body(raw)
    same = _said(stored.envelope, texts[0]) == _said(ours, written)
    return copy if same else None


def _said(envelope: Envelope, body: Body) -> tuple[object, ...]:
    """What of a draft is the writer's; servers break lines anew and add fields."""
    people = envelope.to, envelope.cc, envelope.bcc
    emails = [sorted(address.email for address in group) for group in people]
    return (emails, envelope.subject.split(), body.raw_text.split(), body.attachments, body.invitations)
