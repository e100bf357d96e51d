"""导入名册: a person says what strange columns are, sees what would come of it, and takes it in as one act or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox
from python_calamine import CalamineWorkbook

from fieldapp.documents.mapping import lay_out
from fieldapp.documents.offers import OUT
from fieldapp.documents.synonyms import catalogue
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from tests.books import CLASH, HANDMADE, HEAD, HEADS, NATIONAL, ROSTERS, SON, WIFE, number, xlsx
from tests.documents.test_mapping import ROWS, sheet
from tests.ui.keyboard import ENTER, press, type_into
from ui.intake.columns import EXAMPLES, QUESTION, ColumnsModel
from ui.screens.intake import IntakeScreen
from ui.workplace import Workplace

STRANGE = ["门牌", "是他的谁", "本尊", "卡号", "备注事项"]
PEOPLE = [["A1", "户主", "张三", HEAD, "x"], ["A1", "配偶", "李四", WIFE, ""], ["A2", "户主", "王五", SON, ""]]


@pytest.fixture
def screen(session, on_screen):
    return on_screen(IntakeScreen(session))


@pytest.fixture
def look(screen, qtbot):
    """`look(book, …)`: the screen has looked at these files."""

    def done(*books: Path) -> IntakeScreen:
        screen.begin(list(books))
        qtbot.waitUntil(screen.choose.isEnabled, timeout=30_000)
        return screen

    return done


@pytest.fixture
def strange(tmp_path):
    return xlsx(tmp_path / "摸底.xlsx", [["入户摸底"], STRANGE, *PEOPLE])


@pytest.fixture
def take(look, qtbot):
    """`take(book, …)`: these files have been looked at and taken in."""

    def done(*books: Path) -> IntakeScreen:
        screen = look(*books)
        screen.take.click()
        qtbot.waitUntil(screen.choose.isEnabled, timeout=30_000)
        return screen

    return done


def shown(screen, name):
    """The lines of one list: each a list of texts."""
    model = screen.outcomes[name].model
    return [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())]


def tabs(screen):
    """The tabs that can be looked at."""
    places = range(screen.tabs.count())
    return [screen.tabs.tabText(place) for place in places if screen.tabs.isTabEnabled(place) and screen.tabs.isTabVisible(place)]


def answers(screen):
    """Head → what the table says that it is."""
    model = screen.columns.model
    return {column.label: model.index(row, QUESTION).data() for row, column in enumerate(model.columns)}


def tell(screen, row, text):
    """Choose a question as a person does: open the list, type, Enter."""
    screen.columns.table.choose(row)
    screen.columns.table.setFocus()
    press(ENTER)
    box = QApplication.focusWidget()
    assert isinstance(box, QComboBox)
    type_into(box.lineEdit(), text)
    if popup := box.completer().popup():
        popup.hide()
    press(ENTER)


def tell_all(screen):
    for row, text in enumerate(["户编号", "与户主关系", "成员 · 姓名", "成员 · 证件号码"]):
        tell(screen, row, text)


def test_a_roster_is_shown_before_it_is_taken_in(look, session):
    screen = look(NATIONAL)
    assert session.reader.count(Household) == 3
    assert screen.said.text().startswith("试导入，没有写入。新增 60 户 198 人")
    assert {"新增 258", "没有采用 1"} <= set(tabs(screen))
    assert screen.take.isEnabled()
    first = shown(screen, "新增")[0]
    assert first[:4] == ["农户", "胡玉花", "national-members.xlsx", "4"]
    assert "户编号 9999992002010001" in first[4]


def test_it_is_taken_in_as_one_act_and_taken_back_as_one(look, session, qtbot):
    screen, code = look(NATIONAL), session.survey.code()
    with qtbot.waitSignal(session.changed, timeout=30_000) as told:
        screen.take.click()
        assert not screen.take.isEnabled()
    assert {"household", "member"} <= told.args[0]
    assert session.reader.count(Household) == 63
    assert screen.said.text().startswith("已导入。新增 60 户 198 人")
    assert not screen.take.isEnabled()
    screen.undo.click()
    qtbot.waitUntil(lambda: not screen.undo.isVisible(), timeout=30_000)
    assert (session.reader.count(Household), session.survey.code()) == (3, code)
    qtbot.waitUntil(screen.choose.isEnabled, timeout=30_000)


def test_the_same_roster_again_has_nothing_new(look, take):
    take(HANDMADE)
    screen = look(HANDMADE)
    assert "没有新的内容" in screen.said.text()
    assert not screen.take.isEnabled()
    assert "相同" in screen.tabs.tabText(screen.tabs.currentIndex())
    assert len([line for line in shown(screen, "相同") if line[0] != "登记结论"]) == 125


def test_what_changes_is_shown_with_what_was_there(look, take, tmp_path):
    take(xlsx(tmp_path / "一.xlsx", [HEADS, ["A1", "张三", HEAD, "户主", "13800000001"]]))
    screen = look(xlsx(tmp_path / "二.xlsx", [HEADS, ["A1", "张三", HEAD, "户主", "13900000009"]]))
    assert shown(screen, "更新") == [["农户", "张三", "二.xlsx", "2", "联系电话", "13800000001", "13900000009"]]


def test_filling_only_what_is_empty_is_looked_at_anew(look, take, tmp_path, qtbot):
    take(xlsx(tmp_path / "一.xlsx", [HEADS, ["A1", "张三", HEAD, "户主", "13800000001"]]))
    screen = look(xlsx(tmp_path / "二.xlsx", [HEADS, ["A1", "张三", HEAD, "户主", "13900000009"]]))
    assert screen.take.isEnabled()
    screen.fill_empty.click()
    qtbot.waitUntil(screen.choose.isEnabled, timeout=30_000)
    assert shown(screen, "更新") == []
    assert not screen.take.isEnabled()


def test_what_is_held_is_named_with_reason_and_advice(look, take):
    take(NATIONAL)
    held = shown(look(CLASH), "待核对")
    assert len(held) == 12
    assert "胡玉花" in held[0][5]
    assert held[0][6]


def test_the_chosen_line_stands_in_full_beneath_its_list(look, take):
    take(NATIONAL)
    page = look(CLASH).outcomes["待核对"]
    page.table.choose(1)
    assert "原因：这一户要先由人核对。" in page.detail.text()


def test_nothing_that_was_not_taken_is_silent(look, tmp_path):
    rows = [[*HEADS, "FFI"], ["A1", "张三", "12", "户主", "", "x"], ["A1", "李四", WIFE, "老婆", "", ""], ["合计", "2 人"]]
    screen = look(xlsx(tmp_path / "名单.xlsx", rows))
    assert [(line[2], line[3], line[4]) for line in shown(screen, "没有采用")] == [("2", "证件号码", "12")]
    assert [(line[0], line[3], line[4], line[5]) for line in shown(screen, "其余")] == [
        ("没有用到", "", "FFI", ""), ("跳过的行", "4", "", "合计 2 人"), ("没有证件号码", "2", "", "张三"),
        ("换了说法", "3", "与户主关系", "老婆"),
    ]  # fmt: skip


def test_a_list_without_lines_is_not_in_the_way(look, tmp_path):
    screen = look(xlsx(tmp_path / "名单.xlsx", [HEADS, ["A1", "张三", HEAD, "户主", ""]]))
    assert tabs(screen) == ["对列", "新增 2", "更新", "相同", "待核对", "没有采用"]


def test_a_strange_head_is_asked_about_first(look, strange):
    screen = look(strange)
    assert tabs(screen) == ["对列"]
    assert not screen.take.isEnabled()
    assert answers(screen) == dict.fromkeys(STRANGE, "不导入")
    assert screen.columns.model.index(3, EXAMPLES).data() == f"{HEAD}、{WIFE}、{SON}"
    assert "没有认出表头" in screen.columns.state.text()


def test_columns_are_told_by_keyboard_and_the_households_come_in(look, strange, session, qtbot):
    screen = look(strange)
    tell_all(screen)
    assert list(answers(screen).values()) == ["农户 · 户编号", "成员 · 与户主关系", "成员 · 姓名", "成员 · 证件号码", "不导入"]
    screen.columns.agree.click()
    qtbot.waitUntil(screen.take.isEnabled, timeout=30_000)
    assert "用了上次对好的列" in screen.said.text()
    screen.take.click()
    qtbot.waitUntil(screen.undo.isVisible, timeout=30_000)
    assert {"张三", "李四", "王五"} <= {member.name for member in session.reader.every(Member)}


def test_the_next_book_with_the_same_head_needs_no_question(look, strange, tmp_path, qtbot):
    screen = look(strange)
    tell_all(screen)
    screen.columns.agree.click()
    qtbot.waitUntil(screen.take.isEnabled, timeout=30_000)
    screen = look(xlsx(tmp_path / "再来.xlsx", [STRANGE, ["A9", "户主", "赵六", number("19500101"), ""]]))
    assert "新增 2" in tabs(screen)
    assert "对好 4 列" in screen.columns.sheets.currentText()


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("身份证号码", "成员 · 证件号码"),
        ("minzu", "成员 · 民族"),
        ("户码", "农户 · 户编号"),
        ("饮水是否达标", "登记结论 · 饮水安全"),
    ],
)
def test_a_question_is_found_by_what_others_call_it_and_by_pinyin(look, strange, typed, label):
    screen = look(strange)
    screen.columns.table.open(0)
    box = QApplication.focusWidget()
    completer = box.completer()
    completer.setCompletionPrefix(typed)
    found = completer.completionModel()
    assert label in [found.index(row, 0).data() for row in range(found.rowCount())]


def test_a_text_that_finds_no_question_changes_nothing(look, strange):
    screen = look(strange)
    tell(screen, 0, "没有这样的问题")
    assert answers(screen)["门牌"] == "不导入"


def test_two_columns_for_one_question_are_refused_in_words(look, strange, qtbot):
    screen = look(strange)
    for row, text in enumerate(["户编号", "成员 · 姓名", "成员 · 姓名"]):
        tell(screen, row, text)
    assert answers(screen)["本尊"] == "成员 · 姓名 (重复)"
    screen.columns.agree.click()
    assert screen.columns.trouble.text() == "B 列“是他的谁”、C 列“本尊”都对到了“成员 · 姓名”，只能留一列。"
    screen.columns.table.choose(1)
    press(Qt.Key.Key_Delete)
    assert answers(screen)["是他的谁"] == "不导入"
    assert screen.columns.trouble.text() == ""
    screen.columns.agree.click()
    qtbot.waitUntil(screen.take.isEnabled, timeout=30_000)


def test_another_row_can_be_chosen_as_head(look, tmp_path):
    rows = [["甲", "乙"], ["户码", "成员姓名", "关系"], ["A1", "张三", "户主"], ["A1", "李四", "不明"]]
    screen = look(xlsx(tmp_path / "名单.xlsx", rows))
    screen.columns.first.setCurrentIndex(0)
    screen.columns.first.activated.emit(0)
    assert answers(screen)["甲"] == "不导入"
    screen.columns.first.setCurrentIndex(1)
    screen.columns.first.activated.emit(1)
    assert answers(screen) == {"户码": "农户 · 户编号", "成员姓名": "成员 · 姓名", "关系": "成员 · 与户主关系"}


def test_a_sheet_can_be_left_out(look, tmp_path, qtbot):
    book = xlsx(tmp_path / "两张.xlsx", [HEADS, ["A1", "张三", HEAD, "户主", ""]], 去年=[HEADS, ["A9", "旧人", WIFE, "户主", ""]])
    screen = look(book)
    assert "新增 4" in tabs(screen)
    screen.columns.sheets.setCurrentIndex(1)
    screen.columns.sheets.activated.emit(1)
    screen.columns.leave_out.click()
    qtbot.waitUntil(screen.take.isEnabled, timeout=30_000)
    assert "新增 2" in tabs(screen)
    assert shown(screen, "其余") == [["没有用到", "两张.xlsx", "去年", "", "整张表", "", "对列时选了整张表不导入"]]


def test_a_book_that_cannot_be_read_is_said_and_the_others_are_looked_at(look, messages, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    screen = look(tmp_path / "坏.xlsx", HANDMADE)
    [told] = messages.told
    assert "坏.xlsx" in told
    assert screen.take.isEnabled()


def test_where_no_book_can_be_read_there_is_nothing_to_take_in(look, messages, tmp_path):
    screen = look(tmp_path / "没有.xlsx")
    assert "没有.xlsx" in messages.told[0]
    assert screen.said.text() == "没有可以导入的文件，请换文件。"
    assert tabs(screen) == []
    assert not screen.take.isEnabled()


def test_a_book_of_one_row_is_refused_on_the_page(look, tmp_path):
    screen = look(xlsx(tmp_path / "一行.xlsx", [["只有一行"]]))
    assert "没有可以导入的表" in screen.said.text()
    assert screen.said.property("role") == "remark"


def test_stopping_ends_it_and_writes_nothing(screen, session, qtbot):
    screen.begin([NATIONAL, HANDMADE])
    assert screen.cancel.isVisible()
    assert not screen.choose.isEnabled()
    screen.cancel.click()
    qtbot.waitUntil(screen.choose.isEnabled, timeout=30_000)
    assert screen.said.text().startswith("已取消")
    assert session.reader.count(Household) == 3


def test_stopping_while_it_is_written_drops_all_of_it(look, session, qtbot):
    screen, code = look(NATIONAL), session.survey.code()
    screen.take.click()
    screen.cancel.click()
    qtbot.waitUntil(screen.choose.isEnabled, timeout=30_000)
    assert screen.said.text().startswith("已停止，没有写入。试导入")
    assert (session.reader.count(Household), session.survey.code()) == (3, code)
    screen.take.click()
    qtbot.waitUntil(screen.undo.isVisible, timeout=30_000)
    assert session.reader.count(Household) == 63


def test_what_was_looked_at_before_does_not_come_in_late(screen, qtbot, tmp_path):
    other = xlsx(tmp_path / "名单.xlsx", [HEADS, ["A1", "张三", HEAD, "户主", ""]])
    screen.begin([NATIONAL])
    screen.begin([other])
    qtbot.waitUntil(screen.take.isEnabled, timeout=30_000)
    qtbot.wait(50)
    assert "新增 2" in tabs(screen)
    assert screen.about.text() == "名单.xlsx"


def test_the_report_is_saved_as_a_workbook(look, messages, tmp_path, qtbot):
    messages.place = tmp_path / "报告.xlsx"
    screen = look(NATIONAL)
    screen.report.click()
    assert (screen.about.text(), screen.report.isEnabled()) == ("正在写报告……", False)
    qtbot.waitUntil(screen.report.isEnabled)
    assert str(messages.place) in screen.about.text()
    book = CalamineWorkbook.from_path(messages.place)
    assert any("坏号" in row or 201.0 in row for row in book.get_sheet_by_name("没有导入的单元格").to_python())


def test_a_report_that_cannot_be_written_is_said(look, messages, tmp_path, qtbot):
    messages.place = tmp_path / "没有这个文件夹" / "报告.xlsx"
    screen = look(HANDMADE)
    screen.report.click()
    qtbot.waitUntil(lambda: len(messages.told) == 1)
    assert screen.about.text() == HANDMADE.name
    assert screen.report.isEnabled()


def dropped(*files: Path) -> QDropEvent:
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    actions, button, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(1, 1), actions, told, button, held)
    event.told = told  # Qt does not keep it alive
    return event


def test_files_that_are_dropped_on_the_list_lead_to_the_intake(session, preferences, on_screen, qtbot):
    workplace = on_screen(Workplace(session, preferences))
    workplace.begin()
    workplace.households.dropEvent(dropped(ROSTERS / "province-household.xls", ROSTERS / "province-member.xls"))
    screen = workplace.intake
    assert screen.isVisible()
    qtbot.waitUntil(screen.take.isEnabled, timeout=30_000)
    assert screen.said.text().startswith("试导入，没有写入。新增 45 户 155 人")
    press(Qt.Key.Key_Escape)
    assert workplace.households.isVisible()


def test_files_that_are_dropped_here_replace_those_before(look, qtbot):
    screen = look(NATIONAL)
    screen.dropEvent(dropped(HANDMADE))
    qtbot.waitUntil(screen.take.isEnabled, timeout=30_000)
    assert screen.about.text() == HANDMADE.name


def test_the_model_keeps_to_the_rules_of_qt(qtmodeltester):
    model = ColumnsModel()
    model.show(lay_out("名单.xlsx", sheet(*ROWS), catalogue(), {}).with_key(1, "household.code").with_key(2, OUT))
    qtmodeltester.check(model)


def test_whoever_does_not_see_hears_what_each_part_is(look, strange):
    screen = look(strange)
    screen.columns.table.open(0)
    named = [screen.tabs, screen.columns.sheets, screen.columns.first, screen.columns.tall, screen.columns.table]
    assert all(widget.accessibleName() for widget in [*named, QApplication.focusWidget()])
    cell = screen.columns.model.index(0, QUESTION)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "A 列“门牌”对应不导入"
