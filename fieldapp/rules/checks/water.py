"""Doubts about drinking water (DQ-180)."""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.records.problem import ProblemKind
from fieldapp.records.water import Water
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity
from fieldapp.rules.finding import Verdict
from fieldapp.rules.water import water_safety


def unsafe_without_problem(case: Case) -> Iterator[Hit]:
    """DQ-180: the water was found unsafe, and no open problem says so."""
    water = case.dossier.one(Water)
    if water is None or case.has_open_problem(ProblemKind.WATER):
        return
    if water_safety(water, case.water).verdict is Verdict.BAD:
        yield water, "饮水判定为不安全，没有登记未销号的饮水问题。"


WATER = (Check("DQ-180", Severity.WARNING, unsafe_without_problem, "请登记饮水问题，写明措施、责任人和期限。"),)
