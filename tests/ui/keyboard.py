"""A person at the keyboard: keys as they are, Chinese through the input method."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

ENTER = Qt.Key.Key_Return
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def type_into(box: QWidget, text: str) -> None:
    """Type a text. What no key gives comes from the input method, a whole word at once."""
    if text.isascii():
        QTest.keyClicks(box, text)
    else:
        word = QInputMethodEvent()
        word.setCommitString(text)
        QApplication.sendEvent(box, word)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press one key where the cursor stands."""
    QTest.keyClick(_cursor(), key, held)


def write(*parts: str | Qt.Key) -> None:
    """Type texts and press keys one after another, each where the cursor then stands."""
    for part in parts:
        if isinstance(part, str):
            type_into(_cursor(), part)
        else:
            press(part)


def _cursor() -> QWidget:
    box = QApplication.focusWidget()
    assert box is not None, "no box has the cursor"
    return box
