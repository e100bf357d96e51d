"""The present state, folded from the changes: tables of the nouns, hashes of rows, open conflicts, search, list of households."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import Any

from fieldapp.base.change import GONE, Act, Change, canonical
from fieldapp.base.folding import NOBODYS, UNORDERED, Folded, Owned, Strict, fold, ready
from fieldapp.base.kinds import OneOf
from fieldapp.base.record import Owner, Record
from fieldapp.base.same import SAME, Survivors, redirected
from fieldapp.base.tally import row_hash
from fieldapp.records import SEARCHED
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from fieldapp.store.connection import Connection
from fieldapp.store.joining import groups, read_survivors, referring, regrouped, whole
from fieldapp.store.rows import put, put_rows, rows
from fieldapp.store.schema import make_projection
from fieldapp.store.search import keys_of

Row = dict[str, Any]
Key = tuple[str, str]
"""Noun and id of a record."""
Texts = Mapping[str, str]
"""The canonical texts of a record's answers: name of the question → text."""

_CHANGES = """
select c.id, c.noun, c.record, c.body, c.was, a.id as act_id, a.node, a.number, a.stamp, a.at, a.by, a.why, a.source, a.county,
       a.backed, a.doubtful, a.offered
from change c join act a on a.id = c.act"""
_OUTLIVED = """
select o.noun, o.record from offer o join change c on c.id = o.change join act a on a.id = c.act where o.unit = ? and not a.offered"""


def owned(noun: type[Record]) -> Owned:
    """Whose word counts in which unit of a noun; what belongs to both offices is missing."""
    parts = {unit: fields[0].part.owner for unit, fields in noun.units().items()}
    return {unit: owner is Owner.COUNTY for unit, owner in parts.items() if owner is not Owner.SHARED}


def strict(noun: type[Record]) -> Strict:
    """The units of a noun of which the strictest text is shown while they are contested, with their texts in that order."""
    ordered = {unit: fields[0] for unit, fields in noun.units().items() if len(fields) == 1 and fields[0].part.strict}
    return {unit: [one.name for one in field.kind.choices] for unit, field in ordered.items() if isinstance(field.kind, OneOf)}


