"""A visit is recorded by keyboard alone: live verdicts, one act, and nothing typed is ever lost."""

import datetime as dt
import os
import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldapp.base.clock import Clock
from fieldapp.base.kinds import YesNo
from fieldapp.records.housing import Condition, Decided, Housing
from fieldapp.records.problem import Problem, ProblemKind, ProblemState, Promise
from fieldapp.records.registered import Registered
from fieldapp.records.registered import Topic as RegisteredTopic
from fieldapp.records.visit import Outcome, Topic, Visit, Way
from fieldapp.records.water import Water
from fieldapp.store.survey import Survey
from tests.ui.keyboard import CTRL, ENTER, SHIFT, press, write
from tests.ui.pictures import painted
from tests.ui.village import HOUSE, LAST_VISIT, LI, LI_SELF, LI_SON, NOW, TODAY, WATER, ZHOU, settle
from ui.forms.keeping import PAUSE
from ui.forms.sitting import OBSERVED
from ui.screens.visit import KEY, VisitScreen
from ui.session import Session

ROOT = Path(__file__).parent.parent.parent
BACK = Qt.Key.Key_Backspace


@pytest.fixture
def screen(session, on_screen):
    screen = VisitScreen(session)
    on_screen(screen)
    screen.begin(LI)
    return screen


def today():
    press(Qt.Key.Key_Semicolon, CTRL)


def same_for_the_rest():
    press(Qt.Key.Key_Equal, CTRL)


def save():
    press(ENTER, CTRL)


def met_at_home():
    """Today, at home, met 李国兰, with the same companions; the cursor then stands in the news."""
    today()
    write(ENTER, "1", ENTER, "1", ENTER, "=", "=")


def to_housing():
    """From the first of the seven lines of news to the first question about the house."""
    write(*[ENTER] * 7)


def question(screen):
    row = screen.flow.row_with_cursor()
    return row.field.key if row else ""


def visits(session):
    return session.reader.of(Visit, LI)


def test_the_cursor_stands_in_the_day_of_the_visit_and_today_is_offered(screen):
    assert question(screen) == "visit.day"
    assert screen.flow.row_with_cursor().editor.box.text() == ""
    assert screen.flow.row_with_cursor().remark.text() == "Ctrl+; 填今天 2026-11-22"


def test_the_head_says_whom_and_when_last(screen):
    assert screen.title.text() == "走访 · 李国兰家"
    assert screen.about.text() == "3组 · 3 人 · 上次 11月03日(村支书)"


def test_the_day_is_never_as_last_time(screen):
    write("=")
    assert question(screen) == "visit.day"
    assert screen.flow.row_with_cursor().mark.text() == "!"


def test_a_visit_is_saved_as_one_act_with_house_and_water(screen, session):
    before = len(session.reader.acts())
    met_at_home()
    write("读六年级", *[ENTER] * 7)
    for question_ in (Housing.walls, Housing.roof):
        screen.flow.go_to(question_)
        write("3")
    screen.flow.go_to(Water.litres)
    write("30")
    told = []
    session.changed.connect(told.append)
    screen.finished.connect(told.append)
    save()
    assert told == [frozenset({"visit", "housing", "water"}), LI]
    assert len(session.reader.acts()) == before + 1
    assert session.reader.acts()[0].why == "入户走访"
    visit = visits(session)[-1]
    assert (visit.day, visit.way, visit.outcome, visit.met, visit.companions, visit.schooling, visit.entered) == (
        TODAY, Way.HOME, Outcome.MET, "李国兰", "村支书", "读六年级", TODAY
    )  # fmt: skip
    [house], [water] = session.reader.of(Housing, LI), session.reader.of(Water, LI)
    assert (house.walls, house.roof, house.timber, house.sleepers) == (Condition.c, Condition.c, Condition.b, {LI_SELF, LI_SON})
    assert (water.id, water.litres, water.piped) == (WATER.id, 30, YesNo.YES)


def test_an_unchanged_household_takes_at_most_25_key_strokes(screen, session, qtbot):
    keys = 0

    def count(*parts):
        nonlocal keys
        keys += sum(len(part) if isinstance(part, str) else 1 for part in parts)
        write(*parts)

    today()
    count(ENTER, "=", "=", "=", "=", *[ENTER] * 7)
    assert question(screen) == "housing.name"
    same_for_the_rest()
    assert question(screen) == "water.source"
    same_for_the_rest()
    with qtbot.waitSignal(screen.finished):
        save()
    assert keys + 4 <= 25
    assert visits(session)[-1].confirmed == {Topic.HOUSING, Topic.WATER}
    assert session.reader.of(Housing, LI) == [HOUSE]
    assert session.reader.of(Water, LI) == [WATER]


