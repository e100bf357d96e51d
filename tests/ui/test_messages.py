"""The boxes themselves: what they say, and what a key answers."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from fieldapp.base.errors import FieldAppError
from ui.messages import PDF, SURVEY, UNEXPECTED, Messages, _with_ending


@pytest.fixture
def boxes(qtbot):
    messages = Messages()
    messages.window = QWidget()
    qtbot.addWidget(messages.window)
    return messages


def answer_with(*keys: Qt.Key) -> list[str]:
    """Press these keys in the next box, and give what it said."""
    said: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.extend([box.text(), box.informativeText(), *(button.text() for button in box.buttons())])
        for key in keys:
            QTest.keyClick(box.focusWidget() or box, key)

    QTimer.singleShot(0, press)
    return said


def test_a_refusal_says_what_happened_and_what_to_do(boxes):
    said = answer_with(Qt.Key.Key_Return)
    boxes.tell(FieldAppError("磁盘已满。", "请腾出空间。"))
    assert said == ["磁盘已满。", "请腾出空间。", "知道了"]


@pytest.mark.parametrize(("key", "agreed"), [(Qt.Key.Key_Escape, False), (Qt.Key.Key_Return, False)])
def test_a_question_is_not_answered_yes_by_a_careless_key(boxes, key, agreed):
    said = answer_with(key)
    assert boxes.ask("删除吗?", "会留在历史里。", yes="删除") is agreed
    assert set(said) == {"删除吗?", "会留在历史里。", "删除", "取消"}


def test_a_question_is_answered_yes_on_purpose(boxes):
    def press() -> None:
        box = QApplication.activeModalWidget()
        next(button for button in box.buttons() if button.text() == "删除").click()

    QTimer.singleShot(0, press)
    assert boxes.ask("删除吗?", yes="删除")


def test_the_report_of_a_mistake_can_be_copied(boxes):
    def press() -> None:
        box = QApplication.activeModalWidget()
        assert box.text() == UNEXPECTED
        next(button for button in box.buttons() if button.text() == "复制报告").click()

    QTimer.singleShot(0, press)
    boxes.tell_unexpected("KeyError\n  a.py:3 f")
    assert QGuiApplication.clipboard().text() == "KeyError\n  a.py:3 f"


@pytest.mark.parametrize(("typed", "kind", "name"), [
    ("村", SURVEY, "村.survey"), ("村.survey", SURVEY, "村.survey"), ("第1.2组", PDF, "第1.2组.pdf"), ("a.PDF", PDF, "a.PDF"),
])  # fmt: skip
def test_a_file_gets_the_ending_of_its_kind(tmp_path, typed, kind, name):
    assert _with_ending(tmp_path / typed, kind) == tmp_path / name
