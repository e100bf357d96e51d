"""Reviewing through real windows: what the village sees of it, and how an office says it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from fieldapp.base.clock import Clock
from fieldapp.base.knowledge import Knowledge
from fieldapp.desk.reviewing import said, say, whole
from fieldapp.records.household import Household
from fieldapp.records.review import Level, Review, State
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from fieldapp.rules.reviewing import Standing, Target, reviewed
from fieldapp.store.survey import Survey
from tests.ui import village
from tests.ui.keyboard import CTRL, ENTER, press, write
from ui.household.reviews import ReviewSheet
from ui.screens.household import HouseholdScreen
from ui.screens.households import HouseholdsScreen
from ui.screens.today import TodayScreen
from ui.session import Session
from ui.tables.records import RecordsModel

MET, LITRES = Target(Visit, village.LAST_VISIT.id, "met"), Target(Water, village.WATER.id, "litres")
PHONE = Target(Household, village.ZHOU, "phone")


@pytest.fixture
def county(session, tmp_path):
    """The county's file of the village, with two words in it."""
    path = tmp_path / "县.survey"
    with Survey.create(path, None, county=True, by="李审", clock=Clock(lambda: village.NOW)) as survey:
        survey.take(*session.reader.beyond(Knowledge()))
        for home, target, state, why in (
            (village.LI, MET, State.REJECTED, "写全名。"),
            (village.LI, LITRES, State.HAS_ISSUES, "哪里量来的"),
            (village.ZHOU, PHONE, State.REJECTED, "没有电话"),
        ):
            with survey.change("审核") as change:
                say(survey, {home: [target]}, said(survey, state, why), change)
        yield survey


@pytest.fixture
def told(session, county):
    """The village, when it has taken what the county said."""
    session.survey.take(*county.reader.beyond(Knowledge()))
    return session


@pytest.fixture
def office(county, tasks, messages):
    """The county's file as the screens see it."""
    yield Session(county, tasks, messages)
    tasks.wait()


@pytest.fixture
def page(told, on_screen):
    screen = on_screen(HouseholdScreen(told))
    screen.show_household(village.LI)
    return screen


def turn_to(screen, tab):
    screen.tabs.setCurrentIndex(list(screen.pages).index(tab))
    return screen.pages[tab]


def texts(widget, role=None):
    QApplication.processEvents()  # what was put into a layout comes to sight with the next event
    found = [label for label in widget.findChildren(QLabel) if not label.isHidden() and label.text()]
    return [label.text() for label in found if role is None or label.property("role") == role]


def test_the_head_says_how_much_came_back(page):
    shown = [(pill.text(), pill.property("tone")) for pill in page.pills if not pill.isHidden()]
    assert shown[-1] == ("退回 1 · 存疑 1", "bad")


def test_all_that_is_said_stands_on_the_first_tab_and_each_word_on_its_own(page):
    card = page.pages["概况"].reviews
    assert [text for text in texts(card) if "：" in text] == ["走访 2026-11-03 · 见到谁：写全名。", "饮水 · 每人每天用水量：哪里量来的"]
    water = turn_to(page, "饮水").reviews
    assert [text for text in texts(water) if "：" in text] == ["饮水 · 每人每天用水量：哪里量来的"]
    assert not water.isHidden()
    members = turn_to(page, "成员")
    assert members.reviews.isHidden()
    assert members.side.isHidden()


def test_a_tab_without_cards_has_one_while_something_is_said_there(page, told):
    problems = turn_to(page, "问题")
    assert problems.reviews.isHidden()
    assert problems.side.isHidden()


def test_beside_the_answer_stands_what_is_said_of_it_and_by_whom(page):
    assert "县存疑：哪里量来的(李审 · 2026-11-22)" in texts(turn_to(page, "饮水").sheet, "remark")
    assert "县退回：写全名。(李审 · 2026-11-22)" in texts(turn_to(page, "走访").sheet, "remark")


def test_an_answer_that_is_missing_shows_that_it_is(told, on_screen):
    screen = on_screen(HouseholdScreen(told))
    screen.show_household(village.ZHOU)
    shown = texts(screen.pages["概况"].about)
    assert "(空)" in shown
    assert "县退回：没有电话(李审 · 2026-11-22)" in shown


def test_the_form_says_it_under_the_question_and_it_is_mended_there(page, told):
    turn_to(page, "饮水").change.click()
    row = page.beside.panel.flow.forms[0].row(Water.litres)
    assert row.remark.text().startswith("县存疑：哪里量来的")
    row.take_cursor()
    write("45")
    press(ENTER, CTRL)
    assert told.reader.get(Water, village.WATER.id).litres == 45
    assert [one.standing for one in reviewed(told.reader.dossier(village.LI)).remarks] == [Standing.REJECTED, Standing.EDITED]
    assert "县已改：哪里量来的(李审 · 2026-11-22)" in texts(page.pages["饮水"].sheet, "remark")
    assert [pill.text() for pill in page.pills if not pill.isHidden()][-1] == "退回 1 · 已改 1"


def test_the_village_writes_a_word_of_its_own(page, told):
    card = page.pages["概况"].reviews
    assert len(card.replies) == 2
    assert not [button for button in card.buttons.values() if button.isVisible()]
    card.replies[0].click()
    press(ENTER)
    assert page.beside.panel is not None, "without words nothing is written"
    write("家里只有她一人")
    press(ENTER)
    assert page.beside.panel is None
    assert [one.comment for one in told.reader.every(Review) if one.level is Level.VILLAGE] == ["家里只有她一人"]
    assert any("村里说明：家里只有她一人" in text for text in texts(page.pages["概况"].reviews))


