"""Doubts about houses (DQ-136, DQ-137, DQ-140, DQ-146 to DQ-152, DQ-154).

What is about a building is asked of the family that it belongs to; a building that belongs to nobody is asked of all who use it.
DQ-141 to DQ-145 need land, roads and electricity, which are not recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from fieldapp.base.kinds import YesNo
from fieldapp.records.household import HouseholdType
from fieldapp.records.housing import Grade, Housing, Remedy
from fieldapp.records.plan import Measure, MeasureKind, Progress
from fieldapp.records.problem import ProblemKind
from fieldapp.records.visit import Topic
from fieldapp.rules.area import house_area, region_of
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity
from fieldapp.rules.deciding import lacking
from fieldapp.rules.dwelling import SECURED, House, appraised_now, danger_of, name_of
from fieldapp.rules.finding import Verdict
from fieldapp.rules.people import years
from fieldapp.rules.recheck import reasons_to_recheck

REPAIRING = ("维修", "修缮", "翻修", "修补", "加固", "检修")
REBUILDING = ("重建", "新建", "拆建", "翻建")
"""Words by which a measure says what is done to a house."""
GRADE_YEARS = 3
"""How long a grade is good without another look (DQ-154)."""


def _own(case: Case) -> list[House]:
    """The buildings that this household has to answer for."""
    home = case.dossier.household.id
    return [house for house in case.dwelling.houses if house[0].household in (None, home)]


def exited_in_danger(case: Case) -> Iterator[Hit]:
    """DQ-136: a household that has exited lives in a building of grade C or D. Whether a risk was cleared is not recorded."""
    if case.dossier.household.type is HouseholdType.EXITED:
        for house in case.dwelling.in_danger():
            yield house[0], f"脱贫户住在危房里：{danger_of(house)}。"


def danger_unwatched(case: Case) -> Iterator[Hit]:
    """DQ-137: in a building of grade C or D, and not monitored. Where the type of household is blank, nobody knows."""
    household = case.dossier.household
    if household.type is not None and not case.is_monitored:
        for house in case.dwelling.in_danger():
            yield house[0], f"住在危房里({danger_of(house)})，没有纳入监测，户类型是{household.type.value}。"


def without_area(case: Case) -> Iterator[Hit]:
    """DQ-140: the house of a household that has exited has no area, or 0. Another's roof is not measured for it."""
    household = case.dossier.household
    if household.type is not HouseholdType.EXITED or household.lodging in SECURED:
        return
    for housing, _ in case.dwelling.lived_in():
        if not housing.area:
            yield housing, f"脱贫户{name_of(housing)}的建筑面积{'没有填写' if housing.area is None else '是 0'}。"


def graded_otherwise(case: Case) -> Iterator[Hit]:
    """DQ-146: the appraised grade is another than what was seen leads to, or a decision otherwise is not followed.

    A decision that is followed gives the reason for the difference. 无房户 is no grade of a building.
    """
    for housing, finding in _own(case):
        if finding.suggested:
            continue
        if missing := lacking(housing, finding):
            labels = "、".join(field.label for field in missing)
            yield housing, f"{name_of(housing)}人工认定为 {Housing.decided.show(housing)}，没有填写{labels}。"
        grade = appraised_now(housing)
        if grade not in (None, Grade.NO_HOUSE) and finding.grade and _differs(grade.name, (housing, finding)):
            yield housing, f"{name_of(housing)}鉴定为 {grade.value}，按现场查看却是 {finding.told}。"


def _differs(appraised: str, house: House) -> bool:
    """A grade that is still a lower bound (C at least) contradicts only a milder one."""
    _, finding = house
    at_least = finding.told != f"{finding.grade}级"
    return appraised < finding.grade or (appraised > finding.grade and not at_least)


def slept_in_danger(case: Case) -> Iterator[Hit]:
    """DQ-147: one of the family sleeps in a building of grade C or D, and no open problem of the family says so."""
    if case.has_open_problem(ProblemKind.HOUSING):
        return
    for house in case.dwelling.slept_in():
        if danger := danger_of(house):
            yield house[0], f"{danger}，住着 {len(case.dwelling.own(house[0]))} 人，没有登记未销号的住房问题。"


def wrong_measure(case: Case) -> Iterator[Hit]:
    """DQ-148: a D is to be repaired only, or a C is to be rebuilt that nobody has appraised. Measures that are over are left out."""
    open_to_use = [house for house in case.dwelling.houses if house[0].sealed is not YesNo.YES]
    for measure in case.dossier.all(Measure):
        if measure.kind is not MeasureKind.HOUSING or measure.progress in (Progress.DONE, Progress.STOPPED):
            continue
        for housing, grade in ((house[0], _grade(house)) for house in open_to_use):
            if grade == "D" and _says(measure, REPAIRING) and not _says(measure, REBUILDING):
                yield measure, f"{name_of(housing)}是 D级，措施却是“{measure.what}”。"
            if grade == "C" and _says(measure, REBUILDING) and not (housing.appraiser or housing.decided_by):
                yield measure, f"{name_of(housing)}是 C级，措施是“{measure.what}”，没有鉴定机构或鉴定人的意见。"


def _says(measure: Measure, words: tuple[str, ...]) -> bool:
    return any(word in (measure.what or "") for word in words)


