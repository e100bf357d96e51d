"""The one way to write: an act that gathers records and is kept whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from json.encoder import encode_basestring
from typing import Any, TypeVar, cast

from fieldapp.base.change import GONE, Act, Change, Units
from fieldapp.base.errors import FieldAppError
from fieldapp.base.folding import Folded, ready
from fieldapp.base.knowledge import Knowledge
from fieldapp.base.record import Record
from fieldapp.base.tally import derived_id, minted_id
from fieldapp.store.connection import Connection
from fieldapp.store.projection import Projection, changes, record_of
from fieldapp.store.rows import put, put_rows, rows

R = TypeVar("R", bound=Record)
T = TypeVar("T")
Key = tuple[str, str]
Step = Callable[[int], None]
"""Told how much of an act is done; what it raises drops the act."""
STEPS = 2
"""Steps for each record of an act: what changes in it, and bringing the tables to it."""
_ASKED = 500
"""How many records are asked for at once."""


class Writing:
    """What one act is about to write. Nothing reaches the file before the act ends without trouble."""

    def __init__(self, connection: Connection, projection: Projection, step: Step | None = None) -> None:
        self._connection = connection
        self._projection = projection
        self._step = step
        self._done = 0
        self._saved: dict[Key, tuple[Record, str]] = {}
        self._bodies: dict[Key, Units] = {}
        self._known: set[Key] = set()
        self._past: dict[Key, list[Change]] = {}
        self._claimed: dict[Key, tuple[str, Knowledge]] = {}
        self._settled: set[Key] = set()
        self.touched: set[str] = set()
        self.act = ""
        """The id of the act when it has been written; '' where nothing differed."""

    def get(self, noun: type[R], id: str) -> R | None:
        """The record of that id as it stands in the file, or None."""
        found = next(rows(self._connection, f"select * from [{noun.table}] where id = ?", [id]), None)
        return None if found is None else cast(R, record_of(noun, found))

    def save(self, record: R, *, change_id: str = "") -> R:
        """Write a record; only what differs from the file becomes a change.

        Args:
            record: new where its id is '' (an id is minted) or unknown to the file.
            change_id: where two laptops must make the same change (a roster), what they both derive its id from; the
                texts go in too, because of two bodies under one id one would be lost.

        Raises:
            FieldAppError: an observation that is already in the file would be rewritten.
        """
        record = record if record.id else record.with_id(minted_id())
        self._saved[(record.table, record.id)] = (record, change_id)
        return record

    def remove(self, record: Record, reason: str) -> None:
        """Delete a record, for a reason. The history keeps it; an edit made elsewhere at the same time outlives this."""
        self._saved.pop((record.table, record.id), None)
        self._bodies[(record.table, record.id)] = {GONE: reason}

    def put(self, noun: str, record: str, body: Units) -> None:
        """Write texts of units as they are: for undo."""
        self._bodies[(noun, record)] = body

    def settle(self, noun: str, record: str, body: Units) -> None:
        """Decide units of a record: every version that claims to be one of them, and every offer for it, is replaced.

        What is decided of one record within one act belongs together, however many times it is said; a deletion goes before all.
        """
        told = {**self._bodies.get((noun, record), {}), **body}
        buried = told.get(GONE)
        self._bodies[(noun, record)] = told if buried is None else {GONE: buried}
        self._settled.add((noun, record))

    def offer(self, noun: str, record: str, body: Units, *, seen: Knowledge, change_id: str) -> None:
        """Offer texts for units of a record, in an act that only offers.

        Args:
            body: of a record that nobody knows, all its units; with GONE, its deletion.
            seen: what was known to whoever wrote it down; he replaces what stood there then.
            change_id: what every reader of the same book derives the id from, with the record and the texts.
        """
        self._bodies[(noun, record)] = body
        self._claimed[(noun, record)] = (change_id, seen)

    def flush(self, act: Act) -> bool:
        """Write everything under this act, inside the caller's transaction. False: nothing differs, nothing was written."""
        self._known = self._told_of([*self._saved, *self._bodies])
        saved = self._counted(self._saved.items())
        made = [change for key, (record, id) in saved if (change := self._differing(act, key, record, id))]
        made += [change for key, body in self._bodies.items() if (change := self._bodily(act, key, body))]
        if not made:
            return False
        put(self._connection, "act", [act_row(act)])
        write_changes(self._connection, made)
        folded = [
            (_key(change) in self._known, self._projection.folded(ready([*self._past.get(_key(change), ()), change])))
            for change in made
        ]
        self._projection.show(self._counted(one for known, one in folded if not known), new=True)
        self._projection.show(self._counted(one for known, one in folded if known))
        self.touched, self.act = {change.noun for change in made}, act.id
        return True

    def _counted(self, some: Iterable[T]) -> Iterator[T]:
        """The same, each told as a step."""
        for one in some:
            yield one
            self._done += 1
            if self._step:
                self._step(self._done)

    def _told_of(self, keys: Sequence[Key]) -> set[Key]:
        """Which of these records the file has ever been told of."""
        told: set[Key] = set()
        for begin in range(0, len(keys), _ASKED):
            some = [record for _, record in keys[begin : begin + _ASKED]]
            marks = ",".join("?" * len(some))
            told |= set(self._connection.execute(f"select noun, record from change where record in ({marks})", some))
        return told

    def _differing(self, act: Act, key: Key, record: Record, change_id: str) -> Change | None:
        before = self.get(type(record), record.id) if key in self._known else None
        after = record.unit_texts()
        was = before.unit_texts() if before else {}
        body = {unit: after.get(unit) for unit in record.units() if after.get(unit) != was.get(unit)}
        if not body and before:
            return None
        if before and record.observed:
            raise FieldAppError(f"已经记下的{record.label}不能改写。", "请补记一条更正，写明更正的是哪一条。")
        return self._change(act, key, body, change_id)

    def _bodily(self, act: Act, key: Key, body: Units) -> Change | None:
        """The change of texts that were put as they are; None for an offer that has been made already."""
        if key not in self._claimed:
            return self._change(act, key, body, "")
        told, seen = self._claimed[key]
        known = self._past[key] = list(changes(self._connection, *key)) if key in self._known else []
        id = derived_id(told, *key, text_of(body))
        if any(change.id == id for change in known):
            return None
        then = [change for change in known if seen.has(change.act.node, change.act.number)]
        standing = self._projection.folded(then).units if then else {}
        units = standing if body.get(GONE) is not None else body
        replaces = {(one, unit) for unit in units if unit in standing for _, one in standing[unit].claims}
        was = {unit: standing[unit].text for unit in body if unit in standing}
        return Change(id, act, *key, body, was, frozenset(replaces))

    def _change(self, act: Act, key: Key, body: Units, change_id: str) -> Change:
        """The change that gives these units of a record these texts, replacing every head that stands."""
        known = self._past[key] = list(changes(self._connection, *key)) if key in self._known else []
        resting = ready(known)
        folded = self._projection.folded(resting) if resting else None
        standing = folded.units if folded else {}
        if folded and folded.gone and not folded.candidate and GONE not in body:
            body = {**body, GONE: None}
        burying = body.get(GONE) is not None
        replaces = {(id, unit) for unit in (standing if burying else body) if unit in standing for _, id in standing[unit].claims}
        replaces |= {(id, unit) for unit, id in self._answered(act, key, folded, known) if unit in body or burying}
        was = {unit: standing[unit].text for unit in body if unit in standing}
        if GONE in body and not burying:
            graves = [change for change in resting if GONE in change.body and not change.act.offered]
            replaces |= {(grave.id, GONE) for grave in graves}
            was[GONE] = graves[-1].body[GONE] if graves else None
        derived = derived_id(change_id, text_of(body)) if change_id else ""
        free = derived and all(change.id != derived for change in known)
        return Change(derived if free else minted_id(), act, *key, body, was, frozenset(replaces))

    def _answered(self, act: Act, key: Key, folded: Folded | None, known: Sequence[Change]) -> Iterator[tuple[str, str]]:
        """Unit and change of the offers that a change of this record answers: all where it decides, else those of its own office."""
        if folded is None:
            return
        own = {change.id for change in known if change.act.county == act.county and not change.act.offered}
        for unit, id in _offers(folded):
            if key in self._settled or id in own:
                yield unit, id


