"""Who says what of a unit: what the projection does not keep, looked up in the changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from fieldapp.base.change import Act, Change
from fieldapp.base.knowledge import Knowledge
from fieldapp.store.connection import Connection
from fieldapp.store.projection import Projection, act_of, changes

_ACT = "a.id, a.node, a.number, a.stamp, a.at, a.by, a.why, a.source, a.county, a.backed, a.doubtful, a.offered"


class Said(NamedTuple):
    """A change that one office has made.

    Attributes:
        replied: what the other office had said of the units that it replaces: unit → text.
        first: nobody had told of the record before.
    """

    change: Change
    replied: Mapping[str, str | None]
    first: bool


def acts_of(connection: Connection, ids: Iterable[str]) -> dict[str, Act]:
    """The act under which each of these changes stands: id of the change → act."""
    query = f"select {_ACT} from change c join act a on a.id = c.act where c.id = ?"
    return {id: act_of(connection.execute(query, [id]).fetchone()) for id in ids}


def claims(connection: Connection, noun: str, record: str, unit: str) -> list[tuple[str | None, str]]:
    """Every text that claims an open unit, with the id of the change that says it; the one shown comes first."""
    query = "select claims from contested where noun = ? and record = ? and unit = ?"
    found = connection.execute(query, [noun, record, unit]).fetchone()
    return [tuple(claim) for claim in json.loads(found[0])] if found else []


def offers(connection: Connection) -> list[tuple[str, str, str, str | None, str]]:
    """Everything that is offered: noun, record, unit, text, change."""
    return [
        tuple(row) for row in connection.execute("select noun, record, unit, text, change from offer order by noun, record, unit")
    ]


def stands(connection: Connection, projection: Projection, noun: str, record: str, unit: str) -> tuple[str | None, str]:
    """The text of a unit that is shown, and the change that says it; (None, '') where nobody has said anything that counts."""
    known = list(changes(connection, noun, record))
    standing = projection.folded(known).units.get(unit) if known else None
    return (standing.text, standing.change) if standing else (None, "")


def sayings(connection: Connection, noun: str, record: str, unit: str) -> list[Act]:
    """Every act that ever said anything of a unit, in the order of the clocks."""
    told = [change.act for change in changes(connection, noun, record) if unit in change.body]
    return sorted(told, key=lambda act: (act.stamp, act.id))


def said_by(connection: Connection, county: bool, known: Knowledge) -> Iterator[Said]:
    """What one office has done, and not only offered, beyond what is known; in the order of the clocks."""
    query = f"select {_ACT} from act a where a.county = ? and not a.offered order by a.stamp, a.id"
    for act in map(act_of, connection.execute(query, [int(county)]).fetchall()):
        if not known.has(act.node, act.number):
            for change in changes(connection, act=act.id):
                yield Said(change, _replied(connection, change), _is_first(connection, change))


def _replied(connection: Connection, change: Change) -> dict[str, str | None]:
    """The texts of the other office that a change replaces: unit → text."""
    query = "select r.unit, c.body from replaced r join change c on c.id = r.change join act a on a.id = c.act"
    told = connection.execute(f"{query} where r.by = ? and a.county <> ?", [change.id, int(change.act.county)])
    return {unit: json.loads(body).get(unit) for unit, body in told}


def _is_first(connection: Connection, change: Change) -> bool:
    query = "select id from change where noun = ? and record = ? order by rowid limit 1"
    return bool(connection.execute(query, [change.noun, change.record]).fetchone()[0] == change.id)


def spoken(connection: Connection, county: bool, records: Iterable[str]) -> frozenset[str]:
    """The answers of these records (ids) of which an office has said anything that counts: `noun.record id.unit`."""
    query = (
        "select distinct c.noun || '.' || c.record || '.' || u.key from change c join act a on a.id = c.act, json_each(c.body) u"
        " where a.county = ? and not a.offered and c.record in (select value from json_each(?))"
    )
    return frozenset(key for (key,) in connection.execute(query, [int(county), json.dumps(list(records))]))
