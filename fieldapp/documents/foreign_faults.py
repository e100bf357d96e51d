"""Cells of a workbook that show a fault in place of a value: an error, or a formula that nobody has worked out.

The reader passes over both as if they were blank; here they are found in the words of the file, so that they can be named.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from fieldapp.documents.foreign_old import Faults, faults_of_old

UNCOMPUTED = "#公式未算出"
"""Stands for a formula that has no value yet: a program wrote the book, and no spreadsheet has opened it since."""
_CELL = re.compile(
    rb'<(?:\w+:)?c\s([^>/]*\bt="e"[^>/]*|[^>/]*(?=>\s*<(?:\w+:)?f[\s/>]))>(.*?)</(?:\w+:)?c>',
    re.DOTALL,
)
"""A cell that is an error or has a formula; the many others are passed over quickly."""
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def faults(content: bytes) -> dict[str, Faults]:
    """The faults of an .xlsx or .xls: name of the sheet → its faults. Empty for an .ods, where `readable` makes them texts.

    Raises:
        ValueError: a part of the book cannot be unpacked.
    """
    found: dict[str, Faults] = {}
    if not content.startswith(b"PK"):
        return faults_of_old(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for name, part in _parts(book):
                found[name] = _of_sheet(book.read(part))
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError) as error:
        raise ValueError(str(error)) from None
    return found


def readable(content: bytes) -> bytes:
    """The book, where it is an .ods with errors, so that the reader sees them as texts; every other book as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        told = book.read("content.xml") if "content.xml" in book.namelist() else b""
        if b'calcext:value-type="error"' not in told:
            return content
        parts = {name: book.read(name) for name in book.namelist()}
    parts["content.xml"] = told.replace(b' office:string-value="" calcext:value-type="error"', b"")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return written.getvalue()


def _parts(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets of a workbook: name, and the part that holds its cells."""
    names = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    targets = {one.get("Id"): one.get("Target", "") for one in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter():
        part = posixpath.normpath(posixpath.join("/xl", targets.get(sheet.get(_RELATION), ""))).lstrip("/")
        if sheet.tag.endswith("}sheet") and part in names:
            yield sheet.get("name", ""), part


def _of_sheet(told: bytes) -> Faults:
    found: Faults = {}
    if b't="e"' not in told and not _FORMULA.search(told):
        return found
    for cell in _CELL.finditer(told):
        about, inside = cell.groups()
        if (place := _PLACE.search(about)) and (fault := _fault(about, inside)):
            found.setdefault(int(place[2]), {})[_index(place[1].decode())] = fault
    return found


def _fault(about: bytes, inside: bytes) -> str:
    """What is wrong with a cell; '' where nothing is. A formula whose value is an empty text shows nothing, and is right so."""
    value = _VALUE.search(inside)
    if b't="e"' in about:
        return value[1].decode("utf-8", "replace") if value else "#N/A"
    return UNCOMPUTED if value is None and b't="str"' not in about and _FORMULA.search(inside) else ""


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = 26 * index + ord(letter) - ord("A") + 1
    return index - 1


def shown(rows: Iterable[list[Any]], found: Faults) -> Iterator[list[Any]]:
    """The rows of a sheet from its first, with the faults where they stand."""
    number = 0
    for number, row in enumerate(rows, 1):
        yield _with(row, found.get(number, {}))
    for beyond in range(number + 1, max(found, default=0) + 1):
        yield _with([], found.get(beyond, {}))


def _with(row: list[Any], found: dict[int, str]) -> list[Any]:
    if found:
        row = row + [""] * (max(found) + 1 - len(row))
        for index, fault in found.items():
            row[index] = fault
    return row
