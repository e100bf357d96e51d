"""What a bundle is made of, file by file: written into `VERSION` when it is packed, compared when somebody doubts the stick.

The lines are those of sha256sum, so that any Linux can compare them without the program; what the bundle is stands before
them behind a #. Checksums find a bad stick and a half copied folder. They do not find an enemy, who would write new ones.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from fieldapp.base.errors import FieldAppError

NAME = "VERSION"
"""The file of the checksums, in the bundle's folder."""


class Compared(NamedTuple):
    """How the files of a folder stand to its `VERSION`. Paths as they are told there, sorted.

    Attributes:
        sound: how many are as they were packed.
        changed: other bytes than were packed, or not to be read.
        missing: packed, and not there.
        strange: there, and not packed.
    """

    sound: int
    changed: list[str]
    missing: list[str]
    strange: list[str]

    @property
    def is_whole(self) -> bool:
        """Whether the program is what was packed; a strange file beside it does no harm."""
        return not self.changed and not self.missing


def write(folder: Path, title: str) -> None:
    """Write `VERSION` for all that lies in this folder. `title`: name, number and system, one line."""
    lines = [f"# {title}", *(f"{checksum(folder / path)}  {path}" for path in _paths(folder))]
    (folder / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def compare(folder: Path) -> Compared:
    """Read every file again.

    Raises:
        FieldAppError: there is no `VERSION`, or it is damaged itself.
    """
    told = listed(_text(folder))
    return held(told, {path: _checksum_or_none(folder / path) for path in _paths(folder)})


def held(told: Mapping[str, str], there: Mapping[str, str | None]) -> Compared:
    """Hold what is there (path → checksum, None where it cannot be read) against what was packed."""
    changed = [path for path, packed in told.items() if path in there and there[path] != packed]
    missing = [path for path in told if path not in there]
    strange = sorted(set(there) - set(told))
    return Compared(len(told) - len(changed) - len(missing), sorted(changed), sorted(missing), strange)


def checksum(path: Path) -> str:
    """SHA-256 of a file, 64 hexadecimal characters. Raises: OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checksum_or_none(path: Path) -> str | None:
    try:
        return checksum(path)
    except OSError:  # a bad sector of the stick
        return None


def _text(folder: Path) -> bytes:
    try:
        return (folder / NAME).read_bytes()
    except FileNotFoundError:
        raise FieldAppError("程序文件夹里没有 VERSION，没法核对。", "从源代码运行时没有这个文件；别的情况请重新拷一份程序。") from None
    except OSError:
        raise FieldAppError("VERSION 文件读不出来。", "请重新拷一份程序，最好换一个优盘。") from None


def listed(version: bytes) -> dict[str, str]:
    """What a `VERSION` tells: path → checksum, as they were packed. Raises: FieldAppError where it is damaged."""
    try:
        lines = version.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise FieldAppError("VERSION 文件读不出来。", "请重新拷一份程序，最好换一个优盘。") from None
    pairs = [line.split("  ", 1) for line in lines if line and not line.startswith("#")]
    if not pairs or any(len(pair) != 2 or len(pair[0]) != 64 for pair in pairs):
        raise FieldAppError("VERSION 文件已损坏。", "请重新拷一份程序，最好换一个优盘。")
    return {path: packed for packed, path in pairs}


def _paths(folder: Path) -> Iterator[str]:
    """Every file under the folder but `VERSION` itself, relative and with /, in the order of their names."""
    found = (Path(at, name).relative_to(folder) for at, _, names in os.walk(folder) for name in names)
    yield from sorted(path.as_posix() for path in found if path.as_posix() != NAME)
