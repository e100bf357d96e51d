"""收回传包: a file is tried, told in words, and taken only when the person says so."""

import pytest
from openpyxl import load_workbook

from fieldapp.desk.enrolling import COUNTY_NAME
from fieldapp.desk.handing_over import hand_over
from fieldapp.desk.keeping import backups
from fieldapp.documents.edition import Edition
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from tests.books import HANDMADE
from tests.ui import offices, village
from tests.ui.keyboard import CTRL, ENTER, press
from tests.ui.measuring import faults
from tests.ui.measuring import settle as settle_down
from ui.screens.hand_over import HandOverScreen
from ui.screens.receiving import ReceivingScreen
from ui.theme import SCALES, Theme, wear


@pytest.fixture
def county(session, tmp_path):
    """The county's file, which has something to say that the village has not heard."""
    with offices.county_of(session.survey, tmp_path / "530100000001.survey") as county:
        offices.say(session.survey, Member, village.LI_SON, name="李晓军")
        offices.say(county, Member, village.LI_SON, name="李小君")
        offices.say(county, Household, village.LI, phone="13800000009", group="4组")
        yield county


@pytest.fixture
def package(county, tmp_path):
    """What the county sends back."""
    hand_over(county, tmp_path / "石桥村_回传.xlsx")
    return tmp_path / "石桥村_回传.xlsx"


@pytest.fixture
def screen(session, on_screen):
    return on_screen(ReceivingScreen(session))


def looked(qtbot, screen, path):
    """Try a file and wait until it is told."""
    screen.begin(path)
    qtbot.waitUntil(lambda: screen._receipt is not None)
    return screen.received


def places(screen):
    model = screen.received.model
    return [tuple(model.index(row, column).data() for column in range(model.columnCount())) for row in range(model.rowCount())]


def test_a_package_is_told_before_anything_is_written_and_then_taken_with_a_backup(qtbot, screen, session, package):
    code = session.survey.code()
    told = looked(qtbot, screen, package)
    assert told.outcome.text() == "可以收下"
    assert "改变 2 条" in told.figures.text()
    assert "两地不一致 1 项、对方的提议 1 项" in told.figures.text()
    assert "还没有写进档案" in screen.said.text()
    assert session.survey.code() == code
    assert backups(session.path) == []
    with qtbot.waitSignal(session.changed):
        press(ENTER, CTRL)
    assert session.reader.get(Household, village.LI).group == "4组"
    assert len(backups(session.path)) == 1
    assert "备份" in screen.said.text()
    assert told.outcome.text() == "已收下"
    assert screen.leave.text() == "返回"
    with qtbot.waitSignal(screen.corrections_wanted):
        press(ENTER, CTRL)


def test_not_taking_it_leaves_everything_as_it_was(qtbot, screen, session, package):
    code = session.survey.code()
    looked(qtbot, screen, package)
    assert screen.leave.text() == "不收"
    with qtbot.waitSignal(screen.back):
        screen.leave.click()
    assert session.survey.code() == code


def test_the_same_file_again_says_that_it_was_taken_already(qtbot, screen, session, package):
    looked(qtbot, screen, package)
    with qtbot.waitSignal(session.changed):
        screen.take.click()
    screen.begin(package)
    qtbot.waitUntil(lambda: screen._receipt is not None and screen._receipt.outcome.name == "ALREADY")
    assert not screen.take.isEnabled()
    assert not screen.answer.isVisible()


def test_an_edited_cell_and_a_cell_that_is_no_answer_stand_in_the_list_with_their_places(qtbot, screen, session, county, package):
    book = load_workbook(package)
    sheet = book["农户"]
    heads = [cell.value for cell in sheet[1]]
    phone = heads.index("联系电话")
    rows = {row[heads.index("户主")].value: row for row in sheet.iter_rows(min_row=2)}
    rows["何文平"][phone].value = "13700000003"
    rows["周建军"][phone].value = "去年"
    book.save(package)
    told = looked(qtbot, screen, package)
    assert "手工改过" in told.outcome.text()
    texts = ["|".join(str(cell) for cell in row) for row in places(screen)]
    assert any("何文平" in text and "13700000003" in text for text in texts)
    assert any("去年" in text and "联系电话" in text for text in texts)
    with qtbot.waitSignal(session.changed):
        screen.take.click()
    assert session.reader.get(Household, village.HE).phone is None


def test_a_roster_is_not_taken_here_and_says_where_it_belongs(qtbot, screen):
    told = looked(qtbot, screen, HANDMADE)
    assert "名册" in told.outcome.text()
    assert "导入" in told.figures.text()
    assert not screen.take.isEnabled()


def test_a_locked_file_asks_for_its_password_and_says_when_it_is_wrong(qtbot, screen, session, county, tmp_path):
    path = tmp_path / "锁.xlsx"
    hand_over(county, path, edition=Edition.locked("Shiqiao-2026!"))
    looked(qtbot, screen, path)
    assert screen.password.isVisible()
    assert screen.password.hasFocus()
    assert not screen.received.isVisible()
    for typed, opens in (("falsch", False), ("Shiqiao-2026!", True)):
        screen.password.setText(typed)
        before = screen._receipt
        screen.password.returnPressed.emit()
        qtbot.waitUntil(lambda before=before: screen._receipt not in (before, None))
        assert screen.received.isVisible() is opens
        assert screen._password.remark.isVisible() is not opens
        assert "密码不对" in screen._password.remark.text()
    with qtbot.waitSignal(session.changed):
        screen.take.click()
    assert session.reader.get(Household, village.LI).group == "4组"


def test_what_became_of_it_can_be_kept_as_a_workbook(qtbot, screen, messages, package, tmp_path):
    looked(qtbot, screen, package)
    messages.place = tmp_path / "报告.xlsx"
    screen.report.click()
    qtbot.waitUntil(lambda: "报告已存到" in screen.said.text())
    assert "结果" in load_workbook(messages.place).sheetnames


def test_a_file_is_chosen_or_dropped_on_the_page_of_the_hand_over(qtbot, session, messages, package, on_screen):
    page = on_screen(HandOverScreen(session))
    messages.place = package
    with qtbot.waitSignal(page.received) as told:
        page.receive.click()
    assert told.args == [package]
    messages.place = None
    with qtbot.assertNotEmitted(page.received):
        page.receive.click()


@pytest.mark.parametrize("scale", SCALES)
def test_the_screen_is_laid_out_well(qtbot, session, package, on_screen, scale):
    wear(Theme(scale=scale))
    screen = on_screen(ReceivingScreen(session), 1148, 720)
    looked(qtbot, screen, package)
    settle_down(screen)
    assert faults(screen) == []
    assert session.reader.about(COUNTY_NAME) == offices.OFFICE
