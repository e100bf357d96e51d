"""Somebody who was never shown anything: the practice village, the guide step by step, the manual by F1."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from fieldapp.records.housing import Condition, Housing
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from tests.ui.keyboard import CTRL, ENTER, press, write
from ui.guide import EXPORT, FIND, HOUSING, PLAN, SAVE, VISIT, WATER
from ui.screens.manual import ManualScreen
from ui.theme import Theme, wear
from ui.workplace import Workplace

pytestmark = pytest.mark.story


@pytest.fixture
def at_home(tmp_path, monkeypatch):
    """Stand in a folder where the files are called without it: nobody's machine is to be seen in a picture."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/shuji")
    return Path("驻村走访")


def seen(reader, home) -> bool:
    """Whether there is a house with walls and water to be answered again."""
    houses = reader.of(Housing, home)
    return len(houses) == 1 and houses[0].walls not in (None, Condition.ABSENT) and bool(reader.of(Water, home))


def test_learning(at_home, qtbot, opened, picture, answers):
    window = opened()
    window._preferences.guided = []
    picture(window, "start")
    window.centralWidget()._folder = at_home
    press(Qt.Key.Key_F1)
    manual = window.centralWidget().findChild(ManualScreen)
    assert manual.page == "first-start"
    picture(manual, "manual-apart")
    manual.leave.click()
    with qtbot.waitActive(window, timeout=10_000):
        window.activateWindow()
    press(Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), Workplace), timeout=60_000)
    work: Workplace = window.centralWidget()
    qtbot.waitUntil(lambda: bool(work.guide and work.guide.isVisible()), timeout=5_000)
    assert work.guide.step == FIND
    picture(window, "guide-begins")

    reader = work._session.reader
    entry = next(one for one in reader.households() if seen(reader, one.id))
    press(Qt.Key.Key_K, CTRL)
    write(entry.code or entry.head, ENTER)
    assert work.guide.step == VISIT
    picture(window, "guide")
    press(Qt.Key.Key_N, CTRL)
    assert work.guide.step == HOUSING
    press(Qt.Key.Key_Semicolon, CTRL)
    write(ENTER, "1", ENTER, "1", ENTER, entry.head, ENTER)
    work.visit.flow.go_to(Housing.walls)
    write("3")
    assert work.guide.step == WATER
    work.visit.flow.go_to(Water.litres)
    write("30", ENTER)
    assert work.guide.step == SAVE
    press(Qt.Key.Key_F1)
    assert work._stack.currentWidget().page == "water"
    picture(window, "manual")
    press(Qt.Key.Key_Escape)
    visits = len(reader.of(Visit, entry.id))
    press(ENTER, CTRL)
    assert len(reader.of(Visit, entry.id)) == visits + 1
    assert work.guide.step == PLAN
    work.show_household(entry.id)
    press(Qt.Key.Key_J, CTRL)
    qtbot.waitUntil(lambda: bool(work.plan.pages), timeout=30_000)
    assert work.guide.step == EXPORT

    work.go("上报")
    answers.place = at_home / "石桥练习村_公开版.xlsx"
    work.hand_over.ways.choose("masked")
    with qtbot.waitSignal(work.hand_over.safer, timeout=60_000):
        work.hand_over.export.click()
    assert work.guide.step == ""
    picture(window, "guide-end")
    work.guide.away.click()
    assert not work.guide.isVisible()
    picture(window, "handed-over")
    work.go("今日")
    qtbot.waitUntil(lambda: bool(work.today.done.rowCount()), timeout=10_000)
    picture(window, "today")
    press(Qt.Key.Key_K, CTRL)
    write("w")
    qtbot.waitUntil(lambda: work.households.gathering.is_done, timeout=30_000)
    picture(window, "search")
    work.show_household(entry.id)
    picture(window, "household")
    press(Qt.Key.Key_N, CTRL)
    work.visit.flow.go_to(Water.litres)
    write("30", ENTER)
    picture(window, "visit")
    work.visit.discard.click()
    assert answers.told == []


@pytest.mark.parametrize(("dark", "scale"), [(False, 1.0), (True, 1.5)], ids=["light", "dark-large"])
def test_manual(opened, picture, tmp_path, dark, scale):
    from fieldapp.desk.practice import make_practice

    make_practice(tmp_path / "a.survey", households=20, by="韩立").close()
    window = opened(tmp_path / "a.survey")
    wear(Theme(dark, scale))
    window._settle("农户")
    work = window.centralWidget()
    work.explain()
    for name in ("keys", "housing", "hand-over", "questions"):
        work._stack.currentWidget().show_page(name)
        picture(window, name)
    work._stack.currentWidget().search.setText("停水")
    picture(window, "search")
