"""A workbook that arrives: whose it is, and whether anybody has edited it since it was written.

Our own books are recognised by their parts alone, without a spreadsheet's library: the bytes of `_meta` and `_changes` are
read as we wrote them, and the rows of every sheet of records are compared with what `_meta` says of them. A book that was
saved by another program looks different and is read cell by cell, in a child process as every foreign book is.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from fieldapp.documents.foreign import Book, Sheet
from fieldapp.documents.package import Package, read

if TYPE_CHECKING:
    from lxml import etree

META, CHANGES = "_meta", "_changes"
_LARGEST = 2**28
"""The most bytes of one part that we unpack; our own largest is some 50 MB."""
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COMMENT = re.compile(rb"<(?:\w+:)?comment\s")
_BEGIN, _END = b"<sheetData>", b"</sheetData>"


@dataclass(frozen=True)
class Arrived:
    """A workbook of ours that has come back or from elsewhere.

    Attributes:
        name: of the file.
        package: what it holds for programs.
        untouched: nobody has edited a row of records since it was written.
    """

    name: str
    package: Package
    untouched: bool


def arrived(name: str, content: bytes, keys: Iterable[str] = ()) -> Arrived | None:
    """What these bytes are, where they still are as we wrote them; None where another program has saved them, or they are not ours.

    Args:
        keys: those with which its seal may hold.

    Raises:
        BadBook: a newer program wrote it, or it is damaged within.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = _parts(archive)
            meta = {row[0]: row[1] for row in _rows(archive, parts.get(META)) if len(row) > 1}
            changes = [row[0] for row in _rows(archive, parts.get(CHANGES)) if row]
            if not meta:
                return None
            package = read(name, meta, changes[1:], keys)
            return Arrived(name, package, bool(package.sealed) and _untouched(archive, parts, meta))
    except (BadZipFile, zlib.error, ValueError, KeyError, OSError, EOFError, NotImplementedError, RuntimeError):
        return None


def meta_of(content: bytes) -> Mapping[str, str]:
    """What `_meta` says in a book whose bytes are as we wrote them; nothing where another program has saved it, or it is not ours."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _, *rows = _rows(archive, _parts(archive).get(META))
            return {row[0]: row[1] for row in rows if len(row) > 1}
    except (BadZipFile, zlib.error, ValueError, KeyError, OSError, EOFError, NotImplementedError, RuntimeError):
        return {}


def comments_in(content: bytes) -> int:
    """How many cells of a workbook carry somebody's comment; 0 where that cannot be told."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = [name for name in archive.namelist() if name.startswith("xl/comments")]
            return sum(len(_COMMENT.findall(_content(archive, part))) for part in parts)
    except (BadZipFile, zlib.error, ValueError, KeyError, OSError, EOFError, NotImplementedError, RuntimeError):
        return 0


def package_of(book: Book, keys: Iterable[str] = ()) -> Package | None:
    """The package of a book that another program has saved; None where it has none. Raises: BadBook."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    if META not in sheets:
        return None
    meta = {str(row.cells[0]): str(row.cells[1]) for row in sheets[META].rows if len(row.cells) > 1}
    changes = [str(row.cells[0]) for row in sheets.get(CHANGES, Sheet(CHANGES)).rows if row.cells]
    return read(book.name, meta, changes[1:], keys)


def _parts(archive: ZipFile) -> Mapping[str, str]:
    """Name of each sheet → the part that holds it."""
    targets = {str(one.get("Id")): str(one.get("Target", "")) for one in _tree(archive, "xl/_rels/workbook.xml.rels")}
    named = _tree(archive, "xl/workbook.xml").find(f"{_MAIN}sheets")
    found = {}
    for one in named if named is not None else ():
        id = next((value for key, value in one.attrib.items() if str(key).endswith("}id")), "")
        target = targets.get(str(id), "")
        found[str(one.get("name"))] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return found


def _content(archive: ZipFile, part: str) -> bytes:
    """The bytes of a part. Raises: KeyError where there is none, ValueError where it is too large to be ours."""
    if archive.getinfo(part).file_size > _LARGEST:
        raise ValueError(part)
    return archive.read(part)


def _rows(archive: ZipFile, part: str | None) -> Iterator[list[str]]:
    """The texts of each row, as far as they stand in the cells themselves; a book saved by others keeps them elsewhere."""
    if part is not None:
        for row in _tree(archive, part).iter(f"{_MAIN}row"):
            yield [_ESCAPED.sub("_", text.text or "") for text in row.iter(f"{_MAIN}t")]


def _tree(archive: ZipFile, part: str) -> etree._Element:
    """What a part holds. Raises: KeyError where there is none, ValueError where it is no XML or too large to be ours."""
    from lxml import etree

    try:
        return etree.fromstring(_content(archive, part), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(part) from error


def _untouched(archive: ZipFile, parts: Mapping[str, str], meta: Mapping[str, str]) -> bool:
    """Whether the rows of every sheet of records are the bytes that were written."""
    for key, wanted in meta.items():
        if key.endswith(".sha256") and (title := meta.get(key.replace(".sha256", ".sheet"))) is not None:
            _, _, rest = _content(archive, parts[title]).partition(_BEGIN)
            if hashlib.sha256(rest.partition(_END)[0]).hexdigest() != wanted:
                return False
    return True
