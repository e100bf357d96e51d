"""The people of a practice village: invented families, their citizen numbers beginning with 999999, which no real one does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from stdnum.cn import ric

from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Record
from fieldapp.desk.practice_dice import Dice
from fieldapp.records.household import Cause, Household, HouseholdType, Lodging, Monitored
from fieldapp.records.member import Education, Health, Labour, Member, Relation, School, Sex, WorkRegion

HELPERS = ("韩立", "何敏", "邵青", "石磊", "白杨")
_SURNAMES = (
    "李王张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
)
_MEN = "国强建军志明德海文平永福正华春生小龙大勇金贵玉山光荣长青世友天才学文"
_WOMEN = "秀英桂兰玉梅小燕凤霞淑芬翠花春香丽娟美玲金凤红梅素珍月娥"


class People:
    """Makes families. `last`: the day on which the story ends."""

    def __init__(self, dice: Dice, last: dt.date) -> None:
        self._dice, self._last = dice, last

    def family(self, number: int) -> Iterator[Record]:
        """The household of that number, then its members, the head first."""
        surname = self._dice.choice(_SURNAMES)
        age = self._dice.number(35, 78)
        man = self._dice.chance(0.78)
        head = self._name(surname, man)
        kind = self._dice.some([(HouseholdType.EXITED, 5), (HouseholdType.ORDINARY, 4), (HouseholdType.MONITORED, 1)])
        registered = kind is not HouseholdType.ORDINARY
        home = self._dice.new(
            Household, head=head, code=f"999999201201{number:05d}", group=f"{self._dice.number(1, 8)}组", type=kind,
            monitored=self._dice.choice(list(Monitored)) if kind is HouseholdType.MONITORED else None,
            cause=self._dice.choice(list(Cause)[:9]) if registered else None,
            lodging=self._dice.some([(Lodging.OWN, 92), *((one, 2) for one in list(Lodging)[1:5])]),
            phone=self._phone() if self._dice.chance(0.95) else "无电话", helper=self._dice.choice(HELPERS) if registered else None,
        )  # fmt: skip
        people = list(self._people(home, surname, head, age, man))
        yield home.replace(cause=_fitting(home.cause, people))
        yield from people

    def _people(self, home: Household, surname: str, head: str, age: int, man: bool) -> Iterator[Member]:
        yield self._person(home, head, Relation.HEAD, age, man)
        if self._dice.chance(0.72):
            yield self._person(home, self._name(self._dice.choice(_SURNAMES), not man), Relation.SPOUSE, age - 2, not man)
        for _ in range(self._dice.choice([0, 1, 1, 2]) if age < 75 else 0):
            boy = self._dice.chance(0.55)
            child_age = max(0, age - self._dice.number(22, 32))
            yield self._person(home, self._name(surname, boy), Relation.SON if boy else Relation.DAUGHTER, child_age, boy)
        if age > 55 and self._dice.chance(0.35):
            boy = self._dice.chance(0.5)
            relation = Relation.GRANDSON if boy else Relation.GRANDDAUGHTER
            yield self._person(home, self._name(surname, boy), relation, self._dice.number(0, 16), boy)
        if age < 62 and self._dice.chance(0.3):
            yield self._person(home, self._name(surname, False), Relation.MOTHER, age + self._dice.number(19, 28), False)

    def _name(self, surname: str, man: bool) -> str:
        letters = _MEN if man else _WOMEN
        return surname + "".join(self._dice.sample(letters, self._dice.choice([1, 2, 2, 2])))

    def _phone(self) -> str:
        return f"1{self._dice.choice('3578')}{self._dice.number(0, 10**9 - 1):09d}"

    def _person(self, home: Household, name: str, relation: Relation, age: int, man: bool) -> Member:
        born = self._last - dt.timedelta(days=round(age * 365.25) + self._dice.number(0, 364))
        serial = self._dice.number(0, 499) * 2 + (1 if man else 0)
        base = f"999999{born:%Y%m%d}{serial:03d}"
        ill = age > 50 and self._dice.chance(0.3)
        works = 18 <= age < 60 and not ill
        away = works and relation is not Relation.HEAD and self._dice.chance(0.5)
        person = self._dice.new(
            Member, household=home.id, name=name, relation=relation, number=base + ric.calc_check_digit(base + "0"), birth=born,
            sex=Sex.MALE if man else Sex.FEMALE, nation="汉族", education=_education(age, self._dice.choice), school=_school(age),
            health=frozenset({Health.CHRONIC if self._dice.chance(0.8) else Health.DISABLED} if ill else {Health.HEALTHY}),
            labour=Labour.ORDINARY if works else Labour.WEAK if 60 <= age < 70 or (ill and age < 70) else Labour.NONE,
            work_region=self._dice.choice(list(WorkRegion)[:4]) if away else None,
            work_months=self._dice.number(5, 11) if away else None, insured=YesNo.YES if self._dice.chance(0.97) else YesNo.NO,
            phone=f"13{base[8:]}" if away else None,
        )  # fmt: skip
        return person.replace(serious_insured=person.insured)


def _fitting(cause: Cause | None, people: Sequence[Member]) -> Cause | None:
    """The cause that was drawn, or another one where the family itself contradicts it."""
    ill = any(Health.HEALTHY not in (one.health or ()) for one in people)
    facts = {
        Cause.ILLNESS: ill,
        Cause.DISABILITY: any(Health.DISABLED in (one.health or ()) for one in people),
        Cause.SCHOOLING: any(one.school not in (None, School.NOT) for one in people),
        Cause.LABOUR: not any(one.labour is Labour.ORDINARY for one in people),
    }
    return cause if cause is None or facts.get(cause, True) else Cause.ILLNESS if ill else Cause.SKILL


def _education(age: int, choose: Callable[[list[Education]], Education]) -> Education:
    if age < 6:
        return Education.PRESCHOOL
    if age < 13:
        return Education.PRIMARY
    drawn = choose([Education.PRIMARY, Education.MIDDLE] if age > 40 else [Education.MIDDLE, Education.HIGH])
    return drawn if age > 17 else Education.MIDDLE


def _school(age: int) -> School | None:
    if not 3 <= age < 18:
        return School.NOT if age >= 18 else None
    steps = [(6, School.KINDERGARTEN), (12, School.PRIMARY), (13, School.SEVEN), (14, School.EIGHT), (15, School.NINE)]
    return next((school for until, school in steps if age < until), School.HIGH_1)
