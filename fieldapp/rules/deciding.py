"""A person decides otherwise than the rules suggest. Suggestion and decision stand side by side; neither replaces the other.

A reason is always needed. A house grade that is milder than what was seen needs the name of an appraiser and a picture as
well (domain notes 1.3); a decision that lacks them is told and not followed. What a laboratory or an appraiser has certified
is another thing and is not touched here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fieldapp.base.record import Field, Record
from fieldapp.records.housing import Decided, Housing
from fieldapp.records.water import Safety, Water
from fieldapp.rules.finding import Finding, Reason, Verdict

GRADED = {Decided.A: Verdict.GOOD, Decided.B: Verdict.GOOD, Decided.C: Verdict.BAD, Decided.D: Verdict.BAD}
SAFE = {Safety.SAFE: Verdict.GOOD, Safety.BASIC: Verdict.BASIC, Safety.UNSAFE: Verdict.BAD}
BY_WHOM: tuple[Field[Any], ...] = (Housing.decided_by, Housing.decided_picture)


def house_decided(housing: Housing, suggested: Finding) -> Finding:
    """What counts for a building: the suggestion, or what a person has decided otherwise."""
    grade = housing.decided
    if grade is None:
        return suggested
    if missing := lacking(housing, suggested):
        milder = "比查看的结果轻，" if _is_milder(grade, suggested) else ""
        text = f"人工认定为 {grade.value}，{milder}还缺{_labels(missing)}，没有采用。"
        return _remarked(suggested, text, (Housing.decided, *missing))
    text = f"人工认定为 {grade.value}：{housing.decided_why}{_by(housing, Housing.decided_by, Housing.decided_on)}。"
    return _decided(suggested, Reason(GRADED[grade], text, (Housing.decided,)), grade.value, grade.name)


def lacking(housing: Housing, suggested: Finding) -> list[Field[Any]]:
    """The questions without whose answers a decision on a building is not followed; [] where nobody has decided on a grade."""
    grade = housing.decided
    if grade is None:
        return []
    needed: list[Field[Any]] = [Housing.decided_why, *(BY_WHOM if _is_milder(grade, suggested) else ())]
    return [field for field in needed if field.name not in housing.answers]


def water_decided(water: Water, suggested: Finding) -> Finding:
    """What counts for a family's water: the suggestion, or what a person has decided otherwise."""
    safety = water.decided
    if safety is None:
        return suggested
    if missing := [field for field in (Water.decided_why, Water.decided_by) if field.name not in water.answers]:
        text = f"人工认定为{safety.value}，还缺{_labels(missing)}，没有采用。"
        return _remarked(suggested, text, (Water.decided, *missing))
    text = f"人工认定为{safety.value}：{water.decided_why}{_by(water, Water.decided_by, Water.decided_on)}。"
    return _decided(suggested, Reason(SAFE[safety], text, (Water.decided,)), safety.value)


def _is_milder(grade: Decided, suggested: Finding) -> bool:
    """Whether a grade is milder than what was seen; where that is not settled, every grade that calls the house safe is."""
    if suggested.grade:
        return grade.name < suggested.grade
    return GRADED[grade] is Verdict.GOOD


def _decided(suggested: Finding, reason: Reason, told: str, grade: str = "") -> Finding:
    reasons = (reason, *suggested.reasons)
    return replace(suggested, verdict=reason.verdict, reasons=reasons, told=told, grade=grade, confidence="", suggested=suggested)


def _remarked(suggested: Finding, text: str, rests_on: tuple[Field[Any], ...]) -> Finding:
    return replace(suggested, reasons=(*suggested.reasons, Reason(Verdict.NONE, text, rests_on)))


def _by(record: Record, *told: Field[Any]) -> str:
    by = "、".join(text for field in told if (text := field.show(record)))
    return f"({by})" if by else ""


def _labels(fields: list[Field[Any]]) -> str:
    return "、".join(f"“{field.label}”" for field in fields)
