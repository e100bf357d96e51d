"""The boxes themselves: what they say, and what a key answers."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from fieldapp.base.errors import FieldAppError
from ui.messages import KEEP_REPORT, PDF, SURVEY, UNEXPECTED, Messages, _with_ending


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


def answer(*verbs: str, seen: list[str]) -> None:
    """Press these buttons, one box after another, and keep what the boxes say."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        seen.extend((box.text(), box.informativeText(), box.detailedText()))
        if rest := verbs[1:]:
            answer(*rest, seen=seen)
        next(button for button in box.buttons() if button.text() == verbs[0]).click()

    QTimer.singleShot(0, press)


def test_a_report_can_be_looked_at_and_copied(boxes):
    seen: list[str] = []
    answer("复制", seen=seen)
    boxes.tell_report(UNEXPECTED, "可以接着用。", "KeyError\n  a.py:3 f", list)
    assert seen == [UNEXPECTED, "可以接着用。", "KeyError\n  a.py:3 f"]
    assert QGuiApplication.clipboard().text() == "KeyError\n  a.py:3 f"


def test_where_a_report_was_put_is_said(boxes, tmp_path):
    seen: list[str] = []
    answer(KEEP_REPORT, "知道了", seen=seen)
    boxes.tell_report(UNEXPECTED, "", "KeyError", lambda: [tmp_path / "出错记录.txt"])
    assert seen[3:5] == ["已存为“出错记录.txt”", f"在 {tmp_path}"]


def test_a_report_that_could_not_be_put_anywhere_is_told(boxes):
    def put() -> list[Path]:
        raise FieldAppError("磁盘已满。", "请腾出空间。")

    seen: list[str] = []
    answer(KEEP_REPORT, "知道了", seen=seen)
    boxes.tell_report(UNEXPECTED, "", "KeyError", put)
    assert seen[3:5] == ["磁盘已满。", "请腾出空间。"]


@pytest.mark.parametrize(("typed", "kind", "name"), [
    ("村", SURVEY, "村.survey"), ("村.survey", SURVEY, "村.survey"), ("第1.2组", PDF, "第1.2组.pdf"), ("a.PDF", PDF, "a.PDF"),
])  # fmt: skip
def test_a_file_gets_the_ending_of_its_kind(tmp_path, typed, kind, name):
    assert _with_ending(tmp_path / typed, kind) == tmp_path / name
