"""县里改了什么: answering, knowing, contesting; one by one and many at once; and the marks that stand everywhere else."""

import pytest
from PySide6.QtCore import Qt

from fieldapp.desk.corrections import corrections
from fieldapp.desk.disputes import TALK
from fieldapp.desk.settling import settle
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.member import Member
from fieldapp.records.water import Water
from fieldapp.store.survey import Survey
from tests.ui import offices, village
from tests.ui.keyboard import CTRL, ENTER, press, write
from tests.ui.measuring import faults
from tests.ui.measuring import settle as settle_down
from ui.exchange.proposed import Proposed
from ui.household.marks import Marks
from ui.screens.corrections import ACCEPT, CONTEST, DECLINE, IN_FORCE, KNOW, OURS, WAITING, WITHDRAW, CorrectionsScreen
from ui.screens.household import HouseholdScreen
from ui.screens.visit import VisitScreen
from ui.theme import SCALES, Theme, wear


@pytest.fixture
def county(session, tmp_path):
    with offices.county_of(session.survey, tmp_path / "530100000001.survey") as county:
        yield county


@pytest.fixture
def screen(qtbot, session, county, on_screen):
    """The screen, filled with what the county said."""
    offices.disagree(session.survey, county)
    screen = on_screen(CorrectionsScreen(session))
    qtbot.waitUntil(lambda: screen.found is not None)
    return screen


def whole(screen, name):
    """The texts of the rows of a part: whose, what, ours, theirs."""
    model = screen.parts[name].model
    return [tuple(model.index(row, column).data() for column in (1, 2, 3, 4)) for row in range(model.rowCount())]


def answer(qtbot, screen, verb, why=""):
    """Press a button of the card, after typing a reason, and wait until everything is drawn anew."""
    card, found = screen.part.card, screen.found
    card.reason.setCurrentText(why)
    card.verbs[verb].click()
    qtbot.waitUntil(lambda: screen.found is not found)


def choose(screen, what):
    """Stand in the row about this."""
    rows = [row[1] for row in whole(screen, screen.tabs.tabText(screen.tabs.currentIndex()).split(" ")[0])]
    screen.part.table.choose(rows.index(what))


def test_everything_between_the_two_is_told_in_three_parts(screen):
    assert [screen.tabs.tabText(place) for place in range(3)] == ["等答复 2", "已经生效 3", "我们的提议"]
    assert whole(screen, WAITING) == [
        ("李国兰", "联系电话", "13800000000", "13800000009"), ("李国兰", "姓名", "李晓军", "李小君"),
    ]  # fmt: skip
    assert set(whole(screen, IN_FORCE)) == {
        ("李国兰", "户类型", "脱贫户", "一般农户"), ("周建军", "组别", "5组", "6组"), ("周建军", "联系电话", "(空)", "13900000001"),
    }  # fmt: skip
    assert offices.PHONE in screen.about.text()


def test_a_proposal_is_taken_up_with_a_reason_by_keys_alone(qtbot, screen, session):
    found = screen.found
    press(Qt.Key.Key_Tab)
    while not screen.part.card.reason.hasFocus():
        press(Qt.Key.Key_Tab)
    write("yes")
    press(ENTER, CTRL)
    qtbot.waitUntil(lambda: screen.found is not found)
    assert session.reader.get(Household, village.LI).phone == "13800000009"
    assert [act.why for act in session.reader.acts(1)] == ["yes"]
    assert len(whole(screen, WAITING)) == 1


def test_nothing_is_answered_without_a_reason(screen, session):
    screen.part.card.verbs[ACCEPT].click()
    assert "理由" in screen.part.card.wrong.text()
    assert screen.part.card.reason.hasFocus()
    assert session.reader.get(Household, village.LI).phone == "13800000000"


