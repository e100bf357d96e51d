"""驻村走访: the window, or a command."""

import sys
from pathlib import Path

from fieldapp.base import program


def window(path: Path | None, by: str = "", password: str = "") -> int:
    """Open the window, on this survey file or on the last one."""
    import fieldapp.desk.opening  # noqa: F401 - before Qt, which reads the source of every module that comes after it
    from ui.app import run

    return run(path, by, password)


def main() -> None:
    """Without a command the window; otherwise the command."""
    if program.is_bundled():
        from multiprocessing import freeze_support

        freeze_support()  # ends here in the processes that county_hands.py starts
    match sys.argv[1:]:  # the window, without the 30 ms that the command line takes to load
        case []:
            sys.exit(window(None))
        case ["open", file] if not file.startswith("-"):
            sys.exit(window(Path(file)))
        case [program.READ_BOOK, path, memory]:
            from fieldapp.documents.foreign_child import main as read

            read(path, int(memory))
            sys.exit()
    from fieldapp.commands import run

    run(window)


if __name__ == "__main__":
    main()
