"""Records that are one, as the tables keep it: id → survivor. What it means stands in base/same.py."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Set

from fieldapp.base.folding import Folded
from fieldapp.base.record import Record
from fieldapp.base.same import Survivors, other_of, survivors, united
from fieldapp.store.connection import Connection


def read_survivors(connection: Connection) -> Survivors:
    """Which records of which noun are another."""
    found: dict[str, dict[str, str]] = {}
    for noun, record, survivor in connection.execute("select noun, record, survivor from same"):
        found.setdefault(noun, {})[record] = survivor
    return found


def groups(claiming: Iterable[Folded], look_up: Callable[[str, str], Folded | None]) -> Survivors:
    """The survivors, given all records that say of themselves that they are another.

    Args:
        look_up: the record of that noun and id, None where nobody ever told of it.
    """
    nouns: dict[str, dict[str, Folded]] = {}
    for one in claiming:
        nouns.setdefault(one.noun, {})[one.record] = one
    for noun, known in nouns.items():
        for id in {other_of(one) for one in known.values()} - known.keys() - {""}:
            if other := look_up(noun, id):
                known[id] = other
    return {noun: found for noun, known in nouns.items() if (found := survivors(known.values()))}


def whole(one: Folded, kept: Mapping[str, str], look_up: Callable[[str], Folded | None]) -> Folded | None:
    """The survivor of a record's group, with what the others add; None where the group is no longer the one that was kept.

    Args:
        one: a record of the group, as it is now.
        kept: id → survivor, as the tables have it for its noun.
    """
    survivor = kept.get(one.record, one.record)
    before = {id: to for id, to in kept.items() if to == survivor}
    members = {survivor, one.record, *before} | ({other_of(one)} - {""})
    known = {id: told for id in members if (told := one if id == one.record else look_up(id))}
    if survivors(known.values()) != before:
        return None
    return united(known[survivor], (known[id] for id in before if id in known))


def regrouped(
    ids: Iterable[str], kept: Mapping[str, str], look_up: Callable[[str], Folded | None]
) -> tuple[Mapping[str, Folded | None], Mapping[str, str]]:
    """The groups of records that have changed, as they were kept and as they are now.

    Args:
        ids: of one noun, every record whose word of being another may have changed.
        kept: as in `whole`.

    Returns:
        All that stood or stand in a group with one of them: id → the record, None where nobody told of it; and which of
        these are another now: id → survivor.
    """
    absorbed: dict[str, set[str]] = {}
    for id, survivor in kept.items():
        absorbed.setdefault(survivor, set()).add(id)
    known: dict[str, Folded | None] = {}
    waiting = set(ids)
    while waiting:
        id = waiting.pop()
        one = known[id] = look_up(id)
        survivor = kept.get(id, id)
        beside = {survivor, *absorbed.get(survivor, ()), other_of(one) if one else ""} - {""}
        waiting |= beside - known.keys()
    return known, survivors(one for one in known.values() if one)


def referring(
    connection: Connection, nouns: Iterable[type[Record]], noun: str, ids: Set[str]
) -> Iterator[tuple[str, str]]:
    """Noun and id of the records that refer to one of these (ids of a noun), as the tables have them."""
    for one in nouns:
        for field in one.fields:
            if field.kind.refers != noun or not ids:
                continue
            if field.kind.many:
                told = connection.execute(f"select id, [{field.name}] from [{one.table}] where [{field.name}] is not null")
                found = [id for id, text in told if not ids.isdisjoint(text.split())]
            else:
                wanted = f"select id from [{one.table}] where [{field.name}] in (select value from json_each(?))"
                found = [id for (id,) in connection.execute(wanted, [json.dumps(list(ids))])]
            yield from ((one.table, id) for id in found)
