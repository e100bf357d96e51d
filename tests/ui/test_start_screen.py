"""The first page: into the work by keyboard, and what goes wrong said where it went wrong."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from fieldapp.records.household import Household
from fieldapp.records.village import Village
from fieldapp.store.survey import Survey
from tests.store.conftest import make
from tests.ui.keyboard import ENTER, type_into, write
from tests.ui.measuring import settle
from ui.preferences import Preferences
from ui.screens.start import HOUSEHOLDS, StartScreen
from ui.theme import SCALES, Theme, wear
from ui.ways_in import SUFFIX

TAB = Qt.Key.Key_Tab
CODE = "999999201201"


@pytest.fixture
def opened():
    """The surveys that the screen opened; closed afterwards."""
    surveys: list[Survey] = []
    yield surveys
    for survey in surveys:
        survey.close()


@pytest.fixture
def screen(qtbot, preferences, tasks, messages, tmp_path, opened):
    return shown(qtbot, preferences, tasks, messages, tmp_path, opened)


def shown(qtbot, preferences, tasks, messages, folder: Path, opened) -> StartScreen:
    screen = StartScreen(preferences, tasks, messages, folder / "资料")
    qtbot.addWidget(screen)
    screen.opened.connect(opened.append)
    screen.resize(1100, 700)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


def test_a_village_is_made_by_keyboard_alone(screen, opened, tmp_path):
    screen.new.name.setFocus()
    write("石桥村", TAB, CODE, ENTER)
    [survey] = opened
    assert survey.path == tmp_path / "资料" / "石桥村.survey"
    assert survey.by == "韩立"
    village = survey.reader.village()
    assert (village.name, village.code) == ("石桥村", CODE)


def test_what_is_wrong_stands_under_its_own_box_and_nothing_is_made(screen, opened, tmp_path, messages):
    screen.new.code.setFocus()
    write("99999920120", ENTER)
    assert screen.new._name.complaint == "还没有填写。"
    assert screen.new._code.complaint.startswith("村代码应为 12 位数字，现在是 11 位。")
    assert screen.new.name.hasFocus()
    assert (opened, messages.told) == ([], [])
    assert not (tmp_path / "资料").exists()
    write("石桥村")
    screen.new.code.setFocus()
    write("1", ENTER)
    assert screen.new._name.complaint == screen.new._code.complaint == ""
    assert len(opened) == 1


def test_a_password_is_asked_twice_and_locks_the_file(screen, opened):
    screen.new.name.setFocus()
    write("石桥村", TAB, CODE)
    assert not screen.new.again.isVisible()
    screen.new.password.setFocus()
    write("abc", ENTER)
    assert screen.new._again.complaint == "两次输入的密码不一样。"
    assert screen.new.again.hasFocus()
    write("abc", ENTER)
    [survey] = opened
    assert not survey.path.read_bytes().startswith(b"SQLite")


def test_a_name_that_is_taken_is_said_under_the_place(screen, opened, tmp_path):
    (tmp_path / "资料").mkdir()
    make(tmp_path / "资料" / "石桥村.survey").close()
    screen.new.name.setFocus()
    write("石桥村", TAB, CODE, ENTER)
    assert screen.new._place.complaint == "“石桥村.survey”已经存在。请换一个名字，或直接打开它。"
    assert opened == []


def test_a_folder_that_cannot_be_made_is_said_under_the_place(screen, opened, tmp_path):
    (tmp_path / "资料").write_text("a file where a folder should be")
    screen.new.name.setFocus()
    write("石桥村", TAB, CODE, ENTER)
    assert "“石桥村.survey”" in screen.new._place.complaint
    assert opened == []


def test_another_place_is_chosen_and_the_name_no_longer_moves_it(screen, opened, tmp_path, messages):
    messages.place = tmp_path / "优盘" / "村.survey"
    screen.new._on_elsewhere()
    screen.new.name.setFocus()
    write("石桥/村", TAB, CODE, ENTER)
    assert opened[0].path == tmp_path / "优盘" / "村.survey"


def test_what_no_file_name_may_have_is_left_out_of_it(screen):
    type_into(screen.new.name, 'a/b:c?"村')
    assert screen.new.path.name == f"abc村{SUFFIX}"


def test_nobody_records_without_a_name(qtbot, tasks, messages, tmp_path, opened):
    screen = shown(qtbot, Preferences(tmp_path / "fresh.ini"), tasks, messages, tmp_path, opened)
    assert "不验证身份" in screen._who.remark.text()
    screen.new.name.setFocus()
    write("石桥村", TAB, CODE, ENTER)
    assert screen._who.complaint == "请先写明谁在录入。"
    assert opened == []
    write(" 何敏 ")
    screen.new.code.setFocus()
    write(ENTER)
    assert opened[0].by == "何敏"
    assert Preferences(tmp_path / "fresh.ini").by == "何敏"


def test_a_file_used_before_is_one_press_away(qtbot, preferences, tasks, messages, tmp_path, opened):
    make(tmp_path / "石桥村.survey").close()
    preferences.opened(tmp_path / "石桥村.survey")
    preferences.opened(tmp_path / "搬走了.survey")
    screen = shown(qtbot, preferences, tasks, messages, tmp_path, opened)
    [line] = screen.file.recent
    assert line.text().startswith("石桥村  ·  今天")
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert [survey.reader.every(Village).__next__().name for survey in opened] == ["石桥村"]


def test_a_locked_file_asks_for_its_password_on_the_page(screen, opened, tmp_path, messages):
    make(tmp_path / "石桥村.survey", "abc").close()
    messages.place = tmp_path / "石桥村.survey"
    screen.file.button.click()
    assert screen.file.password.hasFocus()
    assert "“石桥村”有密码" in screen.file._password.remark.text()
    write("wrong", ENTER)
    assert screen.file.trouble.text().startswith("打不开这份档案：密码不对")
    assert opened == []
    screen.file.password.clear()
    write("abc", ENTER)
    assert len(opened) == 1
    assert messages.told == []


def test_a_file_that_is_none_of_ours_is_said_on_the_page(screen, opened, tmp_path):
    lost = tmp_path / "没有.survey"
    screen.offer(lost)
    assert screen.file.trouble.text() == "找不到“没有.survey”。请核对文件的位置。"
    assert screen.file.trouble.isVisible()
    assert opened == []


def test_a_file_named_on_the_command_line_opens_for_the_machines_user(qtbot, tasks, messages, tmp_path, opened):
    make(tmp_path / "石桥村.survey").close()
    screen = shown(qtbot, Preferences(tmp_path / "fresh.ini"), tasks, messages, tmp_path, opened)
    screen.offer(tmp_path / "石桥村.survey")
    assert opened[0].by


def test_the_practice_village_is_one_press_away_and_the_same_one_the_next_time(qtbot, screen, opened, tmp_path):
    qtbot.mouseClick(screen.practice.button, Qt.MouseButton.LeftButton)
    assert not screen.practice.button.isEnabled()
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=60_000)
    assert opened[0].reader.count(Household) == HOUSEHOLDS
    assert opened[0].by == "韩立"
    opened.pop().close()
    assert [path.name for path in (tmp_path / "资料").glob("*.survey")] == ["练习村.survey"]
    qtbot.mouseClick(screen.practice.button, Qt.MouseButton.LeftButton)
    assert len(opened) == 1


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("asked", ["village", "county"])
def test_the_page_needs_no_scrolling_on_the_usual_screen(qtbot, preferences, tasks, messages, tmp_path, scale, asked):
    wear(Theme(scale=scale))
    for name in ("石桥", "青杠", "白岩", "水井"):
        path = tmp_path / f"{name}.survey"
        path.touch()
        preferences.opened(path)
    screen = StartScreen(preferences, tasks, messages, tmp_path)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    screen.show()
    if asked == "county":
        screen.new.instead.click()
    settle(screen)
    assert len(screen.file.recent) == 4
    assert screen.findChild(QScrollArea).verticalScrollBar().maximum() == 0
