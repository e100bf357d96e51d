"""How a paper or a workbook reaches its place: written beside it under another name, and renamed when it is whole."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from fieldapp.base.errors import FieldAppError


@contextmanager
def landing(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; at the end that file takes the place of `path`.

    Whatever goes wrong before, `path` is as it was and nothing is left beside it.

    Raises:
        FieldAppError: the disk is full, the folder is gone or closed to us, the file is open elsewhere.
    """
    part = path.with_name(f".{path.stem[:40]}-{uuid4().hex[:8]}{path.suffix}")
    try:
        yield part
        part.replace(path)
        _keep_name(path.parent)
    except OSError as error:
        raise refusal(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _keep_name(folder: Path) -> None:
    """Have the new name reach the disk, too: a stick is pulled as soon as the file is to be seen. Windows does it by itself."""
    if os.name == "posix":
        with contextlib.suppress(OSError):  # not every file system can
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def settle(part: Path) -> None:
    """Have a written file reach the disk, so that reading it again tells what the disk holds and not what memory holds.

    Why: sticks that lie about their size show it only here (exchange.md 5.8).
    """
    with part.open("rb+") as file:
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def refusal(path: Path, error: OSError) -> FieldAppError:
    """What a person is told when a file cannot be written."""
    from fieldapp.base.disk import Trouble, trouble  # late: a good day needs none of it

    kind = trouble(error, path)
    no_room_for_the_rows = kind is Trouble.GONE and path.parent.is_dir()  # how Python calls a full temporary folder
    if kind is Trouble.FULL or no_room_for_the_rows:
        return FieldAppError(f"磁盘空间不够，“{path.name}”没有写成。", "请清理磁盘，或换一个地方保存。")
    if kind in (Trouble.GONE, Trouble.BROKEN):
        return FieldAppError(f"找不到要保存“{path.name}”的文件夹。", "请看看 U 盘是不是拔出了，或换一个文件夹保存。")
    if kind is Trouble.FOLDER:
        return FieldAppError(f"“{path.name}”是一个文件夹，不能写成文件。", "请换一个文件名。")
    if kind is Trouble.READ_ONLY:
        return FieldAppError(f"这个磁盘只能读，“{path.name}”没有写成。", "请打开 U 盘的写保护开关，或换一个地方保存。")
    if kind is Trouble.LONG:
        return FieldAppError(f"“{path.name}”的名字连同文件夹太长，这个系统写不了。", "请把文件名起短些，或换一个层数少的文件夹。")
    if kind is Trouble.IN_USE:
        return FieldAppError(f"“{path.name}”正被另一个程序打开，写不进去。", "请先关掉打开它的 WPS 或 Excel，再试一次。")
    if kind is Trouble.CLOSED:
        return FieldAppError(
            f"“{path.name}”写不进去，可能正被 WPS 或 Excel 打开，或者这个文件夹不允许写。",
            "请先关掉打开它的程序，或换一个文件夹保存。",
        )
    return FieldAppError(f"“{path.name}”没有写成。", "请换一个地方保存；还不行就重启电脑再试。")