def test_many_are_answered_at_once_with_one_reason(qtbot, screen, session):
    screen.part.table.selectAll()
    card = screen.part.card
    assert card.heading.text() == "选了 2 项：李国兰"
    assert card.verbs[DECLINE].text() == "不接受 2 项"
    answer(qtbot, screen, DECLINE, "入户核实过")
    assert whole(screen, WAITING) == []
    assert session.reader.get(Household, village.LI).phone == "13800000000"
    assert session.reader.get(Member, village.LI_SON).name == "李晓军"
    assert len({act.id for act in session.reader.acts(10) if act.why == "入户核实过"}) == 1
    assert screen.part.card.reason.itemText(0) == "入户核实过"


def test_what_was_looked_at_is_not_told_again(qtbot, screen, session):
    screen.tabs.setCurrentIndex(1)
    screen.part.table.selectAll()
    answer(qtbot, screen, KNOW)
    assert whole(screen, IN_FORCE) == []
    assert corrections(session.reader).in_force == ()


def test_another_value_is_proposed_beside_the_list_and_waits_for_the_county(qtbot, screen, session, county):
    screen.tabs.setCurrentIndex(1)
    choose(screen, "户类型")
    screen.part.card.verbs[CONTEST].click()
    sheet = screen.beside.panel
    sheet.do.click()
    assert session.reader.acts(1)[0].county
    sheet.form.draft.type(Household.type, "EXITED")
    sheet.reason.setText("今年验收过")
    found = screen.found
    sheet.do.click()
    qtbot.waitUntil(lambda: screen.found is not found)
    assert screen.beside.panel is None
    assert whole(screen, OURS) == [("李国兰", "户类型", "一般农户", "脱贫户")]
    assert session.reader.get(Household, village.LI).type is HouseholdType.ORDINARY
    offices.send(session.survey, county)
    assert corrections(county.reader).waiting[0].offered[0].act.why == "今年验收过"
    screen.tabs.setCurrentIndex(2)
    answer(qtbot, screen, WITHDRAW, "弄错了")
    assert whole(screen, OURS) == []


def test_an_objection_that_changes_nothing_is_refused_beside_it(qtbot, screen):
    screen.tabs.setCurrentIndex(1)
    screen.part.card.verbs[CONTEST].click()
    sheet = screen.beside.panel
    sheet.reason.setText("不对")
    sheet.do.click()
    qtbot.waitUntil(sheet.wrong.isVisible)
    assert "没有要提的" in sheet.wrong.text()
    sheet.leave.click()
    assert screen.beside.panel is None
    assert screen.leave.isEnabled()


def test_a_row_leads_to_the_page_of_its_household(qtbot, screen):
    choose(screen, "姓名")
    with qtbot.waitSignal(screen.chosen) as told:
        press(ENTER)
    assert told.args == [village.LI, "成员"]
    with qtbot.waitSignal(screen.chosen):
        screen.part.card.house.click()


def test_from_the_third_round_on_the_telephone_is_told(qtbot, screen, session, county):
    assert screen.part.card.talk.text() == ""
    for _ in range(2):
        one = next(one for one in corrections(session.reader).waiting if one.unit == "phone")
        settle(session.survey, [(one, None)], "不对")
        offices.send(session.survey, county)
        offices.say(county, Household, village.LI, phone="13800000009")
        offices.send(county, session.survey)
    found = screen.found
    session.changed.emit(frozenset({"household"}))
    qtbot.waitUntil(lambda: screen.found is not found)
    choose(screen, "联系电话")
    assert next(one for one in screen.found.waiting if one.unit == "phone").rounds >= TALK
    assert offices.PHONE in screen.part.card.talk.text()
    assert "打电话商量" in screen.part.card.talk.text()


