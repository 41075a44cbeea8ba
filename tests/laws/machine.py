"""What may happen to a mailbox while the program watches it, in any order, as a machine for Hypothesis to drive."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.laws.world import START, World, day, reply
from watcher.core.model import Place, Role
from watcher.core.plan import Mode
from watcher.mailbox.settings import KEYWORD

PEOPLE = ("anna@acme.example", "bo@acme.example", "cleo@else.example")
ASKS = "Hello,\n\ncould you send me the figures for October?\n\nAlex\n"
TELLS = "Hello,\n\nthank you, that was all I wanted to know.\n\nAlex\n"
SAYS = (
    "Hello Alex,\n\nhere they are: 14, 15 and 92.\n\nAnna\n",
    "Hello Alex,\n\nI will get back to you next week.\n\nAnna\n",
    "Hello Alex,\n\nwhich figures do you mean?\n\nAnna\n",
)
MOST_SENT = 6

index = st.integers(0, 10)
has_drafts = precondition(lambda self: self.places("Drafts"))
has_marks = precondition(lambda self: self.marks())
has_trash = precondition(lambda self: self.places("Trash"))


class Machine(RuleBasedStateMachine):
    """The user, the world, the program and bad luck."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    @initialize(
        keywords=st.sampled_from([True, True, True, False]),
        copies=st.sampled_from([False, False, False, True]),
        has_passed=st.sampled_from([True, True, False]),
    )
    def begin(self, keywords: bool, copies: bool, has_passed: bool) -> None:
        """A mailbox with a question in it whose time has come."""
        self.world.close()
        self.world = World(keywords=keywords, copies=copies)
        self.world.send(PEOPLE[0], ASKS)
        self.world.now += day(8)
        if has_passed:
            self.world.pass_twice(confirm=False)

    def teardown(self) -> None:
        """Let go of the database."""
        self.world.close()

    # -- mail

    @precondition(lambda self: len(self.world.sent) < MOST_SENT)
    @rule(who=st.sampled_from(PEOPLE), text=st.sampled_from([ASKS, ASKS, TELLS]))
    def sends(self, who: str, text: str) -> None:
        """The user begins a thread."""
        self.world.send(who, text)

    @precondition(lambda self: len(self.world.sent) < MOST_SENT)
    @rule(which=index)
    def sends_again(self, which: int) -> None:
        """The user follows up by himself."""
        self.world.send("", ASKS, after=self._sent(which))

    @rule(which=index, text=st.sampled_from(SAYS), folder=st.sampled_from(["INBOX", "INBOX", "Archive", "Junk"]))
    def is_answered(self, which: int, text: str, folder: str) -> None:
        """Somebody answers, now or with a promise."""
        self.world.receive(reply(self.world, self._sent(which), text), folder)

    @rule(which=index)
    def is_away(self, which: int) -> None:
        """A machine answers that somebody is away."""
        world = self.world
        text = f"I am out of the office until {(world.now + day(5)).date().isoformat()}.\n"
        subject = "Automatic reply: The figures"
        world.receive(reply(world, self._sent(which), text, subject=subject, Auto_Submitted="auto-replied"))

    @rule(which=index)
    def bounces(self, which: int) -> None:
        """The message did not arrive."""
        sent = self._sent(which)
        more = {"sender": "MAILER-DAEMON@acme.example", "subject": "Undelivered Mail Returned to Sender"}
        text = f"The following address failed: {sent.to}: user unknown\n"
        raw = reply(self.world, sent, text, **more, Auto_Submitted="auto-replied", X_Failed_Recipients=sent.to)
        self.world.receive(raw)

    # -- the user's hands

    @has_marks
    @rule(which=index)
    def takes_mark_off(self, which: int) -> None:
        """The user takes a mark off."""
        found = self.marks()
        self.world.take_mark_off(*found[which % len(found)])

    @precondition(lambda self: self.world.copies and self.places("Follow-up due"))
    @rule(which=index)
    def removes_copy(self, which: int) -> None:
        """Where the mark is a copy, taking it away dismisses."""
        places = self.places("Follow-up due")
        self.world.remove_copy(places[which % len(places)])

    def _is_ours(self, place: Place, mark: str) -> bool:
        return mark == KEYWORD or self.world.flagged_by_us[self.world.mailbox.raw(place)] > 0

    @rule(which=index, on=st.booleans())
    def flags_something(self, which: int, on: bool) -> None:
        r"""The user's own `\\Flagged` and `\\Seen`, on mail that the program has not flagged."""
        mailbox = self.world.mailbox
        places = [p for p in self.places("INBOX", "Sent") if not self.world.flagged_by_us[mailbox.raw(p)]]
        if places:
            place = places[which % len(places)]
            flags = place.flags - {"\\flagged", "\\seen"}
            mailbox.set_flags(place, [*flags, *(["\\flagged", "\\seen"] if on else [])])

    @rule(
        which=index,
        source=st.sampled_from(["INBOX", "Sent", "Archive", "Trash", "Junk"]),
        goal=st.sampled_from(["INBOX", "Archive", "Trash", "Sent"]),
    )
    def moves(self, which: int, source: str, goal: str) -> None:
        """The user moves mail about; what he received never comes to lie in Sent."""
        sent = {each.raw for each in self.world.sent}
        places = [p for p in self.places(source) if goal != "Sent" or self.world.mailbox.raw(p) in sent]
        if places and source != goal:
            self.world.move(places[which % len(places)], goal)

    @has_drafts
    @rule(which=index, new_id=st.booleans())
    def edits_draft(self, which: int, new_id: bool) -> None:
        """The user edits any draft."""
        if place := self._draft(which):
            self.world.edit(place, new_id=new_id)

    @precondition(lambda self: len(self.world.sent) < MOST_SENT)
    @has_drafts
    @rule(which=index, new_id=st.booleans())
    def sends_draft(self, which: int, new_id: bool) -> None:
        """The user sends any draft as it is."""
        if place := self._draft(which):
            self.world.send_as_it_is(place, new_id=new_id)

    @has_drafts
    @rule(which=index, goal=st.sampled_from(["Trash", "Archive"]))
    def moves_draft(self, which: int, goal: str) -> None:
        """The user moves a draft away, to Trash most of all."""
        if place := self._draft(which):
            self.world.move(place, goal)

    @has_trash
    @rule(which=index)
    def takes_draft_out_of_trash(self, which: int) -> None:
        """The user wants it after all."""
        places = [p for p in self.places("Trash") if "\\draft" in p.flags]
        if places:
            self.world.move(places[which % len(places)], "Drafts")

    @has_drafts
    @rule(which=index)
    def erases_draft(self, which: int) -> None:
        """The user deletes a draft for good."""
        if place := self._draft(which):
            self.world.erase(place)

    @rule(which=index)
    def writes_draft(self, which: int) -> None:
        """The user begins a follow-up of his own."""
        sent = self._sent(which)
        self.world.write(to=sent.to, parents=(*sent.parents, sent.message_id), text=ASKS, draft=True)

    @has_trash
    @rule()
    def empties_trash(self) -> None:
        """Everything in Trash goes for good."""
        for place in self.places("Trash"):
            self.world.erase(place)

    @rule(folder=st.sampled_from(["Sent", "INBOX", "Drafts", "Trash", "Archive"]))
    def folder_is_made_anew(self, folder: str) -> None:
        """Another UIDVALIDITY."""
        self.world.renew(folder)

    # -- the program

    @rule(days=st.sampled_from([0.1, 1, 3, 8]))
    def time_passes(self, days: float) -> None:
        """Within the look-back."""
        if self.world.now - START < day(90):
            self.world.now += day(days)

    @rule(mode=st.sampled_from([Mode.PREVIEW, Mode.MARK, Mode.DRAFT, Mode.DRAFT]))
    def mode_changes(self, mode: Mode) -> None:
        """The user edits the config."""
        self.world.mode = mode

    @rule(confirm=st.booleans())
    def passes(self, confirm: bool) -> None:
        """A pass, and one right after it, which has nothing to do."""
        self.world.pass_twice(confirm=confirm)

    @rule(days=st.sampled_from([1, 3, 8]))
    def watches(self, days: float) -> None:
        """Time passes, and the program with it."""
        self.time_passes(days)
        self.world.pass_twice(confirm=True)

    @rule(days=st.sampled_from([3, 8]), dies_at=st.integers(3, 30))
    def dies_when_due(self, days: float, dies_at: int) -> None:
        """As `watches`, but the program dies in it, and is started again."""
        self.time_passes(days)
        self.world.fuse.left = dies_at
        self.world.run(confirm=True)
        self.world.run(confirm=True)

    @rule(confirm=st.booleans(), dies_at=st.integers(0, 40))
    def pass_dies(self, confirm: bool, dies_at: int) -> None:
        """A pass that dies at any write, in the mailbox or in the database."""
        self.world.fuse.left = dies_at
        self.world.run(confirm=confirm)

    @rule(days=st.sampled_from([0, 5]))
    def rehearses(self, days: int) -> None:
        """A dry run, of now or of a later day."""
        if days:
            self.world.run(at=self.world.now + day(days), dry_run=True)
        else:
            self.world.run(dry_run=True)

    @rule(which=index)
    def is_dismissed(self, which: int) -> None:
        """The user says that he wants no follow-up."""
        self.world.dismiss(self._sent(which))

    @rule(everything=st.booleans(), again=st.booleans())
    def undoes(self, everything: bool, again: bool) -> None:
        """The user takes back what the program did, and it does not come back."""
        self.world.undo(everything=everything)
        if again:
            self.world.run()

    @rule(dies_at=st.integers(0, 20))
    def undo_dies(self, dies_at: int) -> None:
        """Taking back breaks off."""
        self.world.fuse.left = dies_at
        self.world.undo(everything=True)

    @rule()
    def database_is_lost(self) -> None:
        """Somebody deletes the file."""
        self.world.lose_database()

    @invariant()
    def nothing_was_read_by_us(self) -> None:
        """What the program made is all that it gave flags of reading; the world's ledger has seen to the rest."""
        assert self.world.fuse.left is None

    # --

    def _sent(self, which: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return self.world.sent[which % len(self.world.sent)]

    def places(self, *folders: str) -> list[Place]:
        there = self.world.folder_names()
        return [place for folder in folders if folder in there for place in self.world.mailbox.places(folder)]

    def marks(self) -> list[tuple[Place, str]]:
        """Where marks of ours are."""
        mark = KEYWORD if self.world.keywords else "\\flagged"
        return [(p, mark) for p in self.places("Sent", "Archive") if mark in p.flags and self._is_ours(p, mark)]

    def _draft(self, which: int) -> Place | None:
        places = [place for place in self.places("Drafts") if place.role is Role.DRAFTS]
        return places[which % len(places)] if places else None
