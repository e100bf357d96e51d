"""Lines of the history: what a change said, answer by answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fieldapp.base.change import GONE, Act
from fieldapp.base.record import Field, Record, kept_of_units
from fieldapp.base.same import SAME

_ONE = "和另一条记录是同一个"
"""The reason for which a record is told no longer that turned out to be another."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One answer that somebody gave, changed or took back. `field` is None for a deletion or its undoing; texts are canonical."""

    act: Act
    noun: type[Record]
    record: str
    field: Field[Any] | None
    was: str | None
    now: str | None


def told(noun: type[Record], record: str, act: Act, was: Any, body: Any) -> Iterator[HistoryLine]:
    """The lines of one change: `was` and `body` are its texts before and after, unit by unit."""
    before, after = kept_of_units(noun, was), kept_of_units(noun, body)
    for field in noun.fields:
        if before.get(field.name) != after.get(field.name) and noun.units()[field.decided]:
            yield HistoryLine(act, noun, record, field, before.get(field.name), after.get(field.name))
    if GONE in body:
        yield HistoryLine(act, noun, record, None, was.get(GONE), body[GONE])
    if SAME in body:
        yield HistoryLine(act, noun, record, None, _ONE if was.get(SAME) else None, _ONE if body[SAME] else None)
