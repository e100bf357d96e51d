"""The class of a household in the verification of 2020: 鉴定安全, 改造安全 or 保障安全. One class for each, or none.

What a visitor sees is no appraisal: it can take a class away and never gives one.

Source: notice of 2020 of the ministry of housing on verifying that every registered household is safely housed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fieldapp.base.kinds import Choice
from fieldapp.records.household import Household, Lodging
from fieldapp.records.housing import Grade, Housing
from fieldapp.rules.dwelling import SECURED, SEPARATE, Dwelling, House, appraised_now, danger_of, name_of
from fieldapp.rules.finding import Finding, Reason, Verdict

SOURCE = "2020 年住房安全有保障核验"


class ResultClass(Choice):
    """The classes; where several hold, the first of them is the household's."""

    SECURED = "保障安全"
    REMEDIED = "改造安全"
    APPRAISED = "鉴定安全"


Basis = tuple[ResultClass | None, Reason]
"""The class that one building gives, and why."""


def result_class(dwelling: Dwelling, on: dt.date) -> Finding:
    """The class of a household; told 住房不安全 where one of its members sleeps in danger, 资料不全 where no paper says why it is safe.

    Every building that the family lives in must give a class. `on`: a programme that ends after this month counts for nothing yet.
    """
    if dwelling.lodging is Lodging.NONE:
        text = f"没有住处，{SEPARATE}。"
        return Finding.of([Reason(Verdict.BAD, text, (Household.lodging,))], SOURCE, {Verdict.BAD: Grade.NO_HOUSE.value})
    houses = dwelling.lived_in()
    if not houses:
        return Finding.of([Reason(Verdict.OPEN, "还没有登记现在住的房屋。", ())], SOURCE, {})
    found = [_endangered(house, dwelling) or _basis(house, dwelling.lodging, on) for house in houses]
    return Finding.of([reason for _, reason in found], SOURCE, {Verdict.GOOD: _first(found), Verdict.BAD: "住房不安全"})


def _first(found: Sequence[Basis]) -> str:
    given = {one for one, _ in found}
    return next((one.value for one in ResultClass if one in given), "")


def _endangered(house: House, dwelling: Dwelling) -> Basis | None:
    """What a dangerous building says; where nobody has said who sleeps where, it is settled only if all of them are dangerous."""
    if not (danger := danger_of(house)):
        return None
    if house in dwelling.in_danger():
        lead = "现在住的" if dwelling.own(house[0]) else "还没有填写谁住在哪里，登记的"
        return None, Reason(Verdict.BAD, f"{lead}{danger}，属于危房。", (Housing.sleepers,))
    return None, Reason(Verdict.OPEN, f"{danger}，还没有填写谁住在哪一栋。", (Housing.sleepers,))


def _basis(house: House, lodging: Lodging | None, on: dt.date) -> Basis:
    """What makes one building safe that is not dangerous."""
    housing, finding = house
    unseen = finding.verdict is Verdict.OPEN and appraised_now(housing) is None
    name = name_of(housing)
    if lodging in SECURED and lodging is not None:
        if unseen:
            return None, Reason(Verdict.OPEN, f"住在别处({lodging.value})，{name}是不是危房还不清楚。", (Household.lodging,))
        return ResultClass.SECURED, Reason(Verdict.GOOD, f"住在别处({lodging.value})，{name}不是危房。", (Household.lodging,))
    if housing.made_safe is not None and (housing.made_safe_on or "") <= f"{on:%Y-%m}":
        when = f"，{housing.made_safe_on} 完成" if housing.made_safe_on else "，完成年月没有填写"
        seen = "现状还没有查看完" if unseen else "现在不是危房"
        text = f"{name}属于{housing.made_safe.value}{when}，{seen}。"
        return ResultClass.REMEDIED, Reason(Verdict.GOOD, text, (Housing.made_safe, Housing.made_safe_on))
    return _appraised(housing)


def _appraised(housing: Housing) -> Basis:
    grade, name = appraised_now(housing), name_of(housing)
    if grade in (Grade.A, Grade.B) and grade is not None:
        if housing.appraiser is None:
            text = f"{name}鉴定等级 {grade.value}，还没有填写鉴定机构，不能算鉴定安全。"
            return None, Reason(Verdict.OPEN, text, (Housing.appraised, Housing.appraiser))
        text = f"{name}由{housing.appraiser}鉴定为 {grade.value}。"
        return ResultClass.APPRAISED, Reason(Verdict.GOOD, text, (Housing.appraised, Housing.appraiser))
    text = f"{name}没有有效的鉴定结论，也不属于改造搬迁项目；走访查看不是鉴定。"
    return None, Reason(Verdict.OPEN, text, (Housing.appraised, Housing.made_safe))
