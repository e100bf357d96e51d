"""The list of households, held in memory while a person types: a keystroke asks for all of it anew.

Decision: design.md looks through the table of keys with LIKE. Over 20,000 people in an encrypted file a broad key then
costs up to 80 ms, because every matching row is unlocked and sorted again; in memory it is 1–3 ms for 6 MB. When the file
has changed, only the households that were touched are read again; all of it may be read in another thread and handed over,
which saves the first key 0.1 s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from fieldapp.base.record import Record
from fieldapp.store.connection import Connection
from fieldapp.store.search import spelled, words
from fieldapp.store.touching import newest, touched

_FEW = 200
"""Where a change touches more households than that, all are read again."""


class Entry(NamedTuple):
    """One line of the list of households."""

    id: str
    code: str
    head: str
    group: str
    people: int


class Gathered(NamedTuple):
    """What the search box looks through, when the changes of the file went so far (`place`): by the ids of the households."""

    place: int
    ranked: dict[str, tuple[str, Entry]]
    keys: dict[str, str]


class Listing:
    """All entries by group and code, and what the search box looks through. For one connection that only reads."""

    def __init__(self, connection: Connection, nouns: Sequence[type[Record]]) -> None:
        self._connection, self._nouns = connection, nouns
        self._version = self._place = -1
        self._ranked: dict[str, tuple[str, Entry]] = {}
        self._entries: list[Entry] = []
        self._keys: dict[str, str] | None = None
        self._words: list[str] = []
        self._found: list[Entry] = []

    def entries(self, find: str = "") -> list[Entry]:
        """Those in whose keys each word is found; all where there is none."""
        self._renew()
        wanted = words(find)
        if not wanted:
            return list(self._entries)
        if self._keys is None:
            self._keys = self._read_keys()
        keys = self._keys
        narrower = self._words and all(any(old in word for word in wanted) for old in self._words)
        among = self._found if narrower else self._entries  # one letter more finds nobody else
        for word in wanted:
            among = [one for one in among if word in keys.get(one.id, "")]
        self._words, self._found = wanted, among
        return list(among)

    def member_found(self, entry: Entry, find: str) -> str:
        """The name of the member by whom a household was found; '' where its own line or its head has all that was asked for."""
        told = self._connection.execute("select record, keys from search where household = ?", [entry.id])
        lines = {record: spelled(keys) for record, keys in told}
        own = lines.pop(entry.id, "")
        missing = [word for word in words(find) if word not in own]
        found = [record for record, line in lines.items() if missing and all(word in line for word in missing)]
        marks = ",".join("?" * len(found))
        names = [name for (name,) in self._connection.execute(f"select name from member where id in ({marks}) order by rowid", found)]
        return "" if entry.head in names else next(filter(None, names), "")

    @property
    def is_gathered(self) -> bool:
        """Whether the next key stroke is answered from memory."""
        return self._keys is not None

    def gather(self) -> Gathered:
        """Read what `take` takes, all of it as it is at one moment by the caller's care."""
        self._renew()
        return Gathered(self._place, self._ranked, self._read_keys())

    def take(self, told: Gathered) -> None:
        """Take what another listing of the same file has read; what was written since is read when it is asked for."""
        if self._keys is None:
            self._place, self._ranked, self._keys = told
            self._version = -1

    def _renew(self) -> None:
        """Read what was written since: the whole where nothing is known, or too much of it is touched."""
        version = self._connection.execute("pragma data_version").fetchone()[0]
        if version == self._version:
            return
        place = newest(self._connection)
        ids = touched(self._connection, self._nouns, self._place) if self._place >= 0 else None
        if ids is None or len(ids) > _FEW:
            self._ranked, self._keys = self._read_entries(), None
        elif ids:
            self._ranked = {id: one for id, one in self._ranked.items() if id not in ids} | self._read_entries(ids)
            if self._keys is not None:
                self._keys = {**self._keys, **dict.fromkeys(ids, ""), **self._read_keys(ids)}
        self._entries = [entry for _, entry in sorted(self._ranked.values())]
        self._version, self._place, self._words = version, place, []

    def _read_entries(self, ids: Collection[str] | None = None) -> dict[str, tuple[str, Entry]]:
        """Each entry with its rank in the list: of these households, or of all."""
        told = self._rows("select rank, household, code, head, [group], people from entry", ids)
        return {entry.id: (rank, entry) for rank, *rest in told for entry in [Entry._make(rest)]}

    def _read_keys(self, ids: Collection[str] | None = None) -> dict[str, str]:
        """The keys of each household, its records on lines of their own."""
        gathered: dict[str, list[str]] = {}
        for household, keys in self._rows("select household, keys from search", ids):
            gathered.setdefault(household, []).append(spelled(keys))
        return {household: "\n".join(lines) for household, lines in gathered.items()}

    def _rows(self, query: str, ids: Collection[str] | None) -> Iterator[Sequence[Any]]:
        marks = f" where household in ({','.join('?' * len(ids))})" if ids is not None else ""
        yield from self._connection.execute(query + marks, list(ids or ()))
