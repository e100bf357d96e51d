"""驻村走访: the window, or a command."""

import sys
from io import TextIOWrapper
from pathlib import Path


def window(path: Path | None) -> int:
    """Open the window, on this survey file or on the last one."""
    from ui.app import run

    return run(path)


def main() -> None:
    """Without a command the window; otherwise the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    from fieldapp.commands import commands

    commands(prog_name="main.py", obj=window)


if __name__ == "__main__":
    main()
