"""The buildings of one family together: is it housed safely, does anybody sleep in danger, is what was vacated closed?

人不住危房 and 危房不住人 are two verdicts: the first is about this family's people, the second about the building, whoever
sleeps there. A family may be safe in its new house while the old one still stands open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fieldapp.base.kinds import YesNo
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household, Lodging
from fieldapp.records.housing import Grade, Housing
from fieldapp.records.member import Member
from fieldapp.rules.finding import Finding, Reason, Verdict
from fieldapp.rules.housing import housing_safety
from fieldapp.rules.housing_limits import HousingLimits

House = tuple[Housing, Finding]
"""A building and what was found of it."""

SECURED = (Lodging.PUBLIC, Lodging.HOME, Lodging.RENTED, Lodging.KIN)
"""Those who have no house of their own and live under another roof."""
SLOGAN = "“人不住危房、危房不住人”工作要求"
NO_ROOF = "登记为没有住处，没有房屋可看。"
SEPARATE = "按无房户另走程序：本人申请、村里评议、乡镇核查"


@dataclass(frozen=True)
class Dwelling:
    """Where one family lives.

    Attributes:
        houses: every building that it owns or uses, oldest first.
        people: ids of those who belong to the family now.
        gone: ids of those who have left it; where they once slept says nothing any more.
        lodging: whose roof the family says it lives under; None where nobody has asked.
    """

    houses: Sequence[House]
    people: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    lodging: Lodging | None = None

    @classmethod
    def of(cls, dossier: Dossier, limits: HousingLimits) -> Dwelling:
        """The dwelling that a dossier tells."""
        houses = [(housing, housing_safety(housing, limits)) for housing in dossier.all(Housing)]
        people = frozenset(member.id for member in dossier.members)
        gone = frozenset(member.id for member in dossier.all(Member)) - people
        return cls(houses, people, gone, dossier.household.lodging)

    def own(self, housing: Housing) -> frozenset[str]:
        """Who of the family sleeps in a building."""
        return (housing.sleepers or frozenset()) & self.people

    def sleepers(self, housing: Housing) -> frozenset[str]:
        """Who sleeps in a building, of this family or of another."""
        return (housing.sleepers or frozenset()) - self.gone

    def slept_in(self) -> list[House]:
        """The buildings in which one of the family sleeps."""
        return [house for house in self.houses if self.own(house[0])]

    def standing(self) -> list[House]:
        """The buildings where the family may sleep: neither sealed nor slept in by others alone."""
        return [
            (housing, finding)
            for housing, finding in self.houses
            if self.own(housing) or not (self.sleepers(housing) or housing.sealed is YesNo.YES)
        ]

    def lived_in(self) -> list[House]:
        """The buildings that decide: those slept in; where nobody has said who sleeps where, all where the family may sleep."""
        return self.slept_in() or self.standing()

    def in_danger(self) -> list[House]:
        """The dangerous buildings that the family lives in; where nobody has said who sleeps where, only if all are dangerous."""
        houses = self.lived_in()
        dangerous = [house for house in houses if danger_of(house)]
        return dangerous if self.slept_in() or len(dangerous) == len(houses) else []


def household_housing(dwelling: Dwelling, limits: HousingLimits) -> Finding:
    """The finding of the building that decides for the family: the worst of those in which one of its members sleeps.

    Where nobody has said who sleeps where, the buildings that may be slept in count, and they must agree. A family without
    any roof is 无房户; one without a house of its own is judged by the house it lives in.
    """
    if dwelling.lodging is Lodging.NONE:
        return _without_roof(dwelling)
    houses = dwelling.lived_in()
    if not houses:
        return _nothing_to_live_in(dwelling, limits)
    if dwelling.slept_in():
        finding = min((finding for _, finding in houses), key=_gravity)
        remarks = [*_lodged(dwelling), *_unplaced(dwelling, finding)]
    elif len({(finding.verdict, finding.grade) for _, finding in houses}) == 1:
        finding, remarks = houses[0][1], _lodged(dwelling)
    else:
        told = "，".join(f"{name_of(housing)} {finding.told}" for housing, finding in dwelling.houses)
        reason = Reason(Verdict.OPEN, f"几栋房屋结论不同({told})，还没有填写谁住在哪一栋。", (Housing.sleepers,))
        finding, remarks = Finding.of([reason], limits.source, {}), _lodged(dwelling)
    return replace(finding, reasons=(*finding.reasons, *remarks)) if remarks else finding


def nobody_in_danger(dwelling: Dwelling) -> Finding:
    """人不住危房: nobody of the family sleeps in a building of grade C or D."""

    def slept_in(housing: Housing, danger: str) -> Reason:
        if own := dwelling.own(housing):
            return Reason(Verdict.BAD, f"{danger}，住着 {len(own)} 人。", (Housing.sleepers,))
        if others := dwelling.sleepers(housing):
            return Reason(Verdict.GOOD, f"{danger}，住着别家 {len(others)} 人，本户没有人住。", (Housing.sleepers,))
        if housing.sealed in (YesNo.YES, YesNo.NO):
            return Reason(Verdict.GOOD, f"{danger}，没有人住。", (Housing.sleepers, Housing.sealed))
        return Reason(Verdict.OPEN, f"{danger}，还没有填写有没有人住。", (Housing.sleepers, Housing.sealed))

    unknown = [house for house in dwelling.standing() if _is_unknown(house)]
    return _each_dangerous(dwelling, slept_in, unknown, Verdict.GOOD)


def danger_closed(dwelling: Dwelling) -> Finding:
    """危房不住人: what was vacated of grade C or D is sealed or pulled down."""

    def closed(housing: Housing, danger: str) -> Reason:
        if dwelling.sleepers(housing):
            return Reason(Verdict.BAD, f"{danger}，还没有腾空。", (Housing.sleepers,))
        match housing.sealed:
            case YesNo.YES:
                return Reason(Verdict.GOOD, f"{danger}，已封存或拆除。", (Housing.sealed,))
            case YesNo.NO:
                return Reason(Verdict.BAD, f"{danger}，腾空后没有封存或拆除。", (Housing.sealed,))
        return Reason(Verdict.OPEN, f"{danger}，还没有填写有没有封存或拆除。", (Housing.sealed,))

    def may_be_open(housing: Housing) -> bool:
        return bool(dwelling.sleepers(housing)) or housing.sealed is not YesNo.YES

    unknown = [house for house in dwelling.houses if _is_unknown(house) and may_be_open(house[0])]
    return _each_dangerous(dwelling, closed, unknown, Verdict.NONE)


def danger_of(house: House) -> str:
    """What is dangerous and how, such as 老屋 D级; '' where the building is neither C nor D, seen or appraised."""
    housing, finding = house
    if finding.grade in ("C", "D"):
        return f"{name_of(housing)} {finding.told}"
    if appraised_now(housing) in (Grade.C, Grade.D):
        return f"{name_of(housing)} 鉴定为 {Housing.appraised.show(housing)}"
    return ""


def appraised_now(housing: Housing) -> Grade | None:
    """The appraised grade; None where there is none, or where it is of a month before the building was made safe."""
    before, after = housing.appraised_on, housing.made_safe_on
    if before is not None and after is not None and f"{before:%Y-%m}" < after:
        return None
    return housing.appraised


def name_of(housing: Housing) -> str:
    """What a building is called where a family has several."""
    return housing.name or "房屋"


def _without_roof(dwelling: Dwelling) -> Finding:
    asked = (Household.lodging,)
    reasons = [Reason(Verdict.BAD, f"没有自己的房，也没有保障住处，{SEPARATE}。", asked)]
    if slept_in := dwelling.slept_in():
        names = "、".join(name_of(housing) for housing, _ in slept_in)
        reasons.append(
            Reason(Verdict.NONE, f"住房来源填的是没有住处，却登记有人住在{names}，请核对。", (*asked, Housing.sleepers))
        )
    return Finding.of(reasons, "农村危房改造对象认定程序", {Verdict.BAD: Grade.NO_HOUSE.value})


def _nothing_to_live_in(dwelling: Dwelling, limits: HousingLimits) -> Finding:
    if dwelling.houses:
        text = "登记的房屋已经封存、拆除或者只有别家在住，还没有填写现在住在哪里。"
        reason = Reason(Verdict.OPEN, text, (Housing.sleepers, Housing.sealed))
        return Finding.of([reason, *_lodged(dwelling)], limits.source, {})
    if dwelling.lodging in SECURED:
        return Finding.of([Reason(Verdict.OPEN, "现在住的房屋还没有查看。", ()), *_lodged(dwelling)], limits.source, {})
    return housing_safety(None, limits)


def _lodged(dwelling: Dwelling) -> list[Reason]:
    """A remark on those who have no house of their own."""
    if dwelling.lodging is None or dwelling.lodging not in SECURED:
        return []
    return [Reason(Verdict.NONE, f"无房户，住在别处({dwelling.lodging.value})，看现在住的房屋。", (Household.lodging,))]


def _unplaced(dwelling: Dwelling, deciding: Finding) -> list[Reason]:
    """A remark where some have no bed on record and a worse building stands open to them."""
    placed = frozenset[str]().union(*(dwelling.own(housing) for housing, _ in dwelling.houses))
    rest = len(dwelling.people - placed)
    worse = [name_of(house) for house, finding in dwelling.standing() if _gravity(finding) < _gravity(deciding)]
    if not (rest and worse):
        return []
    return [Reason(Verdict.NONE, f"还有 {rest} 人没有填写住在哪里，请核对有没有人住{'、'.join(worse)}。", (Housing.sleepers,))]


def _is_unknown(house: House) -> bool:
    """Whether nobody can tell yet if a building is dangerous: neither a grade nor an appraisal.

    A high building that a programme has made safe was accepted by it.
    """
    housing, finding = house
    if appraised_now(housing) not in (None, Grade.NO_HOUSE):
        return False
    return finding.verdict is Verdict.OPEN or (finding.verdict is Verdict.NONE and housing.made_safe is None)


def _each_dangerous(
    dwelling: Dwelling, judge: Callable[[Housing, str], Reason], unknown: Sequence[House], without: Verdict
) -> Finding:
    """One reason for each dangerous building, and one for those that nobody can tell yet. `without`: where there is none."""
    if dwelling.lodging is Lodging.NONE and not dwelling.houses:
        return Finding.of([Reason(Verdict.NONE, NO_ROOF, (Household.lodging,))], SLOGAN, {})
    reasons = [judge(house[0], danger) for house in dwelling.houses if (danger := danger_of(house))]
    if unknown or not dwelling.houses:
        names = "、".join(name_of(housing) for housing, _ in unknown) or "住房"
        reasons.append(Reason(Verdict.OPEN, f"还不知道是不是危房：{names}。", ()))
    return Finding.of(reasons or [Reason(without, "没有 C、D 级危房。", ())], SLOGAN, {})


def _gravity(finding: Finding) -> tuple[int, int]:
    return list(Verdict).index(finding.verdict), -ord(finding.grade or "@")
