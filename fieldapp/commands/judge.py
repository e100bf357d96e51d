"""The command `judge`: try a rule on a few answers, without any file."""

from __future__ import annotations

import click

from fieldapp.base.clock import Clock
from fieldapp.base.dates import Day
from fieldapp.base.kinds import OneOf
from fieldapp.commands import json_option, tell_json
from fieldapp.desk import judging
from fieldapp.records.housing import Housing
from fieldapp.records.village import HousingMethod, Village, WaterProfile, WaterRegion
from fieldapp.rules.finding import Finding


@click.command()
@click.argument("noun")
@click.argument("answers", nargs=-1, metavar="NAME=VALUE...")
@click.option("--on", "day", help="按哪一天的口径判定，例如 2026-03-05；不填就是今天。")
@click.option("--region", help="水量分区：WET(非缺水地区)或 DRY(缺水地区)。")
@click.option("--profile", help="饮水口径或住房定级方法的名称，例如 GUANGXI、RURAL_2014；不填按全国的。")
@json_option
def judge(noun: str, answers: tuple[str, ...], day: str | None, region: str | None, profile: str | None, as_json: bool) -> None:
    """试算一条规则：water(饮水)、housing(住房)。"""
    on = Day().read(day) if day else Clock().today()
    place = OneOf(WaterRegion).read(region) if region else None
    finding = judging.judge(noun, _pairs(answers), on, Village(water_region=place, **_profile(noun, profile)))
    if as_json:
        tell_json(judging.finding_json(finding))
    else:
        click.echo(_told(finding))


def _profile(noun: str, told: str | None) -> dict[str, WaterProfile | HousingMethod]:
    """The standards of a village that the name of a profile means for this noun."""
    if not told:
        return {}
    if noun == Housing.table:
        return {"housing_method": OneOf(HousingMethod).read(told)}
    return {"water_profile": OneOf(WaterProfile).read(told)}


def _pairs(answers: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for answer in answers:
        name, sign, text = answer.partition("=")
        if not sign:
            raise click.BadParameter(f"“{answer}”里没有等号，请写成 NAME=VALUE。")
        if name in pairs:
            raise click.BadParameter(f"“{name}”填了两次。")
        pairs[name] = text
    return pairs


def _told(finding: Finding) -> str:
    verdict = finding.verdict.value
    head = finding.told if finding.told == verdict else f"{finding.told}({verdict})"
    lines = [f"结论：{head}", *(f"· {reason.text}" for reason in finding.reasons), f"依据：{finding.source}"]
    return "\n".join([*lines, f"注意：{finding.confidence}"] if finding.confidence else lines)