def test_a_topic_with_one_changed_answer_is_not_confirmed_unchanged(screen, session):
    met_at_home()
    to_housing()
    same_for_the_rest()
    screen.flow.go_to(Water.source)
    write("=")
    screen.flow.go_to(Water.litres)
    write("59")
    save()
    assert visits(session)[-1].confirmed == {Topic.HOUSING}
    assert session.reader.of(Water, LI)[0].litres == 59


def test_what_nobody_looked_at_is_not_confirmed(screen, session):
    met_at_home()
    save()
    assert visits(session)[-1].confirmed is None


def test_the_verdicts_follow_the_answers(screen):
    assert (screen.judgement.housing.pill.text(), screen.judgement.water.pill.text()) == ("B级", "基本安全")
    screen.flow.go_to(Housing.walls)
    write("4")
    assert (screen.judgement.housing.pill.text(), screen.judgement.housing.pill.property("tone")) == ("D级", "bad")
    assert "“承重墙”" in screen.judgement.housing.reasons[0]
    assert screen.judgement.housing.source.text().startswith("建村函")
    write(BACK)
    assert screen.judgement.housing.pill.text() == "B级"
    screen.flow.go_to(Water.litres)
    write("34")
    assert (screen.judgement.water.pill.text(), screen.judgement.water.pill.property("tone")) == ("不安全", "bad")
    write(BACK, BACK, "35")
    assert screen.judgement.water.pill.text() == "基本安全"


def test_the_signs_of_a_component_stand_under_its_question_while_the_cursor_is_there(screen):
    screen.flow.go_to(Housing.walls)
    row = screen.flow.row_with_cursor()
    lines = row.remark.text().splitlines()
    assert [line[:3] for line in lines[:4]] == ["1 a", "2 b", "3 c", "4 d"]
    assert lines[4] == "5 没有这一部分"
    assert lines[3].startswith("4 d：严重开裂")
    write("4", ENTER)
    assert "严重开裂" not in row.remark.text()
    assert screen.flow.forms[2].draft.record.walls is Condition.d
    screen.flow.go_to(Housing.roof)
    assert screen.flow.row_with_cursor().remark.text().splitlines()[-1].startswith("以上要点的可信度约 75%")


def test_the_four_parts_of_water_are_told_and_follow_the_answers(screen):
    assert screen.judgement.water.parts == ["✓ 水量 达标", "✓ 水质 基本达标", "✓ 用水方便程度 达标", "✓ 供水保证率 达标"]
    screen.flow.go_to(Water.litres)
    write("30")
    assert screen.judgement.water.parts[0] == "✗ 水量 不达标"
    screen.flow.go_to(Water.shut_off)
    write("2026-01-05~2026-02-14")
    assert screen.judgement.water.parts[3] == "✗ 供水保证率 不达标"
    assert screen.flow.row_with_cursor().editor._tail.text() == "共 41 天"


def test_a_decision_stands_beside_the_suggestion_as_soon_as_nothing_is_lacking(screen, session, messages, tmp_path):
    met_at_home()
    screen.flow.go_to(Housing.walls)
    write("3")
    screen.flow.go_to(Housing.decided)
    write("2")
    assert "还缺“认定理由”、“鉴定人”、“认定照片”" in screen.flow.row_with_cursor().remark.text()
    assert screen.judgement.housing.pill.text() == "C级"
    messages.places = [painted(tmp_path / "墙.png", "gray")]
    write(ENTER, "墙已加固", ENTER, "张工", ENTER, ENTER, Qt.Key.Key_Space)
    assert screen.judgement.housing.pill.text() == "认定 B级"
    assert screen.judgement.housing.decided.text() == "建议 C级 · 人工认定为 B级：墙已加固(张工)。"
    save()
    [house] = session.reader.of(Housing, LI)
    assert (house.decided, len(house.decided_picture)) == (Decided.B, 1)


