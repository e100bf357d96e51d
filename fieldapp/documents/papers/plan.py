"""帮扶计划: one family's plan of a year, in the order of the handbook, to be read with the family and signed by it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from fieldapp.base.record import Field, Record
from fieldapp.documents.outline import Block, Grid, Heading, Note, Paper, Signatures, Table, Text
from fieldapp.documents.papers.answers import answer, answers_block
from fieldapp.records.dossier import Dossier
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from fieldapp.records.plan import GOAL, Measure, Plan
from fieldapp.records.problem import Problem, ProblemState, Promise
from fieldapp.records.water import Water
from fieldapp.rules.finding import Finding
from fieldapp.rules.people import born_on, years

SIGNED = (
    "户主签字(手印)", "代签人及与户主关系", "帮扶责任人签字", "第一书记签字", "村党组织书记签字", "日期",
)  # fmt: skip
MEASURES: tuple[tuple[Field[Any], float], ...] = (
    (Measure.kind, 15), (Measure.what, 20), (Measure.person, 11), (Measure.quantity, 10), (Measure.money, 12),
    (Measure.due, 17), (Measure.responsible, 11), (Measure.expected, 22),
)  # fmt: skip
"""The columns of the measures with their shares of the line; the other questions of a measure stand beneath it."""
MEMBERS: tuple[tuple[Field[Any], float], ...] = (
    (Member.name, 11), (Member.relation, 15), (Member.sex, 7), (Member.number, 26), (Member.health, 15), (Member.labour, 16), (Member.work_region, 16),
)  # fmt: skip


class Verdicts(Protocol):
    """What the rules say of a household."""

    @property
    def housing(self) -> Finding: ...
    @property
    def water(self) -> Finding: ...


def plan_paper(dossier: Dossier, judged: Verdicts, year: int, on: dt.date, *, mask: bool = True) -> Paper:
    """The plan of a household.

    Args:
        judged: the verdicts on house and water as of `on`.
        year: of the plan.
        on: the day of the paper; ages are full years on it.
        mask: citizen numbers without their middle.
    """
    blocks: list[Block] = [
        *_family(dossier, on, mask),
        Heading("二、住房和饮水"),
        *_verdict("住房", judged.housing, dossier.all(Housing), dossier),
        *_verdict("饮水", judged.water, dossier.all(Water), dossier),
        Heading("三、主要问题"), *_problems(dossier),
        Heading("四、答应的事"), *_promises(dossier),
        Heading(f"五、{year} 年帮扶目标和措施"), *_goal(dossier, year), *_measures(dossier, year),
        Signatures(SIGNED, f"{dossier.village.name or '村'}村民委员会(盖章处)"),
    ]  # fmt: skip
    place = f"{dossier.village.town or ''}{dossier.village.name or ''}"
    foot = f"{place} {dossier.household.group or ''} {dossier.head} 户编号 {dossier.household.code or '未编'} 记录 {dossier.household.id[:8]}"
    return Paper(f"{year} 年帮扶计划", f"{place} · {dossier.head}户 · {on:%Y-%m-%d} 打印", tuple(blocks), foot)


def _family(dossier: Dossier, on: dt.date, mask: bool) -> list[Block]:
    home = dossier.household
    rows = []
    for member in dossier.members:
        cells = [answer(field, member, dossier.names, mask=mask, contested=dossier.contested) for field, _ in MEMBERS]
        birth = born_on(member)
        cells.insert(3, "" if birth is None else str(years(birth, on)))
        cells[-1] = f"{cells[-1]} {member.work_months} 个月" if member.work_months else cells[-1]
        rows.append(tuple(cells))
    head = [field.label for field, _ in MEMBERS]
    head.insert(3, "年龄")
    widths = [share for _, share in MEMBERS]
    widths.insert(3, 7)
    count = Text(f"现有家庭成员 {len(rows)} 人。")
    table: list[Block] = [Table(tuple(head), tuple(rows), tuple(widths))] if rows else [Text("还没有登记家庭成员。")]
    return [Heading("一、家庭情况"), *answers_block(home, dossier.names, mask=mask, contested=dossier.contested), count, *table]


def _verdict(label: str, finding: Finding, records: list[Any], dossier: Dossier) -> list[Block]:
    """The verdict in a word, its reasons in sentences, its source, and what was recorded."""
    reasons = "".join(reason.text for reason in finding.reasons)
    blocks: list[Block] = [Grid(((f"{label}结论", finding.told), (f"{label}理由", reasons)), across=1)]
    for record in records:
        blocks += answers_block(record, dossier.names, contested=dossier.contested)
    doubt = f" {finding.confidence}" if finding.confidence else ""
    limit = " 本表是查看记录,房屋等级以鉴定为准。" if label == "住房" else ""
    return [*blocks, Note(f"依据:{finding.source}。{doubt}{limit}")]


def _problems(dossier: Dossier) -> list[Block]:
    problems = [one for one in dossier.all(Problem) if one.state is not ProblemState.CLOSED]
    fields = (Problem.kind, Problem.what, Problem.measure, Problem.responsible, Problem.due, Problem.state)
    return _listed(problems, fields, (9, 26, 27, 10, 17, 11), dossier, "没有未销号的问题。")


def _promises(dossier: Dossier) -> list[Block]:
    promises = [one for one in dossier.all(Promise) if one.kept_on is None]
    fields = (Promise.asked_on, Promise.wish, Promise.answer, Promise.by, Promise.due)
    return _listed(promises, fields, (17, 28, 30, 10, 17), dossier, "没有还没办结的事。")


def _listed(
    records: list[Any], fields: tuple[Field[Any], ...], widths: tuple[float, ...], dossier: Dossier, nothing: str
) -> list[Block]:
    if not records:
        return [Text(nothing)]
    rows = tuple(
        tuple(answer(field, record, dossier.names, contested=dossier.contested) for field in fields) for record in records
    )
    return [Table(tuple(field.label for field in fields), rows, widths)]


def _goal(dossier: Dossier, year: int) -> list[Block]:
    plans = [plan for plan in dossier.all(Plan) if plan.year == year]
    if not plans:
        return [Text(f"还没有填写 {year} 年的目标。")]
    return [block for plan in plans for block in answers_block(plan, dossier.names, parts=(GOAL,), contested=dossier.contested)]


def _measures(dossier: Dossier, year: int) -> list[Block]:
    measures = [measure for measure in dossier.all(Measure) if measure.year == year]
    if not measures:
        return [Text(f"还没有填写 {year} 年的措施。")]
    head = ("序号", *(field.head for field, _ in MEASURES))
    rows = tuple(
        (str(number), *(_measure(field, one, dossier) for field, _ in MEASURES)) for number, one in enumerate(measures, 1)
    )
    shown = {field.name for field, _ in MEASURES} | {"year", "measured_in"}
    more = [_rest(number, measure, shown, dossier) for number, measure in enumerate(measures, 1)]
    return [Table(head, rows, (8, *(share for _, share in MEASURES))), *(Note(text) for text in more if text)]


def _measure(field: Field[Any], measure: Measure, dossier: Dossier) -> str:
    if field is Measure.quantity:
        return f"{Measure.quantity.show(measure)} {measure.measured_in or ''}".strip()
    if field is Measure.person and measure.person is None:
        return "整户"
    return answer(field, measure, dossier.names, contested=dossier.contested).removesuffix(
        f" {field.unit}" if field.unit else "\0"
    )


def _rest(number: int, measure: Record, shown: set[str], dossier: Dossier) -> str:
    told = [(f.label, answer(f, measure, dossier.names)) for f in measure.questions() if f.name not in shown]
    text = ";".join(f"{label} {value}" for label, value in told if value)
    return f"措施 {number}:{text}" if text else ""
