"""One sheet being written: rows come one by one, of any number, and wait packed in memory.

They never wait in a file: a nameless one leaves its bytes on the disk, and what is in a book under a password must not lie
there. Packed, 20,000 people take 30 MB.

Decision: design.md 3 names openpyxl in write-only mode. It lays out our books (spreadsheet.py), but the rows are ours:
openpyxl guesses types (=1+1 a formula, #N/A an error), cuts texts over 32,767 characters without a word, and takes three
times as long (measured with styles). Here a text is a text because the column says so, and every cell leaves a mark by which it is found again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import zlib
from array import array
from collections.abc import Iterator, Sequence
from html import escape

from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import Cell, clean

LONGEST_TEXT = 32_767
"""What one cell holds at most, in UTF-16 units (ECMA-376; measured: more is cut without a word)."""
_EPOCH = dt.date(1899, 12, 30)
_FIRST_SAFE_DAY = dt.date(1900, 3, 1)
"""Before it Excel and LibreOffice disagree by one day, because Excel believes in 29 February 1900."""
_QUICKLY, _PIECE = 1, 1 << 16
"""How hard rows are packed while they wait, and how many bytes of packed ones are unpacked at once."""
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def as_written(cell: Cell) -> Cell:
    """The cell as a workbook can hold it: clean text, no text of no length, days that every program reads alike."""
    if isinstance(cell, str):
        return clean(cell).replace("\t", " ") or None  # a tab is lost in .ods, and ends a cell where rows are pasted
    if isinstance(cell, dt.date) and cell < _FIRST_SAFE_DAY:
        return cell.isoformat()
    return cell


def plain(cell: object) -> str:
    """A cell as one text, equal exactly when the cells are, whoever wrote or read them; '' for a blank one.

    A number or a day begins with a zero character, which no text has: 5 is not "5".
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return f"\0{cell}"


def marks_of(cells: Sequence[object]) -> array[int]:
    """One number a cell. Equal cells have equal marks, within one run of the program; a blank cell has the mark 0."""
    return array("q", [hash(plain(cell)) for cell in cells])


class Sheet:
    """One sheet being written.

    Attributes:
        title: its name.
        heads: what row 1 says.
        rows: how many rows of data it has.
        cells: how many cells have something in them, heads included.
    """

    def __init__(
        self, title: str, heads: Sequence[str], head_styles: Sequence[int], styles: Sequence[int], letters: Sequence[str], high: int = 0,
    ) -> None:  # fmt: skip
        """Begin with the heads.

        Args:
            head_styles, styles: number of the style of each column's head and cells.
            letters: A, B, C …
            high: how high each row stays, in points; 0: as high as the program makes it. Told row by row, because
                LibreOffice prints a text over the next row where only the sheet tells it.
        """
        self.title, self.heads = title, list(heads)
        self.rows, self.cells = -1, 0
        self._high = f' ht="{high}" customHeight="1"' if high else ""
        self._styles, self._letters = list(head_styles), list(letters)
        self._marks = array("q")
        self._packing, self._packed = zlib.compressobj(_QUICKLY), bytearray()
        self._digest = hashlib.sha256()
        self.append(heads)
        self._styles = list(styles)

    def append(self, cells: Sequence[Cell]) -> None:
        """Write one row.

        Raises:
            FieldAppError: a text is longer than a cell may be.
        """
        self.rows += 1
        row = [as_written(cell) for cell, _ in zip(cells, self.heads, strict=True)]
        self._marks.extend(marks_of(row))
        number = str(self.rows + 1)
        told = [self._element(column, number, cell) for column, cell in enumerate(row) if cell is not None]
        self.cells += len(told)
        row_xml = f'<row r="{number}"{self._high}>{"".join(told)}</row>'.encode()
        self._digest.update(row_xml)
        self._packed += self._packing.compress(row_xml)

    def _element(self, column: int, number: str, cell: Cell) -> str:
        start = f'<c r="{self._letters[column]}{number}" s="{self._styles[column]}"'
        if isinstance(cell, str):
            if len(cell) > LONGEST_TEXT // 2:
                self._refuse_overlong(column, number, cell)
            return f'{start} t="inlineStr"><is><t>{_LOOKS_ESCAPED.sub("_x005F_", escape(cell, quote=False))}</t></is></c>'
        return f"{start}><v>{(cell - _EPOCH).days if isinstance(cell, dt.date) else repr(cell)}</v></c>"

    def _refuse_overlong(self, column: int, number: str, text: str) -> None:
        length = len(text.encode("utf-16-le")) // 2
        if length > LONGEST_TEXT:
            raise FieldAppError(
                f"工作表“{self.title}”第 {number} 行“{self.heads[column]}”有 {length} 个字，一格最多放 {LONGEST_TEXT} 个。",
                "请在程序里把这段文字改短，再导出。",
            )

    @property
    def range(self) -> str:
        """From the first head to the last cell, as A1:F12."""
        return f"A1:{self._letters[-1]}{self.rows + 1}"

    @property
    def sha256(self) -> str:
        """Of all rows as they are written, the head included, in hexadecimal."""
        return self._digest.hexdigest()

    def expected(self) -> Iterator[array[int]]:
        """The marks of every row that was written, the head first."""
        width = len(self.heads)
        return (self._marks[begin : begin + width] for begin in range(0, len(self._marks), width))

    def written(self) -> Iterator[bytes]:
        """All rows as the XML of a sheet, in pieces. They are handed out once, and no row comes after them."""
        self._packed += self._packing.flush()
        unpacking = zlib.decompressobj()
        for begin in range(0, len(self._packed), _PIECE):
            yield unpacking.decompress(self._packed[begin : begin + _PIECE])
        self._packed.clear()
