"""Laptops in memory: each keeps changes, does what a person does with what he sees there, and takes packages from others.

`play(seed)` plays some weeks of two to five of them. What a person sees is worked out here by the definition of
heads, apart from `fold`, so that the laws of merging have something to be measured against.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from random import Random

from fieldapp.base.change import GONE, Act, Change, Folded, Units, Version, canonical, fold_all, union
from fieldapp.base.clock import Clock
from fieldapp.base.tally import derived_id, row_hash, tally

NOUN = "household"
UNITS = ("group", "head", "phone", "type")
"""`type` is the county's, the others are the village's."""
COUNTY_OWNED = {NOUN: frozenset({"type"})}
START = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)


class World:
    """The true time, which all laptops share but not all of them know."""

    def __init__(self) -> None:
        self.now = START

    def clock(self, wrong_by: dt.timedelta = dt.timedelta(0)) -> Clock:
        """A machine's clock, wrong by so much."""
        return Clock(lambda: self.now + wrong_by)


class Laptop:
    """One laptop.

    Attributes:
        known: every change it has, its own and received ones, by id.
        acknowledged: what its person was told is kept, as it was then.
        county: whether it stands in the county's office.
    """

    def __init__(self, node: str, clock: Clock, chance: Random, *, county: bool = False) -> None:
        self.node, self.clock, self.county = node, clock, county
        self.known: dict[str, Change] = {}
        self.acknowledged: list[Change] = []
        self._chance = chance
        self._acts = 0

    def of(self, record: str) -> list[Change]:
        """What it knows of one record."""
        return [change for change in self.known.values() if change.record == record]

    def records(self) -> list[str]:
        """The ids of everything it ever heard of, deleted or not."""
        return sorted({change.record for change in self.known.values()})

    def is_gone(self, record: str) -> bool:
        """Whether the record is deleted as far as this laptop knows."""
        return is_gone(self.of(record))

    def write(self, record: str, body: Units, *, id: str = "", backed: bool = False) -> Change:
        """One act: these units of this record get these texts, replacing every version that the person sees.

        Whoever writes on a record that is gone brings it back by the same act.
        """
        before = heads(known := self.of(record))
        if GONE not in body and is_gone(known):
            body = {**body, GONE: None}
        seen = [unit for unit in before if unit != GONE] if body.get(GONE) is not None else body
        replaces = frozenset((change.id, unit) for unit in seen for change in before.get(unit, ()))
        change = Change(id or self._mint(), self._act(backed), NOUN, record, dict(body), {}, replaces)
        self.known = union(self.known.values(), [change])
        self.acknowledged.append(change)
        return change

    def create(self, texts: Mapping[str, str]) -> str:
        """A new record by hand. Returns its id."""
        record = self._mint()
        self.write(record, texts)
        return record

    def take_in(self, row: int, texts: Mapping[str, str]) -> str:
        """A row of a roster: two laptops that take it in derive the same ids. Returns the id of the record."""
        record = derived_id("roster", str(row))
        if not self.of(record):
            self.write(record, texts, id=derived_id(record, canonical(NOUN, record, texts)))
        return record

    def read_book(self, book: str, record: str, unit: str, text: str) -> None:
        """A workbook that somebody has corrected by hand: whoever reads it derives the same change, once."""
        id = derived_id(book, record, unit, text)
        if id not in self.known:
            self.write(record, {unit: text}, id=id)

    def edit(self, record: str, unit: str, text: str | None, *, backed: bool = False) -> Change:
        """Another text for one unit; None takes the answer back. Where the unit is contested, this is the decision."""
        return self.write(record, {unit: text}, backed=backed)

    def delete(self, record: str, reason: str = "重复登记") -> Change:
        """A tombstone."""
        return self.write(record, {GONE: reason})

    def revive(self, record: str) -> Change:
        """Take every deletion back that the person sees."""
        return self.write(record, {GONE: None})

    def receive(self, package: Iterable[Change]) -> None:
        """Take a package from another laptop, in whatever state it arrives."""
        self.known = union(self.known.values(), package)

    def code(self) -> str:
        """The 对账码 of what it shows."""
        return code(self.known.values())

    def _mint(self) -> str:
        return f"{self._chance.getrandbits(128):032x}"

    def _act(self, backed: bool) -> Act:
        self._acts += 1
        newest = max((change.act.stamp for change in self.known.values()), default="")
        stamp, doubtful = self.clock.stamp(newest)
        at = self.clock.now().isoformat()
        return Act(self._mint(), self.node, self._acts, stamp, at, self.node, "录入", "录入", self.county, backed, doubtful)


def everything(laptops: Iterable[Laptop]) -> list[Change]:
    """What all of them know together."""
    return list(union(*(laptop.known.values() for laptop in laptops)).values())


