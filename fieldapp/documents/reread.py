"""A workbook that has been written is read again and compared, cell by cell, before anybody may trust it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import IO

from fieldapp.base.errors import FieldAppError
from fieldapp.documents.sheet import Sheet, marks_of

_ADVICE = "请换一个磁盘再导出一次；还是这样，请把情况告诉县里。"


def compare(book: Path | IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Read the book with another library than the one that wrote it.

    Args:
        book: where it lies, or the book itself where its file is locked.

    Raises:
        FieldAppError: the book cannot be read, or a cell is not what was to be written; its place is named.
        OSError: the disk is gone.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_object(book) as read:
            if read.sheet_names != [sheet.title for sheet in sheets]:
                raise FieldAppError("工作簿写好后核对，工作表的名字或个数不对，没有保存。", _ADVICE)
            for sheet in sheets:
                rows = read.get_sheet_by_name(sheet.title).iter_rows()
                for number, (wanted, found) in enumerate(zip_longest(sheet.expected(), rows, fillvalue=()), 1):
                    _compare_row(sheet, number, array("q", wanted), marks_of(found))
    except CalamineError as error:
        raise FieldAppError("工作簿写好后读不回来，没有保存。", _ADVICE) from error


def _compare_row(sheet: Sheet, number: int, wanted: array[int], found: array[int]) -> None:
    """Blank cells at the end of a row do not count."""
    if wanted == found:
        return
    for place, (mine, theirs) in enumerate(zip_longest(wanted, found, fillvalue=0)):
        if mine != theirs:
            head = sheet.heads[place] if place < len(sheet.heads) else f"第 {place + 1} 列"
            raise FieldAppError(
                f"工作簿写好后核对，工作表“{sheet.title}”第 {number} 行“{head}”和应写的不一样，没有保存。", _ADVICE
            )
