"""The report of an intake as a workbook, to be gone through beside the roster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fieldapp.base.kinds import Cell
from fieldapp.desk.intake import Intake, gathered
from fieldapp.documents.column import WIDEST, Column
from fieldapp.documents.landing import landing
from fieldapp.documents.spreadsheet import Spreadsheet
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.registered import Registered

_LABELS = {noun.table: noun.label for noun in (Household, Member, Registered)}
_WHERE: list[tuple[str, Callable[[Any], Cell]]] = [
    ("文件", lambda one: one.file),
    ("工作表", lambda one: one.sheet),
]
_AT: list[tuple[str, Callable[[Any], Cell]]] = [*_WHERE, ("行", lambda one: one.row)]
_CELL: list[tuple[str, Callable[[Any], Cell]]] = [*_AT, ("列", lambda one: one.column), ("表里填的", lambda one: one.value)]
_RULE: list[tuple[str, Callable[[Any], Cell]]] = [("原因", lambda one: one.rule), ("怎么办", lambda one: one.advice)]
_STATEMENT: list[tuple[str, Callable[[Any], Cell]]] = [
    *_AT, ("户主", lambda one: one.head), ("关于谁", lambda one: one.name or "整户"), ("关于什么", lambda one: one.topic),
    ("列", lambda one: one.column), ("登记内容", lambda one: one.said), ("登记日期", lambda one: str(one.on or "")),
]  # fmt: skip
_COLUMN: list[tuple[str, Callable[[Any], Cell]]] = [
    *_WHERE, ("列", lambda one: one.column), ("关于什么", lambda one: one.topic), ("登记日期", lambda one: one.on),
    ("新增", lambda one: one.new), ("相同", lambda one: one.same), ("等人核对", lambda one: one.held),
    ("已知道生日不用另记", lambda one: one.redundant),
]  # fmt: skip
_LONG = {"原因", "怎么办", "内容", "怎样理解"}


def report_workbook(intake: Intake, path: Path) -> None:
    """Write the report of an intake.

    Raises:
        FieldAppError: the disk is full, the folder is gone or closed to us, the file is open elsewhere.
    """
    with landing(path) as part:
        book = Spreadsheet()
        _add(book, "结果", [("项目", lambda line: line[0]), ("数量", lambda line: line[1])], _figures(intake))
        _add(book, "没有导入的单元格", [*_CELL, *_RULE], intake.refused)
        held: list[tuple[str, Callable[[Any], Cell]]] = [
            ("是什么", lambda one: _LABELS[one.noun]),
            ("姓名", lambda one: one.name),
        ]
        _add(book, "等人核对", [*_AT, *held, *_RULE], intake.held_rows)
        examples = [
            ("文件", lambda one: one.file), ("行", lambda one: one.row), ("是什么", lambda one: one.noun), ("姓名", lambda one: one.name),
            ("问题", lambda one: one.question), ("原来", lambda one: one.was), ("现在", lambda one: one.now),
        ]  # fmt: skip
        _add(book, "新增和变化举例", examples, intake.examples)
        _add(book, "登记结论", _STATEMENT, intake.statements)
        _add(book, "登记结论的列", _COLUMN, intake.conclusions)
        _add(book, "没有证件号码的人", [*_AT, ("姓名", lambda one: one.name)], intake.no_number)
        _add(book, "没有用到的列", [*_WHERE, ("列", lambda one: one.column), ("原因", lambda one: one.why)], intake.unused)
        _add(book, "跳过的行", [*_AT, ("内容", lambda one: one.text), ("原因", lambda one: one.why)], intake.skipped)
        noted = [(name, _of_first(tell)) for name, tell in _CELL]
        noted += [("怎样理解", lambda one: one[0].note), ("次数", lambda one: one[1])]
        _add(book, "换个说法理解的", noted, gathered(intake.noted))
        with part.open("wb") as file:
            book.save(file, intake.at)


def _of_first(tell: Callable[[Any], Cell]) -> Callable[[Any], Cell]:
    return lambda one: tell(one[0])


def _add(book: Spreadsheet, title: str, heads: Sequence[tuple[str, Callable[[Any], Cell]]], lines: Sequence[Any]) -> None:
    columns = [Column.told(name, tell, width=WIDEST if name in _LONG else 14) for name, tell in heads]
    sheet = book.add(title, columns, lead=1)
    for line in lines:
        sheet.append([tell(line) for _, tell in heads])


def _figures(intake: Intake) -> list[tuple[str, Cell]]:
    """The first sheet: what was counted, and what is to be said of whole books."""
    counted = (("新增", intake.new), ("有变化", intake.changed), ("相同", intake.same), ("等人核对", intake.held))
    lines: list[tuple[str, Cell]] = [(f"{word}的{_LABELS[noun]}", n) for word, figures in counted for noun, n in figures.items()]
    lines.append(("没有导入的单元格", len(intake.refused)))
    return [("试导入，没有写入档案" if intake.dry_run else "已写入档案" if intake.written else "没有写入档案", None), *lines,
            *((remark, None) for remark in intake.remarks)]  # fmt: skip