def heads(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """By unit, the versions that nobody replaced; all of them where they replace each other in a circle.

    A tombstone replaces nothing: it only says what its author saw.
    """
    known = list(changes)
    replaced: set[Version] = set()
    for change in known:
        if change.body.get(GONE) is None:
            replaced |= change.replaces
    found: dict[str, list[Change]] = {}
    for unit in sorted({unit for change in known for unit in change.body}):
        versions = [change for change in known if unit in change.body]
        found[unit] = [change for change in versions if (change.id, unit) not in replaced] or versions
    return found


def is_gone(changes: Iterable[Change]) -> bool:
    """Whether a record is deleted: every version that stands was seen by somebody who deleted it."""
    standing = heads(changes)
    graves = [change for change in standing.pop(GONE, []) if change.body[GONE] is not None]
    seen = {version for grave in graves for version in grave.replaces}
    return bool(graves) and all((change.id, unit) in seen for unit, told in standing.items() for change in told)


def state(changes: Iterable[Change]) -> list[Folded]:
    """Everything that these changes tell."""
    return fold_all(changes, COUNTY_OWNED)


def code(changes: Iterable[Change]) -> str:
    """The 对账码 over what these changes tell."""
    return tally(row_hash(canonical(one.noun, one.record, one.texts())) for one in state(changes) if not one.gone)


def group(grade: str, report: str) -> str:
    """The text of a unit that is a group of two answers."""
    return json.dumps({"grade": grade, "report": report}, sort_keys=True)


TEXTS: Mapping[str, tuple[str, ...]] = {
    "group": (group("B", "1"), group("C", "1"), group("B", "2")),
    "head": ("胡玉花", "胡玉华"),
    "phone": ("无电话", "13900000001", "13900000002"),
    "type": ("EXITED", "MONITORED"),
}
Deed = Callable[[Random, Laptop, list[Laptop]], None]


def _some_texts(chance: Random) -> dict[str, str]:
    return {unit: chance.choice(TEXTS[unit]) for unit in chance.sample(UNITS, chance.randint(1, len(UNITS)))}


def _creates(chance: Random, one: Laptop, _: list[Laptop]) -> None:
    one.create(_some_texts(chance))


def _takes_in(chance: Random, one: Laptop, _: list[Laptop]) -> None:
    row = chance.randint(1, 2)
    one.take_in(row, _some_texts(Random(row)))


def _edits(chance: Random, one: Laptop, _: list[Laptop]) -> None:
    if known := one.records():
        unit = chance.choice(UNITS)
        text = chance.choice([*TEXTS[unit], None])
        one.edit(chance.choice(known), unit, text, backed=chance.random() < 0.1)


def _reads_a_book(chance: Random, one: Laptop, _: list[Laptop]) -> None:
    if living := [record for record in one.records() if not one.is_gone(record)]:
        unit = chance.choice(UNITS)
        one.read_book("更正表", chance.choice(living), unit, chance.choice(TEXTS[unit]))


def _deletes(chance: Random, one: Laptop, _: list[Laptop]) -> None:
    if living := [record for record in one.records() if not one.is_gone(record)]:
        one.delete(chance.choice(living))


def _revives(chance: Random, one: Laptop, _: list[Laptop]) -> None:
    if buried := [record for record in one.records() if GONE in heads(one.of(record))]:
        one.revive(chance.choice(buried))


def _receives(chance: Random, one: Laptop, all_of_them: list[Laptop]) -> None:
    """All changes of another laptop, or those that were not lost on the way, in any order and some of them twice."""
    other = chance.choice(all_of_them)
    package = list(other.known.values())
    arrived = chance.choices(package, k=len(package)) if chance.random() < 0.5 else package
    one.receive(chance.sample(arrived, len(arrived)))


DEEDS: list[Deed] = [_creates, _takes_in, *[_edits] * 8, _reads_a_book, _deletes, _revives, *[_receives] * 3]
WRONG_CLOCKS = [dt.timedelta(0)] * 4 + [dt.timedelta(days=365 * 73), dt.timedelta(days=-365 * 25), dt.timedelta(hours=-3)]


def play(seed: int) -> list[Laptop]:
    """A random history of two to five laptops, the first of them the county's; the same one for the same seed."""
    chance, world = Random(seed), World()
    laptops = [
        Laptop(name, world.clock(chance.choice(WRONG_CLOCKS)), chance, county=name == "县")
        for name in ("县", "甲", "乙", "丙", "丁")[: chance.randint(2, 5)]
    ]
    shared = laptops[0].create({unit: texts[0] for unit, texts in TEXTS.items()})
    for laptop in laptops[1:]:
        laptop.receive(laptops[0].of(shared))
    for _ in range(chance.randint(4, 24)):
        world.now += dt.timedelta(minutes=chance.randint(0, 600))
        chance.choice(DEEDS)(chance, chance.choice(laptops), laptops)
    return laptops
