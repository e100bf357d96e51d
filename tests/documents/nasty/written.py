"""A book as it was written, row by row, so that what a reader makes of it can be held against it.

Cells are what openpyxl writes, and `Raw` where it would not write what others do: errors, formulas with their last value,
rich text, control characters.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.documents.nasty.roster import Family

Who = tuple[int, int]
"""Order of the family and of the person in it."""


@dataclass(frozen=True)
class Raw:
    """A cell in the words of the file: the attributes and the inside of its `<c>`. `shown`: what a person sees there."""

    attributes: str
    inside: str
    shown: str

    def __str__(self) -> str:
        return self.shown


def error(name: str) -> Raw:
    """A cell whose formula has failed."""
    return Raw('t="e"', f"<v>{name}</v>", name)


def formula(text: str, value: str | None, kind: str = "str") -> Raw:
    """A formula with its last value; None where it was never worked out."""
    kept = "" if value is None else f"<v>{escape(value)}</v>"
    return Raw(
        f't="{kind}"' if value is not None else "", f"<f>{escape(text)}</f>{kept}", value if value is not None else f"={text}"
    )


def inline(text: str, shown: str | None = None) -> Raw:
    """A text that openpyxl refuses to write; `_x0007_` stands for a control character."""
    return Raw('t="inlineStr"', f"<is><t>{escape(text)}</t></is>", text if shown is None else shown)


def rich(*runs: str) -> Raw:
    """A text of which every other run is bold."""
    told = "".join(f"<r>{'<rPr><b/></rPr>' if n % 2 else ''}<t>{escape(run)}</t></r>" for n, run in enumerate(runs))
    return Raw('t="inlineStr"', f"<is>{told}</is>", "".join(runs))


@dataclass
class Leaf:
    """One sheet. `heads`: the numbers of the rows that are title or head."""

    rows: list[list[Any]] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden: bool = False

    def add(self, *cells: Any) -> int:
        """Write a row; its number."""
        self.rows.append(list(cells))
        return len(self.rows)

    def head(self, *cells: Any) -> None:
        """Write a row of the title or the head."""
        self.heads.append(self.add(*cells))


@dataclass
class Written:
    """A book; the row in which each person stands, as sheet and number; and which head of the roster each column of a sheet has."""

    leaves: dict[str, Leaf] = field(default_factory=dict)
    places: dict[Who, tuple[str, int]] = field(default_factory=dict)
    columns: dict[str, Sequence[str | None]] = field(default_factory=dict)

    def leaf(self, name: str = "名单", **about: Any) -> Leaf:
        """A new sheet."""
        return self.leaves.setdefault(name, Leaf(**about))

    def people(self, name: str, told: Sequence[Family], heads: Sequence[str | None], first: int = 0) -> None:
        """Write families into a sheet, a row each person. A head of None leaves its column blank; `first`: order of the first family."""
        self.columns[name] = heads
        for order, family in enumerate(told, first):
            for one, row in enumerate(family):
                self.places[order, one] = (name, self.leaves[name].add(*(row.get(head) if head else None for head in heads)))

    def save(self, path: Path) -> Path:
        """Write it as a workbook."""
        book, raws = Workbook(), list[Raw]()
        book.remove(book.worksheets[0])
        for name, leaf in self.leaves.items():
            sheet = book.create_sheet(name)
            sheet.sheet_state = "hidden" if leaf.hidden else "visible"
            for at, row in enumerate(leaf.rows, 1):
                for column, value in enumerate(row, 1):
                    if isinstance(value, Raw):
                        raws.append(value)
                        value = f"@@{len(raws) - 1}@@"  # noqa: PLW2901
                    cell = sheet.cell(at, column, value)
                    if isinstance(value, str):
                        cell.data_type = "s"  # a text that begins with = is no formula here
            for area in leaf.merged:
                sheet.merge_cells(area)
        book.save(path)
        return _with_raws(path, raws) if raws else path


def _with_raws(path: Path, raws: Sequence[Raw]) -> Path:
    def told(found: re.Match[str]) -> str:
        raw = raws[int(found[2])]
        return f'<c r="{found[1]}" {raw.attributes}>{raw.inside}</c>'

    with zipfile.ZipFile(path) as archive:
        parts: Mapping[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if name.startswith("xl/worksheets/"):
                text = re.sub(r'<c r="([A-Z]+\d+)"[^>]*><is><t>@@(\d+)@@</t></is></c>', told, content.decode("utf-8"))
                archive.writestr(name, text)
            else:
                archive.writestr(name, content)
    return path


def address(column: int, row: int) -> str:
    """The address of a cell, its column counted from 0."""
    return f"{get_column_letter(column + 1)}{row}"
