"""住房安全查看记录: what was seen of one building, and beside it what others have said. It is no appraisal, and says so first.

Blocks after the field form of the appraisals (domain notes 1.6): family, house, site, components, grade, use, signatures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from fieldapp.base.record import Field
from fieldapp.documents.outline import Block, Grid, Heading, Note, Paper, Signatures, Table, Text
from fieldapp.documents.papers.answers import Telling
from fieldapp.documents.papers.frame import HAND, family_grid, framed, seal
from fieldapp.documents.papers.verdicts import Verdicts, belongs_to, dwelling_table, registered, source_note, verdict_grid
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Lodging
from fieldapp.records.housing import COMPONENTS, HOUSE, SITE, Condition, Housing
from fieldapp.rules.finding import Finding
from fieldapp.rules.registered import OF_HOUSING
from fieldapp.rules.signs import Sign

TITLE = "住房安全查看记录"
NO_APPRAISAL = "本表是走访查看记录，不是房屋安全鉴定；房屋等级以鉴定机构的书面结论为准。"
SIGNED = ("查看人", HAND, "村干部")
Signs = Mapping[str, Mapping[Condition, Sign]]
"""What to look for: name of the component → condition → its sign."""
APPRAISED = (Housing.appraised, Housing.appraiser, Housing.appraised_on, Housing.report)
DECIDED = (Housing.decided, Housing.decided_why, Housing.decided_by, Housing.decided_on)
PICTURES = (Housing.pictures, Housing.report_picture, Housing.decided_picture)
_MARKS = {Condition.a: "a", Condition.b: "b", Condition.c: "c", Condition.d: "d", Condition.ABSENT: "无"}


def housing_paper(
    dossier: Dossier, judged: Verdicts, housing: Housing | None, signs: Signs, on: dt.date, *, mask: bool = True
) -> Paper:
    """The record of one building.

    Args:
        judged: the verdicts on the household as of `on`, which know this building.
        housing: one of the buildings that the household owns or uses; None where none is known.
        signs: how each condition of a component looks.
    """
    how = Telling(dossier.names, mask, dossier.contested)
    blocks: list[Block] = [Text(NO_APPRAISAL, bold=True), Heading("一、农户"), *_family(dossier, how)]
    if housing is None:
        blocks += [
            Heading("二、房屋"), Text("还没有登记房屋。"), verdict_grid("住房安全", judged.housing, more=_said(dossier, judged.housing)),
            dwelling_table(judged), source_note(judged.housing),
        ]  # fmt: skip
    else:
        finding = next(found for house, found in judged.houses if house.id == housing.id)
        blocks += [
            Heading("二、房屋"), *how.blocks(housing, parts=(HOUSE,), left_out=PICTURES), *_owner(dossier, housing),
            Heading("三、查看情况"), *how.blocks(housing, parts=(SITE,)), _components(housing, signs, how),
            Heading("四、等级"), *_grade(dossier, housing, finding, how),
            Heading("五、居住"), *how.blocks(housing, parts=(Housing.sleepers.part,), left_out=(Housing.shared,)),
            *([dwelling_table(judged)] if dossier.household.id else []), *_pictures(housing, how),
            *([Note(f"先复查：{''.join(judged.recheck)}")] if judged.recheck else []),
        ]  # fmt: skip
    named = housing is not None and housing.name and len(judged.houses) > 1
    title = f"{TITLE}（{housing.name}）" if housing and named else TITLE
    return framed(title, dossier, on, [*blocks, Signatures(SIGNED, seal(dossier))], how, id=housing.id if housing else "")


def _family(dossier: Dossier, how: Telling) -> list[Block]:
    if not dossier.household.id:
        return [Text("这一栋不属于任何一户。")]
    lodging = dossier.household.lodging
    without = lodging is not None and lodging is not Lodging.OWN
    return [family_grid(dossier, how), *([Text("无房户：没有自己的住房。")] if without else [])]


def _said(dossier: Dossier, finding: Finding) -> list[tuple[str, str]]:
    return registered(dossier, OF_HOUSING, finding)


def _owner(dossier: Dossier, housing: Housing) -> list[Block]:
    whose = belongs_to(dossier, housing) if dossier.household.id else ""
    return [Grid((("归属", whose),), "归属", across=1)] if whose else []


def _components(housing: Housing, signs: Signs, how: Telling) -> Block:
    """One line a component: what was found, a tick in its column, and how that condition looks."""
    asked = [field for field in Housing.questions() if field.part is COMPONENTS]
    rows = tuple(_component(housing, field, signs, how) for field in asked)
    return Table(("组成部分", "查看结果", *_MARKS.values(), "这一档的样子"), rows, (17, 14, 3.7, 3.7, 3.7, 3.7, 3.7, 50.5))


def _component(housing: Housing, field: Field[Condition], signs: Signs, how: Telling) -> tuple[str, ...]:
    found: Condition = housing.answers.get(field.name, Condition.ABSENT)
    ticks = ("√" if housing.answers.get(field.name) is mark else "" for mark in _MARKS)
    looks = signs[field.name][found].text if found in signs[field.name] else ""
    return (field.label, how.answer(housing, field) or "还没有查看", *ticks, looks)


def _grade(dossier: Dossier, housing: Housing, finding: Finding, how: Telling) -> list[Block]:
    """What the visitor's finding suggests with its reasons; beside it what a person, an appraiser and a register say."""
    suggested = finding.suggested or finding
    rows = [
        ("人工认定", *_voice(housing, DECIDED, how), "采用" if finding.suggested else "没有采用"),
        ("鉴定结论", *_voice(housing, APPRAISED, how), ""),
        *((label, "", text, "") for label, text in _said(dossier, finding)),
    ]  # fmt: skip
    told_so = tuple((who, grade, "；".join(filter(None, (why, used)))) for who, grade, why, used in rows if grade or why)
    beside: list[Block] = [Table(("谁的结论", "等级", "说明"), told_so, (14, 14, 72))] if told_so else []
    return [verdict_grid("查看建议", suggested, side="建议"), *beside, source_note(suggested)]


def _voice(housing: Housing, asked: tuple[Field[Any], ...], how: Telling) -> tuple[str, str]:
    """What somebody else says: the grade, and why or by whom, when, under which number."""
    grade, *more = asked
    return how.answer(housing, grade), "，".join(text for field in more if (text := how.answer(housing, field)))


def _pictures(housing: Housing, how: Telling) -> list[Block]:
    """Which pictures belong to it, by the beginning of their digests."""
    lines = [
        (field.label, f"{text}（{'、'.join(sorted(one[:8] for one in housing.answers[field.name]))}）")
        for field in PICTURES
        if (text := how.answer(housing, field))
    ]
    return [Grid(tuple(lines), "照片", across=1)] if lines else []
