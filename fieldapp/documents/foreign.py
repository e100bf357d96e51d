"""Books from outside: rosters in any spreadsheet's format, written by anybody.

They are opened in a child process with a limit of memory and of time: one cell at XFD1048576 (a file of 8 KB) ends the
process that reads it, without an exception. The child is this program once more, for in a bundle there is no interpreter.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from fieldapp.base.errors import BadBook
from fieldapp.base.program import READ_BOOK, itself

Cell = str | int | float | bool | dt.date
"""A cell as the book has it; a blank one is ''. A moment is a `dt.datetime`, which is a `dt.date` too."""

MEMORY = 2**30
"""The most memory the child may take, in bytes."""
SECONDS = 60.0
"""The longest the child may take, in seconds."""

_RESAVE = "请用 WPS 或 Excel 打开它，另存为 xlsx 后再导入。"
REASONS = {
    "missing": ("找不到“{}”。", "请核对文件的位置和名字。"),
    "folder": ("“{}”是文件夹，不是表格文件。", "请选择里面的表格文件。"),
    "forbidden": ("“{}”打不开：没有权限，或者正被别的程序占用。", "请关掉正在打开它的 WPS 或 Excel，或把它复制到桌面再导入。"),
    "empty": ("“{}”里什么也没有。", "请核对是不是选错了文件，或让对方重新发一份。"),
    "encrypted": ("“{}”设了打开密码。", "请用 WPS 或 Excel 打开它，取消密码另存后再导入。"),
    "damaged": ("“{}”已损坏，读不出来。", f"请让对方重新发一份，或者{_RESAVE.removeprefix('请')}"),
    "no book": ("“{}”不是表格文件。", "能导入的是 xlsx、xls、ods 和 csv 文件。"),
    "quotes": ("“{}”里有一个双引号没有配成对，后面的行会混在一起。", "请用 WPS 或 Excel 打开核对，另存为 xlsx 后再导入。"),
    "web page": ("“{}”其实是网页，只是名字像表格。", _RESAVE),
    "large": (
        "“{}”太大，读它要用的内存超出限制。",
        "多半是最末一行或最末一列有多余的内容；请把有用的部分复制到新表，另存后再导入。",
    ),
    "slow": ("“{}”读了很久也没有读完。", "请把有用的部分复制到新表，另存后再导入。"),
}
"""Why a book cannot be read: what happened ({} is its name) and what to do."""


class Row(NamedTuple):
    """A row that is not blank. `number` counts from 1, as the spreadsheet shows it."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class Sheet:
    """One sheet. Blank rows, and blanks at the end of a row, are cut; merged cells are filled with what they show."""

    name: str
    rows: list[Row] = field(default_factory=list)
    hidden: bool = False


@dataclass(frozen=True)
class Book:
    """A foreign book as it was read.

    Attributes:
        sha256: of its bytes, 64 hexadecimal characters.
        saved: the day on which it was saved last, as it tells itself; None where it does not.
    """

    path: Path
    sha256: str
    sheets: list[Sheet]
    saved: dt.date | None = None

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name


def read_book(path: Path, *, content: bytes | None = None, memory: int = MEMORY, seconds: float = SECONDS) -> Book:
    """Read a book of any kind; what it is, its bytes say and not its ending.

    Args:
        content: its bytes, where the file holds them under a password.
        memory: the most that reading may take, in bytes.
        seconds: the longest that reading may take.

    Raises:
        BadBook: missing, a folder, forbidden, empty, damaged, encrypted, no book, too large, or too slow.
    """
    _look_at(path)
    try:
        child = subprocess.run(
            [*itself(READ_BOOK), "-" if content is not None else str(path.absolute()), str(memory)],
            input=content or b"",
            capture_output=True,
            timeout=seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise _bad("slow", path) from None
    book = _told(path, child.stdout)
    if book is None:
        raise _bad("large" if b"memory" in child.stderr else "damaged", path)
    if not any(sheet.rows for sheet in book.sheets):
        raise _bad("empty", path)
    return book


def _bad(reason: str, path: Path) -> BadBook:
    what, advice = REASONS[reason]
    return BadBook(what.format(path.name), advice)


def _look_at(path: Path) -> None:
    """Whether the file can be opened at all: said here, where the machine gives the cause."""
    try:
        with path.open("rb"):
            return
    except FileNotFoundError:
        raise _bad("missing", path) from None
    except OSError as error:
        is_folder = isinstance(error, IsADirectoryError) or (sys.platform == "win32" and path.is_dir())
        raise _bad("folder" if is_folder else "forbidden", path) from None


def _told(path: Path, spoken: bytes) -> Book | None:
    """The book that the child's lines tell; None where it died before the end. Raises: BadBook."""
    sha256, sheets = "", list[Sheet]()
    for line in _lines(spoken):
        if isinstance(line, list):
            sheets[-1].rows.append(Row(*line))
        elif "sheet" in line:
            sheets.append(Sheet(line["sheet"], [], line["hidden"]))
        elif "bad" in line:
            raise _bad(line["bad"], path)
        elif "end" in line:
            return Book(path, sha256, sheets, line.get("saved"))
        else:
            sha256 = line["sha256"]
    return None


def _lines(spoken: bytes) -> Iterator[Any]:
    for line in spoken.splitlines():
        try:
            yield json.loads(line, object_hook=_moment)
        except ValueError:  # the child died in the middle of a line
            return


def _moment(told: dict[str, Any]) -> Any:
    """A day or a moment back from what the child says of it; every other object as it is."""
    if (day := told.get("day")) is None:
        return told
    return dt.datetime.fromisoformat(day) if "T" in day else dt.date.fromisoformat(day)
