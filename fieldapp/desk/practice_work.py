"""What is done in a practice village: wishes and answers, problems, the plans of the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Record
from fieldapp.desk.practice_dice import Dice
from fieldapp.desk.practice_people import HELPERS
from fieldapp.records.household import HouseholdType
from fieldapp.records.plan import Measure, MeasureKind, Plan, Progress
from fieldapp.records.problem import Finder, Problem, ProblemKind, ProblemState, Promise

_WISHES = (
    ("机耕道雨后排水不畅", "报村里列入今冬水利清单"), ("想学电焊", "联系县里的技能培训班"), ("家里老人办慢病证", "带材料到镇卫生院代办"),
    ("水压小，夏天断水", "联系水管站查管网"), ("想养两头牛", "对接合作社代养"), ("孩子上学离家远", "和学校商量住宿"),
)  # fmt: skip
_MEASURES = (
    (MeasureKind.INDUSTRY, "养牛", "2", "头", 600_000, "出栏后增收约 6000 元"), (MeasureKind.INDUSTRY, "种植油茶", "3", "亩", 150_000, "三年后挂果"),
    (MeasureKind.JOBS, "介绍到县内工厂务工", "1", "人", None, "每月工资约 3200 元"), (MeasureKind.PUBLIC_POST, "村内护路岗位", "1", "人", 960_000, "每月 800 元"),
    (MeasureKind.HEALTH, "家庭医生签约和慢病证", "1", "人", None, "按政策报销"), (MeasureKind.SAFETY_NET, "落实低保政策", "1", "户", None, "按月发放"),
    (MeasureKind.OTHER_SCHOOL, "申请雨露计划", "1", "人", 300_000, "每年 3000 元"),
)  # fmt: skip


class Work:
    """What follows from the visits. `last`: the day on which the story ends."""

    def __init__(self, dice: Dice, last: dt.date) -> None:
        self._dice, self._last = dice, last

    def promise(self, home: Record, day: dt.date) -> Promise:
        """Something that a family asked for, and what was answered."""
        wish, answer = self._dice.choice(_WISHES)
        due = day + dt.timedelta(days=self._dice.choice([14, 30, 45]))
        done = due <= self._last and self._dice.chance(0.8)
        return self._dice.new(
            Promise, household=home.id, asked_on=day, wish=wish, answer=answer, by=self._dice.choice(HELPERS), due=due,
            kept=YesNo.YES if done else None, kept_on=due if done else None, outcome="已办妥，告知本人" if done else None,
        )  # fmt: skip

    def problem(self, home: Record, day: dt.date, kind: ProblemKind, what: str, measure: str) -> Problem:
        """Something wrong, and whether it has been mended."""
        due = day + dt.timedelta(days=self._dice.choice([20, 40, 60]))
        closed = due <= self._last and self._dice.chance(0.75)
        return self._dice.new(
            Problem, household=home.id, found_on=day, source=Finder.OWN, kind=kind, what=what, measure=measure, due=due,
            responsible=self._dice.choice(HELPERS), state=ProblemState.CLOSED if closed else ProblemState.UNDER_WAY,
            evidence="现场查看，前后照片两张" if closed else None, closed_on=due if closed else None, checker="石大山" if closed else None,
        )  # fmt: skip

    def plans(self, families: Sequence[Sequence[Record]], year: int) -> Iterator[Record]:
        """The plan of a year and its measures, for every family on the register."""
        for home, *people in families:
            if home.answers["type"] is HouseholdType.ORDINARY:
                continue
            yield self._dice.new(
                Plan, household=home.id, year=year, goal="收入稳定，住房饮水有保障", responsible=home.answers.get("helper"),
                situation=f"{home.answers['cause'].value}，收入来源单一",
            )  # fmt: skip
            for kind, what, quantity, unit, money, expected in self._dice.sample(_MEASURES, self._dice.choice([1, 2, 2, 3])):
                yield self._dice.new(
                    Measure, household=home.id, year=year, kind=kind, what=what, quantity=Measure.quantity.kind.read(quantity),
                    measured_in=unit, money=money, person=self._dice.choice(people).id if unit == "人" else None, expected=expected,
                    start=dt.date(year, 2, 1), due=dt.date(year, 11, 30), responsible=home.answers.get("helper"),
                    progress=self._dice.choice(list(Progress)[:3]),
                )  # fmt: skip
