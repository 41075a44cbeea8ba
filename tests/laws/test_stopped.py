"""A pass that is stopped at any checkpoint loses nothing, leaves nothing half-done, and is gone on with by the next one."""

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from tests.laws.world import ALEX, START, MortalMailbox, Sent, World, day, reply
from tests.laws.world import _mail as mail
from watcher import bench, judging, scan
from watcher.account import Account
from watcher.bench import Bench
from watcher.core.model import Body, MessageId, Place, State, UserWord, Verdict, Word
from watcher.errors import Stopped
from watcher.mailbox import memory
from watcher.store import Entry, Judged, StoredMessage
from watcher.store.records import LIVE

ASKS = "Hello,\n\ncould you send me the figures for October?\n\nAlex\n"
ANSWERS = "Hello Alex,\n\nhere they are: 14, 15 and 92.\n\nAnna\n"


@dataclass(slots=True)
class Stopper:
    """A checkpoint that ends the work when it is passed for the `at`-th time (never, where that is 0). At the `say_at`-th something else happens."""

    at: int = 0
    say_at: int = 0
    say: Callable[[], None] = lambda: None
    passed: int = 0

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self.say_at:
            self.say()
        if self.passed == self.at:
            raise Stopped("asked to stop")


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small mailbox has many."""
    monkeypatch.setattr(judging, "CHUNK", 3)
    monkeypatch.setattr(judging, "IDS_AT_ONCE", 1)
    monkeypatch.setattr(memory, "ENVELOPES_A_BATCH", 4)


def filled() -> World:
    """What has a bearing on other threads than its own is in it, and comes both before and after them."""
    world = World()
    for number in range(4):
        world.send(f"p{number}@acme.example", ASKS)
    world.send("cross@acme.example", ASKS)
    other = "Hello,\n\nwhen will you have time for the other matter?\n\nAlex\n"
    world.send("cross@acme.example", other, subject="Another matter")
    world.send("gone@acme.example", ASKS)
    world.mailbox.deliver(
        "Archive",
        mail("<old@acme.example>", "o@acme.example", ALEX, "Old", ANSWERS, START - day(200)),
        (),
        START - day(200),
    )
    old = MessageId("<old@acme.example>")
    world.sent.append(world.write(to="o@acme.example", parents=(old,), text=ASKS))
    world.send("loose@acme.example", ASKS)
    world.send("away@acme.example", ASKS)
    world.send("p9@acme.example", ASKS)
    own = world.sent
    world.now += timedelta(hours=2)
    machine = reply(world, own[4], "We have received your message.", subject="Received", Auto_Submitted="auto-replied")
    world.receive(machine)  # threads are judged in the order of what lies in the inbox
    world.receive(reply(world, own[1], ANSWERS))
    world.receive(bounce(world, own[6]))
    world.receive(reply(world, own[5], "Hello,\n\nplease stop writing to me.\n\nCross\n"))
    world.receive(mail("<loose@acme.example>", "loose@acme.example", ALEX, "The figures", ANSWERS, world.now))
    world.receive(
        mail(
            "<a@acme.example>",
            "away@acme.example",
            ALEX,
            "Away: The figures",
            "I am away.",
            world.now,
            Auto_Submitted="auto-replied",
        )
    )
    world.now = START + day(8)
    return world


def bounce(world: World, to: Sent) -> bytes:
    """It names its message in the report alone."""
    head = f"From: MAILER-DAEMON@acme.example\r\nTo: {ALEX}\r\nSubject: Undelivered\r\nMessage-ID: <b@acme.example>\r\n"
    head += f"Date: {world.now:%a, %d %b %Y %H:%M:%S +0000}\r\nMIME-Version: 1.0\r\n"
    head += 'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
    status = f"--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; acme.example\r\n\r\nFinal-Recipient: rfc822; {to.to}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
    named = (
        f"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {to.message_id}\r\nTo: {to.to}\r\n\r\n--x--\r\n"
    )
    return (head + status + named).encode()


def news(world: World) -> None:
    """Some days later: answers, one of them without a reference, a new message, a draft edited, a mark taken off."""
    world.now = START + day(20)
    own = world.sent
    world.receive(reply(world, own[0], ANSWERS))
    world.receive(mail("<l2@acme.example>", "p2@acme.example", ALEX, "The figures", ANSWERS, world.now))
    world.send("new@acme.example", ASKS)
    world.edit(world.mailbox.places("Drafts")[0], new_id=False)
    marked = [place for place in world.mailbox.places("Sent") if "follow-up-due" in place.flags]
    world.take_mark_off(marked[-1], "follow-up-due")
    world.now = START + day(21)


def everything(world: World) -> tuple[list[Verdict], list[Entry], object, list[tuple[str, str, int, str]]]:
    """What must be the same in the end."""
    writes = [(it.what, str(it.place.folder), it.place.uid, it.detail) for it in world.mailbox.writes]
    return world.cache.verdicts(), world.cache.journal(), world.look(), writes


def begun(*, fresh: bool) -> tuple[World, Account]:
    """A mailbox that no pass has seen; or one with news since, and a config with which all is to be judged anew."""
    world = filled()
    if fresh:
        return world, world.account
    scan.run_pass(world.account, now=world.now)
    news(world)
    return world, replace(world.account, fingerprint="another")


def whole(*, fresh: bool) -> tuple[World, int]:
    """The mailbox after a pass that nobody stopped, and how many checkpoints that had."""
    world, account = begun(fresh=fresh)
    counter = Stopper()
    scan.run_pass(account, now=world.now, checkpoint=counter)
    return world, counter.passed


@pytest.mark.parametrize("fresh", [True, False])
def test_wherever_a_pass_is_stopped_the_next_one_ends_as_if_it_had_not_been(fresh: bool) -> None:
    """At each checkpoint there is: the same verdicts, the same journal, the same mailbox by the same writes in the same order."""
    untouched, count = whole(fresh=fresh)
    states = {verdict.state for verdict in untouched.cache.verdicts()}
    assert states >= {State.DRAFTED, State.ANSWERED}, states
    (silenced,) = untouched.cache.verdicts_of_message(untouched.sent[4].message_id)
    assert silenced.message_id not in {entry.message_id for entry in untouched.cache.journal()}, "he asked for silence"
    (grown,) = untouched.cache.verdicts_of_message(untouched.sent[7].message_id)
    assert "<old@acme.example>" in {line.message_id for line in grown.messages}, "the earlier message was not found"
    assert count > 40
    wanted = everything(untouched)
    for at in range(1, count + 1):
        world, account = begun(fresh=fresh)
        with pytest.raises(Stopped):
            scan.run_pass(account, now=world.now, checkpoint=Stopper(at))
        outcome = scan.run_pass(account, now=world.now)
        assert everything(world) == wanted, f"stopped at {at}"
        assert outcome.complete
        assert scan.run_pass(account, now=world.now).actions == ()
        world.close()
    untouched.close()


@pytest.mark.parametrize("fresh", [True, False])
def test_a_pass_that_is_stopped_again_and_again_comes_to_the_same_end(fresh: bool) -> None:
    """Each time it gets a little further."""
    untouched, count = whole(fresh=fresh)
    world, account = begun(fresh=fresh)
    for _ in range(count):
        try:
            scan.run_pass(account, now=world.now, checkpoint=Stopper(30))
            break
        except Stopped:
            continue
    else:
        pytest.fail("it never came to its end")
    assert everything(world) == everything(untouched)
    world.close()
    untouched.close()


def test_a_thread_dismissed_while_a_pass_is_stopped_stays_dismissed() -> None:
    """Whatever checkpoint it was said at, and some checkpoints later the end: neither the word nor the mark that it is to be heard is lost."""
    untouched, count = whole(fresh=True)
    chosen = untouched.sent[0]
    assert [entry for entry in untouched.cache.live_entries() if entry.message_id == chosen.message_id]
    for at in range(1, count + 1, 3):
        world = filled()
        checkpoint = Stopper(at, say_at=at - at % 4, say=functools.partial(dismiss, world, chosen))
        with pytest.raises(Stopped):
            scan.run_pass(world.account, now=world.now, checkpoint=checkpoint)
        if at < 4:
            dismiss(world, chosen)
        scan.run_pass(world.account, now=world.now)
        (verdict,) = world.cache.verdicts_of_message(chosen.message_id)
        assert verdict.state is State.DISMISSED, f"stopped at {at}"
        made = [entry for entry in world.cache.journal() if entry.message_id == chosen.message_id]
        assert not [entry for entry in made if entry.status in LIVE]
        assert not made or at > count // 2, f"stopped at {at}: it was marked although all was said before"
        world.close()
    untouched.close()


def test_a_word_said_after_its_thread_was_judged_and_before_that_is_saved_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And then the pass is stopped, before it asks for words anew."""
    world = filled()
    really = bench.judge_group

    def judge(place: Bench, group: list[StoredMessage], live: bench.LiveDrafts) -> Judged | None:
        judged = really(place, group, live)
        if judged is not None and judged.verdict.message_id == world.sent[0].message_id:
            dismiss(world, world.sent[0])
        return judged

    def checkpoint() -> None:
        if world.cache.verdicts_of_message(world.sent[0].message_id):
            raise Stopped("asked to stop")

    monkeypatch.setattr(bench, "judge_group", judge)
    with pytest.raises(Stopped):
        scan.run_pass(world.account, now=world.now, checkpoint=checkpoint)
    monkeypatch.setattr(bench, "judge_group", really)
    scan.run_pass(world.account, now=world.now)
    (verdict,) = world.cache.verdicts_of_message(world.sent[0].message_id)
    assert verdict.state is State.DISMISSED
    assert not [entry for entry in world.cache.journal() if entry.message_id == verdict.message_id], (
        "it was marked first"
    )
    world.close()


