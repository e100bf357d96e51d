"""Some records of one household as a table in a sheet, with what can be done about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from fieldapp.base.dates import Day
from fieldapp.documents.column import Column
from ui.buttons import Button
from ui.page import Sheet
from ui.tables.badge import Badge
from ui.tables.pills import BADGE, width_of
from ui.tables.table import Table
from ui.theme import label

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
MEASURED = 50
"""So many rows say how wide the columns should be."""
Pills = Mapping[int, Callable[[Any], Badge]]
"""Column → the badge that stands there instead of its text."""


class RecordsModel(QAbstractTableModel):
    """Read-only rows; the columns are the same ones the workbook has."""

    RECORD = Qt.ItemDataRole.UserRole

    def __init__(self, columns: Sequence[Column[Any]], pills: Pills) -> None:
        super().__init__()
        self.columns, self._pills = columns, pills
        self._records: list[Any] = []

    def show(self, records: Sequence[Any]) -> None:
        """Show these records, in this order."""
        self.beginResetModel()
        self._records = list(records)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record, column = self._records[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.show(record)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case _ if role == BADGE and index.column() in self._pills:
                return self._pills[index.column()](record)
            case self.RECORD:
                return record
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        return _alignment(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    """Figures stand at the right, days with the words."""
    side = Qt.AlignmentFlag.AlignLeft if column.format in ("@", Day.format) else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Act:
    """Something that can be done: the verb on its button, and whether it is done to the chosen record."""

    verb: str
    to_one: bool = False


class RecordTable(Sheet):
    """A heading, buttons, and the records. Enter or a double click does the first act that is done to one."""

    wanted = Signal(str, object)  # the verb, and the chosen record or None

    def __init__(
        self, heading: str, columns: Sequence[Column[Any]], shares: Sequence[int], acts: Sequence[Act] = (),
        *, pills: Pills = MappingProxyType({}), empty: str = "", fits: bool = False,
    ) -> None:  # fmt: skip
        """
        Args:
            shares: how the columns share the width.
            empty: what stands there while there are no records.
            fits: whether the table is as high as its rows; else it takes what room there is and scrolls.
        """
        super().__init__()
        self.model = RecordsModel(columns, pills)
        self.table = Table(self.model, shares, pills=tuple(pills), name=heading)
        self.buttons = {act.verb: Button(act.verb) for act in acts}
        self._acts, self._fits, self._pills = acts, fits, frozenset(pills)
        self._empty = label(empty, "note", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.head = QHBoxLayout()
        self.head.addWidget(label(heading, "head"))
        self.head.addStretch()
        for act in acts:
            self.head.addWidget(self.buttons[act.verb])
            self.buttons[act.verb].clicked.connect(partial(self._do, act))
        self.column.addLayout(self.head)
        self.column.addWidget(self._empty)
        self.column.addWidget(self.table)
        self.table.opened.connect(self._on_opened)
        if fits and not acts:
            self.table.only_show()

    def show_records(self, records: Sequence[Any]) -> None:
        """Show these records, in this order, standing where one stood."""
        at = max(self.table.row, 0)
        self.model.show(records)
        self.table.setVisible(bool(records))
        self._empty.setVisible(not records)
        for act in self._acts:
            self.buttons[act.verb].setEnabled(bool(records) or not act.to_one)
        if self._fits:
            self.table.fit()
        self.table.need(self._widths(len(records)), may_hide=bool(records))
        self.table.choose(min(at, len(records) - 1))

    def _widths(self, rows: int) -> list[int]:
        """What the words of the columns need; 0 where a column is empty."""
        told = [
            {self.model.index(row, column).data() or "" for row in range(min(rows, MEASURED))} for column in range(len(self.model.columns))
        ]
        return [width_of(texts, self.table, pill=column in self._pills) for column, texts in enumerate(told)]

    @property
    def record(self) -> Any:
        """The chosen record, or None."""
        return self.table.currentIndex().data(RecordsModel.RECORD) if self.table.row >= 0 else None

    def _do(self, act: Act) -> None:
        self.wanted.emit(act.verb, self.record if act.to_one else None)

    def _on_opened(self) -> None:
        if act := next((act for act in self._acts if act.to_one), None):
            self._do(act)
