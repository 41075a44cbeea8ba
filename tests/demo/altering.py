"""The demo's mail with some of its threads changed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from watcher.demo.mailbox import Conversation, Mail, load

Change = Callable[[Conversation], Conversation]


def mail(changes: Mapping[str, Change]) -> list[Conversation]:
    """All threads, those of these keys changed."""
    conversations = {each.key: each for each in load()}
    assert set(changes) <= set(conversations)
    return [changes[key](each) if key in changes else each for key, each in conversations.items()]


def dropping(number: int) -> Change:
    """A mail is gone, counted from 0 (or from -1, the last)."""

    def change(conversation: Conversation) -> Conversation:
        mails = list(conversation.mails)
        del mails[number]
        return replace(conversation, mails=tuple(mails))

    return change


def setting(number: int, **values: Any) -> Change:
    """A mail has other values."""
    return lambda conversation: _with_mail(conversation, number, lambda each: replace(each, **values))


def rewording(number: int, old: str, new: str) -> Change:
    """A mail has other words, which must have been there."""

    def reworded(each: Mail) -> Mail:
        assert old in each.text
        return replace(each, text=each.text.replace(old, new))

    return lambda conversation: _with_mail(conversation, number, reworded)


def left_alone(conversation: Conversation) -> Conversation:
    """The user does nothing about it after the first pass."""
    assert conversation.then
    return replace(conversation, then="")


def _with_mail(conversation: Conversation, number: int, change: Callable[[Mail], Mail]) -> Conversation:
    mails = list(conversation.mails)
    mails[number] = change(mails[number])
    return replace(conversation, mails=tuple(mails))
