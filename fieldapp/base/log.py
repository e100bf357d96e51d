"""The log of the program: what it did, when, and for how long. It is for those who mend it and lies on this machine only.

What may stand in it: moments, the start with its versions, that a file was opened and how much is in it, acts by the
tables they touched, commands by their name, seconds, refusals and mistakes by their kind and by file and line of our code.
Never: names, numbers of people, answers, notes, reasons, passwords, what was searched, names of villages, files or
folders, the words of an exception. Nobody hands those to it; and at the door whatever is not plain ASCII, or has as many
digits as a telephone, becomes a question mark.

It never hinders the program: where it cannot be written, nothing is.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Handler, LogRecord

NAME = "fieldapp.log"
BOUND = 256 * 1024
"""Bytes of one page. It is turned before it has more; where it cannot be, it takes twice as much and no more."""
KEPT = 2
"""So many older pages are kept."""
PATIENCE = 0.5
"""Seconds for which a line waits for another program that is writing one."""
_STRANGE = re.compile(r"[^\x20-\x7e]+|[0-9]{6,}")


class Log:
    """Holds its lines until `settle`: nothing of it is loaded before the window is painted or a command has answered."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: where it lies; without one it is silent until `begin`."""
        self.folder = folder
        self._held: list[str] | None = []
        self._pages: Handler | None = None

    def begin(self, *, window: bool = False) -> None:
        """Begin the user's own log with a line about the program; once."""
        from fieldapp import VERSION
        from fieldapp.base import program

        if self.folder is None:
            self.folder = usual_folder()
            python = ".".join(map(str, sys.version_info[:3]))
            self.tell("start", program=VERSION, python=python, system=sys.platform, bundled=program.is_bundled(), window=window)

    def tell(self, kind: str, /, **figures: object) -> None:
        """One line: what kind of thing happened, and plain figures about it; seconds and megabytes are floats."""
        told = (f"{name}={f'{figure:.2f}' if isinstance(figure, float) else figure}" for name, figure in figures.items())
        self._put([" ".join([kind, *told])])

    def tell_trace(self, kind: str, trace: str) -> None:
        """A mistake, with its trace as `mistake.trace_of` tells it. What was held is written at once."""
        self._put([kind, *(f"  {line}" for line in trace.splitlines())])
        self.settle()

    def settle(self) -> None:
        """From now on write each line at once, beginning with those that were held."""
        held, self._held = self._held, None
        for line in held or []:
            self._write(line)

    def tail(self, lines: int) -> list[str]:
        """The last lines that were written, by whichever program; no more than two pages."""
        if self.folder is None:
            return []
        self.settle()
        last: deque[str] = deque(maxlen=lines)
        for name in (f"{NAME}.1", NAME):
            with suppress(OSError):
                last.extend((self.folder / name).read_text("ascii", "replace").splitlines())
        return list(last)

    def _put(self, lines: Iterable[str]) -> None:
        if self.folder is None:
            return
        at = dt.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
        line = "\n".join(f"{at} {os.getpid():x} {_STRANGE.sub('?', line)}" for line in lines)
        if self._held is None:
            self._write(line)
        else:
            self._held.append(line)

    def _write(self, line: str) -> None:
        from logging import makeLogRecord

        if self._pages is None:
            assert self.folder is not None
            with suppress(OSError):
                self.folder.mkdir(parents=True, exist_ok=True)
            self._pages = pages(self.folder / NAME)
        self._pages.handle(makeLogRecord({"msg": line}))


def usual_folder() -> Path:
    """Where the log of this user lies."""
    from platformdirs import user_log_path

    return user_log_path("fieldapp", appauthor=False)


def pages(path: Path, bound: int = BOUND) -> Handler:
    """Writes to a log of pages; several programs may write to the same one at once.

    The page is open only while a line is written, and under a lock: Windows does not rename a file that somebody has open.
    """
    from logging.handlers import RotatingFileHandler

    from filelock import FileLock

    class Pages(RotatingFileHandler):
        turn = FileLock(path.with_name(f".{path.name}.lock"), timeout=PATIENCE)

        def emit(self, record: LogRecord) -> None:
            with suppress(OSError, NotImplementedError), self.turn:  # a folder on the net may know no locks
                super().emit(record)
                with suppress(OSError):  # what did not fit on the disk does not at the closing either
                    if self.stream:
                        self.stream.close()
                self.stream = None

        def doRollover(self) -> None:
            with suppress(OSError):
                super().doRollover()
            if path.exists() and path.stat().st_size > 2 * bound:
                raise OSError  # somebody holds the page fast: the line is left out

        def handleError(self, record: LogRecord) -> None:
            """A full disk hinders nobody."""

    return Pages(path, maxBytes=bound, backupCount=KEPT, encoding="ascii", errors="replace", delay=True)


log = Log()
"""The log of this program."""
