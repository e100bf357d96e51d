"""The villages of a county side by side: how far each is, how old its last word is, what is open with it (S02, S37)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.desk.county import heard, reading
from fieldapp.desk.county_hands import Crew, Lost, Stop
from fieldapp.desk.disputes import Matter, Question, open_questions
from fieldapp.desk.judging import judge_dossier
from fieldapp.records.dossier import Dossier
from fieldapp.records.problem import Problem, ProblemState
from fieldapp.records.visit import Visit
from fieldapp.rules.finding import Verdict
from fieldapp.rules.visits import last_met
from fieldapp.store.connection import Key
from fieldapp.store.reader import Reader
from fieldapp.store.registry import Entry, Registry
from fieldapp.store.survey import Survey

DAYS = 30
"""Days within which a household was met to count as visited, unless somebody asks for others; a choice, not a figure of any law."""
Progress = Callable[[int, int], None]
"""Told how many villages are done, and of how many."""


@dataclass(frozen=True)
class Rates:
    """One village, counted.

    Attributes:
        visited: households that were really met within the days that were asked for, see `last_met`.
        dangerous, unsafe: households with a house C or D or somebody asleep in one, and with water that is not safe.
        open, overdue, closed: problems; the overdue are among the open ones.
        age: days since its last package was written; None where it does not tell.
        conflicts, offers, objections: what waits for a person; an objection is what a village says again of a unit of which
            the county had spoken.
        holes: gaps between the packages that have arrived.
        code, told_code: the 对账码 of what is here, and of what the village's last package told.
    """

    village: str
    name: str
    households: int = 0
    people: int = 0
    visited: int = 0
    dangerous: int = 0
    unsafe: int = 0
    open: int = 0
    overdue: int = 0
    closed: int = 0
    at: str = ""
    age: int | None = None
    conflicts: int = 0
    offers: int = 0
    objections: int = 0
    holes: int = 0
    code: str = ""
    told_code: str = ""
    trouble: str = ""

    @property
    def covered(self) -> float | None:
        """The share of households that were visited, 0 to 1; None where there is none."""
        return self.visited / self.households if self.households else None

    @property
    def cleared(self) -> float | None:
        """The share of problems that are closed, 0 to 1; None where there is none."""
        every = self.open + self.closed
        return self.closed / every if every else None


COUNTS = ("households", "people", "visited", "dangerous", "unsafe", "open", "overdue", "closed", "conflicts", "offers", "objections")
"""What is counted, by name."""


@dataclass(frozen=True)
class Average:
    """The county. `counts`: the mean of a village; `covered`, `cleared`: over all households and problems of the county."""

    villages: int
    counts: dict[str, float]
    covered: float | None
    cleared: float | None


@dataclass(frozen=True)
class Errand:
    """One village to be counted."""

    entry: Entry = field(repr=False)
    survey: Path
    key: str = field(repr=False)
    on: dt.date
    days: int


def rates(
    registry: Registry, codes: Iterable[str] = (), *, days: int = DAYS, on: dt.date | None = None, processes: int = 0,
    progress: Progress | None = None,
) -> list[Rates]:  # fmt: skip
    """Count these villages, all where none is named, as far as something of them has been taken; in the order of the codes.

    Raises:
        FieldAppError: a village is not in the registry.
    """
    entries = heard(registry, registry.some(codes))
    day = on or Clock().today()
    errands = [Errand(entry, registry.survey_path(entry.code), registry.key.pragma, day, days) for entry in entries]
    told: dict[str, Rates] = {}
    with Crew(processes, beat=lambda: progress(len(told), len(entries)) if progress else None) as crew:
        for errand, done in crew.spread([[one] for one in errands], count_one):
            entry = errand.entry
            told[entry.code] = Rates(entry.code, entry.name, trouble="数它的时候程序停了。") if isinstance(done, Lost) else done
    return [told[entry.code] for entry in entries]


def average(told: Sequence[Rates]) -> Average:
    """The county's average; villages that could not be counted are left out."""
    known = [one for one in told if not one.trouble]
    sums = {name: sum(getattr(one, name) for one in known) for name in COUNTS}
    whole = Rates("", "", **sums)
    means = {name: total / len(known) if known else 0.0 for name, total in sums.items()}
    return Average(len(known), means, whole.covered, whole.cleared)


def count_one(errand: Errand, stop: Stop) -> Rates:
    """Count one village. Raises: Cancelled."""
    entry = errand.entry
    try:
        with Survey.open(errand.survey, by="", key=Key(errand.key)) as survey:
            return _counted(survey.reader, errand, stop)
    except Cancelled:
        raise
    except FieldAppError as trouble:
        return Rates(entry.code, entry.name, trouble=str(trouble))


def _counted(reader: Reader, errand: Errand, stop: Stop) -> Rates:
    entry, on, questions = errand.entry, errand.on, open_questions(reader)
    found = Counter[str]()
    for number, dossier in enumerate(reader.dossiers(), 1):
        stop(number)
        found.update(_of_household(dossier, on, errand.days))
    problems = list(reader.every(Problem))
    waiting = [problem for problem in problems if problem.state is not ProblemState.CLOSED]
    return Rates(
        entry.code, entry.name, found["households"], reader.people(), found["visited"], found["dangerous"], found["unsafe"],
        open=len(waiting), overdue=sum(one.due is not None and one.due < on for one in waiting), closed=len(problems) - len(waiting),
        at=entry.at, age=_age(entry.at, on),
        conflicts=sum(one.matter is Matter.CONFLICT for one in questions),
        offers=sum(one.matter is not Matter.CONFLICT for one in questions), objections=sum(map(_objects, questions)),
        holes=sum(1 for _ in reader.knowledge().holes()), code=reader.code(), told_code=entry.told_code,
    )  # fmt: skip


def _of_household(dossier: Dossier, on: dt.date, days: int) -> Iterator[str]:
    """For what one household counts."""
    judged, met = judge_dossier(dossier, on), last_met(dossier.all(Visit))
    yield "households"
    if met is not None and (on - met).days <= days:
        yield "visited"
    if judged.housing.grade in ("C", "D") or judged.nobody_in_danger.verdict is Verdict.BAD:
        yield "dangerous"
    if judged.water.verdict is Verdict.BAD:
        yield "unsafe"


def _objects(one: Question) -> bool:
    """Whether a village has answered what the county had said."""
    return one.rounds > 1 and not one.from_county


def _age(at: str, on: dt.date) -> int | None:
    try:
        return max(0, (on - dt.datetime.fromisoformat(at).date()).days)
    except ValueError:
        return None


@dataclass(frozen=True)
class Codes:
    """The 对账码 of a village here, and the one that its last package told; '' where it told none."""

    village: str
    name: str
    code: str
    told_code: str

    @property
    def are_equal(self) -> bool:
        """Whether both are the same; they differ rightly where the county has decided something since."""
        return self.code == self.told_code


def codes(registry: Registry) -> list[Codes]:
    """The 对账码 of every village of which something has been taken, in the order of the codes."""
    found = []
    for entry in heard(registry, registry.villages()):
        with reading(registry, entry) as reader:
            found.append(Codes(entry.code, entry.name, reader.code(), entry.told_code))
    return found
