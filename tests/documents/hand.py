"""A person with a spreadsheet program and one of our books."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet


class Hand:
    """An open book. `saved` saves it under another name."""

    def __init__(self, book: Path | IO[bytes]) -> None:
        self.book: Workbook = load_workbook(book)

    def sheet(self, title: str) -> Worksheet:
        return self.book[title]

    def column(self, title: str, head: str) -> int:
        """The number of the column with this head."""
        return next(cell.column for cell in self.book[title][1] if cell.value == head)

    def at(self, title: str, head: str, row: int) -> Cell:
        """The cell of a row under a head."""
        return self.book[title].cell(row, self.column(title, head))

    def type(self, title: str, row: int, **cells: Any) -> Hand:
        """Type something under some heads."""
        for head, value in cells.items():
            self.at(title, head, row).value = value
        return self

    def row(self, title: str, row: int) -> list[Any]:
        """What a row shows, hidden cells included."""
        return [cell.value for cell in self.book[title][row]]

    def write(self, title: str, row: int, values: list[Any], skip: int = 0) -> Hand:
        """Write a row over what is there; the first `skip` cells stay."""
        for place, value in enumerate(values, 1):
            if place > skip:
                self.book[title].cell(row, place).value = value
        return self

    def last(self, title: str) -> int:
        return self.book[title].max_row

    def saved(self, path: Path) -> Path:
        self.book.save(path)
        return path
