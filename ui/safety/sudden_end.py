"""The strip that says at the next start that the program came to a sudden end. It asks nothing and stands until it is read."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.buttons import Button
from ui.theme import label, worn

ENDED = "上次程序意外退出。已经保存的没有丢，没保存的在草稿里。"
REPORT = "出错记录…"
FOR_OTHERS = "把它发给维护程序的人，能帮着找出原因。"


class SuddenEnd(QWidget):
    """One line above all screens."""

    def __init__(self) -> None:
        super().__init__()
        self.said = label(ENDED, wraps=True)
        self.said.setMinimumWidth(1)
        self.report, self.known = Button(REPORT), Button("知道了")
        row = QHBoxLayout(self)
        row.setContentsMargins(worn().size("margin"), worn().px(9), worn().size("margin"), 0)
        row.setSpacing(worn().size("gap"))
        row.addWidget(self.said, 1)
        row.addWidget(self.report)
        row.addWidget(self.known)
