"""One question on the screen: what is asked, last time's answer, this time's, and how it was answered."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldapp.base.record import Field
from ui.forms.boxes import Editor
from ui.theme import label, restyle, worn

GAP = 12
SHARES = (24, 22, 54)
"""How asked, last time and this time share a row's width, so that all parts of all forms of one width line up."""
LONGEST_LAST = 40
"""Characters of last time's answer that are shown; the whole of it stands in the tool tip."""
TOLD = {"✓": "已填", "=": "同上次", "!": "不能这样填", "": "还没有填"}
"""How a question was answered: sign → words."""


class Row(QWidget):
    """Draws one question. It decides nothing: the form tells it what to say."""

    def __init__(self, form: QWidget, field: Field[Any], editor: Editor, last: str | None) -> None:
        """`last`: last time's answer; None where the form has no such column."""
        super().__init__(form)
        self.field, self.editor = field, editor
        self.asked = label(field.label, wraps=True)
        self.last = label(shortened(last or ""), "note", wraps=True)
        self.last.setToolTip(last if last and len(last) > LONGEST_LAST else "")
        self.mark = label("")
        self.remark = label("", "note", wraps=True)
        self._has_last = last is not None
        self._lay_out()
        self.last.setVisible(self._has_last)
        self.remark.hide()
        self._measure()

    @property
    def is_asked(self) -> bool:
        """Whether the question is put at all."""
        return not self.isHidden()

    def take_cursor(self) -> None:
        """Put the cursor here, with what stands in the box chosen, so that typing replaces it."""
        self.editor.take_cursor()

    def tell(self, mark: str, remark: str, *, wrong: bool) -> None:
        """How it was answered, and what there is to say about it ('' for nothing)."""
        self.mark.setText(mark)
        self.mark.setToolTip(TOLD[mark])
        self.mark.setAccessibleName(TOLD[mark])
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))
        _wear(self.remark, "role", "remark" if wrong else "note")
        _wear(self.editor.box, "wrong", mark == "!")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._measure()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(3)
        for column, part in enumerate((self.asked, self.last, self.editor, self.mark)):
            grid.addWidget(part, 0, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.remark, 1, 2)
        for column, share in enumerate(SHARES):
            grid.setColumnStretch(column, share if column != 1 or self._has_last else 0)
        for part in (self.asked, self.last, self.editor, self.remark):
            part.setMinimumWidth(1)

    def _measure(self) -> None:
        field = worn().size("field")
        for part in (self.asked, self.last, self.mark):
            part.setMinimumHeight(field)
        self.mark.setFixedWidth(field)
        inset = (field - self.fontMetrics().lineSpacing()) // 2
        for part in (self.asked, self.last, self.mark):
            part.setAlignment(Qt.AlignmentFlag.AlignTop)
            part.setContentsMargins(0, inset, 0, 0)


def shortened(text: str) -> str:
    """The text, or its beginning with an ellipsis where it is too long for the column."""
    return text if len(text) <= LONGEST_LAST else text[: LONGEST_LAST - 1] + "…"


def _wear(widget: QWidget, name: str, value: str | bool) -> None:
    if (widget.property(name) or False) != value:
        widget.setProperty(name, value)
        restyle(widget)
