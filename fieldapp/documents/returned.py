"""A workbook of ours that comes back after somebody has had his hands in it: which sheet, column and row is which.

Sheets are known by what `_meta` calls them, else by their heads; columns by their heads, wherever they stand now. Whether
a row is as it was sent its hidden cells tell (noun_sheet.py). A sheet whose visible cells were sorted without the hidden
ones tells everything of the wrong record, so none of it is read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fieldapp.base.record import NOBODY, Record
from fieldapp.documents.arriving import CHANGES, META
from fieldapp.documents.cells import plain
from fieldapp.documents.foreign import Book, Cell, Row, Sheet
from fieldapp.documents.heads import letters
from fieldapp.documents.noun_sheet import HIDDEN, LEAD, NOTHING, OPEN, VERDICTS, NounSheet
from fieldapp.documents.remarks import Refused
from fieldapp.documents.spreadsheet import LISTS
from fieldapp.documents.synonyms import squeezed
from fieldapp.records.household import Household

OURS = frozenset({"说明", "本次变化", "数据字典", "导出说明", LISTS, META, CHANGES})
"""The sheets that only tell: nobody's answer stands there."""
_SEARCHED = 5
"""So many rows are looked at for the head: somebody may have put a title above it."""
_ALIKE = 0.5
"""So many of a noun's heads, of all it has, make a sheet that noun's."""
_ID, _, _HASH, _KEY = HIDDEN
_DOUBLED = "“{}”这个列名出现了两次，看不出哪一列算数，这张表没有读。"
_SORTED = (
    "这张表只排了看得见的列，隐藏的认行列没有跟着动：每一行都对到了别的记录上，整张表没有读。",
    "请撤销排序，或重新导出一份，用表头上的筛选按钮排序；原有的值都没有变。",
)
_ONE_OF_THEM = "请删掉或改名其中一列后再收；原有的值都没有变。"


@dataclass(frozen=True)
class ReturnedRow:
    """One row that tells something.

    Attributes:
        number: from 1, as the spreadsheet shows it.
        id: what stands in `_id`; '' where nothing does.
        cells: head → cell, of the columns that came; a blank one is ''.
        as_sent: the cells of its answers are those that were written.
        misplaced: its identifying cells are not those that were written, though its answers are.
    """

    number: int
    id: str
    cells: Mapping[str, Cell]
    as_sent: bool = False
    misplaced: bool = False

    def told(self, head: str) -> str:
        """What a person reads under a head, '' where the cell is blank or the column did not come."""
        return plain(self.cells.get(head, ""))


@dataclass
class ReturnedSheet:
    """The sheet of one noun.

    Attributes:
        form: how such a sheet is written.
        rows: those that tell something.
        heads: our heads that came.
        blank: how many rows in between have nothing in them but formats.
        trouble: why nothing of it is read; None where it is.
    """

    title: str
    form: NounSheet
    rows: list[ReturnedRow] = field(default_factory=list)
    heads: frozenset[str] = frozenset()
    blank: int = 0
    trouble: Refused | None = None

    @property
    def noun(self) -> type[Record]:
        """What its rows tell."""
        return self.form.noun


@dataclass
class Returned:
    """A whole book.

    Attributes:
        sheets: in the order of the questionnaire.
        remarks: what of it was not read, in sentences.
    """

    file: str
    sheets: list[ReturnedSheet] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def returned(book: Book, meta: Mapping[str, str], nouns: Sequence[type[Record]]) -> Returned:
    """A book as sheets of records; without any sheet where it is none of ours.

    Args:
        meta: what its `_meta` says, as far as it can be read.
    """
    forms = {noun: NounSheet(noun, NOBODY, {**(VERDICTS if noun is Household else NOTHING), **OPEN}) for noun in nouns}
    titles = {meta.get(f"{noun.table}.sheet", noun.label): noun for noun in nouns}
    told = Returned(book.name)
    found: dict[type[Record], ReturnedSheet] = {}
    for sheet in sorted(book.sheets, key=lambda one: one.name not in titles):
        if sheet.name in OURS or not sheet.rows:
            continue
        at = _head_at(sheet)
        noun = None if at is None else _noun_of(sheet.rows[at], titles.get(sheet.name), forms)
        if at is None or noun is None:
            told.remarks.append(f"多出来的表“{sheet.name}”没有读，收到的原件里留着。")
        elif noun in found:
            told.remarks.append(f"“{sheet.name}”和“{found[noun].title}”是同一种表，只读了“{found[noun].title}”。")
        else:
            found[noun] = _Reading(told, sheet, at, forms[noun]).sheet()
    told.sheets = [found[noun] for noun in nouns if noun in found]
    if missing := [noun.label for noun in nouns if noun not in found] if found else []:
        told.remarks.append(f"没有“{'”“'.join(missing)}”这些表：按没有报送算，什么都没有删。")
    return told


def _head_at(sheet: Sheet) -> int | None:
    """Which of the first rows is a head of ours: it names the household as every sheet of ours does, or has the hidden ids."""
    for at, row in enumerate(sheet.rows[:_SEARCHED]):
        heads = set(map(_head, row.cells))
        if {*LEAD} <= heads or {_ID, _HASH} <= heads:
            return at
    return None


def _head(cell: Cell) -> str:
    return squeezed(plain(cell))


def _noun_of(row: Row, titled: type[Record] | None, forms: Mapping[type[Record], NounSheet]) -> type[Record] | None:
    """Whose heads these are; the title of the sheet is believed where they are alike enough."""
    heads = set(map(_head, row.cells))
    alike = {noun: _share(heads, form) for noun, form in forms.items()}
    best = titled if titled and alike[titled] >= _ALIKE else max(alike, key=lambda noun: alike[noun])
    return best if alike[best] >= _ALIKE else None


