"""A foreign book as households and members, each with the place where it stands.

Ids are derived from the book's bytes, the sheet and the row, so that two laptops that take in the same book agree.
Nothing is joined here with what a file knows already; that is the desk's errand.
"""

from __future__ import annotations

from fieldapp.base.errors import BadBook
from fieldapp.documents.conclusions import kept_label
from fieldapp.documents.foreign import Book, Sheet
from fieldapp.documents.heads import Table, recognise
from fieldapp.documents.listing import TELLING, Listing
from fieldapp.documents.mapping import NOTHING_TOLD, Told, told_table
from fieldapp.documents.remarks import Unused
from fieldapp.documents.staged import Roster
from fieldapp.documents.synonyms import Catalogue, catalogue


def stage(book: Book, known: Catalogue | None = None, told: Told = NOTHING_TOLD) -> Roster:
    """Read a book as a roster. `told`: what a person said of heads counts before what is recognised.

    Raises:
        BadBook: no sheet has a head that is understood, or a head is ambiguous.
    """
    known = known or catalogue()
    roster = Roster(book.name, book.sha256, book.saved)
    understood = False
    for sheet in book.sheets:
        if not sheet.rows:
            continue
        said = None if sheet.hidden else told_table(book.name, sheet, told, known)
        table = None if sheet.hidden else said or recognise(book.name, sheet, known)
        if table is None or not table.columns.keys() & TELLING:
            roster.unused.append(Unused(book.name, sheet.name, "", _why_not(sheet, table)))
            continue
        understood = True
        roster.mapped += [sheet.name] if said else []
        Listing(roster, sheet, table, known).read()
        concluded = {one.column for one in roster.concluded if one.sheet == sheet.name}
        roster.unused += [one for one in table.unused if kept_label(one.column) not in concluded]
    if not understood:
        why = "".join(f"表“{one.sheet}”：{one.why}。" for one in roster.unused[:3])
        raise BadBook(
            f"“{book.name}”里没有认出名单。{why}",
            "表头里要有“姓名”“户编号”“户主姓名”“证件号码”这样的列名；也可以在窗口里导入，对一次列。",
        )
    return roster


def _why_not(sheet: Sheet, table: Table | None) -> str:
    if sheet.hidden:
        return "这张表是隐藏的，没有导入"
    if table and not table.columns:
        return "对列时选了整张表不导入"
    return "没有认出表头" if table is None else "看不出每个人属于哪一户"
