"""A package with pictures: one zip under a password (AES-256) that holds the locked workbook, every picture and an index.

The book inside is locked by itself as well, so that unpacking the zip leaves no open book behind. Pictures are called by
their SHA-256: the names of a zip's entries lie open. Nothing of a zip that came is ever unpacked to a disk.

Decision: at most 2 GB. So no zip of ours needs the larger form (ZIP64), and a stick with FAT32 takes every one.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED

from fieldapp.base.errors import BadBook
from fieldapp.base.pictures import is_digest
from fieldapp.documents.unlocking import NO_PASSWORD, WRONG_PASSWORD

BOOK, INDEX, FOLDER = "工作簿.xlsx", "索引.csv", "照片/"
HEADS = ("SHA-256", "照片原来的名字", "日期", "户编号", "户主", "哪一项", "说明")
"""Of the index."""
LARGEST_PICTURE, LARGEST_BOOK, LARGEST = 30 * 2**20, 2**29, 2**33
"""Bytes that a picture, the book, and all of it unpacked may have."""
MOST = 30_000
"""Entries of a zip."""
_PICTURE = re.compile(r"照片/([0-9a-f]{64})\.(?:jpg|png|bmp|webp)")
_TRICK = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\0\\]")
_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"
_DIRECTORY, _TAIL = 8 * 2**20, 2**16 + 64
"""Bytes of the list of entries at most, and of what stands behind it."""
_FAULTS = (ValueError, KeyError, EOFError, NotImplementedError, struct.error, zlib.error)
"""What reading a damaged zip raises, beside the library's own word for it."""
TRICKS = "“{}”里的文件名不对，不是本程序写的样子。", "不要解开它；请打电话问清是谁发的，让对方重新导出。"
TOO_LARGE = "“{}”解开以后太大，没有读。", "请打电话问清是谁发的，让对方重新导出。"
DAMAGED = "“{}”已损坏，读不出来。", "请让对方重新发一份。"


def is_parcel(path: Path) -> bool:
    """Whether a file is a zip with our workbook in it, by the looks of it. Raises: OSError."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return False
        file.seek(max(0, path.stat().st_size - _DIRECTORY - _TAIL))
        return BOOK.encode("utf-8") in file.read()


def library() -> Any:
    """The library of encrypted zips, which has no types."""
    import pyzipper  # late: it costs 0.1 s of the start

    found: Any = pyzipper
    return found


class Listed(NamedTuple):
    """A line of the index: what the file of a picture was called, its day, and what is on it, in words."""

    name: str
    day: dt.date | None
    what: str


@dataclass(frozen=True)
class Parcel:
    """A package with pictures that came, and opens.

    Attributes:
        book: the workbook as it lies in it, locked by itself.
        index: digest of every picture that it should hold → what the index says of it.
        others: what lies in it besides, by name; nobody reads it.
    """

    path: Path
    password: bytes = field(repr=False)
    book: bytes = field(repr=False)
    index: Mapping[str, Listed]
    others: tuple[str, ...]

    def pictures(self) -> Iterator[tuple[str, bytes | None]]:
        """Digest and bytes of each picture, one in memory at a time; None where it is not the picture of that digest."""
        with _archive(self.path) as archive:
            archive.setpassword(self.password)
            for entry in archive.infolist():
                if (found := _PICTURE.fullmatch(entry.filename)) is not None:
                    content = _content(archive, entry, LARGEST_PICTURE)
                    sound = content is not None and hashlib.sha256(content).hexdigest() == found[1]
                    yield found[1], content if sound else None


def open_parcel(path: Path, passwords: Iterable[str]) -> Parcel:
    """Open a package with the first of these passwords that does.

    Raises:
        BadBook: it is none, is damaged, has another password, would fill the machine, or plays tricks with names.
    """
    known = [one.encode("utf-8", "surrogatepass") for one in dict.fromkeys(passwords) if one]
    with _archive(path) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        if BOOK not in entries:
            raise _bad(DAMAGED, path)
        if entries[BOOK].flag_bits & 1 and not known:
            raise _bad(NO_PASSWORD, path)
        password, book = _opened(path, archive, entries[BOOK], known or [b""])
        told = _content(archive, entries[INDEX], LARGEST_PICTURE) if INDEX in entries else b""
        others = [
            name for name in entries if name not in (BOOK, INDEX) and not _PICTURE.fullmatch(name) and not name.endswith("/")
        ]
        return Parcel(path, password, book, _index(told or b""), tuple(others))


def _opened(path: Path, archive: Any, entry: Any, passwords: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The password that opens the book, and the book. Raises: BadBook."""
    damaged = False
    for password in passwords:
        archive.setpassword(password or None)
        try:
            archive.open(entry).close()
        except RuntimeError:  # how the library calls a wrong password
            continue
        if (book := _content(archive, entry, LARGEST_BOOK)) is not None:
            return password, book
        damaged = True  # or one password in 65,536 that seems to open it
    raise _bad(DAMAGED if damaged else WRONG_PASSWORD, path)


def _index(content: bytes) -> Mapping[str, Listed]:
    """What the index tells: digest → its line. What nobody can read tells nothing."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    try:
        told = [[cell.strip() for cell in row] for row in rows]
    except csv.Error:
        return {}
    return {row[0]: _listed(*row[1:6]) for row in told if len(row) == len(HEADS) and is_digest(row[0])}


def _listed(name: str, day: str, _code: str, head: str, question: str) -> Listed:
    what = f"{head}家{question}" if head else question
    try:
        return Listed(name, dt.date.fromisoformat(day) if day else None, what)
    except ValueError:
        return Listed(name, None, what)


@contextmanager
def _archive(path: Path) -> Iterator[Any]:
    """The zip, when its list of entries is one that a program like ours writes. Raises: BadBook."""
    zips = library()
    try:
        _require_small_list(path)
        with zips.AESZipFile(path) as archive:
            _require_harmless(path, archive.infolist())
            yield archive
    except (zips.BadZipFile, *_FAULTS) as error:
        raise _bad(DAMAGED, path) from error


def _require_small_list(path: Path) -> None:
    """Refuse a list of entries that would fill the memory, before it is read. Raises: BadBook, OSError, ValueError."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read()
    place = tail.rfind(_END)
    if place < 0:
        raise ValueError
    entries, directory = struct.unpack_from("<HI", tail, place + 10)
    if entries > MOST or directory > _DIRECTORY or _END64 in tail[max(0, place - 20) : place]:
        raise _bad(TOO_LARGE, path)


def _require_harmless(path: Path, entries: Sequence[Any]) -> None:
    """Refuse names that lead out of a folder or stand twice, and what would not end when it is unpacked. Raises: BadBook."""
    names = [entry.filename for entry in entries]
    if len({*names}) < len(names) or any(_TRICK.search(name) for name in names):
        raise _bad(TRICKS, path)
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise _bad(TOO_LARGE, path)


def _content(archive: Any, entry: Any, most: int) -> bytes | None:
    """The bytes of an entry; None where it is altered, too large, or packed in a way that we do not use."""
    if entry.file_size > most or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return None
    try:
        content: bytes = archive.read(entry)
    except (library().BadZipFile, RuntimeError, *_FAULTS):
        return None
    return content


def _bad(why: tuple[str, str], path: Path) -> BadBook:
    return BadBook(why[0].format(path.name), why[1])
