"""Laying a paper out on A4 pages: which words stand where. Knows widths of characters, but no PDF.

Platypus was tried first; it takes several times the bare canvas for tables of short Chinese texts. Here each text is
measured once by a table of widths, and a page is a list of words with their places.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldapp.documents.fonts import Face, Faces
from fieldapp.documents.outline import Block, Grid, Heading, Note, Paper, Signatures, Table, Text

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 25 * MM, 15 * MM, 18 * MM, 18 * MM
"""Margins; the left one is wide enough for binding."""
LINE = WIDTH - LEFT - RIGHT
SIZE, SMALL, HEAD, TITLE = 10.5, 8.5, 12.0, 18.0
"""Sizes of type in points: 五号, 小五 and the like."""
_NEVER_FIRST = frozenset("。,、;:?!)》」』”’〉】…,.;:?!)%℃")
_NEVER_LAST = frozenset("(《「『“‘〈【(")
_PAD = 3.5
_KEPT = 20_000
"""How many broken texts are kept between papers."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words on a page: their left end on the base line, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float
    face: Face


@dataclass
class Page:
    """What stands on one page."""

    words: list[Words] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


class Layout:
    """Fills pages from the top. `pages` is complete after `lay`."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._wrapped: dict[tuple[str, float, float, str], list[str]] = {}
        self.pages: list[Page] = []
        self._y = 0.0

    def lay(self, paper: Paper) -> list[Page]:
        """The pages of a paper, with its foot and page numbers."""
        self.pages = []
        if len(self._wrapped) > _KEPT:
            self._wrapped.clear()
        self._turn()
        self._centred(paper.title, TITLE, self._faces.head)
        if paper.subtitle:
            self._centred(paper.subtitle, SIZE, self._faces.text)
        for block in paper.blocks:
            self._block(block)
        for number, page in enumerate(self.pages, start=1):
            told = f"第 {number} 页 共 {len(self.pages)} 页"
            self._put(page, LEFT, BOTTOM - 9 * MM, paper.foot, SMALL)
            self._put(page, WIDTH - RIGHT - self._wide(told, SMALL), BOTTOM - 9 * MM, told, SMALL)
        return self.pages

    def _turn(self) -> None:
        self.pages.append(Page())
        self._y = HEIGHT - TOP

    def _room(self, height: float) -> bool:
        """Make room; True where a new page was begun."""
        if self._y - height >= BOTTOM:
            return False
        self._turn()
        return True

    def _put(self, page: Page, x: float, y: float, text: str, size: float, face: Face | None = None) -> None:
        if text:
            page.words.append(Words(x, y, text, size, face or self._faces.text))

    def _wide(self, text: str, size: float, face: Face | None = None) -> float:
        wanted = face or self._faces.text
        return sum(self._faces.width(char, wanted) for char in text) * size / 1000

    def _centred(self, text: str, size: float, face: Face) -> None:
        for line in self.wrapped(text, LINE, size, face):
            self._room(size * 1.5)
            self._y -= size * 1.25
            self._put(self.pages[-1], LEFT + (LINE - self._wide(line, size, face)) / 2, self._y, line, size, face)
            self._y -= size * 0.35

    def wrapped(self, text: str, width: float, size: float, face: Face | None = None) -> list[str]:
        """The text in lines no wider than `width` points. A closing mark never begins a line, an opening one never ends it."""
        wanted = face or self._faces.text
        key = (text, width, size, wanted.name)
        if key not in self._wrapped:
            self._wrapped[key] = self._broken_up(text, width * 1000 / size, wanted)
        return self._wrapped[key]

    def _broken_up(self, text: str, limit: float, wanted: Face) -> list[str]:
        """The lines of a text; `limit`: thousandths of the size. The same labels come again on every paper, so they are kept."""
        lines = []
        for paragraph in text.split("\n"):
            line, wide = "", 0.0
            for char in paragraph:
                step = self._faces.width(char, wanted)
                if wide + step > limit and line:
                    kept, line = _broken(line, char)
                    lines.append(kept)
                    wide = sum(self._faces.width(one, wanted) for one in line)
                line, wide = line + char, wide + step
            lines.append(line)
        return lines

    def _block(self, block: Block) -> None:
        match block:
            case Heading(text):
                self._room(HEAD * 2 + 40)
                self._y -= HEAD * 1.75
                self._put(self.pages[-1], LEFT, self._y, text, HEAD, self._faces.head)
                self._y -= HEAD * 0.5
            case Text(text):
                self._paragraph(text, SIZE)
            case Note(text):
                self._paragraph(text, SMALL)
            case Grid():
                self._grid(block)
            case Table():
                self._table(block)
            case Signatures():
                self._signatures(block)

    def _paragraph(self, text: str, size: float) -> None:
        for line in self.wrapped(text, LINE, size):
            self._room(size * 1.5)
            self._y -= size * 1.25
            self._put(self.pages[-1], LEFT, self._y, line, size)
            self._y -= size * 0.25
        self._y -= size * 0.4

    def _grid(self, grid: Grid) -> None:
        """Pairs as rows of a table without head: label and value in turn; a value too long for its place stands alone."""
        share = LINE / grid.across
        label = min(share * 0.42, 32 * MM)
        waiting: list[tuple[str, str]] = []
        for pair in grid.pairs:
            if self._wide(pair[1], SIZE) > 2 * (share - label - 2 * _PAD) or "\n" in pair[1]:
                self._pairs(waiting, share, label)
                waiting = []
                self._row([pair[0], pair[1]], [label, LINE - label], (0,))
                continue
            waiting.append(pair)
            if len(waiting) == grid.across:
                self._pairs(waiting, share, label)
                waiting = []
        self._pairs(waiting, share, label)

    def _pairs(self, pairs: list[tuple[str, str]], share: float, label: float) -> None:
        if pairs:
            cells = [cell for pair in pairs for cell in pair]
            widths = [label, share - label] * len(pairs)
            widths[-1] += LINE - sum(widths)
            self._row(cells, widths, tuple(range(0, len(cells), 2)))

    def _table(self, table: Table) -> None:
        total = sum(table.widths)
        widths = [share / total * LINE for share in table.widths]
        heads = tuple(range(len(table.head)))
        self._row(list(table.head), widths, heads)
        for row in table.rows:
            self._row(list(row), widths, (), table.head)

    def _row(self, cells: list[str], widths: list[float], bold: tuple[int, ...], head: tuple[str, ...] = ()) -> None:
        """One ruled row; a row taller than what is left of the page begins a new one, under the repeated head."""
        size = SIZE - 0.5
        faces = [self._faces.head if number in bold else self._faces.text for number in range(len(cells))]
        told = [self.wrapped(c, w - 2 * _PAD, size, f) for c, w, f in zip(cells, widths, faces, strict=True)]
        most = int((HEIGHT - TOP - BOTTOM) / (size * 1.4)) - 4
        while True:
            part = [lines[:most] for lines in told]
            height = max(len(lines) for lines in part) * size * 1.4 + 2 * _PAD
            if self._room(height) and head:
                self._row(list(head), widths, tuple(range(len(head))))
            self._ruled(part, widths, faces, height, size)
            told = [lines[most:] for lines in told]
            if not any(told):
                return

    def _ruled(self, cells: list[list[str]], widths: list[float], faces: list[Face], height: float, size: float) -> None:
        page, x, top = self.pages[-1], LEFT, self._y
        self._y -= height
        page.rules += [
            (LEFT, top, LEFT + sum(widths), top),
            (LEFT, self._y, LEFT + sum(widths), self._y),
            (LEFT, top, LEFT, self._y),
        ]
        for lines, width, face in zip(cells, widths, faces, strict=True):
            for number, line in enumerate(lines):
                self._put(page, x + _PAD, top - _PAD - size * (1.08 + 1.4 * number), line, size, face)
            x += width
            page.rules.append((x, top, x, self._y))

    def _signatures(self, block: Signatures) -> None:
        """Two places to a line, each with room for a hand; the seal at the right beneath."""
        self._room(len(block.places) / 2 * 11 * MM + 20 * MM)
        self._y -= 4 * MM
        for begin in range(0, len(block.places), 2):
            self._room(12 * MM)
            self._y -= 10 * MM
            for column, place in enumerate(block.places[begin : begin + 2]):
                x = LEFT + column * LINE / 2
                self._put(self.pages[-1], x, self._y, f"{place}:", SIZE)
                from_x = x + self._wide(f"{place}:", SIZE) + 2
                self.pages[-1].rules.append((from_x, self._y - 2, x + LINE / 2 - 6 * MM, self._y - 2))
        if block.seal:
            self._room(16 * MM)
            self._y -= 13 * MM
            self._put(self.pages[-1], LEFT + LINE / 2, self._y, block.seal, SIZE)


def _broken(line: str, following: str) -> tuple[str, str]:
    """Where a full line is cut before `following`: what stays, and what goes down to the next line."""
    cut = len(line)
    if following.isascii() and following.isalnum():
        while cut > 1 and line[cut - 1].isascii() and line[cut - 1].isalnum():
            cut -= 1
        cut = cut if len(line) - cut < 24 and cut > 1 else len(line)
    while cut > 1 and (line[cut - 1] in _NEVER_LAST or (line[cut:] or following)[0] in _NEVER_FIRST):
        cut -= 1
    return line[:cut], line[cut:]
