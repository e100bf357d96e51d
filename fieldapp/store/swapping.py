"""Several files changed for others at one stroke: survey, drafts and photos under a new password, or from a backup.

What is new is made ready beside each file, under a hidden name. Then a journal is written that names the files, and
only then they take their places, one after another. A program that is killed before the journal stands leaves everything
as it was; afterwards, whoever opens the survey next carries it through. No password is needed for that.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from fieldapp.store.connection import telling
from fieldapp.store.locking import locked

_BESIDE = ("", "-journal", "-wal", "-shm")
"""What SQLite may have left beside a file; a leftover journal would be played into the next file of that name."""


@dataclass(frozen=True)
class Swap:
    """One file and what becomes of it; all are names in one folder.

    Attributes:
        aside: under which name what stands there is kept; '' where it is replaced.
        comes: whether a fresh file takes the place.
    """

    name: str
    aside: str = ""
    comes: bool = True


def siblings(path: Path) -> list[Path]:
    """The survey file and the files that belong to it, whether they are there or not."""
    return [path, path.with_name(path.name + ".drafts"), path.with_name(path.name + ".photos"), received_beside(path)]


def received_beside(path: Path) -> Path:
    """Where what came to a survey file is kept."""
    return path.with_name(path.name + ".received")


def fresh(path: Path) -> Path:
    """Where the new one of a file is made ready."""
    return path.with_name(f".{path.name}.fresh")


def clear(path: Path) -> None:
    """Remove what was made ready in vain for a file. Raises: OSError."""
    for ending in _BESIDE:
        fresh(path).with_name(fresh(path).name + ending).unlink(missing_ok=True)


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Hold the lock of a survey file while its files are changed; what was made ready in vain goes."""
    with telling(path):
        lock = locked(path)
        try:
            for one in siblings(path):
                clear(one)
            yield
        finally:
            if not journal(path).exists():
                for one in siblings(path):
                    clear(one)
            lock.release()


def swap(path: Path, swaps: Sequence[Swap]) -> None:
    """Carry swaps through, all or none; whoever asks holds the lock of the survey file. Raises: OSError."""
    with _begun(path).open("w", encoding="utf-8") as file:
        json.dump([asdict(one) for one in swaps], file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    _begun(path).replace(journal(path))
    settle(path)


def settle(path: Path) -> None:
    """End what a killed program has begun: carry it through where its journal stands, else remove what was made ready.

    Whoever asks holds the lock of the survey file. Raises: OSError.
    """
    if journal(path).exists():
        for told in json.loads(journal(path).read_text("utf-8")):
            _carry_through(path.parent, Swap(**told))
        journal(path).unlink()
    _begun(path).unlink(missing_ok=True)
    for one in siblings(path):
        clear(one)


def journal(path: Path) -> Path:
    """Where the journal of a survey file stands while its files change."""
    return path.with_name(f".{path.name}.swap")


def awaited_by(path: Path) -> Path | None:
    """The file one folder above whose journal is about to put another in this one's place: what is written into this one would go."""
    folder = path.absolute().parent
    name = f"{folder.name}/{path.name}"
    for told in folder.parent.glob(".*.swap"):
        if any(Path(one["name"]).as_posix() == name for one in json.loads(told.read_text("utf-8"))):
            return told.with_name(told.name[1:].removesuffix(".swap"))
    return None


def _begun(path: Path) -> Path:
    """Where the journal is written until it is whole."""
    return path.with_name(f".{path.name}.swap.part")


def _carry_through(folder: Path, one: Swap) -> None:
    """One swap, however far it is: the fresh file goes last, and what is put aside is never overwritten."""
    place = folder / one.name
    ready = fresh(place)
    if one.comes and not ready.exists():
        return
    if one.aside and not (folder / one.aside).exists():
        for ending in reversed(_BESIDE):  # the file itself last: it tells that all went
            if (beside := folder / f"{one.name}{ending}").exists():
                beside.replace(folder / f"{one.aside}{ending}")
    if one.comes:
        for ending in _BESIDE[1:]:
            (folder / f"{one.name}{ending}").unlink(missing_ok=True)
        ready.replace(place)
