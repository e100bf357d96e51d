"""Laptops in memory: each keeps changes, does what a person does with what he sees there, and takes packages from others.

`play(seed)` plays some weeks of three to five of them. What a person sees is worked out here by the definition of heads
and offers, apart from `fold`, so that the laws of merging have something to be measured against.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from random import Random

from fieldapp.base.change import GONE, Act, Change, Units, Version, canonical, union
from fieldapp.base.clock import Clock
from fieldapp.base.folding import Folded, fold_all
from fieldapp.base.tally import derived_id, row_hash, tally

NOUN = "household"
UNITS = ("group", "head", "phone", "type")
OWNED = {NOUN: {"type": True, "phone": False}}
"""`type` is the county's, `phone` the village's, the others belong to both."""
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
        exported: what it knew whenever it wrote a workbook, as ids; people edit these books by hand.
        county: whether it stands in the county's office.
    """

    def __init__(self, node: str, clock: Clock, chance: Random, *, county: bool = False) -> None:
        self.node, self.clock, self.county = node, clock, county
        self.known: dict[str, Change] = {}
        self.acknowledged: list[Change] = []
        self.exported: list[frozenset[str]] = []
        self._chance = chance
        self._acts = 0

    def of(self, record: str) -> list[Change]:
        """What it knows of one record."""
        return [change for change in self.known.values() if change.record == record]

    def seen(self, record: str) -> list[Change]:
        """What its person is shown of one record: what rests on something that has not arrived waits."""
        return resting(self.of(record))

    def records(self) -> list[str]:
        """The ids of everything it ever heard of, deleted or not."""
        return sorted({change.record for change in self.known.values()})

    def is_gone(self, record: str) -> bool:
        """Whether the record is deleted as far as this laptop knows, or only offered."""
        return is_gone(self.seen(record))

    def write(self, record: str, body: Units, *, id: str = "", backed: bool = False, settles: bool = False) -> Change:
        """One act: these units of this record get these texts, replacing every version that counts and what his office offered.

        Whoever writes on a record that is gone brings it back by the same act. `settles`: he answers every offer, too.
        """
        known = self.seen(record)
        before, open = heads(known), offers(known)
        if GONE not in body and is_gone(known) and not is_candidate(known):
            body = {**body, GONE: None}
        burying = body.get(GONE) is not None
        replaces = {(change.id, unit) for unit, told in before.items() if unit in body for change in told}
        if burying:
            replaces = {(change.id, unit) for unit, told in before.items() if unit != GONE for change in told}
        for unit in open if burying else body:
            own = (
                change
                for change in open.get(unit, ())
                if settles or (change.act.county == self.county and not change.act.offered)
            )
            replaces |= {(change.id, unit) for change in own}
        return self._tell(record, body, replaces, id or self._mint(), self._act(backed=backed))

    def _tell(self, record: str, body: Units, replaces: Iterable[Version], id: str, act: Act) -> Change:
        change = Change(id, act, NOUN, record, dict(body), {}, frozenset(replaces))
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

    def export(self) -> frozenset[str]:
        """Write a workbook: what is known now is what somebody who edits it by hand has before his eyes."""
        self.exported.append(frozenset(self.known))
        return self.exported[-1]

    def read_book(self, book: str, record: str, body: Units, saw: Collection[str], *, offered: bool = True) -> None:
        """A workbook that somebody has edited by hand: whoever reads it derives the same change, once.

        Args:
            saw: what was known to whoever exported the book.
            offered: False for a book of an office, whose rows count at once.
        """
        id = derived_id(book, record, canonical(NOUN, record, {unit: text or "" for unit, text in body.items()}))
        if id not in self.known:
            before = heads(resting(change for change in self.of(record) if change.id in saw))
            units = [unit for unit in before if unit != GONE] if body.get(GONE) is not None else body
            replaces = {(change.id, unit) for unit in units for change in before.get(unit, ())}
            self._tell(record, body, replaces, id, self._act(offered=offered))

    def edit(self, record: str, unit: str, text: str | None, *, backed: bool = False) -> Change:
        """Another text for one unit; None takes the answer back. Where the unit is contested, this is the decision."""
        return self.write(record, {unit: text}, backed=backed)

    def settle(self, record: str, body: Units) -> Change:
        """The answer to all claims and offers."""
        return self.write(record, body, settles=True)

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

    def _act(self, *, backed: bool = False, offered: bool = False) -> Act:
        self._acts += 1
        newest = max((change.act.stamp for change in self.known.values()), default="")
        stamp, doubtful = self.clock.stamp(newest)
        at = self.clock.now().isoformat()
        told = (self._mint(), self.node, self._acts, stamp, at, self.node, "录入", "录入")
        return Act(*told, self.county, backed, doubtful, offered)


def everything(laptops: Iterable[Laptop]) -> list[Change]:
    """What all of them know together."""
    return list(union(*(laptop.known.values() for laptop in laptops)).values())


def resting(changes: Iterable[Change]) -> list[Change]:
    """Those from which no way of replacing leads to a version that has not arrived."""
    known = {change.id: change for change in changes}

    def complete(change: Change) -> bool:
        way, asked = [change.id], set[str]()
        while way:
            if (id := way.pop()) not in known:
                return False
            if id not in asked:
                asked.add(id)
                way += [earlier for earlier, _ in known[id].replaces]
        return True

    return [change for change in known.values() if complete(change)]


def counts(change: Change, unit: str, known: Iterable[Change]) -> bool:
    """Whether what a change says of a unit is more than an offer."""
    if change.act.offered or unit not in OWNED[NOUN]:
        return not change.act.offered
    owner = OWNED[NOUN][unit]
    return change.act.county is owner or not any(
        unit in other.body and other.act.county is owner and not other.act.offered for other in known
    )


