"""A record to be read: what was asked and what was answered, and what is still to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldapp.base.kinds import Text
from fieldapp.base.pictures import Pictures
from fieldapp.base.record import NOBODY, Field, Names, Record
from ui.forms.pictures import Album, Strip
from ui.forms.verdict import empty
from ui.page import Sheet
from ui.theme import label, worn

NOTHING = "还没有填写。"
BLANK = "(空)"
"""What stands where somebody speaks of an answer that is not there."""
_SHORT = 16
"""A text of no more characters finds room beside another answer."""


class Answers(Sheet):
    """Shows the answers of one record, mostly two beside each other; long texts and pictures take the whole width.

    Questions that are decided as one (a report, a decision) stand together at the end, under the heading of their part.
    """

    def __init__(self, heading: str, *acts: QWidget, narrow: bool = False, album: Album | None = None) -> None:
        """
        Args:
            acts: buttons beside the heading.
            narrow: one answer in a line.
            album: where pictures are kept; without one they are counted.
        """
        super().__init__()
        self._beside = 1 if narrow else 2
        self._album = album
        self.heading = label(heading, "head")
        self.told = label("", "note", wraps=True)
        self.told.hide()
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
            head.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(head)
        self.column.addWidget(self.told)
        self.column.addLayout(self._lines)
        self.column.addWidget(self.open)

    def show_record(self, record: Record | None, names: Names, said: Mapping[str, str] = NOBODY) -> None:
        """Show a record; None where there is none yet. `said`: what reviewers say of an answer, name of the question → sentences."""
        empty(self._lines)
        self._said = said
        asked = [field for field in record.questions() if field.applies(record)] if record else []
        answered = [field for field in asked if record and (field.name in record.answers or field.name in said)]
        row = self._show([field for field in answered if not field.part.unit], record, names, 0)
        for part in dict.fromkeys(field.part for field in answered if field.part.unit):
            heading = label(part.label, "head")
            heading.setContentsMargins(0, worn().px(6), 0, 0)
            self._lines.addWidget(heading, row, 0, 1, self._beside * 2)
            row = self._show([field for field in answered if field.part is part], record, names, row + 1)
        self._tell(record)

    def say(self, text: str) -> None:
        """Say something of the whole under the heading; '' for nothing."""
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def _show(self, fields: list[Field[Any]], record: Record | None, names: Names, row: int) -> int:
        """Put answers into the lines from this row on; the row after them."""
        place = 0
        for field in fields:
            assert record
            value = self._value(field, record, names)
            remarked = field.name in self._said
            long = remarked or (isinstance(field.kind, Text) and isinstance(value, QLabel) and len(value.text()) > _SHORT)
            wide = self._beside if long or isinstance(value, Strip) else 1
            place += (place % self._beside) if wide > 1 else 0
            line, column = divmod(place, self._beside)
            self._lines.addWidget(label(field.label, "note"), row + line, column * 2, Qt.AlignmentFlag.AlignTop)
            # A strip is as wide as its place; a text is as high as it needs.
            aligned = Qt.AlignmentFlag(0) if isinstance(value, Strip) else Qt.AlignmentFlag.AlignTop
            shown = _remarked(value, self._said[field.name]) if remarked else value
            self._lines.addWidget(shown, row + line, column * 2 + 1, 1, wide * 2 - 1, aligned)
            place += wide
        return row + -(-place // self._beside)

    def _value(self, field: Field[Any], record: Record, names: Names) -> QWidget:
        if isinstance(field.kind, Pictures) and self._album and field.name in record.answers:
            strip = Strip(self._album)
            strip.setAccessibleName(field.label)
            strip.show_pictures(sorted(record.answers[field.name]))
            return strip
        shown = field.show(record, names)
        value = label(f"{shown} {field.unit}".strip() if shown else BLANK, wraps=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return value

    def _tell(self, record: Record | None) -> None:
        missing = "、".join(problem.field.label for problem in record.problems()) if record else ""
        self.open.setText((f"还没有填：{missing}。" if missing else "") if record and record.answers else NOTHING)
        self.open.setVisible(bool(self.open.text()))


def _remarked(value: QWidget, said: str) -> QWidget:
    """An answer with what is said of it beneath."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(worn().px(2))
    column.addWidget(value)
    column.addWidget(label(said, "remark", wraps=True))
    return both
