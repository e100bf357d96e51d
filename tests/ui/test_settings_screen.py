"""Settings: every choice holds at once and on the next day."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt

from fieldapp.desk.judging import judge_dossier
from fieldapp.desk.keeping import SECOND_PLACE
from fieldapp.desk.today import Patience, patience
from fieldapp.records.village import HousingMethod, Village, WaterProfile
from tests.ui.keyboard import ENTER, write
from tests.ui.village import LI, TODAY
from ui.preferences import Preferences
from ui.safety.sheet import NONE_YET
from ui.screens.settings import NATIONAL, SettingsScreen
from ui.theme import Theme


@pytest.fixture
def screen(qtbot, session, preferences):
    screen = SettingsScreen(session, preferences)
    qtbot.addWidget(screen)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


def test_who_records_is_changed_by_typing_a_name(qtbot, screen, session, preferences):
    screen.who.setFocus()
    screen.who.lineEdit().selectAll()
    with qtbot.waitSignal(screen.renamed):
        write("何敏", ENTER)
    assert (session.by, preferences.names) == ("何敏", ["何敏", "韩立"])


def test_an_empty_name_is_refused_under_its_box(screen, session):
    screen.who.setFocus()
    screen.who.lineEdit().clear()
    write(ENTER)
    assert screen._who.complaint == "请写明谁在录入。"
    assert session.by == "韩立"


def test_the_picker_says_what_it_does_not_prove(screen):
    assert "不验证身份" in screen._who.remark.text()


def test_a_look_is_chosen_by_its_word(qtbot, screen):
    with qtbot.waitSignal(screen.looked) as told:
        screen.dark.buttons[1].click()
    assert told.args == [Theme(dark=True, scale=1.0)]
    with qtbot.waitSignal(screen.looked) as told:
        screen.scale.buttons[2].click()
    assert told.args[0].scale == 1.5


def test_the_second_place_of_backups_is_kept_with_the_survey(screen, session, messages, tmp_path):
    safety = screen.safety
    assert safety.second.text() == NONE_YET
    messages.place = tmp_path
    safety.elsewhere.click()
    assert (safety.second.text(), session.reader.about(SECOND_PLACE)) == (str(tmp_path), str(tmp_path))
    safety.nowhere.click()
    assert (safety.second.text(), session.reader.about(SECOND_PLACE)) == (NONE_YET, "")


def test_the_standards_of_the_village_are_set_beside_and_the_verdicts_follow(screen, session, qtbot):
    assert screen.standards.text() == "非缺水地区"
    screen.village.click()
    panel = screen.beside.panel
    assert Village.code not in panel.flow.forms[0]._rows
    panel.flow.go_to(Village.water_profile)
    write("4")
    panel.flow.go_to(Village.housing_method)
    write("2")
    panel.save.click()
    village = session.reader.village()
    assert (village.water_profile, village.housing_method) == (WaterProfile.SICHUAN, HousingMethod.RURAL_2014)
    assert screen.standards.text() == "JGJ/T 363-2014，四川一超六有，非缺水地区"
    assert session.reader.acts()[0].why == "修改村的资料"
    assert judge_dossier(session.reader.dossier(LI), TODAY).water.source.startswith(village.water_profile.value[:2])


def test_a_village_without_standards_of_its_own_says_what_holds(screen, session):
    with session.change("改") as change:
        change.save(session.reader.village().replace(water_region=None))
    assert screen.standards.text() == NATIONAL


def test_the_machine_remembers(tmp_path):
    one = Preferences(tmp_path / "a.ini")
    one.theme, one.by, one.geometry, one.trouble = Theme(True, 1.25), "李, 王", QByteArray(b"\x01\x02"), "第一句\n第二句"
    one.keep()
    other = Preferences(tmp_path / "a.ini")
    assert (other.theme, other.by, other.geometry, other.trouble) == (Theme(True, 1.25), "李, 王", b"\x01\x02", "第一句\n第二句")


def test_a_machine_that_remembers_nothing_or_nonsense_has_the_usual_look(tmp_path):
    assert Preferences(tmp_path / "none.ini").theme == Theme()
    (tmp_path / "odd.ini").write_text("[look]\nscale=17\ndark=maybe\n[window]\ngeometry=oops\n", "utf-8")
    odd = Preferences(tmp_path / "odd.ini")
    assert (odd.theme, odd.geometry.isEmpty(), odd.by, odd.last) == (Theme(), True, "", None)


def test_the_last_file_is_the_one_opened_last_while_it_is_there(tmp_path):
    files = [tmp_path / name for name in ("甲.survey", "乙.survey")]
    preferences = Preferences(tmp_path / "a.ini")
    for file in files:
        file.touch()
        preferences.opened(file)
    assert (preferences.last, preferences.recent) == (files[1], [files[1], files[0]])
    files[1].unlink()
    assert (preferences.last, preferences.recent) == (None, [files[0]])
    preferences.opened(Path(files[0]))
    assert preferences.last == files[0]


def test_how_long_the_team_waits_with_a_visit_is_chosen_and_kept(screen, session, preferences):
    chosen = [button.text() for choices in (screen.waits, screen.watches) for button in choices.buttons if button.isChecked()]
    assert chosen == ["90 天", "30 天"]
    screen.waits.buttons[1].click()
    screen.watches.buttons[0].click()
    assert patience(session.reader) == Patience(60, 15)
    again = SettingsScreen(session, preferences)
    assert [button.text() for button in again.waits.buttons if button.isChecked()] == ["60 天"]
    again.deleteLater()


def test_tab_comes_to_the_choice_that_holds_and_the_arrows_lead_from_it(qtbot, screen, session):
    chosen = screen.waits.buttons[[button.isChecked() for button in screen.waits.buttons].index(True)]
    assert [button for button in screen.waits.buttons if button.focusPolicy() & Qt.FocusPolicy.TabFocus] == [chosen]
    screen.waits.choose(180)
    assert screen.waits.buttons[3].focusPolicy() & Qt.FocusPolicy.TabFocus
    assert not chosen.focusPolicy() & Qt.FocusPolicy.TabFocus
