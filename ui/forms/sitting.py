"""A visit while it is typed in: the drafts of everything that one visit touches, and what may be saved of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fieldapp.base.draft import Draft
from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Field, Record
from fieldapp.base.record import Problem as Trouble
from fieldapp.desk.judging import Judged, judge_dossier
from fieldapp.records.dossier import Dossier
from fieldapp.records.housing import Housing
from fieldapp.records.problem import Finder, Problem, ProblemKind, ProblemState, Promise
from fieldapp.records.visit import Outcome, Topic, Visit
from fieldapp.records.water import Water
from fieldapp.rules.finding import Finding, Verdict
from ui.tables.badges import latest_visit, open_problems

OBSERVED = "还没有填写。走访保存后不再改写，请先填上。"
Kept = dict[str, Any]
NOTHING_CARRIED: Mapping[str, str] = MappingProxyType({})


class Sitting:
    """The drafts of one visit. Knows no screen; everything typed is kept as it was typed."""

    def __init__(
        self, dossier: Dossier, kept: Mapping[str, Any] | None = None, carried: Mapping[str, str] = NOTHING_CARRIED
    ) -> None:
        """
        Args:
            kept: what `kept()` gave in an interrupted sitting.
            carried: what the visit before said of itself, for a sitting that begins: name of the question → text.
        """
        before: Mapping[str, Any] = kept or {"typed": {Visit.table: carried}}
        typed = before.get("typed", {})
        self._carried = NOTHING_CARRIED if kept else carried
        self.dossier = dossier
        home = dossier.household.id
        self.last = latest_visit(dossier) or Visit()
        self.visit = Draft(Visit(household=home), typed.get(Visit.table))
        self.promise = Draft(Promise(household=home), typed.get(Promise.table))
        self.housing, *self.further = _buildings(dossier, typed)
        self.water = Draft(dossier.one(Water) or Water(household=home), typed.get(Water.table))
        self.at: str = before.get("at", "")
        self.wanted: set[str] = set(before.get("problems", ()))
        """Names of the kinds of problem that are to be registered with the visit."""

    @property
    def drafts(self) -> list[Draft[Any]]:
        """All drafts, in the order of the flow."""
        return [self.visit, self.promise, *self.houses, self.water]

    @property
    def houses(self) -> list[Draft[Housing]]:
        """The buildings that the family uses, the one it lives in first."""
        return [self.housing, *self.further]

    @property
    def is_begun(self) -> bool:
        """Whether anything was typed or chosen; what was taken over from the visit before is not."""
        return bool(self.wanted) or any(
            text.strip() and not (draft is self.visit and self._carried.get(name) == text)
            for draft in self.drafts
            for name, text in draft.typed.items()
        )

    def kept(self) -> Kept:
        """What must be kept to go on from here after a power cut."""
        typed = {_key(draft.saved): dict(draft.typed) for draft in self.drafts if draft.typed}
        return {"typed": typed, "at": self.at, "problems": sorted(self.wanted)}

    @property
    def looks_inside(self) -> bool:
        """Whether house and water are asked: not where nobody was met."""
        return self.visit.record.outcome in (None, Outcome.MET)

    @property
    def promises(self) -> bool:
        """Whether the family has asked for something that may be answered at once."""
        return bool(self.visit.record.wishes) and Visit.wishes.applies(self.visit.record)

    def obstacle(self) -> Trouble | None:
        """The first thing that stands between this visit and saving it: a refused text, or what a visit cannot be without."""
        for draft in self._live():
            if draft.refused:
                return draft.problems()[0]
        return next((Trouble(trouble.field, OBSERVED) for trouble in self.visit.problems()), None)

    def refuses(self, question: Field[Any]) -> bool:
        """Whether what was typed there cannot be an answer."""
        return any(draft.refusal(question) for draft in self.drafts)

    def judged(self, on: dt.date) -> Judged:
        """House and water as they would be judged with what is typed now."""
        records = dict(self.dossier.records)
        if self.looks_inside:
            records[Housing] = [draft.record for draft in self.houses if draft.saved.id or draft.dirty]
        if self.looks_inside and self.water.dirty:
            records[Water] = [self.water.record]
        return judge_dossier(dataclasses.replace(self.dossier, records=records), on)

    def suggested(self, judged: Judged) -> list[Problem]:
        """The problems that follow from what was found and that nobody has registered yet."""
        if not self.looks_inside:
            return []
        known = {problem.kind for problem in open_problems(self.dossier)}
        houses = (judged.housing, judged.nobody_in_danger, judged.danger_closed)
        found = [*((ProblemKind.HOUSING, finding) for finding in houses), (ProblemKind.WATER, judged.water)]
        bad = [(kind, finding) for kind, finding in found if finding.verdict is Verdict.BAD and kind not in known]
        return [_problem(kind, finding, self.visit.record.day) for kind, finding in dict(reversed(bad)).items()][::-1]

    def records(self, on: dt.date) -> list[Record]:
        """Everything to save, the visit first."""
        visit = self.visit.record.replace(confirmed=self.confirmed)
        chosen = [problem for problem in self.suggested(self.judged(on)) if problem.kind and problem.kind.name in self.wanted]
        seen = [draft.record for draft in self._inside if draft.dirty]
        promised = (
            [self.promise.record.replace(asked_on=visit.day, wish=visit.wishes)] if self.promises and self.promise.dirty else []
        )
        return [visit, *seen, *promised, *chosen]

    @property
    def confirmed(self) -> frozenset[Topic]:
        """What was looked at and found unchanged."""
        looked: dict[Topic, list[Draft[Any]]] = {Topic.HOUSING: [*self.houses], Topic.WATER: [self.water]}
        return frozenset(
            topic
            for topic, drafts in looked.items()
            if self.looks_inside and drafts[0].typed and not any(draft.dirty for draft in drafts)
        )

    def _live(self) -> list[Draft[Any]]:
        """The drafts that are asked now."""
        return [self.visit, *([self.promise] if self.promises else []), *self._inside]

    @property
    def _inside(self) -> list[Draft[Any]]:
        return [*self.houses, self.water] if self.looks_inside else []


def _buildings(dossier: Dossier, typed: Mapping[str, Any]) -> list[Draft[Housing]]:
    """The drafts of all buildings: first one where the family sleeps, then one that is not sealed; a new one where there is none."""
    people = {member.id for member in dossier.members}

    def away(house: Housing) -> tuple[bool, bool]:
        return not people & (house.sleepers or frozenset()), house.sealed is YesNo.YES

    first, *further = sorted(dossier.all(Housing), key=away) or [Housing(household=dossier.household.id)]
    begun = typed.get(_key(first)) or typed.get(Housing.table)
    return [Draft(first, begun), *(Draft(house, typed.get(_key(house))) for house in further)]


def _key(record: Record) -> str:
    """Under which a draft of this record is kept; of buildings there can be several."""
    return f"{record.table}:{record.id}" if record.id and isinstance(record, Housing) else record.table


def _problem(kind: ProblemKind, finding: Finding, day: dt.date | None) -> Problem:
    why = "".join(reason.text for reason in finding.reasons if reason.verdict is Verdict.BAD)
    return Problem(found_on=day, source=Finder.OWN, kind=kind, what=why, state=ProblemState.OPEN)
