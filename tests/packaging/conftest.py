"""The distributions of this very tree, built once, and the wheel installed: all without a network."""

import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
BUILD_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Built:
    """The two files that are handed on."""

    sdist: Path
    wheel: Path


@dataclass(frozen=True, slots=True)
class Installed:
    """The wheel in a virtual environment of its own, and an empty home."""

    folder: Path
    home: Path

    @property
    def program(self) -> Path:
        """The console script."""
        return self.folder / "bin" / "watcher"

    def run(
        self, *arguments: str | Path, program: Path | None = None, text: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """One command, far from the source tree."""
        return subprocess.run(
            [program or self.program, *arguments],
            cwd="/",
            env={"PATH": os.defpath, "HOME": str(self.home), "LANG": "C.UTF-8", "COLUMNS": "80"},
            input=text,
            capture_output=True,
            text=True,
            check=False,
            timeout=BUILD_SECONDS,
        )


def _uv(*arguments: str | Path) -> None:
    done = subprocess.run(
        [UV, "--offline", "--quiet", "--no-config", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=BUILD_SECONDS,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist of the tree, and the wheel made from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    _uv("build", "--no-build-isolation", "--python", sys.executable, "--out-dir", folder, ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return Built(sdist, wheel)


@pytest.fixture(scope="session")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel installed. What it depends on is lent by the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    _uv("venv", "--python", sys.executable, folder)
    _uv("pip", "install", "--no-deps", "--python", folder / "bin" / "python", built.wheel)
    (packages,) = folder.glob("lib/python3*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Installed(folder, tmp_path_factory.mktemp("home"))