def test_a_further_building_is_asked_after_the_one_where_the_family_lives(screen, session):
    with session.change("登记") as change:
        old = change.save(Housing(household=ZHOU, name="老屋", shared=frozenset({LI}), storeys=1, site_dangerous=YesNo.YES))
    screen.begin(LI)
    assert [form.draft.saved.id for form in screen.flow.forms[2:4]] == [HOUSE.id, old.id]
    assert [row.field for row in screen.flow.forms[3].asked] == [Housing.sleepers, Housing.sealed, Housing.pictures]
    met_at_home()
    screen.flow.forms[3].row(Housing.sealed).take_cursor()
    write("2")
    assert [tick.text() for tick in screen.judgement.follows._ticks.values()] == ["住房问题"]
    screen.begin(LI)
    save()
    house = session.reader.get(Housing, old.id)
    assert (house.sealed, house.household, house.shared) == (YesNo.NO, ZHOU, {LI})
    assert session.reader.of(Housing, LI) == [HOUSE]
    assert visits(session)[-1].confirmed is None


def test_a_building_that_belongs_to_nobody_stays_nobodys_when_a_visit_sees_it(screen, session):
    with session.change("登记") as change:
        old = change.save(Housing(name="村部旧房", shared=frozenset({ZHOU})))
    screen.begin(ZHOU)
    today()
    write(ENTER, "1", ENTER, "1", ENTER, "周建军", ENTER)
    screen.flow.go_to(Housing.storeys)
    write("1")
    save()
    house = session.reader.get(Housing, old.id)
    assert (house.storeys, house.household, house.shared) == (1, None, {ZHOU})


def test_what_a_register_says_stands_beside_the_verdict(screen, session):
    with session.change("导入") as change:
        change.save(Registered(household=LI, topic=RegisteredTopic.WATER, said="安全", on=dt.date(2026, 6, 30), source="名册"))
    screen.begin(LI)
    assert screen.judgement.water.beside.text() == "登记：安全（2026-06-30，名册）"
    screen.flow.go_to(Water.litres)
    write("10")
    assert screen.judgement.water.beside.text() == "登记：安全（2026-06-30，名册） · 与本次不同"


def test_what_a_rule_finds_wrong_stands_under_the_answer_typed_this_time(screen):
    screen.flow.go_to(Water.litres)
    write("10", ENTER)
    row = screen.flow.forms[3].row(Water.litres)
    assert row.remark.isVisible()
    assert "每人每天用水量 10 升，不达标" in row.remark.text()


def test_where_nobody_was_met_house_and_water_are_jumped(screen, session):
    screen.flow.go_to(Housing.walls)
    write("4")
    screen.flow.go_to(Visit.day)
    today()
    write(ENTER, "1", ENTER, "2", ENTER)
    assert question(screen) == "visit.companions"
    write(ENTER, ENTER)
    assert question(screen) == "visit.note"
    assert screen.judgement.housing.pill.text() == "B级"
    save()
    assert visits(session)[-1].outcome is Outcome.NOBODY
    assert session.reader.of(Housing, LI)[0].walls is Condition.b


def test_a_refused_text_blocks_saving_and_gets_the_cursor(screen, session):
    met_at_home()
    screen.flow.go_to(Water.litres)
    write("很多", ENTER)
    save()
    assert question(screen) == "water.litres"
    assert screen.flow.row_with_cursor().remark.text() == "请填数字。"
    assert visits(session) == [LAST_VISIT]


def test_a_visit_without_its_day_is_not_saved_because_it_is_never_rewritten(screen, session):
    write(ENTER, "1", ENTER, "2")
    save()
    assert question(screen) == "visit.day"
    assert screen.flow.row_with_cursor().remark.text() == OBSERVED
    assert visits(session) == [LAST_VISIT]
    today()
    save()
    assert visits(session)[-1].day == TODAY


def test_a_wish_asks_for_an_answer_that_is_kept_as_a_promise(screen, session):
    met_at_home()
    assert screen.flow.forms[1].isHidden()
    screen.flow.go_to(Visit.wishes)
    write("路坏了", ENTER, ENTER)
    assert question(screen) == "promise.answer"
    write("报镇里修", ENTER, "韩立", ENTER, "2026-12-20")
    save()
    [promise] = session.reader.of(Promise, LI)
    assert (promise.asked_on, promise.wish, promise.answer, promise.by, promise.due) == (
        TODAY, "路坏了", "报镇里修", "韩立", dt.date(2026, 12, 20)
    )  # fmt: skip


