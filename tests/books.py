"""Foreign books for tests: the shared rosters, and books made on the spot with every damage that people do to them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from stdnum.cn import ric

ROSTERS = Path(__file__).parents[2] / "shared" / "rosters"
NATIONAL = ROSTERS / "national-members.xlsx"
HOUSEHOLDS, MEMBERS = ROSTERS / "province-household.xls", ROSTERS / "province-member.xls"
HANDMADE = ROSTERS / "village-handmade.xlsx"
CLASH = ROSTERS / "code-clash.xlsx"

Rows = Sequence[Sequence[Any]]
HEADS = ["户编号", "姓名", "证件号码", "与户主关系", "联系电话"]


def number(birth: str, order: int = 1) -> str:
    """An invented citizen number. `birth`: eight digits; `order`: odd for a man."""
    body = f"999999{birth}{order:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


HEAD, WIFE, SON = number("19700101", 1), number("19720202", 2), number("19980303", 3)
FAMILY: list[list[Any]] = [
    ["A1", "张三", HEAD, "户主", "13800000001"],
    ["A1", "李四", WIFE, "配偶", "13800000001"],
    ["A1", "张小", SON, "之子", "13800000001"],
]


def xlsx(path: Path, rows: Rows, *, merged: Sequence[str] = (), **more: Rows) -> Path:
    """A workbook of one sheet (`名单`), and of more by name. None leaves a cell blank."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, told in {"名单": rows, **more}.items():
        sheet = book.create_sheet(name)
        for row in told:
            sheet.append(list(row))
    for area in merged:
        book["名单"].merge_cells(area)
    book.save(path)
    return path


def text(path: Path, rows: Rows, encoding: str, *, separator: str = ",") -> Path:
    """A csv file."""
    told = io.StringIO()
    csv.writer(told, delimiter=separator).writerows([["" if cell is None else cell for cell in row] for row in rows])
    path.write_bytes(told.getvalue().encode(encoding))
    return path


def ods(path: Path, rows: Rows) -> Path:
    """A small OpenDocument spreadsheet."""
    table = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string"><text:p>' + escape(str(cell)) + "</text:p></table:table-cell>"
            if cell is not None
            else "<table:table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="名单">{table}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return path
