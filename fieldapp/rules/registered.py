"""What others have concluded of a family, told beside what was found here. It never changes a verdict.

Only plain words are understood as safe or unsafe; whatever else is written is shown, and neither agrees nor contradicts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence

from fieldapp.base.kinds import half_width
from fieldapp.records.member import Member
from fieldapp.records.registered import Registered, Topic
from fieldapp.rules.finding import Finding, Verdict
from fieldapp.rules.people import born_on, years

OF_HOUSING = (Topic.GRADE, Topic.HOUSING)
OF_WATER = (Topic.WATER,)

_YES = frozenset({"是", "有", "√", "✓", "Y", "YES", "对"})
_NO = frozenset({"否", "无", "没有", "不是", "×", "✗", "X", "N", "NO"})
_SAFE = re.compile(
    r"(住房|房屋|饮水|饮用水)?(基本)?(安全|达标|合格|有保障|已?解决|已保障|非危房|不是危房)"
)
_UNSAFE = re.compile(
    r"(住房|房屋|饮水|饮用水)?(不安全|不达标|未达标|不合格|无保障|没有保障|未保障|未解决|没有解决|有?困难|(属于|是)?危房)"
)
_GRADE = re.compile(r"([A-D])级?(危房|住房|房屋)?")
_OF_DANGER = re.compile(r"^(?!.*(解决|消除)).*(危房|困难|问题|缺水|不安全|不达标|隐患)")
"""A column that asks for what is wrong: yes means unsafe, but not where it asks whether that is over."""
_HARD = "困难"
_AGE = re.compile(r"(\d{1,3})(\.0+)?周?岁?")


def beside(statements: Sequence[Registered], topics: Collection[Topic], ours: Finding | None) -> str:
    """What others said last on these topics, as one line to stand beside our own verdict; '' where nobody said anything.

    Args:
        statements: everything that others have said of the household, in any order.
        topics: `OF_HOUSING` or `OF_WATER`; of each topic the newest statement is told.
        ours: our own verdict; None where nobody has looked. OPEN counts as not looked at.
    """
    newest = [one for topic in topics for one in _newest(statements, topic)]
    if not newest:
        return ""
    told = "、".join(dict.fromkeys(map(_told, newest)))
    verdict = ours.verdict if ours else Verdict.OPEN
    contradicted = any((safe := is_safe(one)) is not None and safe is not _ours(verdict) for one in newest)
    if verdict is Verdict.OPEN:
        return f"登记：{told} · 本次未核"
    return f"登记：{told} · 与本次不同" if contradicted and _ours(verdict) is not None else f"登记：{told}"


def _newest(statements: Sequence[Registered], topic: Topic) -> list[Registered]:
    """The statements of the latest day; several where rows or columns of one book differ. No day is before every day."""
    mine = [one for one in statements if one.topic is topic]
    latest = max((one.on or dt.date.min for one in mine), default=dt.date.min)
    last = {one.said: one for one in mine if (one.on or dt.date.min) == latest}
    return list(last.values())


def _told(one: Registered) -> str:
    """是否危房 否（2024-06-30，名册）: what says nothing by itself is told with its column."""
    said = one.said or ""
    bare = half_width(said).upper() in _YES | _NO
    source = (one.source or "").partition(" · ")[0]
    when = "，".join(part for part in (str(one.on) if one.on else "没有写明日期", source) if part)
    return f"{f'{one.column} {said}' if bare and one.column else said}（{when}）"


def is_safe(one: Registered) -> bool | None:
    """Whether a statement on house or water plainly says safe (A, B, 安全) or unsafe (C, D, 危房); None where it is not plain."""
    said = re.sub(r"\s", "", half_width(one.said or "")).upper()
    if one.topic is Topic.WATER and _HARD in f"{one.column}{said}":
        return _hard(one, said)
    if said in _YES | _NO:
        return None if one.topic is Topic.GRADE else (said in _YES) is not bool(_OF_DANGER.search(one.column or ""))
    if one.topic is not Topic.WATER and (grade := _GRADE.fullmatch(said)):
        return grade[1] in "AB"
    return True if _SAFE.fullmatch(said) else False if _UNSAFE.fullmatch(said) else None


def _hard(one: Registered, said: str) -> bool | None:
    """饮水困难 is far from safe; that it is not difficult, or no longer, does not say that it is safe (domain notes 2.2)."""
    asked = _HARD in (one.column or "") and not re.search("解决|消除", one.column or "")
    return False if (asked and said in _YES) or _UNSAFE.fullmatch(said) else None


def _ours(verdict: Verdict) -> bool | None:
    return {Verdict.GOOD: True, Verdict.BASIC: True, Verdict.BAD: False}.get(verdict)


def age_said(said: str) -> int | None:
    """The years that a statement on somebody's age tells (56, 56岁); None where it is no age."""
    found = _AGE.fullmatch(re.sub(r"\s", "", half_width(said)))
    return int(found[1]) if found and int(found[1]) <= 150 else None


def age_told(member: Member, statements: Sequence[Registered], on: dt.date) -> str:
    """How old somebody is: by the day of birth on the day asked; else as a register said it on its own day; '' where nobody knows.

    Args:
        statements: everything that others have said of the household.
        on: the day on which an age by birth is told.
    """
    if born := born_on(member):
        return f"{years(born, on)} 岁"
    mine = [one for one in statements if one.member == member.id]
    if not (newest := _newest(mine, Topic.AGE)):
        return ""
    said, day = newest[-1].said or "", newest[-1].on
    age = age_said(said)
    return f"{f'约 {age} 岁' if age is not None else f'“{said}”'}（{f'{day} 时' if day else '名册没有写明日期'}）"
