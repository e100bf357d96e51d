"""The list of households as Qt's table views want it. Painting works nothing out: what is not known yet follows a few rows at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fieldapp.store.listing import Entry
from fieldapp.store.reader import Reader
from ui.tables.gathering import Gathering
from ui.tables.pills import BADGE
from ui.theme import worn

if TYPE_CHECKING:
    from ui.tables.badge import Badge
    from ui.tables.badges import Badges

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEADS = ("户主", "组", "人口", "住房", "饮水", "问题", "上次走访")
HEAD, GROUP, PEOPLE, HOUSING, WATER, PROBLEMS, VISITED = range(len(HEADS))
USUAL = ("欧阳国兰", "12组", "12", "住房 D级 有人住", "饮水 资料不全", "2 未销号", "2025年12月11日")
"""What stands in the columns, as long as it usually is."""
NUMBERS = (PEOPLE, VISITED)
"""Columns of figures, at the right."""
_IN_A_TURN = 2
"""So many are worked out between two looks at the keyboard."""


class EntriesModel(QAbstractTableModel):
    """Read-only rows. Of a household of which nothing is known yet the list tells the name; the rest when it was worked out."""

    ID = Qt.ItemDataRole.UserRole

    def __init__(self, reader: Reader, today: Callable[[], dt.date], gathering: Gathering) -> None:
        """`gathering`: what is known of the households already; what is read here is told to it."""
        super().__init__()
        self._reader, self._today, self._gathering = reader, today, gathering
        self._entries: list[Entry] = []
        self._find = ""
        self._whom: dict[str, str] = {}
        self._mark = (-1, "")
        self._bold = worn().font()
        self._bold.setBold(True)
        self._held = False

    def hold(self) -> None:
        """Tell names only until `release`: the list is there at once, and the verdicts a blink later."""
        self._held = True

    @property
    def is_held(self) -> bool:
        """Whether names only are told."""
        return self._held

    def work_out(self, rows: Iterable[int]) -> bool:
        """Work out the verdicts of some of these rows, so that a turn of the loop stays short; whether all are known now."""
        unknown = [row for row in rows if self._is_unknown(self.id_at(row))]
        if now := unknown[:_IN_A_TURN]:
            self._learn([self.id_at(row) for row in now])
            self._tell(now[0], now[-1])
        return len(unknown) <= _IN_A_TURN

    def release(self) -> None:
        """Tell everything from now on."""
        if self._held:
            self._held = False
            self._tell(0, self.rowCount() - 1)

    def show(self, entries: list[Entry], find: str = "") -> None:
        """Show these households, in this order. `find`: what was typed to find them; a member whom it means stands beside the head."""
        self.beginResetModel()
        self._entries, self._find, self._whom = entries, find, {}
        self.endResetModel()

    def mark(self, column: int, sign: str) -> None:
        """Put a sign behind the head of the column by which the list is sorted."""
        self._mark = (column, sign)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADS) - 1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:  # what finds no room is told on hovering
                return self._text(entry, index.row(), index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if index.column() in NUMBERS else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case _ if role == BADGE:
                return self._badge(index.row(), index.column())
            case Qt.ItemDataRole.FontRole if index.column() == HEAD:
                return self._bold
            case self.ID:
                return entry.id
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(HEADS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{HEADS[section]} {self._mark[1]}" if section == self._mark[0] else HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def row_of(self, household: str) -> int:
        """The row of a household (its id), or -1 where it is not shown."""
        return next((row for row, entry in enumerate(self._entries) if entry.id == household), -1)

    def id_at(self, row: int) -> str:
        """The id of the household in a row; '' where there is none."""
        return self._entries[row].id if 0 <= row < len(self._entries) else ""

    def _text(self, entry: Entry, row: int, column: int) -> str:
        if column == HEAD:
            return self._named(entry)
        plain = {GROUP: entry.group, PEOPLE: str(entry.people)}
        if column in plain:
            return plain[column]
        if column == VISITED:
            badges = self._badges_at(row)
            if badges is None:
                return ""
            from ui.tables.badges import short_day

            day = badges.standing.visited
            return short_day(day, self._today()) if day else "没有走访过"
        badge = self._badge(row, column)
        return badge.text if badge else ""

    def _named(self, entry: Entry) -> str:
        """The head, and behind him the member who was looked for."""
        if self._find and entry.id not in self._whom:
            self._whom[entry.id] = self._reader.listing.member_found(entry, self._find)
        whom = self._whom.get(entry.id)
        return f"{entry.head} · {whom}" if whom else entry.head

    def _badge(self, row: int, column: int) -> Badge | None:
        badges = self._badges_at(row) if column in (HOUSING, WATER, PROBLEMS) else None
        return (badges.housing, badges.water, badges.problems)[column - HOUSING] if badges else None

    def _badges_at(self, row: int) -> Badges | None:
        """What is known of the household in a row; None where nothing is, or nothing that is true any more."""
        id = self._entries[row].id
        return None if self._held or self._is_unknown(id) else self._gathering.known[id]

    def _tell(self, first: int, last: int) -> None:
        """More is known of these rows."""
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(HEADS) - 1))

    def _is_unknown(self, id: str) -> bool:
        return id not in self._gathering.known or id in self._gathering.stale

    def _learn(self, ids: Sequence[str]) -> None:
        from ui.tables.badges import badges_of  # late: the rules cost 0.03 s of the start

        today = self._today()
        self._gathering.tell({dossier.household.id: badges_of(dossier, today) for dossier in self._reader.dossiers(ids)})
