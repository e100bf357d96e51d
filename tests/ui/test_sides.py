"""A village's screens speak as the office in which its file stands."""

import pytest

from tests.ui import offices
from ui.places import HAND_OVER
from ui.preferences import Preferences
from ui.safety.told import safety
from ui.screens.corrections import IN_FORCE, NOTHING, NOTHING_AT_COUNTY, OURS, WAITING, CorrectionsScreen
from ui.screens.hand_over import HandOverScreen
from ui.screens.receiving import ReceivingScreen
from ui.screens.today import TodayScreen
from ui.session import Session
from ui.workplace import Workplace


@pytest.fixture
def office(session, tasks, messages, tmp_path):
    """The county's file of the village, which has just heard what the village knows."""
    with offices.county_of(session.survey, tmp_path / "530100000001.survey") as county:
        yield Session(county, tasks, messages)
        tasks.wait()


@pytest.fixture(params=["village", "county"])
def here(request, session, office):
    """Each of the two offices, and whether it is the county's."""
    return (office, True) if request.param == "county" else (session, False)


def test_the_day_names_what_the_other_office_says_and_what_was_sent_there(qtbot, here, on_screen):
    session, county = here
    screen = on_screen(TodayScreen(session))
    qtbot.waitUntil(lambda: screen._today is not None)
    assert screen.corrections.text() == ("村里说的" if county else "县里改的")
    assert screen.corrections.toolTip() == ("村里说的 Ctrl+G" if county else "县里改了什么 Ctrl+G")
    assert screen.handed.button.accessibleName() == ("上次回传：还没有回传" if county else "上次上报：还没有上报")
    assert ("还没有回传" if county else "还没有上报") in safety(session, "")


def test_what_waits_is_counted_behind_the_word_of_the_office(qtbot, session, office, on_screen):
    offices.disagree(session.survey, office.survey)
    offices.send(session.survey, office.survey)
    screen = on_screen(TodayScreen(office))
    qtbot.waitUntil(lambda: screen._today is not None)
    assert screen.corrections.text() == f"村里说的 {screen._today.between}"


def test_where_nothing_is_to_be_answered_each_office_is_told_why_in_its_own_words(qtbot, here, on_screen):
    session, county = here
    screen = on_screen(CorrectionsScreen(session))
    qtbot.waitUntil(lambda: screen.found is not None)
    told = {name: part.nothing.text() for name, part in screen.parts.items()}
    assert told == (NOTHING_AT_COUNTY if county else NOTHING)
    assert told.keys() == {WAITING, IN_FORCE, OURS}
    assert ("县里" in told[OURS]) is not county


def test_sending_and_taking_are_called_by_their_names(here, on_screen):
    session, county = here
    page, taking = on_screen(HandOverScreen(session)), on_screen(ReceivingScreen(session))
    names = ("回传", "收上报包…", "村里说的", "收上报包") if county else ("上报", "收回传包…", "县里改了什么", "收回传包")
    assert (page.title.text(), page.receive.text(), page.corrections.text(), taking.title.text()) == names
    assert page.about.text().startswith(f"还没有{names[0]}过")


def test_the_rail_leads_to_the_same_place_under_the_word_of_the_office(qtbot, here, tmp_path):
    session, county = here
    workplace = Workplace(session, Preferences(tmp_path / "window.ini"))
    qtbot.addWidget(workplace)
    place = workplace.rail.places[HAND_OVER]
    assert place.text() == place.accessibleName() == ("回传" if county else "上报")
    place.click()
    assert workplace.hand_over.isVisibleTo(workplace)
