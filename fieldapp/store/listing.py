"""The list of households, held in memory while a person types: a keystroke asks for all of it anew.

Decision: design.md looks through the table of keys with LIKE. Over 20,000 people in an encrypted file a broad key then
costs up to 80 ms, because every matching row is unlocked and sorted again; in memory it is 1–3 ms for 6 MB. The memory
is read again when the file has changed.
"""

from __future__ import annotations

from typing import NamedTuple

from fieldapp.store.connection import Connection
from fieldapp.store.search import words


class Entry(NamedTuple):
    """One line of the list of households."""

    id: str
    code: str
    head: str
    group: str
    people: int


class Listing:
    """All entries by group and code, and what the search box looks through. For one connection that only reads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._version = -1
        self._entries: list[Entry] = []
        self._keys: list[str] | None = None

    def entries(self, find: str = "") -> list[Entry]:
        """Those in whose keys each word is found; all where there is none."""
        self._renew()
        wanted = words(find)
        if not wanted:
            return list(self._entries)
        if self._keys is None:
            self._keys = self._read_keys()
        first, *others = wanted
        found = [(entry, keys) for entry, keys in zip(self._entries, self._keys, strict=True) if first in keys]
        return [entry for entry, keys in found if all(word in keys for word in others)]

    def _renew(self) -> None:
        version = self._connection.execute("pragma data_version").fetchone()[0]
        if version != self._version:
            rows = self._connection.execute("select household, code, head, [group], people from entry order by rank")
            self._entries, self._keys = list(map(Entry._make, rows)), None
            self._version = version

    def _read_keys(self) -> list[str]:
        """The keys of each entry, its records on lines of their own."""
        gathered: dict[str, list[str]] = {}
        for household, keys in self._connection.execute("select household, keys from search"):
            gathered.setdefault(household, []).append(keys)
        return ["\n".join(gathered.get(entry.id, ())) for entry in self._entries]
