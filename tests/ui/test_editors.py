"""Every kind of answer has an editor, and every editor is worked by the keyboard alone."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QMenu, QPlainTextEdit

from fieldapp.base.kinds import Kind, YesNo
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.records.housing import Condition, Housing
from fieldapp.records.member import Health, Member, Relation
from fieldapp.records.plan import Measure
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from tests.ui.keyboard import type_into
from ui.forms.boxes import DateEditor, TextEditor
from ui.forms.editors import Given, editor_for
from ui.forms.form import as_typed

LI, ZHOU, WU = "a" * 32, "b" * 32, "c" * 32
PEOPLE = {LI: "李国兰", ZHOU: "周建军", WU: "吴正平"}
SPELLS = ((dt.date(2026, 1, 5), dt.date(2026, 1, 20)), (dt.date(2026, 3, 2), dt.date(2026, 3, 2)))
QUESTIONS = [question for noun in RECORDS for question in noun.fields]


def today() -> dt.date:
    return dt.date(2026, 11, 22)


@pytest.fixture
def editor(qtbot):
    """Makes an editor and gathers what it says was typed."""

    def make(question, choices=PEOPLE):
        made = editor_for(question.kind, Given(today, question.unit, choices))
        made.said = []
        made.typed.connect(made.said.append)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def press(qtbot, made, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        if isinstance(key, str):
            type_into(made.box, key)
        else:
            qtbot.keyClick(made.box, key, modifier)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_every_question_has_an_editor(editor, question):
    assert editor(question).box.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_kind_without_an_editor_is_a_mistake_of_ours(editor):
    class Odd(Kind[str]):
        pass

    with pytest.raises(NotImplementedError, match="Odd"):
        editor_for(Odd(), Given(today))


@pytest.mark.parametrize(("question", "text"), [
    (Household.head, "李国兰"),
    (Household.note, "住山上"),
    (Household.code, "530000001"),
    (Household.phone, "13800000000"),
    (Member.number, "99999919680305001X"),
    (Member.birth, "1968-03-05"),
    (Housing.built, "1998"),
    (Housing.area, "96.5"),
    (Water.litres, "60"),
    (Measure.money, "1200.50"),
    (Water.shut_off, "2026-01-05~2026-01-20"),
])  # fmt: skip
def test_what_is_typed_is_said_as_it_stands_in_the_box(qtbot, editor, question, text):
    made = editor(question)
    press(qtbot, made, text)
    assert made.said[-1] == text


@pytest.mark.parametrize(("question", "keys", "answer"), [
    (Water.piped, "1", YesNo.YES),
    (Water.piped, "3", YesNo.UNKNOWN),
    (Housing.walls, "3", Condition.c),
    (Housing.walls, "c", Condition.c),
    (Housing.walls, "5", Condition.ABSENT),
    (Member.health, "24", frozenset({Health.CHRONIC, Health.DISABLED})),
    (Member.health, "242", frozenset({Health.DISABLED})),
    (Measure.person, "2", ZHOU),
    (Housing.sleepers, "31", frozenset({LI, WU})),
])  # fmt: skip
def test_keys_pick_entries_of_a_list(qtbot, editor, question, keys, answer):
    made = editor(question)
    press(qtbot, made, keys)
    assert question.kind.read(made.said[-1]) == answer


def test_a_long_list_takes_numbers_of_two_digits(qtbot, editor):
    made = editor(Member.relation)
    press(qtbot, made, "11")
    assert made.said == [Relation.HEAD.name, list(Relation)[10].name]
    made._pause.timeout.emit()
    press(qtbot, made, "3")
    assert made.said[-1] == Relation.SON.name


def test_a_digit_beyond_the_list_picks_nothing(qtbot, editor):
    made = editor(Water.piped)
    press(qtbot, made, "4")
    assert made.said == []
    assert made.box.currentText() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete, "0"])
def test_a_picked_answer_can_be_taken_back(qtbot, editor, key):
    made = editor(Water.piped)
    press(qtbot, made, "1", key)
    assert made.said == ["YES", ""]
    assert made.box.currentText() == ""


def test_the_list_opens_on_the_blank_key_and_picks(qtbot, editor):
    made = editor(Housing.walls)
    press(qtbot, made, Qt.Key.Key_Space)
    [menu] = made.findChildren(QMenu)
    assert [action.text() for action in menu.actions()][:2] == ["1  a 完好", "2  b 轻微"]
    menu.actions()[1].trigger()
    assert made.said == ["b"]
    assert made.box.currentText() == "b 轻微"
    menu.close()


def test_in_a_list_of_several_the_open_list_shows_ticks_and_stays_open(qtbot, editor):
    made = editor(Housing.sleepers)
    made.show_text(LI)
    press(qtbot, made, Qt.Key.Key_Down)
    [menu] = made.findChildren(QMenu)
    ticks = [action.defaultWidget() for action in menu.actions()]
    assert [tick.isChecked() for tick in ticks] == [True, False, False]
    ticks[2].click()
    assert made.said == [f"{LI} {WU}"]
    assert menu.isVisible()
    menu.close()


@pytest.mark.parametrize(("question", "typed"), [(Visit.day, "2026-11-22"), (Housing.built, "2026")])
def test_one_key_fills_in_today(qtbot, editor, question, typed):
    made = editor(question)
    assert isinstance(made, DateEditor)
    press(qtbot, made, Qt.Key.Key_Semicolon, modifier=Qt.KeyboardModifier.ControlModifier)
    assert made.said == [typed]
    assert made.box.text() == typed
    assert made.keys().endswith(typed)


@pytest.mark.parametrize("question", [Household.head, Household.note, Water.piped, Visit.day])
def test_enter_goes_on_and_shift_enter_goes_back(qtbot, editor, question):
    made = editor(question)
    moves = []
    made.moved.connect(moves.append)
    press(qtbot, made, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    press(qtbot, made, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert moves == [1, 1, -1]
    assert made.said == []


def test_alt_enter_begins_a_new_line_where_there_are_several(qtbot, editor):
    made = editor(Household.note)
    assert isinstance(made, TextEditor)
    press(qtbot, made, "one")
    press(qtbot, made, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.AltModifier)
    press(qtbot, made, "two")
    assert made.said[-1] == "one\ntwo"


FULL_WIDTH = "\uff1d"


@pytest.mark.parametrize(("question", "sign"), [
    (Household.head, "="), (Household.note, "="), (Water.litres, "="), (Water.piped, "="), (Housing.sleepers, "="),
    (Water.shut_off, "="), (Housing.pictures, "="),
    (Household.head, FULL_WIDTH), (Household.note, FULL_WIDTH),
])  # fmt: skip
def test_the_equals_sign_wants_last_times_answer(qtbot, editor, question, sign):
    made = editor(question)
    made.repeats = True
    with qtbot.waitSignal(made.same):
        press(qtbot, made, sign)
    assert made.said == []


def test_the_equals_sign_within_a_text_is_a_letter(qtbot, editor):
    made = editor(Household.head)
    made.repeats = True
    press(qtbot, made, "a=b")
    assert made.said[-1] == "a=b"


def test_without_a_last_time_the_equals_sign_is_a_letter(qtbot, editor):
    made = editor(Household.head)
    press(qtbot, made, "=")
    assert made.said == ["="]


@pytest.mark.parametrize(("question", "answer", "shown"), [
    (Household.note, "两行\n字", "两行\n字"),
    (Visit.day, dt.date(2026, 3, 5), "2026-03-05"),
    (Measure.money, 123450, "1234.50"),
    (Water.shut_off, SPELLS, "2026-01-05~2026-01-20 2026-03-02"),
    (Water.piped, YesNo.NO, "否"),
    (Member.health, frozenset({Health.CHRONIC, Health.DISABLED}), "长期慢性病、残疾"),
    (Housing.sleepers, frozenset({LI, WU}), "李国兰、吴正平"),
    (Measure.person, WU, "吴正平"),
])  # fmt: skip
def test_an_answer_put_into_the_box_is_silent_and_reads_back_as_itself(editor, question, answer, shown):
    made = editor(question)
    text = as_typed(question.kind, answer)
    made.show_text(text)
    assert made.said == []
    assert question.kind.read(text) == answer
    assert standing(made.box) == shown


def standing(box):
    if isinstance(box, QComboBox):
        return box.currentText()
    return box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text()


def test_a_list_without_entries_says_so(qtbot, editor):
    made = editor(Measure.person, choices={})
    press(qtbot, made, Qt.Key.Key_Space)
    [menu] = made.findChildren(QMenu)
    assert [(action.text(), action.isEnabled()) for action in menu.actions()] == [("还没有可选的", False)]
    menu.close()


def test_a_screen_reader_is_told_the_question_and_its_help(editor):
    made = editor(Water.dry_days)
    made.call(Water.dry_days.head, Water.dry_days.hint)
    assert made.box.accessibleName() == "一年累计停水天数(天)"
    assert made.box.accessibleDescription().startswith("包括水量不够的日子")


@pytest.mark.parametrize(("typed", "told"), [
    ("", ""), ("2026-01-05~2026-01-20", "共 16 天"), ("2026-01-05~20 2026-03-02", "共 17 天"), ("2026-01-05~2026-01-20 2026-01-18~21", "共 17 天"),
    ("2026-01-20~2026-01-05", ""), ("2026-0", ""),
])  # fmt: skip
def test_the_days_of_all_stretches_are_counted_while_they_are_typed(qtbot, editor, typed, told):
    made = editor(Water.shut_off)
    press(qtbot, made, "1" + typed, Qt.Key.Key_Home, Qt.Key.Key_Delete)
    assert made._tail.text() == told


def test_a_word_from_the_input_method_picks_the_entry_that_is_called_so(editor):
    relation = editor(Member.relation)
    for word in ("之子", "配", "媳妇"):
        type_into(relation.box, word)
    assert relation.said == ["SON", "SPOUSE", "SIBLINGS_WIFE"]


def test_where_letters_pick_no_input_method_swallows_them(editor):
    asks = Qt.WidgetAttribute.WA_InputMethodEnabled
    assert not editor(Housing.walls).box.testAttribute(asks)
    assert editor(Member.relation).box.testAttribute(asks)
