"""The project can be set up anywhere: it names no host that packages come from, and no place of one machine."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
LOCKS = sorted(CHECKOUT.glob("requirements/*.txt"))
# Put together here, so that this file itself names none.
REGISTRY_HOSTS = [
    f"{name}.{domain}"
    for name, domain in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("deb.debian", "org"),
        ("security.debian", "org"),
        ("archive.ubuntu", "com"),
        ("ports.ubuntu", "com"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("anaconda", "org"),
        ("astral", "sh"),
        ("ghcr", "io"),
        ("docker", "io"),
    ]
]
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home)/(?!me\b|you\b|alex\b|tester\b)[\w.-]+")


def tracked_files() -> list[Path]:
    command = ["git", "ls-files", "-z"]
    listing = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    return [path for name in listing.split("\0") if name and (path := CHECKOUT / name).is_file()]


def test_no_tracked_file_names_a_package_registry() -> None:
    named = {
        f"{path.relative_to(CHECKOUT)}: {host}"
        for path in tracked_files()
        for host in REGISTRY_HOSTS
        if host in path.read_text(errors="replace").lower()
    }
    assert named == set()


def test_no_tracked_file_names_a_folder_of_one_machine() -> None:
    named = {
        f"{path.relative_to(CHECKOUT)}: {place}"
        for path in tracked_files()
        for place in MACHINE_PATH.findall(path.read_text(errors="replace"))
    }
    assert named == set()


def test_every_locked_version_has_hashes_and_no_address() -> None:
    assert [lock.name for lock in LOCKS] == ["demo.txt", "dev.txt", "installer.txt"]
    for lock in LOCKS:
        text = lock.read_text()
        assert "://" not in text
        assert "index-url" not in text
        pins = re.findall(r"^\S+==\S+ .*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^\S+==", text, re.MULTILINE)) > 0


def test_the_lock_files_agree_about_every_version() -> None:
    versions = [set(re.findall(r"^(\S+==\S+)", lock.read_text(), re.MULTILINE)) for lock in LOCKS]
    demo, dev, installer = versions
    assert installer < demo < dev


def test_the_lock_holds_every_dependency_that_the_project_declares() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    declared = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["demo"],
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    locked = set(re.findall(r"^([\w.-]+)==", (CHECKOUT / "requirements/dev.txt").read_text(), re.MULTILINE))
    names = {re.split(r"[\s\[<>=!~;]", line)[0].lower().replace("_", "-").replace(".", "-") for line in declared}
    assert names <= locked


def test_a_python_that_does_not_fit_is_refused_with_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = run_install(tmp_path, PYTHON=str(old))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"PYTHON={old} is not a Python from 3.11 to 3.13.",
        "Name another one, or leave PYTHON out.",
    ]
    assert not (tmp_path / ".venv").exists()


def test_nothing_is_done_again_when_nothing_has_changed() -> None:
    stamp = CHECKOUT / ".venv/installed-dev"
    install = [str(CHECKOUT / "scripts/install.sh"), "dev"]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    before = stamp.read_bytes(), stamp.stat().st_mtime_ns
    done = subprocess.run(install, check=True, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("", "")
    assert (stamp.read_bytes(), stamp.stat().st_mtime_ns) == before


def run_install(copy: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the installer in a bare copy of the checkout, so that this one's .venv is not touched."""
    (copy / "scripts").mkdir()
    (copy / "scripts/install.sh").write_bytes((CHECKOUT / "scripts/install.sh").read_bytes())
    command = ["bash", str(copy / "scripts/install.sh"), "demo"]
    variables = {**os.environ, **environment}
    return subprocess.run(command, env=variables, check=False, capture_output=True, text=True, timeout=60)
