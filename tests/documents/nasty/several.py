"""Books that hold more than one table: beside the roster, above it, below it, or the roster itself in pieces."""

from __future__ import annotations

from tests.documents.nasty.roster import HEADS, HOME, PERSON, Family
from tests.documents.nasty.written import Written


def covered(told: list[Family]) -> Written:
    """The list stands on the second sheet."""
    book = Written()
    cover = book.leaf("封面")
    for row in (["石桥村农户花名册"], ["2026年11月"], ["填报单位", "石桥村委会"]):
        cover.add(*row)
    return beside(book, told)


def beside(book: Written, told: list[Family]) -> Written:
    """The roster on one more sheet of a book."""
    book.leaf().head(*HEADS)
    book.people("名单", told, HEADS)
    return book


def hidden(told: list[Family]) -> Written:
    """An old list was hidden and not thrown away."""
    book = Written()
    old = book.leaf("旧名单", hidden=True)
    old.head("户编号", "姓名")
    old.add("Z9", "旧人")
    return beside(book, told)


def mixed(told: list[Family]) -> Written:
    """A summary and a diary stand in the same book."""
    book = beside(Written(), told)
    summary = book.leaf("汇总")
    for row in (["组别", "户数", "人数"], ["1组", 5, 15], ["2组", 5, 15], ["合计", 10, 30]):
        summary.add(*row)
    diary = book.leaf("记事")
    for row in (["日期", "事项"], ["3月5日", "开会"]):
        diary.add(*row)
    return book


def by_group(told: list[Family]) -> Written:
    """A sheet for each group of families."""
    book = Written()
    for group in range(3):
        name = f"第{group + 1}组"
        book.leaf(name).head(*HEADS)
        for order in range(group, len(told), 3):
            book.people(name, [told[order]], HEADS, order)
    return book


def two_sheets(told: list[Family]) -> Written:
    """Households on one sheet, their people on the other."""
    book = Written()
    homes = book.leaf("户")
    homes.head(*HOME)
    for rows in told:
        homes.add(*(rows[0].get(head) for head in HOME))
    heads = ("户编号", *PERSON)
    book.leaf("人").head(*heads)
    book.people("人", told, heads)
    return book


def stacked(told: list[Family]) -> Written:
    """A list of other things stands below the roster, under heads of its own."""
    book = beside(Written(), told)
    leaf = book.leaves["名单"]
    leaf.add()
    leaf.add("工程名称", "户主姓名", "户编号", "补助金额", "完成日期")
    leaf.add("改厕", told[0][0]["户主姓名"], told[0][0]["户编号"], 1500, "2026-05-01")
    return book


def stacked_above(told: list[Family]) -> Written:
    """A smaller list stands above the roster."""
    book = Written()
    leaf = book.leaf()
    leaf.add("户编号", "户主姓名", "补助金额")
    leaf.add(told[0][0]["户编号"], told[0][0]["户主姓名"], 1500)
    leaf.add(told[1][0]["户编号"], told[1][0]["户主姓名"], 800)
    leaf.add()
    leaf.head(*HEADS)
    book.people("名单", told, HEADS)
    return book


def people_in_columns(told: list[Family]) -> Written:
    """A row for each household, the others in columns to the right."""
    more = [f"成员{n}{what}" for n in (2, 3) for what in ("姓名", "关系", "身份证号")]
    book = Written()
    leaf = book.leaf()
    leaf.head(*HEADS, *more)
    for order, rows in enumerate(told):
        others = [row[head] for row in rows[1:] for head in ("姓名", "与户主关系", "证件号码")]
        book.places[order, 0] = ("名单", leaf.add(*(rows[0].get(head) for head in HEADS), *others))
    return book
