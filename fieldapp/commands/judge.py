"""The command `judge`: try a rule on a few answers, without any file."""

from __future__ import annotations

from typing import Any

import click

from fieldapp.base.clock import Clock
from fieldapp.base.dates import Day
from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import Choice
from fieldapp.commands import json_option, tell_json
from fieldapp.desk import judging
from fieldapp.records.village import Village
from fieldapp.rules.finding import Finding

STANDARDS: tuple[Any, ...] = (Village.water_region, Village.water_profile, Village.housing_method)


@click.command()
@click.argument("noun")
@click.argument("answers", nargs=-1, metavar="NAME=VALUE...")
@click.option("--on", "day", help="按哪一天的口径判定，例如 2026-03-05；不填就是今天。")
@click.option(
    "--region", "told", multiple=True, metavar="R",
    help="水量分区(WET、DRY)、饮水口径(例如 GUANGXI)或住房定级方法(例如 RURAL_2014)；可以写多次，不填按全国的。",
)  # fmt: skip
@json_option
def judge(noun: str, answers: tuple[str, ...], day: str | None, told: tuple[str, ...], as_json: bool) -> None:
    """试算一条规则：water(饮水)、housing(住房)。"""
    on = Day().read(day) if day else Clock().today()
    village = Village(**dict(_standard(one) for one in told))
    finding = judging.judge(noun, _pairs(answers), on, village)
    if as_json:
        tell_json(judging.finding_json(finding))
    else:
        click.echo(_told(finding))


def _standard(told: str) -> tuple[str, Choice]:
    """The question about a village's standards that a name answers, and the answer. Raises: BadAnswer."""
    for question in STANDARDS:
        try:
            return question.name, question.kind.read(told)
        except BadAnswer:
            continue
    known = "、".join(choice.name for question in STANDARDS for choice in question.kind.choices)
    raise BadAnswer(f"没有“{told[:20]}”这个分区、口径或方法。", f"可以填的有：{known}。")


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
