"""What the user says while a pass is at work is not lost, and nothing is done against it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from tests.laws.world import START, World, day
from watcher import scan
from watcher.core.model import Body, Place, State, UserWord, Word
from watcher.mailbox.base import Capabilities
from watcher.mailbox.memory import MemoryMailbox

ASKS = "Hello,\n\ncould you send me the figures for October?\n\nAlex\n"


class SlowMailbox(MemoryMailbox):
    """While it is asked for this, the user dismisses the one thread."""

    def __init__(self, world: World, moment: str) -> None:
        super().__init__()
        self.world = world
        self.moment = moment

    def _said(self, moment: str) -> None:
        if self.moment == moment:
            self.moment = ""
            self.world.cache.say(UserWord(Word.DISMISSED, self.world.sent[0].message_id, self.world.now))

    def bodies(self, places: Iterable[Place]) -> Iterator[tuple[Place, Body]]:
        """Texts are read after the words were, and before the verdicts are saved."""
        self._said("while it is judged")
        yield from super().bodies(places)
        self._said("after its text was read")

    @property
    def capabilities(self) -> Capabilities:
        """Asked for by the first mark."""
        self._said("while it is marked")
        return super().capabilities


@pytest.mark.parametrize("moment", ["while it is judged", "after its text was read", "while it is marked"])
def test_a_thread_dismissed_during_a_pass_ends_without_mark_and_draft(moment: str) -> None:
    """At the latest after the next pass."""
    world = World()
    mailbox = SlowMailbox(world, moment)
    world.mailbox = mailbox  # type: ignore[assignment]
    world.send("anna@acme.example", ASKS)
    account = replace(world.account, open_mailbox=lambda: mailbox)
    scan.run_pass(account, now=START + day(8))
    assert mailbox.moment == "", "the moment has come"
    outcome = scan.run_pass(account, now=START + day(8))
    assert [verdict.state for verdict in outcome.verdicts] == [State.DISMISSED]
    (sent,) = mailbox.places("Sent")
    assert "follow-up-due" not in sent.flags
    assert mailbox.places("Drafts") == []
    world.close()
