"""`service`: prints or installs the systemd unit for this very installation, and says what to do next.

`$DESTDIR` puts the files beneath a folder, as packagers do: nothing of this machine is looked at then, and root is not needed.
"""

import difflib
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import watcher
from watcher import config, units
from watcher.cli import output
from watcher.errors import ConfigError, WatcherError

STAGE = "DESTDIR"
_RUNTIME = Path("/run/systemd/system")  # sd_booted(3)


def run(path: Path | None, *, user: bool, install: bool) -> int:
    """`watcher service`: the unit on stdout, or with `install` in its place; what to do next on stderr when printed. Raises WatcherError."""
    stage = os.environ.get(STAGE, "")
    found = _config_file(path, user=user)
    plan, denied = _plan(found, user=user, staged=bool(stage))
    if plan.mistakes:
        raise WatcherError("\n".join(plan.mistakes))
    if not user and not stage and units.has_user() and denied:
        raise WatcherError("\n".join(f"{each.text}; run: sudo sh -c {shlex.quote(each.command)}" for each in denied))
    for warning in plan.warnings:
        output.complain(f"watcher: warning: {warning}")
    if not install:
        output.say(plan.files[0].text.rstrip("\n"))
        output.complain(f"\nTo install it:\n  {_again(found, user=user)}")
        return 0
    if not user and not stage and os.geteuid() != 0:
        raise WatcherError(f"the system's service is installed by root; run:\n  {_again(found, user=False)}")
    _install(plan, Path(stage) if stage else None)
    _say_next(denied, user=user, staged=bool(stage))
    return 0


def _config_file(path: Path | None, *, user: bool) -> Path:
    """The config that the service is to use; the system's is not looked for in anybody's home. Raises ConfigError."""
    if user or path is not None or os.environ.get(config.places.ENVIRONMENT):
        return Path(os.path.abspath(config.find(path)))  # noqa: PTH100 - resolve() would follow the links
    if not units.SYSTEM_CONFIG.exists():
        raise ConfigError(
            [
                f"the system's service has no config yet: there is no {units.SYSTEM_CONFIG}",
                f"make it with: {_sudo()} init --system; or name yours with -c, or use a service of your own: watcher service --user",
            ]
        )
    return units.SYSTEM_CONFIG


def _plan(found: Path, *, user: bool, staged: bool) -> tuple[units.Plan, list[units.Denied]]:
    installation = _installation()
    if user:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        return units.plan_user(installation, found, config.load(found), folder), []
    with _home(units.STATE):
        settings = config.load(found)
    plan = units.plan_system(installation, found, settings)
    if staged:
        return units.Plan(plan.files, (), plan.warnings), []
    return plan, units.denied(found, settings)


@contextmanager
def _home(folder: Path) -> Iterator[None]:
    """What `~` means meanwhile."""
    before = os.environ.get("HOME")
    os.environ["HOME"] = str(folder)
    try:
        yield
    finally:
        del os.environ["HOME"]
        if before is not None:
            os.environ["HOME"] = before


def _installation() -> units.Installation:
    return units.Installation(_program(), (Path(sys.base_prefix), Path(sys.prefix), Path(watcher.__file__)))


def _program() -> Path:
    """The console script: that of this virtual environment, else the one that was called."""
    beside = Path(sys.prefix) / "bin" / "watcher"
    if beside.is_file():
        return beside
    called = shutil.which(sys.argv[0]) if Path(sys.argv[0]).name == "watcher" else None
    if called is None:
        raise WatcherError(
            f"the program's script is not in {beside.parent}\ninstall watcher again, into a virtual environment"
        )
    return Path(os.path.abspath(called))  # noqa: PTH100 - resolve() would follow the links


def _sudo() -> str:
    """Call the program as root: sudo has a PATH of its own, so the program is named by its place."""
    return f"sudo {shlex.quote(str(_program()))}"


def _again(found: Path, *, user: bool) -> str:
    program = f"{shlex.quote(str(_program()))} service --user" if user else f"{_sudo()} service"
    return f"{program} --install -c {shlex.quote(str(found))}"


def _install(plan: units.Plan, stage: Path | None) -> None:
    """All files or none: each is written beside its place first, then all are put there. Raises WatcherError."""
    waiting: list[tuple[Path, Path, str]] = []
    try:
        for file in plan.files:
            target = stage / file.path.relative_to("/") if stage is not None else file.path
            before = target.read_text(encoding="utf-8") if target.is_file() else None
            if before == file.text:
                output.say(f"unchanged  {target}")
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            waiting.append((_beside(target, file.text), target, _difference(before, file.text)))
        while waiting:
            fresh, target, difference = waiting[0]
            fresh.replace(target)
            waiting.pop(0)
            output.say(f"{'replaced' if difference else 'written':10} {target}")
            if difference:
                output.say(difference)
    except (OSError, UnicodeDecodeError) as error:
        raise WatcherError(f"the service can't be installed: {error}") from error
    finally:
        for fresh, _, _ in waiting:
            fresh.unlink(missing_ok=True)


def _beside(target: Path, text: str) -> Path:
    """A file with this text in the target's folder, on the disk."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        os.fchmod(file.fileno(), 0o644)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _difference(before: str | None, now: str) -> str:
    if before is None:
        return ""
    lines = list(difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="", n=0))[2:]
    return "\n".join(f"           {line}" for line in lines if not line.startswith("@@"))


def _say_next(denied: list[units.Denied], *, user: bool, staged: bool) -> None:
    if not _RUNTIME.is_dir() and not staged:
        output.complain("watcher: warning: systemd does not run this machine; the service starts where it does")
    output.say("\nNow run:")
    for line in _user_steps() if user else _system_steps(denied):
        output.say(f"  {line}")


def _system_steps(denied: list[units.Denied]) -> Iterator[str]:
    root = "" if os.geteuid() == 0 else "sudo "
    if not units.has_user():
        yield f"{root}systemd-sysusers watcher.conf"
    yield f"{root}systemd-tmpfiles --create watcher.conf"
    for each in denied:
        yield f"{root}sh -c {shlex.quote(each.command)}" if root else each.command
    yield f"{root}systemctl daemon-reload && {root}systemctl enable --now watcher"


def _user_steps() -> Iterator[str]:
    yield "systemctl --user daemon-reload && systemctl --user enable --now watcher"
    yield "loginctl enable-linger    # so that it runs when you are not logged in, too"
