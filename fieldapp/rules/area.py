"""Floor areas: how large a rebuilt or relocated house may be, and how large it must be.

A house that the programme for dangerous houses only strengthened keeps its area; relocation has a red line by the head.

Source: the figures stand in resources/limits/housing.toml (domain notes 1.7).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from fieldapp.records.household import Household, Lodging
from fieldapp.records.housing import Housing, Remedy
from fieldapp.records.village import Village
from fieldapp.rules.dwelling import NO_ROOF, Dwelling, name_of
from fieldapp.rules.finding import Finding, Reason, Verdict
from fieldapp.rules.housing_limits import HousingLimits, Rebuilt
from fieldapp.rules.limits import Limit

UNLIMITED = "没有面积限制"


def region_of(village: Village) -> str:
    """The region whose areas hold in a village: the first two digits of its code, '' where it has none."""
    return (village.code or "")[:2]


def family_area(dwelling: Dwelling, limits: HousingLimits, region: str = "") -> Finding:
    """The areas of all buildings that a programme gave the family; of the one it lives in where none did."""
    remedied = [housing for housing, _ in dwelling.houses if housing.made_safe is not None]
    houses = remedied or [housing for housing, _ in dwelling.lived_in()[:1]]
    found = [house_area(housing, len(dwelling.people), limits, region) for housing in houses]
    if not found and dwelling.lodging is Lodging.NONE:
        return Finding.of([Reason(Verdict.NONE, NO_ROOF, (Household.lodging,))], UNLIMITED, {})
    if not found:
        return Finding.of([Reason(Verdict.OPEN, "还没有登记现在住的房屋。", ())], UNLIMITED, {})
    if len(found) == 1:
        return found[0]
    named = (
        replace(reason, text=f"{name_of(housing)}：{reason.text}")
        for housing, finding in zip(houses, found, strict=True)
        for reason in finding.reasons
    )
    sources = "、".join(dict.fromkeys(finding.source for finding in found if finding.source != UNLIMITED))
    return Finding.of(named, sources or UNLIMITED, {})


def house_area(housing: Housing, members: int, limits: HousingLimits, region: str = "") -> Finding:
    """The area of one building, in square metres of floor, kitchen and bath included, sheds left out.

    Args:
        members: who belongs to the family now; they count where nobody has recorded who was counted by the programme.
        region: the first two digits of the village's code.
    """
    reasons: list[Reason] = []
    sources: list[str] = []
    for limit, reason in _held_against(housing, members, limits, region):
        reasons.append(reason)
        sources.append(limit.source)
    reasons += [] if sources else [Reason(Verdict.NONE, f"{_programme(housing, limits)}，{UNLIMITED}。", (Housing.made_safe,))]
    people = housing.counted or members
    if housing.area is not None and people:
        by_head = f"{housing.area / people:.1f}"
        reasons.append(
            Reason(Verdict.NONE, f"建筑面积 {Housing.area.show(housing)} 平方米，人均 {by_head} 平方米。", (Housing.area,))
        )
    return Finding.of(reasons, "、".join(dict.fromkeys(sources)) or UNLIMITED, {})


def _held_against(housing: Housing, members: int, limits: HousingLimits, region: str) -> Iterator[tuple[Limit, Reason]]:
    """Each figure that holds for this building, and what it says."""
    rebuilt, relocated, least = limits.rebuilt, limits.relocated, limits.least_head.get(region)
    if housing.made_safe is Remedy.REPAIR and rebuilt and _was_rebuilt(housing) is not False:
        yield rebuilt.most, _rebuilt(housing, members, rebuilt)
    if housing.made_safe is Remedy.RELOCATION and relocated:
        yield relocated, _weigh("易地搬迁", housing, members, None, (relocated, True))
    if least:
        yield least, _weigh("安全住房", housing, members, (least, True), None)


def _programme(housing: Housing, limits: HousingLimits) -> str:
    if housing.made_safe is None:
        return "不属于改造搬迁项目"
    if housing.made_safe is Remedy.REPAIR and limits.rebuilt:
        return "危房改造为原房加固维修"
    return f"{housing.made_safe.value}"


def _was_rebuilt(housing: Housing) -> bool | None:
    """Whether the programme built the house anew: built in the year it was made safe, or the one before. None: not known."""
    if housing.built is None or housing.made_safe_on is None:
        return None
    return housing.built >= int(housing.made_safe_on[:4]) - 1


def _rebuilt(housing: Housing, members: int, limits: Rebuilt) -> Reason:
    if _was_rebuilt(housing) is None:
        text = "还没有填写建成年份或改造完成年月，不知道是重建还是加固维修。"
        return Reason(Verdict.OPEN, text, (Housing.built, Housing.made_safe_on))
    people = housing.counted or members
    if 0 < people <= len(limits.least):
        return _weigh("危房改造重建", housing, members, (limits.least[people - 1], False), (limits.most, False))
    return _weigh("危房改造重建", housing, members, (limits.least_head, True), (limits.most_head, True))


def _weigh(
    what: str, housing: Housing, members: int, least: tuple[Limit, bool] | None, most: tuple[Limit, bool] | None
) -> Reason:
    """Hold the area against its bounds, both included. Each bound: the limit, and whether it is by the head."""
    people = housing.counted or members
    rests_on = (Housing.area, Housing.counted)
    if not people or (housing.counted is None and housing.shared):
        why = "还有别家在用" if people else "还没有登记成员"
        return Reason(Verdict.OPEN, f"{what}面积：{why}，请填写享受政策人口。", rests_on)
    if housing.area is None:
        return Reason(Verdict.OPEN, f"{what}面积：建筑面积还没有填写。", rests_on)
    fits = (not least or housing.area >= _total(least, people)) and (not most or housing.area <= _total(most, people))
    asked = [(word, bound) for word, bound in (("不少于", least), ("不超过", most)) if bound]
    bounds = "，".join(
        f"{word} {_total(bound, people)} 平方米{f'(每人 {bound[0].number})' if bound[1] else ''}" for word, bound in asked
    )
    counted = f"享受政策人口 {people} 人" if housing.counted else f"按现在的 {people} 人(享受政策人口没有填写)"
    text = f"{what}面积 {Housing.area.show(housing)} 平方米，{counted}，要求{bounds}。"
    doubt = "".join(_doubt(f"{what}{'每人' if by_head else ''}{word}", limit) for word, (limit, by_head) in asked)
    return Reason(Verdict.GOOD if fits else Verdict.BAD, text, rests_on, doubt)


def _total(bound: tuple[Limit, bool], people: int) -> Decimal:
    limit, by_head = bound
    return Decimal(limit.number * (people if by_head else 1))


def _doubt(what: str, limit: Limit) -> str:
    told = f"“{what} {limit.number} {limit.unit}”"
    return f"{told}的可信度约 {limit.confidence}，还没有与文件原文核对。" if limit.confidence else ""
