"""Which known household or person a row of a roster means. What is not plain is left to a person, never joined by itself.

Order (exchange.md 5.7): the row was taken in before → citizen number → official code of the person → name with birth or
relation within the household. A household: its official code, if the families have somebody in common; else its people;
else the name of its head.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from fieldapp.base.identity import born
from fieldapp.desk.register import Register
from fieldapp.documents.staged import StagedHousehold, StagedMember
from fieldapp.records.household import Household
from fieldapp.records.member import Member


@dataclass(frozen=True)
class Unclear:
    """Why a person must decide, and what he can do."""

    rule: str
    advice: str


Match = str | Unclear | None
"""The id of the record that is meant; None where nobody is known who could be."""

_CHECK = "请核对两边是不是同一户，改正名单或档案后再导入。"
_COMPARE = "请核对是不是同一个人，改正名单或档案后再导入。"


def match_household(staged: StagedHousehold, register: Register) -> Match:
    """The household that a roster means."""
    if register.has(staged.record.id):
        return staged.record.id
    if register.was_deleted(staged.record.id, staged.place):
        return Unclear("这一户以前导入过，后来被删除了。", "要找回它，请撤销那次删除。")
    code = staged.record.code
    known = register.with_(Household.code, code)
    if len(known) > 1:
        return Unclear(f"档案里有 {len(known)} 户的户编号都是 {code}。", "请先改正档案里的户编号，再导入。")
    if known:
        if _is_same_family(staged, known[0], register):
            return known[0]
        theirs = register.household(known[0]).head or "户主未填"
        return Unclear(
            f"户编号 {code} 在档案里是“{theirs}”家，与这里没有一个共同的人。", "请核对户编号是不是写错了，改正后再导入。"
        )
    match = _by_people(staged, register)
    if match is None and not (code or staged.record.head):  # it could never be found again, nor be shown under any name
        return Unclear("这一户既没有户编号，也看不出户主是谁。", "请在名单里填上户编号或户主姓名后再导入。")
    return match


def _is_same_family(staged: StagedHousehold, id: str, register: Register) -> bool:
    """Whether two households under one code have somebody in common, or nothing by which they could differ."""
    home, people = register.household(id), register.people(id)
    ours, theirs = staged.record.head, home.head
    if any(register.member(one).household == id for member in staged.members for one in _numbered(member, register)):
        return True
    if any(one.name == known.name and not differ(one, known) for one in _records(staged) for known in people if known.name):
        return True
    names, known_names = {one.name for one in _records(staged)}, {known.name for known in people}
    if not names:
        return ours is None or ours == theirs or ours in known_names or (theirs is None and not people)
    if not people:
        return ours is None or theirs is None or ours == theirs or theirs in names
    return ours is not None and ours not in names and (ours == theirs or ours in known_names)


def _by_people(staged: StagedHousehold, register: Register) -> Match:
    """The household where the people of this one live, told by their numbers; else the one with that head."""
    lived = (register.member(id).household or "" for member in staged.members for id in _numbered(member, register))
    at = Counter(home for home in lived if register.has(home))  # somebody may belong to no household
    if not at:
        return _by_head(staged, register)
    id, count = at.most_common(1)[0]
    theirs, ours = register.household(id).head, staged.record.head
    most = 2 * count > len(staged.members)
    if ours == theirs or (most and (ours is None or theirs is None)):
        return id
    return Unclear(f"这一户的人在档案里多数属于“{theirs}”家，户主却不同。", _CHECK) if most else None


def _by_head(staged: StagedHousehold, register: Register) -> Match:
    """The one household with that head against which nothing speaks."""
    home = staged.record
    known = [id for id in register.with_(Household.head, home.head) if not _are_others(staged, id, register)]
    if not known:
        return None
    if any(register.is_told_by(id, staged.place) for id in known):
        return Unclear(
            f"这张表里另有一户的户主也叫“{home.head}”，看不出是不是同一户。", "请在名单里填上户编号或证件号码后再导入。"
        )
    if len(known) == 1:
        names = {one.name for one in _records(staged)} - {home.head}
        others = {one.name for one in register.people(known[0])} - {home.head}
        if names & others or not names or not others:
            return known[0]
    return Unclear(f"档案里有户主也叫“{home.head}”的，看不出是不是同一户。", "请在名单里填上户编号或证件号码后再导入。")


def _are_others(staged: StagedHousehold, id: str, register: Register) -> bool:
    """Whether two households with heads of one name are plainly not the same: another code, group or person."""
    home, known = staged.record, register.household(id)
    if any(a and b and a != b for a, b in ((home.code, known.code), (home.group, known.group))):
        return True
    heads = [one for one in _records(staged) if one.name == home.head]
    return any(differ(one, other) for one in heads for other in register.people(id) if other.name == home.head)


def match_person(member: StagedMember, home: str, register: Register, taken: set[str], *, by_name: bool) -> Match:
    """The person that a row means.

    Args:
        home: the id of the household that the roster puts him into.
        taken: ids of those who are meant by other rows of that household.
        by_name: whether a name may tell who is meant; only after all numbers of the household have been looked at.
    """
    if register.has(member.record.id):
        return member.record.id
    if register.was_deleted(member.record.id, member.place):
        return Unclear("这个人以前导入过，后来被删除了。", "要找回他，请撤销那次删除。")
    known = _numbered(member, register)
    if known:
        return _of_number(member, known, home, register)
    return _of_name(member, home, register, taken) if by_name else None


def _of_number(member: StagedMember, known: list[str], home: str, register: Register) -> Match:
    if len(known) > 1:
        return Unclear(f"档案里有 {len(known)} 个人用这个号码。", "请先改正档案里的号码，再导入。")
    one, name = register.member(known[0]), member.record.name
    if one.household != home:
        lived = one.household or ""
        theirs = f"属于“{register.household(lived).head or '户主未填'}”家" if register.has(lived) else "不在哪一户"
        return Unclear(
            f"“{one.name or '姓名未填'}”在档案里{theirs}，号码相同。",
            "迁户或分户请在程序里办理；号码写错了请改正后再导入。",
        )
    if name and one.name and name != one.name and (register.came_with(one.id, member.place) or differ(one, member.record)):
        return Unclear(f"与“{one.name}”的号码相同，姓名却不同。", _COMPARE)
    return one.id


def _of_name(member: StagedMember, home: str, register: Register, taken: set[str]) -> Match:
    """One of the same name in the same household: told by other rows than those of this sheet, or by an equal row of it."""
    mine = member.record
    named = [one for one in register.people(home) if mine.name and one.name == mine.name]
    twice = (one.id for one in named if register.is_told_by(one.id, member.place) and _says_no_more(mine, one))
    if again := next(twice, None):
        return again
    mates = [one for one in named if one.id not in taken and not register.came_with(one.id, member.place)]
    fitting = [one for one in mates if not differ(one, mine)]
    if len(fitting) == 1 and (_birth(fitting[0]) == _birth(mine) is not None or _akin(fitting[0], mine)):
        return fitting[0].id
    return Unclear(f"这一户在档案里已有“{mine.name}”，号码、生日、性别或与户主关系对不上。", _COMPARE) if mates else None


def _says_no_more(mine: Member, known: Member) -> bool:
    """Whether everything that a row says of a person is known of somebody."""
    return all(known.answers.get(name) == answer for name, answer in mine.answers.items() if name != "household")


def _numbered(member: StagedMember, register: Register) -> list[str]:
    """Those whom a row means by citizen number, or else by the official code of the person."""
    return register.with_(Member.number, member.record.number) or register.with_(Member.code, member.record.code)


def _records(staged: StagedHousehold) -> list[Member]:
    return [member.record for member in staged.members]


def differ(one: Member, other: Member) -> bool:
    """Whether two people cannot be the same: another number, or, where a number is missing, another birth or sex."""
    if one.number and other.number:
        return one.number[:18] != other.number[:18]
    births = (_birth(one), _birth(other))
    return (None not in births and births[0] != births[1]) or bool(one.sex and other.sex and one.sex is not other.sex)


def _akin(one: Member, other: Member) -> bool:
    return one.relation is None or other.relation is None or one.relation is other.relation


def _birth(member: Member) -> dt.date | None:
    return member.birth or (born(member.number) if member.number else None)
