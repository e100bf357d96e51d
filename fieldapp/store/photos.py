"""The companion of the survey file for photos: append-only, each picture under the SHA-256 of its bytes.

Pictures stand apart because 3,000 of them are 1 GB while the survey is 70 MB: the survey is then backed up in half a
second and the companion only by what is new. Beside a large picture stands a copy for the screen, and what is known of
when and where it was taken.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from fieldapp.base.errors import FieldAppError
from fieldapp.store.connection import Connection, Key, connect, telling

_LATER = {"day": "text", "place": "text", "screen": "blob"}
"""Columns that the first companions did not have; an old one gets them when it is opened."""


@dataclass(frozen=True)
class Photo:
    """What is known of a picture.

    Attributes:
        at: when it was kept, ISO 8601.
        day: when it was taken; None where nobody knows.
        place: latitude and longitude in degrees, such as 25.03889,102.71833; '' where not known.
    """

    id: str
    name: str
    at: str
    day: dt.date | None
    place: str


class Photos:
    """The pictures of one survey file. The companion comes into being with the first picture."""

    def __init__(self, survey: Path, key: Key) -> None:
        self.path = survey.with_name(survey.name + ".photos")
        self._key = key

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        with telling(self.path), closing(connect(self.path, self._key)) as connection:
            connection.execute("pragma synchronous = full")
            connection.execute(
                "create table if not exists photo"
                " (id text primary key, name text not null, bytes blob not null, at text not null) strict"
            )
            there = {row[1] for row in connection.execute("pragma table_info(photo)")}
            for name, kind in _LATER.items():
                if name not in there:
                    connection.execute(f"alter table photo add column {name} {kind}")
            yield connection

    def add(
        self, name: str, picture: bytes, at: str, *, day: dt.date | None = None, place: str = "", screen: bytes | None = None
    ) -> str:
        """Keep a picture for ever; returns its id, the SHA-256 of its bytes. The same picture twice is kept once.

        Args:
            day, place: as in `Photo`.
            screen: a copy for the screen; None where the picture itself is small.
        """
        id = hashlib.sha256(picture).hexdigest()
        row = [id, name, picture, at, day.isoformat() if day else None, place or None, screen]
        with self._opened() as connection:
            connection.execute(
                "insert or ignore into photo (id, name, bytes, at, day, place, screen) values (?, ?, ?, ?, ?, ?, ?)", row
            )
        return id

    def get(self, id: str) -> bytes:
        """The bytes of a picture. Raises: FieldAppError where it is missing or altered."""
        picture, _ = self._found(id)
        if picture is None or hashlib.sha256(picture).hexdigest() != id:
            raise FieldAppError("这张照片不见了或被改动过。", "请从备份里恢复照片文件。")
        return picture

    def screen(self, id: str) -> bytes:
        """The copy of a picture for the screen, or the picture itself where it is small. Raises: see `get`."""
        _, copy = self._found(id, "null")
        return copy or self.get(id)

    def _found(self, id: str, picture: str = "bytes") -> tuple[bytes | None, bytes | None]:
        """Picture and copy, None where there is none. `picture`: the column; a large original is not read in vain."""
        found = None
        if self.path.exists():
            with self._opened() as connection:
                found = connection.execute(f"select {picture}, screen from photo where id = ?", [id]).fetchone()
        return found or (None, None)

    def known(self, ids: Iterable[str]) -> Mapping[str, Photo]:
        """What is known of these pictures: id → photo. Those that are missing are left out."""
        if not self.path.exists():
            return {}
        known = {}
        with self._opened() as connection:
            for id in ids:
                row = connection.execute("select name, at, day, place from photo where id = ?", [id]).fetchone()
                if row:
                    name, at, day, place = row
                    known[id] = Photo(id, name, at, dt.date.fromisoformat(day) if day else None, place or "")
        return known

    def say_day(self, ids: Iterable[str], day: dt.date) -> None:
        """Keep when pictures were taken that do not tell it themselves; what a camera said stays."""
        with self._opened() as connection:
            for id in ids:
                connection.execute("update photo set day = ? where id = ? and day is null", [day.isoformat(), id])
