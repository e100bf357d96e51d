"""The window: where one is, where one can go, and what becomes of the open file."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from fieldapp.base.clock import Clock
from fieldapp.desk.handing_over import HANDED_OVER
from fieldapp.desk.keeping import backups
from fieldapp.records.household import Household
from fieldapp.store.survey import Survey
from tests.ui import village
from tests.ui.keyboard import CTRL, press, write
from ui.places import HAND_OVER, HOUSEHOLDS, SETTINGS, TODAY, VISIT
from ui.screens.start import StartScreen
from ui.theme import Theme, room_at, worn
from ui.window import Window
from ui.workplace import Workplace


@pytest.fixture
def path(tmp_path):
    """The file of the village, closed."""
    survey = Survey.create(tmp_path / "石桥.survey", village.VILLAGE, by="韩立", clock=Clock(lambda: village.NOW))
    with survey.change("登记") as change:
        for record in village.RECORDS:
            change.save(record)
    survey.close()
    return survey.path


def shown(qtbot, window, path) -> Workplace:
    window.open(path)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    workplace = window.centralWidget()
    assert isinstance(workplace, Workplace)
    return workplace


def test_without_a_file_the_first_page_is_shown(qtbot, window):
    window.open(None)
    assert isinstance(window.centralWidget(), StartScreen)


def test_a_file_that_does_not_open_is_told_on_the_first_page(window, tmp_path, messages):
    window.open(tmp_path / "没有.survey")
    assert "找不到“没有.survey”" in window.centralWidget().file.trouble.text()
    assert messages.told == []


def test_the_rail_tells_village_recorder_backup_hand_over_and_code(qtbot, window, path):
    rail = shown(qtbot, window, path).rail
    assert (rail.village.text(), rail.about.text()) == ("石桥村", "青山镇\n录入：韩立")
    with_code = rail.foot.text().split("\n")
    assert with_code[:3] == ["还没有备份", "还没有上报", "对账码"]
    assert len(with_code[3]) == 9
    assert list(rail.places) == [TODAY, HOUSEHOLDS, VISIT, HAND_OVER, SETTINGS]


def test_the_rail_tells_the_ages(qtbot, window, path):
    with Survey.open(path, by="韩立") as open_survey:
        open_survey.note(HANDED_OVER, village.NOW.isoformat())
    workplace = shown(qtbot, window, path)
    with qtbot.waitSignal(workplace.hand_over.safer, timeout=20_000):
        workplace.hand_over.backup.click()
    foot = workplace.rail.foot.text().split("\n")
    assert foot[0].startswith("备份 今天")
    assert foot[1].startswith("上报 ")


def test_every_place_is_reached_by_its_key_and_marked_in_the_rail(qtbot, window, path):
    workplace = shown(qtbot, window, path)
    for key, place, screen in (
        (Qt.Key.Key_4, HAND_OVER, "hand_over"), (Qt.Key.Key_5, SETTINGS, "settings"), (Qt.Key.Key_2, HOUSEHOLDS, "households"),
        (Qt.Key.Key_1, TODAY, "today"),
    ):  # fmt: skip
        press(key, CTRL)
        assert getattr(workplace, screen).isVisible()
        assert [name for name, button in workplace.rail.places.items() if button.isChecked()] == [place]


def test_the_places_behind_today_are_reached_by_their_keys_and_lead_back_to_it(qtbot, window, path):
    workplace = shown(qtbot, window, path)
    for key, name in ((Qt.Key.Key_D, "doubts"), (Qt.Key.Key_T, "ledger")):
        press(Qt.Key.Key_2, CTRL)
        press(key, CTRL)
        screen = getattr(workplace, name)
        assert screen.isVisible()
        assert workplace.rail.places[TODAY].isChecked()
        screen.chosen.emit(village.LI, "问题")
        workplace.household.back.emit()
        assert screen.isVisible()
        screen.back.emit()
        assert workplace.today.isVisible()


def test_a_screen_is_built_when_it_is_first_visited(qtbot, window, path):
    workplace = shown(qtbot, window, path)
    assert not {"households", "household", "visit", "plan", "hand_over", "settings"} & set(vars(workplace))
    press(Qt.Key.Key_4, CTRL)
    first = workplace.hand_over
    press(Qt.Key.Key_1, CTRL)
    press(Qt.Key.Key_4, CTRL)
    assert workplace.hand_over is first


def test_the_search_box_is_ready_before_anybody_comes_to_it(qtbot, window, path):
    shown(qtbot, window, path)
    qtbot.waitUntil(lambda: window._session.reader.listing.is_gathered)


def test_ctrl_k_leads_from_anywhere_into_the_search_box(qtbot, window, path):
    workplace = shown(qtbot, window, path)
    press(Qt.Key.Key_5, CTRL)
    press(Qt.Key.Key_K, CTRL)
    assert workplace.households.isVisible()
    write("lgl")
    qtbot.waitUntil(lambda: workplace.households.isAncestorOf(window.focusWidget()))


def test_the_village_opens_on_today_and_a_household_leads_back_to_the_list_it_came_from(qtbot, window, path):
    workplace = shown(qtbot, window, path)
    assert workplace.today.isVisible()
    workplace.today.chosen.emit(village.LI, "问题")
    household = workplace.household
    assert (household.isVisible(), list(household.pages)[household.tabs.currentIndex()]) == (True, "问题")
    household.back.emit()
    assert workplace.today.isVisible()
    press(Qt.Key.Key_2, CTRL)
    workplace.households.chosen.emit(village.LI)
    household.back.emit()
    assert workplace.households.isVisible()


def test_every_place_has_an_icon_that_follows_the_look_and_a_name_for_the_ear(qtbot, window, path):
    from ui.theme import wear

    rail = shown(qtbot, window, path).rail
    here, there = rail.places[TODAY], rail.places[SETTINGS]

    def colour(place):
        picture = place.icon().pixmap(place.iconSize()).toImage()
        solid = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
        return {one.name() for one in solid if one.alpha() == 255}

    for theme in (Theme(), Theme(dark=True)):
        wear(theme)
        inks = ({theme.colours["ink"]}, {theme.colours["rail_ink"]})
        qtbot.waitUntil(lambda inks=inks: (colour(here), colour(there)) == inks, timeout=5_000)
    assert [(name, place.accessibleName()) for name, place in rail.places.items()] == [(name, name) for name in rail.places]


def test_a_chosen_household_opens_its_page_and_a_visit_starts_from_there(qtbot, window, path):
    workplace = shown(qtbot, window, path)
    workplace.households.chosen.emit(village.LI)
    assert workplace.household.isVisible()
    assert workplace.rail.places[HOUSEHOLDS].isChecked()
    workplace.household.visit_wanted.emit(village.LI)
    assert workplace.visit.isVisible()
    assert workplace.rail.places[VISIT].isChecked()
    workplace.visit.finished.emit(village.LI)
    assert workplace.household.isVisible()
    workplace.household.back.emit()
    assert workplace.households.isVisible()


def test_with_and_without_a_household_at_hand_the_place_of_visits_is_reached_by_its_key(qtbot, window, path):
    workplace = shown(qtbot, window, path)
    press(Qt.Key.Key_3, CTRL)
    assert workplace.visit.isVisible()
    workplace.households.chosen.emit(village.LI)
    press(Qt.Key.Key_3, CTRL)
    assert workplace.visit.isVisible()


def test_closing_asks_nothing_backs_up_and_leaves_one_file(qtbot, window, path, messages, preferences):
    workplace = shown(qtbot, window, path)
    with workplace._session.change("登记") as change:
        change.save(Household(head="赵六"))
    window.close()
    assert messages.told == []
    assert len(backups(path)) == 1
    assert not path.with_name(path.name + "-wal").exists()
    assert preferences.last == path
    with Survey.open(path, by="何敏") as again:
        assert again.reader.count(Household) == 4


def test_the_window_comes_back_as_high_as_it_was_left(qtbot, window, path, preferences, messages, tasks):
    shown(qtbot, window, path)
    window.resize(1100, 650)
    window.close()
    again = Window(preferences, tasks, messages)
    qtbot.addWidget(again)
    assert again.height() == 650


def test_larger_letters_furnish_the_place_anew_and_stay_where_one_is(qtbot, window, path, preferences):
    workplace = shown(qtbot, window, path)
    press(Qt.Key.Key_5, CTRL)
    before = workplace.rail.width()
    workplace.settings.scale.buttons[2].click()
    anew = window.centralWidget()
    assert anew.settings.isVisible()
    assert anew.rail.width() == round(before * 1.5)
    assert worn() == preferences.theme == Theme(scale=1.5)


def test_letters_made_larger_during_an_export_end_it_cleanly(qtbot, window, path, messages, tmp_path):
    workplace = shown(qtbot, window, path)
    messages.place = tmp_path / "a.xlsx"
    workplace.hand_over.ways.choose("masked")
    workplace.hand_over.export.click()
    assert not workplace.hand_over.export.isEnabled()
    workplace.settings.scale.buttons[1].click()
    qtbot.wait(50)
    assert messages.told == []
    assert window.centralWidget().hand_over.export.isEnabled()


def test_the_dark_look_is_worn_at_once(qtbot, window, path, preferences):
    workplace = shown(qtbot, window, path)
    press(Qt.Key.Key_5, CTRL)
    workplace.settings.dark.buttons[1].click()
    assert window.centralWidget() is workplace
    assert worn().dark
    assert preferences.theme.dark


def test_another_file_can_be_chosen_without_leaving_the_program(qtbot, window, path):
    workplace = shown(qtbot, window, path)
    press(Qt.Key.Key_5, CTRL)
    workplace.settings.other.click()
    assert isinstance(window.centralWidget(), StartScreen)
    with Survey.open(path, by="何敏") as let_go:
        assert let_go.reader.count(Household) == 3
    window.centralWidget().file.recent[0].click()
    assert isinstance(window.centralWidget(), Workplace)


def test_what_was_left_at_once_never_comes_back_as_a_window_of_its_own(qtbot, window, path):
    window.open(None)
    with qtbot.waitExposed(window):
        window.show()
    window.open(path)  # Qt is still about to show what has just been put into the window
    window.centralWidget().go(SETTINGS)
    window.centralWidget().left.emit()
    qtbot.wait(1)
    assert isinstance(window.centralWidget(), StartScreen)
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [window]


def test_a_menu_that_was_open_goes_with_the_file(qtbot, window, path):
    workplace = shown(qtbot, window, path)
    workplace.go(HOUSEHOLDS)
    qtbot.waitUntil(lambda: workplace.households.narrowing is not None)
    menu = workplace.households.narrowing.sort.menu()
    menu.popup(window.mapToGlobal(QPoint(0, 0)))
    workplace.go(SETTINGS)
    workplace.left.emit()
    assert not menu.isVisible()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_no_label_or_button_of_my_screens_is_cut_off(qtbot, window, path, preferences, scale):
    from ui.theme import wear

    preferences.theme = Theme(scale=scale)
    wear(preferences.theme)
    workplace = shown(qtbot, window, path)
    window.resize(1366, 768)

    def nothing_is_cut_off() -> None:
        cut = [
            widget.text() for widget in workplace.findChildren(QLabel) + workplace.findChildren(QPushButton)
            if widget.isVisible() and widget.text()
            and (widget.height() < (widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else widget.minimumSizeHint().height())
                 or widget.width() < widget.minimumSizeHint().width())
        ]  # fmt: skip
        assert cut == []

    for key in (Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_5):
        press(key, CTRL)
        qtbot.waitUntil(nothing_is_cut_off)  # a page that scrolls finds its heights in a second round


def test_an_interrupted_visit_is_taken_up_at_the_next_start(qtbot, window, path, preferences, tasks, messages):
    shown(qtbot, window, path).begin_visit(village.LI)
    write("2026-11-20")
    window.close()
    again = Window(preferences, tasks, messages)
    qtbot.addWidget(again)
    workplace = shown(qtbot, again, path)
    assert workplace.visit.isVisible()
    assert workplace.rail.places[VISIT].isChecked()
    assert "李国兰" in workplace.visit.title.text()
    again.close()


def test_what_is_shown_first_is_painted_before_anything_heavy_is_loaded(path, tmp_path):
    """The list of what is loaded at the start holds no library that only an errand needs."""
    import os
    import subprocess
    import sys

    from tests.conftest import ROOT

    script = (
        "import sys; sys.argv = ['main.py', 'open', sys.argv[1]]; import main\n"
        "try: main.main()\n"
        "finally: print(*sys.modules)"
    )
    where = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "FIELDAPP_PAINTED": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=ROOT, env=os.environ | where, capture_output=True, text=True, check=True
    )
    seconds, loaded = ended.stdout.strip().split("\n")
    assert float(seconds) > 0
    heavy = {"openpyxl", "lxml", "reportlab", "pypdfium2", "PIL", "python_calamine", "pypinyin", "pyzipper", "msoffcrypto", "stdnum"}
    assert heavy & {name.partition(".")[0] for name in loaded.split()} == set()
    assert "PySide6.QtWidgets" in loaded.split()
    assert "PySide6.QtPrintSupport" not in loaded.split()


def test_the_backup_of_the_day_is_made_soon_after_the_opening_off_the_screens_thread(qtbot, window, path, monkeypatch):
    monkeypatch.setattr("ui.window.CALM", 0)
    workplace = shown(qtbot, window, path)
    qtbot.waitUntil(lambda: len(backups(path)) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: workplace.rail.foot.text().startswith("备份 今天"), timeout=20_000)
    assert workplace.today.backed.pill.text().startswith("今天"), "the first screen tells the same"


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_window_is_never_smaller_than_its_type_needs_nor_than_the_screen_has(qtbot, window, path, scale):
    workplace = shown(qtbot, window, path)
    workplace.looked.emit(Theme(scale=scale))
    window.resize(10, 10)
    there = window.screen().availableSize()
    least = [min(need, has) for need, has in zip(room_at(scale), (there.width(), there.height()), strict=True)]
    assert [window.width(), window.height()] == least


def test_what_was_undone_is_told_at_the_foot_of_the_screens_and_not_over_the_rail(qtbot, window, path):
    workplace = shown(qtbot, window, path)
    window.resize(900, 600)
    workplace.undoing.undo()
    band, rail = workplace.undoing.band.geometry(), workplace.rail.geometry()
    assert workplace.undoing.band.isVisible()
    assert band.left() > rail.right()
    assert abs((band.left() - rail.right()) - (workplace.width() - band.right())) <= 2
