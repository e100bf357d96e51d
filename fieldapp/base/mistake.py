"""What is told of a mistake of the program: its kind and the lines of code it came through.

Its own words are left out, for they may hold names and numbers; so are the folders of the code, one of which may bear the
name of the machine's user.
"""

from __future__ import annotations

import sys
import threading
from pathlib import PurePath, PureWindowsPath
from types import TracebackType

from fieldapp.base.log import log

ENDS = 15
"""Of a long way through the code so many lines are told from each end."""


def trace_of(mistake: BaseException, trace: TracebackType | None = None) -> str:
    """Kind and way of a mistake and of those that led to it, one line each. `trace`: its way, its own by default."""
    import traceback

    lines: list[str] = []
    told: list[BaseException] = []
    cause: BaseException | None = mistake
    while cause is not None and cause not in told:
        told.append(cause)
        frames = traceback.extract_tb(trace if trace and cause is mistake else cause.__traceback__)
        way = [f"  {place(frame.filename, frame.lineno or 0)} {frame.name}" for frame in frames]
        lines += [f"{type(cause).__module__}.{type(cause).__name__}", *shortened(way)]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def place(file: str, line: int) -> str:
    """A line of code, without the folder in which the code lies."""
    name = PureWindowsPath(file).name if "\\" in file else PurePath(file).name
    return f"{name}:{line}"


def shortened(way: list[str]) -> list[str]:
    """A way through the code without its middle where it is long: a recursion without an end has a thousand lines."""
    return way if len(way) <= 2 * ENDS else [*way[:ENDS], f"  ({len(way) - 2 * ENDS} more)", *way[-ENDS:]]


def log_mistake(mistake: BaseException, trace: TracebackType | None = None) -> str:
    """Write a mistake that nobody caught to the log, and return what was written of it."""
    told = trace_of(mistake, trace)
    log.tell_trace("mistake", told)
    return told


def log_refusal(refusal: BaseException, trace: TracebackType | None = None) -> None:
    """Write of a refusal its kind, and where in the code it was made."""
    at = trace or refusal.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    log.tell("refused", kind=type(refusal).__name__, at=place(at.tb_frame.f_code.co_filename, at.tb_lineno) if at else "")


def watch_beside() -> None:
    """Write what goes wrong in threads and where nobody waits for an answer, before Python tells it in its own way."""
    threading.excepthook = _on_thread
    sys.unraisablehook = _on_unraisable


def _on_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and told.exc_type is not SystemExit:
        log_mistake(told.exc_value, told.exc_traceback)
    threading.__excepthook__(told)


def _on_unraisable(told: sys.UnraisableHookArgs) -> None:
    if told.exc_value is not None:
        log_mistake(told.exc_value, told.exc_traceback)
    sys.__unraisablehook__(told)
