"""Is a family's drinking water safe? Four indicators; the worst of them decides.

All four 达标: 安全. All at least 基本达标: 基本安全. One 不达标: 不安全, whatever else is still unknown.

Source: T/CHES 18-2018《农村饮水安全评价准则》; the figures stand in resources/limits/water.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Field
from fieldapp.records.village import WaterRegion
from fieldapp.records.water import OnSite, Report, Water
from fieldapp.rules.finding import Finding, Reason, Verdict, gravest
from fieldapp.rules.limits import Limit, Marks, WaterLimits

TOLD: Mapping[Verdict, str] = MappingProxyType(
    {Verdict.GOOD: "安全", Verdict.BASIC: "基本安全", Verdict.BAD: "不安全", Verdict.OPEN: "资料不全"}
)
LOOKS = (Water.look, Water.smell, Water.asked, Water.taste)


def water_safety(water: Water | None, limits: WaterLimits) -> Finding:
    """Judge one family's water.

    The first four reasons are 水量, 水质, 用水方便程度, 供水保证率, in this order; what follows are remarks that decide
    nothing. `water`: None where nobody has looked yet.
    """
    if water is None:
        return Finding.of([Reason(Verdict.OPEN, "饮水还没有查看。", ())], limits.source, TOLD)
    quality, *doubts = _quality(water)
    access, *contradictions = _access(water, limits)
    indicators = [_quantity(water, limits), quality, access, _reliability(water, limits)]
    return Finding.of([*indicators, *doubts, *contradictions], limits.source, TOLD)


@dataclass(frozen=True)
class _Measure:
    """What is measured, and from which side the marks bound it."""

    question: Field[Any]
    at_least: bool

    def weigh(self, water: Water, marks: Marks, name: str = "", place: str = "") -> Reason:
        """Hold one answer against its marks. `name`: of the indicator; `place`: the region whose marks these are."""
        found = water.answers.get(self.question.name)
        if found is None:
            return Reason(Verdict.OPEN, f"{name}{self.question.label}还没有填写。", (self.question,))
        if self._holds(found, marks.good):
            verdict, used = Verdict.GOOD, [marks.good]
        elif self._holds(found, marks.basic):
            verdict, used = Verdict.BASIC, [marks.good, marks.basic]
        else:
            verdict, used = Verdict.BAD, [marks.basic]
        rules = "，".join(f"{self._label(limit, marks)}要求{self._bound(limit)}" for limit in used)
        text = f"{name}{self.question.label} {self.question.show(water)} {self.question.unit}，{verdict.value}：{place}{rules}。"
        return Reason(verdict, text, (self.question,), "".join(self._doubt(limit) for limit in used))

    def _holds(self, found: Any, limit: Limit) -> bool:
        return bool(found >= limit.number if self.at_least else found <= limit.number)

    def _label(self, limit: Limit, marks: Marks) -> str:
        return str((Verdict.GOOD if limit is marks.good else Verdict.BASIC).value)

    def _bound(self, limit: Limit) -> str:
        return f"{'不少于' if self.at_least else '不超过'} {limit.number} {limit.unit}"

    def _doubt(self, limit: Limit) -> str:
        what = f"{self.question.label}{self._bound(limit)}"
        return f"“{what}”的可信度约 {limit.confidence}，还没有与标准原文核对。" if limit.confidence else ""


LITRES = _Measure(Water.litres, at_least=True)
MINUTES = _Measure(Water.minutes, at_least=False)
LEVEL = _Measure(Water.distance, at_least=False)
HEIGHT = _Measure(Water.height, at_least=False)
DRY_DAYS = _Measure(Water.dry_days, at_least=False)


def _quantity(water: Water, limits: WaterLimits) -> Reason:
    """水量. Where the region is unknown, it is judged only if every region judges alike."""
    name = "水量："
    told = water.region or limits.region
    regions = [told] if told else list(WaterRegion)
    by_region = {region: LITRES.weigh(water, limits.litres[region], name, region.value) for region in regions}
    if told is not None or water.litres is None:
        return by_region[regions[0]]
    if len({reason.verdict for reason in by_region.values()}) == 1:
        wet, dry = by_region.values()
        text = f"{wet.text}水量分区还没有填写，但两种分区结论相同。"
        return Reason(wet.verdict, text, (Water.litres, Water.region), wet.confidence + dry.confidence)
    split = "，".join(f"按{region.value}为{reason.verdict.value}" for region, reason in by_region.items())
    text = f"{name}{Water.litres.label} {Water.litres.show(water)} 升，{split}；水量分区还没有填写，不能判定。"
    return Reason(Verdict.OPEN, text, (Water.litres, Water.region))


def _quality(water: Water) -> list[Reason]:
    """水质. A laboratory's report outranks the look on site, which gives 基本达标 at most."""
    look = _look(water)
    if water.result is None:
        return [look]
    passed = water.result is Report.PASSED
    by = "、".join(text for field in (Water.laboratory, Water.tested_on, Water.report) if (text := field.show(water)))
    verdict = Verdict.GOOD if passed else Verdict.BAD
    text = f"水质：检测报告{f'({by})' if by else ''}结论为{water.result.value}，{verdict.value}。"
    report = Reason(verdict, text, (Water.result,))
    if not (passed and look.verdict is Verdict.BAD):
        return [report]
    text = "检测报告合格，现场看闻问尝却有异常；以报告为准，建议再取样检测。"
    return [report, Reason(Verdict.NONE, text, (Water.result, *look.rests_on))]


