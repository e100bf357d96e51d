"""The program itself, as it lies on this machine: a checkout that Python runs, or a bundle that brings everything along.

In a bundle two programs share a folder: the window, and beside it the commands (`CONSOLE`), which can be spoken with through
pipes on every system. What a person finds beside them (`fonts`, `VERSION`) lies in `folder()`.
"""

from __future__ import annotations

import sys
from pathlib import Path

CONSOLE = "fieldapp"
"""The name of the commands in a bundle, without what Windows appends."""
READ_BOOK = "--read-book"
"""The errand on which the program starts itself: `documents/foreign_child.py` with a path and a number of bytes."""
_SOURCE = Path(__file__).parents[2]


def is_bundled() -> bool:
    """Whether this is a bundle, in which there is no interpreter to be had."""
    return bool(getattr(sys, "frozen", False))


def folder() -> Path:
    """Where the program lies: the bundle's folder, or the checkout."""
    return Path(sys.executable).parent if is_bundled() else _SOURCE


def itself(*words: str) -> list[str]:
    """The command that runs this program once more, with these words."""
    if is_bundled():
        return [str(folder() / f"{CONSOLE}{Path(sys.executable).suffix}"), *words]
    return [sys.executable, str(_SOURCE / "main.py"), *words]
