"""The rail at the left: where one is, where one can go, and at its foot whether the work is safe."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.theme import label, worn

WIDTH = 132


class Rail(QWidget):
    """A column of places. It knows their names only; the window knows what they are."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(worn().px(WIDTH))
        self.village = label("", "head", wraps=True)
        self.about = label("", "note", wraps=True)
        self.foot = label("", "note")
        self.places = {name: self._place(name, number) for number, name in enumerate(places, 1)}
        self._group = QButtonGroup(self)
        for button in self.places.values():
            self._group.addButton(button)
        self._lay_out()

    def _place(self, name: str, number: int) -> QPushButton:
        button = QPushButton(name)
        button.setCheckable(True)
        QShortcut(QKeySequence(f"Ctrl+{number}"), button).activated.connect(button.click)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leads to the place, and the cursor with it
        button.setToolTip(f"Ctrl+{number}")
        button.clicked.connect(lambda: self.chosen.emit(name))
        return button

    def _lay_out(self) -> None:
        theme = worn()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._inset(self.village, 14, 2))
        column.addWidget(self._inset(self.about, 0, 12))
        for button in self.places.values():
            column.addWidget(button)
        column.addStretch()
        column.addWidget(self._inset(self.foot, theme.px(8), 20))

    @staticmethod
    def _inset(text: QLabel, above: int, below: int) -> QLabel:
        px = worn().px
        text.setContentsMargins(px(16), px(above), px(10), px(below))
        return text

    def tell(self, village: str, about: str, foot: str) -> None:
        """Write what stands above and below the places."""
        self.village.setText(village)
        self.about.setText(about)
        self.foot.setText(foot)

    def stand_at(self, place: str) -> None:
        """Mark where one is."""
        if place in self.places:
            self.places[place].setChecked(True)
