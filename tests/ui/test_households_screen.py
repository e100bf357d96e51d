"""The list of households: found while one types, true in words, and never worked out for rows that nobody sees."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from fieldapp.base.kinds import YesNo
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member, Relation, Sex
from fieldapp.records.problem import Problem, ProblemState, Promise
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.records.water import Water
from fieldapp.store.survey import Survey
from tests.books import ROSTERS
from tests.ui.keyboard import ALT, CTRL, ENTER, SHIFT, press, write
from tests.ui.village import HE, HOUSE, LI, TODAY, VILLAGE, WATER, ZHOU
from ui.screens.households import NOBODY_YET, HouseholdsScreen
from ui.session import Session
from ui.tables.badges import badges_of, latest_visit, short_day
from ui.tables.entries import EntriesModel
from ui.tables.gathering import Gathering
from ui.tables.pills import BADGE, paint_pill
from ui.theme import worn

DOWN, ESCAPE = Qt.Key.Key_Down, Qt.Key.Key_Escape


@pytest.fixture
def screen(session, on_screen):
    return on_screen(HouseholdsScreen(session))


def rows(screen):
    model = screen.model
    return [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())]


def heads(screen):
    return [row[0] for row in rows(screen)]


def test_the_list_tells_each_household_in_words(screen, qtbot):
    qtbot.waitUntil(lambda: not screen.model.is_held)
    assert screen.about.text() == "3 户 · 4 人"
    assert rows(screen) == [
        ["何文平", "2组", "0", "住房 未查看", "饮水 未查看", "—", "没有走访过"],
        ["李国兰", "3组", "3", "住房 B级", "饮水 基本安全", "—", "11月03日"],
        ["周建军", "5组", "1", "住房 未查看", "饮水 未查看", "—", "没有走访过"],
    ]


@pytest.mark.parametrize(("typed", "found"), [
    ("周", ["周建军"]), ("lgl", ["李国兰"]), ("heping", []), ("wenping", ["何文平"]), ("0017", ["李国兰"]),
    ("1390000", ["周建军"]), ("5组", ["周建军"]), ("小军", ["李国兰 · 李小军"]),
])  # fmt: skip
def test_typing_finds_at_once(screen, typed, found):
    write(typed)
    assert heads(screen) == found
    assert screen.about.text() == f"找到 {len(found)} 户，共 3 户"


def test_who_types_at_once_does_not_wait_for_the_verdicts_and_has_them_when_he_pauses(session, qtbot):
    screen = HouseholdsScreen(session)
    qtbot.addWidget(screen)
    screen.show()
    QApplication.processEvents()
    screen.search.setText("周")
    for _ in range(5):
        QApplication.processEvents()
    assert rows(screen) == [["周建军", "5组", "1", "", "", "", ""]]
    assert screen.gathering.known == {}
    qtbot.waitUntil(lambda: rows(screen)[0][3:5] == ["住房 未查看", "饮水 未查看"])


def test_the_verdicts_of_those_who_are_seen_are_worked_out_a_few_at_a_time(session, on_screen, qtbot, monkeypatch):
    with session.change("登记") as change:
        for number in range(60):
            change.save(Household(head=f"户{number:02d}", group="9组"))
    asked, dossiers = [], session.reader.dossiers
    monkeypatch.setattr(session.reader, "dossiers", lambda ids: asked.append(len(ids)) or dossiers(ids))
    screen = on_screen(HouseholdsScreen(session))
    qtbot.waitUntil(lambda: not screen.model.is_held)
    assert len(screen.table.rows_in_sight) <= sum(asked) < 60
    assert max(asked) <= 2


def test_enter_opens_the_first_that_is_found(screen, qtbot):
    write("zjj")
    with qtbot.waitSignal(screen.chosen) as told:
        write(ENTER)
    assert told.args == [ZHOU]


def test_the_arrow_leads_down_into_the_list_and_enter_opens_there(screen, qtbot):
    write(DOWN, DOWN)
    with qtbot.waitSignal(screen.chosen) as told:
        write(ENTER)
    assert told.args == [LI]


@pytest.mark.parametrize(("typed", "named"), [("liwenbin", "李国兰 · 李文斌"), ("guolan", "李国兰")])
def test_whoever_is_found_by_a_member_says_whom(screen, typed, named):
    write(typed)
    assert heads(screen) == [named]
    write(ESCAPE)
    assert named.split()[0] in heads(screen)


def test_escape_empties_the_search(screen):
    write("周", ESCAPE)
    assert len(heads(screen)) == 3


def test_where_nothing_is_found_it_says_what_to_try(screen):
    write("欧阳")
    assert not screen.table.isVisible()
    assert screen.empty.isVisible()
    assert screen.empty.text().startswith("没有找到“欧阳”。")


def test_an_empty_village_says_what_to_do_next(tmp_path, tasks, messages, on_screen):
    with Survey.create(tmp_path / "空.survey", VILLAGE, by="韩立") as survey:
        screen = on_screen(HouseholdsScreen(Session(survey, tasks, messages)))
        assert screen.empty.text() == NOBODY_YET
        assert screen.empty.isVisible()
        screen.close()


@pytest.fixture
def ready(screen, qtbot):
    """The list when everything is worked out."""
    qtbot.waitUntil(lambda: screen.narrowing is not None and screen.gathering.is_done)
    return screen


def chip(screen, label):
    return next(one.button for one in screen.narrowing.chips.chips if one.button.text().startswith(label))


def test_while_nothing_is_worked_out_the_filters_say_so_and_cannot_be_pressed(session, qtbot):
    screen = HouseholdsScreen(session)
    qtbot.addWidget(screen)
    screen._furnish()
    assert screen.narrowing.chips.said.text() == "正在算… 0%"
    assert chip(screen, "住房 C、D级").text() == "住房 C、D级 …"
    chip(screen, "住房 C、D级").click()
    assert len(heads(screen)) == 3


def test_each_filter_tells_how_many_it_finds(ready):
    assert [one.button.text() for one in ready.narrowing.chips.chips] == [
        "住房 C、D级 0", "饮水不安全 0", "30 天没走访 2", "有未销号问题 0", "重点复查 1", "两地不一致 0", "没有证件号码的人 2", "退回 0"
    ]  # fmt: skip
    assert ready.narrowing.chips.all.text() == "全部 3"


def test_filters_are_chosen_by_keyboard_said_in_words_and_cleared_with_one_key(ready):
    press(Qt.Key.Key_3, ALT)
    assert heads(ready) == ["何文平", "周建军"]
    press(Qt.Key.Key_7, ALT)
    assert heads(ready) == ["周建军"]
    assert ready.narrowing.chips.said.text() == "30 天没走访 且 没有证件号码的人 · Esc 看全部"
    assert ready.about.text() == "找到 1 户，共 3 户"
    assert ready.search.hasFocus()
    press(ESCAPE)
    assert len(heads(ready)) == 3
    assert ready.narrowing.words == ""
    assert ready.about.text() == "3 户 · 4 人"


def test_days_without_a_visit_go_from_thirty_to_ninety_and_off_again(ready, session):
    told = []
    for _ in range(4):
        press(Qt.Key.Key_3, ALT)
        told.append((ready.narrowing.words, len(heads(ready))))
    assert told == [("30 天没走访", 2), ("60 天没走访", 2), ("90 天没走访", 2), ("", 3)]


def test_a_search_looks_only_among_those_that_are_filtered(ready):
    press(Qt.Key.Key_3, ALT)
    write("李")
    assert heads(ready) == []
    assert ready.empty.text() == "“30 天没走访”的农户里没有找到“李”。按 Esc 看全部农户。"
    write(ESCAPE)
    assert len(heads(ready)) == 3


def test_alt_zero_shows_everybody_and_keeps_what_is_searched(ready):
    write("周")
    press(Qt.Key.Key_5, ALT)
    assert heads(ready) == []
    press(Qt.Key.Key_0, ALT)
    assert heads(ready) == ["周建军"]


def test_what_is_saved_is_counted_anew_and_leaves_the_filter(ready, session, qtbot):
    press(Qt.Key.Key_3, ALT)
    with session.change("走访") as change:
        change.save(Visit(household=ZHOU, day=TODAY, way=Way.HOME, outcome=Outcome.MET))
    qtbot.waitUntil(lambda: heads(ready) == ["何文平"])
    assert chip(ready, "30 天没走访").text() == "30 天没走访 1"


def test_only_the_households_that_a_change_touches_are_worked_out_anew(ready, session):
    before = dict(ready.gathering.known)
    with session.change("走访") as change:
        change.save(Visit(household=ZHOU, day=TODAY))
    assert ready.gathering.stale <= {ZHOU}
    assert ready.gathering.known[LI] is before[LI]


def test_nothing_is_worked_out_while_nobody_looks_at_the_list(ready, session):
    ready.hide()
    with session.change("走访") as change:
        change.save(Visit(household=ZHOU, day=TODAY))
    session.tasks.wait()
    assert ready.gathering.stale == {ZHOU}


def test_the_list_is_sorted_by_the_head_that_is_pressed_and_backwards_the_second_time(ready):
    header = ready.table.horizontalHeader()
    header.sectionClicked.emit(2)
    assert heads(ready) == ["李国兰", "周建军", "何文平"]
    assert ready.model.headerData(2, Qt.Orientation.Horizontal) == "人口 ↓"
    header.sectionClicked.emit(2)
    assert heads(ready) == ["何文平", "周建军", "李国兰"]
    assert ready.model.headerData(2, Qt.Orientation.Horizontal) == "人口 ↑"
    header.sectionClicked.emit(6)
    assert heads(ready) == ["何文平", "周建军", "李国兰"]
    assert ready.narrowing.sort.text() == "排序：上次走访 ↓"


def test_the_list_is_sorted_by_keyboard_through_the_menu(ready):
    acts = ready.narrowing.sort.menu().actions()
    assert [act.text() for act in acts][:2] == ["&1 组、户编号", "&2 户主姓名"]
    acts[1].trigger()
    assert heads(ready) == ["何文平", "李国兰", "周建军"]


def test_what_is_saved_elsewhere_shows_at_once_and_the_chosen_row_stays(screen, session, qtbot):
    qtbot.waitUntil(lambda: not screen.model.is_held)
    screen.table.choose(screen.model.row_of(LI))
    with session.change("住房和饮水") as change:
        change.save(HOUSE.replace(site_dangerous=YesNo.YES))
        change.save(WATER.replace(litres=10))
        change.save(Household(head="阿布都", group="1组"))
    assert screen.model.id_at(screen.table.row) == LI
    qtbot.waitUntil(lambda: rows(screen)[2][3:5] == ["住房 D级 有人住", "饮水 不安全"])


def test_a_new_household_is_registered_by_keyboard_with_its_head(screen, session, qtbot):
    press(Qt.Key.Key_N, CTRL)
    write("王小燕", ENTER, "4组", ENTER, ENTER, "13700000000", ENTER, "1", ENTER, ENTER, "2")
    with qtbot.waitSignal(screen.chosen) as told:
        press(ENTER, CTRL)
    [id] = told.args
    home = session.reader.get(Household, id)
    assert (home.head, home.group, home.phone) == ("王小燕", "4组", "13700000000")
    [member] = session.reader.of(Member, id)
    assert (member.name, member.relation, member.sex) == ("王小燕", Relation.HEAD, Sex.FEMALE)
    assert session.reader.acts()[0].why == "登记农户"
    assert session.drafts.keys() == []


def test_a_new_household_needs_a_name(screen, session):
    press(Qt.Key.Key_N, CTRL)
    write(ENTER, "4组")
    press(ENTER, CTRL)
    assert screen.beside.panel.flow.row_with_cursor().field is Household.head
    assert screen.beside.panel.flow.row_with_cursor().remark.text() == "还没有填写。"
    assert session.reader.count(Household) == 3


def test_a_half_typed_household_waits_for_the_next_time(screen, qtbot):
    press(Qt.Key.Key_N, CTRL)
    write("王小")
    press(ESCAPE)
    assert screen.beside.panel is None
    assert screen.search.hasFocus()
    press(Qt.Key.Key_N, CTRL)
    assert screen.beside.panel.flow.row_with_cursor().editor.box.text() == "王小"


def test_a_family_of_three_is_registered_in_one_panel_by_keyboard_alone(screen, session, qtbot):
    press(Qt.Key.Key_N, CTRL)
    write("王小燕", *[ENTER] * 9)
    assert screen.beside.panel.more.hasFocus()
    write(ENTER, "王军", ENTER, "3", *[ENTER] * 5)
    write(ENTER, "王兰", ENTER, "4", *[ENTER] * 5, ENTER)
    with qtbot.waitSignal(screen.chosen) as told:
        press(ENTER, CTRL)
    members = session.reader.of(Member, told.args[0])
    assert [(one.name, one.relation) for one in members] == [
        ("王小燕", Relation.HEAD), ("王军", Relation.SON), ("王兰", Relation.DAUGHTER)
    ]  # fmt: skip
    assert len(session.reader.acts()) == 3
    assert session.drafts.keys() == []


def test_a_further_person_without_a_name_stands_in_the_way_of_saving(screen, session):
    press(Qt.Key.Key_N, CTRL)
    write("王小燕")
    press(Qt.Key.Key_J, CTRL)
    press(Qt.Key.Key_J, CTRL)
    write(ENTER, "4")
    press(ENTER, CTRL)
    row = screen.beside.panel.flow.row_with_cursor()
    assert (row.field, row) == (Member.name, screen.beside.panel.flow.forms[3].row(Member.name))
    assert session.reader.count(Household) == 3


def test_half_a_family_waits_for_the_next_time(screen):
    press(Qt.Key.Key_N, CTRL)
    write("王小燕")
    press(Qt.Key.Key_J, CTRL)
    write("王军")
    press(ESCAPE)
    press(Qt.Key.Key_N, CTRL)
    forms = screen.beside.panel.flow.forms
    assert [form.draft.record.answers for form in forms] == [
        {"head": "王小燕"}, {"relation": Relation.HEAD}, {"name": "王军"}
    ]  # fmt: skip


def test_the_rosters_that_are_chosen_are_led_to_the_intake(screen, messages, qtbot):
    messages.places = [ROSTERS / "province-household.xls", ROSTERS / "province-member.xls"]
    with qtbot.waitSignal(screen.intake_wanted) as told:
        screen.intake.click()
    assert told.args == [messages.places]


def test_choosing_no_roster_leads_nowhere(screen, messages, qtbot):
    with qtbot.assertNotEmitted(screen.intake_wanted):
        screen.intake.click()


def test_the_model_keeps_to_the_rules_of_qt(session, qtmodeltester):
    model = EntriesModel(session.reader, session.today, Gathering(session))
    model.show(session.reader.households())
    qtmodeltester.check(model)


def test_painting_reads_nothing_and_a_turn_of_the_loop_two_households(session):
    with session.change("登记") as change:
        for number in range(200):
            change.save(Household(head=f"户{number:03d}", group="9组"))

    class Counting:
        """The reader of the file, which counts what it is asked."""

        asked = 0

        def dossiers(self, ids):
            Counting.asked += len(ids)
            return session.reader.dossiers(ids)

    gathering = Gathering(session)
    gathering.renew()
    model = EntriesModel(Counting(), session.today, gathering)
    model.show(session.reader.households())
    assert Counting.asked == 0
    assert model.index(100, 0).data().startswith("户")
    assert model.index(100, 3).data() == ""
    assert model.index(100, 4).data(BADGE) is None
    assert Counting.asked == 0
    assert not model.work_out(range(98, 110))
    assert Counting.asked == 2
    assert model.index(98, 3).data() == "住房 未查看"
    assert model.index(99, 4).data(BADGE).tone == "unknown"
    assert model.index(100, 3).data() == ""


def test_rows_that_are_scrolled_into_sight_are_worked_out_a_few_at_a_time(session, on_screen, qtbot, monkeypatch):
    with session.change("登记") as change:
        for number in range(300):
            change.save(Household(head=f"户{number:03d}", group="9组"))
    screen = on_screen(HouseholdsScreen(session))
    qtbot.waitUntil(lambda: not screen.model.is_held)
    screen.gathering.leave_the_file()
    monkeypatch.setattr(screen.gathering, "go_on", lambda: None)  # nobody but the list itself works
    asked, dossiers = [], session.reader.dossiers
    monkeypatch.setattr(session.reader, "dossiers", lambda ids: asked.append(len(ids)) or dossiers(ids))
    screen.table.setFocus()
    press(Qt.Key.Key_End, CTRL)
    screen.table.viewport().grab()  # painted before anything is known of these rows
    assert asked == []
    last = screen.model.rowCount() - 1
    qtbot.waitUntil(lambda: screen.model.index(last, 3).data() == "住房 未查看")
    assert max(asked) <= 2
    assert sum(asked) <= 2 * len(screen.table.rows_in_sight)


def badges(session, *records):
    with session.change("x") as change:
        for record in records:
            change.save(record)
    return badges_of(session.reader.dossier(ZHOU), TODAY)


@pytest.mark.parametrize(("due", "text", "tone"), [
    (dt.date(2026, 11, 21), "1 未销号 有超期", "bad"), (TODAY, "1 未销号", "doubtful"), (None, "1 未销号", "doubtful"),
])  # fmt: skip
def test_an_overdue_problem_is_red_from_the_day_after(session, due, text, tone):
    badge = badges(session, Problem(household=ZHOU, what="路", state=ProblemState.OPEN, due=due)).problems
    assert (badge.text, badge.tone) == (text, tone)


def test_a_closed_problem_and_a_kept_promise_wait_no_more(session):
    told = badges(
        session, Problem(household=ZHOU, what="路", state=ProblemState.CLOSED), Promise(household=ZHOU, wish="水", kept=YesNo.YES)
    )
    assert (told.problems.text, told.promises) == ("—", None)
    assert badges(session, Promise(household=ZHOU, wish="路")).promises.text == "答应的事 1 件未办"


def test_what_is_incomplete_is_never_green(session):
    told = badges(session, Housing(household=ZHOU, storeys=1), Water(household=ZHOU, litres=60))
    assert [(one.text, one.tone) for one in (told.housing, told.water)] == [
        ("住房 资料不全", "doubtful"), ("饮水 资料不全", "doubtful")
    ]  # fmt: skip


def test_of_two_visits_on_one_day_the_one_recorded_last_is_the_latest(session):
    badges(
        session, Visit(household=HE, day=TODAY, met="甲"), Visit(household=HE, day=TODAY, met="乙"), Visit(household=HE, met="丙")
    )
    assert latest_visit(session.reader.dossier(HE)).met == "乙"


@pytest.mark.parametrize(("day", "told"), [(dt.date(2026, 1, 2), "1月02日"), (dt.date(2025, 12, 13), "2025年12月13日")])
def test_a_day_names_its_year_only_where_it_is_another(day, told):
    assert short_day(day, TODAY) == told


def test_a_pill_is_painted_in_its_tone_with_its_words(session, qapp):
    from PySide6.QtCore import QRectF

    from ui.tables.badge import Badge

    def painted(badge):
        image = QImage(200, 37, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        paint_pill(painter, QRectF(0, 0, 200, 37), badge)
        painter.end()
        return image

    red, blank = painted(Badge("住房 D级", "bad")), painted(Badge("", "bad"))
    assert red.pixelColor(14, 18) == worn().colour("bad_ground")
    ink = sum(red.pixelColor(x, y).lightness() < 140 for x in range(200) for y in range(37))
    assert ink > 30
    assert sum(blank.pixelColor(x, y).lightness() < 140 for x in range(200) for y in range(37)) == 0


def wanted(screen, qtbot):
    with qtbot.waitSignal(screen.papers_wanted) as told:
        press(Qt.Key.Key_P, CTRL)
    return told.args[0]


def test_all_that_are_shown_are_printed_in_the_order_in_which_they_stand(ready, qtbot):
    ready.table.horizontalHeader().sectionClicked.emit(2)
    assert ready.papers.text() == "打印…"
    assert wanted(ready, qtbot) == [LI, ZHOU, HE]
    write("周")
    assert wanted(ready, qtbot) == [ZHOU]


def test_the_rows_that_are_picked_out_are_printed_alone(ready, qtbot):
    write(DOWN, DOWN)
    assert ready.papers.text() == "打印…", "one row is where one stands"
    press(DOWN, SHIFT)
    assert ready.papers.text() == "打印 2 户…"
    assert wanted(ready, qtbot) == [LI, ZHOU]
    ready.search.setFocus()
    write("何")
    assert ready.papers.text() == "打印…"


def test_where_nobody_is_found_nothing_can_be_printed(ready):
    write("欧阳")
    assert not ready.papers.isEnabled()


def test_what_is_being_worked_out_takes_no_row_of_its_own_and_what_is_asked_for_does(ready):
    chips = ready.narrowing.chips
    chips._counts = None
    chips.wait(3, 40)
    row, all_ = chips._row, chips._row.count()
    chips.resize(next(wide for wide in range(1200, 300, -1) if row.rows_of(all_ - 1, wide) < row.rows_of(all_, wide)), 60)
    assert not chips.said.isVisible()
    chips.tell(3, dict.fromkeys((one for chip in chips.chips for one in chip.filters), 0))
    chips.chips[0].button.click()
    assert chips.said.isVisible()
