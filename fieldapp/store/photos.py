"""The companion of the survey file for photos: append-only, each picture under the SHA-256 of its bytes.

Pictures stand apart because 3,000 of them are 1 GB while the survey is 70 MB: the survey is then backed up in half a
second and the companion only by what is new. Beside a large picture stands a copy for the screen, and what is known of
when and where it was taken. A backup's pictures stand in a companion of the same kind, which `take` makes grow.

What is known of a picture is asked of the index `told`, which holds nothing else: behind the bytes of a picture, SQLite
would have to go through all of them first (30 pictures of 3 MB, encrypted: 0.3 s; from the index: 0.3 ms).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlcipher3 import dbapi2

from fieldapp.base.errors import FieldAppError
from fieldapp.store.connection import Connection, Key, connect, mark_of, telling
from fieldapp.store.progress import Progress
from fieldapp.store.rows import atomic
from fieldapp.store.sealing import KEEPSAKE

_LATER = {"day": "text", "place": "text", "screen": "blob"}
"""Columns that the first companions did not have; an old one gets them when it is opened."""
_COLUMNS = "id, name, bytes, at, day, place, screen"
_KINDS = (str, str, bytes, str, str | None, str | None, bytes | None)
"""Of the columns, in their order."""
_TOLD = "indexed by told"
_SLICE = 10
"""Pictures that are copied in one transaction: a copying that is ended loses at most these."""
DATED = re.compile(r"\d{4}-\d\d-\d\d\.survey$")
"""How the name of a daily backup ends."""


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

    @classmethod
    def at(cls, path: Path, key: Key) -> Self:
        """The companion of this very name."""
        photos = cls(path, key)
        photos.path = path
        return photos

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
            connection.execute("create index if not exists told on photo (id, name, at, day, place)")
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
            connection.execute(f"insert or ignore into photo ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)", row)
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
                row = connection.execute(f"select name, at, day, place from photo {_TOLD} where id = ?", [id]).fetchone()
                if row:
                    name, at, day, place = row
                    known[id] = Photo(id, name, at, _day(day), place or "")
        return known

    def say_day(self, ids: Iterable[str], day: dt.date) -> None:
        """Keep when pictures were taken that do not tell it themselves; what a camera said stays."""
        self._say_days(dict.fromkeys(ids, day.isoformat()))

    def ids(self) -> frozenset[str]:
        """The ids of all pictures that are kept. One that was damaged is among them as it stands there, and leads nowhere."""
        if not self.path.exists():
            return frozenset()
        with self._opened() as connection:
            found = connection.execute(f"select cast(id as blob) from photo {_TOLD}").fetchall()
        return frozenset(_text(id) for (id,) in found)

    def take(self, other: Photos, only: Collection[str] | None = None, progress: Progress | None = None) -> list[str]:
        """Copy from another companion the pictures that are not here yet, and the days that a person has told since.

        May be called from any thread, while others read and write in both. What is here already is never rewritten.

        Args:
            only: the ids that are wanted; all where None.

        Returns:
            The ids of those that the other has only altered or damaged. They are left out.

        Raises:
            FieldAppError: the list of the other cannot be read, or this one cannot be written.
        """
        there = other.ids() if only is None else other.ids().intersection(only)
        if not there:
            return []
        missing = sorted(there - self.ids())
        lost = []
        with other._opened() as source, self._opened() as target:
            for begin in range(0, len(missing), _SLICE):
                with atomic(target):
                    for done, id in enumerate(missing[begin : begin + _SLICE], begin):
                        if progress:
                            progress(done, len(missing))
                        if row := _sound(source, id):
                            target.execute(f"insert or ignore into photo ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)", row)
                        else:
                            lost.append(id)
        known = self._days()
        self._say_days({id: day for id, day in other._days().items() if id not in known})
        return lost

    def _days(self) -> Mapping[str, str]:
        """The pictures whose day is known: id → day."""
        with self._opened() as connection:
            found = connection.execute(
                f"select cast(id as blob), cast(day as blob) from photo {_TOLD} where day is not null"
            ).fetchall()
        return {_text(id): _text(day) for id, day in found if _day(_text(day))}

    def _say_days(self, days: Mapping[str, str]) -> None:
        with self._opened() as connection, atomic(connection):
            connection.executemany(
                "update photo set day = ? where id = ? and day is null", [(day, id) for id, day in days.items()]
            )

    def unsound(self, ids: Iterable[str], progress: Progress | None = None) -> Mapping[str, bool]:
        """Of these pictures, those that are missing (False) or altered (True): every other is byte for byte as it was kept."""
        wanted, kept = sorted(set(ids)), self.ids()
        found = {id: False for id in wanted if id not in kept}
        if len(found) == len(wanted):
            return found
        with self._opened() as connection:
            for done, id in enumerate(wanted):
                if progress:
                    progress(done, len(wanted))
                if id in kept and not _sound(connection, id):
                    found[id] = True
        return found


def _sound(connection: Connection, id: str) -> Sequence[object] | None:
    """The row of a picture; None where it is altered or cannot be read, as on a damaged page of the file."""
    try:
        [row] = connection.execute(f"select {_COLUMNS} from photo where id = ?", [id]).fetchall()
        typed = all(isinstance(one, kinds) for one, kinds in zip(row, _KINDS, strict=True))
        sound = typed and hashlib.sha256(row[2]).hexdigest() == id and (not row[4] or _day(row[4]))
    except (dbapi2.DatabaseError, ValueError):
        return None
    return row if sound else None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _day(text: str | None) -> dt.date | None:
    """A day as it is kept; None for none, and for one that was damaged."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def companion(backup: Path) -> Path:
    """Where the pictures of a backup stand: 照片.photos beside the dated ones and the keepsakes, in the second place 村-照片.photos.

    With a password, eight letters out of the salt follow. A backup of another name has a companion of its own.

    Raises: OSError.
    """
    dated, kept = DATED.search(backup.name), backup.name.startswith(KEEPSAKE)
    if not dated and not kept:
        return backup.with_name(backup.name + ".photos")
    mark, place = mark_of(backup), "" if kept or not dated else backup.name[: dated.start()]
    return backup.with_name(f"{place}照片{'-' if mark else ''}{mark}.photos")
