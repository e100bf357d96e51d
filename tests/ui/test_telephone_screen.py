"""逐层找: codes in large letters, deeper with Enter and back with Backspace."""

import pytest
from PySide6.QtCore import Qt

from fieldapp.desk.telephone import lines
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from tests.ui import village
from tests.ui.keyboard import ENTER, press
from tests.ui.measuring import faults, settle
from ui.screens.hand_over import HandOverScreen
from ui.screens.telephone import FOUND, LARGE, TelephoneScreen
from ui.theme import SCALES, Theme, wear, worn


@pytest.fixture
def screen(session, on_screen):
    return on_screen(TelephoneScreen(session))


def shown(screen):
    model = screen.model
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def test_the_tables_are_read_out_first_in_large_letters(screen, session):
    assert shown(screen) == [(line.code, line.what) for line in lines(session.reader)]
    assert len(shown(screen)) == len(RECORDS)
    assert screen.table.font().pixelSize() == worn().px(LARGE)
    assert session.survey.code() in screen.about.text()
    assert not screen.up.isEnabled()


def test_enter_leads_to_a_single_answer_and_backspace_back_to_where_one_stood(screen, session):
    press(Qt.Key.Key_Down)
    press(ENTER)
    assert "农户" in screen.here.text()
    assert {what for _, what in shown(screen)} == {"530100000017 李国兰家", "周建军家", "何文平家"}
    row = [what for _, what in shown(screen)].index("530100000017 李国兰家")
    screen.table.choose(row)
    press(ENTER)
    assert [what for _, what in shown(screen)] == [field.label for field in Household.fields]
    assert not screen.down.isEnabled()
    assert screen.said.text() == FOUND
    press(ENTER)
    press(Qt.Key.Key_Backspace)
    assert screen.line.what == "530100000017 李国兰家"
    press(Qt.Key.Key_Backspace)
    assert screen.line.what == "农户"
    assert len(shown(screen)) == len(RECORDS)


def test_the_codes_follow_what_is_saved_meanwhile(screen, session):
    before = {what: code for code, what in shown(screen)}
    with session.change("核实") as change:
        change.save(session.reader.get(Household, village.HE).replace(group="9组"))
    after = {what: code for code, what in shown(screen)}
    assert {what for what in after if after[what] != before[what]} == {"农户"}


def test_the_page_of_the_hand_over_leads_here(qtbot, session, on_screen):
    page = on_screen(HandOverScreen(session))
    with qtbot.waitSignal(page.telephone_wanted):
        page.telephone.click()


@pytest.mark.parametrize("scale", SCALES)
def test_the_screen_is_laid_out_well(session, on_screen, scale):
    wear(Theme(scale=scale))
    screen = on_screen(TelephoneScreen(session), 1148, 720)
    settle(screen)
    assert faults(screen) == []
