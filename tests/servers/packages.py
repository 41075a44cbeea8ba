"""Debian and Ubuntu packages, unpacked into `.servers/` of the checkout; nothing is installed, nothing needs root.

The package lists are kept there as well, so the system's own (which may be missing or old) are neither used nor changed.
"""

import contextlib
import fcntl
import hashlib
import os
import platform
import re
import shutil
import stat
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from tests.servers.process import ServerUnavailableError

CHECKOUT = Path(__file__).parents[2]
_DOWNLOAD_SECONDS = 600
# Never taken from a package: the C library must be the one that the running kernel and Python use.
_NEVER = frozenset({"libc6", "libgcc-s1", "libc-bin"})


@dataclass(frozen=True, slots=True)
class Bundle:
    """Packages that are unpacked together."""

    name: str
    packages: tuple[str, ...]
    programs: tuple[str, ...]
    """What will be run, as paths within the folder: each must find all its libraries."""
    private_libraries: tuple[str, ...] = ()
    """Folders of libraries outside of the usual ones, as paths within the folder."""


def unpack(bundle: Bundle) -> Path:
    """Return the folder that holds the bundle and the libraries that it needs and the system lacks.

    Downloads on the first call only. Raises ServerUnavailableError without apt, or when apt does not get them.
    """
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        raise ServerUnavailableError(
            f"{bundle.name} is taken from Debian or Ubuntu packages, and there is no apt-get here"
        )
    home = CHECKOUT / ".servers" / _system()
    root = home / f"{bundle.name}-{hashlib.sha256(' '.join(bundle.packages).encode()).hexdigest()[:8]}"
    with _lock(home):
        if not root.is_dir():
            fresh = _unpack_afresh(root, bundle.packages, home / "apt")
            _refuse_missing_libraries(bundle, fresh)
            fresh.rename(root)
    return root


def library_path(bundle: Bundle, root: Path) -> str:
    """Return the LD_LIBRARY_PATH with which the programs of an unpacked bundle run."""
    architecture = f"{platform.machine()}-linux-gnu"
    folders = (*bundle.private_libraries, f"lib/{architecture}", f"usr/lib/{architecture}")
    return ":".join(str(root / folder) for folder in folders if (root / folder).is_dir())


def readable_tree(root: Path, within: Path) -> Path:
    """Return `root`, or a copy of it in `within` when other accounts may not enter it (a checkout in /root)."""
    if os.geteuid() != 0 or all(folder.stat().st_mode & stat.S_IXOTH for folder in root.parents):
        return root
    return Path(shutil.copytree(root, within / root.name, symlinks=True))


def _system() -> str:
    try:
        release = platform.freedesktop_os_release()
    except OSError as error:
        raise ServerUnavailableError("this system does not say which one it is (/etc/os-release)") from error
    return f"{release['ID']}-{release.get('VERSION_ID', 'unstable')}-{platform.machine()}"


@contextlib.contextmanager
def _lock(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _unpack_afresh(root: Path, packages: Sequence[str], apt_home: Path) -> Path:
    apt = Apt(apt_home)
    apt.update()
    fresh = root.with_name(f"{root.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o755)
    for archive in apt.download(apt.missing_libraries(packages)):
        _run(["dpkg", "-x", archive, fresh])
        archive.unlink()
    return fresh


def _refuse_missing_libraries(bundle: Bundle, root: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "LD_LIBRARY_PATH": library_path(bundle, root)}
    command = ["ldd", *(str(root / program) for program in bundle.programs)]
    listing = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout
    missing = sorted(set(re.findall(r"(\S+) => not found", listing)))
    if missing:
        raise ServerUnavailableError(f"libraries that no package brought: {', '.join(missing)}")


class Apt:
    """apt with package lists of its own. Proxies, sources and keys are the system's."""

    def __init__(self, home: Path) -> None:
        """Keep lists and archives in `home`."""
        self._archives = home / "archives"
        for folder in (home / "lists/partial", home / "cache/archives/partial", self._archives):
            folder.mkdir(parents=True, exist_ok=True)
        settings = {
            "Dir::State::lists": home / "lists",
            "Dir::Cache": home / "cache",
            "Acquire::Languages": "none",
            "APT::Sandbox::User": "",
        }
        self._options = [f"-o{key}={value}" for key, value in settings.items()]

    def update(self) -> None:
        """Fetch the package lists. A failing hook or source shows later, as a package that is not found."""
        _run(["apt-get", *self._options, "-qq", "update"], check=False)

    def missing_libraries(self, packages: Sequence[str]) -> list[str]:
        """Return `packages` and, transitively, the libraries they depend on that are not installed."""
        installed = _installed()
        wanted: list[str] = []
        queue = list(packages)
        while queue:
            wanted += queue
            needed = {name for described in self._describe(queue) for name in libraries(described, installed)}
            queue = sorted(needed.difference(wanted))
        return wanted

    def download(self, packages: Sequence[str]) -> list[Path]:
        """Fetch the packages' archives; raises ServerUnavailableError if apt cannot."""
        _run(["apt-get", *self._options, "-qq", "download", *packages], cwd=self._archives)
        return sorted(self._archives.glob("*.deb"))

    def _describe(self, packages: Sequence[str]) -> list[Message]:
        shown = _run(["apt-cache", *self._options, "show", "--no-all-versions", *packages], check=False)
        parser = HeaderParser()
        return [parser.parsestr(paragraph) for paragraph in shown.strip().split("\n\n") if paragraph]


def libraries(described: Message, installed: frozenset[str]) -> Iterator[str]:
    """Yield the libraries that a package depends on and that are not installed; of alternatives the first."""
    for field in ("Depends", "Pre-Depends"):
        for group in described.get(field, "").split(","):
            names = [re.split(r"[\s(:]", choice.strip())[0] for choice in group.split("|")]
            if installed.isdisjoint(names) and _is_library(names[0]):
                yield names[0]


def _is_library(name: str) -> bool:
    return name.startswith("lib") and not name.endswith("-perl") and name not in _NEVER


def _installed() -> frozenset[str]:
    listing = _run(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n"])
    return frozenset(line.split()[1] for line in listing.splitlines() if line.startswith("installed "))


def _run(command: Iterable[str | Path], *, check: bool = True, cwd: Path | None = None) -> str:
    words = list(map(str, command))
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, timeout=_DOWNLOAD_SECONDS)
    if check and done.returncode:
        raise ServerUnavailableError(f"{words[0]} failed: {done.stderr.strip()[-500:]}")
    return done.stdout
