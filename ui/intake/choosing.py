"""The box in a table in which a column is told its question: a list to open, narrowed while one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fieldapp.documents.offers import Offer

Index = QModelIndex | QPersistentModelIndex
KEY = Qt.ItemDataRole.UserRole
"""Under this role an entry of the list, and the cell of the table, give the key of the question."""
_FOUND_BY = Qt.ItemDataRole.UserRole + 1


class Narrowing(QCompleter):
    """Finds entries by any part of their label, their pinyin or the names that others give them, and shows their labels."""

    def __init__(self, model: QAbstractItemModel, parent: QObject) -> None:
        super().__init__(model, parent)
        self.setCompletionRole(_FOUND_BY)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(12)

    def pathFromIndex(self, index: Index) -> str:
        """What stands in the box for an entry."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class QuestionDelegate(QStyledItemDelegate):
    """Opens the list in a cell. Only the cell that is worked on has a box: a sheet may have 177 columns."""

    def __init__(self, choices: Sequence[Offer], parent: QObject) -> None:
        super().__init__(parent)
        self._choices = choices
        self._model: QStandardItemModel | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QComboBox(parent)
        box.setModel(self._entries())
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setMaxVisibleItems(12)
        box.setAccessibleName("这一列对应的问题")
        box.setCompleter(Narrowing(self._entries(), box))
        box.activated.connect(lambda: self._done(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(index.data(KEY), KEY))
        if line := editor.lineEdit():
            line.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What was chosen or, where a text was typed, the one entry that it finds. A text that finds several changes nothing."""
        assert isinstance(editor, QComboBox)
        place = editor.findText(editor.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        completer = editor.completer()
        if place < 0 and completer:
            completer.setCompletionPrefix(editor.currentText().strip())
            found = completer.completionModel()
            place = editor.findData(found.index(0, 0).data(KEY), KEY) if found.rowCount() == 1 else -1
        if place >= 0:
            model.setData(index, editor.itemData(place, KEY), KEY)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """The list that opened belongs to the box: it does not lose the cursor to it."""
        popup = editor.completer().popup() if isinstance(editor, QComboBox) and editor.completer() else None
        if event.type() == QEvent.Type.FocusOut and popup and popup.isVisible():
            return False
        return super().eventFilter(editor, event)

    def _done(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)

    def _entries(self) -> QStandardItemModel:
        """The list, made when it is first opened: pinyin costs a moment."""
        if self._model is None:
            from fieldapp.store.search import pinyin_keys

            self._model = QStandardItemModel(self)
            for offer in self._choices:
                entry = QStandardItem(offer.label)
                bare = offer.label.rpartition(" · ")[2]
                entry.setData(offer.key, KEY)
                entry.setData(" ".join((offer.label, pinyin_keys(bare), *offer.names)), _FOUND_BY)
                self._model.appendRow(entry)
        return self._model
