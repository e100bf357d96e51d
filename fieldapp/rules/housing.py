"""How dangerous is one building? What the visitor sees makes a suggestion; what an appraiser wrote is read apart from it.

A dangerous site makes the house D. Otherwise the worst component decides; a component that the house does not have is
left aside and never counts as a. A and B are safe, C and D are not. Three storeys and more lie outside the guideline.
Neither of suggestion and appraisal ever becomes the other.

Source: 建村函〔2019〕200号《农村住房安全性鉴定技术导则》; the profile stands in resources/limits/housing.toml.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Field
from fieldapp.records.housing import Condition, Grade, Housing
from fieldapp.rules.finding import Finding, Reason, Verdict
from fieldapp.rules.limits import COMPONENT_NAMES, Counting, HousingLimits

COMPONENTS: tuple[Field[Any], ...] = tuple(Housing.field(name) for name in COMPONENT_NAMES)
ORDER = (Condition.a, Condition.b, Condition.c, Condition.d)
"""The conditions from the best to the worst; ABSENT is none of them."""


def housing_safety(housing: Housing | None, limits: HousingLimits) -> Finding:
    """Judge one building by what was seen. `housing`: None where nobody has looked yet.

    The finding has a grade as soon as it is settled; where a c is known and something else is not, it is C at least.
    """
    if housing is None:
        return Finding.of([Reason(Verdict.OPEN, "住房还没有查看。", ())], limits.source, {})
    if housing.storeys is not None and housing.storeys > limits.storeys.number:
        return Finding.of(_beyond(housing, limits), limits.source, {})
    counted = [field for field in COMPONENTS if limits.components[field.name].value == Counting.COUNTS.value]
    seen = {field: answer for field in counted if (answer := housing.answers.get(field.name)) is not None}
    missing = [field for field in counted if field not in seen]
    reasons = [_storeys(housing, limits), _site(housing), *_components(seen, limits), *_missing(missing, seen)]
    grade = _grade(housing, seen)
    settled = grade == "D" or not (missing or housing.site_dangerous is not YesNo.NO)
    told = {Verdict.GOOD: f"{grade}级", Verdict.BAD: f"{grade}级" if settled else f"至少 {grade}级"}
    finding = Finding.of([*reasons, *_protection(housing)], limits.source, told, grade)
    return replace(finding, grade="") if finding.verdict is Verdict.OPEN else finding


def appraised(housing: Housing) -> Finding | None:
    """What an appraiser has certified in writing; None where nothing is recorded. Says nothing of what was seen."""
    grade = housing.appraised
    if grade is None:
        return None
    by = "、".join(text for field in (Housing.appraiser, Housing.appraised_on, Housing.report) if (text := field.show(housing)))
    source = f"鉴定报告({by})" if by else "鉴定报告(机构、日期未填)"
    rests_on = (Housing.appraised,)
    if grade is Grade.NO_HOUSE:
        text = "登记为无房户，按本人申请、村里评议、乡镇核查办理，不适用房屋定级。"
        return Finding.of([Reason(Verdict.NONE, text, rests_on)], source, {Verdict.NONE: grade.value})
    verdict = Verdict.GOOD if grade in (Grade.A, Grade.B) else Verdict.BAD
    text = f"鉴定结论为 {grade.value}，{'属于安全住房' if verdict is Verdict.GOOD else '属于危房'}。"
    return Finding.of([Reason(verdict, text, rests_on)], source, {verdict: grade.value}, grade.name)


def _grade(housing: Housing, seen: dict[Field[Any], Condition]) -> str:
    """The letter as far as it is known; '' where nothing can be said."""
    if housing.site_dangerous is YesNo.YES:
        return "D"
    worst = _worst(seen)
    return worst.name.upper() if worst else ""


def _worst(seen: dict[Field[Any], Condition]) -> Condition | None:
    return max((one for one in seen.values() if one is not Condition.ABSENT), key=ORDER.index, default=None)


def _beyond(housing: Housing, limits: HousingLimits) -> list[Reason]:
    most = limits.storeys.number
    text = f"房屋有 {housing.storeys} 层，导则只适用于 {most} 层及以下；应按《民用建筑可靠性鉴定标准》(GB 50292)委托鉴定。"
    reasons = [Reason(Verdict.NONE, text, (Housing.storeys,))]
    if housing.site_dangerous is YesNo.YES:
        reasons.append(Reason(Verdict.NONE, "场地有危险，不管几层都应尽快报告并撤离。", (Housing.site_dangerous,)))
    return [*reasons, *_protection(housing)]


def _storeys(housing: Housing, limits: HousingLimits) -> Reason:
    if housing.storeys is None:
        return Reason(Verdict.OPEN, f"层数还没有填写，{limits.storeys.number} 层以上不适用这个导则。", (Housing.storeys,))
    text = f"房屋有 {housing.storeys} 层，在导则适用的 {limits.storeys.number} 层以内。"
    return Reason(Verdict.GOOD, text, (Housing.storeys,))


def _site(housing: Housing) -> Reason:
    rests_on = (Housing.site_dangerous,)
    match housing.site_dangerous:
        case YesNo.YES:
            return Reason(Verdict.BAD, "场地有危险，直接定为 D级，建议搬迁避让。", rests_on)
        case YesNo.NO:
            return Reason(Verdict.GOOD, "场地没有危险。", rests_on)
        case YesNo.UNKNOWN:
            return Reason(Verdict.OPEN, "场地有没有危险还不清楚。", rests_on)
    return Reason(Verdict.OPEN, "场地有没有危险还没有填写。", rests_on)


def _components(seen: dict[Field[Any], Condition], limits: HousingLimits) -> list[Reason]:
    """What the components seen so far say; nothing where none of them can be graded."""
    worst = _worst(seen)
    if worst is None:
        return []
    fields = tuple(field for field, condition in seen.items() if condition is worst)
    grade = f"对应 {worst.name.upper()}级"
    if worst is Condition.a:
        return [Reason(Verdict.GOOD, f"看过的组成部分都是 {worst.value}，{grade}。", fields)]
    verdict = Verdict.GOOD if worst is Condition.b else Verdict.BAD
    text = f"最差的组成部分是{_labels(fields)}：{worst.value}，{grade}({limits.method.value})。"
    return [Reason(verdict, text, fields, _doubt(fields, limits))]


def _doubt(fields: tuple[Field[Any], ...], limits: HousingLimits) -> str:
    """How sure the profile is of these components; '' as soon as one of them is beyond doubt."""
    doubts = [(field.label, limits.components[field.name].confidence) for field in fields]
    if not all(confidence for _, confidence in doubts):
        return ""
    return "".join(f"“{label}”这一项定级的可信度约 {confidence}，还没有与导则原文核对。" for label, confidence in doubts)


def _missing(missing: list[Field[Any]], seen: dict[Field[Any], Condition]) -> list[Reason]:
    if missing:
        return [Reason(Verdict.OPEN, f"还没有查看：{_labels(missing)}。", tuple(missing))]
    if _worst(seen) is None:
        return [Reason(Verdict.OPEN, "所有组成部分都填了没有这一部分，不能定级。", tuple(seen))]
    return []


def _labels(fields: tuple[Field[Any], ...] | list[Field[Any]]) -> str:
    return "、".join(f"“{field.label}”" for field in fields)


def _protection(housing: Housing) -> list[Reason]:
    if housing.protection is None:
        return []
    text = f"防灾措施{housing.protection.value}，另行记录，不改变等级。"
    return [Reason(Verdict.NONE, text, (Housing.protection,))]
