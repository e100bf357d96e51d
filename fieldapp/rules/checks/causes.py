"""Doubts about the cause of hardship against the facts of the family (DQ-047 to DQ-049, DQ-051 to DQ-053).

A fact of which somebody's answer is missing is not known, and contradicts nothing. DQ-050 needs a second cause, DQ-054 to
DQ-059 the risks of a monitored household and its spending.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.records.household import Cause
from fieldapp.records.member import Health
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity
from fieldapp.rules.checks.person import ABLE

MANY = 4
"""From so many people on half of them able to work are a doubt (DQ-052)."""


def illness_of_nobody(case: Case) -> Iterator[Hit]:
    """DQ-047: 因病, and everybody is healthy."""
    if _is_caused(case, Cause.ILLNESS) and all(person.healthy for person in case.people):
        yield case.dossier.household, "主要致困原因是因病，全家人的健康状况却都是健康。"


def schooling_of_nobody(case: Case) -> Iterator[Hit]:
    """DQ-048: 因学, and nobody is a student."""
    if _is_caused(case, Cause.SCHOOLING) and all(person.studies is False for person in case.people):
        yield case.dossier.household, "主要致困原因是因学，家里却没有在校生。"


def disability_of_nobody(case: Case) -> Iterator[Hit]:
    """DQ-049: 因残, and nobody is disabled or has a certificate."""
    if _is_caused(case, Cause.DISABILITY) and all(
        member.health and Health.DISABLED not in member.health and len(member.number or "") <= 18 for member in case.members
    ):
        yield case.dossier.household, "主要致困原因是因残，家里却没有残疾人。"


def _able(case: Case) -> int:
    """How many are fully able to work, where labour is short; 0 where another cause is told."""
    return sum(person.labour in ABLE for person in case.people) if _is_caused(case, Cause.LABOUR) else 0


def everybody_able(case: Case) -> Iterator[Hit]:
    """DQ-051: 缺劳力, and everybody is able to work."""
    if (able := _able(case)) and able == len(case.people):
        yield case.dossier.household, f"主要致困原因是缺劳力，家里 {able} 人却都有劳动能力。"


def half_able(case: Case) -> Iterator[Hit]:
    """DQ-052: 缺劳力, four people or more, and at least half of them are able to work; all of them are DQ-051."""
    able, people = _able(case), len(case.people)
    if people >= MANY and people > able and able * 2 >= people:
        yield case.dossier.household, f"主要致困原因是缺劳力，家里 {people} 人中却有 {able} 人有劳动能力。"


def quarter_able(case: Case) -> Iterator[Hit]:
    """DQ-053: 缺劳力, and more than a quarter are able to work; what DQ-051 and DQ-052 tell is left out."""
    able, people = _able(case), len(case.people)
    told = able == people or (people >= MANY and able * 2 >= people)
    if able * 4 > people and not told:
        yield case.dossier.household, f"主要致困原因是缺劳力，家里 {people} 人中有 {able} 人有劳动能力。"


def _is_caused(case: Case, cause: Cause) -> bool:
    return case.dossier.household.cause is cause and bool(case.members)


_LOOK = "请核对主要致困原因和成员的情况。"
CAUSES = (
    Check("DQ-047", "因病，全家都健康", Severity.WARNING, illness_of_nobody, _LOOK),
    Check("DQ-048", "因学，没有在校生", Severity.WARNING, schooling_of_nobody, _LOOK),
    Check("DQ-049", "因残，没有残疾人", Severity.WARNING, disability_of_nobody, _LOOK),
    Check("DQ-051", "缺劳力，人人有劳动能力", Severity.WARNING, everybody_able, _LOOK),
    Check("DQ-052", "缺劳力，一半以上有劳动能力", Severity.WARNING, half_able, _LOOK),
    Check("DQ-053", "缺劳力，四分之一以上有劳动能力", Severity.HINT, quarter_able, _LOOK),
)
