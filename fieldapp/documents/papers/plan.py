"""帮扶计划: one family's plan of a year, in the order of the handbook, to be read with the family and signed by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Field
from fieldapp.documents.outline import Block, Grid, Heading, Note, Paper, Signatures, Table, Text
from fieldapp.documents.papers.answers import BLANK, Telling
from fieldapp.documents.papers.frame import HAND, framed, seal
from fieldapp.documents.papers.verdicts import (
    NO_APPRAISAL,
    Verdicts,
    belongs_to,
    dwelling_table,
    parts_table,
    registered,
    source_note,
    verdict_grid,
)  # fmt: skip
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from fieldapp.records.plan import Measure, Plan
from fieldapp.records.problem import Problem, ProblemState, Promise
from fieldapp.records.registered import Registered
from fieldapp.records.village import TEAM
from fieldapp.records.water import Water
from fieldapp.rules.finding import Finding
from fieldapp.rules.people import born_on, is_man, years
from fieldapp.rules.registered import OF_HOUSING, OF_WATER, age_told

SIGNED = (HAND, "代签人签字及与户主关系", "帮扶责任人", "第一书记", "村党组织书记")
LEFT_OUT = (Household.note, Plan.year)
"""What does not stand on the paper: remarks of the cadre for himself, and the year, which is in the title."""
FOUND = ((Problem.found_on, 14), (Problem.kind, 10), (Problem.what, 22), (Problem.measure, 22), (Problem.responsible, 9),
         (Problem.due, 14), (Problem.state, 9))  # fmt: skip
PROMISED = ((Promise.asked_on, 14), (Promise.wish, 30), (Promise.answer, 32), (Promise.by, 10), (Promise.due, 14))
"""Columns with their shares of the line."""
MEASURED = ((Measure.kind, 11), (Measure.what, 17), (Measure.person, 9), (Measure.quantity, 8), (Measure.money, 12),
            (Measure.due, 14), (Measure.responsible, 9), (Measure.expected, 14.5))  # fmt: skip
"""The columns with their shares of the line; whatever else is answered of a measure stands beneath the table."""
TOLD_ELSEWHERE = (Measure.year, Measure.measured_in)


def plan_paper(dossier: Dossier, judged: Verdicts, year: int, on: dt.date, *, mask: bool = True) -> Paper:
    """The plan of a household.

    Args:
        judged: the verdicts on house and water as of `on`.
        year: of the plan.
        on: the day of the paper; ages are full years on it.
        mask: citizen numbers without their middle.
    """
    how = Telling(dossier.names, mask, dossier.contested)
    plans = [plan for plan in dossier.all(Plan) if plan.year == year]
    blocks: list[Block] = [
        Heading("一、家庭情况"), *how.blocks(dossier.household, left_out=LEFT_OUT), *_team(dossier, how),
        Heading("二、家庭成员"), *_members(dossier, on, how),
        Heading("三、住房安全"), *_housing(dossier, judged, how),
        Heading("四、饮水安全"), *_water(dossier, judged.water, how),
        Heading("五、主要问题"), how.table(open_problems(dossier), FOUND, "没有未销号的问题。"),
        Heading("六、答应群众的事"), how.table(open_promises(dossier), PROMISED, "没有未办结的事。"),
        Heading("七、年度目标"), *_goals(plans, year, how),
        Heading("八、帮扶措施"), *_measures(dossier, year, how),
        Signatures(SIGNED, seal(dossier)),
    ]  # fmt: skip
    return framed(f"{year} 年度帮扶计划", dossier, on, blocks, how, id=plans[0].id if plans else "")


def _team(dossier: Dossier, how: Telling) -> list[Block]:
    return [block for block in how.blocks(dossier.village, parts=(TEAM,)) if isinstance(block, Grid)]


def _members(dossier: Dossier, on: dt.date, how: Telling) -> list[Block]:
    if not dossier.members:
        return [Text("还没有登记家庭成员。")]
    head = (Member.name.label, Member.relation.label, Member.sex.label, "年龄", Member.number.label, Member.health.label,
            Member.labour.label, "务工")  # fmt: skip
    rows = tuple(_member(member, dossier.all(Registered), on, how) for member in dossier.members)
    return [Table(head, rows, (10, 12, 7.5, 8, 22, 14, 14, 13), frozenset({3})), Text(f"现有家庭成员 {len(rows)} 人。")]


def _member(member: Member, said: Sequence[Registered], on: dt.date, how: Telling) -> tuple[str, ...]:
    """One row. Sex and age come out of the citizen number where they can, an age else out of a register; who is not said
    to work away has a dash.
    """
    man, birth = is_man(member), born_on(member)
    months = how.shown(member, Member.work_months)
    told_months = how.marked(member, Member.work_months, f"{months} 个月") if months else ""
    away = " ".join(filter(None, (how.answer(member, Member.work_region), told_months)))
    told = (
        how.answer(member, Member.name), how.answer(member, Member.relation),
        how.answer(member, Member.sex) or ("" if man is None else "男" if man else "女"),
        age_told(member, said, on) if birth is None else str(years(birth, on)),
        how.answer(member, Member.number), how.answer(member, Member.health), how.answer(member, Member.labour),
    )  # fmt: skip
    return (*(cell or BLANK for cell in told), away or "—")


def _housing(dossier: Dossier, judged: Verdicts, how: Telling) -> list[Block]:
    """The verdict that counts for the family and what its buildings are held against together, then every building."""
    said = registered(dossier, OF_HOUSING, judged.housing)
    blocks: list[Block] = [verdict_grid("住房安全", judged.housing, more=said), dwelling_table(judged)]
    for number, (housing, finding) in enumerate(judged.houses, start=1):
        more = [("归属", whose)] if (whose := belongs_to(dossier, housing)) else []
        if len(judged.houses) > 1:
            same = set(finding.reasons) <= set(judged.housing.reasons)
            blocks.append(verdict_grid("这一栋", finding, side=f"第{number}栋", why=not same, more=more))
        elif more:
            blocks.append(Grid(tuple(more), "房屋", across=1))
        blocks += how.blocks(housing, left_out=(Housing.shared,))
    return [*blocks, source_note(judged.housing, NO_APPRAISAL)]


def _water(dossier: Dossier, finding: Finding, how: Telling) -> list[Block]:
    water = dossier.one(Water)
    verdict = verdict_grid("饮水安全", finding, more=registered(dossier, OF_WATER, finding))
    return [verdict, *parts_table(finding), *(how.blocks(water) if water else ()), source_note(finding)]


def open_problems(dossier: Dossier) -> list[Problem]:
    """The problems that are not closed, oldest first."""
    return [one for one in dossier.all(Problem) if one.state is not ProblemState.CLOSED]


def open_promises(dossier: Dossier) -> list[Promise]:
    """What was promised and is not answered for, oldest first."""
    return [one for one in dossier.all(Promise) if one.kept in (None, YesNo.UNKNOWN)]


def _goals(plans: Sequence[Plan], year: int, how: Telling) -> list[Block]:
    if not plans:
        return [Text(f"{year} 年度目标{BLANK}。")]
    return [block for plan in plans for block in how.blocks(plan, left_out=LEFT_OUT)]


def _measures(dossier: Dossier, year: int, how: Telling) -> list[Block]:
    measures = [measure for measure in dossier.all(Measure) if measure.year == year]
    if not measures:
        return [Text(f"{year} 年度措施{BLANK}。")]
    head = ("序号", *(asked.head for asked, _ in MEASURED))
    rows = tuple(
        (str(number), *(_measured(measure, asked, how) for asked, _ in MEASURED)) for number, measure in enumerate(measures, 1)
    )
    money = 1 + [asked for asked, _ in MEASURED].index(Measure.money)
    table = Table(head, rows, (5.5, *(share for _, share in MEASURED)), frozenset({money}))
    return [table, *_rests(measures, how)]


def _measured(measure: Measure, asked: Field[Any], how: Telling) -> str:
    """One answer of a measure in its column. A measure for nobody in particular is for the whole household."""
    if asked is Measure.quantity and how.shown(measure, asked):
        told = f"{how.shown(measure, asked)} {measure.measured_in or ''}".strip()
        return how.marked(measure, asked, told, Measure.measured_in)
    return how.answer(measure, asked, unit=False) or ("整户" if asked is Measure.person else BLANK)


def _rests(measures: Sequence[Measure], how: Telling) -> Iterator[Note]:
    """What else is answered of the measures; what is the same of several is told once, with their numbers."""
    numbers: dict[str, list[int]] = {}
    for number, measure in enumerate(measures, start=1):
        numbers.setdefault(_rest(measure, how), []).append(number)
    yield from (Note(f"措施 {_numbers(same)}：{text}。") for text, same in numbers.items() if text)


def _numbers(numbers: Sequence[int]) -> str:
    """Rising numbers as a person counts them: 1、3–6、8."""
    runs = [[one for _, one in run] for _, run in groupby(enumerate(numbers), key=lambda told: told[1] - told[0])]
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)


def _rest(measure: Measure, how: Telling) -> str:
    """What else is answered of a measure; '' where nothing is."""
    shown = (*TOLD_ELSEWHERE, *(asked for asked, _ in MEASURED))
    told = ((asked.label, how.answer(measure, asked)) for asked in measure.questions() if asked not in shown)
    return "；".join(f"{label} {answer}" for label, answer in told if answer)
