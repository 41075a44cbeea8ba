"""The demo's mail with one thing in it changed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from watcher.demo.mailbox import Conversation, Mail, load


def with_thread(key: str, change: Callable[[Conversation], Conversation]) -> list[Conversation]:
    """All threads, this one changed. Raises KeyError if there is none of this key."""
    conversations = {each.key: each for each in load()}
    conversations[key] = change(conversations[key])
    return list(conversations.values())


def without(key: str, number: int) -> list[Conversation]:
    """All threads; from this one a mail is gone, counted from 0 (or from -1, the last)."""

    def change(conversation: Conversation) -> Conversation:
        mails = list(conversation.mails)
        del mails[number]
        return replace(conversation, mails=tuple(mails))

    return with_thread(key, change)


def altered(key: str, number: int, **changes: Any) -> list[Conversation]:
    """All threads; in this one a mail has other values."""
    return with_thread(key, lambda each: _with_mail(each, number, lambda mail: replace(mail, **changes)))


def reworded(key: str, number: int, old: str, new: str) -> list[Conversation]:
    """All threads; in this one a mail has other words, which must have been there."""

    def change(mail: Mail) -> Mail:
        assert old in mail.text
        return replace(mail, text=mail.text.replace(old, new))

    return with_thread(key, lambda each: _with_mail(each, number, change))


def without_user(key: str) -> list[Conversation]:
    """All threads; the user does nothing about this one."""
    return with_thread(key, lambda each: replace(each, then=""))


def _with_mail(conversation: Conversation, number: int, change: Callable[[Mail], Mail]) -> Conversation:
    mails = list(conversation.mails)
    mails[number] = change(mails[number])
    return replace(conversation, mails=tuple(mails))