def _offers(folded: Folded) -> Iterator[tuple[str, str]]:
    """Unit and change of everything that is offered of a record."""
    yield from ((unit, id) for unit, one in folded.units.items() for _, id in one.offers)
    yield from ((GONE, id) for _, id in folded.graves)


def act_row(act: Act) -> dict[str, Any]:
    """The act as its table has it."""
    names = ("id", "node", "number", "stamp", "at", "by", "why", "source")
    flags = ("county", "backed", "doubtful", "offered")
    return {name: getattr(act, name) for name in names} | {flag: int(getattr(act, flag)) for flag in flags}


def write_changes(connection: Connection, made: Iterable[Change]) -> None:
    """Add changes to the file, none of which it knows yet."""
    known = list(made)
    told = ((c.id, c.act.id, c.noun, c.record, text_of(c.body), text_of(c.was) if c.was else None) for c in known)
    put_rows(connection, "change", ("id", "act", "noun", "record", "body", "was"), told)
    put(connection, "replaced", ({"change": id, "unit": unit, "by": c.id} for c in known for id, unit in sorted(c.replaces)))


def _key(change: Change) -> Key:
    return change.noun, change.record


def text_of(units: Units) -> str:
    """Units as their tables have them, a JSON object without blanks: equal texts for equal units."""
    told = [f"{encode_basestring(unit)}:{'null' if text is None else encode_basestring(text)}" for unit, text in sorted(units.items())]
    return f"{{{','.join(told)}}}"