def test_a_problem_that_follows_is_registered_only_where_the_person_says_so(screen, session, qtbot):
    assert not screen.judgement.follows.isVisible()
    met_at_home()
    screen.flow.go_to(Water.litres)
    write("10")
    assert screen.judgement.follows.isVisible()
    [tick] = screen.judgement.follows._ticks.values()
    qtbot.waitUntil(tick.isVisible)
    tick.setFocus()
    press(Qt.Key.Key_Space)
    save()
    [problem] = session.reader.of(Problem, LI)
    assert (problem.kind, problem.found_on, problem.state) == (ProblemKind.WATER, TODAY, ProblemState.OPEN)
    assert "每人每天用水量 10 升" in problem.what


def test_a_problem_that_is_registered_already_is_not_offered_again(screen, session):
    with session.change("登记问题") as change:
        change.save(Problem(household=LI, kind=ProblemKind.WATER, what="水少", state=ProblemState.OPEN))
    screen.begin(LI)
    screen.flow.go_to(Water.litres)
    write("10")
    assert not screen.judgement.follows.isVisible()


def test_a_household_without_house_and_water_gets_them_with_its_first_visit(session, on_screen):
    screen = on_screen(VisitScreen(session))
    screen.begin(ZHOU)
    assert screen.about.text() == "5组 · 1 人 · 第一次走访"
    today()
    write(ENTER, "1", ENTER, "1", ENTER, "周建军", ENTER)
    screen.flow.go_to(Housing.storeys)
    write("1")
    screen.flow.go_to(Water.piped)
    write("1")
    save()
    [house], [water] = session.reader.of(Housing, ZHOU), session.reader.of(Water, ZHOU)
    assert (house.storeys, water.piped) == (1, YesNo.YES)
    assert session.reader.of(Visit, ZHOU)[0].confirmed is None