def test_the_time_line_tells_words_and_no_marks(page):
    lines = [text for text in turn_to(page, "时间线").lines if text.startswith("审核：")]
    assert lines[-1] == "审核：审核对象 走访 2026-11-03 · 见到谁，审核结果 退回，审核意见 写全名，哪一级 县，审核人 李审，审核日期 2026-11-22。"


def test_today_begins_with_what_came_back_and_leads_there(told, on_screen, qtbot):
    screen = on_screen(TodayScreen(told))
    qtbot.waitUntil(lambda: screen.model.rowCount() > 0)
    rows = [[screen.model.index(row, column).data() for column in range(4)] for row in range(3)]
    assert rows == [
        ["县里退回", "李国兰", "审核：走访 2026-11-03 · 见到谁：写全名。", "3组 · 李审"],
        ["县里退回", "周建军", "审核：登记 · 联系电话：没有电话", "5组 · 李审"],
        ["县里存疑", "李国兰", "审核：饮水 · 每人每天用水量：哪里量来的", "3组 · 李审"],
    ]
    with qtbot.waitSignal(screen.chosen) as opened:
        screen.table.opened.emit(0)
    assert opened.args == [village.LI, "走访"]
    assert screen.model.index(0, 0).data(RecordsModel.RECORD).badge.tone == "bad"


def test_the_list_finds_those_that_came_back(told, on_screen, qtbot):
    screen = on_screen(HouseholdsScreen(told))
    qtbot.waitUntil(lambda: screen.narrowing is not None and screen.narrowing.chips.chips[-1].button.isEnabled())
    assert screen.review is None
    chip = screen.narrowing.chips.chips[-1]
    found = []
    for _ in chip.filters:
        chip.button.click()
        found.append((chip.button.text(), [screen.model.index(row, 0).data() for row in range(screen.model.rowCount())]))
    assert found == [
        ("退回 2", ["李国兰", "周建军"]), ("存疑 1", ["李国兰"]), ("已改 0", []), ("审核没通过 3", ["何文平", "李国兰", "周建军"]),
    ]  # fmt: skip


def test_an_office_says_of_a_record_what_is_wrong(office, on_screen):
    screen = on_screen(HouseholdScreen(office))
    screen.show_household(village.LI)
    card = turn_to(screen, "住房").reviews
    card.buttons[State.REJECTED].click()
    sheet = screen.beside.panel
    assert isinstance(sheet, ReviewSheet)
    assert sheet.one.currentText() == "住房 正房", "what belongs to the tab is offered first"
    press(ENTER, CTRL)
    assert "退回要写意见" in texts(sheet, "remark")[0]
    write("屋面照片呢")
    sheet.part.setCurrentText("房屋照片")
    press(ENTER, CTRL)
    assert screen.beside.panel is None
    [review] = [one for one in office.reader.every(Review) if one.question == "pictures"]
    assert (review.state, review.comment, review.level, review.by) == (State.REJECTED, "屋面照片呢", Level.COUNTY, "李审")
    assert any("屋面照片呢" in text for text in texts(card))


def test_an_office_passes_the_whole_household(office, on_screen):
    screen = on_screen(HouseholdScreen(office))
    screen.show_household(village.LI)
    screen.pages["概况"].reviews.buttons[State.APPROVED].click()
    assert (screen.beside.panel.one.currentText(), screen.beside.panel.part.currentText()) == ("整户", "整户")
    press(ENTER, CTRL)
    assert [pill.text() for pill in screen.pills if not pill.isHidden()][-1] == "审核 通过"


def test_the_result_can_still_be_another_one(office, on_screen):
    screen = on_screen(HouseholdScreen(office))
    screen.show_household(village.HE)
    screen.pages["概况"].reviews.buttons[State.APPROVED].click()
    sheet = screen.beside.panel
    sheet.result.buttons[1].click()
    assert sheet.do.text() == "存疑"
    write("照片不清楚")
    sheet.do.click()
    assert [one.standing for one in reviewed(office.reader.dossier(village.HE)).remarks] == [Standing.HAS_ISSUES]


def test_an_office_reviews_all_that_are_picked_out_at_once(office, on_screen, qtbot):
    screen = on_screen(HouseholdsScreen(office))
    qtbot.waitUntil(lambda: screen.review is not None and screen.gathering.is_done)
    assert screen.review.text() == "审核…"
    screen.table.selectAll()
    assert screen.review.text() == "审核 3 户…"
    screen.review.click()
    acts = len(office.reader.acts(-1))
    press(ENTER, CTRL)
    qtbot.waitUntil(lambda: screen.beside.panel is None)
    assert len(office.reader.acts(-1)) == acts + 1
    assert {reviewed(office.reader.dossier(id)).standing for id in (village.LI, village.ZHOU, village.HE)} == {Standing.APPROVED}


def test_what_the_village_mended_waits_for_the_office_today(office, told, on_screen, qtbot):
    with told.survey.change("改") as change:
        change.save(told.reader.get(Water, village.WATER.id).replace(litres=45))
    office.survey.take(*told.reader.beyond(Knowledge()))
    screen = on_screen(TodayScreen(office))
    qtbot.waitUntil(lambda: screen.model.rowCount() > 0)
    assert [screen.model.index(0, column).data() for column in range(2)] == ["村里已改", "李国兰"]
    assert screen.model.index(1, 0).data() == "没走访过"


def test_the_sheet_of_words_closes_by_escape_and_says_nothing(office, on_screen):
    screen = on_screen(HouseholdScreen(office))
    screen.show_household(village.LI)
    screen.pages["概况"].reviews.buttons[State.REJECTED].click()
    press(Qt.Key.Key_Escape)
    assert screen.beside.panel is None
    assert len(list(office.reader.every(Review))) == 3
    assert whole(village.LI).question == ""
