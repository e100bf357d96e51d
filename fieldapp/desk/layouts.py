"""What persons said of the heads of foreign books, kept in the survey file: the next book with the same head needs no question.

It travels with the file, because the next roster of the county is mostly taken in on another laptop of the same village.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldapp.base.errors import FieldAppError
from fieldapp.documents.foreign import Book, read_book
from fieldapp.documents.heads import TALLEST, letters
from fieldapp.documents.mapping import NOTHING_TOLD, HeadMap, SheetLayout, Told, lay_out, troubles
from fieldapp.documents.offers import OUT, offers
from fieldapp.documents.synonyms import catalogue
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey

LAYOUTS = "layouts"
"""The name of the remark under which a survey file keeps them: {fingerprint: {"height", "columns": {index: key}, "without"}}."""
_LIKE = '对列文件的样子是 {"sheet": "名单", "head": [3, 4], "columns": {"B": "member.name", "C": "household.code"}}。'


def remembered(reader: Reader) -> Told:
    """What was said of heads in this file so far."""
    kept: dict[str, Any] = json.loads(reader.about(LAYOUTS) or "{}")
    return {
        head: HeadMap(said["height"], {int(index): key for index, key in said["columns"].items()}, frozenset(said["without"]))
        for head, said in kept.items()
    }


def remember(survey: Survey, said: Told) -> None:
    """Keep what was said of heads; a head that was told before is told anew. Raises: FieldAppError where it cannot be written."""
    if not said:
        return
    kept = {
        head: {
            "height": one.height,
            "columns": {str(index): key for index, key in one.columns.items()},
            "without": sorted(one.without),
        }
        for head, one in {**remembered(survey.reader), **said}.items()
    }
    survey.note(LAYOUTS, json.dumps(kept, ensure_ascii=False, sort_keys=True))


@dataclass(frozen=True)
class Order:
    """What a file of the command line says of one sheet. `head`: first and last row, from 1; `columns`: letters → key."""

    sheet: str
    head: tuple[int, int]
    columns: dict[str, str]


def orders(path: Path) -> list[Order]:
    """What a JSON file says of sheets: one object, or a list of them.

    Raises:
        FieldAppError: the file cannot be read, or is no such file.
    """
    try:
        told = json.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise FieldAppError(f"读不到“{path.name}”。", "请核对文件的位置。") from None
    except ValueError:
        raise FieldAppError(f"“{path.name}”不是 JSON 文件。", _LIKE) from None
    made = [_order(one) for one in (told if isinstance(told, list) else [told])]
    if not made or None in made:
        raise FieldAppError(f"“{path.name}”里没有说清每一列是什么。", _LIKE)
    return [one for one in made if one]


def _order(told: Any) -> Order | None:
    """One object of the file; None where it is no order."""
    match told:
        case {"sheet": str(sheet), "head": [int(first), int(last)], "columns": dict(columns)} if first <= last:
            if all(isinstance(text, str) for pair in columns.items() for text in pair):
                return Order(sheet, (first, last), {column.upper(): key for column, key in columns.items()})
    return None


def told_by(given: Sequence[Order], paths: Sequence[Path]) -> Told:
    """What orders say of the heads of these books. A column that an order does not name is left out.

    Raises:
        BadBook: a book cannot be read.
        FieldAppError: no book has such a sheet or rows, there is no such column or question, or the columns make no roster.
    """
    if not given:
        return NOTHING_TOLD
    books = [read_book(path) for path in paths]
    said: dict[str, HeadMap] = {}
    for order in given:
        found = [layout for book in books if (layout := _obeyed(order, book))]
        if not found:
            raise FieldAppError(f"没有一本表格里有名叫“{order.sheet}”的表。", "请核对对列文件里的 sheet。")
        for layout in found:
            if trouble := troubles(layout, catalogue()):
                raise FieldAppError(f"“{layout.file}”的“{layout.sheet}”：{trouble[0]}", "请改好对列文件后再导入。")
            said |= layout.said()
    return said


def _obeyed(order: Order, book: Book) -> SheetLayout | None:
    """The sheet of that name as an order says it; None where the book has none."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == order.sheet and sheet.rows), None)
    if sheet is None:
        return None
    layout = lay_out(book.name, sheet, catalogue(), NOTHING_TOLD)
    head = [at for at, row in enumerate(layout.rows) if order.head[0] <= row.number <= order.head[1]]
    if not 0 < len(head) <= TALLEST or head[-1] + 1 >= len(layout.rows):
        raise FieldAppError(
            f"“{book.name}”的“{sheet.name}”里，第 {order.head[0]} 到 {order.head[1]} 行不能是表头。",
            f"表头是 1 到 {TALLEST} 行，下面还要有内容。",
        )
    layout = layout.with_head(head[0], len(head), catalogue()).blank()
    indices = {letters(column.index): column.index for column in layout.columns}
    asked = {offer.key for offer in offers(catalogue())}
    for column, key in order.columns.items():
        if column not in indices:
            raise FieldAppError(f"“{book.name}”的“{sheet.name}”里没有 {column} 列。", "请核对对列文件里的列。")
        if key not in asked:
            raise FieldAppError(f"没有“{key}”这个问题。", "请用 fields 命令看问题的名字；不导入的列写空文字。")
        layout = layout.with_key(indices[column], key or OUT)
    return layout
