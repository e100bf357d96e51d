"""Doubts about houses (DQ-146, DQ-147)."""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.records.housing import Grade
from fieldapp.records.problem import ProblemKind
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity
from fieldapp.rules.dwelling import House, danger_of, name_of
from fieldapp.rules.finding import Verdict


def appraised_otherwise(case: Case) -> Iterator[Hit]:
    """DQ-146: the appraised grade is another than what was seen leads to. 无房户 is no grade of a building."""
    for housing, finding in case.houses:
        grade = housing.appraised
        if grade in (None, Grade.NO_HOUSE) or not finding.grade or not _differs(grade.name, (housing, finding)):
            continue
        yield housing, f"{name_of(housing)}鉴定为 {grade.value}，按现场查看却是 {finding.told}。"


def _differs(appraised: str, house: House) -> bool:
    """A grade that is still a lower bound (C at least) contradicts only a milder one."""
    _, finding = house
    at_least = finding.grade == "C" and any(reason.verdict is Verdict.OPEN for reason in finding.reasons)
    return appraised < finding.grade or (appraised > finding.grade and not at_least)


def slept_in_danger(case: Case) -> Iterator[Hit]:
    """DQ-147: somebody sleeps in a building of grade C or D, and no open problem says so."""
    if case.has_open_problem(ProblemKind.HOUSING):
        return
    for housing, finding in case.houses:
        if housing.sleepers and (danger := danger_of((housing, finding))):
            yield housing, f"{danger}，住着 {len(housing.sleepers)} 人，没有登记未销号的住房问题。"


HOUSING = (
    Check("DQ-146", Severity.WARNING, appraised_otherwise, "请核对现场查看的结果，或者请鉴定机构复核。"),
    Check("DQ-147", Severity.ERROR, slept_in_danger, "请登记住房问题，写明措施、责任人和期限。"),
)
"""DQ-146 is a warning as long as no reason for the difference can be recorded."""
