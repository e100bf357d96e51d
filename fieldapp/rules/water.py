"""Is a family's drinking water safe? Four indicators; the worst of them decides.

All four 达标: 安全. All at least 基本达标: 基本安全. One 不达标: 不安全, whatever else is still unknown. A tap in the house
settles one of the four, never the whole.

Source: T/CHES 18-2018《农村饮水安全评价准则》; the figures, also those of provinces, stand in resources/limits/water.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Field
from fieldapp.records.village import WaterRegion
from fieldapp.records.water import OnSite, Report, Source, Water
from fieldapp.rules.deciding import water_decided
from fieldapp.rules.finding import Finding, Reason, Verdict
from fieldapp.rules.limits import Limit
from fieldapp.rules.measured import Measured, doubted, together
from fieldapp.rules.shut_off import reliability
from fieldapp.rules.water_limits import HARD, WaterLimits

TOLD: Mapping[Verdict, str] = MappingProxyType(
    {Verdict.GOOD: "安全", Verdict.BASIC: "基本安全", Verdict.BAD: "不安全", Verdict.OPEN: "资料不全"}
)
PARTS = ("水量", "水质", "用水方便程度", "供水保证率")
LOOKS = (Water.look, Water.smell, Water.asked, Water.taste)


def water_safety(water: Water | None, limits: WaterLimits) -> Finding:
    """Judge one family's water, as the rules suggest it or as a person has decided otherwise.

    The parts of the finding are those of `PARTS`, in this order; what follows are remarks that decide nothing.
    `water`: None where nobody has looked yet; it has no parts then.
    """
    if water is None:
        return Finding.of([Reason(Verdict.OPEN, "饮水还没有查看。", ())], limits.source, TOLD)
    judged = (_quantity(water, limits), _quality(water, limits), _access(water, limits), reliability(water, limits))
    parts = [_named(part, name) for name, (part, *_) in zip(PARTS, judged, strict=True)]
    remarks = [remark for _, *remarks in judged for remark in remarks] + _hardship(water, limits)
    return water_decided(water, Finding.of([*parts, *remarks], limits.source, TOLD))


def _named(reason: Reason, name: str) -> Reason:
    return Reason(reason.verdict, reason.text, reason.rests_on, reason.confidence, name)


def _quantity(water: Water, limits: WaterLimits) -> list[Reason]:
    """水量. Where the region is unknown, it is judged only if every region judges alike."""
    name = "水量："
    told = water.region or limits.region
    regions = [told] if told else list(WaterRegion)
    measured = {region: Measured.of(Water.litres, water, limits.litres[region]) for region in regions}
    reasons = {region: one.reason(name, region.value) for region, one in measured.items()}
    remarks = [remark for one in measured.values() for remark in one.laxness()]
    if told is not None or water.litres is None:
        return [reasons[regions[0]], *remarks]
    asked = (Water.litres, Water.region)
    if len({reason.verdict for reason in reasons.values()}) == 1:
        wet, dry = reasons.values()
        text = f"{wet.text}水量分区还没有填写，但两种分区结论相同。"
        return [Reason(wet.verdict, text, asked, wet.confidence + dry.confidence), *remarks]
    split = "，".join(f"按{region.value}为{reason.verdict.value}" for region, reason in reasons.items())
    text = f"{name}{Water.litres.label} {Water.litres.show(water)} 升，{split}；水量分区还没有填写，不能判定。"
    return [Reason(Verdict.OPEN, text, asked)]


def _quality(water: Water, limits: WaterLimits) -> list[Reason]:
    """水质. A laboratory's report outranks the look on site, which gives 基本达标 at most."""
    look = _look(water, limits)
    if water.result is None:
        return [look]
    passed = water.result is Report.PASSED
    told = (field.show(water) for field in (Water.laboratory, Water.tested_on, Water.report))
    by = "、".join(filter(None, told if water.laboratory else ("检测单位没有填写", *told)))
    verdict = Verdict.GOOD if passed else Verdict.BAD
    text = f"水质：检测报告({by})结论为{water.result.value}，{verdict.value}。"
    report = Reason(verdict, text, (Water.result,))
    remarks = [*_relaxed(water, limits), *_age(water, limits)]
    if not (passed and look.verdict is Verdict.BAD):
        return [report, *remarks]
    text = "检测报告合格，现场看闻问尝却有异常；以报告为准，建议再取样检测。"
    return [report, Reason(Verdict.NONE, text, (Water.result, *look.rests_on)), *remarks]


def _relaxed(water: Water, limits: WaterLimits) -> list[Reason]:
    """A remark on a failed report of a small supply: some of what fails may be left out, which a person reads in the report."""
    limit = limits.relaxed
    if water.result is not Report.FAILED or water.source is Source.TOWN_PLANT or limit is None or limit.value == Verdict.BAD.value:
        return []
    sure = f"(可信度约 {limit.confidence}，还没有与标准原文核对)" if limit.confidence else ""
    text = f"小型集中供水、分散供水的报告如果只有菌落总数、消毒剂不合格，当地又没有肠道病流行，可以算{limit.value}{sure}；属实的请填人工认定。"
    return [Reason(Verdict.NONE, text, (Water.result, Water.source))]


