"""Laying a paper out on A4 pages: which words stand where. Knows the widths of characters, but no PDF.

Platypus takes several times the bare canvas for tables of short Chinese texts. Here each text is broken once, and a
page is a list of words and hairlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, takewhile

from fieldapp.documents.fonts import Faces
from fieldapp.documents.outline import Block, Grid, Heading, Note, Paper, Signatures, Table, Text
from fieldapp.documents.page import BASE, BOTTOM, HEIGHT, LEFT, LINE, MM, RIGHT, TOP, WIDTH, Code, Page, Rule, Type, Words
from fieldapp.documents.rows import PAD_X, Box, Cell, Row, cell

LABEL = 28.7 * MM
"""The column of labels in a grid: eight characters, and it lines up over all grids of a paper."""
NAME = 12.75 * MM
"""The column of names beside a grid: three characters."""
CODE = 18 * MM
SIGNED = 18 * MM
DAY = "年    月    日"
TOGETHER = 150.0
"""Grids up to this height stay on one page, so that a verdict is not parted from its reasons."""
SOURCE = 28.0
"""Two lines of small print: what a verdict rests on stands under it."""


class Layout:
    """Fills pages from the top; `y` is how far the page is filled."""

    def __init__(self, faces: Faces) -> None:
        self.title = Type(faces.head, 18, 26)
        self.heading = Type(faces.head, 12, 16)
        self.text = Type(faces.text, 10.5, 16)
        self.cell = Type(faces.text, 10, 14)
        self.label = Type(faces.head, 9.5, 14)
        self.small = Type(faces.text, 8.5, 12)
        self.pages: list[Page] = []
        self.y = 0.0
        self._lonely = False

    def lay(self, paper: Paper) -> list[Page]:
        """The pages of a paper, each with its foot and number.

        Where signatures would stand on a page of their own, the last section goes there with them, if it fits.
        """
        last = max((n for n, block in enumerate(paper.blocks) if n and isinstance(block, Heading)), default=None)
        for turning in (None, last, None):
            self._fill(paper, turning)
            if not self._lonely:
                break
        for number, page in enumerate(self.pages, start=1):
            self._foot(page, paper, f"第 {number} 页 共 {len(self.pages)} 页")
        return self.pages

    def _fill(self, paper: Paper, turning: int | None) -> None:
        """Lay title and blocks. `turning`: number of a block that begins a new page."""
        self.pages, self._lonely = [], False
        self._turn()
        if paper.id:
            self.pages[0].codes.append(Code(paper.id, WIDTH - RIGHT - CODE, HEIGHT - 9 * MM - CODE, CODE))
        room = LINE - 2 * (CODE + 4 * MM) if paper.id else LINE
        self._centred(paper.title, self.title, room)
        self._centred(paper.subtitle, self.text, room)
        for number, (block, following) in enumerate(zip(paper.blocks, (*paper.blocks[1:], None), strict=False)):
            if number == turning:
                self._turn()
            self._block(block, following)

    def _foot(self, page: Page, paper: Paper, number: str) -> None:
        """The foot in at most two lines, the mark in one."""
        type = self.small
        lines = type.broken(paper.foot, LINE - type.wide(number) - 5 * MM)[:2]
        lines += type.broken(paper.mark, LINE)[:1] if paper.mark else []
        top = BOTTOM - 8 * MM + type.leading * max(0, len(lines) - 2)
        page.words += [Words(LEFT, top - type.leading * n, line, type) for n, line in enumerate(lines) if line]
        page.words.append(Words(WIDTH - RIGHT - type.wide(number), top, number, type))

    def _turn(self) -> None:
        self.pages.append(Page())
        self.y = HEIGHT - TOP

    def _room(self, height: float) -> None:
        """Begin a page where so much does not fit on this one."""
        if self.y - height < BOTTOM:
            self._turn()

    def _line(self, text: str, type: Type, x: float = LEFT) -> None:
        self._room(type.leading)
        self.y -= type.leading
        if text:
            self.pages[-1].words.append(Words(x, self.y + type.leading * BASE, text, type))

    def _centred(self, text: str, type: Type, room: float) -> None:
        for line in type.broken(text, room):
            self._line(line, type, LEFT + (LINE - type.wide(line)) / 2)

    def _block(self, block: Block, following: Block | None) -> None:
        match block:
            case Heading(text):
                leading = self.heading.leading
                kept = list(self._grid_rows(following)) if isinstance(following, Grid) else []
                self._room(leading * 1.5 + 2 + max(_together(kept, SOURCE), 3 * self.text.leading))
                self.y -= leading * 0.5
                self._line(text, self.heading)
                self.y -= 2
            case Text(text):
                self._paragraph(text, self.text)
            case Note(text):
                self._paragraph(text, self.small)
            case Grid():
                rows = list(self._grid_rows(block))
                self._room(_together(rows, _beneath(following)))
                self._ruled(rows, name=block.name, beneath=_beneath(following))
            case Table():
                self._table(block, _beneath(following))
            case Signatures():
                self._signatures(block)

    def _paragraph(self, text: str, type: Type) -> None:
        self.y -= 3
        for line in type.broken(text, LINE):
            self._line(line, type)
        self.y -= 1

    def _ruled(self, rows: Iterable[Row], head: Row | None = None, name: str = "", beneath: float = 0) -> None:
        """Rows between hairlines, over as many pages as they need, the head again on each.

        Args:
            beneath: the room that must be left under the last row, where that is not a long one.
        """
        side = self._side(name) if name else None
        box: Box | None = None
        waiting = list(rows)[::-1]
        while waiting:
            row = waiting.pop()
            room = self.y - BOTTOM - (head.height if head and not box else 0)
            kept = row.height + (0 if waiting or row.height > TOGETHER else beneath)
            if max(kept, side.height if side and not box else 0) > room:
                parts = row.torn(room) if row.height > room else None
                if parts is None:  # never on a fresh page: what is too short to be torn fits there
                    waiting.append(row)
                    if box:
                        box.close()
                    box = None
                    self._turn()
                    continue
                row, rest = parts
                waiting.append(rest)
            box = box or self._opened(head, side, [row, *reversed(waiting)])
            box.add(row)
            self.y = box.y
        if box:
            box.close()

    def _side(self, name: str) -> Row:
        """The name at the left of a box."""
        lines = _evenly(name, len(self.label.broken(name, NAME - 2 * PAD_X)))
        return Row([Cell(LEFT, NAME, lines, self.label)])

    def _opened(self, head: Row | None, side: Row | None, rows: Iterable[Row]) -> Box:
        """A box where the page is filled to. Its name may need more height than those of its rows that fit on the page."""
        if side:
            ends = accumulate(row.height for row in rows)
            filled = max(takewhile(lambda end: end <= self.y - BOTTOM, ends), default=0.0)
            return Box(self.pages[-1], self.y, side.cells[0], max(0.0, side.height - filled))
        box = Box(self.pages[-1], self.y)
        if head:
            box.add(head)
        return box

    def _table(self, table: Table, beneath: float) -> None:
        share = LINE / sum(table.widths)
        widths = [width * share for width in table.widths]
        places = [LEFT + sum(widths[:number]) for number in range(len(widths))]

        def row(texts: Sequence[str], type: Type, numbers: frozenset[int] = frozenset()) -> Row:
            told = zip(places, widths, texts, strict=True)
            return Row([cell(x, width, text, type, number in numbers) for number, (x, width, text) in enumerate(told)])

        head = row(table.head, self.label, table.numbers)
        self._ruled([row(texts, self.cell, table.numbers) for texts in table.rows], head, beneath=beneath)

    def _grid_rows(self, grid: Grid) -> Iterator[Row]:
        """Pairs side by side. One whose value is too long for its place takes the next places, too; the last takes the rest."""
        left = LEFT + (NAME if grid.name else 0)
        slot = (LEFT + LINE - left) / grid.across
        row: list[tuple[str, str, int]] = []
        used = 0
        for label, value in grid.pairs:
            places = self._places(value, slot, grid.across)
            if used + places > grid.across:
                yield self._pairs(row, left, slot)
                row, used = [], 0
            row.append((label, value, places))
            used += places
        if row:
            yield self._pairs(row, left, slot)

    def _places(self, value: str, slot: float, across: int) -> int:
        """How many places of a grid a value needs to stand on one line; all of them where it cannot."""
        if "\n" in value:
            return across
        wide = self.cell.wide(value) + LABEL + 2 * PAD_X
        return next((places for places in range(1, across) if wide <= places * slot), across)

    def _pairs(self, row: Sequence[tuple[str, str, int]], x: float, slot: float) -> Row:
        cells: list[Cell] = []
        for number, (label, value, places) in enumerate(row, start=1):
            width = places * slot if number < len(row) else LEFT + LINE - x
            cells += [cell(x, LABEL, label, self.label), cell(x + LABEL, width - LABEL, value, self.cell)]
            x += width
        return Row(cells)

    def _signatures(self, block: Signatures) -> None:
        """Boxes, two side by side, with room for a hand, a fingerprint or a seal."""
        places = [*block.places, *([block.seal] if block.seal else [])]
        lines = (len(places) + 1) // 2
        self._room(lines * SIGNED + 8)
        self._lonely = not self.pages[-1].words
        page, top, half = self.pages[-1], self.y - 8, LINE / 2
        self.y = top - lines * SIGNED
        for number, place in enumerate(places):
            x, y = LEFT + number % 2 * half, top - number // 2 * SIGNED
            page.words.append(Words(x + PAD_X, y - self.label.leading, place, self.label))
            page.words.append(Words(x + half - PAD_X - self.cell.wide(DAY), y - SIGNED + 6, DAY, self.cell))
        page.rules += [Rule(LEFT, top - n * SIGNED, LEFT + LINE, top - n * SIGNED) for n in range(lines + 1)]
        page.rules += [Rule(LEFT + n * half, top, LEFT + n * half, self.y) for n in range(3)]


def _beneath(following: Block | None) -> float:
    """The room for small print under a box, so that it is not parted from the last row."""
    return SOURCE if isinstance(following, Note) else 0


def _together(rows: Sequence[Row], beneath: float) -> float:
    """The height of rows that stay on one page, with what stands beneath them; 0 for those that may be parted."""
    whole = sum(row.height for row in rows)
    return whole + beneath if whole <= TOGETHER else 0


def _evenly(name: str, lines: int) -> list[str]:
    """A short name in lines of about equal length."""
    most = -(-len(name) // lines)
    return [name[begin : begin + most] for begin in range(0, len(name), most)]
