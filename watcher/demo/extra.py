"""How to get the extra `demo`: in the words of whatever installed the program."""

import importlib.metadata
import importlib.util
import re
import sys
from pathlib import Path

DISTRIBUTION = "mailbox-watcher"


def command() -> str:
    """The command that installs what the demo needs beside this very program."""
    wanted = " ".join(f"'{requirement}'" for requirement in _requirements())
    if Path(sys.prefix, "pipx_metadata.json").exists():
        return f"pipx inject {DISTRIBUTION} {wanted}"
    if importlib.util.find_spec("pip") is not None:
        return f"{sys.executable} -m pip install {wanted}"
    return f"uv pip install --python {sys.executable} {wanted}"


def _requirements() -> list[str]:
    """What the installed program says of its extra, such as `pymap>=0.36`; the bare name where it says nothing."""
    try:
        declared = importlib.metadata.requires(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        declared = []
    of_demo = re.compile(r";\s*extra == ['\"]demo['\"]\s*$")
    return [of_demo.sub("", line).strip() for line in declared if of_demo.search(line)] or ["pymap"]
