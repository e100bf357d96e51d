"""Looking at a file that came to the county: whose it is, and whether it can be taken at all. Nothing is written here."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.base.errors import BadBook, Cancelled, FieldAppError
from fieldapp.desk.county import State
from fieldapp.desk.county_hands import Stop
from fieldapp.desk.opening_books import open_book
from fieldapp.documents.package import MERGED, REPORT
from fieldapp.records import RECORDS
from fieldapp.records.village import Village

if TYPE_CHECKING:
    from fieldapp.documents.foreign import Book

_BOOKS = {".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv"}
_MASKED = ("这是公开版，遮住的号码读不回来。", "请让村里交完整的或加密码的那一版。")
_MERGED = ("这是县里自己合并出来的总表，不是哪个村的包。", "要改的请在村的档案里改，或者用冲突报告。")
_SEVERAL = ("一张表里有几个村的行，给程序读的部分也不在了。", "请按村分开再收，或者用冲突报告。")
_STRANGER = ("这本表上的印章不是用本县发给这个村的密钥盖的。", "可能是别的县的，或者登记包换过；请打电话问清，让村里重新登记再导出。")
_NO_BOOK = ("不是表格文件。", "村里交来的是 xlsx 工作簿。")


@dataclass(frozen=True)
class Asked:
    """A file to look at.

    Attributes:
        keys: code and name of each village and the key that it shares with the county.
        sha256: of its bytes, '' where nobody knows it yet.
    """

    path: Path
    keys: Sequence[tuple[str, str, str]] = field(repr=False, default=())
    sha256: str = ""


@dataclass(frozen=True)
class Look:
    """What was seen.

    Attributes:
        meta: what `_meta` says; empty where there is none.
        state: where it ends here already; None where it is to be taken.
        why: what is to be said of it, and what to do.
    """

    path: Path
    sha256: str
    meta: Mapping[str, str] = field(default_factory=dict)
    state: State | None = None
    why: tuple[str, str] = ("", "")

    @property
    def village(self) -> str:
        """The code of the village, '' where it is nobody's."""
        return self.meta.get("village", "")

    @property
    def package(self) -> str:
        """The id of the package, '' where it has none."""
        return self.meta.get("package", "")


def sha256_of(path: Path) -> str:
    """Of the bytes of a file, in hexadecimal. Raises: OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def look(asked: Asked, _: Stop) -> Look:
    """Look at one file."""
    from fieldapp.documents.parcel import is_parcel

    try:
        sha256, is_book = asked.sha256 or sha256_of(asked.path), asked.path.suffix.lower() in _BOOKS or is_parcel(asked.path)
    except OSError:
        return Look(asked.path, "", {}, State.REFUSED, ("打不开。", "请核对文件；正被 WPS 或 Excel 打开的，请先关掉。"))
    if not is_book:
        return Look(asked.path, sha256, {}, State.UNKNOWN, _NO_BOOK)
    try:
        meta = _meta(asked)
    except Cancelled:
        raise
    except BadBook as trouble:
        return Look(asked.path, sha256, {}, State.REFUSED, (trouble.what, trouble.advice))
    except FieldAppError as trouble:
        return Look(asked.path, sha256, {}, State.UNKNOWN, (trouble.what, trouble.advice))
    if meta is None:
        return Look(asked.path, sha256, {}, State.ROSTER, ("这是名册。", "请打开那个村的档案，用“导入”收。"))
    state, why = _judged(meta, asked)
    return Look(asked.path, sha256, meta, state, why)


def _judged(meta: Mapping[str, str], asked: Asked) -> tuple[State | None, tuple[str, str]]:
    """Where a book of ours ends already."""
    if meta.get("edition") == "masked":
        return State.REFUSED, _MASKED
    if meta.get("kind") == MERGED:
        return State.REFUSED, _MERGED
    if meta.get("practice"):
        return State.PRACTICE, ("练习村的人和事都是虚构的，不收。", "请核对是不是选错了文件。")
    if meta.get("kind") != REPORT and _is_strange(meta, [key for code, _, key in asked.keys if code == meta.get("village")]):
        return State.REFUSED, _STRANGER
    return None, ("", "")


def _is_strange(meta: Mapping[str, str], keys: Sequence[str]) -> bool:
    """Whether a key was used for the seal that is not the village's."""
    from fieldapp.documents.package import SEAL, seal

    told = meta.get(SEAL, "")
    return told.startswith("hmac") and not any(hmac.compare_digest(told, seal(meta, key)) for key in keys if key)


def _meta(asked: Asked) -> Mapping[str, str] | None:
    """What the book says of itself; None where it is a roster.

    Raises:
        BadBook: it cannot be read.
        FieldAppError: it can, and nobody knows what it is.
    """
    from fieldapp.documents.arriving import META, meta_of

    opened = open_book(asked.path, _keys_for(asked))
    if meta := meta_of(opened.book):
        return meta
    from fieldapp.documents.foreign import read_book
    from fieldapp.documents.roster import stage

    book = read_book(asked.path, content=opened.book)
    for sheet in book.sheets:
        if sheet.name == META:
            return {str(row.cells[0]): str(row.cells[1]) for row in sheet.rows if len(row.cells) > 1}
    if codes := _villages(book):
        if len(codes) > 1:
            raise BadBook(*_SEVERAL)
        return {"village": codes.pop()}
    try:
        stage(book)
    except BadBook as trouble:
        raise FieldAppError(trouble.what, trouble.advice) from trouble
    return None


def _villages(book: Book) -> set[str]:
    """The codes of the villages whose rows stand on sheets of ours in a book that has lost what programs read."""
    from fieldapp.documents.returned import returned

    return {row.told(Village.code.label) for sheet in returned(book, {}, RECORDS).sheets for row in sheet.rows} - {""}


def _keys_for(asked: Asked) -> list[str]:
    """The keys that may open a book, first that of the village which its name tells."""
    name = asked.path.name
    return [key for _, _, key in sorted(asked.keys, key=lambda one: not (one[0] in name or one[1] in name))]
