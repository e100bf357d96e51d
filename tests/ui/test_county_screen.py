"""县级汇总 in a real window: villages side by side, taking, deciding, what goes out, and the way into a village and back."""

from __future__ import annotations

import shutil

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from fieldapp.desk.county_duplicates import duplicates
from fieldapp.desk.county_standings import Mark
from fieldapp.desk.enrolling import COUNTY_NAME
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.member import Left, Member
from fieldapp.store.registry import Registry
from fieldapp.store.survey import Survey
from tests import books
from tests.ui import county
from tests.ui.county import CODES, NAMES
from tests.ui.keyboard import ALT, ENTER, press, type_into
from tests.ui.measuring import faults, settle
from tests.ui.rooms import county_rooms, rest
from tests.ui.test_contrast import LEAST, painted, texts
from tests.ui.watching import goes_on
from ui.county.workplace import DOUBLES, TOGETHER, CountyWorkplace
from ui.places import SETTINGS
from ui.screens.settings import SettingsScreen
from ui.screens.start import StartScreen
from ui.session import Session
from ui.theme import SCALES, Theme, wear
from ui.workplace import Workplace

"""Milliseconds for which the window may stand still, and so often it may be tried on a busy machine."""


@pytest.fixture
def path(made_county, tmp_path):
    """A county of one's own."""
    return county.copied(made_county, tmp_path / "县")


@pytest.fixture
def opened(qtbot, window, path):
    """`opened()`: the county on the screen, every village counted."""

    def open_() -> CountyWorkplace:
        window.open(path)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: counted(window))
        workplace = window.centralWidget()
        assert isinstance(workplace, CountyWorkplace)
        return workplace

    return open_


def counted(window) -> bool:
    office = window._office
    return bool(office.standings) and not office.is_counting and all(one.rates or not one.heard for one in office.standings)


def rows(workplace) -> list[list[str]]:
    """What the table shows, cell by cell."""
    model = workplace.together.table.shown
    return [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())]


def tried(qtbot, workplace, *paths):
    workplace.take_in(list(paths))
    qtbot.waitUntil(lambda: not workplace.taking.cancel.isVisible())
    return {line.file: line.state.name for line in workplace.taking.lines}


def taken(qtbot, workplace):
    workplace.taking.take.click()
    qtbot.waitUntil(lambda: not workplace.taking.cancel.isVisible())
    return {line.file: line.state.name for line in workplace.taking.lines}


def entered(qtbot, window, place) -> Workplace:
    window.centralWidget().together.table.village_wanted.emit(CODES[place])
    qtbot.waitUntil(lambda: window._session is not None)
    workplace = window.centralWidget()
    assert isinstance(workplace, Workplace)
    return workplace


def test_the_villages_stand_side_by_side_over_their_average(opened, window):
    workplace = opened()
    told = rows(workplace)
    assert [row[0] for row in told] == [*NAMES, "全县平均"]
    assert [row[2] for row in told[:4]] == ["良好", "良好", "良好", "没来过"]
    assert told[0][3:6] == ["3", "3", "0%"]
    assert told[3][3:] == [""] * 11
    assert told[4][3:6] == ["3.0", "3.0", "0%"]
    assert [row[13] for row in told[:3]] == ["一样"] * 3
    assert window.windowTitle() == "青山县 - 县级汇总 - 驻村走访"


def test_only_what_somebody_has_to_see_to(qtbot, opened, path):
    county.disagree(path)
    county.hand_in(path.parent, 0, path.parent / "week")
    workplace = opened()
    tried(qtbot, workplace, path.parent / "week")
    assert taken(qtbot, workplace) == {f"{NAMES[0]}_{CODES[0]}.xlsx": "GOOD"}
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: counted(workplace.window()))
    workplace.together.filters.buttons[1].click()
    assert workplace.together.filters.buttons[1].text() == "要办的 2"
    told = rows(workplace)
    assert [(row[0], row[2], row[10]) for row in told] == [(NAMES[0], "有待定", "1"), (NAMES[3], "没来过", ""), ("全县平均", "", "0.3")]


