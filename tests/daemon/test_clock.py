"""Clocks that are set, and years that end, under a service that runs: it goes on."""

import os
import signal
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
import yaml

from tests.daemon.service import wait_until
from watcher import config, store, wiring
from watcher.daemon.loop import Daemon
from watcher.daemon.metrics import Metrics
from watcher.daemon.pulse import Pulse
from watcher.daemon.shift import Shift


def _settings(folder: Path, **more: Any) -> config.Config:
    """One account, on a server that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    password = folder / "password"
    password.write_text("secret")
    password.chmod(0o600)
    imap = {"host": "127.0.0.1", "port": port, "security": "none", "password_file": str(password)}
    account = {"name": "private", "address": "alex@lind.example", "imap": imap}
    path = folder / "config.yaml"
    facts = {"timezone": "Europe/Stockholm", "database": str(folder / "watcher.sqlite3"), "accounts": [account]}
    path.write_text(yaml.safe_dump(facts | more))
    return config.load(path)


def test_a_clock_that_is_set_back_stops_no_beat(tmp_path: Path) -> None:
    """The scheduler's next tick lies two hours ahead then, and the watchdog would wait for it."""
    now = [0.0]
    pulse = Pulse(lambda: now[0])
    settings = _settings(tmp_path)
    with store.open_store(settings.database) as opened:
        shift = Shift(settings, opened, metrics=Metrics(), pulse=pulse)
        shift.begin()
        try:
            scheduler = shift._scheduler  # noqa: SLF001 - its clock can't be set
            wait_until(
                lambda: scheduler.get_job(":tick").next_run_time > datetime.now(UTC) + timedelta(seconds=1),
                "the first tick was over",
            )
            scheduler.modify_job(":tick", next_run_time=datetime.now(UTC) + timedelta(hours=2))
            now[0] += 100
            assert "scheduler" in pulse.silent()
            shift.after_sleep()
            wait_until(lambda: "scheduler" not in pulse.silent(), "the scheduler ticked", seconds=30)
        finally:
            shift.end()
            assert shift.has_ended(30)


def test_a_new_year_in_which_something_is_broken_ends_no_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service keeps its old calendar, says so once, and tries again later."""
    templates = tmp_path / "own"
    templates.mkdir()
    settings = _settings(tmp_path, templates=str(templates))
    daemon = Daemon(lambda: settings, pulse=Pulse())
    clock, later = wiring.clock, [timedelta()]
    monkeypatch.setattr(wiring, "clock", lambda given=None: clock(given) + later[0])
    logged: list[str] = []
    processors = [lambda _logger, _method, event: _note(logged, event)]
    monkeypatch.setattr("watcher.daemon.loop._LOG", structlog.wrap_logger(None, processors=processors))

    def told(event: str) -> bool:
        return any(event in line for line in logged)

    def user() -> None:
        try:
            wait_until(lambda: told("service started"), "it was ready", seconds=30)
            templates.rmdir()
            later[0] = timedelta(days=366)
            for _ in range(3):
                os.kill(os.getpid(), signal.SIGUSR1)
            wait_until(lambda: told("new year's holidays"), "it was told", seconds=30)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=user)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGTERM, signal.SIGUSR1)}
    thread.start()
    try:
        ended = daemon.run()
    finally:
        thread.join()  # what it sends to a service that has ended harms nobody
        for number, handler in before.items():
            signal.signal(number, handler)
    assert ended.by is signal.SIGTERM
    assert sum("new year's holidays" in line for line in logged) == 1


def _note(logged: list[str], event: Any) -> Any:
    logged.append(str(event["event"]))
    raise structlog.DropEvent
