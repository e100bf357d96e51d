"""Labels and editors in two columns that line up, for what a screen asks outside the questionnaire."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.theme import label, mark, worn


class Entry:
    """One line: what it asks, where it is answered, and beneath it the hint or what is wrong."""

    def __init__(self, name: str, editor: QWidget, hint: str) -> None:
        self.caption = label(name)
        self.editor = editor
        self._hint = hint
        self.remark = label(hint, "note", wraps=True)
        self.caption.setBuddy(editor)
        editor.setAccessibleName(name)
        editor.setAccessibleDescription(hint)
        if not hint:  # shown before it stands anywhere it would be a window of its own for a moment, and take the cursor along
            self.remark.hide()

    def complain(self, wrong: str) -> None:
        """Say under the editor what is wrong with it; '' shows the hint again."""
        self.remark.setText(wrong or self._hint)
        self.remark.setVisible(bool(wrong or self._hint))
        mark(self.remark, "role", "remark" if wrong else "note")
        mark(self.editor, "wrong", bool(wrong))

    def explain(self, hint: str) -> None:
        """Say another hint under the editor."""
        self._hint = hint
        self.complain("")

    @property
    def complaint(self) -> str:
        """What is said to be wrong, '' when nothing is."""
        return self.remark.text() if self.editor.property("wrong") else ""

    def show(self, shown: bool) -> None:
        """Ask this, or not."""
        for widget in (self.caption, self.editor):
            widget.setVisible(shown)
        self.remark.setVisible(shown and bool(self.remark.text()))


class Entries(QGridLayout):
    """A column of labels and a column of editors."""

    def __init__(self, caption_width: int = 84) -> None:
        super().__init__()
        theme = worn()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(theme.size("gap"))
        self.setVerticalSpacing(theme.px(4))
        self.setColumnMinimumWidth(0, theme.px(caption_width))
        self.setColumnStretch(1, 1)

    def ask(self, name: str, editor: QWidget, hint: str = "", beside: QWidget | None = None) -> Entry:
        """Add a line; `beside` stands at the right of the editor."""
        entry = Entry(name, editor, hint)
        row = self.rowCount()
        self.addWidget(entry.caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(editor, row, 1, 1, 1 if beside else 2)
        if beside:
            self.addWidget(beside, row, 2)
        self.addWidget(entry.remark, row + 1, 1, 1, 2)
        self.addWidget(_gap(), row + 2, 0)
        return entry


def _gap() -> QLabel:
    spacer = QLabel()
    spacer.setFixedHeight(worn().px(6))
    return spacer