def test_a_village_that_has_not_written_for_long_is_late(opened, path):
    with Registry.open(path) as registry:
        from dataclasses import replace

        [entry] = registry.some([CODES[1]])
        registry.keep(replace(entry, at="2026-01-02T08:00:00+08:00"))
    workplace = opened()
    assert workplace._office.standings[1].mark() is Mark.LATE
    assert rows(workplace)[1][2] == "久未报"


def test_pressing_a_head_sorts_and_the_average_stays_last(opened):
    workplace = opened()
    table = workplace.together.table
    table.headed.emit(0)
    assert [row[0] for row in rows(workplace)] == [*reversed(NAMES), "全县平均"]
    assert table.shown.headerData(0, Qt.Orientation.Horizontal) == "村↑"
    table.headed.emit(3)
    assert [row[0] for row in rows(workplace)][-2:] == [NAMES[3], "全县平均"], "who tells nothing stands last"


def test_a_mixed_folder_is_tried_first_and_then_taken(qtbot, opened, path):
    box = path.parent / "week"
    book = county.hand_in(path.parent, 3, box)
    shutil.copy(book, box / "又一份.xlsx")
    (box / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (box / "说明.txt").write_text("没有表", "utf-8")
    workplace = opened()
    told = tried(qtbot, workplace, box)
    assert sorted(told.values()) == ["DOUBLE", "GOOD", "REFUSED", "UNKNOWN"]
    assert not workplace._office.registry.heard(CODES[3]), "nothing was written"
    broken = next(row for row, line in enumerate(workplace.taking.lines) if line.file == "坏.xlsx")
    workplace.taking.table.choose(broken)
    assert "已损坏" in workplace.taking.about_file.text()
    assert taken(qtbot, workplace) == told
    assert not workplace.taking.take.isVisible()
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: workplace._office.standings[3].rates is not None)
    assert rows(workplace)[3][2:4] == ["良好", "3"]


def test_a_folder_that_is_dropped_onto_the_villages_is_tried(qtbot, opened, path):
    workplace = opened()
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(path.parent / "in"))])
    action, button, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(1, 1), action, told, button, held)
    QApplication.sendEvent(workplace.together, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(workplace.together, QDropEvent(QPointF(1, 1), action, told, button, held))
    assert workplace.taking.isVisible()
    qtbot.waitUntil(lambda: not workplace.taking.cancel.isVisible())
    assert {line.state.name for line in workplace.taking.lines} == {"ALREADY"}
    assert not workplace.taking.take.isEnabled()


def test_a_taking_that_is_stopped_says_so_and_can_be_begun_again(qtbot, opened, path):
    box = path.parent / "week"
    county.hand_in(path.parent, 3, box)
    workplace = opened()
    workplace.take_in([box])
    workplace.taking.cancel.click()
    qtbot.waitUntil(lambda: not workplace.taking.cancel.isVisible())
    assert workplace.taking.said.text() == "已停止，什么都没有写。"
    assert set(tried(qtbot, workplace, box).values()) == {"GOOD"}


def test_the_window_goes_on_while_a_folder_is_taken(qtbot, opened, path):
    box = path.parent / "week"
    for place in range(4):
        county.hand_in(path.parent, place, box)
    workplace = opened()

    def look_and_take() -> None:
        tried(qtbot, workplace, box)
        taken(qtbot, workplace)

    goes_on(look_and_take)


def test_enter_opens_a_village_and_a_button_leads_back(qtbot, opened, window):
    workplace = opened()
    workplace.together.table.setFocus()
    workplace.together.table.choose(1)
    press(ENTER)
    qtbot.waitUntil(lambda: window._session is not None)
    assert window.windowTitle() == f"县里的 {NAMES[1]} - 驻村走访"
    village = window.centralWidget()
    assert village._session.survey.county
    with village._session.change("核对") as change:
        change.save(village._session.reader.get(Household, county.home(1, 0)).replace(type=HouseholdType.MONITORED))
    press(Qt.Key.Key_Home, ALT)
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), CountyWorkplace))
    qtbot.waitUntil(lambda: counted(window))
    assert window._session is None
    assert rows(window.centralWidget())[1][13] == "不同", "what was done there was counted"


