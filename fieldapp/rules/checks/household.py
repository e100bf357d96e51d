"""Doubts about how a household is put together (DQ-018 to DQ-021, DQ-024 to DQ-028)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from fieldapp.base.kinds import half_width
from fieldapp.records.member import Member, Relation
from fieldapp.records.registered import Registered, Topic
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity, each_member
from fieldapp.rules.people import born_on, called, is_man, years

MEN = frozenset({
    Relation.SON, Relation.SON_IN_LAW, Relation.GRANDSON, Relation.DAUGHTERS_SON, Relation.FATHER, Relation.WIFES_FATHER,
    Relation.HUSBANDS_FATHER, Relation.GRANDFATHER, Relation.MOTHERS_FATHER, Relation.UNCLE, Relation.NEPHEW,
})  # fmt: skip
WOMEN = frozenset({
    Relation.DAUGHTER, Relation.DAUGHTER_IN_LAW, Relation.GRANDDAUGHTER, Relation.DAUGHTERS_DAUGHTER, Relation.MOTHER,
    Relation.WIFES_MOTHER, Relation.HUSBANDS_MOTHER, Relation.GRANDMOTHER, Relation.MOTHERS_MOTHER,
    Relation.SIBLINGS_WIFE, Relation.NIECE,
})  # fmt: skip
PARENTS = (
    ((Relation.HEAD,), (Relation.SON, Relation.DAUGHTER)),
    ((Relation.FATHER, Relation.MOTHER), (Relation.HEAD,)),
    ((Relation.WIFES_FATHER, Relation.WIFES_MOTHER, Relation.HUSBANDS_FATHER, Relation.HUSBANDS_MOTHER), (Relation.SPOUSE,)),
)
"""Who is whose parent, by the relation to the head. A spouse is not taken for the parent of the head's children."""
YOUNGEST_PARENT = 15


def _of(case: Case, *relations: Relation) -> list[Member]:
    return [member for relation in relations for member in case.by_relation.get(relation, ())]


def _told(members: list[Member]) -> str:
    return "、".join(map(called, members))


def no_head(case: Case) -> Iterator[Hit]:
    """DQ-018; a household without anybody is DQ-020."""
    if case.members and not _of(case, Relation.HEAD):
        yield case.dossier.household, "成员里没有户主。"


def several_heads(case: Case) -> Iterator[Hit]:
    """DQ-019."""
    if len(heads := _of(case, Relation.HEAD)) > 1:
        yield case.dossier.household, f"有 {len(heads)} 个户主：{_told(heads)}。"


def nobody(case: Case) -> Iterator[Hit]:
    """DQ-020."""
    if not case.members:
        yield case.dossier.household, "户里一个成员也没有。"


def other_size(case: Case) -> Iterator[Hit]:
    """DQ-021: the register says another number of people than were members on its day; without a day, than are now.

    常住 is left out: who lives there is not who belongs there.
    """
    told = [one for one in case.dossier.all(Registered) if one.topic is Topic.PEOPLE and "常住" not in (one.column or "")]
    newest = max(told, key=lambda one: one.on or dt.date.min, default=None)
    size = re.fullmatch(r"(\d{1,2})(?:\.0+)?\s*人?", half_width(newest.said or "")) if newest else None
    if newest is None or size is None or not case.members:
        return
    day = newest.on or case.on
    people = sum(_belonged(member, day) for member in case.dossier.all(Member))
    if people != int(size[1]):
        when = f"{newest.on} 登记的" if newest.on else "登记的"
        yield case.dossier.household, f"{when}家庭人口是 {size[1]} 人，成员{'那天' if newest.on else ''}却有 {people} 人。"


def _belonged(member: Member, day: dt.date) -> bool:
    """Whether somebody was a member on a day; who left without a day is told by DQ-028 and was none."""
    if member.joined_on and member.joined_on > day:
        return False
    return member.left is None or (member.left_on is not None and member.left_on > day)


def contradicting_relation(member: Member, _: dt.date) -> str:
    """DQ-024: a son who is a woman, a daughter-in-law who is a man."""
    man = is_man(member)
    if member.relation is None or man is None or member.relation not in (WOMEN if man else MEN):
        return ""
    return f"{called(member)}与户主关系是“{member.relation.value}”，性别却是{'男' if man else '女'}。"


def couple_of_one_sex(case: Case) -> Iterator[Hit]:
    """DQ-025; put only where both are known and there is one of each."""
    heads, spouses = _of(case, Relation.HEAD), _of(case, Relation.SPOUSE)
    if len(heads) != 1 or len(spouses) != 1:
        return
    head, spouse = heads[0], spouses[0]
    if is_man(head) is not None and is_man(head) is is_man(spouse):
        yield spouse, f"户主{called(head)}和配偶{called(spouse)}性别相同。"


def several_spouses(case: Case) -> Iterator[Hit]:
    """DQ-026."""
    if len(spouses := _of(case, Relation.SPOUSE)) > 1:
        yield case.dossier.household, f"有 {len(spouses)} 个配偶：{_told(spouses)}。"


def too_near_in_age(case: Case) -> Iterator[Hit]:
    """DQ-027: a parent less than 15 years older than the child, or younger."""
    for parents, children in PARENTS:
        for parent in _of(case, *parents):
            for child in _of(case, *children):
                if text := _too_near(parent, child):
                    yield child, text


def _too_near(parent: Member, child: Member) -> str:
    elder, younger = born_on(parent), born_on(child)
    if elder is None or younger is None:
        return ""
    if younger < elder:
        return f"{called(child)}比父母辈的{called(parent)}年龄还大。"
    if (apart := years(elder, younger)) < YOUNGEST_PARENT:
        return f"{called(child)}出生时，父母辈的{called(parent)}只有 {apart} 岁。"
    return ""


def half_gone(case: Case) -> Iterator[Hit]:
    """DQ-028: gone without a day, or a day of going without a reason."""
    for member in case.dossier.all(Member):
        if member.left is not None and member.left_on is None:
            yield member, f"{called(member)}减少原因是{member.left.value}，没有填减少日期。"
        elif member.left is None and member.left_on is not None:
            yield member, f"{called(member)}填了减少日期 {member.left_on}，没有填减少原因，现在还算在户里。"


HOUSEHOLD = (
    Check("DQ-018", "没有户主", Severity.ERROR, no_head, "请在成员里填明谁是户主。"),
    Check("DQ-019", "不止一个户主", Severity.ERROR, several_heads, "请只留一个户主。"),
    Check("DQ-020", "一个成员也没有", Severity.ERROR, nobody, "请补录成员；全户都不在了的，请删去这一户。"),
    Check("DQ-021", "登记人口和成员数不符", Severity.ERROR, other_size, "请核对谁在户里，增减的人填上日期。"),
    Check("DQ-024", "与户主关系和性别不符", Severity.ERROR, each_member(contradicting_relation), "请更正与户主关系或性别。"),
    Check("DQ-025", "户主和配偶性别相同", Severity.WARNING, couple_of_one_sex, "请核对两人的性别和关系。"),
    Check("DQ-026", "不止一个配偶", Severity.WARNING, several_spouses, "请核对与户主关系。"),
    Check("DQ-027", "父母和子女年龄不合", Severity.WARNING, too_near_in_age, "请核对两人的出生日期和关系。"),
    Check("DQ-028", "减少的人没有填全", Severity.ERROR, half_gone, "请把减少原因和减少日期都填上，或者都清空。"),
)
