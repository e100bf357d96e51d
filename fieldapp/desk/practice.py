"""The practice village: invented people with a year of life in it, the same for the same seed and day.

Every citizen number begins with 999999, which no real one does. The file carries a mark by which the county refuses it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.base.record import Record
from fieldapp.desk.handing_over import PRACTICE
from fieldapp.desk.opening import new_survey
from fieldapp.desk.practice_dice import Dice
from fieldapp.desk.practice_people import People
from fieldapp.desk.practice_pictures import Scenes
from fieldapp.desk.practice_sights import Sights
from fieldapp.desk.practice_work import Work
from fieldapp.records.housing import Condition, Housing
from fieldapp.records.problem import ProblemKind
from fieldapp.records.village import WaterRegion
from fieldapp.records.visit import Outcome
from fieldapp.store.survey import Survey


class _PastClock(Clock):
    """A clock that tells the day the story has reached; a practice village may lie before the program's release."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        super().__init__(lambda: dt.datetime.combine(self.day, dt.time(20, 30)).astimezone())

    def stamp(self, newest: str) -> tuple[str, bool]:
        return super().stamp(newest)[0], False


def make_practice(
    path: Path, *, households: int = 120, seed: int = 1, by: str = "", password: str = "", on: dt.date | None = None
) -> Survey:
    """Make a practice village and open it.

    Args:
        path: of the file; must not exist.
        households: how many, 1 to 20,000.
        seed: the same seed and day give the same village and the same 对账码.
        on: the last day of the story; today where None.

    Raises:
        CannotOpen: the place is taken or cannot be written.
    """
    last = on or Clock().today()
    clock = _PastClock(last - dt.timedelta(days=360))
    survey = new_survey(
        path, "石桥练习村", "999999201201", by=by or "韩立", clock=clock, password=password,
        town="青山镇", county="某县", water_region=WaterRegion.WET, secretary="韩立", party_secretary="石大山", unit="某县档案馆",
    )  # fmt: skip
    survey.note(PRACTICE, str(seed))
    scenes = Scenes(survey.photos, lambda: clock.now().isoformat(timespec="seconds"))
    for day, why, records in _Story(seed, households, last, scenes).days():
        clock.day = day
        with survey.change(why) as change:
            for record in records:
                change.save(record)
    survey.clock = Clock()
    return survey


class _Story:
    """What happens in the village, day by day."""

    def __init__(self, seed: int, households: int, last: dt.date, scenes: Scenes) -> None:
        self._dice, self._last = Dice(seed), last
        people = People(self._dice, last)
        self._families = [list(people.family(number)) for number in range(1, households + 1)]
        self._sights, self._work = Sights(self._dice, scenes), Work(self._dice, last)

    def days(self) -> Iterator[tuple[dt.date, str, list[Record]]]:
        """Each day with what was done and the records of it: registering, first visits, further visits, plans, problems."""
        first = day = self._last - dt.timedelta(days=360)
        families = list(self._families)
        homes = [family[0] for family in families]
        yield first, "登记农户", [record for family in families for record in family]
        yield first, "登记公用的房屋", list(self._sights.common_roofs(homes))
        said = [one for home in homes if self._dice.chance(0.6) for one in self._sights.registered(home, first)]
        yield first, "抄录底册", said
        self._dice.shuffle(families)
        houses: dict[str, Housing] = {}
        for begin in range(0, len(families), size := max(6, len(families) // 20)):
            day = first + dt.timedelta(days=10 + 2 * (begin // size))
            yield day, "首次走访", list(self._sights.first_visits(families[begin : begin + size], day, houses))
        year = self._last.year
        yield max(dt.date(year, 1, 8), day), "制定年度计划", list(self._work.plans(self._families, year))
        for week in range(24):
            day = self._last - dt.timedelta(days=7 * (23 - week) + 1)
            some = self._dice.sample(homes, max(1, len(homes) // 14))
            yield day, "走访", list(self._later_visits(some, day, houses))

    def _later_visits(self, homes: list[Record], day: dt.date, houses: dict[str, Housing]) -> Iterator[Record]:
        for home in homes:
            outcome = self._dice.some([(Outcome.MET, 85), (Outcome.NOBODY, 10), (Outcome.AWAY, 5)])
            yield self._sights.visit(home, day, outcome)
            if outcome is not Outcome.MET:
                continue
            if self._dice.chance(0.12):
                yield self._work.promise(home, day)
            house = houses.get(home.id)
            if house and house.walls in (Condition.c, Condition.d) and self._dice.chance(0.8):
                yield self._work.problem(home, day, ProblemKind.HOUSING, "承重墙开裂，住房需要加固", "申请危房改造，先搬到厢房住")
                houses.pop(home.id)
            elif self._dice.chance(0.06):
                yield self._work.problem(home, day, ProblemKind.ENVIRONMENT, "屋前堆放杂物", "帮助清理并定期查看")
