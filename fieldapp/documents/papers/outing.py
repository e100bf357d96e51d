"""出门单: the households of a round on a few sheets, to be filled in with a pen and typed in at night.

It is a working copy: what is doubtful stands on it. The boxes follow the form of the visit (走访, 近况, 住房, 饮水), and of
house and water ask only what is open or changes by itself. A household is never torn over two pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldapp.base import kinds
from fieldapp.base.kinds import Choice, ManyOf, OneOf, YesNo
from fieldapp.base.record import Field, Record
from fieldapp.documents.outline import Grid, Manner, Paper, Text, Together
from fieldapp.documents.papers.answers import BLANK, CONTESTED, Telling
from fieldapp.documents.papers.frame import people, place
from fieldapp.documents.papers.plan import open_problems, open_promises
from fieldapp.documents.papers.verdicts import Verdicts, belongs_to, registered, told
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household, Lodging
from fieldapp.records.housing import Condition, Housing
from fieldapp.records.member import Member
from fieldapp.records.problem import Problem, Promise
from fieldapp.records.registered import Registered
from fieldapp.records.visit import NEWS, ROUND, Visit
from fieldapp.records.water import Water
from fieldapp.rules.finding import Finding, Verdict
from fieldapp.rules.registered import OF_HOUSING, OF_WATER, age_told

TITLE = "出门单"
STALE = dt.timedelta(days=365)
"""What was looked at longer ago is told as stale."""
_BOXES = 34
"""Choices whose words are longer together are written, not ticked."""
_NOTE = 60
"""So many characters of the last visit's record are told."""
_FEW = 3
"""So many short questions stand beside each other."""
_CHANGING = (Water.shut_off,)
"""What changes from month to month is asked each time."""


@dataclass(frozen=True)
class Call:
    """One household to be called on.

    Attributes:
        judged: the verdicts as of the day of the sheet.
        seen: id of a building or of the water → the day on which it was looked at last.
        doubts: what is doubtful, a sentence each.
    """

    dossier: Dossier
    judged: Verdicts
    seen: Mapping[str, dt.date]
    doubts: Sequence[str]


def outing_paper(calls: Sequence[Call], on: dt.date, *, mask: bool = True) -> Paper:
    """The sheets for these households, in this order.

    Args:
        on: the day of printing; ages and the days since something was seen are counted from it.
        mask: citizen numbers and telephones without their middle.
    """
    where = place(calls[0].dossier) if calls else ""
    disputed = 0
    blocks = []
    for number, call in enumerate(calls, start=1):
        how = Telling(call.dossier.names, mask, call.dossier.contested)
        blocks.append(Together((Text(_head(number, call.dossier, how), bold=True), *_known(call, on, how), *_asked(call))))
        disputed += len(how.disputed)
    return Telling(mask=mask).hidden(Paper(
        title=TITLE,
        subtitle=" · ".join(filter(None, (where, f"{len(calls)} 户", f"制表 {on}", "工作底稿，用后收回"))),
        blocks=tuple(blocks),
        foot=" · ".join(filter(None, (TITLE, where, f"制表 {on}"))),
        mark=f"有 {disputed} 处两地填得不一样，还没有定下来；文中注明{CONTESTED}。" if disputed else "",
    ))  # fmt: skip


def _head(number: int, dossier: Dossier, how: Telling) -> str:
    home = dossier.household
    code = f"户编号 …{home.code[-4:]}" if home.code and len(home.code) > 4 else f"户编号 {home.code or BLANK}"
    return " · ".join(filter(None, (f"{number}. {dossier.head}", home.group, people(dossier), how.answer(home, Household.phone), code)))


