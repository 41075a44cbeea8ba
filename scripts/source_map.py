"""Writes docs/source-map.md to stdout: every module with the first sentence of its docstring. A test holds the page to it."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEADS = {
    "cli": "The command line: the only place that prints or exits",
    "daemon": "The service",
    "discovery": "Finding the server of an address",
    "demo": "The demo",
    ".": "A pass",
    "store": "The database",
    "mailbox": "The mailboxes",
    "config": "The config",
    "language": "Words as data",
    "templates": "The texts of the drafts",
    "report": "What is shown",
    "core": "The judgement: pure functions over plain data",
}
TOP = """# Source map

`watcher` pulls what changed in a mailbox, decides from plain data what every sent thread needs, and then makes the mailbox look that way.
Imports point downwards only; `pyproject.toml` holds the layers, and `make check` proves them.
"""


def page() -> str:
    """The whole page."""
    parts = [TOP]
    for folder, head in HEADS.items():
        parts += [f"\n## {head}\n\n", *(f"    {_name(path):28} {_first_sentence(path)}\n" for path in _modules(folder))]
    return "".join(parts)


def _modules(folder: str) -> list[Path]:
    package = ROOT / "watcher"
    found = package.glob("*.py") if folder == "." else (package / folder).rglob("*.py")
    empty = [path for path in (package / folder).glob("__init__.py") if folder != "." and len(path.read_text()) > 600]
    return sorted(empty) + sorted(p for p in found if p.name != "__init__.py" and "migrations" not in p.parts)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT / "watcher"))


def _first_sentence(path: Path) -> str:
    """The first paragraph of the module's docstring, in one line, up to its first full stop."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    line = " ".join(docstring.partition("\n\n")[0].split())
    return line.partition(". ")[0].rstrip(".")


if __name__ == "__main__":
    sys.stdout.write(page())
