"""今日: it paints first and fills then, and every line leads to its household."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from fieldapp.base.clock import LONGEST_REST, Clock
from fieldapp.desk.doubts import Look, keep_look
from fieldapp.desk.handing_over import HANDED_OVER
from fieldapp.desk.today import About, Patience, keep_patience
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.records.problem import Problem, Promise
from tests.ui import village
from tests.ui.keyboard import ALT, CTRL, ENTER, press
from ui.icons import INK, drawn
from ui.places import PLACES
from ui.safety.told import clock_trouble, safety
from ui.screens.today import MEASURE, NOTHING_DONE, PROBLEM, PROMISE, TODO, VISIT, TodayScreen
from ui.theme import RESOURCES, Theme, wear


def day(count: int) -> dt.date:
    return village.TODAY + dt.timedelta(count)


@pytest.fixture
def screen(qtbot, session, on_screen):
    """The page of a village with one overdue promise and one problem that has time."""
    with session.change("登记问题") as change:
        change.save(Promise(household=village.ZHOU, wish="修渠", due=day(-4), by="韩立"))
        change.save(Problem(household=village.LI, what="漏雨", due=day(30)))
    shown = on_screen(TodayScreen(session))
    qtbot.waitUntil(lambda: shown.cards[PROBLEM].figure.text() != "—", timeout=20_000)
    return shown


def lines(screen) -> list[list[str]]:
    model = screen.table.model()
    return [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_before_anything_was_gathered_the_page_is_there_and_says_so(session):
    screen = TodayScreen(session)
    assert screen.title.text() == "今日 · 11月22日 星期日"
    assert {card.pill.text() for card in screen.cards.values()} == {"正在看"}


def test_the_cards_tell_how_many_and_how_pressing(screen):
    told = {name: (card.figure.text(), card.pill.text(), card.pill.property("tone")) for name, card in screen.cards.items()}
    assert told == {
        PROBLEM: ("1 个", "都没到期限", "unknown"),
        PROMISE: ("1 件", "1 件已经超期", "bad"),
        MEASURE: ("0 项", "没有", "good"),
        VISIT: ("2 户", "超过 90 天", "doubtful"),
    }
    assert screen.cards[PROMISE].accessibleName() == "答应的事 1 件，1 件已经超期"
    assert screen.about.text() == "本月入户见到 1 户，全村 3 户"


def test_what_presses_comes_first_and_then_whom_nobody_met(screen):
    assert lines(screen) == [
        ["超期 4 天", "周建军", "答应的事：修渠", "5组 · 韩立"],
        ["没走访过", "何文平", "还没有入户见到过", "2组"],
        ["没走访过", "周建军", "还没有入户见到过", "5组"],
    ]
    assert screen.heading.text() == "今天要办 3"


def test_a_card_lists_its_own_by_key_and_pressed_again_lets_go(screen):
    press(Qt.Key.Key_1, ALT)
    assert lines(screen) == [["还有 30 天", "李国兰", "问题：漏雨", "3组"]]
    press(Qt.Key.Key_3, ALT)
    assert (screen.shown, screen.nothing.isVisible(), screen.nothing.text()) == (MEASURE, True, "今年的措施都办完了。")
    press(Qt.Key.Key_3, ALT)
    assert (screen.shown, len(lines(screen))) == (TODO, 3)


def test_enter_leads_to_the_household_and_the_tab_that_tells_more(qtbot, screen):
    screen.setFocus()
    with qtbot.waitSignal(screen.chosen) as led:
        press(ENTER)
    assert led.args == [village.ZHOU, "问题"]
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(screen.chosen) as led:
        press(ENTER)
    assert led.args == [village.HE, "走访"]


def test_the_main_act_is_to_begin_with_the_evening(qtbot, screen):
    with qtbot.waitSignal(screen.entry_wanted):
        press(Qt.Key.Key_N, CTRL)


def test_what_was_entered_today_leads_to_its_household(qtbot, screen, session):
    with session.change("修改饮水情况") as change:
        change.save(Household(village.LI, head="李国兰", note="门前修路"))
    qtbot.waitUntil(lambda: "李国兰家：修改饮水情况" in str(screen.done.index(0, 1).data()), timeout=20_000)
    assert screen.done.index(0, 0).data() == "21:07"
    with qtbot.waitSignal(screen.chosen) as led:
        screen.done_table.opened.emit(0)
    assert led.args == [village.LI, ""]


def test_after_each_act_the_page_is_gathered_anew(qtbot, screen, session):
    with session.change("登记问题") as change:
        change.save(Problem(household=village.LI, what="断水", due=day(0)))
    qtbot.waitUntil(lambda: screen.cards[PROBLEM].pill.text() == "1 个今天到期", timeout=20_000)
    assert lines(screen)[1][0] == "今天到期"


def test_what_changed_while_the_page_was_hidden_is_there_when_one_comes_back(qtbot, screen, session):
    screen.hide()
    with session.change("登记问题") as change:
        change.save(Problem(household=village.LI, what="断水", due=day(0)))
    qtbot.wait(50)
    assert screen.cards[PROBLEM].figure.text() == "1 个"
    screen.show()
    qtbot.waitUntil(lambda: screen.cards[PROBLEM].figure.text() == "2 个", timeout=20_000)


def test_the_team_waits_as_long_as_it_chose(qtbot, screen, session):
    keep_patience(session.survey, Patience(15, 15))
    session.changed.emit(frozenset())
    qtbot.waitUntil(lambda: screen.cards[VISIT].figure.text() == "3 户", timeout=20_000)
    assert ["19 天没去", "李国兰", "上次入户见到 2026-11-03", "3组"] in lines(screen)


def test_the_ages_of_hand_over_and_backup_lead_to_where_it_is_done(qtbot, screen, session):
    assert (screen.handed.pill.text(), screen.backed.pill.text()) == ("还没有上报", "还没有备份")
    session.survey.note(HANDED_OVER, (village.NOW - dt.timedelta(days=6)).isoformat())
    session.changed.emit(frozenset())
    qtbot.waitUntil(lambda: screen.handed.pill.text() == "6 天前", timeout=20_000)
    with qtbot.waitSignal(screen.safety_wanted):
        screen.handed.button.click()


def test_the_doubts_of_the_last_look_are_told_and_lead_to_their_page(qtbot, screen, session):
    assert screen.doubts.text() == "疑点 还没有查"
    keep_look(session.survey, Look(village.NOW, 213, 168, frozenset()))
    session.changed.emit(frozenset())
    qtbot.waitUntil(lambda: screen.doubts.text() == "疑点 213 处", timeout=20_000)
    keep_look(session.survey, Look(village.NOW - dt.timedelta(days=6), 0, 0, frozenset()))
    session.changed.emit(frozenset())
    qtbot.waitUntil(lambda: screen.doubts.text() == "疑点 没有(6 天前)", timeout=20_000)
    with qtbot.waitSignal(screen.doubts_wanted):
        screen.doubts.click()


def test_the_ledger_opens_on_what_is_listed(qtbot, screen):
    with qtbot.waitSignal(screen.ledger_wanted) as told:
        screen.ledger.click()
    assert told.args == [None]
    press(Qt.Key.Key_2, ALT)
    with qtbot.waitSignal(screen.ledger_wanted) as told:
        screen.ledger.click()
    assert told.args == [About.PROMISE]


def test_an_empty_village_says_what_to_do_next(qtbot, session, on_screen):
    with session.change("删除") as change:
        for noun in (noun for noun in reversed(RECORDS) if noun.table != "village"):
            for record in list(session.reader.every(noun)):
                change.remove(record, "练习")
    screen = on_screen(TodayScreen(session))
    qtbot.waitUntil(screen.register.isVisible, timeout=20_000)
    with qtbot.waitSignal(screen.households_wanted):
        screen.register.click()


def test_a_day_without_an_entry_says_so(qtbot, screen):
    from dataclasses import replace

    screen._refresh(replace(screen._today, done=()))
    assert screen._done_pages.currentWidget().findChild(type(screen.nothing)).text() == NOTHING_DONE


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (village.NOW.replace(year=2025), "2025-11-22 21:07"),
        (village.NOW + LONGEST_REST + dt.timedelta(days=1), "2027-12-28 21:07"),
    ],
)
def test_a_clock_that_cannot_be_right_is_told_calmly_with_what_to_do_until_it_is_set_right(qtbot, session, on_screen, now, shown):
    session.survey.clock = Clock(lambda: now)
    screen = on_screen(TodayScreen(session))
    assert f"现在显示 {shown}：请在电脑的设置里调对" in screen.clock.text()
    assert screen.clock.isVisible()
    assert "电脑时间不对" in safety(session, "")
    session.survey.clock = Clock(lambda: village.NOW)
    screen.renewal.ask()
    qtbot.waitUntil(lambda: not screen.clock.isVisible())
    assert "电脑时间不对" not in safety(session, "")


def test_a_laptop_that_rested_for_a_year_has_no_wrong_clock(session):
    session.survey.clock = Clock(lambda: village.NOW + LONGEST_REST)
    assert clock_trouble(session) == ""


def test_the_page_of_a_window_that_was_closed_gathers_nothing(qtbot, session, on_screen):
    screen = on_screen(TodayScreen(session))
    screen.hide()
    screen.renewal.ask()
    screen.renewal.begin()
    assert not screen.renewal._busy


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("icon", PLACES.values())
def test_every_icon_is_drawn_in_the_colour_of_its_role(icon, dark):
    wear(Theme(dark))
    source = (RESOURCES / "icons" / f"{icon}.svg").read_text("utf-8")
    assert source.count(INK) == 1
    assert 'viewBox="0 0 20 20"' in source
    picture = drawn(icon, "rail_ink", 20, ratio=2.0).toImage()
    assert (picture.width(), picture.height()) == (40, 40)
    solid = {picture.pixelColor(x, y).name() for x in range(40) for y in range(40) if picture.pixelColor(x, y).alpha() == 255}
    assert solid == {QColor(Theme(dark).colours["rail_ink"]).name()}


def test_the_sheets_to_take_along_are_for_those_who_are_listed_group_by_group(screen, qtbot):
    assert lines(screen)[0][1] == "周建军", "who presses stands first"
    with qtbot.waitSignal(screen.outing_wanted) as told:
        press(Qt.Key.Key_P, CTRL)
    assert told.args == [[village.HE, village.ZHOU]]
    press(Qt.Key.Key_1, ALT)
    with qtbot.waitSignal(screen.outing_wanted) as told:
        screen.outing.click()
    assert told.args == [[village.LI]]
    press(Qt.Key.Key_3, ALT)
    assert not screen.outing.isEnabled()


def test_the_households_that_are_listed_are_named_once_each_from_the_top(screen):
    assert screen.in_order == [village.ZHOU, village.HE]
