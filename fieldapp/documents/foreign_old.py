"""Errors in the cells of an old .xls, which the reader passes over as if they were blank.

Source: [MS-XLS] Excel Binary File Format, records BoundSheet8, BoolErr and Formula.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

Faults = dict[int, dict[int, str]]
"""Row, from 1 → column, from 0 → what stands there."""

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BEGIN, _END, _SHEET, _BOOL_OR_ERROR, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0205, 0x0006
_BIFF8 = 0x0600


def faults_of_old(content: bytes) -> dict[str, Faults]:
    """The errors of an .xls: name of the sheet → its errors. Empty where the book is older than Excel 97.

    Raises:
        ValueError: the book is cut off or no book.
    """
    from olefile import OleFileIO  # type: ignore[import-untyped]  # late: only the child that reads an .xls needs it

    try:
        with OleFileIO(io.BytesIO(content)) as folder:
            told = folder.openstream("Workbook").read() if folder.exists("Workbook") else b""
        if len(told) < 6 or struct.unpack_from("<H", told, 4)[0] != _BIFF8:
            return {}
        return {name: dict(_of_sheet(told, at)) for name, at in _sheets(told)}
    except (OSError, struct.error, IndexError) as error:
        raise ValueError(str(error)) from None


def _records(told: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, up to its end: kind and inside. What is nested in it, as charts are, is left out."""
    depth = 0
    while at + 4 <= len(told):
        kind, size = struct.unpack_from("<HH", told, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 1:
            yield kind, told[at + 4 : at + 4 + size]
        if not depth:
            return
        at += 4 + size


def _sheets(told: bytes) -> Iterator[tuple[str, int]]:
    """Name of each sheet, and where in the stream it begins."""
    for kind, inside in _records(told, 0):
        if kind == _SHEET:
            at, _, length, wide = struct.unpack_from("<IHBB", inside)
            letters = inside[8 : 8 + length * (2 if wide & 1 else 1)]
            yield letters.decode("utf-16-le" if wide & 1 else "latin-1", "replace"), at


def _of_sheet(told: bytes, at: int) -> Faults:
    found: Faults = {}
    for kind, inside in _records(told, at):
        if kind == _BOOL_OR_ERROR and inside[7]:
            code = inside[6]
        elif kind == _FORMULA and inside[12:14] == b"\xff\xff" and inside[6] == 2:
            code = inside[8]
        else:
            continue
        row, column = struct.unpack_from("<HH", inside)
        found.setdefault(row + 1, {})[column] = _ERRORS.get(code, "#N/A")
    return found
