"""The boxes that answers are typed into: each takes a text, gives a text, and says when the person changed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from fieldapp.base.dates import Spells
from fieldapp.base.errors import BadAnswer
from ui.theme import label

Today = Callable[[], dt.date]
SAME = ("=", "\uff1d")
"""What takes last time's answer, typed with or without a Chinese input method."""
_STAYING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""The cursor is away for a moment only: a list has opened, or another program is before the window."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Editor(QWidget):
    """A box for one answer. What it shows and what it emits is text as the kind reads it."""

    typed = Signal(str)
    moved = Signal(int)  # Enter: +1, Shift+Enter: -1
    same = Signal()  # last time's answer is wanted
    entered = Signal()  # the cursor came in
    left = Signal()

    def __init__(self, box: QWidget) -> None:
        super().__init__()
        self.box = box
        self.repeats = False
        """Whether there is a last time whose answer can be taken."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(box)
        self.setFocusProxy(box)
        box.installEventFilter(self)

    def show_text(self, text: str) -> None:
        """Put a text into the box without saying that it was typed."""
        raise NotImplementedError

    def take_cursor(self) -> None:
        """Let the person type here."""
        self.box.setFocus(Qt.FocusReason.TabFocusReason)

    def prompt(self, text: str) -> None:
        """Say in grey what could be done here; gone as soon as there is an answer."""
        raise NotImplementedError

    def keys(self) -> str:
        """The keys that this box understands besides letters, in words; '' where there are none."""
        return ""

    def call(self, name: str, help: str) -> None:
        """What a screen reader says of the box."""
        self.box.setAccessibleName(name)
        self.box.setAccessibleDescription(help)

    def press(self, event: QKeyEvent) -> bool:
        """Take a key before the box does; whether it was taken."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            self.moved.emit(-1 if held else 1)
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.FocusIn:
                self.entered.emit()
            case QEvent.Type.FocusOut if isinstance(event, QFocusEvent) and event.reason() not in _STAYING:
                self.left.emit()
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self.press(event)
        return False


class LineEditor(Editor):
    """One line of text, with the unit of the answer at its right end."""

    def __init__(self, unit: str = "", *, words: bool = True) -> None:
        """`words`: whether Chinese can stand here; where it cannot, an input method would turn . into 。 and hold an X back."""
        self._line = QLineEdit()
        self._line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, words)
        super().__init__(self._line)
        self._line.textEdited.connect(self._on_edited)
        self._tail = label("", "note")
        inner = QHBoxLayout(self._line)
        inner.setContentsMargins(0, 0, 11, 0)
        inner.addStretch()
        inner.addWidget(self._tail)
        self._end_with(unit)

    def show_text(self, text: str) -> None:
        self._line.setText(text)

    def take_cursor(self) -> None:
        super().take_cursor()
        self._line.selectAll()

    def prompt(self, text: str) -> None:
        self._line.setPlaceholderText(text)

    def _end_with(self, tail: str) -> None:
        """Say this at the right end of the line; '' for nothing."""
        self._tail.setText(tail)
        self._line.setTextMargins(0, 0, self._tail.sizeHint().width() + 8 if tail else 0, 0)

    def _on_edited(self, text: str) -> None:
        if self.repeats and text in SAME:
            self._line.clear()
            self.same.emit()
        else:
            self.typed.emit(text)


class DateEditor(LineEditor):
    """A day, month or year, typed; one key fills in today's."""

    def __init__(self, today: Today, shape: str, unit: str = "") -> None:
        """`shape`: how the kind writes a date, as for `strftime`."""
        super().__init__(unit, words=False)
        self._today, self._shape = today, shape

    def keys(self) -> str:
        return f"Ctrl+; 填今天 {self._now()}"

    def press(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Semicolon and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._line.setText(self._now())
            self.typed.emit(self._now())
            return True
        return super().press(event)

    def _now(self) -> str:
        return self._today().strftime(self._shape)


class SpellsEditor(LineEditor):
    """Stretches of days, typed; how many days they are together stands at the right end."""

    def __init__(self, kind: Spells) -> None:
        super().__init__()
        self._kind = kind
        self._line.textChanged.connect(self._count)

    def keys(self) -> str:
        return "几段之间空一格"

    def _count(self, text: str) -> None:
        try:
            days = sum((last - first).days + 1 for first, last in self._kind.read(text)) if text.strip() else 0
        except BadAnswer:
            days = 0
        self._end_with(f"共 {days} 天" if days else "")


class TextEditor(Editor):
    """Several lines. Enter goes on as everywhere; Alt+Enter begins a new line, as in a workbook's cell."""

    LINES = 3

    def __init__(self) -> None:
        self._text = QPlainTextEdit()
        super().__init__(self._text)
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._on_edited)
        self._fit()

    def show_text(self, text: str) -> None:
        self._text.blockSignals(True)
        self._text.setPlainText(text)
        self._text.blockSignals(False)

    def prompt(self, text: str) -> None:
        self._text.setPlaceholderText(text)

    def keys(self) -> str:
        return "Alt+Enter 换行"

    def press(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._text.insertPlainText("\n")
            return True
        return super().press(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self._text.setFixedHeight(self._text.fontMetrics().lineSpacing() * self.LINES + 20)

    def _on_edited(self) -> None:
        text = self._text.toPlainText()
        if self.repeats and text in SAME:
            self.show_text("")
            self.same.emit()
        else:
            self.typed.emit(text)
