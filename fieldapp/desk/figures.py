"""Figures of the village for those who would rather look than read, and the charts that show them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldapp.desk.judging import judge_dossier
from fieldapp.documents.charts import Bar, Chart, Ink, charts_pdf, lying, standing
from fieldapp.documents.landing import landing, settle
from fieldapp.documents.page import LINE
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Lodging
from fieldapp.records.visit import Visit, Way
from fieldapp.records.water import Water
from fieldapp.rules.finding import Verdict
from fieldapp.rules.visits import last_met

WEEKS = 12
"""So many weeks are shown, this one the last."""
NO_GROUP = "未编组"
NOT_LOOKED = ("未查看", Verdict.NONE)
TONES: Mapping[Verdict, str] = {
    Verdict.GOOD: "good", Verdict.BASIC: "good", Verdict.OPEN: "doubtful", Verdict.BAD: "bad", Verdict.NONE: "unknown",
}  # fmt: skip
Told = tuple[str, Verdict]
"""A verdict: its words, and what it weighs."""


@dataclass(frozen=True)
class Figures:
    """What the charts show.

    Attributes:
        coverage: group → households met this quarter, and all of them; in the order of the list of households.
        weeks: Monday → visits to the house in that week, the oldest first; WEEKS of them.
        houses, water: verdict → households.
    """

    on: dt.date
    coverage: Mapping[str, tuple[int, int]]
    weeks: Mapping[dt.date, int]
    houses: Mapping[Told, int]
    water: Mapping[Told, int]

    @property
    def households(self) -> int:
        """All of them."""
        return sum(whole for _, whole in self.coverage.values())


def figures_of(dossiers: Iterable[Dossier], on: dt.date, progress: Callable[[int], None] | None = None) -> Figures:
    """Count the village on a day. Streamed: one household at a time is held.

    A household counts as visited when it was met since the quarter began, see `last_met`.

    Args:
        progress: told how many households were counted; what it raises ends the counting.
    """
    quarter = on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1)
    this_week = on - dt.timedelta(days=on.weekday())
    weeks = {this_week - dt.timedelta(weeks=back): 0 for back in reversed(range(WEEKS))}
    coverage: dict[str, tuple[int, int]] = {}
    houses: Counter[Told] = Counter()
    water: Counter[Told] = Counter()
    for count, dossier in enumerate(dossiers, start=1):
        visits = dossier.all(Visit)
        last = last_met(visits)
        met, whole = coverage.get(group := dossier.household.group or NO_GROUP, (0, 0))
        coverage[group] = (met + (last is not None and quarter <= last <= on), whole + 1)
        for monday in _mondays(visits):
            if monday in weeks:
                weeks[monday] += 1
        house, supply = _verdicts(dossier, on)
        houses[house] += 1
        water[supply] += 1
        if progress:
            progress(count)
    return Figures(on, coverage, weeks, _weighed(houses), _weighed(water))


def _mondays(visits: Sequence[Visit]) -> list[dt.date]:
    """The week of each visit to the house; one that another corrects is not counted twice."""
    corrected = {visit.corrects for visit in visits}
    days = [visit.day for visit in visits if visit.day and visit.way is Way.HOME and visit.id not in corrected]
    return [day - dt.timedelta(days=day.weekday()) for day in days]


def _verdicts(dossier: Dossier, on: dt.date) -> tuple[Told, Told]:
    """House and water of one household. What nobody has looked at is no verdict."""
    judged = judge_dossier(dossier, on)
    seen = judged.houses or dossier.household.lodging is Lodging.NONE
    house = (judged.housing.told, judged.housing.verdict) if seen else NOT_LOOKED
    return house, (judged.water.told, judged.water.verdict) if dossier.one(Water) else NOT_LOOKED


def _weighed(counted: Counter[Told]) -> dict[Told, int]:
    """Grades by their letters, then what is good before what is bad, and at the end what is not known."""
    order = [Verdict.GOOD, Verdict.BASIC, Verdict.BAD, Verdict.OPEN, Verdict.NONE]
    return dict(sorted(counted.items(), key=lambda one: (one[0] == NOT_LOOKED, order.index(one[0][1]), one[0][0])))


def charts_of(figures: Figures, ink: Ink, width: float) -> list[Chart]:
    """Coverage by group, visits by week, house grades and water verdicts, each so many points wide."""
    return [
        lying("本季度走访覆盖", _coverage(figures), ink, width),
        standing(f"近 {WEEKS} 周入户走访", _weeks(figures), ink, width),
        lying("住房", _verdict_bars(figures.houses, figures.households), ink, width),
        lying("饮水", _verdict_bars(figures.water, figures.households), ink, width),
    ]


def write_charts(path: Path, figures: Figures, village: str) -> None:
    """Write the charts as a PDF, whole or not at all. Raises: FieldAppError where there is no face, or no place to write."""
    from fieldapp.documents.fonts import faces

    ink = Ink.of_paper(faces())
    heading = f"{village} 走访、住房和饮水({figures.on})"
    with landing(path) as part:
        part.write_bytes(charts_pdf(heading, charts_of(figures, ink, LINE), ink))
        settle(part)


def _coverage(figures: Figures) -> list[Bar]:
    return [
        Bar(group, met, f"{met}/{whole} 户", f"{group} {whole} 户，本季度见到 {met} 户，占 {_share(met, whole)}", "act", whole)
        for group, (met, whole) in figures.coverage.items()
    ]


def _weeks(figures: Figures) -> list[Bar]:
    bars = []
    for monday, visits in figures.weeks.items():
        sunday = monday + dt.timedelta(days=6)
        told = f"{monday.month}月{monday.day}日至{sunday.month}月{sunday.day}日入户 {visits} 次"
        bars.append(Bar(f"{monday.month}-{monday.day:02d}", visits, str(visits), told))
    return bars


def _verdict_bars(counted: Mapping[Told, int], whole: int) -> list[Bar]:
    return [
        Bar(told, count, f"{count} 户", f"{told} {count} 户，占 {_share(count, whole)}", TONES[verdict])
        for (told, verdict), count in counted.items()
    ]


def _share(part: int, whole: int) -> str:
    """A share that says 100 % only when it is all, and 0 % only when it is none."""
    percent = 100 * part / whole
    return f"{min(max(round(percent), 1), 99) if 0 < part < whole else round(percent)}%"
