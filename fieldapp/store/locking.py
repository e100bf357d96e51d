"""The lock of a survey file: one program at a time."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from fieldapp.base.errors import CannotOpen


def locked(path: Path) -> FileLock:
    """The lock of a survey file, taken; whoever takes it releases it. Raises: CannotOpen where another program holds it.

    The file of the lock, hidden and of 0 bytes, stays where the system is not Windows, on purpose. Between our unlocking
    and our deleting it another program may have taken the lock; a third would then make a new file of that name and lock
    that one, and two programs would write in one survey. On Windows a file that somebody has open cannot be deleted, and
    filelock deletes it there itself.
    """
    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise CannotOpen(f"“{path.name}”正被另一个窗口或程序使用。", "请先在那边关闭这份档案。") from None
    return lock