def _age(water: Water, limits: WaterLimits) -> list[Reason]:
    """A report from outside the twelve months is only remarked on: no text was found that says how long one holds."""
    day = water.tested_on
    if day is None or limits.since <= day <= limits.on:
        return []
    when = f"不在判定前的十二个月里({limits.since} 至 {limits.on})；报告的有效期没有查到依据，结论照用"
    if day > limits.on:
        when = f"在判定的日子 {limits.on} 之后，请核对"
    return [Reason(Verdict.NONE, f"水质检测日期 {day} {when}。", (Water.tested_on,))]


def _look(water: Water, limits: WaterLimits) -> Reason:
    """望闻问尝: looking, smelling, asking, tasting. It can condemn any water; how far it can clear it, its supply decides."""
    answers = {field: water.answers.get(field.name) for field in LOOKS}
    if bad := tuple(field for field, answer in answers.items() if answer is OnSite.BAD):
        return Reason(Verdict.BAD, f"水质：没有检测报告，现场{_steps(bad)}发现异常，不达标。", bad)
    limit = limits.look(water.source)
    if limit.value == Verdict.OPEN.value:
        return _only_by_report(water.source, limit)
    if missing := tuple(field for field, answer in answers.items() if answer is None):
        return Reason(Verdict.OPEN, f"水质：没有检测报告，现场{_steps(missing)}还没有填写。", (Water.result, *missing))
    unknown = () if water.source else (Water.source,)
    more = "水源还没有填写，千吨万人水厂的水不能只靠现场判定。" if unknown else ""
    doubt = doubted(limit, f"{_supply(water.source)}没有检测报告时靠现场判定为{limit.value}")
    text = f"水质：没有检测报告，现场看闻问尝都正常，最多为基本达标。{more}"
    return Reason(Verdict.BASIC, text, (Water.result, *LOOKS, *unknown), doubt)


def _only_by_report(source: Source | None, limit: Limit) -> Reason:
    supply = _supply(source)
    text = f"水质：{supply}没有检测报告；这种供水要有检测报告才能判定，现场看闻问尝不够。"
    return Reason(Verdict.OPEN, text, (Water.result, Water.source), doubted(limit, f"{supply}没有检测报告就不能判定"))


def _hardship(water: Water, limits: WaterLimits) -> list[Reason]:
    """A remark where a register would call it 饮水困难: far, high, or short of water for half a year. It is no part of the verdict."""
    asked: tuple[Field[Any], ...] = (Water.distance, Water.height, Water.dry_days)
    hard: list[tuple[Field[Any], Limit]] = []
    for field, what in zip(asked, HARD, strict=True):
        limit, told = limits.hard.get(what), water.answers.get(field.name) if field.applies(water) else None
        if limit and told is not None and told > limit.number:
            hard.append((field, limit))
    if not hard:
        return []
    how = "，".join(f"{field.label} {field.show(water)} {field.unit}，超过 {limit.number} {limit.unit}" for field, limit in hard)
    text = f"按{hard[0][1].source}算饮水困难：{how}；和饮水安不安全是两回事。"
    return [Reason(Verdict.NONE, text, tuple(field for field, _ in hard))]


def _supply(source: Source | None) -> str:
    return source.value if source else "分散供水"


def _steps(fields: tuple[Field[Any], ...]) -> str:
    return "、".join(f"“{field.label[0]}”" for field in fields)


def _access(water: Water, limits: WaterLimits) -> list[Reason]:
    """用水方便程度. A tap decides; else the minutes measured; else distance and height, both of which must hold."""
    name = "用水方便程度："
    if water.piped is YesNo.YES:
        return [Reason(Verdict.GOOD, f"{name}供水入户，达标。", (Water.piped,))]
    way, *remarks = _way(water, limits, name)
    if water.minutes is None:
        return [way, *remarks]
    measured = Measured.of(Water.minutes, water, limits.minutes)
    time = measured.reason(name)
    if way.verdict in (Verdict.OPEN, time.verdict):
        return [time, *measured.laxness()]
    text = f"往返时间说明{time.verdict.value}，距离和高差却说明{way.verdict.value}，两者不一致；以时间为准，请核对。"
    return [time, *measured.laxness(), Reason(Verdict.NONE, text, (Water.minutes, Water.distance, Water.height))]


def _way(water: Water, limits: WaterLimits, name: str) -> list[Reason]:
    """Distance and height together: one that fails decides, one that is missing leaves the rest open."""
    if water.distance is None and water.height is None:
        if water.piped is not YesNo.NO:
            why = "还没有填写" if water.piped is None else "不清楚"
            return [Reason(Verdict.OPEN, f"{name}供水是否入户{why}。", (Water.piped,))]
        text = f"{name}供水没有入户，取水往返时间还没有填写，水平距离和垂直高差也没有填写。"
        return [Reason(Verdict.OPEN, text, (Water.minutes, Water.distance, Water.height))]
    both = (Measured.of(Water.distance, water, limits.level), Measured.of(Water.height, water, limits.height))
    way = together((one.reason() for one in both), f"{name}没有填写取水往返时间，看距离和高差。")
    return [way, *(remark for one in both for remark in one.laxness())]
