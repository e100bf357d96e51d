"""The companion of the survey file for photos: append-only, each picture under the SHA-256 of its bytes.

Pictures stand apart because 3,000 of them are 1 GB while the survey is 70 MB: the survey is then backed up in half a
second and the companion only by what is new.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from fieldapp.base.errors import FieldAppError
from fieldapp.store.connection import Connection, Key, connect, telling


class Photos:
    """The pictures of one survey file. The companion comes into being with the first picture."""

    def __init__(self, survey: Path, key: Key) -> None:
        self.path = survey.with_name(survey.name + ".photos")
        self._key = key

    def _open(self) -> Connection:
        connection = connect(self.path, self._key)
        connection.execute("pragma synchronous = full")
        connection.execute(
            "create table if not exists photo"
            " (id text primary key, name text not null, bytes blob not null, at text not null) strict"
        )
        return connection

    def add(self, name: str, picture: bytes, at: str) -> str:
        """Keep a picture for ever; returns its id, the SHA-256 of its bytes. The same picture twice is kept once."""
        id = hashlib.sha256(picture).hexdigest()
        with telling(self.path):
            connection = self._open()
            connection.execute("insert or ignore into photo values (?, ?, ?, ?)", [id, name, picture, at])
            connection.close()
        return id

    def get(self, id: str) -> bytes:
        """The bytes of a picture. Raises: FieldAppError where it is missing or altered."""
        with telling(self.path):
            found = None
            if self.path.exists():
                connection = self._open()
                found = connection.execute("select bytes from photo where id = ?", [id]).fetchone()
                connection.close()
        if found is None or hashlib.sha256(found[0]).hexdigest() != id:
            raise FieldAppError("这张照片不见了或被改动过。", "请从备份里恢复照片文件。")
        return bytes(found[0])
