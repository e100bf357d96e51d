"""Doubts about what nobody has answered (DQ-023, DQ-029, DQ-031 to DQ-036, DQ-038, DQ-041), and insurance (DQ-130).

The county's lists ask these of registered and monitored households; only the relation to the head is asked of everybody.
One doubt names all of the household whom it concerns. DQ-037 belongs to a form on which students have no 文化程度; ours asks
both. DQ-039, DQ-040 and DQ-042 to DQ-046 ask what is not recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fieldapp.base.kinds import YesNo
from fieldapp.records.member import School
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity
from fieldapp.rules.checks.person import Person

Missing = Callable[[Person], bool]
NAMED = 4
"""So many are named; more of them are counted."""


def _of_people(missing: Missing, what: str, *, everybody: bool = False) -> Callable[[Case], Iterator[Hit]]:
    """Members of a registered household (`everybody`: of any) whom it concerns. `what`: the sentence behind their names."""

    def hits(case: Case) -> Iterator[Hit]:
        if everybody or case.is_registered:
            those = [person for person in case.people if missing(person)]
            if those:
                yield those[0].member, f"{_told(those)}{what}。"

    return hits


def _told(those: list[Person]) -> str:
    names = "、".join(person.name for person in those[:NAMED])
    return f"{names}等 {len(those)} 人" if len(those) > NAMED else names


def no_helper(case: Case) -> Iterator[Hit]:
    """DQ-029."""
    if case.is_registered and not case.dossier.household.helper:
        yield case.dossier.household, "没有填写帮扶责任人。"


def no_cause(case: Case) -> Iterator[Hit]:
    """DQ-038."""
    if case.is_registered and not case.dossier.household.cause:
        yield case.dossier.household, "没有填写主要致困原因。"


def _no_education(person: Person) -> bool:
    """DQ-034: no 文化程度, of somebody who is told to be no student; where school is blank, too, it is DQ-036."""
    return person.education is None and person.school is School.NOT


def _half_insured(person: Person, answer: YesNo | None) -> bool:
    """Whether 居民医保 or 大病保险 is answered so; 养老 is not asked."""
    return answer in (person.member.insured, person.member.serious_insured)


_FILL = "请对照户口簿和登记表补填。"
BLANKS = (
    Check("DQ-023", "没有填与户主关系", Severity.ERROR,
          _of_people(lambda one: one.member.relation is None, "没有填写与户主关系", everybody=True), "请在成员里填明与户主关系。"),
    Check("DQ-029", "没有帮扶责任人", Severity.WARNING, no_helper, "请填明谁帮扶这一户。"),
    Check("DQ-031", "没有填民族", Severity.WARNING, _of_people(lambda one: one.member.nation is None, "没有填写民族"), _FILL),
    Check("DQ-032", "没有填健康状况", Severity.WARNING, _of_people(lambda one: one.healthy is None, "没有填写健康状况"), _FILL),
    Check("DQ-033", "没有填劳动技能", Severity.WARNING,
          _of_people(lambda one: one.labour is None and one.is_aged(16, 65), "没有填写劳动技能"), _FILL),
    Check("DQ-034", "没有填文化程度", Severity.WARNING, _of_people(_no_education, "不在校，没有填写文化程度"), _FILL),
    Check("DQ-035", "学龄没有填在校生状况", Severity.WARNING,
          _of_people(lambda one: one.school is None and one.is_aged(6, 23), "在 6 至 23 岁，没有填写在校生状况"), _FILL),
    Check("DQ-036", "文化程度和在校生状况都没有填", Severity.ERROR,
          _of_people(lambda one: one.education is None and one.school is None, "的文化程度和在校生状况都没有填写"), _FILL),
    Check("DQ-038", "没有填致困原因", Severity.ERROR, no_cause, _FILL),
    Check("DQ-041", "没有填医保、大病保险", Severity.WARNING,
          _of_people(lambda one: _half_insured(one, None), "没有填写参加居民医保或大病保险"), _FILL),
    Check("DQ-130", "没有参加医保或大病保险", Severity.WARNING,
          _of_people(lambda one: _half_insured(one, YesNo.NO), "没有参加居民医保或大病保险"),
          "请帮助参保；参加了职工医保的，核实后不用改。"),
)  # fmt: skip
