"""收过的文件: what was received stands in a list, and its report is read again."""

import pytest

from fieldapp.desk.handing_over import hand_over
from fieldapp.desk.receiving import keep, receive
from fieldapp.records.household import Household
from tests.ui import offices, village
from tests.ui.keyboard import ENTER, press
from tests.ui.measuring import faults, settle
from ui.screens.arrivals import LOOKING, NO_REPORT, ArrivalsScreen
from ui.screens.receiving import ReceivingScreen
from ui.theme import SCALES, Theme, wear


@pytest.fixture
def package(session, tmp_path):
    """What the county sends back; the village has received it."""
    with offices.county_of(session.survey, tmp_path / "530100000001.survey") as county:
        offices.say(county, Household, village.LI, phone="13800000009", group="4组")
        hand_over(county, tmp_path / "石桥村_回传.xlsx")
    receive(session.survey, tmp_path / "石桥村_回传.xlsx")
    return tmp_path / "石桥村_回传.xlsx"


def rows(screen):
    model = screen.model
    return [tuple(model.index(row, column).data() for column in range(model.columnCount())) for row in range(model.rowCount())]


def test_what_was_received_is_listed_and_enter_opens_its_report_again(qtbot, session, package, on_screen):
    screen = on_screen(ArrivalsScreen(session))
    qtbot.waitUntil(lambda: rows(screen) != [])
    assert rows(screen) == [("2026-11-22 21:07", "石桥村_回传.xlsx", "周敏(县里)", "已收下", "0", "1", "1", "0")]
    assert screen.table.hasFocus()
    with qtbot.waitSignal(screen.report_wanted) as wanted:
        press(ENTER)
    report = on_screen(ReceivingScreen(session))
    report.show_again(*wanted.args)
    assert report.received.outcome.text() == "已收下"
    assert report.said.text() == "2026-11-22 21:07 收的，周敏(县里)发来。"
    assert [report.take.isVisible(), report.choose.isVisible(), report.report.isVisible()] == [False, False, True]


def test_a_file_received_long_ago_makes_room_for_one_that_comes(qtbot, session, package, on_screen):
    screen = on_screen(ReceivingScreen(session))
    screen.begin(package)
    qtbot.waitUntil(lambda: screen._receipt is not None)
    screen.show_again(screen._receipt, "2026-11-22 21:07")
    screen.begin(package)
    assert screen.choose.isVisible()
    qtbot.waitUntil(lambda: screen._receipt is not None)


def test_nothing_received_says_so(qtbot, session, on_screen):
    screen = on_screen(ArrivalsScreen(session))
    qtbot.waitUntil(lambda: screen.nothing.text() != LOOKING)
    assert screen.nothing.text() == "还没有收过文件。在“上报”点“收回传包…”收进来的，都列在这里。"
    assert screen.nothing.isVisible()
    assert not screen.how.isVisible()


def test_a_file_that_was_not_read_to_its_end_says_what_to_do(qtbot, session, on_screen):
    keep(session.survey, "半.xlsx", b"half")
    screen = on_screen(ArrivalsScreen(session))
    qtbot.waitUntil(lambda: rows(screen) != [])
    assert rows(screen)[0][3:] == ("没有收完", "", "", "", "")
    with qtbot.assertNotEmitted(screen.report_wanted):
        press(ENTER)
    assert screen.band.said.text() == NO_REPORT.format("半.xlsx")


@pytest.mark.parametrize("scale", SCALES)
def test_the_screen_is_laid_out_well(qtbot, session, package, on_screen, scale):
    wear(Theme(scale=scale))
    screen = on_screen(ArrivalsScreen(session), 1148, 720)
    qtbot.waitUntil(lambda: rows(screen) != [])
    settle(screen)
    assert faults(screen) == []