class Projection:
    """Writes the projection of one survey file. All calls stand inside the caller's transaction."""

    def __init__(self, connection: Connection, nouns: Sequence[type[Record]]) -> None:
        self._connection = connection
        self.nouns = {noun.table: noun for noun in nouns}
        self._owned = {noun.table: owned(noun) for noun in nouns}
        self._strict = {noun.table: strict(noun) for noun in nouns}
        self._searched = {noun.table: tuple(f.name for f in SEARCHED if f.owner is noun) for noun in nouns}
        self._names = {noun.table: [f.name for f in noun.fields] for noun in nouns}
        self._numbers = {noun.table: [at for at, f in enumerate(noun.fields, start=1) if f.kind.column is int] for noun in nouns}
        self.spelling = True
        """Whether names are spelled in pinyin when they are written, or when somebody searches."""

    def rebuild(self) -> None:
        """Fold everything again from the changes."""
        make_projection(self._connection, list(self.nouns.values()))
        records: dict[tuple[str, str], list[Change]] = {}
        for change in changes(self._connection):
            records.setdefault((change.noun, change.record), []).append(change)
        records = {key: told for key, known in records.items() if (told := ready(known))}
        claiming = [self.folded(known) for known in records.values() if any(SAME in change.body for change in known)]
        found = groups(claiming, lambda noun, id: self._known(noun, id, records.get((noun, id), ())))
        rows = [{"noun": noun, "record": id, "survivor": to} for noun, one in found.items() for id, to in one.items()]
        put(self._connection, "same", rows)
        alone = (self.folded(known) for (noun, id), known in records.items() if id not in found.get(noun, ()))
        self.show(alone, new=True, grouped=True)

    def folded(self, known: Sequence[Change]) -> Folded:
        """One record as all its changes tell it."""
        noun = known[0].noun
        return fold(known, self._owned.get(noun, NOBODYS), self._strict.get(noun, UNORDERED))

    def _known(self, noun: str, id: str, known: Sequence[Change] = ()) -> Folded | None:
        """One record as the file tells it by itself, or None where the file was never told of it."""
        told = known or ready(changes(self._connection, noun, id))
        return self.folded(told) if told else None

    def show(self, folded: Iterable[Folded], *, new: bool = False, grouped: bool = False) -> None:
        """Bring the tables to what these records tell.

        What was deleted and still has records is shown, with its deletion as an offer, so that nothing is lost in silence.

        Args:
            new: the tables know none of them yet.
            grouped: which records are one stands in its table already.
        """
        moved, beside = self._tell(folded, new=new, grouped=grouped)
        if moved:
            self._regroup(moved)
        if turned := self._turned(beside):
            known = (self._known(*key) for key in sorted(turned))
            self._tell((told for told in known if told and told.buried), grouped=True)

    def _tell(self, folded: Iterable[Folded], *, new: bool = False, grouped: bool = False) -> tuple[set[Key], set[Key]]:
        """The same, one by one.

        Returns:
            The records whose groups are others now; and those that may live or be gone by what was told of others.
        """
        tables: dict[str, list[Sequence[str | int | None]]] = {}
        hashes, conflicts, offers, keys, households = [], [], list[Row](), [], set[str]()
        same = read_survivors(self._connection)
        moved, seen, beside = set[Key](), set[Key](), set[Key]()
        bound = {(noun, id) for noun, found in same.items() for id in (*found, *found.values())}
        for told in folded:
            single = SAME not in told.units and (told.noun, told.record) not in bound
            one = told if single else self._whole(told, same)
            if one is None and not grouped:
                moved.add((told.noun, told.record))
            if one is None or (one.noun, one.record) in seen:
                continue
            seen.add((one.noun, one.record))
            if not new:
                households |= self._household_of(one.noun, one.record)
                self._forget(one)
            one = self._outlived(one)
            offers += _offers(one)
            noun = self.nouns.get(one.noun)
            if one.gone or noun is None:
                beside.add((one.noun, one.record))
                continue
            texts: Texts = noun.kept_by(one.told())
            if same:
                texts = redirected(noun.from_kept(one.record, texts), same).texts()
            beside |= _parent_of(noun, texts)
            tables.setdefault(one.noun, []).append(_row(one.record, texts, self._names[one.noun], self._numbers[one.noun]))
            hashes.append({"noun": one.noun, "record": one.record, "hash": row_hash(canonical(one.noun, one.record, texts))})
            conflicts += _conflicts(one)
            household = one.record if noun is Household else texts.get("household", "")
            if found := keys_of(texts, self._searched[one.noun], spelling=self.spelling):
                keys.append({"record": one.record, "household": household, "keys": found})
            if noun in (Household, Member):
                households.add(household)
        for table, those in tables.items():
            put_rows(self._connection, table, ["id", *self._names[table]], those, ["id"])
        put(self._connection, "row", hashes, ["noun", "record"])
        put(self._connection, "contested", conflicts)
        put(self._connection, "offer", offers)
        put(self._connection, "search", keys, ["record"])
        self._list(households - {""})
        return moved, beside

    def _outlived(self, one: Folded) -> Folded:
        """The record, alive where it was deleted and has records all the same."""
        return one.outlived() if one.gone and one.buried and self._has_records(one.noun, one.record) else one

    def _has_records(self, noun: str, id: str) -> bool:
        """Whether any record that is shown belongs to this one."""
        asked = ((one.table, parent.name) for one in self.nouns.values() if (parent := one.parent()) and parent.kind.refers == noun)
        found = (self._connection.execute(f"select 1 from [{table}] where [{name}] = ? limit 1", [id]) for table, name in asked)
        return any(one.fetchone() for one in found)

    def _turned(self, beside: Set[Key]) -> set[Key]:
        """Which of these are not shown though they have records, and which others are shown though their last one has left."""
        execute = self._connection.execute
        hidden = {key for key in beside if not execute("select 1 from row where noun = ? and record = ?", key).fetchone()}
        waiting = set(execute(_OUTLIVED, [GONE]))
        return {key for key in hidden if self._has_records(*key)} | {key for key in waiting if not self._has_records(*key)}

    def _regroup(self, moved: Set[Key]) -> None:
        """Bring the groups of these records, as they were and as they are, to what is known; and whatever refers to them."""
        before, again, parted = read_survivors(self._connection), set[Key](), set[Key]()
        absorbed = set[Key]()
        for noun in {noun for noun, _ in moved}:
            kept = before.get(noun, {})
            known, now = regrouped((id for one, id in moved if one == noun), kept, partial(self._known, noun))
            self._connection.executemany("delete from same where noun = ? and record = ?", [(noun, id) for id in known])
            put(self._connection, "same", [{"noun": noun, "record": id, "survivor": to} for id, to in now.items()])
            absorbed |= {(noun, id) for id, one in known.items() if id in now or one is None}
            parted |= {(noun, id) for id in known if id in kept and id not in now}
            turned = {kept.get(id, id) for id in known if kept.get(id, id) != now.get(id, id)}
            again |= {(noun, id) for id in known} | set(referring(self._connection, self.nouns.values(), noun, turned))
        households = {household for key in absorbed for household in self._household_of(*key)}
        for noun, id in absorbed:
            self._forget(Folded(noun, id, {}, gone=True, revived=False))
        self.show((told for key in sorted(again - absorbed) if (told := self._known(*key))), grouped=True)
        for noun, id in parted:
            self._put_in_place(noun, id)
        self._list(households.union(*(self._household_of(*key) for key in parted)))

    def _put_in_place(self, noun: str, id: str) -> None:
        """Let a record that is back stand among those of its household as if it had never been away: the oldest first."""
        parent = self.nouns[noun].parent() if noun in self.nouns else None
        if parent is None:
            return
        those = f"from [{noun}] where [{parent.name}] = (select [{parent.name}] from [{noun}] where id = ?)"
        first = f"(select min(c.rowid) from change c where c.noun = '{noun}' and c.record = [{noun}].id)"
        found = list(rows(self._connection, f"select * {those} order by {first}", [id]))
        self._connection.execute(f"delete {those}", [id])
        put(self._connection, noun, found)

    def _whole(self, one: Folded, same: Survivors) -> Folded | None:
        """Of a record that is the same as others the survivor of them all; None where the groups are others now."""
        return whole(one, same.get(one.noun, {}), lambda id: self._known(one.noun, id))

    def _household_of(self, noun: str, record: str) -> set[str]:
        """The household under which a record stood until now, where the list of households shows it."""
        if noun != Member.table:
            return {record} if noun == Household.table else set()
        found = self._connection.execute("select household from member where id = ?", [record]).fetchone()
        return {found[0]} if found and found[0] else set()

    def _forget(self, one: Folded) -> None:
        execute = self._connection.execute
        execute("delete from contested where noun = ? and record = ?", [one.noun, one.record])
        execute("delete from offer where noun = ? and record = ?", [one.noun, one.record])
        execute("delete from search where record = ?", [one.record])
        if one.gone:
            if one.noun in self.nouns:
                execute(f"delete from [{one.noun}] where id = ?", [one.record])
            execute("delete from row where noun = ? and record = ?", [one.noun, one.record])

    def _list(self, households: Iterable[str]) -> None:
        """Bring the list of households up to date for these ids."""
        entries = []
        for id in households:
            found = self._connection.execute("select code, head, [group] from household where id = ?", [id]).fetchone()
            if found is None:
                self._connection.execute("delete from entry where household = ?", [id])
                continue
            people = self._connection.execute(
                "select name, relation from member where household = ? and left is null order by rowid", [id]
            ).fetchall()
            heads = [name for name, relation in people if relation == Relation.HEAD.name and name]
            code, head, group = found[0] or "", heads[0] if heads else found[1] or "户主未填", found[2] or ""
            entries.append({
                "household": id, "code": code, "head": head, "group": group, "people": len(people),
                "rank": f"{_natural(group)}\x1f{code}\x1f{id}",
            })  # fmt: skip
        put(self._connection, "entry", entries, ["household"])


