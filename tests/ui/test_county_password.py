"""The password of a county, set, changed and taken away in its settings; nothing else can be asked for meanwhile."""

import pytest

from fieldapp.store.registry import Registry
from fieldapp.store.survey import Survey
from tests.ui import county
from tests.ui.measuring import faults, settle
from ui.county.workplace import CountyWorkplace
from ui.places import SETTINGS
from ui.safety.password import CHANGE, REMOVE, SET, WRONG
from ui.safety.sheet import LOCKED, UNLOCKED
from ui.theme import SCALES, Theme, wear


@pytest.fixture
def path(made_county, tmp_path):
    return county.copied(made_county, tmp_path / "县")


@pytest.fixture
def screen(qtbot, window, path):
    window.open(path)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert isinstance(window.centralWidget(), CountyWorkplace)
    window.centralWidget().go(SETTINGS)
    return window.centralWidget().settings


def ask(screen, verb, *typed):
    """Open the sheet, type the passwords that it asks for and press its button."""
    screen.verbs[verb].click()
    sheet = screen.beside.panel
    for box, text in zip(sheet._entries, typed, strict=True):
        box.setText(text)
    sheet.act.click()
    return sheet


def opens(path, password):
    with Registry.open(path, password=password) as registry:
        assert bool(registry.key.pragma) is bool(password)
        for code in county.CODES[:3]:
            Survey.open(registry.survey_path(code), by="周敏", key=registry.key).close()


def test_a_password_is_set_changed_and_taken_away_and_the_county_goes_on(qtbot, window, screen, path):
    assert screen.password.text() == UNLOCKED
    for verb, typed in [(SET, ("甲 1", "甲 1")), (CHANGE, ("甲 1", "乙 2", "乙 2")), (REMOVE, ("乙 2",))]:
        ask(screen, verb, *typed)
        qtbot.waitUntil(lambda verb=verb: screen.said.said.text().startswith(f"已经{verb}。"), timeout=60_000)
        assert screen.password.text() == (UNLOCKED if verb == REMOVE else LOCKED)
        assert window.isEnabled()
        assert not screen.bar.isVisible()
        assert screen._office.registry.villages()[0].code == county.CODES[0]
    window.close()
    opens(path, "")


def test_after_a_change_the_county_can_be_left_and_opened_with_the_new_password_only(qtbot, window, screen, path):
    ask(screen, SET, "甲 1", "甲 1")
    qtbot.waitUntil(lambda: screen.said.said.text().startswith("已经"), timeout=60_000)
    window.centralWidget().left.emit()
    opens(path, "甲 1")


def test_a_wrong_password_is_told_beside_its_box_and_changes_nothing(qtbot, screen):
    ask(screen, SET, "甲 1", "甲 1")
    qtbot.waitUntil(lambda: screen.said.said.text().startswith("已经"), timeout=60_000)
    sheet = ask(screen, REMOVE, "错")
    qtbot.waitUntil(lambda: sheet.complaint(sheet.old) == WRONG)
    assert screen.password.text() == LOCKED


def test_a_village_that_is_open_elsewhere_is_told_and_the_county_stays_open_as_it_was(qtbot, window, screen):
    registry = screen._office.registry
    with Survey.open(registry.survey_path(county.CODES[0]), by="别处", key=registry.key):
        ask(screen, SET, "甲 1", "甲 1")
        qtbot.waitUntil(lambda: "正被另一个窗口" in screen.said.said.text(), timeout=60_000)
    assert screen.password.text() == UNLOCKED
    assert window.isEnabled()
    assert screen._office.registry.villages()


def test_a_window_that_is_closed_meanwhile_leaves_all_under_the_old_password(qtbot, window, screen, path):
    ask(screen, SET, "甲 1", "甲 1")
    qtbot.waitUntil(lambda: not window.isEnabled() and screen.bar.value() > 0, timeout=60_000)
    window.close()
    opens(path, "")


@pytest.mark.parametrize("scale", SCALES)
def test_the_page_is_laid_out_well_with_and_without_the_sheet(window, screen, scale):
    wear(Theme(scale=scale))
    window._furnish(SETTINGS)
    screen = window.centralWidget().settings
    for _ in range(2):
        settle(window)
        assert faults(window) == []
        screen.verbs[SET].click()
