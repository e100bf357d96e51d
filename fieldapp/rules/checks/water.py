"""Doubts about drinking water (DQ-138, DQ-139, DQ-153).

All hold the verdict that counts against the rest: where a person has decided otherwise with a reason and a name, that
decision is the verdict. So water that a person has decided to be safe is no doubt for the indicator that fails, and asks
for no problem; the suggestion still stands beside it for everybody to read. A decision that lacks its reason or its name
is not followed (rules/deciding.py), and then saying 安全 is a doubt like a register's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fieldapp.records.household import HouseholdType
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.water import Safety, Water
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity
from fieldapp.rules.finding import Finding, Verdict
from fieldapp.rules.registered import is_safe


def marked_safe(case: Case) -> Iterator[Hit]:
    """DQ-153: the register or a decision without its reason calls the water safe, and an indicator fails.

    Of several registered conclusions the newest counts.
    """
    water, finding = case.unsafe_water, case.drunk
    if water and finding and (said := _said_safe(case, water)):
        yield water, f"{said}，这里却判定为不安全：{_why(finding)}。"


def exited_without_water(case: Case) -> Iterator[Hit]:
    """DQ-138: the water of a household that has exited is not safe. Whether a risk was cleared is not recorded."""
    if case.dossier.household.type is HouseholdType.EXITED and (water := case.unsafe_water):
        yield water, "脱贫户的饮水判定为不安全。"


def water_unwatched(case: Case) -> Iterator[Hit]:
    """DQ-139: the water is not safe, and the household not monitored. Where its type is blank, nobody knows."""
    household = case.dossier.household
    if household.type is not None and not case.is_monitored and (water := case.unsafe_water):
        yield water, f"饮水判定为不安全，没有纳入监测，户类型是{household.type.value}。"


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
    Check("DQ-138", "脱贫户饮水不安全", Severity.ERROR, exited_without_water, "请核对饮水情况；属实的，登记问题并上报。"),
    Check("DQ-139", "饮水不安全，没有纳入监测", Severity.WARNING, water_unwatched, "请核对该不该纳入监测，户类型有没有填错。"),
    Check("DQ-153", "登记饮水安全，现场不达标", Severity.ERROR, marked_safe, "请核对登记的结论和现场的情况，以核实的为准。"),
)
