"""How dangerous is one building? What the visitor sees makes a suggestion; what an appraiser wrote is read apart from it.

A dangerous site makes the house D. Otherwise the components grade it by the method of the village: by the guideline of 2019
the worst of them; by JGJ/T 363-2014 and JGJ 125-2016 foundation and superstructure, an enclosure counts as b at most. A
component that the house does not have is left aside and never counts as a. A and B are safe, C and D are not. Three storeys
and more lie outside. Neither of suggestion and appraisal ever becomes the other.

Source: 建村函〔2019〕200号《农村住房安全性鉴定技术导则》; the profiles stand in resources/limits/housing.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Field
from fieldapp.records.housing import Condition, Grade, Housing
from fieldapp.records.village import HousingMethod
from fieldapp.rules.deciding import house_decided
from fieldapp.rules.finding import Finding, Reason, Verdict
from fieldapp.rules.housing_limits import COMPONENT_NAMES, HousingLimits, Role, Rule

COMPONENTS: tuple[Field[Any], ...] = tuple(Housing.field(name) for name in COMPONENT_NAMES)
ORDER = (Condition.a, Condition.b, Condition.c, Condition.d)
"""The conditions from the best to the worst; ABSENT is none of them."""


def housing_safety(housing: Housing | None, limits: HousingLimits) -> Finding:
    """Judge one building by what was seen. `housing`: None where nobody has looked yet.

    The finding has a grade as soon as it is settled; where a c is known and something else could be worse, it is C at least.
    """
    if housing is None:
        return Finding.of([Reason(Verdict.OPEN, "住房还没有查看。", ())], limits.source, {})
    if housing.storeys is not None and housing.storeys > limits.storeys.number:
        return house_decided(housing, Finding.of(_beyond(housing, limits), limits.source, {}))
    look = _Look(housing, limits)
    reasons = [_storeys(housing, limits), _site(housing), *_components(look), *_missing(look)]
    remarks = [*_protection(housing), *_rooms(housing)]
    told = {Verdict.GOOD: look.told, Verdict.BAD: look.told}
    finding = Finding.of([*reasons, *remarks], limits.source, told, look.grade)
    if finding.verdict is Verdict.OPEN:
        suggested = replace(finding, grade="")
    else:
        suggested = replace(finding, reasons=(*finding.reasons, *_otherwise(look)))
    return house_decided(housing, suggested)


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


@dataclass(frozen=True)
class _Look:
    """One building as one method looks at it."""

    housing: Housing
    limits: HousingLimits

    @cached_property
    def seen(self) -> Mapping[Field[Any], Condition]:
        """The components that the house has and somebody has looked at, as far as they count."""
        answers = ((field, self.housing.answers.get(field.name)) for field in COMPONENTS)
        return {field: self.counted(field, answer) for field, answer in answers if answer not in (None, Condition.ABSENT)}

    def counted(self, field: Field[Any], condition: Condition) -> Condition:
        """As what a condition of this component counts: an enclosure that does not decide as b at most."""
        beside = self.limits.components[field.name].value == Role.ENCLOSURE.value
        if beside and self.limits.rule.value == Rule.STRUCTURE.value:
            return min(condition, Condition.b, key=ORDER.index)
        return condition

    @cached_property
    def worst(self) -> Condition | None:
        """The condition that decides as far as it is known; None where nothing is."""
        return max(self.seen.values(), key=ORDER.index, default=None)

    @cached_property
    def missing(self) -> tuple[Field[Any], ...]:
        """The components that nobody has looked at."""
        return tuple(field for field in COMPONENTS if field.name not in self.housing.answers)

    @cached_property
    def pending(self) -> tuple[Field[Any], ...]:
        """Those among the missing that could still make the grade worse."""
        worst = ORDER.index(self.worst) if self.worst else -1
        return tuple(field for field in self.missing if ORDER.index(self.counted(field, Condition.d)) > worst)

    @property
    def grade(self) -> str:
        """The letter as far as it is known; '' where nothing can be said."""
        if self.housing.site_dangerous is YesNo.YES:
            return "D"
        return self.worst.name.upper() if self.worst else ""

    @property
    def told(self) -> str:
        """The grade in words; '' where it is not settled whether the house is safe."""
        settled = not self.pending and self.housing.site_dangerous is YesNo.NO
        if self.grade in ("C", "D"):
            return f"{self.grade}级" if settled or self.grade == "D" else f"至少 {self.grade}级"
        return f"{self.grade}级" if self.grade and settled and self.housing.storeys is not None else ""


def _method(limits: HousingLimits) -> str:
    """The method in a sentence on storeys. JGJ 125-2016 is for every building; what ends is judging by the look alone."""
    return f"“{limits.method.value}”{'的直接判定' if limits.method is HousingMethod.GENERAL_2016 else ''}"


def _beyond(housing: Housing, limits: HousingLimits) -> list[Reason]:
    covered = f"{_method(limits)}只适用于 {limits.storeys.number} 层及以下"
    text = f"房屋有 {housing.storeys} 层，{covered}；应按《民用建筑可靠性鉴定标准》(GB 50292)委托鉴定。"
    sure = limits.storeys.confidence
    doubt = f"{covered}，可信度约 {sure}，还没有与标准原文核对。" if sure else ""
    reasons = [Reason(Verdict.NONE, text, (Housing.storeys,), doubt)]
    if housing.site_dangerous is YesNo.YES:
        reasons.append(Reason(Verdict.NONE, "场地有危险，不管几层都应尽快报告并撤离。", (Housing.site_dangerous,)))
    return [*reasons, *_protection(housing), *_rooms(housing)]


def _storeys(housing: Housing, limits: HousingLimits) -> Reason:
    if housing.storeys is None:
        text = f"层数还没有填写，{limits.storeys.number} 层以上不适用{_method(limits)}。"
        return Reason(Verdict.OPEN, text, (Housing.storeys,))
    text = f"房屋有 {housing.storeys} 层，在{_method(limits)}适用的 {limits.storeys.number} 层以内。"
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


def _components(look: _Look) -> list[Reason]:
    """What the components seen so far say; nothing where none of them can be graded."""
    worst = look.worst
    if worst is None:
        return []
    deciding = tuple(field for field, condition in look.seen.items() if condition is worst)
    grade = f"对应 {worst.name.upper()}级"
    if worst is Condition.a:
        return [Reason(Verdict.GOOD, f"看过的组成部分都是 {worst.value}，{grade}。", deciding)]
    held = tuple(field for field in look.seen if look.housing.answers[field.name] is not look.seen[field])
    fields = tuple(field for field in deciding if field not in held) or deciding
    verdict = Verdict.GOOD if worst is Condition.b else Verdict.BAD
    found = look.housing.answers[fields[0].name].value
    text = f"最差的组成部分是{_labels(fields)}：{found}，{grade}({look.limits.rule.value})。"
    return [Reason(verdict, text, fields, _doubt(fields, look.limits)), *_held(held, look)]


def _held(held: tuple[Field[Any], ...], look: _Look) -> list[Reason]:
    """A remark on what is worse than it counts."""
    if not held:
        return []
    what = "，".join(f"“{field.label}”是 {look.housing.answers[field.name].value}" for field in held)
    return [Reason(Verdict.NONE, f"{what}；按{look.limits.rule.value}，最多影响到 B级，但仍应维修。", held)]


def _doubt(fields: Iterable[Field[Any]], limits: HousingLimits) -> str:
    """How sure the profile is: of its rule, and of these components unless one of them is beyond doubt."""
    rule = limits.rule.confidence
    told = f"“{limits.method.value}”{limits.rule.value}，可信度约 {rule}，还没有与标准原文核对。" if rule else ""
    doubts = [(field.label, limits.components[field.name].confidence) for field in fields]
    if not all(confidence for _, confidence in doubts):
        return told
    return told + "".join(f"“{label}”这一项定级的可信度约 {confidence}，还没有与导则原文核对。" for label, confidence in doubts)


def _missing(look: _Look) -> list[Reason]:
    if look.pending:
        return [Reason(Verdict.OPEN, f"还没有查看：{_labels(look.pending)}。", look.pending)]
    if look.missing:
        return [Reason(Verdict.NONE, f"还没有查看：{_labels(look.missing)}；等级已经不会因此变差。", look.missing)]
    if look.worst is None:
        return [Reason(Verdict.OPEN, "所有组成部分都填了没有这一部分，不能定级。", COMPONENTS)]
    return []


def _otherwise(look: _Look) -> list[Reason]:
    """A remark where another method would call the building by another grade."""
    by_told: dict[str, list[str]] = {}
    for limits in look.limits.others:
        told = _Look(look.housing, limits).told
        if told and told != look.told:
            by_told.setdefault(told, []).append(f"“{limits.method.value}”")
    rests_on = tuple(field for field in look.seen if look.limits.components[field.name].value == Role.ENCLOSURE.value)
    return [Reason(Verdict.NONE, f"按{'、'.join(methods)}会是 {told}。", rests_on) for told, methods in by_told.items()]


def _labels(fields: Iterable[Field[Any]]) -> str:
    return "、".join(f"“{field.label}”" for field in fields)


def _protection(housing: Housing) -> list[Reason]:
    if housing.protection is None:
        return []
    text = f"防灾措施{housing.protection.value}，另行记录，不改变等级。"
    return [Reason(Verdict.NONE, text, (Housing.protection,))]


def _rooms(housing: Housing) -> list[Reason]:
    """A remark where not every room can be lived in, or more can than there are."""
    rooms, habitable = housing.rooms, housing.rooms_habitable
    if rooms is None or habitable is None or habitable == rooms:
        return []
    told = f"{rooms} 间房里能住人的有 {habitable} 间"
    text = f"{told}，比房间数还多，请核对。" if habitable > rooms else f"{told}。"
    return [Reason(Verdict.NONE, text, (Housing.rooms, Housing.rooms_habitable))]
