"""What becomes of an exception that nobody caught."""

import sys
import time

import pytest
from PySide6.QtWidgets import QPushButton

from fieldapp.base.errors import FieldAppError
from fieldapp.base.log import log
from fieldapp.desk.county import new_county
from fieldapp.desk.keeping import backup_folder
from tests.ui import village
from tests.ui.reading_order import reached, read
from ui.messages import UNEXPECTED
from ui.mistakes import Mistakes
from ui.places import SETTINGS
from ui.safety.sudden_end import ENDED, SuddenEnd
from ui.screens.start import StartScreen
from ui.session import Session


def stumble() -> None:
    raise KeyError("13812345678")


@pytest.fixture(autouse=True)
def logged(tmp_path, monkeypatch):
    """Gives what the log says, which lies in a folder of the test's own."""
    monkeypatch.setattr(log, "folder", tmp_path / "log")
    monkeypatch.setattr(log, "_pages", None)
    monkeypatch.setattr(log, "_held", None)
    return lambda: "\n".join(log.tail(1000))


@pytest.fixture
def mistakes(messages, preferences):
    messages.yes = False
    return Mistakes(messages, preferences)


@pytest.fixture
def mistake():
    try:
        stumble()
    except KeyError as error:
        return error


def test_a_mistake_is_told_logged_and_reported(mistakes, messages, mistake, logged):
    mistakes.take(KeyError, mistake, mistake.__traceback__)
    assert messages.told == [UNEXPECTED]
    assert "builtins.KeyError" in logged()
    [report] = messages.reports
    assert logged().splitlines()[-1] in report
    assert "13812345678" not in report


def test_the_report_of_a_mistake_goes_beside_the_backup_of_the_open_file(mistakes, messages, mistake, session):
    mistakes.opened = lambda: session.survey
    messages.yes = True
    mistakes.take_trouble(mistake)
    [placed] = messages.shown
    assert placed.parent == backup_folder(session.path)
    assert placed.read_text("utf-8-sig") == messages.reports[0]
    assert "农户：3" in messages.reports[0]


def test_a_refusal_that_nobody_caught_is_told_in_its_own_words_and_logged_without_them(mistakes, messages, logged):
    mistakes.take(FieldAppError, FieldAppError("磁盘已满。", "请腾出空间。"), None)
    assert messages.told == ["磁盘已满。请腾出空间。"]
    assert " refused kind=FieldAppError " in logged()
    assert logged().isascii()


def test_a_mistake_made_while_one_is_told_is_only_logged(mistakes, messages, mistake, logged):
    told = []
    messages.tell_report = lambda *_: (told.append(1), mistakes.take_trouble(mistake))
    mistakes.take_trouble(mistake)
    assert len(told) == 1
    assert logged().count("builtins.KeyError") == 2


def test_a_log_that_cannot_be_written_does_not_hide_the_mistake(mistakes, messages, mistake, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(log, "folder", tmp_path / "file")
    mistakes.take_trouble(mistake)
    assert messages.told == [UNEXPECTED]


def test_what_goes_wrong_in_a_slot_reaches_the_hook(qtbot, messages, mistakes, monkeypatch, logged):
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(stumble)
    with qtbot.captureExceptions():
        monkeypatch.setattr(sys, "excepthook", mistakes.take)
        button.click()
    assert messages.told == [UNEXPECTED]
    assert " stumble" in logged()


def test_acts_are_logged_by_the_tables_they_touched(session: Session, logged):
    with session.change("李国兰说的") as change:
        change.save(village.Household(head="赵六"))
    session.undo()
    acts = [line.split(" ", 4)[4].rsplit("=", 1)[0] for line in logged().splitlines()]
    assert acts == ["tables=household seconds", "tables=undone seconds"]


def test_slow_work_is_logged_by_its_name_in_the_code(qtbot, tasks, logged, monkeypatch):
    monkeypatch.setattr("ui.tasks.SLOW", 0.01)
    done = []
    tasks.run(lambda: time.sleep(0.02), done.append)
    qtbot.waitUntil(lambda: done == [None])
    assert "name=test_slow_work_is_logged_by_its_name_in_the_code.<locals>.<lambda> seconds=0.0" in logged()


def test_after_a_sudden_end_the_first_page_says_so_and_offers_the_report(window, messages):
    messages.yes = False
    window.open(None)
    window.tell_sudden_end()
    window.show()
    start = window.centralWidget()
    assert isinstance(start, StartScreen)
    strip = start.findChild(SuddenEnd)
    assert strip.isVisible()
    assert strip.said.text() == ENDED
    assert reached(window) == read(window)
    strip.report.click()
    assert messages.told == [ENDED]
    assert "档案：没有打开" in messages.reports[0]
    strip.known.click()
    assert not strip.isVisible()


def test_the_strip_stays_above_the_village_until_it_was_read(qtbot, window, messages, tmp_path):
    village.settle(tmp_path / "石桥.survey").close()
    window.open(None)
    window.tell_sudden_end()
    window.open(tmp_path / "石桥.survey")
    window.show()
    strip = window.centralWidget().findChild(SuddenEnd)
    assert strip.isVisible()
    assert reached(window)[1:3] == [strip.report, strip.known]
    strip.report.click()
    assert messages.shown[0].parent == backup_folder(tmp_path / "石桥.survey")
    assert "农户：3" in messages.reports[0]
    strip.known.click()
    window._on_left()
    assert window.centralWidget().findChild(SuddenEnd) is None


def test_the_settings_offer_the_report_at_any_time(qtbot, session, preferences, messages, on_screen):
    from ui.screens.settings import SettingsScreen

    on_screen(SettingsScreen(session, preferences)).safety.report.click()
    [placed] = messages.shown
    assert placed.parent == backup_folder(session.path)
    assert placed.name.startswith("出错记录-")


def test_the_county_has_the_strip_and_the_report_too(window, messages, tmp_path):
    new_county(tmp_path / "青山.county", "青山县").close()
    window.open(tmp_path / "青山.county")
    window.tell_sudden_end()
    window.show()
    county = window.centralWidget()
    strip = county.findChild(SuddenEnd)
    assert strip.isVisible()
    assert reached(window)[1:3] == [strip.report, strip.known]
    county.go(SETTINGS)
    county.settings.report.click()
    [placed] = messages.shown
    assert placed.parent == tmp_path
    assert "青山" not in messages.reports[0]
