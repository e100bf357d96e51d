"""How these tests read a book again."""

from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook


def cells_of(path: Path | IO[bytes]) -> dict[str, list[list[Any]]]:
    """Every sheet as calamine reads it: name → rows."""
    with CalamineWorkbook.from_object(path) as book:
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def told(path: Path, title: str) -> list[dict[str, Any]]:
    """The rows of a sheet as calamine reads them: head → value."""
    head, *rows = cells_of(path)[title]
    return [dict(zip(head, row, strict=True)) for row in rows]


def cell(book: Workbook, title: str, head: str, row: int = 2) -> Cell:
    """The cell under a head, as openpyxl reads it."""
    place = next(c.column for c in book[title][1] if c.value == head)
    return book[title].cell(row, place)


def offers(sheet: Worksheet) -> dict[str, DataValidation]:
    """Head → validation of its column, which reaches to the last row."""
    heads = {c.column_letter: c.value for c in sheet[1]}
    found = {heads[str(one.sqref).split(":")[0].rstrip("0123456789")]: one for one in sheet.data_validations.dataValidation}
    assert all(str(one.sqref).endswith("1048576") for one in found.values())
    return found
