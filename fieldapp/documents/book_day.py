"""Of which day a foreign book tells, by its own words: the same on every laptop, whenever and under whatever name it is read.

Order: what the lines above the head and the footers say that the data are as of (截至…) → any other day, month or year
written there → the day on which the book was saved last, as it tells itself. The file's own time is never asked: it is
another one on every laptop.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fieldapp.documents.cells import plain
from fieldapp.documents.foreign import Row

_DATE = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?:\s*[-/.年]\s*(?P<month>\d{1,2})(?:\s*[-/.月]\s*(?P<day>\d{1,2})日?)?(?!\d)(?:\s*月)?"
    r"|(?P<mm>\d\d)(?P<dd>\d\d)?(?!\d)|\s*年度?底?)"
)
_AS_OF = re.compile(r"截[至止].{0,3}$|数据(时间|日期).{0,2}$")
_LABELLED = re.compile(r"(日期|时间|截[至止]).{0,3}$")
_SAVED = "文件保存日期"


@dataclass(frozen=True)
class BookDay:
    """The day of a book.

    Attributes:
        on: None where the book tells of none. Of a month or a year it is the last day.
        by: what it was taken from where that is no full day in writing; '' otherwise.
        written: whether somebody has written it into the book, so that saving the book again does not change it.
    """

    on: dt.date | None
    by: str
    written: bool


def book_day(above: Iterable[str], footers: Iterable[str], saved: dt.date | None) -> BookDay:
    """The day that a sheet tells of.

    Args:
        above: the lines over the head.
        footers: the notes under the rows; only a day that is called one counts there.
        saved: when the book says that it was saved last.
    """
    found = [*_days(above, needs_label=False), *_days(footers, needs_label=True)]
    if not found:
        return BookDay(saved, _SAVED if saved else "", written=False)
    _, rough, on, quoted = min(found, key=lambda told: told[:2])
    if rough == _YEAR_ALONE and saved and saved.year == on.year:
        return BookDay(saved, _SAVED, written=False)  # the end of a year that is not over is no day to speak of
    return BookDay(on, f"“{quoted}”" if rough else "", written=True)


_YEAR_ALONE = 2


def _days(lines: Iterable[str], *, needs_label: bool) -> Iterator[tuple[bool, int, dt.date, str]]:
    """Every day that is written: not as of, how rough it is (0 day, 1 month, 2 year), the last day of it, and its words."""
    for line in lines:
        text = unicodedata.normalize("NFKC", line)
        for found in _DATE.finditer(text):
            before = text[: found.start()].rstrip()
            if needs_label and not _LABELLED.search(before):
                continue
            year, month, day = int(found["year"]), found["month"] or found["mm"], found["day"] or found["dd"]
            rough = 0 if day else 1 if month else _YEAR_ALONE
            if on := _last(year, int(month or 12), int(day) if day else None):
                yield not _AS_OF.search(before), rough, on, found[0]


def _last(year: int, month: int, day: int | None) -> dt.date | None:
    """That day, or the last of its month; None where there is no such day."""
    try:
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def line_of(row: Row) -> str:
    """A row as one line; what is merged over several columns once."""
    return " ".join(dict.fromkeys(text for cell in row.cells if (text := plain(cell))))
