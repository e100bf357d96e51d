"""Reading the survey file: a connection of its own that cannot write. One for each thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar, cast

from fieldapp.base.change import Act, Change
from fieldapp.base.errors import FieldAppError
from fieldapp.base.knowledge import Knowledge
from fieldapp.base.record import Record
from fieldapp.base.same import SAME
from fieldapp.base.tally import tally
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.village import Village
from fieldapp.store import claims
from fieldapp.store.belonging import ever_of
from fieldapp.store.claims import Said
from fieldapp.store.connection import Connection
from fieldapp.store.history import HistoryLine, told
from fieldapp.store.listing import Entry, Listing
from fieldapp.store.projection import Projection, act_of, changes, record_of
from fieldapp.store.rows import rows
from fieldapp.store.since import seen, since, whose

R = TypeVar("R", bound=Record)
_ACT = ("id", "node", "number", "stamp", "at", "by", "why", "source", "county", "backed", "doubtful", "offered")
_STREAMED = 200
"""How many households are read at once when all are streamed."""


class Reader:
    """Everything one may ask of a survey file."""

    def __init__(self, connection: Connection, nouns: Sequence[type[Record]]) -> None:
        self._connection = connection
        self._nouns = nouns
        self._listing = Listing(connection, nouns)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def village(self) -> Village:
        """The village of this file."""
        return next(self.every(Village), Village())

    def every(self, noun: type[R]) -> Iterator[R]:
        """All records of a noun, oldest first."""
        for row in rows(self._connection, f"select * from [{noun.table}] order by rowid"):
            yield cast(R, record_of(noun, row))

    def count(self, noun: type[Record]) -> int:
        """How many records of a noun there are."""
        return int(self._connection.execute(f"select count(*) from [{noun.table}]").fetchone()[0])

    def get(self, noun: type[R], id: str) -> R | None:
        """The record of that id, or None."""
        found = next(rows(self._connection, f"select * from [{noun.table}] where id = ?", [id]), None)
        return None if found is None else cast(R, record_of(noun, found))

    def of(self, noun: type[R], household_id: str) -> list[R]:
        """The records of a noun that belong to a household, oldest first."""
        if (parent := noun.parent()) is None:
            return []
        found = rows(self._connection, f"select * from [{noun.table}] where [{parent.name}] = ? order by rowid", [household_id])
        return [cast(R, record_of(noun, row)) for row in found]

    def dossier(self, household_id: str) -> Dossier:
        """Everything of one household. Raises: KeyError."""
        found = next(self.dossiers([household_id]), None)
        if found is None:
            raise KeyError(household_id)
        return found

    def dossiers(self, ids: Sequence[str] | None = None) -> Iterator[Dossier]:
        """Everything of these households, in their order; of all in the order of the list of households, a few at a time."""
        if ids is None:
            ids = [entry.id for entry in self.households()]
        village = self.village()
        for begin in range(0, len(ids), _STREAMED):
            yield from self._dossiers(village, ids[begin : begin + _STREAMED])

    def _dossiers(self, village: Village, ids: Sequence[str]) -> Iterator[Dossier]:
        homes = {home.id: home for home in self._where(Household, "id", ids)}
        gathered: dict[str, dict[type[Record], list[Record]]] = {id: {} for id in homes}
        others: dict[str, str] = {}
        for noun in self._nouns:
            if parent := noun.parent():
                for record in self._where(noun, parent.name, ids):
                    gathered[record.answers[parent.name]].setdefault(noun, []).append(record)
                shared = self._shared(noun, homes.keys())
                for record, users in shared:
                    for id in users:
                        gathered[id].setdefault(noun, []).append(record)
                others |= self._called(record for record, _ in shared)
        contested, offers = self.contested(), self.offers()
        for id in ids:
            if id in homes:
                mine = {id} | {record.id for records in gathered[id].values() for record in records}
                disputed = frozenset(".".join(key) for key in contested if key[1] in mine)
                offered = frozenset(".".join(one[:3]) for one in offers if one[1] in mine or one[3] == id)
                yield Dossier(village, homes[id], gathered[id], disputed, others, offered)

    def unowned(self, noun: type[R]) -> list[R]:
        """The records of a noun that belong to no household, oldest first."""
        if (parent := noun.parent()) is None:
            return []
        found = rows(self._connection, f"select * from [{noun.table}] where [{parent.name}] is null order by rowid")
        return [cast(R, record_of(noun, row)) for row in found]

    def _shared(self, noun: type[Record], ids: Collection[str]) -> list[tuple[Record, set[str]]]:
        """The shared records of a noun that concern these households, each with the ids of those that use it without owning it."""
        parent, sharers = noun.parent(), noun.sharers()
        if parent is None or sharers is None:
            return []
        query = f"select rowid, [{parent.name}], [{sharers.name}] from [{noun.table}] where [{sharers.name}] > ''"
        told = self._connection.execute(query)
        concerned = [str(rowid) for rowid, owner, users in told if not {owner, *users.split()}.isdisjoint(ids)]
        records = self._where(noun, "rowid", concerned)
        return [(one, (set(one.answers[sharers.name]) & set(ids)) - {one.answers.get(parent.name)}) for one in records]

    def _called(self, records: Iterable[Record]) -> dict[str, str]:
        """What the households and people are called that these records refer to: id → name."""
        asked = {
            id: field.kind.refers
            for record in records
            for field in record.fields
            if field.kind.refers in (Household.table, Member.table) and field.name in record.answers
            for id in field.kind.keep(record.answers[field.name]).split()
        }
        called: dict[str, str] = {}
        for id, noun in asked.items():
            if noun == Household.table:
                found = self._connection.execute("select head from entry where household = ?", [id]).fetchone()
                called |= {id: f"{found[0]}家"} if found else {}
            elif member := self.get(Member, id):
                called[id] = member.name or "姓名未填"
        return called

    def _where(self, noun: type[R], column: str, ids: Sequence[str]) -> Iterator[R]:
        marks = ",".join("?" * len(ids))
        for row in rows(
            self._connection, f"select * from [{noun.table}] where [{column}] in ({marks}) order by rowid", list(ids)
        ):
            yield cast(R, record_of(noun, row))

    def contested(self) -> list[tuple[str, str, str]]:
        """The answers that are told differently: noun, record, unit."""
        return [tuple(row) for row in self._connection.execute("select noun, record, unit from contested")]

    def claims(self, noun: str, record: str, unit: str) -> list[tuple[str | None, str]]:
        """Every text that claims an open unit, with the id of the change that says it; the one shown comes first."""
        return claims.claims(self._connection, noun, record, unit)

    def offers(self) -> list[tuple[str, str, str, str | None, str]]:
        """Everything that is only offered: noun, record, unit, text, and the change that offers it."""
        return claims.offers(self._connection)

    def acts_of(self, changes: Iterable[str]) -> dict[str, Act]:
        """The acts under which changes (their ids) stand."""
        return claims.acts_of(self._connection, changes)

    def stands(self, noun: type[Record], record: str, unit: str) -> tuple[str | None, str]:
        """The text of a unit that is shown, and the change that says it; (None, '') where nothing counts."""
        return claims.stands(self._connection, Projection(self._connection, self._nouns), noun.table, record, unit)

    def sayings(self, noun: type[Record], record: str, unit: str) -> list[Act]:
        """Every act that ever said anything of a unit, in the order of the clocks."""
        return claims.sayings(self._connection, noun.table, record, unit)

    def said_by(self, county: bool, known: Knowledge) -> Iterator[Said]:
        """See `claims.said_by`."""
        return claims.said_by(self._connection, county, known)

    def spoken(self, county: bool, records: Iterable[str]) -> frozenset[str]:
        """See `claims.spoken`."""
        return claims.spoken(self._connection, county, records)

    def households(self, find: str = "", limit: int | None = None) -> list[Entry]:
        """The list of households, by group and code.

        Args:
            find: words of which each must be found in a name (characters, pinyin, initials), number, telephone, code or group.
            limit: at most so many.
        """
        return self._listing.entries(find)[:limit]

    @property
    def listing(self) -> Listing:
        """What `households` is answered from."""
        return self._listing

    def people(self) -> int:
        """How many people belong to the households now."""
        return int(self._connection.execute("select coalesce(sum(people), 0) from entry").fetchone()[0])

    def household(self, told: str) -> str:
        """The id of the household that a person means: by id, official code or head's name.

        Raises:
            FieldAppError: none is meant, or several.
        """
        query = "select household from entry where household = :told or code = :told or head = :told"
        found = [id for (id,) in self._connection.execute(query, {"told": told.strip()})]
        if len(found) == 1:
            return str(found[0])
        if found:
            raise FieldAppError(f"有 {len(found)} 户都叫“{told}”。", "请改用户编号。")
        raise FieldAppError(f"没有找到“{told}”这一户。", "请核对户编号或户主姓名。")

    def code(self) -> str:
        """The 对账码 over everything."""
        return tally(hash for (hash,) in self._connection.execute("select hash from row order by noun, record"))

    def hashes(self) -> dict[str, dict[str, str]]:
        """The hashes of which the 对账码 is made: noun → id → hash."""
        found: dict[str, dict[str, str]] = {}
        for noun, record, hash in self._connection.execute("select noun, record, hash from row"):
            found.setdefault(noun, {})[record] = hash
        return found

    def acts(self, limit: int = 100) -> list[Act]:
        """The newest acts first."""
        rows = self._connection.execute(f"select {', '.join(_ACT)} from act order by stamp desc, id limit ?", [limit])
        return [act_of(row) for row in rows]

    def names_of_recorders(self) -> list[str]:
        """Who has recorded in this file, the most recent first."""
        return [by for (by,) in self._connection.execute("select by from act group by by order by max(stamp) desc")]

    def history(self, records: Iterable[str]) -> list[HistoryLine]:
        """Everything that was ever said of these records (ids), oldest first."""
        nouns = {noun.table: noun for noun in self._nouns}
        lines: list[HistoryLine] = []
        for record in records:
            for (noun,) in self._connection.execute("select distinct noun from change where record = ?", [record]).fetchall():
                if noun in nouns:
                    for change in changes(self._connection, noun, record):
                        lines += told(nouns[noun], change.record, change.act, change.was, change.body)
        return sorted(lines, key=lambda line: line.act.stamp)

    def ever_of(self, household: str) -> list[str]:
        """The ids of everything a household ever had, itself included: also what was deleted, moved away, is used no longer."""
        return ever_of(self._connection, household)

    def seen(self) -> dict[str, int]:
        """Everything that is known now: node → number of its newest act. `since` takes it."""
        return seen(self._connection)

    def knowledge(self) -> Knowledge:
        """Everything that is known here, act by act."""
        from fieldapp.store.receiving import knowledge  # late: only exchange needs it

        return knowledge(self._connection)

    def beyond(self, known: Knowledge) -> tuple[list[Act], list[Change]]:
        """What is known here beyond what somebody else knows: acts and their changes, oldest first."""
        from fieldapp.store.receiving import beyond

        return beyond(self._connection, known)

    def as_known(self, noun: type[R], id: str, seen: Knowledge) -> R | None:
        """A record as it stands for somebody who knows no more than this; None where there is none for him."""
        from fieldapp.store.offering import as_known

        return cast("R | None", as_known(self._connection, noun, id, seen))

    def heard_of(self, noun: type[Record], id: str) -> bool:
        """Whether anything was ever said of a record, also one that was deleted or waits for an earlier package."""
        query = "select 1 from change where noun = ? and record = ? limit 1"
        return self._connection.execute(query, [noun.table, id]).fetchone() is not None

    def arrival(self, sha256: str) -> str | None:
        """The package id of a book that was read already, by the SHA-256 of its bytes; None where it was not."""
        found = self._connection.execute("select package from arrival where sha256 = ?", [sha256]).fetchone()
        return str(found[0]) if found else None

    def arrivals(self) -> list[dict[str, str]]:
        """The books that were read already, the newest first: what `Survey.arrived` was told of each."""
        return list(rows(self._connection, "select * from arrival order by at desc, name"))

    def since(self, known: Mapping[str, int]) -> Iterator[HistoryLine]:
        """Everything that was said beyond what was known, oldest first.

        A record that is new is one line without field and texts; what was said of it later is a line an answer.
        """
        nouns = {noun.table: noun for noun in self._nouns}
        for change, first in since(self._connection, known):
            if noun := nouns.get(change.noun):
                made = [HistoryLine(change.act, noun, change.record, None, None, None)]
                yield from made if first else told(noun, change.record, change.act, change.was, change.body)

    def written_by(self, act: str) -> Iterator[tuple[type[Record], str]]:
        """The records that an act (its id) wrote to: noun and id, in the order of writing."""
        nouns = {noun.table: noun for noun in self._nouns}
        for noun, record in self._connection.execute("select noun, record from change where act = ? order by rowid", [act]):
            if noun in nouns:
                yield nouns[noun], record

    def joined_by(self, act: str) -> bool:
        """Whether an act (its id) says of any two records that they are one, or that they are not."""
        query = "select 1 from change where act = ? and instr(body, ?) limit 1"
        return self._connection.execute(query, [act, f'"{SAME}":']).fetchone() is not None

    def place(self) -> int:
        """How far the changes of the file go now. `households_since` takes it."""
        from fieldapp.store.touching import newest  # late: only the list of households asks

        return newest(self._connection)

    def households_since(self, place: int) -> frozenset[str]:
        """The ids of the households that changes beyond a place concern: never one too few, at times one too many."""
        from fieldapp.store.touching import touched

        return touched(self._connection, self._nouns, place)

    def whose(self, noun: type[Record], record: str) -> tuple[str, str]:
        """Code and head of the household to which a record belongs, or belonged before it was deleted; '' where there is none."""
        return whose(self._connection, noun, record)

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Everything read inside is as it was at one moment, whatever is written meanwhile."""
        self._connection.execute("begin")
        try:
            yield
        finally:
            self._connection.execute("rollback")

    def about(self, key: str) -> str:
        """A remark that the file keeps about itself, '' where there is none."""
        found = self._connection.execute("select value from about where key = ?", [key]).fetchone()
        return str(found[0]) if found else ""
