"""A first pass over a real server that is stopped half-way is gone on with by the next."""

import pytest

from tests.e2e.box import Box
from watcher.errors import Stopped

KEYWORD = "follow-up-due"


@pytest.mark.parametrize("part", [0.05, 0.3, 0.6, 0.9, 0.98])
def test_a_stopped_first_pass_ends_in_the_same_marks_and_one_draft_each(dovecot_box: Box, part: float) -> None:
    """While it reads, judges or writes: the next pass ends where one pass alone would have ended, and a third finds nothing to do."""
    box = dovecot_box
    sent = [box.send(f"Question number {number}", to=f"p{number}@acme.example") for number in range(12)]
    answered = sent[:4]
    for each in answered:
        box.answer(each, sender="p@acme.example")
    passed: list[None] = []
    box.scan(dry_run=True, checkpoint=lambda: passed.append(None))
    box.forget()
    last = max(1, int((len(passed) + 16) * part))  # and two for each of the eight that are due
    left = iter(range(last))

    def checkpoint() -> None:
        if next(left, None) is None:
            raise Stopped("asked to stop")

    with pytest.raises(Stopped):
        box.scan(checkpoint=checkpoint)
    box.scan()
    for each in sent:
        assert (KEYWORD in box.flags(each)) == (each not in answered)
        drafts = [raw for raw in box.drafts() if each.encode() in raw]
        assert len(drafts) == (each not in answered)
    assert box.scan().actions == ()
