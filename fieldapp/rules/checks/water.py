"""Doubts about drinking water (DQ-153, DQ-180).

Both hold the verdict that counts against the rest: where a person has decided otherwise with a reason and a name, that
decision is the verdict. So water that a person has decided to be safe is no doubt for the indicator that fails, and asks
for no problem; the suggestion still stands beside it for everybody to read. A decision that lacks its reason or its name
is not followed (rules/deciding.py), and then saying 安全 is a doubt like a register's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fieldapp.records.problem import ProblemKind
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.water import Safety, Water
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity
from fieldapp.rules.finding import Finding, Verdict
from fieldapp.rules.registered import is_safe
from fieldapp.rules.water import water_safety


def marked_safe(case: Case) -> Iterator[Hit]:
    """DQ-153: the register or a decision without its reason calls the water safe, and an indicator fails.

    Of several registered conclusions the newest counts.
    """
    water = case.dossier.one(Water)
    said = _said_safe(case, water) if water else ""
    if not water or not said:
        return
    finding = water_safety(water, case.water)
    if finding.verdict is Verdict.BAD:
        yield water, f"{said}，这里却判定为不安全：{_why(finding)}。"


def unsafe_without_problem(case: Case) -> Iterator[Hit]:
    """DQ-180: the water was found or decided to be unsafe, and no open problem says so."""
    water = case.dossier.one(Water)
    if water is None or case.has_open_problem(ProblemKind.WATER):
        return
    if water_safety(water, case.water).verdict is Verdict.BAD:
        yield water, "饮水判定为不安全，没有登记未销号的饮水问题。"


def _said_safe(case: Case, water: Water) -> str:
    """Who calls the water safe, as the beginning of a sentence; '' where nobody does."""
    if water.decided in (Safety.SAFE, Safety.BASIC):
        return f"人工认定为{water.decided.value}"
    told = [one for one in case.dossier.all(Registered) if one.topic is Topic.WATER]
    newest = max(reversed(told), key=lambda one: one.on or dt.date.min, default=None)
    if newest is None or not is_safe(newest):
        return ""
    where = "、".join(filter(None, (Registered.on.show(newest), newest.source)))
    column = f"“{newest.column}”" if newest.column else ""
    return f"登记{column}为“{newest.said}”{f'({where})' if where else ''}"


def _why(finding: Finding) -> str:
    if finding.suggested:
        return "人工认定"
    return "、".join(f"{part.name}{part.verdict.value}" for part in finding.parts if part.verdict is Verdict.BAD)


WATER = (
    Check("DQ-153", "登记饮水安全，现场不达标", Severity.ERROR, marked_safe, "请核对登记的结论和现场的情况，以核实的为准。"),
    Check("DQ-180", "饮水不安全，没有登记问题", Severity.WARNING, unsafe_without_problem, "请登记饮水问题，写明措施、责任人和期限。"),
)
