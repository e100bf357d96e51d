"""The seal of a backup: the SHA-256 of the file, as 32 bytes at its end.

A plain SQLite file does not notice a byte that was altered in one of its texts or in the room between them, and a
checksum in a file of its own is lost on the way to the stick. SQLite looks at whole pages only, and these are never
smaller than 512 bytes: what stands behind the last one does not disturb it. So a sealed backup opens like any other
survey file, and an unsealed one (a survey in use, a backup of the first release) is told apart by its size.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fieldapp import VERSION
from fieldapp.base.errors import CannotOpen
from fieldapp.store.connection import Connection, Key, connect
from fieldapp.store.schema import sign, written_by

_PAGE = 512
"""Bytes of SQLite's smallest page; the others are multiples of it."""
_SEAL = hashlib.sha256().digest_size
_SLICE = 2**20
KEEPSAKE = "换版前-"
"""How the name of the copy begins that is kept of a file before another release of the program writes in it."""


def backup_folder(path: Path) -> Path:
    """Where the backups of a survey file stand: a folder beside it."""
    return path.with_name(f"{path.stem}-备份")


def keepsake(path: Path, version: str) -> Path:
    """Where a survey file is kept as this release left it. No turnover of the daily backups throws it away."""
    return backup_folder(path) / f"{KEEPSAKE}{version}{path.suffix}"


def seal(path: Path) -> None:
    """Seal a file that nobody has open; it is safe on the disk when this returns. Raises: OSError."""
    told = _digest(path, path.stat().st_size)
    with path.open("ab") as file:
        file.write(told)
        file.flush()
        os.fsync(file.fileno())


def sealed_copy(path: Path, key: Key, target: Path) -> None:
    """Copy a survey file as it stands, under the same password, through SQLite's backup, and seal it.

    `target` is replaced as a whole. What is written need not be whole on the disk before the seal, which waits for all of it at
    once: seven waits less, and a county makes 300 of these in one taking. Raises: OSError, or SQLite's own errors.
    """
    source = closing(connect(path, key, query_only=True))
    with _sealing(target) as partial, source as old, closing(connect(partial, key)) as copy:
        copy.execute("pragma synchronous = off")
        old.backup(copy)
        copy.execute("pragma journal_mode = delete")


def sealed_bytes(path: Path, target: Path) -> None:
    """Copy a survey file that nobody has open, and nobody left half written, byte by byte: no password is needed for that.

    `target` is replaced as a whole. Raises: OSError.
    """
    from shutil import copyfile  # late: it brings three packers along

    with _sealing(target) as partial:
        copyfile(path, partial)


@contextmanager
def _sealing(target: Path) -> Iterator[Path]:
    """Where a backup is written before it is sealed and gets its name."""
    partial = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial.unlink(missing_ok=True)
    try:
        yield partial
        seal(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def take_over(connection: Connection, path: Path, key: Key, *, keeping: bool) -> None:
    """Where another release of the program opened this file last: keep it as that one left it, then note that it is ours.

    The note comes before anything is migrated: whoever is ended in between keeps the old file, not the half of a new one.

    Args:
        keeping: False for a file that is a copy itself.
    """
    if (last := written_by(connection)) != VERSION:
        if keeping:
            sealed_copy(path, key, keepsake(path, last))
        sign(connection)


def is_sealed(path: Path) -> bool:
    """Whether something stands behind the last page. Raises: OSError."""
    return path.stat().st_size % _PAGE != 0


def require_intact(path: Path) -> None:
    """Hold a sealed file against its seal; one without a seal is let through. Raises: CannotOpen, OSError."""
    if not is_sealed(path):
        return
    inside = path.stat().st_size - _SEAL
    with path.open("rb") as file:
        file.seek(max(0, inside))
        told = file.read()
    if inside < 0 or told != _digest(path, inside):
        raise CannotOpen(f"“{path.name}”已损坏，里面的内容和备份时不一样了，或者它根本不是走访档案。", "请换更早的一份，或另一个位置的备份。")


def unseal(path: Path) -> None:
    """Take the seal off a file that is about to be written in. Raises: OSError."""
    if is_sealed(path):
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // _PAGE * _PAGE)


def _digest(path: Path, size: int) -> bytes:
    """Of the first `size` bytes."""
    made = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0 and (some := file.read(min(size, _SLICE))):
            made.update(some)
            size -= len(some)
    return made.digest()