def heads(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """By unit, the versions that count and that no such version replaced; all of them where they replace each other in a circle.

    A tombstone replaces nothing: it only says what its author saw.
    """
    known = list(changes)
    counted = {(change.id, unit) for change in known for unit in change.body if counts(change, unit, known)}
    replaced: set[Version] = set()
    for change in known:
        if change.body.get(GONE) is None:
            replaced |= {version for version in change.replaces if (change.id, version[1]) in counted}
    found: dict[str, list[Change]] = {}
    for unit in sorted({unit for _, unit in counted}):
        versions = [change for change in known if (change.id, unit) in counted]
        found[unit] = [change for change in versions if (change.id, unit) not in replaced] or versions
    return found


def answers(change: Change, offer: Change, unit: str, known: Collection[Change]) -> bool:
    """Whether a change ends what another one offers: it replaces it and counts, or comes from the same office."""
    if (offer.id, unit) not in change.replaces or change.act.offered:
        return False
    return change.body.get(GONE) is not None or counts(change, unit, known) or change.act.county == offer.act.county


def offers(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """By unit, the versions that do not count, that nobody has answered, and that say something else than all who count."""
    known = list(changes)
    standing = heads(known)
    found: dict[str, list[Change]] = {}
    for offer in known:
        for unit, text in offer.body.items():
            agreed = {change.body[unit] for change in standing.get(unit, ())} == {text}
            open = not counts(offer, unit, known) and not agreed and not (unit == GONE and text is None)
            if open and not any(answers(change, offer, unit, known) for change in known):
                found.setdefault(unit, []).append(offer)
    return found


def is_candidate(changes: Iterable[Change]) -> bool:
    """Whether a record is only offered."""
    return all(change.act.offered for change in changes)


def is_gone(changes: Iterable[Change]) -> bool:
    """Whether a record is deleted: every version that stands was seen by somebody who deleted it; or nobody has taken it up."""
    known = list(changes)
    standing = heads(known)
    graves = [change for change in standing.pop(GONE, []) if change.body[GONE] is not None]
    seen = {version for grave in graves for version in grave.replaces}
    buried = bool(graves) and all((change.id, unit) in seen for unit, told in standing.items() for change in told)
    return is_candidate(known) or buried


def state(changes: Iterable[Change]) -> list[Folded]:
    """Everything that these changes tell."""
    return fold_all(changes, OWNED)


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


def _some_texts(chance: Random, most: int = len(UNITS)) -> dict[str, str]:
    return {unit: chance.choice(TEXTS[unit]) for unit in chance.sample(UNITS, chance.randint(1, most))}


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


def _exports(_: Random, one: Laptop, __: list[Laptop]) -> None:
    one.export()


def _reads_a_book(chance: Random, one: Laptop, all_of_them: list[Laptop]) -> None:
    """A book that any laptop exported some time ago: an edited answer, a marked deletion or a new row."""
    other = chance.choice(all_of_them)
    saw = chance.choice(other.exported or [other.export()])
    told = sorted({change.record for change in one.known.values() if change.id in saw})
    record = chance.choice([*told, derived_id("更正表", chance.choice("12"))])
    body = {GONE: "不在村里"} if record in told and chance.random() < 0.3 else _some_texts(chance, 1 if record in told else 4)
    one.read_book(f"{other.node}{other.exported.index(saw)}", record, body, saw, offered=chance.random() < 0.8)


def _answers(chance: Random, one: Laptop, _: list[Laptop]) -> None:
    """Take up or decline what is offered: an answer, a whole record, a deletion."""
    found = {record: offers(one.seen(record)) for record in one.records()}
    if not (asked := sorted(record for record, open in found.items() if open)):
        return
    record = chance.choice(asked)
    open, known = found[record], one.seen(record)
    taken_up = {unit: chance.choice(told).body[unit] for unit, told in open.items()}
    if is_candidate(known):
        texts = {unit: text for unit, text in taken_up.items() if unit != GONE}
        one.settle(record, texts if texts and chance.random() < 0.5 else {GONE: "查无此户"})
    else:
        unit = GONE if GONE in open else chance.choice(sorted(open))
        shown = {unit: standing.text for one in state(known) for unit, standing in one.units.items()}
        one.settle(record, {unit: taken_up[unit] if chance.random() < 0.5 else shown.get(unit)})


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


DEEDS: list[Deed] = [
    _creates, _takes_in, _exports, *[_edits] * 8, *[_reads_a_book] * 2, *[_answers] * 3, _deletes, _revives, *[_receives] * 3,
]  # fmt: skip
WRONG_CLOCKS = [dt.timedelta(0)] * 4 + [dt.timedelta(days=365 * 73), dt.timedelta(days=-365 * 25), dt.timedelta(hours=-3)]


def play(seed: int) -> list[Laptop]:
    """A random history of three to five laptops, one or two of them the county's; the same one for the same seed."""
    chance, world = Random(seed), World()
    laptops = [
        Laptop(name, world.clock(chance.choice(WRONG_CLOCKS)), chance, county=name[0] == "县")
        for name in ("县", "甲", "乙", chance.choice(("丙", "县乙")), "丁")[: chance.randint(3, 5)]
    ]
    first = chance.choice(laptops)
    shared = first.create(_some_texts(chance))
    for laptop in laptops:
        laptop.receive(first.of(shared))
    for _ in range(chance.randint(8, 30)):
        world.now += dt.timedelta(minutes=chance.randint(0, 600))
        chance.choice(DEEDS)(chance, chance.choice(laptops), laptops)
    return laptops
