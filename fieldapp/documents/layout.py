"""Laying a paper out on A4 pages: which words stand where. Knows the widths of characters, but no PDF.

Platypus takes several times the bare canvas for tables of short Chinese texts. Here each text is broken once, and a
page is a list of words and hairlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, takewhile

from fieldapp.documents.fonts import Faces
from fieldapp.documents.outline import Block, Grid, Heading, Manner, Note, Paper, Signatures, Table, Text, Together
from fieldapp.documents.page import BASE, BOTTOM, HEIGHT, LEFT, LINE, MM, RIGHT, TOP, WIDTH, Code, Page, Rule, Type, Words
from fieldapp.documents.rows import PAD_X, Box, Row
from fieldapp.documents.ruling import Rows

CODE = 18 * MM
SIGNED = 18 * MM
DAY = "年    月    日"
TOGETHER = 180.0
"""Grids up to this height stay on one page, so that a verdict is not parted from its reasons."""
TORN = 80.0
"""A higher row may be torn; it begins where this much of it, some lines, has room."""
SHORT = TOGETHER / 2
"""A last row up to this height does not stand alone on the last page, however high the one before it is."""
SOURCE = 28.0
"""Two lines of small print: what a verdict rests on stands under it."""
COMPANY = 400.0
"""Small print and signatures up to this height, about half a page, have the last rows above them on their page."""
NOTES = 3
"""So many paragraphs of small print go with the signatures after them where there are more than fit on their page."""
FOOT = 3
"""So many lines of foot and mark fit under the page; for more of them the page ends higher."""


class Layout:
    """Fills pages from the top; `y` is how far the page is filled."""

    def __init__(self, faces: Faces) -> None:
        self.title = Type(faces.head, 18, 26)
        self.heading = Type(faces.head, 12, 16)
        self.text = Type(faces.text, 10.5, 16)
        self.bold = Type(faces.head, 10.5, 16)
        self.small = Type(faces.text, 8.5, 12)
        self.pages: list[Page] = []
        self.y = 0.0
        self._bottom = BOTTOM
        self._rows = Rows(faces)

    def lay(self, paper: Paper) -> list[Page]:
        """The pages of a paper, each with its foot and number."""
        foot = self.small.broken(paper.foot, LINE - self.small.wide("第 100 页 共 100 页") - 5 * MM)
        foot += self.small.broken(paper.mark, LINE) if paper.mark else []
        self._bottom = BOTTOM + max(0, len(foot) - FOOT) * self.small.leading
        self.pages = []
        self._rows.forget()
        self._turn()
        if paper.id:
            self.pages[0].codes.append(Code(paper.id, WIDTH - RIGHT - CODE, HEIGHT - 9 * MM - CODE, CODE))
        room = LINE - 2 * (CODE + 4 * MM) if paper.id else LINE
        self._centred(paper.title, self.title, room)
        self._centred(paper.subtitle, self.text, room)
        self._fill(paper.blocks)
        for number, page in enumerate(self.pages, start=1):
            self._foot(page, foot, f"第 {number} 页 共 {len(self.pages)} 页")
        return self.pages

    def _fill(self, blocks: Sequence[Block]) -> None:
        for number, block in enumerate(blocks):
            self._block(block, blocks[number + 1 :])

    def _foot(self, page: Page, lines: Sequence[str], number: str) -> None:
        """Foot and mark, upwards from the edge where they are long, and the number beside their first line."""
        type = self.small
        top = BOTTOM - 8 * MM + type.leading * max(0, len(lines) - 2)
        page.words += [Words(LEFT, top - type.leading * n, line, type) for n, line in enumerate(lines) if line]
        page.words.append(Words(WIDTH - RIGHT - type.wide(number), top, number, type))

    def _turn(self) -> None:
        self.pages.append(Page())
        self.y = HEIGHT - TOP

    @property
    def _fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y == HEIGHT - TOP

    def _room(self, height: float) -> None:
        """Begin a page where so much does not fit on this one."""
        if self.y - height < self._bottom and not self._fresh:
            self._turn()

    def _line(self, text: str, type: Type, x: float = LEFT) -> None:
        self._room(type.leading)
        self.y -= type.leading
        if text:
            self.pages[-1].words.append(Words(x, self.y + type.leading * BASE, text, type))

    def _centred(self, text: str, type: Type, room: float) -> None:
        for line in type.broken(text, room):
            self._line(line, type, LEFT + (LINE - type.wide(line)) / 2)

    def _block(self, block: Block, after: Sequence[Block]) -> None:
        match block:
            case Heading(text):
                lines, leading = self.heading.broken(text, LINE), self.heading.leading
                begun = self._begun(after[0], after[1:]) if after else 0
                self._room(leading * (len(lines) + 0.5) + 2 + max(begun, 3 * self.text.leading))
                self.y -= leading * 0.5
                for line in lines:
                    self._line(line, self.heading)
                self.y -= 2
            case Text() | Note():
                self._room(self._begun(block, after))
                self._paragraph(block)
            case Grid():
                self._room(self._begun(block, after))
                self._ruled(
                    self._rows.of(block), name=block.name, beneath=self._beneath(after), dense=block.manner is not Manner.PLAIN
                )
            case Table():
                head, *rows = self._rows.of(block)
                self._ruled(rows, head, beneath=self._beneath(after))
            case Signatures():
                self._signatures(block)
            case Together(blocks):
                self._whole(blocks)

    def _whole(self, blocks: Sequence[Block]) -> None:
        """Blocks on this page; where they run over its end, all of them on the next one; what no page holds begins here."""
        page, filled = self.pages[-1], self.y
        pages, words, rules = len(self.pages), len(page.words), len(page.rules)

        def again() -> None:
            del self.pages[pages:], page.words[words:], page.rules[rules:]
            self.y = filled

        self._fill(blocks)
        if len(self.pages) == pages:
            return
        again()
        self._turn()
        self._fill(blocks)
        if len(self.pages) > pages + 1:
            again()
            self._fill(blocks)

    def _begun(self, block: Block, after: Sequence[Block]) -> float:
        """The room that a block needs to begin with: all of it where it is not to be torn."""
        match block:
            case Grid():
                return _together(self._rows.of(block), self._beneath(after))
            case Table():
                head, *rows = self._rows.of(block)
                if rows and rows[0].height > TOGETHER:
                    return head.height + TORN
                return head.height + (_needed(rows[0], rows[:0:-1], self._beneath(after), begins=True) if rows else 0)
            case Text() | Note():
                whole = self._height(block)
                signed = self._beneath(after) if any(isinstance(one, Signatures) for one in after[:NOTES]) else 0
                return whole + signed if whole <= TOGETHER else 0
        return 0

    def _beneath(self, after: Sequence[Block]) -> float:
        """The room that must be left under a block for what may not be parted from it: small print, signatures."""
        notes = list(takewhile(lambda one: isinstance(one, Note), after))
        following = after[len(notes)] if len(notes) < len(after) else None
        if isinstance(following, Signatures):
            whole = sum(map(self._height, notes)) + _signed(following) * SIGNED + 8
            if whole <= COMPANY:
                return whole
        return SOURCE if notes else 0

    def _type(self, block: Block) -> Type:
        return self.small if isinstance(block, Note) else self.bold if isinstance(block, Text) and block.bold else self.text

    def _height(self, block: Block) -> float:
        """The height of a paragraph with the white around it."""
        if not isinstance(block, Text | Note):
            return 0
        type = self._type(block)
        return len(type.broken(block.text, LINE)) * type.leading + 4

    def _paragraph(self, block: Text | Note) -> None:
        type = self._type(block)
        self.y -= 3
        for line in type.broken(block.text, LINE):
            self._line(line, type)
        self.y -= 1

    def _ruled(
        self, rows: Iterable[Row], head: Row | None = None, name: str = "", beneath: float = 0, dense: bool = False
    ) -> None:
        """Rows between hairlines, over as many pages as they need, the head again on each.

        Args:
            beneath: the room that must be left under the last row.
        """
        side = self._rows.side(name, dense=dense) if name else None
        box: Box | None = None
        waiting = list(rows)[::-1]
        while waiting:
            row = waiting.pop()
            room = self.y - self._bottom - (head.height if head and not box else 0)
            needed = row.height if self._fresh and row.height <= TOGETHER else _needed(row, waiting, beneath, begins=not box)
            if max(needed, side.height if side and not box else 0) > room:
                parts = row.torn(room) if row.height > min(room, TOGETHER) else None
                if parts is None and not self._fresh:
                    waiting.append(row)
                    if box:
                        box.close()
                    box = None
                    self._turn()
                    continue
                if parts:  # always on a fresh page: what is too short to be torn fits there
                    row, rest = parts
                    waiting.append(rest)
            box = box or self._opened(head, side, [row, *reversed(waiting)])
            box.add(row)
            self.y = box.y
        if box:
            box.close()

    def _opened(self, head: Row | None, side: Row | None, rows: Iterable[Row]) -> Box:
        """A box where the page is filled to. Its name may need more height than those of its rows that fit on the page."""
        if side:
            ends = accumulate(row.height for row in rows)
            filled = max(takewhile(lambda end: end <= self.y - self._bottom, ends), default=0.0)
            return Box(self.pages[-1], self.y, side.cells[0], max(0.0, side.height - filled))
        box = Box(self.pages[-1], self.y)
        if head:
            box.add(head)
        return box

    def _signatures(self, block: Signatures) -> None:
        """Boxes, two side by side, with room for a hand, a fingerprint or a seal."""
        places = [*block.places, *([block.seal] if block.seal else [])]
        lines = _signed(block)
        self._room(lines * SIGNED + 8)
        page, top, half = self.pages[-1], self.y - 8, LINE / 2
        self.y = top - lines * SIGNED
        for number, place in enumerate(places):
            x, y = LEFT + number % 2 * half, top - number // 2 * SIGNED
            page.words.append(Words(x + PAD_X, y - self._rows.label.leading, place, self._rows.label))
            page.words.append(Words(x + half - PAD_X - self._rows.cell.wide(DAY), y - SIGNED + 6, DAY, self._rows.cell))
        page.rules += [Rule(LEFT, top - n * SIGNED, LEFT + LINE, top - n * SIGNED) for n in range(lines + 1)]
        page.rules += [Rule(LEFT + n * half, top, LEFT + n * half, self.y) for n in range(3)]


def _signed(block: Signatures) -> int:
    """How many lines of boxes there are to sign in."""
    return (len(block.places) + bool(block.seal) + 1) // 2


def _needed(row: Row, waiting: Sequence[Row], beneath: float, *, begins: bool) -> float:
    """The room for a row and what stays with it: the second with the first, the last with the last but one, of three all.

    Args:
        waiting: the rows after it, the next one last.
        beneath: the room under the last of them.
        begins: whether it is the first on its page.
    """
    if not waiting:
        return row.height + beneath
    both, ends = row.height + waiting[-1].height, len(waiting) == 1
    if ends and (both <= TOGETHER or waiting[-1].height <= SHORT):
        return both + beneath
    if begins and both <= TOGETHER:
        return row.height + _needed(waiting[-1], waiting[:-1], beneath, begins=False)
    return row.height


def _together(rows: Sequence[Row], beneath: float) -> float:
    """The height of rows that stay on one page, with what stands beneath them; 0 for those that may be parted."""
    whole = sum(row.height for row in rows)
    return whole + beneath if whole <= TOGETHER else 0
