"""Judging: the rules held against one household, or tried out on a few answers, with the limits of the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from fieldapp.base.errors import BadAnswer, FieldAppError
from fieldapp.base.record import Record
from fieldapp.desk.lawbook import resource
from fieldapp.records.dossier import Dossier
from fieldapp.records.housing import Condition, Housing
from fieldapp.records.village import HousingMethod, Village, WaterProfile, WaterRegion
from fieldapp.records.water import Water
from fieldapp.rules.area import family_area, region_of
from fieldapp.rules.checks import doubts_of
from fieldapp.rules.checks.doubt import Case, Doubt
from fieldapp.rules.dwelling import Dwelling, House, danger_closed, household_housing, nobody_in_danger
from fieldapp.rules.finding import Finding
from fieldapp.rules.housing import housing_safety
from fieldapp.rules.housing_limits import HousingLimits, housing_limits, read_housing
from fieldapp.rules.limits import Book
from fieldapp.rules.recheck import recheck
from fieldapp.rules.result_class import result_class
from fieldapp.rules.signs import Sign, read_signs
from fieldapp.rules.water import water_safety
from fieldapp.rules.water_limits import WaterLimits, read_water, water_limits

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Judged:
    """What the rules say of one household on one day.

    Attributes:
        housing: the building that decides for the family.
        houses: every building that it uses with its own finding, oldest first.
        nobody_in_danger: 人不住危房.
        danger_closed: 危房不住人.
        result_class: 鉴定安全, 改造安全 or 保障安全.
        area: floor areas of what a programme rebuilt or gave.
        recheck: why its houses are to be looked at again first, a sentence for each.
    """

    housing: Finding
    water: Finding
    houses: list[House]
    nobody_in_danger: Finding
    danger_closed: Finding
    result_class: Finding
    area: Finding
    recheck: tuple[str, ...]


@lru_cache
def _book(name: str) -> Book:
    return {"water": read_water, "housing": read_housing}[name](resource(f"limits/{name}.toml"))


@lru_cache
def limits_of_water(on: dt.date, region: WaterRegion | None, profile: WaterProfile | None = None) -> WaterLimits:
    """What water is judged by in a region, by a profile, on that day. Raises: FieldAppError where there is nothing yet."""
    return water_limits(_book("water"), on, region, profile)


@lru_cache
def limits_of_housing(on: dt.date, method: HousingMethod | None = None) -> HousingLimits:
    """What houses are judged by on that day. Raises: FieldAppError where there is nothing yet."""
    return housing_limits(_book("housing"), on, method)


def limits_of(village: Village, on: dt.date) -> tuple[HousingLimits, WaterLimits]:
    """What houses and water are judged by in a village on that day. Raises: FieldAppError where there is nothing yet."""
    water = limits_of_water(on, village.water_region, village.water_profile)
    return limits_of_housing(on, village.housing_method), water


@lru_cache
def signs() -> Mapping[str, Mapping[Condition, Sign]]:
    """What to look for: component → condition → its sign. Raises: FieldAppError where the file is not whole."""
    return read_signs(resource("catalogues/signs.toml"))


def judge_dossier(dossier: Dossier, on: dt.date) -> Judged:
    """House and water of one household by the limits of a day. Raises: FieldAppError where there are none for that day."""
    limits, water_by = limits_of(dossier.village, on)
    dwelling = Dwelling.of(dossier, limits)
    return Judged(
        household_housing(dwelling, limits),
        water_safety(dossier.one(Water), water_by),
        list(dwelling.houses),
        nobody_in_danger(dwelling),
        danger_closed(dwelling),
        result_class(dwelling, on),
        family_area(dwelling, limits, region_of(dossier.village)),
        recheck(dwelling, limits, on),
    )


def check_dossier(dossier: Dossier, on: dt.date) -> list[Doubt]:
    """The doubtful data of one household by the limits of a day. Raises: FieldAppError where there are none for that day."""
    return doubts_of(Case(dossier, on, *limits_of(dossier.village, on)))


def judge(noun: str, answers: Mapping[str, str], on: dt.date, by: Village | None = None) -> Finding:
    """Try a rule on answers as they would be typed.

    Args:
        noun: water or housing.
        answers: name of the question → text; a blank text is no answer.
        by: a village with its region, profile and method; a region among the answers counts first.

    Raises:
        FieldAppError: another noun, an unknown question, a text that is no answer, no limits for that day.
    """
    by = by or Village()
    match noun:
        case Water.table:
            return water_safety(_filled_in(Water, answers), limits_of_water(on, by.water_region, by.water_profile))
        case Housing.table:
            return housing_safety(_filled_in(Housing, answers), limits_of_housing(on, by.housing_method))
    raise FieldAppError(
        f"没有“{noun}”这条规则。", f"可以判定的有：{Water.table}({Water.label})、{Housing.table}({Housing.label})。"
    )


def _filled_in(noun: type[R], answers: Mapping[str, str]) -> R:
    known = {field.name: field for field in noun.questions()}
    if strangers := [name for name in answers if name not in known]:
        raise FieldAppError(f"{noun.label}没有“{'、'.join(strangers)}”这个问题。", f"可以填的有：{'、'.join(known)}。")
    read: dict[str, Any] = {}
    for name, text in answers.items():
        try:
            read[name] = known[name].kind.read(text) if text.strip() else None
        except BadAnswer as refusal:
            raise FieldAppError(f"{known[name].label}({name})：{refusal.what}", refusal.advice) from None
    return noun(**read)


def judged_json(judged: Judged) -> dict[str, Any]:
    """What the rules say of a household as a JSON object: each verdict under its stable name."""
    names = ("housing", "water", "nobody_in_danger", "danger_closed", "result_class", "area")
    houses = [{"id": housing.id, "finding": finding_json(finding)} for housing, finding in judged.houses]
    told = {name: finding_json(getattr(judged, name)) for name in names}
    return {**told, "recheck": list(judged.recheck), "houses": houses}


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as a JSON object (design.md 6): verdicts by their stable names, questions by theirs."""
    return {
        "verdict": finding.verdict.name,
        "label": finding.verdict.value,
        "told": finding.told,
        "grade": finding.grade,
        "reasons": [
            {
                "verdict": reason.verdict.name,
                "text": reason.text,
                "questions": [field.name for field in reason.rests_on],
            }
            for reason in finding.reasons
        ],
        "source": finding.source,
        "confidence": finding.confidence,
        "parts": {part.name: part.verdict.name for part in finding.parts},
        "suggested": finding_json(finding.suggested) if finding.suggested else None,
    }
