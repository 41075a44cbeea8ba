"""`run`: the service, or with `--once` a pass over every account for cron and timers."""

import logging
import os
import signal
import sys
from pathlib import Path

from watcher import config, log, scan, wiring
from watcher.cli import opening, output, running, scanning
from watcher.config import Config
from watcher.daemon.loop import Daemon


def run(path: Path | None, *, once: bool) -> int:
    """`watcher run`. Exit codes: 0 ended by SIGTERM, 130 by Ctrl-C; with `once` those of `scan`."""
    log.set_up(logging.INFO)
    if once:
        return _once(opening.settings(path))
    log.watch_faults()
    found = config.find(path)
    for warning in config.warnings(config.load(found)):
        output.complain(f"watcher: warning: {warning}")
    ended = Daemon(lambda: config.load(found)).run()
    code = running.INTERRUPTED if ended.by is signal.SIGINT else 0
    if not ended.cleanly:
        _leave(code)
    return code


def _once(settings: Config) -> int:
    logger = log.logger(__name__)
    now = wiring.clock(settings)
    found = scanning.each(settings, (), lambda account: scan.run_pass(account, now=now))
    for result in found:
        if isinstance(result, scan.Outcome):
            done = len(result.actions) if result.executed else 0
            logger.info(
                "pass", account=result.account, threads=len(result.verdicts), actions=done, complete=result.complete
            )
            for note in result.notes:
                logger.warning("note", account=result.account, note=note)
    scanning.complain(settings, found, several=len(settings.accounts) > 1)
    return scanning.worst(found)


def _leave(code: int) -> None:
    """End the process although a thread hangs in it, in a name server's or a mail server's silence."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
