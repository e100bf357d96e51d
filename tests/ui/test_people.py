"""People and households that change, through the window: told before, one act, told in both histories, one undo."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Left, Member, Relation
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from tests.ui.keyboard import CTRL, ENTER, press, write
from tests.ui.test_household_screen import cells, go_to, save, texts, turn_to
from tests.ui.village import HOUSE, LAST_VISIT, LI, LI_AWAY, LI_SELF, LI_SON, TODAY, WATER, ZHOU
from ui.household.moves import DOING
from ui.household.people import JOIN, MERGE, MOVE, REMOVE, SPLIT
from ui.screens.household import HouseholdScreen

DOWN = Qt.Key.Key_Down


@pytest.fixture
def screen(session, on_screen):
    screen = on_screen(HouseholdScreen(session))
    screen.show_household(LI)
    return screen


def do(screen, verb, row=None):
    """Choose an act of the menu on the page of members; the sheet that asks further."""
    page = turn_to(screen, "成员")
    if row is not None:
        page.list.table.choose(row)
    page.acts[verb].trigger()
    return screen.beside.panel


def past(screen, household):
    """What the time line of a household shows."""
    screen.show_household(household)
    return turn_to(screen, "时间线").lines


def leave(screen):
    """李小军 leaves."""
    page = turn_to(screen, "成员")
    page.list.table.choose(1)
    page.list.buttons["减少…"].click()
    write("5")
    save()
    return page


def test_a_member_leaves_with_reason_and_day_and_is_folded_away(screen, session):
    page = leave(screen)
    assert screen.beside.panel.flow.row_with_cursor().field is Member.left_on
    write("2026-10-02")
    save()
    member = session.reader.get(Member, LI_SON)
    assert (member.left, member.left_on) == (Left.MOVED_OUT, dt.date(2026, 10, 2))
    assert session.reader.acts()[0].why == "李小军 减少：其他转出"
    assert [row[0] for row in cells(page.list)] == ["李国兰", "李文斌"]
    assert "2 人" in screen.about.text()
    assert not page.gone.isVisible()
    assert page.fold.text() == "看看已减少的 1 人 ▾"
    page.fold.click()
    assert page.gone.isVisible()
    assert cells(page.gone) == [["李小军", "之子", "其他转出", "2026-10-02"]]


def test_who_left_is_brought_back_with_a_reason(screen, session):
    page = leave(screen)
    write("2026-10-02")
    save()
    page.fold.click()
    page.gone.buttons["恢复…"].click()
    write("录错了", ENTER)
    member = session.reader.get(Member, LI_SON)
    assert (member.left, member.left_on) == (None, None)
    assert session.reader.acts()[0].why == "恢复成员 李小军：录错了"
    assert not page.fold.isVisible()
    assert not page.gone.isVisible()


def test_nobody_left_nothing_is_folded(screen):
    page = turn_to(screen, "成员")
    assert not page.fold.isVisible()


def test_a_person_moves_by_keyboard_and_both_histories_tell_it(screen, session):
    sheet = do(screen, MOVE, 1)
    assert "还没有选好。" in sheet.preview.text()
    assert not sheet.do.isEnabled()
    write("zjj")
    assert sheet.preview.text().splitlines() == [
        "李小军从李国兰家迁到周建军家；与户主关系空着，请到那边填写。", "不再算住在李国兰家的正房。", "做错了可以撤销。",
    ]  # fmt: skip
    before = session.survey.code()
    write(ENTER, ENTER)
    assert sheet.reason.property("wrong")
    write("入赘", ENTER)
    assert session.reader.get(Member, LI_SON).household == ZHOU
    assert screen.beside.panel is None
    assert "2 人" in screen.about.text()
    why = "2026-11-22 21:07 · 韩立 · 李小军从李国兰家迁到周建军家：入赘"
    assert past(screen, LI)[:3] == [
        why,
        "成员 李小军：从李国兰家到周建军家，与户主关系 之子 → (取消)。",
        "住房：谁住在这里 李国兰、李小军 → 李国兰。",
    ]
    assert past(screen, ZHOU)[:2] == [why, "成员 李小军：从李国兰家到周建军家，与户主关系 之子 → (取消)。"]
    session.undo()
    assert session.survey.code() == before


def test_what_is_said_of_a_person_who_moved_away_stands_in_his_new_household_alone(screen, session):
    do(screen, MOVE, 1)
    write("zjj", ENTER, "入赘", ENTER)
    with session.change("补录") as change:
        change.save(session.reader.get(Member, LI_SON).replace(relation=Relation.SON_IN_LAW))
    assert not any("补录" in text for text in past(screen, LI))
    assert any("补录" in text for text in past(screen, ZHOU))
    assert any("姓名 李小军" in text for text in past(screen, ZHOU))  # he brings his past along


def test_the_arrow_leads_from_the_search_into_the_list_and_what_is_not_found_is_said(screen):
    sheet = do(screen, MOVE, 1)
    write("没有这个人")
    assert sheet.list.item(0).text() == "没有找到。"
    assert not sheet.do.isEnabled()
    sheet.search.clear()
    press(DOWN)
    assert sheet.list.hasFocus()


def test_a_household_splits_under_a_new_head(screen, session):
    sheet = do(screen, SPLIT)
    assert [box.text() for box in sheet.going] == ["李国兰(户主)", "李小军(之子)", "李文斌(之孙子)"]
    assert not sheet.do.isEnabled()
    sheet.going[1].click()
    sheet.going[2].click()
    assert [sheet.head.itemText(place) for place in range(sheet.head.count())] == ["李小军", "李文斌"]
    sheet.house.setCurrentIndex(1)
    assert "房屋两户合用。" in sheet.preview.text()
    before = session.survey.code()
    sheet.reason.setFocus()
    write("分家单过")
    press(ENTER, CTRL)
    [new] = [home for home in session.reader.every(Household) if home.head == "李小军"]
    assert [one.id for one in session.reader.of(Member, new.id)] == [LI_SON, LI_AWAY]
    assert session.reader.get(Housing, HOUSE.id).shared == {new.id}
    why = "2026-11-22 21:07 · 韩立 · 李国兰家分户，李小军家另立一户：分家单过"
    assert past(screen, LI)[0] == why
    assert "住房：还有哪几户在用 李小军家。" in past(screen, LI)
    assert past(screen, new.id)[0] == why
    screen.show_household(LI)
    session.undo()
    assert session.survey.code() == before


def test_who_is_no_longer_ticked_is_no_longer_offered_as_head(screen):
    sheet = do(screen, SPLIT)
    sheet.going[1].click()
    sheet.going[2].click()
    sheet.head.setCurrentIndex(1)
    sheet.going[1].click()
    assert sheet.head.currentText() == "李文斌"
    sheet.going[2].click()
    assert sheet.head.count() == 0
    assert "也要有人留下" in sheet.preview.text()


def test_another_household_is_merged_into_this_one_and_its_past_is_told_here(screen, session):
    with session.change("登记饮水") as change:
        change.save(Water(household=ZHOU, litres=20))
    sheet = do(screen, MERGE)
    write("zjj")
    assert "两户都有饮水：留李国兰家的，周建军家的只在时间线里看得到。" in sheet.preview.text()
    before = session.survey.code()
    write(ENTER, "老人随女儿", ENTER)
    assert session.reader.get(Household, ZHOU) is None
    assert screen.tabs.tabText(1) == "成员 4"
    shown = past(screen, LI)
    assert shown[0].endswith("周建军家并入李国兰家：老人随女儿")
    assert "周建军家的登记：删除(老人随女儿)。" in shown
    assert "周建军家的饮水：删除(老人随女儿)。" in shown
    assert any("登记饮水" in text for text in shown)
    session.undo()
    assert session.survey.code() == before


def test_who_was_recorded_by_mistake_is_deleted_and_the_time_line_still_names_him(screen, session):
    sheet = do(screen, REMOVE, 1)
    assert sheet.preview.text().startswith("李小军从李国兰家删去")
    write("录了两次", ENTER)
    assert session.reader.get(Member, LI_SON) is None
    assert session.reader.get(Housing, HOUSE.id).sleepers == {LI_SELF}
    shown = past(screen, LI)
    assert "成员 李小军：删除(录了两次)。" in shown
    assert "住房：谁住在这里 李国兰、李小军 → 李国兰。" in shown


def test_the_time_line_tells_what_was_deleted_and_what_is_used_no_longer(screen, session):
    with session.change("合用") as change:
        change.save(HOUSE.replace(shared=frozenset({ZHOU})))
    with session.change("不再合用") as change:
        change.save(HOUSE)
        change.remove(WATER, "录到别家去了")
    shown = past(screen, LI)
    assert "饮水：删除(录到别家去了)。" in shown
    assert any("不再合用" in text for text in past(screen, ZHOU))


def test_a_mistaken_visit_is_corrected_by_another_that_points_to_it(screen, session):
    page = turn_to(screen, "走访")
    page.list.buttons["更正…"].click()
    go_to(screen, Visit.met)
    write("李小军")
    save()
    [old, new] = session.reader.of(Visit, LI)
    assert old == LAST_VISIT
    assert (new.met, new.companions, new.corrects, new.entered) == ("李小军", "村支书", LAST_VISIT.id, TODAY)
    assert session.reader.acts()[0].why == "更正 2026-11-03 的走访"
    assert {row[3]: row[6] for row in cells(page.list)} == {"李国兰": "已更正", "李小军": "更正"}


def test_a_visit_that_is_corrected_does_not_count_beside_its_correction(session):
    with session.change("更正") as change:
        new = change.save(Visit(household=LI, day=dt.date(2026, 10, 30), corrects=LAST_VISIT.id))
    assert session.reader.dossier(LI).visits == [new]


def test_a_mistaken_visit_is_deleted_with_a_reason(screen, session):
    page = turn_to(screen, "走访")
    page.list.buttons["删除…"].click()
    write("记错了户", ENTER)
    assert session.reader.of(Visit, LI) == []
    assert session.reader.acts()[0].why == "删除 2026-11-03 的走访：记错了户"
    assert "2026-11-03 的走访：删除(记错了户)。" in past(screen, LI)


def test_the_overview_tells_who_changed_what_since_my_last_visit(screen, session):
    page = turn_to(screen, "概况")
    assert page.news.heading.text() == "2026-11-03 走访以后改了什么"
    assert "没有人改过。" in texts(page.news)
    session.by = "周会计"
    with session.change("复核") as change:
        change.save(WATER.replace(litres=30))
    session.by = "韩立"
    screen.show_household(LI)
    assert texts(page.news)[1:] == ["饮水：每人每天用水量 60 升 → 30 升。", "2026-11-22 21:07 · 周会计 · 复核"]


def test_a_visit_by_somebody_else_is_no_visit_of_mine(screen, session):
    with session.change("改") as change:
        change.save(WATER.replace(litres=30))
    session.by = "周会计"
    with session.change("走访") as change:
        change.save(Visit(household=LI, day=TODAY))
    session.by = "韩立"
    page = turn_to(screen, "概况")
    screen.show_household(LI)
    assert page.news.heading.text() == "2026-11-03 走访以后改了什么"
    session.by = "没来过的人"
    screen.show_household(LI)
    assert page.news.heading.text() == "2026-11-22 走访以后改了什么"


def test_where_nobody_was_there_is_no_news(screen):
    screen.show_household(ZHOU)
    assert not turn_to(screen, "概况").news.isVisible()


def test_a_person_recorded_twice_becomes_one_and_undo_parts_them(screen, session, qtbot):
    with session.change("登记") as change:
        double = change.save(Member(household=ZHOU, name="李小军", relation=Relation.OTHER, phone="13700000000"))
    sheet = do(screen, JOIN, 1)
    write("zjj")
    assert [sheet.list.item(row).text() for row in range(sheet.list.count())] == [
        "周建军(周建军家 户主)",
        "李小军(周建军家 其他)",
    ]
    sheet.list.setCurrentRow(1)
    assert "由另一条补上：本人电话。" in sheet.preview.text()
    before = session.survey.code()
    sheet.reason.setFocus()
    write("录了两次", ENTER)
    assert (sheet.preview.text(), sheet.do.isEnabled()) == (DOING, False)
    qtbot.waitUntil(lambda: screen.beside.panel is None)
    assert session.reader.get(Member, double.id) is None
    assert session.reader.get(Member, LI_SON).phone == "13700000000"
    assert past(screen, LI)[0].endswith("李小军的两条记录是同一个人：录了两次")
    assert past(screen, ZHOU)[0].endswith("李小军的两条记录是同一个人：录了两次")
    session.undo()
    assert session.survey.code() == before
