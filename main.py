"""驻村走访: the window, or a command."""

import sys
from io import TextIOWrapper
from pathlib import Path


def window(path: Path | None) -> int:
    """Open the window, on this survey file or on the last one."""
    import fieldapp.desk.handing_over  # noqa: F401 - before Qt, which reads the source of every module that comes after it
    from ui.app import run

    return run(path)


def main() -> None:
    """Without a command the window; otherwise the command."""
    match sys.argv[1:]:  # the window, without the 30 ms that the command line takes to load
        case []:
            sys.exit(window(None))
        case ["open", file] if not file.startswith("-"):
            sys.exit(window(Path(file)))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    from fieldapp.commands import commands

    commands(prog_name="main.py", obj=window)


if __name__ == "__main__":
    main()
