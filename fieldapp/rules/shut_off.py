"""供水保证率: how many days of the last twelve months a family had no water, or not enough of it.

A person tells the sum, or the stretches of days, or both. Where only one is known it counts; where both are, the greater
one does. Of the stretches only what lies within the twelve months counts; without any day in them they tell nothing of
these months. A share of 95 % or 90 % of the year is held as days (resources/limits/water.toml).
"""

from __future__ import annotations

from fieldapp.base.dates import lengths
from fieldapp.records.water import Water
from fieldapp.rules.finding import Reason, Verdict
from fieldapp.rules.measured import Measured, doubted, together
from fieldapp.rules.water_limits import WaterLimits


def reliability(water: Water, limits: WaterLimits) -> list[Reason]:
    """The verdict on the days without water, then remarks that decide nothing."""
    stretches = lengths(water.shut_off, limits.since, limits.on) if water.shut_off else []
    days = _days(water, stretches, limits)
    total, run = days.reason("供水保证率："), _run(days, stretches, limits)
    return [
        together([total, *run]) if run else total,
        *days.laxness(),
        *_difference(water, stretches, limits),
        *_future(water, limits),
    ]


def _days(water: Water, stretches: list[int], limits: WaterLimits) -> Measured:
    """The days that count, told as the answer they come from."""
    dated = sum(stretches)
    if stretches and (water.dry_days is None or dated > water.dry_days):
        return Measured(Water.shut_off, dated, limits.dry_days, f"按停水时段从 {limits.since} 到 {limits.on} 停水 {dated} 天")
    return Measured.of(Water.dry_days, water, limits.dry_days)


def _run(days: Measured, stretches: list[int], limits: WaterLimits) -> list[Reason]:
    """The longest stretch, where it is limited. It is open only where the sum does not settle it."""
    if limits.dry_run is None or days.found is None:
        return []
    limit, asked = limits.dry_run, (Water.shut_off,)
    bound = f"不超过 {limit.number} {limit.unit}"
    if not stretches and days.found > limit.number:
        return [Reason(Verdict.OPEN, f"最长连续停水要求{bound}，停水时段还没有填写。", asked)]
    if not stretches:
        return []
    verdict = Verdict.GOOD if max(stretches) <= limit.number else Verdict.BAD
    text = f"最长连续停水 {max(stretches)} 天，{verdict.value}：要求{bound}。"
    return [Reason(verdict, text, asked, doubted(limit, f"连续停水{bound}"))]


def _difference(water: Water, stretches: list[int], limits: WaterLimits) -> list[Reason]:
    dated = sum(stretches)
    if not stretches or water.dry_days in (None, dated):
        return []
    text = f"一年累计停水填的是 {water.dry_days} 天，按停水时段却是 {dated} 天，两者不一致；以多的为准，请核对。"
    return [Reason(Verdict.NONE, text, (Water.dry_days, Water.shut_off))]


def _future(water: Water, limits: WaterLimits) -> list[Reason]:
    if all(last <= limits.on for _, last in water.shut_off or ()):
        return []
    return [Reason(Verdict.NONE, f"停水时段里 {limits.on} 以后的日子没有计入，请核对日期。", (Water.shut_off,))]