def _known(call: Call, on: dt.date, how: Telling) -> Iterator[Grid]:
    """What is known, in small print; what there is nothing of is left out."""
    dossier, judged = call.dossier, call.judged
    lines = [
        ("住址", how.answer(dossier.household, Household.address)),
        ("成员", "；".join(_person(member, dossier, on, how) for member in dossier.members) or "还没有登记家庭成员"),
        ("上次", _last(dossier, on, how)),
        *((house.name or "住房", _house(call, house, finding, on, how)) for house, finding in judged.houses),
        *([] if judged.houses else [("住房", "还没有查看")]),
        ("饮水", _water(call, on, how)),
        ("登记", "；".join(_unchecked(dossier, judged))),
        ("要补", "；".join(_stale(call, on))),
        ("问题", "；".join(_due(one, Problem.what, Problem.responsible, Problem.due, on, how) for one in open_problems(dossier))),
        ("答应的", "；".join(_due(one, Promise.wish, Promise.by, Promise.due, on, how) for one in open_promises(dossier))),
        ("疑点", "；".join(text.rstrip("。") for text in call.doubts)),
    ]  # fmt: skip
    yield Grid(tuple((label, text) for label, text in lines if text), across=1, manner=Manner.SMALL)


def _person(member: Member, dossier: Dossier, on: dt.date, how: Telling) -> str:
    age = age_told(member, dossier.all(Registered), on)
    away = how.answer(member, Member.work_region)
    told = (
        member.name or "姓名未填",
        how.answer(member, Member.relation),
        age,
        away and f"在{away}务工",
        how.answer(member, Member.phone),
    )
    return " ".join(filter(None, told))


def _last(dossier: Dossier, on: dt.date, how: Telling) -> str:
    """The newest visit in one line."""
    visits = [visit for visit in dossier.visits if visit.day]
    if not visits:
        return "还没有走访过"
    last = max(visits, key=lambda visit: visit.day or dt.date.min)
    told = [how.answer(last, asked) for asked in (Visit.day, Visit.way, Visit.outcome, Visit.met, Visit.wishes, Visit.note)]
    told[1:1] = [_ago(last.day, on)]
    return "，".join(_shortened(text) for text in told if text)


def _shortened(text: str) -> str:
    """The beginning of a text on one line, without a full stop."""
    line = " ".join(text.split())
    return line.rstrip("。") if len(line) <= _NOTE else f"{line[:_NOTE]}…"


def _ago(day: dt.date | None, on: dt.date) -> str:
    return f"{(on - day).days} 天前" if day else ""


def _seen(call: Call, record: Record, on: dt.date) -> str:
    day = call.seen.get(record.id)
    return f"看过 {_ago(day, on)}" if day else "没有走访时看过的记录"


def _house(call: Call, housing: Housing, finding: Finding, on: dt.date, how: Telling) -> str:
    appraised = how.answer(housing, Housing.appraised)
    asked = (Housing.structure, Housing.storeys, Housing.area, Housing.built)
    return "，".join(filter(None, (
        told(finding), f"鉴定 {appraised}" if appraised else "", belongs_to(call.dossier, housing),
        *(how.answer(housing, one) for one in asked), _slept(housing, how), _seen(call, housing, on),
    )))  # fmt: skip


def _slept(housing: Housing, how: Telling) -> str:
    sleepers = how.answer(housing, Housing.sleepers)
    return f"住着 {sleepers}" if sleepers else "已封存或拆除" if housing.sealed is YesNo.YES else ""


def _water(call: Call, on: dt.date, how: Telling) -> str:
    water = call.dossier.one(Water)
    if water is None:
        return "还没有查看"
    litres, days, report = (how.answer(water, one) for one in (Water.litres, Water.dry_days, Water.result))
    return "，".join(filter(None, (
        told(call.judged.water), how.answer(water, Water.source), "入户" if water.piped is YesNo.YES else "",
        litres and f"每人每天 {litres}", days and f"一年停水 {days}", report and f"检测{report}", _seen(call, water, on),
    )))  # fmt: skip


