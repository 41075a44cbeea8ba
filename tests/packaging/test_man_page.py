"""The man page and the help texts: true, complete, and fit for a terminal of 80 columns."""

import shutil
import subprocess
import sys
from typing import Any

import pytest
import typer

from tests.packaging.conftest import ROOT
from watcher.cli.app import app

PAGE = ROOT / "docs" / "watcher.1"
ROOT_COMMAND: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = {"": ROOT_COMMAND, **ROOT_COMMAND.commands}
CHECKERS = {
    "man": ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", str(PAGE)],
    "groff": ["groff", "-man", "-ww", "-z", str(PAGE)],
    "mandoc": ["mandoc", "-T", "lint", "-W", "warning", str(PAGE)],
}


def test_the_page_is_what_the_script_writes() -> None:
    """The commands changed? `make man` writes it anew."""
    written = subprocess.run(
        [sys.executable, "scripts/man_page.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert PAGE.read_text(encoding="utf-8") == written.stdout


@pytest.mark.parametrize("checker", CHECKERS)
def test_formatters_find_nothing_wrong_with_it(checker: str) -> None:
    """Those that are installed; a system without manuals has none."""
    if shutil.which(checker) is None:
        pytest.skip(f"{checker} is not installed")
    done = subprocess.run(CHECKERS[checker], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    if checker == "mandoc":
        assert done.stdout == ""


def test_the_page_names_every_command_and_option() -> None:
    """Also those that are added later."""
    page = PAGE.read_text(encoding="utf-8").replace("\\-", "-")
    for name, command in COMMANDS.items():
        section = page.partition(f'.SS "watcher {name} ')[2].partition("\n.S")[0] if name else page
        for parameter in command.params:
            for shown in parameter.opts if parameter.param_type_name == "option" else [parameter.metavar]:
                assert shown in section, (name, shown)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_80_columns_and_explains_every_option(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is wider, no summary in the list of commands is cut off, no option lacks its words."""
    monkeypatch.setenv("COLUMNS", "80")
    command = COMMANDS[name]
    context = command.make_context(name or "watcher", [], resilient_parsing=True)
    lines = command.get_help(context).splitlines()
    assert [line for line in lines if len(line) > 80 or (line.endswith("...") and "Usage" not in line)] == []
    assert command.help
    assert [parameter.name for parameter in command.params if not getattr(parameter, "help", None)] == []
