"""On which day a foreign book was saved last, as it tells itself: docProps/core.xml of an .xlsx, meta.xml of an .ods."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib

_PARTS = {
    "docProps/core.xml": re.compile(rb"<(?:\w+:)?modified(?:\s[^>]*)?>\s*([^<\s]+)"),
    "meta.xml": re.compile(rb"<dc:date>\s*([^<\s]+)"),
}
_READ = 64 * 1024
"""So many bytes of such a part are looked at; an honest one has two thousand."""
_BEIJING = dt.timezone(dt.timedelta(hours=8))
"""A moment with a zone is told as the day it was in China, on every laptop; one without is told as it stands."""


def saved_on(content: bytes) -> dt.date | None:
    """That day; None where the book does not tell it: an old .xls, a csv file, or one that is damaged there."""
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for part in _PARTS.keys() & set(book.namelist()):
                with book.open(part) as told:
                    if found := _PARTS[part].search(told.read(_READ)):
                        return _day(found[1].decode("ascii", "replace"))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        return None
    return None


def _day(told: str) -> dt.date | None:
    try:
        moment = dt.datetime.fromisoformat(told)
    except ValueError:
        return None
    day = (moment.astimezone(_BEIJING) if moment.tzinfo else moment).date()
    return day if 2000 <= day.year <= 2200 else None
