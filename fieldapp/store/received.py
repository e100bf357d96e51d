"""The companion of the survey file for what came to it: every book as it came, under the SHA-256 of its bytes.

It stands under the survey's own password, and a changed password changes it too: an open book that was taken into a file
with a password leaves no open copy behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from fieldapp.base.errors import FieldAppError
from fieldapp.store.connection import Connection, Key, connect, telling
from fieldapp.store.rows import atomic
from fieldapp.store.swapping import received_beside

_MADE = "create table if not exists book (sha256 text primary key, name text not null, at text not null, bytes blob not null) strict"


@dataclass(frozen=True)
class Kept:
    """A book that came: its SHA-256, the name of its file, when it came (ISO 8601) and its size in bytes."""

    sha256: str
    name: str
    at: str
    size: int


class Received:
    """What came to one survey file. The companion comes into being with the first book."""

    def __init__(self, survey: Path, key: Key) -> None:
        self.path, self._key = received_beside(survey), key

    @contextmanager
    def _opened(self, *, writing: bool = False) -> Iterator[Connection]:
        with telling(self.path), closing(connect(self.path, self._key)) as connection:
            connection.execute("pragma synchronous = full")
            with atomic(connection) if writing else nullcontext():
                connection.execute(_MADE)
                yield connection

    def keep(self, name: str, book: bytes, at: str) -> str:
        """Keep a book; returns the SHA-256 of its bytes. The same book twice is kept once. Raises: FieldAppError."""
        sha256 = hashlib.sha256(book).hexdigest()
        with self._opened(writing=True) as connection:
            connection.execute("insert or ignore into book values (?, ?, ?, ?)", [sha256, name, at, book])
        return sha256

    def all(self) -> list[Kept]:
        """The books, the newest first. Raises: FieldAppError."""
        if not self.path.exists():
            return []
        with self._opened() as connection:
            found = connection.execute("select sha256, name, at, length(bytes) from book order by at desc, name").fetchall()
        return [Kept(*row) for row in found]

    def get(self, sha256: str) -> bytes:
        """The bytes of a book. Raises: FieldAppError: it was never kept, or was altered."""
        with self._opened() as connection:
            found = connection.execute("select bytes from book where sha256 = ?", [sha256]).fetchone()
        if found is None or hashlib.sha256(found[0]).hexdigest() != sha256:
            raise FieldAppError("没有留着这份表，或者留着的那份被改动过。", "请让对方重新发一份。")
        return bytes(found[0])
