"""The workbook that goes out: everything of a village, one sheet a noun, readable by people and by programs.

It is written beside its place, read again and compared with what was to be written, and only then given its name. A book
with a password is unlocked again for that, too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypeVar, Unpack

from fieldapp.base.errors import FieldAppError
from fieldapp.base.record import Record
from fieldapp.documents.column import Column
from fieldapp.documents.cover import (
    COVER_COLUMNS,
    EXPORTED_COLUMNS,
    META_COLUMNS,
    Cover,
    Exported,
    cover_rows,
    meta_rows,
)
from fieldapp.documents.dictionary import DICTIONARY_COLUMNS, dictionary
from fieldapp.documents.edition import FULL, Edition
from fieldapp.documents.landing import landing, settle
from fieldapp.documents.locking import locked, unlocked
from fieldapp.documents.masking import WITHHELD, MaskedSheet
from fieldapp.documents.news import ChangeLine, masked_news, news_columns, not_withheld
from fieldapp.documents.noun_sheet import LEAD, NOTHING, OPEN, VERDICTS, NounSheet, lead_of
from fieldapp.documents.package import rows_of
from fieldapp.documents.reread import compare
from fieldapp.documents.sheet import Sheet
from fieldapp.documents.spreadsheet import Spreadsheet
from fieldapp.records import RECORDS
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.village import Village

T = TypeVar("T")
CHANGES_COLUMNS: list[Column[str]] = [Column.told("line", str, width=90)]
"""The one column of the hidden sheet `_changes`; see package.py."""
SOURCED: Mapping[str, int] = {"来源": 30}
"""What every row of a book of several villages tells besides, and the width of the column."""
Verdicts = Callable[[Dossier], Mapping[str, str]]
"""What is told of a household beside its answers: the heads of VERDICTS → text."""


@dataclass(frozen=True)
class Marked:
    """What is open between two offices.

    Attributes:
        tables: of the records of which anything is.
        told: of a household, id of the record → what is open, in words.
    """

    tables: frozenset[str]
    told: Callable[[Dossier], Mapping[str, str]]


@dataclass(frozen=True)
class Written:
    """A workbook that stands whole in its place.

    Attributes:
        rows: name of the sheet → rows on it, for the sheets of records.
        cells: how many cells have something in them, on all sheets.
        sha256: of the file, in hexadecimal.
    """

    path: Path
    rows: Mapping[str, int]
    cells: int
    sha256: str


def write_workbook(
    path: Path,
    village: Village,
    contents: Iterable[Dossier | Record],
    *,
    changes: Iterable[ChangeLine] = (),
    verdicts: Verdicts | None = None,
    marked: Marked | None = None,
    nouns: Sequence[type[Record]] = RECORDS,
    sources: Mapping[str, str] | None = None,
    **cover: Unpack[Cover],
) -> Written:
    """Write the whole village, or several, into one workbook. Equal content at an equal time gives an equal file, save under a password.

    Args:
        contents: every household, and after them the records that belong to none; read once, only one is held at a time.
            A village among them begins the next one, whose rows follow. What it raises ends the work.
        changes: what the sheet 本次变化 tells, oldest first.
        verdicts: what is told of a household beside its answers; None leaves these columns out.
        marked: what is open between the offices; the masked edition does not tell it.
        nouns: the questionnaire.
        sources: code of each of several villages → where what is told of it comes from; every row tells it, too.
        cover: by whom, when, in which edition, the 对账码 and the package (see Cover).

    Raises:
        FieldAppError: the file cannot be written, a text is too long for a cell, or what was read again is not what
            was to be written. A book that stood there before is untouched, and nothing is left beside it.
    """
    edition = cover.get("edition", FULL)
    with landing(path) as part:
        book = Spreadsheet()
        writing = _Writing(book, village, nouns, verdicts, edition, sources, None if edition.masked else marked)
        for one in contents:
            if isinstance(one, Dossier):
                writing.household(one)
            else:
                writing.unowned(one)
        writing.finish(cover, changes)
        _save(book, part, cover["at"], edition)
        with part.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(path, writing.rows, sum(sheet.cells for sheet in book.sheets), sha256)


def _save(book: Spreadsheet, part: Path, at: dt.datetime, edition: Edition) -> None:
    """Write the file, read it again from the disk and compare. One with a password never stands there unlocked."""
    if not edition.password:
        with part.open("xb") as file:
            book.save(file, at)
        settle(part)
        compare(part, book.sheets)
        return
    whole = BytesIO()
    book.save(whole, at)
    content = locked(whole, edition.password)
    part.write_bytes(content)
    settle(part)
    if (found := part.read_bytes()) != content:
        raise FieldAppError("工作簿写好后核对，磁盘上的和应写的不一样，没有保存。", "请换一个磁盘再导出一次。")
    compare(unlocked(found, edition.password), book.sheets)


class _Writing:
    """The sheets of one village, or of several, while they are filled."""

    def __init__(
        self, book: Spreadsheet, village: Village, nouns: Sequence[type[Record]], verdicts: Verdicts | None, edition: Edition,
        sources: Mapping[str, str] | None, marked: Marked | None,
    ) -> None:  # fmt: skip
        self._village, self._verdicts, self._masked, self._sources = village, verdicts, edition.masked, sources
        self._marked = marked
        self._cover_village, beside = village, NOTHING if sources is None else SOURCED
        self._names: dict[str, str] = {}
        self._cover = book.add("说明", COVER_COLUMNS)
        news = news_columns(village, self._names)
        self._news_columns = masked_news(news) if edition.masked else news
        self._news = book.add("本次变化", self._news_columns, lead=len(LEAD))
        self._nouns: dict[type[Record], Exported] = {}
        kind = MaskedSheet if edition.masked else NounSheet
        for noun in nouns:
            open = OPEN if marked and noun.table in marked.tables else NOTHING
            rows = kind(noun, self._names, {**(VERDICTS if verdicts and noun is Household else NOTHING), **open, **beside})
            sheet = book.add(noun.label, rows.columns, hidden=rows.hidden, lead=len(LEAD))
            self._nouns[noun] = Exported(sheet, rows)
        self._dictionary = book.add("数据字典", DICTIONARY_COLUMNS, lead=2)
        self._report = book.add("导出说明", EXPORTED_COLUMNS)
        self._meta = book.add("_meta", META_COLUMNS, state="veryHidden")
        self._changes = None if edition.masked else book.add("_changes", CHANGES_COLUMNS, state="veryHidden")

    @property
    def rows(self) -> dict[str, int]:
        """Name of the sheet → rows on it, for the sheets of records."""
        return {one.sheet.title: one.sheet.rows for one in self._nouns.values()}

    def household(self, dossier: Dossier) -> None:
        """Write all rows of one household. What it only shares stands under the household to which it belongs."""
        self._names.update(dossier.names)
        lead = lead_of(self._village, dossier)
        told = self._verdicts(dossier) if self._verdicts else {}
        if self._verdicts and told.keys() != VERDICTS.keys():
            raise ValueError(f"verdicts must tell {list(VERDICTS)}")
        marks = self._marked.told(dossier) if self._marked else {}
        for noun, one in self._nouns.items():
            for record in [dossier.household] if noun is Household else dossier.all(noun):
                if dossier.owns(record):
                    mark = dict.fromkeys(OPEN, marks.get(record.id, ""))
                    one.sheet.append(one.rows.row(lead, record, {**told, **mark, **self._source}))

    @property
    def _source(self) -> dict[str, str]:
        """Where the rows of the present village come from."""
        return {} if self._sources is None else dict.fromkeys(SOURCED, self._sources.get(self._village.code or "", ""))

    def unowned(self, record: Record) -> None:
        """Write the row of a record that belongs to no household; a village begins the next one."""
        self._village = record if isinstance(record, Village) else self._village
        if one := self._nouns.get(type(record)):
            one.sheet.append(one.rows.row(lead_of(self._village, None), record, {**dict.fromkeys(OPEN, ""), **self._source}))

    def finish(self, cover: Cover, changes: Iterable[ChangeLine]) -> None:
        """Write what is known only when all households are written, and what needs none."""
        if self._sources is None:
            self.unowned(self._village)
        for line in not_withheld(changes) if self._masked else changes:
            _fill(self._news, self._news_columns, [line])
        exported = list(self._nouns.values())
        withheld = {field.key for field in WITHHELD} if self._masked else set()
        asked = (one for one in dictionary(list(self._nouns)) if f"{one['noun']}.{one['name']}" not in withheld)
        _fill(self._dictionary, DICTIONARY_COLUMNS, asked)
        _fill(self._report, EXPORTED_COLUMNS, exported)
        lines = rows_of(cover["package"]) if self._changes else []
        if self._changes:
            _fill(self._changes, CHANGES_COLUMNS, lines)
        _fill(self._meta, META_COLUMNS, meta_rows(cover, exported, lines))
        counted = [self._news, *(one.sheet for one in exported)]
        _fill(self._cover, COVER_COLUMNS, cover_rows(self._cover_village, cover, counted))


def _fill(sheet: Sheet, columns: Sequence[Column[T]], things: Iterable[T]) -> None:
    """Write one row for each thing."""
    for thing in things:
        sheet.append([column.cell(thing) for column in columns])
