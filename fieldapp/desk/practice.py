"""The practice village: invented people with a year of life in it, the same for the same seed and day.

Every citizen number begins with 999999, which no real one does. The file carries a mark by which the county refuses it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from stdnum.cn import ric

from fieldapp.base.clock import Clock
from fieldapp.base.kinds import Choice, YesNo
from fieldapp.base.record import Record
from fieldapp.base.tally import derived_id
from fieldapp.desk.opening import new_survey
from fieldapp.records.household import Cause, Household, HouseholdType, Monitored
from fieldapp.records.housing import Condition, Grade, Housing, Protection, Structure
from fieldapp.records.member import Education, Health, Labour, Member, Relation, School, Sex, WorkRegion
from fieldapp.records.plan import Measure, MeasureKind, Plan, Progress
from fieldapp.records.problem import Finder, Problem, ProblemKind, ProblemState, Promise
from fieldapp.records.village import WaterRegion
from fieldapp.records.visit import Outcome, Topic, Visit, Way
from fieldapp.records.water import OnSite, Report, Source, Water
from fieldapp.store.survey import Survey

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=Choice)

PRACTICE = "practice"
"""The remark that marks a practice file."""
_SURNAMES = (
    "李王张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
)
_MEN = "国强建军志明德海文平永福正华春生小龙大勇金贵玉山光荣长青世友天才学文"
_WOMEN = "秀英桂兰玉梅小燕凤霞淑芬翠花春香丽娟美玲金凤红梅素珍月娥"
_HELPERS = ("韩立", "何敏", "邵青", "石磊", "白杨")
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
    for day, why, records in _Story(seed, households, last).days():
        clock.day = day
        with survey.change(why) as change:
            for record in records:
                change.save(record)
    survey.clock = Clock()
    return survey


class _Story:
    """What happens in the village, day by day."""

    def __init__(self, seed: int, households: int, last: dt.date) -> None:
        self._dice = random.Random(f"practice {seed}")
        self._seed, self._last, self._minted = seed, last, 0
        self._families = [list(self._family(number)) for number in range(1, households + 1)]

    def days(self) -> Iterator[tuple[dt.date, str, list[Record]]]:
        """Each day with what was done and the records of it: registering, first visits, further visits, plans, problems."""
        first = self._last - dt.timedelta(days=360)
        yield first, "登记农户", [record for family in self._families for record in family]
        homes = [family[0] for family in self._families]
        self._dice.shuffle(homes)
        houses: dict[str, Housing] = {}
        for begin in range(0, len(homes), size := max(6, len(homes) // 20)):
            day = first + dt.timedelta(days=10 + 2 * (begin // size))
            yield day, "首次走访", list(self._first_visits(homes[begin : begin + size], day, houses))
        year = self._last.year
        yield dt.date(year, 1, 8) if dt.date(year, 1, 8) > day else day, "制定年度计划", list(self._plans(year))
        for week in range(24):
            day = self._last - dt.timedelta(days=7 * (23 - week) + 1)
            some = self._dice.sample(homes, max(1, len(homes) // 14))
            yield day, "走访", list(self._later_visits(some, day, houses))

    def _id(self, noun: type[Record]) -> str:
        self._minted += 1
        return derived_id("practice", str(self._seed), noun.table, str(self._minted))

    def _new(self, noun: type[R], **answers: Any) -> R:
        return noun(self._id(noun), **answers)

    def _some(self, choices: Iterable[tuple[C, float]]) -> C:
        known = list(choices)
        return self._dice.choices([c for c, _ in known], [w for _, w in known])[0]

    def _chance(self, share: float) -> bool:
        return self._dice.random() < share

    # who lives here

    def _family(self, number: int) -> Iterator[Record]:
        surname = self._dice.choice(_SURNAMES)
        age = self._dice.randint(35, 78)
        man = self._chance(0.78)
        head = self._name(surname, man)
        kind = self._some([(HouseholdType.EXITED, 5), (HouseholdType.ORDINARY, 4), (HouseholdType.MONITORED, 1)])
        registered = kind is not HouseholdType.ORDINARY
        home = self._new(
            Household, head=head, code=f"999999201201{number:05d}", group=f"{self._dice.randint(1, 8)}组", type=kind,
            monitored=self._dice.choice(list(Monitored)) if kind is HouseholdType.MONITORED else None,
            cause=self._dice.choice(list(Cause)[:9]) if registered else None,
            phone=self._phone() if self._chance(0.95) else "无电话", helper=self._dice.choice(_HELPERS) if registered else None,
        )  # fmt: skip
        yield home
        yield self._person(home, head, Relation.HEAD, age, man)
        if self._chance(0.72):
            yield self._person(home, self._name(self._dice.choice(_SURNAMES), not man), Relation.SPOUSE, age - 2, not man)
        for _ in range(self._dice.choice([0, 1, 1, 2]) if age < 75 else 0):
            boy = self._chance(0.55)
            child_age = max(0, age - self._dice.randint(22, 32))
            yield self._person(home, self._name(surname, boy), Relation.SON if boy else Relation.DAUGHTER, child_age, boy)
        if age > 55 and self._chance(0.35):
            boy = self._chance(0.5)
            relation = Relation.GRANDSON if boy else Relation.GRANDDAUGHTER
            yield self._person(home, self._name(surname, boy), relation, self._dice.randint(0, 16), boy)
        if age < 62 and self._chance(0.3):
            yield self._person(home, self._name(surname, False), Relation.MOTHER, age + self._dice.randint(19, 28), False)

    def _name(self, surname: str, man: bool) -> str:
        letters = _MEN if man else _WOMEN
        return surname + "".join(self._dice.sample(letters, self._dice.choice([1, 2, 2, 2])))

    def _phone(self) -> str:
        return f"1{self._dice.choice('3578')}{self._dice.randrange(10**9):09d}"

    def _person(self, home: Household, name: str, relation: Relation, age: int, man: bool) -> Member:
        born = self._last - dt.timedelta(days=round(age * 365.25) + self._dice.randint(0, 364))
        serial = self._dice.randint(0, 499) * 2 + (1 if man else 0)
        base = f"999999{born:%Y%m%d}{serial:03d}"
        ill = age > 50 and self._chance(0.3)
        works = 18 <= age < 60 and not ill
        away = works and relation is not Relation.HEAD and self._chance(0.5)
        return self._new(
            Member, household=home.id, name=name, relation=relation, number=base + ric.calc_check_digit(base + "0"), birth=born,
            sex=Sex.MALE if man else Sex.FEMALE, nation="汉族", education=_education(age, self._dice.choice), school=_school(age),
            health=frozenset({Health.CHRONIC if self._chance(0.8) else Health.DISABLED} if ill else {Health.HEALTHY}),
            labour=Labour.ORDINARY if works else Labour.WEAK if 60 <= age < 70 or (ill and age < 70) else Labour.NONE,
            work_region=self._dice.choice(list(WorkRegion)[:4]) if away else None,
            work_months=self._dice.randint(5, 11) if away else None, insured=YesNo.YES if self._chance(0.97) else YesNo.NO,
        )  # fmt: skip

    # what is seen

    def _first_visits(self, homes: list[Record], day: dt.date, houses: dict[str, Housing]) -> Iterator[Record]:
        for home in homes:
            yield self._visit(home, day, Outcome.MET)
            if self._chance(0.93):
                houses[home.id] = self._house(home, day)
                yield houses[home.id]
            if self._chance(0.94):
                yield self._water(home, day)

    def _visit(self, home: Record, day: dt.date, outcome: Outcome) -> Visit:
        met = outcome is Outcome.MET
        return self._new(
            Visit, household=home.id, day=day, entered=day, outcome=outcome, met=home.answers["head"] if met else None,
            way=self._some([(Way.HOME, 8), (Way.CALL, 1), (Way.VIDEO, 1)]) if met else Way.HOME,
            companions=self._dice.choice(["石大山", "何敏", None]), schooling="孩子正常在学" if met and self._chance(0.3) else None,
            confirmed=frozenset({Topic.MEMBERS}) if met else None,
        )  # fmt: skip

    def _house(self, home: Record, day: dt.date) -> Housing:
        worst = self._some([(Condition.a, 55), (Condition.b, 35), (Condition.c, 7), (Condition.d, 3)])
        timber = self._chance(0.4)
        milder = [one for one in list(Condition)[:4] if one.value <= worst.value]
        grades: dict[str, Any] = {
            name: self._dice.choice(milder) for name in ("foundation", "walls", "slabs", "roof", "enclosure")
        } | {name: self._dice.choice(milder) if timber else Condition.ABSENT for name in ("timber", "truss")}
        grades |= {"concrete": Condition.ABSENT if timber else self._dice.choice(milder), "walls": worst}
        area = self._dice.randint(60, 160)
        appraised = self._chance(0.5)
        return self._new(
            Housing, household=home.id, name="正房", built=self._dice.randint(1978, 2019), area=area,
            structure=Structure.BRICK_TIMBER if timber else Structure.BRICK_CONCRETE, storeys=self._dice.choice([1, 1, 2]),
            rooms=(rooms := self._dice.randint(3, 6)), rooms_habitable=rooms - (1 if worst in (Condition.c, Condition.d) else 0),
            site_dangerous=YesNo.NO if self._chance(0.985) else YesNo.YES, protection=self._dice.choice(list(Protection)[:2]),
            appraised=Grade[worst.name.upper()] if appraised else None, appraiser="某县住房安全鉴定站" if appraised else None,
            appraised_on=day - dt.timedelta(days=400) if appraised else None,
            report=f"鉴{self._dice.randint(1000, 9999)}" if appraised else None, **grades,
        )  # fmt: skip

    def _water(self, home: Record, day: dt.date) -> Water:
        piped = self._chance(0.88)
        tested = piped and self._chance(0.7)
        look: dict[str, Any] = {} if tested else dict.fromkeys(("look", "smell", "asked", "taste"), OnSite.GOOD)
        if not tested and self._chance(0.12):
            look["taste"] = None
        return self._new(
            Water, household=home.id, source=self._dice.choice([Source.PIPED, Source.TOWN_PLANT] if piped else [Source.SPRING, Source.WELL]),
            litres=Water.litres.kind.read(str(self._dice.choice([40, 60, 70, 80, 100] if self._chance(0.97) else [25, 30]))),
            piped=YesNo.YES if piped else YesNo.NO, minutes=None if piped else self._dice.choice([5, 8, 10, 15, 20, 25]),
            dry_days=self._dice.choice([0, 0, 3, 6, 10, 18, 20] if self._chance(0.97) else [40]),
            result=Report.PASSED if tested else None, laboratory="某县疾控中心" if tested else None,
            tested_on=day - dt.timedelta(days=60) if tested else None, report=f"水检{self._dice.randint(100, 999)}" if tested else None, **look,
        )  # fmt: skip

    def _later_visits(self, homes: list[Record], day: dt.date, houses: dict[str, Housing]) -> Iterator[Record]:
        for home in homes:
            outcome = self._some([(Outcome.MET, 85), (Outcome.NOBODY, 10), (Outcome.AWAY, 5)])
            yield self._visit(home, day, outcome)
            if outcome is not Outcome.MET:
                continue
            if self._chance(0.12):
                yield self._promise(home, day)
            house = houses.get(home.id)
            if house and house.walls in (Condition.c, Condition.d) and self._chance(0.8):
                yield self._problem(home, day, ProblemKind.HOUSING, "承重墙开裂，住房需要加固", "申请危房改造，先搬到厢房住")
                houses.pop(home.id)
            elif self._chance(0.06):
                yield self._problem(home, day, ProblemKind.ENVIRONMENT, "屋前堆放杂物", "帮助清理并定期查看")

    def _promise(self, home: Record, day: dt.date) -> Promise:
        wish, answer = self._dice.choice(_WISHES)
        due = day + dt.timedelta(days=self._dice.choice([14, 30, 45]))
        done = due <= self._last and self._chance(0.8)
        return self._new(
            Promise, household=home.id, asked_on=day, wish=wish, answer=answer, by=self._dice.choice(_HELPERS), due=due,
            kept=YesNo.YES if done else None, kept_on=due if done else None, outcome="已办妥，告知本人" if done else None,
        )  # fmt: skip

    def _problem(self, home: Record, day: dt.date, kind: ProblemKind, what: str, measure: str) -> Problem:
        due = day + dt.timedelta(days=self._dice.choice([20, 40, 60]))
        closed = due <= self._last and self._chance(0.75)
        return self._new(
            Problem, household=home.id, found_on=day, source=Finder.OWN, kind=kind, what=what, measure=measure, due=due,
            responsible=self._dice.choice(_HELPERS), state=ProblemState.CLOSED if closed else ProblemState.UNDER_WAY,
            evidence="现场查看，前后照片两张" if closed else None, closed_on=due if closed else None, checker="石大山" if closed else None,
        )  # fmt: skip

    def _plans(self, year: int) -> Iterator[Record]:
        for home, *people in self._families:
            if home.answers["type"] is HouseholdType.ORDINARY:
                continue
            yield self._new(Plan, household=home.id, year=year, goal="收入稳定，住房饮水有保障", responsible=home.answers.get("helper"),
                            situation=f"{home.answers['cause'].value}，收入来源单一")  # fmt: skip
            for kind, what, quantity, unit, money, expected in self._dice.sample(_MEASURES, self._dice.choice([1, 2, 2, 3])):
                yield self._new(
                    Measure, household=home.id, year=year, kind=kind, what=what, quantity=Measure.quantity.kind.read(quantity),
                    measured_in=unit, money=money, person=self._dice.choice(people).id if unit == "人" else None, expected=expected,
                    start=dt.date(year, 2, 1), due=dt.date(year, 11, 30), responsible=home.answers.get("helper"),
                    progress=self._dice.choice(list(Progress)[:3]),
                )  # fmt: skip


def _education(age: int, choose: Callable[[list[Education]], Education]) -> Education:
    if age < 6:
        return Education.PRESCHOOL
    if age < 13:
        return Education.PRIMARY
    return choose([Education.PRIMARY, Education.MIDDLE] if age > 40 else [Education.MIDDLE, Education.HIGH])


def _school(age: int) -> School | None:
    if not 3 <= age < 18:
        return School.NOT if age >= 18 else None
    steps = [(6, School.KINDERGARTEN), (12, School.PRIMARY), (13, School.SEVEN), (14, School.EIGHT), (15, School.NINE)]
    return next((school for until, school in steps if age < until), School.HIGH_1)
