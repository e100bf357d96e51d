"""对列: a sheet laid before a person, each column with its head, examples and the question that it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy

from fieldapp.documents.cells import plain
from fieldapp.documents.heads import SEARCHED, TALLEST, letters
from fieldapp.documents.mapping import HeadColumn, Known, SheetLayout, troubles
from fieldapp.documents.offers import OUT, label_of, offers, topic_of_key
from fieldapp.documents.synonyms import LINE, catalogue
from ui.buttons import Button
from ui.intake.choosing import KEY, QuestionDelegate
from ui.page import Sheet
from ui.tables.table import Table
from ui.theme import label, worn

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEADS = ("列", "表头", "下面填的", "对应的问题")
LETTERS, HEAD, EXAMPLES, QUESTION = range(len(HEADS))
SHARES = (5, 27, 36, 32)
ASKED = "点一列，选它对应的问题；选错了表头的行，先改表头。对好以后点“就这样对”，下次同样的表头不再问。"
STATES = {
    Known.TOLD: "按以前对好的列来读。要改，点一列重新选，再点“就这样对”。",
    Known.RECOGNISED: "表头都认得，不用对。要改，点一列重新选，再点“就这样对”。",
}
LEFT_OUT = "这张表选了不导入。要导入，看好各列，再点“就这样对”。"
_SHOWN = 30
"""So many characters of a row are shown where it is chosen as head."""


class ColumnsModel(QAbstractTableModel):
    """The columns of one sheet; the last column of the table can be changed."""

    told = Signal()  # a column was told another question

    def __init__(self) -> None:
        super().__init__()
        self.layout: SheetLayout | None = None
        self._claims: Counter[str] = Counter()

    def show(self, layout: SheetLayout) -> None:
        """Show another sheet, or the same one with another head."""
        self.beginResetModel()
        self._take(layout)
        self.endResetModel()

    def _take(self, layout: SheetLayout) -> None:
        self.layout = layout
        self._claims = Counter(
            column.key for column in layout.columns if column.key not in (OUT, LINE) and not topic_of_key(column.key)
        )

    @property
    def columns(self) -> Sequence[HeadColumn]:
        """The columns that are shown, one a row."""
        return self.layout.columns if self.layout else ()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._text(column, index.column())
            case Qt.ItemDataRole.ForegroundRole if index.column() == QUESTION:
                return worn().colour("quiet" if column.key in (OUT, LINE) else "bad" if self._claims[column.key] > 1 else "ink")
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == QUESTION:
                return f"{column.named}对应{self._text(column, QUESTION)}"
            case _ if role == KEY:
                return column.key
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(HEADS):
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        kept = super().flags(index)
        return kept | Qt.ItemFlag.ItemIsEditable if index.column() == QUESTION else kept

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take another question for a column: its key, under the role KEY."""
        if role != KEY or self.layout is None or index.column() != QUESTION:
            return False
        self._take(self.layout.with_key(self.columns[index.row()].index, value))
        self.dataChanged.emit(self.index(0, QUESTION), self.index(self.rowCount() - 1, QUESTION))
        self.told.emit()
        return True

    def _text(self, column: HeadColumn, shown: int) -> str:
        if shown == QUESTION:
            doubled = " (重复)" if self._claims[column.key] > 1 else ""
            return label_of(column.key, catalogue()) + doubled
        return {LETTERS: letters(column.index), HEAD: column.label or "(没有表头)", EXAMPLES: "、".join(column.examples)}[shown]


class ColumnsTable(Table):
    """Walks the columns of a sheet. Enter, a click or typing opens the list of questions; Delete leaves a column out."""

    def __init__(self, model: ColumnsModel) -> None:
        super().__init__(model, SHARES, name="各列对应的问题")
        self._columns = model
        self.setItemDelegateForColumn(QUESTION, QuestionDelegate(offers(catalogue()), self))
        self.opened.connect(self.open)
        self.clicked.connect(lambda index: self.open(index.row()) if index.column() == QUESTION else None)

    def open(self, row: int) -> None:
        """Open the list of questions for the column in a row."""
        index = self._columns.index(row, QUESTION)
        self.setCurrentIndex(index)
        self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.row >= 0:
            self._columns.setData(self._columns.index(self.row, QUESTION), OUT, KEY)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_F2) and self.row >= 0:
            self.open(self.row)
        else:
            super().keyPressEvent(event)


