"""Doubtful data: what a check says, and what it looks at."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fieldapp.base.record import Record
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import HouseholdType
from fieldapp.records.member import Member, Relation
from fieldapp.records.problem import Problem, ProblemKind, ProblemState
from fieldapp.records.water import Water
from fieldapp.rules.checks.person import Person
from fieldapp.rules.dwelling import Dwelling
from fieldapp.rules.finding import Finding, Verdict
from fieldapp.rules.housing_limits import HousingLimits
from fieldapp.rules.water import water_safety
from fieldapp.rules.water_limits import WaterLimits


class Severity(enum.StrEnum):
    """How much a doubt weighs, by the letters of the county's lists."""

    ERROR = "E"
    WARNING = "W"
    HINT = "I"

    @property
    def label(self) -> str:
        """What a person reads."""
        return {"E": "错误", "W": "疑点", "I": "提示"}[self.value]


@dataclass(frozen=True)
class Doubt:
    """One doubtful datum.

    Attributes:
        rule: its number, such as DQ-018.
        household, record: ids.
        noun: the table of the record.
        text: one sentence what is doubtful.
        advice: one sentence what to do.
    """

    rule: str
    severity: Severity
    household: str
    noun: str
    record: str
    text: str
    advice: str


@dataclass(frozen=True)
class Case:
    """One household on one day, with the limits of that day."""

    dossier: Dossier
    on: dt.date
    housing: HousingLimits
    water: WaterLimits

    @cached_property
    def members(self) -> list[Member]:
        """Those who belong to the household now, gathered once for all rules."""
        return self.dossier.members

    @cached_property
    def by_relation(self) -> Mapping[Relation | None, Sequence[Member]]:
        """The same by their relation to the head."""
        found: dict[Relation | None, list[Member]] = {}
        for member in self.members:
            found.setdefault(member.relation, []).append(member)
        return found

    @cached_property
    def people(self) -> list[Person]:
        """The same, as the rules on age, school and labour look at them."""
        return [Person.of(member, self.on) for member in self.members]

    @cached_property
    def is_monitored(self) -> bool:
        """Whether the household is on record as one under watch."""
        household = self.dossier.household
        return household.type is HouseholdType.MONITORED or household.monitored is not None

    @cached_property
    def is_registered(self) -> bool:
        """Whether the national register has it, of which alone the county's lists ask that nothing is left blank."""
        return self.is_monitored or self.dossier.household.type is HouseholdType.EXITED

    @cached_property
    def dwelling(self) -> Dwelling:
        """Where the family lives, every building with what was found of it."""
        return Dwelling.of(self.dossier, self.housing)

    @cached_property
    def drunk(self) -> Finding | None:
        """What was found or decided of the household's water; None where nobody has looked."""
        water = self.dossier.one(Water)
        return water_safety(water, self.water) if water else None

    @property
    def unsafe_water(self) -> Water | None:
        """The water of the household, where it was found or decided to be unsafe."""
        return self.dossier.one(Water) if self.drunk and self.drunk.verdict is Verdict.BAD else None

    def has_open_problem(self, kind: ProblemKind) -> bool:
        """Whether a problem of this kind is registered and not yet closed."""
        return any(p.kind is kind and p.state is not ProblemState.CLOSED for p in self.dossier.all(Problem))


Hit = tuple[Record, str]
"""The record that is doubtful, and why."""


@dataclass(frozen=True)
class Check:
    """One rule of the list. `name`: what a person calls the kind of doubt that it finds."""

    rule: str
    name: str
    severity: Severity
    hits: Callable[[Case], Iterable[Hit]]
    advice: str

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """What this rule finds doubtful."""
        for record, text in self.hits(case):
            yield self.doubt(case.dossier.household.id, record, text)

    def doubt(self, household: str, record: Record, text: str) -> Doubt:
        """One hit of this rule. `household`: its id."""
        return Doubt(self.rule, self.severity, household, record.table, record.id, text, self.advice)


def each_member(says: Callable[[Member, dt.date], str]) -> Callable[[Case], Iterator[Hit]]:
    """A rule about one person, put to everybody who belongs to the household now. `says`: why it is doubtful, or ''."""

    def hits(case: Case) -> Iterator[Hit]:
        return ((member, text) for member in case.members if (text := says(member, case.on)))

    return hits


def each_person(says: Callable[[Person], str]) -> Callable[[Case], Iterator[Hit]]:
    """As `each_member`, for rules on age, school and labour. `says`: the sentence behind the name, or ''."""

    def hits(case: Case) -> Iterator[Hit]:
        return ((person.member, f"{person.name}{text}") for person in case.people if (text := says(person)))

    return hits


def each_problem(says: Callable[[Problem, dt.date], str]) -> Callable[[Case], Iterator[Hit]]:
    """A rule about one problem, put to all of the household. `says`: why it is doubtful, or ''."""

    def hits(case: Case) -> Iterator[Hit]:
        return ((problem, text) for problem in case.dossier.all(Problem) if (text := says(problem, case.on)))

    return hits