def test_a_village_that_has_not_handed_in_is_not_opened(opened, window):
    workplace = opened()
    workplace.together.table.opened.emit(3)
    assert "还没有报过" in workplace.together.band.said.text()
    assert window._session is None


def test_in_a_village_of_a_county_its_password_is_not_touched(qtbot, opened, window):
    opened()
    village = entered(qtbot, window, 0)
    village.go(SETTINGS)
    safety = village.settings.safety
    assert not any(button.isVisible() for button in (safety.set, safety.change, safety.remove, safety.restore))
    assert not village.settings.enrolled.take.isVisible()


def test_a_conflict_opens_where_it_is_answered(qtbot, opened, window, path):
    county.disagree(path)
    county.hand_in(path.parent, 0, path.parent / "week")
    workplace = opened()
    tried(qtbot, workplace, path.parent / "week")
    taken(qtbot, workplace)
    workplace.go(TOGETHER)
    qtbot.waitUntil(lambda: counted(window))
    village = entered(qtbot, window, 0)
    assert village.exchange.corrections.isVisible()
    qtbot.waitUntil(lambda: village.exchange.corrections.found is not None)
    assert len(village.exchange.corrections.found.waiting) == 1


def test_people_in_two_villages_are_decided_once_for_both(qtbot, opened, path):
    workplace = opened()
    workplace.go(DOUBLES)
    doubles = workplace.doubles
    qtbot.waitUntil(lambda: bool(doubles.found))
    assert "可能嫁到乙村" in doubles.model.index(0, 4).data()
    doubles.decide.click()
    assert doubles.wrong.text() == "还没有选怎么定。"
    married = next(place for place in range(doubles.ending.count()) if doubles.ending.itemText(place) == f"嫁到{NAMES[2]}")
    doubles.ending.setCurrentIndex(married)
    doubles.decide.click()
    assert doubles.wrong.text() == "还没有写理由。"
    type_into(doubles.reason, "看了结婚证")
    doubles.decide.click()
    qtbot.waitUntil(lambda: not doubles.found and not doubles._busy)
    workplace.window().close()
    with Registry.open(path) as registry:
        assert duplicates(registry) == []
        [entry] = registry.some([CODES[1]])
        reader = registry.reader(entry.code)
        gone = [one for one in reader.every(Member) if one.number == county.SHARED]
        reader.close()
    assert [one.left for one in gone] == [Left.MARRIED_OUT]


def answer_sheet(qtbot, workplace, button):
    getattr(workplace.together, button).click()
    return workplace.together.beside.panel


def done(qtbot, sheet):
    qtbot.waitUntil(lambda: sheet.act.isEnabled() and sheet.said.text() not in ("", "正在写……"))
    return sheet.said.text()


def test_packages_go_to_the_chosen_villages_or_to_all(qtbot, opened, messages, tmp_path):
    workplace = opened()
    messages.place = tmp_path / "回传"
    workplace.together.table.choose(1)
    sheet = answer_sheet(qtbot, workplace, "answer")
    sheet.act.click()
    assert done(qtbot, sheet).startswith("写好 1 个")
    assert [file.name.split("_")[0] for file in messages.place.glob("*.xlsx")] == [NAMES[1]]
    sheet.which.buttons[1].click()
    sheet.act.click()
    qtbot.waitUntil(lambda: "写好 3 个" in sheet.said.text())
    assert f"{NAMES[3]}：还没有收到过它的包，不用回。" in sheet.said.text()
    sheet.folder.click()
    assert messages.shown[0].parent == messages.place


def test_one_book_of_all_villages_in_an_edition(qtbot, opened, messages, tmp_path):
    workplace = opened()
    messages.place = tmp_path / "合并.xlsx"
    sheet = answer_sheet(qtbot, workplace, "merge")
    assert sheet.ways.chosen == "masked"
    sheet.act.click()
    assert "户" in done(qtbot, sheet)
    book = load_workbook(messages.place, read_only=True)
    text = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert NAMES[2] in text
    assert county.SHARED not in text


