"""Households and members as a roster tells them, and what it concludes of them, before anybody has compared them with what the file knows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from fieldapp.documents.remarks import Concluded, Noted, Place, Refused, Skipped, Unused
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from fieldapp.records.registered import Registered


@dataclass
class StagedMember:
    """A person as a roster tells him. The record has its derived id and no household yet."""

    record: Member
    place: Place


@dataclass(frozen=True)
class StagedStatement:
    """A conclusion of others as a roster tells it. The record has no id, no household and no member yet.

    Attributes:
        column: where it stands.
        member: whom it is about; None for the whole household.
        day_is_written: the roster says its day itself; otherwise it is that of saving the book, or none.
    """

    record: Registered
    place: Place
    column: Concluded
    member: StagedMember | None
    day_is_written: bool


@dataclass
class StagedHousehold:
    """A household as a roster tells it."""

    record: Household
    place: Place
    members: list[StagedMember] = field(default_factory=list)
    statements: list[StagedStatement] = field(default_factory=list)

    @property
    def heads(self) -> list[StagedMember]:
        """The members who are called head; mostly one."""
        return [member for member in self.members if member.record.relation is Relation.HEAD]


@dataclass
class Roster:
    """What one book tells.

    Attributes:
        saved: when the book says that it was saved last.
        villages: the villages that its rows name.
        concluded: the columns that tell conclusions.
        mapped: the sheets whose columns were taken as a person had told them.
    """

    file: str
    sha256: str
    saved: dt.date | None = None
    households: list[StagedHousehold] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    villages: set[str] = field(default_factory=set)
    mapped: list[str] = field(default_factory=list)
    concluded: list[Concluded] = field(default_factory=list)
