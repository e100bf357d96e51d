"""The first evening: a practice village, a visit by keyboard with house and water, the plan, the workbook."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from tests.ui.keyboard import CTRL, ENTER, press, write
from ui.screens.start import StartScreen
from ui.theme import Theme, wear
from ui.workplace import Workplace

pytestmark = pytest.mark.story


def test_thread(qtbot, opened, picture, answers, tmp_path):
    window = opened()
    start = window.centralWidget()
    assert isinstance(start, StartScreen)
    picture(window, "first-start")

    start._folder = tmp_path
    press(Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), Workplace), timeout=60_000)
    picture(window, "households")
    work: Workplace = window.centralWidget()
    session = work._session

    entry = next(
        e for e in session.reader.households() if session.reader.of(Water, e.id) and session.reader.of(Visit, e.id)[-1].met
    )
    press(Qt.Key.Key_K, CTRL)
    write(entry.head)
    picture(window, "search")
    write(ENTER)
    picture(window, "household")
    acts = len(session.reader.acts())

    work.begin_visit(entry.id)
    press(Qt.Key.Key_Semicolon, CTRL)
    write(ENTER, "1", ENTER, "1", ENTER, "=", ENTER)
    picture(window, "visit-begun")
    work.visit.flow.go_to(Water.litres)
    write("30", ENTER)
    picture(window, "visit-verdict-alive")

    window.close()
    window = opened(session.survey.path)
    work = window.centralWidget()
    picture(window, "visit-resumed")
    assert work.visit.isVisible(), "the interrupted visit is offered again"
    session = work._session
    assert len(session.reader.acts()) == acts
    press(ENTER, CTRL)
    assert len(session.reader.acts()) == acts + 1
    assert session.reader.of(Water, entry.id)[0].litres == 30
    picture(window, "household-after")

    work.show_plan(entry.id)
    qtbot.waitUntil(lambda: bool(work.plan.pages), timeout=30_000)
    picture(window, "plan")

    work.go("上报")
    answers.place = tmp_path / "石桥村.xlsx"
    for box in (work.hand_over.ways.password, work.hand_over.ways.again):
        box.setText("明天电话里说")
    with qtbot.waitSignal(work.hand_over.safer, timeout=60_000):
        work.hand_over.export.click()
    assert answers.place.is_file()
    picture(window, "handed-over")
    work.go("设置")
    picture(window, "settings")
    assert answers.told == []


@pytest.mark.parametrize(("dark", "scale"), [(True, 1.0), (False, 1.5), (True, 1.5)], ids=["dark", "large", "dark-large"])
def test_looks(qtbot, opened, picture, tmp_path, dark, scale):
    from fieldapp.desk.practice import make_practice

    make_practice(tmp_path / "a.survey", households=30, by="韩立").close()
    window = opened(tmp_path / "a.survey")
    wear(Theme(dark=dark, scale=scale))
    window._settle("")
    QApplication.processEvents()
    work: Workplace = window.centralWidget()
    picture(window, "households")
    id = work._session.reader.households()[0].id
    work.show_household(id)
    picture(window, "household")
    work.begin_visit(id)
    QTest.qWait(50)
    picture(window, "visit")
    work.go("上报")
    picture(window, "hand-over")
    work.go("设置")
    picture(window, "settings")
