"""驻村走访: the window, or a command."""

import sys
from pathlib import Path


def window(path: Path | None, by: str = "", password: str = "") -> int:
    """Open the window, on this survey file or on the last one."""
    import fieldapp.desk.opening  # noqa: F401 - before Qt, which reads the source of every module that comes after it
    from ui.app import run

    return run(path, by, password)


def main() -> None:
    """Without a command the window; otherwise the command."""
    match sys.argv[1:]:  # the window, without the 30 ms that the command line takes to load
        case []:
            sys.exit(window(None))
        case ["open", file] if not file.startswith("-"):
            sys.exit(window(Path(file)))
    from fieldapp.commands import run

    run(window)


if __name__ == "__main__":
    main()
