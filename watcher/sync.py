"""From the mailbox to the store: what changed, batch by batch, each saved in one transaction with the cursor that covers it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from watcher import store
from watcher.checkpoint import Checkpoint, go_on
from watcher.core.model import FolderName, Role
from watcher.mailbox import base

Progress = Callable[[str, int, int | None], None]

_EMPTIED_AS_A_MATTER_OF_COURSE = (Role.DRAFTS, Role.TRASH, Role.JUNK)


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull brought.

    `emptied`: folders that held messages, look empty now, and whose messages lie nowhere else: a reason to stop and ask. `troubles`: why a folder could not be read, one line each.
    """

    messages: int
    changes: int
    emptied: tuple[FolderName, ...]
    troubles: tuple[str, ...] = ()


def pull(
    mailbox: base.Mailbox,
    cache: store.AccountStore,
    *,
    since: date,
    progress: Progress | None = None,
    checkpoint: Checkpoint = go_on,
) -> Pulled:
    """Bring the store up to date with the mailbox; what lies before the day `since` is not read.

    Raises MailboxError, and Stopped at a checkpoint, one after each batch; what was saved by then stays, and the next pull goes on from there.
    """
    messages = changes = 0
    looks_empty: list[base.Batch] = []
    troubles: list[str] = []
    for batch in mailbox.changes_since(cache.cursors(), since, cache.watched()):
        if batch.trouble:
            troubles.append(batch.trouble)
        elif batch.looks_empty:
            looks_empty.append(batch)
        else:
            cache.save_batch(batch)
            messages += len(batch.envelopes)
            changes += len(batch.flags) + len(batch.vanished)
            if progress is not None and batch.envelopes:
                progress(batch.folder.shown, messages, None)
        checkpoint()
    _forget_missing_folders(cache, {folder.name for folder in mailbox.folders()})
    emptied = tuple(batch.folder.name for batch in looks_empty if not _is_harmless(cache, batch))
    return Pulled(messages, changes, emptied, tuple(troubles))


def _forget_missing_folders(cache: store.AccountStore, names: Collection[FolderName]) -> None:
    for name in cache.known_folders():
        if name not in names:
            cache.forget_folder(name)


def _is_harmless(cache: store.AccountStore, batch: base.Batch) -> bool:
    """Trash is emptied, drafts are sent, an inbox is archived: all that is no alarm, and the folder is read anew."""
    name = batch.folder.name
    if batch.folder.role in _EMPTIED_AS_A_MATTER_OF_COURSE or cache.lies_elsewhere(name):
        cache.forget_folder(name)
        return True
    return False


def accept_emptied(cache: store.AccountStore, names: Collection[FolderName]) -> None:
    """The user said that these folders are rightly empty."""
    for name in names:
        cache.forget_folder(name)
