"""What a file has learned since it was last handed over.

What had been learned then is told as the number of the newest act of every node, not as one moment: what another laptop
did last week and sends today is news today, though its stamp is old.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from fieldapp.base.change import Act, Change
from fieldapp.base.record import Record
from fieldapp.records.household import Household
from fieldapp.store.connection import Connection
from fieldapp.store.projection import act_of

_NEWS = """
select a.id, a.node, a.number, a.stamp, a.at, a.by, a.why, a.source, a.county, a.backed, a.doubtful, a.offered,
       c.id, c.noun, c.record, c.body, c.was,
       not exists (select 1 from change e where e.record = c.record and e.noun = c.noun and e.rowid < c.rowid)
from change c join act a on a.id = c.act left join json_each(?) s on s.key = a.node
where a.number > coalesce(s.value, 0) order by c.rowid"""


def seen(connection: Connection) -> dict[str, int]:
    """Everything that is known now: node → number of its newest act."""
    return dict(connection.execute("select node, max(number) from act group by node"))


def since(connection: Connection, known: Mapping[str, int]) -> Iterator[tuple[Change, bool]]:
    """Every change beyond what was known, oldest first; and whether it is the first one of its record."""
    acts: dict[str, Act] = {}
    for row in connection.execute(_NEWS, [json.dumps(dict(known))]):
        id, noun, record, body, was, first = row[12:]
        act = acts.setdefault(row[0], act_of(row[:12]))
        yield Change(id, act, noun, record, json.loads(body), json.loads(was or "{}")), bool(first)


def whose(connection: Connection, noun: type[Record], record: str) -> tuple[str, str]:
    """Code and head of the household to which a record belongs, or belonged before it was deleted; '' where there is none."""
    household, parent = record, noun.parent()
    if noun is not Household:
        if parent is None:
            return "", ""
        found = connection.execute(f"select [{parent.name}] from [{noun.table}] where id = ?", [record]).fetchone()
        household = found[0] if found else _last_told(connection, noun, record, parent.name)
    entry = connection.execute("select code, head from entry where household = ?", [household]).fetchone()
    if entry:
        return str(entry[0]), str(entry[1])
    return _last_told(connection, Household, household, "code"), _last_told(connection, Household, household, "head")


def _last_told(connection: Connection, noun: type[Record], record: Any, unit: str) -> str:
    """The newest text of one unit of a record that may be gone; '' where it never had one."""
    found = connection.execute(
        "select json_extract(body, '$.' || :unit) from change where record = :record and noun = :noun"
        " and json_type(body, '$.' || :unit) = 'text' order by rowid desc limit 1",
        {"unit": unit, "record": record, "noun": noun.table},
    ).fetchone()
    return str(found[0]) if found else ""