def _natural(text: str) -> str:
    """A text by which 10组 stands after 9组; households without group stand last."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), text) or "\U0010ffff"


def _parent_of(noun: type[Record], texts: Texts) -> set[Key]:
    """To which record one belongs."""
    parent = noun.parent()
    return {(parent.kind.refers, texts[parent.name])} if parent and parent.name in texts else set()


def _conflicts(one: Folded) -> list[Row]:
    if one.alone:
        return []
    return [
        {"noun": one.noun, "record": one.record, "unit": unit, "claims": json.dumps(standing.claims, ensure_ascii=False)}
        for unit, standing in one.units.items()
        if standing.contested
    ]


def _offers(one: Folded) -> list[Row]:
    """What is offered of a record: answers, its deletion, or the whole record where it is a candidate."""
    if one.alone or (one.gone and not one.candidate):
        return []
    told = [(unit, *claim) for unit, standing in one.units.items() for claim in standing.offers]
    told += [(GONE, *claim) for claim in one.graves]
    return [{"noun": one.noun, "record": one.record, "unit": unit, "text": text, "change": id} for unit, text, id in told]


def hash_of(record: Record) -> str:
    """The hash by which two files compare this record."""
    return row_hash(canonical(record.table, record.id, record.texts()))


def _row(id: str, texts: Texts, names: Iterable[str], numbers: Iterable[int]) -> Sequence[str | int | None]:
    """A record as its noun's table has it. `numbers`: the places in which the table keeps one."""
    row: list[str | int | None] = [id, *map(texts.get, names)]
    for place in numbers:
        if (text := row[place]) is not None:
            row[place] = int(text)
    return row