def _unchecked(dossier: Dossier, judged: Verdicts) -> Iterator[str]:
    """What registers say of house and water where nobody has checked it yet."""
    for noun, topics, ours in ((Housing, OF_HOUSING, judged.housing), (Water, OF_WATER, judged.water)):
        if ours.verdict is Verdict.OPEN:
            yield from (f"{noun.label} {text}" for _, text in registered(dossier, topics, ours))


def _stale(call: Call, on: dt.date) -> Iterator[str]:
    """What nobody has looked at for a year, and what register and members still lack. Houses that should be looked at first
    stand among the doubts until somebody has been there this year.
    """
    dossier = call.dossier
    water = dossier.one(Water)
    for record in (*(house for house, _ in call.judged.houses), *([water] if water else [])):
        day = call.seen.get(record.id)
        if day and on - day > STALE:
            yield f"{record.label}超过一年没看"
    if water and water.tested_on and on - water.tested_on > STALE:
        yield f"水质检测是 {water.tested_on} 的"
    for person in (dossier.household, *dossier.members):
        if lacking := "、".join(problem.field.label for problem in person.problems()):
            yield f"{person.answers.get('name') or person.label}的{lacking}没有填"


def _due(record: Record, what: Field[Any], who: Field[Any], due: Field[Any], on: dt.date, how: Telling) -> str:
    """Something that is open, who does it, and until when."""
    day = record.answers.get(due.name)
    late = "，已超期" if day and day < on else ""
    about = "，".join(filter(None, (how.answer(record, who), f"{day} 到期{late}" if day else "期限没有填")))
    return f"{how.answer(record, what).rstrip('。') or BLANK}（{about}）"


def _asked(call: Call) -> Iterator[Grid]:
    """Boxes for a pen in the order in which they are typed in."""
    for part, across in ((ROUND, 4), (NEWS, 3)):
        yield _boxes(part.label, [field for field in Visit.questions() if field.part is part], across=across)
    for house, finding in call.judged.houses:
        asked = [] if house.sealed is YesNo.YES else _open_questions(house, finding)
        yield _boxes((house.name or Housing.label)[:6], asked, again=True)
    if not call.judged.houses and call.dossier.household.lodging is not Lodging.NONE:
        yield _boxes(Housing.label, _open_questions(Housing(), call.judged.housing))
    water = call.dossier.one(Water)
    asked = _open_questions(water or Water(), call.judged.water)
    changing = [field for field in Water.questions() if field in asked or field in _CHANGING]
    yield _boxes(Water.label, changing, again=water is not None)


def _open_questions(record: Record, finding: Finding) -> list[Field[Any]]:
    """What has no answer yet and is needed: what the form must have, and what an open verdict still rests on."""
    wanted = {problem.field for problem in record.problems()}
    wanted |= {field for reason in finding.reasons if reason.verdict is Verdict.OPEN for field in reason.rests_on}
    return [
        field for field in record.questions() if field in wanted and field.name not in record.answers and field.applies(record)
    ]


def _boxes(name: str, asked: Sequence[Field[Any]], *, again: bool = False, across: int = 3) -> Grid:
    """Questions for a pen. `again`: something is known, so that it may be as it was."""
    same = [("和上次一样", "□")] if again else []
    other = [("有变化的", "")] if again else []
    return Grid(
        (*same, *((field.head, _ticks(field)) for field in asked), *other), name, across if len(asked) > _FEW else 4, Manner.PEN
    )


def _ticks(field: Field[Any]) -> str:
    """What can be ticked; '' where an answer is to be written, and two lines of room where it may be long."""
    kind = field.kind
    if isinstance(kind, OneOf | ManyOf):
        text = " ".join(f"□{_short(choice)}" for choice in kind.choices)
        return text if len(text) <= _BOXES else ""
    return "\n" if isinstance(kind, kinds.Text) and not isinstance(kind, kinds.Line) else ""


def _short(choice: Choice) -> str:
    """A condition of a component by its letter; everything else in full."""
    if isinstance(choice, Condition):
        return "无" if choice is Condition.ABSENT else choice.name
    return str(choice.value)
