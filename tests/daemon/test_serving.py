"""`watcher run` over real mailboxes: what its user sees of it from the first pass to the stop."""

import json
import os
import pty
import signal
from pathlib import Path

import pytest

from tests.daemon.conftest import MakeBox
from tests.daemon.service import Service, serving, wait_until
from tests.e2e.box import Box


def _is_due(box: Box, message_id: str) -> bool:
    return "follow-up-due" in box.flags(message_id) and len(box.drafts()) == 1


def _is_clear(box: Box, message_id: str) -> bool:
    return "follow-up-due" not in box.flags(message_id) and not box.drafts()


def test_an_answer_takes_the_mark_off_and_the_draft_back(tmp_path: Path, make_box: MakeBox) -> None:
    """Delivered while the service idles, it is acted on at once, not at the next round half an hour later."""
    box = make_box()
    sent = box.send(days_ago=20)
    with serving(tmp_path, [box]) as service:
        service.ready()
        wait_until(lambda: _is_due(box, sent), "the thread was marked and drafted")
        box.answer(sent, days_ago=0)
        wait_until(lambda: _is_clear(box, sent), "mark and draft were gone")
        wait_until(lambda: len(service.log("action")) == 4, "it was told")
        assert sorted(line["kind"] for line in service.log("action")) == ["draft", "mark", "unmark", "withdraw"]
        code, seconds = service.stop()
        assert code == 0
        assert seconds < 5  # what its user was promised


def test_many_mailboxes_are_served_by_few_threads(tmp_path: Path, make_box: MakeBox) -> None:
    """Twelve accounts, all listened to by one thread; an answer for each at once, all acted on; next to no processor time while they wait."""
    boxes = [make_box() for _ in range(12)]
    sent = [box.send(days_ago=20) for box in boxes]
    with serving(tmp_path, boxes, service={"passes_at_once": 2}) as service:
        service.ready()
        wait_until(lambda: all(map(_is_due, boxes, sent)), "every thread was marked")
        assert service.threads() < 12
        before = service.processor_seconds()
        wait_until(lambda: any("WATCHDOG=1" in said for said in service.said[-1:]), "the watchdog was beaten")
        assert service.processor_seconds() - before < 1
        for box, message_id in zip(boxes, sent, strict=True):
            box.answer(message_id, days_ago=0)
        wait_until(lambda: all(map(_is_clear, boxes, sent)), "every answer was acted on")


def test_it_tells_systemd_how_it_fares(tmp_path: Path, make_box: MakeBox) -> None:
    box = make_box()
    box.send(days_ago=20)
    with serving(tmp_path, [box]) as service:
        service.ready()
        wait_until(lambda: any("1 listening; 1 due; next look" in said for said in service.said), "it told its status")
        wait_until(lambda: "WATCHDOG=1" in service.said, "it beat the watchdog")
        service.stop()
        wait_until(lambda: "STOPPING=1" in service.said, "it said that it stops", seconds=5)


def test_a_second_service_is_refused(tmp_path: Path, make_box: MakeBox) -> None:
    """Two of them on one database would get into each other's way; it says who is there and what to do."""
    with serving(tmp_path, [make_box()]) as service:
        service.ready()
        second = service.watcher("run")
        assert second.returncode == 1
        assert "the service runs already" in second.stderr
        assert str(service.process.pid) in second.stderr


def test_a_scan_beside_it_is_safe(tmp_path: Path, make_box: MakeBox) -> None:
    """Passes of both never work on an account at the same time, and no draft is made twice."""
    box = make_box()
    sent = box.send(days_ago=20)
    with serving(tmp_path, [box]) as service:
        for _ in range(5):
            assert service.watcher("scan").returncode in (0, 75)
        service.ready()
        assert service.watcher("scan").returncode == 0
        assert _is_due(box, sent)


def test_a_word_of_the_user_is_acted_on_at_once(tmp_path: Path, make_box: MakeBox) -> None:
    box = make_box()
    sent = box.send(days_ago=20)
    with serving(tmp_path, [box]) as service:
        service.ready()
        wait_until(lambda: _is_due(box, sent), "the thread was marked and drafted")
        thread = json.loads(service.watcher("status", "--json").stdout)["accounts"][0]["threads"][0]["thread_id"]
        assert service.watcher("dismiss", thread).returncode == 0
        wait_until(lambda: _is_clear(box, sent), "mark and draft were gone")


def test_a_broken_config_is_refused_and_the_old_one_kept(tmp_path: Path, make_box: MakeBox) -> None:
    box = make_box()
    sent = box.send(days_ago=20)
    with serving(tmp_path, [box], mode="preview") as service:
        service.ready()
        service.write_config(mode="everything")
        service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: service.log("the new config was refused, the old one stays"), "the config was refused")
        assert any(said.startswith("RELOADING=1\nMONOTONIC_USEC=") for said in service.said)
        wait_until(lambda: service.said[-1].startswith("READY=1") or "WATCHDOG=1" in service.said[-1], "it was ready")
        assert not box.drafts()
        service.write_config(mode="draft")
        service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: _is_due(box, sent), "the new mode was taken")
        assert service.stop()[0] == 0


def test_in_a_terminal_it_reads_its_config_anew_and_ends_with_the_terminal(tmp_path: Path, make_box: MakeBox) -> None:
    """The signal is the same for both: SIGHUP, from its user's `kill` or from the kernel."""
    service = Service(tmp_path, [make_box()])
    leader, follower = pty.openpty()
    try:
        service.start(terminal=follower)
        os.close(follower)
        service.ready()
        service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: service.log("config read anew"), "the config was read anew")
        os.close(leader)
        assert service.process.wait(20) == 0
        assert service.log("service stops", signal="SIGHUP")
    finally:
        service.process.kill()
        service.process.wait()


def test_ctrl_c_ends_it_as_well(tmp_path: Path, make_box: MakeBox) -> None:
    with serving(tmp_path, [make_box()]) as service:
        service.ready()
        code, seconds = service.stop(signal.SIGINT)
        assert code == 130
        assert seconds < 5  # what its user was promised


@pytest.mark.parametrize("after", [0.5, 0.9, 1.3])
def test_a_stop_in_the_first_pass_loses_nothing(tmp_path: Path, make_box: MakeBox, after: float) -> None:
    """Stopped at some moment of the first pass and started again, it makes each mark and draft exactly once."""
    box = make_box()
    sent = [
        box.send(f"The figures, part {number}", days_ago=20, to=f"anna{number}@acme.example") for number in range(60)
    ]
    service = Service(tmp_path, [box], max_actions_per_pass=1000)
    service.start()
    with pytest.raises(AssertionError):
        wait_until(lambda: False, "some time passed", seconds=after)
    code, seconds = service.stop()
    assert code in (0, 143)
    assert seconds < 5  # what its user was promised
    with serving(tmp_path, [box], max_actions_per_pass=1000) as again:
        wait_until(lambda: len(box.drafts()) == len(sent), "every thread was drafted")
        again.ready()
        again.stop()
    assert len(box.drafts()) == len(sent)
    assert all("follow-up-due" in box.flags(message_id) for message_id in sent)


def test_once_makes_one_pass_and_ends(tmp_path: Path, make_box: MakeBox) -> None:
    box = make_box()
    sent = box.send(days_ago=20)
    service = Service(tmp_path, [box])
    assert service.watcher("run", "--once").returncode == 0
    assert _is_due(box, sent)
