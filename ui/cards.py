"""Cards: a caption, a figure and a few words on it, together one button that stays down until it is pressed again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from ui.tables.badge import Badge
from ui.theme import label, pill, show_pill, worn


class Card(QPushButton):
    """One figure."""

    def __init__(self, caption: str, key: str) -> None:
        super().__init__()
        self._caption = caption
        self.setProperty("card", True)
        self.setCheckable(True)
        self.setToolTip(key)
        QShortcut(QKeySequence(key), self).activated.connect(self.click)
        self.figure = label("—", "title")
        self.pill = pill("正在看", "unknown")
        px = worn().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(12), px(18), px(14))
        column.setSpacing(px(4))
        foot = QHBoxLayout()
        foot.addWidget(self.pill)
        foot.addStretch()
        for widget in (label(caption, "note"), self.figure):
            column.addWidget(widget)
        column.addLayout(foot)
        for widget in self.findChildren(QLabel):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tell("—", Badge("正在看", "unknown"))

    def tell(self, figure: str, badge: Badge) -> None:
        """Show a figure, and what there is to say of it."""
        self.figure.setText(figure)
        show_pill(self.pill, badge.text, badge.tone)
        self.setAccessibleName(f"{self._caption} {figure}，{badge.text}")

    def sizeHint(self) -> QSize:
        """Room for everything on it."""
        return self.layout().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Nothing on it is cut off."""
        return self.layout().minimumSize()
