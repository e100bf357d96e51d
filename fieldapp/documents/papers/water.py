"""饮水安全评价表: what a family's water was measured by, indicator for indicator, with the marks of the day beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from fieldapp.base.dates import lengths
from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Field
from fieldapp.documents.outline import Block, Grid, Heading, Note, Paper, Signatures, Table, Text
from fieldapp.documents.papers.answers import BLANK, Telling
from fieldapp.documents.papers.frame import HAND, family_grid, framed, seal
from fieldapp.documents.papers.verdicts import registered, source_note, verdict_grid
from fieldapp.records.dossier import Dossier
from fieldapp.records.village import WaterRegion
from fieldapp.records.water import Water
from fieldapp.rules.finding import Finding, Verdict
from fieldapp.rules.registered import OF_WATER
from fieldapp.rules.water import LOOKS, PARTS
from fieldapp.rules.water_limits import Marks, WaterLimits

TITLE = "饮水安全评价表"
SIGNED = ("评价人", HAND, "村干部")
PRECEDENCE = (
    "四项都达标为安全，都在基本达标以上为基本安全；有一项不达标就是不安全，不管别的项。"
    "填了取水时间就看时间，没有填才看距离和高差，两样都要符合；检测报告先于看闻问尝；装了水龙头只说明取水方便。"
)


def water_paper(dossier: Dossier, finding: Finding, limits: WaterLimits, on: dt.date, *, mask: bool = True) -> Paper:
    """The sheet of one household.

    Args:
        finding: the verdict on its water as of `on`.
        limits: what it was judged by.
    """
    how = Telling(dossier.names, mask, dossier.contested)
    water = dossier.one(Water)
    blocks: list[Block] = [Heading("一、农户"), family_grid(dossier, how), Heading("二、供水情况")]
    blocks += how.blocks(water, left_out=(Water.shut_off,)) if water else [Text("饮水还没有查看。")]
    blocks += [
        *_shut_off(water or Water(), limits, how),
        Heading("三、四项指标"),
        _indicators(water or Water(), finding, limits, how),
    ]
    blocks += [Note(PRECEDENCE), Heading("四、结论"), _conclusion(dossier, finding), *_by(limits, finding)]
    return framed(TITLE, dossier, on, [*blocks, Signatures(SIGNED, seal(dossier))], how, id=water.id if water else "")


def _shut_off(water: Water, limits: WaterLimits, how: Telling) -> list[Block]:
    """Each stretch without water, with its days; and how many of them lie within the twelve months that count."""
    if not water.shut_off:
        return []
    rows = tuple((str(first), str(last), f"{(last - first).days + 1}") for first, last in water.shut_off)
    counted = sum(lengths(water.shut_off, limits.since, limits.on))
    text = how.marked(water, Water.shut_off, f"{limits.since} 至 {limits.on} 的十二个月里停水 {counted} 天。")
    return [Table(("停水开始", "停水结束", "天数"), rows, (40, 40, 20), frozenset({2})), Note(text)]


def _indicators(water: Water, finding: Finding, limits: WaterLimits, how: Telling) -> Block:
    """The four indicators: what was measured, the marks, the verdict of each."""
    told_of = {part.name: part for part in finding.parts}
    measured = (_quantity(water, how), _quality(water, how), _access(water, how), _days(water, how))
    rows = tuple(
        (name, found or BLANK, *marks, told_of[name].verdict.value if name in told_of else Verdict.OPEN.value)
        for name, found, marks in zip(PARTS, measured, _marks(water, limits), strict=True)
    )
    return Table(("指标", "实测", "达标要求", "基本达标要求", "结论"), rows, (15, 27, 25, 23, 10))


def _quantity(water: Water, how: Telling) -> str:
    return how.answer(water, Water.litres)


def _quality(water: Water, how: Telling) -> str:
    report = "，".join(_each(water, (Water.result, Water.laboratory, Water.tested_on), how))
    looked = "，".join(f"{field.label[0]} {text}" for field in LOOKS if (text := how.answer(water, field)))
    return "；".join(filter(None, (f"检测{report}" if report else "", looked)))


def _access(water: Water, how: Telling) -> str:
    if water.piped is YesNo.YES:
        return how.marked(water, Water.piped, "供水入户")
    return "，".join(f"{label} {text}" for label, field in
                    (("往返", Water.minutes), ("水平", Water.distance), ("高差", Water.height)) if (text := how.answer(water, field)))  # fmt: skip


def _days(water: Water, how: Telling) -> str:
    days = how.answer(water, Water.dry_days)
    return f"一年停水 {days}" if days else ""


def _each(water: Water, asked: Sequence[Field[Any]], how: Telling) -> list[str]:
    return [text for field in asked if (text := how.answer(water, field))]


def _marks(water: Water, limits: WaterLimits) -> list[tuple[str, str]]:
    """For each of the four indicators what 达标 and what 基本达标 ask for."""
    told_region = water.region or limits.region
    litres = {region: limits.litres[region] for region in ([told_region] if told_region else list(WaterRegion))}
    look = limits.look(water.source)
    onsite = "看闻问尝都正常" if look.value == Verdict.BASIC.value else "要有检测报告"

    def both(marks: Marks) -> tuple[str, str]:
        return marks.told(marks.good), marks.told(marks.basic)

    def of_way(place: int) -> str:
        minutes, level, height = (both(marks)[place] for marks in (limits.minutes, limits.level, limits.height))
        return f"往返{minutes}；或水平{level}并且高差{height}"

    run = f"；连续{'不超过'} {limits.dry_run.number} {limits.dry_run.unit}" if limits.dry_run else ""
    days = both(limits.dry_days)
    quantity = [
        "；".join(f"{region.value if len(litres) > 1 else ''}{both(marks)[n]}" for region, marks in litres.items())
        for n in (0, 1)
    ]
    return [
        (quantity[0], quantity[1]),
        ("检测合格", onsite),
        (f"供水入户，或{of_way(0)}", of_way(1)),
        (f"一年停水{days[0]}{run}", f"一年停水{days[1]}{run}"),
    ]


def _conclusion(dossier: Dossier, finding: Finding) -> Grid:
    return verdict_grid("饮水安全", finding, whole=True, more=registered(dossier, OF_WATER, finding))


def _by(limits: WaterLimits, finding: Finding) -> list[Block]:
    region = limits.region.value if limits.region else "水量分区未填写"
    return [source_note(finding, f"口径：{limits.profile.value}，{region}。")]
