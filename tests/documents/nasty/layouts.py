"""Every way in which people lay out a roster, and what must come of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from tests.books import ods, text
from tests.documents.nasty.roster import HEADS, HOME, PERSON, Family
from tests.documents.nasty.several import (
    by_group,
    covered,
    hidden,
    mixed,
    people_in_columns,
    stacked,
    stacked_above,
    two_sheets,
)
from tests.documents.nasty.written import Leaf, Written

Write = Callable[[list[Family]], Written]
Save = Callable[[Written, Path], Path]


@dataclass(frozen=True)
class Layout:
    """One layout.

    Attributes:
        write: lays out families of three.
        lacks: heads that it does not have, so that nothing is told under them.
        skipped: why rows are skipped, each reason once.
        unused: columns, sheets ('' and a colon, then the name) and stretches of rows that are named as not taken.
        only_heads: the other members do not come in.
        save: writes the file.
    """

    name: str
    write: Write
    lacks: Sequence[str] = ()
    skipped: Sequence[str] = ()
    unused: Sequence[str] = ()
    only_heads: bool = False
    save: Save = Written.save


def _book(told: list[Family], *above: Sequence[Any], heads: Sequence[str | None] = HEADS, shown: Sequence[Any] = ()) -> Written:
    """A book of one sheet: rows above, the head (`shown` where it is worded otherwise), the people."""
    book = Written()
    leaf = book.leaf()
    for row in above:
        leaf.head(*row)
    leaf.head(*(shown or heads))
    book.people("名单", told, heads)
    return book


def _with_foot(told: list[Family], *below: Sequence[Any], above: Sequence[Sequence[Any]] = ()) -> Written:
    book = _book(told, *above)
    for row in below:
        book.leaves["名单"].add(*row)
    return book


def _repeated(told: list[Family]) -> Written:
    """What is told of the household stands in every row."""
    return _book([[{**{head: rows[0][head] for head in HOME}, **row} for row in rows] for rows in told])


def _merged(told: list[Family], columns: Sequence[str] = HOME) -> Written:
    """What is told of the household is merged over the rows of its people; nothing stands below."""
    book = _book([[rows[0], *({**row, "户编号": None} for row in rows[1:])] for rows in told])
    leaf, row = book.leaves["名单"], 2
    for rows in told:
        for head in columns:
            letter = get_column_letter(HEADS.index(head) + 1)
            leaf.merged.append(f"{letter}{row}:{letter}{row + len(rows) - 1}")
        row += len(rows)
    return book


def _only_first_row(told: list[Family]) -> Written:
    return _book([[rows[0], *({**row, "户编号": None} for row in rows[1:])] for rows in told])


def _two_rows(told: list[Family], *, merged: bool) -> Written:
    """户 and 成员 stand over their columns."""
    above = ["农户信息", *[None] * (len(HOME) - 1), "家庭成员信息", *[None] * (len(PERSON) - 1)]
    book = _book(told, above)
    if merged:
        end = get_column_letter(len(HOME))
        book.leaves["名单"].merged += [f"A1:{end}1", f"{get_column_letter(len(HOME) + 1)}1:{get_column_letter(len(HEADS))}1"]
    return book


def _three_rows(told: list[Family]) -> Written:
    top = ["石桥村农户和人口", *[None] * (len(HEADS) - 1)]
    middle = ["农户", *[None] * (len(HOME) - 1), "人口", *[None] * 5, "现状", *[None] * (len(PERSON) - 7)]
    book = _book(told, top, middle)
    book.leaves["名单"].merged += [f"A1:{get_column_letter(len(HEADS))}1", "A2:F2", "G2:L2"]
    return book


def _tall_heads(told: list[Family]) -> Written:
    """Some heads stand over both rows of the head, others under a heading."""
    above = [*HOME, "家庭成员", *[None] * 5, "现状", *[None] * (len(PERSON) - 7)]
    book = _book(told, above, shown=[*[None] * len(HOME), *PERSON])
    book.leaves["名单"].merged += [f"{get_column_letter(n)}1:{get_column_letter(n)}2" for n in range(1, len(HOME) + 1)]
    book.leaves["名单"].merged += ["G1:L1"]
    return book


def _paged(told: list[Family], *before: Sequence[Any]) -> Written:
    """The head comes again after every four families, with rows in front of it."""
    book = _book(told[:4])
    for first in range(4, len(told), 4):
        for row in (*before, HEADS):
            book.leaves["名单"].add(*row)
        book.people("名单", told[first : first + 4], HEADS, first)
    return book


def _spread_out(told: list[Family]) -> Written:
    """Blank columns at the left, blank rows between the families."""
    book = Written()
    leaf = book.leaf()
    leaf.add()
    heads = [None, None, *HEADS[:6], None, *HEADS[6:]]
    leaf.head(*heads)
    for order, rows in enumerate(told):
        leaf.add()
        book.people("名单", [rows], heads, order)
    return book


def _adorned(told: list[Family]) -> Written:
    dress = ["{}*", "*{}", "{}（必填）", "{}\n", " {} ", "{}：", "1.{}", "（2）{}", "{}※", "{}【文本】"]
    shown = [dress[n % len(dress)].format(head.replace("(月)", "")) for n, head in enumerate(HEADS)]
    shown[HEADS.index("务工时间(月)")] = "务工时间\n（单位：月）"
    shown[HEADS.index("姓名")] = "姓\n名"
    return _book(told, shown=shown)


def _renamed(told: list[Family]) -> Written:
    """The heads of other systems."""
    others = ["户码", "户主", "村民小组", "户主联系电话", "农户属性", "备注说明", "成员姓名", "与户主的关系", "身份证号", "成员性别", "出生年月日", "族别", "学历",
              "身体状况", "外出务工区域", "务工月数", "居民医保", "本人联系电话"]  # fmt: skip
    return _book(told, shown=others)


def _wide(told: list[Family]) -> Written:
    more = [f"附加信息{n}" for n in range(177 - len(HEADS))]
    return _book(
        [[{**row, **dict.fromkeys(more, "x")} for row in rows] for rows in told], heads=[*more[:100], *HEADS, *more[100:]]
    )


def _marked(told: list[Family]) -> Written:
    """The mark of a template stands far to the right of the head."""
    return _book(told, shown=[*HEADS, *[None] * 30, "FFI"])


def _nameless(told: list[Family]) -> Written:
    """Remarks stand beside the table, in a column without a head."""
    book = _book(told)
    book.leaves["名单"].rows[3].append("此人已外出")
    book.leaves["名单"].rows[7] += [None, "待核实"]
    return book


def _banded(told: list[Family]) -> Written:
    """A row over each group says which it is."""
    book = _book(told[:3])
    leaf = book.leaves["名单"]
    for group, first in enumerate(range(3, len(told), 3), 2):
        leaf.add(f"第{group}组")
        leaf.merged.append(f"A{len(leaf.rows)}:R{len(leaf.rows)}")
        book.people("名单", told[first : first + 3], HEADS, first)
    return book


def _text(told: list[Family]) -> Written:
    """A text file has no sheets; the reader calls it so."""
    book = Written()
    book.leaf("csv").head(*HEADS)
    book.people("csv", told, HEADS)
    return book


def _lying(written: Written, path: Path) -> Path:
    """The dimension record says that there is one cell."""
    written.save(path)
    with zipfile.ZipFile(path) as archive:
        parts: Mapping[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            begin = content.find(b"<dimension ref=")
            archive.writestr(
                name,
                content[:begin] + b'<dimension ref="A1"/>' + content[content.find(b">", begin) + 1 :] if begin > 0 else content,
            )
    return path


def _as_text(encoding: str, separator: str = ",") -> Save:
    return lambda written, path: text(path, _rows(written.leaves["csv"]), encoding, separator=separator)


def _as_ods(written: Written, path: Path) -> Path:
    return ods(path, _rows(written.leaves["名单"]))


def _rows(leaf: Leaf) -> list[list[Any]]:
    return [["" if cell is None else str(cell) for cell in row] for row in leaf.rows]


def _but(*lacking: str) -> list[str]:
    return [head for head in HEADS if head not in lacking]


def _with_codes(told: list[Family]) -> Written:
    """The codes of the national system stand below the words."""
    codes = {
        "户编号": "AAC001",
        "姓名": "AAB002",
        "性别": "AAB003",
        "证件号码": "AAB004",
        "出生日期": "AAB005",
        "与户主关系": "AAB006",
    }
    book = Written()
    leaf = book.leaf()
    leaf.head(*HEADS)
    leaf.head(*(codes.get(head) for head in HEADS))
    book.people("名单", told, HEADS)
    return book


def _with_numbers(told: list[Family]) -> Written:
    book = Written()
    leaf = book.leaf()
    leaf.head(*HEADS)
    leaf.add(*range(1, len(HEADS) + 1))
    book.people("名单", told, HEADS)
    return book


_FOOT = [["合计", None, None, None, None, None, "30人"], [], ["注：本表一式三份。"], ["填表人：张三", None, None, "审核人：李四", None, "日期：2026年11月20日"],
         ["村委会(盖章)："]]  # fmt: skip
_WIDTH = len(HEADS)

LAYOUTS = (
    Layout("plain", _book),
    Layout("title, date and unit above", lambda told: _book(told, ["石桥村农户花名册"], ["填报单位：石桥村", None, None, "2026年11月"], [])),
    Layout("numbers of the columns below the head", _with_numbers, skipped=["列号行"]),
    Layout("codes of the columns below the head", _with_codes),
    Layout("a head of two rows, merged", lambda told: _two_rows(told, merged=True)),
    Layout("a head of two rows, not merged", lambda told: _two_rows(told, merged=False)),
    Layout("a head of two rows, some heads over both", _tall_heads),
    Layout("a head of three rows", _three_rows),
    Layout("household cells merged over the family", _merged),
    Layout("code and head alone merged over the family", lambda told: _merged(told, ("户编号", "户主姓名"))),
    Layout("household cells in the first row only", _only_first_row),
    Layout("household cells in every row", _repeated),
    Layout("totals, notes and signatures below", lambda told: _with_foot(told, *_FOOT), skipped=["合计行", "说明行", "没有姓名和号码"]),
    Layout("subtotals after some families", lambda told: _paged(told, ["小计", None, None, None, None, None, "12人"]), skipped=["合计行", "表头重复"]),
    Layout("the head again on every page", _paged, skipped=["表头重复"]),
    Layout("a title and the head again on every page", lambda told: _paged(told, ["石桥村农户花名册(续)"]), skipped=["没有姓名和号码", "表头重复"]),
    Layout("a row over each group", _banded, skipped=["没有姓名和号码"]),
    Layout("blank columns and rows", _spread_out),
    Layout("stars, brackets and line breaks in heads", _adorned),
    Layout("heads of other systems", _renamed),
    Layout("177 columns", _wide, unused=[f"附加信息{n}" for n in range(177 - _WIDTH)]),
    Layout("a mark far to the right", _marked, unused=["FFI"]),
    Layout("remarks beside the table", _nameless, unused=["S 列", "T 列"]),
    Layout("columns in another order", lambda told: _book(told, heads=HEADS[::-1])),
    Layout("on the second sheet behind a cover", covered, unused=[":封面"]),
    Layout("beside a hidden sheet", hidden, unused=[":旧名单"]),
    Layout("beside a summary and a diary", mixed, unused=[":汇总", ":记事"]),
    Layout("a sheet for each group", by_group),
    Layout("households and people on two sheets", two_sheets),
    Layout("another list below", stacked, unused=["第 33–34 行"]),
    Layout("another list above", stacked_above, unused=["第 1–3 行"]),
    Layout("other members in columns", people_in_columns, only_heads=True, unused=[f"成员{n}{what}" for n in (2, 3) for what in ("姓名", "关系", "身份证号")]),
    Layout("without numbers and birthdays", lambda told: _book(told, heads=_but("证件号码", "出生日期")), lacks=("证件号码", "出生日期")),
    Layout("without codes", lambda told: _book(told, heads=_but("户编号")), lacks=("户编号",)),
    Layout("without relation", lambda told: _book(told, heads=_but("与户主关系")), lacks=("与户主关系",)),
    Layout("a dimension record that lies", _book, save=_lying),
    Layout("csv in UTF-8", _text, save=_as_text("utf-8")),
    Layout("csv in UTF-8 with a mark", _text, save=_as_text("utf-8-sig")),
    Layout("csv in GB18030", _text, save=_as_text("gb18030")),
    Layout("text in UTF-16 with tabs", _text, save=_as_text("utf-16", "\t")),
    Layout("csv with semicolons", _text, save=_as_text("utf-8", ";")),
    Layout("csv with tabs in GB18030", _text, save=_as_text("gb18030", "\t")),
    Layout("an OpenDocument sheet", _book, save=_as_ods),
)  # fmt: skip
