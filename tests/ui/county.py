"""A small county: four villages, three of which have handed in, with a conflict, an offer and a person in two of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.desk.county import new_county, village_file
from fieldapp.desk.county_taking import take
from fieldapp.desk.enrolling import Named, enrol, take_enrolment
from fieldapp.desk.handing_over import hand_over
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.member import Joined, Member, Relation
from fieldapp.records.village import Village
from fieldapp.store.registry import Registry
from fieldapp.store.survey import Survey
from tests import books

CODES = [f"9999992002{number:02d}" for number in range(1, 5)]
NAMES = ["石桥村", "青杠村", "白岩村", "水井村"]
COUNTY, OFFICE, PHONE = "青山.county", "青山县", "0871-68000000"
SHARED = books.number("19850505", 7)
"""A citizen number that the second and the third village both have."""


def home(place: int, number: int) -> str:
    """The id of a household of a village."""
    return f"{place}{number}".ljust(32, "a")


def _settle(folder: Path, place: int) -> Path:
    path = folder / f"{CODES[place]}.survey"
    with Survey.create(path, Village(name=NAMES[place], code=CODES[place], town="青山镇"), by="书记", clock=Clock()) as survey:
        with survey.change("登记") as change:
            for number, head in enumerate(("张三", "李四", "王小燕")):
                code = home(place, number)
                change.save(Household(code, head=f"{head}", group=f"{number + 1}组", code=f"5301{place:04d}{number:04d}"))
                own = SHARED if number == 0 and place in (1, 2) else books.number("19700101", 10 * place + number)
                joined = {"joined": Joined.MARRIED_IN} if own == SHARED and place == 2 else {}
                on = {"joined_on": survey.clock.today()} if joined else {}
                change.save(Member(household=code, name=head, relation=Relation.HEAD, number=own, **joined, **on))
        take_enrolment(survey, folder / "登记" / f"{CODES[place]}.enrol")
    return path


def make(folder: Path, settle: Callable[[Path, int], Path] = _settle) -> Path:
    """The whole county in a folder: `青山.county`, the laptops of the villages, their books in `in/`, 登记包 in `登记/`.

    Args:
        settle: makes the file of a village by its place in `CODES`, and takes its enrolment.
    """
    (folder / "in").mkdir(parents=True)
    (folder / "登记").mkdir()
    with new_county(folder / COUNTY, OFFICE, phone=PHONE) as registry:
        enrol(registry, [Named(*one, "青山镇") for one in zip(CODES, NAMES, strict=True)], folder / "登记", by="周敏")
        for place in range(4):
            settle(folder, place)
        for place in range(3):
            hand_in(folder, place, folder / "in")
        take(registry, [folder / "in"], by="周敏", processes=1)
    return folder


def copied(made: Path, folder: Path) -> Path:
    """A county of one's own; where its registry stands."""
    shutil.copytree(made, folder)
    return folder / COUNTY


def laptop(folder: Path, place: int) -> Survey:
    """The village's own file, open."""
    return Survey.open(folder / f"{CODES[place]}.survey", by="书记")


def hand_in(folder: Path, place: int, box: Path) -> Path:
    """A village writes its 上报包 into a folder."""
    box.mkdir(exist_ok=True)
    book = box / f"{NAMES[place]}_{CODES[place]}.xlsx"
    with laptop(folder, place) as survey:
        hand_over(survey, book)
    return book


def disagree(path: Path, place: int = 0) -> None:
    """Village and county both change the group of one household; the county calls another one monitored."""
    with laptop(path.parent, place) as survey, survey.change("看了门牌") as change:
        change.save(survey.reader.get(Household, home(place, 0)).replace(group="2组"))
    with Registry.open(path) as registry:
        [entry] = registry.some([CODES[place]])
        with village_file(registry, entry, by="周敏") as survey, survey.change("村组合并") as change:
            change.save(survey.reader.get(Household, home(place, 0)).replace(group="3组"))
            change.save(survey.reader.get(Household, home(place, 1)).replace(type=HouseholdType.MONITORED))
