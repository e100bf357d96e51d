"""The slip beside a file that is handed over: what it is, so that who gets it can see whether all of it has arrived."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fieldapp.documents.landing import landing, settle

ENDING = ".回执.txt"
"""What its name ends in, after the whole name of the file."""
_TITLE = "驻村走访 · 交接回执"
_CHECK = "核对：在对方电脑上看文件的大小，一样才算拷全了；收下以后双方打电话对一对对账码。"


def slip_of(path: Path) -> Path:
    """Where the slip of a file stands."""
    return path.with_name(path.name + ENDING)


def write_slip(path: Path, told: Mapping[str, str]) -> None:
    """Write the slip of a file. `told`: word → what is said of it. Raises: FieldAppError where it cannot be written."""
    lines = [_TITLE, "", *(f"{word}：{said}" for word, said in told.items() if said), "", _CHECK, ""]
    with landing(slip_of(path)) as part:
        part.write_bytes("\r\n".join(lines).encode("utf-8-sig"))  # as the oldest Notepad reads it
        settle(part)
