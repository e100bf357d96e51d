"""What the book says of itself: the sheets 说明 and 导出说明, and the hidden `_meta`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import NotRequired, TypedDict

from fieldapp.documents.column import Column
from fieldapp.documents.edition import FULL, Edition
from fieldapp.documents.masking import WITHHELD
from fieldapp.documents.noun_sheet import NounSheet
from fieldapp.documents.package import CHANGES_SHA, LINES, SEAL, Sent, digest, seal
from fieldapp.documents.sheet import Sheet
from fieldapp.records.village import Village

Pair = tuple[str, str | None]


class Cover(TypedDict):
    """Who hands over what.

    Keys:
        by: who exported the book.
        at: when; the only time in the book.
        code: the 对账码 of the file.
        package: what programs need to know of the package, with its changes.
        edition: in which edition; the whole one without password where it is not told.
    """

    by: str
    at: dt.datetime
    code: str
    package: Sent
    edition: NotRequired[Edition]


_BLANKS = "空着的格子是还没有回答；0 就是零；“无”“没有”“不清楚”都是回答，和空着不一样。"
_UNITS = "表头的单位(如 元、平方米、亩)对整列有效，格子里只填数字，不写单位。"
_MORE = "每一栏的意思、单位和可选项见“数据字典”；没有导出的内容见“导出说明”。"
WORDS = (
    _BLANKS,
    "蓝色表头的列是填写的内容，可以改；灰色表头的列由程序算出或照抄，改了也不会读回。",
    _UNITS,
    "编号、证件号码、电话都是文字，请不要改成数字格式，否则后几位会变成 0。",
    "排序请用表头上的筛选按钮，整行会一起动；左边隐藏的几列用来认行，请不要删除、不要填写。",
    "删掉一行不等于删除这条记录；要删除，请在程序里办。",
    "有下拉列表的格子请从列表中选；可以选几项的，各项之间用、隔开。",
    _MORE,
    "对账码相同，说明两边的数据完全一样；可以在电话里念给对方听。",
)
"""What whoever opens the book must know."""
MASKED_WORDS = (
    "证件号码只留前六位和最后两位，电话遮住中间，出生日期只留年份；编号里含有证件号码的，同样遮住。",
    f"不写{'、'.join(field.label for field in WITHHELD)}和银行卡号；用来认行的编号和隐藏的改动记录也不在这一版里。",
    "备注、理由这类自由填写的文字，像号码的数字已经遮住；文字里写到的病情和家事程序认不出来，发出前请自己看一遍。",
    "这一版不能读回程序；报给县里的，请用加密码的版本。",
    _BLANKS, _UNITS, _MORE,
)  # fmt: skip
"""The same for the masked edition."""

COVER_COLUMNS: list[Column[Pair]] = [Column.told("项目", itemgetter(0), width=16), Column.told("内容", itemgetter(1), width=100)]
META_COLUMNS: list[Column[Pair]] = [Column.told("name", itemgetter(0), width=24), Column.told("value", itemgetter(1), width=90)]


def cover_rows(village: Village, cover: Cover, sheets: Sequence[Sheet]) -> Iterator[Pair]:
    """The rows of the sheet 说明. `sheets`: those whose rows are counted."""
    yield from [(field.label, field.show(village)) for field in (Village.county, Village.town, Village.name, Village.code)]
    yield "导出人", cover["by"]
    yield "导出时间", f"{cover['at']:%Y-%m-%d %H:%M}"
    edition = cover.get("edition", FULL)
    yield "版本", edition.label if edition.masked else f"{edition.label}；含个人信息，请勿转发"
    if not edition.masked:
        yield "对账码", cover["code"]
    yield from ((f"{sheet.title} 行数", f"{sheet.rows} 行") for sheet in sheets)
    yield from ((f"说明 {number}", words) for number, words in enumerate(MASKED_WORDS if edition.masked else WORDS, 1))


@dataclass(frozen=True)
class Exported:
    """What was written on the sheet of one noun, and what was not."""

    sheet: Sheet
    rows: NounSheet

    @property
    def remark(self) -> str:
        """What one should know of it."""
        left_out = "有些答案的前提已经不成立(例如不再务工)，历史里留着，表里不写。" if self.rows.left_out else ""
        return left_out + (f"这一版不写：{'、'.join(self.rows.withheld)}。" if self.rows.withheld else "")


EXPORTED_COLUMNS: list[Column[Exported]] = [
    Column.told("表", attrgetter("sheet.title"), width=16),
    Column.told("行数", attrgetter("sheet.rows"), format="0", width=10),
    Column.told("列数", lambda one: len(one.rows.columns), format="0", width=10),
    Column.told("有内容的格子", attrgetter("sheet.cells"), format="0", width=16),
    Column.told("没有写出的答案", attrgetter("rows.left_out"), format="0", width=18),
    Column.told("备注", attrgetter("remark"), width=60),
]
"""The columns of the sheet 导出说明."""


def meta_rows(cover: Cover, exported: Sequence[Exported], changes: Sequence[str]) -> Iterator[Pair]:
    """The rows of the hidden sheet `_meta`: the package, for each noun its sheet, its columns and its rows, and the seal.

    Args:
        changes: the rows of the sheet `_changes`.
    """
    edition = cover.get("edition", FULL)
    told = {**cover["package"].meta, "edition": edition.name}
    for one in exported:
        noun = one.rows.noun.table
        told |= {f"{noun}.sheet": one.sheet.title, f"{noun}.columns": one.rows.names, f"{noun}.rows": str(one.sheet.rows)}
        told |= {} if edition.masked else {f"{noun}.sha256": one.sheet.sha256}
    if not edition.masked:
        told |= {LINES: str(len(changes)), CHANGES_SHA: digest(changes)}
        told[SEAL] = seal(told, cover["package"].key)
    yield from told.items()
