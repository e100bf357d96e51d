"""The child process that opens a foreign book, so that a damaged or hostile one can only kill the child.

Run as `main.py --read-book PATH BYTES`, where BYTES limits its memory (0: no limit); for the path -
the book itself comes by its input. It answers
in lines of JSON: `{"sha256"}`, then for each sheet `{"sheet", "hidden"}` and for each row that is not blank its number
(from 1) with its cells, trailing blanks cut; at the end `{"end": true, "saved": day}`. Days and moments are `{"day": ISO 8601}`. A book
that cannot be read ends in `{"bad": reason}`, where the reason is a key of `foreign.REASONS`.

Cells are taken one row after another: to have them all at once stalls the process and doubles the memory.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import sys
import zipfile
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Row = tuple[int, list[Any]]
"""A row that is not blank: its number from 1, and its cells."""
Merged = list[tuple[tuple[int, int], tuple[int, int]]]

_UNPACKED = 512 * 2**20
"""The most bytes a book may unpack to: a village of 20,000 people has 40 MiB."""
_REACH = 50_000_000
"""Rows times columns up to the last cell: beyond, a stray cell lies far out, and to walk there would take minutes."""
_CELLS = 6_000_000
"""The most cells of a book: 20,000 people with 177 columns have 3.5 million."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Bad(Exception):
    """The book cannot be read; the only argument is the reason."""


def main(path: str, memory: str) -> None:
    """Read the book and speak. `memory`: how many bytes it may take."""
    from fieldapp.documents.foreign_saved import saved_on

    limit_memory(int(memory))
    tell = sys.stdout.buffer.write
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        tell(_line({"sha256": hashlib.sha256(content).hexdigest()}))
        cells = 0
        for head, rows in sheets(content):
            tell(_line(head))
            for row in rows:
                tell(_line(row))
                if (cells := cells + len(row[1])) > _CELLS:
                    raise Bad("large")
        tell(_line({"end": True, "saved": saved_on(content)}))
    except Bad as bad:
        tell(_line({"bad": bad.args[0]}))
    except MemoryError:
        tell(b'{"bad": "large"}\n')


def limit_memory(limit: int) -> None:
    """Let this process die rather than the laptop. Windows knows no such limit; there a failed allocation ends it."""
    if limit and sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _line(told: Any) -> bytes:
    return json.dumps(told, default=_moment, separators=(",", ":")).encode("ascii") + b"\n"


def _moment(value: object) -> object:
    """A day or a moment, told so that it is not taken for text; a time of day or a duration has no meaning here but its text."""
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return {"day": value.date().isoformat() if midnight else value.isoformat(timespec="seconds")}
    return {"day": value.isoformat()} if isinstance(value, dt.date) else str(value)


def sheets(content: bytes) -> Iterator[tuple[dict[str, Any], Iterable[Row]]]:
    """The sheets of a book of any kind. Raises: Bad."""
    if not content:
        raise Bad("empty")
    if content.startswith(b"PK"):
        _look_inside(content)
    elif content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Bad("encrypted")
    else:
        yield {"sheet": "csv", "hidden": False}, table_of_text(content)  # the file's name may differ from laptop to laptop
        return
    yield from _spreadsheet(content)


def _look_inside(content: bytes) -> None:
    """Refuse what is no workbook, is cut off, or unpacks to more than a laptop holds."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Bad("damaged") from None
    if not any(part.filename.startswith("xl/") or part.filename == "content.xml" for part in parts):
        raise Bad("no book")
    if any(part.flag_bits & 1 for part in parts):
        raise Bad("encrypted")
    if sum(part.file_size for part in parts) > _UNPACKED:
        raise Bad("large")


def _spreadsheet(content: bytes) -> Iterator[tuple[dict[str, Any], Iterable[Row]]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    from fieldapp.documents.foreign_faults import faults, readable, shown

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(readable(content)))
        found = faults(content)
        for about in book.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            bottom, right = sheet.end or (0, 0)
            if bottom * right > _REACH:
                raise Bad("large")
            left = [""] * (sheet.start or (0, 0))[1]
            rows = _numbered(shown((left + row for row in sheet.iter_rows()), found.get(about.name, {})))
            spread(rows, sheet.merged_cell_ranges or [])
            yield {"sheet": about.name, "hidden": about.visible is not SheetVisibleEnum.Visible}, rows
    except PasswordError:
        raise Bad("encrypted") from None
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile):
        raise Bad("damaged") from None


def _numbered(rows: Iterable[list[Any]]) -> list[Row]:
    """The rows that are not blank, with their numbers and without their trailing blanks."""
    kept = []
    for number, row in enumerate(rows, 1):
        width = len(row)
        while width and (row[width - 1] == "" or (isinstance(row[width - 1], str) and not row[width - 1].strip())):
            width -= 1
        if width:
            kept.append((number, row[:width]))
    return kept


def spread(rows: list[Row], merged: Merged) -> None:
    """Give every cell of a merged area what its first cell shows, in rows that are not blank and columns in use."""
    widest = max((len(cells) for _, cells in rows), default=0)
    numbers = [number for number, _ in rows]
    allowed = 2 * widest * len(rows)  # areas cannot cover a cell twice; a book that says so is lying
    for (top, left), (bottom, right) in merged:
        covered = [cells for _, cells in rows[bisect_left(numbers, top + 1) : bisect_right(numbers, bottom + 1)]]
        end = min(right + 1, widest)
        shown = covered[0][left : left + 1] if covered else []
        if not shown or shown == [""] or (allowed := allowed - len(covered) * (end - left)) < 0:
            continue
        for cells in covered:
            cells.extend([""] * (end - len(cells)))
            cells[left:end] = shown * (end - left)


def table_of_text(content: bytes) -> list[Row]:
    """The rows of a csv file in UTF-8, UTF-16 or GB18030, separated by comma, tab, semicolon or stroke. Raises: Bad."""
    text = _decoded(content)
    if text.lstrip()[:1] == "<" or text.startswith("MIME-Version:"):
        raise Bad("web page")
    if any(ord(sign) < 32 and sign not in "\t\r\n\f\x1a" for sign in text):
        raise Bad("no book")
    separator = max(",\t;|", key=lambda sign: _evenly(text[:8192], sign))
    try:
        return _numbered(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:  # a quotation mark that stays open swallows all rows that follow
        raise Bad("quotes" if "limit" not in str(error) else "damaged") from None


def _evenly(text: str, separator: str) -> tuple[int, int]:
    """How well a sign parts the lines of a table: how many have the commonest number of columns, and how many these are."""
    widths = Counter(line.count(separator) for line in text.splitlines() if separator in line)
    return max(((lines, width) for width, lines in widths.items()), default=(0, 0))


def _decoded(content: bytes) -> str:
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    named = [name for mark, name in marks if content.startswith(mark)]
    for encoding in named or ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Bad("no book")
