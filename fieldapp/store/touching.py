"""Which households a file has learned something about, so that only these are worked out anew."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from fieldapp.base.record import Record
from fieldapp.records.household import Household
from fieldapp.store.connection import Connection

_AT_ONCE = 500
_ID = 32
"""An id has so many characters."""


def newest(connection: Connection) -> int:
    """The place of the newest change in the file. `touched` takes it."""
    return int(connection.execute("select coalesce(max(rowid), 0) from change").fetchone()[0])


def touched(connection: Connection, nouns: Sequence[type[Record]], after: int) -> frozenset[str]:
    """The ids of the households that changes beyond that place can concern; some more than that, never one less.

    All of them where the village itself was changed, because its answers choose the rules.
    """
    by_table = {noun.table: noun for noun in nouns}
    records: dict[str, list[str]] = defaultdict(list)
    ids: set[str] = set()
    for noun, record, body, was in connection.execute("select noun, record, body, was from change where rowid > ?", [after]):
        records[noun].append(record)
        for units in (body, was):
            ids |= _ids_in(units)
    for table, changed in records.items():
        if table in by_table:
            ids |= _households_of(connection, by_table[table], changed)
    return frozenset(ids)


def _ids_in(units: str | None) -> set[str]:
    """Every id that stands in these texts: to whom a record belonged, who shares it, whom it was said to be the same as."""
    texts = json.loads(units).values() if units else ()
    return {word for text in texts if text and len(text) >= _ID for word in text.split() if len(word) == _ID}


def _households_of(connection: Connection, noun: type[Record], records: Sequence[str]) -> set[str]:
    """The households to which records belong or belonged, and those that share them."""
    parent, sharers = noun.parent(), noun.sharers()
    if noun is Household:
        return set(records)
    if parent is None:
        return {id for (id,) in connection.execute("select household from entry")}
    found: set[str] = set()
    columns = ", ".join(f"[{field.name}]" for field in (parent, sharers) if field)
    told = f"select json_extract(body, '$.{parent.name}') from change where noun = '{noun.table}' and record in "
    for begin in range(0, len(records), _AT_ONCE):
        some = records[begin : begin + _AT_ONCE]
        marks = f"({','.join('?' * len(some))})"
        found |= {id for (id,) in connection.execute(told + marks, some) if id}
        for row in connection.execute(f"select {columns} from [{noun.table}] where id in {marks}", some):
            found |= {id for ids in row if ids for id in ids.split()}
    return found
