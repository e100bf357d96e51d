"""A long list in groups that can be folded away: the head of a group says how many lines it has, whether they are seen or not.

Nothing is built for a line before it is shown: where a row stands follows from how long the groups above it are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from fieldapp.documents.column import Column
from ui.tables.badge import Badge
from ui.tables.pills import BADGE
from ui.tables.table import Table
from ui.theme import worn

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
OPEN, FOLDED = "▾", "▸"


@dataclass(frozen=True)
class Group:
    """Lines under a head.

    Attributes:
        key: by which it is remembered whether the group is folded.
        badge: at the left of its head.
    """

    key: str
    badge: Badge
    head: str
    lines: Sequence[Any]


class GroupedModel(QAbstractTableModel):
    """Read-only rows: heads, and the lines of those groups that are open. The first column holds the badges of the heads."""

    RECORD = Qt.ItemDataRole.UserRole

    def __init__(self, head: str, columns: Sequence[Column[Any]]) -> None:
        """`head`: of the column with the badges."""
        super().__init__()
        self._heads = (head, *(column.head for column in columns))
        self._columns = columns
        self._groups: Sequence[Group] = ()
        self._ends: list[int] = []
        self.folded: set[str] = set()
        self._bold = worn().font()
        self._bold.setBold(True)

    def show(self, groups: Sequence[Group], folded: Collection[str]) -> None:
        """Show these groups, in this order, some of them (by key) folded."""
        self.beginResetModel()
        self._groups, self.folded = groups, set(folded)
        self._measure()
        self.endResetModel()

    def turn(self, row: int) -> str:
        """Fold or unfold the group in whose head or lines the row is, and tell its key."""
        place, _ = self._at(row)
        group, head = self._groups[place], self.head_of(row)
        opening = group.key in self.folded
        begin = self.beginInsertRows if opening else self.beginRemoveRows
        if group.lines:
            begin(NOWHERE, head + 1, head + len(group.lines))
        self.folded ^= {group.key}
        self._measure()
        if group.lines:
            (self.endInsertRows if opening else self.endRemoveRows)()
        self.dataChanged.emit(self.index(head, 0), self.index(head, len(self._columns)))
        return group.key

    def head_of(self, row: int) -> int:
        """The row of the head above a line, or of the head itself."""
        place, _ = self._at(row)
        return self._ends[place - 1] if place else 0

    @property
    def heads(self) -> list[int]:
        """The rows of all heads."""
        return [0, *self._ends[:-1]] if self._ends else []

    def is_folded(self, row: int) -> bool:
        """Whether the group is folded in which the row is."""
        return self._groups[self._at(row)[0]].key in self.folded

    def line(self, row: int) -> Any:
        """The line that stands in a row; None for a head or a row that is not there."""
        if not 0 <= row < self.rowCount():
            return None
        place, number = self._at(row)
        return self._groups[place].lines[number - 1] if number else None

    def row_of(self, line: Any) -> int:
        """The row where a line stands, -1 where it is not to be seen."""
        for group, head in zip(self._groups, self.heads, strict=True):
            if group.key not in self.folded and line in group.lines:
                return head + 1 + group.lines.index(line)
        return -1

    def _measure(self) -> None:
        self._ends = list(accumulate(1 + (0 if one.key in self.folded else len(one.lines)) for one in self._groups))

    def _at(self, row: int) -> tuple[int, int]:
        """The place of the group, and 0 for its head or the number of the line, counted from 1."""
        place = bisect_right(self._ends, row)
        return place, row - (self._ends[place - 1] if place else 0)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or not self._ends else self._ends[-1]

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place, number = self._at(index.row())
        group, column = self._groups[place], index.column()
        if number:
            line = group.lines[number - 1]
            if role == self.RECORD:
                return line
            told = self._columns[column - 1].show(line) if column else ""
        elif role == BADGE:
            return group.badge if column == 0 else None
        elif role == Qt.ItemDataRole.FontRole:
            return self._bold
        else:
            sign = FOLDED if group.key in self.folded else OPEN
            told = group.badge.text if column == 0 else f"{sign} {group.head}" if column == 1 else ""
        return told if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self._heads):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self._heads[section] if role == Qt.ItemDataRole.DisplayRole else None


class GroupedTable(Table):
    """Shows groups. Enter or a click on a head folds it and opens it again, ← and → likewise; Enter opens a line."""

    turned = Signal(str)  # the key of a group that was folded or opened

    def __init__(self, model: GroupedModel, shares: Sequence[int], *, name: str) -> None:
        super().__init__(model, shares, pills=(0,), name=name)
        self.groups = model
        self._twice = False
        model.modelReset.connect(self._span)
        self.opened.connect(self._on_opened)

    def line(self, row: int) -> Any:
        """The line in a row, None for a head."""
        return self.groups.line(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows across fold and open; from a line, ← leads to its head first."""
        row = self.row
        if row >= 0 and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            head, left = self.groups.head_of(row), event.key() == Qt.Key.Key_Left
            if row == head and self.groups.is_folded(row) != left:
                self._turn(row)
            elif left:
                self.choose(head)
        elif row >= 0 and event.key() == Qt.Key.Key_Space and self.line(row) is None:
            self._turn(row)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a head folds it or opens it; the second one of a double click does not take that back."""
        super().mouseReleaseEvent(event)
        row, first = self.rowAt(event.position().toPoint().y()), not self._twice
        self._twice = False
        if first and event.button() == Qt.MouseButton.LeftButton and 0 <= row == self.row and self.line(row) is None:
            self._turn(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens a line; on a head it is a click."""
        self._twice = True
        if self.line(self.rowAt(event.position().toPoint().y())) is not None:
            super().mouseDoubleClickEvent(event)

    def _on_opened(self, row: int) -> None:
        if self.line(row) is None:
            self._turn(row)

    def _turn(self, row: int) -> None:
        head = self.groups.head_of(row)
        key = self.groups.turn(row)
        self._span()
        self.choose(head)
        self.turned.emit(key)

    def _span(self) -> None:
        """Let the words of the heads go across."""
        self.clearSpans()
        for row in self.groups.heads:
            self.setSpan(row, 1, 1, self.groups.columnCount() - 1)