def test_the_report_tells_what_is_open(qtbot, opened, messages, tmp_path):
    workplace = opened()
    messages.place = tmp_path / "冲突报告.xlsx"
    workplace.together.report.click()
    qtbot.waitUntil(lambda: "跨村重复 1 对" in workplace.together.band.said.text())
    assert messages.place.exists()
    assert workplace.together.take.isEnabled()


def test_villages_are_enrolled_by_hand_and_out_of_a_list(qtbot, opened, messages, tmp_path):
    workplace = opened()
    messages.place = tmp_path
    sheet = answer_sheet(qtbot, workplace, "enrol")
    sheet.act.click()
    assert sheet._code.complaint == "还没有填写。"
    type_into(sheet.code, "999999200209")
    type_into(sheet.name, "新村")
    sheet.act.click()
    assert "登记包里有密钥" in done(qtbot, sheet)
    assert (tmp_path / "999999200209.enrol").exists()
    qtbot.waitUntil(lambda: len(workplace._office.standings) == 5)
    book = books.xlsx(tmp_path / "名单.xlsx", [["村代码", "村名"], ["999999200210", "甲村"], ["999999200211", "乙村"]])
    messages.place = book
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messages, "folder", lambda title, start: tmp_path)
        sheet.list.click()
    qtbot.waitUntil(lambda: "已登记 2 个村" in sheet.said.text())


def test_a_village_takes_its_enrolment_in_the_settings(on_screen, session, preferences, messages, path):
    screen = on_screen(SettingsScreen(session, preferences))
    assert screen.enrolled.told.text() == "还没有登记。"
    messages.place = path.parent / "登记" / f"{CODES[0]}.enrol"
    screen.enrolled.take.click()
    assert f"这是“{NAMES[0]}”的登记包" in screen.enrolled.wrong.text(), "it is another village's"
    with Survey.open(path.parent / f"{CODES[0]}.survey", by="书记") as survey:
        survey.note(COUNTY_NAME, "")
        mine = on_screen(SettingsScreen(Session(survey, session.tasks, messages), preferences))
        mine.enrolled.take.click()
        assert mine.enrolled.told.text() == "青山县登记的村级电脑，电话 0871-68000000。"
        assert survey.reader.about(COUNTY_NAME) == "青山县"


def test_a_new_county_is_made_on_the_first_page(qtbot, window, tmp_path):
    window.open(None)
    window.show()
    start = window.centralWidget()
    assert isinstance(start, StartScreen)
    start.new.instead.click()
    assert start.county.isVisible()
    assert not start.new.isVisible()
    start.county.button.click()
    assert start.county._name.complaint == "还没有填写。"
    start.county.place.setText(str(tmp_path / "新县"))
    start.county.place.setModified(True)
    type_into(start.county.name, "青山县")
    start.county.button.click()
    workplace = window.centralWidget()
    assert isinstance(workplace, CountyWorkplace)
    assert (tmp_path / "新县.county").exists()
    assert workplace.together.nothing.isVisible()
    workplace.go(SETTINGS)
    workplace.settings.other.click()
    assert isinstance(window.centralWidget(), StartScreen)
    assert any("新县" in line.text() for line in window.centralWidget().file.recent), "it can be opened again from here"


def test_f1_leads_to_the_page_of_the_county(opened):
    workplace = opened()
    press(Qt.Key.Key_F1)
    from ui.screens.manual import ManualScreen

    manual = workplace._stack.currentWidget()
    assert isinstance(manual, ManualScreen)
    assert manual.page == "county"


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_screen_of_the_county_is_laid_out_well_and_can_be_read(opened, window, path, tasks, dark, scale):
    box = path.parent / "in"
    wear(Theme(dark, scale))
    workplace, found = opened(), []
    for name, go in county_rooms(workplace, box).items():
        go()
        rest(tasks)
        for size in ((1280, 720), (1366, 768), (1920, 1080)):
            window.resize(*size)
            settle(window)
            found += [f"{name} {size}: {fault}" for fault in faults(window)]
        image = window.grab().toImage()
        found += [f"{name}: “{one.text()}” is faint" for one, where in texts(window) if scale == SCALES[-1] and painted(image, where) < LEAST]
    assert not found, "\n".join(found)
