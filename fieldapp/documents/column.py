"""A column of a list, wherever the list is shown: on the screen, in the workbook, on paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fieldapp.base.dates import Day, Month, Spells
from fieldapp.base.identity import CitizenNumber, Code, Telephone, VillageCode
from fieldapp.base.kinds import Cell, Kind, ManyOf, OneOf, Text
from fieldapp.base.numbers import Money
from fieldapp.base.record import NOBODY, Field, Names, Record
from fieldapp.base.reference import Refs

R = TypeVar("R")

NARROWEST, WIDEST = 8, 40
_WIDTHS: dict[type[Kind[Any]], int] = {
    CitizenNumber: 24, Code: 20, VillageCode: 14, Telephone: 13, Day: 13, Month: 10, Spells: 26, Refs: 24, Money: 14
}  # fmt: skip


@dataclass(frozen=True)
class Column(Generic[R]):
    """A head, and what stands under it for one thing of the list.

    Attributes:
        head: the words of the head, with the unit.
        show: the text for people; '' where there is nothing to tell.
        cell: the same for a workbook, numbers as numbers; None where there is nothing.
        format: the number format of a workbook cell.
        width: in half-width characters; a Chinese character takes two.
        field: the question that is shown; None where something worked out is told.
    """

    head: str
    show: Callable[[R], str]
    cell: Callable[[R], Cell]
    format: str
    width: int
    field: Field[Any] | None

    @classmethod
    def of(cls, field: Field[Any], names: Names = NOBODY) -> Column[Any]:
        """The column of one question. An answer to a question that does not apply to its record is not shown.

        Args:
            names: id → name of records referred to; looked up at each cell, so it may grow meanwhile.
        """

        def show(record: Record) -> str:
            return field.show(record, names) if field.applies(record) else ""

        def cell(record: Record) -> Cell:
            return field.cell(record, names) if field.applies(record) else None

        return Column(field.head, show, cell, field.kind.format, _width(field), field)

    @classmethod
    def told(cls, head: str, tell: Callable[[R], Cell], *, format: str = "@", width: int = 0) -> Column[R]:
        """A column that no question asks for: something worked out, such as a verdict. `width`: 0 for that of the head."""

        def show(thing: R) -> str:
            told = tell(thing)
            return "" if told is None else str(told)

        return Column(head, show, tell, format, width or _beside(head, NARROWEST), None)

    @property
    def choices(self) -> tuple[str, ...]:
        """The labels that may stand in this column; empty where anything may."""
        kind = self.field.kind if self.field else None
        return tuple(choice.value for choice in kind.choices) if isinstance(kind, OneOf | ManyOf) else ()

    @property
    def wraps(self) -> bool:
        """Whether a text here may need several lines."""
        return self.width == WIDEST


def columns(noun: type[Record], names: Names = NOBODY) -> list[Column[Any]]:
    """One column for each question of a record, in the order of the questions."""
    return [Column.of(field, names) for field in noun.questions()]


def display_width(text: str) -> int:
    """How many half-width characters the longest line of a text takes up."""
    return max(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line) for line in text.split("\n"))


def _width(field: Field[Any]) -> int:
    """The width that the answers to a question mostly need."""
    kind = field.kind
    if isinstance(kind, OneOf | ManyOf):
        widest = max(display_width(choice.value) for choice in kind.choices)
        return _beside(field.head, (widest + 2) * (2 if kind.many else 1))
    if isinstance(kind, Text):
        return _beside(field.head, max(12, kind.longest // 3))
    return _beside(field.head, _WIDTHS.get(type(kind), 10 if kind.column is int else 12))


def _beside(head: str, width: int) -> int:
    """The width that suits the cells and leaves the head room for its filter button."""
    return max(NARROWEST, min(max(width, display_width(head) + 4), WIDEST))
