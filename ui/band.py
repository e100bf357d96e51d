"""A calm band across a page: what happened or what is asked, and the buttons that answer. It never stands in the way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.theme import label, worn


class Band(QFrame):
    """One line of text with buttons behind it; hidden until it says something."""

    def __init__(self, *buttons: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "band")
        self.said = label("", wraps=True)
        self.said.setMinimumWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(worn().px(18), worn().px(9), worn().px(12), worn().px(9))
        row.setSpacing(worn().size("gap"))
        row.addWidget(self.said, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def say(self, text: str) -> None:
        """Say this, to the eye and to a screen reader; '' goes away."""
        self.said.setText(text)
        self.setVisible(bool(text))
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
