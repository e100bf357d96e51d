"""问题台账: everything open in the village, by kind and by how it stands."""

import datetime as dt

import pytest

from fieldapp.desk.today import About
from fieldapp.records.plan import Measure
from fieldapp.records.problem import Problem, ProblemState, Promise
from tests.ui import village
from tests.ui.keyboard import ENTER, press
from ui.screens.ledger import NOTHING, LedgerScreen


def day(count: int) -> dt.date:
    return village.TODAY + dt.timedelta(count)


@pytest.fixture
def screen(qtbot, session, on_screen):
    with session.change("登记") as change:
        change.save(Problem(household=village.LI, what="漏雨", due=day(-2), responsible="韩立"))
        change.save(Problem(household=village.LI, what="修好了", due=day(-9), state=ProblemState.CLAIMED))
        change.save(Promise(household=village.ZHOU, wish="修渠", due=day(3)))
        change.save(Measure(household=village.ZHOU, what="养牛", due=day(60)))
    shown = on_screen(LedgerScreen(session))
    qtbot.waitUntil(lambda: shown.ledger is not None, timeout=20_000)
    return shown


def lines(screen) -> list[list[str]]:
    model = screen.model
    return [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())]


def words(chips) -> list[str]:
    return [button.text() for button in chips.buttons]


def test_the_chips_are_there_before_anything_is_known(session):
    screen = LedgerScreen(session)
    assert words(screen.abouts)[:2] == ["全部 …", "问题 …"]
    screen.deleteLater()


def test_everything_open_stands_by_its_deadline(screen):
    assert lines(screen) == [
        ["等核查", day(-9).isoformat(), "李国兰", "问题：修好了", "3组"],
        ["超期 2 天", day(-2).isoformat(), "李国兰", "问题：漏雨", "3组 · 韩立"],
        ["还有 3 天", day(3).isoformat(), "周建军", "答应的事：修渠", "5组"],
        ["还有 60 天", day(60).isoformat(), "周建军", "帮扶措施：养牛", "5组"],
    ]
    assert screen.about.text() == "全村没办完的 4 件，先到期的在前"


def test_the_chips_narrow_the_list_together_and_count_within_each_other(screen):
    assert words(screen.abouts) == ["全部 4", "问题 2", "答应的事 1", "帮扶措施 1"]
    screen.abouts.buttons[1].click()
    assert words(screen.standings) == ["全部 2", "超期 1", "7 天内到期 0", "没到期限 0", "等核查 1", "没有期限 0"]
    screen.standings.buttons[1].click()
    assert [line[3] for line in lines(screen)] == ["问题：漏雨"]
    assert words(screen.abouts) == ["全部 1", "问题 1", "答应的事 0", "帮扶措施 0"]
    screen.standings.buttons[2].click()
    assert (lines(screen), screen.nothing.isVisible(), screen.nothing.text()) == ([], True, NOTHING)


def test_it_opens_on_the_kind_that_was_listed_before(screen):
    screen.show_about(About.PROMISE)
    assert [line[3] for line in lines(screen)] == ["答应的事：修渠"]
    assert screen.abouts.buttons[2].isChecked()
    screen.show_about(None)
    assert len(lines(screen)) == 4


def test_a_line_leads_to_its_household_at_the_tab_that_tells_more(qtbot, screen):
    for row, expected in ((1, [village.LI, "问题"]), (3, [village.ZHOU, "计划"])):
        screen.table.setFocus()
        screen.table.choose(row)
        with qtbot.waitSignal(screen.chosen) as told:
            press(ENTER)
        assert told.args == expected


def test_what_is_done_goes_from_the_list(qtbot, screen, session):
    [problem] = [one for one in session.reader.every(Problem) if one.what == "漏雨"]
    with session.change("销号") as change:
        change.save(problem.replace(state=ProblemState.CLOSED))
    qtbot.waitUntil(lambda: len(lines(screen)) == 3, timeout=20_000)
    assert words(screen.abouts)[0] == "全部 3"
