"""Books that cannot be taken as a roster at all, each with a word of the sentence that must say why."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from tests.books import text
from tests.documents.nasty.roster import HEADS, Family, families, grid
from tests.documents.nasty.written import Leaf, Written

Make = Callable[[Path], object]


def _told() -> list[Family]:
    return families(3)


def _sheet(*rows: list[Any], merged: tuple[str, ...] = (), hidden: bool = False) -> Make:
    leaf = Leaf([list(row) for row in rows], merged=list(merged), hidden=hidden)
    return lambda path: Written({"表": leaf, **({"空": Leaf()} if hidden else {})}).save(path)


def _good(path: Path) -> Path:
    return Written({"名单": Leaf([list(HEADS), *grid(_told())])}).save(path)


def _encrypted(path: Path) -> None:
    _good(path.with_suffix(".tmp"))
    with path.with_suffix(".tmp").open("rb") as plain, path.open("wb") as target:
        OOXMLFile(plain).encrypt("密码", target)


def _truncated(path: Path) -> None:
    path.write_bytes(_good(path).read_bytes()[:-200])


def _without_sheet(path: Path) -> None:
    """The part that holds the cells is missing."""
    with zipfile.ZipFile(_good(path.with_suffix(".tmp"))) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            if "worksheets/" not in part:
                target.writestr(part, source.read(part))


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("照片/1.txt", "x")


def _broken_text(encoding: str, spoil: bytes) -> Make:
    """A csv file into which bytes came that are no character."""

    def make(path: Path) -> None:
        content = text(path, [list(HEADS), *grid(_told())], encoding).read_bytes()
        path.write_bytes(content[:-3] + spoil + content[-3:])

    return make


_SIDE = ["户编号", "姓名", "与户主关系", None, "户编号", "姓名", "与户主关系"]
_WIDE = ["户编号", "户主姓名", "成员1", None, "成员2", None]

REFUSED: dict[str, tuple[str, Make]] = {
    "two tables side by side": ("没有认出表头", _sheet(_SIDE, ["A1", "张三", "户主", None, "A2", "王五", "户主"])),
    "members side by side under a head of two rows": (
        "也像表头",
        _sheet(_WIDE, [None, None, "姓名", "与户主关系", "姓名", "与户主关系"], ["A1", "张三", "张三", "户主", "李四", "配偶"],
               ["A2", "王五", "王五", "户主", "赵六", "配偶"], merged=("C1:D1", "E1:F1")),
    ),
    "a summary": ("没有认出名单", _sheet(["组别", "户数", "人数"], ["1组", 5, 15], ["合计", 5, 15])),
    "heads that nobody knows": ("没有认出名单", _sheet(["id", "xm", "gx"], ["A1", "张三", "户主"])),
    "heads at the left": ("没有认出名单", _sheet(["户编号", "A1", "A2"], ["姓名", "张三", "王五"], ["与户主关系", "户主", "户主"])),
    "data without a head": ("没有认出名单", _sheet(*grid(_told()))),
    "a head below forty rows": ("没有认出名单", _sheet(*[[f"说明第{n}条"] for n in range(40)], list(HEADS), *grid(_told()))),
    "names alone": ("没有认出名单", _sheet(["姓名"], ["张三"], ["李四"])),
    "people of whom nobody can say where they live": ("属于哪一户", _sheet(["姓名", "性别"], ["张三", "男"], ["李四", "女"])),
    "hidden sheets alone": ("隐藏", _sheet(["户编号", "姓名"], ["A1", "张三"], hidden=True)),
    "a password": ("密码", _encrypted),
    "a web page": ("网页", lambda path: path.write_bytes("<html><table><tr><td>姓名</td></tr></table></html>".encode("gb18030"))),
    "a zip of pictures": ("不是表格", _zip),
    "cut off at its end": ("已损坏", _truncated),
    "without the part that holds the cells": ("已损坏", _without_sheet),
    "no bytes": ("什么也没有", lambda path: path.write_bytes(b"")),
    "no cells": ("什么也没有", lambda path: Workbook().save(path)),
    "a folder": ("文件夹", lambda path: path.mkdir()),
    "no file": ("找不到", lambda path: None),
    "UTF-8 with a broken byte": ("“名单", _broken_text("utf-8", b"\xff")),
    "UTF-8 with a lone surrogate": ("“名单", _broken_text("utf-8", b"\xed\xa0\x80")),
    "GB18030 with a broken byte": ("“名单", _broken_text("gb18030", b"\xff\xff")),
    "a text with zero bytes": ("不是表格", lambda path: path.write_bytes("户编号,姓名\r\nA1,张\x00三\r\n".encode())),
}  # fmt: skip
