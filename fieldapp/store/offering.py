"""Offering what somebody has typed into a book, in the transaction that takes the package of that book: all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from fieldapp.base.change import Act
from fieldapp.base.folding import Folded, fold, ready
from fieldapp.base.knowledge import Knowledge
from fieldapp.base.record import Record, kept_of_units
from fieldapp.base.same import redirected, united
from fieldapp.store.connection import Connection
from fieldapp.store.joining import read_survivors
from fieldapp.store.projection import Projection, changes, owned, strict
from fieldapp.store.reader import Reader
from fieldapp.store.receiving import Taken
from fieldapp.store.writing import Key, Writing


@dataclass(frozen=True)
class Offering:
    """One act that only offers.

    Attributes:
        why, source, by: of the act.
        tell: given what the file knows once the package is taken, says what is offered (`Writing.offer`).
    """

    why: str
    source: str
    by: str
    tell: Callable[[Reader, Writing], None]

    def add(self, taken: Taken, connection: Connection, projection: Projection, act: Act) -> Taken:
        """Write it under this act, inside the caller's transaction.

        Returns:
            What was taken before, with the proposals that are open now besides: each offered answer or deletion, and each
            record that nobody had heard of.
        """
        before = _open(connection)
        writing = Writing(connection, projection)
        self.tell(Reader(connection, list(projection.nouns.values())), writing)
        writing.flush(replace(act, why=self.why, source=self.source, by=self.by, offered=True))
        return replace(taken, offers=taken.offers + len(_matters(connection, _open(connection) - before)))


Open = tuple[str, str, str, str]
"""Noun, record, unit and change of an offer."""


def _open(connection: Connection) -> set[Open]:
    return {tuple(row) for row in connection.execute("select noun, record, unit, change from offer")}


def _matters(connection: Connection, offers: Iterable[Open]) -> set[tuple[str, ...]]:
    """The offers as a person counts them: all units of a record that does not count yet are one."""
    standing: set[Key] = {tuple(row) for row in connection.execute("select noun, record from row")}
    return {one if one[:2] in standing else one[:2] for one in offers}


def _stands(connection: Connection, noun: type[Record], id: str) -> bool:
    """Whether a record is shown now; of what was deleted: because others belong to it."""
    return connection.execute(f"select 1 from [{noun.table}] where id = ?", [id]).fetchone() is not None


def as_known(connection: Connection, noun: type[Record], id: str, seen: Knowledge) -> Record | None:
    """A record as it stands for somebody who knows no more than this; None where there is none for him."""

    def folded(one: str) -> Folded | None:
        known = ready(c for c in changes(connection, noun.table, one) if seen.has(c.act.node, c.act.number))
        return fold(known, owned(noun), strict(noun)) if known else None

    found = folded(id)
    if found is None or (found.gone and not (found.buried and _stands(connection, noun, id))):
        return None
    same = read_survivors(connection)
    others = (folded(other) for other, survivor in same.get(noun.table, {}).items() if survivor == id)
    whole = united(found, (other for other in others if other))
    return redirected(noun.from_kept(id, kept_of_units(noun, whole.texts())), same)
