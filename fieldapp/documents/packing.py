"""Packing a package with pictures: the locked workbook, every picture and an index in one zip under a password; see parcel.py."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED

from fieldapp.base.errors import FieldAppError
from fieldapp.documents.parcel import BOOK, FOLDER, HEADS, INDEX, library, open_parcel

MISSING = "照片不见了"
TOO_MANY = "照片太多，一个包装不下(最多 2 GB)。", "请用 --photos-since 只带最近的照片，分几次交。"
_ENDINGS = {b"\x89PNG": "png", b"BM": "bmp", b"RIFF": "webp"}


@dataclass(frozen=True)
class Picture:
    """A picture to be packed, and what the index says of it. `content`: None where it is lost."""

    digest: str
    content: bytes | None
    name: str = ""
    day: dt.date | None = None
    code: str = ""
    head: str = ""
    question: str = ""

    def row(self) -> tuple[str, ...]:
        """Its line of the index."""
        day = self.day.isoformat() if self.day else ""
        told = (self.name, day, self.code, self.head, self.question, "" if self.content is not None else MISSING)
        return (self.digest, *(_as_text(one) for one in told))


def _as_text(told: str) -> str:
    """A cell that every program shows as it is: a code of many digits is no number, and nothing is a formula."""
    return f"\t{told}" if told.isdigit() or told.startswith(("=", "+", "-", "@")) else told


def pack(path: Path, book: bytes, pictures: Iterable[Picture], password: str, at: dt.datetime) -> list[str]:
    """Write a package.

    Args:
        path: where nothing stands yet.
        book: the locked workbook.

    Returns:
        The digests of the pictures in it.

    Raises:
        FieldAppError: it would be larger than a stick takes.
        OSError: it cannot be written.
    """
    zips = library()
    written, digests = io.StringIO(), list[str]()
    index = csv.writer(written)
    index.writerow(HEADS)

    def put(name: str, content: bytes, compression: int = ZIP_STORED) -> None:
        entry = zips.zipfile_aes.AESZipInfo(name, at.timetuple()[:6])
        entry.compress_type, entry.external_attr = compression, 0o600 << 16
        archive.writestr(entry, content)

    with path.open("xb") as file:
        archive = zips.AESZipFile(file, "w", ZIP_STORED, allowZip64=False, encryption=zips.WZ_AES)
        try:
            archive.setpassword(password.encode("utf-8"))
            put(BOOK, book)
            for one in pictures:
                index.writerow(one.row())
                if one.content is not None:
                    digests.append(one.digest)
                    put(f"{FOLDER}{one.digest}.{_ending(one.content)}", one.content)
            put(INDEX, written.getvalue().encode("utf-8-sig"), ZIP_DEFLATED)
            archive.close()
        except zips.LargeZipFile:
            raise FieldAppError(*TOO_MANY) from None
        finally:
            archive.fp = None  # half of a zip cannot be closed: the library would raise over it once more
    return digests


def _ending(picture: bytes) -> str:
    return next((ending for start, ending in _ENDINGS.items() if picture.startswith(start)), "jpg")


def require_packed(path: Path, book: bytes, digests: Iterable[str], password: str) -> None:
    """Read a package again from the disk. Raises: FieldAppError: it does not hold this book and these pictures."""
    found = open_parcel(path, [password])
    sound = {digest for digest, content in found.pictures() if content is not None}
    if found.book != book or sound != {*digests} or found.others:
        raise FieldAppError("带照片的包写好后核对，磁盘上的和应写的不一样，没有保存。", "请换一个磁盘再导出一次。")