def _grade(house: House) -> str:
    """The graver of what was found and what was appraised, '' where there is neither."""
    housing, finding = house
    grade = appraised_now(housing)
    return max(finding.grade, grade.name if grade and grade is not Grade.NO_HOUSE else "")


def _outside_area(programme: Remedy) -> Callable[[Case], Iterator[Hit]]:
    """DQ-149 and DQ-150: a building of this programme is outside its bounds of area."""

    def hits(case: Case) -> Iterator[Hit]:
        for housing, _ in _own(case):
            if housing.made_safe is programme:
                found = house_area(housing, len(case.dwelling.people), case.housing, region_of(case.dossier.village))
                yield from ((housing, reason.text) for reason in found.reasons if reason.verdict is Verdict.BAD)

    return hits


def relocated_in_name(case: Case) -> Iterator[Hit]:
    """DQ-151: relocated more than a year ago, and the old house stands open, or nobody has moved."""
    dwelling = case.dwelling
    moved = [housing for housing, _ in _own(case) if housing.made_safe is Remedy.RELOCATION and _is_past(housing, case.on)]
    for new in moved:
        old = [housing for housing, _ in _own(case) if housing.made_safe is None]
        if left_open := [name_of(housing) for housing in old if housing.sealed is YesNo.NO]:
            yield new, f"搬迁完成已超过一年，{'、'.join(left_open)}还没有封存或拆除。"
        if dwelling.slept_in() and not dwelling.own(new):
            yield new, f"搬迁完成已超过一年，{name_of(new)}还没有人住。"


def _is_past(housing: Housing, on: dt.date) -> bool:
    """Whether a building was made safe more than a year ago: in a month before the same month of last year."""
    return housing.made_safe_on is not None and housing.made_safe_on < f"{on.year - 1}-{on.month:02d}"


def two_programmes(case: Case) -> Iterator[Hit]:
    """DQ-152: one household has drawn both programmes."""
    own = _own(case)
    repaired = [housing for housing, _ in own if housing.made_safe is Remedy.REPAIR]
    if repaired and any(housing.made_safe is Remedy.RELOCATION for housing, _ in own):
        yield repaired[0], "既有危房改造的房屋，又有易地搬迁的房屋。"


def not_rechecked(case: Case) -> Iterator[Hit]:
    """DQ-154: a grade older than three years, or a house to look at first, and nobody has looked again this year.

    A look is an appraisal or a decision of this year, or a visit of this year that found the housing unchanged.
    """
    if any(
        visit.day and visit.day.year == case.on.year and Topic.HOUSING in (visit.confirmed or ())
        for visit in case.dossier.visits
    ):
        return
    for house in _own(case):
        housing = house[0]
        if any(day and day.year == case.on.year for day in (housing.appraised_on, housing.decided_on)):
            continue
        if why := [*_stale(housing, case.on), *reasons_to_recheck(house, case.housing, case.on)]:
            yield housing, f"{name_of(housing)}{'，'.join(why)}，今年还没有复查。"


def _stale(housing: Housing, on: dt.date) -> list[str]:
    day = housing.appraised_on
    old = housing.sealed is not YesNo.YES and housing.appraised is not None and day is not None
    return [f"鉴定结论是 {day} 的，已超过 {GRADE_YEARS} 年"] if old and day and _full_years(day, on) else []


def _full_years(day: dt.date, on: dt.date) -> bool:
    """Whether more than three years have gone by; on the day itself they have not."""
    return years(day, on - dt.timedelta(days=1)) >= GRADE_YEARS


HOUSING = (
    Check("DQ-136", "脱贫户住危房", Severity.ERROR, exited_in_danger, "请核对住房等级和住在哪里；属实的，登记问题并上报。"),
    Check("DQ-137", "住危房，没有纳入监测", Severity.WARNING, danger_unwatched, "请核对该不该纳入监测，户类型有没有填错。"),
    Check("DQ-140", "脱贫户的房屋没有面积", Severity.WARNING, without_area, "请填写建筑面积。"),
    Check(
        "DQ-146", "住房鉴定和现场不一致", Severity.ERROR, graded_otherwise, "请核对现场查看的结果；确有不同的，写明认定理由，比查看轻的还要鉴定人和照片。"
    ),
    Check("DQ-147", "住着危房，没有登记问题", Severity.ERROR, slept_in_danger, "请登记住房问题，写明措施、责任人和期限。"),
    Check("DQ-148", "改造方式和鉴定结论不符", Severity.WARNING, wrong_measure, "请按鉴定结论核对改造方式。"),
    Check("DQ-149", "危房改造面积不合", Severity.WARNING, _outside_area(Remedy.REPAIR), "请核对建筑面积和享受政策人口。"),
    Check("DQ-150", "易地搬迁面积不合", Severity.WARNING, _outside_area(Remedy.RELOCATION), "请核对建筑面积和享受政策人口。"),
    Check("DQ-151", "搬迁满一年，没有搬完", Severity.WARNING, relocated_in_name, "请核对是否入住、旧房是否拆除。"),
    Check("DQ-152", "重复享受住房政策", Severity.WARNING, two_programmes, "请核对是不是重复享受了住房政策。"),
    Check("DQ-154", "住房该复查，今年没有查", Severity.HINT, not_rechecked, "请今年再查看一次，并在走访里确认住房。"),
)
