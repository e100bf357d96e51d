"""Looking at rosters before they are taken in: how each sheet is read, and what would come of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldapp.base.errors import BadBook, FieldAppError
from fieldapp.desk.layouts import remembered
from fieldapp.desk.registering import Comparison, compare
from fieldapp.documents.foreign import Book, read_book
from fieldapp.documents.mapping import Known, SheetLayout, lay_out
from fieldapp.documents.synonyms import catalogue
from fieldapp.store.reader import Reader

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


@dataclass(frozen=True)
class Looked:
    """What looking at rosters has found.

    Attributes:
        layouts: every sheet that is neither blank nor hidden, in the order of the books.
        asks: the sheets of which a person must say what their columns are, before anything can be compared.
        comparison: what an intake would do, marked as a dry run; None while something is asked, or where no book could be read.
        unread: the books that cannot be read, and why.
    """

    layouts: list[SheetLayout]
    asks: list[SheetLayout]
    comparison: Comparison | None
    unread: list[FieldAppError]


def look(reader: Reader, paths: Sequence[Path], *, fill_empty: bool = False, progress: Progress | None = None) -> Looked:
    """Read rosters, and compare them with the file where every one of them is understood. Writes nothing.

    Raises:
        BadBook: a book has no sheet that could be taken in.
    """
    said, books = remembered(reader), list[Book]()
    unread: list[FieldAppError] = []
    whole = 2 * len(paths) + 1
    for done, path in enumerate(paths):
        if progress:
            progress(done, whole)
        try:
            books.append(read_book(path))
        except BadBook as trouble:
            unread.append(trouble)
    layouts, asks = list[SheetLayout](), list[SheetLayout]()
    for book in books:
        laid = [lay_out(book.name, sheet, catalogue(), said) for sheet in book.sheets if len(sheet.rows) > 1 and not sheet.hidden]
        layouts += laid
        asks += _asked(book, laid)
    comparison = None
    if books and not asks:
        beside = (lambda done, _: progress(len(paths) + done, whole)) if progress else None
        comparison = compare(reader, books, fill_empty=fill_empty, progress=beside)
        comparison.told.dry_run = True
    return Looked(layouts, asks, comparison, unread)


def _asked(book: Book, laid: Sequence[SheetLayout]) -> list[SheetLayout]:
    """The sheets of a book that a person is asked about: riddles, and all that nobody knows where none tells a roster.

    Raises:
        BadBook: there is nothing to ask about.
    """
    riddles = [layout for layout in laid if layout.known is Known.RIDDLE]
    if riddles or any(layout.tells for layout in laid):
        return riddles
    if not laid:
        raise BadBook(f"“{book.name}”里没有可以导入的表。", "表头下面要有内容，表不能是隐藏的。")
    return list(laid)
