"""The rows of a grid or a table: which cells stand side by side, how wide they are, and in which letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldapp.documents.fonts import Faces
from fieldapp.documents.outline import Grid, Manner, Table
from fieldapp.documents.page import LEFT, LINE, MM, Type
from fieldapp.documents.rows import PAD_DENSE, PAD_X, PAD_Y, Cell, Row, cell
from fieldapp.documents.shares import Need, shared

LABEL = 28.7 * MM
"""The column of labels in a grid: eight characters, and it lines up over all grids of a paper."""
SHORT_LABEL = 14.5 * MM
"""The same in small print: four characters."""
NAME = 12.75 * MM
"""The column of names beside a grid: three characters."""
HAND = 5.9 * MM
"""The height of a line that is written on with a pen."""
WRITTEN = 21 * MM
"""The least room to write in after a label."""


class Rows:
    """Makes the rows of the blocks of one paper, each block's once."""

    def __init__(self, faces: Faces) -> None:
        self.cell = Type(faces.text, 10, 14)
        self.label = Type(faces.head, 9.5, 14)
        self.dense = Type(faces.text, 8.5, 11)
        self.dense_label = Type(faces.head, 8.5, 11)
        self._known: dict[int, list[Row]] = {}

    def forget(self) -> None:
        """Begin another paper."""
        self._known = {}

    def side(self, name: str, *, dense: bool) -> Row:
        """The name at the left of a box. `dense`: in small print."""
        type = self.dense_label if dense else self.label
        return Row([Cell(LEFT, NAME, _evenly(name, len(type.broken(name, NAME - 2 * PAD_X))), type)])

    def of(self, block: Grid | Table) -> list[Row]:
        """The rows of a block, the head of a table first; worked out once a paper."""
        known = self._known.get(id(block))
        if known is None:
            rows = self._of_grid(block) if isinstance(block, Grid) else self._of_table(block)
            known = self._known[id(block)] = list(rows)
        return known

    def _of_table(self, table: Table) -> Iterator[Row]:
        widths = self._widths(table)
        places = [LEFT + sum(widths[:number]) for number in range(len(widths))]
        for texts, type in ((table.head, self.label), *((texts, self.cell) for texts in table.rows)):
            told = zip(places, widths, texts, strict=True)
            yield Row([cell(x, width, text, type, number in table.numbers) for number, (x, width, text) in enumerate(told)])

    def _widths(self, table: Table) -> list[float]:
        """How wide the columns are; see shares.py. Most tables have nothing to break, and keep the widths they are told."""
        widths = [LINE * share / sum(table.widths) for share in table.widths]
        columns = list(zip(table.head, *table.rows, strict=True))
        unbroken = [self._white(self.label.wide(head), *map(self.cell.wide, cells)) for head, *cells in columns]
        if all(wide <= width for wide, width in zip(unbroken, widths, strict=True)):
            return widths
        whole = [self._whole(column, width) for column, width in zip(columns, widths, strict=True)]
        return shared(LINE, widths, [Need(*need) for need in zip(whole, unbroken, strict=True)])

    def _whole(self, column: Sequence[str], width: float) -> float:
        """How wide a column must be to tear no number, nor a head that fits into its width."""
        head, *cells = column
        fits = self._white(self.label.wide(head)) <= width
        return self._white(self.label.wide(head) if fits else self.label.widest(head), *map(self.cell.widest, cells))

    @staticmethod
    def _white(*wide: float) -> float:
        """With the white at both sides, and so much more that what fits exactly still fits after some sums."""
        return max(wide) + 2 * PAD_X + 0.01

    def _of_grid(self, grid: Grid) -> Iterator[Row]:
        """Pairs side by side. One whose value is too long for its place takes the next places, too; the last takes the rest."""
        left = LEFT + (NAME if grid.name else 0)
        slot = (LEFT + LINE - left) / grid.across
        row: list[tuple[str, str, int]] = []
        used = 0
        for label, value in grid.pairs:
            places = grid.across if "\n" in value else self._places(self._wide(label, value, grid.manner), slot, grid.across)
            if used + places > grid.across:
                yield self._pairs(row, left, slot, grid.manner)
                row, used = [], 0
            row.append((label, value, places))
            used += places
        if row:
            yield self._pairs(row, left, slot, grid.manner)

    def _wide(self, label: str, value: str, manner: Manner) -> float:
        """How wide a pair is on one line."""
        if manner is Manner.PEN:
            return self.dense.wide(f"{label} {value}") + 2 * PAD_X + (0 if value else WRITTEN)
        if manner is Manner.SMALL:
            return self.dense.wide(value) + SHORT_LABEL + 2 * PAD_X
        return self.cell.wide(value) + LABEL + 2 * PAD_X

    def _places(self, wide: float, slot: float, across: int) -> int:
        """How many places of a grid a pair needs to stand on one line; all of them where it cannot."""
        return next((places for places in range(1, across) if wide <= places * slot), across)

    def _pairs(self, row: Sequence[tuple[str, str, int]], x: float, slot: float, manner: Manner) -> Row:
        cells: list[Cell] = []
        label_type, type, beside = (
            (self.label, self.cell, LABEL) if manner is Manner.PLAIN else (self.dense_label, self.dense, SHORT_LABEL)
        )
        for number, (label, value, places) in enumerate(row, start=1):
            width = places * slot if number < len(row) else LEFT + LINE - x
            if manner is Manner.PEN:
                cells.append(cell(x, width, f"{label} {value}", type))
            else:
                cells += [cell(x, beside, label, label_type), cell(x + beside, width - beside, value, type)]
            x += width
        return Row(cells, HAND if manner is Manner.PEN else 0, PAD_DENSE if manner is Manner.SMALL else PAD_Y)


def _evenly(name: str, lines: int) -> list[str]:
    """A short name in lines of about equal length."""
    most = -(-len(name) // lines)
    return [name[begin : begin + most] for begin in range(0, len(name), most)]
