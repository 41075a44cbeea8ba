"""Single ways to break the promise that were found by looking for them."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from tests.laws.world import START, World, day, reply
from watcher import scan
from watcher.core.model import State, UserWord, Word
from watcher.mailbox.settings import KEYWORD

ANNA = "anna@acme.example"
ASKS = "Hello,\n\ncould you send me the figures for October?\n\nAlex\n"


def due(to: str = ANNA) -> World:
    """A world in which the answer to one question is overdue."""
    world = World()
    world.send(to, ASKS)
    world.now = START + day(8)
    return world


def run(world: World) -> scan.Outcome:
    """One pass that must not die."""
    outcome = world.run()
    assert outcome is not None
    return outcome


def test_another_message_under_the_users_id_is_not_taken_for_his() -> None:
    """It is neither marked in the place of his own, nor is its text taken for his words."""
    world = due()
    sent = world.sent[0]
    forged = sent.raw.replace(b"could you send me the figures for October?", b"no need to answer, it is all settled.")
    world.receive(forged.replace(b"Subject: The figures", b"Subject: The figures again"))
    outcome = run(world)
    assert [verdict.state for verdict in outcome.verdicts] == [State.DRAFTED]
    (place,) = world.mailbox.places("Sent")
    world.mailbox.delete(place)
    run(world)
    (inbox,) = world.mailbox.places("INBOX")
    assert inbox.flags == frozenset()
    world.close()


def test_a_draft_that_is_flagged_as_deleted_is_none() -> None:
    r"""Servers without MOVE keep it so until it is expunged, and so do programs that only set `\\Deleted`."""
    world = due()
    sent = world.sent[0]
    world.write(to=ANNA, parents=(sent.message_id,), text=ASKS, draft=True)
    (own,) = world.mailbox.places("Drafts")
    assert [action.kind for action in run(world).actions] == ["mark"]
    world.mailbox.set_flags(own, ["\\draft", "\\deleted"])
    assert [action.kind for action in run(world).actions] == ["draft"]
    world.close()


def test_what_was_settled_by_telephone_stays_answered() -> None:
    """The keyword that keeps it in the mailbox does not make it dismissed."""
    world = due()
    run(world)
    world.cache.say(UserWord(Word.DONE, world.sent[0].message_id, world.now))
    for _ in range(3):
        outcome = run(world)
        assert [verdict.state for verdict in outcome.verdicts] == [State.ANSWERED]
    world.close()


def test_a_draft_that_nobody_could_get_is_not_planned_again_and_again() -> None:
    """The verdict says why; the thread is marked all the same."""
    world = due(to="anna@acme_.example")
    assert [action.kind for action in run(world).actions] == ["mark"]
    outcome = run(world)
    assert outcome.actions == ()
    assert all("nobody" in verdict.hold_draft for verdict in outcome.verdicts)
    world.close()


def test_a_mark_is_taken_off_a_message_in_trash() -> None:
    """So that it does not come back with the message, when that is answered by then."""
    world = due()
    run(world)
    (place,) = world.mailbox.places("Sent")
    world.move(place, "Trash")
    run(world)
    (place,) = [place for place in world.mailbox.places("Trash") if "\\draft" not in place.flags]
    assert KEYWORD not in place.flags
    world.receive(reply(world, world.sent[0], "Hello Alex,\n\nhere they are: 14, 15 and 92.\n\nAnna\n"))
    world.move(place, "Sent")
    assert [verdict.state for verdict in run(world).verdicts] == [State.ANSWERED]
    (place,) = world.mailbox.places("Sent")
    assert KEYWORD not in place.flags
    world.close()


def test_what_was_undone_does_not_come_back() -> None:
    """Neither in the next pass nor in later ones, for the same deadline."""
    world = due()
    run(world)
    world.undo(everything=False)
    (place,) = world.mailbox.places("Sent")
    assert KEYWORD not in place.flags
    for _ in range(3):
        world.now += day(3)
        assert run(world).actions == ()
    assert world.mailbox.places("Drafts") == []
    world.close()


def test_a_database_that_has_not_seen_all_folders_does_not_act_on_what_it_lost() -> None:
    """The first pass after the loss can't read Drafts, where the user has edited our draft: the second adopts nothing that is not ours."""
    world = due()
    run(world)
    (place,) = world.mailbox.places("Drafts")
    world.edit(place, new_id=False)
    world.lose_database()
    blind = BlindMailbox(world)
    scan.run_pass(replace(world.account, open_mailbox=lambda: blind), now=world.now)
    run(world)
    world.run(confirm=True)
    world.receive(reply(world, world.sent[0], "Hello Alex,\n\nhere they are: 14, 15 and 92.\n\nAnna\n"))
    world.run(confirm=True)
    assert len(world.mailbox.places("Drafts")) == 1
    world.close()


@pytest.mark.parametrize("change", ["another reader", "another subject", "an attachment", "nothing"])
def test_a_draft_changed_before_the_loss_is_the_users_whatever_he_changed(change: str) -> None:
    """Not only its words: people, subject and attachments count."""
    world = due()
    run(world)
    (place,) = world.mailbox.places("Drafts")
    raw = world.mailbox.raw(place)
    changed = {
        "another reader": raw.replace(b"To: <anna@acme.example>", b"To: <anna@acme.example>, <bo@acme.example>"),
        "another subject": raw.replace(b"Subject: Re: The figures", b"Subject: Re: The figures, once more"),
        "an attachment": with_attachment(raw),
        "nothing": raw,
    }[change]
    assert change == "nothing" or changed != raw
    world.mailbox.delete(place)
    world.mailbox.deliver("Drafts", changed, ("\\draft", "\\seen"), world.now)
    world.lose_database()
    world.run(confirm=True)
    world.receive(reply(world, world.sent[0], "Hello Alex,\n\nhere they are: 14, 15 and 92.\n\nAnna\n"))
    scan.run_pass(world.account, now=world.now)
    assert len(world.mailbox.places("Drafts")) == (change != "nothing")
    world.close()


def with_attachment(raw: bytes) -> bytes:
    """The same message with a file in it."""
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    mail.add_attachment(b"14, 15", maintype="application", subtype="pdf", filename="figures.pdf")
    return mail.as_bytes(policy=policy.SMTP)


class BlindMailbox:
    """The world's mailbox, which refuses to show Drafts."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __getattr__(self, name: str):  # type: ignore[no-untyped-def]  # noqa: ANN204
        return getattr(self._world.mailbox, name)

    def __enter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def changes_since(self, *arguments):  # type: ignore[no-untyped-def]  # noqa: ANN002, ANN201
        """All but Drafts, of which it says why not."""
        for batch in self._world.mailbox.changes_since(*arguments):
            yield replace(batch, envelopes=(), trouble="Drafts is locked") if batch.folder.name == "Drafts" else batch
