"""Everything that is known of one household, gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from fieldapp.base.pictures import Pictures
from fieldapp.base.record import Field, Names, Record
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from fieldapp.records.village import Village
from fieldapp.records.visit import Visit

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Dossier:
    """One household with all records that belong to it.

    Attributes:
        village: the village of the file.
        household: the household itself.
        records: noun → its records, oldest first; a noun without records may be absent.
        contested: keys `noun.record id.unit` of the answers that two offices tell differently.
        offered: keys as of `contested`, of the answers instead of which something is offered, and of records that are only
            offered or whose deletion is.
        others: what records of other households are called that these refer to (who shares a building): id → name.
    """

    village: Village
    household: Household
    records: Mapping[type[Record], Sequence[Record]]
    contested: frozenset[str] = frozenset()
    others: Names = field(default_factory=dict)
    offered: frozenset[str] = frozenset()

    def all(self, noun: type[R]) -> list[R]:
        """All records of a noun, oldest first."""
        return list(cast("Sequence[R]", self.records.get(noun, ())))

    def one(self, noun: type[R]) -> R | None:
        """The record of a noun of which a household has at most one."""
        return next(iter(self.all(noun)), None)

    @property
    def members(self) -> list[Member]:
        """Those who belong to the household now, the head first."""
        present = [member for member in self.all(Member) if member.left is None]
        return sorted(present, key=lambda member: member.relation is not Relation.HEAD)

    @property
    def visits(self) -> list[Visit]:
        """The visits that stand, oldest first: not those that a later one corrects."""
        corrected = {visit.corrects for visit in self.all(Visit)}
        return [visit for visit in self.all(Visit) if visit.id not in corrected]

    @property
    def head(self) -> str:
        """The name of the head: the member who is head, or the name on the register where no such member is known."""
        heads = [member.name for member in self.members if member.relation is Relation.HEAD and member.name]
        return heads[0] if heads else self.household.head or "户主未填"

    @property
    def names(self) -> dict[str, str]:
        """What a member or a visit is called where another record refers to it: id → name. Those who left are named too."""
        members = {member.id: member.name or "姓名未填" for member in self.all(Member)}
        visits = {visit.id: f"{visit.day or '日期未填'} 的走访" for visit in self.all(Visit)}
        return {**self.others, **members, **visits, self.household.id: f"{self.head}家"}

    @property
    def pictures(self) -> list[tuple[Record, Field[Any], str]]:
        """Every picture with the record and the question that it answers, in the order of the questionnaire."""
        return [
            (record, field, digest)
            for records in self.records.values()
            for record in records
            for field in record.questions()
            if isinstance(field.kind, Pictures)
            for digest in sorted(record.answers.get(field.name) or ())
        ]

    def owns(self, record: Record) -> bool:
        """Whether a record belongs to this household, and not to another one that shares it or to nobody."""
        parent = record.parent()
        return parent is None or record.answers.get(parent.name) == self.household.id
