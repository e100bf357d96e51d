"""Rows between hairlines: cells side by side, as high as the highest, and boxes of rows on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fieldapp.documents.page import BASE, Page, Rule, Type, Words

PAD_X, PAD_Y = 2.6, 2.6
"""White between the hairlines and the words."""
PAD_DENSE = 1.0
"""The same above and beneath where room is dear."""
FEWEST = 4
"""A row is torn only where so many of its lines stay on each side."""


class Cell(NamedTuple):
    """Lines of words in one box. `right`: they stand at its right side."""

    x: float
    width: float
    lines: Sequence[str]
    type: Type
    right: bool = False


def cell(x: float, width: float, text: str, type: Type, right: bool = False) -> Cell:
    """A cell with its text broken to its width."""
    return Cell(x, width, type.broken(text, width - 2 * PAD_X), type, right)


class Row:
    """Cells side by side, at least one. `height`: with the white above and beneath."""

    __slots__ = ("cells", "height", "pad")

    def __init__(self, cells: Sequence[Cell], least: float = 0, pad: float = PAD_Y) -> None:
        """`least`: how high it is at least, where a hand is to write in it. `pad`: the white above and beneath."""
        self.cells, self.pad = cells, pad
        self.height = max(least, max([len(one.lines) * one.type.leading for one in cells]) + 2 * pad)

    def torn(self, room: float) -> tuple[Row, Row] | None:
        """The row in two: what fits into `room`, and the rest; None where it is too short for that, or the room too small."""
        most = max(len(one.lines) for one in self.cells)
        fitting = min(int((room - 2 * self.pad) / max(one.type.leading for one in self.cells)), most - FEWEST)
        if fitting < FEWEST:
            return None
        return (
            Row([one._replace(lines=one.lines[:fitting]) for one in self.cells], pad=self.pad),
            Row([one._replace(lines=one.lines[fitting:]) for one in self.cells], pad=self.pad),
        )


class Box:
    """Rows on one page between hairlines, downwards from `y`."""

    def __init__(self, page: Page, y: float, name: Cell | None = None, extra: float = 0) -> None:
        """`name`: stands at the left beside all rows. `extra`: how much higher the first row is made, so that it fits."""
        self._page, self._name, self._extra, self._top, self.y = page, name, extra, y, y
        self._uprights: dict[float, float] = {}
        self._ends = (0.0, 0.0)

    def add(self, row: Row) -> None:
        """Draw a row beneath those that are there."""
        top, first = self.y, self.y == self._top
        self.y -= row.height + (self._extra if first else 0)
        cells = row.cells
        self._ends = (cells[0].x, cells[-1].x + cells[-1].width)
        edges = [round(one.x, 2) for one in cells] + [round(self._ends[1], 2)]
        for x in [x for x in self._uprights if x not in edges]:
            self._page.rules.append(Rule(x, self._uprights.pop(x), x, top))
        for x in edges:
            self._uprights.setdefault(x, top)
        from_x = self._name.x if first and self._name else self._ends[0]
        self._page.rules.append(Rule(from_x, top, self._ends[1], top))
        for one in cells:
            self._write(one, top, row.pad)

    def close(self) -> None:
        """Draw what ends the box: the hairlines down its sides and beneath it, and its name."""
        if self._name:
            self._uprights[self._name.x] = self._top
            self._write(self._name, (self._top + self.y + Row([self._name]).height) / 2)
        for x, top in sorted(self._uprights.items()):
            self._page.rules.append(Rule(x, top, x, self.y))
        self._page.rules.append(Rule(min(self._uprights), self.y, self._ends[1], self.y))

    def _write(self, one: Cell, top: float, pad: float = PAD_Y) -> None:
        type = one.type
        for number, line in enumerate(one.lines):
            if line:
                x = one.x + one.width - PAD_X - type.wide(line) if one.right else one.x + PAD_X
                y = top - pad - type.leading * (number + 1 - BASE)
                self._page.words.append(Words(x, y, line, type))
