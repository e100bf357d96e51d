"""Paints the cells of a table: words, and badges as pills."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QWidget

from ui.tables.badge import NOTHING, Badge
from ui.theme import worn

INSET = 9
"""Pixels at 100 % between the border of a cell and its words, as in the heads of the columns."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
BADGE = Qt.ItemDataRole.UserRole + 1
"""Under this role a model gives a Badge; its words stand under DisplayRole too, for those who hear them."""


Option = Any
"""A QStyleOptionViewItem, whose members PySide does not tell to the type checker."""


class CellDelegate(QStyledItemDelegate):
    """Paints words and pills itself. A style sheet takes twice as long, and every key stroke of a search paints all cells."""

    def __init__(self, parent: QWidget, pills: Collection[int]) -> None:
        """`pills`: the columns that hold nothing but badges."""
        super().__init__(parent)
        self._pills = pills

    def paint(self, painter: QPainter, option: Option, index: QModelIndex | QPersistentModelIndex) -> None:
        theme, rect = worn(), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("chosen"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        if index.column() not in self._pills:
            self._write(painter, option, index)
        elif isinstance(badge := index.data(BADGE), Badge):
            paint_pill(painter, QRectF(rect), badge)

    @staticmethod
    def _write(painter: QPainter, option: Option, index: QModelIndex | QPersistentModelIndex) -> None:
        if not (text := index.data()):
            return
        inset = worn().px(INSET)
        room = option.rect.adjusted(inset, 0, -inset, 0)
        font = index.data(Qt.ItemDataRole.FontRole) or option.font
        painter.setFont(font)
        painter.setPen(worn().colour("ink"))
        shown = QFontMetrics(font).elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, index.data(Qt.ItemDataRole.TextAlignmentRole) or LEFT, shown)


def paint_pill(painter: QPainter, cell: QRectF, badge: Badge) -> None:
    """Paint a badge into a cell, at the left, shortened where it finds no room; where there is nothing to tell, a dash."""
    theme = worn()
    painter.save()
    if badge.text == NOTHING:
        painter.setPen(theme.colour("quiet"))
        painter.drawText(cell.adjusted(theme.px(INSET), 0, 0, 0), LEFT, NOTHING)
        painter.restore()
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("note"))
    measure = painter.fontMetrics()
    inset = theme.px(INSET)
    room = int(cell.width()) - inset
    text = measure.elidedText(badge.text, Qt.TextElideMode.ElideRight, room - 2 * inset)
    height = measure.height() + theme.px(4)
    width = min(room, measure.horizontalAdvance(text) + 2 * inset)
    box = QRectF(cell.left() + inset, cell.center().y() - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{badge.tone}_ground"))
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(theme.colour(badge.tone))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def width_of(texts: Collection[str], view: QWidget, *, pill: bool = False) -> int:
    """How wide a column must be so that none of these texts is cut off; 0 where nothing stands in it. `pill`: as badges."""
    measure = QFontMetrics(worn().font("note")) if pill else view.fontMetrics()
    widest = max((measure.horizontalAdvance(text) for text in texts), default=0)
    return widest + (3 if pill else 2) * worn().px(INSET) + 1 if widest else 0