def record_of(noun: type[Record], row: Mapping[str, Any]) -> Record:
    """The record back from its noun's table."""
    return noun.from_kept(str(row["id"]), {f.name: None if row[f.name] is None else str(row[f.name]) for f in noun.fields})


def changes(connection: Connection, noun: str = "", record: str = "", act: str = "") -> Iterator[Change]:
    """The changes of the file, of one record or of one act, oldest first."""
    where, what = "", []
    if noun:
        where, what = " where c.noun = ? and c.record = ?", [noun, record]
    elif act:
        where, what = " where c.act = ?", [act]
    replaces = _replaces(connection, noun, record, act)
    cursor = connection.execute(f"{_CHANGES}{where} order by c.rowid", what)
    acts: dict[str, Act] = {}
    for id, told_noun, told_record, body, was, act_id, *rest in cursor:
        known = acts.get(act_id)
        if known is None:
            known = acts[act_id] = act_of([act_id, *rest])
        yield Change(id, known, told_noun, told_record, json.loads(body), json.loads(was or "{}"), replaces.get(id, frozenset()))


def act_of(row: Sequence[Any]) -> Act:
    """The act back from its table: id, node, number, stamp, at, by, why, source and the flags."""
    id, node, number, stamp, at, by, why, source, county, backed, doubtful, offered = row
    return Act(id, node, number, stamp, at, by, why, source, bool(county), bool(backed), bool(doubtful), bool(offered))


def _replaces(connection: Connection, noun: str, record: str, act: str) -> dict[str, frozenset[tuple[str, str]]]:
    """What each of these changes replaces: id → versions."""
    if noun:
        query = "select r.by, r.change, r.unit from change c join replaced r on r.by = c.id where c.noun = ? and c.record = ?"
        found = connection.execute(query, [noun, record])
    elif act:
        query = "select r.by, r.change, r.unit from change c join replaced r on r.by = c.id where c.act = ?"
        found = connection.execute(query, [act])
    else:
        found = connection.execute("select by, change, unit from replaced")
    together: dict[str, set[tuple[str, str]]] = {}
    for by, change, unit in found:
        together.setdefault(by, set()).add((change, unit))
    return {by: frozenset(versions) for by, versions in together.items()}
