"""Doubts about school and age (DQ-060 to DQ-065, DQ-067 to DQ-069).

Who has no known day of birth is not asked. DQ-066 needs 硕士, which is no answer of ours; DQ-070 to DQ-074 need the reason why
somebody is out of school, the grades of other years, and 雨露计划.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from fieldapp.records.member import Education, School
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity, each_person
from fieldapp.rules.checks.person import Person
from fieldapp.rules.people import years

MIDDLE = frozenset({School.SEVEN, School.EIGHT, School.NINE})
UPPER = frozenset({
    School.HIGH_1, School.HIGH_2, School.HIGH_3, School.VOCATIONAL_1, School.VOCATIONAL_2, School.VOCATIONAL_3,
})  # fmt: skip
COLLEGE = frozenset({School.COLLEGE_1, School.COLLEGE_2, School.COLLEGE_3, School.UNIVERSITY})
HIGHER = frozenset({Education.HIGH, Education.COLLEGE, Education.BACHELOR, Education.COLLEGE_UP})
UNSCHOOLED = frozenset({Education.NONE, Education.PRESCHOOL, Education.PRIMARY})
COMPULSORY = (6, 16)
"""The ages, on 1 September, at which a child out of school needs a reason (DQ-069)."""


def high_too_early(person: Person) -> str:
    """DQ-060: 14 or younger, and in senior high or above, or through with it."""
    if person.is_aged(0, 14) and person.school in UPPER | COLLEGE and person.school:
        return f"只有 {person.age} 岁，在校生状况却是“{person.school.value}”。"
    if person.is_aged(0, 14) and person.education in HIGHER and person.education:
        return f"只有 {person.age} 岁，文化程度却是“{person.education.value}”。"
    return ""


def primary_too_late(person: Person) -> str:
    """DQ-061: 20 or older, and still in primary school or below."""
    late = person.is_aged(20) and person.school in (School.KINDERGARTEN, School.PRIMARY)
    return f"已经 {person.age} 岁，在校生状况还是“{person.school.value}”。" if late and person.school else ""


def _outside(schools: frozenset[School], least: int, most: int = 200) -> Callable[[Person], str]:
    """DQ-062 to DQ-065: in these schools, and younger or older than those who go there."""

    def says(person: Person) -> str:
        if person.school not in schools or person.age is None or person.is_aged(least, most) or not person.school:
            return ""
        ages = f"{least} 至 {most} 岁" if most < 200 else f"{least} 岁以上"
        return f" {person.age} 岁，在校生状况是“{person.school.value}”，一般是 {ages}。"

    return says


def kindergarten_too_late(person: Person) -> str:
    """DQ-067: healthy, 7 or older, and not yet at school."""
    if not (person.healthy and person.is_aged(7)):
        return ""
    if person.school is School.KINDERGARTEN:
        return f"身体健康，已经 {person.age} 岁，还在上幼儿园。"
    return f"身体健康，已经 {person.age} 岁，文化程度还是学龄前儿童。" if person.education is Education.PRESCHOOL else ""


def little_schooling(person: Person) -> str:
    """DQ-068: 16 to 22, and no more than primary school."""
    little = person.is_aged(16, 22) and person.education in UNSCHOOLED
    return f" {person.age} 岁，文化程度只有“{person.education.value}”。" if little and person.education else ""


def out_of_school(case: Case) -> Iterator[Hit]:
    """DQ-069: 6 to 16 on the last 1 September, not at school, and without a reason.

    Why somebody left school is not asked yet; that he is through with junior high is told by 文化程度.
    """
    begun = dt.date(case.on.year if (case.on.month, case.on.day) >= (9, 1) else case.on.year - 1, 9, 1)
    least, most = COMPULSORY
    for person in case.people:
        if person.school is not School.NOT or person.born is None or person.education in {Education.MIDDLE, *HIGHER}:
            continue
        if least <= (age := years(person.born, begun)) <= most:
            yield person.member, f"{person.name}在 {begun} 时 {age} 岁，却不在校。"


_LOOK = "请核对出生日期、在校生状况和文化程度。"
SCHOOLING = (
    Check("DQ-060", "年纪小，学历高", Severity.WARNING, each_person(high_too_early), _LOOK),
    Check("DQ-061", "成年了还在上小学", Severity.WARNING, each_person(primary_too_late), _LOOK),
    Check("DQ-062", "上小学的年龄不合", Severity.WARNING, each_person(_outside(frozenset({School.PRIMARY}), 6, 14)), _LOOK),
    Check("DQ-063", "上初中的年龄不合", Severity.WARNING, each_person(_outside(MIDDLE, 12, 17)), _LOOK),
    Check("DQ-064", "上高中、中职的年龄不合", Severity.WARNING, each_person(_outside(UPPER, 15, 20)), _LOOK),
    Check("DQ-065", "上高职、大专以上的年龄不合", Severity.WARNING, each_person(_outside(COLLEGE, 18)), _LOOK),
    Check("DQ-067", "过了 7 岁还没有上学", Severity.WARNING, each_person(kindergarten_too_late), _LOOK),
    Check("DQ-068", "16 至 22 岁，小学以下文化", Severity.HINT, each_person(little_schooling), _LOOK),
    Check("DQ-069", "义务教育年龄不在校", Severity.ERROR, out_of_school, "请核实是不是失学辍学，劝返情况和原因写在走访的“在学情况”里。"),
)
