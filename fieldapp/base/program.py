"""The program itself, as it lies on this machine: a checkout that Python runs, or a bundle that brings everything along.

In a bundle two programs share a folder: the window, and beside it the commands (`CONSOLE`), which can be spoken with through
pipes on every system. What a person finds beside them (`fonts`, `VERSION`) lies in `folder()`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

WINDOW = "驻村走访"
"""The name of the window's program in a bundle, and of the bundle."""
CONSOLE = "fieldapp"
"""The name of the commands in a bundle, without what Windows appends."""
ERRANDS = {"--read-book": "fieldapp.documents.foreign_child", "--unlock": "fieldapp.documents.unlocking"}
"""On these words the program starts itself, and calls `main` of the module with the words that follow."""
READ_BOOK, UNLOCK = ERRANDS
_SOURCE = Path(__file__).parents[2]


def is_bundled() -> bool:
    """Whether this is a bundle, in which there is no interpreter to be had."""
    return bool(getattr(sys, "frozen", False))


def folder() -> Path:
    """Where the program lies: the bundle's folder, or the checkout."""
    return Path(sys.executable).parent if is_bundled() else _SOURCE


def system() -> str:
    """For which machines this program is made, as a bundle tells it: linux-x86_64, windows-amd64."""
    import platform  # late: the start is short

    return f"{platform.system().lower()}-{platform.machine().lower()}"


def release(version: str) -> tuple[int, ...]:
    """A version as numbers that can be ordered: 0.10.0 comes after 0.9.1."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def itself(*words: str) -> list[str]:
    """The command that runs this program once more, with these words."""
    if is_bundled():
        return [str(folder() / f"{CONSOLE}{Path(sys.executable).suffix}"), *words]
    return [sys.executable, str(_SOURCE / "main.py"), *words]
