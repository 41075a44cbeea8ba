"""Walks through a mailbox on a real server: a slice of the machine's orders of events, with a server's own ways."""

import os
import random
from collections import Counter
from datetime import timedelta
from email import message_from_bytes

import pytest

from tests.e2e.box import Box
from watcher.core.plan import Mode

KEYWORD = "follow-up-due"
STEPS = 10
WALKS = 40 if "WATCHER_LAWS" in os.environ else 2


class Walk:
    """A mailbox, where the user's own messages lie, and a way through what may happen to them."""

    def __init__(self, box: Box, seed: int) -> None:
        self.box = box
        self.random = random.Random(seed)
        self.lies: dict[str, str] = {}
        self.hours = 0.0
        self.mode = Mode.DRAFT.value

    def sends(self) -> None:
        """A question, long enough ago."""
        self.lies[self.box.send(f"Question {len(self.lies)}", days_ago=self.random.choice([1, 6, 9]))] = "Sent"

    def is_answered(self) -> None:
        """One of the questions."""
        if sent := self._one("Sent"):
            self.lies[self.box.answer(sent, days_ago=0)] = "INBOX"

    def takes_mark_off(self) -> None:
        """Of one of the questions."""
        if sent := self._one("Sent"):
            self.box.client.remove_flags(self.box.find("Sent", sent), [KEYWORD.encode()])

    def moves(self) -> None:
        """A question or an answer to the archive."""
        if message_id := self._one(self.random.choice(["Sent", "INBOX"])):
            self.box.move(self.lies[message_id], message_id, "Archive")
            self.lies[message_id] = "Archive"

    def edits_draft(self) -> None:
        """It is the user's from now on, under an id of its own."""
        for raw in self.box.drafts()[:1]:
            mail = message_from_bytes(raw)
            self._erase("Drafts", str(mail["Message-ID"]))
            self.lies.pop(str(mail["Message-ID"]), None)
            edited = f"<edited.{self.random.randrange(10**9)}@lind.example>"
            mail.replace_header("Message-ID", edited)
            mail.set_payload("In my own words.\r\n")
            self.box.client.append("Drafts", mail.as_bytes(), (b"\\Draft",))
            self.lies[edited] = "Drafts"

    def throws_draft_away(self) -> None:
        """To Trash, or for good."""
        for raw in self.box.drafts()[:1]:
            message_id = str(message_from_bytes(raw)["Message-ID"])
            if self.random.random() < 0.5:
                self._erase("Drafts", message_id)
                self.lies.pop(message_id, None)
            else:
                self.box.move("Drafts", message_id, "Trash")
                if message_id in self.lies:
                    self.lies[message_id] = "Trash"

    def loses_database(self) -> None:
        """The file is gone."""
        self.box.forget()

    def passes(self) -> None:
        """Two passes; the second finds nothing to do."""
        self.hours += self.random.choice([0.5, 24, 72])
        confirm = self.random.random() < 0.7
        outcome = self.box.scan(later=timedelta(hours=self.hours), confirm=confirm)
        if outcome.executed:
            assert self.box.scan(later=timedelta(hours=self.hours), confirm=confirm).actions == ()

    def holds(self) -> None:
        """What the user wrote lies where he left it, unread if it was; no thread has two drafts of ours."""
        for message_id, folder in self.lies.items():
            assert len(self.box.find(folder, message_id)) == 1, f"{message_id} is not in {folder}"
            if folder == "INBOX":
                assert "\\seen" not in self.box.flags(message_id, folder)
            assert "\\deleted" not in self.box.flags(message_id, folder)
            assert folder in {"Sent", "Archive"} or KEYWORD not in self.box.flags(message_id, folder)
        drafts = [message_from_bytes(raw) for raw in self.box.drafts()]
        ours = Counter(str(mail["In-Reply-To"]) for mail in drafts if mail["Message-ID"] not in self.lies)
        assert not ours or max(ours.values()) == 1, ours

    def _one(self, folder: str) -> str | None:
        there = [message_id for message_id, lies in self.lies.items() if lies == folder]
        return self.random.choice(there) if there else None

    def _erase(self, folder: str, message_id: str) -> None:
        uids = self.box.find(folder, message_id)
        self.box.client.delete_messages(uids)
        self.box.client.expunge(uids)


@pytest.mark.parametrize("seed", range(WALKS))
def test_what_the_user_wrote_lies_where_he_left_it(dovecot_box: Box, seed: int) -> None:
    """After every step of the walk."""
    walk = Walk(dovecot_box, seed)
    steps = [
        walk.sends, walk.is_answered, walk.takes_mark_off, walk.moves, walk.edits_draft, walk.throws_draft_away,
        walk.loses_database,
    ]  # fmt: skip
    walk.sends()
    walk.passes()
    for _ in range(STEPS):
        walk.random.choice(steps)()
        walk.passes()
        walk.holds()
