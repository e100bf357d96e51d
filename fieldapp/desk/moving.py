"""Families that change: a person moves, a household splits, two become one. Each is one act, told before it is done.

Whose a record is may change, even of an observation: what was seen keeps its words. A relation to the head holds in one
household only, so whoever comes under another head has none until somebody asks.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Field, Record
from fieldapp.base.same import SAME
from fieldapp.base.tally import minted_id
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import LIVING, Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member, Relation
from fieldapp.records.plan import Plan
from fieldapp.rules.dwelling import name_of

if TYPE_CHECKING:
    from fieldapp.store.reader import Reader
    from fieldapp.store.writing import Writing

_NOTE = 500
"""So long a remark on a household may be."""
_COUNTED = {"member": "人", "visit": "次走访", "housing": "栋房屋", "problem": "个问题", "promise": "件答应的事"}


class House(enum.Enum):
    """What becomes of the buildings when a household splits."""

    STAYS = "房屋留给原来的户"
    SHARED = "房屋两户合用"


@dataclass(frozen=True)
class Move:
    """What an act would do.

    Attributes:
        why: what the history says of it, before the reason.
        told: what it does and what is left to do, in sentences.
        new: records that it makes.
        changed: each record before and after.
        emptied: records that it deletes.
        same: records that turn out to be another one, each with the id of the other.
    """

    why: str
    told: tuple[str, ...]
    new: tuple[Record, ...] = ()
    changed: tuple[tuple[Record, Record], ...] = ()
    emptied: tuple[Record, ...] = ()
    same: tuple[tuple[Record, str], ...] = ()

    def write(self, change: Writing, reason: str) -> None:
        """Do it, within one act."""
        for record in self.new:
            change.save(record)
        for before, after in self.changed:
            was, now = before.unit_texts(), after.unit_texts()
            if body := {unit: now.get(unit) for unit in before.units() if now.get(unit) != was.get(unit)}:
                change.put(after.table, after.id, body)
        for record in self.emptied:
            change.remove(record, reason)
        for record, other in self.same:
            change.put(record.table, record.id, {SAME: other})


def person_moved(reader: Reader, member: Member, household: str) -> Move:
    """A person moves to another household (its id) of the village, with what is recorded of him alone.

    Raises:
        FieldAppError: he belongs to it already, or one of the two households is gone.
    """
    home, target = _family(reader, member.household or ""), _family(reader, household)
    if home.household.id == household:
        raise FieldAppError(f"{_called(member)}已经是这一户的人。", "请选另外一户。")
    following = _following(home, {member.id})
    houses = _left(home, {member.id}, household)
    told = [
        f"{_called(member)}从{home.head}家迁到{target.head}家；与户主关系空着，请到那边填写。",
        *_told_following(following),
        *(f"不再算住在{home.head}家的{name_of(house)}。" for house, _ in houses),
        *_told_of_those_who_stay(home, {member.id}),
    ]
    changed = [(member, member.replace(household=household, relation=None)), *_given(following, household), *houses]
    return Move(f"{_called(member)}从{home.head}家迁到{target.head}家", tuple(told), changed=tuple(changed))


def split(reader: Reader, household: str, people: Iterable[str], head: str, house: House) -> Move:
    """Some members (ids) become a household of their own under one of them; what is recorded of them alone goes along.

    Raises:
        FieldAppError: nobody goes, nobody stays, or the new head is none of those who go.
    """
    home = _family(reader, household)
    going = [member for member in home.members if member.id in set(people)]
    ids = {member.id for member in going}
    if not going or len(going) == len(home.members):
        raise FieldAppError("分户要有人走，也要有人留下。", "请勾选分出去的人，至少留一个人在原来的户里。")
    if head not in ids:
        raise FieldAppError("新户还没有户主。", "请从分出去的人里选一位户主。")
    name = _called(next(member for member in going if member.id == head))
    new = Household(minted_id(), head=name, group=home.household.group)
    relations = {member.id: Relation.HEAD if member.id == head else None for member in going}
    members = [(member, member.replace(household=new.id, relation=relations[member.id])) for member in going]
    following = _following(home, ids)
    houses = _lent(home, new.id) if house is House.SHARED else _left(home, ids, new.id)
    told = [
        f"{'、'.join(map(_called, going))} {len(going)} 人从{home.head}家分出去，成为新的一户，户主{name}。",
        *(["其余的人与新户主的关系空着，请到新户里填写。"] if len(going) > 1 else []),
        _told_houses(home, house),
        *_told_following(following),
        *_told_of_those_who_stay(home, ids),
    ]
    changed = [*members, *_given(following, new.id), *houses]
    return Move(f"{home.head}家分户，{name}家另立一户", tuple(told), (new,), tuple(changed))


def merged(reader: Reader, into: str, emptied: str) -> Move:
    """Two households (ids) become one: everything of the emptied one moves, and it is deleted.

    What both have answered of the household itself stays as the first has it; the second's words stay in the history.
    Of what a household has but once (water), the second's record is deleted: half of one mixed with half of another
    would tell of water that nobody drinks.

    Raises:
        FieldAppError: it is one and the same household, or one of them is gone.
    """
    if into == emptied:
        raise FieldAppError("不能把一户并到它自己。", "请选另外一户。")
    home, other = _family(reader, into), _family(reader, emptied)
    records = list(chain.from_iterable(other.records.values()))
    doubled = [record for record in records if record.single and home.one(type(record))]
    moved = [record for record in records if record not in doubled]
    told = [
        f"{other.head}家的{_counted([one for one in moved if other.owns(one)])}都归{home.head}家，{other.head}家从名单上去掉。",
        *(f"两户都有{one.label}：留{home.head}家的，{other.head}家的只在时间线里看得到。" for one in doubled),
        *_told_answers(home.household, other.household),
        *_told_doubled_people(home, other),
        *_told_doubled_plans(home, other),
    ]
    if any(isinstance(one, Member) and one.left is None for one in moved):
        told.append("并进来的人与户主关系空着，请重新填写。")
    changed = [(one, _rehomed(one, emptied, into)) for one in moved]
    changed.append((home.household, _filled(home.household, other.household)))
    return Move(f"{other.head}家并入{home.head}家", tuple(told), changed=tuple(changed), emptied=(*doubled, other.household))


def person_joined(reader: Reader, member: Member, double: str) -> Move:
    """Another record of a person (its id) turns out to be of one and the same person: both are told as this one.

    Raises:
        FieldAppError: it is the same record, or one of the two is gone.
    """
    other = reader.get(Member, double)
    if other is None or member.id == double or reader.get(Member, member.id) is None:
        raise FieldAppError("没有另外一条记录可以合并。", "请从列表里选另一条记录。")
    home, away = _family(reader, member.household or ""), _family(reader, other.household or "")
    asked = [field for field in Member.questions() if field.name in other.answers]
    gained = [field.label for field in asked if field.name not in member.answers]
    differing = [
        f"{field.label} {field.show(other)}"
        for field in asked
        if member.answers.get(field.name, other.answers[field.name]) != other.answers[field.name]
    ]
    told = [
        f"{home.head}家的{_called(member)}和{away.head}家的{_called(other)}是同一个人，以后只有{home.head}家这一条。",
        *([f"由另一条补上：{'、'.join(gained)}。"] if gained else []),
        *([f"两条不同，以这一条为准，不再显示：{'、'.join(differing)}。"] if differing else []),
        "住在哪里、措施和登记结论里写的那一条，都算这一条。",
    ]
    return Move(f"{_called(member)}的两条记录是同一个人", tuple(told), same=((other, member.id),))


def person_removed(reader: Reader, member: Member) -> Move:
    """A person who was recorded by mistake is deleted; what spoke of him speaks of him no longer. Raises: FieldAppError."""
    home = _family(reader, member.household or "")
    houses = _left(home, {member.id}, "")
    about = [(one, one.replace(**{about.name: None})) for one in _following(home, {member.id}) if (about := _about(one))]
    told = [
        f"{_called(member)}从{home.head}家删去，只用于录错的人；去世、出嫁、迁走的请用“减少…”。",
        *([f"{_counted([one for one, _ in about]).strip()}不再写着是谁的。"] if about else []),
    ]
    return Move(f"删除录错的成员 {_called(member)}", tuple(told), changed=(*about, *houses), emptied=(member,))


def _family(reader: Reader, household: str) -> Dossier:
    try:
        return reader.dossier(household)
    except KeyError:
        raise FieldAppError("这一户已经不在名单上。", "请回到农户列表重新选择。") from None


def _called(member: Member) -> str:
    return member.name or "姓名未填的人"


def _about(record: Record) -> Field[Any] | None:
    """The question that names the one person whom a record is about; None where there is none."""
    return next((field for field in record.fields if field.kind.refers == Member.table and not field.kind.many), None)


def _following(home: Dossier, people: set[str]) -> list[Record]:
    """What the household has on record of one of these people and of nobody else."""
    records = chain.from_iterable(home.records.values())
    return [one for one in records if (about := _about(one)) and one.answers.get(about.name) in people]


def _given(records: Sequence[Record], household: str) -> list[tuple[Record, Record]]:
    return [(record, record.replace(household=household)) for record in records]


def _left(home: Dossier, people: set[str], household: str) -> list[tuple[Housing, Housing]]:
    """The buildings in which these people sleep no longer, because their new household does not use them."""
    houses = [house for house in home.all(Housing) if household not in {house.household, *(house.shared or ())}]
    return [
        (house, house.replace(sleepers=sleepers - people))
        for house in houses
        if (sleepers := house.sleepers or frozenset()) & people
    ]


def _lent(home: Dossier, household: str) -> list[tuple[Housing, Housing]]:
    """The buildings of a household that another one uses from now on as well."""
    return [
        (house, house.replace(shared=(house.shared or frozenset()) | {household}))
        for house in home.all(Housing)
        if house.sealed is not YesNo.YES
    ]


def _rehomed(record: Record, emptied: str, into: str) -> Record:
    """A record of one household, or used by it, as that of another."""
    parent, sharers = record.parent(), record.sharers()
    assert parent
    owner = into if record.answers.get(parent.name) == emptied else record.answers.get(parent.name)
    answers: dict[str, object] = {parent.name: owner}
    if sharers:
        users = frozenset(into if user == emptied else user for user in record.answers.get(sharers.name, ()))
        answers[sharers.name] = users - {owner}
    if isinstance(record, Member) and record.left is None:
        answers[Member.relation.name] = None
    return record.replace(**answers)


def _filled(home: Household, other: Household) -> Household:
    """The household with what only the other one tells; where it lives is not mixed, remarks are joined."""
    living = {field.name for field in Household.fields if field.part is LIVING}
    found = {name: answer for name, answer in other.answers.items() if name not in home.answers and name not in living}
    note = "\n".join(filter(None, (home.note, other.note)))
    return home.replace(**found, **({"note": note} if home.note and len(note) <= _NOTE else {}))


def _counted(records: Sequence[Record]) -> str:
    counts = Counter(record.table for record in records)
    labels = {record.table: record.label for record in records}
    told = [f"{n} {_COUNTED[table]}" if table in _COUNTED else f"{n} 条{labels[table]}" for table, n in counts.items()]
    return " " + "、".join(told) if told else "登记"


def _told_following(records: Sequence[Record]) -> list[str]:
    return [f"随人走的还有{_counted(records)}。"] if records else []


def _told_of_those_who_stay(home: Dossier, going: set[str]) -> list[str]:
    staying = [member for member in home.members if member.id not in going]
    if not staying:
        return [f"{home.head}家没有人了，户还留在名单上。"]
    if any(member.id in going and member.relation is Relation.HEAD for member in home.members):
        return [f"{home.head}家的户主走了，请给留下的人另定户主。"]
    return []


def _told_houses(home: Dossier, house: House) -> str:
    if not home.all(Housing):
        return "原来的户还没有登记房屋，新户的房屋要另外登记。"
    return "房屋两户合用。" if house is House.SHARED else "房屋留给原来的户，分出去的人不再算住在那里；新户的房屋要另外登记。"


def _told_answers(home: Household, other: Household) -> list[str]:
    """What the two households say differently of themselves, apart from remarks that are joined."""
    asked = [field for field in Household.questions() if field.part is not LIVING and field.name not in ("head", "note")]
    both = [field for field in asked if field.name in home.answers and field.name in other.answers]
    differing = [f"{field.label} {field.show(other)}" for field in both if other.answers[field.name] != home.answers[field.name]]
    return [f"不再使用的登记：{'、'.join(differing)}。"] if differing else []


def _told_doubled_people(home: Dossier, other: Dossier) -> list[str]:
    numbers = {member.number for member in home.all(Member) if member.number}
    doubled = [_called(member) for member in other.all(Member) if member.number in numbers]
    return [f"{'、'.join(doubled)}在两户里都有(同一证件号码)，合并后请核对，用“是同一个人…”合成一条。"] if doubled else []


def _told_doubled_plans(home: Dossier, other: Dossier) -> list[str]:
    years = sorted({plan.year for plan in home.all(Plan) if plan.year} & {plan.year for plan in other.all(Plan) if plan.year})
    return [f"{'、'.join(map(str, years))} 年的帮扶计划会有两份，请核对。"] if years else []
