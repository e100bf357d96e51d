"""Lists in groups: a head for each group, its lines under it unless it is folded; walked by keys and by mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldapp.documents.column import Column
from tests.ui.keyboard import ENTER, press
from ui.tables.badge import Badge
from ui.tables.grouped import Group, GroupedModel, GroupedTable
from ui.tables.pills import BADGE

KEYS = Qt.Key


def group(key: str, lines: list[str]) -> Group:
    return Group(key, Badge("错误", "bad"), f"{key} {len(lines)} 处", lines)


@pytest.fixture
def table(on_screen):
    model = GroupedModel("轻重", [Column.told("哪里", lambda line: line), Column.told("再说", lambda line: line * 2)])
    shown = GroupedTable(model, (20, 40, 40), name="疑点")
    model.show([group("甲", ["一", "二"]), group("乙", []), group("丙", ["三"])], folded=["丙"])
    on_screen(shown)
    shown.setFocus()
    shown.choose(0)
    return shown


def rows(table) -> list[str]:
    model = table.model()
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def test_heads_stand_above_their_lines_and_a_folded_group_shows_none(table):
    assert rows(table) == ["▾ 甲 2 处", "一", "二", "▾ 乙 0 处", "▸ 丙 1 处"]
    assert [table.line(row) for row in range(-1, 6)] == [None, None, "一", "二", None, None, None]


def test_a_head_has_its_badge_and_a_line_has_none(table):
    badges = [table.model().index(row, 0).data(BADGE) for row in (0, 1, 4)]
    assert badges == [Badge("错误", "bad"), None, Badge("错误", "bad")]
    assert [table.model().index(row, 0).data() for row in (0, 1)] == ["错误", ""]
    assert table.model().index(2, 2).data() == "二二"


def test_arrows_fold_and_open_and_from_a_line_lead_to_its_head_first(qtbot, table):
    table.choose(2)
    press(KEYS.Key_Left)
    assert (table.row, len(rows(table))) == (0, 5)
    with qtbot.waitSignal(table.turned) as told:
        press(KEYS.Key_Left)
    assert (told.args, rows(table)) == (["甲"], ["▸ 甲 2 处", "▾ 乙 0 处", "▸ 丙 1 处"])
    press(KEYS.Key_Left)
    assert table.groups.folded == {"甲", "丙"}, "what is folded stays folded"
    press(KEYS.Key_Right)
    assert rows(table)[:3] == ["▾ 甲 2 处", "一", "二"]
    press(KEYS.Key_Right)
    assert table.groups.folded == {"丙"}


@pytest.mark.parametrize("key", [ENTER, KEYS.Key_Space])
def test_enter_and_space_turn_a_head(table, key):
    table.choose(4)
    press(key)
    assert rows(table)[-2:] == ["▾ 丙 1 处", "三"]
    assert table.row == 4


def test_enter_opens_a_line(qtbot, table):
    table.choose(1)
    with qtbot.waitSignal(table.opened) as told:
        press(ENTER)
    assert table.line(told.args[0]) == "一"
    assert len(rows(table)) == 5


def test_a_click_turns_a_head_and_only_stands_in_a_line(table):
    def click(row: int) -> None:
        QTest.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(row, 1)).center()
        )

    click(4)
    assert rows(table)[-1] == "三"
    click(1)
    assert (table.row, len(rows(table))) == (1, 6)


def test_a_double_click_opens_a_line_and_turns_a_head_once(table):
    def click_twice(row: int) -> None:
        place = table.visualRect(table.model().index(row, 1)).center()
        for act in (QTest.mouseClick, QTest.mouseDClick, QTest.mouseRelease):  # as Qt tells of a double click
            act(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    opened = []
    table.opened.connect(opened.append)
    click_twice(1)
    assert opened == [1]
    click_twice(4)
    assert (opened, rows(table)[-1]) == ([1], "三")


def test_the_words_of_a_head_go_across_whatever_is_folded(table):
    table.choose(0)
    press(KEYS.Key_Left)
    assert [table.columnSpan(row, 1) for row in range(3)] == [2, 2, 2]
    press(KEYS.Key_Right)
    assert [table.columnSpan(row, 1) for row in range(5)] == [2, 1, 1, 2, 2]


def test_a_line_is_found_again_unless_it_is_folded_away(table):
    assert [table.groups.row_of(line) for line in ("二", "三", "四")] == [2, -1, -1]


def test_an_empty_list_has_no_rows(table):
    table.groups.show([], [])
    assert (table.groups.rowCount(), table.groups.heads, table.groups.line(0)) == (0, [], None)


def test_a_long_list_is_turned_in_no_time(table, qtbot):
    from time import perf_counter

    lines = [str(number) for number in range(30_000)]
    table.groups.show([group("大", lines), group("小", ["末"])], [])
    table.choose(30_001)
    assert table.line(30_002) == "末"
    begin = perf_counter()
    table.choose(0)
    press(KEYS.Key_Left)
    press(KEYS.Key_Right)
    assert perf_counter() - begin < 1
