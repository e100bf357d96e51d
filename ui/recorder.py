"""谁在录入: a picker, not a login."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

HONEST = "这里不验证身份，只用来写明是谁录入的。"
"""What the picker does not prove; it stands under it."""


class Recorder(QComboBox):
    """Takes a name that was used before, or a new one."""

    named = Signal()

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(list(dict.fromkeys(names)))
        self.activated.connect(self.named)
        self.lineEdit().editingFinished.connect(self.named)

    @property
    def name(self) -> str:
        """The name, without needless blanks; '' where there is none."""
        return " ".join(self.currentText().split())
