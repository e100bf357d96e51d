"""Judging: the rules held against one household, or tried out on a few answers, with the limits of the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from fieldapp.base.errors import BadAnswer, FieldAppError
from fieldapp.base.record import Record
from fieldapp.records.dossier import Dossier
from fieldapp.records.housing import Housing
from fieldapp.records.village import WaterRegion
from fieldapp.records.water import Water
from fieldapp.rules.checks import doubts_of
from fieldapp.rules.checks.doubt import Case, Doubt
from fieldapp.rules.dwelling import House, household_housing
from fieldapp.rules.finding import Finding
from fieldapp.rules.housing import housing_safety
from fieldapp.rules.limits import (
    HOUSING,
    WATER,
    Asked,
    Book,
    HousingLimits,
    WaterLimits,
    housing_limits,
    read_limits,
    water_limits,
)
from fieldapp.rules.water import water_safety

RESOURCES = Path(__file__).parent.parent.parent / "resources"

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Judged:
    """What the rules say of one household on one day.

    Attributes:
        housing: the building that decides for the family.
        houses: every building with its own finding, oldest first.
    """

    housing: Finding
    water: Finding
    houses: list[House]


@lru_cache
def resource(name: str) -> str:
    """The text of a file under resources/, such as limits/water.toml.

    Raises:
        FieldAppError: it is not there or cannot be read.
    """
    try:
        return (RESOURCES / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise FieldAppError(f"程序自带的文件 {name} 读不出来。", "请重新安装程序。") from None


@lru_cache
def _book(name: str) -> Book:
    asked: Asked = {"water": WATER, "housing": HOUSING}[name]
    return read_limits(resource(f"limits/{name}.toml"), asked)


@lru_cache
def limits_of_water(on: dt.date, region: WaterRegion | None) -> WaterLimits:
    """What water is judged by in a village of this region on that day. Raises: FieldAppError where there is nothing yet."""
    return water_limits(_book("water"), on, region)


@lru_cache
def limits_of_housing(on: dt.date) -> HousingLimits:
    """What houses are judged by on that day. Raises: FieldAppError where there is nothing yet."""
    return housing_limits(_book("housing"), on)


def judge_dossier(dossier: Dossier, on: dt.date) -> Judged:
    """House and water of one household by the limits of a day. Raises: FieldAppError where there are none for that day."""
    limits = limits_of_housing(on)
    houses = [(housing, housing_safety(housing, limits)) for housing in dossier.all(Housing)]
    water = water_safety(dossier.one(Water), limits_of_water(on, dossier.village.water_region))
    return Judged(household_housing(houses, limits), water, houses)


def check_dossier(dossier: Dossier, on: dt.date) -> list[Doubt]:
    """The doubtful data of one household by the limits of a day. Raises: FieldAppError where there are none for that day."""
    return doubts_of(Case(dossier, on, limits_of_housing(on), limits_of_water(on, dossier.village.water_region)))


def judge(noun: str, answers: Mapping[str, str], on: dt.date, region: WaterRegion | None = None) -> Finding:
    """Try a rule on answers as they would be typed.

    Args:
        noun: water or housing.
        answers: name of the question → text; a blank text is no answer.
        region: the village's; a region among the answers counts first.

    Raises:
        FieldAppError: another noun, an unknown question, a text that is no answer, no limits for that day.
    """
    match noun:
        case Water.table:
            return water_safety(_filled_in(Water, answers), limits_of_water(on, region))
        case Housing.table:
            return housing_safety(_filled_in(Housing, answers), limits_of_housing(on))
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
    }
