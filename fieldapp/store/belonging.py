"""What a household ever had: also what was deleted, moved away, or is used by it no longer."""

from __future__ import annotations

from fieldapp.store.connection import Connection

_TOLD = """
select record from change where json_extract(body, '$.household') = :household
union
select record from change where json_extract(body, '$.shared') > '' and instr(json_extract(body, '$.shared'), :household)"""
"""Both sides have an index (migrations.py): a file of 200,000 changes is not read through for one page."""

_EMPTIED = """
select distinct json_extract(c.was, '$.household') from change c
join change g on g.act = c.act and g.noun = 'household' and g.record = json_extract(c.was, '$.household')
where json_extract(c.body, '$.household') = ? and json_type(g.body, '$._gone') = 'text'
and not exists (select 1 from household where id = g.record)"""


def ever_of(connection: Connection, household: str) -> list[str]:
    """The ids of the household itself, of every record that was ever told to be its own or used by it, of
    households that were merged into it with all that was theirs, and of records that turned out to be one of these.
    """
    found: dict[str, None] = {}
    waiting, homes = [household], {household}
    while waiting:
        home = waiting.pop()
        found |= dict.fromkeys([home, *(id for (id,) in connection.execute(_TOLD, {"household": home}))])
        merged = {id for (id,) in connection.execute(_EMPTIED, [home])} - homes
        homes |= merged
        waiting += sorted(merged)
    joined = connection.execute("select record, survivor from same").fetchall()
    return [*found, *(record for record, survivor in joined if survivor in found and record not in found)]
