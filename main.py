"""驻村走访: the window, or a command."""

import sys
from importlib import import_module
from pathlib import Path

from fieldapp.base import program


def window(path: Path | None, by: str = "", password: str = "") -> int:
    """Open the window, on this survey file or on the last one."""
    import fieldapp.base.crash  # before Qt, which reads the source of every module that comes after it
    import fieldapp.desk.opening  # noqa: F401
    from ui.app import run

    return run(path, by, password)


def main() -> None:
    """Without a command the window, otherwise the command, or an errand of its own."""
    if program.is_bundled():
        from multiprocessing import freeze_support

        freeze_support()  # ends here in the processes that county_hands.py starts
    match sys.argv[1:]:  # the window, without the 30 ms that the command line takes to load
        case []:
            sys.exit(window(None))
        case ["open", file] if not file.startswith("-"):
            sys.exit(window(Path(file)))
        case [errand, *words] if errand in program.ERRANDS:
            sys.exit(import_module(program.ERRANDS[errand]).main(*words))
    from fieldapp.commands import run

    run(window)


if __name__ == "__main__":
    main()