def test_what_is_typed_is_kept_within_300_milliseconds_even_while_typing_goes_on(screen, session, qtbot):
    today()
    strokes = cycle([BACK, "2"])
    for _ in range(50):  # a machine that is slow pauses where nobody did
        write(next(strokes))
        qtbot.wait(PAUSE // 5)
        if session.drafts.keys():
            break
    assert session.drafts.load(KEY + LI)["typed"]["visit"]["day"].startswith("2026-11-2")


def test_leaving_a_question_keeps_at_once_what_was_typed_there(screen, session):
    write("2026-1", ENTER)
    kept = session.drafts.load(KEY + LI)
    assert (kept["typed"], kept["at"]) == ({"visit": {"day": "2026-1"}}, "visit.way")


def test_leaving_the_screen_keeps_what_was_typed(screen, session, qtbot):
    write("2026")
    with qtbot.waitSignal(screen.left):
        press(Qt.Key.Key_Escape)
    screen.hide()
    assert session.drafts.load(KEY + LI)["typed"] == {"visit": {"day": "2026"}}


def test_an_interrupted_visit_goes_on_at_its_question(screen, session, on_screen):
    met_at_home()
    screen.flow.go_to(Water.litres)
    write("3", ENTER)
    screen.hide()
    again = on_screen(VisitScreen(session))
    assert again.resume()
    write(ENTER)
    assert question(again) == "water.piped"
    assert again.flow.forms[3].row(Water.litres).editor.box.text() == "3"
    assert again.about.text().endswith("接着上次没录完的")


def test_the_question_that_was_interrupted_is_seen_while_it_is_asked_about(screen, session, on_screen, qtbot):
    met_at_home()
    screen.flow.go_to(Water.litres)
    write("3")
    screen.hide()
    again = VisitScreen(session)
    assert again.resume()  # as at the start of the program: nothing is shown yet
    on_screen(again, height=600)
    row = again.flow.forms[3].row(Water.litres)
    qtbot.waitUntil(lambda: not row.editor.box.visibleRegion().isEmpty())
    assert again.go_on.hasFocus()


def test_a_full_disk_is_said_on_the_page_and_what_is_typed_is_kept_when_there_is_room(screen, session, qtbot, messages):
    today()
    qtbot.waitUntil(lambda: session.drafts.load(KEY + LI) is not None)
    full, room = (f"pragma max_page_count = {pages}" for pages in (1, 1_000_000))
    session.drafts._connection.execute(full)
    screen.flow.go_to(Visit.note)
    write("路" * 9000)
    qtbot.waitUntil(screen._keeper.remark.isVisible)
    assert screen._keeper.remark.text().startswith("刚才输入的还没有存下来，先不要关机。写不进“石桥.survey.drafts”：磁盘已满")
    write("通了")
    assert screen.flow.row_with_cursor().field is Visit.note
    qtbot.wait(2 * PAUSE)
    assert messages.told == []
    session.drafts._connection.execute(room)
    qtbot.waitUntil(lambda: not screen._keeper.remark.isVisible())
    assert session.drafts.load(KEY + LI)["typed"]["visit"]["note"].endswith("路通了")


def test_without_an_interrupted_visit_there_is_nothing_to_resume(session, on_screen):
    assert not on_screen(VisitScreen(session)).resume()


def test_the_draft_of_a_household_that_is_gone_is_left_alone(session, on_screen):
    session.drafts.keep(KEY + "9" * 32, {"typed": {"visit": {"day": "2026"}}, "at": ""})
    assert not on_screen(VisitScreen(session)).resume()


def test_saving_forgets_the_draft(screen, session, qtbot):
    met_at_home()
    save()
    qtbot.wait(250)
    assert session.drafts.keys() == []
    assert not screen.resume()


def test_a_visit_thrown_away_can_be_brought_back(screen, session):
    met_at_home()
    screen.discard.click()
    assert screen.flow.forms[0].row(Visit.met).editor.box.text() == ""
    assert session.drafts.keys() == []
    screen.discard.click()
    assert screen.flow.forms[0].row(Visit.met).editor.box.text() == "李国兰"
    assert session.drafts.keys() == [KEY + LI]


def test_going_back_over_hidden_questions_by_keyboard(screen):
    today()
    write(ENTER, "1", ENTER, "2", ENTER)
    press(ENTER, SHIFT)
    assert question(screen) == "visit.outcome"


CHILD = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from fieldapp.store.survey import Survey
from tests.ui.keyboard import ENTER, write
from tests.ui.village import LI
from ui.messages import Messages
from ui.screens.visit import VisitScreen
from ui.session import Session
from ui.tasks import Tasks

app = QApplication([])
screen = VisitScreen(Session(Survey.open(Path(sys.argv[1]), by="韩立"), Tasks(print), Messages()))
screen.show()
screen.activateWindow()
app.processEvents()
screen.begin(LI)
write("2026-11-2", ENTER, "1", ENTER, "1", ENTER, "李小")
QTimer.singleShot(300, lambda: os.kill(os.getpid(), 9))
app.exec()
"""


def test_killing_the_program_loses_nothing_that_was_typed_300_milliseconds_before(tmp_path, tasks, messages, on_screen):
    path = tmp_path / "石桥.survey"
    settle(path).close()
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert child.returncode == -9, child.stderr.decode()
    with Survey.open(path, by="韩立", clock=Clock(lambda: NOW)) as survey:
        screen = on_screen(VisitScreen(Session(survey, tasks, messages)))
        assert screen.resume()
        write(ENTER)
        assert question(screen) == "visit.met"
        texts = [screen.flow.forms[0].row(field).editor.box.text() for field in (Visit.day, Visit.met)]
        assert texts == ["2026-11-2", "李小"]
        screen.hide()


def test_what_was_saved_elsewhere_meanwhile_is_not_written_back(screen, session):
    met_at_home()
    screen.flow.go_to(Water.litres)
    write("50")
    with session.change("改") as change:
        change.save(WATER.replace(dry_days=20))
    save()
    [water] = session.reader.of(Water, LI)
    assert (water.litres, water.dry_days) == (50, 20)


def test_a_visit_left_half_way_goes_on_over_what_was_saved_elsewhere_meanwhile(session, on_screen):
    screen, stack = VisitScreen(session), QStackedWidget()
    stack.addWidget(screen)
    stack.addWidget(QWidget())
    on_screen(stack)
    screen.begin(LI)
    met_at_home()
    screen.flow.go_to(Water.litres)
    write("50")
    stack.setCurrentIndex(1)
    with session.change("改") as change:
        change.save(WATER.replace(dry_days=20))
    stack.setCurrentIndex(0)
    assert screen.resume()
    assert screen.flow.forms[3].row(Water.dry_days).last.text() == "20 天"
    save()
    [water] = session.reader.of(Water, LI)
    assert (water.litres, water.dry_days) == (50, 20)
