"""People who are in two villages at once: found by their citizen number, never joined by themselves, decided by a person.

What is decided is written into the files of both villages and travels to them in their next package. The record of a
person keeps its id on either side.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldapp.base.clock import Clock
from fieldapp.base.errors import FieldAppError
from fieldapp.base.tally import derived_id
from fieldapp.desk.county import heard, reading, village_file
from fieldapp.documents.county_report import Ending
from fieldapp.records.member import Joined, Left, Member, Relation
from fieldapp.records.problem import Finder, Problem, ProblemKind, ProblemState
from fieldapp.store.registry import Entry, Registry

NUMBER = 18
"""So many characters of a number are the citizen's; a disability certificate has more."""
_MENDING_DAYS = 30
"""Days that a village has to look at a document again; a choice of the office, not a figure of any law."""
_SPOUSES = {Relation.SPOUSE, Relation.DAUGHTER_IN_LAW, Relation.SON_IN_LAW}


@dataclass(frozen=True)
class Person:
    """A person as one village has him. `last`: when he was last told of, ISO 8601."""

    village: Entry
    member: Member
    code: str
    head: str
    last: str

    @property
    def relation(self) -> str:
        """To the head, in words."""
        return self.member.relation.value if self.member.relation else ""


@dataclass(frozen=True)
class Duplicate:
    """One number in two villages. `decided`: how it was ended, though the number still stands in both; '' where it is open."""

    id: str
    one: Person
    other: Person
    proposed: str
    decided: str = ""


def duplicates(registry: Registry) -> list[Duplicate]:
    """All pairs of people of different villages with the same number who have not left, by number."""
    found: dict[str, list[tuple[Entry, str]]] = {}
    entries = heard(registry, registry.villages())
    for entry in entries:
        for number, id in registry.numbers(entry.code):
            found.setdefault(number[:NUMBER], []).append((entry, id))
    twice = {number: those for number, those in found.items() if len({entry.code for entry, _ in those}) > 1}
    people = _people(registry, twice)
    return [
        _duplicate(registry, number, people[one.code, first], people[other.code, second])
        for number, those in sorted(twice.items())
        for place, (one, first) in enumerate(those)
        for other, second in those[place + 1 :]
        if one.code != other.code
    ]


def _people(registry: Registry, twice: Mapping[str, Sequence[tuple[Entry, str]]]) -> dict[tuple[str, str], Person]:
    """Who they are: code of the village and id → person. Each village's file is opened once."""
    wanted: dict[str, tuple[Entry, list[str]]] = {}
    for those in twice.values():
        for entry, id in those:
            wanted.setdefault(entry.code, (entry, []))[1].append(id)
    people = {}
    for entry, ids in wanted.values():
        with reading(registry, entry) as reader:
            for id in ids:
                if member := reader.get(Member, id):
                    code, head = reader.whose(Member, id)
                    last = max((line.act.at for line in reader.history([id])), default="")
                    people[entry.code, id] = Person(entry, member, code, head, last)
    return people


def _duplicate(registry: Registry, number: str, one: Person, other: Person) -> Duplicate:
    id = derived_id("pair", number, one.village.code, one.member.id, other.village.code, other.member.id)
    return Duplicate(id, one, other, _proposed(one, other), registry.verdict(id))


def _proposed(one: Person, other: Person) -> str:
    """What it looks like, in words; a person decides."""
    if one.member.name and other.member.name and one.member.name != other.member.name:
        return "姓名不同，可能有一边打错号"
    for here, there, side in ((one, other, "甲"), (other, one, "乙")):
        if here.member.joined is not None and there.member.joined is None:
            married = here.member.joined is Joined.MARRIED_IN or here.member.relation in _SPOUSES
            return f"可能{'嫁' if married else '搬'}到{side}村"
    return "可能重复登记，或者已经搬走"


def end(registry: Registry, double: Duplicate, ending: Ending, why: str, *, by: str, clock: Clock | None = None) -> None:
    """Carry out what was decided of a person in two villages: one act in each file that it changes.

    First the village where the person stays, then the other, so that after a power cut the pair is still found.

    Raises:
        FieldAppError: without a reason, or a file cannot be written.
    """
    if not why.strip():
        raise FieldAppError("还没有写理由。", "请写一句为什么这样定，两个村都会看到。")
    clock = clock or Clock()
    keeps_one = ending in (Ending.MOVED_TO_ONE, Ending.MARRIED_TO_ONE, Ending.DOUBLED_KEEP_ONE, Ending.WRONG_IN_OTHER)
    stays, goes = (double.one, double.other) if keeps_one else (double.other, double.one)
    word = {"MOVED": "搬迁", "MARRIED": "结婚", "DOUBLED": "重复登记", "WRONG": "打错号"}[ending.name.split("_")[0]]
    told = f"{word}：{stays.member.name or '姓名未填'}在{stays.village.name}和{goes.village.name}都有；{why.strip()}"
    for person, change in ((stays, _staying(stays, goes, ending, clock.today())), (goes, _going(stays, goes, ending, clock.today()))):
        if change is None:
            continue
        with village_file(registry, person.village, by=by, clock=clock) as survey, survey.change(told, source="裁定") as writing:
            if isinstance(change, str):
                writing.remove(person.member, change)
            else:
                writing.save(change)
    registry.decide(double.id, ending.name, why.strip(), by=by, at=clock.now().isoformat(timespec="seconds"))


def _staying(stays: Person, goes: Person, ending: Ending, on: dt.date) -> Member | None:
    """The person where he lives now: since when, where nobody has told it yet."""
    joined = {"MOVED": Joined.MOVED_IN, "MARRIED": Joined.MARRIED_IN}.get(ending.name.split("_")[0])
    if joined is None or stays.member.joined is not None:
        return None
    return stays.member.replace(joined=joined, joined_on=goes.member.left_on or on)


def _going(stays: Person, goes: Person, ending: Ending, on: dt.date) -> Member | Problem | str:
    """The person where he lives no longer; the reason of a deletion; or what that village has to look at again."""
    kind = ending.name.split("_")[0]
    if kind == "DOUBLED":
        return f"重复登记，留{stays.village.name}的"
    if kind == "WRONG":
        return Problem(
            derived_id("problem", goes.village.code, goes.member.id, goes.member.number or ""), household=goes.member.household,
            found_on=on, source=Finder.DATA, kind=ProblemKind.DATA, state=ProblemState.OPEN, due=on + dt.timedelta(days=_MENDING_DAYS),
            what=f"{goes.member.name or '姓名未填'}的证件号码和{stays.village.name}{stays.member.name or '一个人'}的相同，可能打错",
            measure="对照证件核对，改正号码",
        )  # fmt: skip
    left = Left.MARRIED_OUT if kind == "MARRIED" else Left.MOVED_OUT
    return goes.member.replace(left=left, left_on=stays.member.joined_on or on)


def open_ones(found: Sequence[Duplicate]) -> Iterator[Duplicate]:
    """Those of which nothing is decided yet."""
    return (one for one in found if not one.decided)

