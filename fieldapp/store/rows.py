"""Rows in and out of tables, and acts that are whole.

sqlite-utils asks the table for its columns before every insert, which costs more than the insert when an act writes
three rows into eight tables; the statements here are the ones it would make.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from fieldapp.store.connection import Connection


def put(connection: Connection, table: str, rows: Iterable[Mapping[str, Any]], key: Sequence[str] = ()) -> None:
    """Insert rows, all with the same columns; where a row with this key stands already, its other columns are replaced.

    Args:
        key: the columns of the primary key; empty: a row that stands already is an error.
    """
    if known := list(rows):
        columns = list(known[0])
        put_rows(connection, table, columns, ([row[c] for c in columns] for row in known), key)


def put_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], key: Sequence[str] = ()
) -> None:
    """The same for rows that have their values in the order of the columns."""
    names, marks = ", ".join(f"[{c}]" for c in columns), ", ".join("?" * len(columns))
    news = ", ".join(f"[{c}] = excluded.[{c}]" for c in columns if c not in key)
    conflict = f" on conflict ({', '.join(key)}) do {'update set ' + news if news else 'nothing'}" if key else ""
    connection.executemany(f"insert into [{table}] ({names}) values ({marks}){conflict}", rows)


def rows(connection: Connection, query: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
    """What a query finds, each row as name of the column → value."""
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


@contextmanager
def atomic(connection: Connection, *, keep: bool = True) -> Iterator[None]:
    """Everything inside is one transaction, kept whole or dropped whole. `keep` False: tried and dropped in any case."""
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit" if keep else "rollback")
    except BaseException:
        if connection.in_transaction:  # a full disk may have ended it already
            connection.execute("rollback")
        raise
