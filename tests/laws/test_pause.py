"""While the user is away nothing is marked or drafted, and what answers settle is still taken back."""

from datetime import timedelta

import pytest

from tests.laws.world import START, World, day, reply
from watcher import condition, scan
from watcher.condition import Pause
from watcher.core.model import State

ASKS = "Hello,\n\ncould you send me the figures for October?\n\nAlex\n"
BACK = Pause(START + day(10))


def due() -> World:
    """One thread that is due now."""
    world = World()
    world.send("anna@acme.example", ASKS)
    world.now = START + day(8)
    return world


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(
    ("wish", "said"), [(BACK, "paused until Thu 17 Sep 10:00"), (Pause(), "paused until further notice")]
)
def test_a_pause_is_told_and_kept(wish: Pause, said: str, *, dry_run: bool) -> None:
    """A rehearsal shows it likewise."""
    world = due()
    condition.set_pause(world.cache, wish)
    outcome = scan.run_pass(world.account, now=world.now, dry_run=dry_run)
    assert outcome.actions == ()
    assert [note for note in outcome.notes if note.startswith(f"{said}: nothing is marked or drafted before")]
    assert [verdict.state for verdict in outcome.verdicts] == [State.DUE]
    assert world.mailbox.writes == []
    assert not scan.run_pass(world.account, now=world.now, at=world.now).actions
    world.close()


@pytest.mark.parametrize("end", ["its time has come", "the user is back"])
def test_what_was_held_back_is_done_after_the_pause(end: str) -> None:
    """To the instant; an ended pause is simply over."""
    world = due()
    condition.set_pause(world.cache, BACK)
    scan.run_pass(world.account, now=START + day(10) - timedelta(seconds=1))
    assert world.mailbox.writes == []
    now = START + day(10)
    if end == "the user is back":
        condition.set_pause(world.cache, None)
        now = world.now
    outcome = scan.run_pass(world.account, now=now)
    assert [action.kind.value for action in outcome.actions] == ["mark", "draft"]
    assert not [note for note in outcome.notes if "paused" in note]
    assert condition.pause(world.cache, now) is None
    world.close()


def test_what_is_there_stays_during_a_pause_and_goes_when_an_answer_comes() -> None:
    """Taking back does not wait."""
    world = due()
    scan.run_pass(world.account, now=world.now)
    condition.set_pause(world.cache, Pause())
    assert scan.run_pass(world.account, now=world.now).actions == ()
    assert len(world.mailbox.places("Drafts")) == 1
    world.receive(reply(world, world.sent[0], "Hello Alex,\n\nhere they are: 14, 15 and 92.\n\nAnna\n"))
    outcome = scan.run_pass(world.account, now=world.now)
    assert [action.kind.value for action in outcome.actions] == ["withdraw", "unmark"]
    assert world.mailbox.places("Drafts") == []
    world.close()


def test_a_pause_said_while_a_pass_is_at_work_holds_from_its_next_action_on() -> None:
    """The mark is on, the draft is not made."""
    world = due()

    def checkpoint() -> None:
        if world.mailbox.writes:
            condition.set_pause(world.cache, Pause())

    outcome = scan.run_pass(world.account, now=world.now, checkpoint=checkpoint)
    assert [action.kind.value for action in outcome.actions] == ["mark"]
    assert [note for note in outcome.notes if note.startswith("paused until further notice")]
    assert world.mailbox.places("Drafts") == []
    world.close()


def test_a_finished_pass_clears_the_trouble() -> None:
    """`status` tells of none any more."""
    world = due()
    condition.set_trouble(world.cache, condition.Trouble(world.now, "Unreachable", "no connection"))
    scan.run_pass(world.account, now=world.now)
    assert condition.trouble(world.cache) is None
    world.close()
