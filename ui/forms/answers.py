"""A record to be read: what was asked and what was answered, and what is still to be answered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from fieldapp.base.kinds import Text
from fieldapp.base.record import Names, Record
from ui.forms.verdict import empty
from ui.page import Sheet
from ui.theme import label, worn

NOTHING = "还没有填写。"
_SHORT = 16
"""A text of no more characters finds room beside another answer."""


class Answers(Sheet):
    """Shows the answers of one record, mostly two beside each other; long texts take the whole width."""

    def __init__(self, heading: str, *acts: QWidget, narrow: bool = False) -> None:
        """`acts`: buttons beside the heading; `narrow`: one answer in a line."""
        super().__init__()
        self._beside = 1 if narrow else 2
        self.heading = label(heading, "head")
        self.open = label("", "note", wraps=True)
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(worn().size("gap"))
        self._lines.setVerticalSpacing(worn().px(8))
        for column, stretch in enumerate((0, 1) * self._beside):
            self._lines.setColumnStretch(column, stretch)
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch()
        for act in acts:
            head.addWidget(act)
        self.column.addLayout(head)
        self.column.addLayout(self._lines)
        self.column.addWidget(self.open)

    def show_record(self, record: Record | None, names: Names) -> None:
        """Show a record; None where there is none yet."""
        empty(self._lines)
        answered = (
            [field for field in record.questions() if field.name in record.answers and field.applies(record)] if record else []
        )
        place = 0
        for field in answered:
            assert record
            shown = f"{field.show(record, names)} {field.unit}".strip()
            wide = self._beside if isinstance(field.kind, Text) and len(shown) > _SHORT else 1
            place += (place % self._beside) if wide > 1 else 0
            self._put(field.label, shown, *divmod(place, self._beside), wide)
            place += wide
        self._tell(record)

    def _put(self, asked: str, shown: str, row: int, column: int, wide: int) -> None:
        value = label(shown, wraps=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines.addWidget(label(asked, "note"), row, column * 2, Qt.AlignmentFlag.AlignTop)
        self._lines.addWidget(value, row, column * 2 + 1, 1, wide * 2 - 1, Qt.AlignmentFlag.AlignTop)

    def _tell(self, record: Record | None) -> None:
        missing = "、".join(problem.field.label for problem in record.problems()) if record else ""
        self.open.setText((f"还没有填：{missing}。" if missing else "") if record and record.answers else NOTHING)
        self.open.setVisible(bool(self.open.text()))
