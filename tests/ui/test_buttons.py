"""Buttons are pressed by the key that stands on them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.ui.keyboard import CTRL, press
from ui.buttons import Button


@pytest.fixture
def pressed(on_screen):
    """Puts buttons with these keys on the screen, and tells which of them are pressed."""
    told, shown = [], []

    def lay_out(*keys: str) -> list[str]:
        whole = QWidget()
        column = QVBoxLayout(whole)
        for key in keys:
            button = Button("保存", key)
            button.clicked.connect(lambda _=False, key=key: told.append(key))
            column.addWidget(button)
        shown.append(whole)
        on_screen(whole).findChild(Button).setFocus()
        return told

    return lay_out


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter], ids=["letters", "numbers"])
def test_enter_is_the_one_beside_the_letters_and_the_one_of_the_number_pad(pressed, key):
    told = pressed("Ctrl+Enter")
    press(key, CTRL)
    assert told == ["Ctrl+Enter"]


def test_a_key_presses_its_own_button_only(pressed):
    told = pressed("Ctrl+Enter", "Ctrl+S", "")
    press(Qt.Key.Key_S, CTRL)
    assert told == ["Ctrl+S"]


def test_a_button_that_may_not_be_pressed_is_not_pressed_by_its_key_either(pressed):
    told = pressed("Ctrl+Enter", "Ctrl+S")
    for button in QApplication.activeWindow().findChildren(Button):
        button.setEnabled(False)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_S):
        QTest.keyClick(QApplication.activeWindow(), key, CTRL)
    assert told == []
