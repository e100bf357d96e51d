"""What there is to do today: what is open with its deadlines, who was not visited for long, what was entered so far.

Gathered by noun and not by dossier: only five of the tables say something of today, so that 500 households cost a
quarter of what their dossiers do.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fieldapp.desk.corrections import to_look_at
from fieldapp.desk.reviewing import Returned, returned
from fieldapp.records import RECORDS
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.plan import Measure, Progress
from fieldapp.records.problem import Problem, ProblemState, Promise
from fieldapp.records.visit import Visit
from fieldapp.rules.visits import last_met
from fieldapp.store.listing import Entry
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey

SOON = 7
"""Days before a deadline from which on something counts as near."""
_PATIENCE = "patience"
"""The remark under which a survey keeps after how many days a household counts as not visited for long."""
_ACTS = 500
"""So many of the newest acts are looked through for those of today."""
_NAMED = 3
"""So many households of one act are named; what touched more is told by its counts."""


class About(enum.Enum):
    """What an open matter is."""

    PROBLEM = "问题"
    PROMISE = "答应的事"
    MEASURE = "帮扶措施"


@dataclass(frozen=True)
class Matter:
    """Something that is open in one household.

    Attributes:
        by: who is to see to it, '' where nobody is named.
        due: the last day; None where none is set.
        claimed: done and waiting for the check, so that no deadline presses any more.
    """

    about: About
    home: Entry
    text: str
    by: str
    due: dt.date | None
    claimed: bool = False

    def left(self, on: dt.date) -> int | None:
        """Days until the deadline, below zero when it has passed; None where none presses."""
        return None if self.due is None or self.claimed else (self.due - on).days


@dataclass(frozen=True)
class Unvisited:
    """A household that nobody has met for longer than the patience allows. `last`: the day, None for never."""

    home: Entry
    last: dt.date | None
    monitored: bool


@dataclass(frozen=True)
class Done:
    """One act of today.

    Attributes:
        homes: the households it touched, where they are few: id → name of the head.
        counts: label of the noun → how many of its records it touched.
    """

    at: dt.datetime
    by: str
    why: str
    homes: Mapping[str, str]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Patience:
    """After how many days without a visit a household comes up; a choice of the team, not a figure of any law."""

    days: int = 90
    monitored: int = 30


@dataclass(frozen=True)
class Today:
    """Everything for the first page.

    Attributes:
        matters: all that is open, the earliest deadline first, what has none last.
        unvisited: never visited first, then the longest ago.
        done: the acts of today, the newest first.
        households: how many there are.
        visited: how many of them were met this month.
        returned: what reviewers sent back or doubt, and is not mended.
        between: how many things the other office waits for an answer to, or has changed and nobody looked at.
    """

    on: dt.date
    patience: Patience
    matters: tuple[Matter, ...]
    unvisited: tuple[Unvisited, ...]
    done: tuple[Done, ...]
    households: int
    visited: int
    returned: tuple[Returned, ...] = ()
    between: int = 0

    def of(self, about: About) -> list[Matter]:
        """The matters of one kind."""
        return [matter for matter in self.matters if matter.about is about]

    @property
    def pressing(self) -> list[Matter]:
        """What is overdue, due today or within a week."""
        return [matter for matter in self.matters if (left := matter.left(self.on)) is not None and left <= SOON]


def patience(reader: Reader) -> Patience:
    """After how many days a household comes up in this file."""
    told = [int(days) for days in reader.about(_PATIENCE).split() if days.isdecimal()]
    return Patience(*told) if len(told) == 2 else Patience()


def keep_patience(survey: Survey, kept: Patience) -> None:
    """Remember after how many days a household comes up."""
    survey.note(_PATIENCE, f"{kept.days} {kept.monitored}")


def today(reader: Reader, now: dt.datetime) -> Today:
    """What there is to do on the day of `now`, which has a zone. For any thread with its own reader."""
    on = now.date()
    with reader.steady():
        homes = {entry.id: entry for entry in reader.households()}
        met = _last_met(reader)
        waits = patience(reader)
        return Today(
            on, waits,
            matters(reader, homes),
            tuple(sorted(_unvisited(reader, homes, met, on, waits), key=lambda one: one.last or dt.date.min)),
            tuple(_done(reader, homes, now)),
            len(homes),
            sum(day.replace(day=1) == on.replace(day=1) for day in met.values()),
            tuple(returned(reader, homes)),
            to_look_at(reader),
        )  # fmt: skip


def _last_met(reader: Reader) -> dict[str, dt.date]:
    visits: dict[str, list[Visit]] = {}
    for visit in reader.every(Visit):
        visits.setdefault(visit.household or "", []).append(visit)
    return {household: day for household, those in visits.items() if (day := last_met(those))}


def matters(reader: Reader, homes: Mapping[str, Entry]) -> tuple[Matter, ...]:
    """All that is open, the earliest deadline first, what has none last. `homes`: id → household of the list."""
    return tuple(sorted(_matters(reader, homes), key=lambda matter: (matter.due or dt.date.max, matter.home.group)))


def _matters(reader: Reader, homes: Mapping[str, Entry]) -> Iterator[Matter]:
    for problem in reader.every(Problem):
        if problem.state is not ProblemState.CLOSED and (home := homes.get(problem.household or "")):
            claimed = problem.state is ProblemState.CLAIMED
            yield Matter(About.PROBLEM, home, problem.what or "没有写明", problem.responsible or "", problem.due, claimed)
    for promise in reader.every(Promise):
        if promise.kept is None and (home := homes.get(promise.household or "")):
            yield Matter(About.PROMISE, home, promise.wish or "没有写明", promise.by or "", promise.due)
    for measure in reader.every(Measure):
        if measure.progress not in (Progress.DONE, Progress.STOPPED) and (home := homes.get(measure.household or "")):
            yield Matter(About.MEASURE, home, measure.what or "没有写明", measure.responsible or "", _due(measure))


def _due(measure: Measure) -> dt.date | None:
    """A measure without a day of its own has the year of its plan."""
    return measure.due or (dt.date(measure.year, 12, 31) if measure.year else None)


def _unvisited(
    reader: Reader, homes: Mapping[str, Entry], met: Mapping[str, dt.date], on: dt.date, waits: Patience
) -> Iterator[Unvisited]:
    watched = {one.id for one in reader.every(Household) if one.type is HouseholdType.MONITORED or one.monitored}
    for id, home in homes.items():
        last, days = met.get(id), waits.monitored if id in watched else waits.days
        if last is None or (on - last).days > days:
            yield Unvisited(home, last, id in watched)


def _done(reader: Reader, homes: Mapping[str, Entry], now: dt.datetime) -> Iterator[Done]:
    for act in reader.acts(_ACTS):
        at = dt.datetime.fromisoformat(act.at).astimezone(now.tzinfo)
        if at.date() == now.date():
            touched = [(noun.table, record) for noun, record in reader.written_by(act.id)]
            counts = {noun.label: count for noun in RECORDS if (count := sum(table == noun.table for table, _ in touched))}
            yield Done(at, act.by, act.why, _named(reader, homes, touched), counts)


def _named(reader: Reader, homes: Mapping[str, Entry], touched: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Whose households an act touched: id → head; nothing where they are many, or where the records are gone."""
    named: dict[str, str] = {}
    for table, record in touched:
        if (household := _household(reader, table, record)) in homes:
            named[household] = homes[household].head
            if len(named) > _NAMED:
                return {}
    return named


def _household(reader: Reader, table: str, record: str) -> str:
    """The id of the household to which a record belongs, '' where there is none."""
    noun = next((noun for noun in RECORDS if noun.table == table), None)
    if noun is Household:
        return record
    parent = noun.parent() if noun else None
    found = reader.get(noun, record) if noun and parent else None
    return str(found.answers.get(parent.name, "")) if found and parent else ""