def _share(heads: set[str], form: NounSheet) -> float:
    asked = [squeezed(column.head) for column in form.answering]
    return sum(head in heads for head in asked) / len(asked)


class _Reading:
    """One sheet of a noun while it is read."""

    def __init__(self, told: Returned, sheet: Sheet, at: int, form: NounSheet) -> None:
        self._told, self._sheet, self._form = told, sheet, form
        self._row, self._below = sheet.rows[at], sheet.rows[at + 1 :]
        self._heads = {squeezed(column.head): column.head for column in form.columns}
        self._places: dict[str, list[int]] = {}
        for index, cell in enumerate(self._row.cells):
            if head := self._heads.get(_head(cell)):
                self._places.setdefault(head, []).append(index)

    def sheet(self) -> ReturnedSheet:
        """The whole sheet."""
        made = ReturnedSheet(self._sheet.name, self._form, heads=frozenset(self._places))
        made.trouble = self._doubled()
        if made.trouble:
            return made
        self._remark_columns()
        last = self._row.number
        for row in self._below:
            made.blank += row.number - last - 1
            last = row.number
            self._add(made, self._read(row))
        if (moved := _permuted(made.rows, self._form, made.heads)) is not None:
            head = next(iter(self._form.identifying or LEAD))
            made.trouble = Refused(self._told.file, made.title, moved.number, head, moved.told(head), *_SORTED)
            made.rows = []
        return made

    def _add(self, made: ReturnedSheet, row: ReturnedRow) -> None:
        if any(row.told(head) for head in made.heads if head not in HIDDEN):
            made.rows.append(row)
        elif not row.id:  # a known record without a visible cell is a row that somebody has emptied, and counts as missing
            made.blank += 1

    def _read(self, row: Row) -> ReturnedRow:
        cells = {
            head: _day_or(row.cells[places[0]]) if places[0] < len(row.cells) else "" for head, places in self._places.items()
        }
        hashed, key = self._marks(cells)
        as_sent = bool(hashed) and hashed == cells.get(_HASH)
        return ReturnedRow(row.number, plain(cells.get(_ID, "")), cells, as_sent, as_sent and key != cells.get(_KEY))

    def _marks(self, cells: Mapping[str, Cell]) -> tuple[str, str]:
        """`_hash` and `_key` of the row as it is now; '' where a column is missing that they need."""
        own = [column.head for column in self._form.answering if column.head not in LEAD]
        if not all(head in cells for head in (*LEAD, *own)):
            return "", ""
        return self._form.marks([cells[head] for head in LEAD], [cells[head] for head in own])

    def _doubled(self) -> Refused | None:
        for head, places in self._places.items():
            if len(places) > 1:
                named = "、".join(f"{letters(place)} 列“{plain(self._row.cells[place])}”" for place in places)
                return Refused(
                    self._told.file, self._sheet.name, self._row.number, named, head, _DOUBLED.format(head), _ONE_OF_THEM
                )
        return None

    def _remark_columns(self) -> None:
        """Say which columns are missing, and which are none of ours."""
        where = f"“{self._sheet.name}”"
        if missing := [column.head for column in self._form.answering if column.head not in self._places]:
            self._told.remarks.append(f"{where}没有“{'”“'.join(missing)}”列：按没有报送算，不当作空着，原有的值不变。")
        if _ID not in self._places:
            self._told.remarks.append(f"{where}左边认行用的隐藏列不在了：按户编号、姓名这些内容认行。")
        if strange := list(self._strange()):
            self._told.remarks.append(f"{where}多出来的列没有读，收到的原件里留着：{'、'.join(strange)}。")

    def _strange(self) -> Iterator[str]:
        """The columns with something in them that are none of ours."""
        ours = {place for places in self._places.values() for place in places}
        width = max(len(row.cells) for row in [self._row, *self._below])
        for index in range(width):
            shown = plain(self._row.cells[index]) if index < len(self._row.cells) else ""
            if index not in ours and (shown or any(index < len(row.cells) and plain(row.cells[index]) for row in self._below)):
                yield f"{letters(index)} 列“{shown}”" if shown else f"{letters(index)} 列"


def _day_or(cell: Cell) -> Cell:
    """A moment as text, which is no answer to any question of ours; everything else as it is."""
    return cell.isoformat(" ", "seconds") if isinstance(cell, dt.datetime) else cell


def _permuted(rows: Sequence[ReturnedRow], form: NounSheet, heads: frozenset[str]) -> ReturnedRow | None:
    """The first of the rows that wear each other's identifying cells: the keys that were written stand in the sheet, but elsewhere.

    One corrected name makes a key that nobody has, and a row that was copied over another leaves its own in place.
    """
    if not {_KEY, *LEAD, *form.identifying} <= heads:
        return None
    moved: list[tuple[str, str, ReturnedRow]] = []
    for row in rows:
        if not row.as_sent or row.misplaced:
            own = [column.head for column in form.answering if column.head not in LEAD]
            _, key = form.marks([row.cells[head] for head in LEAD], [row.cells.get(head, "") for head in own])
            if (was := row.told(_KEY)) and key != was:
                moved.append((was, key, row))
    worn = Counter(was for was, _, _ in moved) & Counter(key for _, key, _ in moved)
    return next(row for was, _, row in moved if was in worn) if worn.total() > 1 else None
