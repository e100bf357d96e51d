"""The second evening: a strange roster comes in, houses are shared and decided upon, water has its days, the papers are looked at."""

import datetime as dt

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldapp.desk.practice import make_practice
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.water import Water
from tests.books import HEAD, SON, WIFE, xlsx
from tests.ui.test_intake_screen import tell_all
from ui.theme import Theme, wear
from ui.workplace import Workplace

pytestmark = pytest.mark.story

STRANGE = [
    ["入户摸底(截至 2026年6月30日)"], ["门牌", "是他的谁", "本尊", "卡号", "饮水是否安全", "备注事项"],
    ["A1", "户主", "张三", HEAD, "是", "x"], ["A1", "配偶", "李四", WIFE, "是", ""], ["A2", "户主", "王五", SON, "否", ""],
]  # fmt: skip


@pytest.fixture
def village(tmp_path):
    path = tmp_path / "练习.survey"
    make_practice(path, households=60, by="韩立", on=dt.date.today()).close()
    return path


def settled():
    QApplication.processEvents()
    QTest.qWait(80)


@pytest.mark.parametrize(("dark", "scale"), [(False, 1.0), (True, 1.5)], ids=["light", "dark-large"])
def test_house_and_water(qtbot, opened, picture, tmp_path, village, answers, dark, scale):
    window = opened(village)
    wear(Theme(dark=dark, scale=scale))
    window._settle("")
    work: Workplace = window.centralWidget()
    session = work._session
    home = next(
        one for one in session.reader.dossiers()
        if one.one(Water) and one.one(Water).shut_off and any(house.decided for house in one.all(Housing))
    )  # fmt: skip
    work.show_household(home.household.id)
    screen = work.household
    for tab in ("概况", "住房", "饮水"):
        screen.tabs.setCurrentIndex(list(screen.pages).index(tab))
        settled()
        picture(window, tab)
    houses = screen.pages["住房"]
    screen.tabs.setCurrentIndex(list(screen.pages).index("住房"))
    houses.use.click()
    settled()
    picture(window, "use-a-building")
    screen.beside.panel.closed.emit()
    houses.sheets[0].buttons["认定…"].click()
    settled()
    picture(window, "decide")
    screen.beside.panel.closed.emit()

    work.begin_visit(home.household.id)
    settled()
    work.visit.flow.go_to(Housing.walls)
    settled()
    picture(window, "visit-signs")
    work.visit.flow.go_to(Water.shut_off)
    settled()
    picture(window, "visit-water")

    answers.places = [xlsx(tmp_path / "摸底.xlsx", STRANGE)]
    work.go("农户")
    work.households.intake.click()
    screen = work.intake
    qtbot.waitUntil(screen.choose.isEnabled, timeout=30_000)
    settled()
    picture(window, "strange-columns")
    tell_all(screen)
    screen.columns.agree.click()
    qtbot.waitUntil(screen.take.isEnabled, timeout=30_000)
    settled()
    picture(window, "dry-run")
    before = session.reader.count(Household)
    screen.take.click()
    qtbot.waitUntil(lambda: session.reader.count(Household) == before + 2, timeout=30_000)
    settled()
    picture(window, "taken-in")
    assert answers.told == []


@pytest.mark.parametrize(("dark", "scale"), [(False, 1.0), (True, 1.5)], ids=["light", "dark-large"])
def test_papers(qtbot, opened, picture, village, dark, scale):
    window = opened(village)
    wear(Theme(dark=dark, scale=scale))
    window._settle("")
    work: Workplace = window.centralWidget()
    home = next(one for one in work._session.reader.dossiers() if len(one.all(Housing)) > 1)
    work.show_plan(home.household.id)
    for kind in range(work.plan.tabs.count()):
        work.plan.tabs.setCurrentIndex(kind)
        qtbot.waitUntil(lambda: bool(work.plan.pages), timeout=30_000)
        settled()
        picture(window, f"paper-{kind}")
