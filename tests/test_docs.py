"""What the documents say holds: the README's picture of the demo, its commands and links, and the source map."""

import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from watcher.cli import demonstrating

ROOT = Path(__file__).parent.parent
SHOWN_AT = datetime(2026, 11, 24, 22, 18, tzinfo=ZoneInfo("Europe/Stockholm"))
CUT = "[…]"


def _readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_what_the_demo_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line by line and in order, but for what is cut out."""
    monkeypatch.setattr(sys, "argv", [".venv/bin/watcher", "demo"])
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    block = _readme().partition("<!-- demo -->")[2].partition("<!-- /demo -->")[0]
    shown = [line.removeprefix("    ").rstrip() for line in block.strip("\n").splitlines()]
    assert len(shown) > 30
    demonstrating.run(as_json=False, serve=False, now=SHOWN_AT)
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    at = 0
    for line in (line for line in shown if line != CUT):
        assert line in printed[at:], f"the demo does not print, at this place: {line}"
        at += printed[at:].index(line) + 1


def test_the_commands_of_the_readme_are_commands() -> None:
    """Every `watcher` command that it names has a help text."""
    shown = "\n".join(line for line in _readme().splitlines() if line.startswith(("    .venv", "| `watcher", "`.venv")))
    named = set(re.findall(r"\bwatcher ([a-z]+)\b", shown))
    assert {"demo", "doctor", "scan", "status", "explain"} <= named
    for command in named:
        program = [sys.executable, "-c", "from watcher.cli import main; main()", command, "--help"]
        assert subprocess.run(program, capture_output=True, check=False).returncode == 0, command


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))])
def test_links_lead_somewhere(page: str) -> None:
    """Every relative link of a page names a file or folder."""
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_the_source_map_is_true() -> None:
    """It is what `python scripts/source_map.py` writes."""
    written = subprocess.run(
        [sys.executable, "scripts/source_map.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (ROOT / "docs/source-map.md").read_text(encoding="utf-8") == written.stdout
