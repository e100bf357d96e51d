"""What receiving a book has done, as a workbook to be gone through beside that book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from fieldapp.base.kinds import Cell
from fieldapp.desk.intake import gathered
from fieldapp.desk.receipt import Receipt
from fieldapp.documents.column import WIDEST, Column
from fieldapp.documents.landing import landing
from fieldapp.documents.spreadsheet import Spreadsheet
from fieldapp.records import RECORDS

_LABELS = {noun.table: noun.label for noun in RECORDS}
_AT = {"文件": "file", "工作表": "sheet", "行": "row"}
_CELL = {**_AT, "列": "column", "表里填的": "value"}
_RULE = {"原因": "rule", "怎么办": "advice"}
_EDIT = {**_AT, "哪张表": "noun", "户主": "name", "哪一项": "what", "原来": "was", "表里改成": "now"}
_LONG = {"原因", "怎么办", "原来", "表里改成", "怎样理解", "说明"}
Head = tuple[str, Callable[[Any], Cell]]


def report_workbook(receipt: Receipt, path: Path, at: dt.datetime) -> None:
    """Write what became of a book. `at`: when it was received.

    Raises:
        FieldAppError: the disk is full, the folder is gone or closed to us, the file is open elsewhere.
    """
    with landing(path) as part:
        book = Spreadsheet()
        _add(book, "结果", [("项目", lambda line: line[0]), ("数量", lambda line: line[1])], list(_figures(receipt)))
        _add(book, "手工改动", _heads(_EDIT), receipt.edits)
        _add(book, "没有收的", _heads({**_CELL, **_RULE}), receipt.refused)
        _add(book, "等人核对", _heads({**_AT, "户主": "name", **_RULE}), receipt.held)
        noted = [(head, _of_first(tell)) for head, tell in _heads({**_CELL, "怎样理解": "note"})]
        _add(book, "换个说法理解的", [*noted, ("次数", lambda one: one[1])], gathered(receipt.noted))
        _add(book, "说明", [("说明", str)], [*receipt.holes, *receipt.notes])
        with part.open("wb") as file:
            book.save(file, at)


def _figures(receipt: Receipt) -> Iterator[tuple[str, Cell]]:
    taken = receipt.taken
    yield f"{receipt.file}：{receipt.outcome.value}" + ("(试收，没有写入)" if receipt.dry_run else ""), None
    counted = (("新增", taken.new), ("改变", taken.changed), ("相同", taken.same), ("等前面的包", taken.held))
    for word, some in counted:
        yield from ((f"{word}的{_LABELS.get(noun, noun)}", count) for noun, count in some.items())
    yield from (("提议", taken.offers), ("两地不一致", taken.conflicts), ("没有收的", len(receipt.refused)), ("等人核对", len(receipt.held)))


def _heads(told: dict[str, str]) -> list[Head]:
    return [(head, attrgetter(name)) for head, name in told.items()]


def _of_first(tell: Callable[[Any], Cell]) -> Callable[[Any], Cell]:
    return lambda one: tell(one[0])


def _add(book: Spreadsheet, title: str, heads: Sequence[Head], lines: Sequence[Any]) -> None:
    columns = [Column.told(name, tell, width=WIDEST if name in _LONG else 14) for name, tell in heads]
    sheet = book.add(title, columns, lead=1)
    for line in lines:
        sheet.append([tell(line) for _, tell in heads])
