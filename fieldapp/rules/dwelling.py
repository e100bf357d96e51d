"""The buildings of one family together: is it housed safely, does anybody sleep in danger, is what was vacated closed?

人不住危房 and 危房不住人 are two verdicts: a family may be safe in its new house while the old one still stands open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fieldapp.base.kinds import YesNo
from fieldapp.records.housing import Grade, Housing
from fieldapp.rules.finding import Finding, Reason, Verdict
from fieldapp.rules.housing import housing_safety
from fieldapp.rules.limits import HousingLimits

House = tuple[Housing, Finding]
"""A building and what was found of it."""

SLOGAN = "“人不住危房、危房不住人”工作要求"


def household_housing(houses: Sequence[House], limits: HousingLimits) -> Finding:
    """The finding of the building that decides for the family: the worst of those in which somebody sleeps.

    Where nobody has said who sleeps where, all that are not sealed count, and they must agree.
    """
    if not houses:
        return housing_safety(None, limits)
    if lived_in := [finding for housing, finding in houses if housing.sleepers]:
        return min(lived_in, key=_gravity)
    standing = [finding for housing, finding in houses if housing.sealed is not YesNo.YES] or [f for _, f in houses]
    if len({(finding.verdict, finding.grade) for finding in standing}) == 1:
        return standing[0]
    told = "，".join(f"{name_of(housing)} {finding.told}" for housing, finding in houses)
    reason = Reason(Verdict.OPEN, f"几栋房屋结论不同({told})，还没有填写谁住在哪一栋。", (Housing.sleepers,))
    return Finding.of([reason], limits.source, {})


def nobody_in_danger(houses: Sequence[House]) -> Finding:
    """人不住危房: nobody sleeps in a building of grade C or D."""

    def slept_in(housing: Housing, danger: str) -> Reason:
        if housing.sleepers:
            return Reason(Verdict.BAD, f"{danger}，住着 {len(housing.sleepers)} 人。", (Housing.sleepers,))
        if housing.sealed in (YesNo.YES, YesNo.NO):
            return Reason(Verdict.GOOD, f"{danger}，没有人住。", (Housing.sleepers, Housing.sealed))
        return Reason(Verdict.OPEN, f"{danger}，还没有填写有没有人住。", (Housing.sleepers, Housing.sealed))

    return _each_dangerous(houses, slept_in, Verdict.GOOD)


def danger_closed(houses: Sequence[House]) -> Finding:
    """危房不住人: what was vacated of grade C or D is sealed or pulled down."""

    def closed(housing: Housing, danger: str) -> Reason:
        if housing.sleepers:
            return Reason(Verdict.BAD, f"{danger}，还没有腾空。", (Housing.sleepers,))
        match housing.sealed:
            case YesNo.YES:
                return Reason(Verdict.GOOD, f"{danger}，已封存或拆除。", (Housing.sealed,))
            case YesNo.NO:
                return Reason(Verdict.BAD, f"{danger}，腾空后没有封存或拆除。", (Housing.sealed,))
        return Reason(Verdict.OPEN, f"{danger}，还没有填写有没有封存或拆除。", (Housing.sealed,))

    return _each_dangerous(houses, closed, Verdict.NONE)


def danger_of(house: House) -> str:
    """What is dangerous and how, such as 老屋 D级; '' where the building is neither C nor D, seen or appraised."""
    housing, finding = house
    if finding.grade in ("C", "D"):
        return f"{name_of(housing)} {finding.told}"
    if housing.appraised in (Grade.C, Grade.D):
        return f"{name_of(housing)} 鉴定为 {Housing.appraised.show(housing)}"
    return ""


def name_of(housing: Housing) -> str:
    """What a building is called where a family has several."""
    return housing.name or "房屋"


def _each_dangerous(houses: Sequence[House], judge: Callable[[Housing, str], Reason], without: Verdict) -> Finding:
    """One reason for each dangerous building, and one for those that nobody can tell yet. `without`: where there is none."""
    reasons = [judge(house[0], danger) for house in houses if (danger := danger_of(house))]
    unknown = [name_of(house) for house, finding in houses if finding.verdict is Verdict.OPEN and house.appraised is None]
    if unknown or not houses:
        reasons.append(Reason(Verdict.OPEN, f"还不知道是不是危房：{'、'.join(unknown) or '住房'}。", ()))
    return Finding.of(reasons or [Reason(without, "没有 C、D 级危房。", ())], SLOGAN, {})


def _gravity(finding: Finding) -> tuple[int, int]:
    return list(Verdict).index(finding.verdict), -ord(finding.grade or "@")
