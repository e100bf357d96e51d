"""Doubts about the ability to work, and about work (DQ-013, DQ-075 to DQ-082, DQ-087 to DQ-090).

DQ-086 cannot occur: another number of months is refused when it is answered. DQ-083 to DQ-085 need 特困 and 低保, DQ-091 to
DQ-099 need spells of work, wages and public posts, which are not recorded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fieldapp.records.member import Labour, WorkRegion
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity, each_person
from fieldapp.rules.checks.person import ABLE, Person
from fieldapp.rules.people import MOBILE

WORKING_AGE = (16, 59)
"""The ages, both included, of DQ-078 to DQ-081."""
LIMB_1_2 = re.compile(r".{18}4[12]")
"""A disability certificate of the limbs (4) of grade 1 or 2."""


def too_young_to_work(person: Person) -> str:
    """DQ-075: under 16, and able to work in part or whole."""
    young = person.is_aged(0, 15) and person.labour not in (None, Labour.NONE)
    return f"只有 {person.age} 岁，劳动技能却是“{_labour(person)}”。" if young else ""


def student_with_labour(person: Person) -> str:
    """DQ-076: at school, and able to work in part or whole."""
    learns = person.studies and person.labour not in (None, Labour.NONE)
    return f"是在校生，劳动技能却是“{_labour(person)}”。" if learns else ""


def old_with_labour(person: Person) -> str:
    """DQ-077: 60 or older, and fully able to work."""
    old = person.is_aged(60) and person.labour in ABLE
    return f"已经 {person.age} 岁，劳动技能还是“{_labour(person)}”。" if old else ""


def _healthy_but(labour: Labour) -> Callable[[Person], str]:
    """DQ-078 to DQ-080: of working age, healthy, no student, and yet so little able to work."""

    def says(person: Person) -> str:
        hit = person.labour is labour and person.is_aged(*WORKING_AGE) and person.healthy and person.studies is False
        return f" {person.age} 岁，身体健康，不是在校生，劳动技能却是“{labour.value}”。" if hit else ""

    return says


def able_though_ill(person: Person) -> str:
    """DQ-081: of working age, not healthy, no student, and fully able to work."""
    ill = person.is_aged(*WORKING_AGE) and person.healthy is False and person.studies is False
    return f" {person.age} 岁，身体不健康，劳动技能却是“{_labour(person)}”。" if ill and person.labour in ABLE else ""


def able_though_disabled(person: Person) -> str:
    """DQ-082: a disability of the limbs of grade 1 or 2, and 普通劳动力."""
    hit = person.labour is Labour.ORDINARY and LIMB_1_2.match(person.member.number or "")
    return f"有肢体{'一' if hit[0][-1] == '1' else '二'}级残疾，劳动技能却是“{_labour(person)}”。" if hit else ""


def place_without_months(person: Person) -> str:
    """DQ-087: a place of work, and no months or none at all. Months without a place are not asked."""
    if not person.member.work_region or person.member.work_months:
        return ""
    told = "没有填写" if person.member.work_months is None else "是 0 个月"
    return f"有务工区域“{person.member.work_region.value}”，务工时间{told}。"


def unable_at_work(person: Person) -> str:
    """DQ-088: works away, and is not able to, or only in part."""
    if person.labour in (None, *ABLE) or not person.member.work_region:
        return ""
    return f"劳动技能是“{_labour(person)}”，却在务工({person.member.work_region.value})。"


def student_at_work(person: Person) -> str:
    """DQ-089: at school, and works away."""
    region = person.member.work_region
    return f"是在校生，却在务工({region.value})。" if person.studies and region else ""


def child_at_work(person: Person) -> str:
    """DQ-090: under 16 today, so under 16 when the work began."""
    region = person.member.work_region
    return f"只有 {person.age} 岁，却在务工({region.value})。" if person.is_aged(0, 15) and region else ""


def unreachable(case: Case) -> Iterator[Hit]:
    """DQ-013: works outside the town, and has no mobile number of his own. The county's lists ask it of registered households."""
    for person in case.people if case.is_registered else ():
        member = person.member
        if member.work_region not in (None, WorkRegion.TOWN) and not MOBILE.fullmatch(member.phone or ""):
            yield member, f"{person.name}在外务工，没有本人的手机号码。"


def _labour(person: Person) -> str:
    return person.labour.value if person.labour else ""


_LOOK = "请核对出生日期、健康状况、在校生状况和劳动技能。"
_WORK = "请核对务工区域、务工时间和劳动技能。"
LABOUR = (
    Check("DQ-013", "在外务工，没有手机号码", Severity.WARNING, unreachable, "请问明本人的手机号码。"),
    Check("DQ-075", "不满 16 岁，有劳动能力", Severity.ERROR, each_person(too_young_to_work), _LOOK),
    Check("DQ-076", "在校生有劳动能力", Severity.WARNING, each_person(student_with_labour), _LOOK),
    Check("DQ-077", "60 岁以上，还是普通、技能劳动力", Severity.WARNING, each_person(old_with_labour), _LOOK),
    Check("DQ-078", "身体健康，丧失劳动力", Severity.WARNING, each_person(_healthy_but(Labour.LOST)), _LOOK),
    Check("DQ-079", "身体健康，无劳动力", Severity.WARNING, each_person(_healthy_but(Labour.NONE)), _LOOK),
    Check("DQ-080", "身体健康，弱劳动力", Severity.HINT, each_person(_healthy_but(Labour.WEAK)), _LOOK),
    Check("DQ-081", "身体不健康，普通、技能劳动力", Severity.HINT, each_person(able_though_ill), _LOOK),
    Check("DQ-082", "肢体一、二级残疾，普通劳动力", Severity.WARNING, each_person(able_though_disabled), _LOOK),
    Check("DQ-087", "务工没有写几个月", Severity.WARNING, each_person(place_without_months), _WORK),
    Check("DQ-088", "没有劳动能力，却在务工", Severity.WARNING, each_person(unable_at_work), _WORK),
    Check("DQ-089", "在校生务工", Severity.WARNING, each_person(student_at_work), _WORK),
    Check("DQ-090", "不满 16 岁务工", Severity.ERROR, each_person(child_at_work), "请核实，确有童工的立即报告；填错的请更正。"),
)
