"""A table on the screen: one row is chosen at a time, columns share the width, and it can be walked by keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView, QWidget

from ui.tables.pills import CellDelegate, width_of
from ui.theme import worn

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Table(QTableView):
    """Shows a model. Enter or a double click opens a row."""

    opened = Signal(int)  # the row
    headed = Signal(int)  # the column whose head was pressed

    def __init__(
        self, model: QAbstractItemModel, shares: Sequence[int], *, pills: Sequence[int] = (), name: str = "", usual: Sequence[str] = ()
    ) -> None:
        """
        Args:
            shares: how the columns share the width.
            pills: the columns that hold badges.
            name: what a screen reader calls the table.
            usual: words for each column, as long as they usually are: so much should not be cut off.
        """
        super().__init__()
        self.setViewport(QWidget())  # one that Python knows: for Qt's own, PySide would make every class of widgets, 25 ms
        self._shares = shares
        self._needed = [width_of({words}, self, pill=column in pills) for column, words in enumerate(usual or [""] * len(shares))]
        self._may_hide = False
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(worn().size("row"))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().sectionClicked.connect(self.headed)
        self.setItemDelegate(CellDelegate(self, pills))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    @property
    def row(self) -> int:
        """The chosen row, -1 for none."""
        return self.currentIndex().row()

    @property
    def rows_in_sight(self) -> range:
        """The rows that a person sees now, and the one below them, for which Qt asks too when it paints."""
        rows, last = self.model().rowCount(), self.rowAt(self.viewport().height() - 1)
        return range(max(self.rowAt(0), 0), min(last + 2, rows) if last >= 0 else rows)

    def choose(self, row: int) -> None:
        """Stand in a row and in no other, whatever keys are held; rows that are not there choose nothing."""
        index = self.model().index(row, 0)
        if self.selectionMode() == QAbstractItemView.SelectionMode.ExtendedSelection:
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, alone)
        else:
            self.setCurrentIndex(index)

    def fit(self) -> None:
        """Be as high as all rows together, for a short list within a sheet."""
        rows = self.model().rowCount() * worn().size("row")
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # else its sheet takes room for it, and is empty
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def only_show(self) -> None:
        """Be read only: no row can be chosen."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._be_opaque()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._be_opaque()

    def _be_opaque(self) -> None:
        """Let scrolling move what is painted already: 6 ms a step instead of 34. A style sheet forbids it at each polishing."""
        self.viewport().setAutoFillBackground(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING and self.row >= 0:
            self.opened.emit(self.row)
        else:
            super().keyPressEvent(event)

    def need(self, widths: Sequence[int], *, may_hide: bool = False) -> None:
        """Tell what the words in each column need in pixels, so that short ones are not cut off.

        Args:
            may_hide: a column that needs nothing gives way altogether where room is short.
        """
        self._needed, self._may_hide = list(widths), may_hide
        self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        width, columns = self.viewport().width(), range(len(self._shares))
        for column in columns:
            self.setColumnHidden(column, False)
        heads = [self.horizontalHeader().sectionSizeHint(column) for column in columns]
        hidden: set[int] = set()
        if self._may_hide and sum(map(max, heads, self._needed)) > width:
            hidden = {column for column in columns if not self._needed[column]}
        kept = [column for column in columns if column not in hidden]
        least = fitted(width, [heads[column] for column in kept], [self._needed[column] for column in kept])
        for column, given in zip(kept, shared(width, [self._shares[column] for column in kept], least), strict=True):
            self.setColumnWidth(column, given)
        for column in hidden:
            self.setColumnHidden(column, True)


STEP = 8
"""By so many pixels the widest columns are cut down at once."""


def fitted(width: int, heads: Sequence[int], needed: Sequence[int]) -> list[int]:
    """The least width of each column: as its words need, the widest cut down until all fit, none below its head."""
    cap = max(needed, default=0)
    while cap > 0 and sum(max(head, min(need, cap)) for head, need in zip(heads, needed, strict=True)) > width:
        cap -= STEP
    return [max(head, min(need, cap)) for head, need in zip(heads, needed, strict=True)]


def shared(width: int, shares: Sequence[int], least: Sequence[int]) -> list[int]:
    """A width in shares, none of them less than its least; where there is no room for that, in the measure of the least."""
    if width <= sum(least):
        return [width * one // max(1, sum(least)) for one in least]
    tight: set[int] = set()
    while True:
        spare = width - sum(least[column] for column in tight)
        whole = sum(share for column, share in enumerate(shares) if column not in tight)
        given = [least[column] if column in tight else spare * share // whole for column, share in enumerate(shares)]
        if not (more := {column for column, one in enumerate(given) if one < least[column]}):
            return given
        tight |= more