def _look(water: Water) -> Reason:
    """望闻问尝: looking, smelling, asking, tasting."""
    answers = {field: water.answers.get(field.name) for field in LOOKS}
    if bad := tuple(field for field, answer in answers.items() if answer is OnSite.BAD):
        return Reason(Verdict.BAD, f"水质：没有检测报告，现场{_steps(bad)}发现异常，不达标。", bad)
    if missing := tuple(field for field, answer in answers.items() if answer is None):
        return Reason(Verdict.OPEN, f"水质：没有检测报告，现场{_steps(missing)}还没有填写。", (Water.result, *missing))
    return Reason(Verdict.BASIC, "水质：没有检测报告，现场看闻问尝都正常，最多为基本达标。", (Water.result, *LOOKS))


def _steps(fields: tuple[Field[Any], ...]) -> str:
    return "、".join(f"“{field.label[0]}”" for field in fields)


def _access(water: Water, limits: WaterLimits) -> list[Reason]:
    """用水方便程度. A tap decides; else the minutes measured; else distance and height, both of which must hold."""
    name = "用水方便程度："
    if water.piped is YesNo.YES:
        return [Reason(Verdict.GOOD, f"{name}供水入户，达标。", (Water.piped,))]
    way = _way(water, limits, name)
    if water.minutes is None:
        return [way]
    time = MINUTES.weigh(water, limits.minutes, name)
    if way.verdict in (Verdict.OPEN, time.verdict):
        return [time]
    text = f"往返时间说明{time.verdict.value}，距离和高差却说明{way.verdict.value}，两者不一致；以时间为准，请核对。"
    return [time, Reason(Verdict.NONE, text, (Water.minutes, Water.distance, Water.height))]


def _way(water: Water, limits: WaterLimits, name: str) -> Reason:
    """Distance and height together: one that fails decides, one that is missing leaves the rest open."""
    if water.distance is None and water.height is None:
        if water.piped is not YesNo.NO:
            why = "还没有填写" if water.piped is None else "不清楚"
            return Reason(Verdict.OPEN, f"{name}供水是否入户{why}。", (Water.piped,))
        text = f"{name}供水没有入户，取水往返时间还没有填写，水平距离和垂直高差也没有填写。"
        return Reason(Verdict.OPEN, text, (Water.minutes, Water.distance, Water.height))
    both = (LEVEL.weigh(water, limits.level), HEIGHT.weigh(water, limits.height))
    text = f"{name}没有填写取水往返时间，看距离和高差。" + "".join(reason.text for reason in both)
    verdict = gravest(reason.verdict for reason in both)
    doubt = "".join(reason.confidence for reason in both if reason.verdict is verdict)
    return Reason(verdict, text, (Water.distance, Water.height), doubt)


def _reliability(water: Water, limits: WaterLimits) -> Reason:
    """供水保证率, as days of a year without enough water. A tap that is dry is no supply."""
    return DRY_DAYS.weigh(water, limits.dry_days, "供水保证率：")
