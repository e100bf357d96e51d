"""What came, before anybody knows what it is: a workbook, one under a password, or a package with pictures.

It is opened with the passwords that are known; the key that county and village share is tried by itself. Whatever it is,
what comes out is a book that nobody need unlock any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.base.errors import BadBook, FieldAppError
from fieldapp.documents.pictures import read_shot
from fieldapp.store.survey import Survey
from fieldapp.store.verifying import named_pictures

if TYPE_CHECKING:
    from fieldapp.documents.parcel import Parcel

LARGEST = 2**29
"""Bytes of the largest workbook that is read."""
_LISTED = 5
_NEW, _KNOWN, _ALTERED = "新收", "原来就有", "有照片被改动过，没有收"
_STRANGE, _MISSING = "有文件不是照片，没有收", "有照片没有一起来"
"""How a picture of a package ends, in words."""


@dataclass(frozen=True)
class Opened:
    """A file that came, open.

    Attributes:
        book: the bytes of the workbook, no longer under a password.
        kept: the workbook as it came; of a package with pictures the book in it, for the pictures are kept elsewhere.
        parcel: the package with pictures; None where it is a plain book.
    """

    path: Path
    book: bytes = field(repr=False)
    kept: bytes = field(repr=False)
    parcel: Parcel | None = None


def sha256_of(path: Path) -> str:
    """Of the bytes of a file, in hexadecimal. Raises: BadBook where it cannot be opened."""
    if path.is_dir():
        raise BadBook(f"“{path.name}”是文件夹，不是表格文件。", "请选择里面的表格文件。")
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise BadBook(f"找不到“{path.name}”。", "请核对文件的位置和名字。") from error
    except OSError as error:
        raise _shut(path) from error


def open_book(path: Path, passwords: Collection[str]) -> Opened:
    """Open what came with the first of these passwords that does.

    Raises:
        BadBook: it cannot be read, none of the passwords opens it, or it is too large.
    """
    from fieldapp.documents.parcel import is_parcel, open_parcel
    from fieldapp.documents.unlocking import opened

    try:
        parcel = open_parcel(path, passwords) if is_parcel(path) else None
        if parcel is None and path.stat().st_size > LARGEST:
            raise BadBook(f"“{path.name}”太大，不像工作簿。", "请核对是不是选错了文件。")
        kept = parcel.book if parcel else path.read_bytes()
    except OSError as error:
        raise _shut(path) from error
    return Opened(path, opened(path.name, kept, passwords), kept, parcel)


def _shut(path: Path) -> BadBook:
    return BadBook(f"“{path.name}”打不开。", "请核对文件的位置；正被 WPS 或 Excel 打开的，请先关掉。")


def take_pictures(survey: Survey, parcel: Parcel, *, dry_run: bool = False) -> list[str]:
    """Keep the pictures of a package that its index or a record here names; the data is taken whatever became of them.

    Returns:
        What is to be said of them, in sentences.
    """
    wanted, here = {*named_pictures(survey), *parcel.index}, survey.photos.ids()
    ends: dict[str, list[str]] = {end: [] for end in (_NEW, _KNOWN, _ALTERED, _STRANGE, _MISSING)}
    for digest, content in parcel.pictures():
        if digest in wanted:
            end = _KNOWN if digest in here else _ALTERED if content is None else _kept(survey, parcel, digest, content, dry_run)
            ends[end].append(digest)
    came = {digest for some in ends.values() for digest in some}
    ends[_MISSING] = [digest for digest in parcel.index if digest not in came | here]
    return list(_told(parcel, ends))


def _kept(survey: Survey, parcel: Parcel, digest: str, content: bytes, dry_run: bool) -> str:
    """Keep one picture that is not here yet; how it ends."""
    listed = parcel.index.get(digest)
    try:
        shot = read_shot(content, digest[:8])
    except FieldAppError:
        return _STRANGE
    if not dry_run:
        today, at = survey.clock.today(), survey.clock.now().isoformat(timespec="seconds")
        days = [day for day in (listed and listed.day, shot.day) if day and day <= today]
        name = listed.name if listed and listed.name else digest[:8]
        survey.photos.add(name, content, at, day=days[0] if days else None, place=shot.place, screen=shot.screen)
    return _NEW


def _told(parcel: Parcel, ends: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if ends[_NEW] or ends[_KNOWN]:
        yield f"照片新收 {len(ends[_NEW])} 张，原来就有 {len(ends[_KNOWN])} 张。"
    for end in (_MISSING, _ALTERED, _STRANGE):
        names = [parcel.index[one].what if one in parcel.index else one[:8] for one in ends[end][:_LISTED]]
        more = f"等 {len(ends[end])} 张" if len(ends[end]) > _LISTED else ""
        if names:
            yield f"{end}：{'、'.join(names)}{more}。资料已照样收下；请让对方把照片重新发来。"
    if parcel.others:
        yield f"包里还有 {len(parcel.others)} 个不认识的文件，没有读：{'、'.join(parcel.others[:_LISTED])}。"
