"""The window and `record` write the same changes: one way in, whoever holds the pen."""

from fieldapp.desk.answers import save_answers
from fieldapp.records.housing import Housing
from fieldapp.records.water import Water
from fieldapp.store.projection import changes
from tests.ui.keyboard import CTRL, ENTER, press, write
from tests.ui.test_visit_screen import met_at_home
from tests.ui.village import LI, TODAY, settle
from ui.screens.visit import VisitScreen


def told(survey):
    """What the newest act wrote: noun, texts before and after; ids of new visits are random."""
    act = survey.reader.acts()[0]
    return sorted((c.noun, sorted(c.was.items()), sorted(c.body.items())) for c in changes(survey._connection, act=act.id))


def test_a_visit_typed_in_the_window_and_the_same_answers_as_json(session, on_screen, tmp_path):
    screen = VisitScreen(session)
    on_screen(screen)
    screen.begin(LI)
    met_at_home()
    write("abc", *[ENTER] * 7)
    screen.flow.go_to(Housing.walls)
    write("3")
    screen.flow.go_to(Water.litres)
    write("30", ENTER)
    press(ENTER, CTRL)
    typed = told(session.survey)

    answers = {
        "household": {"id": LI},
        "visit": {
            "day": TODAY.isoformat(), "way": "入户", "outcome": "见到", "met": "李国兰", "companions": "村支书", "schooling": "abc",
        },
        "housing": {"walls": "c"},
        "water": {"litres": 30},
    }  # fmt: skip
    with settle(tmp_path / "另一台.survey") as other:
        save_answers(other, answers, "走访")
        assert told(other) == typed
        assert {noun for noun, _, _ in typed} == {"visit", "housing", "water"}
        by_id = {c.record for c in changes(session.survey._connection, act=session.reader.acts()[0].id) if c.noun != "visit"}
        assert by_id == {c.record for c in changes(other._connection, act=other.reader.acts()[0].id) if c.noun != "visit"}
