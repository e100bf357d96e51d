"""The list of households, held in memory while a person types: a keystroke asks for all of it anew.

Decision: design.md looks through the table of keys with LIKE. Over 20,000 people in an encrypted file a broad key then
costs up to 80 ms, because every matching row is unlocked and sorted again; in memory it is 1–3 ms for 6 MB. The memory
is read again when the file has changed; it may be read in another thread and handed over, which saves the first key 0.1 s.
"""

from __future__ import annotations

from typing import NamedTuple

from fieldapp.store.connection import Connection
from fieldapp.store.search import words
from fieldapp.store.touching import newest


class Entry(NamedTuple):
    """One line of the list of households."""

    id: str
    code: str
    head: str
    group: str
    people: int


class Gathered(NamedTuple):
    """What the search box looks through: each entry with its keys, when the changes of the file went so far (`place`)."""

    place: int
    keys: list[tuple[Entry, str]]


class Listing:
    """All entries by group and code, and what the search box looks through. For one connection that only reads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._version = -1
        self._entries: list[Entry] = []
        self._keys: list[tuple[Entry, str]] = []
        self._words: list[str] = []
        self._found: list[tuple[Entry, str]] = []

    def entries(self, find: str = "") -> list[Entry]:
        """Those in whose keys each word is found; all where there is none."""
        self._renew()
        wanted = words(find)
        if not wanted:
            return list(self._entries)
        if not self._keys:
            self._keys = self._read_keys()
        narrower = self._words and all(any(old in word for word in wanted) for old in self._words)
        among = self._found if narrower else self._keys  # one letter more finds nobody else
        for word in wanted:
            among = [one for one in among if word in one[1]]
        self._words, self._found = wanted, among
        return [entry for entry, _ in among]

    @property
    def is_gathered(self) -> bool:
        """Whether the next key stroke is answered from memory."""
        self._renew()
        return bool(self._keys) or not self._entries

    def gather(self) -> Gathered:
        """Read what `take` takes, all of it as it is at one moment by the caller's care."""
        self._renew()
        return Gathered(newest(self._connection), self._read_keys())

    def take(self, told: Gathered) -> None:
        """Take what another listing of the same file has read, unless something was written since."""
        self._renew()
        if not self._keys and told.place == newest(self._connection):
            self._keys = told.keys

    def _renew(self) -> None:
        version = self._connection.execute("pragma data_version").fetchone()[0]
        if version != self._version:
            rows = self._connection.execute("select household, code, head, [group], people from entry order by rank")
            self._entries, self._version = list(map(Entry._make, rows)), version
            self._keys, self._words = [], []

    def _read_keys(self) -> list[tuple[Entry, str]]:
        """Each entry with its keys, its records on lines of their own."""
        gathered: dict[str, list[str]] = {}
        for household, keys in self._connection.execute("select household, keys from search"):
            gathered.setdefault(household, []).append(keys)
        return [(entry, "\n".join(gathered.get(entry.id, ()))) for entry in self._entries]
