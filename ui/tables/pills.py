"""Paints badges as pills in a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from ui.tables.badge import Badge
from ui.theme import worn

BADGE = Qt.ItemDataRole.UserRole + 1
"""Under this role a model gives a Badge; its words stand under DisplayRole too, for those who hear them."""


class PillDelegate(QStyledItemDelegate):
    """Words on the colour of their tone; for columns that hold nothing but badges."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def displayText(self, value: Any, locale: QLocale | QLocale.Language) -> str:
        """Nothing: the pill carries the words."""
        return ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        badge = index.data(BADGE)
        if isinstance(badge, Badge):
            paint_pill(painter, QRectF(self._view.visualRect(index)), badge)


def paint_pill(painter: QPainter, cell: QRectF, badge: Badge) -> None:
    """Paint a badge into a cell, at the left, shortened where it finds no room."""
    theme = worn()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("note"))
    measure = painter.fontMetrics()
    inset = theme.px(9)
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
