"""疑点: the whole village checked beside the screen, kind by kind, and every line leads to its household."""

import pytest
from PySide6.QtCore import Qt

from fieldapp.desk.checking import check_all
from fieldapp.desk.doubts import last_look
from fieldapp.desk.handing_over import PRACTICE
from fieldapp.records.household import Household
from fieldapp.records.problem import Problem
from tests.ui import village
from tests.ui.keyboard import ENTER, press
from ui.screens.doubts import NOTHING, DoubtsScreen
from ui.tabs import TABS


def done(screen) -> bool:
    return screen.gathering.is_done and screen._seen == screen._now()


@pytest.fixture
def screen(qtbot, session, on_screen):
    shown = on_screen(DoubtsScreen(session))
    qtbot.waitUntil(lambda: done(shown), timeout=20_000)
    return shown


def heads(screen) -> list[str]:
    return [screen.model.index(row, 1).data() for row in screen.model.heads]


def row_of(screen, rule: str) -> int:
    return screen.model.heads[[kind.check.rule for kind in screen.kinds].index(rule)]


def test_before_anything_is_known_the_page_says_that_it_is_looking(session, on_screen):
    screen = on_screen(DoubtsScreen(session))
    assert screen.nothing.isVisible()
    assert (screen.nothing.text(), screen.table.isVisible()) == ("正在查…", False)


def test_everything_that_the_command_finds_is_listed_under_its_kind(screen, session):
    found = list(check_all(session.reader, session.today()))
    assert sum(len(kind.lines) for kind in screen.kinds) == len(found)
    assert {kind.check.rule for kind in screen.kinds} == {doubt.rule for doubt in found}
    assert any(head.startswith("▾ 没有手机号码 ") for head in heads(screen))
    homes = len({doubt.household for doubt in found})
    assert screen.about.text() == f"{len(found)} 处，在 {homes} 户"


def test_a_line_leads_to_its_household_at_the_tab_where_it_is_mended(qtbot, screen):
    screen.table.setFocus()
    screen.table.choose(row_of(screen, "DQ-020") + 1)
    with qtbot.waitSignal(screen.chosen) as told:
        press(ENTER)
    assert told.args == [village.HE, "概况"]
    screen.table.choose(row_of(screen, "DQ-005") + 1)
    with qtbot.waitSignal(screen.chosen) as told:
        press(ENTER)
    assert told.args[1] == "成员"


def test_in_a_practice_village_its_invented_numbers_stand_folded_in_one_line(qtbot, session, on_screen):
    session.survey.note(PRACTICE, "1")
    screen = on_screen(DoubtsScreen(session))
    qtbot.waitUntil(lambda: done(screen), timeout=20_000)
    [head] = [head for head in heads(screen) if "占位号码" in head]
    assert head.startswith("▸ ")
    assert "收起的 1 类 4 处没有算" in screen.about.text()


def test_every_record_that_can_be_doubtful_has_a_tab(session):
    from fieldapp.records import RECORDS
    from ui.screens.household import HouseholdScreen

    pages = HouseholdScreen(session)
    assert set(TABS.values()) <= set(pages.pages)
    assert set(TABS) <= {noun.table for noun in RECORDS}
    pages.deleteLater()


def test_a_kind_that_is_folded_is_not_counted_and_stays_folded(qtbot, screen, session, on_screen):
    whole = last_look(session.reader).doubts
    screen.table.setFocus()
    screen.table.choose(row_of(screen, "DQ-012"))
    press(Qt.Key.Key_Left)
    assert "收起的 1 类 2 处没有算" in screen.about.text()
    qtbot.waitUntil(lambda: last_look(session.reader).aside == 2, timeout=20_000)
    assert last_look(session.reader).doubts == whole - 2
    again = on_screen(DoubtsScreen(session))
    qtbot.waitUntil(lambda: done(again), timeout=20_000)
    assert again.model.folded == {"DQ-012"}


def test_only_what_was_touched_is_checked_again_and_one_stays_where_one_was(qtbot, screen, session):
    line = screen.kinds[-1].lines[-1]
    screen.table.choose(screen.model.row_of(line))
    before = dict(screen.gathering.known)
    with session.change("登记问题") as change:
        change.save(Problem(household=village.LI, what="漏雨"))
    qtbot.waitUntil(lambda: done(screen), timeout=20_000)
    assert any(head.startswith("▾ 问题没有措施、责任人或期限 1 处") for head in heads(screen))
    assert screen.gathering.known[village.ZHOU] is before[village.ZHOU]
    assert screen.table.line(screen.table.row) == line


def test_a_household_that_goes_takes_its_doubts_along(qtbot, screen, session):
    with session.change("删去") as change:
        change.remove(session.reader.get(Household, village.HE), "不在了")
    qtbot.waitUntil(lambda: done(screen), timeout=20_000)
    assert village.HE not in {line.home.id for kind in screen.kinds for line in kind.lines}


def test_a_village_without_doubts_says_so(qtbot, session, on_screen):
    with session.change("删去") as change:
        for home in list(session.reader.every(Household)):
            village.remove(change, session.reader, home.id)
    screen = on_screen(DoubtsScreen(session))
    qtbot.waitUntil(lambda: done(screen), timeout=20_000)
    assert (screen.nothing.text(), screen.nothing.isVisible(), screen.bar.isVisible()) == (NOTHING, True, False)


def test_a_page_that_nobody_sees_checks_nothing_before_one_comes_back(qtbot, screen, session):
    screen.hide()
    before = screen.gathering.known[village.LI]
    with session.change("登记问题") as change:
        change.save(Problem(household=village.LI, what="漏雨"))
    qtbot.wait(50)
    assert screen.gathering.known[village.LI] is before
    screen.show()
    qtbot.waitUntil(lambda: done(screen), timeout=20_000)
    assert screen.gathering.known[village.LI] != before