class ColumnsPage(Sheet):
    """Lays one sheet after another before the person."""

    told = Signal(object)  # what is said of a head: its fingerprint → HeadMap

    def __init__(self) -> None:
        super().__init__()
        self.sheets, self.first, self.tall = QComboBox(), QComboBox(), QComboBox()
        self.model = ColumnsModel()
        self.table = ColumnsTable(self.model)
        self.state = label("", "note", wraps=True)
        self.trouble = label("", "remark", wraps=True)
        self.agree = Button("就这样对")
        self.leave_out = Button("整张表不导入")
        self._layouts: list[SheetLayout] = []
        self._lay_out()
        self.sheets.activated.connect(self._on_sheet)
        self.first.activated.connect(self._on_head)
        self.tall.activated.connect(self._on_head)
        self.model.told.connect(self._on_told)
        self.agree.clicked.connect(self._on_agreed)
        self.leave_out.clicked.connect(self._on_left_out)

    def _lay_out(self) -> None:
        gap = worn().size("gap")
        row, foot = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(gap)
        foot.setSpacing(gap)
        for name, box, share in (("表", self.sheets, 3), ("表头从", self.first, 3), ("共", self.tall, 0)):
            told = label(name)
            told.setBuddy(box)
            box.setAccessibleName({"表": "哪一张表", "表头从": "表头从哪一行起", "共": "表头有几行"}[name])
            box.setSizePolicy(QSizePolicy.Policy.Ignored if share else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(told)
            row.addWidget(box, share)
        self.tall.addItems([f"{rows} 行" for rows in range(1, TALLEST + 1)])
        for button in (self.agree, self.leave_out):
            foot.addWidget(button)
        foot.addWidget(self.trouble, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.state)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(foot)

    def show_layouts(self, layouts: Sequence[SheetLayout], asks: Sequence[SheetLayout]) -> None:
        """Show these sheets to choose from, standing at the first that is asked about."""
        self._layouts = list(layouts)
        self.sheets.clear()
        self.sheets.addItems([_told(layout) for layout in layouts])
        self.setEnabled(bool(layouts))
        if layouts:
            self._show(next((place for place, one in enumerate(layouts) if one in asks), 0))

    def _show(self, place: int) -> None:
        layout = self._layouts[place]
        self.sheets.setCurrentIndex(place)
        self.first.clear()
        for row in layout.rows[: min(SEARCHED, len(layout.rows) - 1)]:
            texts = " ".join(dict.fromkeys(text for cell in row.cells if (text := plain(cell))))
            self.first.addItem(f"第 {row.number} 行：{texts[:_SHOWN]}")
        self._show_head(layout)

    def _show_head(self, layout: SheetLayout) -> None:
        """Show a sheet with the head that it has now."""
        self.first.setCurrentIndex(layout.begin)
        self.tall.setCurrentIndex(layout.height - 1)
        state = LEFT_OUT if layout.left_out else STATES.get(layout.known)
        self.state.setText(state or f"{layout.why.rstrip('。')}。{ASKED}")
        self.model.show(layout)
        self.trouble.setText("")
        self.table.choose(0)

    def _on_sheet(self, place: int) -> None:
        self._show(place)

    def _on_head(self) -> None:
        if layout := self.model.layout:
            self._show_head(layout.with_head(self.first.currentIndex(), self.tall.currentIndex() + 1, catalogue()))

    def _on_told(self) -> None:
        if self.trouble.text() and self.model.layout:
            self._complain(self.model.layout)

    def _complain(self, layout: SheetLayout) -> bool:
        """Say what is wrong with the columns as they are told now; whether anything is."""
        self.trouble.setText("\n".join(said := troubles(layout, catalogue())))
        return bool(said)

    def _on_agreed(self) -> None:
        if self.model.layout and not self._complain(self.model.layout):
            self.told.emit(self.model.layout.said())
        else:
            self.table.setFocus()

    def _on_left_out(self) -> None:
        if self.model.layout:
            self.told.emit(self.model.layout.said_left_out())


def _told(layout: SheetLayout) -> str:
    """A sheet in the list of sheets: where it stands, and how it is read."""
    taken = sum(column.key not in (OUT, LINE) for column in layout.columns)
    how = {
        Known.TOLD: "不导入" if layout.left_out else f"对好 {taken} 列",
        Known.RECOGNISED: f"认出 {taken} 列，共 {len(layout.columns)} 列",
        Known.RIDDLE: "有几列分不清",
        Known.NOBODY: "没有认出",
    }[layout.known]
    return f"{layout.file} · {layout.sheet} · {how}"
