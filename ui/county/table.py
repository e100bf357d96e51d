"""The table of 县级汇总: villages that can be sorted, and the county's average at its foot."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView

from fieldapp.desk.county_rates import Average
from fieldapp.desk.county_standings import LATE, Standing
from ui.county.lines import CODE, MARK, SHARES, badge, code, columns, ordered
from ui.tables.pills import BADGE
from ui.tables.records import Index, RecordsModel
from ui.tables.table import Table, shared
from ui.theme import worn

DOWN, UP = "↓", "↑"
ASIDE = (4, 3, 9, 7, 8, 6)
"""Columns that stand back where there is no room: people, households, share closed, water, open problems, houses."""
ROOM = {0: 74, 1: 116, MARK: 80}
"""Column → the room that what stands in it needs, in pixels at 100 %."""


class StandingsModel(RecordsModel):
    """Villages and their average; a sign at the head of the column by which they are sorted."""

    def __init__(self) -> None:
        super().__init__(columns(), {})
        self.late, self.column, self.sign = LATE, 0, DOWN
        self._bold = worn().font()
        self._bold.setBold(True)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = super().data(index, self.RECORD)
        if role == Qt.ItemDataRole.FontRole and (isinstance(row, Average) or index.column() == 0):
            return self._bold
        if index.column() in (MARK, CODE) and row is not None:
            told = badge(row, self.late) if index.column() == MARK else code(row)
            if role == BADGE:
                return told
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                return told.text if told else ""
        return super().data(index, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        told = super().headerData(section, orientation, role)
        if role == Qt.ItemDataRole.DisplayRole and section == self.column and told:
            return f"{told}{self.sign}"
        return told


class StandingsTable(Table):
    """Shows villages; several can be chosen, Enter opens one, the head of a column sorts by it."""

    village_wanted = Signal(str)  # its code

    def __init__(self) -> None:
        self.shown = StandingsModel()
        super().__init__(self.shown, SHARES, pills=(MARK, CODE), name="各村")
        self._rows: list[Standing] = []
        self._average: Average | None = None
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.horizontalHeader().setSectionsClickable(True)
        self.headed.connect(self._on_headed)
        self.opened.connect(self._on_opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width; where there is not enough, the columns of ASIDE stand back one by one."""
        super().resizeEvent(event)
        px, heads, width = worn().px, self.horizontalHeader(), self.viewport().width()
        for column in ASIDE:
            self.setColumnHidden(column, False)
        least = [max(heads.sectionSizeHint(column), px(ROOM.get(column, 0))) for column in range(len(SHARES))]
        shown = set(range(len(SHARES)))
        for column in ASIDE:
            if sum(least[one] for one in shown) > width:
                shown.remove(column)
        for column in ASIDE:
            self.setColumnHidden(column, column not in shown)
        places = sorted(shown)
        for column, given in zip(
            places, shared(width, [SHARES[one] for one in places], [least[one] for one in places]), strict=True
        ):
            self.setColumnWidth(column, given)

    def show_standings(self, rows: list[Standing], average: Average | None, late: int) -> None:
        """Show these, standing at the village where one stood."""
        self._rows, self._average, self.shown.late = rows, average, late
        at = self.village
        told = ordered(rows, self.shown.column, late, backwards=self.shown.sign == UP)
        self.shown.show([*told, *([average] if average and rows else [])])
        codes = [one.entry.code for one in told]
        self.choose(codes.index(at) if at in codes else 0)

    @property
    def village(self) -> str:
        """The code of the village where one stands, '' for none."""
        one = self._at(self.row)
        return one.entry.code if one else ""

    @property
    def chosen(self) -> list[Standing]:
        """The chosen villages, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [one for row in rows if (one := self._at(row))]

    def _at(self, row: int) -> Standing | None:
        told = self.shown.index(row, 0).data(RecordsModel.RECORD) if row >= 0 else None
        return told if isinstance(told, Standing) else None

    def _on_headed(self, column: int) -> None:
        again = column == self.shown.column and self.shown.sign == DOWN
        self.shown.column, self.shown.sign = column, UP if again else DOWN
        self.shown.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.shown.columnCount() - 1)
        self.show_standings(self._rows, self._average, self.shown.late)

    def _on_opened(self, row: int) -> None:
        if one := self._at(row):
            self.village_wanted.emit(one.entry.code)
