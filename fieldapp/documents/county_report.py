"""冲突报告.xlsx: what the county's office has to decide, a line for each thing that somebody says, and its decisions read back.

People fill in two columns, 决定 and 理由. The hidden cells at the left say what a line is about, and `_key` is their hash with
that of the cells by which a person knows what he decides: where only what is seen was sorted, or somebody has corrected the
text that he takes, a decision would be carried out that nobody has made. What else stands there is only told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import Choice, Line, OneOf
from fieldapp.base.record import Part, ask
from fieldapp.documents.arriving import META
from fieldapp.documents.column import WIDEST, Column
from fieldapp.documents.cover import COVER_COLUMNS, META_COLUMNS
from fieldapp.documents.landing import landing, settle
from fieldapp.documents.noun_sheet import row_key
from fieldapp.documents.package import REPORT
from fieldapp.documents.reread import compare
from fieldapp.documents.spreadsheet import Spreadsheet

if TYPE_CHECKING:
    from fieldapp.documents.foreign import Book

_FORMAT = 2
"""The number of this form of reports; those of the first have no `_key`."""
OPEN, DOUBLES = "待定事项", "跨村重复"
"""The sheets on which decisions stand."""


class Decision(Choice):
    """What may be decided of one thing that is said."""

    TAKE = "采用"
    LEAVE = "不采用"


class Ending(Choice):
    """What may be decided of a person who is in two villages."""

    MOVED_TO_ONE = "搬到甲村"
    MOVED_TO_OTHER = "搬到乙村"
    MARRIED_TO_ONE = "嫁到甲村"
    MARRIED_TO_OTHER = "嫁到乙村"
    DOUBLED_KEEP_ONE = "重复登记，留甲村的"
    DOUBLED_KEEP_OTHER = "重复登记，留乙村的"
    WRONG_IN_ONE = "甲村的号码打错了"
    WRONG_IN_OTHER = "乙村的号码打错了"


_PART = Part("决定")
_DECIDED, _ENDED = ask("决定", OneOf(Decision), _PART), ask("决定", OneOf(Ending), _PART)
_REASON = ask("理由", Line(200), _PART)
_WORDS = (
    "只填蓝色表头的两列：“决定”从列表中选，“理由”写一句，村里会看到。其余各列不要改，排序用表头上的筛选按钮：看得见的和导出时不一样的行不收。",
    "“待定事项”：同一项有几行，是几方不同的说法；在要采用的那一行选“采用”，一项只能选一行。提议都不接受的，在提议那一行选“不采用”。",
    "“跨村重复”：同一个证件号码在两个村都有人，一行一对。程序不会自己合并，由人来定。",
    "填好后，用“收包”把这本表读回来；没有填的行不动，下次再填也可以。",
)


@dataclass(frozen=True)
class OpenLine:
    """One thing that somebody says. `side`: 甲, 乙 …; `id`: of the question in its village; `change`: that says it."""

    village: str
    name: str
    code: str
    head: str
    table: str
    what: str
    matter: str
    side: str
    told: str
    office: str
    by: str
    at: str
    why: str
    backed: str
    proposed: str
    id: str
    change: str


@dataclass(frozen=True)
class DoubleLine:
    """One person in two villages: name of the village, 户编号 and 户主, relation, last told when, for both."""

    id: str
    person: str
    number: str
    one: tuple[str, str, str, str, str]
    other: tuple[str, str, str, str, str]
    proposed: str


@dataclass(frozen=True)
class Filled:
    """A line in whose two columns something stands. `row`: from 1; `about`: the hidden cells; texts as shown.

    `as_written`: what a person sees of it is what was written beside these hidden cells.
    """

    sheet: str
    row: int
    about: tuple[str, ...]
    decision: str
    reason: str
    as_written: bool = True


def _blank(_: object) -> None:
    """The two columns that people fill in."""


def _to_fill(field: Any, width: int) -> Column[Any]:
    return Column(field.label, lambda _: "", _blank, "@", width, field)


def _told(pairs: Iterable[tuple[str, Callable[[Any], Any], int]]) -> list[Column[Any]]:
    return [Column.told(head, tell, width=width) for head, tell, width in pairs]


_KEY_COLUMN: Column[Any] = Column.told("_key", lambda _: "", width=8)
"""Filled in when the rest of its row stands."""
_OPEN_COLUMNS = [
    _KEY_COLUMN,
    *_told([
        ("_village", attrgetter("village"), 8), ("_id", attrgetter("id"), 8), ("_change", attrgetter("change"), 8),
        ("村名", attrgetter("name"), 14), ("户编号", attrgetter("code"), 20), ("户主", attrgetter("head"), 12),
        ("哪张表", attrgetter("table"), 12), ("哪一项", attrgetter("what"), 24), ("是什么", attrgetter("matter"), 12),
        ("哪一方", attrgetter("side"), 8), ("说的是", attrgetter("told"), WIDEST), ("哪里说的", attrgetter("office"), 10),
        ("谁", attrgetter("by"), 12), ("什么时候", attrgetter("at"), 18), ("为什么", attrgetter("why"), 24),
        ("文件依据", attrgetter("backed"), 10), ("建议", attrgetter("proposed"), 24),
    ]),
    _to_fill(_DECIDED, 12), _to_fill(_REASON, WIDEST),
]  # fmt: skip
_PLACES = ("村", "户编号", "户主", "与户主关系", "最后改动")


def _of(side: str, place: int) -> Callable[[DoubleLine], str]:
    return lambda line: str(getattr(line, side)[place])


_DOUBLE_COLUMNS = [
    _KEY_COLUMN,
    *_told([("_id", attrgetter("id"), 8), ("姓名", attrgetter("person"), 12), ("证件号码", attrgetter("number"), 22)]),
    *_told((f"甲{head}", _of("one", place), 16) for place, head in enumerate(_PLACES)),
    *_told((f"乙{head}", _of("other", place), 16) for place, head in enumerate(_PLACES)),
    *_told([("建议", attrgetter("proposed"), 24)]),
    _to_fill(_ENDED, 22), _to_fill(_REASON, WIDEST),
]  # fmt: skip
_ABOUT: Mapping[str, tuple[str, ...]] = {OPEN: ("_village", "_id", "_change"), DOUBLES: ("_id",)}
"""The hidden cells that say what a line is about."""
_SEEN: Mapping[str, tuple[str, ...]] = {
    OPEN: ("村名", "户编号", "户主", "哪张表", "哪一项", "是什么", "说的是"),
    DOUBLES: ("姓名", "证件号码", *(f"{side}{head}" for side in "甲乙" for head in _PLACES[:3])),
}
"""The cells by which a person knows what he decides."""


def _key(title: str, heads: Sequence[str], cells: Sequence[Any]) -> str:
    """The hash of a line, as it is written and as it was read; a row that was read ends at its last cell."""
    known = dict(zip(heads, cells, strict=False))
    return row_key([known.get(head) for head in (*_ABOUT[title], *_SEEN[title])])


def write_report(
    path: Path, county: str, questions: Sequence[OpenLine], doubles: Sequence[DoubleLine], *, by: str, at: dt.datetime, id: str
) -> None:
    """Write the report, re-opened and compared before it gets its name. `id`: of this report, random.

    Raises:
        FieldAppError: the file cannot be written; nothing is left behind then.
    """
    cover = [("县区", county), ("导出人", by), ("导出时间", f"{at:%Y-%m-%d %H:%M}"), (f"{OPEN} 行数", f"{len(questions)} 行"),
             (f"{DOUBLES} 行数", f"{len(doubles)} 行"), *((f"说明 {number}", words) for number, words in enumerate(_WORDS, 1))]  # fmt: skip
    meta = [("kind", REPORT), ("format", str(_FORMAT)), ("package", id), ("county", county), ("at", at.isoformat(timespec="seconds"))]
    with landing(path) as part:
        book = Spreadsheet()
        sheets: list[tuple[str, list[Column[Any]], Sequence[Any], int]] = [
            ("说明", COVER_COLUMNS, cover, 0), (OPEN, _OPEN_COLUMNS, questions, 3), (DOUBLES, _DOUBLE_COLUMNS, doubles, 2),
        ]  # fmt: skip
        for title, columns, things, lead in sheets:
            hidden_cells = len(_ABOUT[title]) + 1 if title in _ABOUT else 0
            sheet = book.add(title, columns, hidden=hidden_cells, lead=lead)
            for thing in things:
                cells = [column.cell(thing) for column in columns]
                if hidden_cells:
                    cells[0] = _key(title, [column.head for column in columns], cells)
                sheet.append(cells)
        hidden = book.add("_meta", META_COLUMNS, state="veryHidden")
        for pair in meta:
            hidden.append([itemgetter(0)(pair), itemgetter(1)(pair)])
        with part.open("xb") as file:
            book.save(file, at)
        settle(part)
        compare(part, book.sheets)


def read_report(path: Path) -> Iterator[Filled]:
    """The lines on which something was decided, or a reason was given, in their order.

    Raises:
        BadBook: the file cannot be read.
        FieldAppError: a column is missing that must be there, or a newer program wrote it.
    """
    from fieldapp.documents.foreign import read_book

    book = read_book(path)
    has_key = _format(book) > 1
    for sheet in book.sheets:
        if (wanted := _ABOUT.get(sheet.name)) is None or not sheet.rows:
            continue
        heads = [str(cell).strip() for cell in sheet.rows[0].cells]
        seen = ("_key", *_SEEN[sheet.name]) if has_key else ()
        columns = (*wanted, _DECIDED.label, _REASON.label, *seen)
        if missing := [head for head in columns if heads.count(head) != 1]:
            raise FieldAppError(
                f"“{path.name}”的表“{sheet.name}”里，列“{'、'.join(missing)}”没有了或者有两个。", "请在导出的原表上填写，不要删列、加列。"
            )
        for row in sheet.rows[1:]:
            told = {head: str(cell).strip() for head, cell in zip(heads, row.cells, strict=False)}
            decision, reason = told.get(_DECIDED.label, ""), told.get(_REASON.label, "")
            if decision or reason:
                as_written = not has_key or told.get("_key") == _key(sheet.name, heads, row.cells)
                yield Filled(sheet.name, row.number, tuple(told.get(head, "") for head in wanted), decision, reason, as_written)


def _format(book: Book) -> int:
    """The number of its form. Raises: FieldAppError where a newer program wrote it."""
    rows = next((sheet.rows for sheet in book.sheets if sheet.name == META), [])
    told = next((str(row.cells[1]) for row in rows if row.cells[0] == "format" and len(row.cells) > 1), "1")
    if told.isdecimal() and int(told) > _FORMAT:
        raise FieldAppError(f"“{book.name}”是用更新的版本写的。", "请先升级本程序再收。")
    return int(told) if told.isdecimal() else _FORMAT
