"""A book that was written is trusted only when another library reads back every cell."""

import datetime as dt
import zipfile
from operator import itemgetter
from pathlib import Path

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.documents.column import Column
from fieldapp.documents.reread import compare
from fieldapp.documents.sheet import Sheet
from fieldapp.documents.spreadsheet import Spreadsheet

AT = dt.datetime(2026, 11, 22)
ROWS = (["甲", 5, dt.date(2026, 3, 5), None], ["乙", 0, None, "5"], ["丙", -1, dt.date(1999, 1, 1), "末"])
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def written(tmp_path):
    """The path of a small book, and its sheets."""
    formats = {"名": "@", "数": "0", "日": "yyyy-mm-dd", "注": "@"}
    columns = [Column.told(head, itemgetter(0), format=format) for head, format in formats.items()]
    out = tmp_path / "x.xlsx"
    book = Spreadsheet()
    with out.open("xb") as file:
        sheet = book.add("表", columns)
        for row in ROWS:
            sheet.append(row)
        book.add("空表", columns[:1])
        book.save(file, AT)
    return out, book.sheets


def tamper(path: Path, part: str, old: str, new: str) -> None:
    """Write the book again with one text inside a part replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert parts[part].count(old.encode()) == 1, parts[part].decode()
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def refusal(path: Path, sheets: list[Sheet]) -> str:
    with pytest.raises(FieldAppError) as refused:
        compare(path, sheets)
    assert refused.value.advice
    return refused.value.what


def test_a_book_that_is_as_it_was_written_is_trusted(written):
    compare(*written)


@pytest.mark.parametrize(("old", "new", "place"), [
    ("<t>甲</t>", "<t>申</t>", "第 2 行“名”"),
    ("<v>5</v>", "<v>6</v>", "第 2 行“数”"),
    ("<v>5</v>", "<v>5.0000001</v>", "第 2 行“数”"),
    ("<v>46086</v>", "<v>46087</v>", "第 2 行“日”"),
    ("<v>0</v>", "", "第 3 行“数”"),
    ("<v>-1</v>", "<v>-2</v>", "第 4 行“数”"),
    ('t="inlineStr"><is><t>5</t></is>', "><v>5</v>", "第 3 行“注”"),
    ('t="inlineStr"><is><t>末</t></is>', ">", "第 4 行“注”"),
    ("</sheetData>", '<row r="5"><c r="B5"><v>1</v></c></row></sheetData>', "第 5 行“数”"),
    ("</sheetData>", '<row r="5"><c r="F5"><v>1</v></c></row></sheetData>', "第 5 行“第 6 列”"),
])  # fmt: skip
def test_a_cell_that_differs_is_named_by_sheet_row_and_head(written, old, new, place):
    path, sheets = written
    tamper(path, SHEET, old, new)
    assert f"工作表“表”{place}" in refusal(path, sheets)


def test_a_row_that_is_missing_is_noticed(written):
    path, sheets = written
    with zipfile.ZipFile(path) as archive:
        last = archive.read(SHEET).decode().split('<row r="4">')[1].split("</row>")[0]
    tamper(path, SHEET, f'<row r="4">{last}</row>', "")
    assert "第 4 行" in refusal(path, sheets)


def test_a_sheet_that_is_missing_is_noticed(written):
    path, sheets = written
    tamper(path, "xl/workbook.xml", 'name="空表"', 'name="别的"')
    assert "工作表" in refusal(path, sheets)


@pytest.mark.parametrize("left", [0, 100, 2000])
def test_a_book_that_was_cut_off_is_noticed(written, left):
    path, sheets = written
    path.write_bytes(path.read_bytes()[:left])
    assert "读不回来" in refusal(path, sheets)
