"""升级程序: found, read, told, put beside and opened, in the settings and on the first page; what goes wrong is said there."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldapp.base.program import CONSOLE, WINDOW
from fieldapp.store.sealing import keepsake
from tests.bundles import NEW, OLD, STARTED, become, lay
from tests.store.conftest import make
from tests.ui import village
from tests.ui.keyboard import CTRL, ENTER, press
from ui.places import SETTINGS
from ui.reading import page_of
from ui.safety.restoring import RestoreSheet
from ui.safety.updating import NOTHING, OPEN, UpdateSheet
from ui.screens.start import StartScreen


@pytest.fixture
def home(tmp_path: Path, monkeypatch) -> Path:
    """This program as a bundle, on a machine that knows no survey file."""
    return become(tmp_path, monkeypatch)


@pytest.fixture
def settings(qtbot, window, tmp_path):
    """The settings of an open village."""
    village.settle(tmp_path / "石桥.survey").close()
    window.open(tmp_path / "石桥.survey")
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.centralWidget().go(SETTINGS)
    return window.centralWidget().settings


def asked(qtbot, settings) -> UpdateSheet:
    """The sheet, when it has looked."""
    settings.upgrade.click()
    sheet = settings.beside.panel
    assert isinstance(sheet, UpdateSheet)
    rested(qtbot, sheet)
    return sheet


def rested(qtbot, sheet) -> None:
    qtbot.waitUntil(lambda: not sheet._works, timeout=20_000)


def test_what_is_new_is_told_and_the_new_program_is_put_beside_and_opened(qtbot, home, settings, window, messages, tmp_path):
    lay(home.parent / "优盘" / WINDOW, NEW)
    sheet = asked(qtbot, settings)
    assert NOTHING in sheet.said.text(), "a folder in a folder is for the person to point to"
    assert not sheet.act.isVisible()
    messages.place = home.parent / "优盘"
    sheet.other.click()
    rested(qtbot, sheet)
    assert sheet.said.text().startswith(f"找到 {NEW}(现在是 {OLD})，6 个文件")
    assert sheet.news.text().startswith("0.2.0\n· 收入：一季一记。\n· 照片按月收起。\n\n0.1.5\n")
    assert (sheet.act.text(), sheet.act.hasFocus()) == (f"升级到 {NEW}", True)
    press(ENTER, CTRL)
    rested(qtbot, sheet)
    placed = home.parent / f"{WINDOW}-{NEW}"
    assert sheet.said.text().startswith(f"装好了：{placed}\n")
    assert "备份了 1 份档案" in sheet.said.text()
    assert keepsake(tmp_path / "石桥.survey", OLD).is_file()
    assert sheet.act.text() == OPEN
    press(ENTER, CTRL)
    assert not window.isVisible()
    assert window.survey is None, "the file is free for the new program"
    until = time.monotonic() + 20
    while not (placed / STARTED).exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert (placed / STARTED).exists()


def test_a_damaged_one_is_said_on_the_sheet_and_another_place_can_be_picked(qtbot, home, settings, messages):
    (lay(home.parent / "坏的", NEW) / CONSOLE).write_text("other")
    sheet = asked(qtbot, settings)
    assert CONSOLE in sheet.said.text()
    assert not sheet.act.isVisible()
    assert sheet.other.isEnabled()
    assert messages.told == []


def test_whoever_puts_the_sheet_away_meanwhile_has_nothing_installed(qtbot, home, settings, tasks, messages):
    lay(home.parent / "新的一份" / WINDOW, NEW)
    messages.place = home.parent / "新的一份"
    sheet = asked(qtbot, settings)
    sheet.other.click()
    rested(qtbot, sheet)
    tasks._lane.submit(time.sleep, 0.3)
    sheet.act.click()
    press(Qt.Key.Key_Escape)
    tasks.wait()
    assert settings.beside.panel is None
    assert settings.upgrade.hasFocus()
    assert sorted(one.name for one in home.parent.iterdir()) == sorted([WINDOW, "新的一份"])


def test_from_source_the_sheet_says_so(qtbot, settings):
    sheet = asked(qtbot, settings)
    assert "从源代码运行" in sheet.said.text()
    assert not sheet.act.isVisible()


def test_f1_tells_of_updating(qtbot, settings, window):
    asked(qtbot, settings)
    assert page_of(QApplication.focusWidget(), settings) == "update"


def test_the_first_page_says_quietly_that_there_is_a_newer_one_and_shows_it_in_place(
    qtbot, on_screen, home, preferences, tasks, messages, tmp_path
):
    lay(home.parent / "新的", NEW)
    screen = on_screen(StartScreen(preferences, tasks, messages, tmp_path / "资料"))
    assert not screen.newer.isVisible()
    qtbot.waitUntil(screen.newer.isVisible, timeout=20_000)
    assert screen.newer.text() == "有新版 0.2.0，看看新在哪里"
    screen.newer.click()
    sheet = screen.findChild(UpdateSheet)
    rested(qtbot, sheet)
    assert sheet.act.text() == f"升级到 {NEW}"
    assert not screen.new.isVisible()
    press(Qt.Key.Key_Escape)
    assert screen.new.isVisible()
    assert screen.newer.hasFocus()


def test_where_there_is_none_the_first_page_says_nothing(qtbot, on_screen, home, preferences, tasks, messages, tmp_path):
    screen = on_screen(StartScreen(preferences, tasks, messages, tmp_path / "资料"))
    screen._look_for_newer()
    tasks.wait()
    assert not screen.newer.isVisible()


def test_what_was_kept_before_an_update_can_be_gone_back_to_in_the_window(qtbot, settings, tmp_path):
    make(tmp_path / "别的.survey").close()
    kept = keepsake(tmp_path / "石桥.survey", OLD)
    settings._session.survey.backup(kept)
    settings.safety.restore.click()
    sheet = settings.beside.panel
    assert isinstance(sheet, RestoreSheet)
    [button] = [button for path, button in sheet.buttons.items() if path == kept]
    assert button.text().startswith("换版前-0.1.0 · ")
