"""Says above a village that it is the county's file of it, and leads back."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.buttons import Button
from ui.theme import label, worn


class Strip(QWidget):
    """One line above the screens of a village."""

    def __init__(self, village: str, county: str) -> None:
        super().__init__()
        self.back = Button("回到县级汇总", "Alt+Home")
        self.said = label(f"{county}的{village}：在这里改的、定的，都是县里说的，随回传包送到村里。", "note", wraps=True)
        self.said.setMinimumWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(worn().size("margin"), worn().px(9), worn().size("margin"), 0)
        row.addWidget(self.said, 1)
        row.addWidget(self.back)
