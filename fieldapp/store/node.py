"""Which laptop's file this is: a node is minted for every new file, and again for every restored or copied one.

A restored file that went on counting its acts under the old name would forge history. The user's profile remembers
each node with the place of its file and the number of its newest act; a file that stands elsewhere while the
remembered one is still there, or that is behind the remembered number, or that the profile does not know, is a copy.
Where the profile cannot be written nothing can be told, and the node stays.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from platformdirs import user_data_path


def mint() -> str:
    """A new node."""
    return uuid4().hex


def _folder() -> Path:
    return user_data_path("fieldapp", appauthor=False) / "nodes"


@dataclass(frozen=True)
class Memory:
    """What the profile remembers of a node."""

    path: str
    number: int

    @classmethod
    def of(cls, node: str) -> Memory | None:
        """None where the profile does not know this node."""
        try:
            told = json.loads((_folder() / f"{node}.json").read_text("utf-8"))
            return cls(str(told["path"]), int(told["number"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


class Notebook:
    """Writes down how far a node has counted, after every act: one write into a file that stays open."""

    def __init__(self, node: str, path: Path, number: int) -> None:
        """Begin with where the file stands. Where the profile cannot be written, nothing is remembered."""
        self._told = {"path": str(path.resolve())}
        self._file: BinaryIO | None = None
        try:
            _folder().mkdir(parents=True, exist_ok=True)
            self._file = (_folder() / f"{node}.json").open("wb", buffering=0)
        except OSError:
            return
        self.remember(number)

    def remember(self, number: int) -> None:
        """The number of the newest act; ten digits, so that it is written over the one before."""
        if self._file:
            with suppress(OSError):
                self._file.seek(0)
                self._file.write(json.dumps(self._told | {"number": f"{number:010d}"}, ensure_ascii=False).encode("utf-8"))

    def close(self) -> None:
        """Put it away."""
        if self._file:
            self._file.close()


def is_copy(node: str, path: Path, number: int) -> bool:
    """Whether the file at `path`, whose newest own act is `number`, is a copy of the one this node was minted for."""
    known = Memory.of(node)
    if known is None:
        return _profile_can_be_written()
    moved = Path(known.path) != path.resolve()
    return number < known.number or (moved and Path(known.path).exists())


def _profile_can_be_written() -> bool:
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        probe = _folder() / f".{mint()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def known_files() -> list[Path]:
    """Every survey file that was opened on this machine and still stands where it stood; none where the profile cannot be read."""
    told = [Memory.of(file.stem) for file in sorted(_folder().glob("*.json"))]
    return list(dict.fromkeys(path for one in told if one and (path := Path(one.path)).is_file()))
