"""One household: its head tells the truth, every tab tells its part, and everything is edited in place with a reason."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from fieldapp.base.clock import Clock
from fieldapp.base.kinds import YesNo
from fieldapp.desk.printing import PaperKind
from fieldapp.documents.column import columns
from fieldapp.records.household import Household
from fieldapp.records.housing import Condition, Housing
from fieldapp.records.member import Joined, Left, Member, Relation, WorkRegion
from fieldapp.records.plan import Measure, MeasureKind, Plan, Progress
from fieldapp.records.problem import Problem, ProblemKind, ProblemState, Promise
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.records.water import Water
from tests.ui.keyboard import ALT, CTRL, ENTER, press, write
from tests.ui.village import HE, HOUSE, LI, LI_AWAY, LI_SELF, LI_SON, NOW, TODAY, WATER, ZHOU, remove
from ui.household.people import whereabouts
from ui.household.timeline import told
from ui.screens.household import HouseholdScreen
from ui.tables.records import RecordsModel, RecordTable

ESCAPE, SPACE = Qt.Key.Key_Escape, Qt.Key.Key_Space


@pytest.fixture
def screen(session, on_screen):
    screen = on_screen(HouseholdScreen(session))
    screen.show_household(LI)
    return screen


def turn_to(screen, tab):
    screen.tabs.setCurrentIndex(list(screen.pages).index(tab))
    return screen.pages[tab]


def save():
    press(ENTER, CTRL)


def go_to(screen, question):
    screen.beside.panel.flow.go_to(question)


def cells(table):
    model = table.model
    return [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())]


def texts(widget):
    QApplication.processEvents()  # what was put into a layout comes to sight with the next event
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def visible_pills(screen):
    return [(pill.text(), pill.property("tone")) for pill in screen.pills if pill.isVisible()]


def test_the_head_tells_the_truth_in_words(screen):
    assert screen.title.text() == "李国兰"
    assert screen.about.text() == "3组 · 户编号 …0017 · 脱贫户 · 3 人(1 人在外)"
    assert visible_pills(screen) == [("住房 B级", "good"), ("饮水 基本安全", "good")]


def test_the_head_follows_what_is_saved(screen, session):
    with session.change("登记") as change:
        change.save(HOUSE.replace(walls=Condition.d))
        change.save(Problem(household=LI, what="路", state=ProblemState.OPEN, due=dt.date(2026, 11, 1)))
        change.save(Promise(household=LI, wish="水"))
    assert visible_pills(screen) == [
        ("住房 D级 有人住", "bad"), ("饮水 基本安全", "good"), ("1 未销号 有超期", "bad"), ("答应的事 1 件未办", "doubtful"),
    ]  # fmt: skip
    assert screen.tabs.tabText(6) == "问题 1"


def test_every_tab_shows_its_page(screen):
    assert list(screen.pages) == ["概况", "成员", "走访", "住房", "饮水", "计划", "问题", "照片", "时间线"]
    for tab, page in screen.pages.items():
        turn_to(screen, tab)
        assert page.isVisible(), tab
    assert screen.tabs.tabText(1) == "成员 3"


def test_the_tab_of_the_pictures_tells_how_many_there_are(screen, session):
    place = list(screen.pages).index("照片")
    assert screen.tabs.tabText(place) == "照片"
    with session.change("拍照") as change:
        change.save(HOUSE.replace(pictures=frozenset({"a" * 64, "b" * 64})))
        change.save(WATER.replace(pictures=frozenset({"c" * 64})))
    assert screen.tabs.tabText(place) == "照片 3"


def test_tabs_are_turned_by_keyboard(screen):
    press(Qt.Key.Key_Tab, CTRL)
    assert screen.page is screen.pages["成员"]
    press(Qt.Key.Key_Right)
    assert screen.page is screen.pages["走访"]


def test_keys_lead_to_visit_plan_and_back(screen, qtbot):
    with qtbot.waitSignal(screen.visit_wanted) as wanted:
        press(Qt.Key.Key_N, CTRL)
    assert wanted.args == [LI]
    with qtbot.waitSignal(screen.paper_wanted) as wanted:
        press(Qt.Key.Key_J, CTRL)
    assert wanted.args == [LI, PaperKind.PLAN]
    with qtbot.waitSignal(screen.back):
        press(ESCAPE)


def test_the_overview_tells_who_lives_here_and_what_is_open(screen, session):
    with session.change("登记") as change:
        change.save(Problem(household=LI, what="屋面漏雨", state=ProblemState.OPEN, due=dt.date(2026, 11, 18)))
        change.save(Promise(household=LI, wish="路坏了", due=TODAY))
        change.save(Plan(household=LI, year=2026, goal="住房安全"))
        change.save(Measure(household=LI, year=2026, what="养牛", progress=Progress.DONE))
        change.save(Measure(household=LI, year=2025, what="去年的事"))
    page = turn_to(screen, "概况")
    assert [row[0] for row in cells(page.members)] == ["李国兰", "李小军", "李文斌"]
    assert cells(page.members)[0][1:5] == ["户主", "58", "长期慢性病", "弱劳动力或半劳动力"]
    assert cells(page.members)[2][5] == "省外务工 8 个月"
    shown = ["未销号", "屋面漏雨", "超期 4 天", "答应群众的事", "路坏了", "今天到期", "今年计划", "住房安全", "养牛", "已完成"]
    assert texts(page.side)[:11] == [*shown, "2026-11-03 走访以后改了什么"]


def test_the_register_is_changed_in_place_by_keyboard_with_a_reason(screen, session):
    turn_to(screen, "概况").change.setFocus()
    press(SPACE)
    go_to(screen, Household.group)
    write("7组")
    save()
    assert session.reader.get(Household, LI).group == "7组"
    assert session.reader.acts()[0].why == "修改农户"
    assert screen.about.text().startswith("7组")
    assert screen.beside.panel is None


def test_escape_puts_the_panel_away_and_what_was_typed_waits(screen, session, qtbot):
    page = turn_to(screen, "概况")
    page.change.click()
    go_to(screen, Household.group)
    write("7")
    press(ESCAPE)
    assert screen.beside.panel is None
    assert session.reader.get(Household, LI).group == "3组"
    page.change.click()
    assert screen.beside.panel.flow.forms[0].row(Household.group).editor.box.text() == "7"
    screen.beside.panel.discard.click()
    page.change.click()
    assert screen.beside.panel.flow.forms[0].row(Household.group).editor.box.text() == "3组"


def test_the_page_gives_way_to_the_panel_and_takes_its_place_back(screen):
    page = turn_to(screen, "概况")
    assert page.side.isVisible()
    page.change.click()
    assert not page.side.isVisible()
    assert page.isVisible()
    screen.resize(900, 700)
    assert not page.isVisible()
    press(ESCAPE)
    assert page.side.isVisible()


def test_a_member_joins(screen, session):
    page = turn_to(screen, "成员")
    page.list.buttons["添加成员"].click()
    write("罗金凤", ENTER, "5")
    go_to(screen, Member.joined)
    write("1", ENTER, "2026-10-01")
    save()
    member = session.reader.of(Member, LI)[-1]
    assert (member.name, member.relation, member.joined, member.joined_on) == (
        "罗金凤", Relation.DAUGHTER_IN_LAW, Joined.MARRIED_IN, dt.date(2026, 10, 1)
    )  # fmt: skip
    assert session.reader.acts()[0].why == "罗金凤 增加：嫁入"
    assert len(cells(page.list)) == 4


def test_a_member_without_name_and_relation_is_not_saved(screen, session):
    turn_to(screen, "成员").list.buttons["添加成员"].click()
    write("罗金凤")
    save()
    assert screen.beside.panel.flow.row_with_cursor().field is Member.relation
    assert len(session.reader.of(Member, LI)) == 3


def test_enter_on_a_member_opens_him(screen):
    page = turn_to(screen, "成员")
    page.list.table.setFocus()
    page.list.table.choose(2)
    write(ENTER)
    assert screen.beside.panel.flow.forms[0].draft.saved.id == LI_AWAY


@pytest.mark.parametrize(("member", "where"), [
    (Member(work_region=WorkRegion.TOWN, work_months=3), "乡(镇)内务工 3 个月"), (Member(work_region=WorkRegion.OTHER), "务工"),
    (Member(left=Left.DIED, left_on=dt.date(2026, 1, 2)), "死亡 2026-01-02"), (Member(), ""),
])  # fmt: skip
def test_where_a_member_is_now(member, where):
    assert whereabouts(member) == where


def test_visits_are_read_the_latest_first_and_the_chosen_one_in_full(screen, session):
    with session.change("走访") as change:
        change.save(Visit(household=LI, day=dt.date(2026, 5, 1), way=Way.CALL, outcome=Outcome.MET, note="电话里说都好。"))
    page = turn_to(screen, "走访")
    assert [row[0] for row in cells(page.list)] == ["2026-11-03", "2026-05-01"]
    page.list.table.choose(1)
    assert page.sheet.heading.text() == "2026-05-01 走访"
    assert "电话里说都好。" in texts(page.sheet)


def test_the_house_is_told_with_its_verdict_and_changed_in_place(screen, session):
    page = turn_to(screen, "住房")
    assert page.verdict.pill.text() == "B级"
    assert texts(page.sheets[0])[:4] == ["正房", "B级", "哪一栋", "正房"]
    page.sheets[0].findChild(type(page.add)).click()
    go_to(screen, Housing.walls)
    write("4")
    save()
    assert session.reader.get(Housing, HOUSE.id).walls is Condition.d
    assert page.verdict.pill.text() == "D级"
    assert session.reader.acts()[0].why == "修改住房"


def test_a_second_house_is_added_beside_the_first(screen, session):
    page = turn_to(screen, "住房")
    page.add.click()
    write("老屋")
    save()
    assert [house.name for house in session.reader.of(Housing, LI)] == ["正房", "老屋"]
    assert [sheet.heading.text() for sheet in page.sheets] == ["正房", "老屋"]
    assert "还没有填：层数" in page.sheets[1].open.text()


def test_water_is_changed_in_place(screen, session):
    page = turn_to(screen, "饮水")
    page.change.click()
    go_to(screen, Water.litres)
    write("20")
    save()
    assert session.reader.get(Water, WATER.id).litres == 20
    assert page.verdict.pill.text() == "不安全"


def test_water_that_nobody_has_recorded_is_filled_in(screen, session):
    screen.show_household(ZHOU)
    page = turn_to(screen, "饮水")
    assert page.change.text() == "填写饮水"
    page.change.click()
    go_to(screen, Water.piped)
    write("1")
    save()
    assert [water.piped for water in session.reader.of(Water, ZHOU)] == [YesNo.YES]


def test_a_plan_and_its_measures_are_made(screen, session):
    page = turn_to(screen, "计划")
    page.new.click()
    go_to(screen, Plan.goal)
    write("住房安全")
    press(ENTER, ALT)
    write("收入稳定")
    save()
    [plan] = session.reader.of(Plan, LI)
    assert (plan.year, plan.goal) == (2026, "住房安全\n收入稳定")
    assert not page.new.isVisible()
    page.measures.buttons["添加措施"].click()
    go_to(screen, Measure.kind)
    write("1", ENTER, "养牛", ENTER, "2", ENTER, "2", ENTER, "头", ENTER, "6000")
    save()
    [measure] = session.reader.of(Measure, LI)
    assert (measure.kind, measure.what, measure.person, measure.money) == (MeasureKind.INDUSTRY, "养牛", LI_SON, 600_000)
    assert cells(page.measures) == [["2026", "产业帮扶", "养牛", "李小军", "2 头", "6,000", "未开始"]]
    assert [act.why for act in session.reader.acts(2)] == ["安排帮扶措施", "制定帮扶计划"]


def heading(panel):
    return panel.column.itemAt(0).widget().text()


def test_a_problem_is_registered_and_closed(screen, session):
    page = turn_to(screen, "问题")
    page.problems.buttons["登记问题"].click()
    assert heading(screen.beside.panel) == "登记问题"
    go_to(screen, Problem.kind)
    write("1", ENTER, "屋面漏雨")
    save()
    [problem] = session.reader.of(Problem, LI)
    assert (problem.found_on, problem.kind, problem.state) == (TODAY, ProblemKind.HOUSING, ProblemState.OPEN)
    assert cells(page.problems)[0][5] == "期限未定"
    page.problems.table.setFocus()
    write(ENTER)
    assert heading(screen.beside.panel) == "修改问题"
    go_to(screen, Problem.state)
    write("4", ENTER)
    assert screen.beside.panel.flow.row_with_cursor().field is Problem.evidence
    save()
    assert cells(page.problems)[0][5] == "已销号"


def test_a_wish_is_written_down_and_answered_for(screen, session):
    page = turn_to(screen, "问题")
    page.promises.buttons["记下诉求"].click()
    go_to(screen, Promise.wish)
    write("路坏了")
    save()
    page.promises.buttons["修改"].click()
    go_to(screen, Promise.kept)
    write("1")
    save()
    [promise] = session.reader.of(Promise, LI)
    assert (promise.asked_on, promise.wish, promise.kept) == (TODAY, "路坏了", YesNo.YES)
    assert cells(page.promises)[0][5] == "办到了"


def test_the_timeline_tells_who_changed_what_when_why_instead_of_what(screen, session):
    with session.change("复核") as change:
        change.save(WATER.replace(litres=30, source=None))
        change.save(HOUSE.replace(sleepers=frozenset({LI_SELF})))
    page = turn_to(screen, "时间线")
    assert page.lines[:3] == [
        "2026-11-22 21:07 · 韩立 · 复核",
        "住房：谁住在这里 李国兰、李小军 → 李国兰。",
        "饮水：水源 山泉水 → (取消)，每人每天用水量 60 升 → 30 升。",
    ]
    assert texts(page.sheet)[:3] == [page.lines[0], *page.lines[1].split("：")]


def test_what_was_done_while_the_clock_of_the_machine_was_wrong_is_marked_in_the_timeline(session):
    session.survey.clock = Clock(lambda: NOW.replace(year=2031))
    with session.change("录入") as change:
        change.save(WATER.replace(litres=30))
    [head, before, *_] = [head for head, _ in told(session.reader.history([WATER.id]), {})]
    assert head == "2031-11-22 21:07(电脑时间不对) · 韩立 · 录入"
    assert "不对" not in before


def test_a_deletion_stands_in_the_history_with_its_reason(session):
    with session.change("误录") as change:
        change.remove(WATER, "录到别家去了")
    [(head, lines), *_] = told(session.reader.history([WATER.id]), {})
    assert head.endswith("误录")
    assert lines == ["饮水：删除(录到别家去了)。"]


def test_a_household_whose_registration_is_undone_leads_back(screen, session, qtbot):
    with session.change("登记") as change:
        home = change.save(Household(head="阿布都"))
    screen.show_household(home.id)
    with qtbot.waitSignal(screen.back):
        session.undo()


def test_a_screen_that_is_not_seen_reads_anew_when_it_is_shown_again(screen, session):
    screen.hide()
    with session.change("改") as change:
        change.save(session.reader.get(Household, LI).replace(group="9组"))
    screen.show()
    screen.show_household(LI)
    assert screen.about.text().startswith("9组")


def test_the_model_of_records_keeps_to_the_rules_of_qt(session, qtmodeltester):
    model = RecordsModel(columns(Member), {})
    model.show(session.reader.of(Member, LI))
    qtmodeltester.check(model)


def test_what_was_saved_elsewhere_meanwhile_is_not_written_back(screen, session):
    turn_to(screen, "饮水").change.click()
    go_to(screen, Water.litres)
    write("50")
    with session.change("走访") as change:
        change.save(WATER.replace(dry_days=20))
    assert screen.beside.panel.flow.forms[0].row(Water.dry_days).editor.box.text() == "20"
    save()
    water = session.reader.get(Water, WATER.id)
    assert (water.litres, water.dry_days) == (50, 20)


def test_water_recorded_by_a_visit_meanwhile_is_not_recorded_twice(screen, session):
    screen.show_household(ZHOU)
    turn_to(screen, "饮水").change.click()
    go_to(screen, Water.piped)
    write("1")
    with session.change("走访") as change:
        change.save(Water(household=ZHOU, litres=60))
    save()
    [water] = session.reader.of(Water, ZHOU)
    assert (water.litres, water.piped) == (60, YesNo.YES)


def test_one_click_leads_to_each_paper(screen, qtbot):
    acts = screen.papers.menu().actions()
    assert [act.text()[3:] for act in acts] == [kind.value for kind in PaperKind]
    for act, kind in zip(acts, PaperKind, strict=True):
        with qtbot.waitSignal(screen.paper_wanted) as told:
            act.trigger()
        assert told.args == [LI, kind]


def test_keys_turn_to_the_household_before_and_after_on_the_same_tab(screen, qtbot):
    screen.stand_among([ZHOU, LI, HE])
    screen.show_household(LI)
    turn_to(screen, "饮水")
    with qtbot.waitSignal(screen.turned) as told:
        press(Qt.Key.Key_PageDown, CTRL)
    assert told.args == [HE]
    assert (screen.title.text(), screen.page) == ("何文平", screen.pages["饮水"])
    assert not screen.after.isEnabled()
    press(Qt.Key.Key_PageDown, CTRL)
    assert screen.title.text() == "何文平"
    for _ in range(2):
        press(Qt.Key.Key_PageUp, CTRL)
    assert screen.title.text() == "周建军"
    assert not screen.before.isEnabled()


def test_what_is_typed_waits_while_one_turns_to_another_household(screen):
    screen.stand_among([LI, ZHOU])
    screen.show_household(LI)
    turn_to(screen, "概况").change.click()
    go_to(screen, Household.group)
    write("7")
    press(Qt.Key.Key_PageDown, CTRL)
    assert (screen.title.text(), screen.beside.panel) == ("周建军", None)
    press(Qt.Key.Key_PageUp, CTRL)
    screen.page.change.click()
    assert screen.beside.panel.flow.forms[0].row(Household.group).editor.box.text() == "7"


def test_a_household_that_is_gone_is_passed_over(screen, session):
    screen.stand_among([LI, ZHOU, HE])
    screen.show_household(LI)
    with session.change("误录") as change:
        remove(change, session.reader, ZHOU)
    press(Qt.Key.Key_PageDown, CTRL)
    assert screen.title.text() == "何文平"


def test_where_one_came_from_no_list_nothing_is_turned(screen):
    assert not screen.before.isVisible()
    assert not screen.after.isVisible()


@pytest.mark.parametrize("tab", ["概况", "成员"])
def test_a_short_list_is_as_high_as_its_rows_on_a_high_screen_too(screen, qtbot, tab):
    page = turn_to(screen, tab)
    screen.resize(1920, 1080)
    sheet = next(one for one in page.findChildren(RecordTable) if one.isVisible())
    qtbot.waitUntil(lambda: sheet.height() == sheet.sizeHint().height())
