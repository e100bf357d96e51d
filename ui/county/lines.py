"""The lines of 县级汇总: one village, and beneath them all the county's average."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fieldapp.desk.county_rates import Average
from fieldapp.desk.county_standings import Mark, Standing
from fieldapp.documents.column import Column
from ui.tables.badge import Badge
from ui.theme import Tone

TONES: Mapping[Mark, Tone] = {
    Mark.COUNTING: "unknown", Mark.NEVER: "unknown", Mark.LOST: "bad", Mark.HOLES: "bad", Mark.OPEN: "doubtful",
    Mark.LATE: "doubtful", Mark.GOOD: "good",
}  # fmt: skip
SHARES = (15, 13, 10, 6, 7, 8, 7, 7, 7, 8, 8, 6, 6, 8)
MARK, CODE = 2, 13
"""The columns of badges."""
AVERAGE, NUMBER = "全县平均", "0"
Row = Standing | Average
_COUNTS = {"户": "households", "人": "people", "危房": "dangerous", "水": "unsafe", "未销": "open", "不一致": "conflicts",
           "提议": "offers", "异议": "objections"}  # fmt: skip
"""Head → what is counted."""
HINTS = (
    "上报：上次上报包写好的日子。走访：30 天内真正见到的户所占的份额。危房：住房评为 C、D 级，或有人住在危房里的户。水：饮水不安全的户。"
    "未销：没有销号的问题；清零：已经销号的份额。对账码：这里的对账码和村里上次报的一样不一样，县里定过以后不一样是正常的。"
)


def columns() -> list[Column[Row]]:
    """What the table shows, see `HINTS`; the words of badges come with the badges."""
    return [
        Column.told("村", _name), Column.told("上报", _when), Column.told("状态", lambda row: ""), _count("户"), _count("人"),
        _share("走访", "covered"), _count("危房"), _count("水"), _count("未销"), _share("清零", "cleared"), _count("不一致"),
        _count("提议"), _count("异议"), Column.told("对账码", lambda row: ""),
    ]  # fmt: skip


def code(row: Row) -> Badge | None:
    """Whether both have the same 对账码; None where nothing is known of it."""
    if isinstance(row, Average) or row.rates is None or row.rates.trouble:
        return None
    return Badge("一样", "good") if row.rates.code == row.rates.told_code else Badge("不同", "doubtful")


def badge(row: Row, late: int) -> Badge | None:
    """What is to be said of a village first; of the average nothing."""
    if isinstance(row, Average):
        return None
    mark = row.mark(late)
    return Badge(mark.value, TONES[mark])


def ordered(rows: Sequence[Standing], column: int, late: int, *, backwards: bool) -> list[Standing]:
    """Sorted by a column; villages that tell nothing there stand last either way."""
    key = _KEYS[column] if column != MARK else lambda row: list(Mark).index(row.mark(late))
    told = [one for one in rows if key(one) is not None]
    return sorted(told, key=key, reverse=backwards) + [one for one in rows if key(one) is None]


def _name(row: Row) -> str:
    return AVERAGE if isinstance(row, Average) else row.entry.name or row.entry.code


def _when(row: Row) -> str:
    if isinstance(row, Average) or not row.entry.at:
        return ""
    day = f"{row.entry.at[5:7]}月{row.entry.at[8:10]}日"
    age = row.rates.age if row.rates else None
    return day if age is None else f"{'今天' if not age else f'{age} 天前'} · {day}"


def _count(head: str) -> Column[Row]:
    def tell(row: Row) -> str:
        if isinstance(row, Average):
            return f"{row.counts[_COUNTS[head]]:.1f}" if row.villages else ""
        known = row.rates
        return "" if known is None or known.trouble else str(getattr(known, _COUNTS[head]))

    return Column.told(head, tell, format=NUMBER)


def _share(head: str, name: str) -> Column[Row]:
    def tell(row: Row) -> str:
        told = getattr(row if isinstance(row, Average) else row.rates, name, None)
        return "" if told is None else f"{told:.0%}"

    return Column.told(head, tell, format=NUMBER)


def _figure(name: str) -> Callable[[Standing], Any]:
    return lambda row: getattr(row.rates, name) if row.rates and not row.rates.trouble else None


def _equal(row: Standing) -> bool | None:
    return row.rates.code == row.rates.told_code if row.rates and not row.rates.trouble else None


_KEYS: Mapping[int, Callable[[Standing], Any]] = {
    0: lambda row: row.entry.code, 1: lambda row: row.entry.at or None, CODE: _equal,
    **{place: _figure(name) for place, name in enumerate(
        ("households", "people", "covered", "dangerous", "unsafe", "open", "cleared", "conflicts", "offers", "objections"), 3
    )},
}  # fmt: skip
"""Column → by what it sorts; MARK aside, which needs to know who is late."""
