"""The window and `record` write the same changes: one way in, whoever holds the pen."""

from PySide6.QtCore import Qt

from fieldapp.desk.answers import save_answers
from fieldapp.records.housing import Housing
from fieldapp.records.water import Water
from fieldapp.store.projection import changes
from tests.ui.keyboard import CTRL, ENTER, press, write
from tests.ui.pictures import painted
from tests.ui.test_visit_screen import met_at_home
from tests.ui.village import HOUSE, LI, TODAY, ZHOU, settle
from ui.screens.household import HouseholdScreen
from ui.screens.visit import VisitScreen


def told(survey):
    """What the newest act wrote: noun, texts before and after; ids of new visits are random."""
    act = survey.reader.acts()[0]
    return sorted((c.noun, sorted(c.was.items()), sorted(c.body.items())) for c in changes(survey._connection, act=act.id))


def test_a_visit_typed_in_the_window_and_the_same_answers_as_json(session, on_screen, messages, tmp_path):
    messages.places = [painted(tmp_path / "墙.png", "gray")]
    screen = VisitScreen(session)
    on_screen(screen)
    screen.begin(LI)
    met_at_home()
    write("abc", *[ENTER] * 7)
    screen.flow.go_to(Housing.walls)
    write("3")
    screen.flow.go_to(Housing.pictures)
    write(Qt.Key.Key_Space)
    screen.flow.go_to(Housing.decided)
    write("4", ENTER, "墙脚沉降", ENTER, ENTER, "2026-11-20")
    screen.flow.go_to(Water.litres)
    write("30", ENTER)
    screen.flow.go_to(Water.shut_off)
    write("2026-01-05~20 2026-03-02", ENTER)
    press(ENTER, CTRL)
    typed = told(session.survey)

    answers = {
        "household": {"id": LI},
        "visit": {
            "day": TODAY.isoformat(), "way": "入户", "outcome": "见到", "met": "李国兰", "companions": "村支书", "schooling": "abc",
        },
        "housing": {"walls": "c", "pictures": ["墙.png"], "decided": "D级", "decided_why": "墙脚沉降", "decided_on": "2026-11-20"},
        "water": {"litres": 30, "shut_off": "2026-01-05~2026-01-20、2026-03-02"},
    }  # fmt: skip
    with settle(tmp_path / "另一台.survey") as other:
        save_answers(other, answers, "走访", folder=tmp_path)
        assert told(other) == typed
        assert {noun for noun, _, _ in typed} == {"visit", "housing", "water"}
        by_id = {c.record for c in changes(session.survey._connection, act=session.reader.acts()[0].id) if c.noun != "visit"}
        assert by_id == {c.record for c in changes(other._connection, act=other.reader.acts()[0].id) if c.noun != "visit"}


def test_a_building_of_others_taken_into_use_in_the_window_and_by_json(session, on_screen, tmp_path):
    screen = on_screen(HouseholdScreen(session))
    screen.show_household(ZHOU)
    screen.tabs.setCurrentIndex(list(screen.pages).index("住房"))
    screen.page.use.click()
    write("lgl", ENTER)
    used = told(session.survey)
    with settle(tmp_path / "另一台.survey") as other:
        save_answers(other, {"household": {"id": ZHOU}, "housing": [{"id": HOUSE.id, "shared": ["周建军"]}]}, "合用")
        assert told(other) == used
        assert [noun for noun, _, _ in used] == ["housing"]
