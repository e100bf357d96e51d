"""A form shows a draft: what to ask, last time, this time, how it was answered."""

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt

from fieldapp.base.draft import Draft
from fieldapp.base.kinds import YesNo
from fieldapp.records.housing import Condition, Housing
from fieldapp.records.member import Member, WorkRegion
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.records.water import Water
from tests.ui.keyboard import CTRL, ENTER, SHIFT, press, write
from ui.forms.flow import Flow
from ui.forms.form import NO_LAST, Around, Form

LI, WU, GONE = "a" * 32, "c" * 32, "d" * 32
AROUND = Around(
    lambda: dt.date(2026, 11, 22), names={LI: "李国兰", WU: "吴正平", GONE: "李大山"}, choices={"member": {LI: "李国兰", WU: "吴正平"}}
)
WATER = Water("e" * 32, litres=60, piped=YesNo.YES, dry_days=3)


@pytest.fixture
def shown(qtbot):
    """Puts a widget on the screen with the cursor in the first question."""

    def show(widget, width=800, height=600):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        widget.begin()
        return widget

    return show


def beside(record, questions=None, typed=None):
    return Form(Draft(record, typed), AROUND, questions, last=record)


def remark(form, question):
    return form.row(question).remark.text()


def test_last_times_answer_stands_beside_the_question_with_its_unit(shown):
    form = shown(beside(WATER))
    row = form.row(Water.litres)
    assert (row.asked.text(), row.last.text(), row.editor.box.text(), row.mark.text()) == ("每人每天用水量", "60 升", "", "")


def test_typing_answers_the_question_and_marks_it(shown):
    form = shown(beside(WATER))
    form.row(Water.litres).take_cursor()
    write("30")
    assert form.draft.record.litres == 30
    assert form.row(Water.litres).mark.text() == "✓"


def test_the_equals_sign_takes_last_times_answer_and_goes_on(shown, qtbot):
    form = shown(beside(WATER, [Water.litres, Water.dry_days]))
    with qtbot.waitSignal(form.confirmed) as told:
        write("=")
    assert told.args == [Water.litres]
    assert form.row(Water.litres).mark.text() == "="
    assert form.row(Water.litres).editor.box.text() == "60"
    assert form.row(Water.dry_days).editor.box.hasFocus()
    assert not form.draft.dirty


def test_the_equals_sign_without_a_last_answer_says_so_and_stays(shown):
    form = shown(beside(WATER, [Water.source, Water.litres]))
    write("=")
    assert remark(form, Water.source) == NO_LAST
    assert form.row(Water.source).editor.box.hasFocus()
    assert form.draft.typed == {}


def test_emptying_a_box_beside_last_time_leaves_the_saved_answer_alone(shown):
    form = shown(beside(WATER, [Water.litres]))
    write("3", Qt.Key.Key_Backspace)
    assert form.draft.record == WATER
    assert form.row(Water.litres).mark.text() == ""


def test_emptying_a_box_in_place_takes_the_answer_back(shown):
    form = shown(Form(Draft(WATER), AROUND, [Water.litres]))
    assert form.row(Water.litres).editor.box.text() == "60"
    write(Qt.Key.Key_Backspace)
    assert form.draft.record.litres is None


def test_a_refused_text_is_marked_and_explained_under_its_question(shown):
    form = shown(beside(WATER, [Water.litres, Water.dry_days]))
    write("很多", ENTER)
    assert form.row(Water.litres).mark.text() == "!"
    assert remark(form, Water.litres) == "请填数字。"
    assert form.row(Water.litres).remark.isVisible()
    assert form.row(Water.litres).remark.property("role") == "remark"


def test_help_and_keys_stand_only_under_the_question_with_the_cursor(shown):
    form = shown(beside(WATER, [Water.piped, Water.dry_days]))
    assert remark(form, Water.piped) == "水龙头在屋里或院里。  1 是  2 否  3 不清楚"
    assert not form.row(Water.dry_days).remark.isVisible()
    press(ENTER)
    assert not form.row(Water.piped).remark.isVisible()
    assert remark(form, Water.dry_days).startswith("包括水量不够的日子")


def test_a_warning_stands_under_its_question_whether_or_not_the_cursor_is_there(shown):
    form = shown(beside(WATER, [Water.piped, Water.litres]))
    form.warn({Water.litres: "低于 35 升。"})
    assert form.row(Water.litres).remark.isVisible()
    form.warn({})
    assert not form.row(Water.litres).remark.isVisible()


def test_what_is_not_asked_is_jumped(shown):
    form = shown(beside(Water(), [Water.piped, Water.minutes, Water.dry_days]))
    assert not form.row(Water.minutes).is_asked
    write("1", ENTER)
    assert form.row(Water.dry_days).editor.box.hasFocus()
    press(ENTER, SHIFT)
    write("2", ENTER)
    assert form.row(Water.minutes).editor.box.hasFocus()


