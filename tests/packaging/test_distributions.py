"""What is handed on holds everything the program needs, nothing else, and runs from where it was installed."""

import json
import tarfile
import zipfile
from email.parser import HeaderParser
from pathlib import Path

from tests.packaging.conftest import ROOT, Built, Installed
from watcher import __version__


def _files(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _in_wheel(wheel: Path, folder: str) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name.removeprefix(folder) for name in archive.namelist() if name.startswith(folder)}


def test_the_wheel_holds_the_whole_package(built: Built) -> None:
    """Templates, words, demo mail, migrations, providers, units, the example config: each file of the tree, and no other."""
    of_tree = (
        _files(ROOT / "watcher") | {"config.example.yaml"} | {f"systemd/{name}" for name in _files(ROOT / "systemd")}
    )
    in_wheel = _in_wheel(built.wheel, "watcher/")
    assert in_wheel == of_tree
    assert {"py.typed", "templates/sv/words.yaml", "language/en.yaml", "store/migrations/script.py.mako"} <= in_wheel


def test_the_wheel_says_what_it_is(built: Built) -> None:
    """Name, version, licence, the README as its description, the extra; and no address that is not true."""
    (described,) = (name for name in _in_wheel(built.wheel, "") if name.endswith(".dist-info/METADATA"))
    with zipfile.ZipFile(built.wheel) as archive:
        said = HeaderParser().parsestr(archive.read(described).decode())
    assert (said["Name"], said["Version"], said["License-Expression"]) == ("mailbox-watcher", __version__, "MIT")
    assert said["Description-Content-Type"] == "text/markdown"
    assert said.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"demo", "metrics"} <= set(said.get_all("Provides-Extra") or [])
    assert "Typing :: Typed" in (said.get_all("Classifier") or [])
    assert said.get_all("Project-URL") is None
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in _in_wheel(built.wheel, ""))


def test_the_sdist_holds_no_tests_and_no_remains(built: Built) -> None:
    """What the wheel is built from and what a reader wants; the wheel of the other tests is built from it."""
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {name.partition("/")[0] for name in names} == {
        ".gitignore",
        "CHANGELOG.md",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "config.example.yaml",
        "docs",
        "pyproject.toml",
        "systemd",
        "watcher",
    }
    assert not [name for name in names if name.endswith((".pyc", ".sqlite3", ".eml"))]


def test_the_program_is_the_installed_one(installed: Installed) -> None:
    """Else the other tests would prove nothing."""
    where = installed.run("-c", "import watcher; print(watcher.__file__)", program=installed.folder / "bin" / "python")
    assert Path(where.stdout.strip()).is_relative_to(installed.folder)


def test_version_and_help(installed: Installed) -> None:
    assert installed.run("--version").stdout == f"watcher {__version__}\n"
    said = installed.run("--help")
    assert (said.returncode, said.stderr) == (0, "")
    assert "Usage: watcher" in said.stdout


def test_the_demo_reads_decides_marks_and_drafts(installed: Installed) -> None:
    """So it finds its mail, the migrations, the words of both languages and the templates."""
    done = installed.run("demo", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (account,) = json.loads(done.stdout)["accounts"]
    assert {action["kind"] for action in account["actions"]} >= {"mark", "draft"}
    assert {thread["state"] for thread in account["threads"]} >= {"drafted", "promised", "away", "answered"}
    assert list(installed.home.iterdir()) == []


def test_it_classifies_a_message(installed: Installed) -> None:
    mail = "From: anna@acme.example\nTo: alex@lind.example\nSubject: Re: x\nMessage-ID: <1@acme.example>\nIn-Reply-To: <2@lind.example>\n\nYou will hear from us by Friday.\n"
    done = installed.run("classify", "--json", "-", text=mail)
    assert (done.returncode, done.stderr) == (0, "")
    assert "by Friday" in done.stdout


def test_the_unit_names_the_installed_program(installed: Installed, tmp_path: Path) -> None:
    """The user's unit can be shown without root."""
    config = tmp_path / "config.yaml"
    account = "{name: private, address: alex@lind.example, imap: {host: imap.lind.example, password_env: PASSWORD}}"
    config.write_text(f"timezone: Europe/Stockholm\ndatabase: {tmp_path}/w.sqlite3\naccounts:\n  - {account}\n")
    done = installed.run("service", "--user", "--config", config)
    assert done.returncode == 0, done.stderr
    assert f"ExecStart={installed.program}" in done.stdout


def test_the_man_page_lies_where_man_looks(installed: Installed) -> None:
    """`man` looks beside the folders of PATH, and pipx links what lies there."""
    page = installed.folder / "share" / "man" / "man1" / "watcher.1"
    assert page.read_text(encoding="utf-8") == (ROOT / "docs" / "watcher.1").read_text(encoding="utf-8")
