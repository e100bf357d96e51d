"""Which laptop's file this is: a node is minted for every new file, and again for every restored or copied one.

A restored file that went on counting its acts under the old name would forge history. The user's profile remembers
each node with the place of its file and the number of its newest act; a file that stands elsewhere while the
remembered one is still there, or that is behind the remembered number, or that the profile does not know, is a copy.
Where the profile cannot be written nothing can be told, and the node stays.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
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


def remember(node: str, path: Path, number: int) -> bool:
    """Write down where the file of this node stands and how far it has counted. False: the profile cannot be written."""
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        told = json.dumps({"path": str(path.resolve()), "number": number}, ensure_ascii=False)
        (_folder() / f"{node}.json").write_text(told, "utf-8")
    except OSError:
        return False
    return True


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
