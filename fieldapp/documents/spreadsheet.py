"""A workbook being written: openpyxl lays out the sheets (styles, widths, filters, lists), ours are the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from os import PathLike
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fieldapp.base.kinds import ManyOf
from fieldapp.documents.column import Column
from fieldapp.documents.sheet import Sheet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

State = Literal["visible", "hidden", "veryHidden"]
LAST_ROW = 1_048_576
LISTS = "选项"
_ROW, _TALL_ROW = 18, 30
"""Height of a row in points: one line, or two where long texts wrap and nothing of a third. Fixed, so that a long text makes no row huge."""
_ASKED, _TOLD = "DCE6F1", "E4E4E4"
"""Fill of a head: blue for what may be edited, grey for what is worked out."""
_LONGEST_LIST = 250
"""What a validation holds in itself, in characters (Excel: 255 with its quotation marks)."""


class _Lists:
    """The closed lists of all columns: short ones stand in the validation itself, long ones on a hidden sheet."""

    def __init__(self) -> None:
        self.long: list[tuple[str, ...]] = []

    def formula(self, choices: tuple[str, ...]) -> str:
        """What the validation of a column with these choices says."""
        from openpyxl.utils import get_column_letter

        whole = ",".join(choices)
        if len(whole) <= _LONGEST_LIST and whole.count(",") == len(choices) - 1 and '"' not in whole:
            return f'"{whole}"'
        if choices not in self.long:
            self.long.append(choices)
        letter = get_column_letter(self.long.index(choices) + 1)
        return f"'{LISTS}'!${letter}$2:${letter}${len(choices) + 1}"

    def write(self, book: Spreadsheet) -> None:
        """The hidden sheet, where there is anything to put on it."""
        if self.long:
            heads: list[Column[Any]] = [Column.told(f"{LISTS}{place}", str) for place in range(1, len(self.long) + 1)]
            sheet = book.add(LISTS, heads, state="hidden")
            for row in zip_longest(*self.long):
                sheet.append(row)


class Spreadsheet:
    """A workbook being written. Sheets stand in the order in which they are added; their rows come in any order."""

    def __init__(self) -> None:
        from openpyxl import Workbook

        self.sheets: list[Sheet] = []
        self._lists = _Lists()
        self._book = Workbook(write_only=True)
        self._listed: list[tuple[Sheet, Worksheet]] = []
        self._styles: dict[tuple[str, bool, bool, bool], int] = {}

    def add(
        self, title: str, columns: Sequence[Column[Any]], *, hidden: int = 0, lead: int = 0, state: State = "visible"
    ) -> Sheet:
        """A further sheet.

        Args:
            title: cut to 31 characters and made unique.
            hidden: how many columns at the left are hidden.
            lead: how many after them stand still when people scroll; such a sheet is a list with filter buttons.
        """
        from openpyxl.utils import get_column_letter

        layout = cast("Worksheet", self._book.create_sheet(_title(title, [sheet.title for sheet in self.sheets])))
        layout.sheet_state = state
        layout.freeze_panes = f"{get_column_letter(hidden + lead + 1)}2"
        wraps = any(column.wraps for column in columns)
        layout.sheet_format.defaultRowHeight = _TALL_ROW if wraps else _ROW
        layout.sheet_format.customHeight = True
        self._page(layout, whole_width=not lead)
        letters = self._lay_out_columns(layout, columns, hidden)
        heads = [self._style(layout, column, head=True) for column in columns]
        styles = [self._style(layout, column) for column in columns]
        sheet = Sheet(layout.title, [column.head for column in columns], heads, styles, letters, _TALL_ROW if wraps else 0)
        self.sheets.append(sheet)
        if lead:
            self._listed.append((sheet, layout))
        return sheet

    def _lay_out_columns(self, layout: Worksheet, columns: Sequence[Column[Any]], hidden: int) -> list[str]:
        """Widths, formats and lists of whole columns, so that they hold for rows typed later, too; the letters of the columns."""
        from openpyxl.utils import get_column_letter

        letters = [get_column_letter(place) for place in range(1, len(columns) + 1)]
        for place, (letter, column) in enumerate(zip(letters, columns, strict=True)):
            dimension = layout.column_dimensions[letter]
            dimension.width, dimension.number_format, dimension.hidden = column.width, column.format, place < hidden
            if column.choices:
                layout.data_validations.append(self._validation(column, letter))
        return letters

    def _validation(self, column: Column[Any], letter: str) -> Any:
        """The list of a column; where several may be chosen the list only offers."""
        from openpyxl.worksheet.datavalidation import DataValidation

        several = column.field is not None and isinstance(column.field.kind, ManyOf)
        offer = DataValidation("list", formula1=self._lists.formula(column.choices), allow_blank=True, showErrorMessage=not several)
        offer.errorTitle, offer.error = "不在列表中", "请从列表中选择；还没有答案的空着。"
        offer.add(f"{letter}2:{letter}{LAST_ROW}")
        return offer

    def _style(self, layout: Worksheet, column: Column[Any], *, head: bool = False) -> int:
        """The number of the style of a column's cells, or of its head. Hundreds of columns share a dozen, so each is made once."""
        looks = (column.format, column.wraps, column.field is not None, head)
        if looks not in self._styles:
            self._styles[looks] = self._made(layout, column, head)
        return self._styles[looks]

    @staticmethod
    def _made(layout: Worksheet, column: Column[Any], head: bool) -> int:
        """The number of a style that no column had before."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font, PatternFill

        cell = WriteOnlyCell(layout)
        beside = "right" if column.format != "@" else "left"
        cell.alignment = Alignment(horizontal=beside, vertical="top", indent=beside == "right", wrap_text=column.wraps)
        if head:
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor=_ASKED if column.field else _TOLD)
        cell.number_format = "@" if head else column.format
        return int(cell.style_id)

    @staticmethod
    def _page(layout: Worksheet, whole_width: bool) -> None:
        """Printed on A4 across with the head on every page; a list is wider than paper, so only other sheets are fitted."""
        from openpyxl.worksheet.properties import PageSetupProperties

        layout.print_title_rows = "1:1"
        layout.page_setup.orientation, layout.page_setup.paperSize, layout.page_setup.fitToHeight = "landscape", 9, 0
        layout.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=whole_width)

    def save(self, file: IO[bytes], at: dt.datetime) -> None:
        """Write the book. Equal rows at an equal time give equal bytes.

        Raises:
            OSError: the disk is full or gone.
        """
        from openpyxl.writer.excel import ExcelWriter

        self._lists.write(self)
        for sheet, layout in self._listed:
            layout.auto_filter.ref = sheet.range
        moment = (at.astimezone(dt.UTC) if at.tzinfo else at).replace(tzinfo=None, microsecond=0)
        self._book.properties.creator = "驻村走访"
        self._book.properties.created = self._book.properties.modified = moment
        with _Archive(file, at, self.sheets) as archive:
            ExcelWriter(self._book, archive).save()


class _Archive(ZipFile):
    """A zip whose entries all carry one time, and whose sheets receive their rows when openpyxl stores their layout."""

    def __init__(self, file: IO[bytes], at: dt.datetime, sheets: Iterable[Sheet]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self._at = at
        self._waiting = iter(sheets)

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, self._at.timetuple()[:6])
        entry.compress_type = ZIP_DEFLATED
        return entry

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        """A part that is no sheet."""
        super().writestr(self._entry(str(zinfo_or_arcname)), data)

    def write(self, filename: str | PathLike[str], arcname: str | PathLike[str] | None = None, *_: Any, **__: Any) -> None:
        """The layout of the next sheet, with the rows of that sheet in it."""
        before, end, after = Path(filename).read_bytes().partition(b"</sheetData>")
        with self.open(self._entry(str(arcname)), "w") as entry:
            entry.write(before)
            for rows in next(self._waiting).written():
                entry.write(rows)
            entry.write(end + after)


def _title(wanted: str, taken: Sequence[str]) -> str:
    r"""A name that Excel takes for a sheet: at most 31 characters, none of []:*?/\, unlike every other whatever the case."""
    title = "".join("、" if sign in "[]:*?/\\" else sign for sign in wanted)[:31]
    known = {one.casefold() for one in taken}
    others = (f"{title[:28]} {count}" for count in range(2, 1000))
    return title if title.casefold() not in known else next(one for one in others if one.casefold() not in known)