def dismiss(world: World, sent: Sent) -> None:
    """The user says so to the program, at work in another process."""
    world.cache.say(UserWord(Word.DISMISSED, sent.message_id, world.now))


@dataclass(slots=True)
class Work:
    """How many threads were judged, and texts fetched."""

    judged: int = 0
    texts: int = 0


def counted(monkeypatch: pytest.MonkeyPatch, world: World) -> Work:
    """The work on this world from now on."""
    work = Work()
    really = bench.judge_group

    def judge(place: Bench, group: list[StoredMessage], live: bench.LiveDrafts) -> Judged | None:
        work.judged += 1
        return really(place, group, live)

    class Counting(MortalMailbox):
        def bodies(self, places: Iterable[Place]) -> Iterator[tuple[Place, Body]]:
            for each in super().bodies(places):
                work.texts += 1
                yield each

    monkeypatch.setattr(bench, "judge_group", judge)
    world.mailbox.__class__ = Counting
    return work


def test_a_pass_that_was_stopped_late_does_little_work_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of some hundred threads stopped at 90 %, the next pass judges about the tenth part that is left, and fetches no text twice."""
    monkeypatch.setattr(judging, "CHUNK", 10)
    world = World()
    for number in range(300):
        world.send(f"p{number}@acme.example", ASKS)
    world.now += timedelta(hours=2)
    for number in range(300):
        world.receive(reply(world, world.sent[number], ANSWERS))
    work = counted(monkeypatch, world)
    stop = Stopper()

    def checkpoint() -> None:
        stop()
        if work.judged > 270:
            raise Stopped("asked to stop")

    with pytest.raises(Stopped):
        scan.run_pass(world.account, now=world.now, checkpoint=checkpoint)
    first = replace(work)
    assert first.judged == 271
    scan.run_pass(world.account, now=world.now)
    assert work.judged - first.judged <= 40, work
    assert work.texts == 600
    world.close()


def test_new_mail_that_comes_between_is_news_for_what_was_judged_already() -> None:
    """An answer without a reference to a thread that the stopped pass had judged and saved."""
    for at in range(1, whole(fresh=True)[1] + 1, 4):
        world = filled()
        with pytest.raises(Stopped):
            scan.run_pass(world.account, now=world.now, checkpoint=Stopper(at))
        chosen, wrote_before = world.sent[3].message_id, bool(world.mailbox.writes)
        late = mail("<late@acme.example>", "p3@acme.example", ALEX, "The figures", ANSWERS, world.now)
        world.receive(late)
        scan.run_pass(world.account, now=world.now)
        assert wrote_before or not [entry for entry in world.cache.journal() if entry.message_id == chosen], (
            f"stopped at {at}"
        )
        found = world.cache.verdicts()
        world.cache.mark_all_dirty()
        scan.run_pass(world.account, now=world.now)
        assert world.cache.verdicts() == found, f"stopped at {at}"
        world.close()


def test_undo_that_is_stopped_is_gone_on_with() -> None:
    """In the end there is no mark and no draft, and none comes back."""
    world, _ = whole(fresh=True)
    counter = Stopper()
    scan.undo(world.account, now=world.now, everything=False, checkpoint=counter)
    wanted = world.look().messages.keys()
    for at in range(1, counter.passed + 1, 3):
        world, _ = whole(fresh=True)
        with pytest.raises(Stopped):
            scan.undo(world.account, now=world.now, everything=False, checkpoint=Stopper(at))
        scan.undo(world.account, now=world.now, everything=False)
        assert world.mailbox.places("Drafts") == []
        assert not [place for place in world.mailbox.places("Sent") if "follow-up-due" in place.flags]
        assert world.look().messages.keys() == wanted
        assert scan.run_pass(world.account, now=world.now).actions == ()
        world.close()


def test_our_own_marks_are_known_again_when_the_pass_after_the_loss_is_stopped() -> None:
    """Nothing is made a second time, and all of it goes when the answers come."""
    lost, _ = whole(fresh=True)
    lost.lose_database()
    counter = Stopper()
    scan.run_pass(lost.account, now=lost.now, checkpoint=counter)
    lost.close()
    for at in range(1, counter.passed + 1, 6):
        world, _ = whole(fresh=True)
        drafts = len(world.mailbox.places("Drafts"))
        world.lose_database()
        with pytest.raises(Stopped):
            scan.run_pass(world.account, now=world.now, checkpoint=Stopper(at))
        outcome = scan.run_pass(world.account, now=world.now)
        assert not outcome.executed, f"stopped at {at}: not shown first"
        scan.run_pass(world.account, now=world.now, confirm=True)
        assert len(world.mailbox.places("Drafts")) == drafts, f"stopped at {at}"
        for each in world.sent:
            world.receive(reply(world, each, ANSWERS))
        scan.run_pass(world.account, now=world.now)
        assert world.mailbox.places("Drafts") == [], f"stopped at {at}"
        world.close()


def test_a_word_after_a_stopped_pass_does_not_have_its_news_judged_unread() -> None:
    """`dismiss` judges what the store holds, without a mailbox; the next pass still reads the answer that nobody has read."""
    world = World()
    world.send("anna@acme.example", ASKS)
    world.now += timedelta(hours=1)
    scan.run_pass(world.account, now=world.now)
    world.receive(reply(world, world.sent[0], "Thanks, got it. I will send the figures on Friday 18 September.\n"))

    def checkpoint() -> None:
        if world.cache.dirty_rows():
            raise Stopped("asked to stop")

    with pytest.raises(Stopped):
        scan.run_pass(world.account, now=world.now, checkpoint=checkpoint)
    place = Bench(world.cache, world.account.criteria, world.now)
    for verdict in world.cache.verdicts():
        judging.judge_thread(place, verdict.thread_id)
    scan.run_pass(world.account, now=world.now)
    assert [verdict.state for verdict in world.cache.verdicts()] == [State.PROMISED]
    world.close()


def test_the_threads_of_who_asked_for_silence_stay_silent_after_a_word() -> None:
    """He asked in one thread, and the user says something of another."""
    world, _ = whole(fresh=True)
    (before,) = world.cache.verdicts_of_message(world.sent[4].message_id)
    assert before.state is not State.DRAFTED
    after = judging.judge_thread(Bench(world.cache, world.account.criteria, world.now), before.thread_id)
    assert after == before
    world.close()
