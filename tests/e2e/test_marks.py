"""The mark by other means than a keyword."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.box import Box, kinds, state
from watcher.core.model import State


def test_where_no_keyword_is_kept_the_message_is_flagged(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    r"""On a server without own keywords the mark is \Flagged; it comes off again with the answer."""
    with Box(request.getfixturevalue("pymap_plain_server"), tmp_path) as box:
        for folder in ("Sent", "Drafts", "Trash"):
            if not box.client.folder_exists(folder):
                box.client.create_folder(folder)
        sent = box.send()
        assert kinds(box.scan()) == ["mark", "draft"]
        assert "\\flagged" in box.flags(sent)
        assert box.scan().actions == ()
        box.answer(sent, days_ago=0)
        box.scan(later=timedelta(hours=1))
        assert "\\flagged" not in box.flags(sent)


def test_a_flag_of_the_users_is_left_alone(dovecot_box: Box) -> None:
    """It was there before: it is not taken for ours, and it stays."""
    box = dovecot_box
    sent = box.send()
    box.client.add_flags(box.find("Sent", sent), [b"\\Flagged"])
    box.scan(config={"mark": ["flagged"]})
    box.answer(sent, days_ago=0)
    box.scan(later=timedelta(hours=1), config={"mark": ["flagged"]})
    assert "\\flagged" in box.flags(sent)


def test_a_copy_in_a_folder_is_a_mark_too(dovecot_box: Box) -> None:
    """It goes to Trash when the answer comes; taking it away oneself dismisses."""
    box = dovecot_box
    config = {"mark": ["copy"], "mode": "mark"}
    sent = box.send()
    assert kinds(box.scan(config=config)) == ["mark"]
    assert len(box.drafts("Follow-up due")) == 1
    assert box.scan(config=config).actions == ()
    box.answer(sent, days_ago=0)
    assert kinds(box.scan(config=config, later=timedelta(hours=1))) == ["unmark"]
    assert box.drafts("Follow-up due") == []


def test_removing_the_copy_dismisses(dovecot_box: Box) -> None:
    """By moving it to Trash."""
    box = dovecot_box
    config = {"mark": ["copy"], "mode": "mark"}
    box.send()
    box.scan(config=config)
    box.client.select_folder("Follow-up due")
    box.client.move(box.client.search("ALL"), "Trash")
    outcome = box.scan(config=config, confirm=True)
    assert state(outcome) is State.DISMISSED
    assert box.scan(config=config).actions == ()
    assert box.drafts("Follow-up due") == []


def test_a_folder_of_the_users_with_a_like_name_holds_no_mark(dovecot_box: Box) -> None:
    """What he filed there himself stays there, also after the database was lost."""
    box = dovecot_box
    config = {"mark": ["copy"], "mode": "mark"}
    box.client.create_folder("Not Follow-up due")
    sent = box.send()
    box.client.copy(box.find("Sent", sent), "Not Follow-up due")
    box.answer(sent)
    assert box.scan(config=config, confirm=True).actions == ()
    assert len(box.drafts("Not Follow-up due")) == 1
