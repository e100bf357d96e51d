"""A few words of which one is chosen, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.theme import worn

T = TypeVar("T")


class Choices(QWidget):
    """A few words of which one is chosen, side by side."""

    def __init__(self, words: Sequence[str], values: Sequence[T], now: T, then: Callable[[T], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(worn().px(8))
        group = QButtonGroup(self)
        group.buttonToggled.connect(_lead)
        self._values: list[object] = list(values)
        self.buttons: list[QPushButton] = []
        for word, value in zip(words, values, strict=True):
            button = QPushButton(word)
            button.setProperty("chip", True)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, value=value: then(value))
            group.addButton(button)
            button.setChecked(value == now)
            row.addWidget(button)
            self.buttons.append(button)
        row.addStretch()
        if chosen := group.checkedButton():
            for button in self.buttons:
                _lead(button, button is chosen)

    def choose(self, value: object) -> None:
        """Show that this is chosen; nobody is told."""
        self.buttons[self._values.index(value)].setChecked(True)

    def tell(self, words: Callable[[Any], str]) -> None:
        """Write other words for the values."""
        for value, button in zip(self._values, self.buttons, strict=True):
            button.setText(words(value))


def _lead(button: QAbstractButton, chosen: bool) -> None:
    """Let Tab come to the chosen one; from there the arrows lead to the others."""
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
