"""The box for answers out of a list: digits, first letters and words pick, the list opens for those who rather look."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QMenu, QWidgetAction

from ui.forms.boxes import SAME, Editor
from ui.theme import worn

_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_OPENING = (Qt.Key.Key_Space, Qt.Key.Key_Down)
_SECOND_DIGIT = 800
"""How long a second digit still belongs to the first one, in milliseconds."""


class ListBox(QComboBox):
    """A combo box that shows what is chosen and leaves the list to its editor."""

    wanted = Signal()
    written = Signal(str)  # a word from the input method

    def __init__(self) -> None:
        super().__init__()
        self.prompt = ""
        """What stands in grey while nothing is chosen; the style sheet would paint a placeholder like an answer."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.prompt and self.currentIndex() < 0:
            painter = QPainter(self)
            painter.setPen(self.palette().placeholderText().color())
            room = self.rect().adjusted(worn().px(13), 0, -worn().px(24), 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.prompt)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take a whole word, whatever is typed on the way to it."""
        if event.commitString():
            self.written.emit(event.commitString())
        event.accept()

    def showPopup(self) -> None:
        self.wanted.emit()

    def show_chosen(self, text: str) -> None:
        self.clear()
        if text:
            self.addItem(text)
        self.setCurrentIndex(0 if text else -1)


class PickEditor(Editor):
    """Picks one or several entries of a list; emits their names separated by blanks."""

    def __init__(self, choices: Mapping[str, str], *, many: bool = False, empty: str = "") -> None:
        """
        Args:
            choices: name, as the kind reads it → label.
            many: several may be picked; a key picks and picks again to undo.
            empty: what stands in the box when there is nothing to pick from.
        """
        self._list = ListBox()
        super().__init__(self._list)
        self._choices, self._many = dict(choices), many
        self._chosen: list[str] = []
        self._digits = ""
        self._menu: QMenu | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SECOND_DIGIT)
        self._pause.timeout.connect(self._forget_digits)
        self._list.wanted.connect(self._open)
        self._list.written.connect(self._on_written)
        # Where a letter picks, an input method must not swallow it.
        letters = any(label[:1].isascii() and label[:1].isalpha() for label in choices.values())
        self._list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not letters)
        self._list.prompt = "" if choices else empty

    def show_text(self, text: str) -> None:
        told = text.split()
        self._show([name for name, label in self._choices.items() if name in told or label == text])

    def prompt(self, text: str) -> None:
        if self._choices:
            self._list.prompt = text
            self._list.update()

    def keys(self) -> str:
        if len(self._choices) > 9:
            return f"输入编号 1–{len(self._choices)} 选择，空格键打开列表"
        return "  ".join(f"{number} {label}" for number, label in enumerate(self._choices.values(), 1))

    def press(self, event: QKeyEvent) -> bool:
        if super().press(event):
            return True
        key, text = event.key(), event.text()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if self.repeats and text in SAME:
            self.same.emit()
        elif key in _OPENING:
            self._open()
        elif key in _CLEARING:
            self._pick([])
        elif text.isdecimal():
            self._on_digit(text)
        elif text.isalpha():
            self._on_letter(text)
        else:
            return False
        return True

    def _show(self, chosen: list[str]) -> None:
        self._chosen = chosen
        self._list.show_chosen("、".join(self._choices[name] for name in chosen))

    def _pick(self, chosen: list[str]) -> None:
        self._show(chosen)
        self.typed.emit(" ".join(chosen))

    def _toggle(self, name: str) -> None:
        """Pick one entry; where several may be picked, the one more or the one less."""
        if self._many:
            self._pick([each for each in self._choices if (each in self._chosen) != (each == name)])
        else:
            self._pick([name])

    def _on_digit(self, digit: str) -> None:
        """The entry of that number; in a list of more than nine a quick second digit is the units of a number of two."""
        names = list(self._choices)
        self._digits = digit if self._many or int(self._digits + digit) > len(names) else self._digits + digit
        if int(self._digits) == 0:
            self._pick([])
        elif int(self._digits) <= len(names):
            self._toggle(names[int(self._digits) - 1])
        self._pause.start()

    def _forget_digits(self) -> None:
        self._digits = ""

    def _on_letter(self, letter: str) -> None:
        for name, label in self._choices.items():
            if label.lower().startswith(letter.lower()):
                self._toggle(name)
                return

    def _on_written(self, word: str) -> None:
        """The entry of that label, or else the first that begins so, or else the first with the word in it."""
        if self.repeats and word in SAME:
            self.same.emit()
            return
        for fits in (str.__eq__, str.startswith, str.__contains__):
            for name, label in self._choices.items():
                if fits(label, word):
                    self._toggle(name)
                    return

    def _open(self) -> None:
        menu = self._menu = self._menu or QMenu(self)
        menu.clear()
        menu.setMinimumWidth(self._list.width())
        for number, (name, label) in enumerate(self._choices.items(), 1):
            self._add(menu, f"{number}  {label}", name)
        if not self._choices:
            menu.addAction(self._list.prompt).setEnabled(False)
        menu.popup(self._list.mapToGlobal(self._list.rect().bottomLeft()))

    def _add(self, menu: QMenu, text: str, name: str) -> None:
        """One line of the list. Where several may be picked it is a box to tick, and the list stays open."""
        chosen = name in self._chosen
        if not self._many:
            action = QAction(text.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(chosen)
            action.triggered.connect(lambda: self._pick([name]))
            menu.addAction(action)
            return
        tick = QCheckBox(text.replace("&", "&&"), menu)
        tick.setChecked(chosen)
        tick.toggled.connect(partial(self._on_ticked, name))
        line = QWidgetAction(menu)
        line.setDefaultWidget(tick)
        menu.addAction(line)

    def _on_ticked(self, name: str, ticked: bool) -> None:
        if ticked != (name in self._chosen):
            self._toggle(name)