def test_a_part_of_which_nothing_is_asked_shows_no_heading(shown):
    form = shown(beside(Visit(), [Visit.outcome, Visit.schooling]))
    assert [head.text() for head in form._heads.values() if head.isVisible()] == ["走访"]
    write("1")
    assert [head.text() for head in form._heads.values() if head.isVisible()] == ["走访", "近况"]


def test_enter_beyond_the_last_question_and_back_before_the_first_are_told(shown):
    form = shown(beside(WATER, [Water.litres]))
    passed = []
    form.passed.connect(passed.append)
    press(ENTER)
    press(ENTER, SHIFT)
    assert passed == [1, -1]


def test_the_rest_can_be_taken_from_last_time_at_once(shown):
    form = shown(beside(WATER, [Water.source, Water.litres, Water.piped, Water.dry_days]))
    form.row(Water.litres).take_cursor()
    write("30")
    form.take_rest()
    assert [form.row(q).mark.text() for q in (Water.source, Water.litres, Water.piped, Water.dry_days)] == ["", "✓", "=", "="]


def test_a_form_resumes_what_was_typed_refused_or_not(shown):
    form = shown(beside(WATER, typed={"litres": "很多", "dry_days": "3", "piped": "NO"}))
    assert form.row(Water.litres).editor.box.text() == "很多"
    assert [form.row(q).mark.text() for q in (Water.litres, Water.dry_days, Water.piped)] == ["!", "=", "✓"]


def test_people_are_picked_by_name_and_one_who_left_stays_to_be_seen(shown):
    form = shown(Form(Draft(Housing("f" * 32, sleepers=frozenset({LI, GONE}))), AROUND, [Housing.sleepers]))
    assert form.row(Housing.sleepers).editor.box.currentText() == "李国兰、李大山"
    write("2")
    assert form.draft.record.sleepers == frozenset({LI, GONE, WU})


def test_editing_in_place_marks_only_what_differs(shown):
    form = shown(Form(Draft(Member(name="李国兰", work_region=WorkRegion.TOWN)), AROUND, [Member.name, Member.work_region]))
    assert form.row(Member.work_region).mark.text() == ""
    press(ENTER)
    write("4")
    assert [form.row(q).mark.text() for q in (Member.name, Member.work_region)] == ["", "✓"]
    assert form.draft.record.work_region is WorkRegion.OUTSIDE
    write("1")
    assert form.row(Member.work_region).mark.text() == ""


def test_enter_leads_from_form_to_form_and_past_a_hidden_one(shown):
    visit, water, housing = beside(Visit(), [Visit.way]), beside(WATER, [Water.litres]), beside(Housing(), [Housing.walls])
    flow = shown(Flow([visit, water, housing]))
    water.hide()
    write("1", ENTER)
    assert flow.row_with_cursor() is housing.row(Housing.walls)
    press(ENTER, SHIFT)
    assert flow.row_with_cursor() is visit.row(Visit.way)
    assert visit.draft.record.way is Way.HOME
    assert not flow.go_to(Water.litres)
    assert flow.go_to(Housing.walls)
    write("d")
    assert housing.draft.record.walls is Condition.d


def test_the_question_with_the_cursor_is_brought_into_sight(shown, qtbot):
    flow = shown(Flow([beside(Housing()), beside(WATER)]), height=300)
    row = flow.forms[1].row(Water.taste)
    flow.go_to(Water.taste)

    def is_in_sight():
        top = row.editor.mapTo(flow.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + row.height() <= flow.viewport().height()

    qtbot.waitUntil(is_in_sight)


def test_columns_line_up_over_all_parts_and_forms(shown, qtbot):
    flow = shown(Flow([beside(Visit(outcome=Outcome.MET)), beside(Housing()), beside(WATER)]))
    rows = [row for form in flow.forms for row in form.asked]
    for part in ("asked", "last", "editor", "mark"):
        qtbot.wait(1)  # the scroll bar takes its room
        lefts = {getattr(row, part).mapTo(flow.widget(), QPoint(0, 0)).x() for row in rows}
        assert len(lefts) == 1, part
    widths = {row.editor.width() for row in rows}
    assert len(widths) == 1


def test_no_question_is_cut_off(shown):
    flow = shown(Flow([beside(Visit(outcome=Outcome.MET)), beside(Housing()), beside(WATER)]))
    for row in (row for form in flow.forms for row in form.asked):
        assert row.asked.heightForWidth(row.asked.width()) <= row.asked.height(), row.field.key


def test_today_is_one_key_away_in_a_form(shown):
    form = shown(beside(Visit(), [Visit.day]))
    press(Qt.Key.Key_Semicolon, CTRL)
    assert form.draft.record.day == dt.date(2026, 11, 22)
