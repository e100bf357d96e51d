"""What becomes of an exception that nobody caught."""

import sys

import pytest

from fieldapp.base.errors import FieldAppError
from ui.app import Mistakes, report


def stumble() -> None:
    try:
        int("李国兰 999999196708150123")
    except ValueError as error:
        raise KeyError("13812345678") from error


@pytest.fixture
def mistake():
    try:
        stumble()
    except KeyError as error:
        return error


def test_a_report_names_the_place_and_no_person(mistake):
    told = report(mistake, mistake.__traceback__)
    assert "builtins.KeyError" in told
    assert "builtins.ValueError" in told
    assert "test_mistakes.py" in told
    assert " stumble" in told
    assert not [said for said in ("李国兰", "999999196708150123", "13812345678", sys.prefix) if said in told]


def test_a_mistake_is_told_with_its_report_and_logged(messages, mistake, tmp_path):
    Mistakes(messages, tmp_path).take(KeyError, mistake, mistake.__traceback__)
    [told] = messages.told
    assert (tmp_path / "mistakes.log").read_text("utf-8") == told + "\n"


def test_a_refusal_that_nobody_caught_is_told_in_its_own_words(messages, tmp_path):
    refusal = FieldAppError("磁盘已满。", "请腾出空间。")
    Mistakes(messages, tmp_path).take(FieldAppError, refusal, None)
    assert messages.told == ["磁盘已满。请腾出空间。"]
    assert not (tmp_path / "mistakes.log").exists()


def test_a_mistake_made_while_one_is_told_is_only_logged(messages, mistake, tmp_path):
    mistakes = Mistakes(messages, tmp_path)
    messages.tell_unexpected = lambda told: (messages.told.append(told), mistakes.take_trouble(mistake))
    mistakes.take_trouble(mistake)
    assert len(messages.told) == 1
    assert (tmp_path / "mistakes.log").read_text("utf-8").count("builtins.KeyError") == 2


def test_a_log_that_cannot_be_written_does_not_hide_the_mistake(messages, mistake, tmp_path):
    (tmp_path / "file").touch()
    Mistakes(messages, tmp_path / "file").take_trouble(mistake)
    assert len(messages.told) == 1


def test_what_goes_wrong_in_a_slot_reaches_the_hook(qtbot, messages, tmp_path, monkeypatch):
    from PySide6.QtWidgets import QPushButton

    monkeypatch.setattr(sys, "excepthook", Mistakes(messages, tmp_path).take)
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(stumble)
    with qtbot.captureExceptions():
        monkeypatch.setattr(sys, "excepthook", Mistakes(messages, tmp_path).take)
        button.click()
    assert "builtins.KeyError" in messages.told[0]