def test_of_three_that_differ_one_is_chosen(qtbot, session, county, on_screen, tmp_path):
    other = tmp_path / "乙.survey"
    session.survey.backup(other)
    with Survey.open(other, by="吴敏", clock=session.survey.clock, as_copy=True) as second:
        offices.say(second, Member, village.LI_SON, name="李少军")
        offices.disagree(session.survey, county)
        offices.send(second, session.survey)
    screen = on_screen(CorrectionsScreen(session))
    qtbot.waitUntil(lambda: screen.found is not None)
    choose(screen, "姓名")
    radios = {choice.told: radio for radio, choice in screen.part.card._choices.items()}
    assert {name: radio.isChecked() for name, radio in radios.items()} == {"李晓军": False, "李少军": False, "李小君": True}
    radios["李少军"].setChecked(True)
    answer(qtbot, screen, ACCEPT, "看了身份证")
    assert session.reader.get(Member, village.LI_SON).name == "李少军"


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_screen_with_something_on_it_is_laid_out_well(qtbot, session, county, on_screen, dark, scale):
    wear(Theme(dark, scale))
    offices.disagree(session.survey, county)
    screen = on_screen(CorrectionsScreen(session), 1148, 720)
    qtbot.waitUntil(lambda: screen.found is not None)
    found = []
    for place in range(2):
        screen.tabs.setCurrentIndex(place)
        settle_down(screen)
        found += faults(screen)
    screen.part.card.verbs[CONTEST].click()
    settle_down(screen)
    assert found + faults(screen) == []


def test_a_household_tells_what_is_open_above_its_pages_and_beside_its_answers(qtbot, session, county, on_screen):
    offices.disagree(session.survey, county)
    page = on_screen(HouseholdScreen(session))
    page.show_household(village.LI)
    assert "两地不一致" in page.pills[2].text()
    assert "13800000009" in page.open.said.text()
    assert "李晓军" in page.open.said.text()
    page.tabs.setCurrentIndex(list(page.pages).index("成员"))
    assert "联系电话" not in page.open.said.text()
    assert "两地不一致：李晓军" in page.open.said.text()
    page.tabs.setCurrentIndex(list(page.pages).index("饮水"))
    assert not page.open.isVisible()
    with qtbot.waitSignal(page.corrections_wanted):
        page.open.answer.click()
    page.show_household(village.HE)
    assert not page.open.isVisible()


def test_marks_say_nothing_of_a_household_without_any(qtbot, session):
    marks = Marks(session)
    qtbot.addWidget(marks)
    marks.show_marks(session.reader.dossier(village.HE), "概况")
    assert marks.isHidden()


def test_typing_over_what_the_county_decides_is_said_to_be_a_proposal_while_typing_and_after_saving(
    qtbot, session, county, on_screen
):
    offices.disagree(session.survey, county)
    page = on_screen(HouseholdScreen(session))
    proposed = Proposed(page, session)
    page.show_household(village.LI)
    page.pages["概况"].change.click()
    panel = page.beside.panel
    [form] = panel.flow.forms
    row = form.row(Household.type)
    assert "由县里定" not in row.remark.text()
    assert "13800000009" in form.row(Household.phone).remark.text()
    form.draft.type(Household.type, "EXITED")
    form.refresh()
    assert "由县里定" in row.remark.text()
    panel.save.click()
    assert session.reader.get(Household, village.LI).type is HouseholdType.ORDINARY
    assert proposed.band.isVisible()
    assert "李国兰家 户类型由县里定" in proposed.band.said.text()
    with session.change("另一件事") as change:
        change.save(session.reader.get(Household, village.HE).replace(group="9组"))
    assert not proposed.band.isVisible()


def test_what_the_county_has_not_spoken_of_is_typed_without_a_word(session, county, on_screen):
    page = on_screen(HouseholdScreen(session))
    page.show_household(village.LI)
    page.pages["概况"].change.click()
    [form] = page.beside.panel.flow.forms
    form.draft.type(Household.type, "ORDINARY")
    form.refresh()
    assert "由县里定" not in form.row(Household.type).remark.text()


def test_the_form_of_a_visit_tells_what_is_offered_beside_its_question(session, county, on_screen):
    offices.say(county, Water, village.WATER.id, litres=25, why="按水厂的数")
    offices.send(county, session.survey)
    visit = on_screen(VisitScreen(session))
    visit.begin(village.LI)
    form = visit.flow.forms[-1]
    assert "有提议：改成 25" in form.row(Water.litres).remark.text()
    assert form.row(Water.litres).remark.isVisibleTo(form)
