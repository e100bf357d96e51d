"""The seal of a backup: the SHA-256 of the file, as 32 bytes at its end.

A plain SQLite file does not notice a byte that was altered in one of its texts or in the room between them, and a
checksum in a file of its own is lost on the way to the stick. SQLite looks at whole pages only, and these are never
smaller than 512 bytes: what stands behind the last one does not disturb it. So a sealed backup opens like any other
survey file, and an unsealed one (a survey in use, a backup of the first release) is told apart by its size.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from fieldapp.base.errors import CannotOpen
from fieldapp.store.connection import Key, connect

_PAGE = 512
"""Bytes of SQLite's smallest page; the others are multiples of it."""
_SEAL = hashlib.sha256().digest_size
_SLICE = 2**20


def seal(path: Path) -> None:
    """Seal a file that nobody has open; it is safe on the disk when this returns. Raises: OSError."""
    told = _digest(path, path.stat().st_size)
    with path.open("ab") as file:
        file.write(told)
        file.flush()
        os.fsync(file.fileno())


def sealed_copy(path: Path, key: Key, target: Path) -> None:
    """Copy a survey file as it stands, under the same password, through SQLite's backup, and seal it.

    `target` is replaced as a whole. Raises: OSError, or SQLite's own errors.
    """
    partial = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial.unlink(missing_ok=True)
    source, copy = connect(path, key, query_only=True), connect(partial, key)
    try:
        source.backup(copy)
        copy.execute("pragma journal_mode = delete")
        copy.close()
        seal(partial)
        partial.replace(target)
    finally:
        source.close()
        copy.close()
        partial.unlink(missing_ok=True)


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
