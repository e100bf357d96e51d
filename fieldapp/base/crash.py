"""When the program does not come to its end: a crash in a library leaves the lines of Python it came through.

While it runs, the program holds open an empty file of its own beside the log, into which `faulthandler` writes in its last
moment; at the proper end the file goes. Whoever starts next finds what was written, puts it into the log without the
folders of the code, and removes it; what a window has left is for a window to find. An empty file is left by a power cut, which is no mistake of the program's.
"""

from __future__ import annotations

import atexit
import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from fieldapp.base.log import log
from fieldapp.base.mistake import place, shortened

WINDOW, COMMAND = "window", "command"
ABANDONED = 7 * 24 * 3600
"""Seconds after which an empty file belongs to no program any more."""
_KIND = re.compile(r"(?:Fatal Python error|Windows fatal exception): ([A-Za-z0-9 _-]{1,60})")
_FRAME = re.compile(r'\s*File "(.*)", line (\d+) in (\S+)')
_THREAD = re.compile(r"(Current thread|Thread) 0x")


def watch(kind: str) -> None:
    """From now on leave a trace of a crash; none where nothing can be written. `kind`: of the program, WINDOW or COMMAND."""
    import faulthandler

    if log.folder is None:
        return
    with suppress(OSError):
        log.folder.mkdir(parents=True, exist_ok=True)
        path = log.folder / f"crash-{kind}-{os.getpid()}.txt"
        left = path.open("w", encoding="utf-8")
        faulthandler.enable(left)
        atexit.register(_end, path, left)


def _end(path: Path, left: TextIO) -> None:
    import faulthandler

    faulthandler.disable()
    with suppress(OSError):
        left.close()
        path.unlink()


def taken_up(kind: str = "*") -> bool:
    """Put into the log what crashed programs have left, by default of every kind. Returns whether a window was among them."""
    windows = 0
    for path in log.folder.glob(f"crash-{kind}-*.txt") if log.folder else ():
        with suppress(OSError):  # Windows does not let go of the file of a program that is running
            left, age = path.read_text("utf-8", "replace"), time.time() - path.stat().st_mtime
            if left or age > ABANDONED:
                path.unlink()
            if left:
                log.tell_trace("crash", trace_of_crash(left))
                windows += path.name.startswith(f"crash-{WINDOW}-")
    return windows > 0


def trace_of_crash(left: str) -> str:
    """What `faulthandler` has left, without the folders of the code and whatever else it may say."""
    kind, threads = "unknown", list[list[str]]()
    for line in left.splitlines():
        if found := _KIND.match(line):
            kind = found[1]
        elif found := _THREAD.match(line):
            threads.append([f"  {found[1]}"])
        elif (found := _FRAME.match(line)) and threads:
            threads[-1].append(f"  {place(found[1], int(found[2]))} {found[3]}")
    return "\n".join([kind, *(line for thread in threads for line in shortened(thread))])
