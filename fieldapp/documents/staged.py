"""Households and members as a roster tells them, before anybody has compared them with what the file knows."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldapp.documents.remarks import Noted, Place, Refused, Skipped, Unused
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation


@dataclass
class StagedMember:
    """A person as a roster tells him. The record has its derived id and no household yet."""

    record: Member
    place: Place


@dataclass
class StagedHousehold:
    """A household as a roster tells it."""

    record: Household
    place: Place
    members: list[StagedMember] = field(default_factory=list)

    @property
    def heads(self) -> list[StagedMember]:
        """The members who are called head; mostly one."""
        return [member for member in self.members if member.record.relation is Relation.HEAD]


@dataclass
class Roster:
    """What one book tells.

    Attributes:
        villages: the villages that its rows name.
    """

    file: str
    sha256: str
    households: list[StagedHousehold] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    villages: set[str] = field(default_factory=set)
